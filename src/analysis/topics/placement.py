"""How well each article sits in its topic.

In: weights, a topic for each article, similarities if they are at hand. Out: ``Placement``.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.topics.grouping import Labels
from analysis.topics.labels import topic_counts
from analysis.topics.weights import DECIMALS, unit_rows

Floats = np.ndarray[Any, np.dtype[np.float64]]
EXACT_AT_MOST = 2_000


@dataclass(frozen=True)
class Placement:
    """One value per article. ``nearest`` is numbered from 1, None where there is one topic."""

    similarity: Floats
    nearest: list[int | None]
    nearest_similarity: Floats
    silhouette: Floats


def place(weights: Any, labels: Labels, similarity: Floats | None) -> Placement:
    """Each article's cosine with the centre of its topic and of the nearest other, and silhouette.

    A centre is the mean of its articles' weights scaled to length 1. The silhouette is
    Rousseeuw's, from cosine distances between articles; above 2,000 articles, or without their
    similarities, it is the simplified one, from distances to the centres (Hruschka, E. R. et al.
    (2006). *Information Sciences* 176). It is 0 for a topic of one article, or where there is one
    topic.
    """
    k = int(labels.max()) + 1
    unit = unit_rows(weights)
    centres = unit_rows(topic_counts(unit, labels))
    to_centre = np.round(np.asarray(unit @ centres.T), DECIMALS).clip(0.0, 1.0)
    rows = np.arange(len(labels))
    own = to_centre[rows, labels]
    if k == 1:
        gap = np.full(len(labels), np.nan)
        return Placement(own, [None] * len(labels), gap, np.zeros(len(labels)))
    others = to_centre.copy()
    others[rows, labels] = -1.0
    nearest = others.argmax(axis=1)
    near = others[rows, nearest]
    if similarity is not None and len(labels) <= EXACT_AT_MOST:
        silhouette = _silhouettes(1.0 - similarity, labels, k)
    else:
        silhouette = _widths(1.0 - own, 1.0 - near, np.bincount(labels)[labels] > 1)
    return Placement(own, [int(topic) + 1 for topic in nearest], near, silhouette)


def _silhouettes(distance: Floats, labels: Labels, k: int) -> Floats:
    """Rousseeuw's silhouette of each article."""
    sizes = np.bincount(labels, minlength=k)
    sums = topic_counts(distance, labels).T
    rows = np.arange(len(labels))
    inside = sums[rows, labels] / np.maximum(sizes[labels] - 1, 1)
    means = sums / sizes
    means[rows, labels] = np.inf
    return _widths(inside, means.min(axis=1), sizes[labels] > 1)


def _widths(inside: Floats, nearest: Floats, defined: Any) -> Floats:
    """(b - a) / max(a, b), 0 where undefined."""
    larger = np.maximum(inside, nearest)
    out = np.zeros_like(larger)
    return np.divide(nearest - inside, larger, out=out, where=defined & (larger > 0))
