"""Measures of how a term's frequency differs between two groups of texts.

In: counts of terms in the target and in the reference group (arrays) and the tokens of each group.
Out: one float per term. All are descriptions over pooled tokens: they treat every word as drawn on
its own, which words of one article are not, so none of them is offered as a test.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import InputError

Floats = NDArray[np.float64]


def log_likelihood(
    target: ArrayLike, reference: ArrayLike, target_tokens: float, reference_tokens: float
) -> Floats:
    """Log-likelihood ratio G2 over all four cells, uncorrected, signed by direction.

    ``2 * sum(O * ln(O / E))`` over term and not-term in both groups; a cell with O = 0 adds 0.
    Negative where the term's share is smaller in the target. This is quanteda's and keyperm's
    four-cell form; the two-cell form of UCREL's calculator leaves out the not-term cells.

    References
    ----------
    Dunning (1993), Accurate methods for the statistics of surprise and coincidence,
    Computational Linguistics 19(1).

    Examples
    --------
    >>> log_likelihood([10], [0], 13, 31764).round(2)  # Dunning 1993, p. 72, transposed
    array([167.23])
    """
    observed, expected = _cells(target, reference, target_tokens, reference_tokens)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(observed > 0, observed * np.log(observed / expected), 0.0)
    # Rounding may leave a tiny negative sum where the shares are equal.
    return np.asarray(_sign(observed, expected) * np.maximum(2 * parts.sum(axis=0), 0.0))


def chi_squared(
    target: ArrayLike, reference: ArrayLike, target_tokens: float, reference_tokens: float
) -> Floats:
    """Pearson's chi-squared over all four cells, without Yates's correction, signed by direction.

    Examples
    --------
    >>> chi_squared([3], [0], 3, 31774)  # Dunning 1993, p. 73
    array([31777.])
    """
    observed, expected = _cells(target, reference, target_tokens, reference_tokens)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(expected > 0, (observed - expected) ** 2 / expected, 0.0)
    return np.asarray(_sign(observed, expected) * parts.sum(axis=0))


def log_ratio(
    target: ArrayLike,
    reference: ArrayLike,
    target_tokens: ArrayLike,
    reference_tokens: ArrayLike,
    *,
    zero_rule: Literal["hardie", "walter"] = "hardie",
) -> Floats:
    """Binary logarithm of the ratio of relative frequencies: +1 is twice as frequent in the target.

    Parameters
    ----------
    zero_rule
        "hardie" puts 0.5 in place of a count of 0 and leaves all others alone, so that the value
        is exactly log2(target_rate / reference_rate) wherever both rates are above 0. Where the
        0.5 would turn the direction round (0 of few tokens against 1 of many), it is 0. "walter"
        adds 0.5 to every count and to both totals, which is nearly unbiased, and what ``LogRatio``
        of the R package ``corpora`` gives. A term counted in neither group has no value (NaN).

    References
    ----------
    Hardie (2014), Log Ratio: an informal introduction, CASS, Lancaster University.
    Walter (1975), The distribution of Levin's measure of attributable risk, Biometrika 62(2).

    Examples
    --------
    >>> log_ratio([8, 0], [2, 2], 1000, 1000)
    array([ 2., -2.])
    """
    one, two = np.asarray(target, dtype=float), np.asarray(reference, dtype=float)
    size_one = np.asarray(target_tokens, dtype=float)
    size_two = np.asarray(reference_tokens, dtype=float)
    if zero_rule == "walter":
        value = np.log2((one + 0.5) / (size_one + 0.5)) - np.log2((two + 0.5) / (size_two + 0.5))
    elif zero_rule == "hardie":
        filled_one = np.where(one == 0, 0.5, one) * size_two
        filled_two = np.where(two == 0, 0.5, two) * size_one
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.log2(filled_one / filled_two)
        value = np.where(one == 0, np.minimum(value, 0.0), value)
        value = np.where(two == 0, np.maximum(value, 0.0), value)
    else:
        raise InputError("zero_rule", f"is {zero_rule!r}", "use 'hardie' or 'walter'")
    return np.asarray(np.where((one == 0) & (two == 0), np.nan, value))


def conservative_log_ratio(
    target: ArrayLike,
    reference: ArrayLike,
    target_tokens: float,
    reference_tokens: float,
    *,
    confidence: float = 0.95,
    n_tests: int | None = None,
) -> Floats:
    """Evert's LRC: the end nearest 0 of a confidence interval of the log ratio, or 0 inside it.

    Given that a term occurs n times in all, its count in the target is binomial. Clopper and
    Pearson's interval for the share, at ``1 - (1 - confidence) / n_tests`` (Bonferroni), becomes
    one for the log ratio by ``log2(share / (1 - share) * reference_tokens / target_tokens)``.

    Parameters
    ----------
    n_tests
        Size of the family for the Bonferroni correction; left out, the number of terms given.

    References
    ----------
    Evert (2022), Measuring keyness, DH2022; ``keyness(measure = "LRC")`` in the R package corpora.

    Examples
    --------
    >>> conservative_log_ratio([100, 3], [10, 1], 1000, 1000).round(3)
    array([2.272, 0.   ])
    """
    from scipy.special import betaincinv

    one, two = np.broadcast_arrays(
        np.asarray(target, dtype=float), np.asarray(reference, dtype=float)
    )
    family = one.size if n_tests is None else n_tests
    tail = (1 - confidence) / max(family, 1) / 2
    # Counts repeat a great deal; the inverse of the beta function is the costly part.
    pairs, place = np.unique(np.stack([one.ravel(), two.ravel()]), axis=1, return_inverse=True)
    first, second = pairs
    more = first * reference_tokens >= second * target_tokens
    bound = np.where(
        more,
        betaincinv(first, second + 1, tail, where=first > 0, out=np.zeros_like(first)),
        betaincinv(first + 1, second, 1 - tail, where=second > 0, out=np.ones_like(first)),
    )
    with np.errstate(divide="ignore"):
        ratio = np.log2(reference_tokens / target_tokens * bound / (1 - bound))
    clamped = np.where(more, np.maximum(ratio, 0.0), np.minimum(ratio, 0.0))
    return np.asarray(clamped[place].reshape(one.shape))


def weighted_log_odds(
    target: ArrayLike,
    reference: ArrayLike,
    target_tokens: float,
    reference_tokens: float,
    *,
    prior: ArrayLike,
    prior_total: float,
) -> tuple[Floats, Floats]:
    """Difference of log-odds with a Dirichlet prior, and the same over its standard deviation.

    ``log((y1 + a) / (n1 + A - y1 - a)) - log((y2 + a) / (n2 + A - y2 - a))`` with the term's prior
    ``a`` and the prior's sum ``A``; variance ``1 / (y1 + a) + 1 / (y2 + a)``.

    Parameters
    ----------
    prior
        Pseudo-counts of each term, above 0 (one number for a flat prior).
    prior_total
        Their sum over the whole vocabulary.

    Returns
    -------
    tuple of arrays
        log-odds difference, z; NaN for a term that is the only word there is.

    References
    ----------
    Monroe, Colaresi and Quinn (2008), Fightin' words, Political Analysis 16(4), eq. 15, 18, 22.

    Examples
    --------
    >>> delta, z = weighted_log_odds([9], [0], 15326, 10614, prior=0.01, prior_total=37.4)
    >>> delta.round(4), z.round(4)
    (array([6.4378]), array([0.6434]))
    """
    one = np.asarray(target, dtype=float) + np.asarray(prior, dtype=float)
    two = np.asarray(reference, dtype=float) + np.asarray(prior, dtype=float)
    if (np.asarray(prior) <= 0).any():
        raise InputError("prior", "is not above 0 for every term", "give positive pseudo-counts")
    others_one = target_tokens + prior_total - one
    others_two = reference_tokens + prior_total - two
    # Rounding may leave a trace where there is no other word at all.
    defined = (others_one > 1e-9) & (others_two > 1e-9)
    delta = np.full(one.shape, np.nan)
    delta[defined] = np.log(one[defined] / others_one[defined]) - np.log(
        two[defined] / others_two[defined]
    )
    return delta, delta / np.sqrt(1 / one + 1 / two)


def _cells(
    target: ArrayLike, reference: ArrayLike, target_tokens: float, reference_tokens: float
) -> tuple[Floats, Floats]:
    """Observed and expected counts of the four cells: term and not-term, target and reference."""
    one, two = np.broadcast_arrays(
        np.asarray(target, dtype=float), np.asarray(reference, dtype=float)
    )
    tokens = float(target_tokens) + float(reference_tokens)
    observed = np.stack([one, two, target_tokens - one, reference_tokens - two])
    term, rest = one + two, tokens - one - two
    expected = np.stack([
        term * (target_tokens / tokens), term * (reference_tokens / tokens),
        rest * (target_tokens / tokens), rest * (reference_tokens / tokens),
    ])  # fmt: skip
    return observed, expected


def _sign(observed: Floats, expected: Floats) -> Floats:
    """-1 where the target has fewer than expected, 1 elsewhere."""
    return np.where(observed[0] < expected[0], -1.0, 1.0)
