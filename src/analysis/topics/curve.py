"""What else might have come out: other numbers of topics, other methods, other partitions.

In: term counts, and the topics that were found. Out: tables in which these can be seen beside it.
They are views from the side: of many articles they are made of a sample, with fewer repetitions,
so that they cost no more than the topics themselves.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.schema import check_table, new_table
from analysis.text.counts import TermCounts
from analysis.topics.clustering import Topics, cluster, cluster_topics, prepare
from analysis.topics.grouping import METHODS, choose_grouping
from analysis.topics.number import default_runs
from analysis.topics.weights import as_counts

SAMPLE_AT_MOST = 2_000
_ALL_RUNS_AT_MOST, _RUNS = 100, 10


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
    rise with the number of topics. Each row is what ``cluster_topics`` gives for that number; the
    articles are drawn and, by agglomerative clustering, joined once for all of them.

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
    shown = {"n_terms": options.pop("n_terms")} if "n_terms" in options else {}
    prepared = prepare(counts, method=method, seed=seed, **options)  # type: ignore[arg-type]
    for k in sorted(set(ks)):
        found = cluster(prepared, k, runs=runs, **shown)  # type: ignore[arg-type]
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
        What ``topics`` was made with. ``runs`` left out is that of ``cluster_topics`` up to 100
        articles, 10 above.
    topics
        What ``cluster_topics`` returned.

    Returns
    -------
    pandas.DataFrame
        For at most ten articles the table ``topic_partitions``: all of them. For more the table
        ``topic_curve`` for 2 to 10 topics, by the method that found the topics; of more than 2,000
        articles, of 2,000 drawn with ``seed``. ``.attrs["notes"]`` says so.

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
    few, runs, notes = _side_view(counts, topics, options.pop("runs", None), seed)  # type: ignore[arg-type]
    options.setdefault("method", choose_grouping(None, "average", len(topics.articles)).method)
    found = topic_curve(
        few, range(2, 11), runs=runs, seed=seed, **options  # type: ignore[arg-type]
    )  # fmt: skip
    found.attrs["notes"] = notes
    return found


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
        Repetitions per check. Left out: that of ``cluster_topics`` up to 100 articles, 10 above.

    Returns
    -------
    pandas.DataFrame
        Table ``topic_methods``, by name of method. Of more than 2,000 articles, all methods are
        given the same 2,000, drawn with ``seed``, and ``agreement`` is with the topics of these.
        ``.attrs["notes"]`` says so.

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
    few, runs, notes = _side_view(counts, topics, runs, seed)
    k = min(topics.k, SAMPLE_AT_MOST)
    for method in METHODS:
        found = cluster_topics(
            few, k=k, method=method, runs=runs, seed=seed, **options  # type: ignore[arg-type]
        )  # fmt: skip
        verdicts = found.topics["verdict"]
        given = topics.articles.set_index("article_id")["topic"][found.articles["article_id"]]
        agreement = adjusted_rand_score(given, found.articles["topic"])
        rows.append((
            method, found.k, "+".join(map(str, found.topics["n_articles"])),
            round(float(agreement), 6) + 0.0,
            round(float(found.articles["silhouette"].mean()), 6) + 0.0,
            found.checks["ari_mean"].min(), int((verdicts == "stable").sum()),
            int((verdicts == "unstable").sum()), int(verdicts.str.startswith("singleton").sum()),
        ))  # fmt: skip
    table = new_table("topic_methods", rows)
    table.attrs["notes"] = notes
    return table


def _side_view(
    counts: TermCounts | pd.DataFrame, topics: Topics, runs: int | None, seed: int
) -> tuple[TermCounts, int, list[str]]:
    """The articles to look at, the repetitions of each check, and both in words."""
    counts, n = as_counts(counts), len(topics.articles)
    notes = [f"All {n:,} articles."]
    if n > SAMPLE_AT_MOST:
        random = np.random.default_rng([seed, 98])
        held = np.flatnonzero(np.isin(counts.article_ids, topics.articles["article_id"]))
        rows = np.sort(random.choice(held, size=SAMPLE_AT_MOST, replace=False))
        counts = replace(
            counts,
            matrix=counts.matrix[rows],
            article_ids=np.array(counts.article_ids)[rows].tolist(),
            totals=counts.totals[rows],
        )
        notes = [f"{SAMPLE_AT_MOST:,} of {n:,} articles, drawn at random with seed {seed}."]
        n = SAMPLE_AT_MOST
    if runs is None:
        runs = default_runs(n) if n <= _ALL_RUNS_AT_MOST else _RUNS
    return counts, runs, [*notes, f"{runs} repetitions per random check."]
