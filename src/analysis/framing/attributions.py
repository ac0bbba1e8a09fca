"""Attributions in tagged text: who is said to have said, thought or judged what.

In: the tokens of a text. Out: its attributions, each with the tokens of source, cue and content.
Patterns over tags, each a bounded look around one verb or noun of attribution. What stands inside
the content of an attribution is not searched again: the outermost attribution counts.
"""

import re
from bisect import bisect_left
from functools import cache
from itertools import compress

from analysis.framing.attribution_verbs import Verb, attribution_adjectives, attribution_nouns
from analysis.framing.clauses import POSSESSIVE, Range
from analysis.framing.continuations import join
from analysis.framing.cue_first import QUOTING, Attribution, CueFirst
from analysis.framing.verb_words import is_past, is_third_person
from analysis.framing.word_classes import Tokens

_VERB = re.compile("V")
# Tokens of a clause that are read to see whether it is one.
_CLAUSE = 60
_ASIDE_AFTER = frozenset("according and but as".split())
# Nouns of "in the words of X" and "in X's view", and all words that open such a phrase.
_VIEWS = frozenset("words view opinion eyes".split())
_FRAMING = _VIEWS | {"according"}


@cache
def _cue_words() -> frozenset[str]:
    """Nouns and adjectives of attribution, and the words that open a phrase of it."""
    return _FRAMING.union(attribution_nouns(), attribution_adjectives())


