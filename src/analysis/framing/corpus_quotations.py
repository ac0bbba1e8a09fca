"""The quotations of many articles: one table, on one core or several.

In: the articles table (article_id, body). Out: the table ``quotations``; and ``problems``, for
quotation marks without a partner and languages that the rules do not cover.
"""

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.errors import InputError
from analysis.framing.actors import ActorIndex, as_index
from analysis.framing.language import uncovered
from analysis.framing.quotations import (
    PROCESSES_PAY,
    Quotation,
    find_quotations,
    spoken_actor,
)
from analysis.framing.quote_marks import quoted_spans
from analysis.schema import new_table
from analysis.text.pool import in_processes

NOT_COVERED = "language not covered by the rules for quotations"
"""The kind of problem that names an article in which these rules find next to nothing."""

_STATES = {
    "unclosed": ("quotation that never closes", "the closing mark"),
    "unopened": ("quotation that never opens", "the opening mark"),
}
Row = tuple[str, int, int, str, str, str | None, str | None, str]


def quotations_table(
    articles: pd.DataFrame, *, actors: object = None, workers: int | None = None
) -> pd.DataFrame:
    """The attributions of all articles: table ``quotations``.

    Parameters
    ----------
    articles : DataFrame
        Columns ``article_id`` and ``body``.
    actors : path, list of Actor or ActorIndex, optional
        The study's list of actors; without it the column ``actor`` is empty.
    workers : int, optional
        Processes. By default one for each core from 10 million characters on, else one. The
        result is the same whatever their number (see `analysis.text.pool`).

    Returns
    -------
    DataFrame
        As `analysis.extract_quotations` gives for each article, with ``article_id`` before it.

    Raises
    ------
    InputError
        If a column is missing, a body is no string, ``actors`` is no list of actors or
        ``workers`` is less than one.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "body": ["Moscow said it agreed."]})
    >>> quotations_table(articles)[["article_id", "kind", "speaker", "text"]]
      article_id      kind speaker       text
    0          a  indirect  Moscow  it agreed
    """
    if workers is not None and workers < 1:
        raise InputError("workers", f"is {workers}", "give the number of processes, 1 or more")
    listed = list(bodies(articles))
    found = in_processes(
        partial(_rows, index=as_index(actors)), listed, processes=workers,
        pays=sum(len(body) for _, body in listed) >= PROCESSES_PAY,
    )  # fmt: skip
    return new_table("quotations", [row for rows in found for row in rows])


def quotation_problems(articles: pd.DataFrame) -> pd.DataFrame:
    """What keeps quotations from being found: table ``problems``.

    A row for each quotation mark without a partner, and one for each article in a language or
    script for which the rules (which are for English) find next to nothing.

    Parameters
    ----------
    articles : DataFrame
        Columns ``article_id`` and ``body``.

    Raises
    ------
    InputError
        If a column is missing or a body is no string.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "body": ["“It never ends, he said."]})
    >>> quotation_problems(articles)[["source", "problem"]]
                          source                       problem
    0  article a, characters 0-24  quotation that never closes
    """
    rows = []
    for article_id, body in bodies(articles):
        seems = uncovered([body], "en")
        if seems:
            rows.append(
                (
                    f"article {article_id}",
                    NOT_COVERED,
                    f"{seems}; the rules for quotations, naming and agency are for English",
                    "do not read few or no rows for this article as a finding",
                )
            )
        for start, end, state in quoted_spans(body):
            if state in _STATES:
                problem, missing = _STATES[state]
                source = f"article {article_id}, characters {start}-{end}"
                detail = f"{missing} is missing; taken to be the {end - start} characters named"
                rows.append((source, problem, detail, "check the text; correct it if it was cut"))
    return new_table("problems", rows)


def bodies(articles: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Identifier and body of each article; InputError if a column or a body is missing."""
    need(articles, "articles", ("article_id", "body"))
    for article_id, body in zip(articles["article_id"], articles["body"], strict=True):
        if not isinstance(body, str):
            raise InputError(
                f"article {article_id}", "has no text in body", "fill it, or leave the article out"
            )
        yield article_id, body


def need(frame: pd.DataFrame, name: str, columns: tuple[str, ...]) -> None:
    """Raise InputError if a table lacks a column."""
    for column in columns:
        if column not in frame.columns:
            raise InputError(name, f"lacks the column {column}", f"give {', '.join(columns)}")


def _rows(article: tuple[str, str], index: ActorIndex | None) -> list[Row]:
    """The rows of an article."""
    return quotation_rows(*article, find_quotations(article[1]), index)


def quotation_rows(
    article_id: str, body: str, found: list[Quotation], index: ActorIndex | None
) -> list[Row]:
    """The rows of an article in which these were found."""
    return [
        (
            article_id,
            row.start,
            row.end,
            row.kind,
            row.speaker,
            spoken_actor(row, body, index),
            row.cue or None,
            body[row.start : row.end],
        )
        for row in found
    ]
