"""Leaving one article out: how far an effect rests on any single text.

In: grouped counts. Out: the range of the log ratio per term, and tables of ranks for figures.
"""

import numpy as np
from numpy.typing import NDArray

from analysis.comparison.inputs import GroupedCounts
from analysis.comparison.measures import log_ratio

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
        # give the ends. Each article settles all terms that it lacks.
        held = np.bincount(matrix.indices[entries], minlength=n_terms)
        by_length = members[np.argsort(totals[members], kind="stable")]
        for order in (by_length, by_length[::-1]):
            open_terms = np.flatnonzero(held < len(members))
            for article in order:
                if not len(open_terms):
                    break
                own = matrix.indices[matrix.indptr[article] : matrix.indptr[article + 1]]
                lacking = ~np.isin(open_terms, own)
                settled = open_terms[lacking]
                note(settled, side, np.zeros(len(settled)), float(totals[article]))
                open_terms = open_terms[~lacking]
    none = low > high
    low[none] = high[none] = np.nan
    return low, high
