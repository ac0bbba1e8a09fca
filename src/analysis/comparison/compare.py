"""Term frequencies of two groups of articles: one row per term, and what the design lets one say.

In: term counts, a grouping of the articles, two of its groups. Out: the table ``comparison``.
Effects and dispersion describe; the one test, over whole articles, decides the verdict.
"""

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.comparison import measures
from analysis.comparison.effect_sizes import percent_difference
from analysis.comparison.inputs import GroupedCounts, Groups, check_whole, group_counts
from analysis.comparison.permutation import Plan, make_plan, result_of
from analysis.comparison.tables import Counts, Integers, Totals
from analysis.comparison.term_figures import TermFigures, term_figures
from analysis.comparison.verdicts import Capacity, verdict_of
from analysis.errors import InputError
from analysis.schema import TABLES, check_table
from analysis.wording import counted

Floats = NDArray[np.float64]
Prior = Literal["corpus", "flat"]


def compare_terms(
    counts: Counts,
    groups: Groups,
    target: object,
    reference: object,
    *,
    totals: "Totals | None" = None,
    min_articles: int = 1,
    min_count: int = 1,
    prior: Prior = "corpus",
    prior_weight: float | None = None,
    alpha: float = 0.05,
    max_permutations: int = 100_000,
    n_samples: int = 9_999,
    seed: int = 0,
    without_tokens: Literal["error", "exclude"] = "error",
    count_as_one: "Mapping[Any, Any] | pd.Series[Any] | None" = None,
    progress: bool = False,
) -> pd.DataFrame:
    """Compare how often each term occurs in two groups of articles.

    Parameters
    ----------
    counts
        What ``count_terms`` returns, or a long table with the columns article_id, term, count.
    groups
        Article identifier -> group label (mapping or Series). Articles that it does not name, and
        groups other than the two, are left out.
    target, reference
        The labels of the two groups. Positive effects mean: more frequent in the target.
    totals
        Tokens per article (mapping or Series), where the counts were filtered. Left out, a long
        table is taken to hold all tokens.
    min_articles, min_count
        The vocabulary: terms in at least so many articles, and with at least so many occurrences,
        of both groups together. Fixed before anything is tested, and blind to which group is which.
    prior, prior_weight
        Prior of ``log_odds``. "corpus": in proportion to the term's share of all tokens of both
        groups, ``prior_weight`` being the sum over the vocabulary (500 unless given, as in Monroe
        et al.). "flat": ``prior_weight`` for every term that occurs (0.01 unless given).
    alpha
        Error rate of the verdicts and of ``lrc``, over all terms together.
    max_permutations, n_samples, seed
        All relabellings of the articles are made if there are at most ``max_permutations``;
        otherwise ``n_samples`` are drawn with ``seed``.
    without_tokens
        "error" refuses an article without tokens, "exclude" leaves it out and notes it.
    count_as_one
        Article identifier -> name of the wire copy it carries: articles of one copy are added up
        and count as one article. Articles not named stay as they are. A mapping, or a Series such
        as ``clusters.set_index("article_id")["same_copy"]`` with the table ``duplicate_clusters``;
        where copies are in both groups, what ``analysis.corpus.repeats.counted_once`` gives.
    progress
        Show a progress bar for the relabellings.

    Returns
    -------
    DataFrame
        Table ``comparison``, sorted by term. Counts and rates (per 1,000 tokens) are pooled over
        the articles of a group, ``*_min`` and ``*_max`` are over its articles.

        - ``log_ratio``: log2 of target rate over reference rate; where one of the counts is 0,
          0.5 stands in its place (Hardie 2014), or the value is 0 if that turned it round.
        - ``lrc``: Evert's conservative log ratio, Bonferroni over the terms of the table.
        - ``g2``, ``chi2``: four cells, uncorrected, negative if rarer in the target.
        - ``diff_percent``: %DIFF; empty where the reference count is 0.
        - ``log_odds``, ``log_odds_z``: Monroe, Colaresi and Quinn (2008).
        - ``dp_norm``: normalised deviation of proportions over all articles of both groups.
        - ``p_exact``: permutation of whole articles, difference of mean per-article rates,
          P(abs(T) >= abs(t)). ``p_bh``: Benjamini and Hochberg over the table. ``p_max``: largest
          standardised statistic over the table (Westfall and Young).
        - ``loo_min``, ``loo_max``: range of ``log_ratio`` as each article is left out in turn (an
          article alone in its group is never left out); empty where nothing can be left out.
        - ``verdict``: see ``analysis.comparison.verdicts.closed_set``.

        ``.attrs`` holds target, reference, n_target, n_reference, relabellings, exhaustive,
        smallest_p and notes (sentences on what was left out).

    Raises
    ------
    InputError
        See ``analysis.comparison.inputs.group_counts``; and if no term passes the filter.

    See Also
    --------
    analysis.comparison_design : what the groups can show, before any text is looked at.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "article_id": ["a", "a", "b", "b", "c"], "count": [3, 1, 2, 2, 4],
    ...     "term": ["war", "talks", "war", "talks", "war"]})
    >>> groups = {"a": "2012", "b": "2012", "c": "2016"}
    >>> compare_terms(table, groups, "2016", "2012")[["term", "log_ratio", "p_exact", "verdict"]]
        term  log_ratio   p_exact                                verdict
    0  talks  -1.584963  0.666667  in every 2012 article, absent in 2016
    1    war   0.678072  0.666667                     design cannot test
    """
    check_options(min_articles, min_count, alpha, max_permutations, n_samples, seed)
    grouped = group_counts(
        counts,
        groups,
        target,
        reference,
        totals=totals,
        without_tokens=without_tokens,
        count_as_one=count_as_one,
    )
    occurrences = np.asarray(grouped.matrix.sum(axis=0))
    weights = prior_weights(occurrences, int(grouped.totals.sum()), prior, prior_weight)
    keep = vocabulary(grouped, min_articles, min_count)
    return compare_grouped(
        grouped.select_terms(keep), prior=(weights[0][keep], weights[1]), alpha=alpha,
        max_permutations=max_permutations, n_samples=n_samples, seed=seed, progress=progress,
    )  # fmt: skip


