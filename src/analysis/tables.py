"""Tables on disk: one CSV each, the same bytes for the same table on any machine.

Columns that quote the articles are left out when a table is stored, so that the stored tables of
a study may be published where its texts may not.
"""

from pathlib import Path

import pandas as pd

from analysis.errors import InputError
from analysis.exports import read_csv, write_export
from analysis.schema import TABLES, check_table


def write_table(frame: pd.DataFrame, name: str, folder: Path) -> Path:
    """Store a table as ``folder/name.csv`` and return that path.

    The file is of the form that ``analysis.exports.write_export`` describes. Raises InputError
    where ``frame`` does not fit the schema.
    """
    table = check_table(frame, name)[[column.name for column in TABLES[name].stored]]
    return write_export(table, folder / f"{name}.csv")


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
        frame = read_csv(path)
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
