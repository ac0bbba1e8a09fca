"""Key word in context: every place where a pattern occurs, with the words on either side.

In: the articles table and a pattern. Out: the table ``concordance``, one row a place, whose offsets
count characters of the body. The context never goes past the sentence.
"""

from typing import Any

import pandas as pd
import regex

from analysis.errors import InputError
from analysis.schema import TABLES, check_table
from analysis.text.sentences import split_sentences
from analysis.text.tokens import normalise, tokens

_SORTS = ("article", "date", "left", "right", "match")
_LONGEST = 200  # characters of a pattern's word, so that a file given by mistake ends early


def concordance(
    articles: pd.DataFrame,
    pattern: str,
    *,
    width: int = 60,
    sort: str = "article",
    ignore_case: bool = True,
) -> pd.DataFrame:
    """The places where a word or phrase occurs, each with its context (KWIC).

    Parameters
    ----------
    articles : pandas.DataFrame
        At least article_id and body; outlet and date are taken over where they are there.
    pattern : str
        One or more words parted by spaces. ``*`` stands for any characters within a word, also
        none, and ``?`` for exactly one: ``ceasefire*``, ``cease?fire``, ``peace talk*``. A ``*``
        alone is any one word: ``Kofi * plan``. Words are compared with tokens (numbers included),
        so punctuation between two words does not matter, *cease-fire* is one word, and typographic
        apostrophes and hyphens are the same as straight ones. A phrase never goes past a sentence.
    width : int
        At most so many characters of context on each side, cut between words.
    sort : {"article", "date", "left", "right", "match"}
        By article and place; by date first, articles without one last; by the words to the left,
        the nearest first; by those to the right; or by the words that matched. Ties go by article
        and place.
    ignore_case : bool
        Whether capitals and small letters are the same.

    Returns
    -------
    pandas.DataFrame
        The table ``concordance``: article_id, outlet, date, sentence, start, end, left, match,
        right. Context is given as it stands in the article, save that white space is one space.

    Raises
    ------
    InputError
        If the pattern has no word, the sort is unknown, width is negative, or the articles cannot
        be split into sentences.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "body": ["A cease-fire? No Cease-fires!"]})
    >>> concordance(articles, "cease-fire*")[["left", "match", "right"]]
      left        match right
    0   A    cease-fire     ?
    1  No   Cease-fires     !
    """
    words = _pattern(pattern, ignore_case)
    if sort not in _SORTS:
        raise InputError("sort", f"is {sort!r}", f"give one of {', '.join(_SORTS)}")
    if isinstance(width, bool) or not isinstance(width, int) or width < 0:
        raise InputError("width", f"is {width!r}", "give a number of characters from 0")
    literal = _longest_literal(pattern)
    rows: list[tuple[Any, ...]] = []
    keys: list[tuple[Any, ...]] = []
    sources = _sources(articles)
    sentences = split_sentences(articles)
    for article_id, sentence, offset, text in zip(
        sentences["article_id"], sentences["sentence"], sentences["start"], sentences["text"],
        strict=True,
    ):  # fmt: skip
        if literal not in text.lower():
            continue
        found = [
            (normalise(text[start:end], lowercase=ignore_case), start, end)
            for _, start, end in tokens(text, numbers=True)
        ]
        for first in range(len(found) - len(words) + 1):
            last = first + len(words) - 1
            if not all(
                word is None or _matches(found[first + at][0], word)
                for at, word in enumerate(words)
            ):
                continue
            start, end = found[first][1], found[last][2]
            outlet, date = sources[article_id]
            left, right = _left(text, start, width), _right(text, end, width)
            match = " ".join(text[start:end].split())
            rows.append(
                (
                    article_id,
                    outlet,
                    date,
                    sentence,
                    offset + start,
                    offset + end,
                    left,
                    match,
                    right,
                )
            )
            place = (article_id, offset + start)
            keys.append(
                {
                    "article": place,
                    "date": (date is None, date or "", *place),
                    "left": ([term.lower() for term, _, _ in found[:first][::-1]], *place),
                    "right": ([term.lower() for term, _, _ in found[last + 1 :]], *place),
                    "match": ([term.lower() for term, _, _ in found[first : last + 1]], *place),
                }[sort]
            )
    order = sorted(range(len(rows)), key=keys.__getitem__)
    columns = pd.Index(TABLES["concordance"].names)
    return check_table(pd.DataFrame([rows[at] for at in order], columns=columns), "concordance")


def _pattern(pattern: str, ignore_case: bool) -> list[Any]:
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


def _longest_literal(pattern: str) -> str:
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
