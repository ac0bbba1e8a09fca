"""Ties to clusters, without chains: every member of a cluster is tied to its centre.

In: what each item is tied to, and how strongly. Out: the centre of each item's cluster.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def star_clusters(
    ties: Integers, rank: Integers, neighbours: Callable[[int], tuple[Integers, Floats]]
) -> tuple[Integers, Floats]:
    """The centre of each item's cluster, and how strongly the item is tied to it.

    Single linkage would join A and C wherever some B is like both. Here the item with most ties
    becomes a centre (of several, the one of lowest ``rank``), and what is tied to it cannot become
    one; so on with the rest. Each item that is no centre belongs to the centre it is tied to most
    strongly (of several, to the one that came first). What has no tie is its own centre.

    Parameters
    ----------
    ties
        To how many others each item is tied.
    rank
        A different number for each item.
    neighbours
        Given an item, those it is tied to, and how strongly. It is asked for centres only.

    References
    ----------
    Aslam, J. A., Pelekhov, E. and Rus, D. (2004). The star clustering algorithm for static and
    dynamic information organization. Journal of Graph Algorithms and Applications 8(1), 95-129.

    Examples
    --------
    A chain of five, each tied to the next: its ends are not joined.

    >>> ties = tied_pairs(5, np.array([0, 1, 2, 3]), np.array([1, 2, 3, 4]), np.ones(4))
    >>> star_clusters(ties.count, np.arange(5), ties)[0].tolist()
    [1, 1, 1, 3, 3]
    """
    size = len(ties)
    centre, strength = np.arange(size), np.full(size, -np.inf)
    settled = np.zeros(size, dtype=bool)
    candidates = np.flatnonzero(ties)
    candidates = candidates[np.lexsort((rank[candidates], -ties[candidates]))]
    for item in candidates.tolist():
        if settled[item]:
            continue
        others, strong = neighbours(item)
        stronger = strong > strength[others]
        centre[others[stronger]] = item
        strength[others[stronger]] = strong[stronger]
        settled[others] = True
        settled[item] = True
    return centre, strength


class TiedPairs:
    """Pairs, to be asked for what an item is tied to.

    Attributes
    ----------
    count
        To how many others each item is tied.
    """

    def __init__(self, size: int, one: Integers, other: Integers, strength: Floats) -> None:
        order = np.argsort(one, kind="stable")
        self._other, self._strength = other[order], strength[order]
        self._starts = np.searchsorted(one[order], np.arange(size + 1))
        self.count: Integers = np.diff(self._starts)

    def __call__(self, item: int) -> tuple[Integers, Floats]:
        held = slice(self._starts[item], self._starts[item + 1])
        return self._other[held], self._strength[held]


def tied_pairs(size: int, first: Integers, second: Integers, strength: Floats) -> TiedPairs:
    """Pairs that tie both ways, each given once."""
    one, other = np.concatenate([first, second]), np.concatenate([second, first])
    return TiedPairs(size, one, other, np.concatenate([strength, strength]))
