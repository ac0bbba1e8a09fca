"""The sentences of articles with the tags of their words, those in quotation marks too.

In: the articles. Out: one ``TaggedSentence`` for each row that ``split_sentences`` gives.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from analysis.framing.corpus_quotations import bodies
from analysis.framing.word_classes import Tokens, tag_tokens
from analysis.text.sentences import split_sentences


class TaggedSentence(NamedTuple):
    """One sentence: where it stands in the article's body, and its tokens, offsets in the body."""

    article_id: str
    number: int
    start: int
    end: int
    text: str
    tokens: Tokens


def tagged_sentences(articles: pd.DataFrame) -> Iterator[TaggedSentence]:
    """The sentences of the articles, tagged one by one.

    Raises
    ------
    InputError
        If a column is missing or a body is no string.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "body": ['"Go," he said.']})
    >>> next(tagged_sentences(articles)).tokens.lower
    ['"', 'go', ',', '"', 'he', 'said', '.']
    """
    texts = dict(bodies(articles))
    table = split_sentences(articles)
    for article_id, number, start, end, text in zip(
        *(table[name].tolist() for name in ("article_id", "sentence", "start", "end", "text")),
        strict=True,
    ):
        tokens = tag_tokens(texts[article_id], [(start, end)], [])
        yield TaggedSentence(article_id, number, start, end, text, tokens)
