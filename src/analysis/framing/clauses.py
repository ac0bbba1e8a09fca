"""Noun phrases, verb groups and clauses, as far as tags alone show them.

In: tagged tokens. Out: ranges of tokens. Every search looks a bounded number of tokens around its
starting point, so that the whole stays linear in the length of the text.
"""

from analysis.framing.attribution_verbs import Verb, verb_forms
from analysis.framing.verb_words import is_irregular_past
from analysis.framing.word_classes import Tokens

Range = tuple[int, int]

BE = frozenset("is are was were be been being 's 're 'm am isn't aren't wasn't weren't".split())
HAVE = frozenset("has have had having 've hasn't haven't hadn't".split())
POSSESSIVE = frozenset("his her their its our my your".split())
_COUNTED = frozenset(
    "many most some several few all both others another each one two three four five half these "
    "those this none nobody".split()
)
_INSIDE = frozenset("of for at from with in on".split())
_NOMINAL = frozenset("Xw#D")  # one of them stands in every noun phrase
_FINITE = ("past", "both", "s")
# Tokens looked at on either side; no noun phrase or aside of a sane sentence is longer.
_PHRASE = 40
_ASIDE = 60
_MOST_ASIDES = 5


class Clauses:
    """Reads noun phrases and subjects in the tokens of one text."""

    def __init__(self, tokens: Tokens) -> None:
        self.t = tokens
        self.forms = verb_forms()
        # The first noun phrase of the clause that was last asked about, by its first token.
        self._first: tuple[int, Range | None] = (-1, None)

    # words -------------------------------------------------------------------------------------

    def verb(self, k: int) -> Verb:
        """The verb of attribution at token k, which must be one."""
        return self.forms[self.t.lower[k]][0]

    def form(self, k: int) -> str:
        """The form of the verb at token k: base, s, past, participle, both, ing; or empty."""
        return self.forms[self.t.lower[k]][1] if self.t.tags[k] == "V" else ""

    def is_ing(self, k: int) -> bool:
        """Whether token k is a word in -ing that is no name."""
        return self.t.tags[k] in "Vw" and self.t.lower[k].endswith("ing")

    def verb_ahead(self, k: int, b: int) -> bool:
        """Whether a finite verb follows token k before the next comma."""
        tags = self.t.tags
        for j in range(k, min(b, k + 15)):
            if tags[j] in "W,.;:Q":
                return False
            if tags[j] == "A" or self.form(j) in _FINITE:
                return True
        return False

    def cue_ahead(self, k: int, b: int) -> bool:
        """Whether a subject and its verb of attribution begin at token k."""
        tags = self.t.tags
        for j in range(k, min(b, k + 8)):
            tag = tags[j]
            if tag == "V" and j > k:
                able = self.verb(j).follows & {"t", "z"}
                return bool(able) and self.form(j) != "ing" and tags[j - 1] not in "ID'"
            if tag not in "XDHw'~#RA":
                return False
        return False

    def group_start(self, i: int, a: int) -> int:
        """The first token of the verb group that ends with the verb at i."""
        tags = self.t.tags
        k = i
        while k > a and i - k < 8:
            if tags[k - 1] in "ANR":
                k -= 1
            elif tags[k - 1] == "t" and k - 1 > a:
                # "Clinton on Tuesday said", "the minister last week said"
                k -= 1
                while k - 1 > a and tags[k - 1] in "tR#":
                    k -= 1
                if tags[k - 1] == "P" and k - 1 > a:
                    k -= 1
            else:
                break
        return k

    # clauses -----------------------------------------------------------------------------------

    def in_opening_clause(self, i: int, a: int) -> bool:
        """Whether token i stands in a subordinate clause at the beginning of the sentence."""
        tags = self.t.tags
        first = a + 1 if tags[a] == "C" and a + 1 < i else a
        opens = tags[first] == "S" or self.t.lower[first] in ("as", "after", "before", "since")
        return opens and i - first < _ASIDE and "," not in tags[first:i]

    def in_named_relative(self, i: int) -> bool:
        """Whether the verb at i ends *what he said* or *a plan that critics say*."""
        tags = self.t.tags
        if i > 1 and tags[i - 1] == "H" and tags[i - 2] == "w":
            return True  # "a step he says helped"
        for k in range(i - 2, max(-1, i - 10), -1):
            if tags[k] in "WT" or self.t.lower[k] == "what":
                return True
            if tags[k] in ".,;:QVC":
                return False
        return False

    # noun phrases ------------------------------------------------------------------------------

    def phrase_after(self, m: int, b: int) -> Range | None:
        """The noun phrase or pronoun that begins at m and can be a subject, or None."""
        if m >= b:
            return None
        if self.t.tags[m] == "H":
            return (m, m + 1)
        return self.phrase(m, b) if self.t.tags[m] in "XDw#" else None

    def phrase(self, m: int, b: int) -> Range | None:
        """The noun phrase that begins at m: up to its head, and what *of* or *for* adds to it."""
        tags, lower = self.t.tags, self.t.lower
        k = m
        named = False
        while k < b and k - m < 14:
            tag = tags[k]
            named = named or tag == "X"
            joins = k > m and k + 1 < b
            if tag == "w" and k > m and tags[k - 1] == "X" and is_irregular_past(lower[k]):
                break  # "Mr Annan wept"
            if (
                tag in "XDw#'~"
                or (tag == "V" and k > m and tags[k - 1] in "Dw" and not self._has_object(k, b))
                or (
                    joins
                    and tag == "P"
                    and tags[k + 1] in "XDw"
                    and (lower[k] == "of" or (not named and lower[k] in _INSIDE))
                )
                or (joins and named and lower[k] == "and" and tags[k + 1] == "X")
            ):
                k += 1
            else:
                break
        return None if _NOMINAL.isdisjoint(tags[m:k]) else (m, k)

    def _has_object(self, k: int, b: int) -> bool:
        """Whether a finite verb at k has an object or clause: *the minister said the army*."""
        return k + 1 < b and self.t.tags[k + 1] in "DHTXQ" and self.form(k) in _FINITE

    def phrase_left(self, k: int, a: int) -> Range | None:
        """The noun phrase that ends before token k, with what prepositions add to it, or None."""
        tags = self.t.tags
        s = k
        low = max(a, k - _PHRASE)
        while s > low:
            tag = tags[s - 1]
            if tag in "Xw#'~":
                s -= 1
            elif tag == "D":
                s -= 1
                if s > a and tags[s - 1] == "D":
                    continue
                if not self._hangs(s - 1, a):
                    break
                s -= 1
            elif (tag == "P" and self._hangs(s - 1, a)) or (tag == "C" and self._joins(s - 1, a)):
                s -= 1
            else:
                break
        return (s, k) if s < k else None

    def possessor(self, k: int, a: int) -> Range | None:
        """The noun phrase before the genitive at token k, without prepositions, or None."""
        tags = self.t.tags
        s = k
        while s > max(a, k - _PHRASE) and tags[s - 1] in "Xw#'~D":
            s -= 1
            if tags[s] == "D":
                break
        return (s, k) if s < k else None

    def _hangs(self, p: int, a: int) -> bool:
        """Whether the preposition at p adds to a noun before it."""
        t = self.t
        return p > a and t.tags[p] == "P" and t.lower[p] in _INSIDE and t.tags[p - 1] in "Xw#D"

    def _joins(self, c: int, a: int) -> bool:
        """Whether the *and* at c joins two nouns rather than two clauses."""
        tags = self.t.tags
        if c <= a or self.t.lower[c] not in ("and", "or") or tags[c - 1] not in "Xw":
            return False
        left, right = tags[c - 1], tags[c + 1]
        if left == "X":
            return right in "Xw"
        if right != "w":
            return False
        before = c - 2
        return before < a or tags[before] in ",D" or (before - 1 < a or tags[before - 1] in ",D")

    # subjects ----------------------------------------------------------------------------------

    def subject_before(self, group: int, a: int) -> Range | None:
        """The subject of the verb group that begins at ``group``, or None."""
        tags, lower = self.t.tags, self.t.lower
        if group <= a:
            return None
        k = group - 1
        tag = tags[k]
        if tag == "H":
            return (k, group)
        if tag == "W" or (tag == "T" and k > a and tags[k - 1] in "wX,"):
            end = k - 1 if k > a and tags[k - 1] == "," else k
            return self.phrase_left(end, a) or (k, group)
        if tag == "D" and lower[k] in _COUNTED:
            return (k, group)
        if tag in "Xw#'~V":
            found = self.phrase_left(group, a)
            return None if found and self.is_ing(found[0]) else found
        if tag in ",)-":
            return self._before_aside(k, a)
        return None

    def _before_aside(self, k: int, a: int) -> Range | None:
        """The noun phrase that an aside ending with token k (comma, bracket or dash) follows."""
        tags = self.t.tags
        opening = {")": "(", "-": "-"}.get(tags[k], ",")
        asides = 0
        for j in range(k - 1, max(a, k - _ASIDE), -1):
            if tags[j] == opening:
                asides += 1
                if asides > _MOST_ASIDES:
                    break
                found = self.phrase_left(j, a)
                if not found:
                    continue
                if opening == "(":
                    return found
                left = tags[found[0] - 1] if found[0] > a else ""
                if left in ("", ".", ";", ":", "C", "S", "T", "Q", "A"):
                    return found
                if left == ",":
                    earlier = self.phrase_left(found[0] - 1, a) if found[0] - 1 > a else None
                    if not earlier or (tags[found[0]] == "X" and asides > 1):
                        return found
            elif tags[j] in ".;Q":
                return None
        return self.clause_subject(a, k) if opening == "," else None

    def clause_subject(self, a: int, end: int) -> Range | None:
        """The first noun phrase of tokens a to end that no preposition governs, or None."""
        if self._first[0] != a:
            stop = min(a + 3 * _ASIDE, len(self.t.tags))
            self._first = (a, self._first_phrase(a, stop))
        found = self._first[1]
        return (found[0], min(found[1], end)) if found and found[0] < end else None

    def _modifies(self, k: int, end: int) -> bool:
        """Whether the word in -ing at k belongs to a subject: *the outgoing minister could not*."""
        tags = self.t.tags
        found = self.phrase(k, end) if k + 1 < end and tags[k + 1] in "Xw" else None
        return (
            found is not None
            and found[1] < end
            and (tags[found[1]] == "A" or self.form(found[1]) in _FINITE)
        )

    def _first_phrase(self, a: int, end: int) -> Range | None:
        """The first noun phrase of tokens a to end that no preposition governs, or None."""
        tags, lower = self.t.tags, self.t.lower
        k = a
        while k < end:
            tag = tags[k]
            if tag == "H" and lower[k] not in ("it", "you", "there"):
                return (k, k + 1)
            if tag in "PSI" or (self.is_ing(k) and not self._modifies(k, end)):
                while k < end and tags[k] != ",":
                    k += 1
            elif tag in "XDw#":
                found = self.phrase(k, end)
                if found:
                    return found
            k += 1
        return None
