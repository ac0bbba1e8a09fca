"""Compiled: the vocabularies of the groups into one, and their counts into rows of a CSR matrix.

In: what ``kernel_counting`` gave for each group. Out: for each local term its global id, and the
group's rows written where they belong. Importing this module imports Numba.
"""

import numpy as np

from analysis.text.compiling import compiled
from analysis.text.kernel import (
    LOW32,
    U0,
    U1,
    U2,
    U32,
    key_of,
    mixed,
    same_bytes,
)
from analysis.text.kernel_bytes import prefetch
from analysis.text.kernel_layout import MERGED

MOST_TERMS = 2**31 - 2


@compiled
def merge_terms(  # type: ignore[no-untyped-def]
    arena, starts, hashing, table, all_bytes, all_starts, n_terms, keys, found
):
    """Find or add each term of a group, and write its global id; how many terms there are then.

    -1 if they are more than ids can number. The arena holds 16 bytes or more behind its last term.
    There is room for all terms of the group in the table, the bytes and their places.
    """
    n_local = found.shape[0]
    mask = np.uint64(table.shape[0] // 4 - 1)
    used = all_starts[n_terms]
    for first in range(0, n_local, MERGED):
        last = min(first + MERGED, n_local)
        # The table is larger than the caches: a block's entries are asked for before any is read.
        for term in range(first, last):
            length = starts[term + 1] - starts[term]
            key0, key1 = key_of(arena, starts[term], length, hashing)
            slot = (mixed(key0, key1, length, hashing) >> U32) & mask
            prefetch(table, np.int64(slot << U2))
            keys[term - first, 0], keys[term - first, 1], keys[term - first, 2] = key0, key1, slot
        for term in range(first, last):
            key0, key1, slot = keys[term - first, 0], keys[term - first, 1], keys[term - first, 2]
            start, length = starts[term], starts[term + 1] - starts[term]
            while True:
                entry = slot << U2
                meta = table[entry + U2]
                if meta == U0:
                    if n_terms >= MOST_TERMS:
                        return np.int64(-1)
                    for at in range(length):
                        all_bytes[used + at] = arena[start + at]
                    used += length
                    found[term] = n_terms
                    n_terms += 1
                    all_starts[n_terms] = used
                    table[entry] = key0
                    table[entry + U1] = key1
                    table[entry + U2] = np.uint64(length) << U32 | np.uint64(n_terms)
                    break
                if (
                    table[entry] == key0
                    and table[entry + U1] == key1
                    and np.int64(meta >> U32) == length
                ):
                    known = np.int64(meta & LOW32) - 1
                    if length <= 16 or same_bytes(
                        arena, start, all_bytes, all_starts[known], length
                    ):
                        found[term] = known
                        break
                slot = (slot + U1) & mask
    return np.int64(n_terms)


@compiled
def sort_keys(all_bytes, all_starts, ids, first, second):  # type: ignore[no-untyped-def]
    """The first sixteen bytes of terms as two numbers that sort as the bytes do."""
    for at in range(ids.shape[0]):
        start, end = all_starts[ids[at]], all_starts[ids[at] + 1]
        key0 = key1 = np.uint64(0)
        for byte in range(min(end - start, 8)):
            key0 |= np.uint64(all_bytes[start + byte]) << np.uint64(56 - 8 * byte)
        for byte in range(8, min(end - start, 16)):
            key1 |= np.uint64(all_bytes[start + byte]) << np.uint64(120 - 8 * byte)
        first[at] = key0
        second[at] = key1


@compiled
def gather_lines(all_bytes, all_starts, ids, lines):  # type: ignore[no-untyped-def]
    """Write the terms, each ended by a line feed, one after the other."""
    to = 0
    for at in range(ids.shape[0]):
        for byte in range(all_starts[ids[at]], all_starts[ids[at] + 1]):
            lines[to] = all_bytes[byte]
            to += 1
        lines[to] = 10
        to += 1


@compiled
def sum_counts(firsts, cells, sums):  # type: ignore[no-untyped-def]
    """Add to ``sums`` what the cells of each term of a group say in all."""
    for term in range(sums.shape[0]):
        for at in range(firsts[term], firsts[term + 1]):
            sums[term] += np.int64(cells[at] & np.uint32(0xFFFF))


@compiled
def measure_rows(firsts, cells, terms, sizes):  # type: ignore[no-untyped-def]
    """Add up in ``sizes`` how many counts each row of a group has of these terms."""
    for term in terms:
        for at in range(firsts[term], firsts[term + 1]):
            sizes[cells[at] >> np.uint32(16)] += 1


@compiled
def fill_rows(firsts, cells, terms, columns, places, indices, data):  # type: ignore[no-untyped-def]
    """Write a group's counts of these terms, which come in the order of their columns, as rows.

    ``places`` says where each row's next entry goes; as terms come in order, so do its columns.
    """
    for number in range(terms.shape[0]):
        term, column = terms[number], columns[number]
        for at in range(firsts[term], firsts[term + 1]):
            cell = cells[at]
            row = cell >> np.uint32(16)
            place = places[row]
            places[row] = place + 1
            indices[place] = column
            data[place] = cell & np.uint32(0xFFFF)
