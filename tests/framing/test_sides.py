"""Sums of voices, on tables small enough to add up by hand."""

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.framing.actors import Actor
from analysis.framing.sides import (
    frames_by_voice,
    naming_by_group,
    quoted_words,
    stances_by_side,
    voices_by_side,
)

GROUPS = pd.Series({"a": "old", "b": "new"})
VOICE = pd.DataFrame(
    [
        ("a", "Bo", "south", "South", "direct", 2, 20),
        ("b", "Bo", "south", "South", "indirect", 1, 7),
        ("b", "Al", None, None, "partial", 1, 5),
        ("b", "unresolved", None, None, "direct", 3, 9),
    ],
    columns=["article_id", "speaker", "actor", "side", "kind", "attributions", "words"],
)


def test_the_unresolved_are_a_row_of_their_own() -> None:
    table = voices_by_side(VOICE, GROUPS).groupby("speaker")["attributions"].sum()
    assert table.to_dict() == {"South": 3, "not listed": 1, "unresolved": 3}


def test_without_listed_actors_speakers_stand_by_name() -> None:
    table = voices_by_side(VOICE.assign(side=None, actor=None), GROUPS)
    assert sorted(set(table["speaker"])) == ["Al", "Bo", "unresolved"]


def test_quoted_words_leave_indirect_speech_out_and_add_up_the_rest() -> None:
    table = quoted_words(voices_by_side(VOICE, GROUPS), most=1)
    assert table.index.tolist() == ["South", "others"]
    assert table["all"].to_dict() == {"South": 20, "others": 14}


def test_an_article_without_a_group_is_an_error() -> None:
    with pytest.raises(InputError, match="has no group for article b"):
        voices_by_side(VOICE, pd.Series({"a": "old"}))


def test_frames_stand_in_the_mouth_of_who_is_quoted_or_reported() -> None:
    codes = pd.DataFrame(
        [
            ("a", 5, 9, "war", True, "Bo"),  # in quotation marks
            ("a", 25, 29, "war", False, None),  # in what is reported of Al
            ("a", 90, 95, "war", False, None),  # attributed to nobody
        ],
        columns=["article_id", "start", "end", "frame", "quoted", "speaker"],
    )
    quotations = pd.DataFrame(
        [("a", 0, 10, "Bo", "south"), ("a", 20, 40, "Al", None)],
        columns=["article_id", "start", "end", "speaker", "actor"],
    )
    table = frames_by_voice(codes, quotations, [Actor("south", "S", "South")])
    assert table[["speaker", "way", "hits"]].to_numpy().tolist() == [
        ["South", "quoted", 1],
        ["journalist", "own", 1],
        ["not listed", "reported", 1],
    ]


def test_the_actors_with_most_names_are_shown_and_rare_names_added_up() -> None:
    naming = pd.DataFrame(
        [
            ("a", "state", "regime", "journalist", 3),
            ("a", "state", "authorities", "journalist", 1),
            ("b", "state", "Regime", "Bo", 1),
            ("b", "other", "it", "journalist", 9),
        ],
        columns=["article_id", "actor", "name", "named_by", "mentions"],
    )
    table = naming_by_group(naming, GROUPS, most_actors=1, most_names=1)
    assert table.to_numpy().tolist() == [
        ["state", "others", "old", "journalist", 1],
        ["state", "regime", "new", "quoted", 1],
        ["state", "regime", "old", "journalist", 3],
    ]


def test_names_of_people_are_left_out_where_the_actors_are_given() -> None:
    naming = pd.DataFrame(
        [("a", "south", "Mr Jones", "journalist", 3), ("a", "south", "Southland", "journalist", 1)],
        columns=["article_id", "actor", "name", "named_by", "mentions"],
    )
    actors = [Actor("south", "Southland", "y", people=("Bo Jones",))]
    table = naming_by_group(naming, GROUPS, actors)
    assert table["name"].tolist() == ["southland"]


def test_empty_tables_stay_empty() -> None:
    assert voices_by_side(VOICE.head(0), GROUPS).empty
    assert quoted_words(voices_by_side(VOICE.head(0), GROUPS)).empty
    quotations = pd.DataFrame(columns=["article_id", "start", "end", "speaker", "actor", "cue"])
    assert stances_by_side(quotations).empty
    codes = pd.DataFrame(columns=["article_id", "start", "end", "frame", "quoted", "speaker"])
    assert frames_by_voice(codes, quotations).empty
    naming = pd.DataFrame(columns=["article_id", "actor", "name", "named_by", "mentions"])
    assert naming_by_group(naming, GROUPS).empty
