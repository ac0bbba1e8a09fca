"""Figures of term comparison over the whole vocabulary: frequency against effect, word shift.

In: the table ``comparison`` and contributions of terms. Out: Axes, and their text alternatives.
The target group is orange, the reference group navy.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.comparison.verdicts import claims_difference
from analysis.figures.behind import evidence_link, keep_data
from analysis.figures.placing import freeze, place_labels
from analysis.figures.style import (
    FAINT,
    QUIET,
    REFERENCE,
    REFERENCE_MARK,
    SMALL,
    TARGET,
    TARGET_MARK,
    canvas,
    footnote,
    group_name,
    headline,
    need,
    percent,
    shorten,
)
from analysis.wording import counted, listed

_MANY_SPOTS = 1_000
# Letters of two names that find room in one row.
_ONE_ROW = 48


def frequency_effect(
    comparison: pd.DataFrame,
    target: object,
    reference: object,
    *,
    n_target: int,
    n_reference: int,
    labels: int | Sequence[str] = 16,
    ax: Any = None,
) -> Any:
    """How frequent each term is against how much more frequent it is in one group.

    Parameters
    ----------
    comparison
        Table ``comparison``; read are term, target_count, reference_count and log_ratio.
    target, reference
        Names of the groups.
    n_target, n_reference
        Articles in each.
    labels
        Terms to label, or how many: then those whose log ratio times the logarithm of their
        frequency lies furthest from 0, and before them, where the table has verdicts, those that
        it claims to differ: among thousands of terms the largest ratios are of rare ones.
    ax
        Axes to draw on; a figure of its own if left out.

    Returns
    -------
    matplotlib.axes.Axes
        One dot per place; a larger dot holds several terms. Labels that found no room are left out.

    Raises
    ------
    InputError
        If a column is missing, or no term has a log ratio.

    Examples
    --------
    >>> table = pd.DataFrame({"term": ["war", "peace"], "target_count": [9, 1],
    ...                       "reference_count": [2, 8], "log_ratio": [2.1, -3.0]})
    >>> frequency_effect(table, 2016, 2012, n_target=1, n_reference=4).get_xscale()
    'log'
    """
    columns = ("term", "target_count", "reference_count", "log_ratio")
    table = need(comparison, columns, "comparison").dropna(subset=["log_ratio"])
    table = need(table, columns, "comparison with log ratios").copy()
    table["total"] = table["target_count"] + table["reference_count"]
    spots = _spots(table)
    named = _to_label(_with_claims(table, target, reference), labels)
    with canvas(ax, 5.6) as ax:
        keep_data(ax, table[[*columns, "total"]])
        ax.set_xscale("log")
        ax.axhline(0, color=QUIET, linewidth=0.8, zorder=1)
        radii = np.minimum(2.2 + 0.8 * np.sqrt(spots["n"] - 1), 9.0)
        ax.scatter(
            spots["total"],
            spots["log_ratio"],
            s=(2 * radii) ** 2,
            color=FAINT,
            edgecolor="white",
            linewidth=0.5,
            zorder=2,
        )
        for more, color, mark in ((True, TARGET, TARGET_MARK), (False, REFERENCE, REFERENCE_MARK)):
            mine = named[(named["log_ratio"] > 0) == more]
            dots = ax.scatter(
                mine["total"], mine["log_ratio"], s=26, color=color, marker=mark, zorder=3
            )
            dots.set_urls([evidence_link(term=term) for term in mine["term"]])
        reach = float(table["log_ratio"].abs().max()) * 1.18 + 0.2
        ax.set_ylim(-reach, reach)
        low, high = float(table["total"].min()), float(table["total"].max())
        ax.set_xlim(max(low, 0.5) * 0.75, high * 1.8)
        _plain_numbers(ax, high)
        ax.set_xlabel("Occurrences in both groups")
        ax.set_ylabel("Log ratio (1 = twice as frequent)")
        corner = {"transform": ax.transAxes, "weight": "bold", "fontsize": SMALL}
        above, below = (
            f"more in {group_name(target)} (n = {n_target})",
            f"more in {group_name(reference)} (n = {n_reference})",
        )
        names = [
            ax.text(0.01, 0.995, above, color=TARGET, va="top", **corner),
            ax.text(0.01, 0.005, below, color=REFERENCE, va="bottom", **corner),
        ]
        headline(
            ax,
            f"{counted(len(table), 'term')}, {group_name(target)} (n = {n_target}) against "
            f"{group_name(reference)} (n = {n_reference})",
        )
        footnote(ax, "Larger grey dots stand for several terms. n counts articles.")
        others = list(zip(spots["total"], spots["log_ratio"], strict=True))
        place_labels(
            ax,
            list(zip(named["total"], named["log_ratio"], strict=True)),
            [shorten(term, 20) for term in named["term"]],
            obstacles=others,
            radii=[3.0] * len(named) + radii.tolist(),
            colors=[TARGET if ratio > 0 else REFERENCE for ratio in named["log_ratio"]],
            clear_of=names,
        )
        freeze(ax)
    return ax


def alt_frequency_effect(comparison: pd.DataFrame, target: object, reference: object) -> str:
    """The finding of ``frequency_effect`` in words.

    Examples
    --------
    >>> alt_frequency_effect(pd.DataFrame({"term": ["war", "peace"], "target_count": [9, 1],
    ...     "reference_count": [2, 8], "log_ratio": [2.1, -3.0]}), 2016, 2012)
    'Frequency and log ratio of 2 terms. Frequent and more so in 2016: war (9 to 2). In 2012:
    peace (1 to 8). Counts are 2016 to 2012.'
    """
    table = comparison.dropna(subset=["log_ratio"]).copy()
    table["total"] = table["target_count"] + table["reference_count"]
    named = _to_label(_with_claims(table, target, reference), 12)
    sides = [
        [
            f"{row.term} ({row.target_count} to {row.reference_count})"
            for row in named[(named["log_ratio"] > 0) == more].itertuples()
        ][:5]
        for more in (True, False)
    ]
    words = [", ".join(side) if side else "none" for side in sides]
    return (
        f"Frequency and log ratio of {counted(len(table), 'term')}. Frequent and more so in "
        f"{target}: {words[0]}. In {reference}: {words[1]}. Counts are {target} to "
        f"{reference}."
    )


def word_shift(
    shift: pd.DataFrame,
    target: object,
    reference: object,
    *,
    n_target: int,
    n_reference: int,
    most: int = 20,
    ax: Any = None,
) -> Any:
    """Which terms make the groups' vocabularies differ.

    Parameters
    ----------
    shift
        Table ``word_shift``; read are term, percent (of the whole divergence) and toward (the
        group that has more of it).
    target, reference, n_target, n_reference
        Names and sizes of the groups.
    most
        Terms shown, those with the largest contributions.
    ax
        Axes to draw on; a figure of its own if left out.

    Returns
    -------
    matplotlib.axes.Axes
        One bar per term, largest first.

    Raises
    ------
    InputError
        If a column is missing or nothing contributes.

    References
    ----------
    Gallagher, R. J. et al. (2021). Generalized word shift graphs. *EPJ Data Science* 10.

    Examples
    --------
    >>> table = pd.DataFrame({"term": ["war", "peace"], "percent": [20.0, 10.0],
    ...                       "toward": ["2016", "2012"]})
    >>> len(word_shift(table, 2016, 2012, n_target=1, n_reference=4).patches)
    2
    """
    table = _largest(shift, target, reference, most)
    shares = table["_share"]
    with canvas(ax, 1.8 + 0.29 * len(table)) as ax:
        more = shares > 0
        ax.barh(
            range(len(table)),
            shares,
            height=0.62,
            zorder=2,
            color=np.where(more, TARGET, REFERENCE),
        )
        keep_data(ax, table[["term", "percent", "toward"]])
        reach = float(shares.abs().max())
        for row, (term, share) in enumerate(zip(table["term"], shares, strict=True)):
            # The name stands on the empty side of the line, so it is never on a bar.
            ax.annotate(
                shorten(term, 22),
                (0, row),
                xytext=(-5 if share > 0 else 5, 0),
                textcoords="offset points",
                ha="right" if share > 0 else "left",
                va="center",
                url=evidence_link(term=term),
            )
        ax.axvline(0, color=QUIET, linewidth=0.8)
        ax.set_xlim(-reach * 1.12, reach * 1.12)
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        _even_ticks(ax, reach)
        ax.set_xlabel("Share of the whole divergence")
        sides = (
            (f"more in {group_name(reference)} (n = {n_reference})", REFERENCE, 0.0, "left"),
            (f"more in {group_name(target)} (n = {n_target})", TARGET, 1.0, "right"),
        )
        # Long names stand one over the other.
        apart = sum(len(label) for label, *_ in sides) > _ONE_ROW
        ax.set_ylim(len(table) - 0.3, -2.3 if apart else -1.5)
        for label, color, at, side in sides:
            ax.text(
                at,
                -1.8 if apart and at else -1.0,
                label,
                color=color,
                weight="bold",
                ha=side,
                va="center",
                transform=ax.get_yaxis_transform(),
                fontsize=SMALL,
            )
        headline(
            ax,
            f"{counted(len(table), 'term')} make{'s' if len(table) == 1 else ''} up "
            f"{percent(float(shares.abs().sum()))} of the difference",
        )
        footnote(ax, "Jensen-Shannon divergence of the pooled vocabularies. n counts articles.")
    return ax


def alt_word_shift(shift: pd.DataFrame, target: object, reference: object) -> str:
    """The finding of ``word_shift`` in words.

    Examples
    --------
    >>> alt_word_shift(pd.DataFrame({"term": ["war", "peace"], "percent": [75.0, 25.0],
    ...     "toward": ["2", "1"]}), 2, 1)
    'Terms that make the vocabularies differ most. More frequent in 2: war (75 %). In 1: peace (25
    %). Per cent of the whole divergence.'
    """
    table = _largest(shift, target, reference, 20)
    sides = []
    for sign in (1, -1):
        mine = table[table["_share"] * sign > 0].head(8)
        shares = mine["_share"].abs()
        named = [
            f"{term} ({percent(share)})" for term, share in zip(mine["term"], shares, strict=True)
        ]
        sides.append(listed(named or ["none"]))
    return (
        f"Terms that make the vocabularies differ most. More frequent in {target}: {sides[0]}. "
        f"In {reference}: {sides[1]}. Per cent of the whole divergence."
    )


def _with_claims(table: pd.DataFrame, target: object, reference: object) -> pd.DataFrame:
    """The table with a column that says which terms it claims to differ."""
    if "verdict" not in table:
        return table.assign(claimed=False)
    claimed = claims_difference(table["verdict"], str(target), str(reference))
    return table.assign(claimed=claimed)


def _to_label(table: pd.DataFrame, labels: int | Sequence[str]) -> pd.DataFrame:
    """The terms to name, those claimed and most telling first; both directions get a share."""
    telling = table["log_ratio"].abs() * np.log1p(table["total"])
    by, ascending = ["claimed", "_telling", "term"], [False, False, True]
    order = table.assign(_telling=telling.round(9)).sort_values(by, ascending=ascending)
    if not isinstance(labels, int):
        return order[order["term"].isin([str(term) for term in labels])]
    up, down = order[order["log_ratio"] > 0], order[order["log_ratio"] < 0]
    half = max(labels // 2, labels - min(len(up), len(down)))
    return (
        pd.concat([up.head(half), down.head(half)])
        .sort_values(by, ascending=ascending)
        .head(labels)
    )


def _largest(shift: pd.DataFrame, target: object, reference: object, most: int) -> pd.DataFrame:
    """The largest shares, ties by the alphabet; positive towards the target."""
    table = need(shift, ("term", "percent", "toward"), "word shift")
    side = table["toward"].astype(str).map({str(target): 1.0, str(reference): -1.0}).fillna(0.0)
    table = table.assign(_share=(table["percent"] / 100 * side).round(12))
    table = table.assign(_size=table["_share"].abs()).query("_size > 0")
    table = table.sort_values(["_size", "term"], ascending=[False, True]).head(most)
    return need(table, ("term",), f"word shift towards {target} or {reference}")


def _spots(table: pd.DataFrame) -> pd.DataFrame:
    """The places of the terms and how many share each; a grid once they are too many to tell."""
    places = table[["total", "log_ratio"]].astype(float)
    if len(places.drop_duplicates()) > _MANY_SPOTS:
        places["total"] = 2 ** ((np.log2(table["total"]) * 4).round() / 4)
        places["log_ratio"] = (table["log_ratio"] * 4).round() / 4
    return places.groupby(["total", "log_ratio"]).size().reset_index(name="n")


def _even_ticks(ax: Any, reach: float) -> None:
    """Per cent to both sides of 0, in steps of 1, 2 or 5."""
    from matplotlib.ticker import MaxNLocator

    ticks = MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(-reach, reach)
    shown = [tick for tick in ticks if abs(tick) <= reach * 1.12]
    digits = max(0, -int(np.floor(np.log10(max(abs(ticks[1] - ticks[0]) * 100, 1e-9)))))
    ax.set_xticks(shown, [f"{abs(tick) * 100:.{digits}f} %" for tick in shown])


def _plain_numbers(ax: Any, high: float) -> None:
    """1, 2, 5, 10 … on the logarithmic axis instead of powers."""
    from matplotlib.ticker import NullFormatter, NullLocator

    ticks = [base * 10**power for power in range(8) for base in (1, 2, 5)]
    shown = [tick for tick in ticks if tick <= high * 1.8]
    if len(shown) > 8:
        shown = [tick for tick in shown if str(tick)[0] == "1"]
    ax.set_xticks(shown, [f"{tick:,}" for tick in shown])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_minor_formatter(NullFormatter())