class AttributionFinder(CueFirst):
    """Finds the attributions of one text, sentence by sentence."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self.found: list[Attribution] = []

    def run(self) -> list[Attribution]:
        """The attributions of the text, in the order of its sentences."""
        tags, lower = self.t.tags, self.t.lower
        cues = [match.start() for match in _VERB.finditer(tags)]
        # "According" opens a sentence with a capital.
        cues += [
            k for k in compress(range(len(lower)), map(_cue_words().__contains__, lower))
            if tags[k] == "w" or lower[k] == "according"
        ]  # fmt: skip
        cues.sort()
        first = 0
        for number, (a, b, _) in enumerate(self.t.sentences):
            last = bisect_left(cues, b, first)
            if last > first or tags.find("Q", a, b) >= 0:
                self.number = number
                self._sentence(a, b, cues[first:last])
            first = last
        return join(self.found, self.t)

    def _sentence(self, a: int, b: int, cues: list[int]) -> None:
        """Find the attributions of the sentence of tokens a to b, given its cues."""
        tags, lower = self.t.tags, self.t.lower
        count = len(self.found)
        covered = (b, a)
        for i in cues:
            hit = None
            if lower[i] in _FRAMING:
                hit = self._according(i, a, b)
            elif tags[i] == "V":
                hit = self._backward(i, a, b)
            if hit:
                self.found.append(hit)
                covered = (hit.content[0][0], max(hit.content[-1][1], hit.cue[1]))
                break
        blocked = a
        for i in cues:
            if i < blocked or covered[0] <= i < covered[1] or lower[i] in _FRAMING:
                continue
            self.subordinate = self.in_opening_clause(i, a)
            if tags[i] == "V":
                hit = self.forward(i, a, b)
            elif lower[i] in self.adjectives:
                hit = self.adjective(i, a, b)
            else:
                hit = self.noun(i, a, b)
            if hit:
                self.found.append(hit)
                blocked = hit.content[-1][1]
        if len(self.found) == count and "Q" in tags[a:b]:
            self._bare_quotes(a, b)

    # the content comes first -------------------------------------------------------------------

    def _backward(self, i: int, a: int, b: int) -> Attribution | None:
        """*Content, X said* and *content, said X*, and the rest of content that they part."""
        tags = self.t.tags
        verb, form = self.forms[self.t.lower[i]]
        if "q" not in verb.follows or form in ("ing", "participle"):
            return None
        if i > a and form != "base" and self._ends_content(i - 1, a):
            spoken = tags[i - 1] == "Q" or (verb.follows & {"t", "q", "n"} == {"t", "q"})
            source = self.phrase_after(i + 1, b) if spoken else None
            if source and self._inverts(i, source, b) and self._is_content(a, i):
                return self._framed(a, i, (i, i + 1), source, source[1], b, "inverted")
        group = self.group_start(i, a)
        if group == a or (form == "base" and tags[group - 1] == "I"):
            return None
        source = self.subject_before(group, a)
        if not source or source[0] <= a or not self._ends_content(source[0] - 1, a):
            return None
        quoted = "Q" in tags[max(a, source[0] - 2) : source[0]]
        if not quoted and (not {"t", "q"} <= verb.follows or self._colon_ahead(i, b)):
            return None
        ahead = i + 2 < b and tags[i + 1] in ",:" and tags[i + 2] == "Q"
        if ahead and not quoted and (tags[a] in "PSRIV" or self.is_ing(a)):
            return None  # "When asked, he said, '…'", unlike "The bill, he said, 'is …'"
        medial = (
            i + 4 < b
            and tags[i + 1] == ","
            and tags[i + 2] not in "WR"
            and not self.is_ing(i + 2)
            and self.t.lower[i + 2] not in _ASIDE_AFTER
        )
        if not self._is_content(a, source[0]) and not (medial and tags[a] not in "VC"):
            return None
        if not self._closes(i + 1, b, verb, quoted):
            return None
        first, speaking = source[0], self.speaking(i, b) if verb.lemma in QUOTING else None
        if speaking:
            return self._framed(a, first, (group, i + 1), speaking[0], speaking[1], b, "quoted")
        return self._framed(a, first, (group, i + 1), source, i + 1, b, "backward")

    def _colon_ahead(self, i: int, b: int) -> bool:
        """Whether a colon and a quotation follow token i: what they hold is the content."""
        tags = self.t.tags
        colon = tags.index(":", i, b) if ":" in tags[i:b] else b
        return colon + 1 < b and tags[colon + 1] == "Q"

    def _inverts(self, i: int, source: Range, b: int) -> bool:
        """Whether the noun phrase after a verb is its subject, not that of a clause it reports."""
        tags, end = self.t.tags, source[1]
        if end >= b or tags[end] in ".,;-(":
            return True
        if tags[i - 1] == "Q" and tags[end] not in "AVN":
            return True
        return tags[end] in "PWt" and not self.verb_ahead(end, b)

    def _ends_content(self, k: int, a: int) -> bool:
        """Whether token k can be the last of content that a cue follows."""
        tag = self.t.tags[k]
        if tag == "Q":
            return True
        return k > a and (tag in ",-" or self.t.words[k] in ("?", "!"))

    def _is_content(self, a: int, end: int) -> bool:
        """Whether the tokens before a cue are a clause or quotation, not a mere adverbial."""
        tags, lower = self.t.tags, self.t.lower
        last = end - 1
        while last > a and tags[last] in ",-.":
            last -= 1
        if tags[last] == "Q":
            return True
        if last + 1 - a < 4:
            return tags[a] in "CR" or lower[a] in ("this", "that", "it")
        last = min(last, a + _CLAUSE)
        has_comma = "," in tags[a:last]
        if tags[a] == "S":
            return has_comma
        has_verb = any(
            tags[k] in "AV" or (tags[k] == "w" and (is_past(lower[k]) or is_third_person(lower[k])))
            for k in range(a, last + 1)
        )
        if tags[a] in "PI":
            return has_verb and has_comma
        if self.form(a) in ("ing", "both", "participle") or (self.is_ing(a) and last - a < 11):
            return False
        return has_verb or last - a >= 4

    def _closes(self, m: int, b: int, verb: Verb, quoted: bool) -> bool:
        """Whether what follows the verb leaves room for no further content of its own."""
        tags = self.t.tags
        if "a" in verb.follows and m < b and tags[m] in "XDOw":
            m = self.addressee_end(m, b)
        while m < b and tags[m] in "Rt#":
            m += 1
        if m >= b or tags[m] in ".,;-":
            return True
        if tags[m] in "PIS(C" or self.is_ing(m):
            # An adverbial; but a that-clause after it would be the content.
            for k in range(m, min(b, m + 14)):
                if tags[k] == "T":
                    return quoted
                if tags[k] in ",.":
                    break
            return True
        return quoted and tags[m] not in "TQ"

    def _framed(
        self, a: int, end: int, cue: Range, source: Range, after: int, b: int, pattern: str
    ) -> Attribution:
        """Content before a cue, and after it where the sentence takes the content up again."""
        tags = self.t.tags
        first, last = a, end
        while first + 1 < end and tags[first] in ",-C" and tags[first + 1] == "Q":
            first += 1
        while last > first + 1 and tags[last - 1] in ",-":
            last -= 1
        if tags[last - 1] == "Q" and tags[first] != "Q":
            start = last - 1
            while start > first and tags[start - 1] == "Q":
                start -= 1
            first = start if tags[start - 1] == ":" else first  # "His view: '…', he said."
        content = [(first, last)]
        rest = self._taken_up(after, b, last - first, tags[last - 1] == "Q")
        if rest is not None:
            stop = self.quotes_end(rest, b) if tags[rest] == "Q" else self.strip_end(rest, b)
            if stop > rest:
                content.append((rest, stop))
        return Attribution(source, cue, content, pattern, self.number, self.t.lower[cue[1] - 1])

    def _taken_up(self, after: int, b: int, length: int, quoted: bool) -> int | None:
        """Where content goes on behind a cue that ends before token ``after``, or None."""
        tags = self.t.tags
        for k in range(after, b):
            if tags[k] == "Q" and (k == after or tags[k - 1] in ",:-"):
                return k
            if tags[k] not in ",-" or k + 1 >= b:
                continue
            if tags[k + 1] == "Q":
                return k + 1
            goes_on = tags[k + 1] in "CST" or (length < 12 and not self.is_ing(k + 1))
            if k == after and not quoted and goes_on:
                return k + 1
        return None

    def _source_phrase(self, i: int, a: int, b: int) -> tuple[Range, Range] | None:
        """Source and cue of *according to X*, *in the words of X* and *in X's view* around i."""
        tags, lower = self.t.tags, self.t.lower
        if lower[i] == "according":
            source = self.phrase_after(i + 2, b) if i + 2 < b and tags[i + 1] == "I" else None
            return (source, (i, i + 2)) if source else None
        if i - 2 >= a and lower[i - 2 : i] == ["in", "the"] and lower[i + 1 : i + 2] == ["of"]:
            source = self.phrase_after(i + 2, b)
            return (source, (i - 2, i + 2)) if source else None
        source = None
        if i > a and tags[i - 1] == "'":
            source = self.possessor(i - 1, a)
        elif i > a and lower[i - 1] in POSSESSIVE:
            source = (i - 1, i)
        if source and source[0] > a and lower[source[0] - 1] == "in":
            return source, (source[0] - 1, i + 1)
        return None

    def _according(self, i: int, a: int, b: int) -> Attribution | None:
        """*According to X, content* and *content, in the words of X*."""
        tags = self.t.tags
        phrase = self._source_phrase(i, a, b)
        if not phrase:
            return None
        source, cue = phrase
        i = cue[0]
        k = max(source[1], cue[1])
        while k < b and tags[k] != ",":
            k += 1
        if i <= a + 1:
            if k >= b - 2:
                return None
            content = [(k + 1, self.strip_end(k + 1, b))]
        else:
            first = last = i
            while first > a and tags[first - 1] != ";":
                if tags[first] == "C" and tags[first - 1] == "," and i - first > 8:
                    break
                first -= 1
            first += tags[first] == "C"
            while last > first + 1 and tags[last - 1] in ",-":
                last -= 1
            content = [(first, last)]
            if last - first < 8 and k < b - 3:
                content.append((k + 1, self.strip_end(k + 1, b)))
        content = [(x, y) for x, y in content if y > x]
        return Attribution(source, cue, content, "according", self.number) if content else None

    # no cue ------------------------------------------------------------------------------------

    def _bare_quotes(self, a: int, b: int) -> None:
        """A sentence with quotations and no word of attribution: a colon, or a quotation alone."""
        tags, words = self.t.tags, self.t.words
        first = tags.index("Q", a, b)
        if first > a and tags[first - 1] == ":":
            source = self.clause_subject(a, first - 1)
            if source:
                content = [(first, self.quotes_end(first, b))]
                self.found.append(
                    Attribution(source, (first - 1, first), content, "colon", self.number)
                )
        elif all(tag in "Q.,~" for tag in tags[a:b]):
            last = max(k for k in range(a, b) if tags[k] == "Q")
            said = words[first].strip("\"'“”„‟‘’«» ")
            whole = len(said) > 20 or said[-1:] in (".", "?", "!", "…", ",")
            if (last > first or whole) and any(sign.isalnum() for sign in said):
                self.found.append(
                    Attribution(
                        self._announced(), (first, first), [(first, last + 1)], "alone", self.number
                    )
                )

    def _announced(self) -> Range | None:
        """The subject of the sentence before, if that ends with a colon."""
        a, b, _ = self.t.sentences[self.number - 1] if self.number else (0, 0, 0)
        return self.clause_subject(a, b) if b > a and self.t.tags[b - 1] == ":" else None
