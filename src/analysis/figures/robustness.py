"""Figures of robustness: what becomes of a claim under other choices that an analyst could make.

In: the table ``specification_curve``. Out: Axes, and their text alternatives.
"""

from typing import Any

import pandas as pd

from analysis.figures.behind import keep_data
from analysis.figures.style import (
    FAINT,
    QUIET,
    REFERENCE,
    TARGET,
    canvas,
    footnote,
    headline,
    need,
    number_rows,
    percent,
)
from analysis.wording import counted, listed

_COLUMNS = ("specification", "term", "effect", "same_direction")


def specification_strokes(curve: pd.DataFrame, ax: Any = None) -> Any:
    """The effect of each claimed term under every set of choices.

    Parameters
    ----------
    curve
        Table ``specification_curve``; read are specification (1 is the base), term, effect and
        same_direction.
    ax
        Axes to draw on; a figure of its own if left out.

    Returns
    -------
    matplotlib.axes.Axes
        One row per term, in the order of their survival; a stroke for each set of choices, a
        diamond for the base, and at the right the share that keeps the direction.

    Raises
    ------
    InputError
        If a column is missing or there is no row.

    Examples
    --------
    >>> table = pd.DataFrame({"specification": [1, 2], "term": ["war"] * 2, "effect": [1.0, -0.2],
    ...                       "same_direction": [True, False]})
    >>> [text.get_text() for text in specification_strokes(table).texts]
    ['50 %']
    """
    kept = _survival(curve)
    row_of = {term: row for row, term in enumerate(kept.index)}
    table = curve.dropna(subset=["effect"])
    rows = table["term"].map(row_of)
    with canvas(ax, 2.0 + 0.4 * len(kept)) as ax:
        number_rows(ax, list(kept.index), 22, lines=False, kind="term")
        keep_data(ax, curve)
        ax.axvline(0, color=QUIET, linewidth=0.9, zorder=1)
        strokes = table.assign(_row=rows, effect=table["effect"].round(2))
        strokes = strokes.drop_duplicates(["_row", "effect"])
        heights = strokes["_row"] - 0.26, strokes["_row"] + 0.26
        ax.vlines(strokes["effect"], *heights, color=REFERENCE, linewidth=1.2, alpha=0.75)
        base = table[table["specification"] == 1]
        ax.scatter(base["effect"], base["term"].map(row_of), marker="D", s=46, color=TARGET,
                   edgecolor="white", zorder=3)  # fmt: skip
        for term, share in kept.items():
            place = {"xycoords": ax.get_yaxis_transform(), "va": "center", "ha": "left"}
            ax.annotate(percent(share), (1.02, row_of[term]), annotation_clip=False, **place)
        ax.set_xlabel("Log ratio")
        ax.grid(axis="x", color=FAINT, linewidth=0.4)
        headline(ax, _finding(curve, kept))
        footnote(
            ax,
            "Stroke: one set of choices. Diamond: the base. At the right: share of the sets that "
            "keep the direction; a set in which the term is gone does not.",
        )
    return ax


def alt_specification_strokes(curve: pd.DataFrame) -> str:
    """The finding of ``specification_strokes`` in words.

    Examples
    --------
    >>> alt_specification_strokes(pd.DataFrame({"specification": [1, 2], "term": ["war"] * 2,
    ...     "effect": [1.0, -0.2], "same_direction": [True, False]}))
    '0 of 1 term keep their direction under all 2 sets of choices. Share of sets with the direction
    of the base: war 50 %.'
    """
    kept = _survival(curve)
    shares = listed([f"{term} {percent(share)}" for term, share in kept.items()])
    return f"{_finding(curve, kept)}. Share of sets with the direction of the base: {shares}."


def _survival(curve: pd.DataFrame) -> "pd.Series[float]":
    """The share of sets that keep each term's direction, largest first, then by the alphabet."""
    table = need(curve, _COLUMNS, "specification curve")
    shares = table.groupby("term")["same_direction"].mean().astype(float).round(9)
    order = sorted(shares.index, key=lambda term: (-shares[term], term))
    return shares.loc[order]


def _finding(curve: pd.DataFrame, kept: "pd.Series[float]") -> str:
    """How many terms survive everything."""
    return (
        f"{int((kept == 1).sum())} of {counted(len(kept), 'term')} keep their direction under all "
        f"{curve['specification'].nunique():,} sets of choices"
    )
