"""Who speaks, names, acts and is held responsible in many articles, each of them read once.

In: the articles, their sentences, the actors. Out: the tables that ``quotations_table``,
``voice_table``, ``naming_table``, ``agency_table`` and ``responsibility_table`` give, on one core
or several.
"""

from functools import partial
from typing import NamedTuple

import pandas as pd

from analysis.framing.actors import ActorIndex, as_index
from analysis.framing.agency import agency_rows
from analysis.framing.corpus_quotations import bodies, quotation_rows
from analysis.framing.quotations import PROCESSES_PAY, find_quotations
from analysis.framing.responsibility import responsibility_rows
from analysis.framing.tagged_sentences import Numbered, numbered_sentences, tagged
from analysis.framing.voice import naming_rows, voice_rows
from analysis.schema import new_table
from analysis.text.pool import in_processes

TABLES = ("quotations", "voice", "naming", "agency", "responsibility")
_Rows = tuple[list[tuple[object, ...]], ...]


class _Article(NamedTuple):
    article_id: str
    body: str
    numbered: list[Numbered]


def speech_tables(
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    actors: object = None,
    workers: int | None = None,
) -> dict[str, pd.DataFrame]:
    """The tables of speech, by name.

    Parameters
    ----------
    articles : DataFrame
        Columns ``article_id`` and ``body``.
    sentences : DataFrame
        Table ``sentences`` of these articles.
    actors : path, list of Actor or ActorIndex, optional
        The study's list of actors; without it ``naming`` and ``agency`` are empty.
    workers : int, optional
        Processes, as for `quotations_table`; the result is the same whatever their number.

    Returns
    -------
    dict
        quotations, voice, naming, agency and responsibility, each as the function of that name
        gives it.

    Raises
    ------
    InputError
        If a column is missing, a body is no string or ``actors`` is no list of actors.

    Examples
    --------
    >>> from analysis.text.sentences import split_sentences
    >>> articles = pd.DataFrame({"article_id": ["a"], "body": ["Moscow said it agreed."]})
    >>> tables = speech_tables(articles, split_sentences(articles))
    >>> {name: len(table) for name, table in tables.items()}
    {'quotations': 1, 'voice': 1, 'naming': 0, 'agency': 0, 'responsibility': 0}
    """
    numbered = numbered_sentences(sentences)
    listed = [_Article(name, body, numbered.get(name, [])) for name, body in bodies(articles)]
    found = in_processes(
        partial(_rows, index=as_index(actors)), listed, processes=workers,
        pays=sum(len(article.body) for article in listed) >= PROCESSES_PAY,
    )  # fmt: skip
    return {
        name: new_table(name, [row for rows in found for row in rows[at]])
        for at, name in enumerate(TABLES)
    }


def _rows(article: _Article, index: ActorIndex | None) -> _Rows:
    """The rows of an article for each of the tables."""
    article_id, body, numbered = article
    found = find_quotations(body)
    naming: list[tuple[object, ...]] = []
    agency: list[tuple[object, ...]] = []
    # Without actors nobody is named and nobody acts, and no sentence needs to be taken apart.
    if index and index.actors:
        naming = naming_rows(article_id, body, found, index)
        for sentence in tagged(article_id, body, numbered):
            agency += agency_rows(sentence, index)
    return (
        [*quotation_rows(article_id, body, found, index)],
        voice_rows(article_id, body, found, index),
        naming,
        agency,
        responsibility_rows(article_id, body, numbered, found, index),
    )
