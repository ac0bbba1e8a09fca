"""Figure of rank stability: does a term still lead when one article is left out?

In: the table ``rank_stability``. Out: Axes, and their text alternative.
"""

from typing import Any

import pandas as pd

from analysis.figures.behind import keep_data
from analysis.figures.style import (
    ALL_ALONE,
    FAINT,
    QUIET,
    REFERENCE,
    TARGET,
    canvas,
    footnote,
    headline,
    need,
    nothing,
    number_rows,
)
from analysis.wording import counted

_COLUMNS = ("term", "left_out", "rank", "n_ranked")


def rank_ranges(ranks: pd.DataFrame, ax: Any = None) -> Any:
    """The rank of each leading term with all articles, and with each article left out in turn.

    Parameters
    ----------
    ranks
        Table ``rank_stability``; read are term, left_out (empty: no article), rank and n_ranked.
    ax
        Axes to draw on; a figure of its own if left out.

    Returns
    -------
    matplotlib.axes.Axes
        One row per term, by its rank with all articles: a dot there, a line from the best to the
        worst rank it takes. Open, and at the edge, if the term is gone with some article. Ranks
        are on a logarithmic axis: from 1 to 2 is as far as from 50 to 100. Where no article could
        be left out, it says so.

    Raises
    ------
    InputError
        If a column is missing or there is no row.

    Examples
    --------
    >>> table = pd.DataFrame({"term": ["war"] * 3, "left_out": [None, "a", "b"],
    ...                       "rank": [1, 4, 1], "n_ranked": [9, 8, 8]})
    >>> rank_ranges(table).get_xlabel()
    'Rank'
    """
    table = _ranges(ranks)
    if not _left_out(ranks):
        return nothing(ax, "Rank of each word with an article left out", ALL_ALONE)
    n, left_out, terms = len(table), _left_out(ranks), int(ranks["n_ranked"].max())
    with canvas(ax, 1.9 + 0.32 * n) as ax:
        number_rows(ax, list(table["term"]), 22, kind="term")
        keep_data(ax, table)
        ax.set_xscale("log")
        ax.axvline(n + 0.5, color=QUIET, linewidth=0.9, zorder=1)
        for row, (_, rank, best, worst, gone) in enumerate(_rows(table)):
            color = REFERENCE if worst <= n and not gone else TARGET
            ax.hlines(row, best, worst, color=color, linewidth=3, zorder=2)
            # Leaving out an article can move every rank to one side of the dot.
            ends = min(rank, best), max(rank, worst)
            ax.hlines(row, *ends, color=color, linewidth=0.7, zorder=2)
            ax.scatter(
                rank, row, s=44, zorder=3, edgecolor=color, linewidth=1.4,
                facecolor="white" if gone else color,
            )  # fmt: skip
        ticks = [tick for tick in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
                 if tick <= max(float(table["worst"].max()), n)]  # fmt: skip
        ax.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
        ax.minorticks_off()
        ax.set_xlim(0.9, max(float(table["worst"].max()), n + 1) * 1.1)
        ax.grid(axis="x", color=FAINT, linewidth=0.4)
        ax.set_xlabel("Rank")
        headline(ax, _finding(table, left_out))
        footnote(
            ax,
            f"Rank among {terms:,} terms. Dot: all articles. Line: best to worst rank without one "
            f"of them. Orange: leaves the first {n}; hollow: gone with some article.",
        )
    return ax


def alt_rank_ranges(ranks: pd.DataFrame) -> str:
    """The finding of ``rank_ranges`` in words.

    Examples
    --------
    >>> alt_rank_ranges(pd.DataFrame({"term": ["war"] * 3, "left_out": [None, "a", "b"],
    ...                               "rank": [1, 4, 1], "n_ranked": [9, 8, 8]}))
    '0 of the first 1 term stay there whichever of 2 articles is left out. Ranks with all articles
    and without one: war 1, 1 to 4.'
    """
    table = _ranges(ranks)
    if not _left_out(ranks):
        return ALL_ALONE
    shown = [
        f"{term} {rank}, {best} to {worst}{' (gone with some)' if gone else ''}"
        for term, rank, best, worst, gone in _rows(table.head(20))
    ]
    return (
        f"{_finding(table, _left_out(ranks))}. Ranks with all articles and without one: "
        f"{'; '.join(shown)}."
    )


def _ranges(ranks: pd.DataFrame) -> pd.DataFrame:
    """For each term its rank with all articles, the best and worst without one, if ever gone."""
    table = need(ranks, _COLUMNS, "rank stability")
    whole = table[table["left_out"].isna()].set_index("term")["rank"].astype(int).sort_values()
    without = table[table["left_out"].notna()]
    found = pd.DataFrame({"term": whole.index, "rank": whole.to_numpy()})
    by_term = without.groupby("term")["rank"]
    for name, values in (("best", by_term.min()), ("worst", by_term.max())):
        found[name] = found["term"].map(values).fillna(found["rank"]).astype(int)
    gone = set(without.loc[without["rank"].isna(), "term"])
    return found.assign(gone=found["term"].isin(gone))


def _rows(table: pd.DataFrame) -> list[tuple[str, int, int, int, bool]]:
    """The rows of ``_ranges``, from the first rank on."""
    columns = (table[name].tolist() for name in ("term", "rank", "best", "worst", "gone"))
    return list(zip(*columns, strict=True))


def _left_out(ranks: pd.DataFrame) -> int:
    """How many articles are left out in turn."""
    return int(ranks["left_out"].nunique())


def _finding(table: pd.DataFrame, left_out: int) -> str:
    """How many terms stay among the first."""
    n = len(table)
    stay = int(((table["worst"] <= n) & ~table["gone"]).sum())
    return (
        f"{stay} of the first {counted(n, 'term')} stay{'s' if stay == 1 else ''} there "
        f"whichever of {counted(left_out)} is left out"
    )
