"""Class-based TF-IDF by hand, and the order of topics."""

import math

import numpy as np

from analysis.text.counts import count_terms
from analysis.topics.labels import class_tfidf, in_order, leading_terms


def test_class_tfidf_by_hand() -> None:
    # Topic 0 holds 4 tokens, topic 1 holds 2; so 3 on average.
    weights = class_tfidf(np.array([[2, 0], [1, 1], [0, 2]]), [0, 0, 1])
    assert math.isclose(weights[0, 0], 3 / 4 * math.log(1 + 3 / 3))
    assert math.isclose(weights[0, 1], 1 / 4 * math.log(1 + 3 / 3))
    assert weights[1, 0] == 0
    assert math.isclose(weights[1, 1], 1 * math.log(1 + 3 / 3))


def test_common_words_do_not_lead() -> None:
    counts = count_terms(
        ["the the the the peace talks", "the the the peace talks", "the the the oil price"]
    )
    leading = leading_terms(counts.matrix, np.array([0, 0, 1]), counts.terms, 3)
    names = [[counts.terms[column] for column, _ in topic] for topic in leading]
    assert names == [["peace", "talks"], ["oil", "price"]]


def test_a_word_of_one_article_does_not_stand_for_a_topic_of_two() -> None:
    counts = count_terms(["mr mr mr mr talks", "talks geneva", "oil price"])
    leading = leading_terms(counts.matrix, np.array([0, 0, 1]), counts.terms, 3)
    assert [counts.terms[column] for column, _ in leading[0]] == ["talks"]


def test_where_no_word_marks_a_topic_all_can_lead() -> None:
    counts = count_terms(["war peace", "war peace"])
    leading = leading_terms(counts.matrix, np.array([0, 1]), counts.terms, 3)
    assert [counts.terms[column] for column, _ in leading[0]] == ["peace", "war"]


def test_topics_go_by_size_then_by_leading_term() -> None:
    counts = count_terms(["zebra", "oil oil", "alpha", "oil"])
    found = in_order(counts.matrix, np.array([0, 1, 2, 1]), counts.terms)
    assert found.tolist() == [2, 0, 1, 0]
