"""Figures of term comparison, one dot an article: rates, and what each article weighs.

In: rates per article, and the table ``comparison``. Out: Axes, and their text alternatives. The
target group is an orange diamond, the reference group a navy circle.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.figures.behind import evidence_link, keep_data
from analysis.figures.spread import DOTS_UP_TO, dots_explained, draw_spread, spread_of
from analysis.figures.style import (
    ALL_ALONE,
    QUIET,
    REFERENCE,
    REFERENCE_MARK,
    TARGET,
    TARGET_MARK,
    canvas,
    footnote,
    group_name,
    headline,
    need,
    nothing,
    number_rows,
)
from analysis.wording import counted, listed

_SHIFT, _ROOM = 0.13, 0.42
"""Distance of a group from its row's line, how far its pile may reach."""
_RATES = ("term", "article_id", "group", "rate")
# Letters of two names that find room in one row.
_ONE_ROW = 34


def term_dots(
    rates: pd.DataFrame,
    target: object,
    reference: object,
    *,
    terms: Sequence[str] | None = None,
    unit: str = "Occurrences per 1,000 words of an article",
    kind: str = "term",
    ax: Any = None,
) -> Any:
    """The rate of each term in every article, both groups on one axis.

    Parameters
    ----------
    rates
        One row per term and article: term, article_id, group, rate (per 1,000 tokens).
    target, reference
        Values of ``group``.
    terms
        Terms from top to bottom; their order in the table if left out.
    unit
        What ``rate`` measures, if not that: the figure serves shares of frames as well.
    kind
        What the rows are, term or frame: what a dot and a label lead to in the report.
    ax
        Axes to draw on; a figure of its own if left out.

    Returns
    -------
    matplotlib.axes.Axes
        One row per term, the target over its line and the reference under it; a dot is an article.
        Dots that would cover each other stand in a pile. Of a group of more than 60 articles the
        mean is shown instead, on a thick line over the middle half of them and a thin one over
        nine in ten (quantiles by linear interpolation).

    Raises
    ------
    InputError
        If a column, a group or a term is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"term": ["war"] * 2, "article_id": ["a", "b"], "group": [1, 2],
    ...                       "rate": [3.0, 5.0]})
    >>> term_dots(table, 2, 1).get_xlabel()
    'Occurrences per 1,000 words of an article'
    """
    table = _two_groups(rates, target, reference)
    names = list(dict.fromkeys(table["term"])) if terms is None else [str(term) for term in terms]
    known = set(table["term"])
    missing = [term for term in names if term not in known]
    if missing:
        raise InputError("terms", f"names {missing[0]!r}, which the rates lack", "leave it out")
    table = table[table["term"].isin(names)]
    sizes = _sizes(table, target, reference)
    spreads = {
        group: spread_of(table[table["group"] == group], names)
        for group, n in sizes.items()
        if n > DOTS_UP_TO
    }
    singly = table.loc[~table["group"].isin(spreads), "rate"]
    reach = max([1e-9, *singly, *(float(spread.to_numpy().max()) for spread in spreads.values())])
    area = 46 if max(sizes.values()) <= 12 else 22
    with canvas(ax, 1.9 + 0.42 * len(names)) as ax:
        number_rows(ax, names, 22, kind=kind)
        keep_data(ax, table[list(_RATES)])
        ax.set_ylim(len(names) - 0.4, -1.15)
        for label, color, mark, side in (
            (reference, REFERENCE, REFERENCE_MARK, 1),
            (target, TARGET, TARGET_MARK, -1),
        ):
            mine = table[table["group"] == label]
            if label in spreads:
                draw_spread(ax, spreads[label], side * (_SHIFT + 0.08), color, mark, kind)
                continue
            at = [_pile(mine[mine["term"] == term], reach) for term in names]
            spots = [
                (rate, row + side * (_SHIFT + height))
                for row, pile in enumerate(at)
                for rate, height, _ in pile
            ]
            dots = ax.scatter(
                *zip(*spots, strict=True),
                s=area,
                marker=mark,
                color=color,
                edgecolor="white",
                linewidth=0.7,
                zorder=3,
            )
            dots.set_urls(
                [
                    evidence_link(**{kind: term, "article": article})
                    for term, pile in zip(names, at, strict=True)
                    for _, _, article in pile
                ]
            )
        ax.set_xlim(-0.03 * reach, 1.05 * reach)
        ax.set_xlabel(unit)
        _name_groups(ax, table, target, reference, names[0])
        headline(
            ax,
            f"{counted(len(names), 'term')} in {counted(sizes[target])} of {group_name(target)} "
            f"and {counted(sizes[reference])} of {group_name(reference)}",
        )
        footnote(
            ax,
            dots_explained(
                [(group_name(group), group in spreads) for group in (target, reference)]
            ),
        )
    return ax


