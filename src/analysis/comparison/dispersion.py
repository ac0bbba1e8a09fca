"""Dispersion: how evenly a term is spread over the parts of a corpus, here its articles.

In: counts of one term per part, and the sizes of the parts. Out: one figure, whose direction each
function states. ``deviation_of_proportions`` is the one shown in comparisons; the others are for
readers who know a corpus by them.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from analysis.errors import InputError

Floats = NDArray[np.float64]
Formula = Literal["gries 2008", "lijffijt gries 2012", "egbert 2020"]


def deviation_of_proportions(
    counts: ArrayLike, sizes: ArrayLike, *, formula: Formula = "lijffijt gries 2012"
) -> float:
    """Gries's DP: 0 if spread like the parts' sizes, near 1 if crowded into few parts.

    Half the sum of absolute differences between each part's share of the term and its share of
    the tokens.

    Parameters
    ----------
    formula
        "gries 2008": as it stands. "lijffijt gries 2012": divided by ``1 - min(share)``, so that
        1 can be reached by the smallest part. "egbert 2020": divided by ``1 - `` the smallest
        share among the parts that hold the term.

    References
    ----------
    Gries (2008), Dispersions and adjusted frequencies in corpora, IJCL 13(4); Lijffijt and Gries
    (2012), IJCL 17(1); Egbert, Burch and Biber (2020), IJCL 25(1).

    Examples
    --------
    >>> round(deviation_of_proportions([2, 1, 0], [5, 5, 5]), 4)  # Lijffijt and Gries 2012, p. 148
    0.5
    """
    term, share = _shares(counts, sizes)
    plain = float(np.abs(term - share).sum() / 2)
    if formula == "gries 2008":
        return plain
    if formula == "lijffijt gries 2012":
        smallest = share.min()
    elif formula == "egbert 2020":
        smallest = share[term > 0].min()
    else:
        raise InputError(
            "formula", f"is {formula!r}", "use 'gries 2008', 'lijffijt gries 2012' or 'egbert 2020'"
        )
    return float(plain / (1 - smallest)) if smallest < 1 else 0.0


def dp_norm(matrix: sparse.csr_array, sizes: ArrayLike) -> Floats:
    """Normalised DP (Lijffijt and Gries 2012) of every term of a matrix articles x terms.

    Examples
    --------
    >>> dp_norm(sparse.csr_array([[2, 1], [1, 1], [0, 1]]), [5, 5, 5])
    array([0.5, 0. ])
    """
    columns = sparse.csc_array(matrix)
    share = np.asarray(sizes, dtype=float) / np.sum(sizes)
    frequency = np.asarray(columns.sum(axis=0), dtype=float)
    width = np.diff(columns.indptr)
    term = np.repeat(np.arange(columns.shape[1]), width)
    here = share[columns.indices]
    # A part without the term adds its own share; all shares sum to 1.
    gain = np.abs(columns.data / frequency[term] - here) - here
    distance = 1 + np.bincount(term, weights=gain, minlength=columns.shape[1])
    smallest = share.min()
    if smallest >= 1:
        return np.zeros(columns.shape[1])
    value = np.maximum(distance / 2 / (1 - smallest), 0.0)
    # Equal parts that each hold the term equally often are exactly even.
    value[value < 1e-15] = 0.0
    return np.asarray(np.where(frequency > 0, value, np.nan))


def juilland_d(
    counts: ArrayLike,
    sizes: ArrayLike,
    *,
    deviation: Literal["population", "sample"] = "population",
) -> float:
    """Juilland's D: 1 even, 0 (or below, by the sample's deviation) crowded.

    ``1 - CV / sqrt(parts - 1)`` of the rates. The population's standard deviation gives the
    textbook value (0.785 for 1..5 in parts of 9 10 10 10 11), the sample's 0.760.

    Examples
    --------
    >>> round(juilland_d([0, 4, 3, 2, 1], [1] * 5), 4)  # Carroll 1970, p. 14
    0.6464
    """
    if deviation not in ("population", "sample"):
        raise InputError("deviation", f"is {deviation!r}", "use 'population' or 'sample'")
    rates = _rates(counts, sizes)
    spread = float(np.std(rates, ddof=0 if deviation == "population" else 1))
    return float(1 - spread / rates.mean() / np.sqrt(len(rates) - 1))


def carroll_d2(counts: ArrayLike, sizes: ArrayLike) -> float:
    """Carroll's D2: entropy of the rates' shares over its maximum. 1 even, 0 in one part.

    Examples
    --------
    >>> round(carroll_d2([2, 1, 1, 1, 0], [1] * 5), 4)  # Carroll 1970, p. 13
    0.8277
    """
    rates = _rates(counts, sizes)
    share = rates[rates > 0] / rates.sum()
    return float(abs((share * np.log2(share)).sum()) / np.log2(len(rates)))


def rosengren_s(counts: ArrayLike, sizes: ArrayLike) -> float:
    """Rosengren's S: 1 even, the smallest share of tokens if all in one part.

    Examples
    --------
    >>> round(rosengren_s([1, 2, 3, 4, 5], [1] * 5), 3)  # Gries 2008, p. 407
    0.937
    """
    values = np.asarray(counts, dtype=float)
    _, share = _shares(counts, sizes)
    return float(np.sqrt(values * share).sum() ** 2 / values.sum())


def burch_da(counts: ArrayLike, sizes: ArrayLike) -> float:
    """D_A of Burch, Egbert and Biber (2017): mean absolute difference of all pairs of rates.

    ``1 - mean |difference| / (2 * mean rate)``; 1 even, near 0 crowded.

    Examples
    --------
    >>> burch_da([1, 1], [10, 10])
    1.0
    """
    rates = np.sort(_rates(counts, sizes))
    n = len(rates)
    pairs = float((rates * (2 * np.arange(1, n + 1) - n - 1)).sum())
    return 1 - pairs / (n * (n - 1) / 2) / (2 * float(rates.mean()))


def gries_dkl(counts: ArrayLike, sizes: ArrayLike) -> float:
    """Kullback-Leibler divergence of the term's shares from the parts' shares, scaled to 0..1.

    ``1 / (1 + KL)`` with binary logarithms, the scaling by odds that the R package tlda uses;
    1 even, near 0 crowded. Gries (2020), in Paquot and Gries, A Practical Handbook of Corpus
    Linguistics.

    Examples
    --------
    >>> gries_dkl([1, 1], [10, 10])
    1.0
    """
    term, share = _shares(counts, sizes)
    held = term > 0
    divergence = (term[held] * np.log2(term[held] / share[held])).sum()
    return float(1 / (1 + divergence))


def lyne_d3(counts: ArrayLike) -> float:
    """Lyne's D3 for parts of equal size: ``1 - chi-squared / (4 * frequency)``. 1 even.

    Examples
    --------
    >>> round(lyne_d3([1, 2, 3, 4, 5]), 3)  # Gries 2008, p. 408
    0.944
    """
    values = np.asarray(counts, dtype=float)
    _shares(values, np.ones_like(values))
    expected = values.mean()
    return float(1 - ((values - expected) ** 2 / expected).sum() / (4 * values.sum()))


def _shares(counts: ArrayLike, sizes: ArrayLike) -> tuple[Floats, Floats]:
    """Each part's share of the term and of the tokens."""
    values, parts = np.asarray(counts, dtype=float), np.asarray(sizes, dtype=float)
    if values.ndim != 1 or values.shape != parts.shape or len(values) < 2:
        raise InputError(
            "counts and sizes", f"have the shapes {values.shape} and {parts.shape}",
            "give one count and one size for each of at least two parts",
        )  # fmt: skip
    if not (np.isfinite(values).all() and (values >= 0).all() and values.sum() > 0):
        raise InputError("counts", "are not all numbers from 0, with one above 0", "correct them")
    if not (np.isfinite(parts).all() and (parts > 0).all()):
        raise InputError("sizes", "are not all above 0", "leave out the empty parts")
    return np.asarray(values / values.sum()), np.asarray(parts / parts.sum())


def _rates(counts: ArrayLike, sizes: ArrayLike) -> Floats:
    """Occurrences per token of each part."""
    _shares(counts, sizes)
    return np.asarray(np.asarray(counts, dtype=float) / np.asarray(sizes, dtype=float))
