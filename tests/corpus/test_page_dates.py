"""The day of an HTML page: what it states of itself, in a stated order, and nothing guessed."""

import json
from pathlib import Path

import pytest

from analysis.corpus.html import clean_html
from analysis.corpus.page_dates import page_date
from analysis.corpus.readers.html_folder import read_html_folder

PARAGRAPH = (
    "<p>Ministers met on Thursday in Munich, and agreed that they would meet again before the "
    "winter, officials said.</p>"
)


def page(head: str = "", above: str = "") -> str:
    body = f"<article><h1>Ministers to meet again before the winter</h1>{above}{PARAGRAPH * 3}"
    return f"<html><head><title>Ministers</title>{head}</head><body>{body}</article></body></html>"


def linked(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(values)}</script>'


@pytest.mark.parametrize(
    ("html", "day"),
    [
        (page('<meta property="article:published_time" content="2016-02-11T10:00Z">'),
         "2016-02-11"),
        (page('<meta name="pubdate" content="20160211">'), "2016-02-11"),
        (page('<meta name="DC.date.issued" content="11 février 2016">'), "2016-02-11"),
        (page(linked(**{"@type": "NewsArticle", "datePublished": "2016-02-11"})), "2016-02-11"),
        (page(linked(**{"@graph": [{"@type": ["Article"], "datePublished": "2016-02-11"}]})),
         "2016-02-11"),
        (page(linked(**{"@graph": [{"@type": "WebPage", "datePublished": "2016-02-11"},
                                   {"@type": "WebSite", "datePublished": "2001-01-01"}]})),
         "2016-02-11"),
        (page('<script type="application/ld+json">//<![CDATA[\n{"@type": "NewsArticle", '
              '"datePublished": "2016-02-11"}\n//]]></script>'), "2016-02-11"),
        (page(above='<time itemprop="datePublished" datetime="2016-02-11T10:00">x</time>'),
         "2016-02-11"),
        (page(above="<div>Published on 11 February 2016</div>"), "2016-02-11"),
        # Metadata go before the text, JSON-LD before other metadata.
        (page('<meta name="pubdate" content="2016-02-11">', "<p>12 February 2016</p>"),
         "2016-02-11"),
        (page('<meta name="pubdate" content="2016-02-12">'
              + linked(**{"@type": "Article", "datePublished": "2016-02-11"})), "2016-02-11"),
    ],
)  # fmt: skip
def test_a_page_states_its_day(html: str, day: str) -> None:
    assert page_date(html)[0] == day
    assert page_date(html.encode())[0] == day
    found = clean_html(html)
    assert found.date == day
    assert found.date_evidence is not None
    assert found.date_evidence.problem is None


@pytest.mark.parametrize(
    "html",
    [
        page(),
        page('<meta property="article:modified_time" content="2016-02-11">'),
        page('<meta name="date" content="yesterday">'),
        page(linked(**{"@type": "Person", "datePublished": "2016-02-11"})),
        page(linked(**{"@type": "ItemList", "itemListElement": [
            {"@type": "Article", "datePublished": "2016-02-11"}]})),
        page('<script type="application/ld+json">{"@type": "Article", broken</script>'),
        page('<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
        page('<link rel="canonical" href="https://example.org/2016/02/11/a">'),
        page(above="<time datetime='2016-02-11'>in the past</time>"),
        "", "<", "text",
    ],
)  # fmt: skip
def test_nothing_else_is_taken_for_it(html: str) -> None:
    assert page_date(html) == (None, None)


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        (page('<meta name="date" content="02/11/2023">'), "ambiguous: 2023-11-02 or 2023-02-11"),
        (page('<meta name="date" content="2016-02-30">'), "no calendar day: 2016-02-30"),
        (page('<meta name="date" content="2016-02-11"><meta name="pubdate" content="2016-02-13">'),
         "several days are stated: 2016-02-11, 2016-02-13"),
    ],
)  # fmt: skip
def test_what_is_in_doubt_gives_no_day_and_says_why(
    html: str, problem: str, tmp_path: Path
) -> None:
    day, evidence = page_date(html)
    assert day is None
    assert evidence is not None
    assert evidence.problem == problem
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    found = read_html_folder(tmp_path)
    assert found.problems["problem"].tolist() == ["date"]
    if problem.startswith("ambiguous"):
        assert read_html_folder(tmp_path, date_order="dmy").articles["date"][0] == "2023-11-02"


def test_a_day_of_updating_alone_is_the_date_and_a_problem(tmp_path: Path) -> None:
    html = page(above="<div>Updated 12 February 2016</div>")
    day, evidence = page_date(html)
    assert day == "2016-02-12"
    assert evidence is not None
    assert evidence.problem == "a day of updating, not of publication"
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    assert read_html_folder(tmp_path).problems["problem"].tolist() == ["date"]
