"""cluster_topics on corpora whose topics are known, or known not to be there."""

from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.metrics import adjusted_rand_score

from analysis import cluster_topics, count_terms
from analysis.errors import InputError
from analysis.schema import TABLES
from analysis.text.counts import TermCounts
from analysis.topics.curve import topic_curve
from analysis.topics.paragraphs import paragraph_texts, topic_spread

WORDS = {
    0: "talks geneva envoy minister peace plan truce monitors".split(),
    1: "oil price barrel market exports rouble budget crude".split(),
    2: "match goal league striker coach stadium penalty cup".split(),
}
COMMON = "said year people city week government first report country day".split()


def texts_on(topics: list[int], length: int = 60, mixed: float = 0.5, seed: int = 0) -> list[str]:
    """Texts that draw half of their words from their topic and half from all."""
    random = np.random.default_rng(seed)
    return [
        " ".join(
            random.choice(WORDS[topic]) if random.random() < mixed else random.choice(COMMON)
            for _ in range(length)
        )
        for topic in topics
    ]


def ids_of(n: int) -> list[str]:
    return [f"a{number:03d}" for number in range(n)]


def zipf_counts(n: int, seed: int, n_terms: int = 1500, length: int = 300) -> TermCounts:
    """Articles that differ in nothing: drawn from one distribution of words."""
    random = np.random.default_rng(seed)
    shares = 1 / np.arange(1, n_terms + 1)
    matrix = random.multinomial(length, shares / shares.sum(), size=n)
    terms = [f"t{number:04d}" for number in range(n_terms)]
    return TermCounts(sparse.csr_matrix(matrix), terms, ids_of(n), matrix.sum(axis=1))


@pytest.mark.parametrize("method", ["agglomerative", "kmeans", "nmf"])
def test_planted_topics_of_few_articles_are_found_and_hold(method: str) -> None:
    planted = [0, 1, 0, 1, 0, 1]
    counts = count_terms(texts_on(planted), article_ids=ids_of(6))
    found = cluster_topics(counts, method=method, runs=40)
    assert found.k == 2
    assert adjusted_rand_score(planted, found.articles["topic"]) == 1
    assert found.topics["verdict"].tolist() == ["stable", "stable"]
    chosen = found.partitions[found.partitions["chosen"]].iloc[0]
    assert (chosen["rank"], chosen["sizes"]) == (1, "3+3")
    assert len(found.partitions) == 203


@pytest.mark.parametrize("method", ["agglomerative", "kmeans", "nmf"])
def test_planted_topics_of_many_articles_are_found_and_hold(method: str) -> None:
    planted = [0, 1, 2] * 12
    counts = count_terms(texts_on(planted), article_ids=ids_of(36))
    found = cluster_topics(counts, k=3, method=method, runs=15)
    assert adjusted_rand_score(planted, found.articles["topic"]) == 1
    assert set(found.topics["verdict"]) == {"stable"}
    assert found.partitions.empty
    assert found.checks.set_index("check")["runs"].to_dict() == {
        "articles": 15,
        "leave one out": 0,
        "seeds": 0 if method == "agglomerative" else 15,
        "terms": 15,
    }


def test_where_there_are_no_topics_none_is_called_stable() -> None:
    """Null calibration: of topics found in articles that differ in nothing, few are stable."""
    verdicts = []
    for seed in range(12):
        verdicts += cluster_topics(zipf_counts(5, seed), k=2, runs=40).topics["verdict"].tolist()
    for seed in range(3):
        found = cluster_topics(zipf_counts(30, seed), k=3, method="kmeans", runs=10)
        verdicts += found.topics["verdict"].tolist()
    assert verdicts.count("stable") <= 0.05 * len(verdicts)
    assert "unstable" in verdicts


def test_a_singleton_is_no_finding() -> None:
    planted = [0, 0, 0, 1]
    found = cluster_topics(count_terms(texts_on(planted)), k=2, runs=20)
    assert found.topics["n_articles"].tolist() == [3, 1]
    assert found.topics["verdict"].tolist()[1] == "singleton: not a finding"


