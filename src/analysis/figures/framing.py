"""Figures of framing: which frames stand in which article, and who gets to speak.

In: the table ``frame_shares`` and counts of attributions. Out: Axes, and their text alternatives.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.figures.matrix import draw_cells, matrix_height
from analysis.figures.style import (
    REFERENCE,
    SMALL,
    canvas,
    counted,
    footnote,
    headline,
    need,
    number_rows,
    percent,
    shorten,
)

_KINDS = ("direct", "partial", "indirect")
_SHADES = {"direct": REFERENCE, "partial": "#5b80a8", "indirect": "#c6d3e2"}


def frame_matrix(
    shares: pd.DataFrame, *, articles: Sequence[str] | None = None, ax: Any = None
) -> Any:
    """How many sentences of each article carry each frame.

    Parameters
    ----------
    shares
        Table ``frame_shares``; read are frame, article_id, flagged, eligible and, if there, unit
        (rows about groups are left out) and group (articles stand by it).
    articles
        Articles from left to right; by group and name if left out.
    ax
        Axes to draw on; a figure of its own if left out.

    Returns
    -------
    matplotlib.axes.Axes
        Frames by articles, "flagged/eligible" in each cell, darker for a larger share. Frames with
        most flagged sentences come first. Above 12 articles the cells are shades alone.

    Raises
    ------
    InputError
        If a column is missing, there is no article, or there are more than 60.

    Examples
    --------
    >>> table = pd.DataFrame({"frame": ["conflict"], "article_id": ["a"], "flagged": [3],
    ...                       "eligible": [12]})
    >>> [text.get_text() for text in frame_matrix(table).texts]
    ['3/12']
    """
    table, names, breaks, groups = _frame_table(shares, articles)
    frames = _frame_order(table)
    flagged = table.pivot(index="frame", columns="article_id", values="flagged")
    eligible = table.pivot(index="frame", columns="article_id", values="eligible")
    flagged, eligible = flagged.loc[frames, names], eligible.loc[frames, names]
    values = (flagged / eligible.where(eligible > 0)).to_numpy(dtype=np.float64)
    texts = None
    if len(names) <= 12:
        texts = [
            [
                "" if pd.isna(top) else f"{int(top)}/{int(bottom)}"
                for top, bottom in zip(flagged.loc[frame], eligible.loc[frame], strict=True)
            ]
            for frame in frames
        ]
    top = float(np.nanmax(values)) if np.isfinite(values).any() else 1.0
    heads = names if len(names) <= 20 else [""] * len(names)
    with canvas(ax, matrix_height(len(frames), heads) + 0.55) as ax:
        draw_cells(
            ax,
            values,
            texts,
            [_words(frame) for frame in frames],
            heads,
            top=max(top, 1e-9),
            breaks=breaks,
        )
        for group, first, last, n in groups:
            ax.text(
                (first + last) / 2,
                len(frames) - 0.42,
                f"{group}\n(n = {n})",
                ha="center",
                va="top",
                fontsize=SMALL,
                weight="bold",
                linespacing=1.2,
            )
        headline(ax, f"Sentences with each frame, of all sentences, in {counted(len(names))}")
        footnote(
            ax,
            "Each cell: sentences flagged / sentences eligible. A sentence may carry "
            "several frames." + (" n counts articles." if groups else ""),
        )
    return ax


def alt_frame_matrix(shares: pd.DataFrame) -> str:
    """The finding of ``frame_matrix`` in words.

    Examples
    --------
    >>> alt_frame_matrix(pd.DataFrame({"frame": ["conflict", "conflict"], "article_id": ["a", "b"],
    ...     "flagged": [3, 1], "eligible": [12, 10]}))
    'Sentences that carry each frame in 2 articles: conflict in 4 of 22 sentences, from 10 % (b)
    to 25 % (a).'
    """
    table, names, _, _ = _frame_table(shares, None)
    parts = []
    for frame in _frame_order(table):
        mine = table[(table["frame"] == frame) & (table["eligible"] > 0)].copy()
        if mine.empty:
            continue
        mine["share"] = (mine["flagged"] / mine["eligible"]).round(9)
        mine = mine.sort_values(["share", "article_id"])
        low, high = mine.iloc[0], mine.iloc[-1]
        words = (
            f"{_words(frame)} in {int(mine['flagged'].sum())} of "
            f"{counted(int(mine['eligible'].sum()), 'sentence')}"
        )
        if low["share"] < high["share"]:
            words += (
                f", from {percent(low['share'])} ({low['article_id']}) to "
                f"{percent(high['share'])} ({high['article_id']})"
            )
        parts.append(words)
    return f"Sentences that carry each frame in {counted(len(names))}: {'; '.join(parts)}."


def voice(
    attributions: pd.DataFrame,
    *,
    n_articles: int,
    most: int = 15,
    title: str | None = None,
    ax: Any = None,
) -> Any:
    """Who gets to speak: attributions of each speaker or side, direct and indirect apart.

    Parameters
    ----------
    attributions
        One row per speaker (or side) and kind: columns speaker, kind (direct, partial or indirect)
        and attributions (how many).
    n_articles
        Articles in which they stand.
    most
        Speakers shown, those with most attributions; the others are counted in the footnote.
    title
        Instead of the one made from the data.
    ax
        Axes to draw on; a figure of its own if left out.

    Returns
    -------
    matplotlib.axes.Axes
        One bar per speaker, most attributions first.

    Raises
    ------
    InputError
        If a column is missing, a kind is unknown, or nobody speaks.

    Examples
    --------
    >>> table = pd.DataFrame({"speaker": ["Lavrov", "Lavrov"], "kind": ["direct", "indirect"],
    ...                       "attributions": [5, 2]})
    >>> voice(table, n_articles=3).get_xlabel()
    'Attributions'
    """
    table = _voice_table(attributions)
    shown, rest = table.head(most), table.iloc[most:]
    kinds = [kind for kind in _KINDS if table[kind].sum() > 0]
    with canvas(ax, 1.9 + 0.34 * len(shown)) as ax:
        number_rows(ax, list(shown.index), 24)
        left = np.zeros(len(shown))
        for kind in kinds:
            ax.barh(
                range(len(shown)),
                shown[kind],
                left=left,
                height=0.56,
                color=_SHADES[kind],
                edgecolor=REFERENCE,
                linewidth=0.7,
                zorder=2,
            )
            left = left + shown[kind].to_numpy()
        for row, name in enumerate(shown.index):
            counts = " + ".join(str(int(shown.loc[name, kind])) for kind in kinds)
            ax.annotate(
                counts,
                (left[row], row),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                fontsize=SMALL,
            )
        ax.set_xlim(0, float(left.max()) * 1.2)
        ax.set_ylim(len(shown) - 0.4, -1.1)
        _name_kinds(ax, kinds)
        ax.set_xlabel("Attributions")
        first = shown.index[0]
        made = (
            f"{shorten(first, 30)} speaks most: {int(shown.iloc[0].sum())} of "
            f"{counted(int(table.to_numpy().sum()), 'attribution')} in {counted(n_articles)}"
        )
        headline(ax, title or made)
        more = (
            f" {counted(len(rest), 'further speaker')} with "
            f"{counted(int(rest.to_numpy().sum()), 'attribution')} not shown."
            if len(rest)
            else ""
        )
        footnote(ax, f"Numbers: {' + '.join(kinds)}.{more}")
    return ax


def _name_kinds(ax: Any, kinds: Sequence[str]) -> None:
    """The kinds' names over the first bar, each with a swatch of its shade."""
    at = 0.0
    for kind in kinds:
        ax.scatter(
            [at + 0.02],
            [-0.75],
            s=60,
            marker="s",
            color=_SHADES[kind],
            edgecolor=REFERENCE,
            linewidth=0.7,
            transform=ax.get_yaxis_transform(),
            clip_on=False,
        )
        ax.text(
            at + 0.05, -0.75, kind, transform=ax.get_yaxis_transform(), va="center", fontsize=SMALL
        )
        at += 0.12 + 0.026 * len(kind)


