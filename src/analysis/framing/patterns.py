"""Indicators as patterns over tokens: what an indicator says, and where it stands in a text.

In: the written form of indicators (``"withdraw* … troops"``) and a text. Out: every place where
one matches, in tokens and characters. The work grows with the length of the text alone: wildcards
are resolved once for each different word, and from one word a pattern looks no further than its
gaps allow.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from analysis.text.tokens import normalise, tokens

GAP_SIGN = "…"
LONGEST_GAP = 20
MOST_WORDS = 12
SHORTEST_STEM = 2
# Bound on what is remembered within one text.
_MOST_KNOWN = 200_000

# What most terms stand for.
_NOTHING: tuple[frozenset[int], tuple[int, ...]] = (frozenset(), ())

# A token: (term, first character, one past the last).
Token = tuple[str, int, int]


@dataclass(frozen=True)
class Pattern:
    """One indicator, read.

    ``segments`` are runs of words that follow one another directly; between two segments stand at
    most ``gap`` other words. A word may hold ``*``, which stands for any run of characters.
    """

    text: str
    segments: tuple[tuple[str, ...], ...]
    gap: int

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for segment in self.segments for word in segment)

    @cached_property
    def key(self) -> tuple[tuple[tuple[str, ...], ...], int]:
        """What makes two indicators the same, however they are typed."""
        return self.segments, self.gap if len(self.segments) > 1 else 0


@dataclass(frozen=True)
class Match:
    """A pattern found: its number, the tokens that its words took, and its span in characters."""

    pattern: int
    taken: tuple[int, ...]
    start: int
    end: int


def parse_pattern(text: str, gap: int) -> Pattern:
    """Read an indicator as a codebook writes it.

    Words are separated by spaces; ``*`` stands for any run of characters within a word; ``…`` (or
    ``...``) between words allows up to `gap` other words there.

    Raises
    ------
    ValueError
        If it could never match, or would match nearly everything; the message says why.

    Examples
    --------
    >>> parse_pattern("withdraw* … troops", gap=4).segments
    (('withdraw*',), ('troops',))
    """
    segments: list[tuple[str, ...]] = []
    segment: list[str] = []
    pieces = text.replace("...", GAP_SIGN).replace(GAP_SIGN, f" {GAP_SIGN} ").split()
    if not pieces:
        raise ValueError("is empty")
    for piece in pieces:
        if piece == GAP_SIGN:
            if not segment:
                raise ValueError(f"has {GAP_SIGN} without a word before it")
            segments.append(tuple(segment))
            segment = []
        else:
            segment.append(_read_word(piece))
    if not segment:
        raise ValueError(f"ends in {GAP_SIGN}, without a word after it")
    segments.append(tuple(segment))
    if sum(map(len, segments)) > MOST_WORDS:
        raise ValueError(f"has more than {MOST_WORDS} words")
    written = f" {GAP_SIGN} ".join(" ".join(part) for part in segments)
    return Pattern(written, tuple(segments), gap)


def _read_word(piece: str) -> str:
    """A word of a pattern as terms are written, or the reason why no token can equal it."""
    word = normalise(piece)
    letters = word.replace("*", "")
    if len(letters) < SHORTEST_STEM and "*" in word:
        raise ValueError(
            f"has {piece!r}, which stands for too many words: "
            f"give at least {SHORTEST_STEM} letters besides the *"
        )
    # A stem may end in the middle of a token, at an apostrophe or a hyphen, so that a letter is
    # put in the place of each wildcard before asking the tokeniser.
    whole = word.replace("*", "x")
    if [term for term, _, _ in tokens(whole, numbers=True)] != [whole]:
        raise ValueError(
            f"can never match: {piece!r} is not one word as texts are split into words "
            "(letters and digits, with apostrophes or hyphens between them)"
        )
    return word


def word_matches(word: str, term: str) -> bool:
    """Whether a pattern's word stands for a term; ``*`` is any run of characters.

    Examples
    --------
    >>> word_matches("withdraw*", "withdrawal"), word_matches("troop", "troops")
    (True, False)
    """
    first, *rest = word.split("*")
    if not rest:
        return word == term
    last = rest.pop()
    if len(term) < len(first) + len(last) or not (term.startswith(first) and term.endswith(last)):
        return False
    position, limit = len(first), len(term) - len(last)
    for part in rest:
        found = term.find(part, position, limit)
        if found < 0:
            return False
        position = found + len(part)
    return True


def covers(general: Pattern, special: Pattern) -> bool:
    """Whether every match of `special` is one of `general`: the same words, or narrower ones."""
    if [len(part) for part in general.segments] != [len(part) for part in special.segments]:
        return False
    if len(general.segments) > 1 and general.gap < special.gap:
        return False
    pairs = zip(general.words, special.words, strict=True)
    # A wildcard of the special word may stand for any character, so it is tried as one that no
    # pattern spells: only a wildcard of the general word can take it.
    return all(word_matches(wide, narrow.replace("*", "\0")) for wide, narrow in pairs)


class Matcher:
    """Finds many patterns in one walk over the tokens of a text.

    A word also stands for its possessive: *war* matches *war's*. Punctuation and line breaks
    between tokens do not matter.

    Examples
    --------
    >>> matcher = Matcher([parse_pattern("cease-fire", 0), parse_pattern("arm* … rebel*", 2)])
    >>> text = "The arming of the\\nrebels broke the cease-fire."
    >>> [(match.pattern, text[match.start:match.end]) for match in matcher.find(text)]
    [(1, 'arming of the\\nrebels'), (0, 'cease-fire')]
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = tuple(patterns)
        self._exact: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._other: dict[str, int] = {}
        self.steps = tuple(self._steps_of(pattern) for pattern in self.patterns)
        self._needed = tuple(frozenset(word for word, _ in steps) for steps in self.steps)
        starting: dict[int, list[int]] = {}
        for number, steps in enumerate(self.steps):
            starting.setdefault(steps[0][0], []).append(number)
        self._starting = {word: tuple(numbers) for word, numbers in starting.items()}
        # Term -> (words of patterns that it stands for, patterns that may begin with it).
        self._known: dict[str, tuple[frozenset[int], tuple[int, ...]]] = {}

    def _steps_of(self, pattern: Pattern) -> tuple[tuple[int, int], ...]:
        """The pattern's words as numbers, each with how many words may be skipped before it."""
        steps: list[tuple[int, int]] = []
        for segment in pattern.segments:
            for position, word in enumerate(segment):
                skip = pattern.gap if steps and position == 0 else 0
                steps.append((self._number(word), skip))
        return tuple(steps)

    def _number(self, word: str) -> int:
        count = len(self._exact) + len(self._stems) + len(self._other)
        if "*" not in word:
            return self._exact.setdefault(word, count)
        if word.index("*") == len(word) - 1:
            return self._stems.setdefault(word[:-1], count)
        return self._other.setdefault(word, count)

    def expand(self, term: str) -> tuple[frozenset[int], tuple[int, ...]]:
        """What a term stands for: looked up once for each different term."""
        found = set()
        for form in (term, term[:-2]) if term.endswith("'s") else (term,):
            if form in self._exact:
                found.add(self._exact[form])
            for word, number, head, tail in self._other_ends:
                if form.startswith(head) and form.endswith(tail) and word_matches(word, form):
                    found.add(number)
            for end in self._stem_ends.get(form[:SHORTEST_STEM], ()):
                if form[:end] in self._stems:
                    found.add(self._stems[form[:end]])
        if not found:
            return _NOTHING
        starts = sorted(number for word in found for number in self._starting.get(word, ()))
        return frozenset(found), tuple(starts)

    @cached_property
    def _other_ends(self) -> list[tuple[str, int, str, str]]:
        """Words with a wildcard before their end: what is before the first, and behind the last."""
        return [
            (word, number, word[: word.index("*")], word[word.rindex("*") + 1 :])
            for word, number in self._other.items()
        ]

    @cached_property
    def _stem_ends(self) -> dict[str, list[int]]:
        """How long the stems are that begin with these letters."""
        ends: dict[str, set[int]] = {}
        for stem in self._stems:
            ends.setdefault(stem[:SHORTEST_STEM], set()).add(len(stem))
        return {letters: sorted(lengths) for letters, lengths in ends.items()}

    def find(self, text: str) -> list[Match]:
        """Every match in a text, by first token and pattern; from one first word, the shortest."""
        return list(self.find_tokens(list(tokens(text, numbers=True))))

    def find_tokens(self, words: Sequence[Token]) -> Iterator[Match]:
        """As `find`, over tokens already at hand."""
        known = self._known
        expanded = []
        busy = []
        for position, (term, _, _) in enumerate(words):
            entry = known.get(term)
            if entry is None:
                # Without this bound, hostile text made of new words would fill the memory.
                if len(known) > 1_000_000:
                    known.clear()
                entry = known[term] = self.expand(term)
            expanded.append(entry[0])
            if entry[1]:
                busy.append((position, entry[1]))
        # A pattern with a word that the text does not have need not be walked from anywhere.
        needed = self._needed
        seen = frozenset().union(*set(expanded))
        possible = {
            number
            for number in {number for _, numbers in busy for number in numbers}
            if needed[number] <= seen
        }
        walked: dict[int, dict[tuple[int, int], int]] = {number: {} for number in possible}
        for position, numbers in busy:
            for number in numbers:
                if number not in possible:
                    continue
                taken = _walk(self.steps[number], expanded, position, walked[number])
                if taken:
                    yield Match(number, taken, words[position][1], words[taken[-1]][2])


