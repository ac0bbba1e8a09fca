"""Many texts to hits at the speed of the bus: the arrays around ``matching_kernel``.

In: the patterns of a `Matcher` and a batch of texts. Out: hits as arrays. Each different word of
the batch is resolved once, by the definition; from there on only numbers are compared.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np

from analysis.framing.patterns import LONGEST_GAP, MOST_WORDS, Matcher
from analysis.text.characters import character_table
from analysis.text.compiled_groups import token_stream
from analysis.text.machine_code import Kernels
from analysis.text.options import CountOptions, Integers
from analysis.text.vocabulary import Tokens
from analysis.text.workspace import grown

_kernel = Kernels("analysis.framing.matching_kernel")

_OPTIONS = CountOptions(numbers=True)
_CHARACTERS = character_table(_OPTIONS.numbers, _OPTIONS.lowercase)
# Different words that are remembered: 64 bytes each, and their own.
_MOST_KNOWN = 1_000_000


class CompiledMatcher:
    """The patterns of a matcher as arrays, with what is known about the words met so far.

    Parameters
    ----------
    matcher
        The patterns.
    frame_of
        Number of each pattern's frame; -1 for an exclusion.
    silences
        For each pattern the numbers of the frame and of the indicator that it silences; -1 for all,
        and for a pattern that is no exclusion.
    """

    def __init__(
        self, matcher: Matcher, frame_of: Sequence[int], silences: Sequence[tuple[int, int]]
    ) -> None:
        self._matcher = matcher
        self._silenced_frame = np.array([frame for frame, _ in silences], dtype=np.int64)
        self._silenced_indicator = np.array([number for _, number in silences], dtype=np.int64)
        self._frame_of = np.array(frame_of, dtype=np.int64)
        self._n_frames = int(self._frame_of.max(initial=-1)) + 1
        patterns = matcher.patterns
        # Ties are broken as `leftmost_longest` breaks them.
        ties = [(item.text.count("*"), item.text, item.gap) for item in patterns]
        order = sorted(range(len(patterns)), key=lambda number: (ties[number], number))
        self._rank = np.empty(len(patterns), dtype=np.int64)
        self._rank[order] = np.arange(len(patterns))
        steps = [step for pattern in matcher.steps for step in pattern]
        self._step_words = np.array([word for word, _ in steps], dtype=np.int32)
        self._step_gaps = np.array([gap for _, gap in steps], dtype=np.int64)
        self._step_pointers = _pointers([len(pattern) for pattern in matcher.steps])
        self._seconds = np.array(
            [
                following[0][0] if following and not following[0][1] else -1
                for _, *following in matcher.steps
            ],
            dtype=np.int64,
        )
        # What a pass writes to: of a match, which tokens each step may take, the first and the
        # last of these, and those it takes; hits; and exclusions found.
        span = MOST_WORDS * (LONGEST_GAP + 1) + 1
        self._steps = (
            np.zeros((MOST_WORDS, span + LONGEST_GAP + 1), dtype=np.bool_),
            np.zeros((MOST_WORDS, 2), dtype=np.int64),
            np.zeros(MOST_WORDS, dtype=np.int64),
        )
        self._hits = np.empty(1 << 16, dtype=np.int64)
        self._excluded = np.empty((MOST_WORDS + 2) << 8, dtype=np.int64)
        self._forget()

    def find(self, batch: Any) -> tuple[Integers, list[int]]:
        """Hits of a batch, one a row (text, pattern, start, end), and the texts left open.

        Left open are texts with characters whose lower-casing or normal form depends on their
        neighbours.
        """
        tokens = token_stream(batch, _OPTIONS)
        terms = self._resolved(tokens.arena, tokens.starts)[tokens.ids]
        scratch = np.empty(int(np.diff(tokens.starts).max(initial=0)), dtype=np.uint8)
        by_frame = np.empty((4, self._n_frames), dtype=np.int64)
        state = np.zeros(3, dtype=np.int64)
        while not _kernel.find_hits(
            tokens.text, tokens.offsets, _CHARACTERS, terms, tokens.totals, tokens.begins,
            tokens.hard, self._busy, self._pattern_pointers, self._patterns, self._word_pointers,
            self._words, self._step_pointers, self._step_words, self._step_gaps, self._seconds,
            self._frame_of, self._rank, self._silenced_frame, self._silenced_indicator, scratch,
            *self._steps, by_frame, self._hits, self._excluded, state,
        ):  # fmt: skip
            # The text that it stopped at is read once more.
            self._hits = grown(self._hits, int(state[2]), 2 * len(self._hits))
            self._excluded = grown(self._excluded, 0, 2 * len(self._excluded))
        found = self._hits[: state[2]].reshape(-1, 4).copy()
        return found, np.flatnonzero(tokens.hard).tolist()

    def _forget(self) -> None:
        """Begin with no words."""
        self._known = Tokens()
        self._words = self._patterns = np.zeros(0, dtype=np.int32)
        self._word_pointers = self._pattern_pointers = np.zeros(1, dtype=np.int64)
        self._busy = np.zeros(0, dtype=np.bool_)

    def _resolved(self, arena: Any, starts: Integers) -> Any:
        """The numbers of a batch's terms; of new ones it is found out what they stand for."""
        if self._known.size > _MOST_KNOWN:
            self._forget()
        before = self._known.size
        numbers = self._known.add(arena, starts)
        new = self._known.strings(np.arange(before, self._known.size))
        entries = [self._matcher.expand(term) for term in new]
        # For each term: the words of patterns that it stands for, and the patterns it may begin.
        self._word_pointers, self._words = _more(
            self._word_pointers, self._words, [sorted(words) for words, _ in entries]
        )
        self._pattern_pointers, self._patterns = _more(
            self._pattern_pointers, self._patterns, [patterns for _, patterns in entries]
        )
        self._busy = np.diff(self._pattern_pointers) > 0
        return numbers


def _more(pointers: Integers, values: Any, rows: Sequence[Sequence[int]]) -> tuple[Integers, Any]:
    """Runs of numbers one after the other, and where each begins, with more of them."""
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.int32)
    more = _pointers(list(map(len, rows)))
    return np.concatenate([pointers, pointers[-1] + more[1:]]), np.concatenate([values, flat])


def _pointers(counts: Sequence[int]) -> Integers:
    """Where each of consecutive runs begins, and where the last ends."""
    pointers = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=pointers[1:])
    return pointers
