"""Paragraphs as the unit to cluster: five articles give some seventy texts.

In: articles. Out: their paragraphs under names of their own, and how a clustering of them spreads
over the articles.
"""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.schema import new_table
from analysis.wording import counted

if TYPE_CHECKING:
    from analysis.topics.clustering import Topics

MARK = "#"


def paragraph_texts(
    articles: pd.DataFrame, *, most: int | None = None, seed: int = 0
) -> pd.DataFrame:
    """The paragraphs of the articles, each to be counted as a text of its own.

    Parameters
    ----------
    articles
        At least ``article_id`` and ``body``, whose paragraphs are parted by blank lines.
    most
        Paragraphs at most. Where there are more, whole articles are drawn at random until the next
        would not fit; of the first one drawn, if it has more by itself, so many paragraphs, drawn
        at random. Left out, all are taken.
    seed
        For that drawing.

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
    table = pd.DataFrame(rows, columns=names)
    if most is None or len(table) <= most:
        return table
    if most < 1:
        raise InputError("most", f"is {most}", "give a number of paragraphs, from 1")
    sizes = table["article_id"].value_counts().sort_index()
    rng = np.random.default_rng(seed)
    drawn = rng.permutation(len(sizes))
    taken = sizes.index[drawn[: max(1, int((sizes.iloc[drawn].cumsum() <= most).sum()))]]
    table = table[table["article_id"].isin(taken)]
    if len(table) > most:
        table = table.iloc[np.sort(rng.permutation(len(table))[:most])]
    return table.reset_index(drop=True)


def paragraph_note(units: pd.DataFrame, topics: "Topics") -> str:
    """What was clustered, and into how many topics.

    Parameters
    ----------
    units
        What ``paragraph_texts`` returned.
    topics
        Their clustering.
    """
    return (
        f"{counted(len(units), 'paragraph')} of {counted(units['article_id'].nunique())}, "
        f"{counted(topics.k, 'topic')}."
    )


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


def topic_sources(topics: "Topics") -> pd.DataFrame:
    """From how many articles the paragraphs of each topic come, and whether the topic holds.

    Parameters
    ----------
    topics
        A clustering of paragraphs.

    Returns
    -------
    pandas.DataFrame
        Table ``topic_sources``, by topic.

    Raises
    ------
    InputError
        As ``topic_spread``.

    Examples
    --------
    >>> from analysis import cluster_topics, count_terms
    >>> texts = ["talks in Geneva", "peace talks in Geneva", "oil price falls", "oil price rises"]
    >>> found = cluster_topics(count_terms(texts, article_ids=["a#1", "b#1", "b#2", "b#3"]), k=2)
    >>> topic_sources(found)[["topic", "n_paragraphs", "n_articles", "main_article", "main_share"]]
       topic  n_paragraphs  n_articles main_article  main_share
    0      1             2           2            a         0.5
    1      2             2           1            b         1.0
    """
    spread = topic_spread(topics.articles)
    wide = spread.pivot(index="topic", columns="article_id", values="n_paragraphs")
    about = topics.topics.set_index("topic")
    rows = []
    for topic in wide.index:
        counts, row = wide.loc[topic], about.loc[topic]
        rows.append((
            topic, row["label"], counts.sum(), (counts > 0).sum(), counts.idxmax(),
            round(counts.max() / counts.sum(), 6), row["stability"], row["chance"], row["verdict"],
        ))  # fmt: skip
    return new_table("topic_sources", rows)
