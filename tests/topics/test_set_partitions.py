"""All partitions and their silhouettes, against a slow count and against scikit-learn."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import silhouette_score

from analysis.errors import InputError
from analysis.topics.partitions import (
    growth_code,
    mean_silhouettes,
    partition_table,
    set_partitions,
)

BELL = {1: 1, 2: 2, 3: 5, 4: 15, 5: 52, 6: 203, 7: 877, 8: 4140}


@pytest.mark.parametrize(("n", "bell"), BELL.items())
def test_there_are_as_many_as_the_bell_number(n: int, bell: int) -> None:
    found = set_partitions(n)
    assert found.shape == (bell, n)
    assert len({tuple(row) for row in found.tolist()}) == bell


def test_they_are_all_partitions_of_five() -> None:
    slow = {growth_code(labels) for labels in product(range(5), repeat=5)}
    assert {tuple(row) for row in set_partitions(5).tolist()} == slow


@pytest.mark.parametrize("n", [0, 11])
def test_too_many_articles_to_list(n: int) -> None:
    with pytest.raises(InputError, match=f"n: is {n}; all partitions are listed for 1 to 10"):
        set_partitions(n)


@settings(deadline=None, max_examples=40)
@given(st.integers(3, 10), st.integers(0, 2**32 - 1))
def test_silhouettes_are_those_of_scikit_learn(n: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    points = random.random((n, 4))
    unit = points / np.linalg.norm(points, axis=1)[:, None]
    similarity = unit @ unit.T
    np.fill_diagonal(similarity, 1)
    labels = np.array(growth_code(random.integers(0, n, size=n)))
    score = mean_silhouettes(similarity, labels[None, :])[0]
    if 1 < labels.max() + 1 < n:
        theirs = silhouette_score(1 - similarity, labels, metric="precomputed")
        assert score == pytest.approx(theirs, abs=1e-9)
    else:
        assert score == 0


def test_the_table_ranks_by_silhouette_then_by_fewer_topics() -> None:
    alike = np.array([[1, 0.9, 0.1], [0.9, 1, 0.1], [0.1, 0.1, 1]])
    runs = [np.array([0, 0, 1])] * 3 + [np.array([1, 0, 0])]
    table = partition_table(alike, ["a", "b", "c"], np.array([5, 5, 2]), runs)
    assert table["groups"].tolist() == [
        "a + b | c", "a + b + c", "a | b | c", "a + c | b", "a | b + c",
    ]  # fmt: skip
    assert table["rank"].tolist() == [1, 2, 3, 4, 5]
    assert table["chosen"].tolist() == [True, False, False, False, False]
    assert table["recurrence"].tolist() == [0.75, 0, 0, 0, 0.25]
    assert table["sizes"].tolist() == ["2+1", "3", "1+1+1", "2+1", "2+1"]
    assert table["partition"].tolist() == ["1-1-2", "1-1-1", "1-2-3", "1-2-1", "1-2-2"]
    assert table["rank_in_size"].tolist() == [1, 1, 1, 2, 3]


def test_the_table_is_empty_above_ten_articles() -> None:
    names = [str(number) for number in range(11)]
    assert partition_table(np.eye(11), names, np.zeros(11, int), []).empty
