"""Rates as whole numbers, and what is summed of them over articles.

In: counts articles x terms, tokens of each article. Out: rates in fixed point, and sums that come
out the same to the last digit in whatever order they are added up.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.comparison.tables import Integers

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FixedRates:
    """Per-article rates as whole multiples of ``2 ** -bits``, terms x articles."""

    by_term: sparse.csr_array
    bits: int


@dataclass(frozen=True)
class Moments:
    """Exact sums per term over some articles; ``a + b`` is that over the articles of both.

    Attributes
    ----------
    held
        Articles that hold the term.
    total
        Sum of the rates.
    squares
        Sum of squared rates in three parts: with ``rate = high * 2**(bits // 2) + low``, the sums
        of high * high, 2 * high * low and low * low.
    bits
        Of the fixed rates.
    """

    held: Integers
    total: Integers
    squares: tuple[Integers, Integers, Integers]
    bits: int

    def __add__(self, other: "Moments") -> "Moments":
        one, two = self.squares, other.squares
        return Moments(
            self.held + other.held, self.total + other.total,
            (one[0] + two[0], one[1] + two[1], one[2] + two[2]), self.bits,
        )  # fmt: skip

    def deviations(self, n_articles: int) -> Floats:
        """``n * sum(rate**2) - sum(rate)**2``, exact before it is rounded once, to a float."""
        half = self.bits // 2
        high, cross, low = (part.astype(object) for part in self.squares)
        exact = (
            n_articles * ((high << 2 * half) + (cross << half) + low)
            - self.total.astype(object) ** 2
        )
        return np.asarray(exact, dtype=np.float64)


def fixed_rates(
    matrix: sparse.csr_array, totals: Integers, *, n_articles: int | None = None
) -> FixedRates:
    """Rates per token as whole numbers, as fine as leaves room for sums over all articles.

    Parameters
    ----------
    matrix, totals
        Counts articles x terms, and tokens of each article.
    n_articles
        Articles of all partitions, if ``matrix`` is only one of them.

    Examples
    --------
    >>> fixed = fixed_rates(sparse.csr_array([[1, 0], [1, 2]]), np.array([2, 4]))
    >>> (fixed.by_term.toarray() / 2**fixed.bits).tolist()
    [[0.5, 0.25], [0.0, 0.5]]
    """
    whole_study = matrix.shape[0] if n_articles is None else n_articles
    # Rates are at most 1, so their sum stays below 2**60, and that of the parts of squares too.
    bits = min(50, 60 - whole_study.bit_length())
    by_term = sparse.csr_array(matrix.T.tocsr())
    values = by_term.data / np.asarray(totals, dtype=float)[by_term.indices]
    # A power of two: multiplying by it rounds nothing.
    np.rint(np.multiply(values, 2.0**bits, out=values), out=values)
    whole = values.astype(np.int64)
    return FixedRates(
        sparse.csr_array((whole, by_term.indices, by_term.indptr), shape=by_term.shape), bits
    )


def moments(rates: FixedRates) -> Moments:
    """The sums that a permutation test needs of each term.

    Examples
    --------
    >>> fixed = fixed_rates(sparse.csr_array([[1, 0], [1, 2]]), np.array([2, 4]))
    >>> found = moments(fixed)
    >>> (found.total / 2**found.bits).tolist(), found.held.tolist()
    ([0.75, 0.5], [2, 1])
    """
    by_term = rates.by_term
    half = rates.bits // 2

    def summed(values: Integers) -> Integers:
        part = sparse.csr_array((values, by_term.indices, by_term.indptr), shape=by_term.shape)
        return np.asarray(part.sum(axis=1), dtype=np.int64)

    high, low = by_term.data >> half, by_term.data & ((1 << half) - 1)
    return Moments(
        held=np.diff(by_term.indptr).astype(np.int64), total=summed(by_term.data),
        squares=(summed(high * high), summed(2 * high * low), summed(low * low)),
        bits=rates.bits,
    )  # fmt: skip
