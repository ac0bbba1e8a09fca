"""Figures of voice: who gets to speak, directly or in the journalist's words.

In: counts of attributions. Out: Axes, and their text alternatives.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.figures.behind import keep_data
from analysis.figures.style import (
    REFERENCE,
    SMALL,
    canvas,
    footnote,
    headline,
    need_columns,
    nothing,
    number_rows,
    shorten,
    swatches,
)
from analysis.wording import counted

_KINDS = ("direct", "partial", "indirect")
_SHADES = {"direct": REFERENCE, "partial": "#5b80a8", "indirect": "#c6d3e2"}
_NOBODY = "No attribution was found."


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
        One bar per speaker, most attributions first. Where nobody speaks, it says so.

    Raises
    ------
    InputError
        If a column is missing, or a kind is unknown.

    Examples
    --------
    >>> table = pd.DataFrame({"speaker": ["Lavrov", "Lavrov"], "kind": ["direct", "indirect"],
    ...                       "attributions": [5, 2]})
    >>> voice(table, n_articles=3).get_xlabel()
    'Attributions'
    """
    table = _voice_table(attributions)
    if table.empty:
        return nothing(ax, title or f"Who is quoted in {counted(n_articles)}", _NOBODY)
    shown, rest = table.head(most), table.iloc[most:]
    kinds = [kind for kind in _KINDS if table[kind].sum() > 0]
    with canvas(ax, 1.9 + 0.34 * len(shown)) as ax:
        number_rows(ax, list(shown.index), 24, lines=False, kind="speaker")
        keep_data(ax, table.reset_index())
        left = np.zeros(len(shown))
        room = 0.05 * float(shown.sum(axis=1).max()) * 1.1
        for kind in kinds:
            sizes = shown[kind].to_numpy(dtype=np.float64)
            style = {"color": _SHADES[kind], "edgecolor": REFERENCE, "linewidth": 0.7}
            ax.barh(range(len(shown)), sizes, left=left, height=0.6, **style)
            inside = {"ha": "center", "va": "center", "fontsize": SMALL}
            for row in np.flatnonzero(sizes >= room).tolist():
                color = "#202124" if kind == "indirect" else "white"
                middle = left[row] + sizes[row] / 2
                ax.text(middle, row, f"{sizes[row]:.0f}", color=color, **inside)
            left = left + sizes
        for row, total in enumerate(left):
            place = {"xytext": (5, 0), "textcoords": "offset points", "va": "center"}
            ax.annotate(f"{total:.0f}", (total, row), weight="bold", fontsize=SMALL, **place)
        ax.set_xlim(0, float(left.max()) * 1.1)
        ax.set_ylim(len(shown) - 0.4, -1.1)
        swatches(ax, [(kind, _SHADES[kind]) for kind in kinds], -0.75)
        ax.set_xlabel("Attributions")
        headline(ax, title or _voice_finding(table, n_articles))
        if len(rest):
            footnote(
                ax,
                f"{counted(len(rest), 'further speaker')} with "
                f"{counted(int(rest.to_numpy().sum()), 'attribution')} not shown.",
            )
    return ax


def _voice_finding(table: pd.DataFrame, n_articles: int) -> str:
    """Who is quoted most, among those whose name is known."""
    total = counted(int(table.to_numpy().sum()), "attribution")
    known = [name for name in table.index if name != "unresolved"]
    if not known:
        return f"{total} in {counted(n_articles)}, no speaker resolved"
    most = int(table.loc[known[0]].sum())
    return f"{shorten(known[0], 30)} is quoted most: {most:,} of {total} in {counted(n_articles)}"


def alt_voice(attributions: pd.DataFrame) -> str:
    """The finding of ``voice`` in words.

    Examples
    --------
    >>> alt_voice(pd.DataFrame({"speaker": ["Lavrov", "Lavrov"], "kind": ["direct", "indirect"],
    ...     "attributions": [5, 2]}))
    'Who is quoted, 7 attributions in all: Lavrov 7 (5 direct, 2 indirect).'
    """
    table = _voice_table(attributions)
    if table.empty:
        return _NOBODY
    parts = []
    for name, row in table.head(10).iterrows():
        kinds = ", ".join(f"{int(row[kind])} {kind}" for kind in _KINDS if row[kind] > 0)
        parts.append(f"{name} {int(row.sum())} ({kinds})")
    rest = table.iloc[10:]
    more = f"; {counted(len(rest), 'other')} {int(rest.to_numpy().sum())}" if len(rest) else ""
    return (
        f"Who is quoted, {counted(int(table.to_numpy().sum()), 'attribution')} in all: "
        f"{'; '.join(parts)}{more}."
    )


def _voice_table(attributions: pd.DataFrame) -> pd.DataFrame:
    """Speakers by kinds, most attributions first, then by the alphabet."""
    table = need_columns(attributions, ("speaker", "kind", "attributions"), "attributions")
    strange = sorted(set(table["kind"]) - set(_KINDS))
    if strange:
        raise InputError(
            "attributions", f"has the kind {strange[0]!r}", f"kinds are {', '.join(_KINDS)}"
        )
    wide = table.pivot_table(
        index="speaker", columns="kind", values="attributions", aggfunc="sum", fill_value=0
    ).reindex(columns=list(_KINDS), fill_value=0)
    wide = wide[wide.sum(axis=1) > 0]
    totals = wide.sum(axis=1).to_dict()
    return wide.loc[sorted(wide.index, key=lambda name: (-totals[name], str(name)))]
