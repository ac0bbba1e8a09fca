"""Articles on the same event: alike in their words, and not many days apart.

In: the articles' words as vectors, and their days. Out: for each article the one at the centre of
its event. The work goes by days; memory grows with the articles, not with the pairs of them.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from analysis.corpus.stars import Floats, Integers, TiedPairs, star_clusters
from analysis.text.counts import count_terms
from analysis.text.machine_code import Kernels
from analysis.text.threads import in_order, processors

DECIMALS = 6
# A cosine that is rounded to a threshold has reached it.
_HALF = 0.5 * 10.0**-DECIMALS
# Articles measured at a time.
_BLOCK = 1_000
_PAIRS = 50_000

_kernel = Kernels("analysis.corpus.events_kernel")


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


def event_centres(
    weights: Any, days: Integers, window: int, least: float, *, compiled: bool
) -> Integers:
    """For each row the centre of its event: of cosine ``least`` or more, ``window`` days at most.

    Parameters
    ----------
    weights
        A row of length 1 for each article, in the order of their days.
    days
        The day of each row, as a number.
    compiled
        Whether compiled code measures; the result is the same.

    Examples
    --------
    >>> weights = tfidf(["Talks begin", "Talks begin today", "Rain falls", "Talks begin"])
    >>> event_centres(weights, np.array([0, 1, 1, 9]), 2, 0.4, compiled=False).tolist()
    [0, 0, 2, 3]
    """
    low = np.searchsorted(days, days - window, side="left")
    high = np.searchsorted(days, days + window, side="right")
    ties = (_FoundAnew if compiled else _kept_ties)(weights, low, high, least - _HALF)
    return star_clusters(ties.count, np.arange(len(days)), ties)[0]


def _kept_ties(weights: Any, low: Integers, high: Integers, least: float) -> TiedPairs:
    """All ties, by products of sparse matrices."""
    size = len(low)
    rows, columns, cosine = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0)]
    for start in range(0, size, _BLOCK):
        stop = min(start + _BLOCK, size)
        first, last = low[start], high[stop - 1]
        product = (weights[start:stop] @ weights[first:last].T).tocoo()
        row, column = product.row.astype(np.int64) + start, product.col.astype(np.int64) + first
        near = (row != column) & (column >= low[row]) & (column < high[row])
        tied = near & (product.data >= least)
        rows.append(row[tied])
        columns.append(column[tied])
        cosine.append(product.data[tied])
    one, other = np.concatenate(rows), np.concatenate(columns)
    return TiedPairs(size, one, other, np.concatenate(cosine))


class _FoundAnew:
    """How many ties each row has; the ties themselves are found again when they are asked for.

    An event that thousands report has millions of ties: none is kept.
    """

    def __init__(self, weights: Any, low: Integers, high: Integers, least: float) -> None:
        by_term = weights.T.tocsr()
        self._rows = (weights.indptr, weights.indices, weights.data)
        self._terms = (by_term.indptr, by_term.indices, by_term.data)
        self._low, self._high, self._least = low, high, least
        self.count: Integers = np.zeros(len(low), dtype=np.int64)
        with ThreadPoolExecutor(processors()) as pool:
            starts = range(0, len(low), _BLOCK)
            for start, counted in zip(starts, in_order(pool, self._count, starts), strict=True):
                self.count[low[start] : low[start] + len(counted)] += counted

    def _count(self, start: int) -> Integers:
        stop = min(start + _BLOCK, len(self._low))
        width = stop - int(self._low[start])
        found, count = np.empty(width, dtype=np.float64), np.zeros(width, dtype=np.int64)
        _kernel.count_ties(
            *self._rows, *self._terms, self._low, self._least, start, stop, found, count
        )
        return count

    def __call__(self, item: int) -> tuple[Integers, Floats]:
        first, last = int(self._low[item]), int(self._high[item])
        found = np.empty(last - first, dtype=np.float64)
        _kernel.add_cosines(*self._rows, *self._terms, item, first, last, found)
        others = np.flatnonzero(found >= self._least) + first
        others = others[others != item]
        return others, found[others - first]
