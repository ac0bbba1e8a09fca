"""Weights to groups: the clustering methods of scikit-learn behind one call.

In: TF-IDF weights, the number of topics and a seed. Out: a group number for each article, as
scikit-learn numbers them.
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.errors import InputError
from analysis.topics.weights import coordinates

METHODS = ("agglomerative", "kmeans", "nmf")
LINKAGES = ("average", "complete", "single")
AGGLOMERATIVE_BY_DEFAULT = 2_000
AGGLOMERATIVE_AT_MOST = 10_000
MINI_BATCH_ABOVE = 10_000
COORDINATES_AT_MOST = 100
MANY_STARTS_AT_MOST = 1_000
_STARTS, _STARTS_AGAIN = 10, 3
# NMF of articles without clear topics creeps on; scikit-learn stops it at 200 rounds by default.
_ROUNDS_OF_FEW, _ROUNDS = 500, 200

Labels = np.ndarray[Any, np.dtype[np.int64]]
Tree = np.ndarray[Any, np.dtype[np.int64]]
"""The n - 1 joins of agglomerative clustering in their order, two nodes each; join i makes node
n + i."""


@dataclass(frozen=True)
class Grouping:
    """A method of grouping and its settings."""

    method: str
    linkage: str = "average"
    mini_batch: bool = False
    starts: int = _STARTS

    @property
    def random(self) -> bool:
        """Whether a seed can change the result."""
        return self.method != "agglomerative"

    def __str__(self) -> str:
        if self.method == "agglomerative":
            return f"agglomerative clustering, {self.linkage} linkage of cosine distances"
        if self.method == "nmf":
            return "non-negative matrix factorisation, each article in its heaviest topic"
        if self.mini_batch:
            return f"mini-batch k-means, the best of {self.starts} starting points"
        return f"k-means, {self.starts} starts"


@contextmanager
def one_thread() -> Iterator[None]:
    """A context in which sums are added up in the same order on every machine.

    Threads share out an array by their number, which changes the last bits of its sums. What is
    clustered here was checked on the way in, so scikit-learn need not check every repetition.
    """
    from sklearn import config_context
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(1), config_context(assume_finite=True, skip_parameter_validation=True):
        yield


def choose_grouping(method: str | None, linkage: str, n_articles: int) -> Grouping:
    """The method asked for, or the one that suits the number of articles."""
    if method is None:
        method = "agglomerative" if n_articles <= AGGLOMERATIVE_BY_DEFAULT else "kmeans"
    if method not in METHODS:
        raise InputError("method", f"is {method!r}", f"choose one of {', '.join(METHODS)}")
    if linkage not in LINKAGES:
        raise InputError("linkage", f"is {linkage!r}", f"choose one of {', '.join(LINKAGES)}")
    if method == "agglomerative" and n_articles > AGGLOMERATIVE_AT_MOST:
        raise InputError(
            "method",
            f"'agglomerative' needs every pair of {n_articles:,} articles in memory",
            f"use 'kmeans' above {AGGLOMERATIVE_AT_MOST:,} articles",
        )
    return Grouping(
        method,
        linkage,
        mini_batch=method == "kmeans" and n_articles > MINI_BATCH_ABOVE,
        starts=_STARTS if n_articles <= MANY_STARTS_AT_MOST else _STARTS_AGAIN,
    )


class Trees:
    """The trees of one collection of articles and of its repetitions, each made once.

    A tree holds the groups of every number of topics, so that another number is another cut and
    not another clustering.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[str, int], Tree] = {}

    def tree(self, check: str, number: int, linkage: str, similarity: Callable[[], Any]) -> Tree:
        """The tree of a repetition; ``similarity`` is asked for only if it is not made yet."""
        if (check, number) not in self._made:
            self._made[check, number] = join(similarity(), linkage)
        return self._made[check, number]


