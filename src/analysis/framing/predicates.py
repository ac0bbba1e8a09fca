"""Predicates: the verb that belongs to a noun phrase, its voice, and the verbs that share it.

In: tagged tokens in which quoted words are tagged too. Out: ``Predicate``: main verb and voice.
Every search looks a bounded number of tokens ahead, so that the whole stays linear.
"""

from typing import NamedTuple

from analysis.framing.attribution_verbs import verb_forms
from analysis.framing.clauses import BE, HAVE
from analysis.framing.verb_words import (
    irregular_verbs,
    is_participle,
    is_past,
    is_state_of_mind,
    is_third_person,
)
from analysis.framing.word_classes import Tokens

ACTIVE, PASSIVE, AGENTLESS = "active", "passive", "agentless passive"
_DO = frozenset("do does did don't doesn't didn't".split())
_GET = frozenset("get gets got getting".split())
# Tokens looked at: in a verb group, for a by-phrase, for a second predicate, in an aside.
_GROUP, _BY, _SECOND, _ASIDE, _PHRASE = 14, 10, 40, 60, 12
# A base form behind a longer aside more likely belongs to another clause.
_SHORT_ASIDE = 5
_MARKS = frozenset('"“‘')
_PRONOUNS = frozenset("nothing something anything everything little so".split())
_MOST_COMMAS = 4
# What may follow a verb that no auxiliary marks as one: its object, adverbial or clause.
_AFTER_VERB = frozenset("DOPITXHRt#.,;:~'SQNWC(")


class Predicate(NamedTuple):
    """A verb group: its tokens, the main verb's token, its voice, and how it is formed.

    ``construction`` is empty for *be* with no verb after it, which has no voice. ``form`` is
    *finite*, *base* (after a modal or *do*) or *ing*: what a verb that shares the subject must be.
    """

    first: int
    end: int
    verb: int
    construction: str
    form: str


