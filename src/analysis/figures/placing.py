"""Labels beside points, none over another: a small greedy placer that always decides alike.

In: Axes whose points and limits are final, and the points to label in order of importance. Out:
the labels on the Axes, and the indices of those for which there was no room.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.figures.style import SMALL

Floats = np.ndarray[Any, np.dtype[np.float64]]
_RINGS = (4.0, 10.0, 18.0, 28.0, 40.0)
_DIRECTIONS = (
    (1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1), (0, 1), (0, -1),
    (1, 0.5), (1, -0.5), (-1, 0.5), (-1, -0.5),
)  # fmt: skip


def place_labels(
    ax: Any,
    points: Sequence[tuple[float, float]],
    labels: Sequence[str],
    *,
    obstacles: Sequence[tuple[float, float]] = (),
    radii: Sequence[float] | float = 3.0,
    colors: Sequence[str] | None = None,
    clear_of: Sequence[Any] = (),
) -> list[int]:
    """Write each label beside its point, where it covers no other label and no labelled point.

    Places are tried in a fixed order: right, left, the corners, above, below, each time a little
    further off; from the second distance on a thin line leads back to the point. The first free
    place is taken, so the earlier labels have the better ones. Obstacles are avoided where that
    can be done.

    Parameters
    ----------
    ax
        Axes with everything else drawn and its limits set.
    points, labels
        In data coordinates, most important first.
    obstacles
        Other points that labels should not cover.
    radii
        Of the points (first those to label, then the obstacles) in typographic points.
    colors
        Of the labels.
    clear_of
        Texts of the Axes that must not be covered.

    Returns
    -------
    list of int
        Which labels found no place and were left out.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> axes = Figure(figsize=(4, 3)).subplots()
    >>> place_labels(axes, [(0.5, 0.5), (0.5, 0.5)], ["one", "two"])
    []
    """
    from matplotlib.patheffects import withStroke

    figure = ax.figure
    figure.draw_without_rendering()
    scale = figure.dpi / 72
    everything = np.array([*points, *obstacles], dtype=np.float64).reshape(-1, 2)
    at = ax.transData.transform(everything)
    reach = np.broadcast_to(np.asarray(radii, dtype=np.float64), len(everything)) * scale
    taken = np.column_stack([at - reach[:, None], at + reach[:, None]])
    boxes = [text.get_window_extent().extents for text in clear_of]
    taken = np.vstack([taken, *boxes])
    firm = np.arange(len(taken)) < len(points)
    firm[len(everything) :] = True
    frame = ax.get_window_extent()
    left_out = []
    for index, label in enumerate(labels):
        color = colors[index] if colors else "#202124"
        text = ax.annotate(
            label, points[index], xytext=(0, 0), textcoords="offset points", fontsize=SMALL,
            color=color, va="center", ha="center", annotation_clip=False,
        )  # fmt: skip
        text.set_in_layout(False)
        size = text.get_window_extent()
        spot = (at[index], reach[index], size.width, size.height)
        box = _free_place(*spot, taken, frame, scale)
        if box is None:
            # In a dense cloud a label may cover points that have none, behind a white edge.
            box = _free_place(*spot, taken[firm], frame, scale)
            text.set_path_effects([withStroke(linewidth=2.5, foreground="white")])
        if box is None:
            text.remove()
            left_out.append(index)
            continue
        place, far = box
        middle = np.array([place[0] + place[2], place[1] + place[3]]) / 2
        text.set_position(tuple(np.round((middle - at[index]) / scale, 3)))
        taken = np.vstack([taken, place])
        firm = np.append(firm, True)
        if far:
            end = np.clip(at[index], place[:2], place[2:])
            ax.annotate(
                "", points[index], xytext=tuple(np.round((end - at[index]) / scale, 3)),
                textcoords="offset points", annotation_clip=False,
                arrowprops={"arrowstyle": "-", "color": color, "linewidth": 0.6, "shrinkA": 0,
                            "shrinkB": 2},
            ).set_in_layout(False)  # fmt: skip
    return left_out


def _free_place(
    at: Floats, reach: float, width: float, height: float, taken: Floats, frame: Any, scale: float
) -> tuple[Floats, bool] | None:
    """The first box that covers nothing, and whether it needs a line back to its point."""
    for ring, distance in enumerate(_RINGS):
        gap = reach + distance * scale
        for across, up in _DIRECTIONS:
            x = at[0] + across * gap + (np.sign(across) - 1) * width / 2
            y = at[1] + up * gap + (np.sign(up) - 1) * height / 2
            box = np.array([x, y, x + width, y + height])
            inside = (
                box[0] >= frame.x0 and box[1] >= frame.y0
                and box[2] <= frame.x1 and box[3] <= frame.y1
            )  # fmt: skip
            # A tolerance keeps the choice from hanging on the last bits of a transformation.
            apart = (
                (box[2] + scale <= taken[:, 0]) | (box[0] - scale >= taken[:, 2])
                | (box[3] <= taken[:, 1] + 1e-6) | (box[1] >= taken[:, 3] - 1e-6)
            )  # fmt: skip
            if inside and apart.all():
                return box, ring > 0
    return None


def freeze(ax: Any) -> None:
    """Keep the layout as it is now, so that labels stay where there was room."""
    if getattr(ax.figure, "house", False):
        ax.figure.set_layout_engine("none")
