"""Articles to sentences: paragraphs parted at blank lines, sentences found inside each.

In: the articles table (article_id, body). Out: the table ``sentences``, whose offsets count
characters of the body and whose text is body[start:end]. Cross-heads make no sentence.
"""

from collections.abc import Iterator

import pandas as pd
import regex

from analysis.errors import InputError
from analysis.schema import TABLES, check_table
from analysis.text.boundaries import sentence_spans
from analysis.text.cross_heads import is_cross_head
from analysis.text.pool import in_processes

# Characters from which several processes pay.
_PAYS = 30_000_000
_BLANK_LINES = regex.compile(r"\n[^\S\n]*+\n\s*+")


def split_sentences(articles: pd.DataFrame, *, processes: int | None = None) -> pd.DataFrame:
    """The sentences of the articles, one a row.

    Paragraphs are parted by blank lines, and no sentence goes on past one. A cross-head (a short
    heading between two paragraphs, see ``analysis.text.cross_heads``) makes no sentence, but
    counts as a paragraph. The rules are those of English news copy; other languages with a full
    stop, question mark or 。 fare well as long as their abbreviations do.

    Parameters
    ----------
    articles : pandas.DataFrame
        At least the columns article_id and body.
    processes : int, optional
        How many work at once (see ``analysis.text.pool``): by default one for each processor from
        30 million characters on, else this one alone. The sentences are the same.

    Returns
    -------
    pandas.DataFrame
        The table ``sentences``: article_id, paragraph (from 1 within the body), sentence (from 1
        within the article), start and end (characters of the body), text (body[start:end]). An
        article without a sentence has no row.

    Raises
    ------
    InputError
        If a column is missing, an article_id occurs twice, or a body is no text.

    Notes
    -----
    Time is linear in the length of the text, whatever it holds.

    Examples
    --------
    >>> body = "Gen. Smith left. “Why?” Mr. Putin asked.\\n\\n- Talks fail -\\n\\nNo one knew."
    >>> split_sentences(pd.DataFrame({"article_id": ["a"], "body": [body]}))
      article_id  paragraph  sentence  start  end                     text
    0          a          1         1      0   16         Gen. Smith left.
    1          a          1         2     17   40  “Why?” Mr. Putin asked.
    2          a          3         3     58   70             No one knew.
    """
    for column in ("article_id", "body"):
        if column not in articles.columns:
            raise InputError(
                "articles", f"lacks the column {column}", "give at least article_id and body"
            )
    repeated = articles["article_id"].duplicated()
    if repeated.any():
        article_id = articles["article_id"].iloc[int(repeated.to_numpy().argmax())]
        raise InputError("articles", f"holds {article_id} twice", "give each article its own id")
    for article_id, body in zip(articles["article_id"], articles["body"], strict=True):
        if not isinstance(body, str):
            raise InputError(
                f"article {article_id}", "has no text in body", "fill it, or leave the article out"
            )
    bodies = articles["body"].tolist()
    found = in_processes(
        _sentences, bodies, processes=processes, pays=sum(map(len, bodies)) >= _PAYS
    )
    rows = [
        (article_id, paragraph, sentence, start, end, body[start:end])
        for article_id, body, spans in zip(articles["article_id"], bodies, found, strict=True)
        for sentence, (paragraph, start, end) in enumerate(spans, start=1)
    ]
    columns = pd.Index(TABLES["sentences"].names)
    return check_table(pd.DataFrame(rows, columns=columns), "sentences")


def _sentences(body: str) -> list[tuple[int, int, int]]:
    """Number of the paragraph, first and one past the last character of each sentence."""
    spans = list(_paragraphs(body))
    heads = [is_cross_head(body[first:last]) for first, last in spans]
    # A heading stands between paragraphs. What opens or closes the body without a stop does not.
    first_text = heads.index(False) if False in heads else len(heads)
    last_text = len(heads) - 1 - heads[::-1].index(False) if False in heads else -1
    return [
        (number + 1, start, end)
        for number, ((first, last), head) in enumerate(zip(spans, heads, strict=True))
        if not (head and (first_text < number < last_text or _is_framed(body[first:last])))
        for start, end in sentence_spans(body, first, last)
    ]


def _paragraphs(body: str) -> Iterator[tuple[int, int]]:
    """First and one past the last character of each run of lines that are not blank."""
    start, end = len(body) - len(body.lstrip()), len(body.rstrip())
    for blank in _BLANK_LINES.finditer(body, start, end):
        yield start, blank.start()
        start = blank.end()
    if start < end:
        yield start, end


def _is_framed(paragraph: str) -> bool:
    """Whether a heading is marked as one on both sides, wherever it stands."""
    text = paragraph.strip()
    return not text[0].isalnum() and text[0] == text[-1] and text[0] not in "\"'"