def _pile(rates: pd.DataFrame, reach: float) -> list[tuple[float, float, str]]:
    """Each rate with a height off the line, so that dots that would coincide are all seen."""
    spots: list[tuple[float, float, str]] = []
    heights: dict[int, int] = {}
    for rate, article in sorted(zip(rates["rate"], rates["article_id"], strict=True)):
        place = round(rate / reach * 40)
        below = heights.get(place, 0)
        heights[place] = below + 1
        height = below * (_ROOM - _SHIFT) / max(3, len(rates) - 1)
        spots.append((rate, height, str(article)))
    return spots


def _name_groups(
    ax: Any, table: pd.DataFrame, target: object, reference: object, term: str
) -> None:
    """The groups' names over the first row, each with a line to one of its dots there."""
    first = table[table["term"] == term]
    spots: list[tuple[float, float, str, str]] = []
    for group, color, shift in ((reference, REFERENCE, _SHIFT), (target, TARGET, -_SHIFT)):
        n = table.loc[table["group"] == group, "article_id"].nunique()
        rates = first.loc[first["group"] == group, "rate"]
        most = float(rates.max()) if len(rates) else 0.0
        if n > DOTS_UP_TO:
            most = float(rates.mean())
        spots.append((most, shift, f"{group_name(group)} (n = {n})", color))
    # The group that lies further left is named at the left, so that the lines do not cross.
    left, right = sorted(spots, key=lambda spot: (spot[0], spot[1]))
    # Long names stand one over the other.
    apart = len(left[2]) + len(right[2]) > _ONE_ROW
    if apart:
        ax.set_ylim(ax.get_ylim()[0], -1.75)
    for (x, y, label, color), at, side in ((left, 0.0, "left"), (right, 1.0, "right")):
        end = ax.transData.inverted().transform(ax.transAxes.transform((at, 0)))[0]
        ax.annotate(
            label,
            (x, y),
            xytext=(end, -1.4 if apart and at else -0.8),
            color=color,
            fontsize=10,
            weight="bold",
            ha=side,
            va="center",
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": color,
                "linewidth": 0.7,
                "shrinkB": 4,
                "shrinkA": 1,
            },
        )


def alt_term_dots(rates: pd.DataFrame, target: object, reference: object) -> str:
    """The finding of ``term_dots`` in words.

    Examples
    --------
    >>> alt_term_dots(pd.DataFrame({"term": ["war"] * 3, "article_id": ["a", "b", "c"],
    ...     "group": [1, 1, 2], "rate": [0.0, 3.0, 5.0]}), 2, 1)
    'Occurrences per 1,000 words in 1 article of 2 and 2 articles of 1: war 5.0 against 0.0 to 3.0.'
    """
    table = _two_groups(rates, target, reference)
    sizes = _sizes(table, target, reference)
    parts = []
    for term in dict.fromkeys(table["term"]):
        mine = table[table["term"] == term]
        values = [mine.loc[mine["group"] == group, "rate"] for group in (target, reference)]
        parts.append(f"{term} {_range(values[0])} against {_range(values[1])}")
    return (
        f"Occurrences per 1,000 words in {counted(sizes[target])} of {target} and "
        f"{counted(sizes[reference])} of {reference}: {'; '.join(parts)}."
    )


