"""A group of articles, counted by the compiled pass: what goes in as bytes, what comes out.

In: a batch of Arrow strings. Out: ``Group``: its terms, and its counts by term. Importing this
module imports Numba.
"""

import threading
from collections import deque
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from analysis.text import kernel, kernel_counting, kernel_grams, kernel_merging, vocabulary
from analysis.text.characters import character_table
from analysis.text.kernel_counting import MOST_IN_CELL
from analysis.text.options import CountOptions, Integers
from analysis.text.sources import Piece
from analysis.text.tokens import terms_of
from analysis.text.vocabulary import Array, Tokens

_BLOCK = 64  # bytes that the scan looks at together
_SPARE = 16  # bytes that keys are read past the end of a term
_here = threading.local()


class Larger(NamedTuple):
    """Counts of ``MOST_IN_CELL`` or more, which is what their cells say instead."""

    rows: Array
    ids: Array
    counts: Array


@dataclass
class Group:
    """The counts of consecutive articles over ids of the group's own: its tokens, then n-grams."""

    arena: Array  # the tokens' bytes, one after the other, and 16 to spare
    starts: Integers  # where each begins, and where the last ends
    parents: Array  # of each n-gram: the id of what precedes its last token
    lasts: Array  # and the id of that token
    firsts: Array  # where the cells of each id begin, and where the last end
    cells: Array  # row and count, each in half of the bits; lies in memory that is lent
    larger: Larger  # the counts that no cell can hold
    sizes: Array  # of each article: its cells
    totals: Integers  # of each article: its tokens

    @property
    def documents(self) -> Integers:
        """In how many of the articles each id occurs."""
        return np.diff(self.firsts)

    @property
    def occurrences(self) -> Integers:
        """How often each id occurs in all."""
        sums: Integers = kernel_merging.sum_counts(self.firsts, self.cells)
        np.add.at(sums, self.larger.ids, self.larger.counts.astype(np.int64) - MOST_IN_CELL)
        return sums


