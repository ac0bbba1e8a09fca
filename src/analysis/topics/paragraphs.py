"""Paragraphs as the unit to cluster: five articles give some seventy texts.

In: articles. Out: their paragraphs under names of their own, and how a clustering of them spreads
over the articles.
"""

import pandas as pd

from analysis.errors import InputError
from analysis.schema import new_table

MARK = "#"


def paragraph_texts(articles: pd.DataFrame) -> pd.DataFrame:
    """The paragraphs of the articles, each to be counted as a text of its own.

    Parameters
    ----------
    articles
        At least ``article_id`` and ``body``, whose paragraphs are parted by blank lines.

    Returns
    -------
    pandas.DataFrame
        Columns ``unit_id`` (article_id#number, numbers from 1), ``article_id``, ``paragraph`` and
        ``text``, in the order of the articles given.

    Raises
    ------
    InputError
        If a column is missing, or no article holds a paragraph.

    Examples
    --------
    >>> paragraph_texts(pd.DataFrame({"article_id": ["a"], "body": ["One.\\n\\nTwo."]}))
      unit_id article_id  paragraph  text
    0     a#1          a          1  One.
    1     a#2          a          2  Two.
    """
    for column in ("article_id", "body"):
        if column not in articles.columns:
            raise InputError("articles", f"has no column {column}", "give article_id and body")
    rows = [
        (f"{article_id}{MARK}{number}", str(article_id), number, text)
        for article_id, body in zip(articles["article_id"], articles["body"], strict=True)
        for number, text in enumerate(
            (part.strip() for part in str(body).split("\n\n") if part.strip()), start=1
        )
    ]
    if not rows:
        raise InputError("articles", "hold no paragraph", "give articles with text in body")
    names = pd.Index(["unit_id", "article_id", "paragraph", "text"])
    return pd.DataFrame(rows, columns=names)


def topic_spread(articles: pd.DataFrame) -> pd.DataFrame:
    """How many paragraphs of each article lie in each topic.

    A topic whose paragraphs come from one article says what that article is about, and nothing
    about the others.

    Parameters
    ----------
    articles
        ``Topics.articles`` of a clustering of paragraphs.

    Returns
    -------
    pandas.DataFrame
        Table ``topic_spread``: every article with every topic, zeros included.

    Raises
    ------
    InputError
        If the identifiers are not those of paragraphs.

    Examples
    --------
    >>> topic_spread(pd.DataFrame({"article_id": ["a#1", "a#2", "b#1"], "topic": [1, 1, 2]}))
      article_id  topic  n_paragraphs
    0          a      1             2
    1          a      2             0
    2          b      1             0
    3          b      2             1
    """
    ids = articles["article_id"].astype(str)
    parts = ids.str.rpartition(MARK)
    wrong = ids[(parts[1] != MARK) | ~parts[2].str.isdecimal()]
    if len(wrong):
        raise InputError(
            "articles",
            f"holds {wrong.iloc[0]!r}, which names no paragraph",
            "cluster the texts of paragraph_texts, counted under their unit_id",
        )
    table = pd.crosstab(parts[0].to_numpy(), articles["topic"].to_numpy())
    rows = [
        (article_id, topic, table.loc[article_id, topic])
        for article_id in table.index
        for topic in table.columns
    ]
    return new_table("topic_spread", rows)
