"""Figures of topics: how alike the articles are, and how often they come together.

In: the table ``topic_similarity``. Out: Axes, and their text alternatives.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.figures.behind import keep_data, link_labels
from analysis.figures.matrix import draw_cells
from analysis.figures.style import (
    REFERENCE,
    canvas,
    footnote,
    headline,
    need,
    nothing,
    percent,
    shorten,
)
from analysis.wording import counted

_MOST = 60
_WITH_VALUES = 12
_TOO_MANY = "Pairs of articles are listed for at most 500 articles; here are more."
_NOT_REPEATED = "The clustering was not repeated: its number of topics leaves no choice."


def similarity_matrix(
    similarity: pd.DataFrame, order: Sequence[str] | None = None, ax: Any = None
) -> Any:
    """Cosine similarity of every two articles.

    Parameters
    ----------
    similarity
        Table ``topic_similarity``; read are article_a, article_b and cosine.
    order
        Articles from top to bottom; their alphabetical order if left out.
    ax
        Axes to draw on; a figure of its own if left out.

    Returns
    -------
    matplotlib.axes.Axes
        Cells with their values up to 12 articles, shades alone up to 60, above that the spread of
        the values; a sentence if the table is empty, as it is above 500.

    Raises
    ------
    InputError
        If a column is missing, or ``order`` names other articles.

    Examples
    --------
    >>> pairs = pd.DataFrame({"article_a": ["a"], "article_b": ["b"], "cosine": [0.4]})
    >>> [label.get_text() for label in similarity_matrix(pairs).get_yticklabels()]
    ['1 a', '2 b']
    """
    if similarity.empty:
        return nothing(ax, "Similarity of articles", _TOO_MANY)
    best = _extreme(similarity, "cosine", largest=True)
    title = (
        f"Most alike: {shorten(best[0], 40)} and {shorten(best[1], 40)}, cosine "
        f"{best[2]:.2f} (n = {counted(_n_articles(similarity))})"
    )
    note = "Cosine of TF-IDF weights: 0 no term shared, 1 the same."
    return _pairs(similarity, "cosine", order, title, note, ax)


def consensus_matrix(
    similarity: pd.DataFrame, order: Sequence[str] | None = None, ax: Any = None
) -> Any:
    """How often every two articles came together when the clustering was repeated.

    Parameters
    ----------
    similarity
        Table ``topic_similarity``; read are article_a, article_b, together and runs.
    order, ax
        As in ``similarity_matrix``.

    Returns
    -------
    matplotlib.axes.Axes
        Cells with shares of the repetitions.

    Raises
    ------
    InputError
        As ``similarity_matrix``.

    Examples
    --------
    >>> pairs = pd.DataFrame({"article_a": ["a"], "article_b": ["b"], "together": [0.9],
    ...                       "runs": [200]})
    >>> consensus_matrix(pairs).figure.get_suptitle()
    '1 of 1 pair of 2 articles comes together\\nin at least 75 % of repetitions'
    """
    if similarity.empty:
        return nothing(ax, "Articles that come together", _TOO_MANY)
    known = need(similarity, ("together", "runs"), "similarity")["together"].dropna()
    if known.empty:
        return nothing(ax, "Articles that come together", _NOT_REPEATED)
    firm = int((known >= 0.75).sum())
    title = (
        f"{firm:,} of {counted(len(known), 'pair')} of {counted(_n_articles(similarity))} "
        f"come{'s' if firm == 1 else ''} together in at least 75 % of repetitions"
    )
    note = (
        f"Share of {int(similarity['runs'].max()):,} resampled clusterings with both in one topic."
    )
    return _pairs(similarity, "together", order, title, note, ax)


def _pairs(
    similarity: pd.DataFrame,
    column: str,
    order: Sequence[str] | None,
    title: str,
    note: str,
    ax: Any,
) -> Any:
    """A square of articles against articles, or the spread of its values if they are many."""
    names, values = _square(similarity, column, order)
    n = len(names)
    if n > _MOST:
        with canvas(ax, 3.6) as ax:
            keep_data(ax, similarity[["article_a", "article_b", column]])
            ax.hist(similarity[column].dropna(), bins=40, color=REFERENCE)
            ax.set_xlabel(note.split(":")[0].rstrip("."))
            ax.set_ylabel("Pairs of articles")
            headline(ax, title)
        return ax
    rows = [f"{number} {name}" for number, name in enumerate(names, start=1)]
    columns = [str(number) for number in range(1, n + 1)]
    texts = None
    if n <= _WITH_VALUES:
        texts = [["" if np.isnan(value) else f"{value:.2f}" for value in row] for row in values]
    top = max(float(np.nanmax(values)), 1e-9)
    with canvas(ax, 1.5 + n * (0.42 if n <= _WITH_VALUES else 0.17)) as ax:
        draw_cells(ax, values, texts, rows, columns, top=top)
        link_labels(ax.get_yticklabels(), names, "article")
        keep_data(ax, similarity[["article_a", "article_b", column]])
        if n > 20:
            ax.tick_params(axis="x", labeltop=False)
        headline(ax, title)
        footnote(ax, note)
    return ax


def alt_similarity_matrix(similarity: pd.DataFrame) -> str:
    """The finding of ``similarity_matrix`` in words.

    Examples
    --------
    >>> alt_similarity_matrix(pd.DataFrame({"article_a": ["a", "a", "b"],
    ...     "article_b": ["b", "c", "c"], "cosine": [0.4, 0.1, 0.2]}))
    'Cosine similarity of 3 articles, pair by pair: highest for a and b (0.40), lowest for a and c
    (0.10).'
    """
    if similarity.empty:
        return _TOO_MANY
    high, low = (_extreme(similarity, "cosine", largest=largest) for largest in (True, False))
    n = _n_articles(similarity)
    return (
        f"Cosine similarity of {counted(n)}, pair by pair: highest for {high[0]} and {high[1]} "
        f"({high[2]:.2f}), lowest for {low[0]} and {low[1]} ({low[2]:.2f})."
    )


def alt_consensus_matrix(similarity: pd.DataFrame) -> str:
    """The finding of ``consensus_matrix`` in words.

    Examples
    --------
    >>> alt_consensus_matrix(pd.DataFrame({"article_a": ["a"], "article_b": ["b"],
    ...     "together": [0.9], "runs": [200]}))
    'How often pairs of 2 articles fell into one topic in 200 resampled clusterings: a and b 90 %;
    all other pairs less than 75 %.'
    """
    if similarity.empty:
        return _TOO_MANY
    known = similarity.dropna(subset=["together"])
    if known.empty:
        return _NOT_REPEATED
    n = _n_articles(similarity)
    firm = known[known["together"] >= 0.75]
    if len(firm) > 10:
        what = f"{len(firm):,} of {len(known):,} pairs at least 75 %"
    elif len(firm):
        pairs = zip(firm["article_a"], firm["article_b"], firm["together"], strict=True)
        what = "; ".join(f"{first} and {second} {percent(share)}" for first, second, share in pairs)
        what += "; all other pairs less than 75 %"
    else:
        what = "no pair reached 75 %"
    return (
        f"How often pairs of {counted(n)} fell into one topic in "
        f"{int(similarity['runs'].max()):,} resampled clusterings: {what}."
    )


def _n_articles(similarity: pd.DataFrame) -> int:
    """Articles of a table of pairs."""
    return len(set(similarity["article_a"]) | set(similarity["article_b"]))


def _square(pairs: pd.DataFrame, column: str, order: Sequence[str] | None) -> tuple[list[str], Any]:
    """Articles and a symmetric matrix of a column, its diagonal empty."""
    need(pairs, ("article_a", "article_b", column), "similarity")
    found = sorted(set(pairs["article_a"]) | set(pairs["article_b"]))
    names = found if order is None else [str(name) for name in order]
    if sorted(names) != found:
        raise InputError(
            "order",
            "does not name the articles of the table",
            f"give each of {', '.join(map(str, found[:5]))} … once",
        )
    at = {name: row for row, name in enumerate(names)}
    values = np.full((len(names), len(names)), np.nan)
    first = [at[name] for name in pairs["article_a"]]
    second = [at[name] for name in pairs["article_b"]]
    values[first, second] = values[second, first] = pairs[column].astype(float)
    return names, values


def _extreme(pairs: pd.DataFrame, column: str, *, largest: bool) -> tuple[str, str, float]:
    """The pair with the largest or smallest value; the alphabet decides between equals."""
    order = pairs.sort_values(
        [column, "article_a", "article_b"], ascending=[not largest, True, True]
    )
    row = order.iloc[0]
    return str(row["article_a"]), str(row["article_b"]), float(row[column])
