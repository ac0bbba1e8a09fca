"""A table of cells, dark where the value is high: shared by all matrix figures.

In: values, the words in the cells, labels of rows and columns. Out: the Axes with the cells drawn.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.figures.style import PALE, QUIET, SMALL, shorten

LIGHT, DARK = "#f3f6fa", "#123f6e"
_EVEN = 0.2
"""Luminance at which white and dark type stand out alike."""


def matrix_height(n_rows: int, column_labels: Sequence[str]) -> float:
    """Inches for rows of one line and column labels that stand upright if they are long."""
    longest = max(len(shorten(label)) for label in column_labels)
    return 1.0 + 0.36 * n_rows + (0.085 * longest if stand_upright(column_labels) else 0.2)


def stand_upright(column_labels: Sequence[str]) -> bool:
    """Whether labels side by side would run into each other."""
    longest = max(len(shorten(label)) for label in column_labels)
    return longest * len(column_labels) > 36


def draw_cells(
    ax: Any,
    values: Any,
    texts: Sequence[Sequence[str]] | None,
    row_labels: Sequence[str],
    column_labels: Sequence[str],
    *,
    top: float,
    breaks: Sequence[int] = (),
    links: Sequence[Sequence[str | None]] | None = None,
) -> None:
    """Draw the cells; NaN stays pale.

    ``breaks`` are columns before which a gap is left, ``links`` where each cell leads.
    """
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    shades = LinearSegmentedColormap.from_list("news", [LIGHT, DARK]).with_extremes(bad=PALE)
    values = np.asarray(values, dtype=np.float64)
    n_rows, n_columns = values.shape
    ax.pcolormesh(
        np.arange(n_columns + 1) - 0.5,
        np.arange(n_rows + 1) - 0.5,
        np.ma.masked_invalid(values),
        cmap=shades,
        vmin=0,
        vmax=top,
        edgecolors="white",
        linewidth=1.5,
    )
    for column in breaks:
        ax.axvline(column - 0.5, color="#202124", linewidth=1.2)
    if texts is not None:
        for row in range(n_rows):
            for column in range(n_columns):
                value = values[row, column]
                dark = np.isfinite(value) and _luminance(shades(value / top)) < _EVEN
                color = "white" if dark else "#202124"
                where = {"ha": "center", "va": "center", "fontsize": SMALL}
                ax.text(column, row, texts[row][column], color=color, **where)
    for row, addresses in enumerate(links or ()):
        for column, address in enumerate(addresses):
            if address is not None:
                # What a pointer hits: the words in the cell are too small a mark.
                ax.add_patch(
                    Rectangle(
                        (column - 0.5, row - 0.5), 1, 1, facecolor="none", linewidth=0, url=address
                    )
                )
    upright = stand_upright(column_labels)
    ax.set_xticks(
        range(n_columns),
        [shorten(label) for label in column_labels],
        rotation=90 if upright else 0,
        va="bottom",
    )
    ax.set_yticks(range(n_rows), [shorten(label) for label in row_labels])
    ax.tick_params(axis="both", length=0, labelsize=SMALL if n_rows > 20 else 10)
    ax.tick_params(axis="x", labeltop=True, labelbottom=False, pad=3)
    ax.set_ylim(n_rows - 0.5, -0.5)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(axis="x", colors=QUIET)


def _luminance(color: Sequence[float]) -> float:
    """Relative luminance of a colour, 0 black to 1 white (WCAG 2)."""
    linear = [((part + 0.055) / 1.055) ** 2.4 for part in color[:3]]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
