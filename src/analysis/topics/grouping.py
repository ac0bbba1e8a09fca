"""Weights to groups: the clustering methods of scikit-learn behind one call.

In: TF-IDF weights, the number of topics and a seed. Out: a group number for each article, as
scikit-learn numbers them.
"""

import warnings
from collections.abc import Iterator
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
_STARTS, _STARTS_AGAIN = 10, 3

Labels = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Grouping:
    """A method of grouping and its settings."""

    method: str
    linkage: str = "average"
    mini_batch: bool = False

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
            return f"mini-batch k-means, the best of {_STARTS_AGAIN} starting points"
        return f"k-means, {_STARTS} starts"


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
    return Grouping(method, linkage, method == "kmeans" and n_articles > MINI_BATCH_ABOVE)


def group(
    grouping: Grouping,
    k: int,
    *,
    weights: Any = None,
    similarity: Any = None,
    seed: int = 0,
    again: bool = False,
    random_start: bool = False,
) -> Labels:
    """A group number from 0 for each article; fewer than ``k`` groups if articles coincide.

    Agglomerative clustering reads ``similarity`` alone, the other methods ``weights`` alone.
    ``again`` makes k-means start three times instead of ten: enough for one of many repetitions.
    ``random_start`` makes NMF begin at random rather than at its singular value decomposition.
    """
    n = (similarity if weights is None else weights).shape[0]
    if k == 1:
        return np.zeros(n, dtype=np.int64)
    if k == n:
        return np.arange(n, dtype=np.int64)
    with warnings.catch_warnings():
        # k-means says so when fewer than k articles differ; the caller counts the groups itself.
        warnings.filterwarnings("ignore", message="Number of distinct clusters")
        warnings.filterwarnings("ignore", message="Maximum number of iterations")
        if grouping.method == "agglomerative":
            labels = _agglomerative(similarity, k, grouping.linkage)
        elif grouping.method == "kmeans":
            starts = _STARTS_AGAIN if again else _STARTS
            labels = _k_means(weights, k, seed, starts, grouping.mini_batch)
        else:
            labels = _nmf(weights, k, seed, random_start)
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _agglomerative(similarity: Any, k: int, linkage: str) -> Any:
    """Groups of the tree cut at ``k``."""
    from sklearn.cluster import AgglomerativeClustering

    model = AgglomerativeClustering(n_clusters=k, metric="precomputed", linkage=linkage)
    return model.fit_predict(1.0 - similarity)


def _k_means(weights: Any, k: int, seed: int, starts: int, mini_batch: bool) -> Any:
    """Groups of the best of several starts."""
    from sklearn.cluster import KMeans, MiniBatchKMeans

    if weights.shape[0] <= COORDINATES_AT_MOST and weights.shape[0] < weights.shape[1]:
        weights = coordinates(weights)
    if mini_batch:
        model = MiniBatchKMeans(k, n_init=_STARTS_AGAIN, batch_size=4096, random_state=seed)
    else:
        model = KMeans(k, n_init=starts, random_state=seed)
    return model.fit_predict(weights)


def _nmf(weights: Any, k: int, seed: int, random_start: bool) -> Any:
    """The topic that carries most of each article's weight."""
    from sklearn.decomposition import NMF

    start = "random" if random_start or k > min(weights.shape) else "nndsvda"
    if weights.shape[0] <= COORDINATES_AT_MOST:
        weights = weights.toarray()  # a few rows are quicker to multiply when dense
    model = NMF(k, init=start, random_state=seed, max_iter=500)
    loadings = model.fit_transform(weights)
    # A topic's scale is arbitrary between the two factors: measure it in units of weight.
    return np.round(loadings * model.components_.sum(axis=1), 9).argmax(axis=1)
