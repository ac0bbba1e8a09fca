"""The compiled counting pass: a group of articles to its terms and how often each has them.

In: UTF-8 bytes and the offsets of the articles. Out: the group's terms in order of first
occurrence, (indptr, ids, counts), and the same counts by term. Nothing here needs the interpreter;
the callers do the rest. Importing this module imports Numba.
"""

from typing import Any, NamedTuple

import numpy as np

from analysis.text.compiling import compiled
from analysis.text.kernel import (
    LOW32,
    U0,
    U1,
    U2,
    U3,
    U32,
    grown,
    key_of,
    larger_table,
    same_bytes,
)
from analysis.text.kernel_bytes import put_word
from analysis.text.kernel_scanning import MOST, SLOTS, TOKENS, find_tokens, put_token

MOST_IN_CELL = 2**16 - 1
"""The greatest count that half of a cell can say."""


class Workspace(NamedTuple):
    """Arrays that one group after another is counted in; they grow, and are handed on.

    Memory that was used before is far cheaper than what the system gives out anew.
    """

    table: Any  # entries; the word of their owner: article + 1, and the place in ids and counts
    arena: Any  # the bytes of the terms, one after the other
    starts: Any  # where each begins
    ids: Any
    counts: Any
    stream: Any  # the ids of all tokens in their order
    begins: Any  # the byte of its article at which each begins; 0 where the article's are listed
    found: Any  # records of tokens, from the scan to the table
    scratch: Any  # the bytes of those that are no plain runs of letters
    work: Any  # what the group took, see ``kernel_scanning``


def workspace() -> Workspace:
    """Room for a small group."""
    return Workspace(
        table=np.zeros(4 << 12, dtype=np.uint64),
        arena=np.empty(1 << 16, dtype=np.uint8),
        starts=np.empty(1 << 12, dtype=np.int64),
        ids=np.empty(1 << 16, dtype=np.int32),
        counts=np.empty(1 << 16, dtype=np.uint32),
        stream=np.empty(1 << 10, dtype=np.int32),
        begins=np.empty(1 << 10, dtype=np.uint32),
        found=np.empty(MOST * 4, dtype=np.uint64),
        scratch=np.empty(1 << 12, dtype=np.uint8),
        work=np.zeros(5, dtype=np.int64),
    )


class Counted(NamedTuple):
    """How much of the workspace a group filled, and what there is for each article."""

    n_terms: Any
    n_bytes: Any
    filled: Any
    streamed: Any
    indptr: Any  # where each article's ids and counts begin
    totals: Any  # the tokens of each article


@compiled
def listed_tokens(text, at, end, hashing, table, found, scratch, work):  # type: ignore[no-untyped-def]
    """As ``find_tokens``, from terms that Python wrote, each ended by a line feed."""
    n = 0
    used = 0
    while at < end and n < MOST:
        scratch = grown(scratch, used, used + end - at + 16)
        length = 0
        while text[at + length] != 10:
            scratch[used + length] = text[at + length]
            length += 1
        at += length + 1
        key0, key1 = key_of(scratch, used, length, hashing)
        put_token(found, n, key0, key1, length, used, 0, hashing, table)
        n += 1
        if length > 16:
            used += length
    work[TOKENS] += n
    return at, n, scratch


