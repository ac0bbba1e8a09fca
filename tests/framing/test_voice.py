"""Who speaks, who names whom how, and with which verbs: counts that can be done by hand."""

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.framing.actors import Actor
from analysis.framing.corpus_quotations import quotation_problems, quotations_table
from analysis.framing.voice import naming_table, stance_table, voice_table

ACTORS = [
    Actor("russia", "Russia", "government", people=("Sergei Lavrov",), capitals=("Moscow",)),
    Actor("state", "government", "state", aliases=("regime", "authorities")),
]
BODY = (
    'The authorities met Sergei Lavrov. "The regime must go," a rebel said. "It must."\n\n'
    "Mr Lavrov denied that the regime would fall. He insisted it had agreed to talks."
)
ARTICLES = pd.DataFrame({"article_id": ["b", "a"], "body": [BODY, "Nobody spoke."]})


def test_voice_counts_attributions_and_words_without_the_cue() -> None:
    table = voice_table(ARTICLES, actors=ACTORS)
    assert table[["speaker", "kind", "attributions", "words"]].to_numpy().tolist() == [
        ["Sergei Lavrov", "indirect", 2, 10],  # that the regime would fall; it had agreed to talks
        ["a rebel", "direct", 1, 6],  # The regime must go; It must
    ]
    assert table[["actor", "side"]].iloc[0].tolist() == ["russia", "government"]
    assert table[["actor", "side"]].iloc[1].isna().all()


def test_naming_tells_whose_words_they_are() -> None:
    table = naming_table(ARTICLES, actors=ACTORS)
    state = table[table["actor"] == "state"]
    assert state[["name", "named_by", "mentions"]].to_numpy().tolist() == [
        ["authorities", "journalist", 1],
        ["regime", "a rebel", 1],
        ["regime", "journalist", 1],
    ]


def test_stances_group_the_verbs() -> None:
    table = stance_table(quotations_table(ARTICLES, actors=ACTORS))
    lavrov = table[table["speaker"] == "Sergei Lavrov"]
    assert lavrov[["stance", "attributions", "cues"]].to_numpy().tolist() == [
        ["argue", 1, "insisted"],
        ["deny", 1, "denied"],
    ]


def test_several_processes_give_the_table_of_one() -> None:
    many = pd.concat([ARTICLES.assign(article_id=[f"{k}b", f"{k}a"]) for k in range(150)])
    one = quotations_table(many, actors=ACTORS, workers=1)
    pd.testing.assert_frame_equal(one, quotations_table(many, actors=ACTORS, workers=2))
    assert len(one) == 450


def test_marks_without_a_partner_are_problems() -> None:
    bodies = ["“It never ends.", '"We agree," he said. It ends."', "“All is well.”"]
    articles = pd.DataFrame({"article_id": ["x", "y", "z"], "body": bodies})
    found = quotation_problems(articles)
    assert found[["source", "problem"]].to_numpy().tolist() == [
        ["article x, characters 0-15", "quotation that never closes"],
        ["article y, characters 21-30", "quotation that never opens"],
    ]


def test_a_language_that_the_rules_for_quotations_do_not_cover_is_a_problem() -> None:
    bodies = [
        "Der Minister sagte, das ist nicht die Zeit für den Krieg und auch nicht hier.",
        "He.",
    ]
    articles = pd.DataFrame({"article_id": ["x", "y"], "body": bodies})
    found = quotation_problems(articles)
    assert found["source"].tolist() == ["article x"]
    assert "text in German; the rules for quotations" in found["detail"][0]


def test_empty_tables_keep_their_columns() -> None:
    none = ARTICLES[ARTICLES["article_id"] == "a"]
    assert list(voice_table(none).columns)[:2] == ["article_id", "speaker"]
    assert quotations_table(none).empty
    assert stance_table(quotations_table(none)).empty


@pytest.mark.parametrize(
    ("call", "trouble"),
    [
        (lambda: quotations_table(ARTICLES, workers=0), "workers: is 0"),
        (lambda: voice_table(ARTICLES[["body"]]), "lacks the column article_id"),
        (lambda: naming_table(ARTICLES, actors=None), "actors: is None"),
        (lambda: stance_table(ARTICLES), "quotations: lacks the column speaker"),
        (
            lambda: quotations_table(pd.DataFrame({"article_id": ["x"], "body": [None]})),
            "article x: has no text",
        ),
    ],
)
def test_what_is_missing_is_named(call, trouble: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match=trouble):
        call()