def _walk(
    steps: tuple[tuple[int, int], ...],
    expanded: Sequence[frozenset[int]],
    start: int,
    known: dict[tuple[int, int], int],
) -> tuple[int, ...]:
    """The tokens that a pattern takes from its first word on: the match that ends first, or ().

    `known` keeps, for a step and the position it took, the position that the next step takes on the
    way to the earliest end, so that starts close together share their work; -1 leads nowhere.
    """
    if len(steps) == 1:
        return (start,)
    if len(known) > _MOST_KNOWN:
        known.clear()
    _earliest_end(steps, expanded, 0, start, known)
    taken = [start]
    for step in range(len(steps) - 1):
        following = known[step, taken[-1]]
        if following < 0:
            return ()
        taken.append(following)
    return tuple(taken)


def _earliest_end(
    steps: tuple[tuple[int, int], ...],
    expanded: Sequence[frozenset[int]],
    step: int,
    position: int,
    known: dict[tuple[int, int], int],
) -> int:
    """Where the match ends whose given step takes the given position, or -1."""
    if step == len(steps) - 1:
        return position
    if (step, position) in known:
        end = position
        for later in range(step, len(steps) - 1):
            end = known[later, end]
            if end < 0:
                return -1
        return end
    word, skip = steps[step + 1]
    best, following = -1, -1
    for candidate in range(position + 1, min(position + 2 + skip, len(expanded))):
        if word in expanded[candidate]:
            end = _earliest_end(steps, expanded, step + 1, candidate, known)
            if end >= 0 and (best < 0 or end < best):
                best, following = end, candidate
    known[step, position] = following
    return best


