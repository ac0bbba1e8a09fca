"""What else might have come out: partitions, numbers, methods; and where paragraphs come from."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from analysis import cluster_topics, count_terms
from analysis.errors import InputError
from analysis.figures import alt_topic_alternatives, topic_alternatives
from analysis.text.counts import TermCounts
from analysis.topics.curve import alternatives, method_agreement, topic_curve
from analysis.topics.paragraphs import paragraph_texts, topic_sources


def planted(n: int) -> TermCounts:
    """Texts of two vocabularies in turn."""
    random = np.random.default_rng(1)
    words = ["war peace talks truce".split(), "oil price market trade".split()]
    texts = [" ".join(random.choice(words[i % 2], 30)) for i in range(n)]
    return count_terms(texts, article_ids=[f"t{i:02}" for i in range(n)])


def test_few_articles_have_all_partitions() -> None:
    counts = planted(5)
    topics = cluster_topics(counts, runs=3)
    found = alternatives(counts, topics)
    pd.testing.assert_frame_equal(found, topics.partitions)
    assert topic_alternatives(found).get_ylabel() == "Number of topics"
    assert alt_topic_alternatives(found).startswith("Silhouettes of all 52 partitions")


def test_many_articles_have_a_curve() -> None:
    counts = planted(14)
    topics = cluster_topics(counts, runs=3, seed=4)
    found = alternatives(counts, topics, runs=3, seed=4)
    pd.testing.assert_frame_equal(found, topic_curve(counts, range(2, 11), runs=3, seed=4))
    assert found["n_topics"].tolist() == list(range(2, 11))
    assert topic_alternatives(found).get_xlabel() == "Number of topics"
    assert alt_topic_alternatives(found).startswith("Stability and fit for 2 to 10 topics")


def test_methods_agree_on_what_is_planted() -> None:
    counts = planted(12)
    topics = cluster_topics(counts, k=2, runs=3)
    found = method_agreement(counts, topics, runs=3).set_index("method")
    assert found.index.tolist() == ["agglomerative", "kmeans", "nmf"]
    assert found["agreement"].tolist() == [1, 1, 1]
    assert set(found["sizes"]) == {"6+6"}
    assert found["n_stable"].tolist() == [2, 2, 2]


def test_agreement_is_with_the_topics_given() -> None:
    random = np.random.default_rng(2)
    words = [f"w{i}" for i in range(60)]
    words = [word.translate(str.maketrans("0123456789", "abcdefghij")) for word in words]
    counts = count_terms([" ".join(random.choice(words, 40)) for _ in range(15)])
    topics = cluster_topics(counts, k=4, method="kmeans", runs=2, seed=1)
    found = method_agreement(counts, topics, runs=2, seed=1).set_index("method")
    assert found.loc["kmeans", "agreement"] == 1
    other = cluster_topics(counts, k=4, method="nmf", runs=2, seed=1)
    expected = adjusted_rand_score(topics.articles["topic"], other.articles["topic"])
    assert found.loc["nmf", "agreement"] == pytest.approx(expected, abs=1e-6)
    assert expected < 1


def test_sources_of_paragraphs() -> None:
    texts = ["war peace war", "war peace", "peace war talks", "oil price", "oil price price"]
    units = ["a#1", "b#1", "b#2", "b#3", "b#4"]
    found = topic_sources(cluster_topics(count_terms(texts, article_ids=units), k=2, runs=5))
    assert found[["n_paragraphs", "n_articles", "main_article"]].to_numpy().tolist() == [
        [3, 2, "b"], [2, 1, "b"],
    ]  # fmt: skip
    assert found["main_share"].tolist() == pytest.approx([2 / 3, 1], abs=1e-6)


def test_paragraphs_of_many_articles_are_those_of_some_whole_articles() -> None:
    articles = pd.DataFrame({
        "article_id": [f"a{i:02}" for i in range(40)],
        "body": ["\n\n".join(["One."] * (1 + i % 5)) for i in range(40)],
    })  # fmt: skip
    whole = paragraph_texts(articles)
    some = paragraph_texts(articles, most=30, seed=3)
    assert 20 < len(some) <= 30
    sizes = whole["article_id"].value_counts()
    kept = some["article_id"].value_counts().to_dict()
    assert kept == {name: sizes.to_dict()[name] for name in kept}
    pd.testing.assert_frame_equal(some, paragraph_texts(articles, most=30, seed=3))
    assert set(some["article_id"]) != set(paragraph_texts(articles, most=30, seed=4)["article_id"])
    pd.testing.assert_frame_equal(paragraph_texts(articles, most=len(whole)), whole)
    # One article is always in, however long.
    assert paragraph_texts(articles, most=1)["article_id"].nunique() == 1
    with pytest.raises(InputError, match="most: is 0"):
        paragraph_texts(articles, most=0)
