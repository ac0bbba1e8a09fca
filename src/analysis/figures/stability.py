"""Figures of stability: the chosen partition among all of them, and the choice of their number.

In: the tables ``topic_partitions`` and ``topic_curve``. Out: Axes, and their text alternatives.
"""

from typing import Any

import pandas as pd

from analysis.figures.behind import keep_data
from analysis.figures.style import (
    FAINT,
    QUIET,
    REFERENCE,
    SMALL,
    TARGET,
    canvas,
    footnote,
    headline,
    need,
    nothing,
    percent,
)
from analysis.wording import counted

_TOO_MANY = "All partitions are listed for at most ten articles; here are more."


def partition_scores(partitions: pd.DataFrame, ax: Any = None) -> Any:
    """Every way to part the articles, by number of topics and silhouette, the chosen one marked.

    Parameters
    ----------
    partitions
        Table ``topic_partitions``.
    ax
        Axes to draw on; a figure of its own if left out.

    Returns
    -------
    matplotlib.axes.Axes
        One stroke per partition, a row for each number of topics; a diamond for the chosen one. A
        sentence if the table is empty, as it is above ten articles.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"rank": [1, 2], "n_topics": [1, 2], "silhouette": [0.0, 0.0],
    ...     "partition": ["1-1", "1-2"], "chosen": [True, False], "recurrence": [1.0, 0.0]})
    >>> partition_scores(table).get_ylabel()
    'Number of topics'
    """
    columns = ("rank", "partition", "n_topics", "silhouette", "chosen", "recurrence")
    if partitions.empty:
        return nothing(ax, "All partitions", _TOO_MANY)
    need(partitions, columns, "partitions")
    chosen = partitions[partitions["chosen"]].iloc[0]
    n = chosen["partition"].count("-") + 1
    most = int(partitions["n_topics"].max())
    with canvas(ax, 1.9 + 0.42 * most) as ax:
        keep_data(ax, partitions[[*columns]])
        places = partitions.assign(silhouette=partitions["silhouette"].round(4))
        places = places.drop_duplicates(["n_topics", "silhouette"])
        ax.axvline(0, color=FAINT, linewidth=0.8, zorder=1)
        rows = places["n_topics"]
        ax.vlines(
            places["silhouette"], rows - 0.28, rows + 0.28, color=REFERENCE, linewidth=1.5, zorder=2
        )
        x, y = float(chosen["silhouette"]), int(chosen["n_topics"])
        ax.scatter([x], [y], marker="D", s=64, color=TARGET, edgecolor="white", zorder=4)
        right = x > (partitions["silhouette"].min() + partitions["silhouette"].max()) / 2
        ax.annotate(
            "chosen",
            (x, y),
            xytext=(0, -9),
            textcoords="offset points",
            ha="right" if right else "left",
            va="top",
            color=TARGET,
            fontsize=SMALL,
            weight="bold",
        )
        ax.set_yticks(range(1, most + 1))
        ax.set_ylim(most + 0.6, 0.4)
        ax.set_ylabel("Number of topics")
        ax.set_xlabel("Mean silhouette (0: no better than no topics)")
        ax.margins(x=0.06)
        headline(
            ax,
            f"The chosen partition ranks {int(chosen['rank']):,} of "
            f"{len(partitions):,} (n = {counted(n)})",
        )
        footnote(ax, _recurrence(chosen))
    return ax


def _recurrence(chosen: Any) -> str:
    """How often the chosen partition came back."""
    if pd.isna(chosen["recurrence"]):
        return "Each stroke is one partition."
    return (
        f"Each stroke is one partition. With terms resampled, the chosen one came back in "
        f"{percent(float(chosen['recurrence']))} of clusterings into as many topics."
    )


def alt_partition_scores(partitions: pd.DataFrame) -> str:
    """The finding of ``partition_scores`` in words.

    Examples
    --------
    >>> alt_partition_scores(pd.DataFrame({"rank": [1, 2], "n_topics": [1, 2],
    ...     "partition": ["1-1", "1-2"], "groups": ["a + b", "a | b"], "silhouette": [0.0, 0.0],
    ...     "chosen": [True, False], "recurrence": [0.75, 0.0]}))
    'Silhouettes of all 2 partitions of 2 articles. The chosen one, a + b, ranks 1 with 0.00; with
    terms resampled it came back in 75 % of clusterings into as many topics.'
    """
    if partitions.empty:
        return _TOO_MANY
    chosen = partitions[partitions["chosen"]].iloc[0]
    again = ""
    if not pd.isna(chosen["recurrence"]):
        again = (
            f"; with terms resampled it came back in "
            f"{percent(float(chosen['recurrence']))} of clusterings into as many topics"
        )
    return (
        f"Silhouettes of all {len(partitions):,} partitions of "
        f"{chosen['partition'].count('-') + 1} articles. The chosen one, {chosen['groups']}, "
        f"ranks {int(chosen['rank']):,} with {chosen['silhouette']:.2f}{again}."
    )


