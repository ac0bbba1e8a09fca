"""Compiled: the vocabularies of the groups into one, and their counts into rows of a CSR matrix.

In: what ``kernel.count_group`` gave for each group. Out: for each local term its global id, and the
group's rows written where they belong. Importing this module imports Numba.
"""

import numpy as np

from analysis.text.compiling import compiled
from analysis.text.kernel import grown, key_of, mixed

U32 = np.uint64(32)
LOW32 = np.uint64(0xFFFFFFFF)
BLOCK = 256


@compiled
def wider(table):  # type: ignore[no-untyped-def]
    """The same entries (hash's upper half, id + 1) in a table of twice the size."""
    larger = np.zeros(table.shape[0] * 2, dtype=np.uint64)
    mask = np.uint64(larger.shape[0] - 1)
    for old in range(table.shape[0]):
        if table[old] != 0:
            slot = (table[old] >> U32) & mask
            while larger[slot] != 0:
                slot = (slot + np.uint64(1)) & mask
            larger[slot] = table[old]
    return larger


@compiled
def same_term(arena, start, length, other, other_start, other_end):  # type: ignore[no-untyped-def]
    """Whether two terms, each in its own arena, are the same bytes."""
    if other_end - other_start != length:
        return False
    for at in range(length):  # noqa: SIM110
        if arena[start + at] != other[other_start + at]:
            return False
    return True


@compiled
def merge_terms(arena, starts, seed, table, all_bytes, all_starts, n_terms):  # type: ignore[no-untyped-def]
    """Find or add each term of a group; its global ids, and the grown vocabulary."""
    local = starts.shape[0] - 1
    found = np.empty(local, dtype=np.int32)
    while (n_terms + local) * 2 > table.shape[0]:
        table = wider(table)
    mask = np.uint64(table.shape[0] - 1)
    used = all_starts[n_terms]
    all_starts = grown(all_starts, n_terms + 1, n_terms + local + 1)
    all_bytes = grown(all_bytes, used, used + starts[local])
    hashes = np.empty(BLOCK, dtype=np.uint64)
    touched = np.uint64(0)
    for first in range(0, local, BLOCK):
        last = min(first + BLOCK, local)
        # The table is larger than the caches. Reading a block's entries first, none waiting for
        # another, has them at hand when they are compared.
        for term in range(first, last):
            length = starts[term + 1] - starts[term]
            key0, key1 = key_of(arena, starts[term], length)
            h = mixed(key0, key1, length, seed) >> U32
            hashes[term - first] = h
            touched ^= table[h & mask]
        for term in range(first, last):
            h = hashes[term - first]
            start, length = starts[term], starts[term + 1] - starts[term]
            slot = h & mask
            while True:
                entry = table[slot]
                if entry == 0:
                    if n_terms >= 2**31 - 2:
                        raise OverflowError("more than 2**31 different terms")
                    table[slot] = h << U32 | np.uint64(n_terms + 1)
                    found[term] = n_terms
                    for at in range(length):
                        all_bytes[used + at] = arena[start + at]
                    used += length
                    n_terms += 1
                    all_starts[n_terms] = used
                    break
                if entry >> U32 == h:
                    known = np.int64(entry & LOW32) - 1
                    if same_term(
                        arena, start, length, all_bytes, all_starts[known], all_starts[known + 1]
                    ):
                        found[term] = known
                        break
                slot = (slot + np.uint64(1)) & mask
    return found, table, all_bytes, all_starts, n_terms, touched


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
def kept_in_rows(indptr, ids, columns, kept):  # type: ignore[no-untyped-def]
    """How many counts of each row belong to a column."""
    for row in range(indptr.shape[0] - 1):
        n = 0
        for at in range(indptr[row], indptr[row + 1]):
            n += columns[ids[at]] >= 0
        kept[row] = n


@compiled
def fill_rows(indptr, ids, counts, columns, width, row_starts, indices, data):  # type: ignore[no-untyped-def]
    """Write a group's counts to its rows of the matrix, each row sorted by column.

    A row is sorted by radix, eight bits of the column at a time, with its counts beside.
    """
    longest = np.int64((indptr[1:] - indptr[:-1]).max())
    here = np.empty(longest, dtype=np.uint64)
    there = np.empty(longest, dtype=np.uint64)
    ends = np.empty(256, dtype=np.int64)
    for row in range(indptr.shape[0] - 1):
        n = 0
        for at in range(indptr[row], indptr[row + 1]):
            column = columns[ids[at]]
            if column >= 0:
                here[n] = np.uint64(column) << U32 | np.uint64(counts[at])
                n += 1
        shift = 32
        while width >> (shift - 32) > 0:
            for digit in range(256):
                ends[digit] = 0
            for at in range(n):
                ends[(here[at] >> np.uint64(shift)) & np.uint64(255)] += 1
            total = 0
            for digit in range(256):
                size = ends[digit]
                ends[digit] = total
                total += size
            for at in range(n):
                bits = (here[at] >> np.uint64(shift)) & np.uint64(255)
                there[ends[bits]] = here[at]
                ends[bits] += 1
            here, there = there, here
            shift += 8
        first = row_starts[row]
        for at in range(n):
            indices[first + at] = here[at] >> U32
            data[first + at] = here[at] & LOW32
