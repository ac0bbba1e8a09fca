"""What every reader returns.

In: rows of articles, problems and labels. Out: `ReaderResult`s, and several of them as one. Rows
become tables when a table is first asked for: a folder of many small files makes few tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.corpus.cleaning import CleanText
from analysis.schema import TABLES, check_table, new_table

ArticleRow = tuple[Any, ...]
ProblemRow = tuple[str, str, str, str]
LabelRow = tuple[str, str, str]

_ID, _DUPLICATE_OF, _SOURCE_FILE = (
    TABLES["articles"].names.index(name) for name in ("article_id", "duplicate_of", "source_file")
)
_TABLES = ("articles", "problems", "labels")
# Rows that are held as such before they become a table, which takes less memory.
_MOST_ROWS = 5_000


@dataclass(frozen=True)
class Page:
    """A page saved as text: its words as received, and what cleaning made of them."""

    raw: str
    clean: CleanText


class ReaderResult:
    """Articles, the account of what went wrong, and what the export says of its own size.

    Attributes
    ----------
    articles, problems : DataFrame
        Tables of the data dictionary. A record that was read with a doubt is in both.
    claimed : int or None
        Number of records that the file says it holds; None if it does not say.
    labels : DataFrame
        Table ``labels``: the further columns that were asked for.
    pages : mapping of str to Page
        The pages saved as text that were cleaned, by article_id.
    mapping : mapping of str to str, or None
        For a table, the column that each field was read from, given or guessed.
    recurring_lines : DataFrame
        Table ``recurring_lines``: what was learnt of the outlets of pages that were cleaned.
    """

    def __init__(
        self,
        articles: Sequence[ArticleRow] | pd.DataFrame = (),
        problems: Sequence[ProblemRow] | pd.DataFrame = (),
        claimed: int | None = None,
        labels: Sequence[LabelRow] | pd.DataFrame = (),
        pages: Mapping[str, Page] | None = None,
        mapping: Mapping[str, str] | None = None,
        recurring_lines: pd.DataFrame | None = None,
    ) -> None:
        self._held: dict[str, Sequence[Any] | pd.DataFrame] = {
            "articles": articles,
            "problems": problems,
            "labels": labels,
            "recurring_lines": () if recurring_lines is None else recurring_lines,
        }
        self.claimed = claimed
        self.pages: Mapping[str, Page] = pages or {}
        self.mapping = mapping

    @property
    def articles(self) -> pd.DataFrame:
        return self._table("articles")

    @property
    def problems(self) -> pd.DataFrame:
        return self._table("problems")

    @property
    def labels(self) -> pd.DataFrame:
        return self._table("labels")

    @property
    def recurring_lines(self) -> pd.DataFrame:
        return self._table("recurring_lines")

    def _table(self, name: str) -> pd.DataFrame:
        held = self._held[name]
        if not isinstance(held, pd.DataFrame):
            held = self._held[name] = new_table(name, held)
        return held

    def held(self, name: str) -> Sequence[Any] | pd.DataFrame:
        """A table, or the rows that it has not yet been made of."""
        return self._held[name]

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """The rows of a table, each in the order of its columns, with None where nothing is."""
        held = self._held[name]
        if isinstance(held, pd.DataFrame):
            filled = held.astype(object).where(held.notna(), None)
            return list(filled.itertuples(index=False, name=None))
        return list(held)

    def replaced(self, **values: Any) -> "ReaderResult":
        """The same with other values of some attributes."""
        now = {**self._held, "claimed": self.claimed, "pages": self.pages, "mapping": self.mapping}
        return ReaderResult(**{**now, **values})

    def renamed(self, article_ids: Iterable[str]) -> "ReaderResult":
        """The same with other article_ids, given in the order of the articles."""
        articles = self.rows("articles")
        new = dict(zip([row[_ID] for row in articles], article_ids, strict=True))
        if all(old == now for old, now in new.items()):
            return self
        return self.replaced(
            articles=[
                _with(row, {_ID: new[row[_ID]],
                            _DUPLICATE_OF: new.get(row[_DUPLICATE_OF], row[_DUPLICATE_OF])})
                for row in articles
            ],
            labels=[(new[row[0]], *row[1:]) for row in self.rows("labels")],
            pages={new[article_id]: page for article_id, page in self.pages.items()},
        )  # fmt: skip

    def placed(self, name: str, place: str) -> "ReaderResult":
        """The same, of a file that is called ``place`` from where its reader called it ``name``."""
        return self.replaced(
            articles=[_with(row, {_SOURCE_FILE: place}) for row in self.rows("articles")],
            problems=[
                (place + row[0].removeprefix(name), *row[1:]) for row in self.rows("problems")
            ],
        )


def joined(parts: Iterable[ReaderResult]) -> ReaderResult:
    """One result from the pieces of one source, whose article_ids differ.

    ``claimed`` and ``mapping`` are those of the last piece; tables are sorted by their key.
    """
    tables: dict[str, list[pd.DataFrame]] = {name: [] for name in _TABLES}
    rows: dict[str, list[Any]] = {name: [] for name in _TABLES}
    pages: dict[str, Page] = {}
    last = ReaderResult()
    for last in parts:
        pages.update(last.pages)
        for name in _TABLES:
            held = last.held(name)
            if isinstance(held, pd.DataFrame):
                tables[name].append(held)
            else:
                rows[name] += held
            if len(rows[name]) >= _MOST_ROWS:
                tables[name].append(new_table(name, rows[name]))
                rows[name] = []
    whole: dict[str, Any] = {
        name: check_table(
            pd.concat([*tables[name], new_table(name, rows[name])], ignore_index=True), name
        )
        if tables[name]
        else rows[name]
        for name in _TABLES
    }
    return ReaderResult(**whole, claimed=last.claimed, pages=pages, mapping=last.mapping)


def paragraphs(text: str) -> str:
    """A body from plain text: paragraphs parted by a blank line, white space made single.

    Blank lines part paragraphs; in a text without any, each line is one.

    Examples
    --------
    >>> paragraphs("Ministers met\\nin Munich.\\n\\n\\nThey  agreed.")
    'Ministers met in Munich.\\n\\nThey agreed.'
    """
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    if "" not in lines:
        return "\n\n".join(lines)
    found: list[list[str]] = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return "\n\n".join(" ".join(part) for part in found if part)


def _with(row: ArticleRow, values: Mapping[int, Any]) -> ArticleRow:
    """A row with other values at some of its places."""
    return tuple(values.get(place, value) for place, value in enumerate(row))
