"""Attributions in tagged text: who is said to have said, thought or judged what.

In: the tokens of a text. Out: its attributions, each with the tokens of source, cue and content.
Patterns over tags, each a bounded look around one verb or noun of attribution.
"""

from dataclasses import dataclass

from analysis.framing.attribution_verbs import Verb, attribution_nouns, verb_forms
from analysis.framing.word_classes import Tokens

Range = tuple[int, int]


@dataclass(slots=True)
class Attribution:
    """Token ranges of one attribution; ``pattern`` names the rule that found it."""

    source: Range | None
    cue: Range
    content: list[Range]
    pattern: str
    sentence: int
    lemma: str = ""
    last: int = -1  # the sentence in which it ends

    def __post_init__(self) -> None:
        self.last = self.sentence


MERGE_INDIRECT = True
_NOUNISH = frozenset("XwD#'~V")
_STOPS = frozenset(".,;:QTWSC-(")
_REACH = 60


class Finder:
    """Finds the attributions of one text, sentence by sentence."""

    def __init__(self, tokens: Tokens) -> None:
        self.t = tokens
        self.found: list[Attribution] = []
        self.forms = verb_forms()
        self.nouns = attribution_nouns()

    def run(self) -> list[Attribution]:
        for number, (a, b, _) in enumerate(self.t.sentences):
            self._sentence(number, a, b)
        return self._joined()

    def _joined(self) -> list[Attribution]:
        """The attributions with every quotation that stands alone joined to what it carries on."""
        sentences = self.t.sentences
        joined: list[Attribution] = []
        for item in self.found:
            if item.pattern == "alone":
                host = self._carried_on(item, joined)
                if host:
                    host.content += item.content
                    host.last = item.sentence
                    continue
            joined.append(item)
        return joined

    def _carried_on(self, item: Attribution, joined: list[Attribution]) -> Attribution | None:
        """The attribution of the sentence before, if a quotation that stands alone carries it on."""
        tags, sentences = self.t.tags, self.t.sentences
        for host in reversed(joined[-4:]):
            if item.sentence - host.last != 1:
                continue
            holds = any(tags[k] == "Q" for k in range(*host.content[-1])) or any(
                tags[k] == "Q" for k in range(*host.content[0])
            )
            same = sentences[item.sentence][2] == sentences[host.last][2]
            if holds or (same and MERGE_INDIRECT):
                return host
        return None

    # sentences ---------------------------------------------------------------------------------

    def _sentence(self, number: int, a: int, b: int) -> None:
        """The attributions of the sentence of tokens a to b."""
        t = self.t
        tags, lower = t.tags, t.lower
        self.number = number
        before = len(self.found)
        verbs = [
            i
            for i in range(a, b)
            if tags[i] == "V"
            or (tags[i] == "w" and lower[i] in self.nouns)
            or lower[i] == "according"
        ]
        if not verbs:
            if any(tags[i] == "Q" for i in range(a, b)):
                self._bare_quotes(a, b)
            return
        covered_from, covered_to = b, a
        for i in verbs:
            if tags[i] == "V":
                hit = self._backward(i, a, b)
                if hit:
                    content_start = min(r[0] for r in hit.content)
                    content_end = max(r[1] for r in hit.content)
                    self.found.append(hit)
                    covered_from, covered_to = content_start, max(content_end, hit.cue[1])
                    break
            elif lower[i] == "according":
                hit = self._according(i, a, b)
                if hit:
                    self.found.append(hit)
                    covered_from = min(r[0] for r in hit.content)
                    covered_to = max(max(r[1] for r in hit.content), hit.cue[1])
                    break
        blocked = a
        for i in verbs:
            if i < blocked or covered_from <= i < covered_to:
                continue
            if tags[i] == "V":
                hit = self._forward(i, a, b)
            elif lower[i] != "according":
                hit = self._noun(i, a, b)
            else:
                hit = None
            if hit:
                self.found.append(hit)
                blocked = hit.content[-1][1]
        if len(self.found) == before and any(tags[i] == "Q" for i in range(a, b)):
            self._bare_quotes(a, b)

    # patterns ----------------------------------------------------------------------------------

    def _backward(self, i: int, a: int, b: int) -> Attribution | None:
        """*Content, X said.* and *content, said X.*, with what follows the cue if it goes on."""
        t = self.t
        tags = t.tags
        verb, form = self.forms[t.lower[i]]
        if "q" not in verb.follows or form in ("ing", "participle"):
            return None
        # Inverted: the verb itself follows the content, its subject follows the verb.
        if i > a and self._ends_content(i - 1, a) and form != "base":
            source = self._noun_phrase_after(i + 1, b)
            if source and self._is_content(a, i, b):
                return self._framed(a, i, (i, i + 1), source, source[1], b, verb, "inverted")
        group = self._group_start(i, a)
        if group == a:
            return None
        if form == "base" and tags[group] not in "AH" and tags[group - 1] == "I":
            return None
        source = self._subject_before(group, a, piece_only=True)
        if not source or source[0] <= a or not self._ends_content(source[0] - 1, a):
            return None
        if not self._is_content(a, source[0], b):
            return None
        if not self._closes(
            i + 1,
            b,
            verb,
            t.tags[source[0] - 1] == "Q" or (source[0] - 2 >= a and tags[source[0] - 2] == "Q"),
        ):
            return None
        return self._framed(a, source[0], (group, i + 1), source, i + 1, b, verb, "backward")

    def _ends_content(self, k: int, a: int) -> bool:
        """Whether token k can be the last of content that a cue follows."""
        tag = self.t.tags[k]
        if tag == "Q":
            return True
        if tag in ",-":
            return k > a
        return tag == "." and k > a and self.t.words[k] in "?!"

    def _is_content(self, a: int, end: int, b: int) -> bool:
        """Whether the tokens before a cue are a clause or quotation, not a mere adverbial."""
        tags = self.t.tags
        last = end - 1
        while last > a and tags[last] in ",-.":
            last -= 1
        if tags[last] == "Q":
            return True
        n = last + 1 - a
        if n < 4:
            return tags[a] in "CR" or self.t.lower[a] in ("nor", "this", "that", "it")
        if tags[a] in "S":
            # A subordinate clause in front: the content is what follows the cue.
            return any(tags[k] == "," for k in range(a, last))
        has_verb = any(tags[k] in "AV" for k in range(a, last + 1))
        if tags[a] == "P" or (tags[a] == "I"):
            return has_verb and any(tags[k] == "," for k in range(a, last))
        if tags[a] == "V" and self.forms[self.t.lower[a]][1] in ("ing", "both", "participle"):
            return False
        if self.t.lower[a].endswith("ing") and n < 12:
            return False
        return has_verb or n >= 5

    def _closes(self, m: int, b: int, verb: Verb, quoted: bool) -> bool:
        """Whether what follows the verb leaves room for no further content of its own."""
        tags, lower = self.t.tags, self.t.lower
        if "a" in verb.follows and m < b and tags[m] in "XDOw":
            end = self._addressee_end(m, b)
            m = end
        while m < b and tags[m] in "Rt#":
            m += 1
        if m >= b or tags[m] in ".,;-":
            return True
        if tags[m] in "PIS(C" or tags[m] == "w" and lower[m].endswith("ing"):
            # An adverbial; but a that-clause after it would be the content.
            for k in range(m, min(b, m + 14)):
                if tags[k] == "T":
                    return quoted
                if tags[k] in ",.":
                    break
            return True
        return quoted and tags[m] not in "TQ"

    def _framed(
        self,
        a: int,
        end: int,
        cue: Range,
        source: Range,
        after: int,
        b: int,
        verb: Verb,
        pattern: str,
    ) -> Attribution:
        """Content before a cue, and after it where the sentence takes the content up again."""
        tags = self.t.tags
        first = a
        while first < end and tags[first] in ",-C" and first + 1 < end and tags[first + 1] == "Q":
            first += 1
        last = end
        while last > first + 1 and tags[last - 1] in ",-":
            last -= 1
        content = [(first, last)]
        # The rest of the sentence.
        k = after
        rest = None
        while k < b:
            if tags[k] == "Q" and k > after and tags[k - 1] in ",:-":
                rest = k
                break
            if tags[k] == "Q" and k == after:
                rest = k
                break
            if tags[k] in ",-" and k + 1 < b:
                nxt = k + 1
                quoted = tags[last - 1] == "Q"
                if tags[nxt] == "Q":
                    rest = nxt
                    break
                if (
                    not quoted
                    and k == after
                    and last - first < 12
                    and not (tags[nxt] == "V" and self.forms[self.t.lower[nxt]][1] == "ing")
                ):
                    rest = nxt
                    break
                if not quoted and k == after and tags[nxt] in "CST":
                    rest = nxt
                    break
            k += 1
        if rest is not None:
            stop = rest + 1 if tags[rest] == "Q" else self._strip_end(rest, b)
            if tags[rest] == "Q":
                while stop < b and tags[stop] == "Q":
                    stop += 1
            if stop > rest:
                content.append((rest, stop))
        return Attribution(source, cue, content, pattern, self.number, verb.lemma)

    def _according(self, i: int, a: int, b: int) -> Attribution | None:
        """*According to X, content* and *content, according to X*."""
        tags = self.t.tags
        if i + 2 >= b or tags[i + 1] != "I":
            return None
        source = self._noun_phrase_after(i + 2, b)
        if not source:
            return None
        cue = (i, i + 2)
        if i <= a + 1:
            k = source[1]
            while k < b and tags[k] != ",":
                k += 1
            if k >= b - 2:
                return None
            return Attribution(
                source, cue, [(k + 1, self._strip_end(k + 1, b))], "according", self.number
            )
        first = self._content_left(i, a)
        last = i
        while last > first + 1 and tags[last - 1] in ",-":
            last -= 1
        content = [(first, last)]
        k = source[1]
        if last - first < 8:
            while k < b and tags[k] != ",":
                k += 1
            if k < b - 3 and tags[k] == ",":
                content.append((k + 1, self._strip_end(k + 1, b)))
        return Attribution(source, cue, content, "according", self.number)

    def _content_left(self, i: int, a: int) -> int:
        """Where the clause that ends before token i begins."""
        tags = self.t.tags
        k = i - 1
        while (
            k > a
            and tags[k - 1] not in ";"
            and not (tags[k] == "C" and tags[k - 1] == "," and i - k > 8)
        ):
            k -= 1
        if tags[k] == "C":
            k += 1
        return k

    def _forward(self, i: int, a: int, b: int) -> Attribution | None:
        """*X said (that) content*, *X criticised Y*, *X vowed to …*, and participles of these."""
        t = self.t
        tags, lower = t.tags, t.lower
        verb, form = self.forms[lower[i]]
        group = self._group_start(i, a)
        left = tags[group - 1] if group > a else ""
        aux = {lower[k] for k in range(group, i)}
        if form in ("base", "s") and group == i:
            if left in ("D", "'", "P", "~", "#", ""):
                return None
            if left == "I":
                return self._infinitive(i, group, a, b, verb)
            if (
                left == "w"
                and form == "base"
                and not lower[i - 1].endswith("s")
                and lower[i - 1] not in _PLURALS
            ):
                return None
        if form == "ing" and not aux & _BE:
            if left not in (",", "-", "C", "S", "P", "Q", "", "X", "w", ")"):
                return None
            if left == "P" and lower[group - 1] not in (
                "by",
                "in",
                "without",
                "while",
                "after",
                "before",
            ):
                return None
            if left == "" and group > a:
                return None
        if form in ("both", "participle") and aux & _BE and not aux & _HAVE - {"been"}:
            return self._passive(i, group, a, b, verb)
        if form in ("both", "participle") and "been" in aux:
            return self._passive(i, group, a, b, verb)
        if form in ("both", "past", "participle") and i + 1 < b and lower[i + 1] == "by":
            return self._passive(i, group, a, b, verb)
        found = self._complement(i, b, verb)
        if not found:
            return None
        kind, start, stop = found
        source = self._subject_before(group, a)
        if source is None and left not in ("C", ",", "", "-", "S", "P"):
            return None
        if source is None and form not in ("ing",) and left not in ("C", ","):
            return None
        if source is None:
            source = self._main_subject(a, group)
        return Attribution(
            source, (group, i + 1), [(start, stop)], f"{kind}/{form}", self.number, verb.lemma
        )

    def _infinitive(self, i: int, group: int, a: int, b: int, verb: Verb) -> Attribution | None:
        found = self._complement(i, b, verb)
        if not found:
            return None
        kind, start, stop = found
        source = self._main_subject(a, i)
        return Attribution(
            source, (i - 1, i + 1), [(start, stop)], f"{kind}/to", self.number, verb.lemma
        )

    def _passive(self, i: int, group: int, a: int, b: int, verb: Verb) -> Attribution | None:
        """*Y was criticised by X*, *was asked whether …*."""
        tags, lower = self.t.tags, self.t.lower
        if i + 1 < b and lower[i + 1] == "by" and "n" in verb.follows:
            source = self._noun_phrase_after(i + 2, b)
            content = self._subject_before(group, a)
            if source and content and content[1] > content[0]:
                return Attribution(
                    source, (group, i + 2), [content], "passive", self.number, verb.lemma
                )
            return None
        if "a" in verb.follows or verb.lemma in ("expect", "quote"):
            found = self._complement(i, b, verb)
            if found and found[0] in ("that", "wh", "inf", "quote"):
                return Attribution(
                    None,
                    (group, i + 1),
                    [found[1:]],
                    "passive-" + found[0],
                    self.number,
                    verb.lemma,
                )
        return None

    def _noun(self, i: int, a: int, b: int) -> Attribution | None:
        """*X's claim that …*, *his call for …*."""
        tags, lower = self.t.tags, self.t.lower
        follows, prepositions = self.nouns[lower[i]]
        if i + 2 >= b:
            return None
        m = i + 1
        if tags[m] == "T" and "t" in follows:
            start = m
        elif tags[m] == "I" and "i" in follows and m + 1 < b:
            start = m
        elif (tags[m] == "P" or tags[m] == "I") and lower[m] in prepositions:
            start = m + 1
        else:
            return None
        # A possessor: X's, his, their …
        k = i - 1
        while k > a and tags[k] in "wRV" and i - k < 4:
            k -= 1
        if k < a:
            return None
        if tags[k] == "'":
            source = self._phrase_left(k, a)
        elif lower[k] in _POSSESSIVE:
            source = (k, k + 1)
        else:
            return None
        stop = self._content_end(start, b, "noun")
        if stop <= start:
            return None
        return Attribution(source, (k + 1, i + 1), [(start, stop)], "noun", self.number, lower[i])

    def _bare_quotes(self, a: int, b: int) -> None:
        """A sentence with quotations and no verb of attribution: a colon, or a quotation alone."""
        tags, words = self.t.tags, self.t.words
        for k in range(a, b):
            if tags[k] == "Q":
                if k > a and tags[k - 1] in ":":
                    source = self._clause_subject(a, k - 1)
                    if source:
                        self.found.append(
                            Attribution(
                                source,
                                (k - 1, k),
                                [(k, self._quotes_end(k, b))],
                                "colon",
                                self.number,
                            )
                        )
                    return
        if all(tags[k] in "Q.,~" for k in range(a, b)):
            first = next(k for k in range(a, b) if tags[k] == "Q")
            last = max(k for k in range(a, b) if tags[k] == "Q")
            if len(words[first]) > 25 or last > first or words[first][-2:-1] in ".?!…":
                self.found.append(
                    Attribution(None, (first, first), [(first, last + 1)], "alone", self.number)
                )

    # parts -------------------------------------------------------------------------------------

    def _quotes_end(self, k: int, b: int) -> int:
        """One past the last of the quotations that follow one another from token k on."""
        while k < b and self.t.tags[k] == "Q":
            k += 1
        return k

    def _group_start(self, i: int, a: int) -> int:
        """The first token of the verb group that ends with the verb at i."""
        tags = self.t.tags
        k = i
        while k > a and tags[k - 1] in "ANR" and i - k < 6:
            k -= 1
        # An adverb that begins the clause is no part of the group.
        return k

    def _addressee_end(self, m: int, b: int) -> int:
        """One past the person addressed that begins at m."""
        tags = self.t.tags
        k = m
        while k < b and k - m < 12:
            tag = tags[k]
            if (
                tag in "XDOw#'~"
                or (
                    tag == "P"
                    and k > m
                    and self.t.lower[k]
                    in ("of", "at", "for", "on", "in", "during", "after", "from")
                )
                or tag in "tR"
                or (tag == "C" and self.t.lower[k] == "and")
            ):
                k += 1
            else:
                break
        return k

    def _complement(self, i: int, b: int, verb: Verb) -> tuple[str, int, int] | None:
        """What the verb at i introduces: its kind, first token and one past the last."""
        tags, lower = self.t.tags, self.t.lower
        follows = verb.follows
        m = i + 1
        while m < b and tags[m] in "Rt":
            m += 1
        if m >= b:
            return None
        if "a" in follows and tags[m] in "XDOw#" and (verb.lemma != "tell" or True):
            end = self._addressee_end(m, b)
            if end < b and (tags[end] in "TQISW:," or (tags[end] == "H" and "z" in follows)):
                if tags[end] == "I" and "i" not in follows:
                    return None
                if tags[end] == ",":
                    if end + 1 < b and tags[end + 1] == "Q" and "q" in follows:
                        return self._quote("quote", end + 1, b)
                    return None
                m = end
            elif verb.lemma == "tell":
                if "z" in follows and end < b and tags[end] in "A" and end - m >= 2:
                    # "told CNN Trump would": the last name is the subject.
                    m = end - 1
                    return self._clause("zero", m, b)
                return None
        tag = tags[m]
        if tag in ",:" and m + 1 < b and tags[m + 1] == "Q" and "q" in follows:
            return self._quote("quote", m + 1, b)
        if tag == ":" and "q" in follows and m + 2 < b:
            return self._clause("colon", m + 1, b)
        if tag == "Q":
            if "q" in follows or "n" in follows:
                return self._clause("quote", m, b)
            return None
        if tag == "T":
            return self._clause("that", m, b) if "t" in follows else None
        if tag in "SW" and lower[m] in _QUESTION:
            return (
                self._clause("wh", m, b)
                if "w" in follows or lower[m] in verb.prepositions
                else None
            )
        if tag == "I":
            if m + 1 < b and "i" in follows and tags[m + 1] in "wVARN":
                return self._clause("inf", m, b)
            if "to" in verb.prepositions:
                return self._clause("prep", m + 1, b)
            return self._far(m, b, verb)
        if tag == "P":
            if lower[m] in verb.prepositions:
                return self._clause("prep", m + 1, b)
            return self._far(m, b, verb)
        if tag in ",(-":
            return self._far(m, b, verb)
        if tag in "XDHOw#V~A'":
            if (
                tag == "V"
                and self.forms[lower[m]][1] == "ing"
                or (tag == "w" and lower[m].endswith("ing"))
            ):
                if "g" in follows:
                    return self._clause("ger", m, b)
            if tag == "A" and lower[m] not in ("being", "having", "'s"):
                return None
            if "z" in follows and self._is_clause(m, b):
                return self._clause("zero", m, b)
            if "n" in follows and tag != "H":
                return self._clause("np", m, b)
            if "t" in follows and "n" not in follows and self._is_clause(m, b) and tag in "HXD":
                return self._clause("zero", m, b)
            if tag == "O" and "n" in follows:
                return self._clause("np", m, b)
        return None

    def _is_clause(self, m: int, b: int) -> bool:
        """Whether a finite verb follows a subject that begins at m."""
        tags = self.t.tags
        if tags[m] == "H":
            return True
        for k in range(m + 1, min(b, m + 25)):
            tag = tags[k]
            if tag == "A":
                return True
            if tag == "V" and self.forms[self.t.lower[k]][1] != "ing":
                return True
            if tag in ".;:":
                return False
            if tag == "w" and self.t.lower[k].endswith("ed"):
                return True
        return b - m > 6

    def _far(self, m: int, b: int, verb: Verb) -> tuple[str, int, int] | None:
        """Content after an adverbial: *said in a statement on Monday that …*."""
        tags = self.t.tags
        if not verb.follows & {"t", "q"}:
            return None
        for k in range(m, min(b, m + 25)):
            tag = tags[k]
            if tag == "T" and "t" in verb.follows and k > m:
                return self._clause("that", k, b)
            if tag == "Q" and "q" in verb.follows and k > m and tags[k - 1] in ",:":
                return self._quote("quote", k, b)
            if tag == ":" and "q" in verb.follows and k + 2 < b:
                return self._clause("colon", k + 1, b)
            if tag in ".;":
                return None
            if tag == "H" and "z" in verb.follows and k > m and tags[k - 1] in "Xtw#,":
                return self._clause("zero", k, b)
            if tag == "V" and k > m and self.forms[self.t.lower[k]][1] not in ("ing", "both"):
                return None
        return None

    def _quote(self, kind: str, m: int, b: int) -> tuple[str, int, int]:
        """A quotation set off by comma or colon: the quotation alone."""
        return kind, m, self._quotes_end(m, b)

    def _clause(self, kind: str, m: int, b: int) -> tuple[str, int, int] | None:
        """Content that begins at m and ends with its clause."""
        stop = self._content_end(m, b, kind)
        return (kind, m, stop) if stop > m else None

    def _content_end(self, m: int, b: int, kind: str) -> int:
        """One past the last token of the content that begins at m."""
        tags, lower = self.t.tags, self.t.lower
        k = m
        loose = kind in ("np", "prep", "inf", "noun", "ger")
        while k < b:
            tag = tags[k]
            if tag in ";":
                break
            if tag == "," and k + 1 < b and k > m + 1:
                nxt = tags[k + 1]
                if nxt == "C" and lower[k + 1] == "but":
                    break
                if nxt == "C" and loose:
                    break
                if nxt == "C" and k + 2 < b and tags[k + 2] in "VA":
                    break
                if nxt == "V" and self.forms[lower[k + 1]][1] == "ing":
                    break
                if lower[k + 1] in ("while", "according", "though", "although", "whereas"):
                    break
                if loose and nxt in "SWPRwV-":
                    break
            elif (
                tag == "C"
                and k > m
                and k + 1 < b
                and tags[k + 1] == "V"
                and self.forms[lower[k + 1]][1] in ("past", "both", "s")
            ):
                break
            elif tag == "C" and lower[k] == "but" and k > m + 2:
                break
            elif tag in "-" and loose and k > m + 1:
                break
            elif (
                tag == "S" and lower[k] in ("while", "although", "though", "whereas") and k > m + 3
            ):
                break
            k += 1
        return self._strip_end(m, k)

    def _strip_end(self, m: int, k: int) -> int:
        """k without the stops at the end of tokens m to k."""
        tags = self.t.tags
        while k > m and tags[k - 1] in ".,;:-":
            k -= 1
        return k

    def _noun_phrase_after(self, m: int, b: int) -> Range | None:
        """The noun phrase that begins at m, without what follows its head, or None."""
        tags, lower = self.t.tags, self.t.lower
        if m >= b:
            return None
        if tags[m] == "H" or lower[m] in ("her", "him", "them"):
            return (m, m + 1) if tags[m] == "H" else None if lower[m] != "her" else self._np(m, b)
        if tags[m] not in "XDw#":
            return None
        return self._np(m, b)

    def _np(self, m: int, b: int) -> Range | None:
        tags, lower = self.t.tags, self.t.lower
        k = m
        named = False
        while k < b and k - m < 14:
            tag = tags[k]
            if tag == "X":
                named = True
            if tag in "XDw#'~" or (tag == "V" and k > m and tags[k - 1] in "Dw"):
                k += 1
            elif (
                tag == "P"
                and k > m
                and lower[k] in ("of", "for", "from", "at", "with", "in")
                and (not named or lower[k] == "of")
                and k + 1 < b
                and tags[k + 1] in "XDw"
            ):
                k += 1
            elif tag == "C" and lower[k] == "and" and k + 1 < b and tags[k + 1] == "X" and named:
                k += 1
            else:
                break
        return (m, k) if k > m and any(tags[j] in "Xw#D" for j in range(m, k)) else None

    def _phrase_left(self, k: int, a: int) -> Range | None:
        """The noun phrase that ends before token k."""
        tags, lower = self.t.tags, self.t.lower
        s = k
        while s > a:
            tag = tags[s - 1]
            if tag in "Xw#'~":
                s -= 1
            elif tag == "D":
                s -= 1
                if s > a and tags[s - 1] in "D":
                    continue
                if (
                    s > a
                    and tags[s - 1] == "P"
                    and lower[s - 1] in ("of", "for", "at", "from", "in", "with")
                    and s - 1 > a
                    and tags[s - 2] in "Xw#"
                ):
                    s -= 1
                    continue
                break
            elif (
                tag == "P"
                and lower[s - 1] in ("of", "for", "at", "from", "with", "in", "on")
                and s - 1 > a
                and tags[s - 2] in "Xw#D"
            ):
                s -= 1
            elif (
                tag == "C"
                and lower[s - 1] == "and"
                and s - 1 > a
                and tags[s - 2] == "X"
                and tags[s] == "X"
            ):
                s -= 1
            else:
                break
        return (s, k) if s < k else None

    def _subject_before(self, group: int, a: int, *, piece_only: bool = False) -> Range | None:
        """The subject of the verb group that begins at ``group``."""
        tags, lower = self.t.tags, self.t.lower
        if group <= a:
            return None
        k = group - 1
        tag = tags[k]
        if tag == "H":
            return (k, k + 1)
        if tag == "W" or (tag == "T" and k > a and tags[k - 1] in "wX,"):
            end = k - 1 if k > a and tags[k - 1] == "," else k
            return self._phrase_left(end, a) or (k, k + 1)
        if tag == "D" and lower[k] in _PRONOUN_DETERMINERS:
            return (k, group)
        if tag in "Xw#'~V":
            found = self._phrase_left(group, a)
            if found and tags[found[0]] == "w" and lower[found[0]].endswith("ing"):
                found = None
            # "…, a professor at Yale, said" is read below; "X of Texas said" here.
            return found
        if tag in ",)":
            return self._before_aside(k, a)
        return None

    def _before_aside(self, k: int, a: int) -> Range | None:
        """The noun phrase that an aside ending with token k stands after."""
        tags = self.t.tags
        opening = "(" if tags[k] == ")" else ","
        j = k - 1
        pieces = 0
        while j > a and k - j < _REACH:
            if tags[j] == opening or (opening == "," and tags[j] in "-"):
                found = self._phrase_left(j, a)
                pieces += 1
                if found:
                    left = tags[found[0] - 1] if found[0] > a else ""
                    if left in ("", ".", ";", ":", "C", "S", "T", "Q", "A"):
                        return found
                    if (
                        left == ","
                        and (tags[found[0]] in "X" or pieces > 1)
                        and tags[found[0]] != "P"
                    ):
                        # Either the subject after an adverbial or a further aside.
                        before = self._phrase_left(found[0] - 1, a) if found[0] - 1 > a else None
                        if not before or tags[found[0]] == "X":
                            return found
            elif tags[j] in ".;Q":
                return None
            j -= 1
        if opening == ",":
            found = self._clause_subject(a, k)
            return found
        return None

    def _main_subject(self, a: int, i: int) -> Range | None:
        """The subject of the clause in which token i stands: the first noun phrase of it."""
        return self._clause_subject(a, i)

    def _clause_subject(self, a: int, end: int) -> Range | None:
        """The first noun phrase in tokens a to end that no preposition governs."""
        tags, lower = self.t.tags, self.t.lower
        k = a
        while k < end:
            tag = tags[k]
            if tag == "H" and lower[k] not in ("it", "you"):
                return (k, k + 1)
            if tag in "PSI" or (tag in "Vw" and lower[k].endswith("ing")):
                while k < end and tags[k] != ",":
                    k += 1
            elif tag in "XDw#":
                found = self._np(k, end)
                if found:
                    return found
            k += 1
        return None


_BE = frozenset("is are was were be been being 's 're 'm am isn't aren't wasn't weren't".split())
_HAVE = frozenset("has have had having 've hasn't haven't hadn't".split())
_POSSESSIVE = frozenset("his her their its our my your".split())
_PLURALS = frozenset("people men women police media children public".split())
_QUESTION = frozenset("how why what whether if who which when where whatever".split())
_PRONOUN_DETERMINERS = frozenset(
    "many most some several few all both others another each one two three half these those".split()
)
