"""Term counts and groups, checked and brought into one form.

In: a ``TermCounts`` or a long table, a grouping of its articles, the names of two groups. Out:
``GroupedCounts``, articles x terms with the tokens and the group of each article. What cannot be
used is refused here, so that nothing behind this module checks again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis.comparison.tables import (
    Counts,
    Integers,
    Totals,
    from_frame,
    from_matrix,
    listed,
)
from analysis.errors import InputError

Flags = NDArray[np.bool_]
Groups: TypeAlias = "Mapping[Any, Any] | pd.Series[Any]"


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

    def relabel(self, in_target: Flags) -> "GroupedCounts":
        """The same articles dealt out otherwise."""
        return self._replace(in_target=in_target)

    def with_totals(self, totals: Integers) -> "GroupedCounts":
        """The same counts of articles with other tokens."""
        return self._replace(totals=totals)

    def with_terms(self, matrix: sparse.csr_array, terms: NDArray[np.object_]) -> "GroupedCounts":
        """The same articles counted in other terms."""
        return self._replace(matrix=matrix, terms=terms)

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
    count_as_one: "Mapping[Any, Any] | pd.Series[Any] | None" = None,
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
    count_as_one
        Article identifier -> name of the copy it carries (mapping, or Series such as the column
        same_copy of ``duplicate_clusters`` by article_id). Articles of one copy are added up and
        count as one article; articles not named stay as they are.

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
        from_frame(counts, totals)
        if isinstance(counts, pd.DataFrame)
        else from_matrix(counts, totals)
    )
    known = pd.Index(article_ids)
    unknown = labels.index[~labels.index.isin(known)]
    if len(unknown):
        raise InputError(
            "groups", f"names {listed(unknown)}, which the counts do not hold",
            "take it out of the groups, or give its counts (or its tokens in totals=)",
        )  # fmt: skip
    used = labels[labels.isin([target, reference])].sort_index()
    ungrouped = int((~known.isin(labels.index)).sum())
    notes = (
        (
            f"{ungrouped} of {len(known)} articles "
            f"{'has no group and is' if ungrouped == 1 else 'have no group and are'} left out.",
        )
        if ungrouped
        else ()
    )
    rows = known.get_indexer(used.index)
    grouped = GroupedCounts(
        matrix=matrix[rows], terms=terms, article_ids=used.index.to_numpy(dtype=object),
        totals=sizes[rows], in_target=(used == target).to_numpy(dtype=bool),
        target=str(target), reference=str(reference), notes=notes,
    )  # fmt: skip
    if count_as_one is not None and len(count_as_one):
        grouped = merge_articles(grouped, count_as_one)
    empty = grouped.totals == 0
    if not empty.any():
        return grouped
    names = listed(grouped.article_ids[empty])
    if without_tokens == "error":
        raise InputError(
            "counts", f"hold no token of {names}, so it has no rates and cannot be compared",
            "take it out of the groups, or pass without_tokens='exclude'",
        )  # fmt: skip
    kept = grouped.select_articles(~empty)
    return kept._replace(notes=(*grouped.notes, f"Without a token, and left out: {names}."))


def merge_articles(
    grouped: GroupedCounts, copies: "Mapping[Any, Any] | pd.Series[Any]"
) -> GroupedCounts:
    """Articles that carry the same copy as one article: counts and tokens added up.

    The merged article is called by its parts, joined by " + ".

    Raises
    ------
    InputError
        If a copy is in both groups.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("abc"), "term": ["x"] * 3, "count": [1, 2, 4]})
    >>> grouped = group_counts(table, {"a": 1, "b": 1, "c": 2}, 1, 2)
    >>> merged = merge_articles(grouped, {"a": "wire", "b": "wire"})
    >>> merged.article_ids.tolist(), merged.matrix.toarray().tolist()
    (['a + b', 'c'], [[3], [4]])
    """
    named = {str(article): str(copy) for article, copy in copies.items()}
    keys = [(0, named[name]) if name in named else (1, name) for name in grouped.article_ids]
    members: dict[tuple[int, str], list[int]] = {}
    for row, key in enumerate(keys):
        members.setdefault(key, []).append(row)
    for (_, copy), rows in members.items():
        if len({bool(grouped.in_target[row]) for row in rows}) > 1:
            raise InputError(
                "count_as_one", f"the copy {copy!r} is in both groups "
                f"({listed(grouped.article_ids[rows])})", "name copies within one group, as "
                "analysis.corpus.repeats.counted_once does",
            )  # fmt: skip
    order = list(members.values())
    unit = np.repeat(np.arange(len(order)), [len(rows) for rows in order])
    rows_in_order = np.concatenate(order) if order else np.array([], dtype=int)
    adding = sparse.csr_array(
        (np.ones(len(unit), dtype=np.int64), (unit, rows_in_order)),
        shape=(len(order), len(grouped.article_ids)),
    )
    merged = sum(1 for rows in order if len(rows) > 1)
    note = (
        f"{merged} {'copy' if merged == 1 else 'copies'} carried by several articles "
        f"count{'s' if merged == 1 else ''} as one."
    )
    matrix = sparse.csr_array(adding @ grouped.matrix)
    matrix.sort_indices()
    return grouped._replace(
        matrix=matrix, totals=adding @ grouped.totals,
        article_ids=np.array(
            [" + ".join(grouped.article_ids[rows]) for rows in order], dtype=object
        ),
        in_target=grouped.in_target[[rows[0] for rows in order]],
        notes=(*grouped.notes, note) if merged else grouped.notes,
    )  # fmt: skip


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
            f"gives no group for {listed(missing)}",
            "fill it in, or take the article out",
        )
    series.index = pd.Index([str(key) for key in series.index], dtype=object)
    twice = series.index[series.index.duplicated()]
    if len(twice):
        raise InputError("groups", f"names {listed(twice)} twice", "name each article once")
    return series


def check_whole(name: str, value: object, least: int) -> None:
    """Refuse what is no whole number from ``least``.

    Examples
    --------
    >>> check_whole("seed", -1, 0)
    Traceback (most recent call last):
    analysis.errors.InputError: seed: is -1; give a whole number from 0
    """
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < least:  # type: ignore[operator]
        raise InputError(name, f"is {value!r}", f"give a whole number from {least}")
