"""Bounded parts of long tables."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.framing.selection import folded_lines, in_turn

LINE = {"indicator": "war", "speaker": None, "left": "", "match": "war", "right": ""}


@given(st.lists(st.sampled_from("abc")), st.integers(1, 9))
def test_no_article_is_two_rows_ahead_of_one_that_has_more(ids: list[str], most: int) -> None:
    table = pd.DataFrame({"article_id": pd.Series(ids, dtype="str"), "n": range(len(ids))})
    kept = in_turn(table, most)
    assert len(kept) == min(most, len(ids))
    assert kept["n"].is_monotonic_increasing
    shown = {name: int((kept["article_id"] == name).sum()) for name in "abc"}
    for name, count in shown.items():
        if count < ids.count(name):
            assert max(shown.values()) <= count + 1


def test_every_group_is_bounded_by_itself() -> None:
    table = pd.DataFrame({"article_id": ["a", "a", "a"], "frame": ["x", "x", "y"]})
    assert in_turn(table, 1, by=["frame"])["frame"].tolist() == ["x", "y"]


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(InputError, match="most: is 0"):
        in_turn(pd.DataFrame({"article_id": []}), 0)
    with pytest.raises(InputError, match="lacks the column frame"):
        in_turn(pd.DataFrame({"article_id": []}), 1, by=["frame"])


def test_a_large_study_is_folded_by_group() -> None:
    names = [f"a{n:02}" for n in range(21)]
    lines = pd.DataFrame([{"frame": "war", "article_id": n, "sentence": 1, **LINE} for n in names])
    groups = pd.Series("x", index=names)
    table = folded_lines(lines, groups, most=5)
    assert set(table["fold"]) == {"x"}
    assert table["n_lines"].tolist() == [21] * 5
    assert set(folded_lines(lines[:20], groups[:20])["fold"]) == set(names[:20])


def test_no_lines_give_no_folds() -> None:
    columns = ["frame", "article_id", "sentence", *LINE]
    assert folded_lines(pd.DataFrame(columns=columns), pd.Series({"a": "x"})).empty
