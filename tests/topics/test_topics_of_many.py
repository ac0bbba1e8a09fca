"""Work that does not grow with what is asked: trees made once, samples above a stated size."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score

from analysis import cluster_topics
from analysis.text.counts import TermCounts
from analysis.topics import curve, grouping, number, repetitions
from analysis.topics.curve import alternatives, method_agreement, topic_curve
from analysis.topics.grouping import LINKAGES, cut, join

MANY = 2_050


def planted(n: int, topics: int = 3, length: int = 20) -> TermCounts:
    """Articles that draw half of their words from ten of their topic, half from twenty of all."""
    random = np.random.default_rng([n, topics])
    own = np.full((topics, 20 + 10 * topics), 0.0)
    own[:, :20] = 0.5 / 20
    for topic in range(topics):
        own[topic, 20 + 10 * topic : 30 + 10 * topic] = 0.5 / 10
    matrix = np.array([random.multinomial(length, own[i % topics]) for i in range(n)])
    terms = [f"t{number:02d}" for number in range(matrix.shape[1])]
    names = [f"a{number:05d}" for number in range(n)]
    return TermCounts(sparse.csr_matrix(matrix), terms, names, matrix.sum(axis=1))


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, str], list[Any]]:
    """Makes a function note, at each call, its first argument or the weights it was given."""

    def watch(module: Any, name: str) -> list[Any]:
        noted: list[Any] = []
        real = getattr(module, name)

        def noting(*args: Any, **options: Any) -> Any:
            noted.append(options.get("weights", args[0]))
            return real(*args, **options)

        monkeypatch.setattr(module, name, noting)
        return noted

    return watch


@pytest.mark.parametrize("linkage", LINKAGES)
def test_a_tree_cut_is_a_clustering_of_its_own(linkage: str) -> None:
    random = np.random.default_rng(1)
    points = random.random((40, 6))
    points[10:13] = points[9]  # articles drawn more than once
    unit = points / np.linalg.norm(points, axis=1)[:, None]
    similarity = np.round(unit @ unit.T, 12)
    np.fill_diagonal(similarity, 1.0)
    tree = join(similarity, linkage)
    for k in range(2, 40):
        alone = AgglomerativeClustering(k, metric="precomputed", linkage=linkage)
        found = cut(tree, k)
        assert len(set(found.tolist())) == k
        assert adjusted_rand_score(alone.fit_predict(1 - similarity), found) == 1


def test_every_number_of_topics_cuts_the_same_trees(calls: Any) -> None:
    made = calls(grouping, "join")
    counts = planted(30)
    cluster_topics(counts, runs=2)
    # All articles, two draws of terms, two of articles; k from 2 to 5 was open.
    assert len(made) == 1 + 2 + 2
    made.clear()
    topic_curve(counts, range(2, 11), runs=2)
    assert len(made) == 1 + 2 + 2


@pytest.mark.parametrize("method", ["agglomerative", "kmeans"])
def test_the_curve_has_what_each_number_has_alone(method: str) -> None:
    counts = planted(14)
    found = topic_curve(counts, [2, 3], method=method, runs=2, seed=5)
    for row in found.to_dict("records"):
        alone = cluster_topics(counts, k=row["n_topics"], method=method, runs=2, seed=5)
        assert row["ari"] == alone.checks["ari_mean"].min()
        assert row["n_stable"] == (alone.topics["verdict"] == "stable").sum()
        assert row["silhouette"] == pytest.approx(alone.articles["silhouette"].mean(), abs=1e-6)


def test_the_number_of_topics_of_many_articles_is_chosen_from_a_sample(calls: Any) -> None:
    tried, again = calls(number, "group"), calls(repetitions, "group")
    found = cluster_topics(planted(MANY), runs=3)
    assert [weights.shape[0] for weights in tried] == [2_000] * 19
    # Three draws of articles, then three other seeds with all of them.
    assert [weights.shape[0] for weights in again] == [2_000] * 3 + [MANY] * 3
    assert found.k == 3
    assert len(found.articles) == MANY
    assert set(found.topics["verdict"]) == {"stable"}
    notes = " ".join(found.notes)
    assert "chosen from 2 to 20 by the highest mean silhouette of 2,000 articles drawn" in notes
    assert "Check of articles: 2,000 of them in each repetition, none twice." in notes


def test_up_to_2000_articles_nothing_is_left_out(calls: Any) -> None:
    tried, again = calls(number, "group"), calls(repetitions, "group")
    found = cluster_topics(planted(60), method="kmeans", runs=2)
    assert {weights.shape[0] for weights in [*tried, *again]} == {60}
    assert "drawn at random" not in " ".join(found.notes)


@pytest.fixture
def many_are_40(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same limits, lower, so that a small collection is above them."""
    monkeypatch.setattr(curve, "SAMPLE_AT_MOST", 40)
    monkeypatch.setattr(grouping, "AGGLOMERATIVE_BY_DEFAULT", 40)


@pytest.mark.usefixtures("many_are_40")
def test_side_views_of_many_articles_are_of_a_sample_and_say_so() -> None:
    counts = planted(52)
    topics = cluster_topics(counts, k=3, runs=2, seed=7)
    methods = method_agreement(counts, topics, runs=2, seed=7)
    assert methods["method"].tolist() == ["agglomerative", "kmeans", "nmf"]
    assert methods["sizes"].map(lambda sizes: sum(map(int, sizes.split("+")))).eq(40).all()
    assert methods.set_index("method")["agreement"].to_dict()["kmeans"] > 0.9
    assert methods.attrs["notes"] == [
        "40 of 52 articles, drawn at random with seed 7.",
        "2 repetitions per random check.",
    ]
    pd.testing.assert_frame_equal(methods, method_agreement(counts, topics, runs=2, seed=7))


@pytest.mark.usefixtures("many_are_40")
def test_the_side_view_keeps_the_method_of_all_articles(calls: Any) -> None:
    made = calls(grouping, "join")
    counts = planted(44)
    found = alternatives(counts, cluster_topics(counts, k=3, runs=2), runs=2)
    # 40 articles alone would be joined; 44 are k-means here, and so is the view of them.
    assert made == []
    assert found.attrs["notes"][0].startswith("40 of 44 articles")
    assert found.set_index("n_topics")["silhouette"].idxmax() == 3


@pytest.mark.parametrize(("n", "runs"), [(12, 50), (100, 50), (101, 10)])
def test_side_views_repeat_less_often_above_100_articles(n: int, runs: int) -> None:
    counts = planted(n)
    methods = "analysis.topics.curve.METHODS"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(methods, ())  # only what is said of the view, without making it
        said = method_agreement(counts, cluster_topics(counts, k=3, runs=2)).attrs["notes"]
    assert said == [f"All {n} articles.", f"{runs} repetitions per random check."]
