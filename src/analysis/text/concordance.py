"""Key word in context: every place where a pattern occurs, with the words on either side.

In: the articles table and a pattern. Out: the table ``concordance``, one row a place, whose offsets
count characters of the body. The context never goes past the sentence.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis.errors import InputError
from analysis.schema import TABLES, check_table
from analysis.text.places import Sentences, longest_literal, read_pattern

_SORTS = ("article", "date", "left", "right", "match")


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

    ``concordance(articles, "talks").to_csv("talks.csv", index=False)`` writes it to a file;
    ``analysis.exports.export_table`` does so in a form that no spreadsheet takes for a formula.
    """
    words = read_pattern(pattern, ignore_case)
    if sort not in _SORTS:
        raise InputError("sort", f"is {sort!r}", f"give one of {', '.join(_SORTS)}")
    _check_width(width)
    found = Sentences.of(articles)
    rows, keys = [], []
    for place in found.places(words, longest_literal(pattern), ignore_case):
        rows.append(place.row(width))
        keys.append(place.key(sort))
    order = sorted(range(len(rows)), key=keys.__getitem__)
    columns = pd.Index(TABLES["concordance"].names)
    return check_table(pd.DataFrame([rows[at] for at in order], columns=columns), "concordance")


def term_lines(
    articles: pd.DataFrame, terms: Iterable[str], *, width: int = 80, most: int = 60
) -> pd.DataFrame:
    """The lines of several terms, for reading what a table of terms rests on.

    Parameters
    ----------
    articles
        As in ``concordance``.
    terms
        Terms as counted: lower case, without wildcards.
    width
        As in ``concordance``.
    most
        Lines of each term at most. If it has more, every article's first line comes before any
        article's second, and so on, until there are so many: no long article crowds out the rest.

    Returns
    -------
    pandas.DataFrame
        The table ``term_lines``: ``term``, ``n_lines`` (the number of lines that the term has in
        all), and the columns of ``concordance``. Terms in the order given, each once; then by
        article and place. A term without a line has no row.

    Raises
    ------
    InputError
        As ``concordance``, and if ``most`` is below 1.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a", "b"],
    ...                          "body": ["Talks. More talks.", "Peace talks."]})
    >>> term_lines(articles, ["talks"], most=2)[["term", "n_lines", "article_id", "left"]]
        term  n_lines article_id    left
    0  talks        3          a
    1  talks        3          b  Peace
    """
    _check_width(width)
    if most < 1:
        raise InputError("most", f"is {most}", "give a number of lines, from 1")
    found = Sentences.of(articles)
    rows: list[tuple[Any, ...]] = []
    for term in dict.fromkeys(str(term) for term in terms):
        words = read_pattern(term, True)
        places = list(found.places(words, longest_literal(term), True))
        # The how-manieth line of its article each one is.
        turns: dict[str, int] = {}
        turn = []
        for place in places:
            turns[place.article_id] = turns.get(place.article_id, 0) + 1
            turn.append(turns[place.article_id])
        order = sorted(range(len(places)), key=lambda at: (turn[at], at))[:most]
        order.sort(key=lambda at: (places[at].article_id, places[at].start))
        rows += [(term, len(places), *places[at].row(width)) for at in order]
    return check_table(
        pd.DataFrame(rows, columns=pd.Index(TABLES["term_lines"].names)), "term_lines"
    )


def _check_width(width: object) -> None:
    """A number of characters."""
    if isinstance(width, bool) or not isinstance(width, int) or width < 0:
        raise InputError("width", f"is {width!r}", "give a number of characters from 0")