def check_options(
    min_articles: int, min_count: int, alpha: float, max_permutations: int, n_samples: int,
    seed: int,
) -> None:  # fmt: skip
    """Raise InputError for an option of ``compare_terms`` that has a value it cannot have."""
    for name, value, least in (
        ("min_articles", min_articles, 1), ("min_count", min_count, 1), ("seed", seed, 0),
        ("max_permutations", max_permutations, 1), ("n_samples", n_samples, 1),
    ):  # fmt: skip
        check_whole(name, value, least)
    if not 0 < alpha < 1:
        raise InputError("alpha", f"is {alpha}", "give a number between 0 and 1, such as 0.05")


def compare_grouped(
    grouped: GroupedCounts,
    *,
    prior: tuple[Floats, float],
    alpha: float = 0.05,
    max_permutations: int = 100_000,
    n_samples: int = 9_999,
    seed: int = 0,
    progress: bool = False,
) -> pd.DataFrame:
    """``compare_terms`` after its checks: the vocabulary is fixed, the prior is given per term."""
    limits = {"max_permutations": max_permutations, "n_samples": n_samples}
    plan = None
    if grouped.n_target and grouped.n_reference:
        plan = make_plan(grouped.in_target, seed=seed, **limits)
    figures = term_figures(grouped, plan, progress=progress)
    return comparison_table(grouped, figures, plan, prior=prior, alpha=alpha, **limits)


