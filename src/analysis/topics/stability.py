"""Does a topic come back? How far each repetition agrees with the clustering.

In: the chosen groups and those of the repetitions. Out: for the whole partition the adjusted Rand
index, for each topic Hennig's Jaccard similarity and what chance alone would give.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.schema import check_table
from analysis.topics.grouping import Labels
from analysis.topics.repetitions import CHECKS, Floats, Material, Run

STABLE = 0.75
NEARLY_ALL = 0.9
"""Chance Jaccard similarity from which a topic is too large to be a finding."""


def jaccards(chosen: Labels, found: Labels, k: int) -> Floats:
    """For each of ``k`` topics its best Jaccard similarity with any group found; NaN if absent.

    Examples
    --------
    >>> jaccards(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1]), 2).round(3).tolist()
    [0.667, 0.5]
    """
    n_found = int(found.max()) + 1
    shared = np.bincount(chosen * n_found + found, minlength=k * n_found).reshape(k, n_found)
    sizes = shared.sum(axis=1)
    union = sizes[:, None] + shared.sum(axis=0)[None, :] - shared
    best = (shared / np.maximum(union, 1)).max(axis=1)
    best[sizes == 0] = np.nan
    return np.asarray(best)


def topic_stability(
    material: Material, checks: dict[str, list[Run]]
) -> list[tuple[float, float, str]]:
    """For each topic its stability, what chance gives, and the check where it does worst.

    Stability is the mean Jaccard similarity of the topic with its best match in each repetition
    (Hennig, C. (2007). Cluster-wise assessment of cluster stability. *Computational Statistics &
    Data Analysis* 52). Chance is the same with the groups found dealt to the articles at random.
    """
    results: list[tuple[str, list[float], list[float]]] = []
    for name, runs in checks.items():
        random = np.random.default_rng([material.seed, len(CHECKS), CHECKS.index(name)])
        # Few repetitions are dealt more often, so that chance is known as well as stability is.
        deals = max(1, 500 // len(runs))
        found, dealt = [], []
        for rows, labels in runs:
            chosen = material.labels[rows]
            found.append(jaccards(chosen, labels, material.k))
            dealt += [
                jaccards(chosen, random.permutation(labels), material.k) for _ in range(deals)
            ]
        results.append((name, _means(found), _means(dealt)))
    worst = []
    for topic in range(material.k):
        options = [
            (above_chance(found[topic], dealt[topic]), CHECKS.index(name), found[topic],
             dealt[topic], name)
            for name, found, dealt in results
            if np.isfinite(found[topic])
        ]  # fmt: skip
        if options:
            _, _, stability, chance, name = min(options)
            worst.append((round(stability, 6), round(chance, 6), name))
        else:
            worst.append((np.nan, np.nan, ""))
    return worst


def _means(rows: list[Floats]) -> list[float]:
    """Column means without the gaps; NaN for a column of gaps."""
    values = np.array(rows)
    there = np.isfinite(values)
    counts = there.sum(axis=0)
    sums = np.where(there, values, 0.0).sum(axis=0)
    return [
        float(total / count) if count else np.nan for total, count in zip(sums, counts, strict=True)
    ]


def above_chance(stability: float, chance: float) -> float:
    """(stability - chance) / (1 - chance), as Cohen's kappa and the adjusted Rand index do it."""
    return 1.0 if stability >= 1 else (stability - chance) / (1 - chance)


def verdict(n_articles: int, n_all: int, stability: float, chance: float) -> str:
    """What may be said of a topic: stable, unstable, or no finding at all.

    A topic so large that any large group comes out like it, as when all but a few articles are
    joined one by one, can hardly fail to come back.

    Examples
    --------
    >>> verdict(2, 5, 1.0, 0.56), verdict(77, 79, 0.99, 0.94)
    ('stable', 'nearly all articles: not a finding')
    """
    if n_articles == n_all:
        return "all articles: not a finding"
    if n_articles == 1:
        return "singleton: not a finding"
    if chance >= NEARLY_ALL:
        return "nearly all articles: not a finding"
    if np.isfinite(stability) and above_chance(stability, chance) >= STABLE:
        return "stable"
    return "unstable"


def check_summary(material: Material, checks: dict[str, list[Run]]) -> pd.DataFrame:
    """The table ``topic_checks``: every check with its repetitions, also those not made."""
    from sklearn.metrics import adjusted_rand_score

    rows: list[tuple[Any, ...]] = []
    for name in CHECKS:
        runs = checks.get(name, [])
        scores, known = [], {}
        for kept, labels in runs:
            # Few articles meet again and again in the same few partitions.
            key = (kept.tobytes(), labels.tobytes())
            if key not in known:
                known[key] = float(adjusted_rand_score(material.labels[kept], labels))
            scores.append(known[key])
        # The index is 1 for identical partitions and for no others.
        same = [score > 1 - 1e-12 for score in scores]
        rows.append(
            (name, len(runs), *(round(float(value), 6) + 0.0 for value in (
                np.mean(same), np.mean(scores), np.min(scores)
            )))
            if runs
            else (name, 0, np.nan, np.nan, np.nan)
        )  # fmt: skip
    columns = ["check", "runs", "identical", "ari_mean", "ari_min"]
    return check_table(pd.DataFrame(rows, columns=pd.Index(columns)), "topic_checks")


def consensus(runs: list[Run], n: int) -> tuple[Floats, Labels]:
    """Share of repetitions that put two articles together, and how many held both.

    References
    ----------
    Monti, S. et al. (2003). Consensus clustering. *Machine Learning* 52.
    """
    together, both = np.zeros((n, n)), np.zeros((n, n), dtype=np.int64)
    for rows, labels in runs:
        at = np.ix_(rows, rows)
        together[at] += labels[:, None] == labels[None, :]
        both[at] += 1
    share = np.divide(together, both, out=np.full((n, n), np.nan), where=both > 0)
    return share, both
