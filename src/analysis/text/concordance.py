"""Key word in context: every place where a pattern occurs, with the words on either side.

In: the articles table. Out: the table ``concordance``.
"""

import fnmatch

import pandas as pd
import regex

from analysis.errors import InputError
from analysis.schema import new_table
from analysis.text.sentences import split_sentences
from analysis.text.tokens import tokens


def concordance(
    articles: pd.DataFrame, pattern: str, *, width: int = 60, sort: str = "article"
) -> pd.DataFrame:
    """Lines of the sentences that hold the pattern."""
    wanted = [regex.compile(fnmatch.translate(word.lower())) for word in pattern.split()]
    if not wanted:
        raise InputError("pattern", "is empty", "give a word, a phrase, or a word with *")
    sentences = split_sentences(articles)
    known = articles.set_index("article_id")
    rows = []
    for line in sentences.itertuples(index=False):
        found = list(tokens(str(line.text), numbers=True))
        for at in range(len(found) - len(wanted) + 1):
            if all(word.match(found[at + n][0]) for n, word in enumerate(wanted)):
                first, last = found[at][1], found[at + len(wanted) - 1][2]
                text = str(line.text)
                left, right = text[max(first - width, 0) : first], text[last : last + width]
                source = known.loc[line.article_id]
                rows.append(
                    (
                        line.article_id, source.get("outlet"), source.get("date"), line.sentence,
                        line.start + first, line.start + last, left, text[first:last], right,
                    )
                )  # fmt: skip
    return new_table("concordance", rows)