def leave_one_out(
    comparison: pd.DataFrame, *, terms: Sequence[str] | None = None, n_articles: int, ax: Any = None
) -> Any:
    """How far each term's log ratio moves when one article is left out.

    Parameters
    ----------
    comparison
        Table ``comparison``; read are term, log_ratio, loo_min and loo_max.
    terms
        Terms from top to bottom; left out, the table's own order.
    n_articles
        Articles that were left out in turn: those that are not alone in their group.
    ax
        Axes to draw on; a figure of its own if left out.

    Returns
    -------
    matplotlib.axes.Axes
        One row per term: the range as a line, the log ratio of all articles as a dot. A term whose
        range holds 0 is hollow: one article decides its direction. A line that says so where no
        term has a range, because each group has a single article.

    Raises
    ------
    InputError
        If a column is missing or there is no term.

    Examples
    --------
    >>> table = pd.DataFrame({"term": ["war"], "log_ratio": [1.0], "loo_min": [-0.5],
    ...                       "loo_max": [1.5]})
    >>> leave_one_out(table, n_articles=5).get_xlabel()
    'Log ratio'
    """
    table = _ranges(comparison, terms)
    if table.empty:
        return nothing(ax, "One article at a time", ALL_ALONE)
    with canvas(ax, 1.9 + 0.32 * len(table)) as ax:
        number_rows(ax, list(table["term"]), 22, kind="term")
        keep_data(ax, table[["term", "log_ratio", "loo_min", "loo_max"]])
        ax.axvline(0, color=QUIET, linewidth=0.9, zorder=1)
        held = ~_crosses(table)
        rows = np.arange(len(table))
        for mask, color in ((held, None), (~held, QUIET)):
            mine = table[mask]
            colors = [color or (TARGET if ratio > 0 else REFERENCE) for ratio in mine["log_ratio"]]
            ax.hlines(
                rows[mask], mine["loo_min"], mine["loo_max"], color=colors, linewidth=3, zorder=2
            )
            # Leaving out an article of a small group can move every value to one side of the dot.
            ends = mine[["loo_min", "loo_max", "log_ratio"]]
            ax.hlines(rows[mask], ends.min(axis=1), ends.max(axis=1), color=colors, linewidth=0.7)
            ax.scatter(
                mine["log_ratio"],
                rows[mask],
                s=44,
                zorder=3,
                facecolor=colors if color is None else "white",
                edgecolor=colors,
                linewidth=1.4,
            )
        ax.set_xlabel("Log ratio")
        ax.margins(x=0.06)
        headline(
            ax,
            f"{int(held.sum())} of {counted(len(table), 'term')} keep their direction "
            f"whichever of {counted(n_articles)} is left out",
        )
        footnote(
            ax,
            "Dot: all articles. Thick line: smallest and largest value without one of them. "
            "Hollow: one article decides the direction.",
        )
    return ax


def alt_leave_one_out(comparison: pd.DataFrame, *, terms: Sequence[str] | None = None) -> str:
    """The finding of ``leave_one_out`` in words.

    Examples
    --------
    >>> alt_leave_one_out(pd.DataFrame({"term": ["war"], "log_ratio": [1.0], "loo_min": [-0.5],
    ...     "loo_max": [1.5]}))
    'Range of the log ratio of 1 term when each article is left out in turn: war -0.5 to 1.5.
    Depends on a single article for its direction: war.'
    """
    table = _ranges(comparison, terms)
    if table.empty:
        return ALL_ALONE
    ranges = "; ".join(
        f"{row.term} {row.loo_min:.1f} to {row.loo_max:.1f}" for row in table.head(20).itertuples()
    )
    fragile = table.loc[_crosses(table), "term"].tolist()
    verdict = (
        f"Depends on a single article for its direction: {listed(fragile)}."
        if fragile
        else "No term changes its direction."
    )
    return (
        f"Range of the log ratio of {counted(len(table), 'term')} when each article is left "
        f"out in turn: {ranges}. {verdict}"
    )


def _two_groups(rates: pd.DataFrame, target: object, reference: object) -> pd.DataFrame:
    """The rows of the two groups, both present."""
    table = need(rates, _RATES, "rates")
    for name, value in (("target", target), ("reference", reference)):
        if not (table["group"] == value).any():
            known = ", ".join(map(str, sorted(set(table["group"]), key=str)))
            raise InputError(name, f"is {value!r}, which no article has", f"groups are {known}")
    return table[table["group"].isin([target, reference])]


def _sizes(table: pd.DataFrame, *groups: object) -> dict[object, int]:
    """Articles in each group."""
    return {
        group: int(table.loc[table["group"] == group, "article_id"].nunique()) for group in groups
    }


def _ranges(comparison: pd.DataFrame, terms: Sequence[str] | None) -> pd.DataFrame:
    """The terms that have a range, in the order asked for; there may be none."""
    columns = ("term", "log_ratio", "loo_min", "loo_max")
    table = need(comparison, columns, "comparison").dropna(subset=list(columns))
    if terms is not None:
        place = {str(term): row for row, term in enumerate(terms)}
        table = table[table["term"].isin(place)].sort_values("term", key=lambda t: t.map(place))
    return table


def _crosses(table: pd.DataFrame) -> Any:
    """Whether the range of each term holds 0."""
    return ((table["loo_min"] <= 0) & (table["loo_max"] >= 0)).to_numpy()


def _range(values: "pd.Series[float]") -> str:
    """A single value, or smallest to largest; the mean of a large group."""
    if len(values) > DOTS_UP_TO:
        return f"{values.mean():.1f} on average"
    low, high = f"{values.min():.1f}", f"{values.max():.1f}"
    return low if low == high else f"{low} to {high}"
