"""Sentences and a codebook to evidence: one row per indicator found, with its place and its voice.

In: the table ``sentences``, a codebook, and optionally the table ``quotations``. Out: the table
``frame_codes``. What the codebook's language does not cover is named, never coded as zero.
"""

import warnings
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pandas as pd

from analysis.errors import InputError
from analysis.framing.codebook import Codebook, load_codebook
from analysis.framing.language import language_name, uncovered
from analysis.framing.quoted_words import Spoken, found_words, marked_words
from analysis.schema import new_table

_NEEDED = ("article_id", "sentence", "start", "text")
NOT_COVERED = "language not covered"
"""The kind of problem that names an article in a language that the codebook does not cover."""


def code_frames(
    sentences: pd.DataFrame,
    codebook: str | Path | Codebook = "conflict",
    *,
    quotations: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every indicator of a codebook in every sentence, with the words, the place and the voice.

    A sentence may carry several frames. Within one frame hits never overlap: the one that begins
    first stands, of two that begin together the longer one, then the one with fewer wildcards,
    then the first in alphabetical order. A hit that shares a word with an exclusion is suppressed,
    unless it holds all the exclusion's words and more. Line breaks and punctuation between the
    words of an indicator do not matter; upper and lower case do not either, and a word also stands
    for its possessive.

    Parameters
    ----------
    sentences
        Table ``sentences``, or at least its columns article_id, sentence, start and text.
    codebook
        A `Codebook`, the name of one that comes with the package, or the path of a YAML file.
    quotations
        Table ``quotations`` (article_id, start, end; kind and speaker if known). If it is not
        given, the quotations are found by `analysis.extract_quotations` in the text that the
        sentences make up. Direct and partial quotations tell the speaker; the words that count as
        quoted are those between quotation marks, not the cue or the paraphrase beside them. A row
        of a given table that holds no quotation mark counts as a whole.

    Returns
    -------
    DataFrame
        Table ``frame_codes``: article_id, sentence, frame, indicator, match, start and end
        (characters of the article's body), quoted, speaker. ``quoted`` is true if all of the match
        stands inside one quotation.

    Raises
    ------
    InputError
        If a column is missing, the codebook is wrong, or no article is in the codebook's language.

    Warns
    -----
    UserWarning
        If some articles are not in the codebook's language. They have no rows; `coding_problems`
        names them, and `frame_shares` gives them no share.

    References
    ----------
    Semetko, H. A. and Valkenburg, P. M. (2000). Framing European politics. Journal of
    Communication 50(2), 93-109.

    Examples
    --------
    >>> sentences = pd.DataFrame({"article_id": ["a"], "sentence": [1], "start": [0],
    ...                           "text": ["The cease-fire collapsed."]})
    >>> codes = code_frames(sentences, "conflict")
    >>> codes[["sentence", "frame", "match", "start", "end"]]
       sentence      frame      match  start  end
    0         1  diplomacy  cease-fire      4   14
    """
    book = load_codebook(codebook)
    table = checked_sentences(sentences)
    problems = coding_problems(table, book)
    if len(problems):
        report_problems(problems, table["article_id"].nunique())
        table = covered_sentences(table, problems)
    articles, numbers, starts, texts = (table[column].tolist() for column in _NEEDED)
    found = book.coder.many(table["text"]).tolist()
    # Only articles with a hit need to have their quotations and marks found.
    with_hits = {articles[row] for row, _, _, _ in found}
    coded = table[table["article_id"].isin(with_hits)]
    spoken = Spoken(found_words(coded) if quotations is None else marked_words(quotations, coded))
    frames, indicators = book.coder.frames, book.coder.indicators
    rows = []
    for row, pattern, start, end in found:
        first, last = starts[row] + start, starts[row] + end
        rows.append(
            (
                articles[row],
                numbers[row],
                frames[pattern],
                indicators[pattern],
                texts[row][start:end],
                first,
                last,
                *spoken.at(articles[row], first, last),
            )
        )
    return new_table("frame_codes", rows)


def coding_problems(
    sentences: pd.DataFrame, codebook: str | Path | Codebook = "conflict"
) -> pd.DataFrame:
    """The articles that the codebook's rules do not cover, as rows of the table ``problems``.

    Returns
    -------
    DataFrame
        Table ``problems``; source is "article" and the article's identifier.

    Examples
    --------
    >>> sentences = pd.DataFrame({"article_id": ["b"], "sentence": [1], "start": [0],
    ...                           "text": ["وقف إطلاق النار في المدينة"]})
    >>> coding_problems(sentences).loc[0, "detail"]
    'text in Arabic script; the codebook conflict is for English'
    """
    book = load_codebook(codebook)
    table = checked_sentences(sentences)
    rows = []
    pairs = zip(table["article_id"].tolist(), table["text"].tolist(), strict=True)
    for article_id, part in groupby(pairs, key=itemgetter(0)):
        seems = uncovered([text for _, text in part], book.language)
        if seems:
            rows.append(
                (
                    f"article {article_id}",
                    NOT_COVERED,
                    f"{seems}; the codebook {book.name} is for {language_name(book.language)}",
                    "leave the article out, or code it with a codebook for its language",
                )
            )
    return new_table("problems", rows)


def covered_sentences(sentences: pd.DataFrame, problems: pd.DataFrame) -> pd.DataFrame:
    """The sentences of the articles that the codebook's language covers.

    Of the stored sentences, which lack their texts, only the stored problems tell which these are:
    a sentence that was never coded is not one without a frame.

    Parameters
    ----------
    sentences
        Table ``sentences``, with or without the texts.
    problems
        Table ``problems``, stored or from `coding_problems`.

    Examples
    --------
    >>> sentences = pd.DataFrame({"article_id": ["a", "b"], "sentence": 1, "start": 0,
    ...                           "text": ["Talks resumed.", "وقف إطلاق النار في المدينة"]})
    >>> covered_sentences(sentences, coding_problems(sentences))["article_id"].tolist()
    ['a']
    """
    named = problems.loc[problems["problem"] == NOT_COVERED, "source"]
    skipped = set(named.str.removeprefix("article "))
    return sentences[~sentences["article_id"].astype(str).isin(skipped)]


def checked_sentences(sentences: pd.DataFrame) -> pd.DataFrame:
    """The columns that coding needs, with their types, in the order of the text."""
    for column in _NEEDED:
        if column not in sentences.columns:
            raise InputError(
                "sentences",
                f"lacks the column {column}",
                f"give {', '.join(_NEEDED)}, as split_sentences does",
            )
    columns = [*_NEEDED, *(["paragraph"] if "paragraph" in sentences.columns else [])]
    table = sentences[columns].copy()
    for column in ("article_id", "text"):
        gaps = table[column].isna()
        if gaps.any():
            raise InputError(
                "sentences",
                f"has no {column} in row {int(gaps.to_numpy().argmax()) + 1}",
                "fill it, or leave the row out",
            )
        table[column] = table[column].astype(str)
    for column in ("sentence", "start"):
        try:
            table[column] = table[column].astype("int64")
        except (TypeError, ValueError) as error:
            raise InputError(
                "sentences", f"has a {column} that is no whole number ({error})", "give integers"
            ) from error
    twice = table.duplicated(["article_id", "sentence"])
    if twice.any():
        row = table[twice].iloc[0]
        raise InputError(
            "sentences",
            f"has sentence {row['sentence']} of article {row['article_id']} twice",
            "number the sentences of each article from 1",
        )
    return table.sort_values(["article_id", "sentence"], kind="stable", ignore_index=True)


def report_problems(problems: pd.DataFrame, articles: int) -> None:
    """Warn of articles that are not coded, or raise InputError where none of so many is."""
    first = problems.iloc[0]
    if len(problems) == articles:
        raise InputError(
            first["source"]
            if articles == 1
            else f"all {articles} articles, such as {first['source']}",
            f"cannot be coded: {first['detail']}",
            first["remedy"],
        )
    warnings.warn(
        f"{len(problems)} of {articles} articles are not coded, such as {first['source']} "
        f"({first['detail']}); coding_problems() lists them",
        stacklevel=3,
    )
