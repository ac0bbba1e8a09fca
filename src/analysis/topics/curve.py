"""What else might have come out: other numbers of topics, other methods, other partitions.

In: term counts, and the topics that were found. Out: tables in which these can be seen beside it.
"""

from collections.abc import Iterable

import pandas as pd

from analysis.schema import check_table, new_table
from analysis.text.counts import TermCounts
from analysis.topics.clustering import Topics, cluster_topics
from analysis.topics.grouping import AGGLOMERATIVE_AT_MOST, METHODS


def topic_curve(
    counts: TermCounts | pd.DataFrame,
    ks: Iterable[int] = range(2, 11),
    *,
    method: str | None = None,
    runs: int | None = None,
    seed: int = 0,
    **options: object,
) -> pd.DataFrame:
    """Silhouette and stability for each number of topics.

    Read it for a number at which the topics hold, not for a maximum: silhouettes of texts tend to
    rise with the number of topics.

    Parameters
    ----------
    counts, method, runs, seed, options
        As in ``cluster_topics``.
    ks
        Numbers of topics to try.

    Returns
    -------
    pandas.DataFrame
        Table ``topic_curve``, by number of topics: mean silhouette, mean adjusted Rand index of
        the least favourable check, and how many topics are stable, unstable or singletons.

    Raises
    ------
    InputError
        As ``cluster_topics``.

    Examples
    --------
    >>> from analysis.text.counts import count_terms
    >>> texts = ["talks in Geneva", "peace talks in Geneva", "oil price falls", "oil price rises"]
    >>> topic_curve(count_terms(texts), [2, 3])[["n_topics", "n_stable", "n_singletons"]]
       n_topics  n_stable  n_singletons
    0         2         2             0
    1         3         0             2
    """
    rows = []
    for k in sorted(set(ks)):
        found = cluster_topics(
            counts, k=k, method=method, runs=runs, seed=seed, **options  # type: ignore[arg-type]
        )  # fmt: skip
        verdicts = found.topics["verdict"]
        rows.append((
            k, round(float(found.articles["silhouette"].mean()), 6) + 0.0,
            found.checks["ari_mean"].min(),
            int((verdicts == "stable").sum()), int((verdicts == "unstable").sum()),
            int(verdicts.str.startswith("singleton").sum()),
        ))  # fmt: skip
    names = ["n_topics", "silhouette", "ari", "n_stable", "n_unstable", "n_singletons"]
    return check_table(pd.DataFrame(rows, columns=pd.Index(names)), "topic_curve")


def alternatives(
    counts: TermCounts | pd.DataFrame, topics: Topics, *, seed: int = 0, **options: object
) -> pd.DataFrame:
    """What the topics were chosen from: every partition of few articles, every number for many.

    Parameters
    ----------
    counts, seed, options
        What ``topics`` was made with.
    topics
        What ``cluster_topics`` returned.

    Returns
    -------
    pandas.DataFrame
        For at most ten articles the table ``topic_partitions``: all of them. For more the table
        ``topic_curve`` for 2 to 10 topics.

    Examples
    --------
    >>> from analysis.text.counts import count_terms
    >>> texts = ["talks in Geneva", "peace talks in Geneva", "oil price falls"]
    >>> counts = count_terms(texts)
    >>> len(alternatives(counts, cluster_topics(counts)))
    5
    """
    if len(topics.partitions):
        return topics.partitions
    return topic_curve(counts, range(2, 11), seed=seed, **options)  # type: ignore[arg-type]


def method_agreement(
    counts: TermCounts | pd.DataFrame,
    topics: Topics,
    *,
    runs: int | None = None,
    seed: int = 0,
    **options: object,
) -> pd.DataFrame:
    """The same number of topics by each method, and how far each agrees with the topics given.

    Parameters
    ----------
    counts, seed, options
        What ``topics`` was made with; not ``k`` and ``method``, which are set here.
    topics
        What ``cluster_topics`` returned.
    runs
        As in ``cluster_topics``.

    Returns
    -------
    pandas.DataFrame
        Table ``topic_methods``, by name of method. Agglomerative clustering is left out above
        10,000 articles, where it would need too much memory.

    Raises
    ------
    InputError
        As ``cluster_topics``.

    Examples
    --------
    >>> from analysis.text.counts import count_terms
    >>> texts = ["talks in Geneva", "peace talks in Geneva", "oil price falls", "oil price rises"]
    >>> counts = count_terms(texts)
    >>> found = cluster_topics(counts, k=2)
    >>> method_agreement(counts, found, runs=5)[["method", "agreement"]]
              method  agreement
    0  agglomerative        1.0
    1         kmeans        1.0
    2            nmf        1.0
    """
    from sklearn.metrics import adjusted_rand_score

    rows = []
    for method in METHODS:
        if method == "agglomerative" and len(topics.articles) > AGGLOMERATIVE_AT_MOST:
            continue
        found = cluster_topics(
            counts, k=topics.k, method=method, runs=runs, seed=seed, **options  # type: ignore[arg-type]
        )  # fmt: skip
        verdicts = found.topics["verdict"]
        agreement = adjusted_rand_score(topics.articles["topic"], found.articles["topic"])
        rows.append((
            method, found.k, "+".join(map(str, found.topics["n_articles"])),
            round(float(agreement), 6) + 0.0,
            round(float(found.articles["silhouette"].mean()), 6) + 0.0,
            found.checks["ari_mean"].min(), int((verdicts == "stable").sum()),
            int((verdicts == "unstable").sum()), int(verdicts.str.startswith("singleton").sum()),
        ))  # fmt: skip
    return new_table("topic_methods", rows)
