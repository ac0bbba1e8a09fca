"""A clustering to the tables of ``Topics``, and to sentences on how it was made.

In: counts, groups, what was repeated. Out: tables as declared in ``analysis.schema``, rounded to
six decimals so that they are the same bytes on every machine.
"""

import numpy as np
import pandas as pd

from analysis.schema import check_table
from analysis.text.counts import TermCounts
from analysis.topics.grouping import Labels
from analysis.topics.labels import LABEL_TERMS, leading_terms
from analysis.topics.number import CHOICE_AT_MOST, most_topics, sampled_for_choice
from analysis.topics.partitions import FEW
from analysis.topics.placement import Placement
from analysis.topics.repetitions import Material, Run, drawn_articles
from analysis.topics.stability import consensus, topic_stability, verdict

PAIRS_AT_MOST = 500


def term_table(
    counts: TermCounts, labels: Labels, leading: list[list[tuple[int, float]]]
) -> pd.DataFrame:
    """The table ``topic_terms``."""
    matrix = counts.matrix.tocsc()
    rows = []
    for topic, terms in enumerate(leading):
        mine = labels == topic
        for rank, (column, weight) in enumerate(terms, start=1):
            values = matrix[:, [column]].toarray().ravel()[mine]
            rows.append((
                topic + 1, rank, counts.terms[column], round(weight, 6),
                int(values.sum()), int((values > 0).sum()),
            ))  # fmt: skip
    names = ["topic", "rank", "term", "weight", "count", "n_articles"]
    return check_table(pd.DataFrame(rows, columns=pd.Index(names)), "topic_terms")


def article_table(article_ids: list[str], labels: Labels, placement: Placement) -> pd.DataFrame:
    """The table ``topic_articles``."""
    return check_table(
        pd.DataFrame(
            {
                "article_id": article_ids,
                "topic": labels + 1,
                "similarity": placement.similarity.round(6) + 0.0,
                "nearest_topic": pd.array(placement.nearest, dtype="Int64"),
                "nearest_similarity": placement.nearest_similarity.round(6) + 0.0,
                "silhouette": placement.silhouette.round(6) + 0.0,
            }
        ),
        "topic_articles",
    )


def topic_table(
    counts: TermCounts, material: Material, placement: Placement, checks: dict[str, list[Run]]
) -> pd.DataFrame:
    """The table ``topics``."""
    labels, rows = material.labels, []
    named = leading_terms(counts.matrix, labels, counts.terms, LABEL_TERMS)
    stability = topic_stability(material, checks)
    ids = np.array(counts.article_ids)
    for topic in range(material.k):
        mine = np.flatnonzero(labels == topic)
        order = np.argsort(-placement.similarity[mine].round(9), kind="stable")[:3]
        value, chance, worst = stability[topic]
        rows.append((
            topic + 1, len(mine), ", ".join(counts.terms[column] for column, _ in named[topic]),
            "; ".join(ids[mine[order]]), round(float(placement.silhouette[mine].mean()), 6) + 0.0,
            value, chance, worst, verdict(len(mine), material.n, value, chance),
        ))  # fmt: skip
    names = ["topic", "n_articles", "label", "nearest_articles", "silhouette", "stability",
             "chance", "weakest_check", "verdict"]  # fmt: skip
    return check_table(pd.DataFrame(rows, columns=pd.Index(names)), "topics")


def pair_table(
    article_ids: list[str], material: Material, checks: dict[str, list[Run]]
) -> pd.DataFrame:
    """The table ``topic_similarity``: every two articles once, the alphabetically first first."""
    names = ["article_a", "article_b", "cosine", "together", "runs"]
    n = material.n
    if n > PAIRS_AT_MOST or material.similarity is None:
        return check_table(pd.DataFrame(columns=pd.Index(names)), "topic_similarity")
    first, second = np.triu_indices(n, 1)
    share, both = consensus(checks.get("articles" if n > FEW else "terms", []), n)
    ids = np.array(article_ids, dtype=object)
    columns = (
        ids[first], ids[second], material.similarity[first, second].round(6),
        share[first, second].round(6), both[first, second],
    )  # fmt: skip
    return check_table(pd.DataFrame(dict(zip(names, columns, strict=True))), "topic_similarity")


def notes_on(
    material: Material, asked: int, chosen: bool, runs: int, excluded: tuple[str, ...]
) -> tuple[str, ...]:
    """What a reader must know to repeat or to doubt the result."""
    notes = [
        f"{material.n:,} articles, {material.weights.shape[1]:,} terms; "
        f"TF-IDF with {material.weighting}.",
        f"Method: {material.grouping}; seed {material.seed}.",
        f"Number of topics: {asked}, "
        + (_choice(material) if chosen and material.n > 2 else "as asked.")
        if not (chosen and material.n == 2)
        else "Number of topics: 1, since two articles can only be one topic or two singletons.",
    ]
    if material.k < asked:
        notes.append(f"Only {material.k} topics were found; the articles do not part into more.")
    if material.k in (1, material.n):
        notes.append("Nothing was left to chance, so there is no stability to measure.")
    else:
        notes.append(f"Stability from {runs} repetitions per random check.")
        size = drawn_articles(material.n)
        if size is not None:
            notes.append(f"Check of articles: {size:,} of them in each repetition, none twice.")
    if excluded:
        shown = ", ".join(excluded[:5]) + (", …" if len(excluded) > 5 else "")
        notes.append(f"Left out, without a counted term: {len(excluded)} ({shown}).")
    return tuple(notes)


def _choice(material: Material) -> str:
    """How the number of topics was chosen."""
    if sampled_for_choice(material.grouping, material.n):
        return (
            f"chosen from 2 to {most_topics(material.n)} by the highest mean silhouette of "
            f"{CHOICE_AT_MOST:,} articles drawn at random."
        )
    if material.n > FEW:
        return f"chosen from 2 to {most_topics(material.n)} by the highest mean silhouette."
    return "chosen by the highest mean silhouette."
