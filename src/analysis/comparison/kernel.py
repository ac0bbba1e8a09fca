"""The compiled inner loop of the permutation test; imports Numba, so it is imported when needed.

In: rates terms x articles as whole numbers, up to 64 relabellings. Out: hits per term and group,
and the largest standardised statistic of each relabelling: what ``permutation._Counter`` computes
with whole arrays, to the last digit.
"""

from functools import partial
from typing import Any

import numba
import numpy as np

from analysis.text.compiling import compiled

_CHUNKS = 64


@partial(compiled, parallel=True)
def count_block(
    indptr: Any,
    indices: Any,
    rates: Any,
    members: Any,
    width: int,
    centre: Any,
    least: Any,
    inverse: Any,
    hits: Any,
) -> Any:
    """Adds to ``hits``; ``members`` has a 64-bit word per article, one bit per relabelling."""
    n_terms = len(indptr) - 1
    largest = np.zeros((_CHUNKS, width), np.float64)
    for chunk in numba.prange(_CHUNKS):
        sums = np.empty(64, np.int64)
        # Strided, because sorted terms are not sorted by how much work they are.
        for term in range(chunk, n_terms, _CHUNKS):
            sums[:] = 0
            for place in range(indptr[term], indptr[term + 1]):
                # Words of all articles stay in the cache, which whole masks would not; a mask of
                # a bit costs less than a product of 64-bit numbers.
                word = members[indices[place]]
                rate = rates[place]
                for k in range(64):
                    sums[k] += rate & -((word >> k) & 1)
            for k in range(width):
                sums[k] = abs(sums[k] - centre[term])
                z = sums[k] * inverse[term]
                if z > largest[chunk, k]:
                    largest[chunk, k] = z
            for group in range(least.shape[1]):
                reached = 0
                for k in range(width):
                    reached += sums[k] >= least[term, group]
                hits[term, group] += reached
    result = np.zeros(width, np.float64)
    for chunk in range(_CHUNKS):
        for k in range(width):
            result[k] = max(result[k], largest[chunk, k])
    return result
