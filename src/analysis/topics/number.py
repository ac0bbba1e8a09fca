"""How many topics, and how often to ask whether they hold.

In: articles that are weighted, and a method. Out: the number of topics whose groups are best
separated, from all articles or from a sample of them; and the repetitions that many articles can
afford.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.topics.grouping import Grouping, Trees, group
from analysis.topics.partitions import FEW
from analysis.topics.placement import place

if TYPE_CHECKING:
    from analysis.topics.placement import Floats

CHOICE_AT_MOST = 2_000


def default_runs(n: int) -> int:
    """Repetitions of each check where none were asked for, by number of articles."""
    if n <= FEW:
        return 200
    return 50 if n <= 1_000 else 20 if n <= 10_000 else 10


def most_topics(n: int) -> int:
    """The largest number of topics that is tried for so many articles.

    Examples
    --------
    >>> most_topics(5), most_topics(100), most_topics(10_000)
    (4, 10, 20)
    """
    return n - 1 if n <= FEW else min(20, round(n**0.5))


def sampled_for_choice(grouping: Grouping, n: int) -> bool:
    """Whether the number of topics is chosen from a sample: not where one tree has them all."""
    return grouping.random and n > CHOICE_AT_MOST


def choose_k(
    weights: Any, similarity: "Floats | None", grouping: Grouping, seed: int, trees: Trees
) -> int:
    """The number of topics with the highest mean silhouette, the smallest of equals.

    A method that must cluster anew for each number tries them on 2,000 articles, drawn with
    ``seed``; the largest number tried is that for all articles. Agglomerative clustering cuts
    one tree of all of them.
    """
    n = weights.shape[0]
    most = most_topics(n)
    if sampled_for_choice(grouping, n):
        random = np.random.default_rng([seed, 99])
        rows = np.sort(random.choice(n, size=CHOICE_AT_MOST, replace=False))
        weights, similarity = weights[rows], None
    tree = None if grouping.random else trees.tree("all", 0, grouping.linkage, lambda: similarity)
    scores = {}
    for k in range(2, most + 1):
        labels = group(grouping, k, weights=weights, tree=tree, seed=seed)
        scores[k] = round(float(place(weights, labels, similarity).silhouette.mean()), 9)
    return max(scores, key=lambda k: (scores[k], -k)) if scores else 1
