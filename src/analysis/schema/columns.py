"""What a column and a table are, and the columns that many tables have."""

from dataclasses import dataclass
from typing import Literal

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


ARTICLE = Column("article_id", "string", "The article's identifier, unique in the study.")
SENTENCE = Column("sentence", "integer", "Number of the sentence within the article, from 1.")
TOPIC = Column("topic", "integer", "Number of the topic, from 1: by size, then by leading term.")
START = Column("start", "integer", "First character, counted from 0 in the article's body.")
END = Column("end", "integer", "One past the last character, counted in the article's body.")
