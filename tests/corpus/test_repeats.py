"""Which articles count as one, and the most alike pairs of few and of many articles."""

import numpy as np
import pandas as pd
import pytest

from analysis.corpus.duplicates import article_pairs
from analysis.corpus.repeats import alike_pairs, counted_once
from analysis.errors import InputError

NO_QUOTATIONS = pd.DataFrame({"article_id": [], "start": [], "end": [], "kind": []})


def about(**columns: list[str | None]) -> pd.DataFrame:
    names = list("abcdef")[: len(next(iter(columns.values())))]
    return pd.DataFrame({"article_id": names, **columns})


def test_copies_and_named_events_are_joined_within_a_group() -> None:
    articles = about(event=["x", "x", None, "", "x", "y"])
    clusters = about(same_copy=["a", "b", "b", "d", "d", "f"])
    groups = dict(zip("abcdef", ["1", "1", "1", "1", "2", "2"], strict=True))
    # b and c carry one copy, a and b report one event; d and e are in two groups.
    assert counted_once(articles, clusters, groups) == {"a": "a", "b": "a", "c": "a"}


def test_an_event_of_the_whole_group_tells_no_repeats() -> None:
    articles = about(event=["x", "x", "x", "y"])
    clusters = about(same_copy=["a", "a", "c", "d"])
    groups = dict(zip("abcd", ["1", "1", "1", "2"], strict=True))
    assert counted_once(articles, clusters, groups) == {"a": "a", "b": "a"}


def test_nothing_repeats_and_articles_without_a_group_do_not_count() -> None:
    articles, clusters = about(event=["x", "x", None]), about(same_copy=["a", "b", "c"])
    assert counted_once(articles, clusters, pd.Series({"a": "1", "c": "2"})) == {}


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="articles: lack the column event"):
        counted_once(about(outlet=["x"]), about(same_copy=["a"]), {"a": "1"})
    with pytest.raises(InputError, match="clusters: lack the column same_copy"):
        counted_once(about(event=["x"]), about(same_text=["a"]), {"a": "1"})


def texts(n: int) -> pd.DataFrame:
    random = np.random.default_rng(3)
    words = [f"{first}{second}" for first in "abcdefghij" for second in "klmnopqrst"]
    bodies = [" ".join(random.choice(words, 80)) for _ in range(n)]
    bodies[7] = bodies[2] + " with a new end"
    return pd.DataFrame(
        {
            "article_id": [f"t{i:03}" for i in range(n)],
            "date": [f"2012-03-{1 + i % 28:02}" for i in range(n)],
            "body": bodies,
        }
    )


def test_the_pair_of_one_copy_comes_first_among_many() -> None:
    articles = texts(130)
    found = alike_pairs(articles, NO_QUOTATIONS, n=3)
    assert (found["article_a"][0], found["article_b"][0]) == ("t002", "t007")
    both = articles[articles["article_id"].isin(["t002", "t007"])]
    alone = article_pairs(both, NO_QUOTATIONS).iloc[0]
    for column in ("days_apart", "same_copy"):
        assert found.loc[0, column] == alone[column]
    assert found["same_quotation"].isna().all()


def test_few_articles_are_all_compared() -> None:
    articles = texts(12)
    found = alike_pairs(articles, NO_QUOTATIONS, n=66)
    pd.testing.assert_frame_equal(found, article_pairs(articles, NO_QUOTATIONS))
    assert len(found) == 66


def test_many_articles_of_which_none_are_alike() -> None:
    articles = texts(130).drop(index=7)
    assert len(alike_pairs(articles, NO_QUOTATIONS, n=3)) <= 3


def test_a_long_chain_of_copies_and_events_counts_as_one() -> None:
    """Copies tie 0 to 1, 2 to 3 …, events tie 1 to 2, 3 to 4 …: one account, by its first."""
    names = [f"a{number:04}" for number in range(3_000)]
    articles = pd.DataFrame({
        "article_id": [*names, "z"],
        "event": [*(f"e{(number + 1) // 2}" for number in range(3_000)), None],
    })  # fmt: skip
    copies = pd.DataFrame(
        {"article_id": names, "same_copy": [names[at // 2 * 2] for at in range(3_000)]}
    )
    groups = dict.fromkeys([*names, "z"], "1")
    assert counted_once(articles, copies, groups) == dict.fromkeys(names, "a0000")