def test_one_topic_of_all_articles_is_no_finding() -> None:
    found = cluster_topics(count_terms(texts_on([0, 1, 2])), k=1)
    assert found.topics["verdict"].tolist() == ["all articles: not a finding"]
    assert found.articles["nearest_topic"].isna().all()
    assert (found.checks["runs"] == 0).all()
    assert "no stability to measure" in " ".join(found.notes)


def test_two_articles_are_one_topic_unless_asked_otherwise() -> None:
    counts = count_terms(["war talks", "oil price"])
    assert cluster_topics(counts).k == 1
    assert (
        cluster_topics(counts, k=2).topics["verdict"].tolist() == ["singleton: not a finding"] * 2
    )


def test_every_table_is_as_declared_whatever_the_number_of_articles() -> None:
    tables = {
        "terms": "topic_terms",
        "articles": "topic_articles",
        "topics": "topics",
        "similarity": "topic_similarity",
        "partitions": "topic_partitions",
        "checks": "topic_checks",
    }
    for n in (2, 5, 12):
        found = cluster_topics(count_terms(texts_on(([0, 1, 2] * 4)[:n])), runs=5)
        for field, name in tables.items():
            table = getattr(found, field)
            assert list(table.columns) == TABLES[name].names
            numbers = table.select_dtypes("float")
            pd.testing.assert_frame_equal(numbers, numbers.round(6))


def test_the_order_of_articles_changes_nothing() -> None:
    texts, names = texts_on([0, 1, 2, 0, 1, 2, 0, 0]), ids_of(8)
    for method in ("agglomerative", "kmeans", "nmf"):
        one = cluster_topics(count_terms(texts, article_ids=names), method=method, runs=5, seed=3)
        other = cluster_topics(
            count_terms(texts[::-1], article_ids=names[::-1]), method=method, runs=5, seed=3
        )
        for field in fields(one):
            first, second = getattr(one, field.name), getattr(other, field.name)
            if isinstance(first, pd.DataFrame):
                pd.testing.assert_frame_equal(first, second)
            else:
                assert first == second


def test_topics_are_numbered_by_size_then_by_leading_term() -> None:
    counts = count_terms(texts_on([1, 0, 1, 0, 2, 2, 2]), article_ids=ids_of(7))
    found = cluster_topics(counts, k=3, runs=5)
    assert found.topics["n_articles"].tolist() == [3, 2, 2]
    leading = found.terms[found.terms["rank"] == 1]["term"].tolist()
    assert leading[0] in WORDS[2]
    assert leading[1] < leading[2]
    weights = found.terms.groupby("topic")["weight"]
    assert all(group.is_monotonic_decreasing for _, group in weights)


def test_the_same_from_a_table_as_from_counts() -> None:
    counts = count_terms(texts_on([0, 1, 0, 1]), article_ids=ids_of(4))
    one, other = cluster_topics(counts, runs=5), cluster_topics(counts.to_frame(), runs=5)
    pd.testing.assert_frame_equal(one.topics, other.topics)


def test_an_article_without_terms_is_left_out_and_named() -> None:
    counts = count_terms([*texts_on([0, 1, 0]), "", "1917"], article_ids=["a", "b", "c", "d", "e"])
    found = cluster_topics(counts, runs=5)
    assert found.excluded == ("d", "e")
    assert found.articles["article_id"].tolist() == ["a", "b", "c"]
    assert found.notes[-1] == "Left out, without a counted term: 2 (d, e)."


def test_articles_that_coincide_give_fewer_topics_and_a_note() -> None:
    found = cluster_topics(count_terms(["war talks"] * 4), k=3, method="kmeans", runs=5)
    assert found.k < 3
    assert "do not part into more" in " ".join(found.notes)


def test_pairs_hold_the_cosine_and_how_often_they_came_together() -> None:
    counts = count_terms(texts_on([0, 0, 1, 1]), article_ids=list("abcd"))
    pairs = cluster_topics(counts, k=2, runs=30).similarity.set_index(["article_a", "article_b"])
    assert len(pairs) == 6
    assert pairs.loc[("a", "b"), "together"] == 1
    assert pairs.loc[("a", "c"), "together"] == 0
    assert (pairs["runs"] == 30).all()


