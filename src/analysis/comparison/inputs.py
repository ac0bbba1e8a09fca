"""Term counts and groups, checked and brought into one form.

In: a ``TermCounts`` or a long table, a grouping of its articles, the names of two groups. Out:
``GroupedCounts``, articles x terms with the tokens and the group of each article. What cannot be
used is refused here, so that nothing behind this module checks again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis.errors import InputError

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@runtime_checkable
class CountsMatrix(Protocol):
    """What is read of a ``TermCounts``: articles x terms, and the names and sizes of both."""

    matrix: Any
    terms: Any
    article_ids: Any
    totals: Any


Counts: TypeAlias = "CountsMatrix | pd.DataFrame"
Groups: TypeAlias = "Mapping[Any, Any] | pd.Series[Any]"
Totals: TypeAlias = "Mapping[Any, Any] | pd.Series[Any]"


@dataclass(frozen=True)
class GroupedCounts:
    """The counts of two groups of articles.

    Attributes
    ----------
    matrix
        Articles x terms, CSR, whole numbers, without stored zeros.
    terms, article_ids
        Names of the columns (sorted) and of the rows (sorted), as ``str``.
    totals
        Tokens of each article, before any filter of the vocabulary.
    in_target
        True for the articles of the target group, False for the reference group.
    target, reference
        The labels of the two groups, as text.
    notes
        What was left out, in sentences.
    """

    matrix: sparse.csr_array
    terms: NDArray[np.object_]
    article_ids: NDArray[np.object_]
    totals: Integers
    in_target: Flags
    target: str
    reference: str
    notes: tuple[str, ...] = ()

    @property
    def n_target(self) -> int:
        return int(self.in_target.sum())

    @property
    def n_reference(self) -> int:
        return int((~self.in_target).sum())

    def select_terms(self, keep: Flags) -> "GroupedCounts":
        """The same articles with some of the terms; totals stay."""
        return self._replace(matrix=self.matrix[:, keep], terms=self.terms[keep])

    def select_articles(self, keep: Flags) -> "GroupedCounts":
        """Some of the articles with all terms."""
        return self._replace(
            matrix=self.matrix[keep], article_ids=self.article_ids[keep],
            totals=self.totals[keep], in_target=self.in_target[keep],
        )  # fmt: skip

    def _replace(self, **changes: Any) -> "GroupedCounts":
        return GroupedCounts(**{**self.__dict__, **changes})


def group_counts(
    counts: Counts,
    groups: Groups,
    target: object,
    reference: object,
    *,
    totals: "Totals | None" = None,
    without_tokens: str = "error",
) -> GroupedCounts:
    """Counts and groups in one checked form; articles outside the two groups are left out.

    Parameters
    ----------
    counts
        A ``TermCounts``, or a long table with the columns article_id, term, count.
    groups
        Article identifier -> group label (mapping or Series). Identifiers are compared as text.
    target, reference
        Two of the labels.
    totals
        Tokens per article, for published counts that were filtered. Left out, a ``TermCounts``
        brings its own, and a long table is taken as complete.
    without_tokens
        What to do with an article that has no token, and so no rates: "error" refuses it,
        "exclude" leaves it out and says so in ``notes``.

    Raises
    ------
    InputError
        If the counts are negative, fractional, missing or given twice, if a label is unknown or
        has no article, if ``groups`` names an article that the counts lack, if totals are smaller
        than the counts they hold, or an article has no token.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "b"], "term": ["war", "peace"], "count": [2, 1]})
    >>> grouped = group_counts(table, {"a": 2012, "b": 2016}, 2016, 2012)
    >>> list(grouped.terms), grouped.matrix.toarray().tolist(), grouped.in_target.tolist()
    (['peace', 'war'], [[0, 2], [1, 0]], [False, True])
    """
    if without_tokens not in ("error", "exclude"):
        raise InputError("without_tokens", f"is {without_tokens!r}", "use 'error' or 'exclude'")
    labels = read_groups(groups, target, reference)
    matrix, terms, article_ids, sizes = (
        _from_frame(counts, totals)
        if isinstance(counts, pd.DataFrame)
        else _from_matrix(counts, totals)
    )
    known = pd.Index(article_ids)
    unknown = labels.index.difference(known)
    if len(unknown):
        raise InputError(
            "groups", f"names {_some(unknown)}, which the counts do not hold",
            "take it out of the groups, or give its counts (or its tokens in totals=)",
        )  # fmt: skip
    used = labels[labels.isin([target, reference])].sort_index()
    ungrouped = len(known.difference(labels.index))
    notes = (
        (f"{ungrouped} of {len(known)} articles have no group and are left out.",)
        if ungrouped
        else ()
    )
    rows = known.get_indexer(used.index)
    grouped = GroupedCounts(
        matrix=matrix[rows], terms=terms, article_ids=used.index.to_numpy(dtype=object),
        totals=sizes[rows], in_target=(used == target).to_numpy(dtype=bool),
        target=str(target), reference=str(reference), notes=notes,
    )  # fmt: skip
    empty = grouped.totals == 0
    if not empty.any():
        return grouped
    names = _some(grouped.article_ids[empty])
    if without_tokens == "error":
        raise InputError(
            "counts", f"hold no token of {names}, so it has no rates and cannot be compared",
            "take it out of the groups, or pass without_tokens='exclude'",
        )  # fmt: skip
    kept = grouped.select_articles(~empty)
    return kept._replace(notes=(*notes, f"Without a token, and left out: {names}."))


def read_groups(groups: Groups, target: object, reference: object) -> "pd.Series[Any]":
    """The grouping as a Series from article identifier (text) to label, with both groups filled.

    Raises
    ------
    InputError
        If it is no mapping or Series, names an article twice or without a label, or if the target
        or the reference is not one of its labels.
    """
    labels = label_series(groups)
    if target == reference:
        raise InputError(
            "target and reference", f"are both {target!r}", "name two different groups"
        )
    for role, label in (("target", target), ("reference", reference)):
        if not (labels == label).any():
            allowed = ", ".join(sorted({repr(value) for value in labels})) or "none"
            raise InputError(
                f"{role} group", f"no article has the value {label!r}",
                f"the values in groups are: {allowed}",
            )  # fmt: skip
    return labels


def label_series(groups: Groups) -> "pd.Series[Any]":
    """The grouping as a Series, each article once and with a label."""
    if isinstance(groups, Mapping):
        series = pd.Series(list(groups.values()), index=list(groups), dtype=object)
    elif isinstance(groups, pd.Series):
        series = groups.astype(object)
    else:
        raise InputError(
            "groups", f"is a {type(groups).__name__}",
            "give a mapping or a Series from article_id to group",
        )  # fmt: skip
    missing = series.index[series.isna()]
    if len(missing):
        raise InputError(
            "groups",
            f"gives no group for {_some(missing)}",
            "fill it in, or take the article out",
        )
    series.index = pd.Index([str(key) for key in series.index], dtype=object)
    twice = series.index[series.index.duplicated()]
    if len(twice):
        raise InputError("groups", f"names {_some(twice)} twice", "name each article once")
    return series


def _from_matrix(
    counts: CountsMatrix, totals: "Totals | None"
) -> tuple[sparse.csr_array, NDArray[np.object_], NDArray[np.object_], Integers]:
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
            twice = _some(index[index.duplicated()])
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


def _from_frame(
    frame: pd.DataFrame, totals: "Totals | None"
) -> tuple[sparse.csr_array, NDArray[np.object_], NDArray[np.object_], Integers]:
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
    listed = set(ids.tolist())
    if totals is not None:
        listed |= {str(key) for key in totals.keys()}  # noqa: SIM118
    article_ids = np.array(sorted(listed), dtype=object)
    columns, terms = pd.factorize(words, sort=True)
    rows = pd.Index(article_ids).get_indexer(pd.Index(ids))
    shape = (len(article_ids), len(terms))
    matrix = sparse.csr_array((values, (rows, columns)), shape=shape)
    matrix.eliminate_zeros()
    matrix.sort_indices()
    sums = np.asarray(matrix.sum(axis=1), dtype=np.int64)
    sizes = sums if totals is None else _totals(totals, article_ids, matrix)
    return matrix, np.asarray(terms, dtype=object), article_ids, sizes


def _totals(totals: Totals, article_ids: NDArray[np.object_], matrix: sparse.csr_array) -> Integers:
    """Tokens per article in the order of the articles, none smaller than what was counted."""
    given = {str(key): value for key, value in totals.items()}
    lacking = [name for name in article_ids if name not in given]
    if lacking:
        raise InputError(
            "totals", f"lack {_some(lacking)}", "give the number of tokens of each article"
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


def _whole_numbers(values: NDArray[Any], source: str, where: Any) -> Integers:
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


def _some(names: Any) -> str:
    """Up to three names, and how many more."""
    listed = [repr(str(name)) for name in list(names)[:3]]
    more = len(names) - len(listed)
    return ", ".join(listed) + (f" and {more} more" if more else "")
