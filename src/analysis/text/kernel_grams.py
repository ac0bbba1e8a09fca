"""Compiled: n-grams from the token ids of a group of articles, and their vocabulary.

In: the ids of a group's tokens in their order. Out: (indptr, ids, counts) over tokens and n-grams,
where an n-gram is a pair: the n-gram (or token) without its last token, and that token. Pairs of
ids are exact keys; no text is touched. Importing this module imports Numba.
"""

import numpy as np

from analysis.text.compiling import compiled
from analysis.text.kernel import U1, U32, grown, mixed

NO_MORE = np.int64(2**31 - 2)


@compiled
def larger_pairs(table, hashing):  # type: ignore[no-untyped-def]
    """The same entries (pair, id + 1, article and place) in a table of twice the size."""
    larger = np.zeros((table.shape[0] * 2, 3), dtype=np.uint64)
    mask = np.uint64(larger.shape[0] - 1)
    for old in range(table.shape[0]):
        if table[old, 1] != 0:
            slot = (mixed(table[old, 0], np.uint64(0), 0, hashing) >> U32) & mask
            while larger[slot, 1] != 0:
                slot = (slot + U1) & mask
            for word in range(3):
                larger[slot, word] = table[old, word]
    return larger


@compiled
def count_grams(stream, totals, stop, least, greatest, hashing):  # type: ignore[no-untyped-def]
    """Count the n-grams of each article, stop words taken out first.

    Ids below the number of tokens are tokens; the rest are n-grams, in order of first occurrence.
    """
    n_tokens = stop.shape[0]
    articles = totals.shape[0]
    table = np.zeros((1 << 14, 3), dtype=np.uint64)
    mask = np.uint64(table.shape[0] - 1)
    parents = np.empty(1 << 13, dtype=np.int32)
    lasts = np.empty(1 << 13, dtype=np.int32)
    n_grams = 0
    token_article = np.zeros(n_tokens, dtype=np.int64)
    token_place = np.zeros(n_tokens, dtype=np.int64)
    ids = np.empty(1 << 16, dtype=np.int32)
    counts = np.empty(1 << 16, dtype=np.uint32)
    indptr = np.zeros(articles + 1, dtype=np.int64)
    filled = 0
    first = 0
    for article in range(articles):
        here = np.empty(totals[article], dtype=np.int32)
        n = 0
        for at in range(first, first + totals[article]):
            if stop[stream[at]] == 0:
                here[n] = stream[at]
                n += 1
        first += totals[article]
        stamp = np.uint64(article + 1) << U32
        for at in range(n):
            ids = grown(ids, filled, filled + greatest)
            counts = grown(counts, filled, filled + greatest)
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
                slot = (mixed(pair, np.uint64(0), 0, hashing) >> U32) & mask
                while table[slot, 1] != 0 and table[slot, 0] != pair:
                    slot = (slot + U1) & mask
                if table[slot, 1] == 0:
                    if n_tokens + n_grams >= NO_MORE:
                        raise OverflowError("more than 2**31 different terms in a group")
                    parents = grown(parents, n_grams, n_grams + 1)
                    lasts = grown(lasts, n_grams, n_grams + 1)
                    parents[n_grams] = gram
                    lasts[n_grams] = last
                    table[slot, 0] = pair
                    table[slot, 1] = n_grams + 1
                    n_grams += 1
                    gram = np.int64(n_tokens + n_grams - 1)
                    fresh = True
                else:
                    gram = n_tokens + np.int64(table[slot, 1]) - 1
                    fresh = False
                if size >= least:
                    seen = table[slot, 2]
                    if seen >> U32 << U32 == stamp:
                        counts[seen & np.uint64(0xFFFFFFFF)] += np.uint32(1)
                    else:
                        table[slot, 2] = stamp | np.uint64(filled)
                        ids[filled] = gram
                        counts[filled] = 1
                        filled += 1
                if fresh and n_grams * 2 > table.shape[0]:
                    table = larger_pairs(table, hashing)
                    mask = np.uint64(table.shape[0] - 1)
        indptr[article + 1] = filled
    return parents[:n_grams], lasts[:n_grams], indptr, ids[:filled], counts[:filled]


@compiled
def merge_grams(  # type: ignore[no-untyped-def]
    parents, lasts, tokens, hashing, table, all_parents, all_lasts, n_grams
):
    """Find or add each n-gram of a group; its global number, and the grown vocabulary.

    ``tokens`` gives the global number of each of the group's tokens. A global parent is the number
    of a token or, below 0, -1 - the number of an n-gram.
    """
    n_tokens, local = tokens.shape[0], parents.shape[0]
    found = np.empty(local, dtype=np.int32)
    while (n_grams + local) * 2 > table.shape[0]:
        table = larger_pairs(table, hashing)
    mask = np.uint64(table.shape[0] - 1)
    all_parents = grown(all_parents, n_grams, n_grams + local)
    all_lasts = grown(all_lasts, n_grams, n_grams + local)
    for gram in range(local):
        parent = np.int64(parents[gram])
        # Parents come before their children, so this one has its number already.
        whole = np.int64(tokens[parent]) if parent < n_tokens else -1 - found[parent - n_tokens]
        last = tokens[lasts[gram]]
        pair = np.uint64(whole) << U32 | np.uint64(last)
        slot = (mixed(pair, np.uint64(0), 0, hashing) >> U32) & mask
        while table[slot, 1] != 0 and table[slot, 0] != pair:
            slot = (slot + U1) & mask
        if table[slot, 1] == 0:
            if n_grams >= NO_MORE:
                raise OverflowError("more than 2**31 different terms")
            table[slot, 0] = pair
            table[slot, 1] = n_grams + 1
            all_parents[n_grams] = whole
            all_lasts[n_grams] = last
            n_grams += 1
        found[gram] = np.int64(table[slot, 1]) - 1
    return found, table, all_parents, all_lasts, n_grams