def topics_curve(curve: pd.DataFrame, ax: Any = None) -> Any:
    """Fit and stability for each number of topics.

    Parameters
    ----------
    curve
        Table ``topic_curve``.
    ax
        Axes to draw on; a figure of its own if left out.

    Returns
    -------
    matplotlib.axes.Axes
        Silhouette and adjusted Rand index against the number of topics.

    Raises
    ------
    InputError
        If the table is empty or a column is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"n_topics": [2, 3], "silhouette": [0.2, 0.3], "ari": [0.9, 0.4],
    ...     "n_stable": [2, 1], "n_unstable": [0, 2], "n_singletons": [0, 0]})
    >>> topics_curve(table).get_xlabel()
    'Number of topics'
    """
    need(curve, ("n_topics", "silhouette", "ari", "n_stable"), "topic curve")
    with canvas(ax, 3.8) as ax:
        keep_data(ax, curve)
        ends = []
        for column, color, mark in (("ari", TARGET, "D"), ("silhouette", REFERENCE, "o")):
            values = curve[column].astype(float)
            ax.plot(curve["n_topics"], values, color=color, marker=mark, markersize=5)
            known = values.dropna()
            ends.append(float(known.iloc[-1]) if len(known) else 0.0)
        # Names in two lines each, moved apart where the lines end close together.
        gap = max(0.0, 0.17 - abs(ends[0] - ends[1]))
        up = 1 if ends[0] >= ends[1] else -1
        for end, move, color, label in (
            (ends[0], max(up, 0) * gap, TARGET, "agreement\n(Rand index)"),
            (ends[1], max(-up, 0) * gap, REFERENCE, "fit\n(silhouette)"),
        ):
            ax.annotate(
                label,
                (curve["n_topics"].max(), end + move),
                xytext=(9, 0),
                textcoords="offset points",
                color=color,
                va="center",
                fontsize=SMALL,
                annotation_clip=False,
            )
        ax.axhline(0, color=QUIET, linewidth=0.8)
        ax.set_ylim(min(0.0, float(curve[["ari", "silhouette"]].min().min())) - 0.05, 1.05)
        ks = curve["n_topics"]
        ax.set_xticks(ks if len(ks) <= 12 else ks[:: len(ks) // 8])
        ax.set_xlabel("Number of topics")
        headline(ax, _curve_finding(curve))
        footnote(ax, "1: every repetition gives the same topics; 0: chance.")
    return ax


def alt_topics_curve(curve: pd.DataFrame) -> str:
    """The finding of ``topics_curve`` in words.

    Examples
    --------
    >>> alt_topics_curve(pd.DataFrame({"n_topics": [2, 3], "silhouette": [0.2, 0.3],
    ...     "ari": [0.9, 0.4], "n_stable": [2, 1]}))
    'Stability and fit for 2 to 3 topics. All topics hold at 2 topics. Adjusted Rand index from
    0.40 to 0.90, silhouette from 0.20 to 0.30.'
    """
    low, high = int(curve["n_topics"].min()), int(curve["n_topics"].max())
    ari = curve["ari"].dropna()
    again = f"Adjusted Rand index from {ari.min():.2f} to {ari.max():.2f}, " if len(ari) else ""
    fit = curve["silhouette"]
    return (
        f"Stability and fit for {low} to {high} topics. {_curve_finding(curve)}. {again}"
        f"silhouette from {fit.min():.2f} to {fit.max():.2f}."
    )


def _curve_finding(curve: pd.DataFrame) -> str:
    """At which numbers all topics are stable."""
    whole = curve.loc[curve["n_stable"] == curve["n_topics"], "n_topics"].tolist()
    if not whole:
        return "At no number of topics do all topics hold"
    shown = ", ".join(map(str, whole[:6])) + (" …" if len(whole) > 6 else "")
    return f"All topics hold at {shown} topics"


def topic_alternatives(alternatives: pd.DataFrame, ax: Any = None) -> Any:
    """What the topics were chosen from: every partition of few articles, every number for many.

    Parameters
    ----------
    alternatives
        Table ``topic_partitions``, drawn by ``partition_scores``, or ``topic_curve``, drawn by
        ``topics_curve``.
    ax
        Axes to draw on; a figure of its own if left out.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"n_topics": [2, 3], "silhouette": [0.2, 0.3], "ari": [0.9, 0.4],
    ...     "n_stable": [2, 1], "n_unstable": [0, 2], "n_singletons": [0, 0]})
    >>> topic_alternatives(table).get_xlabel()
    'Number of topics'
    """
    draw = partition_scores if "partition" in alternatives.columns else topics_curve
    return draw(alternatives, ax)


def alt_topic_alternatives(alternatives: pd.DataFrame) -> str:
    """The finding of ``topic_alternatives`` in words.

    Examples
    --------
    >>> alt_topic_alternatives(pd.DataFrame({"n_topics": [2, 3], "silhouette": [0.2, 0.3],
    ...     "ari": [0.9, 0.4], "n_stable": [2, 1]})).split(".")[0]
    'Stability and fit for 2 to 3 topics'
    """
    words = alt_partition_scores if "partition" in alternatives.columns else alt_topics_curve
    return words(alternatives)
