"""Clustering of generated articles: scikit-learn alone, and cluster_topics with its checks.

    python benchmarks/topics.py [ARTICLES [TERMS [TOPICS]]]
    python benchmarks/topics.py --sizes 200 1000 2000 5000 10000

Articles draw a third of their words from their topic and the rest from all, with Zipfian
frequencies, so that the true topics are known. Printed are seconds, the adjusted Rand index with
the truth, and for cluster_topics the checks and verdicts.

With --sizes: processor seconds of what the chapter on topics asks for, with the number of topics
left open, at each number of articles; 20,000 terms. Only a tenth of the words are the topic's, so
that k-means and factorisation have to search.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from arguments import parser
from scipy import sparse
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.decomposition import NMF
from sklearn.metrics import adjusted_rand_score

from analysis import cluster_topics
from analysis.text.counts import TermCounts
from analysis.topics.curve import alternatives, method_agreement
from analysis.topics.weights import tfidf


def planted(
    n: int, n_terms: int, k: int, length: int = 100, share: float = 1 / 3
) -> tuple[TermCounts, Any]:
    """Counts and true topics."""
    random = np.random.default_rng(1)
    shares = 1 / np.arange(1, n_terms + 1) ** 1.05
    limits = np.cumsum(shares / shares.sum())
    topics = random.integers(k, size=n)
    rows = np.repeat(np.arange(n), length)
    columns = np.searchsorted(limits[:-1], random.random(n * length))
    orders = np.array([random.permutation(n_terms) for _ in range(k)])
    own = random.random(n * length) < share
    columns = np.where(own, orders[topics[rows], columns], columns)
    matrix = sparse.csr_matrix(
        (np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(n, n_terms)
    )
    matrix.sum_duplicates()
    names = [f"a{number:08d}" for number in range(n)]
    terms = [f"t{number:06d}" for number in range(n_terms)]
    return TermCounts(matrix, terms, names, np.full(n, length)), topics


def timed(make: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = make()
    return time.perf_counter() - start, result


def sweep(sizes: list[int], n_terms: int, k: int) -> None:
    """One row a size: topics, the side views, and paragraphs."""
    jobs = ("open", "curve", "methods", "paragraphs", "all")
    print(f"{'articles':>10}{'topics':>8}" + "".join(f"{job:>12}" for job in jobs))
    paragraphs, _ = planted(500, n_terms, k, length=40, share=0.1)
    for n in sizes:
        counts, _ = planted(n, n_terms, k, length=250, share=0.1)
        marks = [time.process_time()]
        found = cluster_topics(counts)
        marks.append(time.process_time())
        alternatives(counts, found)
        marks.append(time.process_time())
        method_agreement(counts, found)
        marks.append(time.process_time())
        cluster_topics(paragraphs, method="kmeans", runs=20)
        marks.append(time.process_time())
        seconds = [*np.diff(marks), marks[-1] - marks[0]]
        print(f"{n:10,}{found.k:8}" + "".join(f"{value:12.1f}" for value in seconds), flush=True)


def main(n: int, n_terms: int, k: int) -> None:
    counts, truth = planted(n, n_terms, k)
    seconds, weights = timed(lambda: tfidf(counts))
    print(f"{n:,} articles, {n_terms:,} terms, {k} topics planted, {counts.matrix.nnz:,} counts")
    print(f"{'TF-IDF':34} {seconds:8.1f} s")
    peers: dict[str, Callable[[], Any]] = {
        "scikit-learn MiniBatchKMeans": lambda: MiniBatchKMeans(
            k, n_init=3, batch_size=4096, random_state=0
        ).fit_predict(weights),
        "scikit-learn KMeans, 1 start": lambda: KMeans(k, n_init=1, random_state=0).fit_predict(
            weights
        ),
        "scikit-learn NMF": lambda: (
            NMF(k, init="nndsvda", random_state=0, max_iter=50)
            .fit_transform(weights)
            .argmax(axis=1)
        ),
    }
    for name, make in peers.items():
        seconds, labels = timed(make)
        print(f"{name:34} {seconds:8.1f} s   ARI {adjusted_rand_score(truth, labels):.3f}")
    seconds, found = timed(lambda: cluster_topics(counts, k=k))
    labels = found.articles["topic"]
    print(f"{'cluster_topics':34} {seconds:8.1f} s   ARI {adjusted_rand_score(truth, labels):.3f}")
    print("\n".join(found.notes))
    print(found.checks.to_string(index=False))
    print(found.topics["verdict"].value_counts().to_string())


if __name__ == "__main__":
    arguments = parser(__doc__, path=False)
    for name, value in (("articles", 100_000), ("terms", 20_000), ("topics", 12)):
        arguments.add_argument(name, type=int, nargs="?", default=value)
    arguments.add_argument("--sizes", type=int, nargs="+", help="articles of each row")
    given = arguments.parse_args()
    if given.sizes:
        sweep(given.sizes, 20_000, 12)
    else:
        main(given.articles, given.terms, given.topics)
