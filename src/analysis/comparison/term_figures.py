"""What a comparison needs of each term by itself: all that reads the counts of single articles.

In: grouped counts of some terms, with all articles of both groups. Out: ``TermFigures``, which join
over blocks of terms: each term's figures are the same whatever others are counted with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.comparison.dispersion import dp_norm
from analysis.comparison.inputs import GroupedCounts
from analysis.comparison.permutation import Plan, TermHits, term_hits
from analysis.comparison.stability import leave_one_out_range
from analysis.comparison.tables import Integers

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Side:
    """One group's figures per term; rates per 1,000 tokens.

    Attributes
    ----------
    counts, held
        Occurrences, and articles that hold the term.
    mean, least, most
        Of the articles' rates; NaN in a group without articles.
    """

    counts: Integers
    held: Integers
    mean: Floats
    least: Floats
    most: Floats


@dataclass(frozen=True)
class TermFigures:
    """Figures of some terms.

    Attributes
    ----------
    terms
        Which.
    target, reference
        The figures of each group.
    outside
        True where every article of the smaller group lies outside the larger group's range.
    dp_norm, loo_min, loo_max
        As in the table ``comparison``.
    relabelled
        What the permutation test needs; None where a group has no article.
    """

    terms: NDArray[np.object_]
    target: Side
    reference: Side
    outside: NDArray[np.bool_]
    dp_norm: Floats
    loo_min: Floats
    loo_max: Floats
    relabelled: TermHits | None

    def named(self, terms: NDArray[np.object_]) -> "TermFigures":
        """The same figures with other names of the terms."""
        return replace(self, terms=terms)


def term_figures(
    grouped: GroupedCounts, plan: Plan | None, *, progress: bool = False
) -> TermFigures:
    """The figures of these terms.

    Parameters
    ----------
    grouped
        All articles of both groups, and the terms wanted.
    plan
        The relabellings to make; None where a group has no article.
    progress
        Show a progress bar for them.
    """
    one, one_rates = _side(grouped, grouped.in_target)
    two, two_rates = _side(grouped, ~grouped.in_target)
    if grouped.n_reference >= grouped.n_target:
        outside = _all_outside(one_rates, one, two)
    else:
        outside = _all_outside(two_rates, two, one)
    nothing = np.full(len(grouped.terms), np.nan)
    if plan is None:
        return TermFigures(
            grouped.terms, one, two, outside, nothing, nothing, nothing, relabelled=None
        )
    low, high = leave_one_out_range(grouped)
    return TermFigures(
        grouped.terms, one, two, outside, dp_norm(grouped.matrix, grouped.totals), low, high,
        term_hits(grouped.matrix, grouped.totals, plan, progress=progress),
    )  # fmt: skip


def join_figures(blocks: Sequence[TermFigures]) -> TermFigures:
    """The figures of the terms of all blocks, in their order.

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis.comparison.inputs import group_counts
    >>> table = pd.DataFrame({"article_id": ["a", "b"], "term": ["x", "y"], "count": [1, 2]})
    >>> grouped = group_counts(table, {"a": 1, "b": 2}, 1, 2)
    >>> blocks = [term_figures(grouped.select_terms(grouped.terms == x), None) for x in "xy"]
    >>> join_figures(blocks).reference.counts
    array([0, 2])
    """

    def joined(name: str, of: Sequence[object] = blocks) -> NDArray[Any]:
        return np.concatenate([getattr(block, name) for block in of])

    def side(role: str) -> Side:
        of = [getattr(block, role) for block in blocks]
        return Side(*(joined(name, of) for name in ("counts", "held", "mean", "least", "most")))

    relabelled = blocks[0].relabelled
    for block in blocks[1:]:
        if relabelled is not None and block.relabelled is not None:
            relabelled = relabelled + block.relabelled
    return TermFigures(
        joined("terms"), side("target"), side("reference"), joined("outside"), joined("dp_norm"),
        joined("loo_min"), joined("loo_max"), relabelled,
    )  # fmt: skip


def _side(grouped: GroupedCounts, rows: NDArray[np.bool_]) -> tuple[Side, sparse.csc_array]:
    """The figures of a group, and the rates of its articles."""
    columns = sparse.csc_array(grouped.matrix[rows])
    articles, n_terms = columns.shape
    held = np.diff(columns.indptr).astype(np.int64)
    counts = np.asarray(columns.sum(axis=0), dtype=np.int64)
    values = columns.data * 1000.0 / grouped.totals[rows][columns.indices]
    rates = sparse.csc_array((values, columns.indices, columns.indptr), shape=columns.shape)
    if not articles:
        nothing = np.full(n_terms, np.nan)
        return Side(counts, held, nothing, nothing, nothing), rates
    mean = np.asarray(rates.sum(axis=0), dtype=float) / articles
    least, most = np.zeros(n_terms), np.zeros(n_terms)
    some = held > 0
    starts = columns.indptr[:-1][some]
    if some.any():
        most[some] = np.maximum.reduceat(values, starts)
        least[some] = np.minimum.reduceat(values, starts)
    least[held < articles] = 0.0
    return Side(counts, held, mean, least, most), rates


def _all_outside(rates: sparse.csc_array, small: Side, large: Side) -> NDArray[np.bool_]:
    """True where every article of the smaller group lies outside the larger group's range."""
    term = np.repeat(np.arange(rates.shape[1]), np.diff(rates.indptr))
    within = (rates.data >= large.least[term]) & (rates.data <= large.most[term])
    anyone = np.bincount(term, weights=within, minlength=rates.shape[1]) > 0
    # An article without the term has the rate 0.
    zero_within = (small.held < rates.shape[0]) & (large.least <= 0)
    return np.asarray(~(anyone | zero_within))