def leftmost_longest(
    matches: Iterable[Match], patterns: Sequence[Pattern], excluded: Iterable[Match] = ()
) -> list[Match]:
    """Matches that neither overlap one another nor are suppressed by an exclusion.

    The match that begins first stands; of two that begin together, the longer one; of two with the
    same span, the one with fewer wildcards, then the first in alphabetical order. `excluded` are
    matches of exclusions: see `suppressed`.
    """
    kept: list[Match] = []
    remaining = suppressed(matches, excluded)
    for match in sorted(
        remaining,
        key=lambda match: (
            match.taken[0],
            -match.taken[-1],
            patterns[match.pattern].text.count("*"),
            patterns[match.pattern].text,
            patterns[match.pattern].gap,
        ),
    ):
        if not kept or match.taken[0] > kept[-1].taken[-1]:
            kept.append(match)
    return kept


def suppressed(matches: Iterable[Match], excluded: Iterable[Match]) -> list[Match]:
    """The matches that no exclusion suppresses.

    An exclusion suppresses a match that shares a word with it, unless the match holds all its
    words and more: *security council* suppresses *security*, but not *security council veto*.
    """
    by_token: dict[int, list[frozenset[int]]] = {}
    for exclusion in excluded:
        taken = frozenset(exclusion.taken)
        for position in taken:
            by_token.setdefault(position, []).append(taken)
    if not by_token:
        return list(matches)
    kept = []
    for match in matches:
        own = frozenset(match.taken)
        if all(other < own for position in own for other in by_token.get(position, ())):
            kept.append(match)
    return kept