def comparison_table(
    grouped: GroupedCounts,
    figures: TermFigures,
    plan: Plan | None,
    *,
    prior: tuple[Floats, float],
    alpha: float = 0.05,
    max_permutations: int = 100_000,
    n_samples: int = 9_999,
) -> pd.DataFrame:
    """The table, from the figures of all its terms.

    Parameters
    ----------
    grouped
        The articles: their totals and groups. Its matrix is not read.
    figures
        What ``term_figures`` gives, of all terms at once or joined from blocks of them.
    plan
        With which the figures were made; None where a group has no article.
    prior, alpha, max_permutations, n_samples
        As in ``compare_grouped``.
    """
    one, two = figures.target, figures.reference
    n_one, n_two = grouped.n_target, grouped.n_reference
    tokens = [int(grouped.totals[rows].sum()) for rows in (grouped.in_target, ~grouped.in_target)]
    capacity = Capacity.of(
        n_one, n_two, alpha=alpha, max_permutations=max_permutations, n_samples=n_samples
    )
    found: dict[str, Any] = {"term": figures.terms}
    for name, side, size in (("target", one, tokens[0]), ("reference", two, tokens[1])):
        found[f"{name}_count"] = side.counts
        found[f"{name}_articles"] = side.held
        found[f"{name}_rate"] = (
            side.counts * 1000.0 / size if size else np.full(len(figures.terms), np.nan)
        )
        found[f"{name}_min"] = side.least
        found[f"{name}_max"] = side.most
    attrs: dict[Any, Any] = {
        "target": grouped.target, "reference": grouped.reference, "n_target": n_one,
        "n_reference": n_two, "smallest_p": capacity.smallest_p, "alpha": alpha,
        "notes": list(grouped.notes),
    }  # fmt: skip
    if plan is not None and figures.relabelled is not None:
        four = (one.counts, two.counts, tokens[0], tokens[1])
        found["log_ratio"] = measures.log_ratio(*four)
        found["lrc"] = measures.conservative_log_ratio(*four, confidence=1 - alpha)
        found["g2"] = measures.log_likelihood(*four)
        found["chi2"] = measures.chi_squared(*four)
        found["diff_percent"] = percent_difference(*four)
        found["log_odds"], found["log_odds_z"] = measures.weighted_log_odds(
            *four, prior=prior[0], prior_total=prior[1]
        )
        found["dp_norm"] = figures.dp_norm
        tested = result_of(figures.relabelled, plan)
        found["p_exact"], found["p_max"] = tested.p, tested.p_max
        found["p_bh"] = benjamini_hochberg(tested.p)
        attrs |= {"relabellings": tested.n_relabellings, "exhaustive": tested.exhaustive}
        found["loo_min"], found["loo_max"] = figures.loo_min, figures.loo_max
    for column in TABLES["comparison"].names:
        # Where a group has nothing to compare.
        if column not in found and column != "verdict":
            found[column] = np.full(len(figures.terms), np.nan)
    small, large = (one, two) if n_two >= n_one else (two, one)
    found["verdict"] = verdict_of(
        found["target_articles"], found["reference_articles"], found["p_max"],
        inside=(small.least >= large.least) & (small.most <= large.most),
        outside=figures.outside,
        higher=one.mean >= two.mean,
        capacity=capacity, target=grouped.target, reference=grouped.reference,
    )  # fmt: skip
    table = pd.DataFrame(found, columns=pd.Index(TABLES["comparison"].names))
    result = check_table(table, "comparison")
    result.attrs = attrs
    return result


class NoTermLeft(InputError):
    """No term stands in so many articles as were asked for."""


def vocabulary(grouped: GroupedCounts, min_articles: int, min_count: int) -> NDArray[np.bool_]:
    """Which terms are compared, by both groups together: blind to which article is in which.

    Raises
    ------
    NoTermLeft
        If no term is left.
    """
    held = np.bincount(grouped.matrix.indices, minlength=len(grouped.terms))
    return frequent_terms(held, np.asarray(grouped.matrix.sum(axis=0)), min_articles, min_count)


def frequent_terms(
    held: Integers, occurrences: Integers, min_articles: int, min_count: int
) -> NDArray[np.bool_]:
    """The same, from the articles that hold each term and its occurrences in them."""
    keep = np.asarray((held >= min_articles) & (occurrences >= min_count))
    if not keep.any():
        often = f" and at least {min_count} times" if min_count > 1 else ""
        raise NoTermLeft(
            "counts",
            f"hold no term in at least {counted(min_articles)} of the two groups{often}",
            "compare more articles, or lower min_articles or min_count",
        )
    return keep


def benjamini_hochberg(p: Floats) -> Floats:
    """p-values adjusted for the false discovery rate (SciPy's ``false_discovery_control``).

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.5]))
    array([0.03, 0.06, 0.5 ])
    """
    from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(p, method="bh"), dtype=float) if len(p) else p


def prior_weights(
    occurrences: Integers, tokens: int, prior: str, weight: float | None
) -> tuple[Floats, float]:
    """Pseudo-counts per term of the whole vocabulary, and their sum."""
    if weight is not None and not (np.isfinite(weight) and weight > 0):
        raise InputError("prior_weight", f"is {weight}", "give a number above 0")
    if prior == "corpus":
        total = 500.0 if weight is None else float(weight)
        return occurrences.astype(float) / max(tokens, 1) * total, total
    if prior == "flat":
        each = 0.01 if weight is None else float(weight)
        return np.full(len(occurrences), each), each * int((occurrences > 0).sum())
    raise InputError("prior", f"is {prior!r}", "use 'corpus' or 'flat'")
