"""Where a pattern of words occurs: the search behind the concordance.

In: articles, and a pattern as ``concordance`` describes it. Out: places, each with its sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
import regex

from analysis.errors import InputError
from analysis.text.sentences import split_sentences
from analysis.text.tokens import normalise, tokens

_LONGEST = 200  # characters of a pattern's word, so that a file given by mistake ends early


@dataclass(frozen=True)
class Place:
    """One match: where it stands, and the tokens of its sentence."""

    article_id: str
    outlet: str | None
    date: str | None
    sentence: int
    offset: int
    text: str
    tokens: list[tuple[str, int, int]]
    first: int
    last: int

    @property
    def start(self) -> int:
        """Its first character in the body."""
        return self.offset + self.tokens[self.first][1]

    def row(self, width: int) -> tuple[Any, ...]:
        """Its row of the table ``concordance``."""
        start, end = self.tokens[self.first][1], self.tokens[self.last][2]
        return (
            self.article_id, self.outlet, self.date, self.sentence, self.offset + start,
            self.offset + end, _left(self.text, start, width),
            " ".join(self.text[start:end].split()), _right(self.text, end, width),
        )  # fmt: skip

    def key(self, sort: str) -> tuple[Any, ...]:
        """What it is sorted by."""
        words = [term.lower() for term, _, _ in self.tokens]
        place = (self.article_id, self.start)
        if sort == "article":
            return place
        if sort == "date":
            return (self.date is None, self.date or "", *place)
        if sort == "left":
            return (words[: self.first][::-1], *place)
        if sort == "right":
            return (words[self.last + 1 :], *place)
        return (words[self.first : self.last + 1], *place)


@dataclass(frozen=True)
class Sentences:
    """The sentences of some articles, to be searched more than once."""

    rows: list[tuple[str, int, int, str, str]]
    sources: dict[str, tuple[str | None, str | None]]

    @classmethod
    def of(cls, articles: pd.DataFrame) -> "Sentences":
        """Articles split into sentences, each with its text in small letters."""
        sources = _sources(articles)
        table = split_sentences(articles)
        texts = table["text"].tolist()
        columns = (table[name].tolist() for name in ("article_id", "sentence", "start"))
        return cls(
            list(zip(*columns, texts, [text.lower() for text in texts], strict=True)), sources
        )

    def places(self, words: list[Any], literal: str, ignore_case: bool) -> Iterator[Place]:
        """Every place where the words of a pattern stand side by side, in order."""
        for article_id, sentence, offset, text, small in self.rows:
            if literal not in small:
                continue
            found = [
                (normalise(text[start:end], lowercase=ignore_case), start, end)
                for _, start, end in tokens(text, numbers=True)
            ]
            for first in range(len(found) - len(words) + 1):
                if all(
                    word is None or _matches(found[first + at][0], word)
                    for at, word in enumerate(words)
                ):
                    outlet, date = self.sources[article_id]
                    yield Place(
                        article_id, outlet, date, sentence, offset, text, found, first,
                        first + len(words) - 1,
                    )  # fmt: skip


def read_pattern(pattern: str, ignore_case: bool) -> list[Any]:
    """A compiled form of each word of the pattern, None where any word will do."""
    if not isinstance(pattern, str) or not pattern.split():
        raise InputError("pattern", "holds no word", "give a word, a phrase, or a word with *")
    words: list[Any] = []
    for written in pattern.split():
        word = normalise(written, lowercase=ignore_case)
        if len(word) > _LONGEST:
            raise InputError("pattern", f"has a word of {len(word)} characters", "give words")
        if set(word) == {"*"}:
            words.append(None)
            continue
        bare = word.replace("*", "").replace("?", "")
        if bare and "".join(token for token, _, _ in tokens(bare, numbers=True)) == "":
            raise InputError(
                "pattern", f"holds {written!r}, which is no part of a word",
                "leave punctuation out: it does not count between words",
            )  # fmt: skip
        words.append([_piece(piece) for piece in word.split("*")])
    if all(word is None for word in words):
        raise InputError("pattern", "holds only *", "give at least one word")
    return words


def _piece(piece: str) -> tuple[Any, int]:
    """A stretch of a pattern's word without ``*``, and how many characters it stands for."""
    return regex.compile(regex.escape(piece).replace(r"\?", "."), regex.DOTALL), len(piece)


def _matches(term: str, pieces: list[tuple[Any, int]]) -> bool:
    """Whether a term is these pieces with anything between them; each is found where it can first.

    The first must begin the term and the last end it. Nothing is tried twice: linear in the term.
    """
    if len(pieces) == 1:
        return pieces[0][0].fullmatch(term) is not None
    start = pieces[0][0].match(term)
    if start is None:
        return False
    at: int = start.end()
    for piece, _ in pieces[1:-1]:
        middle = piece.search(term, at)
        if middle is None:
            return False
        at = middle.end()
    last, length = pieces[-1]
    return len(term) - length >= at and last.fullmatch(term, len(term) - length) is not None


def longest_literal(pattern: str) -> str:
    """Letters that any sentence with a match holds, in small letters; perhaps none.

    Only a to z, which normalisation leaves alone.
    """
    return max(regex.findall("[a-z]++", pattern.lower()), key=len, default="")


def _sources(articles: pd.DataFrame) -> dict[str, tuple[str | None, str | None]]:
    """Outlet and date of each article, None where unknown."""
    if "article_id" not in articles.columns:
        return {}
    given = {
        name: [None if pd.isna(value) else str(value) for value in articles[name]]
        if name in articles.columns
        else [None] * len(articles)
        for name in ("outlet", "date")
    }
    return {
        str(article_id): (outlet, date)
        for article_id, outlet, date in zip(
            articles["article_id"], given["outlet"], given["date"], strict=True
        )
    }


def _left(text: str, start: int, width: int) -> str:
    """At most so many characters before a place, from the beginning of a word on."""
    first = max(start - width, 0)
    context = text[first:start]
    if first > 0 and not text[first - 1].isspace() and not context[:1].isspace():
        # Cut inside a word: that word is left out.
        context = context.partition(" ")[2] if " " in context else ""
    gap = " " if context[-1:].isspace() else ""
    return " ".join(context.split()) + gap


def _right(text: str, end: int, width: int) -> str:
    """At most so many characters after a place, to the end of a word."""
    last = min(end + width, len(text))
    context = text[end:last]
    if last < len(text) and not text[last].isspace() and not context[-1:].isspace():
        context = context.rpartition(" ")[0] if " " in context else ""
    gap = " " if context[:1].isspace() else ""
    return gap + " ".join(context.split())
