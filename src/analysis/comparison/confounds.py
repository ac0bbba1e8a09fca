"""What else differs between two groups of articles: outlet, agency, event, time.

In: which article is in which group, and what is known of the articles. Out: the table
``confounds``, one row per property. A difference between groups that share no outlet may as well
be one between outlets.
"""

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.schema import TABLES, check_table

FACTORS = ("outlet", "agency", "event", "language", "date")
# Share of the articles, outside the levels that both groups have, from which a factor is called
# nearly the same as the grouping.
NEARLY = 0.8


def find_confounds(
    in_target: "pd.Series[bool]",
    articles: pd.DataFrame | None,
    target: str,
    reference: str,
    factors: tuple[str, ...] = FACTORS,
) -> pd.DataFrame:
    """What else goes with the grouping: table ``confounds``, one row per factor that is known.

    The factor that the articles are grouped by has no row.

    Parameters
    ----------
    in_target
        Article identifier -> True for the target group, False for the reference group.
    articles
        Columns ``article_id`` and any of ``factors``; None gives an empty table.

    Examples
    --------
    >>> about = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["X", "Y"]})
    >>> print(find_confounds(pd.Series({"a": True, "b": False}), about, "new", "old").detail[0])
    The outlet cannot be told apart from the grouping: new is X, old is Y.
    """
    rows: list[tuple[object, ...]] = []
    if articles is not None:
        if "article_id" not in articles.columns:
            raise InputError("articles", "lack the column article_id", "name each article")
        about = articles.set_index(articles["article_id"].astype(str))
        if about.index.has_duplicates:
            twice = about.index[about.index.duplicated()][0]
            raise InputError("articles", f"name {twice!r} twice", "give one row per article")
        lacking = in_target.index.difference(about.index)
        if len(lacking):
            raise InputError(
                "articles", f"lack {lacking[0]!r}, which is in the groups",
                "add its row, or take it out of the groups",
            )  # fmt: skip
        about = about.loc[in_target.index]
        for factor in factors:
            if factor not in about.columns:
                continue
            values = about[factor].replace("", np.nan)
            known = values.notna()
            text = values[known].astype(str)
            side = in_target[known]
            if known.all() and text.equals(side.map({True: target, False: reference}).astype(str)):
                continue  # It is what the articles are grouped by.
            judge = _by_range if factor == "date" else _by_value
            rows.append((factor, *judge(factor, text, side, target, reference)))
    return check_table(pd.DataFrame(rows, columns=pd.Index(TABLES["confounds"].names)), "confounds")


def _by_value(
    factor: str, values: "pd.Series[str]", in_target: "pd.Series[bool]", target: str, reference: str
) -> tuple[object, ...]:
    """n known, Cramér's V, share of articles with a value of both groups, association, detail."""
    one, two = values[in_target], values[~in_target]
    if not (len(one) and len(two)):
        return (
            len(values),
            np.nan,
            np.nan,
            "unknown",
            f"The {factor} is not known of both groups, so that it cannot be ruled out as an "
            "explanation.",
        )
    shared = set(one) & set(two)
    share = float(values.isin(shared).mean())
    association, detail = "none", f"The {factor} is spread alike over both groups."
    if values.nunique() == 1:
        detail = f"The {factor} is {values.iloc[0]} throughout."
    elif not shared:
        association = "perfect"
        detail = (
            f"The {factor} cannot be told apart from the grouping: {target} is {_listed(one)}, "
            f"{reference} is {_listed(two)}."
        )
    elif share < 1:
        association = "near-perfect" if share <= 1 - NEARLY else "partial"
        extent = "almost wholly" if association == "near-perfect" else "partly"
        detail = (
            f"The {factor} goes {extent} with the grouping: {target} is {_listed(one)}, "
            f"{reference} is {_listed(two)}."
        )
    return len(values), _cramers_v(values, in_target), share, association, detail


def _by_range(
    factor: str, values: "pd.Series[str]", in_target: "pd.Series[bool]", target: str, reference: str
) -> tuple[object, ...]:
    """The same for dates: do the periods overlap?"""
    one, two = values[in_target], values[~in_target]
    if not (len(one) and len(two)):
        return _by_value(factor, values, in_target, target, reference)
    within = (one >= two.min()) & (one <= two.max())
    back = (two >= one.min()) & (two <= one.max())
    share = float((within.sum() + back.sum()) / len(values))
    spans = ", ".join(
        f"{name}: {side.min()}" + (f" to {side.max()}" if side.min() < side.max() else "")
        for name, side in ((target, one), (reference, two))
    )
    if one.max() < two.min() or two.max() < one.min():
        return (
            len(values), np.nan, 0.0, "perfect",
            f"The groups lie apart in time ({spans}): whatever else changed meanwhile differs too.",
        )  # fmt: skip
    return len(values), np.nan, share, "none", f"The groups overlap in time ({spans})."


def _cramers_v(values: "pd.Series[str]", in_target: "pd.Series[bool]") -> float:
    """Cramér's V of factor and group, uncorrected: 0 unrelated, 1 one determines the group."""
    if values.nunique() < 2:
        return float("nan")
    from scipy.stats.contingency import association

    return float(association(pd.crosstab(values, in_target).to_numpy(), method="cramer"))


def _listed(values: "pd.Series[str]") -> str:
    """The commonest values with their numbers, at most three."""
    counts = values.value_counts()
    order = sorted(counts.index, key=lambda value: (-counts[value], value))
    shown = [f"{value} ({counts[value]})" if len(values) > 1 else value for value in order[:3]]
    more = f" and {len(order) - 3} more" if len(order) > 3 else ""
    return ", ".join(shown) + more
