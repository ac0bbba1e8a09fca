"""The specification curve: do the leading claims survive the choices that an analyst makes?

In: counts of one or more versions of the text, groups, the terms of the claims. Out: tables
``specification_curve`` (every claim under every set of choices) and ``claim_survival``.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.comparison.compare import NoTermLeft, compare_grouped, vocabulary
from analysis.comparison.inputs import GroupedCounts, Groups, group_counts, merge_articles
from analysis.comparison.measures import log_ratio, weighted_log_odds
from analysis.comparison.tables import Counts
from analysis.errors import InputError
from analysis.schema import TABLES, check_table

CHOICES = ("text", "stop_words", "forms", "same_copy", "incomplete", "estimate")


def specification_curve(
    counts: Mapping[str, Counts],
    groups: Groups,
    target: object,
    reference: object,
    terms: Sequence[str],
    *,
    stop_words: Collection[str] = (),
    same_copy: Mapping[Any, Any] | None = None,
    incomplete: Collection[str] = (),
    prior_weights: Sequence[float] = (50.0, 500.0),
    min_articles: int = 1,
    min_count: int = 1,
    max_permutations: int = 10_000,
    n_samples: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Each claim under every combination of choices.

    Parameters
    ----------
    counts
        Counts by version of the text, for example cleaned and raw; the first is the base.
    groups, target, reference
        As in ``compare_terms``.
    terms
        The terms whose claims are followed.
    stop_words
        Words that may be left out, from the counts and from the tokens; empty: no such choice.
    same_copy
        Article -> name of the wire copy it carries, for counting a copy once instead of each
        article; None: no such choice.
    incomplete
        Articles that are not whole and may be left out; empty: no such choice. A choice that would
        leave a group without an article is not made.
    prior_weights
        Weights of the corpus prior of the log-odds.
    min_articles, min_count, max_permutations, n_samples, seed
        As in ``compare_terms``; a term that passes the filter no more under some choice has no
        verdict there.

    Returns
    -------
    DataFrame
        Table ``specification_curve``. Specification 1 is the base: first text, stop words kept,
        words as they stand, every article counted, incomplete ones in, rates per token. The
        effect is a binary logarithm throughout: of the ratio of pooled rates (per token), of the
        ratio of mean per-article rates (per article), or of the odds ratio with the prior. The
        verdict does not depend on the estimate.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aabbc"), "term": ["talk", "talks"] * 2 + ["war"],
    ...                       "count": [1, 2, 1, 1, 5]})
    >>> curve = specification_curve({"cleaned": table}, {"a": 1, "b": 1, "c": 2}, 1, 2, ["talks"])
    >>> curve[["specification", "forms", "estimate", "effect"]].round(2).head(3)
       specification  forms                 estimate  effect
    0              1  words           per token    2.58
    1              2  words         per article    2.54
    2              3  words  log-odds, prior 50    0.38
    """
    if not counts:
        raise InputError("counts", "hold no text", "give at least one, such as {'cleaned': …}")
    base: pd.DataFrame | None = None
    blocks: list[pd.DataFrame] = []
    number = 0
    for choice, grouped in _specifications(
        counts, groups, target, reference, stop_words, same_copy, incomplete
    ):
        wanted = [stem(term) if choice["forms"] == "stems" else term for term in terms]
        least = (min_articles, min_count)
        try:
            table = _compared(grouped, least, max_permutations, n_samples, seed)
            verdicts = table.set_index("term")["verdict"].reindex(wanted).to_numpy()
        except NoTermLeft:
            verdicts = np.full(len(wanted), None, dtype=object)
        for estimate, effects in _estimates(grouped, wanted, prior_weights):
            number += 1
            block = pd.DataFrame({
                "specification": number, **choice, "estimate": estimate, "term": list(terms),
                "effect": effects, "verdict": verdicts,
            })  # fmt: skip
            if base is None:
                base = block
            # A logical and of signs: no effect at all has no direction to keep.
            block["same_direction"] = np.sign(effects) == np.sign(base["effect"].to_numpy())
            block["same_verdict"] = block["verdict"].to_numpy() == base["verdict"].to_numpy()
            blocks.append(block)
    columns = TABLES["specification_curve"].names
    return check_table(pd.concat(blocks, ignore_index=True)[columns], "specification_curve")


def claim_survival(curve: pd.DataFrame) -> pd.DataFrame:
    """How often each claim of a specification curve survives, and which choice breaks it.

    The choice named is the option under which the verdict is kept least often, measured against
    the base's option of the same choice; ties go by the order of the columns.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aabbc"), "term": ["talk", "talks"] * 2 + ["war"],
    ...                       "count": [1, 2, 1, 1, 5]})
    >>> curve = specification_curve({"cleaned": table}, {"a": 1, "b": 1, "c": 2}, 1, 2, ["talks"])
    >>> claim_survival(curve)[["term", "specifications", "same_verdict_percent", "breaks_at"]]
        term  specifications  same_verdict_percent breaks_at
    0  talks               8                 100.0       NaN
    """
    rows: list[tuple[object, ...]] = []
    checked = check_table(curve, "specification_curve")
    order = list(dict.fromkeys(curve["term"]))
    for term in order:
        claim = checked[checked["term"] == term]
        base = claim.iloc[0]
        worst, breaks_at = 0.0, None
        for choice in CHOICES:
            kept = claim.groupby(choice, sort=True)["same_verdict"].mean()
            for option, share in kept.items():
                loss = float(kept[base[choice]]) - float(share)
                if loss > worst + 1e-12:
                    worst, breaks_at = loss, f"{choice}: {option}"
        rows.append((
            term, base["verdict"] if isinstance(base["verdict"], str) else "not in the text",
            len(claim), 100 * claim["same_direction"].mean(),
            100 * claim["same_verdict"].mean(), breaks_at,
        ))  # fmt: skip
    return check_table(
        pd.DataFrame(rows, columns=pd.Index(TABLES["claim_survival"].names)), "claim_survival"
    )


