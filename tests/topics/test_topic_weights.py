"""TF-IDF and similarities against formulas written out here and against scikit-learn."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfTransformer

from analysis.errors import InputError
from analysis.text.counts import TermCounts, count_terms
from analysis.topics.weights import Weighting, as_counts, coordinates, cosines, tfidf, weigh

TEXTS = ["war war talks", "talks peace", "war peace peace oil"]


@pytest.fixture
def counts() -> TermCounts:
    return count_terms(TEXTS, article_ids=["c", "a", "b"])


@pytest.mark.parametrize("sublinear_tf", [True, False])
@pytest.mark.parametrize("norm", ["l2", "l1", None])
@pytest.mark.parametrize("smooth_idf", [True, False])
def test_weights_are_those_of_scikit_learn(
    counts: TermCounts, sublinear_tf: bool, norm: str | None, smooth_idf: bool
) -> None:
    options: dict[str, Any] = {"sublinear_tf": sublinear_tf, "norm": norm, "smooth_idf": smooth_idf}
    ours = tfidf(counts, **options).toarray()
    order = [1, 2, 0]  # articles a, b, c
    theirs = TfidfTransformer(**options).fit_transform(counts.matrix[order]).toarray()
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-15)


def test_one_weight_by_hand(counts: TermCounts) -> None:
    # Article c: war twice, talks once; each is in two of three articles.
    idf = math.log(4 / 3) + 1
    war, talks = (1 + math.log(2)) * idf, idf
    row = tfidf(counts)[2].toarray().ravel()
    # Terms: oil, peace, talks, war.
    np.testing.assert_allclose(row, np.array([0, 0, talks, war]) / math.hypot(war, talks))


def test_plain_idf_with_a_term_that_no_article_holds() -> None:
    kept = count_terms(["war", "peace"], vocabulary=["war", "peace", "oil"])
    weights = tfidf(kept, smooth_idf=False)
    assert weights.shape == (2, 3)
    assert np.isfinite(weights.toarray()).all()


def test_a_table_gives_the_same_as_the_counts(counts: TermCounts) -> None:
    np.testing.assert_array_equal(tfidf(counts.to_frame()).toarray(), tfidf(counts).toarray())


def test_cosines_are_symmetric_rounded_and_one_on_the_diagonal(counts: TermCounts) -> None:
    weights = tfidf(counts, norm=None)
    found = cosines(weights)
    dense = weights.toarray()
    by_hand = dense[0] @ dense[1] / np.linalg.norm(dense[0]) / np.linalg.norm(dense[1])
    assert found[0, 1] == round(by_hand, 12) == found[1, 0]
    assert (np.diag(found) == 1).all()


def test_coordinates_keep_the_distances(counts: TermCounts) -> None:
    weights = tfidf(counts)
    dense, points = weights.toarray(), coordinates(weights)
    assert points.shape == (3, 3)
    for i in range(3):
        for j in range(3):
            assert np.linalg.norm(points[i] - points[j]) == pytest.approx(
                np.linalg.norm(dense[i] - dense[j]), abs=1e-7
            )


def test_order_of_articles_and_terms_is_the_alphabet(counts: TermCounts) -> None:
    assert as_counts(counts).article_ids == ["a", "b", "c"]
    shuffled = count_terms(TEXTS, article_ids=["c", "a", "b"], vocabulary=["war", "oil", "talks"])
    assert as_counts(shuffled).terms == ["oil", "talks", "war"]


def test_bad_counts_are_named() -> None:
    once = count_terms(["war", "peace"], article_ids=["a", "b"])
    twice = replace(once, article_ids=["a", "a"])
    with pytest.raises(InputError, match="names the article 'a' twice"):
        as_counts(twice)
    with pytest.raises(InputError, match="holds no term; loosen min_df"):
        as_counts(count_terms(["war", "peace"], vocabulary=["oil"]))
    with pytest.raises(InputError, match="is a list; give what count_terms returns"):
        as_counts([[1, 2]])  # type: ignore[arg-type]
    table = once.to_frame().assign(count=[1.0, 1.5])
    with pytest.raises(InputError, match=r"holds the count 1\.5; counts are whole numbers"):
        as_counts(table)
    with pytest.raises(InputError, match="negative count"):
        as_counts(replace(once, matrix=-once.matrix))


def test_an_unknown_norm_is_named(counts: TermCounts) -> None:
    with pytest.raises(InputError, match="norm: is 'max'; choose 'l2', 'l1' or None"):
        tfidf(counts, norm="max")


def test_options_in_words() -> None:
    assert str(Weighting()) == "1 + ln(count), smoothed idf, L2 norm"
    assert str(Weighting(False, None, False)) == "raw counts, plain idf, no norm"
    assert str(Weighting(use_idf=False)) == "1 + ln(count), no idf, L2 norm"
    assert weigh(count_terms(["a b", "a"]).matrix, Weighting(use_idf=False)).shape == (2, 2)
