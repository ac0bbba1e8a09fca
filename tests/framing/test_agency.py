"""Constructions that a reader tells at once, and text that no reader would send."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from northland import ACTORS, check_linear_time, one_article, rows_in_place

from analysis.errors import InputError
from analysis.framing.agency import agency_summary, agency_table
from analysis.schema import TABLES


def read(body: str) -> list[tuple[str, str, str, str]]:
    table = agency_table(one_article(body), actors=ACTORS)
    columns = table[["actor", "role", "construction", "verb"]]
    return [tuple(row) for row in columns.itertuples(index=False, name=None)]


ACTIVE, PASSIVE, AGENTLESS = "active", "passive", "agentless passive"


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("Northland rejected the plan.", [("north", "agent", ACTIVE, "rejected")]),
        ("Northland on Friday has quietly sent help.", [("north", "agent", ACTIVE, "sent")]),
        ("Northern officials see hope.", [("north", "agent", ACTIVE, "see")]),
        ("Northland has to end it.", [("north", "agent", ACTIVE, "end")]),
        ("Northland did not go.", [("north", "agent", ACTIVE, "go")]),
        ("“We go,” said Ms Smith.", [("north", "agent", ACTIVE, "said")]),
        ("Is Northland going to act?", [("north", "agent", ACTIVE, "act")]),
        ("Northland's army has led it.", [("north", "agent", ACTIVE, "led")]),
        ("The rebels were shelled.", [("rebels", "patient", AGENTLESS, "shelled")]),
        ("All rebels had been driven out by Friday.", [("rebels", "patient", AGENTLESS, "driven")]),
        ("The rebels got hit.", [("rebels", "patient", AGENTLESS, "hit")]),
        ("All rebels were hit by bombing them.", [("rebels", "patient", AGENTLESS, "hit")]),
        ("The rebels were shelled by an army.", [("rebels", "patient", PASSIVE, "shelled")]),
        ("The town was taken by the rebels.", [("rebels", "agent", PASSIVE, "taken")]),
        (
            "Northland was accused by Southland.",
            [("north", "patient", PASSIVE, "accused"), ("south", "agent", PASSIVE, "accused")],
        ),
        (
            "It hit rebel forces, backed by planes.",
            [("rebels", "patient", PASSIVE, "backed")],
        ),
        (
            "Northland and Southland say the rebels left.",
            [
                ("north", "agent", ACTIVE, "say"),
                ("south", "agent", ACTIVE, "say"),
                ("rebels", "agent", ACTIVE, "left"),
            ],
        ),
        (
            "Northland, which sells arms, vetoed it and blocked talks.",
            [
                ("north", "agent", ACTIVE, "sells"),
                ("north", "agent", ACTIVE, "vetoed"),
                ("north", "agent", ACTIVE, "blocked"),
            ],
        ),
    ],
)  # fmt: skip
def test_constructions(body: str, rows: list[tuple[str, str, str, str]]) -> None:
    assert sorted(read(body)) == sorted(rows)


@pytest.mark.parametrize(
    "body",
    [
        "Northland is ready.",  # be alone has no voice
        "The envoy of Northland left.",  # the head is another
        "Northland's rivals left.",
        "They blamed Northland.",  # the object of an active verb
        "They want Northland to leave.",  # no finite verb
        "In Southtown people left.",
        "Northland is interested in peace.",
        "He fled the attacks by Northland.",  # the phrase belongs to a noun
        "",
    ],
)
def test_what_has_no_row(body: str) -> None:
    assert read(body) == []


def test_places_hold_the_actor_and_the_verb() -> None:
    body = "Snow fell.\n\nOn Monday “Northland finally agreed” to talk."
    table = agency_table(one_article(body), actors=ACTORS)
    (row,) = table.to_dict("records")
    assert row["sentence"] == 2
    assert body[row["start"] : row["end"]] == "Northland finally agreed"
    assert list(table.columns) == TABLES["agency"].names


def test_summary_counts_every_row_once() -> None:
    body = (
        "Northland left. Northland was shelled. Northland was shelled by Southland. "
        "The town was taken by Northland."
    )
    table = agency_table(one_article(body), actors=ACTORS)
    summary = agency_summary(table).set_index("actor")
    assert list(summary.loc["north"]) == [4, 1, 1, 1, 1, 0.5]
    assert summary["clauses"].sum() == len(table) == 5
    assert list(agency_summary(table.iloc[:0]).columns) == TABLES["agency_summary"].names


def test_errors_name_what_is_missing() -> None:
    articles = pd.DataFrame({"article_id": ["a"], "body": ["Northland left."]})
    with pytest.raises(InputError, match="actors: is None"):
        agency_table(articles, actors=None)
    with pytest.raises(InputError, match="lacks the column body"):
        agency_table(articles[["article_id"]], actors=ACTORS)
    with pytest.raises(InputError, match="lacks the column role"):
        agency_summary(pd.DataFrame({"actor": ["a"]}))


@pytest.mark.parametrize(
    "piece",
    [
        "Northland, ",
        "Northland and ",
        "the rebels of ",
        "by Northland ",
        "shelled by rebels, which ",
        "and said ",
        '"Northland ',
    ],
)
def test_long_sentences_take_linear_time(piece: str) -> None:
    check_linear_time(read, piece)


WORDS = st.sampled_from(
    'Northland Southland rebels the by of and , . " “ ” said was been has to shelled who that did '
    "not 's - ( ) going must leave é 3".split()
)


@given(st.lists(WORDS, max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_rows_in_their_place(words: list[str]) -> None:
    body = " ".join(words)
    for row in rows_in_place(agency_table, body):
        assert (row["role"] == "agent") or row["construction"] != ACTIVE
        assert row["verb"] in body.lower()[row["start"] : row["end"]]
