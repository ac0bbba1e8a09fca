"""A corpus in partitions: what is read, checked and counted at once.

In: a folder of Parquet files, one such file, or an articles table in memory. Out: ``Partition``
values that can be sent to a worker and read there, and what is known of all articles before their
texts are read. A row group of a file is a partition; so are some rows of a table in memory.
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import InputError

_BYTES = 4_000_000  # of text in a partition of a table in memory
_REMEDY = "`analysis read INPUT --format parquet --out FOLDER` writes one"


@dataclass(frozen=True)
class Partition:
    """Some consecutive articles: a row group of a file, or a table in memory."""

    name: str
    rows: int
    path: Path | None = None
    group: int = 0
    table: Any = None

    def read(self, *columns: str) -> Any:
        """These columns as an Arrow table.

        Raises
        ------
        InputError
            If the file cannot be read where this runs, or is no longer what it was.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self.path is None:
            return self.table.select(list(columns))
        try:
            with pq.ParquetFile(self.path) as file:
                found = file.read_row_group(self.group, columns=list(columns), use_threads=False)
        except FileNotFoundError as error:
            raise InputError(
                self.name, f"is not there on the worker's machine ({socket.gethostname()})",
                "keep the data set where all workers reach it under the same path",
            ) from error  # fmt: skip
        except (OSError, IndexError, pa.ArrowException) as error:
            raise InputError(self.name, f"cannot be read ({error})", "write it anew") from error
        if found.num_rows != self.rows or set(found.column_names) != set(columns):
            raise InputError(self.name, "has changed since the work began", "begin anew")
        return found.select(list(columns))

    def column(self, name: str) -> Any:
        """A column of text as one Arrow array without gaps, checked; whole numbers as text.

        Raises
        ------
        InputError
            If a value is missing or empty, or is no text in UTF-8.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        values = self.read(name).column(0).combine_chunks()
        kind = values.type.value_type if pa.types.is_dictionary(values.type) else values.type
        if not (_is_text(kind) or pa.types.is_integer(kind)):
            raise InputError(self.name, f"has {kind} for {name}", "give it as text")
        try:
            values.validate(full=True)
            text = values.cast(pa.large_string())
            # What is cast to a wider form of text has not been looked at.
            text.validate(full=True)
        except pa.ArrowInvalid as error:
            raise InputError(
                self.name, f"has a value of {name} that is not valid UTF-8",
                "decode it with its own encoding first",
            ) from error  # fmt: skip
        gaps = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(text), ""), True)
        if pc.any(gaps).as_py():
            raise InputError(
                f"{self.name}, row {gaps.index(True).as_py()}", f"has no {name}",
                "fill it, or leave the article out (rows from 0)",
            )  # fmt: skip
        return text


def open_partitions(
    source: str | Path | pd.DataFrame, columns: Sequence[str] = ()
) -> list[Partition]:
    """The partitions of a corpus, in the order of the files' names and of the rows in them.

    Parameters
    ----------
    source
        A folder with files that end in ``.parquet``, at any depth; those whose name, or whose
        folder's, begins with a dot or an underscore are passed over. Or one such file, or a table
        with the columns article_id and body.
    columns
        Columns that are needed besides article_id and body.

    Raises
    ------
    InputError
        If there is no such file or no article, a file cannot be read, lacks a column, or has
        others than the first.
    """
    if isinstance(source, pd.DataFrame):
        partitions = _of_table(source, columns)
    else:
        partitions = _of_files(Path(source), columns)
    if not partitions:
        raise InputError(_called(source), "holds no article", "give at least one")
    return partitions


def column_names(source: Path) -> list[str]:
    """The columns that the files of a data set have, in the order of the first file."""
    import pyarrow.parquet as pq

    open_partitions(source)
    return list(pq.read_schema(_files(source)[0]).names)


def _of_files(source: Path, columns: Sequence[str]) -> list[Partition]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    partitions = []
    first: tuple[str, list[str]] | None = None
    for path in _files(source):
        name = path.relative_to(source).as_posix() if path != source else path.name
        try:
            with pq.ParquetFile(path) as file:
                names = list(file.schema_arrow.names)
                sizes = [
                    file.metadata.row_group(group).num_rows
                    for group in range(file.metadata.num_row_groups)
                ]
        except (OSError, pa.ArrowException) as error:
            raise InputError(name, f"cannot be read as Parquet ({error})", _REMEDY) from error
        for column in ("article_id", "body", *columns):
            if column not in names:
                raise InputError(
                    name, f"has no column {column}", f"add it; there are {', '.join(names)}"
                )
        first = first or (name, names)
        if set(names) != set(first[1]):
            raise InputError(
                name, f"has the columns {', '.join(names)} where {first[0]} has "
                f"{', '.join(first[1])}", "give all files of a data set the same columns",
            )  # fmt: skip
        partitions += [
            Partition(f"{name}, row group {group}", rows, path.resolve(), group)
            for group, rows in enumerate(sizes)
            if rows
        ]
    return partitions


def _files(source: Path) -> list[Path]:
    """The files of a data set, by name."""
    if source.is_file():
        return [source]
    if not source.exists():
        raise InputError(source, "does not exist", "check the name")
    found = [
        path
        for path in source.rglob("*.parquet")
        if not any(part.startswith((".", "_")) for part in path.relative_to(source).parts)
        and path.is_file()
    ]
    if not found:
        raise InputError(source, "holds no file that ends in .parquet", _REMEDY)
    return sorted(found, key=lambda path: path.relative_to(source).as_posix())


def _of_table(source: pd.DataFrame, columns: Sequence[str]) -> list[Partition]:
    import pyarrow as pa

    wanted = ["article_id", "body", *columns]
    for column in wanted:
        if column not in source.columns:
            raise InputError("articles", f"lack the column {column}", "give article_id and body")
    table = pa.Table.from_pandas(source[list(dict.fromkeys(wanted))], preserve_index=False)
    per_row = max(1, table.nbytes // max(1, len(table)))
    size = max(1, _BYTES // per_row)
    return [
        # A slice would be sent with all that it is a slice of.
        Partition(f"articles from row {at}", len(part), table=pa.Table.from_batches(
            part.combine_chunks().take(list(range(len(part)))).to_batches(), part.schema))
        for at in range(0, len(table), size)
        for part in [table.slice(at, size)]
    ]  # fmt: skip


def _called(source: object) -> object:
    return "articles" if isinstance(source, pd.DataFrame) else source


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


@dataclass(frozen=True)
class Survey:
    """The articles of a corpus before their texts are read.

    Attributes
    ----------
    ids
        Their identifiers, an Arrow array in the order of the partitions.
    order
        Where the first, second, … article by identifier stands among them.
    starts
        Where each partition begins among them, and one past the last.
    """

    ids: Any
    order: NDArray[np.int64]
    starts: NDArray[np.int64]

    def sorted_ids(self) -> list[str]:
        """The identifiers, sorted."""
        return self.ids.take(self.order).to_pylist()  # type: ignore[no-any-return]


def survey(partitions: Sequence[Partition], ids: Sequence[Any]) -> Survey:
    """What is known of the articles, from the identifiers of each partition.

    Raises
    ------
    InputError
        If an identifier stands twice, in one partition or in two.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    together = pa.concat_arrays(list(ids))
    order = pc.array_sort_indices(together).to_numpy().astype(np.int64)
    starts = np.concatenate([[0], np.cumsum([len(part) for part in ids])]).astype(np.int64)
    in_order = together.take(order)
    same = pc.equal(in_order.slice(1), in_order.slice(0, max(0, len(in_order) - 1)))
    if pc.any(same).as_py():
        at = same.index(True).as_py()
        one, two = np.sort(
            np.searchsorted(starts, order[at : at + 2], side="right") - 1
        )  # of which partitions
        where = "twice" if one == two else f", which {partitions[one].name} has, too"
        raise InputError(
            partitions[two].name,
            f"has the article_id {in_order[at].as_py()!r}{' ' if one == two else ''}{where}",
            "give each article its own",
        )
    return Survey(together, order, starts)
