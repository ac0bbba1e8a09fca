"""Attributions of responsibility in tagged text: who is held responsible, and for what.

In: the tokens of a text, quoted words tagged too. Out: ``Blame``: ranges of tokens. Each pattern is
a bounded look around one word: a verb of blame, an adjective of responsibility, a causal link, or
a demand. The word lists follow what content analysis counts: the cause of a problem, and who has
to solve it (Iyengar 1991; Semetko and Valkenburg 2000).
"""

from collections.abc import Callable
from typing import NamedTuple

from analysis.framing.blame_parts import NOUN, BlameParts
from analysis.framing.clauses import BE, Range
from analysis.framing.verb_words import is_participle

CAUSE, REMEDY = "cause", "remedy"


def _inflected(verbs: str) -> frozenset[str]:
    """The regular forms of verbs."""
    forms = set()
    for verb in verbs.split():
        stem = verb.removesuffix("e")
        forms |= {verb, verb + ("es" if verb.endswith(("s", "x", "sh", "ch")) else "s")}
        forms |= {stem + "ed", stem + "ing"}
    return frozenset(forms)


# Verbs of blame with the prepositions before what somebody is blamed for.
_BLAME: dict[str, tuple[str, ...]] = dict.fromkeys(_inflected("accuse suspect"), ("of",))
_BLAME |= dict.fromkeys(_inflected("charge"), ("with",))
_BLAME |= dict.fromkeys(_inflected("convict"), ("of", "for"))
_BLAME |= dict.fromkeys(
    _inflected(
        "blame criticise criticize condemn denounce blast fault rebuke censure castigate assail "
        "lambaste chide berate reprimand upbraid excoriate reproach"
    )
    | frozenset("slam slams slammed slamming".split()),
    ("for", "over"),
)
_RESPONSIBLE = frozenset("responsible accountable liable culpable answerable guilty".split())
_HOLD = frozenset("hold holds held holding".split())
_BEAR = frozenset("bear bears bore bearing carry carries carried share shares shared".split())
_DUTY = frozenset("responsibility blame guilt fault culpability".split())
_CAUSING = _inflected(
    "cause provoke trigger spark fuel undermine derail sabotage violate worsen exacerbate prolong "
    "destabilise destabilize inflict perpetrate orchestrate instigate"
) | frozenset("fuelled fuelling".split())
_CAUSED = _CAUSING | frozenset("committed wrought".split())
# Causal links that end with a preposition, as the words before it and the preposition.
_LINKS = (("because", "of"), ("due", "to"), ("result", "of"), ("hands", "of"), ("thanks", "to"))
_MODALS = frozenset("must should ought shouldn't mustn't".split())
_CALLS = (
    _inflected("urge press pressure implore exhort order ask compel request")
    | frozenset("pushes pushed pushing".split())
)  # fmt: skip
_CALL_ON = frozenset("call calls called calling".split())
_DEMAND = _inflected("demand")
# What a journalist asks for in an interview is no remedy.
_ASK = _inflected("ask")
_ANSWERING = frozenset(
    "answer clarify comment describe discuss elaborate explain name respond say share tell".split()
)
_UNDECIDED = frozenset("whether if why when".split())


class Blame(NamedTuple):
    """One attribution of responsibility, as ranges of tokens.

    ``accuser`` : the noun phrase of who blames, where the cue has a subject. ``sure`` : whether the
    pattern itself tells that the blamed one is an agent.
    """

    kind: str
    cue: Range
    blamed: Range
    what: Range
    accuser: Range | None
    sure: bool


