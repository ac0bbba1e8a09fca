"""Tables as files for other programs: CSV that no spreadsheet runs, Parquet, JSON, JSON lines.

In: a DataFrame and a path. Out: the file, whole or not at all. ``read_export`` gives back what was
written, the text of every cell as it was.

In CSV a cell of text that begins as a formula does (``=``, ``+``, ``-``, ``@``, their full-width
forms, a tab or a line break; white space before the sign does not matter) has an apostrophe put
before it. So has one that begins with apostrophes and then so, which makes the rule reversible.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd
import regex

from analysis.errors import InputError
from analysis.files import replaced_file

SUFFIXES = (".csv", ".parquet", ".json", ".jsonl")
DECIMALS = 6
"""Numbers are rounded to this many decimals when they are written."""

_FORMULA = regex.compile(r"'*+(?:[\t\r\n]|\s*+[=+\-@＝＋－＠])")
_UNDONE = regex.compile(r"'++(?:[\t\r\n]|\s*+[=+\-@＝＋－＠])")
_ROWS = 10_000


def as_text(cell: str) -> str:
    """A cell of a CSV that a spreadsheet shows as it stands and never runs.

    Examples
    --------
    >>> as_text('=HYPERLINK("x")'), as_text("'-5"), as_text("'tis")
    ('\\'=HYPERLINK("x")', "''-5", "'tis")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def from_text(cell: str) -> str:
    """What ``as_text`` was given.

    Examples
    --------
    >>> [from_text(as_text(cell)) for cell in ("=1+1", "'-5", "'tis", "'")]
    ['=1+1', "'-5", "'tis", "'"]
    """
    return cell[1:] if _UNDONE.match(cell) else cell


def check_export(path: Path) -> None:
    """Raise InputError unless a table can be written to a path of this name.

    Examples
    --------
    >>> check_export(Path("counts.xls"))
    Traceback (most recent call last):
    analysis.errors.InputError: counts.xls: is no kind of table that can be written; give a name
    that ends in .csv, .parquet, .json or .jsonl
    """
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(
            path, "is no kind of table that can be written",
            f"give a name that ends in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}",
        )  # fmt: skip
    if path.is_dir():
        raise InputError(path, "is a folder", "give the name of a file in it")


def write_export(frame: pd.DataFrame, path: Path) -> Path:
    """Write a table in the form that the path's ending names, and return the path.

    CSV is UTF-8 with Unix line ends, RFC 4180 quoting, booleans as true and false, and gaps as
    empty fields. JSON is a list of objects, one a line, and JSON lines the same without the list;
    gaps are null. Numbers are rounded to six decimals. A file that was there is replaced.

    Raises
    ------
    InputError
        If the ending is none of these, or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     frame = pd.DataFrame({"x": ["=1", "b"], "n": [-1, 2]})
    ...     path = write_export(frame, Path(folder, "t.csv"))
    ...     print(path.read_text(encoding="utf-8"), end="")
    x,n
    '=1,-1
    b,2
    """
    check_export(path)
    try:
        with replaced_file(path) as part:
            kind = path.suffix.lower()
            if kind == ".parquet":
                write_tables([arrow_table(frame)], part)
            elif kind == ".csv":
                _write_csv(_plain_columns(_rounded(frame)), part)
            else:
                with part.open("w", encoding="utf-8", newline="\n") as file:
                    file.writelines(_json_lines(_rounded(frame), as_list=kind == ".json"))
    except OSError as error:
        raise InputError(
            path, f"cannot be written ({error.strerror or error})", "choose another place"
        ) from error
    except UnicodeEncodeError as error:
        raise InputError(
            path, "cannot be written: a text holds half a character", "mend that text"
        ) from error
    return path


def arrow_table(frame: pd.DataFrame) -> Any:
    """A table as it goes to Parquet: numbers rounded, without what pandas notes for itself.

    Examples
    --------
    >>> arrow_table(pd.DataFrame({"n": [1 / 3]})).to_pydict()
    {'n': [0.333333]}
    """
    import pyarrow as pa

    table = pa.Table.from_pandas(_rounded(frame), preserve_index=False)
    return table.replace_schema_metadata(None)


def write_tables(tables: Iterable[Any], path: Path) -> int:
    """Write the rows of Arrow tables, one after the other, to a Parquet file; how many there are.

    The file is that which ``write_export`` writes of all of them in one, byte for byte, but no
    more than a few of them are in memory. It is not moved to its place: see ``replaced_file``.

    Parameters
    ----------
    tables
        One or more, with the same columns, as ``arrow_table`` gives them.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     pieces = (arrow_table(pd.DataFrame({"n": [n]})) for n in range(3))
    ...     write_tables(pieces, Path(folder, "t.parquet"))
    3
    """
    import pyarrow.parquet as pq

    pieces = iter(tables)
    first = next(pieces)
    # Row groups are what a cluster hands out.
    with pq.ParquetWriter(path, first.schema, compression="zstd") as writer:
        rows = 0
        for group in _row_groups(chain([first], pieces)):
            writer.write_table(group)
            rows += len(group)
        if not rows:
            writer.write_table(first)
    return rows


def read_export(path: Path) -> pd.DataFrame:
    """A table from a file: in CSV every cell as text, in the other forms with their types.

    Raises
    ------
    InputError
        If it is not there, of no such kind, or damaged.
    """
    kind = path.suffix.lower()
    if kind not in SUFFIXES:
        raise InputError(path, "is no table", f"give a file that ends in {', '.join(SUFFIXES)}")
    try:
        if kind == ".parquet":
            return pd.read_parquet(path)
        if kind == ".csv":
            return read_csv(path)
        with path.open(encoding="utf-8-sig") as file:
            records = [json.loads(line) for line in file if line.strip()] if (
                kind == ".jsonl"
            ) else json.load(file)  # fmt: skip
    except FileNotFoundError as error:
        raise InputError(path, "does not exist", "check the name") from error
    except (OSError, ValueError, RecursionError) as error:
        # What pyarrow, pandas and json raise for a damaged file are all ValueErrors or OSErrors.
        why = " ".join(str(getattr(error, "strerror", None) or error).split())[:200]
        raise InputError(path, f"cannot be read as a table ({why})", "write it anew") from error
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise InputError(path, "is no list of objects", "give one object for each row")
    return pd.DataFrame(records)


def read_columns(path: Path) -> list[str]:
    """The names of a table's columns, without reading its rows where the form allows it.

    Raises
    ------
    InputError
        As ``read_export``.
    """
    try:
        if path.suffix.lower() == ".parquet":
            import pyarrow.parquet as pq

            return list(pq.read_schema(path).names)
        if path.suffix.lower() == ".csv":
            head = pd.read_csv(path, dtype="str", encoding="utf-8-sig", nrows=0)
            return [from_text(str(name)) for name in head.columns]
    except (OSError, ValueError) as error:
        raise InputError(path, f"cannot be read as a table ({error})", "write it anew") from error
    return [str(name) for name in read_export(path).columns]


def read_csv(path: Path) -> pd.DataFrame:
    """A CSV as text, cell by cell what ``write_export`` was given; gaps are empty.

    Raises
    ------
    ValueError
        If it is no CSV in UTF-8.
    """
    frame = pd.read_csv(
        path, dtype="str", keep_default_na=False, encoding="utf-8-sig", quoting=csv.QUOTE_MINIMAL
    )  # fmt: skip
    if not isinstance(frame.index, pd.RangeIndex):
        raise ValueError("its rows have more cells than its header")
    for position in range(frame.shape[1]):
        column = frame.iloc[:, position]
        first = column.str[:1]
        marked = column[(first == "'").to_numpy()]
        if len(marked):
            frame.iloc[marked.index, position] = [from_text(cell) for cell in marked]
    return frame


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with its numbers rounded; adding 0.0 turns a negative zero into a plain one."""
    numbers = {
        name: frame[name].round(DECIMALS) + 0.0
        for name in frame.columns
        if pd.api.types.is_float_dtype(frame[name])
    }
    return frame.assign(**numbers) if numbers else frame


def _plain_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """Booleans as true and false, text as text."""
    columns = {}
    for name in frame.columns:
        values = frame[name]
        if pd.api.types.is_bool_dtype(values):
            columns[name] = values.map({True: "true", False: "false"})
        elif not pd.api.types.is_numeric_dtype(values):
            columns[name] = pd.Series(
                [as_text(cell) if isinstance(cell, str) else cell for cell in values],
                index=values.index, dtype="object",
            )  # fmt: skip
    return frame.assign(**columns).rename(columns=lambda name: as_text(str(name)))


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Quotes where they are needed; around all text if some holds a lone carriage return, which
    the writer of the standard library does not take for a line break, as readers do."""
    texts = [frame[name] for name in frame.columns if frame[name].dtype == object]
    returns = any("\r" in cell for column in texts for cell in column if isinstance(cell, str))
    frame.to_csv(
        path, index=False, lineterminator="\n", encoding="utf-8",
        quoting=csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL,
    )  # fmt: skip


def _row_groups(tables: Iterable[Any]) -> Iterator[Any]:
    """The rows of Arrow tables in tables of ``_ROWS`` each, the last of what is left."""
    import pyarrow as pa

    held: list[Any] = []
    for table in tables:
        held.append(table)
        if sum(map(len, held)) >= _ROWS:
            whole = pa.concat_tables(held)
            full = len(whole) - len(whole) % _ROWS
            for at in range(0, full, _ROWS):
                yield whole.slice(at, _ROWS).combine_chunks()
            held = [whole.slice(full)]
    rest = pa.concat_tables(held)
    if len(rest):
        yield rest.combine_chunks()


def _json_lines(frame: pd.DataFrame, *, as_list: bool) -> Iterator[str]:
    """The lines of a file of JSON objects, one for each row."""
    names = [str(name) for name in frame.columns]
    if as_list:
        yield "["
    for first in range(0, len(frame), _ROWS):
        part = frame.iloc[first : first + _ROWS]
        columns = [_json_values(part[name]) for name in frame.columns]
        for number, row in enumerate(zip(*columns, strict=True), start=first):
            parted = (",\n" if number else "\n") if as_list else ""
            record = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
            yield f"{parted}{record}" + ("" if as_list else "\n")
    if as_list:
        yield "\n]\n"


def _json_values(values: "pd.Series[Any]") -> list[Any]:
    """A column as plain values, gaps as None."""
    return [
        None if gap else value for value, gap in zip(values.tolist(), values.isna(), strict=True)
    ]
