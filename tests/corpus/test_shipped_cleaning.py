"""The five shipped articles: what a reader decided on every line, by hand.

28 non-blank lines are not article text; the categories say what they are instead.
"""

from pathlib import Path

import pytest

from analysis.corpus.cleaning import CleanText, clean_text

RAW = Path(__file__).parents[2] / "data" / "raw"

NOT_TEXT = {
    "expatica-2012-03-13": {1: "outlet"},
    "irish-times-2012-03-13": {3: "repeated-standfirst", 13: "navigation"},
    "expatica-2012-06-22": {1: "advert", 3: "advert", 5: "navigation", 9: "dateline"},
    "csmonitor-2012-04-19": {
        1: "navigation", 2: "navigation", 3: "navigation", 9: "pagination", 13: "navigation",
        31: "promotion", 34: "comment", 36: "comment", 38: "promotion", 39: "promotion",
        40: "promotion", 42: "advert", 45: "related", 48: "related", 50: "related", 52: "related",
        54: "related", 56: "social",
    },
    "expatica-2016-02-11": {3: "dateline", 57: "copyright", 59: "comment"},
}  # fmt: skip
HEADLINE_LINES = {
    "expatica-2012-03-13": 3,
    "irish-times-2012-03-13": 1,
    "expatica-2012-06-22": 7,
    "csmonitor-2012-04-19": 5,
    "expatica-2016-02-11": 1,
}
DATES = {"expatica-2012-06-22": "2012-06-22", "expatica-2016-02-11": "2016-02-11"}


def cleaned(article_id: str) -> tuple[str, CleanText]:
    """A shipped article, raw and cleaned."""
    raw = (RAW / f"{article_id}.txt").read_bytes().decode("utf-8")
    return raw, clean_text(raw, article_id=article_id)


def test_twenty_eight_lines_are_no_article_text() -> None:
    assert sum(map(len, NOT_TEXT.values())) == 28


@pytest.mark.parametrize("article_id", NOT_TEXT)
def test_every_line_is_decided_as_by_hand(article_id: str) -> None:
    _, article = cleaned(article_id)
    ledger = article.ledger[article.ledger["category"] != "blank"]
    rejected = ledger[ledger["action"] != "keep"]
    assert dict(zip(rejected["line"], rejected["category"], strict=True)) == NOT_TEXT[article_id]
    heads = ledger.loc[ledger["category"] == "headline", "line"].tolist()
    assert heads == [HEADLINE_LINES[article_id]]


@pytest.mark.parametrize("article_id", NOT_TEXT)
def test_body_is_what_is_kept_below_the_headline(article_id: str) -> None:
    raw, article = cleaned(article_id)
    lines = raw.split("\n")
    skipped = {*NOT_TEXT[article_id], HEADLINE_LINES[article_id]}
    kept = [line.strip() for n, line in enumerate(lines, 1) if line.strip() and n not in skipped]
    assert article.body == "\n\n".join(kept)
    assert article.headline == lines[HEADLINE_LINES[article_id] - 1].strip()
    assert article.date == DATES.get(article_id)


def test_the_standfirst_and_the_cross_heads_are_text() -> None:
    _, page_two = cleaned("csmonitor-2012-04-19")
    standfirst = page_two.ledger[page_two.ledger["category"] == "standfirst"]
    assert list(zip(standfirst["line"], standfirst["action"], strict=True)) == [(7, "keep")]
    _, agency = cleaned("expatica-2016-02-11")
    heads = agency.ledger[agency.ledger["category"] == "cross-head"]
    assert heads["line"].tolist() == [25, 39]
    assert "- Lack of US commitment -" in agency.body.split("\n\n")
