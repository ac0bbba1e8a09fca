"""Articles on the same event: alike in their words, and not many days apart.

In: the articles' words as vectors, and their days. Out: for each article the one at the centre of
its event. The work goes by days; memory grows with the articles, not with the pairs of them.
"""

from typing import Any

import numpy as np

from analysis.corpus.stars import Floats, Integers, TiedPairs, star_clusters
from analysis.text.counts import count_terms

DECIMALS = 6
# Cells of a block of articles against all within reach of it, and pairs measured at a time.
_CELLS = 20_000_000
_PAIRS = 50_000
# The ties of an article that has more are not kept, but found again if it becomes a centre.
_MOST_KEPT = 200


def tfidf(bodies: Any) -> Any:
    """TF-IDF vectors of length 1 (1 + ln count, smoothed idf, no English function words), CSR."""
    from sklearn.feature_extraction.text import TfidfTransformer

    counts = count_terms(bodies, stop_words="english")
    if not counts.terms:
        return counts.matrix.astype(float)
    return TfidfTransformer(sublinear_tf=True).fit_transform(counts.matrix)


def cosines(weights: Any, first: Integers, second: Integers) -> Floats:
    """The cosine of each pair of rows, to six decimals."""
    found = [np.zeros(0)]
    for at in range(0, len(first), _PAIRS):
        one, other = weights[first[at : at + _PAIRS]], weights[second[at : at + _PAIRS]]
        found.append(np.asarray(one.multiply(other).sum(axis=1), dtype=float).ravel())
    return np.concatenate(found).round(DECIMALS)


def event_centres(weights: Any, days: Integers, window: int, least: float) -> Integers:
    """For each row the centre of its event: of cosine ``least`` or more, ``window`` days at most.

    Parameters
    ----------
    weights
        A row of length 1 for each article, in the order of their days.
    days
        The day of each row, as a number.
    """
    ties = _Ties(weights, days, window, least)
    return star_clusters(ties.count, np.arange(len(days)), ties)[0]


class _Ties:
    """Which rows are alike and near in time: those of few ties kept, the others found when asked.

    Terms are numbered from the rarest to the most frequent. The last terms of each row are set
    aside as long as they together are shorter than half of ``least``: what two rows of that cosine
    share in the others of the first row must then come to the other half (prefix filtering,
    Bayardo, Ma and Srikant 2007, Scaling up all pairs similarity search, WWW). Only such pairs are
    measured; none is missed.
    """

    def __init__(self, weights: Any, days: Integers, window: int, least: float) -> None:
        from scipy import sparse

        frequency = np.bincount(weights.indices, minlength=weights.shape[1])
        rank = np.empty(len(frequency), dtype=weights.indices.dtype)
        rank[np.argsort(frequency, kind="stable")] = np.arange(len(frequency))
        self._weights = sparse.csr_array(
            (weights.data, rank[weights.indices], weights.indptr), shape=weights.shape
        )
        self._weights.sort_indices()
        self._days, self._window, self._least = days, window, least
        self._rare = _without_frequent(self._weights, least / 2)
        size = len(days)
        self.count: Integers = np.zeros(size, dtype=np.int64)
        kept: list[tuple[Integers, Integers, Floats]] = []
        start = 0
        while start < size:
            stop = min(start + max(1, _CELLS // max(1, self._reach(start, start + 1))), size)
            while stop - start > 1 and (stop - start) * self._reach(start, stop) > 2 * _CELLS:
                stop = start + (stop - start) // 2
            row, column, cosine = self._found(start, stop)
            self.count[start:stop] = np.bincount(row - start, minlength=stop - start)
            few = self.count[row] <= _MOST_KEPT
            kept.append((row[few], column[few], cosine[few]))
            start = stop
        self._kept = TiedPairs(size, *map(np.concatenate, zip(*kept, strict=True)))

    def __call__(self, item: int) -> tuple[Integers, Floats]:
        if self.count[item] <= _MOST_KEPT:
            return self._kept(item)
        _, others, cosine = self._found(item, item + 1)
        return others, cosine

    def _bounds(self, start: int, stop: int) -> tuple[int, int]:
        """The rows that are near enough in time to some of these rows."""
        first = np.searchsorted(self._days, self._days[start] - self._window, side="left")
        last = np.searchsorted(self._days, self._days[stop - 1] + self._window, side="right")
        return int(first), int(last)

    def _reach(self, start: int, stop: int) -> int:
        first, last = self._bounds(start, stop)
        return last - first

    def _found(self, start: int, stop: int) -> tuple[Integers, Integers, Floats]:
        """The ties of some rows: row, the other, cosine."""
        first, last = self._bounds(start, stop)
        shared = (self._rare[start:stop] @ self._weights[first:last].T).tocoo()
        enough = shared.data >= self._least / 2 - 1e-9
        row = shared.row[enough].astype(np.int64) + start
        column = shared.col[enough].astype(np.int64) + first
        near = (row != column) & (abs(self._days[row] - self._days[column]) <= self._window)
        row, column = row[near], column[near]
        # Measured the same way round whichever of the two asks.
        cosine = cosines(self._weights, np.minimum(row, column), np.maximum(row, column))
        alike = cosine >= self._least
        return row[alike], column[alike], cosine[alike]


def _without_frequent(weights: Any, longest: float) -> Any:
    """The rows without their last entries, as far as these are no longer than ``longest``."""
    from scipy import sparse

    squares = np.cumsum(np.concatenate([[0.0], weights.data**2]))
    sizes = np.diff(weights.indptr)
    rest = np.repeat(squares[weights.indptr[1:]], sizes) - squares[:-1]
    keep = rest > longest**2 - 1e-9
    indptr = np.concatenate([[0], np.cumsum(keep)])[weights.indptr]
    return sparse.csr_array(
        (weights.data[keep], weights.indices[keep], indptr), shape=weights.shape
    )
