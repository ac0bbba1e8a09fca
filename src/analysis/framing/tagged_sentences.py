"""The sentences of articles with the tags of their words, those in quotation marks too.

In: the articles. Out: one ``TaggedSentence`` for each row that ``split_sentences`` gives.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.framing.corpus_quotations import bodies
from analysis.framing.word_classes import Tokens, tag_tokens
from analysis.text.sentences import split_sentences

Numbered = tuple[int, int, int]
"""A sentence: its number in the article, its start and its end."""


@dataclass
class TaggedSentence:
    """One sentence: where it stands in the article's body, and its tokens, offsets in the body."""

    article_id: str
    number: int
    start: int
    end: int
    body: str

    @property
    def text(self) -> str:
        """Its words."""
        return self.body[self.start : self.end]

    @cached_property
    def tokens(self) -> Tokens:
        """Its tokens, tagged when they are first asked for: most sentences name no actor."""
        return tag_tokens(self.body, [(self.start, self.end)], [])


def numbered_sentences(sentences: pd.DataFrame) -> dict[str, list[Numbered]]:
    """By article the sentences of the table ``sentences``, in its order."""
    result: dict[str, list[Numbered]] = {}
    columns = (sentences[name].tolist() for name in ("article_id", "sentence", "start", "end"))
    for article_id, number, start, end in zip(*columns, strict=True):
        result.setdefault(article_id, []).append((number, start, end))
    return result


def tagged(article_id: str, body: str, numbered: list[Numbered]) -> Iterator[TaggedSentence]:
    """These sentences of an article, one by one."""
    for number, start, end in numbered:
        yield TaggedSentence(article_id, number, start, end, body)


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
