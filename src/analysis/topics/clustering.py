"""Articles to topics: clustering with its stability in the result.

In: term counts. Out: ``Topics``, tables that say which articles lie together, by which words, and
whether they do so again when the data are shaken. A topic is a group of articles that share
words. It is not a frame.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.text.counts import TermCounts
from analysis.topics.grouping import Grouping, Trees, choose_grouping, group, one_thread
from analysis.topics.labels import in_order, leading_terms
from analysis.topics.number import choose_k, default_runs
from analysis.topics.partitions import partition_table
from analysis.topics.placement import place
from analysis.topics.repetitions import Material, repeat
from analysis.topics.results import (
    PAIRS_AT_MOST,
    article_table,
    notes_on,
    pair_table,
    term_table,
    topic_table,
)
from analysis.topics.stability import check_summary
from analysis.topics.weights import Norm, Weighting, as_counts, cosines, weigh


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
        of equals. Of more than 2,000 articles, k-means and NMF try the numbers on 2,000, drawn at
        random. The notes say what was chosen, and from what.
    method
        ``"agglomerative"``, ``"kmeans"`` or ``"nmf"``. Left out: agglomerative up to 2,000
        articles, k-means above: the best of ten starts, of three above 1,000 articles. On more
        than 10,000 articles it is mini-batch k-means; the result says so.
    linkage
        ``"average"``, ``"complete"`` or ``"single"``, of cosine distances.
    sublinear_tf, norm, smooth_idf, use_idf
        As in ``analysis.topics.weights.tfidf`` and scikit-learn.
    n_terms
        Leading terms listed for each topic.
    runs
        Repetitions per check. Left out: 200 for at most ten articles, 50 up to 1,000, 20 up to
        10,000, else 10; of other seeds at most 20, above 1,000 articles at most 5. Above 2,000
        articles a repetition draws 2,000, or a tenth if that is more, without replacement.
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
    prepared = prepare(
        counts, method=method, linkage=linkage, seed=seed, sublinear_tf=sublinear_tf, norm=norm,
        smooth_idf=smooth_idf, use_idf=use_idf,
    )  # fmt: skip
    return cluster(prepared, k, n_terms=n_terms, runs=runs)


@dataclass(frozen=True)
class Prepared:
    """Articles that are weighted, a method and a seed: all that is the same for every ``k``."""

    counts: TermCounts
    excluded: tuple[str, ...]
    weighting: Weighting
    grouping: Grouping
    weights: Any
    similarity: "np.ndarray[Any, np.dtype[np.float64]] | None"
    seed: int
    trees: Trees = field(default_factory=Trees)

    @property
    def n(self) -> int:
        """Articles with a counted term."""
        return len(self.counts.article_ids)


def prepare(
    counts: TermCounts | pd.DataFrame,
    *,
    method: str | None = None,
    linkage: str = "average",
    seed: int = 0,
    **weighting: Any,
) -> Prepared:
    """The part of ``cluster_topics`` that does not depend on the number of topics."""
    counts, excluded = _with_terms(as_counts(counts))
    n = len(counts.article_ids)
    grouping = choose_grouping(method, linkage, n)
    _check_numbers(n, seed=seed)
    how = Weighting(**weighting)
    with one_thread():
        weights = weigh(counts.matrix, how)
        pairs = not grouping.random or n <= PAIRS_AT_MOST
        similarity = cosines(weights) if pairs else None
    return Prepared(counts, excluded, how, grouping, weights, similarity, seed)


def cluster(
    prepared: Prepared, k: int | None, *, n_terms: int = 10, runs: int | None = None
) -> Topics:
    """``cluster_topics`` of articles that are prepared; the trees made for one ``k`` are kept."""
    counts, grouping, seed, n = prepared.counts, prepared.grouping, prepared.seed, prepared.n
    weights, similarity = prepared.weights, prepared.similarity
    _check_numbers(n, k=k, n_terms=n_terms, runs=runs)
    repetitions = default_runs(n) if runs is None else runs
    with one_thread():
        asked = choose_k(weights, similarity, grouping, seed, prepared.trees) if k is None else k
        tree = None
        if not grouping.random:
            tree = prepared.trees.tree("all", 0, grouping.linkage, lambda: similarity)
        labels = group(grouping, asked, weights=weights, tree=tree, seed=seed)
        labels = in_order(counts.matrix, labels, counts.terms)
        material = Material(
            counts.matrix, weights, similarity, prepared.weighting, grouping, labels, seed,
            prepared.trees,
        )  # fmt: skip
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
        notes=notes_on(material, asked, k is None, repetitions, prepared.excluded),
        k=material.k,
        method=str(grouping),
        seed=seed,
        excluded=prepared.excluded,
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
