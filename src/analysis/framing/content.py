"""What a verb of attribution introduces, and where that ends.

In: tagged tokens and a verb. Out: the kind of its complement (*that*, *zero*, *np*, *inf*, …) and
the tokens of the content.
"""

import re

from analysis.framing.attribution_verbs import Verb
from analysis.framing.clauses import Clauses
from analysis.framing.verb_words import is_past, is_third_person
from analysis.framing.word_classes import is_finite_auxiliary

Found = tuple[str, int, int]

_QUESTION = frozenset("how why what whether if who which when where whatever".split())
_CONTRAST = frozenset("while although though whereas".split())
_ADDRESSEE = frozenset("of at for on in during after from".split())
# Verbs whose object in quotation marks is a work, if it is set like a title.
_WORKS = frozenset("write read publish review discuss mention pen cite".split())
_FAR = 25
_STOPS = frozenset(",.!?…")
_TURN = re.compile("[;,CS-]")  # tags of the tokens before which content can end


class Content(Clauses):
    """Reads complements in the tokens of one text."""

    subordinate = False  # whether the verb stands in a subordinate clause that opens its sentence

    def complement(self, i: int, b: int, verb: Verb) -> Found | None:
        """The kind, first token and one past the last of what the verb at i introduces."""
        tags = self.t.tags
        m = i + 1
        while m < b and tags[m] in "Rt":
            m += 1
        if m >= b:
            return None
        if "a" in verb.follows and tags[m] in "XDOw#":
            end = self.addressee_end(m, b)
            bare = end < b and "z" in verb.follows and end > m
            if end < b and (
                tags[end] in "TQISW:,"
                or (bare and tags[end] == "H")
                or (bare and tags[end] == "D" and self._is_clause(end, b))
            ):
                if tags[end] == "I" and "i" not in verb.follows:
                    return None
                if tags[end] == "," and (end + 1 >= b or tags[end + 1] != "Q"):
                    return None
                m = end
            elif end < b and tags[end] == "P" and self.t.lower[end] in verb.prepositions:
                return self._clause("prep", end + 1, b)
            elif verb.lemma == "tell":
                if end < b and tags[end] == "A" and end - m >= 2:
                    # "told CNN Trump would …": the last name is the subject.
                    return self._clause("zero", end - 1, b)
                return None
        return self.after_verb(m, i, b, verb)

    def after_verb(self, m: int, i: int, b: int, verb: Verb) -> Found | None:
        """The complement of the verb at i if it begins at m."""
        tags, lower = self.t.tags, self.t.lower
        follows = verb.follows
        tag = tags[m]
        if tag in ",:" and m + 1 < b and tags[m + 1] == "Q" and "q" in follows:
            return ("quote", m + 1, self.quotes_end(m + 1, b))
        if tag == ":" and "q" in follows and m + 2 < b:
            return self._clause("colon", m + 1, b)
        if tag == "Q" and verb.lemma in _WORKS and _is_title(self.t.words[m]):
            return None
        if tag == "Q":
            return self._quoted_content(m, b) if follows & {"q", "n"} else None
        if tag == "T":
            return self._clause("that", m, b) if "t" in follows else None
        if "q" in follows and tag in "PIS(":
            spoken = self._quote_ahead(m, b)
            if spoken:
                return spoken
        if tag in "SW" and lower[m] in _QUESTION:
            asks = "w" in follows or lower[m] in verb.prepositions
            return self._clause("wh", m, b) if asks else None
        if tag == "I" and "i" in follows and m + 1 < b and tags[m + 1] in "wVARN":
            return self._clause("inf", m, b)
        if tag in "PI":
            if lower[m] in verb.prepositions:
                return self._clause("prep", m + 1, b)
            return self._far(m, b, verb)
        if tag in ",(-":
            return self._far(m, b, verb)
        return self._bare(m, i, b, verb)

    def _quote_ahead(self, m: int, b: int) -> Found | None:
        """A quotation set off after an adverbial: *said of the ruling, "…"*."""
        tags = self.t.tags
        for k in range(m + 1, min(b, m + _FAR)):
            if tags[k] == "Q":
                if tags[k - 1] in ",:":
                    return ("quote", k, self.quotes_end(k, b))
                return None
            if tags[k] in "T.;" or self.form(k) in ("s", "past", "both"):
                return None
        return None

    def _bare(self, m: int, i: int, b: int, verb: Verb) -> Found | None:
        """A complement that no word introduces: a clause without *that*, a noun phrase."""
        tags, follows = self.t.tags, verb.follows
        tag = tags[m]
        finite = tag == "A" or self.form(m) in ("past", "s")
        if finite and self.t.lower[m] not in ("being", "having", "'s"):
            # "what he said was …", "an event that he says led …"
            gap = "z" in follows and self.in_named_relative(i)
            return self._clause("gap", m, b) if gap else None
        if tag not in "XDHOw#V~A'":
            return None
        if "g" in follows and self.is_ing(m):
            return self._clause("ger", m, b)
        if "z" in follows and self._is_clause(m, b):
            return self._clause("zero", m, b)
        if "n" in follows and tag != "H":
            return self._clause("np", m, b)
        if "t" in follows and tag in "HXD" and self._is_clause(m, b):
            return self._clause("zero", m, b)
        return None

    def _quoted_content(self, m: int, b: int) -> Found | None:
        """Content that begins with a quotation: that alone if a stop or comma ends it."""
        end = self.quotes_end(m, b)
        if self.t.words[end - 1].rstrip("\"'“”„‟‘’`«» ")[-1:] in _STOPS:
            return ("quote", m, end)
        return self._clause("quote", m, b)

    def _is_clause(self, m: int, b: int) -> bool:
        """Whether a finite verb follows a subject that begins at m."""
        tags = self.t.tags
        if tags[m] == "H":
            return m + 1 < b and tags[m + 1] not in ".,;:"
        lower = self.t.lower
        for k in range(m + 1, min(b, m + 25)):
            tag = tags[k]
            if tag == "A" or (tag == "V" and self.form(k) != "ing"):
                return True
            if tag in ".;:":
                return False
            if tag == "Q":
                return begins_with_verb(self.t.words[k])  # the talks "brought a truce"
            if tag == "w" and (
                is_past(lower[k])
                or (is_third_person(lower[k]) and k + 1 < b and tags[k + 1] in "DPIOXQ#")
            ):
                return True
        return b - m > 6

    def _far(self, m: int, b: int, verb: Verb) -> Found | None:
        """Content after an adverbial: *said in a statement on Monday that …*."""
        tags, lower, follows = self.t.tags, self.t.lower, verb.follows
        if not follows & {"t", "q", "w"}:
            return None
        for k in range(m, min(b, m + _FAR)):
            tag = tags[k]
            if "a" in follows and k > m and tags[k - 1] in "Xtw#":
                # "asked on Monday whether …", "asked by reporters about …"
                if tag in "SW" and lower[k] in _QUESTION and "w" in follows:
                    return self._clause("wh", k, b)
                if tag in "PS" and lower[k] in verb.prepositions and tags[m] in "PS":
                    return self._clause("prep", k + 1, b)
            if tag == "T" and "t" in follows and k > m:
                return self._clause("that", k, b)
            if tag == "Q" and "q" in follows and k > m and tags[k - 1] in ",:":
                return ("quote", k, self.quotes_end(k, b))
            if tag == ":" and "q" in follows and k + 2 < b and tags[k + 1] != "Q":
                return self._clause("colon", k + 1, b)
            if tag == "H" and "z" in follows and k > m and tags[k - 1] in "Xtw#,":
                return self._clause("zero", k, b)
            if tag in ".;" or (k > m and self.form(k) in ("base", "s", "past", "participle")):
                return None
        return None

    def _clause(self, kind: str, m: int, b: int) -> Found | None:
        """Content that begins at m and ends with its clause."""
        stop = self.content_end(m, b, kind)
        return (kind, m, stop) if stop > m else None

    def content_end(self, m: int, b: int, kind: str) -> int:
        """One past the last token of content of a kind that begins at m."""
        tags, lower = self.t.tags, self.t.lower
        loose = kind in ("np", "prep", "inf", "noun", "ger")
        for match in _TURN.finditer(tags, m, b):
            k, tag = match.start(), match.group()
            if tag == ";":
                break
            after = k + 1
            if tag == "," and after < b and after > m + 2:
                follows = tags[after]
                if (
                    (follows == "C" and (loose or lower[after] == "but"))
                    or (follows == "C" and after + 1 < b and tags[after + 1] in "VA")
                    or (self.subordinate and follows in "XDHw#PR")
                    or (follows == "V" and (self.form(after) == "ing" or self._resumes(after)))
                    or lower[after] in _CONTRAST
                    or lower[after] == "according"
                    or (loose and follows in "SWPRwV-")
                    or self.cue_ahead(after, b)
                ):
                    break
            elif tag == "C" and k > m and after < b:
                if (
                    self.form(after) in ("past", "both", "s")
                    or (lower[k] == "but" and k > m + 2)
                    or (tags[after] in "XDHw" and k > m + 1 and self.cue_ahead(after, b))
                ):
                    break
            elif (tag == "-" and (loose or self.subordinate) and k > m + 1) or (
                tag == "S" and lower[k] in _CONTRAST and k > m + 3
            ):
                break
        else:
            k = b
        return self.strip_end(m, k)

    def _resumes(self, k: int) -> bool:
        """Whether the verb at k, after a comma, is that of the main clause: *X, noting …, said*."""
        verb, form = self.forms[self.t.lower[k]]
        return form in ("past", "both", "s") and {"t", "q"} <= verb.follows

    def strip_end(self, m: int, k: int) -> int:
        """k without the stops at the end of tokens m to k."""
        while k > m and self.t.tags[k - 1] in ".,;:-":
            k -= 1
        return k

    def quotes_end(self, k: int, b: int) -> int:
        """One past the last of the quotations that follow one another from token k on."""
        while k < b and self.t.tags[k] == "Q":
            k += 1
        return k

    def addressee_end(self, m: int, b: int) -> int:
        """One past the person addressed, named from token m on, with adverbials that follow."""
        tags, lower = self.t.tags, self.t.lower
        k = m
        while k < b and k - m < 12:
            tag = tags[k]
            hangs = tag == "P" and k > m and lower[k] in _ADDRESSEE
            if tag == "D" and k > m and tags[k - 1] in "Xw":
                break  # "told the BBC the truce held": another noun phrase
            if tag in "XDOw#'~tR" or hangs or lower[k] == "and":
                k += 1
            else:
                break
        return k


def begins_with_verb(quoted: str) -> bool:
    """Whether the first word of a quotation can be a finite verb, so that a clause goes on in it.

    Examples
    --------
    >>> [begins_with_verb(words) for words in ('"brought a truce"', '"must hold"', '"a truce"')]
    [True, True, False]
    """
    words = quoted.strip("\"'“”„‟‘’`«» ").split(maxsplit=1)
    if not words:
        return False
    word = words[0].lower().rstrip(",.;:!?").replace("’", "'")
    return is_finite_auxiliary(word) or is_past(word) or is_third_person(word)


def _is_title(quoted: str) -> bool:
    """Whether a quoted span is set like the title of a work: capitals, and no stop at its end."""
    words = quoted.strip("\"'“”„‟‘’«» ").split()
    if len(words) < 2 or words[-1][-1] in ".,?!…":
        return False
    capitals = [word[0].isupper() for word in words]
    return (
        capitals[0]
        and capitals[-1]
        and all(up or len(word) < 4 for up, word in zip(capitals, words, strict=True))
    )
