"""Key word in context: what matches, what stands beside it, in which order."""

import fnmatch
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.text.concordance import concordance, term_lines

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


def test_the_lines_of_several_terms_are_those_of_each() -> None:
    articles = pd.DataFrame({
        "article_id": ["b", "a"],
        "body": ["Talks on peace. Peace talks.", "No talks. The war's end. War."],
    })  # fmt: skip
    found = term_lines(articles, ["war", "talks", "none", "war"], width=30)
    assert found["term"].drop_duplicates().tolist() == ["war", "talks"]
    for term, lines in found.groupby("term"):
        alone = concordance(articles, str(term), width=30)
        assert lines[alone.columns].reset_index(drop=True).equals(alone)
        assert set(lines["n_lines"]) == {len(alone)}


def test_a_long_article_does_not_crowd_out_the_others() -> None:
    articles = pd.DataFrame({
        "article_id": ["a", "b", "c"],
        "body": ["War. " * 50, "War and war.", "War."],
    })  # fmt: skip
    found = term_lines(articles, ["war"], most=5)
    assert found["article_id"].tolist() == ["a", "a", "b", "b", "c"]
    assert found["start"].tolist() == [0, 5, 0, 8, 0]
    assert set(found["n_lines"]) == {53}


def test_term_lines_refuses_no_lines() -> None:
    with pytest.raises(InputError, match="most: is 0; give a number of lines"):
        term_lines(pd.DataFrame({"article_id": ["a"], "body": ["War."]}), ["war"], most=0)


def test_a_concordance_goes_to_csv_and_back(tmp_path: Path) -> None:
    articles = pd.DataFrame({
        "article_id": ["a"], "outlet": ["The Post, daily"], "date": ["2012-03-13"],
        "body": ['He said: "No, the war; at once." War, again.'],
    })  # fmt: skip
    found = concordance(articles, "war")
    found.to_csv(tmp_path / "war.csv", index=False)
    again = pd.read_csv(tmp_path / "war.csv", keep_default_na=False)
    assert again.astype(found.dtypes).equals(found)
