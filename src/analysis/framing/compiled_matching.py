"""Many texts to hits at the speed of the bus: the arrays around ``matching_kernel``.

In: the patterns of a `Matcher` and a batch of texts. Out: hits as arrays. Each different word of
the batch is resolved once, by the definition; from there on only numbers are compared.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.framing import matching_kernel
from analysis.framing.patterns import Matcher, Token
from analysis.text import kernel
from analysis.text.characters import character_table

Integers = np.ndarray[Any, np.dtype[np.int64]]

# No secret: only an adversary who knows it could make words that collide, and would gain little.
_HASHING = (np.uint64(0x5D1D_3A2F_9C64_71B7), kernel.ALL)
_MOST_KNOWN = 2_000_000


class CompiledMatcher:
    """The patterns of a matcher as arrays, with what is known about the words met so far.

    Parameters
    ----------
    matcher
        The patterns.
    frame_of
        Number of each pattern's frame; -1 for an exclusion.
    """

    def __init__(self, matcher: Matcher, frame_of: Sequence[int]) -> None:
        self._matcher = matcher
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
        self._characters = character_table(True, True)
        part = self._characters[:256] >> np.uint32(21) & np.uint32(7)
        self._kinds = np.where(np.arange(256) < 128, part, 255).astype(np.uint8)
        self._known: dict[bytes, tuple[tuple[int, ...], tuple[int, ...]]] = {}

    def find(self, texts: Sequence[str]) -> tuple[Integers, dict[int, list[Token] | None]]:
        """Hits of a batch, one a row (text, pattern, start, end), and the texts left open.

        Left open are texts in which an exclusion matches, with their tokens, and those with
        characters whose lower-casing or normal form depends on their neighbours, without.
        """
        left_open = np.zeros(len(texts), dtype=np.uint8)
        words, offsets = _buffer(texts, left_open)
        kernel.find_hard(words.view(np.uint8), offsets, self._characters, left_open)
        arena, starts, stream, firsts, lasts, pointers = matching_kernel.token_stream(
            words, offsets, left_open, self._characters, self._kinds, kernel.CASE, _HASHING
        )
        hard = np.flatnonzero(left_open).tolist()
        found = matching_kernel.find_hits(
            stream, pointers, firsts, lasts, left_open, *self._resolved(arena, starts),
            self._step_pointers, self._step_words, self._step_gaps, self._frame_of, self._rank,
            self._n_frames,
        )  # fmt: skip
        rest: dict[int, list[Token] | None] = dict.fromkeys(hard)
        raw = arena.tobytes()
        for number in np.flatnonzero(left_open).tolist():
            if number not in rest:
                part = slice(pointers[number], pointers[number + 1])
                terms = (raw[starts[term] : starts[term + 1]].decode() for term in stream[part])
                places = (firsts[part].tolist(), lasts[part].tolist())
                rest[number] = list(zip(terms, *places, strict=True))
        return np.column_stack(found), rest

    def _resolved(self, arena: Any, starts: Any) -> tuple[Any, Any, Any, Any]:
        """For each term the patterns that may begin with it, and the words it stands for."""
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        known, raw, places = self._known, arena.tobytes(), starts.tolist()
        pattern_counts = np.zeros(len(places) - 1, dtype=np.int64)
        word_counts = np.zeros(len(places) - 1, dtype=np.int64)
        patterns: list[int] = []
        words: list[int] = []
        first = 0
        for number, last in enumerate(places[1:]):
            term = raw[first:last]
            first = last
            entry = known.get(term)
            if entry is None:
                stands, begins = self._matcher.expand(term.decode())
                entry = known[term] = (tuple(sorted(stands)), begins)
            if entry[0]:
                words += entry[0]
                word_counts[number] = len(entry[0])
                patterns += entry[1]
                pattern_counts[number] = len(entry[1])
        return (
            _pointers(pattern_counts),
            np.array(patterns, dtype=np.int64),
            _pointers(word_counts),
            np.array(words, dtype=np.int32),
        )


def _pointers(counts: Any) -> Integers:
    """Where each of consecutive runs begins, and where the last ends."""
    pointers = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=pointers[1:])
    return pointers


def _buffer(texts: Sequence[str], left_open: Any) -> tuple[Any, Integers]:
    """The texts as UTF-8 in 64-bit words, padded, and where each begins."""
    joined = "".join(texts)
    try:
        data = joined.encode()
        if len(data) == len(joined):
            sizes = list(map(len, texts))
        else:
            sizes = [len(text) if text.isascii() else len(text.encode()) for text in texts]
    except UnicodeEncodeError:
        # A lone surrogate: the definition takes the texts that have one.
        pieces = [text.encode(errors="ignore") for text in texts]
        for number, (text, piece) in enumerate(zip(texts, pieces, strict=True)):
            left_open[number] |= piece.decode() != text
        data, sizes = b"".join(pieces), [len(piece) for piece in pieces]
    words = np.zeros(len(data) // 8 + 4, dtype=np.uint64)
    words.view(np.uint8)[: len(data)] = np.frombuffer(data, dtype=np.uint8)
    return words, _pointers(sizes)
