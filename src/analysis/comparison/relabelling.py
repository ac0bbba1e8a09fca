"""Dealing articles out to groups of given sizes: in how many ways, and all or some of them.

In: group sizes. Out: numbers of relabellings, and the relabellings themselves in narrow blocks, the
form that the permutation test multiplies by.
"""

from collections.abc import Iterator
from itertools import chain, combinations, islice
from math import comb

import numpy as np
from numpy.typing import NDArray

from analysis.comparison.inputs import Flags


def count_relabellings(n_target: int, n_reference: int) -> int:
    """In how many ways the articles can be dealt out to groups of the same sizes.

    Examples
    --------
    >>> count_relabellings(1, 4), count_relabellings(7, 5)
    (5, 792)
    """
    return comb(n_target + n_reference, n_target)


def smallest_p(
    n_target: int, n_reference: int, *, max_permutations: int = 100_000, n_samples: int = 9_999
) -> float:
    """The smallest two-sided p that the design can give, whatever the texts say.

    The observed relabelling always counts. With groups of equal size its mirror image, which
    swaps the labels, has the same absolute statistic and counts too.

    Examples
    --------
    >>> smallest_p(1, 4), smallest_p(2, 2)
    (0.2, 0.3333333333333333)
    """
    ways = count_relabellings(n_target, n_reference)
    if ways > max_permutations:
        return 1 / (n_samples + 1)
    return min(1.0, (2 if n_target == n_reference else 1) / ways)


def member_blocks(
    group: Flags, ways: int, *, exhaustive: bool, seed: int, block: int
) -> Iterator[NDArray[np.int8]]:
    """Relabellings, some at a time: articles x relabellings, 1 for a member of the group.

    All of them in lexical order, or ``ways`` drawn at random, the same ones whatever ``block``.

    Examples
    --------
    >>> next(member_blocks(np.array([True, False, False]), 3, exhaustive=True, seed=0, block=8))
    array([[1, 0, 0],
           [0, 1, 0],
           [0, 0, 1]], dtype=int8)
    """
    n_articles, size = len(group), int(group.sum())
    generator = np.random.default_rng(seed)
    choices = combinations(range(n_articles), size)
    for first in range(0, ways, block):
        width = min(block, ways - first)
        rows = np.zeros((width, n_articles), dtype=np.int8)
        if exhaustive:
            flat = np.fromiter(
                chain.from_iterable(islice(choices, width)), dtype=np.int64, count=width * size
            )
            rows[np.repeat(np.arange(width), size), flat] = 1
        else:
            for row in rows:
                row[generator.choice(n_articles, size, replace=False, shuffle=False)] = 1
        yield np.ascontiguousarray(rows.T)
