"""Arrays that compiled passes write to, and how they grow when a pass says that one is too short.

In: what a pass needs. Out: arrays that begin with what is used of those before.
"""

from typing import Any

import numpy as np

from analysis.text import kernel_layout as layout
from analysis.text.machine_code import Kernels

Array = np.ndarray[Any, Any]
Hashing = tuple[np.uint64, np.uint64]

_kernel = Kernels("analysis.text.kernel")
_grams = Kernels("analysis.text.kernel_grams")


def grown(array: Array, used: int, needed: int) -> Array:
    """The array, or a larger one that begins with what is used of it."""
    if needed <= len(array):
        return array
    larger = np.empty(max(2 * len(array), needed), dtype=array.dtype)
    larger[:used] = array[:used]
    return larger


def roomy_table(table: Array, hashing: Hashing, terms: int) -> Array:
    """The table of tokens, or a larger one with its entries: no more than half full of so many."""
    size = _doubled(len(table), 8 * terms)
    if size == len(table):
        return table
    larger = np.zeros(size, dtype=np.uint64)
    _kernel.move_entries(table, hashing, larger)
    return larger


def roomy_pairs(table: Array, hashing: Hashing, pairs: int) -> Array:
    """The same of a table of pairs, one a row."""
    size = _doubled(len(table), 2 * pairs)
    if size == len(table):
        return table
    larger = np.zeros((size, 3), dtype=np.uint64)
    _grams.move_pairs(table, hashing, larger)
    return larger


def _doubled(size: int, needed: int) -> int:
    """A power of two times a size, as large as is needed."""
    while size < needed:
        size *= 2
    return size


class Workspace:
    """Arrays that one group after another is counted in; they grow, and are kept.

    Memory that was used before is far cheaper than what the system gives out anew.
    """

    def __init__(self) -> None:
        # Entries; the word of their owner: article + 1, and the place in ids and counts.
        self.table = np.zeros(4 << 12, dtype=np.uint64)
        self.arena = np.empty(1 << 16, dtype=np.uint8)  # the bytes of the terms, in turn
        self.starts = np.empty(1 << 12, dtype=np.int64)  # where each begins
        self.ids = np.empty(1 << 16, dtype=np.int32)
        self.counts = np.empty(1 << 16, dtype=np.uint32)
        self.stream = np.empty(1 << 10, dtype=np.int32)  # the ids of all tokens in their order
        # The byte of its article at which each begins; 0 where the article's are listed.
        self.begins = np.empty(1 << 10, dtype=np.uint32)
        # Records of tokens, from the scan to the table, and the bytes of those that are no plain
        # runs of letters.
        self.found = np.empty(layout.MOST * 4, dtype=np.uint64)
        self.scratch = np.empty(1 << 12, dtype=np.uint8)
        self.state = np.zeros(layout.NEEDS_SCRATCH + 1, dtype=np.int64)
        self.work = np.zeros(layout.SLOTS + 1, dtype=np.int64)

    def clear(self) -> None:
        """Begin a group."""
        self.table.fill(0)
        self.work.fill(0)
        self.state.fill(0)
        self.state[layout.AT] = -1

    def arrays(self) -> tuple[Array, ...]:
        """What the pass is handed, in its order."""
        return (
            self.table, self.arena, self.starts, self.ids, self.counts, self.stream, self.begins,
            self.found, self.scratch, self.state, self.work,
        )  # fmt: skip

    def grow(self, hashing: Hashing) -> None:
        """Make the arrays as long as the state says that the pass needs them."""
        state: list[int] = self.state.tolist()
        filled, streamed = state[layout.FILLED], state[layout.STREAMED]
        self.table = roomy_table(self.table, hashing, state[layout.NEEDS_TABLE] // 8)
        self.arena = grown(self.arena, state[layout.N_BYTES], state[layout.NEEDS_ARENA])
        self.starts = grown(self.starts, state[layout.N_TERMS], state[layout.NEEDS_STARTS])
        self.ids = grown(self.ids, filled, state[layout.NEEDS_COUNTS])
        self.counts = grown(self.counts, filled, state[layout.NEEDS_COUNTS])
        self.stream = grown(self.stream, streamed, state[layout.NEEDS_STREAM])
        self.begins = grown(self.begins, streamed, state[layout.NEEDS_STREAM])
        # Bytes of tokens that are not counted yet stay where they are.
        self.scratch = grown(self.scratch, len(self.scratch), state[layout.NEEDS_SCRATCH])
