"""The options of counting, checked, and what they keep of a vocabulary.

In: what the caller asked for. Out: ``CountOptions``, or an error that names the option. Names and
meaning are those of scikit-learn's CountVectorizer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

import numpy as np

from analysis.errors import InputError
from analysis.text.tokens import normalise

Integers = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class CountOptions:
    """What to count, and which terms to keep."""

    numbers: bool = False
    lowercase: bool = True
    ngram_range: tuple[int, int] = (1, 1)
    stop_words: tuple[str, ...] = ()
    vocabulary: tuple[str, ...] | None = None
    min_df: float = 1
    max_df: float = 1.0
    max_features: int | None = None

    @property
    def chooses(self) -> bool:
        """Whether terms are kept or not by what the whole corpus holds."""
        return self.vocabulary is None and (
            self.min_df != 1 or self.max_df != 1.0 or self.max_features is not None
        )


class CountKeywords(TypedDict, total=False):
    """The arguments of ``count_options``, for functions that hand them on."""

    numbers: bool
    lowercase: bool
    ngram_range: tuple[int, int]
    stop_words: str | Iterable[str] | None
    vocabulary: Iterable[str] | Mapping[str, int] | None
    min_df: float
    max_df: float
    max_features: int | None


def count_options(
    *,
    numbers: bool = False,
    lowercase: bool = True,
    ngram_range: tuple[int, int] = (1, 1),
    stop_words: str | Iterable[str] | None = None,
    vocabulary: Iterable[str] | Mapping[str, int] | None = None,
    min_df: float = 1,
    max_df: float = 1.0,
    max_features: int | None = None,
) -> CountOptions:
    """The options, checked and in the form in which the counting reads them.

    Raises
    ------
    InputError
        If an option has a value that it cannot have.

    Examples
    --------
    >>> count_options(ngram_range=(2, 1))
    Traceback (most recent call last):
    analysis.errors.InputError: ngram_range: is (2, 1); give the least and the greatest number of
    tokens in a term, whole numbers from 1, the least first
    """
    try:
        least, greatest = ngram_range
        fits = int(least) == least and int(greatest) == greatest and 1 <= least <= greatest
    except (TypeError, ValueError):
        fits = False
    if not fits:
        raise InputError(
            "ngram_range", f"is {ngram_range!r}",
            "give the least and the greatest number of tokens in a term, whole numbers from 1, "
            "the least first",
        )  # fmt: skip
    for name, limit in (("min_df", min_df), ("max_df", max_df)):
        if not _is_frequency(limit):
            raise InputError(
                name, f"is {limit!r}",
                "give a number of articles (a whole number from 1) or a share of them (a decimal "
                "number from 0.0 to 1.0)",
            )  # fmt: skip
    if max_features is not None and (not _is_whole(max_features) or max_features < 1):
        raise InputError(
            "max_features", f"is {max_features!r}", "give a whole number from 1, or None for all"
        )
    return CountOptions(
        numbers=bool(numbers),
        lowercase=bool(lowercase),
        ngram_range=(int(least), int(greatest)),
        stop_words=_stop_words(stop_words, lowercase),
        vocabulary=None if vocabulary is None else _vocabulary(vocabulary),
        min_df=min_df,
        max_df=max_df,
        max_features=None if max_features is None else int(max_features),
    )


def frequent_enough(
    options: CountOptions, articles: int, documents: Integers, candidates: Integers
) -> Integers:
    """Those of the candidates (ids of terms) that occur in neither too few articles nor too many.

    Raises
    ------
    InputError
        If none is left, or max_df lies below min_df.
    """
    if not len(candidates):
        return candidates
    most = options.max_df if _is_whole(options.max_df) else options.max_df * articles
    least = options.min_df if _is_whole(options.min_df) else options.min_df * articles
    if most < least:
        raise InputError(
            "max_df",
            f"corresponds to {most:g} of {articles} articles, fewer than min_df, {least:g}",
            "lower min_df or raise max_df",
        )
    frequency = documents[candidates]
    kept = candidates[(frequency >= least) & (frequency <= most)]
    if not len(kept):
        raise InputError(
            "min_df and max_df",
            f"leave none of {len(candidates)} terms (after pruning, no terms remain)",
            "lower min_df or raise max_df",
        )
    return kept


def most_frequent(options: CountOptions, occurrences: Integers, ordered: Integers) -> Integers:
    """At most ``max_features`` of these ids, which come in the order of their terms, in that order.

    Of terms that occur equally often, the first are taken.
    """
    if options.max_features is None or len(ordered) <= options.max_features:
        return ordered
    best = np.argsort(-occurrences[ordered], kind="stable")[: options.max_features]
    return ordered[np.sort(best)]


def _is_whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _is_frequency(value: object) -> bool:
    """Whether a value is a number of articles or a share of them."""
    if _is_whole(value):
        return int(value) >= 1  # type: ignore[call-overload, no-any-return]
    return isinstance(value, float | np.floating) and bool(0.0 <= value <= 1.0)


def _stop_words(given: str | Iterable[str] | None, lowercase: bool) -> tuple[str, ...]:
    """The words to leave out, written as terms are."""
    if given is None:
        return ()
    if isinstance(given, str):
        if given != "english":
            raise InputError(
                "stop_words", f"is {given!r}", 'give "english", a list of words, or None'
            )
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        given = ENGLISH_STOP_WORDS
    words = list(given)
    for word in words:
        if not isinstance(word, str):
            raise InputError("stop_words", f"holds {word!r}", "give words")
    return tuple(sorted({normalise(word, lowercase=False) for word in words}))


def _vocabulary(given: Iterable[str] | Mapping[str, int]) -> tuple[str, ...]:
    """The terms in the order of their columns."""
    if isinstance(given, str):
        raise InputError("vocabulary", "is one string", "give a list of terms")
    if isinstance(given, Mapping):
        columns = sorted(given.values())
        if len(set(columns)) != len(columns):
            raise InputError("vocabulary", "contains repeated indices", "give a list of terms")
        for place, column in enumerate(columns):
            if column != place:
                raise InputError(
                    "vocabulary", f"doesn't contain index {place}", "give a list of terms"
                )
        terms = sorted(given, key=given.__getitem__)
    else:
        terms = sorted(given) if isinstance(given, set | frozenset) else list(given)
    if not terms:
        raise InputError(
            "vocabulary", "holds no term (empty vocabulary)", "give terms, or None to count all"
        )
    seen: set[str] = set()
    for term in terms:
        if not isinstance(term, str):
            raise InputError("vocabulary", f"holds {term!r}", "give terms as strings")
        if term in seen:
            raise InputError("vocabulary", f"holds {term!r} twice", "give each term once")
        seen.add(term)
    return tuple(terms)
