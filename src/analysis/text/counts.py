"""Texts to term counts: a row for each article, a column for each term of the token definition.

In: texts (list, Series, Arrow array, Parquet file). Out: ``TermCounts``. Small inputs are counted
in Python, larger ones by the compiled kernel; the result is the same.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.text.machine_code import pays
from analysis.text.options import CountOptions, Integers, count_options
from analysis.text.sources import ARTICLES, Piece, text_pieces
from analysis.text.streaming import write_term_counts
from analysis.text.term_counts import TermCounts

__all__ = ["TermCounts", "count_terms"]

# From so many bytes of text on compiled code counts sooner than Python: when it is loaded; when it
# has to be loaded, which takes 0.1 s. Where it has to be compiled, which takes some 9 s once on a
# machine, inputs have to be larger.
_WORTH_CALLING = 100_000
_WORTH_LOADING = 1_500_000
_WORTH_COMPILING = 4_000_000
_KERNEL = "analysis.text.compiled_counting"


@overload
def count_terms(
    texts: Any,
    *,
    article_ids: Iterable[str] | None = ...,
    numbers: bool = ...,
    min_df: float = ...,
    max_df: float = ...,
    max_features: int | None = ...,
    stop_words: str | Iterable[str] | None = ...,
    ngram_range: tuple[int, int] = ...,
    vocabulary: Iterable[str] | Mapping[str, int] | None = ...,
    lowercase: bool = ...,
    out: None = ...,
) -> TermCounts: ...


@overload
def count_terms(
    texts: Any,
    *,
    article_ids: Iterable[str] | None = ...,
    numbers: bool = ...,
    stop_words: str | Iterable[str] | None = ...,
    ngram_range: tuple[int, int] = ...,
    vocabulary: Iterable[str] | Mapping[str, int] | None = ...,
    lowercase: bool = ...,
    out: str | Path,
) -> Path: ...


def count_terms(
    texts: Any,
    *,
    article_ids: Iterable[str] | None = None,
    numbers: bool = False,
    min_df: float = 1,
    max_df: float = 1.0,
    max_features: int | None = None,
    stop_words: str | Iterable[str] | None = None,
    ngram_range: tuple[int, int] = (1, 1),
    vocabulary: Iterable[str] | Mapping[str, int] | None = None,
    lowercase: bool = True,
    out: str | Path | None = None,
) -> TermCounts | Path:
    """Count the terms of each text; ``analysis.text.tokens`` says what a term is.

    Options that scikit-learn's CountVectorizer has too carry its names and meaning.

    Parameters
    ----------
    texts : iterable of str, pandas.Series, pyarrow array or chunked array, or path
        One text for each article. A path (``Path``, or a string that ends in ``.parquet``) is a
        Parquet file with the columns article_id and body, read batch by batch.
    article_ids : iterable of str, optional
        Identifiers of the articles, each different. By default the index of a Series if it holds
        distinct strings, the column article_id of a Parquet file if it has one, and else the
        numbers of the rows, from "0".
    numbers : bool
        Whether digits count as letters do (*2016*, *17-nation*).
    min_df, max_df : int or float
        Keep terms that occur in at least, and at most, so many articles (int) or such a share of
        the articles (float).
    max_features : int, optional
        Keep only so many terms, those with most occurrences in the corpus; of equally frequent
        ones, the first in order.
    stop_words : "english", list of str, optional
        Terms to leave out before n-grams are made; "english" is scikit-learn's list.
    ngram_range : tuple of int
        Least and greatest number of neighbouring tokens in a term, joined by a space.
    vocabulary : list or mapping of str, optional
        Count these terms only, in this order; min_df, max_df and max_features are then not used.
    lowercase : bool
        Whether terms are lower-cased.
    out : path, optional
        A Parquet file to which the counts are written while the texts are read, so that memory
        does not grow with their number; ``TermCounts.load`` reads it. min_df, max_df and
        max_features cannot be combined with it, and article_ids are not checked for repetitions.

    Returns
    -------
    TermCounts
        An article without tokens has a row without counts, and a corpus without any tokens has no
        columns. With ``out``, the path of the file.

    Raises
    ------
    InputError
        If there is no text at all; if one is missing, no string, or not valid UTF-8 (the row is
        named, from 0); if article_ids do not fit, an option has a value that it cannot have, or
        min_df and max_df leave no term.

    Notes
    -----
    Terms are sorted by code point. From some megabytes of text on the counting is done by compiled
    code (Numba) on all processors that the process may use; the counts are the same.

    Examples
    --------
    >>> counts = count_terms(["Peace talks. Peace?", "Talks’ end"])
    >>> counts.terms
    ['end', 'peace', 'talks']
    >>> counts.matrix.toarray()
    array([[0, 2, 1],
           [1, 0, 1]], dtype=int32)
    >>> count_terms(["cease-fire now", None])
    Traceback (most recent call last):
    analysis.errors.InputError: texts, row 1: the text is missing; fill it, or leave the article
    out (rows from 0)
    """
    options = count_options(
        numbers=numbers, lowercase=lowercase, ngram_range=ngram_range, stop_words=stop_words,
        vocabulary=vocabulary, min_df=min_df, max_df=max_df, max_features=max_features,
    )  # fmt: skip
    if out is not None:
        pieces, count = _pieces(texts)
        ids = _ids_in_turn(article_ids, texts)
        return write_term_counts(pieces, count, ids, options, Path(out))
    matrix, terms, totals = counted(texts, options)
    if not len(totals):
        raise InputError("texts", "holds no article", "give at least one text")
    return TermCounts(matrix, terms, _article_ids(article_ids, texts, len(totals)), totals)


def counted(texts: Any, options: CountOptions) -> tuple[Any, list[str], Integers]:
    """The matrix, its terms, and the tokens of each text.

    Python counts, or the compiled kernel where the input is large enough to pay for loading it.
    """
    pieces, count = _pieces(texts)
    return count(pieces, options)  # type: ignore[no-any-return]


def _pieces(texts: Any) -> tuple[Iterator[Piece], Any]:
    """The texts in pieces, and what counts them: small inputs Python, larger ones the kernel."""
    pieces = text_pieces(texts)
    first, size = [], 0
    for piece in pieces:
        first.append(piece)
        size += piece.size
        if compiled_pays(size):
            from analysis.text.compiled_counting import count_compiled

            return _drained(first, pieces), count_compiled
    from analysis.text.plain_counting import count_plainly

    return iter(first), count_plainly


def compiled_pays(size: int, kernel: str = "count_group") -> bool:
    """Whether a compiled kernel reads so many bytes sooner than Python, its loading included."""
    least = _WORTH_CALLING if _KERNEL in sys.modules else _WORTH_LOADING
    return pays(size, kernel, to_load=least, to_compile=_WORTH_COMPILING)


def _drained(first: list[Piece], rest: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces met so far, each let go when it is taken, then the rest."""
    first.reverse()
    while first:
        yield first.pop()
    yield from rest