class Lent:
    """Memory for the cells of groups, used by one after another.

    Memory that was used before is far cheaper than what the system gives out anew.
    """

    def __init__(self) -> None:
        self._free: deque[Array] = deque()

    def take(self, length: int) -> Array:
        """An array of so many cells, whose memory may hold more."""
        try:
            memory = self._free.pop()
        except IndexError:
            memory = np.empty(0, dtype=np.uint32)
        if len(memory) < length:
            memory = np.empty(length + length // 8, dtype=np.uint32)
        return memory[:length]

    def give_back(self, cells: Array) -> None:
        """Take back what nobody reads any more."""
        self._free.append(cells if cells.base is None else cells.base)


def count_piece(piece: Piece, options: CountOptions, lent: Lent) -> list[Group]:
    """Read and count what belongs together."""
    return [count_batch(batch, options, lent) for batch in piece.read()]


def count_batch(batch: Any, options: CountOptions, lent: Lent) -> Group:
    """Count one batch of articles, no more than a cell can number."""
    least, greatest = options.ngram_range
    _, room, counted = _scan(batch, options, keep_stream=greatest > 1)
    arena, starts = _terms(room, counted)
    indptr, ids, counts = counted.indptr, room.ids[: counted.filled], room.counts[: counted.filled]
    parents = lasts = np.zeros(0, dtype=np.int32)
    if greatest > 1:
        known = Tokens()
        n_stop = len(known.add_strings(options.stop_words))
        stop = (known.add(arena, starts) < n_stop).astype(np.uint8)
        parents, lasts, indptr, ids, counts = kernel_grams.count_grams(
            room.stream[: counted.streamed], counted.totals, stop, least, greatest,
            vocabulary.HASHING,
        )  # fmt: skip
    n_ids = counted.n_terms + len(parents)
    firsts = np.zeros(n_ids + 1, dtype=np.int32 if len(ids) < 2**31 else np.int64)
    cells = lent.take(len(ids))
    kernel_counting.order_by_term(indptr, ids, counts, firsts, cells)
    large = np.flatnonzero(counts >= MOST_IN_CELL)
    rows = np.searchsorted(indptr, large, side="right") - 1
    return Group(
        arena, starts, parents.copy(), lasts.copy(), firsts, cells,
        Larger(rows, ids[large], counts[large]), np.diff(indptr).astype(np.int32), counted.totals,
    )  # fmt: skip


class Stream(NamedTuple):
    """A batch's tokens in their order, and the bytes that they stand in."""

    text: Array
    offsets: Integers  # where each article begins in the text, and where the last ends
    hard: Array  # 1 for the articles whose tokens Python wrote
    arena: Array  # the different tokens' bytes, one after the other, and 16 to spare
    starts: Integers  # where each begins, and where the last ends
    totals: Integers  # of each article: its tokens
    ids: Array  # of each token: which of the different tokens it is
    begins: Array  # and the byte of its article at which it begins, save in hard articles


def token_stream(batch: Any, options: CountOptions) -> Stream:
    """All tokens of a batch in their order."""
    source, room, counted = _scan(batch, options, keep_stream=True)
    ids, begins = room.stream[: counted.streamed].copy(), room.begins[: counted.streamed].copy()
    return Stream(*source, *_terms(room, counted), counted.totals, ids, begins)


class Work(NamedTuple):
    """What the compiled pass did to count a batch; seconds depend on the machine, these do not."""

    tokens: int
    blocks: int  # of 64 bytes looked at
    block_bytes: int  # gone past in such blocks
    single_bytes: int  # gone past one by one; with those before, the text
    slots: int  # of the table looked at


def work_of(batch: Any, options: CountOptions) -> Work:
    """What counting a batch takes."""
    _, room, _ = _scan(batch, options, keep_stream=False)
    return Work(*room.work.tolist())


def _scan(
    batch: Any, options: CountOptions, *, keep_stream: bool
) -> tuple[tuple[Array, Integers, Array], kernel_counting.Workspace, kernel_counting.Counted]:
    """A batch's bytes, where its articles begin, which are hard; what ``count_group`` gives."""
    characters = character_table(options.numbers, options.lowercase)
    text, offsets = _bytes_of(batch)
    hard = np.zeros(len(batch), dtype=np.uint8)
    kernel.find_hard(text, offsets, characters, hard)
    listed, listed_offsets = _listed_terms(batch, hard, options)
    room = getattr(_here, "room", None) or kernel_counting.workspace()
    _here.room, counted = kernel_counting.count_group(
        text, offsets, hard, listed, listed_offsets, characters,
        np.uint8(10 if options.numbers else 0),
        kernel.CASE if options.lowercase else np.uint64(0),
        vocabulary.HASHING, keep_stream, room,
    )  # fmt: skip
    return (text, offsets, hard), _here.room, counted


def _terms(
    room: kernel_counting.Workspace, counted: kernel_counting.Counted
) -> tuple[Array, Integers]:
    """Copies of the terms' bytes and of where each begins."""
    return room.arena[: counted.n_bytes + _SPARE].copy(), room.starts[: counted.n_terms + 1].copy()


def _bytes_of(batch: Any) -> tuple[Array, Integers]:
    """A batch's bytes as they lie in memory, and where each article begins."""
    import pyarrow as pa

    _, offsets, data = batch.buffers()
    kind = np.int64 if pa.types.is_large_string(batch.type) else np.int32
    places = np.frombuffer(offsets, dtype=kind)[batch.offset : batch.offset + len(batch) + 1]
    if data is None or data.size < _BLOCK:
        data = (data.to_pybytes() if data is not None else b"").ljust(_BLOCK)
    return _read_only(data), places.astype(np.int64)


def _read_only(data: Any) -> Array:
    """Bytes as an array that the compiled pass does not write to (for Numba a type of its own)."""
    array = np.frombuffer(data, dtype=np.uint8)
    array.flags.writeable = False
    return array


def _listed_terms(batch: Any, hard: Array, options: CountOptions) -> tuple[Array, Integers]:
    """The terms of the hard articles, each ended by a line feed, and where each article's begin."""
    offsets = np.zeros(len(batch) + 1, dtype=np.int64)
    pieces = []
    for row in np.flatnonzero(hard).tolist():
        terms = terms_of(batch[row].as_py(), numbers=options.numbers, lowercase=options.lowercase)
        pieces.append("".join([f"{term}\n" for term in terms]).encode("utf-8"))
        offsets[row + 1] = len(pieces[-1])
    return _read_only(b"".join(pieces) or b"\n"), np.cumsum(offsets)
