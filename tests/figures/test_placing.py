"""Labels beside points: none over another, always the same."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from analysis.figures.placing import place_labels


def crowded(n: int, seed: int) -> tuple[Figure, list[tuple[float, float]], list[str], list[int]]:
    """Labels of random points in a small figure."""
    random = np.random.default_rng(seed)
    figure = Figure(figsize=(5, 5))
    ax = figure.subplots()
    points = [(float(x), float(y)) for x, y in random.random((n, 2))]
    ax.scatter(*zip(*points, strict=True))
    labels = [f"label {number}" for number in range(n)]
    return figure, points, labels, place_labels(ax, points, labels)


@pytest.mark.parametrize("seed", range(5))
def test_no_label_covers_another_or_a_point(seed: int) -> None:
    figure, points, labels, left_out = crowded(25, seed)
    ax = figure.axes[0]
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text()]
    assert len(boxes) == len(labels) - len(left_out)
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            assert not (
                one.x0 < other.x1 - 0.5
                and other.x0 < one.x1 - 0.5
                and one.y0 < other.y1 - 0.5
                and other.y0 < one.y1 - 0.5
            )
        for x, y in ax.transData.transform(points):
            assert not (one.x0 < x < one.x1 and one.y0 < y < one.y1)


def test_labels_stay_inside_the_axes() -> None:
    figure, _, _, _ = crowded(25, 0)
    ax = figure.axes[0]
    frame = ax.get_window_extent()
    for text in ax.texts:
        if text.get_text():
            box = text.get_window_extent()
            assert box.x0 >= frame.x0 - 1
            assert box.x1 <= frame.x1 + 1


def test_the_same_points_give_the_same_places() -> None:
    first, second = (crowded(20, 3)[0] for _ in range(2))
    places = [[text.get_position() for text in figure.axes[0].texts] for figure in (first, second)]
    assert places[0] == places[1]


def test_what_finds_no_room_is_named() -> None:
    figure = Figure(figsize=(1.2, 1.2))
    ax = figure.subplots()
    points = [(0.5, 0.5)] * 12
    left_out = place_labels(ax, points, ["a rather long label"] * 12)
    assert left_out
    assert set(left_out) <= set(range(12))