def stem(term: str) -> str:
    """An English term without its possessive ending and its plural s (Harman's S stemmer).

    References
    ----------
    Harman (1991), How effective is suffixing?, JASIS 42(1), table 1.

    Examples
    --------
    >>> [stem(term) for term in ("russia's", "countries", "forces", "talks", "crisis", "class")]
    ['russia', 'country', 'force', 'talk', 'crisi', 'class']
    """
    if term.endswith("'s"):
        term = term[:-2]
    elif term.endswith("s'"):
        term = term[:-1]
    if len(term) < 4:
        return term
    if term.endswith("ies") and not term.endswith(("eies", "aies")):
        return term[:-3] + "y"
    if term.endswith("es") and not term.endswith(("aes", "ees", "oes")):
        return term[:-1]
    if term.endswith("s") and not term.endswith(("us", "ss")):
        return term[:-1]
    return term


def _specifications(
    counts: Mapping[str, Counts],
    groups: Groups,
    target: object,
    reference: object,
    stop_words: Collection[str],
    same_copy: Mapping[Any, Any] | None,
    incomplete: Collection[str],
) -> Iterator[tuple[dict[str, str], GroupedCounts]]:
    """Every combination of the choices but the estimate, and the counts under it; base first."""
    options = (
        list(counts), ["kept", "removed"] if stop_words else ["kept"], ["words", "stems"],
        ["each", "once"] if same_copy else ["each"], ["in", "out"] if incomplete else ["in"],
    )  # fmt: skip
    read = {name: group_counts(given, groups, target, reference) for name, given in counts.items()}
    for chosen in product(*options):
        choice = dict(zip(CHOICES, chosen, strict=False))
        grouped = read[choice["text"]]
        if choice["stop_words"] == "removed":
            grouped = _without(grouped, stop_words)
        keep = grouped.totals > 0
        if choice["incomplete"] == "out":
            keep &= ~pd.Index(grouped.article_ids).isin([str(name) for name in incomplete])
        grouped = grouped.select_articles(keep)
        if not (grouped.n_target and grouped.n_reference):
            continue
        if choice["forms"] == "stems":
            grouped = _stemmed(grouped)
        if choice["same_copy"] == "once" and same_copy:
            grouped = merge_articles(grouped, same_copy)
        yield choice, grouped


def _compared(
    grouped: GroupedCounts,
    least: tuple[int, int],
    max_permutations: int,
    n_samples: int,
    seed: int,
) -> pd.DataFrame:
    """The comparison of all terms that so many articles hold, so many times."""
    some = grouped.select_terms(vocabulary(grouped, *least))
    occurrences = np.asarray(some.matrix.sum(axis=0), dtype=float)
    prior = occurrences / some.totals.sum() * 500.0
    return compare_grouped(
        some, prior=(prior, 500.0), max_permutations=max_permutations, n_samples=n_samples,
        seed=seed,
    )  # fmt: skip


def _estimates(
    grouped: GroupedCounts, terms: list[str], prior_weights: Sequence[float]
) -> Iterator[tuple[str, np.ndarray[Any, np.dtype[np.float64]]]]:
    """Name and effects of each way to estimate; NaN for a term that is not there."""
    place = pd.Index(grouped.terms).get_indexer(pd.Index(terms, dtype=object))
    found = place >= 0
    columns = grouped.matrix[:, place[found]].toarray().astype(float)
    sides = (grouped.in_target, ~grouped.in_target)
    one, two = (columns[rows].sum(axis=0) for rows in sides)
    sizes = [float(grouped.totals[rows].sum()) for rows in sides]

    def spread(values: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
        effects = np.full(len(terms), np.nan)
        effects[found] = values
        return effects

    yield "per token", spread(log_ratio(one, two, sizes[0], sizes[1]))
    # Mean rates, written as counts of the same tokens so that the zero rule stays the same.
    rates = columns / grouped.totals[:, None]
    means = [rates[rows].mean(axis=0) * size for rows, size in zip(sides, sizes, strict=True)]
    yield "per article", spread(log_ratio(means[0], means[1], sizes[0], sizes[1]))
    for weight in prior_weights:
        prior = (one + two) / sum(sizes) * weight
        some = prior > 0
        odds = np.full(len(prior), np.nan)
        odds[some] = weighted_log_odds(
            one[some], two[some], sizes[0], sizes[1], prior=prior[some], prior_total=weight
        )[0] / np.log(2)
        yield f"log-odds, prior {weight:g}", spread(odds)


def _without(grouped: GroupedCounts, stop_words: Collection[str]) -> GroupedCounts:
    """The counts without some words, which are no longer tokens either."""
    leave = pd.Index(grouped.terms).isin(list(stop_words))
    removed = np.asarray(grouped.matrix[:, leave].sum(axis=1), dtype=np.int64)
    return grouped.select_terms(~leave).with_totals(grouped.totals - removed)


def _stemmed(grouped: GroupedCounts) -> GroupedCounts:
    """The counts of stems: forms of one stem added up."""
    codes, stems = pd.factorize(
        np.array([stem(term) for term in grouped.terms], dtype=object), sort=True
    )
    joining = sparse.csr_array(
        (np.ones(len(codes), dtype=np.int64), (np.arange(len(codes)), codes)),
        shape=(len(codes), len(stems)),
    )
    matrix = sparse.csr_array(grouped.matrix @ joining)
    matrix.sort_indices()
    return grouped.with_terms(matrix, np.asarray(stems, dtype=object))
