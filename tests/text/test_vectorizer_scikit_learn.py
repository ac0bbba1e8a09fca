"""scikit-learn's own tests of CountVectorizer, run with the stand-in for the options they share."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from sklearn.feature_extraction.tests import test_text as theirs
from sklearn.utils import estimator_checks

from analysis.text.vectorizer import TermVectorizer

# Tests that take what differs as arguments; scikit-learn's parametrisation is repeated here.
FOOD = theirs.ALL_FOOD_DOCS
SHARED: dict[str, list[tuple[Any, ...]]] = {
    "test_countvectorizer_custom_vocabulary": [()],
    "test_countvectorizer_custom_vocabulary_gap_index": [()],
    "test_countvectorizer_custom_vocabulary_pipeline": [()],
    "test_countvectorizer_empty_vocabulary": [()],
    "test_countvectorizer_stop_words": [()],
    "test_countvectorizer_uppercase_in_vocab": [()],
    "test_countvectorizer_vocab_dicts_when_pickling": [()],
    "test_countvectorizer_vocab_sets_when_pickling": [()],
    "test_count_vectorizer_max_features": [()],
    "test_count_vectorizer_pipeline_grid_selection": [()],
    "test_feature_names": [()],
    "test_fit_countvectorizer_twice": [()],
    "test_n_features_in": [(TermVectorizer, FOOD)],
    "test_non_unique_vocab": [()],
    "test_pickling_transformer": [()],
    "test_tie_breaking_sample_order_invariance": [()],
    "test_transformer_idf_setter": [()],
    "test_vectorizer_inverse_transform": [(TermVectorizer,)],
    "test_vectorizer_max_features": [(TermVectorizer,)],
    "test_vectorizer_unicode": [()],
    "test_vectorizers_do_not_have_set_output": [(TermVectorizer,)],
}
_ANALYZER = "sets an analyzer, pattern or preprocessor of its own; here tokens are defined once"
_WORDING = "asks for the wording of an error; test_vectorizer asks for ours"
LEFT_OUT = {
    "test_callable_analyzer_change_behavior": _ANALYZER,
    "test_callable_analyzer_error": _ANALYZER,
    "test_callable_analyzer_reraise_error": _ANALYZER,
    "test_char_ngram_analyzer": _ANALYZER,
    "test_char_wb_ngram_analyzer": _ANALYZER,
    "test_count_binary_occurrences": _ANALYZER,
    "test_countvectorizer_custom_token_pattern": _ANALYZER,
    "test_countvectorizer_custom_token_pattern_with_several_group": _ANALYZER,
    "test_pickling_built_processors": _ANALYZER,
    "test_pickling_vectorizer": _ANALYZER,
    "test_stop_word_validation_custom_preprocessor": _ANALYZER,
    "test_unicode_decode_error": _ANALYZER,
    "test_unused_parameters_warn": _ANALYZER,
    "test_vectorizer": f"all but its last lines pass; these: {_ANALYZER}",
    "test_vectorizer_max_df": _ANALYZER,
    "test_vectorizer_min_df": _ANALYZER,
    "test_word_analyzer_unigrams": _ANALYZER,
    "test_word_analyzer_unigrams_and_bigrams": _ANALYZER,
    "test_word_ngram_analyzer": _ANALYZER,
    "test_countvectorizer_custom_vocabulary_repeated_indices": _WORDING,
    "test_vectorizer_string_object_as_input": _WORDING,
    "test_vectorizers_invalid_ngram_range": _WORDING,
    "test_countvectorizer_sort_features_64bit_sparse_indices": "calls a private method",
    "test_vectorizer_stop_words_inconsistent": "stop words are those of its default pattern",
}


@pytest.mark.parametrize(
    ("name", "given"), [(name, given) for name, runs in SHARED.items() for given in runs]
)
def test_theirs(name: str, given: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theirs, "CountVectorizer", TermVectorizer)
    getattr(theirs, name)(*given)


def test_none_of_theirs_is_forgotten() -> None:
    about_it = {
        name
        for name, test in vars(theirs).items()
        if name.startswith("test_") and "CountVectorizer" in inspect.getsource(test)
    }
    # Later versions of scikit-learn may drop some; what they add has to be put in one of the two.
    assert about_it <= SHARED.keys() | LEFT_OUT.keys()
    assert not SHARED.keys() & LEFT_OUT.keys()
    assert len(about_it & SHARED.keys()) > 15


@pytest.mark.parametrize(
    "check",
    [
        estimator_checks.check_do_not_raise_errors_in_init_or_set_params,
        estimator_checks.check_estimator_cloneable,
        estimator_checks.check_estimator_repr,
        estimator_checks.check_estimator_tags_renamed,
        estimator_checks.check_get_params_invariance,
        estimator_checks.check_no_attributes_set_in_init,
        estimator_checks.check_parameters_default_constructible,
        estimator_checks.check_set_params,
        estimator_checks.check_valid_tag_types,
    ],
    ids=lambda check: str(check.__name__),
)
def test_checks_that_need_no_table_of_numbers(check: Callable[[str, Any], None]) -> None:
    check("TermVectorizer", TermVectorizer())