def _article_ids(given: Iterable[str] | None, texts: Any, size: int) -> list[str]:
    """The identifier of each row."""
    if given is None:
        given = _own_ids(texts)
        if given is None:
            return [str(row) for row in range(size)]
    if isinstance(given, str):
        raise InputError("article_ids", "is one string", "give a list")
    ids = given.to_pylist() if hasattr(given, "to_pylist") else list(given)
    if len(ids) != size:
        raise InputError(
            "article_ids", f"holds {len(ids)} identifiers for {size} texts", "give one for each"
        )
    if set(map(type, ids)) != {str}:
        for row, article_id in enumerate(ids):
            if not isinstance(article_id, str | int | np.integer) or isinstance(article_id, bool):
                raise InputError(
                    f"article_ids, row {row}", f"holds {article_id!r}",
                    "give identifiers as strings",
                )  # fmt: skip
        ids = [str(article_id) for article_id in ids]
    if len(set(ids)) < len(ids):
        repeated = pd.Index(ids).duplicated()
        raise InputError(
            "article_ids", f"holds {ids[int(repeated.argmax())]!r} twice",
            "give each article its own",
        )  # fmt: skip
    return ids


def _ids_in_turn(given: Iterable[str] | None, texts: Any) -> Iterator[str] | None:
    """The identifiers one after the other, none kept; None if the articles have none."""
    if given is None and _is_parquet(texts):
        import pyarrow.parquet as pq

        return _ids_of(Path(texts)) if "article_id" in pq.read_schema(texts).names else None
    given = _own_ids(texts) if given is None else given
    return None if given is None else map(str, given)


def _ids_of(path: Path) -> Iterator[str]:
    """The column article_id of a Parquet file, read as it is needed."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ARTICLES, columns=["article_id"]):
            yield from map(str, batch.column(0).to_pylist())


def _is_parquet(texts: Any) -> bool:
    """Whether the texts are in a Parquet file."""
    return isinstance(texts, Path) or (isinstance(texts, str) and texts.endswith(".parquet"))


def _own_ids(texts: Any) -> Sequence[str] | None:
    """The identifiers that a source brings along, if it does."""
    if isinstance(texts, pd.Series):
        labels = list(texts.index)
        if len(set(labels)) == len(labels) and all(isinstance(label, str) for label in labels):
            return labels
    if _is_parquet(texts):
        import pyarrow.parquet as pq

        if "article_id" in pq.read_schema(texts).names:
            column = pq.read_table(texts, columns=["article_id"]).column("article_id")
            return column.to_pylist()  # type: ignore[no-any-return]
    return None
