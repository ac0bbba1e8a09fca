"""Checks of the lab "What is an article?": which lines are one, and what they do to a count.

In: the corpus as `read_articles` gives it, an article of it, and the student's answer.
"""

from typing import Any

from analysis.corpus.cleaning import clean_text
from analysis.corpus.kept import Corpus
from analysis.teaching.feedback import Wrong, close, filled, number, right, whole_set
from analysis.text.tokens import terms_of


def check_lines(corpus: Corpus, article_id: str, lines: Any) -> None:
    """Whether these are the lines of the file that are not part of the article.

    Raises
    ------
    Wrong
        Saying how many lines are too many and how many are missing.

    Examples
    --------
    >>> import analysis
    >>> corpus = analysis.read_articles(analysis.open_study())
    >>> check_lines(corpus, "expatica-2012-06-22", {1, 3, 5})
    Right. The rules of the cleaning set aside the same lines.
    """
    ledger = corpus.cleaning_ledger.query("article_id == @article_id and action == 'drop'")
    expected = ledger.loc[ledger["category"] != "blank", "line"]
    hint = "Ask of each line: would it stand in the printed paper under this headline?"
    whole_set("not_article", lines, expected.tolist(), "line", hint)
    right("The rules of the cleaning set aside the same lines.")


def check_words(corpus: Corpus, article_id: str, raw_words: Any, body_words: Any) -> None:
    """Whether these are the numbers of words of the raw file and of the article's body."""
    raw, body = corpus.raw[article_id], _body(corpus, article_id)
    given = number("raw_words", raw_words), number("body_words", body_words)
    expected = tuple(float(len(terms_of(text, numbers=True))) for text in (raw, body))
    if given == expected:
        extra = round(100 * (expected[0] / expected[1] - 1))
        right(f"Uncleaned, the file would count as {extra} per cent longer than the article is.")
        return
    if given == expected[::-1]:
        raise Wrong("The two are the wrong way round: the file holds more than the article.")
    if given == (len(raw), len(body)):
        raise Wrong("These are characters. Count the words that terms_of finds.")
    if given == (len(raw.split()), len(body.split())):
        raise Wrong("str.split also counts what is no word. Use terms_of, as the text above does.")
    name = "raw_words" if given[0] != expected[0] else "body_words"
    raise Wrong(f"{name} is not the number of words that terms_of(…, numbers=True) finds.")


def check_rates(corpus: Corpus, article_id: str, word: str, raw_rate: Any, body_rate: Any) -> None:
    """Whether these are the rates of a word, per 1,000 words, in the raw file and in the body."""
    for name, rate, text in (
        ("raw_rate", raw_rate, corpus.raw[article_id]),
        ("body_rate", body_rate, _body(corpus, article_id)),
    ):
        given, words = number(name, rate), terms_of(text, numbers=True)
        expected = 1000 * words.count(word) / len(words)
        if close(given, expected):
            continue
        if close(given, words.count(word)):
            raise Wrong(f"{name} is a count. A rate is the count per 1,000 words of the same text.")
        if close(given, expected / 1000, 1e-6) or close(given, expected / 10, 1e-4):
            raise Wrong(f"{name} is not per 1,000 words.")
        raise Wrong(f"{name} is not the count of {word!r} in that text per 1,000 of its words.")
    right(f"Whoever counts {word!r} in the raw file measures the page, not the article.")


def check_date(corpus: Corpus, article_id: str, date: Any, line: Any) -> None:
    """Whether this is the article's date, and the line of the file that states it."""
    filled("article_date", date)
    chosen = number("date_line", line)
    expected = corpus.articles.set_index("article_id").loc[article_id, "date"]
    if str(date) != expected:
        raise Wrong("article_date is not the day. Write it as year-month-day: 2001-09-30.")
    ledger = corpus.cleaning_ledger.query("article_id == @article_id and category == 'dateline'")
    if chosen not in ledger["line"].tolist():
        raise Wrong("date_line is not the number of the line that states the date.")
    right("One line states the day. Nothing else in the file may be used to guess another.")


def check_override(corpus: Corpus, article_id: str, override: Any) -> None:
    """Whether a hand-made decision is one that the study would take.

    It must decide otherwise than the rules do, on one line, with a reason.
    """
    filled("override", override)
    columns = ["line", "action", "category", "reason"]
    if list(getattr(override, "columns", ())) != columns or len(override) != 1:
        raise Wrong(f"override should be a table of one row with the columns {', '.join(columns)}.")
    row = override.iloc[0]
    if len(str(row["reason"]).split()) < 3:
        raise Wrong("The reason is too short for a reader to judge it. Say why in a few words.")
    ledger = corpus.cleaning_ledger.query("article_id == @article_id").set_index("line")
    if row["line"] not in ledger.index:
        raise Wrong("The file has no line of that number.")
    if ledger.loc[row["line"], "action"] == row["action"]:
        raise Wrong("The rules already decide so. Choose a line on which you decide otherwise.")
    before = len(terms_of(_body(corpus, article_id), numbers=True))
    after = len(terms_of(clean_text(corpus.raw[article_id], overrides=override).body, numbers=True))
    right(f"The article now has {after} words instead of {before}, and the ledger says why.")


def _body(corpus: Corpus, article_id: str) -> str:
    """The cleaned text of an article."""
    return str(corpus.articles.set_index("article_id").loc[article_id, "body"])
