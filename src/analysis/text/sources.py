"""Whatever holds texts, as batches of Arrow strings.

In: a list, Series, Arrow array or Parquet file. Out: batches of at most ``ARTICLES`` articles and,
save for single articles, ``CHARACTERS`` bytes, each checked: no gaps, nothing but valid text.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import InputError

ARTICLES = 5_000
BYTES = 1 << 25


def text_batches(texts: Any, *, column: str = "body") -> Iterator[Any]:
    """Arrow arrays of strings that hold the texts in their order.

    Raises
    ------
    InputError
        If the source is no collection of texts; when the batch is reached, if a text is missing,
        is no string, or is not valid UTF-8.
    """
    import pyarrow as pa

    row = 0
    for batch in _pieces(texts, column):
        if isinstance(batch, list):
            batch = _array_of(batch, row)
        kind = batch.type
        if pa.types.is_dictionary(kind) or pa.types.is_string_view(kind):
            batch = batch.cast(pa.large_string())
        elif not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            raise InputError("texts", f"hold {kind}, not text", "give strings (UTF-8)")
        if batch.null_count:
            missing = row + batch.is_null().to_pylist().index(True)
            raise _no_text(missing, None)
        _check_utf8(batch, row)
        row += len(batch)
        yield from _of_bounded_size(batch)


def _pieces(texts: Any, column: str) -> Iterator[Any]:
    """Lists of objects or Arrow arrays, of at most ARTICLES articles each."""
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
    if isinstance(texts, pa.ChunkedArray | pa.Array):
        for chunk in texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]:
            for first in range(0, len(chunk), ARTICLES):
                yield chunk.slice(first, ARTICLES)
        return
    if not isinstance(texts, Iterable):
        raise InputError("texts", f"is {type(texts).__name__}", "give a list of texts")
    rest = iter(texts)
    while batch := list(islice(rest, ARTICLES)):
        yield batch


def _from_parquet(path: Path, column: str) -> Iterator[Any]:
    """A column of a Parquet file, batch after batch."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # Read as it is needed: by default whole row groups would be fetched ahead.
        file = pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20)
    except (OSError, pa.ArrowException) as error:
        raise InputError(
            path.name, f"cannot be read as Parquet ({error})", "give a Parquet file"
        ) from error
    with file:
        if column not in file.schema_arrow.names:
            raise InputError(
                path.name, f"has no column {column}",
                f"name the column of texts; it has {', '.join(file.schema_arrow.names)}",
            )  # fmt: skip
        for batch in file.iter_batches(ARTICLES, columns=[column], use_threads=False):
            yield batch.column(0)


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
