"""Attributions whose cue comes before their content: *X said that …*, *X's call for …*.

In: tagged tokens and the place of a verb, adjective or noun of attribution. Out: an attribution,
or None.
"""

from dataclasses import dataclass

from analysis.framing.attribution_verbs import (
    NOUN_TOO,
    Verb,
    attribution_adjectives,
    attribution_nouns,
    phrasal_verbs,
)
from analysis.framing.clauses import BE, HAVE, POSSESSIVE, Range
from analysis.framing.content import Content
from analysis.framing.word_classes import PLURALS, Tokens

# Verbs of those who pass on what others say, and how far "as saying" can be from them.
QUOTING = frozenset("quote cite report describe".split())
_QUOTED = 16
_NONE: frozenset[str] = frozenset()
_PLURALS = PLURALS | {"public"}
_PARTICIPLE_AFTER = frozenset("by in without while after before".split())
_LINKING = frozenset(
    "seem seems seemed appear appears appeared sound sounds sounded feel feels felt look looks "
    "looked remain remains remained become becomes became".split()
)


@dataclass(slots=True)
class Attribution:
    """Token ranges of one attribution; ``pattern`` names the rule that found it.

    ``sentence`` and ``last`` are the sentences in which it begins and ends.
    """

    source: Range | None
    cue: Range
    content: list[Range]
    pattern: str
    sentence: int
    lemma: str = ""
    last: int = -1

    def __post_init__(self) -> None:
        self.last = self.sentence


