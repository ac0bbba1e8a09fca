"""The folds of lines: everything of an article is escaped, every group opens to its own lines."""

import re

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.figures.evidence import evidence

LINES = pd.DataFrame(
    {
        "term": ["war", "talks", "war"],
        "article_id": ["a", "a", "b"],
        "sentence": [1, 2, 1],
        "left": ["The ", "<script>alert(1)</script> ", ""],
        "match": ["war", "talks", "War"],
        "right": [" went on.", ' & "more".', " ended."],
        "speaker": ["Lavrov", None, None],
    }
)


def test_each_group_opens_to_its_own_lines() -> None:
    shown = evidence(LINES, "term", more=["speaker"])
    assert shown.text == "war: 2 lines\ntalks: 1 line"
    first, second = re.findall(r"<details.*?</details>", shown.html, re.DOTALL)
    assert first.count("<tr>") == 3
    assert "The <mark>war</mark> went on." in first
    assert '<details id="lines-talks">' in second
    assert "Lavrov" in first
    assert "None" not in shown.html


def test_nothing_of_an_article_acts() -> None:
    html = evidence(LINES, ["term", "article_id"]).html
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "&quot;more&quot;" in html


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="lack the column match; they have term, article_id"):
        evidence(LINES.drop(columns="match"), "term")


def test_lines_left_out_are_counted() -> None:
    lines = LINES.assign(n_lines=[1200, 1, 1200])
    assert evidence(lines, "term").text == "war: 2 of 1,200 lines\ntalks: 1 line"