def join(similarity: Any, linkage: str) -> Tree:
    """The tree of agglomerative clustering of cosine distances.

    Examples
    --------
    >>> alike = np.array([[1, .9, .1], [.9, 1, .1], [.1, .1, 1]])
    >>> join(alike, "average").tolist()
    [[0, 1], [2, 3]]
    """
    from scipy.cluster.hierarchy import linkage as joins
    from scipy.spatial.distance import squareform

    distances = squareform(1.0 - similarity, checks=False)
    return np.asarray(joins(distances, method=linkage)[:, :2], dtype=np.int64)


def cut(tree: Tree, k: int) -> Labels:
    """The ``k`` groups that are left when the last ``k`` - 1 joins are undone.

    Examples
    --------
    >>> cut(np.array([[0, 1], [2, 3]]), 2).tolist()
    [0, 0, 1]
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(tree) + 1
    joined = tree[: n - k]
    made = np.repeat(np.arange(n, n + len(joined)), 2)
    graph = coo_array((np.ones(len(made)), (made, joined.ravel())), shape=(2 * n, 2 * n))
    return np.asarray(connected_components(graph, directed=False)[1][:n], dtype=np.int64)


def group(
    grouping: Grouping,
    k: int,
    *,
    weights: Any = None,
    similarity: Any = None,
    tree: Tree | None = None,
    seed: int = 0,
    again: bool = False,
    random_start: bool = False,
) -> Labels:
    """A group number from 0 for each article; fewer than ``k`` groups if articles coincide.

    Agglomerative clustering reads ``tree`` alone, or makes it of ``similarity``; the other methods
    read ``weights`` alone. ``again`` makes k-means start three times at most: enough for one of
    many repetitions.
    ``random_start`` makes NMF begin at random rather than at its singular value decomposition.
    """
    n = len(tree) + 1 if tree is not None else (similarity if weights is None else weights).shape[0]
    if k == 1:
        return np.zeros(n, dtype=np.int64)
    if k == n:
        return np.arange(n, dtype=np.int64)
    with warnings.catch_warnings():
        # k-means says so when fewer than k articles differ; the caller counts the groups itself.
        warnings.filterwarnings("ignore", message="Number of distinct clusters")
        warnings.filterwarnings("ignore", message="Maximum number of iterations")
        if grouping.method == "agglomerative":
            labels = cut(join(similarity, grouping.linkage) if tree is None else tree, k)
        elif grouping.method == "kmeans":
            starts = _STARTS_AGAIN if again else grouping.starts
            labels = _k_means(weights, k, seed, starts, grouping.mini_batch)
        else:
            labels = _nmf(weights, k, seed, random_start)
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _k_means(weights: Any, k: int, seed: int, starts: int, mini_batch: bool) -> Any:
    """Groups of the best of several starts."""
    from sklearn.cluster import KMeans, MiniBatchKMeans

    if weights.shape[0] <= COORDINATES_AT_MOST and weights.shape[0] < weights.shape[1]:
        weights = coordinates(weights)
    if mini_batch:
        model = MiniBatchKMeans(k, n_init=starts, batch_size=4096, random_state=seed)
    else:
        model = KMeans(k, n_init=starts, random_state=seed)
    return model.fit_predict(weights)


def _nmf(weights: Any, k: int, seed: int, random_start: bool) -> Any:
    """The topic that carries most of each article's weight."""
    from sklearn.decomposition import NMF

    start = "random" if random_start or k > min(weights.shape) else "nndsvda"
    rounds = _ROUNDS
    if weights.shape[0] <= COORDINATES_AT_MOST:
        weights = weights.toarray()  # a few rows are quicker to multiply when dense
        rounds = _ROUNDS_OF_FEW
    model = NMF(k, init=start, random_state=seed, max_iter=rounds)
    loadings = model.fit_transform(weights)
    # A topic's scale is arbitrary between the two factors: measure it in units of weight.
    return np.round(loadings * model.components_.sum(axis=1), 9).argmax(axis=1)
