"""Tables on disk: one CSV each, the same bytes for the same table on any machine.

Columns that quote the articles are left out when a table is stored, so that the stored tables of
a study may be published where its texts may not.
"""

import csv
import io
from pathlib import Path

import pandas as pd

from analysis.errors import InputError
from analysis.files import write_file
from analysis.schema import TABLES, check_table

DECIMALS = 6
"""Numbers are rounded to this many decimals when they are stored."""


def write_table(frame: pd.DataFrame, name: str, folder: Path) -> Path:
    """Store a table as ``folder/name.csv`` and return that path.

    UTF-8, Unix line ends, RFC 4180 quoting, booleans as true and false, gaps as empty fields,
    numbers rounded to six decimals. Raises InputError where ``frame`` does not fit the schema.
    """
    table = check_table(frame, name)[[column.name for column in TABLES[name].stored]]
    for column in TABLES[name].stored:
        if column.type == "boolean":
            values = table[column.name].map({True: "true", False: "false"})
            table = table.assign(**{column.name: values})
        elif column.type == "number":
            # Adding 0.0 turns a negative zero into a plain one.
            table = table.assign(**{column.name: table[column.name].round(DECIMALS) + 0.0})
    buffer = io.StringIO()
    table.to_csv(buffer, index=False, lineterminator="\n")
    path = folder / f"{name}.csv"
    write_file(path, buffer.getvalue())
    return path


def read_table(path: Path, name: str | None = None) -> pd.DataFrame:
    """A stored table, with the declared types; columns that quote the articles come back empty.

    Raises
    ------
    InputError
        If the file is missing, is no CSV, or does not fit the schema of the table ``name``
        (by default the file's own name).
    """
    name = name or path.stem
    if name not in TABLES:
        raise InputError(
            path.name, f"no table is called {name!r}", f"there are {', '.join(TABLES)}"
        )
    if not path.exists():
        raise InputError(path.name, "no such table here", "run `analysis process` to build it")
    stored = TABLES[name].stored
    try:
        frame = pd.read_csv(
            path, dtype="str", keep_default_na=False, encoding="utf-8", quoting=csv.QUOTE_MINIMAL
        )
    except (ValueError, UnicodeDecodeError) as error:
        raise InputError(
            path.name, f"is no table in UTF-8 CSV ({error})", "run `analysis process` to rebuild it"
        ) from error
    expected = [column.name for column in stored]
    if list(frame.columns) != expected:
        raise InputError(
            path.name,
            f"has the columns {', '.join(frame.columns)} where {', '.join(expected)} are declared",
            "run `analysis process` to rebuild it",
        )
    for column in stored:
        values = frame[column.name]
        if column.nullable:
            values = values.where(values != "")
        if column.type == "boolean":
            frame[column.name] = values.map({"true": True, "false": False})
        elif column.type in ("integer", "number"):
            try:
                frame[column.name] = pd.to_numeric(values)
            except ValueError as error:
                raise InputError(
                    path.name, f"has a value in {column.name} that is no number ({error})",
                    "run `analysis process` to rebuild it",
                ) from error  # fmt: skip
        else:
            frame[column.name] = values
    for column in TABLES[name].columns:
        if column.quotes:
            frame[column.name] = ""
    return check_table(frame[TABLES[name].names], name)
