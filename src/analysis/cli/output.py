"""What a command gives: a table to look at, and all its rows as a file.

In: a DataFrame. Out: at a terminal a table as wide as the window, elsewhere aligned plain text
without colour; both with a bounded number of rows. Text of articles is shown, never obeyed:
control characters are written as escapes.
"""

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analysis.cli.application import say
from analysis.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

OutFile = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Write all rows to FILE, which ends in .csv, .parquet, .json or .jsonl. A file of "
        "that name is replaced.",
    ),
]
Rows = Annotated[
    int, typer.Option("--rows", min=0, metavar="N", help="Show so many rows; 0 shows all.")
]
ROWS = 20
_DECIMALS = 3
_NOTHING = "–"
_BREAKS = re.compile(r"[^\S ]+")


def at_terminal() -> bool:
    """Whether what is printed goes to a terminal."""
    return sys.stdout.isatty()


def terminal_width() -> int:
    """Columns of the terminal."""
    from rich.console import Console

    return Console().width


def check_out(out: Path | None, *inputs: Path | None) -> None:
    """Raise InputError, before any work is done, unless a table can be written to ``out``."""
    if out is None:
        return
    from analysis.exports import check_export

    check_export(out)
    for path in inputs:
        if path is not None and path.exists() and out.exists() and path.samefile(out):
            raise InputError(out, "is what is read", "give another name to write to")


def write_out(table: "pd.DataFrame", out: Path | None) -> None:
    """Write all rows, if a file was named."""
    if out is None:
        return
    from analysis.exports import write_export

    write_export(table, out)
    say(f"wrote {len(table):,} rows to {out}")


def put(line: str) -> None:
    """Print a line; if nobody reads any more (`… | head`), end the command without a word."""
    try:
        sys.stdout.write(f"{line}\n")
    except BrokenPipeError:
        leave_unread()
        raise typer.Exit(0) from None


def leave_unread() -> None:
    """Let go of what is still to be printed, so that nothing fails at the exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def show_lines(lines: Iterable[str]) -> None:
    """Print sentences."""
    for line in lines:
        put(printable(line))


def show_table(table: "pd.DataFrame", *, rows: int, total: str = "rows") -> None:
    """Print the first rows of a table, and say how many there are more.

    Parameters
    ----------
    table
        What is shown: few columns, the widest last.
    rows
        How many rows; 0 for all.
    total
        What the rows are, for the line that counts those left out.
    """
    shown = table if rows == 0 else table.head(rows)
    cells = [[_cell(value) for value in shown[name].tolist()] for name in shown.columns]
    names = [str(name).replace("_", " ") for name in shown.columns]
    numeric = [_is_numeric(table[name]) for name in table.columns]
    if at_terminal():
        _show_rich(names, cells, numeric)
    else:
        _show_plain(names, cells, numeric)
    more = len(table) - len(shown)
    if more > 0:
        sys.stdout.flush()
        say(f"… {more:,} more {total}; --rows 0 shows all, --out FILE writes all")


def printable(text: str) -> str:
    """A text in one line, whose characters do nothing to a terminal."""
    from analysis.corpus.readers.paths import escaped

    return escaped(_BREAKS.sub(" ", text))


def _show_rich(names: list[str], cells: list[list[str]], numeric: list[bool]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for name, number in zip(names, numeric, strict=True):
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in zip(*cells, strict=True):
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def _show_plain(names: list[str], cells: list[list[str]], numeric: list[bool]) -> None:
    widths = [
        max(map(len, [name, *column])) for name, column in zip(names, cells, strict=True)
    ]  # fmt: skip
    for row in [names, *zip(*cells, strict=True)]:
        parts = [
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, numeric, strict=True)
        ]
        put("  ".join(parts).rstrip())


def _is_numeric(column: "pd.Series[Any]") -> bool:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    return is_numeric_dtype(column) and not is_bool_dtype(column)


def _cell(value: object) -> str:
    """A value as it is shown."""
    import pandas as pd

    if value is None or value is pd.NA or value != value:
        return _NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        least = 10.0**-_DECIMALS
        # A p-value that is small is not 0.
        return f"< {least}" if 0 < value < least / 2 else f"{value:.{_DECIMALS}f}"
    return printable(str(value))