def test_seeds_matter_only_where_they_should() -> None:
    counts = zipf_counts(20, 1)
    one, other = (
        cluster_topics(counts, k=4, method="kmeans", runs=4, seed=seed) for seed in (1, 1)
    )
    pd.testing.assert_frame_equal(one.topics, other.topics)
    third = cluster_topics(counts, k=4, method="kmeans", runs=4, seed=2)
    assert not one.articles.equals(third.articles)


def test_many_articles_use_mini_batches_and_say_so() -> None:
    counts = zipf_counts(10_050, 0, n_terms=40, length=12)
    found = cluster_topics(counts, k=2, runs=2)
    assert found.method.startswith("mini-batch k-means")
    assert found.method in " ".join(found.notes)
    assert found.similarity.empty
    assert found.partitions.empty


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"k": 9}, r"k: is 9; give a whole number from 1 to 4 \(the articles with terms\)"),
        ({"k": 0}, "k: is 0; give a whole number from 1 to 4"),
        ({"k": 2.5}, "k: is 2.5; give a whole number"),
        ({"k": True}, "k: is True; give a whole number"),
        ({"method": "lda"}, "method: is 'lda'; choose one of agglomerative, kmeans, nmf"),
        ({"linkage": "ward"}, "linkage: is 'ward'; choose one of average, complete, single"),
        ({"norm": "max"}, "norm: is 'max'"),
        ({"runs": 1}, "runs: is 1; give a whole number from 2 upwards"),
        ({"seed": -1}, "seed: is -1; give a whole number from 0"),
        ({"n_terms": 0}, "n_terms: is 0; give a whole number from 1 upwards"),
    ],
)
def test_bad_options_are_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        cluster_topics(count_terms(texts_on([0, 1, 0, 1])), **options)


def test_bad_counts_are_named() -> None:
    with pytest.raises(InputError, match=r"has 1 article with terms; clustering needs at least"):
        cluster_topics(count_terms(["war"]))
    with pytest.raises(InputError, match=r"has 1 article with terms \(1 without\)"):
        cluster_topics(count_terms(["war", ""]))
    with pytest.raises(InputError, match="holds no term"):
        cluster_topics(count_terms(["", ""]))


def test_too_many_articles_for_every_pair() -> None:
    counts = zipf_counts(10_001, 0, n_terms=3, length=4)
    with pytest.raises(InputError, match="'agglomerative' needs every pair of 10,001 articles"):
        cluster_topics(counts, method="agglomerative")


def test_the_curve_finds_the_number_that_holds() -> None:
    counts = count_terms(texts_on([0, 1, 2] * 8, length=120), article_ids=ids_of(24))
    curve = topic_curve(counts, [2, 3, 5], method="kmeans", runs=10).set_index("n_topics")
    assert curve.loc[3, "n_stable"] == 3
    assert curve["silhouette"].idxmax() == 3
    assert curve["n_stable"].tolist()[2] < 5


def test_paragraphs_as_units() -> None:
    articles = pd.DataFrame(
        {"article_id": ["x", "y"], "body": ["\n\n".join(texts_on([0, 1, 0])), texts_on([1])[0]]}
    )
    units = paragraph_texts(articles)
    assert units["unit_id"].tolist() == ["x#1", "x#2", "x#3", "y#1"]
    counts = count_terms(units["text"].tolist(), article_ids=units["unit_id"].tolist())
    spread = topic_spread(cluster_topics(counts, k=2, runs=5).articles)
    assert spread.to_numpy().tolist() == [["x", 1, 1], ["x", 2, 2], ["y", 1, 1], ["y", 2, 0]] or (
        spread.to_numpy().tolist() == [["x", 1, 2], ["x", 2, 1], ["y", 1, 0], ["y", 2, 1]]
    )


def test_paragraphs_need_their_names() -> None:
    with pytest.raises(InputError, match="holds 'x', which names no paragraph"):
        topic_spread(pd.DataFrame({"article_id": ["x"], "topic": [1]}))
    with pytest.raises(InputError, match="has no column body"):
        paragraph_texts(pd.DataFrame({"article_id": ["x"]}))
    with pytest.raises(InputError, match="hold no paragraph"):
        paragraph_texts(pd.DataFrame({"article_id": ["x"], "body": [" \n\n "]}))
