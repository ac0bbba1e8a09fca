"""Intervals for a term's log ratio by resampling whole articles, where there are enough of them.

In: counts and groups. Out: table ``bootstrap_intervals``. Below ``design.INTERVALS_FROM`` articles
in either group the ends are left empty: a few articles cannot stand for those that were not drawn.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis.comparison.design import INTERVALS_FROM, INTERVALS_SOURCE
from analysis.comparison.inputs import GroupedCounts, Groups, group_counts
from analysis.comparison.measures import log_ratio
from analysis.comparison.tables import Counts, Totals
from analysis.errors import InputError
from analysis.schema import check_table

Floats = NDArray[np.float64]

_CHUNK_BYTES = 64_000_000
_BLOCK = 64


def bootstrap_intervals(
    counts: Counts,
    groups: Groups,
    target: object,
    reference: object,
    *,
    terms: Iterable[str] | None = None,
    totals: "Totals | None" = None,
    confidence: float = 0.95,
    n_samples: int = 2_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Percentile intervals of ``log_ratio``, articles resampled within each group.

    Parameters
    ----------
    counts, groups, target, reference, totals
        As in ``compare_terms``.
    terms
        The terms wanted; left out, all. A term that no article holds is left out.
    confidence
        Of each interval by itself, not of all together.
    n_samples, seed
        Resamples drawn, and the seed they are drawn with.

    Returns
    -------
    DataFrame
        Table ``bootstrap_intervals``, sorted by term. ``low`` and ``high`` are empty if a group has
        fewer than 30 articles; ``.attrs["reason"]`` then says so.

    References
    ----------
    Cameron, Gelbach and Miller (2008), Bootstrap-based improvements for inference with clustered
    errors, Review of Economics and Statistics 90(3): with five to thirty clusters (here articles,
    which are clusters of words) intervals of this kind are too narrow.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("abcd"), "term": "war", "count": [1, 2, 3, 4]})
    >>> found = bootstrap_intervals(table, {"a": 1, "b": 1, "c": 2, "d": 2}, 2, 1)
    >>> found.attrs["reason"]
    'no intervals: 2 and 2 articles; they need 30 in each group (Cameron, Gelbach and Miller 2008)'
    """
    if not 0 < confidence < 1:
        raise InputError("confidence", f"is {confidence}", "give a number between 0 and 1")
    if n_samples < 100:
        raise InputError("n_samples", f"is {n_samples}", "give at least 100")
    grouped = group_counts(counts, groups, target, reference, totals=totals)
    held = np.bincount(grouped.matrix.indices, minlength=len(grouped.terms)) > 0
    if terms is not None:
        held &= pd.Index(grouped.terms).isin([str(term) for term in terms])
    grouped = grouped.select_terms(held)
    one, two, sizes = _pooled(grouped)
    table = pd.DataFrame({"term": grouped.terms, "log_ratio": log_ratio(one, two, *sizes)})
    reason = ""
    if min(grouped.n_target, grouped.n_reference) < INTERVALS_FROM:
        table["low"] = table["high"] = np.nan
        reason = (
            f"no intervals: {grouped.n_target} and {grouped.n_reference} articles; they need "
            f"{INTERVALS_FROM} in each group ({INTERVALS_SOURCE})"
        )
    else:
        table["low"], table["high"] = _percentiles(grouped, confidence, n_samples, seed)
    result = check_table(table, "bootstrap_intervals")
    result.attrs = {"reason": reason, "notes": list(grouped.notes)}
    return result


def _percentiles(
    grouped: GroupedCounts, confidence: float, n_samples: int, seed: int
) -> tuple[Floats, Floats]:
    """Both ends for every term; terms are taken in chunks, so memory does not grow with them."""
    generator = np.random.default_rng(seed)
    weights, tokens, parts = [], [], []
    for rows in (grouped.in_target, ~grouped.in_target):
        n = int(rows.sum())
        drawn = generator.multinomial(n, np.full(n, 1 / n), size=n_samples)
        # How often an article was drawn: small whole numbers, articles x resamples.
        weights.append(np.ascontiguousarray(drawn.T.astype(np.uint8 if n < 256 else np.uint16)))
        tokens.append((drawn @ grouped.totals[rows]).astype(float))
        parts.append(sparse.csr_array(grouped.matrix[rows].T.tocsr()))
    tail = (1 - confidence) / 2
    n_terms = len(grouped.terms)
    low, high = np.empty(n_terms), np.empty(n_terms)
    chunk = max(1, _CHUNK_BYTES // (8 * n_samples))
    for first in range(0, n_terms, chunk):
        span = slice(first, min(first + chunk, n_terms))
        sums = [_sums(part[span], weight) for part, weight in zip(parts, weights, strict=True)]
        values = log_ratio(sums[0], sums[1], tokens[0], tokens[1])
        # A resample without the term says nothing of its ratio: no difference, to be cautious.
        values = np.nan_to_num(values, nan=0.0)
        low[span], high[span] = np.quantile(values, [tail, 1 - tail], axis=1)
    return low, high


def _sums(by_term: sparse.csr_array, weights: NDArray[np.unsignedinteger]) -> Floats:
    """Weighted counts, terms x resamples, a narrow block of resamples at a time."""
    blocks = [
        by_term @ weights[:, first : first + _BLOCK].astype(np.int64)
        for first in range(0, weights.shape[1], _BLOCK)
    ]
    return np.hstack(blocks).astype(float)


def _pooled(grouped: GroupedCounts) -> tuple[Floats, Floats, tuple[float, float]]:
    """Counts per term and tokens of both groups."""
    parts = (grouped.in_target, ~grouped.in_target)
    one, two = (np.asarray(grouped.matrix[rows].sum(axis=0), dtype=float) for rows in parts)
    sizes = (float(grouped.totals[parts[0]].sum()), float(grouped.totals[parts[1]].sum()))
    return one, two, sizes
