"""Stored tables: the same bytes for the same table, and no word of the articles in them."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.schema import TABLES, check_table, new_table
from analysis.tables import read_table, write_table

SENTENCES = new_table("sentences", [("b", 1, 1, 0, 5, "Peace"), ("a", 1, 1, 0, 3, "War")])


def test_a_table_is_sorted_by_its_key_and_leaves_out_what_quotes(tmp_path: Path) -> None:
    path = write_table(SENTENCES, "sentences", tmp_path)
    assert path.read_bytes() == (b"article_id,paragraph,sentence,start,end\na,1,1,0,3\nb,1,1,0,5\n")


def test_quoting_columns_come_back_empty(tmp_path: Path) -> None:
    table = read_table(write_table(SENTENCES, "sentences", tmp_path))
    assert list(table["text"]) == ["", ""]
    pd.testing.assert_frame_equal(table.drop(columns="text"), SENTENCES.drop(columns="text"))


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip),
            st.integers(1, 99),
        ),
        unique_by=lambda row: row[0],
    )
)
def test_any_term_survives_the_round_trip(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    table = new_table("term_counts", [("a", term, count) for term, count in rows])
    pd.testing.assert_frame_equal(
        read_table(write_table(table, "term_counts", folder)), table, check_dtype=bool(rows)
    )


def test_words_that_look_like_gaps_stay_words(tmp_path: Path) -> None:
    table = new_table("term_counts", [("a", "na", 1), ("a", "nan", 2), ("a", "null", 3)])
    assert list(read_table(write_table(table, "term_counts", tmp_path))["term"]) == [
        "na",
        "nan",
        "null",
    ]


def test_a_missing_table_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"articles\.csv: no such table here; run `analysis proc"):
        read_table(tmp_path / "articles.csv")


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("article_id,term\na,b\n", "has the columns article_id, term where"),
        ("article_id,term,count\na,b,two\n", "no number"),
        ("article_id,term,count\na,b,\n", "has no count in row 1"),
    ],
)
def test_a_damaged_table_is_refused(tmp_path: Path, text: str, match: str) -> None:
    (tmp_path / "term_counts.csv").write_text(text)
    with pytest.raises(InputError, match=match):
        read_table(tmp_path / "term_counts.csv")


def test_columns_in_another_order_are_refused() -> None:
    frame = pd.DataFrame({"term": ["b"], "article_id": ["a"], "count": [1]})
    with pytest.raises(InputError, match="in the order term, article_id, count"):
        check_table(frame, "term_counts")


def test_a_fraction_is_no_count() -> None:
    frame = pd.DataFrame({"article_id": ["a", "a"], "term": ["b", "c"], "count": [1.0, 1.5]})
    with pytest.raises(InputError, match=r"has 1\.5 for count in row 2; give a whole number"):
        check_table(frame, "term_counts")


def test_every_table_is_declared_with_its_meaning() -> None:
    for table in TABLES.values():
        assert set(table.key) <= set(table.names)
        assert len(set(table.names)) == len(table.names)
        for column in table.columns:
            assert column.meaning.endswith((".", "…")), f"{table.name}.{column.name}"
