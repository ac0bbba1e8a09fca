"""The parts of an attribution of responsibility: subjects, objects, and where clauses end.

In: tagged tokens, quoted words tagged too. Out: ranges of tokens, found within a bounded distance.
"""

from analysis.framing.clauses import BE, Clauses, Range
from analysis.framing.predicates import Predicates
from analysis.framing.verb_words import is_participle, is_past
from analysis.framing.word_classes import Tokens

_QUOTES = frozenset('"“”')
# Where what somebody is blamed for ends without a sign.
_STOPS = frozenset("while although whereas said says".split())
# Prepositions that are conjunctions too: "after the army left".
_CLAUSAL = frozenset("after before since until as than".split())
# Tokens looked at: a noun phrase, its distance to a preposition, a clause, the words before a link.
NOUN, _REACH, _CLAUSE, _BEFORE = 10, 8, 40, 25


class BlameParts:
    """Reads the parts that the patterns of blame are made of, in the tokens of one text."""

    def __init__(self, tokens: Tokens) -> None:
        self.t = tokens
        self.clauses = Clauses(tokens)
        self.predicates = Predicates(tokens)

    def subject(self, k: int, a: int) -> Range | None:
        """The subject of the verb at k, or of the clause where a participle has none of its own."""
        group = self.clauses.group_start(k, a)
        found = self.clauses.subject_before(group, a)
        tags, lower = self.t.tags, self.t.lower
        governed = found is not None and found[0] > a and tags[found[0] - 1] in "PI"
        governed = governed and found is not None and lower[found[0] - 1] not in _CLAUSAL
        joined = group > a and tags[group - 1] == "C"  # "Y did this and accused X"
        if (found is None or governed) and (lower[k].endswith("ing") or joined):
            return self.clauses.clause_subject(a, group)
        if governed or not found:
            return None
        first, last = found
        while first < last and tags[first] in "~'":
            first += 1
        return (first, last) if first < last else None

    def object(self, k: int, b: int, *, verbs: bool = True) -> Range | None:
        """The noun phrase that begins at k, without what prepositions add to it."""
        t = self.t
        while k < b and t.words[k] in '"“‘':
            k += 1
        if k < b and t.tags[k] in "OH" and t.words[k] != "US":
            return (k, k + 1)
        end = k
        while end < b and end - k < NOUN:
            tag = t.tags[end]
            joins = end > k and t.lower[end] in ("and", "or") and end + 1 < b
            if not verbs and end > k and tag == "w" and t.tags[end - 1] == "X":
                break
            if tag in "XDw#'~" or t.words[end] == "US" or (joins and t.tags[end + 1] in "XDw"):
                end += 1
            else:
                break
        while end > k and t.tags[end - 1] in "~'C":
            end -= 1
        return (k, end) if any(t.tags[j] in "XwO" for j in range(k, end)) else None

    def find(self, words: tuple[str, ...], k: int, b: int) -> int | None:
        """The first of some words from token k on, before punctuation."""
        for j in range(k, min(b, k + _REACH)):
            if self.t.lower[j] in words:
                return j
            if self.t.tags[j] in ".,;:S":
                return None
        return None

    def clause_end(self, k: int, b: int) -> int:
        """One past the last token of the clause that begins at k, without closing signs."""
        t = self.t
        end, opened = k, False
        while end < min(b, k + _CLAUSE):
            word, spaced = t.words[end], end > 0 and t.starts[end] > t.end(end - 1)
            if word in _QUOTES:
                opening = word == "“" or (word == '"' and spaced)
                if not opening and not opened and end > k:
                    break
                opened = opening
            if t.tags[end] in ".,;:" or (end > k and t.tags[end] == "C" and self._begins(end, b)):
                break
            if t.lower[end] in _STOPS and end > k:
                break
            end += 1
        while end > k and t.tags[end - 1] in "C-":
            end -= 1
        return end

    def _begins(self, c: int, b: int) -> bool:
        """Whether the conjunction at c begins another clause or finite predicate."""
        t = self.t
        if c + 1 < b and t.tags[c + 1] in "wV" and is_past(t.lower[c + 1]):
            return True
        for j in range(c + 1, min(b, c + 7)):
            if t.tags[j] == "A":
                return True
            if t.tags[j] not in "XDw'#H":
                return False
        return False

    def clause_start(self, end: int, a: int) -> int:
        """The first token of the clause that ends before ``end``."""
        t = self.t
        k = end
        while k > max(a, end - _BEFORE) and t.tags[k - 1] not in ".,;:TSW":
            if t.words[k - 1] in '"“”':
                break
            k -= 1
        while k < end and t.tags[k] in "CR~":
            k += 1
        return k

    def passive(self, k: int, a: int) -> bool:
        """Whether the participle at k belongs to a form of *be*."""
        t = self.t
        if not is_participle(t.lower[k]):
            return False
        j = k
        while j > a and t.tags[j - 1] in "RN" and k - j < 4:
            j -= 1
        return j > a and (t.lower[j - 1] in BE or t.lower[j - 1] in ("get", "got", "gets"))

    def negated(self, k: int, a: int) -> bool:
        """Whether the words before k deny what follows: *cannot accuse*, *is not responsible*."""
        t = self.t
        return any(
            t.tags[j] == "N" or t.lower[j].endswith("n't") or t.lower[j] == "cannot"
            for j in range(max(a, k - 4), k)
        )
