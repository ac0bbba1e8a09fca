"""Articles to topics: clustering with its stability in the result.

In: term counts. Out: ``Topics``, tables that say which articles lie together, by which words, and
whether they do so again when the data are shaken. A topic is a group of articles that share
words. It is not a frame.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.text.counts import TermCounts
from analysis.topics.grouping import Grouping, choose_grouping, group, one_thread
from analysis.topics.labels import in_order, leading_terms
from analysis.topics.partitions import FEW, partition_table
from analysis.topics.placement import place
from analysis.topics.results import (
    PAIRS_AT_MOST,
    article_table,
    notes_on,
    pair_table,
    term_table,
    topic_table,
)
from analysis.topics.stability import Material, check_summary, repeat
from analysis.topics.weights import Norm, Weighting, as_counts, cosines, weigh

_SAMPLE = 10_000


@dataclass(frozen=True)
class Topics:
    """Topics, as tables whose columns are declared in ``analysis.schema``.

    Attributes
    ----------
    terms
        Table ``topic_terms``: the leading terms of each topic by class-based TF-IDF.
    articles
        Table ``topic_articles``: the topic of each article, and how well it sits there.
    topics
        Table ``topics``: size, label, stability and verdict of each topic.
    similarity
        Table ``topic_similarity``: cosine of every two articles, and how often they came together
        when the data were resampled. Empty above 500 articles.
    partitions
        Table ``topic_partitions``: every possible partition. Empty above ten articles.
    checks
        Table ``topic_checks``: how often the whole partition came back, check by check.
    notes
        What was done, chosen and left out, in sentences.
    k, method, seed
        Number of topics found, method as it ran, seed.
    excluded
        Articles without a single counted term, which cannot be compared with anything.
    """

    terms: pd.DataFrame
    articles: pd.DataFrame
    topics: pd.DataFrame
    similarity: pd.DataFrame
    partitions: pd.DataFrame
    checks: pd.DataFrame
    notes: tuple[str, ...]
    k: int
    method: str
    seed: int
    excluded: tuple[str, ...]


def cluster_topics(
    counts: TermCounts | pd.DataFrame,
    *,
    k: int | None = None,
    method: str | None = None,
    linkage: str = "average",
    sublinear_tf: bool = True,
    norm: Norm = "l2",
    smooth_idf: bool = True,
    use_idf: bool = True,
    n_terms: int = 10,
    runs: int | None = None,
    seed: int = 0,
) -> Topics:
    """Group articles by the words they share, and say how far the groups can be trusted.

    Parameters
    ----------
    counts
        What ``count_terms`` returns, or the table ``term_counts``. Rows may be paragraphs
        (``paragraph_texts``) instead of articles.
    k
        Number of topics. Left out, the number from 2 to n - 1 (for more than ten articles to the
        square root of n, at most 20) whose partition has the highest mean silhouette; the smallest
        of equals. The notes say what was chosen.
    method
        ``"agglomerative"``, ``"kmeans"`` or ``"nmf"``. Left out: agglomerative up to 2,000
        articles, k-means above. k-means on more than 10,000 articles is mini-batch k-means; the
        result says so.
    linkage
        ``"average"``, ``"complete"`` or ``"single"``, of cosine distances.
    sublinear_tf, norm, smooth_idf, use_idf
        As in ``analysis.topics.weights.tfidf`` and scikit-learn.
    n_terms
        Leading terms listed for each topic.
    runs
        Repetitions per check. Left out: 200 for at most ten articles, 50 up to 1,000, 20 up to
        10,000, else 10; fewer of other seeds, at most 20.
    seed
        Of every random step.

    Returns
    -------
    Topics
        Topics are numbered from 1 by size, then by leading term, then by first article. A topic is
        "stable" if Hennig's Jaccard similarity, corrected for chance as (J - E) / (1 - E), is at
        least .75 in the check where it does worst. Articles are taken in alphabetical order, so
        the order of the rows changes nothing. Values are rounded to six decimals.

    Raises
    ------
    InputError
        If there are fewer than two articles with terms, no term at all, more topics asked for than
        articles, or an option is unknown.

    References
    ----------
    Hennig, C. (2007). Cluster-wise assessment of cluster stability. *Computational Statistics &
    Data Analysis* 52. Hubert, L. and Arabie, P. (1985). Comparing partitions. *Journal of
    Classification* 2. Grootendorst, M. (2022). BERTopic. arXiv:2203.05794.

    Examples
    --------
    >>> from analysis.text.counts import count_terms
    >>> texts = ["talks in Geneva", "peace talks in Geneva", "oil price falls", "oil price rises"]
    >>> found = cluster_topics(count_terms(texts, article_ids=["a", "b", "c", "d"]), k=2, seed=1)
    >>> found.articles[["article_id", "topic"]].to_numpy().tolist()
    [['a', 1], ['b', 1], ['c', 2], ['d', 2]]
    >>> found.partitions.loc[found.partitions["chosen"], ["rank", "groups"]].to_numpy().tolist()
    [[1, 'a + b | c + d']]
    """
    counts, excluded = _with_terms(as_counts(counts))
    n = len(counts.article_ids)
    grouping = choose_grouping(method, linkage, n)
    _check_numbers(n, k=k, n_terms=n_terms, runs=runs, seed=seed)
    repetitions = default_runs(n) if runs is None else runs
    weighting = Weighting(sublinear_tf, norm, smooth_idf, use_idf)
    with one_thread():
        weights = weigh(counts.matrix, weighting)
        similarity = (
            cosines(weights)
            if grouping.method == "agglomerative" or n <= PAIRS_AT_MOST
            else None
        )  # fmt: skip
        asked = choose_k(weights, similarity, grouping, seed) if k is None else k
        labels = group(grouping, asked, weights=weights, similarity=similarity, seed=seed)
        labels = in_order(counts.matrix, labels, counts.terms)
        material = Material(counts.matrix, weights, similarity, weighting, grouping, labels, seed)
        checks = repeat(material, repetitions)
        placement = place(weights, labels, similarity)
        summary = check_summary(material, checks)
    leading = leading_terms(counts.matrix, labels, counts.terms, n_terms)
    return Topics(
        terms=term_table(counts, labels, leading),
        articles=article_table(counts.article_ids, labels, placement),
        topics=topic_table(counts, material, placement, checks),
        similarity=pair_table(counts.article_ids, material, checks),
        partitions=(
            partition_table(
                similarity,
                counts.article_ids,
                labels,
                [found for _, found in checks.get("terms", [])],
            )
        ),
        checks=summary,
        notes=notes_on(material, asked, k is None, repetitions, excluded),
        k=material.k,
        method=str(grouping),
        seed=seed,
        excluded=excluded,
    )


def _with_terms(counts: TermCounts) -> tuple[TermCounts, tuple[str, ...]]:
    """The articles that hold a counted term, and the names of those that do not."""
    held = np.asarray(counts.matrix.sum(axis=1)).ravel() > 0
    excluded = tuple(np.array(counts.article_ids)[~held].tolist())
    if held.sum() < 2:
        raise InputError(
            "counts",
            f"has {held.sum()} article with terms"
            + (f" ({len(excluded)} without)" if excluded else ""),
            "clustering needs at least two",
        )
    return (
        replace(
            counts,
            matrix=counts.matrix[held],
            article_ids=np.array(counts.article_ids)[held].tolist(),
            totals=counts.totals[held],
        )
        if excluded
        else counts
    ), excluded


def _check_numbers(n: int, **numbers: int | None) -> None:
    """Whole numbers within their limits."""
    limits = {"k": (1, n), "n_terms": (1, None), "runs": (2, None), "seed": (0, 2**32 - 1)}
    for name, value in numbers.items():
        low, high = limits[name]
        if value is None and name in ("k", "runs"):
            continue
        whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
        if not whole or value < low or (high is not None and value > high):  # type: ignore[operator]
            most = f" to {high:,}" if high is not None else " upwards"
            why = " (the articles with terms)" if name == "k" else ""
            raise InputError(name, f"is {value!r}", f"give a whole number from {low}{most}{why}")


def default_runs(n: int) -> int:
    """Repetitions of each check where none were asked for, by number of articles."""
    if n <= FEW:
        return 200
    return 50 if n <= 1_000 else 20 if n <= 10_000 else 10


def choose_k(weights: Any, similarity: Any, grouping: Grouping, seed: int) -> int:
    """The number of topics with the highest mean silhouette, the smallest of equals."""
    n = weights.shape[0]
    if n > _SAMPLE:
        rows = np.sort(np.random.default_rng([seed, 99]).choice(n, size=_SAMPLE, replace=False))
        weights, similarity = weights[rows], None
    most = n - 1 if n <= FEW else min(20, round(n**0.5))
    scores = {}
    for k in range(2, most + 1):
        labels = group(grouping, k, weights=weights, similarity=similarity, seed=seed)
        scores[k] = round(float(place(weights, labels, similarity).silhouette.mean()), 9)
    return max(scores, key=lambda k: (scores[k], -k)) if scores else 1
