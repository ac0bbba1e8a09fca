"""Figures of the corpus: what was kept of each file, and when the articles were published.

In: the tables ``cleaning_ledger`` and ``articles``. Out: Axes, and their text alternatives.
"""

from typing import Any

import pandas as pd

from analysis.errors import InputError
from analysis.figures.behind import evidence_link, keep_data
from analysis.figures.style import (
    QUIET,
    REFERENCE,
    REFERENCE_MARK,
    SMALL,
    TARGET,
    canvas,
    footnote,
    headline,
    need,
    need_columns,
    nothing,
    number_rows,
    percent,
    shorten,
    swatches,
)
from analysis.wording import counted, listed

_BARS = 30
_NOT_CLEANED = "The texts came without a page around them: nothing was cleaned, and all was kept."
_NO_DATES = "No article has a date, so when they appeared cannot be shown."

_LEDGER = ("article_id", "start", "end", "action", "category")
_PARTS = (
    ("keep", "kept", REFERENCE),
    ("metadata", "about the article", "#8fa8c4"),
    ("drop", "dropped", TARGET),
)


def kept_share(ledger: pd.DataFrame, ax: Any = None) -> Any:
    """What cleaning kept of each file, in characters of its lines, with the categories dropped.

    Parameters
    ----------
    ledger
        Table ``cleaning_ledger``; read are article_id, start, end, action and category. Blank
        lines do not count.
    ax
        Axes to draw on; a figure of its own if left out.

    Returns
    -------
    matplotlib.axes.Axes
        One bar per article, in the order of their identifiers: kept, metadata, dropped. Above 30
        articles one dot per article instead, by the share kept. A sentence if the table is empty,
        as it is where nothing was cleaned.

    Raises
    ------
    InputError
        If a column is missing or all lines are blank.

    Examples
    --------
    >>> ledger = pd.DataFrame({"article_id": ["a", "a"], "start": [0, 10], "end": [9, 40],
    ...     "action": ["drop", "keep"], "category": ["advert", "body"]})
    >>> [text.get_text() for text in kept_share(ledger).texts[:3]]
    ['a', '77 % kept', 'dropped: advert 1']
    """
    if need_columns(ledger, _LEDGER, "cleaning ledger").empty:
        return nothing(ax, "What was kept of each file", _NOT_CLEANED)
    parts = _parts(ledger)
    shares = parts.div(parts.sum(axis=1), axis=0)
    many = len(shares) > _BARS
    with canvas(ax, 4.2 if many else 1.55 + 0.66 * len(shares)) as ax:
        keep_data(ax, parts.reset_index())
        if many:
            _kept_dots(ax, shares["keep"])
        else:
            _kept_bars(ax, shares, _dropped(ledger))
        total = int(parts.to_numpy().sum())
        headline(
            ax,
            f"Of {total:,} characters in {counted(len(shares), 'file')}, "
            f"{percent(parts['keep'].sum() / total)} are article text",
        )
        footnote(ax, "Share of the characters of all lines that are not blank.")
    return ax


def _kept_bars(ax: Any, shares: pd.DataFrame, dropped: dict[str, str]) -> None:
    """A bar for each file, its name and share over it, what was dropped below."""
    rows = range(len(shares))
    small = {"va": "center", "fontsize": SMALL}
    for row, (name, kept) in enumerate(zip(shares.index, shares["keep"], strict=True)):
        ax.text(0, row - 0.33, shorten(name, 40), va="center", url=evidence_link(article=name))
        ax.text(1, row - 0.33, f"{percent(kept)} kept", ha="right", va="center")
        words = f"dropped: {dropped[name]}" if name in dropped else "nothing dropped"
        ax.text(0, row + 0.3, shorten(words, 66), color=QUIET, **small)
    left = pd.Series(0.0, index=shares.index)
    for action, _, color in _PARTS:
        ax.barh(rows, shares[action], left=left, height=0.24, color=color)
        left = left + shares[action]
    ax.set_xlim(0, 1)
    ax.set_ylim(len(shares) - 0.5, -1.0)
    ax.set_axis_off()
    swatches(ax, [(label, color) for action, label, color in _PARTS if shares[action].any()], -0.82)


