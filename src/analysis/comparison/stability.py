"""Leaving one article out: how far an effect rests on any single text.

In: grouped counts. Out: the range of the log ratio per term, and a table of ranks for figures.
"""

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis.comparison import measures
from analysis.comparison.inputs import GroupedCounts, Groups, group_counts
from analysis.comparison.measures import log_ratio
from analysis.comparison.tables import Counts, Integers, Totals
from analysis.errors import InputError
from analysis.schema import TABLES, check_table

Floats = NDArray[np.float64]


def leave_one_out_range(grouped: GroupedCounts) -> tuple[Floats, Floats]:
    """Smallest and largest log ratio per term as each article is left out in turn.

    An article that is alone in its group is not left out; where nothing is left of a term, that
    article counts for nothing. NaN where no value is left.

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis.comparison.inputs import group_counts
    >>> table = pd.DataFrame({"article_id": list("aabb") + list("cc"), "term": ["x", "y"] * 3,
    ...                       "count": [4, 6, 2, 8, 1, 9]})
    >>> grouped = group_counts(table, {"a": 1, "b": 1, "c": 2}, 1, 2)
    >>> [values.round(3).tolist() for values in leave_one_out_range(grouped)]
    [[1.0, -0.585], [2.0, -0.17]]
    """
    n_terms = len(grouped.terms)
    low, high = np.full(n_terms, np.inf), np.full(n_terms, -np.inf)
    matrix, in_target, totals = grouped.matrix, grouped.in_target, grouped.totals
    counts = [np.asarray(matrix[rows].sum(axis=0), float) for rows in (in_target, ~in_target)]
    tokens = [float(totals[rows].sum()) for rows in (in_target, ~in_target)]
    held_by = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))

    def note(terms: NDArray[np.intp], side: int, taken: Floats, size: Floats | float) -> None:
        left = [counts[0][terms], counts[1][terms]]
        sizes: list[Floats | float] = [*tokens]
        left[side] = left[side] - taken
        sizes[side] = tokens[side] - size
        value = log_ratio(left[0], left[1], sizes[0], sizes[1])
        valid = ~np.isnan(value)
        np.minimum.at(low, terms[valid], value[valid])
        np.maximum.at(high, terms[valid], value[valid])

    for side, rows in enumerate((in_target, ~in_target)):
        members = np.flatnonzero(rows)
        if len(members) < 2:
            continue
        # Articles that hold the term: one value per entry of the matrix.
        entries = np.flatnonzero(rows[held_by])
        note(matrix.indices[entries], side, matrix.data[entries].astype(float),
             totals[held_by[entries]].astype(float))  # fmt: skip
        # Articles that do not: only the total changes, so the longest and the shortest of them
        # give the ends.
        terms, shortest, longest = _lacking_sizes(matrix[members], totals[members])
        for sizes in (shortest, longest):
            note(terms, side, np.zeros(len(terms)), sizes)
    none = low > high
    low[none] = high[none] = np.nan
    return low, high


def _lacking_sizes(
    matrix: sparse.csr_array, totals: Integers
) -> tuple[NDArray[np.intp], Floats, Floats]:
    """For each term that some article lacks: tokens of the shortest and of the longest such one."""
    n_articles, n_terms = matrix.shape
    order = np.argsort(totals, kind="stable")
    by_length, sizes = matrix[order], totals[order].astype(float)
    columns = sparse.csc_array(by_length)
    columns.sort_indices()
    held = np.diff(columns.indptr)
    terms = np.flatnonzero(held < n_articles)
    # Among the articles from the shortest on, the first place that a sorted column skips; and
    # likewise from the longest on. A column of its own run 0, 1, 2, … skips the next.
    place = np.arange(len(columns.indices)) - np.repeat(columns.indptr[:-1], held)
    term = np.repeat(np.arange(n_terms), held)
    first = np.bincount(term, weights=columns.indices == place, minlength=n_terms)
    from_end = np.repeat(n_articles - held, held) + place
    last = (
        n_articles - 1 - np.bincount(term, weights=columns.indices == from_end, minlength=n_terms)
    )
    return terms, sizes[first[terms].astype(int)], sizes[last[terms].astype(int)]


Measure = Literal["log_odds_z", "g2", "lrc", "log_ratio"]


