"""The sentences of articles with the tags of their words, those in quotation marks too.

In: the articles. Out: one ``TaggedSentence`` for each row that ``split_sentences`` gives.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from analysis.framing.corpus_quotations import bodies
from analysis.framing.word_classes import Tokens, tag_tokens
from analysis.text.sentences import split_sentences

Numbered = tuple[int, int, int]
"""A sentence: its number in the article, its start and its end."""


class TaggedSentence(NamedTuple):
    """One sentence: where it stands in the article's body, and its tokens, offsets in the body."""

    article_id: str
    number: int
    start: int
    end: int
    text: str
    tokens: Tokens


def numbered_sentences(sentences: pd.DataFrame) -> dict[str, list[Numbered]]:
    """By article the sentences of the table ``sentences``, in its order."""
    result: dict[str, list[Numbered]] = {}
    columns = (sentences[name].tolist() for name in ("article_id", "sentence", "start", "end"))
    for article_id, number, start, end in zip(*columns, strict=True):
        result.setdefault(article_id, []).append((number, start, end))
    return result


def tagged(article_id: str, body: str, numbered: list[Numbered]) -> Iterator[TaggedSentence]:
    """These sentences of an article, tagged one by one."""
    for number, start, end in numbered:
        tokens = tag_tokens(body, [(start, end)], [])
        yield TaggedSentence(article_id, number, start, end, body[start:end], tokens)


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
    for article_id, numbered in numbered_sentences(split_sentences(articles)).items():
        yield from tagged(article_id, texts[article_id], numbered)
