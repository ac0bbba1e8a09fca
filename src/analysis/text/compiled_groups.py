"""A group of articles, counted by the compiled pass: what goes in as bytes, what comes out.

In: a batch of Arrow strings. Out: ``Group``: its terms, and its counts by term.
"""

import threading
from collections import deque
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from analysis.text import kernel_layout as layout
from analysis.text import vocabulary
from analysis.text.characters import character_table
from analysis.text.compiled_grams import count_grams
from analysis.text.machine_code import Kernels
from analysis.text.options import CountOptions, Integers
from analysis.text.sources import Piece
from analysis.text.tokens import terms_of
from analysis.text.vocabulary import Tokens
from analysis.text.workspace import Array, Workspace

_kernel = Kernels("analysis.text.kernel")
_counting = Kernels("analysis.text.kernel_counting")
_merging = Kernels("analysis.text.kernel_merging")
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
        sums = np.zeros(len(self.firsts) - 1, dtype=np.int64)
        _merging.sum_counts(self.firsts, self.cells, sums)
        np.add.at(sums, self.larger.ids, self.larger.counts.astype(np.int64) - layout.MOST_IN_CELL)
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
    greatest = options.ngram_range[1]
    scanned = _scan(batch, options, keep_stream=greatest > 1)
    arena, starts = scanned.arena, scanned.starts
    indptr, ids, counts = scanned.indptr, scanned.ids, scanned.counts
    parents = lasts = np.zeros(0, dtype=np.int32)
    if greatest > 1:
        known = Tokens()
        n_stop = len(known.add_strings(options.stop_words))
        stop = (known.add(arena, starts) < n_stop).astype(np.uint8)
        parents, lasts, indptr, ids, counts = count_grams(
            scanned.stream, scanned.totals, stop, options.ngram_range, vocabulary.HASHING
        )
    n_ids = len(starts) - 1 + len(parents)
    firsts = np.zeros(n_ids + 1, dtype=np.int32 if len(ids) < 2**31 else np.int64)
    cells = lent.take(len(ids))
    _counting.order_by_term(indptr, ids, counts, firsts, cells)
    large = np.flatnonzero(counts >= layout.MOST_IN_CELL)
    rows = np.searchsorted(indptr, large, side="right") - 1
    return Group(
        arena, starts, parents.copy(), lasts.copy(), firsts, cells,
        Larger(rows, ids[large], counts[large]), np.diff(indptr).astype(np.int32), scanned.totals,
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
    scanned = _scan(batch, options, keep_stream=True)
    return Stream(
        scanned.text, scanned.offsets, scanned.hard, scanned.arena, scanned.starts, scanned.totals,
        scanned.stream.copy(), scanned.begins.copy(),
    )  # fmt: skip


class Work(NamedTuple):
    """What the compiled pass did to count a batch; seconds depend on the machine, these do not."""

    tokens: int
    blocks: int  # of 64 bytes looked at
    block_bytes: int  # gone past in such blocks
    single_bytes: int  # gone past one by one; with those before, the text
    slots: int  # of the table looked at


def work_of(batch: Any, options: CountOptions) -> Work:
    """What counting a batch takes."""
    return Work(*_scan(batch, options, keep_stream=False).work)


class _Scanned(NamedTuple):
    """A batch's bytes, and what ``count_group`` gives; the last four lie in the workspace."""

    text: Array
    offsets: Integers  # where each article begins in the text, and where the last ends
    hard: Array  # 1 for the articles whose tokens Python wrote
    arena: Array  # the terms' bytes, and some to spare
    starts: Integers  # where each begins, and where the last ends
    indptr: Integers  # where each article's ids and counts begin
    totals: Integers  # the tokens of each article
    work: list[int]
    ids: Array
    counts: Array
    stream: Array
    begins: Array


def _scan(batch: Any, options: CountOptions, *, keep_stream: bool) -> _Scanned:
    """Read a batch's tokens, in this thread's workspace."""
    characters = character_table(options.numbers, options.lowercase)
    text, offsets = _bytes_of(batch)
    hard = np.zeros(len(batch), dtype=np.uint8)
    _kernel.find_hard(text, offsets, characters, hard)
    listed, listed_offsets = _listed_terms(batch, hard, options)
    indptr = np.zeros(len(batch) + 1, dtype=np.int64)
    totals = np.zeros(len(batch), dtype=np.int64)
    # A workspace that was left in the middle of a group is cleared as any other.
    room: Workspace = getattr(_here, "room", None) or Workspace()
    _here.room = room
    room.clear()
    while not _counting.count_group(
        text, offsets, hard, listed, listed_offsets, characters,
        np.uint8(10 if options.numbers else 0),
        layout.CASE if options.lowercase else np.uint64(0),
        vocabulary.HASHING, keep_stream, *room.arrays(), indptr, totals,
    ):  # fmt: skip
        room.grow(vocabulary.HASHING)
    state = room.state
    filled, streamed = state[layout.FILLED], state[layout.STREAMED]
    return _Scanned(
        text, offsets, hard, room.arena[: state[layout.N_BYTES] + layout.SPARE].copy(),
        room.starts[: state[layout.N_TERMS] + 1].copy(), indptr, totals, room.work.tolist(),
        room.ids[:filled], room.counts[:filled], room.stream[:streamed], room.begins[:streamed],
    )  # fmt: skip


def _bytes_of(batch: Any) -> tuple[Array, Integers]:
    """A batch's bytes as they lie in memory, and where each article begins."""
    import pyarrow as pa

    _, offsets, data = batch.buffers()
    kind = np.int64 if pa.types.is_large_string(batch.type) else np.int32
    places = np.frombuffer(offsets, dtype=kind)[batch.offset : batch.offset + len(batch) + 1]
    if data is None or data.size < layout.BLOCK:
        data = (data.to_pybytes() if data is not None else b"").ljust(layout.BLOCK)
    return np.frombuffer(data, dtype=np.uint8), places.astype(np.int64)


def _listed_terms(batch: Any, hard: Array, options: CountOptions) -> tuple[Array, Integers]:
    """The terms of the hard articles, each ended by a line feed, and where each article's begin."""
    offsets = np.zeros(len(batch) + 1, dtype=np.int64)
    pieces = []
    for row in np.flatnonzero(hard).tolist():
        terms = terms_of(batch[row].as_py(), numbers=options.numbers, lowercase=options.lowercase)
        pieces.append("".join([f"{term}\n" for term in terms]).encode("utf-8"))
        offsets[row + 1] = len(pieces[-1])
    return np.frombuffer(b"".join(pieces) or b"\n", dtype=np.uint8), np.cumsum(offsets)
