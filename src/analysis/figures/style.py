"""The look that all figures share: style, colours, titles, and a figure that belongs to no window.

In: an Axes or None. Out: an Axes of the house's size, drawn on under the committed style, with the
user's own matplotlib settings untouched.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import InputError
from analysis.figures.behind import link_labels

STYLE = Path(__file__).with_name("news.mplstyle")
WIDTH = 5.0
"""Inches. At 390 px, less a page's margins, 10-point type is still 10 px tall."""
SMALL = 9

TARGET = "#c8510a"
"""The group in question: orange, a diamond. Middle grey in print."""
REFERENCE = "#123f6e"
"""The group it is compared with: navy, a circle. Dark grey in print."""
QUIET = "#5f6368"
"""What is not the point: text 6:1 on white."""
FAINT = "#c3c7cd"
PALE = "#eef1f5"
TARGET_MARK, REFERENCE_MARK = "D", "o"

_LETTERS_PER_INCH = 10.2


@contextmanager
def look() -> Iterator[None]:
    """The house style for as long as the block lasts."""
    from matplotlib import style

    with style.context(STYLE):
        yield


@contextmanager
def canvas(ax: Any, height: float, width: float = WIDTH) -> Iterator[Any]:
    """The Axes to draw on, within the house style: the one given, or one in a figure of its own."""
    with look():
        if ax is None:
            from matplotlib.figure import Figure

            ax = Figure(figsize=(width, height)).subplots()
            ax.figure.house = True
        yield ax


def headline(ax: Any, text: str) -> None:
    """The title: over the whole figure if it is ours, else over the Axes; wrapped to its width."""
    figure = ax.figure
    if getattr(figure, "house", False):
        wrapped = balanced(text, int(figure.get_figwidth() * _LETTERS_PER_INCH))
        figure.suptitle(wrapped, x=0.012, ha="left", linespacing=1.25)
    else:
        ax.set_title(textwrap.fill(text, 48), loc="left")


def balanced(text: str, letters: int) -> str:
    """Text in as few lines as the width needs, and these as even as they can be.

    Examples
    --------
    >>> balanced("one two three four", 14)
    'one two\\nthree four'
    """

    # A size such as "n = 5" is never torn apart.
    bound = text.replace("n = ", "n\u00a0=\u00a0")

    def lines(width: int) -> list[str]:
        return textwrap.wrap(bound, width, break_on_hyphens=False)

    needed = len(lines(letters))
    start = max(1, len(text) // max(needed, 1))
    narrow = next(width for width in range(start, letters + 1) if len(lines(width)) <= needed)
    return "\n".join(lines(narrow)).replace("\u00a0", " ")


def swatches(ax: Any, entries: Sequence[tuple[str, str]], row: float) -> None:
    """Names of colours in one line at a row of the Axes, each behind a square of its colour."""
    at = 0.0
    place = {
        "xycoords": ax.get_yaxis_transform(),
        "textcoords": "offset points",
        "va": "center",
        "annotation_clip": False,
    }
    for label, color in entries:
        ax.annotate("■", (0, row), xytext=(at, 0), color=color, fontsize=12, **place)
        ax.annotate(label, (0, row), xytext=(at + 14, 0), fontsize=SMALL, **place)
        at += 30 + 5.6 * len(label)


ALL_ALONE = "No article can be left out: each of the two groups has a single one."


def nothing(ax: Any, title: str, reason: str) -> Any:
    """An Axes that says why there is nothing to see, for a table that is rightly empty."""
    with canvas(ax, 1.4) as ax:
        ax.set_axis_off()
        ax.text(0, 0.5, textwrap.fill(reason, 62), transform=ax.transAxes, va="center")
        headline(ax, title)
    return ax


def footnote(ax: Any, text: str) -> None:
    """A line in small grey type below the Axes, wrapped to the width of the figure."""
    wrapped = textwrap.fill(text, int(ax.figure.get_figwidth() * 13.4))
    if getattr(ax.figure, "house", False):
        ax.figure.supxlabel(
            wrapped, x=0.012, ha="left", fontsize=SMALL, color=QUIET, linespacing=1.3
        )
    else:
        label = ax.get_xlabel()
        ax.set_xlabel(f"{label}\n{wrapped}" if label else wrapped)


def printable(text: str) -> str:
    """Text with a mark in place of each character that no file format can carry.

    Examples
    --------
    >>> printable("peace" + chr(0) + " talks")
    'peace\ufffd talks'
    """
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def shorten(text: object, letters: int = 28) -> str:
    """A label cut to a length, with a sign that it was.

    Examples
    --------
    >>> shorten("a label that runs on", 10)
    'a label t…'
    """
    words = printable(" ".join(str(text).split()))
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"


def group_name(group: object) -> str:
    """The name of a group in a figure, where two of them must find room in a line.

    Examples
    --------
    >>> group_name("2016"), group_name("a group by a name that is longer than a line of the figure")
    ('2016', 'a group by a name that is longer…')
    """
    return shorten(group, 34)


def percent(share: float) -> str:
    """A share in whole per cent, never rounded to 0 or 100 when it is neither.

    Examples
    --------
    >>> percent(0.5), percent(0.001), percent(0.999), percent(1)
    ('50 %', '< 1 %', '> 99 %', '100 %')
    """
    if 0 < share < 0.005:
        return "< 1 %"
    if 0.995 <= share < 1:
        return "> 99 %"
    return f"{share:.0%}".replace("%", " %")


def need(table: pd.DataFrame, columns: Iterable[str], name: str) -> pd.DataFrame:
    """The table, if it has rows and the columns that the figure reads.

    Raises
    ------
    InputError
        If it has not.
    """
    if need_columns(table, columns, name).empty:
        raise InputError(name, "has no rows", "there is nothing to draw")
    return table


def need_columns(table: pd.DataFrame, columns: Iterable[str], name: str) -> pd.DataFrame:
    """The table, if it has the columns that the figure reads, with rows or without.

    Raises
    ------
    InputError
        If it has not.
    """
    wanted = tuple(columns)
    missing = [column for column in wanted if column not in table.columns]
    if missing:
        raise InputError(
            name, f"lacks the column {', '.join(missing)}", f"it needs {', '.join(wanted)}"
        )
    return table


def number_rows(
    ax: Any,
    labels: Sequence[object],
    letters: int = 28,
    *,
    lines: bool = True,
    kind: str | None = None,
) -> None:
    """Rows from the top with their labels at the left, a faint line through each.

    ``kind`` says what the labels name, if there is evidence of it to lead to: term, speaker, …
    """
    ax.set_yticks(range(len(labels)), [shorten(label, letters) for label in labels])
    if kind is not None:
        link_labels(ax.get_yticklabels(), list(labels), kind)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    if lines:
        across = ax.get_yaxis_transform()
        ax.hlines(range(len(labels)), 0, 1, transform=across, color=FAINT, linewidth=0.5, zorder=0)
    ax.spines["left"].set_visible(False)
