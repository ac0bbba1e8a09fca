"""Key word in context: what matches, what stands beside it, in which order."""

import fnmatch

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.text.concordance import concordance

ARTICLES = pd.DataFrame(
    {
        "article_id": ["b", "a"],
        "body": [
            "The Kofi Annan plan failed. Peace talks, peace talk-show.\n\nAssad’s men said so.",
            "No ceasefire. Two cease-fires\nand ONE Ceasefire deal. Peace TALKS end.",
        ],
        "outlet": ["X", None],
        "date": ["2012-01-02", None],
    }
)


def matches(pattern: str, **options: object) -> list[str]:
    return concordance(ARTICLES, pattern, **options)["match"].tolist()  # type: ignore[arg-type]


def test_words_phrases_and_wildcards() -> None:
    assert matches("ceasefire") == ["ceasefire", "Ceasefire"]
    assert matches("cease*") == ["ceasefire", "cease-fires", "Ceasefire"]
    assert matches("cease?fires") == ["cease-fires"]
    assert matches("peace talk*") == ["Peace TALKS", "Peace talks", "peace talk-show"]
    assert matches("Kofi * plan") == ["Kofi Annan plan"]
    assert matches("assad's") == matches("ASSAD’S") == ["Assad’s"]
    assert matches("talk") == []


def test_case_counts_when_asked() -> None:
    assert matches("Ceasefire", ignore_case=False) == ["Ceasefire"]


def test_a_phrase_stays_within_its_sentence() -> None:
    assert matches("failed peace") == []
    assert matches("talks peace") == ["talks, peace"]


def test_rows_lead_back_to_the_body() -> None:
    table = concordance(ARTICLES, "fires*")
    assert table.empty
    table = concordance(ARTICLES, "cease-fires", width=12)
    row = table.iloc[0].to_dict()
    body = ARTICLES.loc[1, "body"]
    assert str(body)[row["start"] : row["end"]] == "cease-fires"
    assert (row["article_id"], row["sentence"], row["left"], row["right"]) == (
        "a", 2, "Two ", " and ONE",
    )  # fmt: skip


def test_orders() -> None:
    def order(sort: str) -> list[str]:
        table = concordance(ARTICLES, "peace", sort=sort)
        return [f"{row.article_id}{row.start}" for row in table.itertuples()]

    assert order("article") == ["a54", "b28", "b41"]
    assert order("date") == ["b28", "b41", "a54"]
    assert order("right") == ["b41", "a54", "b28"]
    assert order("left") == ["a54", "b28", "b41"]


@settings(deadline=None)
@given(
    st.text("ab*?", min_size=1, max_size=6).filter(lambda word: set(word) != {"*"}),
    st.text("abc", min_size=1, max_size=7),
)
def test_wildcards_match_as_in_file_names(word: str, term: str) -> None:
    table = concordance(pd.DataFrame({"article_id": ["x"], "body": [term]}), word)
    assert len(table) == fnmatch.fnmatchcase(term, word)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"pattern": " "}, "pattern: holds no word"),
        ({"pattern": "*"}, r"pattern: holds only \*"),
        ({"pattern": "!!"}, "is no part of a word"),
        ({"pattern": "a" * 201}, "a word of 201 characters"),
        ({"pattern": "a", "sort": "up"}, "give one of article, date"),
        ({"pattern": "a", "width": -1}, "width: is -1"),
    ],
)
def test_mistakes_are_named(options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        concordance(ARTICLES, **options)  # type: ignore[arg-type]
