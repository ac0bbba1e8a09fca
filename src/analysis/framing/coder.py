"""Finds the indicators of a codebook in texts: by definition in Python, compiled for many texts.

In: a codebook, and one text or many. Out: hits with their offsets, by the rules of ``patterns``.
The compiled pass gives exactly the hits of the definition, which it calls for the few texts that
it leaves open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.framing.codebook import Codebook
from analysis.framing.patterns import (
    Match,
    Matcher,
    Pattern,
    Token,
    leftmost_longest,
    suppressed,
)
from analysis.text.machine_code import pays
from analysis.text.sources import text_batches
from analysis.text.tokens import tokens

# From so many characters on compiled code finds the hits sooner, if it is there already (loading it
# takes 0.1 s), and if it has to be compiled, once on a machine.
WORTH_LOADING = 1_000_000
WORTH_COMPILING = 8_000_000


@dataclass(frozen=True, order=True)
class Hit:
    """An indicator found in a text, offsets in characters of that text."""

    start: int
    end: int
    frame: str
    indicator: str


class Coder:
    """Finds the indicators of all frames of a codebook in one walk over a text's tokens.

    ``frames`` and ``indicators`` name what each pattern's number stands for; both are empty for an
    exclusion.
    """

    def __init__(self, codebook: Codebook) -> None:
        # A pattern silences a frame (None: all of them) or one indicator of it (None: all of them).
        self._silences: dict[int, tuple[str | None, int | None]] = {}
        self.frames: list[str] = []
        self.indicators: list[str] = []
        patterns: list[Pattern] = []

        def add(pattern: Pattern, frame: str = "") -> int:
            patterns.append(pattern)
            self.frames.append(frame)
            self.indicators.append(pattern.text if frame else "")
            return len(patterns) - 1

        for exclusion in codebook.exclusions:
            self._silences[add(exclusion)] = (None, None)
        for frame in codebook.frames:
            for exclusion in frame.exclusions:
                self._silences[add(exclusion)] = (frame.name, None)
            for indicator in frame.indicators:
                number = add(indicator.pattern, frame.name)
                for exclusion in indicator.exclusions:
                    self._silences[add(exclusion)] = (frame.name, number)
        self._matcher = Matcher(patterns)
        self._compiled: Any = None

    def hits(self, text: str, *, overlapping: bool = False) -> list[Hit]:
        """The hits in a text, in the order of their place.

        Within a frame hits do not overlap: see `analysis.framing.patterns.leftmost_longest`. With
        `overlapping` every indicator that is not suppressed counts, which is what leaving one
        indicator out needs to know.
        """
        return self.hits_in_tokens(list(tokens(text, numbers=True)), overlapping=overlapping)

    def hits_in_tokens(self, words: Sequence[Token], *, overlapping: bool = False) -> list[Hit]:
        """As `hits`, over tokens already at hand."""
        return sorted(
            Hit(match.start, match.end, self.frames[match.pattern], self.indicators[match.pattern])
            for match in self._matches(words, overlapping=overlapping)
        )

    def many(self, texts: Sequence[str] | pd.Series) -> np.ndarray:
        """The hits in many texts, one a row: number of the text, pattern, start, end.

        Large inputs take the compiled pass, if Numba is there. The rows of one text stand together
        in no particular order.
        """
        sizes = texts.str.len() if isinstance(texts, pd.Series) else map(len, texts)
        size = sum(sizes)
        if pays(size, "find_hits", to_load=WORTH_LOADING, to_compile=WORTH_COMPILING):
            return self.many_compiled(texts)
        return self.many_plain(texts)

    def many_plain(self, texts: Iterable[str]) -> np.ndarray:
        """As `many`, by the definition."""
        return _rows(
            (number, match.pattern, match.start, match.end)
            for number, text in enumerate(texts)
            for match in self._matches(list(tokens(text, numbers=True)))
        )

    def many_compiled(self, texts: Sequence[str] | pd.Series) -> np.ndarray:
        """As `many`, by the compiled pass."""
        from analysis.framing.compiled_matching import CompiledMatcher

        if self._compiled is None:
            silences = [self._silences.get(n, (None, None)) for n in range(len(self.frames))]
            names = {*self.frames, *(frame or "" for frame, _ in silences)} - {""}
            numbers = {frame: number for number, frame in enumerate(sorted(names))}
            self._compiled = CompiledMatcher(
                self._matcher,
                [numbers.get(frame, -1) for frame in self.frames],
                [
                    (numbers.get(frame or "", -1), -1 if indicator is None else indicator)
                    for frame, indicator in silences
                ],
            )
        found, first = [_rows(())], 0
        for batch in text_batches(texts):
            rows, left_open = self._compiled.find(batch)
            rest = _rows(
                (number, match.pattern, match.start, match.end)
                for number in left_open
                for match in self._matches(list(tokens(batch[number].as_py(), numbers=True)))
            )
            for part in (rows, rest):
                part[:, 0] += first
                found.append(part)
            first += len(batch)
        return np.concatenate(found)

    def _matches(self, words: Sequence[Token], *, overlapping: bool = False) -> list[Match]:
        """The indicators' matches that stand."""
        by_frame: dict[str, list[Match]] = {}
        excluded: list[Match] = []
        for match in self._matcher.find_tokens(words):
            frame = self.frames[match.pattern]
            if frame:
                by_frame.setdefault(frame, []).append(match)
            else:
                excluded.append(match)
        standing = []
        for frame, matches in by_frame.items():
            remaining = self._not_suppressed(frame, matches, excluded)
            if not overlapping:
                remaining = leftmost_longest(remaining, self._matcher.patterns)
            standing += remaining
        return standing

    def _not_suppressed(
        self, frame: str, matches: list[Match], excluded: list[Match]
    ) -> list[Match]:
        if not excluded:
            return matches
        shared: list[Match] = []
        own: dict[int, list[Match]] = {}
        for match in excluded:
            silenced, indicator = self._silences[match.pattern]
            if indicator is not None:
                own.setdefault(indicator, []).append(match)
            elif silenced in (None, frame):
                shared.append(match)
        matches = suppressed(matches, shared)
        for indicator, exclusions in own.items():
            mine = [match for match in matches if match.pattern == indicator]
            if mine:
                kept = suppressed(mine, exclusions)
                matches = [match for match in matches if match.pattern != indicator] + kept
        return matches


def _rows(rows: Any) -> np.ndarray:
    """Rows of four whole numbers."""
    flat = np.fromiter((value for row in rows for value in row), dtype=np.int64)
    return flat.reshape(-1, 4)
