"""The stand-in for CountVectorizer, by the demands of scikit-learn's own tests of it."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline, make_pipeline

from analysis.errors import InputError
from analysis.text.tokens import terms_of
from analysis.text.vectorizer import TermVectorizer

FOOD = [
    "the pizza pizza beer copyright", "the pizza burger beer copyright",
    "the the pizza beer beer copyright", "the burger beer beer copyright",
    "the coke burger coke copyright", "the coke burger burger",
    "the salad celeri copyright", "the salad salad sparkling water copyright",
    "the the celeri celeri copyright", "the tomato tomato salad water",
    "the tomato salad water copyright",
]  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [
        {}, {"max_df": 0.5}, {"min_df": 3}, {"max_features": 4}, {"stop_words": "english"},
        {"ngram_range": (1, 2)}, {"binary": True, "dtype": np.float32},
        {"vocabulary": {"pizza", "beer"}}, {"vocabulary": {"beer": 1, "pizza": 0}},
    ],
    ids=lambda options: "-".join(options) or "none",  # a set has no order to be named by
)  # fmt: skip
def test_takes_the_place_of_count_vectorizer(options: dict[str, object]) -> None:
    ours = TermVectorizer(**options)  # type: ignore[arg-type]
    theirs = CountVectorizer(tokenizer=terms_of, token_pattern=None, **options)
    matrix, expected = ours.fit_transform(FOOD), theirs.fit_transform(FOOD)
    assert matrix.dtype == expected.dtype
    if "max_features" not in options:  # which of equals is kept is not the same
        assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
        assert (matrix != expected).nnz == 0
        assert ours.vocabulary_ == theirs.vocabulary_
        new = ["pizza and beer, unheard of", ""]
        assert (ours.transform(new) != theirs.transform(new)).nnz == 0
    assert ours.fixed_vocabulary_ == theirs.fixed_vocabulary_
    assert matrix.shape == expected.shape


def test_in_a_pipeline_and_a_grid_search() -> None:
    labels = [1] * 5 + [0] * 6
    pipeline = make_pipeline(TermVectorizer(), TfidfTransformer(), LogisticRegression())
    assert pipeline.fit(FOOD, labels).predict(["pizza beer", "salad water"]).tolist() == [1, 0]
    search = GridSearchCV(
        Pipeline([("count", TermVectorizer()), ("fit", LogisticRegression())]),
        {"count__ngram_range": [(1, 1), (1, 2)], "count__max_df": [0.9, 1.0]}, cv=3,
    )  # fmt: skip
    assert search.fit(FOOD, labels).best_score_ > 0.5
    assert isinstance(pipeline["termvectorizer"].get_feature_names_out(), np.ndarray)


def test_clones_pickles_and_inverts() -> None:
    fitted = TermVectorizer(ngram_range=(1, 2), stop_words=["the"], max_df=5).fit(FOOD)
    again = pickle.loads(pickle.dumps(fitted))
    assert (again.transform(FOOD) != fitted.transform(FOOD)).nnz == 0
    assert clone(fitted).get_params() == fitted.get_params()
    assert not hasattr(clone(fitted), "vocabulary_")
    inverted = again.inverse_transform(again.transform(["pizza beer"]))
    assert inverted[0].tolist() == ["beer", "pizza", "pizza beer"]


def test_a_given_vocabulary_needs_no_fitting() -> None:
    vectorizer = TermVectorizer(vocabulary=["pizza", "beer"])
    assert vectorizer.transform(["beer beer"]).toarray().tolist() == [[0, 2]]
    assert vectorizer.get_feature_names_out().tolist() == ["pizza", "beer"]
    assert vectorizer.transform([]).shape == (0, 2)


def test_mistakes_are_named() -> None:
    with pytest.raises(NotFittedError, match="Vocabulary not fitted"):
        TermVectorizer().transform(FOOD)
    with pytest.raises(InputError, match="empty vocabulary"):
        TermVectorizer(stop_words="english").fit(["the"])
    with pytest.raises(InputError, match="empty vocabulary"):
        TermVectorizer(vocabulary=[]).fit(["the"])
    with pytest.raises(InputError, match="repeated indices"):
        TermVectorizer(vocabulary={"a": 0, "b": 0}).fit(FOOD)
    with pytest.raises(InputError, match="is one string"):
        TermVectorizer().fit("pizza")
