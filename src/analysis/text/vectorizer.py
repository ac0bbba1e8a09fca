"""A stand-in for scikit-learn's CountVectorizer that counts as ``count_terms`` does.

In: texts. Out: a CSR matrix of counts, so that a Pipeline can begin with it. Importing this module
imports scikit-learn; ``analysis.text.counts`` does not.
"""

import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.exceptions import NotFittedError

from analysis.errors import InputError
from analysis.text.counts import counted
from analysis.text.options import CountOptions, count_options
from analysis.text.plain_counting import article_terms


# Without set_output, as CountVectorizer: what comes out is sparse.
class TermVectorizer(TransformerMixin, BaseEstimator, auto_wrap_output_keys=None):  # type: ignore[call-arg, misc]
    """Texts to a matrix of term counts, with the tokens of this package.

    Parameters have the names and the meaning that they have in CountVectorizer; ``numbers`` says
    whether digits count as letters do.

    Parameters
    ----------
    numbers, lowercase, stop_words, ngram_range, max_df, min_df, max_features, vocabulary
        As in ``count_terms``.
    binary : bool
        Whether all counts above 0 are set to 1.
    dtype : data type
        Of the matrix's values.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        The column of each term.
    fixed_vocabulary_ : bool
        Whether the vocabulary was given.

    Examples
    --------
    >>> vectorizer = TermVectorizer(stop_words="english")
    >>> vectorizer.fit_transform(["Talks on a cease-fire", "The cease-fire failed"]).toarray()
    array([[1, 0, 1],
           [1, 1, 0]])
    >>> vectorizer.get_feature_names_out()
    array(['cease-fire', 'failed', 'talks'], dtype=object)
    """

    def __init__(
        self,
        *,
        numbers: bool = False,
        lowercase: bool = True,
        stop_words: str | Iterable[str] | None = None,
        ngram_range: tuple[int, int] = (1, 1),
        max_df: float = 1.0,
        min_df: float = 1,
        max_features: int | None = None,
        vocabulary: Iterable[str] | Mapping[str, int] | None = None,
        binary: bool = False,
        dtype: Any = np.int64,
    ) -> None:
        self.numbers = numbers
        self.lowercase = lowercase
        self.stop_words = stop_words
        self.ngram_range = ngram_range
        self.max_df = max_df
        self.min_df = min_df
        self.max_features = max_features
        self.vocabulary = vocabulary
        self.binary = binary
        self.dtype = dtype

    def fit(self, raw_documents: Any, y: Any = None) -> Self:
        """Learn the vocabulary of these texts.

        Parameters
        ----------
        raw_documents : iterable of str, pandas.Series or Arrow array
            One text for each article.
        y
            Not used.

        Raises
        ------
        InputError
            As ``count_terms`` does, and if the texts hold no terms.
        """
        self.fit_transform(raw_documents)
        return self

    def fit_transform(self, raw_documents: Any, y: Any = None) -> Any:
        """Learn the vocabulary of these texts and count its terms in them.

        Returns
        -------
        scipy.sparse.csr_matrix
            A row for each text, a column for each term.
        """
        known = None if self.vocabulary is None else self._given()
        if self.lowercase and any(term != term.lower() for term in known or ()):
            warnings.warn(
                "Upper case characters found in vocabulary while 'lowercase' is True. These "
                "entries will not be matched with any documents",
                stacklevel=2,
            )
        matrix, terms, _ = counted(raw_documents, self._options(known))
        if not terms:
            raise InputError(
                "texts", "hold no terms (empty vocabulary)",
                "perhaps they only contain stop words: give fewer",
            )  # fmt: skip
        self.vocabulary_ = {term: column for column, term in enumerate(terms)}
        self.fixed_vocabulary_ = self.vocabulary is not None
        return self._as_asked(matrix)

    def transform(self, raw_documents: Any) -> Any:
        """Count the known terms in texts; terms that were not learnt are left out.

        Raises
        ------
        sklearn.exceptions.NotFittedError
            If no vocabulary was learnt or given.
        """
        matrix, _, _ = counted(raw_documents, self._options(self._known()))
        return self._as_asked(matrix)

    def build_analyzer(self) -> Callable[[str], list[str]]:
        """What gives the terms of one text in their order, n-grams behind tokens."""
        options = self._options(None)
        return lambda text: article_terms(text, options)[0]

    def get_stop_words(self) -> frozenset[str] | None:
        """The words that are left out, as terms are written; None if none are."""
        return frozenset(self._options(None).stop_words) or None

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """The terms in the order of their columns, as an array.

        Parameters
        ----------
        input_features
            Not used.
        """
        known = self._known()
        return np.array(sorted(known, key=known.__getitem__), dtype=object)

    def inverse_transform(self, X: Any) -> list[Any]:
        """The terms that each row of a matrix of counts holds."""
        from scipy import sparse

        matrix, terms = sparse.csr_matrix(X), self.get_feature_names_out()
        return [
            terms[matrix.indices[start:stop]]
            for start, stop in zip(matrix.indptr, matrix.indptr[1:], strict=False)
        ]

    def _known(self) -> dict[str, int]:
        """The vocabulary that was learnt or given."""
        if hasattr(self, "vocabulary_"):
            return self.vocabulary_
        if self.vocabulary is None:
            self.fixed_vocabulary_ = False
            raise NotFittedError("Vocabulary not fitted or provided")
        return self._given()

    def _given(self) -> dict[str, int]:
        """The vocabulary that was given, kept as one that was learnt is."""
        terms = self._options(self.vocabulary).vocabulary or ()
        self.vocabulary_ = {term: column for column, term in enumerate(terms)}
        self.fixed_vocabulary_ = True
        return self.vocabulary_

    def _options(self, vocabulary: Iterable[str] | Mapping[str, int] | None) -> CountOptions:
        """The options of counting, with this vocabulary."""
        return count_options(
            numbers=self.numbers, lowercase=self.lowercase, ngram_range=self.ngram_range,
            stop_words=self.stop_words, vocabulary=vocabulary, min_df=self.min_df,
            max_df=self.max_df, max_features=self.max_features,
        )  # fmt: skip

    def _as_asked(self, matrix: Any) -> Any:
        """The matrix with the values that were asked for."""
        if self.binary:
            matrix.data.fill(1)
        return matrix.astype(self.dtype, copy=False)

    def __sklearn_tags__(self) -> Any:
        """What scikit-learn has to know: it takes texts, and fits only where no terms are given."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.requires_fit = self.vocabulary is None
        return tags