class BlameFinder(BlameParts):
    """Finds the attributions of responsibility in the tokens of one text."""

    def sentence(self, a: int, b: int) -> list[Blame]:
        """The attributions of responsibility in tokens a to b, one sentence, by their cues."""
        t = self.t
        found = []
        for k in range(a, b):
            word = t.lower[k]
            pattern: Callable[[int, int, int], Blame | None] | None = None
            if word in _BLAME:
                pattern = self._blame if word != "blame" or t.lower[k - 1] != "to" else self._fault
            elif word in _RESPONSIBLE:
                pattern = self._responsible
            elif word in _DUTY:
                pattern = self._duty
            elif word in _MODALS or word in ("have", "has", "need", "needs"):
                pattern = self._modal
            elif word in _CALLS or word in _CALL_ON:
                pattern = self._call
            elif word in _DEMAND:
                pattern = self._demand
            elif word in ("of", "to", "by"):
                pattern = self._link
            if pattern is None and word in _CAUSING:
                pattern = self._causing
            hit = pattern(k, a, b) if pattern else None
            if hit and hit.what[1] > hit.what[0]:
                found.append(hit)
        return found

    # cause -------------------------------------------------------------------------------------

    def _blame(self, k: int, a: int, b: int) -> Blame | None:
        """*X accused Y of Z*, *Y was blamed for Z by X*, *X blamed Z on Y*."""
        t, preps = self.t, _BLAME[self.t.lower[k]]
        noun = k > a and t.tags[k - 1] in "D'P" and not t.lower[k].endswith("ing")
        if t.tags[k] not in "Vw" or noun or self.negated(k, a):
            return None
        if self.passive(k, a):
            prep = self.find(preps, k + 1, b)
            blamed = self.subject(k, a)
            by = self.predicates.by(k, b)
            accuser = self.object(by + 1, b) if by is not None else None
            if prep is None or not blamed:
                return None
            what = (prep + 1, self.clause_end(prep + 1, b))
            return Blame(CAUSE, (k, k + 1), blamed, what, accuser, True)
        target = self.object(k + 1, b)
        if not target:
            return None
        accuser = self.subject(k, a)
        on = self.find(("on",), target[1], b) if t.lower[k].startswith("blam") else None
        prep = self.find(preps, target[1], b)
        if on is not None and (prep is None or on < prep):
            blamed = self.object(on + 1, b)
            return Blame(CAUSE, (k, k + 1), blamed, (k + 1, on), accuser, True) if blamed else None
        if prep is None:
            return None
        what = (prep + 1, self.clause_end(prep + 1, b))
        return Blame(CAUSE, (k, k + 1), target, what, accuser, True)

    def _responsible(self, k: int, a: int, b: int) -> Blame | None:
        """*Y is responsible for Z*, *X holds Y responsible for Z*, *Y was held responsible*."""
        t = self.t
        prep = self.find(("for", "of"), k + 1, b)
        if prep is None or self.negated(k, a):
            return None
        what = (prep + 1, self.clause_end(prep + 1, b))
        held = next((j for j in range(k - 1, max(a, k - NOUN) - 1, -1) if t.lower[j] in _HOLD), -1)
        if held >= 0:
            if self.passive(held, a):
                blamed = self.subject(held, a)
                return Blame(CAUSE, (held, k + 1), blamed, what, None, True) if blamed else None
            blamed = self.object(held + 1, k)
            cue = (held, k + 1)
            return Blame(CAUSE, cue, blamed, what, self.subject(held, a), True) if blamed else None
        return self._predicative(k, k + 1, a, what)

    def _fault(self, k: int, a: int, b: int) -> Blame | None:
        """*Y is to blame for Z*."""
        prep = self.find(("for",), k + 1, b)
        if prep is None or self.negated(k - 1, a):
            return None
        return self._predicative(k - 1, k + 1, a, (prep + 1, self.clause_end(prep + 1, b)))

    def _predicative(self, k: int, end: int, a: int, what: Range) -> Blame | None:
        """What stands from k to end after a form of *be*, said of its subject."""
        be = k
        while be > a and self.t.tags[be - 1] == "R":
            be -= 1
        if be == a or self.t.lower[be - 1] not in BE:
            return None
        blamed = self.subject(be, a)
        return Blame(CAUSE, (k, end), blamed, what, None, True) if blamed else None

    def _duty(self, k: int, a: int, b: int) -> Blame | None:
        """*Y bears responsibility for Z*, *responsibility for Z lies with Y*."""
        t = self.t
        prep = self.find(("for",), k + 1, b)
        if prep is None:
            return None
        end = self.clause_end(prep + 1, b)
        for j in range(k - 1, max(a, k - 6) - 1, -1):
            if t.lower[j] in _BEAR and not self.negated(j, a):
                blamed = self.subject(j, a)
                what = (prep + 1, end)
                return Blame(CAUSE, (j, k + 1), blamed, what, None, True) if blamed else None
        for j in range(prep + 2, end - 1):
            if t.lower[j] in ("lies", "rests", "lay", "falls") and t.lower[j + 1] in ("with", "on"):
                blamed = self.object(j + 2, b)
                what = (prep + 1, j)
                return Blame(CAUSE, (k, k + 1), blamed, what, None, True) if blamed else None
        return None

    def _link(self, k: int, a: int, b: int) -> Blame | None:
        """*Z because of Y*, *Z caused by Y*, *Z at the hands of Y*."""
        t = self.t
        if k == a or self.negated(k, a):
            return None
        before = t.lower[k - 1]
        if t.lower[k] == "by":
            first = k - 1
            if before not in _CAUSED or not is_participle(before):
                return None
        elif (before, t.lower[k]) in _LINKS:
            first = k - 1
            if before == "thanks" and first > a and t.lower[first - 1] in ("no", "many", "our"):
                return None  # gratitude
            if before == "hands" and (k < a + 3 or t.lower[k - 3] != "at"):
                return None  # "plays into the hands of"
            while first > a and t.lower[first - 1] in ("the", "a", "at", "as"):
                first -= 1
        else:
            return None
        blamed = self.object(k + 1, b)
        last = first
        while last > a and t.tags[last - 1] in "AR,":
            last -= 1
        what = (self.clause_start(last, a), last)
        if t.lower[k] == "by":  # what was caused is the participle's noun phrase, not the clause
            noun = last
            while noun > what[0] and t.tags[noun - 1] in "XwV'#D~":
                noun -= 1
                if t.tags[noun] == "D":
                    break
            what = (noun, last) if noun < last else what
        if what[0] == what[1] and blamed and blamed[1] < b and t.tags[blamed[1]] == ",":
            what = (blamed[1] + 1, self.clause_end(blamed[1] + 1, b))
        return Blame(CAUSE, (first, k + 1), blamed, what, None, False) if blamed else None

    def _causing(self, k: int, a: int, b: int) -> Blame | None:
        """*Y provoked Z*: an agent as the subject of a verb of causing."""
        if self.negated(k, a) or self.passive(k, a) or k + 1 >= b or self.t.tags[k] not in "wV":
            return None
        if self.t.lower[k].endswith("ing") and (k == a or self.t.lower[k - 1] not in BE):
            return None  # whose participle it is, tags do not tell
        if (
            self.t.tags[k + 1] not in "DXw'#H"
            or self.t.tags[k - 1] in "DP"
            or self.t.lower[k + 1] == "no"
        ):
            return None
        blamed = self.subject(k, a)
        what = (k + 1, self.clause_end(k + 1, b))
        return Blame(CAUSE, (k, k + 1), blamed, what, None, False) if blamed else None

    # remedy ------------------------------------------------------------------------------------

    def _modal(self, k: int, a: int, b: int) -> Blame | None:
        """*Y must Z*, *Y has to Z*; *Y should have Z* says what was left undone."""
        t = self.t
        end = k + 1
        while end < b and t.tags[end] in "RN":
            end += 1
        word = t.lower[k]
        if word not in ("must", "should", "shouldn't", "mustn't"):
            if (k > a and t.tags[k - 1] in "AN") or "yet" in t.lower[k + 1 : end]:
                return None  # "will have to" foretells, "has yet to" looks back
            if end >= b or t.tags[end] != "I" or (end + 1 < b and t.tags[end + 1] not in "wVAR"):
                return None
            end += 1
        else:
            end = k + 1
        joined = k - 2 > a and t.tags[k - 1] == "C" and t.tags[k - 2] == "A"
        blamed = self.subject(k - 2 if joined else k, a)  # "can and must"
        own = end
        while own < b and t.tags[own] in "RN":
            own += 1
        verb = own + 1
        while verb < b and t.tags[verb] in "RN":
            verb += 1  # "must be immediately shut down"
        following = t.lower[verb] if verb < b else ""
        if own < b and t.lower[own] == "be" and is_participle(following):
            return None  # "should be banned": somebody else is to act
        if word == "must" and own < b and t.lower[own] == "be" and following.endswith("ing"):
            return None  # "must be waiting": a guess
        if blamed and self._left_open(blamed[0], a):
            return None
        missed = own < b and t.lower[own] == "have"
        missed = missed and (is_participle(following) or following in ("been", "done", "had"))
        if not blamed or (missed and word == "must"):
            return None
        what = (end, self.clause_end(end, b))
        return Blame(CAUSE if missed else REMEDY, (k, end), blamed, what, None, False)

    def _left_open(self, k: int, a: int) -> bool:
        """Whether the clause whose subject begins at k is asked or denied: *whether Y should Z*."""
        t = self.t
        if t.lower[k] == "no" or (k > a and t.lower[k - 1] in _UNDECIDED):
            return True
        return any(t.tags[j] == "N" or t.lower[j].endswith("n't") for j in range(max(a, k - 4), k))

    def _call(self, k: int, a: int, b: int) -> Blame | None:
        """*X called on Y to Z*, *X urged Y to Z*, *Y was urged to Z*."""
        t = self.t
        if t.tags[k] not in "Vw" or self.negated(k, a) or self._is_noun(k, a):
            return None
        end = k + 1
        if t.lower[k] in _CALL_ON:
            while end < min(b, k + 3) and t.tags[end] == "R":
                end += 1
            if end >= b or t.lower[end] not in ("on", "upon"):
                return None
            end += 1
        passive = self.passive(k, a)
        blamed = self.subject(k, a) if passive else self.object(end, b)
        if not blamed:
            return None
        to = self.find(("to",), end if passive else blamed[1], b)
        if to is None or to + 1 >= b or t.tags[to + 1] not in "wVAR":
            return None
        if t.lower[k] in _ASK and t.lower[to + 1] in _ANSWERING:
            return None
        accuser = None if passive else self.subject(k, a)
        what = (to + 1, self.clause_end(to + 1, b))
        return Blame(REMEDY, (k, end), blamed, what, accuser, False)

    def _is_noun(self, k: int, a: int) -> bool:
        """Whether a word in its base form stands as a noun, after a singular noun or an article."""
        t = self.t
        base = not t.lower[k].endswith(("ed", "ing", "s")) or t.lower[k] == "press"
        return (
            base
            and k > a
            and (
                t.tags[k - 1] in "D'" or (t.tags[k - 1] == "w" and not t.lower[k - 1].endswith("s"))
            )
        )

    def _demand(self, k: int, a: int, b: int) -> Blame | None:
        """*X demanded that Y Z*, with the verb in its base form."""
        t = self.t
        if k + 2 >= b or t.tags[k + 1] != "T" or self.negated(k, a):
            return None
        blamed = self.object(k + 2, b, verbs=False)
        if not blamed or blamed[1] >= b or t.tags[blamed[1]] == "A":
            return None  # a modal of its own has its own row
        what = (blamed[1], self.clause_end(blamed[1], b))
        accuser = None if self.passive(k, a) else self.subject(k, a)
        return Blame(REMEDY, (k, k + 2), blamed, what, accuser, False)