@compiled
def count_group(  # type: ignore[no-untyped-def]
    text,
    offsets,
    hard,
    listed,
    listed_offsets,
    characters,
    digits,
    fold,
    hashing,
    keep_stream,
    room,
):
    """Count the terms of a group of articles.

    Parameters are the bytes, 64 at least; where each article begins in them (one more than
    articles); which articles have their terms listed instead, and these, each ended by a line feed,
    with where each article's begin; the character table; ``digits`` and ``fold`` as ``find_tokens``
    has them; ``hashing``; whether ids and places of all tokens are kept in their order instead of
    being counted; and the workspace.
    The workspace is returned, and how much of it is filled.
    """
    table, arena, starts, ids, counts, stream, begins, found, scratch, work = room
    articles = offsets.shape[0] - 1
    for at in range(table.shape[0]):
        table[at] = U0
    for kind in range(work.shape[0]):
        work[kind] = 0
    mask = np.uint64(table.shape[0] // 4 - 1)
    n_terms = used = filled = streamed = slots = np.int64(0)
    indptr = np.zeros(articles + 1, dtype=np.int64)
    totals = np.zeros(articles, dtype=np.int64)
    for article in range(articles):
        at, end = offsets[article], offsets[article + 1]
        begin = at
        if hard[article]:
            at, end = listed_offsets[article], listed_offsets[article + 1]
        stamp = np.uint64(article + 1) << U32
        while at < end:
            if hard[article]:
                at, n, scratch = listed_tokens(
                    listed, at, end, hashing, table, found, scratch, work
                )
            else:
                at, n, scratch = find_tokens(
                    text, begin, at, end, characters, digits, fold, hashing, table, found,
                    scratch, work,
                )  # fmt: skip
            totals[article] += n
            if keep_stream:
                stream = grown(stream, streamed, streamed + n)
                begins = grown(begins, streamed, streamed + n)
            else:
                ids = grown(ids, filled, filled + n)
                counts = grown(counts, filled, filled + n)
            for token in range(n):
                record = token << 2
                key0, key1 = found[record], found[record + 1]
                sized = found[record + 3]
                slot = (found[record + 2] >> U32) & mask
                while True:
                    slots += 1
                    entry = slot << U2
                    meta = table[entry + U2]
                    if meta == U0:
                        # A new term.
                        length = np.int64(sized >> U32)
                        arena = grown(arena, used, used + length + 16)
                        if length <= 16:
                            put_word(arena, used, key0)
                            put_word(arena, used + 8, key1)
                        else:
                            place = np.int64(sized & LOW32)
                            for byte in range(length):
                                arena[used + byte] = scratch[place + byte]
                        starts = grown(starts, n_terms, n_terms + 2)
                        starts[n_terms] = used
                        used += length
                        term = n_terms
                        n_terms += 1
                        table[entry] = key0
                        table[entry + U1] = key1
                        table[entry + U2] = sized >> U32 << U32 | np.uint64(n_terms)
                        if not keep_stream:
                            table[entry + U3] = stamp | np.uint64(filled)
                            ids[filled] = term
                            counts[filled] = 1
                            filled += 1
                        if n_terms * 8 > table.shape[0]:
                            table = larger_table(table, hashing)
                            mask = np.uint64(table.shape[0] // 4 - 1)
                        break
                    if (
                        table[entry] == key0
                        and table[entry + U1] == key1
                        and (meta ^ sized) >> U32 == U0
                    ):
                        length = np.int64(sized >> U32)
                        term = np.int64(meta & LOW32) - 1
                        if length <= 16 or same_bytes(
                            arena, starts[term], scratch, np.int64(sized & LOW32), length
                        ):
                            if keep_stream:
                                break
                            # Whether it was seen in this article cannot be foretold: no branch.
                            seen = table[entry + U3]
                            fresh = (seen ^ stamp) > LOW32
                            place = filled if fresh else np.int64(seen & LOW32)
                            table[entry + U3] = stamp | np.uint64(place)
                            ids[place] = term
                            counts[place] = np.uint32(1) + (
                                np.uint32(0) if fresh else counts[place]
                            )
                            filled += np.int64(fresh)
                            break
                    slot = (slot + U1) & mask
                if keep_stream:
                    stream[streamed] = term
                    begins[streamed] = found[record + 2] & LOW32
                    streamed += 1
        indptr[article + 1] = filled
    starts = grown(starts, n_terms, n_terms + 1)
    starts[n_terms] = used
    work[SLOTS] += slots
    room = Workspace(table, arena, starts, ids, counts, stream, begins, found, scratch, work)
    return room, Counted(n_terms, used, filled, streamed, indptr, totals)


@compiled
def order_by_term(indptr, ids, counts, firsts, cells):  # type: ignore[no-untyped-def]
    """Write the counts of a group by term: cells of row and count, each in half of a cell's bits.

    ``firsts`` comes with zeros, one more than terms, and leaves with where each term's cells begin.
    """
    for at in range(indptr[-1]):
        firsts[ids[at] + 1] += 1
    total = 0
    for term in range(1, firsts.shape[0]):
        size = firsts[term]
        firsts[term] = total
        total += size
    most = np.uint32(MOST_IN_CELL)
    # While the cells are written each term's end moves from its beginning to where it belongs.
    for row in range(indptr.shape[0] - 1):
        high = np.uint32(row << 16)
        for at in range(indptr[row], indptr[row + 1]):
            end = ids[at] + 1
            cells[firsts[end]] = high | min(counts[at], most)
            firsts[end] += 1
