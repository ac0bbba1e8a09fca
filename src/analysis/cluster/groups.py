"""Groups of articles that lie in partitions.

In: a column of the data set, or a group for each article. Out: the group of each article, and which
rows of each partition are used.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.cluster.connecting import gathered, submitted
from analysis.cluster.partitions import Partition, Survey
from analysis.errors import InputError

By = "str | Mapping[Any, Any] | pd.Series[Any]"


def values_of(
    client: Any, partitions: Sequence[Partition], found: Survey, by: Any
) -> "pd.Series[Any]":
    """The group of each article that has one, by identifier.

    Raises
    ------
    InputError
        If no article has one.
    """
    if not isinstance(by, str):
        return pd.Series(by, dtype=object) if isinstance(by, Mapping) else by
    values = gathered(client, submitted(client, labels, partitions, [by] * len(partitions)))
    together = pd.Series(np.concatenate(values), index=found.ids.to_pylist(), dtype=object)
    known = together[together.notna()]
    if known.empty:
        raise InputError("by", f"{by}: no article has a value", "group by something else")
    return known


def labels(partition: Partition, name: str) -> NDArray[np.object_]:
    """A column as labels: whole numbers without a point, None for what is missing or blank."""
    values = partition.read(name).column(0).to_pylist()
    return np.array([_label(value) for value in values], dtype=object)


def _label(value: object) -> str | None:
    if value is None or value != value:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if str(value).strip() else None


def rows_of(
    found: Survey, groups: "pd.Series[Any]"
) -> tuple[list[NDArray[np.int64]], list[dict[str, str]]]:
    """For each partition the rows that have a group, and the groups of its articles."""
    of = {str(article): str(group) for article, group in groups.items() if not pd.isna(group)}
    rows, names = [], []
    for start, stop in zip(found.starts[:-1], found.starts[1:], strict=True):
        ids = found.ids.slice(start, stop - start).to_pylist()
        used = [row for row, article in enumerate(ids) if article in of]
        rows.append(np.array(used, dtype=np.int64))
        names.append({ids[row]: of[ids[row]] for row in used})
    return rows, names