def alt_voice(attributions: pd.DataFrame) -> str:
    """The finding of ``voice`` in words.

    Examples
    --------
    >>> alt_voice(pd.DataFrame({"speaker": ["Lavrov", "Lavrov"], "kind": ["direct", "indirect"],
    ...     "attributions": [5, 2]}))
    'Who is quoted, 7 attributions in all: Lavrov 7 (5 direct, 2 indirect).'
    """
    table = _voice_table(attributions)
    parts = []
    for name, row in table.head(10).iterrows():
        kinds = ", ".join(f"{int(row[kind])} {kind}" for kind in _KINDS if row[kind] > 0)
        parts.append(f"{name} {int(row.sum())} ({kinds})")
    rest = table.iloc[10:]
    more = f"; {len(rest)} others {int(rest.to_numpy().sum())}" if len(rest) else ""
    return (
        f"Who is quoted, {counted(int(table.to_numpy().sum()), 'attribution')} in all: "
        f"{'; '.join(parts)}{more}."
    )


def _frame_table(
    shares: pd.DataFrame, articles: Sequence[str] | None
) -> tuple[pd.DataFrame, list[str], list[int], list[tuple[str, int, int, int]]]:
    """Rows about articles, the articles in order, where groups part, and the groups."""
    table = need(shares, ("frame", "article_id", "flagged", "eligible"), "frame shares")
    if "unit" in table.columns:
        table = table[table["unit"] == "article"]
    need(table, ("frame",), "frame shares of articles")
    if table.duplicated(["frame", "article_id"]).any():
        raise InputError("frame shares", "has an article twice for a frame", "give it one row each")
    has_groups = "group" in table.columns and table["group"].notna().all()
    group_of = (
        table.drop_duplicates("article_id").set_index("article_id")["group"].astype(str).to_dict()
        if has_groups
        else {}
    )
    found = sorted(set(table["article_id"]), key=lambda name: (group_of.get(name, ""), name))
    names = found if articles is None else [str(name) for name in articles]
    strange = [name for name in names if name not in set(found)]
    if strange:
        raise InputError("articles", f"names {strange[0]!r}, which the table lacks", "leave it out")
    if len(names) > 60:
        raise InputError(
            "frame shares",
            f"holds {len(names)} articles",
            "the matrix is legible up to 60; choose some with articles",
        )
    labels = [group_of.get(name, "") for name in names]
    breaks = [at for at in range(1, len(names)) if labels[at] != labels[at - 1]]
    edges = [0, *breaks, len(names)]
    groups = [
        (labels[first], first, last - 1, last - first)
        for first, last in pairwise(edges)
        if has_groups
    ]
    return table[table["article_id"].isin(names)], names, breaks, groups


def _frame_order(table: pd.DataFrame) -> list[str]:
    """Frames with most flagged sentences first, then by the alphabet."""
    totals = table.groupby("frame")["flagged"].sum()
    return sorted(totals.index, key=lambda frame: (-int(totals[frame]), frame))


def _words(frame: str) -> str:
    """A frame's name as a label."""
    return str(frame).replace("_", " ")


def _voice_table(attributions: pd.DataFrame) -> pd.DataFrame:
    """Speakers by kinds, most attributions first, then by the alphabet."""
    table = need(attributions, ("speaker", "kind", "attributions"), "attributions")
    strange = sorted(set(table["kind"]) - set(_KINDS))
    if strange:
        raise InputError(
            "attributions", f"has the kind {strange[0]!r}", f"kinds are {', '.join(_KINDS)}"
        )
    wide = table.pivot_table(
        index="speaker", columns="kind", values="attributions", aggfunc="sum", fill_value=0
    ).reindex(columns=list(_KINDS), fill_value=0)
    wide = wide[wide.sum(axis=1) > 0]
    need(wide, (), "attributions above 0")
    totals = wide.sum(axis=1).to_dict()
    return wide.loc[sorted(wide.index, key=lambda name: (-totals[name], str(name)))]
