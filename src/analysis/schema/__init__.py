"""Every table: its columns in their order, with type, unit and meaning.

The data dictionary and ``datapackage.json`` are made from what is declared here, and
``check_table`` holds a table to it.
"""

from collections.abc import Iterable

import pandas as pd

from analysis.errors import InputError
from analysis.schema import coding, comparison, corpus, text, topics, voice
from analysis.schema.columns import Column, Table, Type

__all__ = ["TABLES", "Column", "Table", "Type", "check_table", "new_table"]

_ROOMS = (corpus, text, topics, comparison, coding, voice)

TABLES: dict[str, Table] = {table.name: table for room in _ROOMS for table in room.DECLARED}

_DTYPES: dict[tuple[Type, bool], str] = {
    ("string", False): "str",
    ("string", True): "str",
    ("date", False): "str",
    ("date", True): "str",
    ("integer", False): "int64",
    ("integer", True): "Int64",
    ("number", False): "float64",
    ("number", True): "float64",
    ("boolean", False): "bool",
    ("boolean", True): "boolean",
}


def new_table(name: str, rows: Iterable[Iterable[object]]) -> pd.DataFrame:
    """Rows, each in the order of the table's columns, as a checked table.

    Examples
    --------
    >>> new_table("term_counts", [("a", "peace", 2)])
      article_id   term  count
    0          a  peace      2
    """
    return check_table(pd.DataFrame(list(rows), columns=pd.Index(TABLES[name].names)), name)


def check_table(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The same table with the declared types, sorted by its key and numbered from 0.

    Raises
    ------
    InputError
        If columns are missing, unknown or in another order, a value has the wrong type, or a
        column that must be filled has a gap.

    Examples
    --------
    >>> check_table(pd.DataFrame({"article_id": ["a"], "count": [2]}), "term_counts")
    Traceback (most recent call last):
    analysis.errors.InputError: table term_counts: lacks the column term; its columns are article_id, term, count
    """
    table = TABLES[name]
    have, want = list(frame.columns), table.names
    remedy = f"its columns are {', '.join(want)}"
    for trouble, columns in (
        ("lacks the column", [column for column in want if column not in have]),
        ("has an unknown column", [column for column in have if column not in want]),
    ):
        if columns:
            raise InputError(f"table {name}", f"{trouble} {', '.join(map(str, columns))}", remedy)
    if have != want:
        raise InputError(f"table {name}", f"has its columns in the order {', '.join(have)}", remedy)
    checked = {}
    for column in table.columns:
        values = frame[column.name]
        if not column.nullable and values.isna().any():
            row = int(values.isna().to_numpy().argmax()) + 1
            raise InputError(
                f"table {name}", f"has no {column.name} in row {row}", f"fill it: {column.meaning}"
            )
        if column.type == "integer" and pd.api.types.is_float_dtype(values):
            cut = values.notna() & (values % 1 != 0)
            if cut.any():
                row = int(cut.to_numpy().argmax()) + 1
                raise InputError(
                    f"table {name}", f"has {values.iloc[row - 1]} for {column.name} in row {row}",
                    "give a whole number",
                )  # fmt: skip
        try:
            checked[column.name] = values.astype(_DTYPES[column.type, column.nullable])  # type: ignore[call-overload]
        except (TypeError, ValueError) as error:
            raise InputError(
                f"table {name}", f"has a value in {column.name} that is no {column.type} ({error})",
                f"give {column.meaning[0].lower()}{column.meaning[1:]}",
            ) from error  # fmt: skip
    result = pd.DataFrame(checked, columns=pd.Index(want))
    if table.key:
        result = result.sort_values(list(table.key), kind="stable", ignore_index=True)
    return result