class Predicates:
    """Reads the verb groups in the tokens of one text."""

    def __init__(self, tokens: Tokens) -> None:
        self.t = tokens
        self.attribution = verb_forms()

    def after(self, k: int, b: int, *, plural: bool) -> Predicate | None:
        """The predicate of the noun phrase that ends before token k, or None.

        Directly behind it or behind an aside: adverbs, brackets, or what stands between commas.
        """
        tags = self.t.tags
        found = self.group(k, b, plural=plural) or self._behind_phrase(k, b)
        if found or k >= b or tags[k] not in ",(-":
            return found
        closing = {"(": ")", "-": "-"}.get(tags[k], ",")
        commas = 0
        for j in range(k + 1, min(b, k + _ASIDE)):
            if tags[j] == closing:
                commas += 1
                found = self.group(j + 1, b, plural=plural and j - k <= _SHORT_ASIDE)
                if found and not self._inverted(found, b):
                    return found
                if commas == _MOST_COMMAS:
                    break
            elif tags[j] in ".;":
                break
        return None

    def relative(self, k: int, b: int, *, plural: bool) -> Predicate | None:
        """The predicate of *who* or *which* directly behind a noun phrase that ends before k."""
        tags = self.t.tags
        if k < b and tags[k] in ",-":
            k += 1
        if k >= b or tags[k] not in "WT" or self.t.lower[k] in ("whose", "whom"):
            return None
        return self.group(k + 1, b, plural=plural)

    def _behind_phrase(self, k: int, b: int) -> Predicate | None:
        """The predicate behind a phrase that adds to its subject: *powers on the Council say*."""
        tags, lower = self.t.tags, self.t.lower
        if k < b and tags[k] in "wV" and is_participle(lower[k]):
            by = self.by(k, b)
            k = b if by is None else by
        if k + 1 >= b or tags[k] not in "PI":
            return None
        for j in range(k + 2, min(b, k + _PHRASE)):
            sure = tags[j] == "A" or (
                tags[j] in "wV" and tags[j - 1] in "Xt" and self.finite(j, b, plural=True)
            )
            if sure and tags[j - 1] in "Xw'#t,R":
                return self.group(j, b, plural=True)
            if tags[j] not in "DXw'#PtR,~" or (tags[j] == "," and tags[k] != "I"):
                return None
        return None

    def group(self, k: int, b: int, *, plural: bool) -> Predicate | None:
        """The verb group that begins at token k, adverbs before it aside, or None."""
        first, k = k, self._adverbs(k, b)
        if k >= b:
            return None
        if self.t.tags[k] == "A":
            return self._with_auxiliary(k, b)
        # An adverb before it marks a word as a verb: "supporters routinely boo".
        if self.finite(k, b, plural=plural) or (
            plural and k > first and self.t.tags[k - 1] == "R" and self._plain(k)
        ):
            if self.t.lower[k] in _GET and k + 1 < b and is_participle(self.t.lower[k + 1]):
                return Predicate(k, k + 2, k + 1, self.voice(k + 1, b), "finite")
            return Predicate(k, k + 1, k, ACTIVE, "finite")
        return None

    def question(self, aux: int, k: int, b: int) -> Predicate | None:
        """The predicate whose auxiliary stands before its subject: *Is he going to …*."""
        k = self._adverbs(k, b)
        return self._main(aux, k, b, self.t.lower[aux]) if k < b else None

    def shared(self, found: Predicate, b: int, *, plural: bool) -> list[Predicate]:
        """The predicates that *and*, *or*, *but* join to one, with the same subject.

        Across another clause only behind a comma, and then with the first subject of a sentence.
        """
        tags = self.t.tags
        lower = self.t.lower
        more = []
        embedded = False
        for j in range(found.first - 1, max(-1, found.first - _SECOND), -1):
            if tags[j] == ",":
                break
            embedded = embedded or tags[j] in "TSW"
        crossed = False
        for c in range(found.end, min(b, found.end + _SECOND)):
            if tags[c] in ".;:WQ" or (embedded and tags[c] == ","):
                break
            subject = tags[c] == "H" and not (c == found.end and lower[c] in ("it", "you"))
            crossed = crossed or subject or (tags[c] == "A" and tags[c - 1] not in "IC")
            if tags[c] != "C" or lower[c] == "nor" or (crossed and tags[c - 1] != ","):
                continue
            k = self._adverbs(c + 1, b)
            if k >= b:
                break
            follower: Predicate | None = None
            if found.form == "finite" or tags[k] == "A":
                follower = self.group(k, b, plural=plural)
                if follower and not self._agrees(found, follower):
                    follower = None
            elif tags[k] in "wV":
                word = lower[k]
                fits = (
                    word.endswith("ing") if found.form == "ing" else self._base(k, c == found.end)
                )
                if fits and self._may_end(k, b):
                    follower = Predicate(k, k + 1, k, ACTIVE, found.form)
            if follower:
                if follower.construction:
                    more.append(follower)
                break
        return more

    def voice(self, verb: int, b: int) -> str:
        """Passive or agentless passive: whether a by-phrase with an agent follows a participle."""
        return PASSIVE if self.by(verb, b) is not None else AGENTLESS

    def by(self, verb: int, b: int) -> int | None:
        """The token of the *by* that names the agent of the participle at ``verb``, or None."""
        tags, lower = self.t.tags, self.t.lower
        if verb + 1 < b and tags[verb + 1] in "DOX":
            return None  # it has an object: "fled the bombardment by …"
        for k in range(verb + 1, min(b - 1, verb + _BY)):
            if lower[k] == "by":
                after = lower[k + 1]
                timed = tags[k + 1] in "t#" or after.endswith("ing")
                return None if timed or tags[k + 1] not in "DXwOHV~'" else k
            if tags[k] in ".,;:CWTASQ(":
                return None
        return None

    def finite(self, k: int, b: int, *, plural: bool) -> bool:
        """Whether token k, with no auxiliary before it, can be a finite verb."""
        word, tag = self.t.lower[k], self.t.tags[k]
        if tag not in "wV" or word.endswith("ing"):
            return False
        form = self.attribution[word][1] if tag == "V" else ""
        after = self.t.tags[k + 1] if k + 1 < b else "."
        if form in ("past", "both", "s") or is_past(word):
            # "said", "vetoed"; but "… Russia backed by …" is a reduced passive, not a finite verb
            return not (is_participle(word) and self.by(k, min(b, k + 3)) is not None)
        if is_third_person(word) or (word.endswith("s") and form == "s"):
            return after in _AFTER_VERB or (k + 1 < b and self._modifies(k + 1))
        base = form == "base" or word in irregular_verbs()[0]
        return plural and (base or (after in "DOHT" and not word.endswith("s")))

    def _agrees(self, found: Predicate, follower: Predicate) -> bool:
        """Whether two verbs without auxiliaries can be one tense; else one of them is a noun."""
        one, other = self.t.lower[found.verb], self.t.lower[follower.verb]
        if self.t.tags[follower.first] == "A" or not is_past(one):
            return True
        return is_past(other)

    def _plain(self, k: int) -> bool:
        """Whether token k can be a base form."""
        return self.t.tags[k] in "wV" and not self.t.lower[k].endswith(("s", "ing"))

    def _modifies(self, k: int) -> bool:
        """Whether token k begins a bare noun phrase that can be an object."""
        return self.t.tags[k] == "w" and not is_past(self.t.lower[k])

    def _base(self, k: int, adjacent: bool) -> bool:
        """Whether token k can be an infinitive that shares a modal with one before it."""
        word, tag = self.t.lower[k], self.t.tags[k]
        form = self.attribution[word][1] if tag == "V" else ""
        return form == "base" or word in irregular_verbs()[0] or (adjacent and not form)

    def _may_end(self, k: int, b: int) -> bool:
        return k + 1 >= b or self.t.tags[k + 1] in _AFTER_VERB or self._modifies(k + 1)

    def _adverbs(self, k: int, b: int) -> int:
        """The first token from k on that is no adverb, day, negation or *on Tuesday*."""
        tags = self.t.tags
        stop = min(b, k + _GROUP)
        while k < stop:
            if tags[k] in "RtN" or self.t.words[k] in _MARKS:
                k += 1
            elif tags[k] == "P" and k + 1 < stop and tags[k + 1] == "t":
                k += 2
            else:
                break
        return k

    def _with_auxiliary(self, k: int, b: int) -> Predicate | None:
        """The verb group that begins with the auxiliary at k."""
        tags, lower = self.t.tags, self.t.lower
        aux = lower[k]
        j = self._adverbs(k + 1, b)
        while j < b and tags[j] == "A" and j - k < _GROUP:
            aux = lower[j]
            j = self._adverbs(j + 1, b)
        if aux in HAVE and j < b and tags[j] == "P":
            for m in range(j + 1, min(b, j + 5)):
                if tags[m] == "A" and lower[m] == "been":  # "has at times been"
                    return self._main(k, self._adverbs(m + 1, b), b, "been")
                if tags[m] not in "DwRt":
                    break
        return self._main(k, j, b, aux)

    def _main(self, k: int, j: int, b: int, aux: str) -> Predicate | None:
        """The predicate from k whose last auxiliary is ``aux``, main verb looked for from j on."""
        tags, lower = self.t.tags, self.t.lower
        # "had to leave", "is going to leave", "is to leave"
        if j < b and lower[j] == "going" and j + 1 < b and tags[j + 1] == "I":
            j += 1
        if j + 1 < b and tags[j] == "I" and (aux in BE or aux in HAVE):
            j = self._adverbs(j + 1, b)
            if j < b and tags[j] == "A":
                return self._with_auxiliary(j, b)
            return Predicate(k, j + 1, j, ACTIVE, "base") if j < b and tags[j] in "wV" else None
        word = lower[j] if j < b and tags[j] in "wV" and lower[j] not in _PRONOUNS else ""
        if aux in BE or aux in _GET:
            if word.endswith("ing") and len(word) > 4:
                return Predicate(k, j + 1, j, ACTIVE, "ing")
            if word and is_participle(word):
                voice = self.voice(j, b)
                if voice == AGENTLESS and is_state_of_mind(word):
                    voice = ""
                return Predicate(k, j + 1, j, voice, "finite")
            return Predicate(k, j, max(k, j - 1), "", "finite")
        if aux in HAVE:
            main = j if word and is_participle(word) else self._parted(j, b)
            if main is not None:
                return Predicate(k, main + 1, main, ACTIVE, "finite")
        elif word:
            if word in _GET and j + 1 < b and is_participle(lower[j + 1]):
                return Predicate(k, j + 2, j + 1, self.voice(j + 1, b), "base")
            return Predicate(k, j + 1, j, ACTIVE, "finite" if aux in _DO else "base")
        if aux in HAVE or aux in _DO:
            own = max(m for m in range(k, max(j, k + 1)) if tags[m] == "A")
            return Predicate(k, own + 1, own, ACTIVE, "finite")
        return None

    def _parted(self, j: int, b: int) -> int | None:
        """The participle that a phrase parts from its *have*: *has in the past year come*."""
        tags = self.t.tags
        if j >= b or tags[j] != "P":
            return None
        for m in range(j + 1, min(b, j + 7)):
            if tags[m] in ",.;:CI":
                return None
            if tags[m] in "wV" and is_participle(self.t.lower[m]) and tags[m - 1] not in "DP":
                return m
        return None

    def _inverted(self, found: Predicate, b: int) -> bool:
        """Whether a verb behind a comma has its subject after it: *…, said Mr Annan*."""
        if self.t.tags[found.verb] != "V" or found.end >= b:
            return False
        follows = self.attribution[self.t.lower[found.verb]][0].follows
        asks = "q" in follows and "a" not in follows
        return asks and self.t.tags[found.end] in "XD"
