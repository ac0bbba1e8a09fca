"""A comparison on a cluster: articles counted by partition, then terms compared block by block.

In: a corpus in partitions, groups and a client. Out: the very table that ``compare_terms`` gives.

A figure of a term needs all articles that hold it, so the counts are dealt out anew: each block of
terms with all articles to one worker, which runs what ``compare_terms`` runs. Blocks add up.
"""

from collections.abc import Mapping
from itertools import pairwise
from threading import Lock
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis.cluster.connecting import as_tree, client_of, cluster_errors, gathered, submitted
from analysis.cluster.counting import (
    Source,
    count_partition,
    merged_terms,
    placed_part,
    surveyed,
    terms_of,
)
from analysis.cluster.groups import rows_of, values_of
from analysis.cluster.partitions import Survey, open_partitions
from analysis.comparison.compare import (
    Prior,
    check_options,
    comparison_table,
    frequent_terms,
    prior_weights,
)
from analysis.comparison.inputs import GroupedCounts, group_counts, read_groups
from analysis.comparison.permutation import Plan, make_plan
from analysis.comparison.term_figures import TermFigures, join_figures, term_figures
from analysis.text.counts import TermCounts
from analysis.text.options import count_options

# Counts of a block: some hundred megabytes while it is worked on.
_CELLS = 10_000_000
# One block at a time in a process: the compiled loop uses all processors, and its threads are not
# safe to be started twice at once.
_ONE_AT_A_TIME = Lock()


def cluster_comparison(
    source: Source,
    by: "str | Mapping[Any, Any] | pd.Series[Any]",
    target: object,
    reference: object,
    client: Any = None,
    *,
    min_articles: int = 1,
    min_count: int = 1,
    prior: Prior = "corpus",
    prior_weight: float | None = None,
    alpha: float = 0.05,
    max_permutations: int = 100_000,
    n_samples: int = 9_999,
    seed: int = 0,
    without_tokens: Literal["error", "exclude"] = "error",
) -> pd.DataFrame:
    """Compare how often each term occurs in two groups of articles, on a Dask cluster.

    Parameters
    ----------
    source, client
        As in ``cluster_counts``.
    by
        A column of the data set, or a group for each article (mapping or Series).
    target, reference, min_articles, min_count, prior, prior_weight, alpha, max_permutations, \
n_samples, seed, without_tokens
        As in ``compare_terms``. Values of a column are compared as text.

    Returns
    -------
    DataFrame
        Table ``comparison`` with its ``.attrs``, the same as that of ``compare_terms``.

    Raises
    ------
    InputError
        As ``compare_terms``; if an article_id stands twice; if the cluster cannot do the work.

    Examples
    --------
    >>> cluster_comparison("news", "year", "2016", "2012", client="tcp://host:8786")
    Traceback (most recent call last):
    analysis.errors.InputError: client: is str; give a distributed.Client
    """
    check_options(min_articles, min_count, alpha, max_permutations, n_samples, seed)
    client = client_of(client)
    partitions = open_partitions(source, [by] if isinstance(by, str) else [])
    limits = {"max_permutations": max_permutations, "n_samples": n_samples}
    with cluster_errors():
        found = surveyed(client, partitions)
        groups = values_of(client, partitions, found, by)
        labels = read_groups(groups, target, reference)
        rows, _ = rows_of(found, labels[labels.isin([target, reference])])
        parts = submitted(client, count_partition, partitions, rows, options=count_options())
        terms = as_tree(client, merged_terms, submitted(client, terms_of, parts))
        totals = np.concatenate(gathered(client, submitted(client, _totals, parts)))
        used = [start + own for start, own in zip(found.starts, rows, strict=False)]
        grouped, order = _articles(
            found, np.concatenate(used), totals, groups, target, reference, without_tokens
        )
        every = gathered(client, terms)
        held, occurrences = (every.column(name).to_numpy() for name in ("articles", "count"))
        tokens = int(grouped.totals.sum())
        weights = prior_weights(occurrences, tokens, prior, prior_weight)
        keep = frequent_terms(held, occurrences, min_articles, min_count)
        plan = None
        if grouped.n_target and grouped.n_reference:
            plan = make_plan(grouped.in_target, seed=seed, **limits)
        kept = client.submit(_kept, terms, min_articles, min_count, pure=False)
        placed = submitted(client, placed_part, parts, [kept] * len(parts))
        del parts
        threads = sum(client.nthreads().values())
        bounds = _bounds(held[keep], threads)
        figures = []
        for start, stop in pairwise(bounds):
            pieces = submitted(client, _cut, placed, start=start, stop=stop)
            figures.append(client.submit(block_figures, pieces, order, grouped, plan, pure=False))
        joined = join_figures(gathered(client, figures))
    words = every.column("term").filter(keep).to_numpy(zero_copy_only=False)
    joined = joined.named(np.asarray(words, dtype=object))
    return comparison_table(
        grouped, joined, plan, prior=(weights[0][keep], weights[1]), alpha=alpha, **limits
    )


def block_figures(
    pieces: list[Any], order: NDArray[np.int64], articles: GroupedCounts, plan: Plan | None
) -> TermFigures:
    """The figures of a block of terms, from the pieces that the partitions have of it."""
    matrix = sparse.csr_array(sparse.vstack(pieces, format="csr")[order])
    matrix.sort_indices()
    terms = np.full(matrix.shape[1], "", dtype=object)
    with _ONE_AT_A_TIME:
        return term_figures(articles.with_terms(matrix, terms), plan)


def _articles(
    found: Survey, used: NDArray[np.int64], totals: NDArray[np.int64], groups: Any,
    target: object, reference: object, without_tokens: str,
) -> tuple[GroupedCounts, NDArray[np.int64]]:  # fmt: skip
    """The articles that are compared, checked as any others, and where each stands in the parts."""
    sizes = np.zeros(len(found.ids), dtype=np.int64)
    sizes[used] = totals
    ids = found.ids.to_pylist()
    without_terms = sparse.csr_matrix((len(ids), 0), dtype=np.int64)
    grouped = group_counts(
        TermCounts(without_terms, [], ids, sizes), groups, target, reference,
        without_tokens=without_tokens,
    )  # fmt: skip
    place = pd.Index([ids[at] for at in used]).get_indexer(pd.Index(grouped.article_ids))
    return grouped, place.astype(np.int64)


def _totals(part: TermCounts) -> NDArray[np.int64]:
    return part.totals


def _kept(terms: Any, min_articles: int, min_count: int) -> Any:
    """The terms that are compared."""
    held, occurrences = (terms.column(name).to_numpy() for name in ("articles", "count"))
    keep = frequent_terms(held, occurrences, min_articles, min_count)
    return terms.filter(keep).combine_chunks()


def _bounds(held: NDArray[np.int64], threads: int) -> list[int]:
    """Where blocks of about as many counts each begin, and the end: one or more for each thread."""
    cells = np.cumsum(held)
    blocks = max(1, threads, -(-int(cells[-1]) // _CELLS))
    ends = np.searchsorted(cells, cells[-1] * np.arange(1, blocks) / blocks)
    return sorted({0, *(int(end) for end in ends), len(held)})


def _cut(part: TermCounts, *, start: int, stop: int) -> Any:
    return sparse.csr_array(part.matrix[:, start:stop])
