"""The compiled inner loop of the permutation test. Importing this module imports Numba.

In: rates terms x articles as whole numbers, up to 64 relabellings. Out: hits per term and group,
and the largest standardised statistic of each relabelling: what ``permutation._Counter`` computes
with whole arrays, to the last digit.
"""

from analysis.text.compiling import compiled
from analysis.text.kernel_bytes import numbers_at_hand


@compiled
def count_hits(  # type: ignore[no-untyped-def]
    indptr, indices, rates, members, first, step, centre, inverse, least, hits, largest
):
    """Add to ``hits`` of every ``step``-th term; write the largest statistic of each relabelling.

    ``members`` has a 64-bit word per article, one bit per relabelling; ``largest`` begins with
    zeros, as many as there are relabellings.
    """
    sums = numbers_at_hand()
    width = largest.shape[0]
    term = first
    while term < indptr.shape[0] - 1:
        for k in range(64):
            sums[k] = 0
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
            if z > largest[k]:
                largest[k] = z
        for group in range(least.shape[1]):
            for k in range(width):
                hits[term, group] += sums[k] >= least[term, group]
        term += step
