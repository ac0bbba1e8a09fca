"""A group of many articles in a figure of rates: a mean and two lines where dots would hide dots.

In: the rates of one group. Out: what is drawn of them, and a sentence that says so.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.figures.behind import evidence_link

DOTS_UP_TO = 60
"""Articles of a group that are drawn one by one; more dots would hide one another."""

_SHARES = (0.05, 0.25, 0.75, 0.95)


def spread_of(rates: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """By term, in this order, the quantiles (linear interpolation) and the mean of the rates.

    Examples
    --------
    >>> rates = pd.DataFrame({"term": "war", "rate": [0.0, 1.0, 2.0, 3.0, 4.0]})
    >>> spread_of(rates, ["war"]).loc["war"].tolist()
    [0.2, 1.0, 3.0, 3.8, 2.0]
    """
    by_term = rates.groupby("term")["rate"]
    found: dict[object, Any] = {share: by_term.quantile(share) for share in _SHARES}
    return pd.DataFrame(found | {"mean": by_term.mean()}).loc[list(names)]


def draw_spread(
    ax: Any, spread: pd.DataFrame, shift: float, color: str, mark: str, kind: str
) -> None:
    """A thin line over nine articles in ten, a thick one over the middle half, a mark at the mean.

    Parameters
    ----------
    ax
        Axes with one row per term.
    spread
        As ``spread_of`` gives it.
    shift
        Distance from the row's line.
    color, mark
        The group's.
    kind
        What the rows are, term or frame: what a mark leads to in the report.
    """
    rows = np.arange(len(spread)) + shift
    low, first, third, high = (spread[share] for share in _SHARES)
    ax.hlines(rows, low, high, color=color, linewidth=0.9, zorder=2)
    ax.hlines(rows, first, third, color=color, linewidth=3.2, zorder=2)
    marks = ax.scatter(
        spread["mean"], rows, s=34, marker=mark, color=color, edgecolor="white", linewidth=0.7,
        zorder=3,
    )  # fmt: skip
    marks.set_urls([evidence_link(**{kind: term}) for term in spread.index])


def dots_explained(groups: Sequence[tuple[str, bool]]) -> str:
    """What a mark or a line is: of each group its name, and whether its spread is drawn.

    Examples
    --------
    >>> dots_explained([("2012", False), ("2016", False)])
    'Each dot is one article; articles with the same rate stand in a pile.'
    """
    dots = "ach dot is one article; articles with the same rate stand in a pile."
    lines = "mean of the articles, on a thick line over the middle half of them and a thin one "
    lines += "over nine in ten."
    many = [large for _, large in groups]
    if not any(many):
        return f"E{dots}"
    if all(many):
        return f"Mark: {lines}"
    return " ".join(f"{name}: {lines if large else 'e' + dots}" for name, large in groups)
