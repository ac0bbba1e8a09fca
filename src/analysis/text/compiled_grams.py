"""The n-grams of a group of articles, counted by the compiled pass.

In: the ids of the group's tokens in their order. Out: the n-grams as pairs of ids, and the group's
counts over tokens and n-grams.
"""

from typing import NamedTuple

import numpy as np

from analysis.text import kernel_layout as layout
from analysis.text.machine_code import Kernels
from analysis.text.options import Integers
from analysis.text.workspace import Array, Hashing, grown, roomy_pairs

_kernel = Kernels("analysis.text.kernel_grams")
_ROOM = 1 << 15


class CountedGrams(NamedTuple):
    """What ``count_group`` gives, with the n-grams."""

    parents: Array  # of each n-gram: the id of what precedes its last token
    lasts: Array  # and the id of that token
    indptr: Integers  # where each article's ids and counts begin
    ids: Array
    counts: Array


def count_grams(
    stream: Array, totals: Integers, stop: Array, lengths: tuple[int, int], hashing: Hashing
) -> CountedGrams:
    """Count the n-grams of each article.

    Parameters
    ----------
    stream, totals
        The ids of all tokens in their order, and how many each article has.
    stop
        Whether each token is a stop word; these are taken out first.
    lengths
        The least and the greatest number of tokens; 1 is a token itself.
    """
    table = np.zeros((2 * _ROOM, 3), dtype=np.uint64)
    parents, lasts = np.empty(_ROOM, dtype=np.int32), np.empty(_ROOM, dtype=np.int32)
    ids, counts = np.empty(_ROOM, dtype=np.int32), np.empty(_ROOM, dtype=np.uint32)
    indptr = np.zeros(len(totals) + 1, dtype=np.int64)
    here = np.empty(int(totals.max(initial=0)), dtype=np.int32)
    of_tokens = np.zeros(len(stop), dtype=np.int64), np.zeros(len(stop), dtype=np.int64)
    state = np.zeros(layout.G_NEEDS_COUNTS + 1, dtype=np.int64)
    state[layout.G_AT] = -1
    while True:
        done = _kernel.count_grams(
            stream, totals, stop, *lengths, hashing, table, parents, lasts, ids, counts, indptr,
            here, *of_tokens, state,
        )  # fmt: skip
        grams, filled = int(state[layout.G_GRAMS]), int(state[layout.G_FILLED])
        if done < 0:
            raise OverflowError("more than 2**31 different terms in a group")
        if done:
            ends = parents[:grams], lasts[:grams]
            return CountedGrams(*ends, indptr, ids[:filled], counts[:filled])
        needed = int(state[layout.G_NEEDS_GRAMS])
        table = roomy_pairs(table, hashing, needed)
        parents, lasts = grown(parents, grams, needed), grown(lasts, grams, needed)
        needed = int(state[layout.G_NEEDS_COUNTS])
        ids, counts = grown(ids, filled, needed), grown(counts, filled, needed)
