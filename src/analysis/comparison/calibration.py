"""Null calibration: how many terms each way of testing announces on groups that differ in nothing.

In: counts and groups. The labels of the articles are shuffled, so that whatever is then announced
is chance. Out: table ``null_calibration``, one row per rule.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.comparison.compare import benjamini_hochberg, compare_grouped, vocabulary
from analysis.comparison.inputs import GroupedCounts, Groups, group_counts
from analysis.comparison.tables import Counts, Totals
from analysis.comparison.verdicts import claims_difference
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
        As in ``compare_terms``, for the test within each shuffle.

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
    generator = np.random.default_rng(seed)
    rates: dict[tuple[str, str], list[float]] = {}
    for shuffle in range(n_shuffles):
        dealt = grouped.relabel(generator.permutation(grouped.in_target))
        for rule, announced in _announced(
            dealt, alpha, max_permutations, n_samples, seed + shuffle + 1
        ).items():
            rates.setdefault(rule, []).append(float(announced.mean()))
    rows = [
        (method, unit, 100 * float(np.mean(found)), 100 * max(found),
         100 * float(np.mean(np.array(found) > 0)), n_shuffles, len(grouped.terms))
        for (method, unit), found in rates.items()
    ]  # fmt: skip
    return check_table(
        pd.DataFrame(rows, columns=pd.Index(TABLES["null_calibration"].names)), "null_calibration"
    )


def _announced(
    grouped: GroupedCounts, alpha: float, max_permutations: int, n_samples: int, seed: int
) -> dict[tuple[str, str], Flags]:
    """For each rule and what it takes as the unit: the terms it would announce."""
    from scipy.stats import chi2, norm

    occurrences = np.asarray(grouped.matrix.sum(axis=0), dtype=float)
    prior = occurrences / grouped.totals.sum() * 500.0
    table = compare_grouped(
        grouped, prior=(prior, 500.0), alpha=alpha, max_permutations=max_permutations,
        n_samples=n_samples, seed=seed,
    )  # fmt: skip
    by_word = chi2.sf(np.abs(table["g2"].to_numpy()), df=1)
    squared = chi2.sf(np.abs(table["chi2"].to_numpy()), df=1)
    z = np.abs(table["log_odds_z"].to_numpy())
    level = f"{alpha:g}"
    return {
        (f"log-likelihood, p < {level}", "word"): by_word < alpha,
        (f"log-likelihood, Benjamini-Hochberg < {level}", "word"): (
            benjamini_hochberg(by_word) < alpha
        ),
        (f"chi-squared, p < {level}", "word"): squared < alpha,
        (f"log-odds, abs(z) > {norm.isf(alpha / 2):.2f}", "word"): z > norm.isf(alpha / 2),
        ("p_exact", "article"): table["p_exact"].to_numpy() <= alpha,
        ("p_bh", "article"): table["p_bh"].to_numpy() <= alpha,
        ("p_max", "article"): table["p_max"].to_numpy() <= alpha,
        ("verdict", "article"): claims_difference(
            table["verdict"], grouped.target, grouped.reference
        ),
    }
