"""Whatever holds texts, as batches of Arrow strings.

In: a list, Series, Arrow array or Parquet file. Out: pieces, each read where it is counted: batches
of at most ``ARTICLES`` articles and, save for single articles, ``BYTES`` bytes, each checked: no
gaps, nothing but valid text.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.errors import InputError

ARTICLES = 5_000
BYTES = 1 << 25
LONGEST = 2**32 - 1  # bytes in an article: what the compiled pass has room to number


class Piece(NamedTuple):
    """Some consecutive texts that are yet to be read."""

    size: int  # bytes of text, about
    read: Callable[[], list[Any]]  # Arrow arrays of strings


def text_pieces(texts: Any, *, column: str = "body") -> Iterator[Piece]:
    """The texts in pieces, in their order. Threads may read several at once.

    Raises
    ------
    InputError
        If the source is no collection of texts; when a piece is read, if a text is missing, is no
        string, is not valid UTF-8, or is longer than four gigabytes.
    """
    import pyarrow as pa

    if isinstance(texts, Path) or (isinstance(texts, str) and texts.endswith(".parquet")):
        yield from _from_parquet(Path(texts), column)
        return
    if isinstance(texts, str | bytes):
        raise InputError(
            "texts", "is one string", "give a list of texts, or the path of a Parquet file"
        )
    if isinstance(texts, pd.Series) and isinstance(texts.dtype, pd.StringDtype | pd.ArrowDtype):
        texts = pa.array(texts)
    elif hasattr(texts, "to_arrow"):
        texts = texts.to_arrow()
    row = 0
    if isinstance(texts, pa.ChunkedArray | pa.Array):
        for chunk in texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]:
            for first in range(0, len(chunk), ARTICLES):
                part = chunk.slice(first, ARTICLES)
                yield Piece(part.nbytes, partial(_checked, part, row))
                row += len(part)
        return
    if not isinstance(texts, Iterable):
        raise InputError("texts", f"is {type(texts).__name__}", "give a list of texts")
    rest = iter(texts)
    while batch := list(islice(rest, ARTICLES)):
        array = _array_of(batch, row)
        yield Piece(array.nbytes, partial(_checked, array, row))
        row += len(batch)


def text_batches(texts: Any, *, column: str = "body") -> Iterator[Any]:
    """Arrow arrays of strings that hold the texts in their order; errors as in `text_pieces`."""
    for piece in text_pieces(texts, column=column):
        yield from piece.read()


def _from_parquet(path: Path, column: str) -> Iterator[Piece]:
    """A column of a Parquet file: its row groups, or, where these are large, batch after batch."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # Read as it is needed: by default whole row groups would be fetched ahead.
        file = pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20)
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(path, error) from error
    with file:
        if column not in file.schema_arrow.names:
            raise InputError(
                path.name, f"has no column {column}",
                f"name the column of texts; it has {', '.join(file.schema_arrow.names)}",
            )  # fmt: skip
        row = 0
        for groups, rows, size in _neighbours(file.metadata, column):
            if rows <= ARTICLES and size <= BYTES:
                yield Piece(size, partial(_read_groups, path, file.metadata, groups, column, row))
                row += rows
                continue
            for batch in _batches_of(file, groups, column):
                yield Piece(batch.nbytes, partial(_checked, batch.column(0), row))
                row += len(batch)


def _neighbours(metadata: Any, column: str) -> Iterator[tuple[list[int], int, int]]:
    """Row groups that together are no more than a batch: their numbers, rows, and bytes."""
    waiting: list[int] = []
    rows = size = 0
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        here = sum(
            part.total_uncompressed_size
            for part in map(group.column, range(group.num_columns))
            if part.path_in_schema == column
        )
        if waiting and (rows + group.num_rows > ARTICLES or size + here > BYTES):
            yield waiting, rows, size
            waiting, rows, size = [], 0, 0
        waiting.append(number)
        rows += group.num_rows
        size += here
    if waiting:
        yield waiting, rows, size


def _read_groups(path: Path, metadata: Any, groups: list[int], column: str, row: int) -> list[Any]:
    """Row groups, read with a handle of their own: several threads read at once."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, metadata=metadata, pre_buffer=False, buffer_size=1 << 20) as file:
            chunks = file.read_row_groups(groups, columns=[column], use_threads=False).column(0)
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(path, error) from error
    batches = []
    for chunk in chunks.chunks:
        batches += _checked(chunk, row)
        row += len(chunk)
    return batches


def _batches_of(file: Any, groups: list[int], column: str) -> Iterator[Any]:
    """Row groups too large to be read at once."""
    return file.iter_batches(  # type: ignore[no-any-return]
        ARTICLES, row_groups=groups, columns=[column], use_threads=False
    )


def _checked(batch: Any, row: int) -> list[Any]:
    """The batch as Arrow strings in parts of bounded size, when nothing is wrong with it."""
    import pyarrow as pa

    kind = batch.type
    if pa.types.is_dictionary(kind) or pa.types.is_string_view(kind):
        batch = batch.cast(pa.large_string())
    elif not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        raise InputError("texts", f"hold {kind}, not text", "give strings (UTF-8)")
    if batch.null_count:
        raise _no_text(row + batch.is_null().to_pylist().index(True), None)
    _check_utf8(batch, row)
    parts = list(_of_bounded_size(batch))
    for part in parts:
        if len(part) == 1 and (size := part[0].as_buffer().size) > LONGEST:
            raise InputError(
                "texts", f"hold one of {size:,} bytes", "cut it up: four gigabytes are most"
            )
    return parts


def _array_of(values: list[Any], row: int) -> Any:
    """Python strings as an Arrow array; lone surrogates (no UTF-8 for them) as question marks.

    A surrogate is no part of a token and a question mark is none either: the counts are the same.
    """
    import pyarrow as pa

    for at, value in enumerate(values):
        if not isinstance(value, str):
            raise _no_text(row + at, value)
    try:
        return pa.array(values, type=pa.large_string())
    except (UnicodeEncodeError, pa.ArrowException):
        return pa.array(
            [value.encode("utf-8", "replace").decode("utf-8") for value in values],
            type=pa.large_string(),
        )


def _no_text(row: int, value: object) -> InputError:
    """The error for what is no text."""
    gap = value is None or value is pd.NA or value != value
    found = "is missing" if gap else f"is {type(value).__name__}, not text"
    return InputError(
        f"texts, row {row}", f"the text {found}", "fill it, or leave the article out (rows from 0)"
    )


def _check_utf8(batch: Any, row: int) -> None:
    """Raise for the first text that is not valid UTF-8."""
    import pyarrow as pa

    try:
        batch.validate(full=True)
    except pa.ArrowInvalid as error:
        for at in range(len(batch)):
            try:
                batch.slice(at, 1).validate(full=True)
            except pa.ArrowInvalid:
                raise InputError(
                    f"texts, row {row + at}", "the text is not valid UTF-8",
                    "decode it with its own encoding first (rows from 0)",
                ) from error  # fmt: skip
        raise InputError("texts", f"are no valid Arrow array ({error})", "make it anew") from error


def _of_bounded_size(batch: Any) -> Iterator[Any]:
    """The batch, in halves where it holds too much to count at once."""
    if len(batch) > 1 and batch.nbytes > BYTES:
        middle = len(batch) // 2
        yield from _of_bounded_size(batch.slice(0, middle))
        yield from _of_bounded_size(batch.slice(middle))
    elif len(batch):
        yield batch


def _unreadable(path: Path, error: Exception) -> InputError:
    return InputError(path.name, f"cannot be read as Parquet ({error})", "give a Parquet file")