class CueFirst(Content):
    """Finds what follows a cue in the tokens of one text."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self.nouns = attribution_nouns()
        self.adjectives = attribution_adjectives()
        self.phrasal = phrasal_verbs()
        self.number = 0  # of the sentence that is being read

    def forward(self, i: int, a: int, b: int) -> Attribution | None:
        """*X said (that) content*, *X criticised Y*, *X vowed to …*, and their participles."""
        lower = self.t.lower
        verb, form = self.forms[lower[i]]
        group = self.group_start(i, a)
        left = self.t.tags[group - 1] if group > a else ""
        helpers = frozenset(lower[group:i]) if group < i else _NONE
        infinitive = form == "base" and group == i and left == "I"
        if not infinitive and not self._is_verb(i, group, left, helpers):
            return None
        passive = helpers & BE and not helpers & HAVE
        by = i + 1 < b and lower[i + 1] == "by"
        if form in ("both", "participle", "past") and (passive or "been" in helpers or by):
            return self._passive(i, group, a, b, verb)
        if form == "both" and group == i and left in ("", "S") and "a" in verb.follows:
            return self._passive(i, group, a, b, verb)  # "(When) asked whether …, he …"
        if verb.lemma in QUOTING:
            quoted = self._quoted(i, group, b)
            if quoted:
                return quoted
        last = i
        if verb.lemma in self.phrasal:
            last, verb = self._whole_verb(i, b, verb)
        if infinitive:
            source, cue, form = self.clause_subject(a, i), (i - 1, last + 1), "to"
        else:
            source, cue = self.subject_before(group, a), (group, last + 1)
            shared = left in ("C", ",") or (form == "ing" and left in ("", "-", "S", "P"))
            if source is None and not shared:
                return None
            source = source or self.clause_subject(a, group)
        found = self.complement(last, b, verb)
        if not found:
            return None
        kind, start, stop = found
        return Attribution(source, cue, [(start, stop)], f"{kind}/{form}", self.number, verb.lemma)

    def speaking(self, i: int, b: int) -> tuple[Range, int] | None:
        """Who is said to speak in *quoted X as saying*: X, and the token after *saying*."""
        tags, lower = self.t.tags, self.t.lower
        source = self.phrase_after(i + 1, b)
        for k in range(i + 2, min(b - 1, i + _QUOTED)):
            if lower[k] == "as" and self.is_ing(k + 1):
                return (source, k + 2) if source else None
            if tags[k] in ".;:QVT":
                return None
        return None

    def _quoted(self, i: int, group: int, b: int) -> Attribution | None:
        """*The agency quoted X as saying …*: the speaker is X, not the agency."""
        speaking = self.speaking(i, b)
        if not speaking:
            return None
        source, end = speaking
        said = self.t.lower[end - 1]
        found = self.complement(end - 1, b, self.forms.get(said, self.forms["saying"])[0])
        if not found:
            return None
        return Attribution(source, (group, i + 1), [found[1:]], "quoted", self.number, "quote")

    def _whole_verb(self, i: int, b: int, verb: Verb) -> tuple[int, Verb]:
        """The last token of the verb at i with its particles, and what verb that is."""
        for words, whole in self.phrasal[verb.lemma]:
            end = i + 1 + len(words)
            if end < b and tuple(self.t.lower[i + 1 : end]) == words:
                return end - 1, whole
        return i, verb

    def adjective(self, i: int, a: int, b: int) -> Attribution | None:
        """*X is confident that …*, *X was critical of Y*."""
        group = self.group_start(i, a)
        helpers = set(self.t.lower[group:i])
        if not helpers & BE:
            if group == a or self.t.lower[group - 1] not in _LINKING:
                return None
            group = self.group_start(group - 1, a)
        verb = self.adjectives[self.t.lower[i]]
        source = self.subject_before(group, a)
        found = self.complement(i, b, verb) if source else None
        if not found:
            return None
        kind, start, stop = found
        return Attribution(
            source, (group, i + 1), [(start, stop)], f"adjective-{kind}", self.number, verb.lemma
        )

    def _is_verb(self, i: int, group: int, left: str, helpers: frozenset[str]) -> bool:
        """Whether a form of a verb of attribution is used as a verb with a subject."""
        lower = self.t.lower
        verb, form = self.forms[lower[i]]
        if form in ("base", "s") and group == i:
            if left in ("D", "'", "P", "~", "#", "", "I"):
                return False
            before = lower[i - 1]
            if left in "wX" and verb.lemma in NOUN_TOO:
                plural = before.endswith("s") or before in _PLURALS
                if form == "base":
                    return plural
                if left == "w":
                    return i + 1 < len(lower) and self.t.tags[i + 1] in "TDHSW#QXR"
        if form == "ing" and not helpers & BE:
            if left == "P":
                return lower[group - 1] in _PARTICIPLE_AFTER
            return left in ("", ",", "-", "C", "S", "Q", "X", "w", ")")
        return True

    def _passive(self, i: int, group: int, a: int, b: int, verb: Verb) -> Attribution | None:
        """*Y was criticised by X*, *X was asked whether …*, *X was quoted as saying …*."""
        if verb.lemma in QUOTING:
            for k in range(i + 1, min(b - 1, i + _QUOTED)):
                if self.t.lower[k] == "as" and self.is_ing(k + 1):
                    source = self.subject_before(group, a)
                    said = self.t.lower[k + 1]
                    found = self.complement(k + 1, b, self.forms.get(said, self.forms["saying"])[0])
                    if source and found:
                        return Attribution(
                            source, (group, i + 1), [found[1:]], "quoted", self.number, "quote"
                        )
        if i + 1 < b and self.t.lower[i + 1] == "by":
            source = self.phrase_after(i + 2, b)
            content = self.subject_before(group, a)
            asked = (
                source and self.after_verb(source[1], i, b, verb)
                if source and source[1] < b
                else None
            )
            if asked and "a" in verb.follows and asked[0] in ("that", "wh", "inf", "prep"):
                return Attribution(
                    source,
                    (group, i + 1),
                    [asked[1:]],
                    f"passive-{asked[0]}",
                    self.number,
                    verb.lemma,
                )
            if source and content and "n" in verb.follows:
                return Attribution(
                    source, (group, i + 2), [content], "passive", self.number, verb.lemma
                )
            return None
        if "a" in verb.follows or verb.lemma == "expect":
            found = self.complement(i, b, verb)
            if found and found[0] in ("that", "wh", "inf", "quote", "prep"):
                return Attribution(
                    None,
                    (group, i + 1),
                    [found[1:]],
                    f"passive-{found[0]}",
                    self.number,
                    verb.lemma,
                )
        return None

    def noun(self, i: int, a: int, b: int) -> Attribution | None:
        """*X's claim that …*, *his call for …*."""
        tags, lower = self.t.tags, self.t.lower
        follows, prepositions = self.nouns[lower[i]]
        m = i + 1
        if m + 1 >= b:
            return None
        if tags[m] in "PI" and lower[m] in prepositions:
            m += 1
        elif not (tags[m] == "T" and "t" in follows) and not (tags[m] == "I" and "i" in follows):
            return None
        k = i - 1
        while k > a and tags[k] in "wRV" and i - k < 4:
            k -= 1
        if k < a:
            return None
        source: Range | None = None
        if tags[k] == "'":
            source = self.possessor(k, a)
        elif lower[k] in POSSESSIVE:
            source = (k, k + 1)
        stop = self.content_end(m, b, "noun")
        if stop <= m:
            return None
        return Attribution(
            source,
            (k + 1, i + 1),
            [(m, stop)],
            "noun" if source else "noun-bare",
            self.number,
            lower[i],
        )
