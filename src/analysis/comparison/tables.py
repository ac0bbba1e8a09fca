"""Counts as they come, checked: a ``TermCounts`` or a long table, and tokens per article.

In: what the user gave. Out: a matrix articles x terms of whole numbers, the names of its rows and
columns, the tokens of each article. A count that cannot be is refused with its place.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis.errors import InputError

Integers = NDArray[np.int64]
Names = NDArray[np.object_]


@runtime_checkable
class CountsMatrix(Protocol):
    """What is read of a ``TermCounts``: articles x terms, and the names and sizes of both."""

    @property
    def matrix(self) -> Any: ...

    @property
    def terms(self) -> Any: ...

    @property
    def article_ids(self) -> Any: ...

    @property
    def totals(self) -> Any: ...


Counts: TypeAlias = "CountsMatrix | pd.DataFrame"
Totals: TypeAlias = "Mapping[Any, Any] | pd.Series[Any]"


def from_matrix(
    counts: CountsMatrix, totals: "Totals | None"
) -> tuple[sparse.csr_array, Names, Names, Integers]:
    """A ``TermCounts``, checked, with its terms in sorted order."""
    if not isinstance(counts, CountsMatrix):
        raise InputError(
            "counts", f"is a {type(counts).__name__}",
            "give what count_terms returns, or a table with article_id, term and count",
        )  # fmt: skip
    matrix = sparse.csr_array(counts.matrix)
    article_ids = np.array([str(name) for name in counts.article_ids], dtype=object)
    terms = np.array([str(term) for term in counts.terms], dtype=object)
    if matrix.shape != (len(article_ids), len(terms)):
        raise InputError(
            "counts", f"have a matrix of {matrix.shape[0]} x {matrix.shape[1]} for "
            f"{len(article_ids)} articles and {len(terms)} terms", "give one row per article",
        )  # fmt: skip
    for what, names in (("article", article_ids), ("term", terms)):
        index = pd.Index(names)
        if index.has_duplicates:
            twice = listed(index[index.duplicated()])
            raise InputError("counts", f"name the {what} {twice} twice", f"name each {what} once")
    matrix.sum_duplicates()
    rows = np.repeat(np.arange(len(article_ids)), np.diff(matrix.indptr))
    whole = _whole_numbers(
        matrix.data,
        "counts",
        lambda at: f"{terms[matrix.indices[at]]!r} in article {article_ids[rows[at]]!r}",
    )
    matrix = sparse.csr_array((whole, matrix.indices, matrix.indptr), shape=matrix.shape)
    matrix.eliminate_zeros()
    order = np.argsort(terms, kind="stable")
    if (order != np.arange(len(order))).any():
        matrix = matrix[:, order]
    own = counts.totals if totals is None else totals
    if not isinstance(own, Mapping | pd.Series):
        own = dict(zip(article_ids.tolist(), np.asarray(own).tolist(), strict=True))
    return matrix, terms[order], article_ids, _totals(own, article_ids, matrix)


def from_frame(
    frame: pd.DataFrame, totals: "Totals | None"
) -> tuple[sparse.csr_array, Names, Names, Integers]:
    """A long table of counts, checked, as a matrix with sorted rows and columns."""
    wanted = ["article_id", "term", "count"]
    lacking = [name for name in wanted if name not in frame.columns]
    if lacking:
        raise InputError(
            "counts", f"lack the column {', '.join(lacking)}", f"they need {', '.join(wanted)}"
        )
    if not len(frame):
        raise InputError("counts", "have no row", "give at least one count for each group")
    for name in wanted:
        gaps = frame[name].isna().to_numpy()
        if gaps.any():
            raise InputError(
                "counts", f"have no {name} in row {int(gaps.argmax()) + 1}",
                "fill it; a CSV with words like NA or null is read with keep_default_na=False",
            )  # fmt: skip
    ids = frame["article_id"].astype(str).to_numpy(dtype=object)
    words = frame["term"].astype(str).to_numpy(dtype=object)
    twice = pd.MultiIndex.from_arrays([ids, words]).duplicated()
    if twice.any():
        at = int(twice.argmax())
        raise InputError(
            "counts", f"give {words[at]!r} in article {ids[at]!r} twice (row {at + 1})",
            "give one row per article and term",
        )  # fmt: skip
    values = _whole_numbers(
        frame["count"].to_numpy(), "counts",
        lambda at: f"{words[at]!r} in article {ids[at]!r}, row {at + 1}",
    )  # fmt: skip
    known = set(ids.tolist())
    if totals is not None:
        known |= {str(key) for key in totals.keys()}  # noqa: SIM118
    article_ids = np.array(sorted(known), dtype=object)
    columns, terms = pd.factorize(words, sort=True)
    rows = pd.Index(article_ids).get_indexer(pd.Index(ids))
    shape = (len(article_ids), len(terms))
    matrix = sparse.csr_array((values, (rows, columns)), shape=shape)
    matrix.eliminate_zeros()
    matrix.sort_indices()
    sums = np.asarray(matrix.sum(axis=1), dtype=np.int64)
    sizes = sums if totals is None else _totals(totals, article_ids, matrix)
    return matrix, np.asarray(terms, dtype=object), article_ids, sizes


def _totals(totals: Totals, article_ids: Names, matrix: sparse.csr_array) -> Integers:
    """Tokens per article in the order of the articles, none smaller than what was counted."""
    given = {str(key): value for key, value in totals.items()}
    lacking = [name for name in article_ids if name not in given]
    if lacking:
        raise InputError(
            "totals", f"lack {listed(lacking)}", "give the number of tokens of each article"
        )
    raw = pd.Series([given[name] for name in article_ids], dtype=object)
    if raw.isna().any():
        name = article_ids[int(raw.isna().to_numpy().argmax())]
        raise InputError("totals", f"give no number for {name!r}", "fill it in")
    sizes = _whole_numbers(
        raw.infer_objects().to_numpy(), "totals", lambda at: f"article {article_ids[at]!r}"
    )
    sums = np.asarray(matrix.sum(axis=1), dtype=np.int64)
    short = sizes < sums
    if short.any():
        at = int(short.argmax())
        raise InputError(
            "totals", f"give {sizes[at]} tokens for article {article_ids[at]!r}, whose counts "
            f"sum to {sums[at]}", "totals hold all tokens, counted or not",
        )  # fmt: skip
    return sizes


def _whole_numbers(values: NDArray[Any], source: str, where: Callable[[int], str]) -> Integers:
    """Values as int64, refused with their place if one is negative, fractional or no number."""
    remedy = "counts are whole numbers from 0"
    if values.dtype == bool or values.dtype.kind not in "iuf":
        try:
            numbers = np.asarray(values, dtype=float)
        except (TypeError, ValueError):
            numbers = pd.to_numeric(pd.Series(values, dtype=object), errors="coerce").to_numpy()
            at = int(np.isnan(numbers).argmax())
            raise InputError(
                source, f"have {values[at]!r} ({where(at)}), which is no number", remedy
            ) from None
        text = pd.Series(values, dtype=object).map(lambda value: isinstance(value, str | bool))
        if text.any():
            at = int(text.to_numpy().argmax())
            raise InputError(
                source, f"have {values[at]!r} ({where(at)}), which is no number", remedy
            )
    else:
        numbers = values
    for trouble, wrong in (
        ("is not finite", ~np.isfinite(numbers)),
        ("is negative", numbers < 0),
        ("is no whole number", numbers != np.floor(numbers)),
    ):
        if wrong.any():
            at = int(wrong.argmax())
            raise InputError(source, f"have {numbers[at]} ({where(at)}), which {trouble}", remedy)
    return numbers.astype(np.int64)


def listed(names: Any) -> str:
    """Up to three names, and how many more."""
    shown = [repr(str(name)) for name in list(names)[:3]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
