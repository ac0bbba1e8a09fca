"""Filled coding sheets read back: one row per sentence, one column of codes per frame.

In: an .xlsx file made by `coding_sheet`, or a table of the same form. Out: a table of whole
numbers. A wrong or empty cell is an `InputError` that names it.
"""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.exports import SUFFIXES, read_export
from analysis.framing.sheets import KEYS, NOT_CODES, SHEET


def read_sheet(
    sheet: str | Path | pd.DataFrame,
    *,
    name: str | None = None,
    values: Sequence[int] | None = (0, 1),
) -> pd.DataFrame:
    """A filled coding sheet, or a table of the same form, as one row per sentence.

    Parameters
    ----------
    sheet
        An .xlsx file, or a table with article_id, sentence and one column per frame (a frame, or a
        .csv, .parquet or .json file).
    name
        What errors call it; by default the file.
    values
        The codes that are allowed; None for any whole number.

    Returns
    -------
    DataFrame
        Indexed by article_id and sentence; a column of integers per frame.

    Raises
    ------
    InputError
        If a cell is empty or holds another value (names the cell), a sentence stands twice, a
        column is missing, or the file is no spreadsheet.

    Examples
    --------
    >>> read_sheet(pd.DataFrame({"article_id": ["a"], "sentence": [1], "conflict": [2]}), name="x")
    Traceback (most recent call last):
    analysis.errors.InputError: x, row 1, column conflict: holds 2; write one of 0, 1
    """
    if not isinstance(sheet, pd.DataFrame) and Path(sheet).suffix.lower() in SUFFIXES:
        # A sheet that was saved as a plain table.
        name, sheet = name or str(sheet), read_export(Path(sheet))
    if isinstance(sheet, pd.DataFrame):
        source = name or "table"
        header = [str(column) for column in sheet.columns]
        rows: list[tuple[Any, ...]] = list(sheet.itertuples(index=False, name=None))
    else:
        source = name or str(sheet)
        header, rows = _cells(sheet, source)

    def place(row: int, column: int) -> str:
        if isinstance(sheet, pd.DataFrame):
            return f"{source}, row {row + 1}, column {header[column]}"
        return f"{source}, sheet {SHEET}, cell {_cell(row + 1, column)}"

    for column in KEYS:
        if column not in header:
            raise InputError(
                source, f"lacks the column {column}", "use a sheet made by coding_sheet"
            )
    repeated = sorted({column for column in header if header.count(column) > 1})
    if repeated:
        raise InputError(source, f"has the column {repeated[0]} twice", "delete one of them")
    frames = [n for n, column in enumerate(header) if column and column not in (*KEYS, *NOT_CODES)]
    if not frames:
        raise InputError(source, "has no column with codes", "use a sheet made by coding_sheet")
    codes: dict[tuple[str, int], list[int]] = {}
    for row, cells in enumerate(rows):
        article_id, number = (cells[header.index(column)] for column in KEYS)
        if _blank(article_id) or _blank(number):
            raise InputError(
                place(row, header.index(KEYS[0])), "names no sentence", "restore the row"
            )
        key = (str(article_id), _whole(number, place(row, header.index(KEYS[1])), None))
        if key in codes:
            raise InputError(place(row, 0), f"repeats sentence {key[1]} of article {key[0]}",
                             "delete one of the two rows")  # fmt: skip
        codes[key] = [_whole(cells[column], place(row, column), values) for column in frames]
    if not codes:
        raise InputError(source, "has no rows", "use a sheet made by coding_sheet")
    index = pd.MultiIndex.from_tuples(list(codes), names=list(KEYS))
    names = pd.Index([header[column] for column in frames])
    return pd.DataFrame(list(codes.values()), index=index, columns=names).sort_index()


def _cells(path: str | Path, source: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Header and filled rows of the coding sheet of a file."""
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
        try:
            sheet = workbook[SHEET] if SHEET in workbook.sheetnames else workbook.worksheets[0]
            rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
        finally:
            workbook.close()
    except (OSError, ValueError, KeyError, IndexError, zipfile.BadZipFile, SyntaxError) as error:
        trouble = getattr(error, "strerror", None) or "is no readable .xlsx file"
        raise InputError(source, str(trouble), "give a filled coding sheet") from error
    except Exception as error:
        # openpyxl has its own errors for what is no spreadsheet, and lets others through.
        raise InputError(
            source, "is no readable .xlsx file", "give a filled coding sheet"
        ) from error
    if not rows:
        raise InputError(source, "is empty", "give a filled coding sheet")
    header = ["" if _blank(cell) else str(cell).strip() for cell in rows[0]]
    filled = [row + (None,) * (len(header) - len(row)) for row in _until_blank(rows[1:])]
    return header, filled


def _until_blank(rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows without the empty ones at the end."""
    last = max((n for n, row in enumerate(rows) if not all(map(_blank, row))), default=-1)
    yield from rows[: last + 1]


def _cell(row: int, column: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column + 1)}{row + 1}"


def _blank(value: object) -> bool:
    return value is None or value is pd.NA or value != value or str(value).strip() == ""


def _whole(value: object, place: str, values: Sequence[int] | None) -> int:
    """A cell as a whole number among `values`."""
    allowed = f"write one of {', '.join(map(str, values))}" if values else "write a whole number"
    if _blank(value):
        raise InputError(place, "is empty", allowed)
    try:
        number = float(str(value)) if not isinstance(value, bool | np.bool_) else float(value)
    except ValueError:
        number = float("nan")
    if number != number or number % 1 or (values is not None and number not in values):
        raise InputError(place, f"holds {value}", allowed)
    return int(number)
