"""What cleaning took away, added up by article and by rule."""

import pandas as pd
import pytest

from analysis.corpus.accounts import kept_parts, set_aside
from analysis.errors import InputError
from analysis.figures import alt_kept_share, kept_share
from analysis.schema import new_table

LEDGER = new_table(
    "cleaning_ledger",
    [
        ("a", 1, 0, 10, "drop", "advert", "r"),
        ("a", 2, 11, 11, "drop", "blank", "blank line"),
        ("a", 3, 12, 102, "keep", "body", "s"),
        ("b", 1, 0, 50, "keep", "body", "s"),
        ("b", 2, 51, 71, "metadata", "dateline", "t"),
        ("b", 3, 72, 102, "drop", "advert", "r"),
    ],
)


def test_lines_and_characters_by_article() -> None:
    found = kept_parts(LEDGER).set_index("article_id")
    assert list(found.loc["a"]) == [1, 0, 1, 90, 0, 10, 0.9]
    assert list(found.loc["b"]) == [1, 1, 1, 50, 20, 30, 0.5]


def test_rules_with_what_they_took() -> None:
    assert set_aside(LEDGER).to_numpy().tolist() == [
        ["drop", "advert", "r", 2, 2, 40],
        ["metadata", "dateline", "t", 1, 1, 20],
    ]


def test_nothing_cleaned_is_an_empty_table_and_a_sentence() -> None:
    empty = new_table("cleaning_ledger", [])
    assert kept_parts(empty).empty
    assert set_aside(empty).empty
    said = kept_share(empty).texts[0].get_text().replace("\n", " ")
    assert said == alt_kept_share(empty)


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(InputError, match="has the action 'lose'; give keep, metadata, drop"):
        kept_parts(LEDGER.replace("drop", "lose"))
    with pytest.raises(InputError, match="lacks the column rule"):
        set_aside(LEDGER.drop(columns="rule"))
    with pytest.raises(InputError, match="lacks the column category"):
        kept_share(pd.DataFrame({"article_id": [], "start": [], "end": [], "action": []}))
