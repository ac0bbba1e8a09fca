"""The same clustering again, with other terms, articles or seeds.

In: what a clustering was made from. Out: the groups of each repetition, check by check.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analysis.topics.grouping import Grouping, Labels, Trees, group
from analysis.topics.partitions import FEW
from analysis.topics.weights import Weighting, cosines, weigh

CHECKS = ("terms", "articles", "leave one out", "seeds")
TERMS_AT_MOST = 200
DRAWN_AT_MOST = 2_000

Floats = np.ndarray[Any, np.dtype[np.float64]]
Run = tuple[Labels, Labels]
"""The rows that a repetition used, and the group it put each of them in."""


@dataclass(frozen=True)
class Material:
    """What one clustering was made from, so that it can be repeated with a difference."""

    matrix: Any
    weights: Any
    similarity: Floats | None
    weighting: Weighting
    grouping: Grouping
    labels: Labels
    seed: int
    trees: Trees = field(default_factory=Trees)

    @property
    def k(self) -> int:
        """Number of topics found."""
        return int(self.labels.max()) + 1

    @property
    def n(self) -> int:
        """Number of articles."""
        return len(self.labels)


def repeat(material: Material, runs: int) -> dict[str, list[Run]]:
    """The repetitions of each check that applies.

    terms
        Terms drawn with replacement (Felsenstein 1985), up to 200 articles.
    articles
        Articles drawn with replacement (Hennig 2007), above ten articles; above 2,000 as many of
        them without replacement as ``drawn_articles`` says (Hennig's subsetting).
    leave one out
        Each article left out in turn, its terms too, up to ten articles. Repetitions in which the
        number of topics leaves no choice are not counted.
    seeds
        Other random starts, for the methods that have them.
    """
    if material.k in (1, material.n):
        return {}
    checks: dict[str, Callable[[], Iterator[Run]]] = {}
    if material.n <= TERMS_AT_MOST:
        checks["terms"] = lambda: _by_terms(material, runs)
    if material.n > FEW:
        checks["articles"] = lambda: _by_articles(material, runs)
    else:
        checks["leave one out"] = lambda: _without_each(material)
    if material.grouping.random:
        checks["seeds"] = lambda: _by_seeds(material, min(runs, 20 if material.n <= 1_000 else 5))
    found = {name: list(make()) for name, make in checks.items()}
    return {name: list_ for name, list_ in found.items() if list_}


def drawn_articles(n: int) -> int | None:
    """How many of so many articles a repetition draws without replacement; None if with it.

    Fewer articles than there are make a topic harder to find again, not easier.

    Examples
    --------
    >>> drawn_articles(2_000), drawn_articles(2_001), drawn_articles(100_000)
    (None, 2000, 10000)
    """
    return max(DRAWN_AT_MOST, n // 10) if n > DRAWN_AT_MOST else None


def _generator(material: Material, check: str) -> np.random.Generator:
    """A stream of its own for each check, so that one can change without the others."""
    return np.random.default_rng([material.seed, CHECKS.index(check)])


def _by_terms(material: Material, runs: int) -> Iterator[Run]:
    """Each term as often as it was drawn: its weight times the root of that number."""
    from sklearn.preprocessing import normalize

    random = _generator(material, "terms")
    everyone = np.arange(material.n)
    n_terms = material.weights.shape[1]
    for number in range(runs):
        drawn = np.bincount(random.integers(n_terms, size=n_terms), minlength=n_terms)
        weights = material.weights.multiply(np.sqrt(drawn)).tocsr()
        if material.weighting.norm:
            weights = normalize(weights, norm=material.weighting.norm)
        seed = int(random.integers(2**31))
        yield everyone, _again(material, ("terms", number), weights, material.k, seed)


def _by_articles(material: Material, runs: int) -> Iterator[Run]:
    """Articles drawn anew; an article that was drawn twice counts twice, and is judged once."""
    random = _generator(material, "articles")
    size = drawn_articles(material.n)
    for number in range(runs):
        if size is None:
            drawn = np.sort(random.integers(material.n, size=material.n))
        else:
            drawn = np.sort(random.choice(material.n, size=size, replace=False))
        rows, first = np.unique(drawn, return_index=True)
        k = min(material.k, len(rows))
        seed = int(random.integers(2**31))
        labels = _again(material, ("articles", number), material.weights[drawn], k, seed, drawn)
        yield rows, labels[first]


def _without_each(material: Material) -> Iterator[Run]:
    """Each article left out in turn, with the weights that the others alone would have."""
    for out in range(material.n):
        rows = np.delete(np.arange(material.n), out)
        k = len(np.unique(material.labels[rows]))
        if k in (1, len(rows)):
            continue
        weights = weigh(material.matrix[rows], material.weighting)
        yield rows, _again(material, ("leave one out", out), weights, k, material.seed)


def _by_seeds(material: Material, runs: int) -> Iterator[Run]:
    """The same weights from other random starts."""
    random = _generator(material, "seeds")
    everyone = np.arange(material.n)
    for number in range(runs):
        seed = int(random.integers(2**31))
        labels = _again(material, ("seeds", number), material.weights, material.k, seed, other=True)
        yield everyone, labels


def _again(
    material: Material, repetition: tuple[str, int], weights: Any, k: int, seed: int,
    drawn: Labels | None = None, *, other: bool = False,
) -> Labels:  # fmt: skip
    """One more clustering with the settings of the first, or with ``other`` random starts.

    ``drawn`` are the articles that the weights are of, where these are as they were: their
    similarities are then known.
    """
    grouping = material.grouping
    if grouping.random:
        return group(grouping, k, weights=weights, seed=seed, again=not other, random_start=other)

    def similarity() -> Floats:
        """Only asked for if the tree is not made yet."""
        if drawn is None or material.similarity is None:
            return cosines(weights)
        return material.similarity[np.ix_(drawn, drawn)]

    return group(
        grouping, k, tree=material.trees.tree(*repetition, grouping.linkage, similarity)
    )  # fmt: skip
