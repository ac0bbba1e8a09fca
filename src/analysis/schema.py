"""Every table: its columns in their order, with type, unit and meaning.

The data dictionary and ``datapackage.json`` are made from what is declared here, and
``check_table`` holds a table to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.errors import InputError

Type = Literal["string", "integer", "number", "boolean", "date"]


@dataclass(frozen=True)
class Column:
    """One column. ``quotes`` marks text of the articles, which is never written to a stored table."""

    name: str
    type: Type
    meaning: str
    nullable: bool = False
    quotes: bool = False


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns in order, and the key it is sorted by."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def stored(self) -> tuple[Column, ...]:
        """The columns that are written to disk: all but those that quote the articles."""
        return tuple(column for column in self.columns if not column.quotes)


_ARTICLE = Column("article_id", "string", "The article's identifier, unique in the study.")
_SENTENCE = Column("sentence", "integer", "Number of the sentence within the article, from 1.")
_START = Column("start", "integer", "First character, counted from 0 in the article's body.")
_END = Column("end", "integer", "One past the last character, counted in the article's body.")

_DECLARED = (
    Table(
        "articles",
        "one article",
        (
            _ARTICLE,
            Column("outlet", "string", "Who published it.", nullable=True),
            Column("agency", "string", "News agency whose copy it carries; empty if none is known.", nullable=True),
            Column("date", "date", "Day of publication, ISO 8601 (YYYY-MM-DD).", nullable=True),
            Column("headline", "string", "Its headline.", nullable=True),
            Column("body", "string", "Its text: paragraphs parted by a blank line, without the headline.", quotes=True),
            Column("n_words", "integer", "Words in the body (tokens as counted, numbers included)."),
            Column("complete", "boolean", "False if the file holds only a part of the article."),
            Column("language", "string", "Language, as an ISO 639-1 code.", nullable=True),
            Column("url", "string", "Address it was published under.", nullable=True),
            Column("duplicate_of", "string", "article_id of the article whose text it repeats.", nullable=True),
            Column("event", "string", "Label of the event it reports, given by hand.", nullable=True),
            Column("source_file", "string", "Raw file it was read from, relative to the study."),
            Column("sha256", "string", "SHA-256 of the raw file."),
        ),
        key=("article_id",),
    ),
    Table(
        "cleaning_ledger",
        "one line of a raw file",
        (
            _ARTICLE,
            Column("line", "integer", "Number of the line in the raw file, from 1."),
            Column("start", "integer", "First character of the line, counted from 0 in the raw file."),
            Column("end", "integer", "One past its last character, without the line break."),
            Column("action", "string", "keep (article text), metadata (about the article) or drop."),
            Column("category", "string", "What the line is: body, headline, cross-head, navigation, advert, …"),
            Column("rule", "string", "The rule that decided, or 'override: ' and the reason given."),
        ),
        key=("article_id", "line"),
    ),
    Table(
        "problems",
        "one thing that could not be read or trusted",
        (
            Column("source", "string", "File, and place in it, where it was met."),
            Column("problem", "string", "What kind of trouble it is."),
            Column("detail", "string", "What was found."),
            Column("remedy", "string", "What can be done."),
        ),
        key=("source", "problem", "detail"),
    ),
    Table(
        "sentences",
        "one sentence",
        (
            _ARTICLE,
            Column("paragraph", "integer", "Number of the paragraph within the body, from 1."),
            _SENTENCE,
            _START,
            _END,
            Column("text", "string", "The sentence: body[start:end].", quotes=True),
        ),
        key=("article_id", "sentence"),
    ),
    Table(
        "term_counts",
        "one term in one article",
        (
            _ARTICLE,
            Column("term", "string", "Token as counted: lower case, NFC, straight apostrophes."),
            Column("count", "integer", "How often it occurs in the article's body."),
        ),
        key=("article_id", "term"),
    ),
    Table(
        "comparison",
        "one term",
        (
            Column("term", "string", "The term."),
            Column("target_count", "integer", "Occurrences in the target group."),
            Column("reference_count", "integer", "Occurrences in the reference group."),
            Column("target_articles", "integer", "Document frequency: target articles that contain it."),
            Column("reference_articles", "integer", "Document frequency: reference articles that contain it."),
            Column("target_rate", "number", "Occurrences per 1,000 tokens of the target group, pooled."),
            Column("reference_rate", "number", "Occurrences per 1,000 tokens of the reference group, pooled."),
            Column("target_min", "number", "Smallest rate per 1,000 tokens of any target article."),
            Column("target_max", "number", "Largest rate per 1,000 tokens of any target article."),
            Column("reference_min", "number", "Smallest rate per 1,000 tokens of any reference article."),
            Column("reference_max", "number", "Largest rate per 1,000 tokens of any reference article."),
            Column("log_ratio", "number", "Binary logarithm of target rate over reference rate.", nullable=True),
            Column("lrc", "number", "Evert's conservative log ratio.", nullable=True),
            Column("g2", "number", "Log-likelihood, four cells, uncorrected; negative if rarer in the target."),
            Column("chi2", "number", "Pearson's chi-squared, uncorrected; negative if rarer in the target."),
            Column("diff_percent", "number", "Difference of rates in per cent of the reference rate.", nullable=True),
            Column("log_odds", "number", "Difference of log-odds with a Dirichlet prior (Monroe et al. 2008)."),
            Column("log_odds_z", "number", "log_odds over its estimated standard deviation."),
            Column("dp_norm", "number", "Gries's deviation of proportions over all articles, normalised: 0 even, 1 clumped."),
            Column("p_exact", "number", "Permutation p over articles, two-sided.", nullable=True),
            Column("p_bh", "number", "p_exact after Benjamini and Hochberg.", nullable=True),
            Column("p_max", "number", "p after Westfall and Young's maximum statistic.", nullable=True),
            Column("loo_min", "number", "Smallest log_ratio when each article is left out in turn.", nullable=True),
            Column("loo_max", "number", "Largest log_ratio when each article is left out in turn.", nullable=True),
            Column("verdict", "string", "What the design allows one to say, from a closed set."),
        ),
        key=("term",),
    ),
    Table(
        "frame_codes",
        "one indicator found in one sentence",
        (
            _ARTICLE,
            _SENTENCE,
            Column("frame", "string", "Frame of the codebook."),
            Column("indicator", "string", "The indicator, as the codebook writes it."),
            Column("match", "string", "The words that matched."),
            _START,
            _END,
            Column("quoted", "boolean", "True if the words stand inside a quotation."),
            Column("speaker", "string", "Whose quotation; 'unresolved' if unknown, empty outside quotations.", nullable=True),
        ),
        key=("article_id", "start", "end", "frame", "indicator"),
    ),
    Table(
        "quotations",
        "one attribution",
        (
            _ARTICLE,
            _START,
            _END,
            Column("kind", "string", "direct, partial or indirect."),
            Column("speaker", "string", "Name as resolved within the article, or 'unresolved'."),
            Column("actor", "string", "Identifier in the study's list of actors; empty if not listed.", nullable=True),
            Column("cue", "string", "The word or sign of attribution.", nullable=True),
            Column("text", "string", "What is attributed: body[start:end].", quotes=True),
        ),
        key=("article_id", "start", "end"),
    ),
    Table(
        "concordance",
        "one place where the pattern occurs",
        (
            _ARTICLE,
            Column("outlet", "string", "Who published it.", nullable=True),
            Column("date", "date", "Day of publication, ISO 8601 (YYYY-MM-DD).", nullable=True),
            _SENTENCE,
            _START,
            _END,
            Column("left", "string", "What stands before the match in its sentence.", quotes=True),
            Column("match", "string", "The words that matched: body[start:end].", quotes=True),
            Column("right", "string", "What stands after the match in its sentence.", quotes=True),
        ),
    ),
)  # fmt: skip

TABLES: dict[str, Table] = {table.name: table for table in _DECLARED}

_DTYPES: dict[tuple[Type, bool], str] = {
    ("string", False): "str",
    ("string", True): "str",
    ("date", False): "str",
    ("date", True): "str",
    ("integer", False): "int64",
    ("integer", True): "Int64",
    ("number", False): "float64",
    ("number", True): "float64",
    ("boolean", False): "bool",
    ("boolean", True): "boolean",
}


def new_table(name: str, rows: Iterable[Iterable[object]]) -> pd.DataFrame:
    """Rows, each in the order of the table's columns, as a checked table.

    Examples
    --------
    >>> new_table("term_counts", [("a", "peace", 2)])
      article_id   term  count
    0          a  peace      2
    """
    return check_table(pd.DataFrame(list(rows), columns=pd.Index(TABLES[name].names)), name)


def check_table(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The same table with the declared types, sorted by its key and numbered from 0.

    Raises
    ------
    InputError
        If columns are missing, unknown or in another order, a value has the wrong type, or a
        column that must be filled has a gap.

    Examples
    --------
    >>> check_table(pd.DataFrame({"article_id": ["a"], "count": [2]}), "term_counts")
    Traceback (most recent call last):
    analysis.errors.InputError: table term_counts: lacks the column term; its columns are article_id, term, count
    """
    table = TABLES[name]
    have, want = list(frame.columns), table.names
    remedy = f"its columns are {', '.join(want)}"
    for trouble, columns in (
        ("lacks the column", [column for column in want if column not in have]),
        ("has an unknown column", [column for column in have if column not in want]),
    ):
        if columns:
            raise InputError(f"table {name}", f"{trouble} {', '.join(map(str, columns))}", remedy)
    if have != want:
        raise InputError(f"table {name}", f"has its columns in the order {', '.join(have)}", remedy)
    checked = {}
    for column in table.columns:
        values = frame[column.name]
        if not column.nullable and values.isna().any():
            row = int(values.isna().to_numpy().argmax()) + 1
            raise InputError(
                f"table {name}", f"has no {column.name} in row {row}", f"fill it: {column.meaning}"
            )
        try:
            checked[column.name] = values.astype(_DTYPES[column.type, column.nullable])  # type: ignore[call-overload]
        except (TypeError, ValueError) as error:
            raise InputError(
                f"table {name}", f"has a value in {column.name} that is no {column.type} ({error})",
                f"give {column.meaning[0].lower()}{column.meaning[1:]}",
            ) from error  # fmt: skip
    result = pd.DataFrame(checked, columns=pd.Index(want))
    if table.key:
        result = result.sort_values(list(table.key), kind="stable", ignore_index=True)
    return result
