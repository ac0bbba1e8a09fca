"""Null calibration: how many terms each way of testing announces on groups that differ in nothing.

In: counts and groups. The labels of the articles are shuffled, so that whatever is then announced
is chance. Out: table ``null_calibration``, one row per rule.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.comparison import measures
from analysis.comparison.compare import benjamini_hochberg, vocabulary
from analysis.comparison.inputs import GroupedCounts, Groups, group_counts
from analysis.comparison.permutation import (
    PermutationResult,
    hits_of_each,
    make_plan,
    result_of,
)
from analysis.comparison.tables import Counts, Totals
from analysis.comparison.verdicts import Capacity, claims_difference, verdict_of
from analysis.errors import InputError
from analysis.schema import TABLES, check_table

Flags = NDArray[np.bool_]


def null_calibration(
    counts: Counts,
    groups: Groups,
    target: object,
    reference: object,
    *,
    totals: "Totals | None" = None,
    min_articles: int = 1,
    min_count: int = 1,
    n_shuffles: int = 50,
    alpha: float = 0.05,
    max_permutations: int = 1_000,
    n_samples: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Announced terms per rule when the labels are shuffled over whole articles.

    Parameters
    ----------
    counts, groups, target, reference, totals, min_articles, min_count, alpha
        As in ``compare_terms``. Only the sizes of the groups matter here, not who is in them.
    n_shuffles, seed
        How often the labels are dealt out anew, and the seed.
    max_permutations, n_samples
        As in ``compare_terms``, for the test of each shuffle. What chance does depends on the sizes
        of the groups alone, so that all shuffles are held against the same relabellings.

    Returns
    -------
    DataFrame
        Table ``null_calibration``: rules that take each word as drawn at random, then those that
        take the article. A rule that keeps its word announces at most 100 * ``alpha`` per cent of
        the terms (uncorrected), or anything at all in at most that share of shuffles (corrected).

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("abcde"), "term": ["war"] * 5,
    ...                       "count": [9, 1, 1, 1, 1]})
    >>> groups = dict(zip("abcde", [2, 1, 1, 1, 1]))
    >>> totals = dict.fromkeys("abcde", 10)
    >>> found = null_calibration(table, groups, 2, 1, totals=totals, n_shuffles=20)
    >>> found[["method", "announced_percent"]].iloc[[0, -1]]
                         method  announced_percent
    0  log-likelihood, p < 0.05                5.0
    7                   verdict                0.0
    """
    if n_shuffles < 1:
        raise InputError("n_shuffles", f"is {n_shuffles}", "give a whole number from 1")
    grouped = group_counts(counts, groups, target, reference, totals=totals)
    grouped = grouped.select_terms(vocabulary(grouped, min_articles, min_count))
    limits = {"max_permutations": max_permutations, "n_samples": n_samples}
    capacity = Capacity.of(grouped.n_target, grouped.n_reference, alpha=alpha, **limits)
    plan = make_plan(grouped.in_target, seed=seed + 1, **limits)
    generator = np.random.default_rng(seed)
    shuffled = [generator.permutation(grouped.in_target) for _ in range(n_shuffles)]
    # The plan's group is the smaller one, which need not be the target.
    smaller = [dealt if (plan.group == grouped.in_target).all() else ~dealt for dealt in shuffled]
    tested = hits_of_each(grouped.matrix, grouped.totals, plan, smaller)
    rates: dict[tuple[str, str], list[float]] = {}
    for dealt, hits in zip(shuffled, tested, strict=True):
        announced = _announced(grouped.relabel(dealt), result_of(hits, plan), capacity)
        for rule, flags in announced.items():
            rates.setdefault(rule, []).append(float(flags.mean()))
    rows = [
        (method, unit, 100 * float(np.mean(found)), 100 * max(found),
         100 * float(np.mean(np.array(found) > 0)), n_shuffles, len(grouped.terms))
        for (method, unit), found in rates.items()
    ]  # fmt: skip
    return check_table(
        pd.DataFrame(rows, columns=pd.Index(TABLES["null_calibration"].names)), "null_calibration"
    )


def _announced(
    grouped: GroupedCounts, tested: PermutationResult, capacity: Capacity
) -> dict[tuple[str, str], Flags]:
    """For each rule and what it takes as the unit: the terms it would announce."""
    from scipy.stats import chi2, norm

    alpha, members = capacity.alpha, grouped.in_target
    parts = [grouped.matrix[rows] for rows in (members, ~members)]
    one, two = (np.asarray(part.sum(axis=0)) for part in parts)
    held = [np.bincount(part.indices, minlength=len(grouped.terms)) for part in parts]
    tokens = [int(grouped.totals[rows].sum()) for rows in (members, ~members)]
    four = (one, two, tokens[0], tokens[1])
    prior = (one + two) / grouped.totals.sum() * 500.0
    by_word = chi2.sf(np.abs(measures.log_likelihood(*four)), df=1)
    squared = chi2.sf(np.abs(measures.chi_squared(*four)), df=1)
    z = np.abs(measures.weighted_log_odds(*four, prior=prior, prior_total=500.0)[1])
    # Ranges and directions are for the reader; whether a difference is claimed rests on neither.
    unread = np.zeros(len(grouped.terms), dtype=bool)
    verdicts = verdict_of(
        held[0], held[1], tested.p_max, inside=unread, outside=unread, higher=unread,
        capacity=capacity, target=grouped.target, reference=grouped.reference,
    )  # fmt: skip
    level = f"{alpha:g}"
    return {
        (f"log-likelihood, p < {level}", "word"): by_word < alpha,
        (f"log-likelihood, Benjamini-Hochberg < {level}", "word"): (
            benjamini_hochberg(by_word) < alpha
        ),
        (f"chi-squared, p < {level}", "word"): squared < alpha,
        (f"log-odds, abs(z) > {norm.isf(alpha / 2):.2f}", "word"): z > norm.isf(alpha / 2),
        ("p_exact", "article"): tested.p <= alpha,
        ("p_bh", "article"): benjamini_hochberg(tested.p) <= alpha,
        ("p_max", "article"): tested.p_max <= alpha,
        ("verdict", "article"): claims_difference(
            pd.Series(verdicts), grouped.target, grouped.reference
        ),
    }
