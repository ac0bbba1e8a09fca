"""The compiled counting pass: a group of articles to its terms and how often each has them.

In: UTF-8 bytes and the offsets of the articles. Out: the group's terms in order of first
occurrence, (indptr, ids, counts), and the same counts by term. Nothing here needs the interpreter;
the callers do the rest. Importing this module imports Numba.
"""

import numpy as np

from analysis.text.compiling import compiled
from analysis.text.kernel import LOW32, U0, U1, U2, U3, U32, key_of, same_bytes
from analysis.text.kernel_bytes import put_word
from analysis.text.kernel_layout import (
    ARTICLE,
    AT,
    FILLED,
    MOST,
    MOST_IN_CELL,
    N_BYTES,
    N_TERMS,
    NEEDS_ARENA,
    NEEDS_COUNTS,
    NEEDS_SCRATCH,
    NEEDS_STARTS,
    NEEDS_STREAM,
    NEEDS_TABLE,
    PENDING,
    SLOTS,
    SPARE,
    SPREAD,
    STREAMED,
    TOKENS,
)
from analysis.text.kernel_scanning import find_tokens, put_token


@compiled
def listed_tokens(text, at, end, hashing, table, found, scratch, work):  # type: ignore[no-untyped-def]
    """As ``find_tokens``, from terms that Python wrote, each ended by a line feed."""
    n = 0
    used = 0
    while at < end and n < MOST:
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
    return at, n, used


@compiled
def has_room(state, keep_stream, n, table, arena, starts, counts, stream):  # type: ignore[no-untyped-def]
    """Whether there is room for so many tokens more; if not, the state says how much it takes."""
    state[NEEDS_TABLE] = (state[N_TERMS] + n) * 8
    state[NEEDS_ARENA] = state[N_BYTES] + SPARE * n + state[SPREAD] + SPARE
    state[NEEDS_STARTS] = state[N_TERMS] + n + 2
    if keep_stream:
        state[NEEDS_STREAM] = state[STREAMED] + n
    else:
        state[NEEDS_COUNTS] = state[FILLED] + n
    return (
        state[NEEDS_TABLE] <= table.shape[0]
        and state[NEEDS_ARENA] <= arena.shape[0]
        and state[NEEDS_STARTS] <= starts.shape[0]
        and state[NEEDS_COUNTS] <= counts.shape[0]
        and state[NEEDS_STREAM] <= stream.shape[0]
    )


@compiled
def count_group(  # type: ignore[no-untyped-def]
    text, offsets, hard, listed, listed_offsets, characters, digits, fold, hashing, keep_stream,
    table, arena, starts, ids, counts, stream, begins, found, scratch, state, work, indptr, totals,
):  # fmt: skip
    """Count the terms of a group of articles; whether that is done, or an array is too short.

    Parameters are the bytes, 64 at least; where each article begins in them (one more than
    articles); which articles have their terms listed instead, and these, each ended by a line feed,
    with where each article's begin; the character table; ``digits`` and ``fold`` as ``find_tokens``
    has them; ``hashing``; whether ids and places of all tokens are kept in their order instead of
    being counted; the arrays of ``workspace.Workspace``; where each article's ids and counts begin;
    and the tokens of each article.
    """
    articles = offsets.shape[0] - 1
    mask = np.uint64(table.shape[0] // 4 - 1)
    article, at, n = state[ARTICLE], state[AT], state[PENDING]
    slots = np.int64(0)
    done = True
    while done and article < articles:
        begin, end = offsets[article], offsets[article + 1]
        first = begin
        if hard[article]:
            first, end = listed_offsets[article], listed_offsets[article + 1]
        if at < 0:
            at = first
        stamp = np.uint64(article + 1) << U32
        while n > 0 or at < end:
            if n == 0:
                state[NEEDS_SCRATCH] = 2 * (end - at) + SPARE
                if state[NEEDS_SCRATCH] > scratch.shape[0]:
                    done = False
                    break
                if hard[article]:
                    at, n, spread = listed_tokens(
                        listed, at, end, hashing, table, found, scratch, work
                    )
                else:
                    at, n, spread = find_tokens(
                        text, begin, at, end, characters, digits, fold, hashing, table, found,
                        scratch, work,
                    )  # fmt: skip
                state[SPREAD] = spread
                totals[article] += n
            if not has_room(state, keep_stream, n, table, arena, starts, counts, stream):
                done = False
                break
            n_terms, used = state[N_TERMS], state[N_BYTES]
            filled, streamed = state[FILLED], state[STREAMED]
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
                        if length <= 16:
                            put_word(arena, used, key0)
                            put_word(arena, used + 8, key1)
                        else:
                            place = np.int64(sized & LOW32)
                            for byte in range(length):
                                arena[used + byte] = scratch[place + byte]
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
            n = 0
            state[N_TERMS], state[N_BYTES] = n_terms, used
            state[FILLED], state[STREAMED] = filled, streamed
        if done:
            article += 1
            at = -1
            indptr[article] = state[FILLED]
    starts[state[N_TERMS]] = state[N_BYTES]
    work[SLOTS] += slots
    state[ARTICLE], state[AT], state[PENDING] = article, at, n
    return np.int64(done)


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
