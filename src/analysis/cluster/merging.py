"""Tables that workers wrote by partition, brought into one order without holding them.

In: for each partition a Parquet file with the rows of its articles, article after article in the
wanted order, and how many rows each article has. Out: Arrow tables of some thousand rows, which one
after the other are the whole table.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.errors import InputError

_AT_ONCE = 50_000  # rows
# A few rows of each file are in memory, as its articles may be spread over the whole order.
_READ = 2_000


def write_rows(table: Any, path: Path) -> None:
    """Write the rows of a partition, as ``merged`` reads them."""
    import pyarrow.parquet as pq

    pq.write_table(table, path, compression="zstd", row_group_size=_READ)


def merged(
    paths: Sequence[Path], sizes: Sequence[NDArray[np.int64]], order: NDArray[np.int64]
) -> Iterator[Any]:
    """The rows of all files in the order of the articles.

    Parameters
    ----------
    paths
        A file for each partition. In it the articles follow one another as they do in ``order``.
    sizes
        For each partition, how many rows each of its articles has.
    order
        The articles in the order that is wanted, each by its place among those of all partitions.

    Raises
    ------
    InputError
        If a file is not there.
    """
    starts = np.cumsum([0, *(len(part) for part in sizes)])
    rows = np.concatenate(sizes)[order]
    order, rows = order[rows > 0], rows[rows > 0]
    files = [_File(path) for path in paths]
    yield files[0].taken(0)  # the columns, whatever follows
    block = np.cumsum(rows) // _AT_ONCE
    bounds = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), len(order)]
    for first, last in pairwise(bounds):
        of = np.searchsorted(starts, order[first:last], side="right") - 1
        if len(of):
            yield _block(files, of, rows[first:last])


def _block(files: "Sequence[_File]", of: NDArray[np.int64], rows: NDArray[np.int64]) -> Any:
    """The rows of some articles: of which file each is, and how many rows it has."""
    import pyarrow as pa

    wanted = np.bincount(of, weights=rows).astype(np.int64)
    together = pa.concat_tables([files[file].taken(int(wanted[file])) for file in np.unique(of)])
    # There they stand file by file; each begins where those before it end.
    by_file = np.argsort(of, kind="stable")
    begin = np.empty(len(of), dtype=np.int64)
    begin[by_file] = np.cumsum(rows[by_file]) - rows[by_file]
    shift = np.repeat(begin - (np.cumsum(rows) - rows), rows)
    return together.take(shift + np.arange(len(shift)))


class _File:
    """A file that is read from its beginning, no more at a time than is asked for, about."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._group = 0
        self._held: Any = None

    def taken(self, rows: int) -> Any:
        """The next rows."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self._held is None or len(self._held) < rows:
            # Closed in between: there may be more partitions than files can be open.
            try:
                with pq.ParquetFile(self.path) as file:
                    if self._held is None:
                        self._held = file.schema_arrow.empty_table()
                    pieces = [self._held]
                    while sum(map(len, pieces)) < rows:
                        pieces.append(file.read_row_group(self._group, use_threads=False))
                        self._group += 1
            except FileNotFoundError as error:
                raise InputError(
                    self.path, "was not written where this machine reads it",
                    "name a folder that all workers reach under the same path",
                ) from error  # fmt: skip
            self._held = pa.concat_tables(pieces)
        found = self._held.slice(0, rows)
        self._held = self._held.slice(rows).combine_chunks()
        return found
