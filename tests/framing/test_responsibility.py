"""Who blames whom for what, in sentences that a reader tells at once."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from northland import ACTORS, check_linear_time, one_article, rows_in_place

from analysis.errors import InputError
from analysis.framing.responsibility import responsibility_table
from analysis.schema import TABLES

FIELDS = ["speaker", "blamed", "kind", "cue", "for_what"]


def read(body: str, actors: object = ACTORS) -> list[tuple[str, ...]]:
    articles = one_article(body)
    table = responsibility_table(articles, actors=actors)[FIELDS]
    return [tuple(row) for row in table.itertuples(index=False, name=None)]


@pytest.mark.parametrize(
    ("body", "row"),
    [
        (
            "Bo Jones accused Northland of shelling the town.",
            ("Bo Jones", "north", "cause", "accused", "shelling the town"),
        ),
        (
            "The mayor blamed the rebels for the fire.",
            ("The mayor", "rebels", "cause", "blamed", "the fire"),
        ),
        (
            "The mayor blamed the fire on the rebels.",
            ("The mayor", "rebels", "cause", "blamed", "the fire"),
        ),
        (
            "Northland was condemned for the attack by Southland.",
            ("Southland", "north", "cause", "condemned", "the attack by Southland"),
        ),
        (
            "The court held Northland responsible for the deaths.",
            ("The court", "north", "cause", "held northland responsible", "the deaths"),
        ),
        (
            "Northland is to blame for the war.",
            ("journalist", "north", "cause", "to blame", "the war"),
        ),
        (
            "Northland bears responsibility for the war.",
            ("journalist", "north", "cause", "bears responsibility", "the war"),
        ),
        (
            "Hundreds fled because of Northland.",
            ("journalist", "north", "cause", "because of", "Hundreds fled"),
        ),
        (
            "It was a crisis caused by the rebels.",
            ("journalist", "rebels", "cause", "caused by", "a crisis"),
        ),
        (
            "Two men died at the hands of the rebels.",
            ("journalist", "rebels", "cause", "at the hands of", "Two men died"),
        ),
        (
            "Northland has provoked the crisis.",
            ("journalist", "north", "cause", "provoked", "the crisis"),
        ),
        (
            "Northland should have done more.",
            ("journalist", "north", "cause", "should", "have done more"),
        ),
        (
            "Northland should not have done it.",
            ("journalist", "north", "cause", "should", "not have done it"),
        ),
        (
            "Northland must end the war.",
            ("journalist", "north", "remedy", "must", "end the war"),
        ),
        (
            "Northland has to end the war.",
            ("journalist", "north", "remedy", "has to", "end the war"),
        ),
        (
            "Bo Jones called on Northland to halt the raids.",
            ("Bo Jones", "north", "remedy", "called on", "halt the raids"),
        ),
        (
            "Northland was urged to halt the raids.",
            ("journalist", "north", "remedy", "urged", "halt the raids"),
        ),
        (
            "“Northland must leave,” Bo Jones said.",
            ("Bo Jones", "north", "remedy", "must", "leave"),
        ),
        (
            "Bo Jones said that Northland was to blame for the war.",
            ("Bo Jones", "north", "cause", "to blame", "the war"),
        ),
    ],
)
def test_attributions_of_responsibility(body: str, row: tuple[str, ...]) -> None:
    assert read(body) == [row]


@pytest.mark.parametrize(
    "body",
    [
        "They cannot accuse us of anything.",
        "Northland is not responsible for the war.",
        "Northland violates no laws.",
        "The match was cancelled because of rain.",
        "Northland must have known it.",  # a guess, no demand
        "The talks must be short.",
        "Northland has two armies.",
        "Northland should be invaded.",  # somebody else is to act
        "It plays into the hands of the rebels.",
        "The people outside Northland should help.",  # the subject is another
        "",
    ],
)
def test_what_holds_nobody_responsible(body: str) -> None:
    assert read(body) == []


def test_a_name_that_is_not_listed_is_given_in_its_words() -> None:
    articles = pd.DataFrame({"article_id": ["a"], "body": ["Bo Jones accused Eastland of theft."]})
    (row,) = responsibility_table(articles, actors=ACTORS).to_dict("records")
    assert row["blamed"] == "Eastland"
    assert pd.isna(row["blamed_actor"])
    assert (row["speaker"], row["speaker_actor"]) == ("Bo Jones", "south")
    (row,) = responsibility_table(articles).to_dict("records")
    assert pd.isna(row["speaker_actor"])


def test_places_run_over_all_the_parts() -> None:
    body = "Snow fell.\n\nOn Monday Bo Jones accused Northland of theft, he said."
    articles = one_article(body)
    table = responsibility_table(articles, actors=ACTORS)
    (row,) = table.to_dict("records")
    assert row["sentence"] == 2
    assert body[row["start"] : row["end"]] == "accused Northland of theft"
    assert list(table.columns) == TABLES["responsibility"].names
    assert "for_what" not in [column.name for column in TABLES["responsibility"].stored]


def test_errors_name_what_is_missing() -> None:
    with pytest.raises(InputError, match="lacks the column body"):
        responsibility_table(pd.DataFrame({"article_id": ["a"]}))
    with pytest.raises(InputError, match="actors: is a int"):
        responsibility_table(pd.DataFrame({"article_id": ["a"], "body": [""]}), actors=3)


@pytest.mark.parametrize(
    "piece",
    [
        "Northland must ",
        "accused of ",
        "because of the rebels ",
        "held responsible for ",
        "urged, ",
        '"blamed ',
        "caused by and ",
        "responsibility for it lies with ",
    ],
)
def test_long_sentences_take_linear_time(piece: str) -> None:
    check_linear_time(read, piece)


WORDS = st.sampled_from(
    'Northland Southland rebels the by of and , . " “ ” said was accused blamed for on has to '
    "held responsible who that not 's - must should have done call on urged because they US".split()
)


@given(st.lists(WORDS, max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_rows_in_their_place(words: list[str]) -> None:
    body = " ".join(words)
    for row in rows_in_place(responsibility_table, body):
        assert row["for_what"] in body[row["start"] : row["end"]]
        assert row["cue"] in body[row["start"] : row["end"]].lower()
        assert row["kind"] in ("cause", "remedy")


@pytest.mark.parametrize(
    "body",
    [
        "Northland had to wait for a year.",
        "Northland will have to pay more.",
        "Northland has yet to answer.",
        "Northland does not need to win.",
        "No one knows whether Northland should leave.",
        "The mayor does not think Northland should leave.",
        "Northland must be waiting for the rain.",
        "Northland must be immediately shut down.",
        "The mayor asked Northland to comment.",
        "It was the foreign press Northland spoke to in the end.",
        "No thanks to Northland, he added.",
        "Prosecutors named crimes, violating the law among them.",
    ],
)
def test_what_is_no_demand_and_no_blame_gives_no_row(body: str) -> None:
    assert read(body) == []


def test_a_second_verb_has_the_subject_of_the_first() -> None:
    ((speaker, blamed, *_),) = read("Bo Jones wept and then accused the rebels of arson.")
    assert (speaker, blamed) == ("Bo Jones", "rebels")


def test_nobody_accuses_himself_as_him() -> None:
    ((speaker, blamed, *_),) = read("Bo Jones came. Bo Jones accused him of arson.")
    assert (speaker, blamed) == ("Bo Jones", "him")
