"""Articles to sentences: paragraphs parted at blank lines, sentences found inside each.

In: the articles table (article_id, body). Out: the table ``sentences``, whose offsets count
characters of the body and whose text is body[start:end]. Cross-heads make no sentence.
"""

from collections.abc import Iterator

import pandas as pd
import regex

from analysis.errors import InputError
from analysis.schema import new_table
from analysis.text.boundaries import sentence_spans

_PARAGRAPH = regex.compile(r"[^\S\n]*+\S[^\n]*+(?:\n[^\S\n]*+\S[^\n]*+)*+")


def split_sentences(articles: pd.DataFrame) -> pd.DataFrame:
    """The sentences of the articles, one a row."""
    try:
        from analysis.corpus.cross_heads import is_cross_head
    except ImportError:  # until the corpus room has it

        def is_cross_head(paragraph: str) -> bool:
            return paragraph.startswith("- ") and paragraph.endswith(" -") and len(paragraph) < 80

    for column in ("article_id", "body"):
        if column not in articles.columns:
            raise InputError("articles", f"lacks the column {column}", "give article_id and body")
    rows = []
    for article_id, body in zip(articles["article_id"], articles["body"], strict=True):
        if not isinstance(body, str):
            raise InputError(
                f"article {article_id}", "has no text in body", "fill it, or leave the article out"
            )
        number = 0
        for paragraph, (first, last) in enumerate(_paragraphs(body), start=1):
            if is_cross_head(body[first:last]):
                continue
            for start, end in sentence_spans(body, first, last):
                number += 1
                rows.append((article_id, paragraph, number, start, end, body[start:end]))
    return new_table("sentences", rows)


def _paragraphs(body: str) -> Iterator[tuple[int, int]]:
    """First and last of each run of lines that are not blank."""
    for match in _PARAGRAPH.finditer(body):
        yield match.span()