def _kept_dots(ax: Any, kept: "pd.Series[float]") -> None:
    """A dot for each of many files, the least kept at the top and named."""
    order = kept.sort_values(kind="stable")
    ax.scatter(order, range(len(order)), s=12, color=REFERENCE)
    for row, (name, share) in enumerate(order.head(3).items()):
        place = {"xytext": (8, -10 * row), "textcoords": "offset points", "fontsize": SMALL}
        ax.annotate(shorten(name), (share, row), color=QUIET, va="center", **place)
    ax.set_ylim(len(order) * 1.03, -len(order) * 0.06)
    ax.set_xlim(min(0.5, float(order.iloc[0])) - 0.02, 1.02)
    ticks = ax.get_xticks()
    ax.set_xticks([tick for tick in ticks if tick <= 1], [percent(x) for x in ticks if x <= 1])
    ax.set_yticks([])
    ax.set_xlabel("Share kept; one dot is one file")


def alt_kept_share(ledger: pd.DataFrame) -> str:
    """The finding of ``kept_share`` in words.

    Examples
    --------
    >>> ledger = pd.DataFrame({"article_id": ["a", "a"], "start": [0, 10], "end": [10, 40],
    ...     "action": ["drop", "keep"], "category": ["advert", "body"]})
    >>> alt_kept_share(ledger)
    'Share of each file kept as article text: a 75 %. Dropped: advert (1 line).'
    """
    if ledger.empty:
        return _NOT_CLEANED
    parts = _parts(ledger)
    shares = parts["keep"] / parts.sum(axis=1)
    if len(shares) <= 12:
        kept = ", ".join(f"{name} {percent(share)}" for name, share in shares.items())
    else:
        kept = (
            f"{len(shares):,} files, from {percent(shares.min())} to "
            f"{percent(shares.max())}, median {percent(shares.median())}"
        )
    lines = _lines(ledger)
    gone = lines.loc[lines["action"] == "drop", "category"].value_counts()
    order = sorted(gone.items(), key=lambda item: (-item[1], str(item[0])))
    what = listed([f"{name} ({counted(int(n), 'line')})" for name, n in order]) if order else ""
    return f"Share of each file kept as article text: {kept}. " + (
        f"Dropped: {what}." if what else "Nothing was dropped."
    )


def _lines(ledger: pd.DataFrame) -> pd.DataFrame:
    """The lines that are not blank."""
    table = need(ledger, _LEDGER, "cleaning ledger")
    table = table[(table["category"] != "blank") & (table["end"] > table["start"])]
    return need(table, _LEDGER, "cleaning ledger")


def _parts(ledger: pd.DataFrame) -> pd.DataFrame:
    """Characters by article and action."""
    lines = _lines(ledger)
    sizes = (lines["end"] - lines["start"]).groupby([lines["article_id"], lines["action"]]).sum()
    table = sizes.unstack(fill_value=0)
    unknown = [str(name) for name in table.columns if name not in ("keep", "metadata", "drop")]
    if unknown:
        raise InputError(
            "cleaning ledger",
            f"has the action {unknown[0]!r}",
            "actions are keep, metadata and drop",
        )
    return table.reindex(columns=["keep", "metadata", "drop"], fill_value=0).sort_index()


def _dropped(ledger: pd.DataFrame) -> dict[str, str]:
    """For each article the categories dropped with their lines, most lines first."""
    lines = _lines(ledger)
    gone = lines[lines["action"] == "drop"]
    found = {}
    for name, categories in gone.groupby("article_id")["category"]:
        counts = sorted(categories.value_counts().items(), key=lambda item: (-item[1], item[0]))
        found[str(name)] = ", ".join(f"{category} {n}" for category, n in counts)
    return found


