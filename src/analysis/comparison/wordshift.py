"""Which terms move two groups of articles apart: the Jensen-Shannon divergence, term by term.

In: counts and groups. Out: table ``word_shift``, largest contribution first.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.comparison.inputs import Groups, group_counts
from analysis.comparison.tables import Counts, Totals
from analysis.errors import InputError
from analysis.schema import check_table

Floats = NDArray[np.float64]


def word_shift(
    counts: Counts,
    groups: Groups,
    target: object,
    reference: object,
    *,
    totals: "Totals | None" = None,
    target_weight: float = 0.5,
) -> pd.DataFrame:
    """Each term's part in the Jensen-Shannon divergence between the groups' vocabularies.

    With shares p in the target and q in the reference, and ``m = w p + (1 - w) q``, a term adds
    ``w p log2(p / m) + (1 - w) q log2(q / m)`` bits, never less than 0.

    Parameters
    ----------
    counts, groups, target, reference, totals
        As in ``compare_terms``. Shares are of the terms counted, which need not be all tokens.
    target_weight
        w, between 0 and 1. At one half the groups weigh the same, whatever their size, and the
        divergence lies between 0 and 1 bit.

    Returns
    -------
    DataFrame
        Table ``word_shift``, by contribution (largest first, to 12 decimals), then by term.
        ``.attrs["divergence"]`` is the sum in bits.

    References
    ----------
    Gallagher et al. (2021), Generalized word shift graphs, EPJ Data Science 10:4.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "a", "b", "b"], "term": ["war", "talks"] * 2,
    ...                       "count": [3, 1, 1, 3]})
    >>> shift = word_shift(table, {"a": "2012", "b": "2016"}, "2016", "2012")
    >>> shift[["term", "contribution", "percent", "toward"]].round(3)
        term  contribution  percent toward
    0  talks         0.094     50.0   2016
    1    war         0.094     50.0   2012
    """
    if not 0 < target_weight < 1:
        raise InputError("target_weight", f"is {target_weight}", "give a number between 0 and 1")
    grouped = group_counts(counts, groups, target, reference, totals=totals)
    sides = []
    for label, rows in (
        (grouped.target, grouped.in_target),
        (grouped.reference, ~grouped.in_target),
    ):
        found = np.asarray(grouped.matrix[rows].sum(axis=0), dtype=float)
        if not found.sum():
            raise InputError(
                "counts",
                f"hold no term of the group {label!r}",
                "count more terms, or leave it out",
            )
        sides.append(found / found.sum())
    p, q = sides
    w = target_weight
    mixed = w * p + (1 - w) * q
    contribution = np.maximum(w * _information(p, mixed) + (1 - w) * _information(q, mixed), 0.0)
    held = [
        np.bincount(grouped.matrix[rows].indices, minlength=len(grouped.terms))
        for rows in (grouped.in_target, ~grouped.in_target)
    ]
    divergence = float(contribution.sum())
    table = pd.DataFrame({
        "term": grouped.terms, "target_share": p * 100, "reference_share": q * 100,
        "target_articles": held[0], "reference_articles": held[1], "contribution": contribution,
        "percent": contribution / divergence * 100 if divergence > 0 else contribution * 0.0,
        "toward": np.where(p > q, grouped.target, np.where(p < q, grouped.reference, "neither")),
    })  # fmt: skip
    table = table[mixed > 0]
    # Terms are sorted; rounding lets values that are equal on paper tie on every machine.
    order = np.argsort(-table["contribution"].round(12).to_numpy(), kind="stable")
    table = table.iloc[order].reset_index(drop=True)
    table["cumulative_percent"] = table["percent"].cumsum()
    result = check_table(table, "word_shift")
    result.attrs = {"divergence": divergence, "notes": list(grouped.notes)}
    return result


def _information(share: Floats, mixed: Floats) -> Floats:
    """``share * log2(share / mixed)``, 0 where the share is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(share > 0, share * np.log2(share / mixed), 0.0)
