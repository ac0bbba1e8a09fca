"""Jaccard similarities, chance and verdicts on small cases that can be counted out."""

import numpy as np
import pytest

from analysis.topics.stability import above_chance, consensus, jaccards, verdict


def test_jaccard_is_the_best_match_of_each_topic() -> None:
    chosen, found = np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 1])
    # {0,1,2} against {0,1}: 2/3; {3,4} against {2,3,4}: 2/3.
    assert jaccards(chosen, found, 2).tolist() == pytest.approx([2 / 3, 2 / 3])


def test_a_topic_none_of_whose_articles_were_drawn_is_left_open() -> None:
    assert np.isnan(jaccards(np.array([0, 0]), np.array([0, 0]), 2)[1])


def test_a_renumbered_partition_is_the_same() -> None:
    assert jaccards(np.array([0, 1, 1]), np.array([1, 0, 0]), 2).tolist() == [1, 1]


def test_above_chance_is_one_at_one_and_zero_at_chance() -> None:
    assert above_chance(1.0, 1.0) == 1
    assert above_chance(0.6, 0.6) == 0
    assert above_chance(0.8, 0.6) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("n_articles", "stability", "chance", "said"),
    [
        (5, 1.0, 1.0, "all articles: not a finding"),
        (1, 1.0, 0.4, "singleton: not a finding"),
        (2, 0.9, 0.5, "stable"),
        (2, 0.87, 0.5, "unstable"),
        (2, 0.74, 0.0, "unstable"),
        (2, np.nan, np.nan, "unstable"),
        (4, 1.0, 0.9, "nearly all articles: not a finding"),
        (4, 1.0, 0.89, "stable"),
    ],
)
def test_verdicts(n_articles: int, stability: float, chance: float, said: str) -> None:
    assert verdict(n_articles, 5, stability, chance) == said


def test_consensus_counts_only_runs_that_held_both() -> None:
    runs = [
        (np.array([0, 1]), np.array([0, 0])),
        (np.array([0, 1, 2]), np.array([0, 1, 1])),
    ]
    share, both = consensus(runs, 3)
    assert share[0, 1] == 0.5
    assert share[1, 2] == 1
    assert both[0, 1] == 2
    assert both[0, 2] == 1
