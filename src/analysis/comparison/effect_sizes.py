"""Effect sizes that readers know keywords by: differences and ratios of two relative frequencies.

In: counts of terms in the target and in the reference group, and the tokens of each group. Out: one
float per term. The odds ratio is ``scipy.stats.contingency.odds_ratio(kind="sample")``.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def percent_difference(
    target: ArrayLike, reference: ArrayLike, target_tokens: float, reference_tokens: float
) -> Floats:
    """%DIFF: difference of the rates in per cent of the reference rate; NaN where that is 0.

    References
    ----------
    Gabrielatos and Marchi (2011), Keyness: matching metrics to definitions, Corpus Linguistics
    in the South 8.

    Examples
    --------
    >>> percent_difference([206523, 1], [178174, 0], 959641, 1562358).round(1)
    array([88.7,  nan])
    """
    one, two = np.asarray(target, dtype=float), np.asarray(reference, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = (one * reference_tokens / (two * target_tokens) - 1) * 100
    return np.asarray(np.where(two == 0, np.nan, value))


def difference_coefficient(
    target: ArrayLike, reference: ArrayLike, target_tokens: float, reference_tokens: float
) -> Floats:
    """Difference of the rates over their sum: -1 only in the reference, 1 only in the target.

    NaN where the term occurs in neither.

    References
    ----------
    Hofland and Johansson (1982), Word frequencies in British and American English.

    Examples
    --------
    >>> difference_coefficient([18], [35], 1e6, 1e6).round(2)
    array([-0.32])
    """
    one = np.asarray(target, dtype=float) / target_tokens
    two = np.asarray(reference, dtype=float) / reference_tokens
    with np.errstate(invalid="ignore"):
        return np.asarray((one - two) / (one + two))


def simple_maths(
    target: ArrayLike,
    reference: ArrayLike,
    target_tokens: float,
    reference_tokens: float,
    *,
    added: float = 1.0,
) -> Floats:
    """Ratio of the rates per million tokens, with ``added`` put to both.

    The larger ``added``, the more common the terms that rank first.

    References
    ----------
    Kilgarriff (2009), Simple maths for keywords, Corpus Linguistics Conference.

    Examples
    --------
    >>> simple_maths([35], [263], 112289776, 1559716979).round(4)
    array([1.1224])
    """
    one = np.asarray(target, dtype=float) / target_tokens * 1e6
    two = np.asarray(reference, dtype=float) / reference_tokens * 1e6
    return np.asarray((one + added) / (two + added))
