"""Figures of framing: which frames stand in which article.

In: the table ``frame_shares``. Out: Axes, and their text alternatives.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.figures.behind import evidence_link, keep_data, link_labels
from analysis.figures.matrix import draw_cells, matrix_height
from analysis.figures.style import (
    SMALL,
    canvas,
    footnote,
    headline,
    need,
    nothing,
    percent,
    shorten,
)
from analysis.wording import counted, listed

_COLUMNS, _WITH_COUNTS = 20, 8
_LETTERS = 44  # of small type, that find room side by side below all columns
_NOT_CODED = (
    "No sentence could be coded: the codebook is for another language than that of the articles, "
    "or they hold no word."
)


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
        most flagged sentences come first. Above 8 articles the cells are shades alone; above 20
        the articles of a group are added up into one column. Where no sentence could be coded, it
        says so.

    Raises
    ------
    InputError
        If a column is missing, there is no article, or ``articles`` names one that is not there.

    Examples
    --------
    >>> table = pd.DataFrame({"frame": ["conflict"], "article_id": ["a"], "flagged": [3],
    ...                       "eligible": [12]})
    >>> [text.get_text() for text in frame_matrix(table).texts]
    ['3/12']
    """
    table, names, breaks, groups = _frame_table(shares, articles)
    n = len(names)
    if not table["eligible"].any():
        return nothing(ax, f"Frames in {counted(n)}", _NOT_CODED)
    frames = _frame_order(table)
    most = table[table["frame"] == frames[0]][["flagged", "eligible"]].sum()
    pooled = n > _COLUMNS
    if pooled:
        table, names, breaks, groups = _by_group(table, groups, names)
    flagged = table.pivot(index="frame", columns="article_id", values="flagged")
    eligible = table.pivot(index="frame", columns="article_id", values="eligible")
    flagged, eligible = flagged.loc[frames, names], eligible.loc[frames, names]
    values = (flagged / eligible.where(eligible > 0)).to_numpy(dtype=np.float64)
    texts, meaning = None, "sentences flagged / sentences eligible"
    if len(names) <= _WITH_COUNTS:
        texts = _fractions(flagged, eligible)
        if max(len(text) for row in texts for text in row) > _LETTERS / len(names):
            texts = [[_percent(share) for share in row] for row in values]
            meaning = "per cent of the eligible sentences that are flagged"
    top = float(np.nanmax(values)) if np.isfinite(values).any() else 1.0
    with canvas(ax, matrix_height(len(frames), names) + 0.55) as ax:
        labels = [_words(frame) for frame in frames]
        kept = table[["frame", "article_id", "flagged", "eligible"]]
        keep_data(ax, kept.sort_values(["frame", "article_id"]))
        counts = flagged.fillna(0).to_numpy()
        kind = "group" if pooled else "article"
        links = [
            [
                evidence_link(**{"frame": frame, kind: name}) if counts[row, column] else None
                for column, name in enumerate(names)
            ]
            for row, frame in enumerate(frames)
        ]
        draw_cells(ax, values, texts, labels, names, top=max(top, 1e-9), breaks=breaks, links=links)
        link_labels(ax.get_yticklabels(), frames, "frame")
        link_labels(ax.get_xticklabels(), names, kind)
        style = {"ha": "center", "va": "top", "fontsize": SMALL, "weight": "bold"}
        beside = _room_for(groups, len(names))
        for group, first, last, size in groups if beside else []:
            where = ((first + last) / 2, len(frames) - 0.42)
            ax.text(
                *where, f"{shorten(group, 14)}\n(n = {size:,})".lstrip(), linespacing=1.2, **style
            )
        of = f"{counted(int(most['eligible']), 'sentence')} of {counted(n)}"
        headline(
            ax,
            f"Most frequent: {_words(frames[0])}, in {int(most['flagged']):,} of {of}"
            if most["flagged"]
            else f"No frame was found in {of}",
        )
        footnote(
            ax,
            f"Each cell: {meaning}"
            + (", all articles of a group together. " if pooled else ". ")
            + "A sentence may carry several frames."
            + (" n counts articles." if groups else "")
            + ("" if beside else _groups_in_words(groups, names)),
        )
    return ax


def _fractions(flagged: pd.DataFrame, eligible: pd.DataFrame) -> list[list[str]]:
    """Flagged over eligible sentences of each cell; empty where nothing could be coded."""
    parts = zip(flagged.to_numpy(), eligible.to_numpy(), strict=True)
    return [
        [
            "" if pd.isna(top) else f"{top:.0f}/{bottom:.0f}"
            for top, bottom in zip(*row, strict=True)
        ]
        for row in parts
    ]


def _percent(share: float) -> str:
    """A share in whole per cent; what is more than nothing is not shown as 0."""
    if not np.isfinite(share):
        return ""
    return "<1 %" if 0 < share < 0.005 else f"{share * 100:.0f} %"


def _room_for(groups: list[tuple[str, int, int, int]], columns: int) -> bool:
    """Whether each group's label finds room below its columns."""
    return all(
        max(len(shorten(group, 14)), len(f"(n = {size:,})"))
        <= _LETTERS * (last + 1 - first) / columns
        for group, first, last, size in groups
    )


def _groups_in_words(groups: list[tuple[str, int, int, int]], names: list[str]) -> str:
    """The groups from left to right, for the footnote."""
    shown = [
        f"{shorten(group or names[first], 20)} (n = {size:,})" for group, first, _, size in groups
    ]
    return f" Groups from left to right: {listed(shown)}."


def _by_group(
    table: pd.DataFrame, groups: list[tuple[str, int, int, int]], names: list[str]
) -> tuple[pd.DataFrame, list[str], list[int], list[tuple[str, int, int, int]]]:
    """The same with the articles of a group, or all articles, added up into one column."""
    spans = groups or [("all articles", 0, len(names) - 1, len(names))]
    column = {name: group for group, first, last, _ in spans for name in names[first : last + 1]}
    summed = (
        table.assign(article_id=table["article_id"].map(column))
        .groupby(["frame", "article_id"], as_index=False)[["flagged", "eligible"]]
        .sum()
    )
    shown = [group for group, _, _, _ in spans]
    return summed, shown, [], [("", at, at, span[3]) for at, span in enumerate(spans)]


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
    if not table["eligible"].any():
        return _NOT_CODED
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
    known = set(found)
    strange = [name for name in names if name not in known]
    if strange:
        raise InputError("articles", f"names {strange[0]!r}, which the table lacks", "leave it out")
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
