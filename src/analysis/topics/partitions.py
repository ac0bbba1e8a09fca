"""Every way to part a few articles into topics, and how good each one is.

In: cosine similarities of at most ten articles. Out: all set partitions with their scores, so
that the one a method chose can be seen among those it passed over.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.schema import check_table

FEW = 10
_CHUNK = 16_384

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]


def set_partitions(n: int) -> Ints:
    """All partitions of ``n`` things, one a row, in the order of their codes.

    Parameters
    ----------
    n
        Number of things, 1 to 10. There are Bell(n) partitions: 52 for five, 115,975 for ten.

    Returns
    -------
    numpy.ndarray
        Bell(n) × n. Row entries are group numbers from 0, each new group taking the next number
        (restricted growth strings; Knuth, *The Art of Computer Programming* 4A, 7.2.1.5).

    Raises
    ------
    InputError
        If ``n`` is out of range.

    Examples
    --------
    >>> set_partitions(3).tolist()
    [[0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1], [0, 1, 2]]
    >>> len(set_partitions(5))
    52
    """
    if not 1 <= n <= FEW:
        raise InputError("n", f"is {n}", f"all partitions are listed for 1 to {FEW} articles")
    rows = np.zeros((1, 1), dtype=np.int64)
    for _ in range(n - 1):
        choices = rows.max(axis=1) + 2
        starts = np.repeat(np.cumsum(choices) - choices, choices)
        added = np.arange(choices.sum()) - starts
        rows = np.column_stack([np.repeat(rows, choices, axis=0), added])
    return rows


def growth_code(labels: Sequence[int] | Ints) -> tuple[int, ...]:
    """Group numbers rewritten so that each new group takes the next number, from 0.

    Examples
    --------
    >>> growth_code([2, 2, 0, 1])
    (0, 0, 1, 2)
    """
    seen: dict[int, int] = {}
    return tuple(seen.setdefault(int(label), len(seen)) for label in labels)


def mean_silhouettes(similarity: Floats, partitions: Ints) -> Floats:
    r"""The mean silhouette width of every partition, for cosine distances.

    For an article :math:`(b - a) / \max(a, b)`, where :math:`a` is its mean distance to its own
    group and :math:`b` to the nearest other group; 0 for an article on its own, and for the
    partition into a single group. So both trivial partitions score 0, and a partition below 0 is
    worse than none.

    Parameters
    ----------
    similarity
        Articles × articles, cosine.
    partitions
        Rows as ``set_partitions`` gives them.

    Returns
    -------
    numpy.ndarray
        One score per partition, rounded to 12 decimals.

    References
    ----------
    Rousseeuw, P. J. (1987). Silhouettes. *Journal of Computational and Applied Mathematics* 20.

    Examples
    --------
    >>> alike = np.array([[1, .9, .1], [.9, 1, .1], [.1, .1, 1]])
    >>> mean_silhouettes(alike, set_partitions(3)).round(3).tolist()
    [0.0, 0.593, -0.296, -0.296, 0.0]
    """
    distance = 1.0 - np.asarray(similarity, dtype=np.float64)
    parts = [
        _mean_silhouettes(distance, partitions[at : at + _CHUNK])
        for at in range(0, len(partitions), _CHUNK)
    ]
    return np.asarray(np.round(np.concatenate(parts), 12), dtype=np.float64)


def _mean_silhouettes(distance: Floats, partitions: Ints) -> Floats:
    """Scores of as many partitions as fit in memory at once."""
    count, n = partitions.shape
    member = np.zeros((count, n, n))
    np.put_along_axis(member, partitions[:, :, None], 1.0, axis=2)
    sizes = member.sum(axis=1)
    sums = distance @ member
    own_size = np.take_along_axis(sizes, partitions, axis=1)
    own = np.take_along_axis(sums, partitions[:, :, None], axis=2)[:, :, 0]
    inside = own / np.maximum(own_size - 1, 1)
    means = np.where(sizes[:, None, :] > 0, sums / np.maximum(sizes, 1)[:, None, :], np.inf)
    np.put_along_axis(means, partitions[:, :, None], np.inf, axis=2)
    nearest = means.min(axis=2)
    defined = (own_size > 1) & np.isfinite(nearest)
    nearest = np.where(defined, nearest, 0.0)
    larger = np.maximum(inside, nearest)
    widths = np.divide(
        nearest - inside, larger, out=np.zeros_like(larger), where=defined & (larger > 0)
    )
    return np.asarray(widths.mean(axis=1))


def partition_table(
    similarity: Floats | None, article_ids: Sequence[str], chosen: Ints, runs: Sequence[Ints]
) -> pd.DataFrame:
    """The table ``topic_partitions``: empty when there are more than ten articles.

    ``runs`` holds the groupings that the resampled terms gave; a partition's recurrence is its
    share of them.
    """
    if similarity is None or len(article_ids) > FEW:
        return check_table(pd.DataFrame(columns=_COLUMNS), "topic_partitions")
    partitions = set_partitions(len(article_ids))
    codes = ["-".join(map(str, row)) for row in (partitions + 1).tolist()]
    times = Counter(_code(run) for run in runs)
    table = pd.DataFrame(
        {
            "partition": codes,
            "groups": _groups(partitions, article_ids),
            "n_topics": partitions.max(axis=1) + 1,
            "sizes": _sizes(partitions),
            "silhouette": mean_silhouettes(similarity, partitions),
            "chosen": np.array(codes) == _code(chosen),
            "recurrence": [times[code] / len(runs) if runs else np.nan for code in codes],
        }
    )
    table = table.sort_values(
        ["silhouette", "n_topics", "partition"], ascending=[False, True, True], ignore_index=True
    )
    table.insert(0, "rank", np.arange(1, len(table) + 1))
    table.insert(5, "rank_in_size", table.groupby("n_topics").cumcount() + 1)
    table["silhouette"] = table["silhouette"].round(6) + 0.0
    table["recurrence"] = table["recurrence"].round(6)
    return check_table(table[_COLUMNS], "topic_partitions")


_COLUMNS = [
    "rank",
    "partition",
    "groups",
    "n_topics",
    "sizes",
    "rank_in_size",
    "silhouette",
    "chosen",
    "recurrence",
]


def _code(labels: Ints) -> str:
    """A partition as the table writes it: group numbers from 1, joined by hyphens."""
    return "-".join(str(group + 1) for group in growth_code(labels))


def _sizes(partitions: Ints) -> list[str]:
    """The sizes of the groups of each partition, largest first, joined by +."""
    n = partitions.shape[1]
    counts = np.stack([(partitions == group).sum(axis=1) for group in range(n)], axis=1)
    ordered = -np.sort(-counts, axis=1)
    # One whole number stands for each combination of sizes; only a few differ.
    keys = ordered @ (n + 1) ** np.arange(n, dtype=np.int64)
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    words = ["+".join(str(size) for size in ordered[row] if size) for row in first]
    return [words[kind] for kind in which]


def _groups(partitions: Ints, article_ids: Sequence[str]) -> list[str]:
    """Partitions in words: articles joined by +, groups parted by |."""
    n = partitions.shape[1]
    bits = 1 << np.arange(n, dtype=np.int64)
    # A group is a set of articles, and the sets are far fewer than the partitions.
    words = [
        " + ".join(name for at, name in enumerate(article_ids) if members >> at & 1)
        for members in range(1 << n)
    ]
    sets = np.stack([((partitions == group) * bits).sum(axis=1) for group in range(n)], axis=1)
    return [" | ".join([words[members] for members in row if members]) for row in sets.tolist()]
