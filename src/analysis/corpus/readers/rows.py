"""Rows of a table file, one after the other, whatever is broken in it.

In: a CSV, TSV, XLSX, JSON, JSONL or Parquet file. Out: its column names, and its rows as `Row`s: a
place, the cells, or why the row cannot be read. No more than a few rows are held in memory at once.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import regex

from analysis.corpus.decoding import Doubt
from analysis.corpus.readers.json_rows import (
    DEEPEST,
    Item,
    begins_array,
    flat,
    json_items,
    json_lines,
)
from analysis.corpus.readers.long_text import MOST_FIELDS, bounded_lines, csv_records, find_encoding
from analysis.corpus.readers.paths import escaped, suffix
from analysis.corpus.readers.zips import check_zip
from analysis.errors import InputError

_MOST_ROWS = 5_000_000
_MOST_BLANK = 10_000
_LARGEST_GROUP = 2_000_000_000
_SEPARATORS = ",;\t|"
# By this line a CSV tells a spreadsheet how its fields are parted.
_SAID = regex.compile(r"\ufeff?+sep=([,;\t|])\s*+", regex.IGNORECASE)
_FIRST_ROWS = 20


@dataclass(frozen=True)
class Row:
    """One row: its place in the file in words, its cells by column, or the trouble with it.

    ``day_zero`` is the day from which numbers in a cell for dates are counted, in a workbook.
    """

    place: str
    cells: Mapping[str, object] | None
    trouble: str | None = None
    day_zero: datetime.date | None = None


@dataclass(frozen=True)
class Rows:
    """The columns of a file, its rows, how many it claims, and doubts about the whole."""

    columns: list[str]
    rows: Iterator[Row]
    claimed: int | None = None
    doubts: tuple[Doubt, ...] = ()


def open_rows(
    path: Path,
    *,
    columns: Callable[[list[str]], list[str]] | None = None,
    encoding: str | None = None,
) -> Rows:
    """The rows of a table file, by the suffix of its name.

    Parameters
    ----------
    columns
        Picks, of the columns there are, those to read (used for Parquet, where it saves time).
    encoding
        What was declared for it; XLSX and Parquet have their own.

    Raises
    ------
    InputError
        If the file as a whole cannot be read: empty, no table, not of the kind that it claims.
    """
    kind = suffix(path)
    if kind == ".parquet":
        return _parquet(path, columns)
    if kind == ".xlsx":
        return _xlsx(path)
    encoding, doubts = find_encoding(path, encoding)
    if kind in (".jsonl", ".ndjson") and not begins_array(path, encoding):
        return _json(path, json_lines(path, encoding), doubts)
    if kind in (".json", ".jsonl", ".ndjson"):
        return _json(path, json_items(path, encoding), doubts)
    return _csv(path, encoding, doubts)


def _csv(path: Path, encoding: str, doubts: tuple[Doubt, ...]) -> Rows:
    lines = bounded_lines(path, encoding)
    first = next((line for line in lines if line[2] or line[1].strip()), None)
    said = _SAID.fullmatch(first[1]) if first and not first[2] else None
    if said is not None:
        first = next((line for line in lines if line[2] or line[1].strip()), None)
    if first is None or first[2] is not None:
        why = "has no header" + (f": it {first[2]}" if first else "")
        raise InputError(escaped(path.name), why, "name the columns in its first row")
    head = first[1]
    outside = regex.sub(r'"[^"]*+"', "", head)
    tabs = suffix(path) in (".tsv", ".tab")
    sign = "\t" if tabs else max(_SEPARATORS, key=outside.count)
    sign = said.group(1) if said else sign
    records = csv_records(chain([first], lines), sign)
    _, names, trouble = next(records)
    if names is None:
        raise InputError(escaped(path.name), f"has a broken header ({trouble})", "mend its quotes")
    columns = _header(path, names)

    def rows() -> Iterator[Row]:
        for number, fields, why in records:
            place = f"line {number}"
            if fields is None:
                yield Row(place, None, why)
            elif len(fields) != len(columns):
                yield Row(place, None, f"has {len(fields)} fields, the header {len(columns)}")
            else:
                yield Row(place, dict(zip(columns, fields, strict=True)))

    return Rows(columns, rows(), doubts=doubts)


def _json(
    path: Path, items: Iterator[Item], doubts: tuple[Doubt, ...]
) -> Rows:  # fmt: skip
    every = (Row(*item) for item in items)
    head = list(islice(every, 100))
    columns = list(dict.fromkeys(name for row in head for name in row.cells or ()))
    if not columns:
        trouble = head[0].trouble if head else "is empty"
        raise InputError(
            escaped(path.name), f"has no JSON object ({trouble})",
            "give one object for each article: on a line, or in an array",
        )  # fmt: skip
    return Rows(columns, chain(head, every), doubts=doubts)


def _xlsx(path: Path) -> Rows:
    from openpyxl import load_workbook

    check_zip(path, needs="xl/workbook.xml", kind="XLSX workbook")
    name = escaped(path.name)
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheets = book.worksheets
        heads = [_sheet_head(sheet) for sheet in sheets[:_FIRST_ROWS]]
    except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
        raise InputError(
            name, f"cannot be read as a workbook ({type(error).__name__})", "save it again"
        ) from error
    # The first sheet that has a table; one of notes may stand before it.
    chosen = next((i for i, (_, head) in enumerate(heads) if len(_filled(head)) > 1), 0)
    above, head = heads[chosen] if heads else (0, ())
    if not head:
        raise InputError(name, "has no header", "name the columns in its first row")
    while head[-1] in (None, ""):
        head = head[:-1]
    columns = _header(path, ["" if cell is None else str(cell) for cell in head])
    zero = book.epoch.date()
    rows = sheets[chosen].iter_rows(min_row=above + 2, values_only=True)

    def cells() -> Iterator[Row]:
        number, blank = above + 1, 0
        try:
            for row in rows:
                number += 1
                if not any(cell not in (None, "") for cell in row):
                    blank += 1
                    if blank > _MOST_BLANK or number > _MOST_ROWS:
                        yield Row(f"row {number}", None, "reading stopped: only blank rows here")
                        return
                    continue
                blank = 0
                filled = [_unescaped(cell) for cell in row]
                filled += [None] * (len(columns) - len(row))
                if any(cell not in (None, "") for cell in filled[len(columns) :]):
                    yield Row(f"row {number}", None, "has cells beyond the header's last column")
                    continue
                yield Row(f"row {number}", dict(zip(columns, filled, strict=False)), day_zero=zero)
        except Exception as error:  # as above
            yield Row(f"row {number + 1}", None, f"the sheet breaks off ({type(error).__name__})")
        finally:
            book.close()

    doubts: tuple[Doubt, ...] = ()
    if len(sheets) > 1:
        doubts = (
            ("sheets", f"only one of {len(sheets)} sheets was read: {sheets[chosen].title}",
             "put all articles on one sheet, or save the others as files"),
        )  # fmt: skip
    return Rows(columns, cells(), doubts=doubts)


def _sheet_head(sheet: Any) -> tuple[int, tuple[object, ...]]:
    """The header of a sheet, and the number of rows above it.

    It is the first row with something in it; or, where that has a single cell, as a title has, the
    first of the rows below with more.
    """
    first: tuple[int, tuple[object, ...]] = (0, ())
    seen = 0
    for above, row in enumerate(islice(sheet.iter_rows(values_only=True), _MOST_BLANK)):
        filled = len(_filled(row))
        if filled > 1:
            return above, row
        if filled and not first[1]:
            first = above, row
        seen += filled
        if seen > _FIRST_ROWS:
            break
    return first


def _filled(row: Iterable[object]) -> list[object]:
    return [cell for cell in row if cell not in (None, "")]


def _unescaped(cell: object) -> object:
    """A cell with the characters that XLSX writes as ``_x000D_`` and the like."""
    if not isinstance(cell, str) or "_x" not in cell:
        return cell
    from openpyxl.utils.escape import unescape

    text: str = unescape(cell)
    return text.replace("\r\n", "\n")


def _parquet(path: Path, pick: Callable[[list[str]], list[str]] | None) -> Rows:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # Without these, Arrow reads ahead whole row groups.
        file = pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20)
        columns = [name for field in file.schema_arrow for name in _leaves(field)]
        claimed, groups = file.metadata.num_rows, file.metadata.num_row_groups
        largest = max(
            (file.metadata.row_group(n).total_byte_size for n in range(groups)), default=0
        )
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(
            escaped(path.name), f"cannot be read as Parquet ({str(error)[:120]})", "write it again"
        ) from error
    if largest > _LARGEST_GROUP:
        raise InputError(
            escaped(path.name), "has a row group of more than 2 GB", "write smaller row groups"
        )
    wanted = pick(_header(path, columns)) if pick else columns

    def rows() -> Iterator[Row]:
        number = 0
        try:
            for batch in file.iter_batches(batch_size=256, columns=wanted, use_threads=False):
                for cells in batch.to_pylist():
                    number += 1
                    yield Row(f"row {number}", {**cells, **flat(cells)})
        except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
            yield Row(f"row {number + 1}", None, f"the file breaks off here ({str(error)[:80]})")
        finally:
            file.close()

    return Rows(columns, rows(), claimed)


def _leaves(field: Any, above: str = "", depth: int = 1) -> list[str]:
    """The columns of a field: itself, and those of a struct, by dotted names."""
    import pyarrow as pa

    name = f"{above}{field.name}"
    if not pa.types.is_struct(field.type) or depth >= DEEPEST:
        return [name]
    return [name] + [leaf for inner in field.type for leaf in _leaves(inner, f"{name}.", depth + 1)]


def _header(path: Path, names: list[str]) -> list[str]:
    """Column names, checked: none twice; those without a name are numbered."""
    columns = [" ".join(name.split()) or f"column {n}" for n, name in enumerate(names, 1)]
    repeated = (
        [name for name in columns if columns.count(name) > 1] if len(columns) <= MOST_FIELDS else []
    )
    if repeated or len(columns) > MOST_FIELDS:
        raise InputError(
            escaped(path.name),
            f"has the column {escaped(repeated[0])[:80]!r} twice" if repeated
            else f"has {len(columns)} columns",
            "give each column its own name" if repeated else "keep those that are needed",
        )  # fmt: skip
    return columns