def timeline(articles: pd.DataFrame, ax: Any = None) -> Any:
    """When each article was published.

    Parameters
    ----------
    articles
        Read are article_id, date (YYYY-MM-DD; rows without one are counted in the footnote) and,
        if there, outlet and group.
    ax
        Axes to draw on; a figure of its own if left out.

    Returns
    -------
    matplotlib.axes.Axes
        One row and dot per article, earliest first; up to 40 articles, else one row per month. A
        sentence if no article has a date.

    Raises
    ------
    InputError
        If a column is missing or there is no article.

    Examples
    --------
    >>> axes = timeline(pd.DataFrame({"article_id": ["a"], "date": ["2012-03-13"]}))
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['a']
    """
    need(articles, ("article_id", "date"), "articles")
    dated = articles[articles["date"].notna()].sort_values(["date", "article_id"])
    if dated.empty:
        return nothing(ax, "When the articles appeared", _NO_DATES)
    days = pd.to_datetime(dated["date"])
    many = len(dated) > 40
    with canvas(ax, 5.0 if many else 1.5 + 0.34 * len(dated)) as ax:
        keep_data(ax, dated)
        if many:
            months = days.dt.to_period("M").value_counts().sort_index()
            starts = months.index.to_timestamp()  # type: ignore[attr-defined]
            ax.vlines(starts, 0, months.to_numpy(), color=REFERENCE, linewidth=3)
            ax.set_ylim(0)
            ax.set_ylabel("Articles a month")
        else:
            outlets = dated["outlet"] if "outlet" in dated.columns else dated["article_id"]
            number_rows(ax, list(outlets.fillna("outlet unknown")), 22)
            ax.scatter(
                days, range(len(dated)), s=52, color=REFERENCE, marker=REFERENCE_MARK, zorder=3
            )
            middle = days.min() + (days.max() - days.min()) / 2
            for row, day in enumerate(days):
                late = day > middle
                ax.annotate(
                    f"{day:%Y-%m-%d}",
                    (day, row),
                    xytext=(-8 if late else 8, 0),
                    textcoords="offset points",
                    ha="right" if late else "left",
                    va="center",
                    fontsize=SMALL,
                    color=QUIET,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
                )
        _date_axis(ax, days)
        headline(ax, f"{counted(len(dated))}, {_span(days)}")
        undated = len(articles) - len(dated)
        if undated:
            footnote(ax, f"{counted(undated)} without a date not shown.")
    return ax


def alt_timeline(articles: pd.DataFrame) -> str:
    """The finding of ``timeline`` in words.

    Examples
    --------
    >>> alt_timeline(pd.DataFrame({"article_id": ["a", "b"], "date": ["2012-03-13", "2016-02-11"]}))
    'Publication dates of 2 articles, 2012-03-13 to 2016-02-11: 1 in 2012, 1 in 2016.'
    """
    days = pd.to_datetime(articles["date"].dropna())
    if days.empty:
        return _NO_DATES
    years = days.dt.year.value_counts().sort_index()
    spread = ", ".join(f"{n:,} in {year}" for year, n in years.items())
    undated = len(articles) - len(days)
    more = f" {counted(undated)} without a date." if undated else ""
    return f"Publication dates of {counted(len(days))}, {_span(days)}: {spread}.{more}"


def _span(days: "pd.Series[pd.Timestamp]") -> str:
    """First and last day."""
    first, last = f"{days.min():%Y-%m-%d}", f"{days.max():%Y-%m-%d}"
    return first if first == last else f"{first} to {last}"


def _date_axis(ax: Any, days: "pd.Series[pd.Timestamp]") -> None:
    """Ticks at years, months or days, whichever are few."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    room = max((days.max() - days.min()) * 0.06, pd.Timedelta(days=3))
    ax.set_xlim(days.min() - room, days.max() + room)
    ticks = AutoDateLocator(minticks=2, maxticks=6)  # type: ignore[no-untyped-call]
    words = ConciseDateFormatter(ticks, show_offset=True)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(ticks)
    ax.xaxis.set_major_formatter(words)
