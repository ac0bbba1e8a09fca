"""Compiled: n-grams from the token ids of a group of articles, and their vocabulary.

In: the ids of a group's tokens in their order. Out: (indptr, ids, counts) over tokens and n-grams,
where an n-gram is a pair: the n-gram (or token) without its last token, and that token. Pairs of
ids are exact keys; no text is touched. Importing this module imports Numba.
"""

import numpy as np

from analysis.text.compiling import compiled
from analysis.text.kernel import U1, U32, mixed
from analysis.text.kernel_layout import (
    G_ARTICLE,
    G_AT,
    G_FILLED,
    G_FIRST,
    G_GRAMS,
    G_KEPT,
    G_NEEDS_COUNTS,
    G_NEEDS_GRAMS,
)

NO_MORE = np.int64(2**31 - 2)


@compiled
def slot_of(pair, table, hashing):  # type: ignore[no-untyped-def]
    """Where a pair stands in the table of entries (pair, id + 1, article and place), or belongs."""
    mask = np.uint64(table.shape[0] - 1)
    slot = (mixed(pair, np.uint64(0), 0, hashing) >> U32) & mask
    while table[slot, 1] != 0 and table[slot, 0] != pair:
        slot = (slot + U1) & mask
    return slot


@compiled
def move_pairs(table, hashing, larger):  # type: ignore[no-untyped-def]
    """Put the entries of a table into a larger, empty one."""
    for old in range(table.shape[0]):
        if table[old, 1] != 0:
            slot = slot_of(table[old, 0], larger, hashing)
            for word in range(3):
                larger[slot, word] = table[old, word]


@compiled
def count_grams(  # type: ignore[no-untyped-def]
    stream, totals, stop, least, greatest, hashing, table, parents, lasts, ids, counts, indptr,
    here, token_article, token_place, state,
):  # fmt: skip
    """Count the n-grams of each article, stop words taken out first: whether that is done.

    If not, an array is too short, and the state says how long it has to be. Ids below the number of
    tokens are tokens; the rest are n-grams, in order of first occurrence. ``here`` has room for the
    tokens of the longest article; a token's last article and place begin with zeros.
    """
    n_tokens = stop.shape[0]
    first, at, n = state[G_FIRST], state[G_AT], state[G_KEPT]
    n_grams, filled = state[G_GRAMS], state[G_FILLED]
    article = state[G_ARTICLE]
    done = True
    while done and article < totals.shape[0]:
        if at < 0:
            n = 0
            for place in range(first, first + totals[article]):
                if stop[stream[place]] == 0:
                    here[n] = stream[place]
                    n += 1
            at = 0
        stamp = np.uint64(article + 1) << U32
        while at < n:
            state[G_NEEDS_GRAMS] = n_grams + greatest
            state[G_NEEDS_COUNTS] = filled + greatest
            if (
                state[G_NEEDS_GRAMS] > parents.shape[0]
                or state[G_NEEDS_GRAMS] * 2 > table.shape[0]
                or state[G_NEEDS_COUNTS] > ids.shape[0]
            ):
                done = False
                break
            token = here[at]
            if least == 1:
                if token_article[token] == article + 1:
                    counts[token_place[token]] += np.uint32(1)
                else:
                    token_article[token] = article + 1
                    token_place[token] = filled
                    ids[filled] = token
                    counts[filled] = 1
                    filled += 1
            gram = np.int64(token)
            for size in range(2, greatest + 1):
                if at + size > n:
                    break
                last = here[at + size - 1]
                pair = np.uint64(gram) << U32 | np.uint64(last)
                slot = slot_of(pair, table, hashing)
                if table[slot, 1] == 0:
                    if n_tokens + n_grams >= NO_MORE:
                        return np.int64(-1)
                    parents[n_grams] = gram
                    lasts[n_grams] = last
                    table[slot, 0] = pair
                    table[slot, 1] = n_grams + 1
                    n_grams += 1
                    gram = np.int64(n_tokens + n_grams - 1)
                else:
                    gram = n_tokens + np.int64(table[slot, 1]) - 1
                if size >= least:
                    seen = table[slot, 2]
                    if seen >> U32 << U32 == stamp:
                        counts[seen & np.uint64(0xFFFFFFFF)] += np.uint32(1)
                    else:
                        table[slot, 2] = stamp | np.uint64(filled)
                        ids[filled] = gram
                        counts[filled] = 1
                        filled += 1
            at += 1
        if done:
            first += totals[article]
            article += 1
            at = -1
            indptr[article] = filled
    state[G_ARTICLE], state[G_FIRST], state[G_AT], state[G_KEPT] = article, first, at, n
    state[G_GRAMS], state[G_FILLED] = n_grams, filled
    return np.int64(done)


@compiled
def merge_grams(  # type: ignore[no-untyped-def]
    parents, lasts, tokens, hashing, table, all_parents, all_lasts, n_grams, found
):
    """Find or add each n-gram of a group, and write its global number; how many there are then.

    -1 if they are more than can be numbered. ``tokens`` gives the global number of each of the
    group's tokens. A global parent is the number of a token or, below 0, -1 - the number of an
    n-gram. There is room for all n-grams of the group.
    """
    n_tokens = tokens.shape[0]
    for gram in range(parents.shape[0]):
        parent = np.int64(parents[gram])
        # Parents come before their children, so this one has its number already.
        whole = np.int64(tokens[parent]) if parent < n_tokens else -1 - found[parent - n_tokens]
        last = tokens[lasts[gram]]
        pair = np.uint64(whole) << U32 | np.uint64(last)
        slot = slot_of(pair, table, hashing)
        if table[slot, 1] == 0:
            if n_grams >= NO_MORE:
                return np.int64(-1)
            table[slot, 0] = pair
            table[slot, 1] = n_grams + 1
            all_parents[n_grams] = whole
            all_lasts[n_grams] = last
            n_grams += 1
        found[gram] = np.int64(table[slot, 1]) - 1
    return np.int64(n_grams)
