"""Actors from a file, and in a text."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.framing.actors import Actor, ActorIndex, find_actors, read_actors

GOOD = """
actors:
  - id: russia
    name: Russian government
    side: government
    aliases: [Russia, the Kremlin, Russian officials]
    people: [Sergei Lavrov, Vladimir Putin]
    capitals: [Moscow]
  - id: un
    name: United Nations
    side: mediator
    aliases: [UN, U.N.]
"""


def written(folder: Path, text: str) -> Path:
    """A file with that text."""
    path = folder / "actors.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_in_its_order(tmp_path: Path) -> None:
    russia, un = read_actors(written(tmp_path, GOOD))
    assert (russia.id, russia.side, russia.capitals) == ("russia", "government", ("Moscow",))
    assert un.aliases == ("UN", "U.N.")


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("actors: {a: b}", "has no list of actors"),
        ("- a", "has no list of actors"),
        ("actors: [a: [", "is no YAML"),
        ("actors: [3]", "actor 1: is no set of keys"),
        ("actors: [{id: a, name: A}]", "actor 1: has no side"),
        ("actors: [{id: a, name: A, side: x, alias: [B]}]", "unknown key 'alias'"),
        ("actors: [{id: a, name: A, side: x, aliases: B}]", "no list of names under aliases"),
        (
            "actors: [{id: a, name: A, side: x}, {id: a, name: B, side: x}]",
            "has the id 'a' twice",
        ),
        (
            "actors: [{id: a, name: A, side: x}, {id: b, name: A, side: x}]",
            "gives the name 'A' to two actors, a and b",
        ),
    ],
)
def test_what_is_wrong_in_a_file_is_named(tmp_path: Path, text: str, trouble: str) -> None:
    with pytest.raises(InputError, match=trouble):
        read_actors(written(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yml: does not exist"):
        read_actors(tmp_path / "none.yml")


def test_a_last_name_that_two_actors_share_stands_for_neither() -> None:
    index = ActorIndex(
        [
            Actor("a", "A", "x", people=("Bill Clinton",)),
            Actor("b", "B", "x", people=("Hillary Clinton",)),
        ]
    )
    assert index.actor_of("Hillary Clinton") == "b"
    assert index.actor_of("Mrs Clinton") is None


def test_a_capital_counts_as_government_but_not_as_a_place(tmp_path: Path) -> None:
    articles = pd.DataFrame(
        {"article_id": ["x"], "body": ["Moscow’s envoy left. In Moscow, the Kremlin kept silent."]}
    )
    found = find_actors(articles, written(tmp_path, GOOD))
    assert list(found["match"]) == ["Moscow", "Kremlin"]
    assert set(found["actor"]) == {"russia"}


def test_the_longest_name_counts() -> None:
    index = ActorIndex(
        [Actor("s", "Syria", "x"), Actor("o", "Syrian opposition", "y", ("Syria rebels",))]
    )
    assert [actor for _, _, actor in index.mentions("Syria rebels left Syria.")] == ["o", "s"]


def test_articles_without_a_body_are_an_error() -> None:
    with pytest.raises(InputError, match="lacks the column body"):
        find_actors(pd.DataFrame({"article_id": ["a"]}), [])


def test_what_a_preposition_adds_is_not_the_head() -> None:
    index = ActorIndex(
        [
            Actor("us", "United States", "us", ("US",)),
            Actor("russia", "Russia", "russia"),
            Actor("west", "Western powers", "west"),
            Actor("un", "United Nations", "un", ("UN Security Council",)),
        ]
    )
    assert index.actor_of("the US ambassador to Russia") == "us"
    assert index.actor_of("Western powers on the UN Security Council") == "west"
    assert index.actor_of("a diplomat from Russia") == "russia"


def test_who_is_against_somebody_is_not_on_that_side() -> None:
    index = ActorIndex([Actor("assad", "Assad", "x"), Actor("west", "the West", "y")])
    assert index.actor_of("Assad's Western foes") is None
    assert index.actor_of("Assad's spokesman") == "assad"


WORD = st.sampled_from(["Free", "Army", "Syrian", "Force", "of"])


@given(
    st.sets(st.lists(WORD, min_size=1, max_size=3).map(tuple), max_size=6),
    st.lists(WORD, max_size=15),
)
def test_at_every_word_the_longest_name_that_begins_there_is_taken(
    names: set[tuple[str, ...]], words: list[str]
) -> None:
    index = ActorIndex(
        [Actor(f"id{k}", " ".join(name), "x") for k, name in enumerate(sorted(names))]
    )
    expected = []
    k = 0
    while k < len(words):
        n = max((n for n in (1, 2, 3) if tuple(words[k : k + n]) in names), default=0)
        if n:
            expected.append(" ".join(words[k : k + n]))
        k += n or 1
    text = " ".join(words)
    assert [text[a:b] for a, b, _ in index.mentions(text)] == expected