def rank_stability(
    counts: Counts,
    groups: Groups,
    target: object,
    reference: object,
    *,
    totals: "Totals | None" = None,
    by: Measure = "log_odds_z",
    n_leading: int = 20,
    prior_weight: float = 500.0,
    min_articles: int = 1,
) -> pd.DataFrame:
    """The ranks of the leading terms, with all articles and with each one left out.

    Parameters
    ----------
    counts, groups, target, reference, totals, min_articles
        As in ``compare_terms``.
    by
        Terms are ranked by the absolute value of this measure, ties by term. ``log_odds_z`` uses
        the corpus prior with ``prior_weight``.
    n_leading
        How many terms of the full ranking are followed.

    Returns
    -------
    DataFrame
        Table ``rank_stability``: one row per followed term and left-out article, and one with
        ``left_out`` empty for all articles. An article alone in its group is not left out. A term
        that is gone with the article has no value and no rank.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aabbcc"), "term": ["x", "y"] * 3,
    ...                       "count": [4, 6, 2, 8, 1, 9]})
    >>> rank_stability(table, {"a": 1, "b": 1, "c": 2}, 1, 2, by="log_ratio", n_leading=1)
      term left_out     value  rank  n_ranked
    0    x      NaN  1.584963     1         2
    1    x        a  1.000000     1         2
    2    x        b  2.000000     1         2
    """
    if by not in ("log_odds_z", "g2", "lrc", "log_ratio"):
        raise InputError("by", f"is {by!r}", "use log_odds_z, g2, lrc or log_ratio")
    if n_leading < 1:
        raise InputError("n_leading", f"is {n_leading}", "give a number of terms, from 1")
    grouped = group_counts(counts, groups, target, reference, totals=totals)
    held = np.bincount(grouped.matrix.indices, minlength=len(grouped.terms))
    grouped = grouped.select_terms(held >= min_articles)
    sides = (grouped.in_target, ~grouped.in_target)
    counts_of = [np.asarray(grouped.matrix[rows].sum(axis=0), float) for rows in sides]
    tokens_of = [float(grouped.totals[rows].sum()) for rows in sides]
    full = _values(counts_of, tokens_of, by, prior_weight)
    leading = np.argsort(-_sizes(full), kind="stable")[:n_leading]
    rows: list[tuple[object, ...]] = []
    for left_out in [None, *range(len(grouped.article_ids))]:
        if left_out is None:
            values, name = full, None
        else:
            side = 0 if grouped.in_target[left_out] else 1
            if sides[side].sum() == 1:
                continue
            counts_left, tokens_left = list(counts_of), list(tokens_of)
            counts_left[side] = counts_of[side] - grouped.matrix[[left_out]].toarray()[0]
            tokens_left[side] = tokens_of[side] - float(grouped.totals[left_out])
            values = _values(counts_left, tokens_left, by, prior_weight)
            name = grouped.article_ids[left_out]
        ranked, sizes = int((~np.isnan(values)).sum()), _sizes(values)
        for term in leading:
            gone = bool(np.isnan(values[term]))
            rank = None if gone else _rank(sizes, int(term))
            rows.append((grouped.terms[term], name, values[term], rank, ranked))
    return check_table(
        pd.DataFrame(rows, columns=pd.Index(TABLES["rank_stability"].names)), "rank_stability"
    )


def _values(counts: list[Floats], sizes: list[float], by: str, prior_weight: float) -> Floats:
    """One measure of every term; NaN for a term that no article holds."""
    one, two = counts
    some = one + two > 0
    four = (one[some], two[some], sizes[0], sizes[1])
    if by == "log_odds_z":
        prior = (one + two)[some] / sum(sizes) * prior_weight
        found = measures.weighted_log_odds(*four, prior=prior, prior_total=prior_weight)[1]
    else:
        measure = {
            "g2": measures.log_likelihood, "lrc": measures.conservative_log_ratio,
            "log_ratio": measures.log_ratio,
        }[by]  # fmt: skip
        found = measure(*four)
    values = np.full(len(one), np.nan)
    values[some] = found
    return values


def _sizes(values: Floats) -> Floats:
    """Absolute values; a term that no article holds comes last."""
    # Rounded, so that values equal on paper tie on every machine.
    return np.where(np.isnan(values), -1.0, np.round(np.abs(values), 9))


def _rank(sizes: Floats, term: int) -> int:
    """Rank of a term from 1, largest first; terms are sorted, so ties go by term.

    A few terms are followed through thousands of rankings: counting what stands before each takes
    less than sorting all.
    """
    larger = np.count_nonzero(sizes > sizes[term])
    return int(larger + np.count_nonzero(sizes[:term] == sizes[term])) + 1
