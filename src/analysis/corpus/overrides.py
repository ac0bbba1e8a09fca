"""Corrections of the cleaning, made by hand: one row for a line of an article, with the reason.

In: the CSV that a study names. Out: its rows by article_id, checked.
"""

import csv
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from analysis.errors import InputError

COLUMNS = ("article_id", "line", "action", "category", "reason")


def read_overrides(path: Path | None, known: Collection[str]) -> dict[str, pd.DataFrame]:
    """The hand-made corrections of the cleaning, by article_id.

    Parameters
    ----------
    path
        A CSV with the columns article_id, line, action, category and reason; None for no such.
    known
        The article_ids there are.

    Raises
    ------
    InputError
        If the file is missing, is no CSV in UTF-8 or has other columns; if a row names no article
        or gives no reason.

    Examples
    --------
    >>> read_overrides(None, {"a"})
    {}
    """
    if path is None:
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            names, rows = tuple(reader.fieldnames or ()), list(reader)
    except FileNotFoundError as error:
        raise InputError(
            path.name, "is missing, but study.toml names it", "restore it or take the line out"
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(path.name, f"is no CSV in UTF-8 ({error})", "mend it") from error
    if names != COLUMNS:
        raise InputError(
            path.name, f"has the columns {', '.join(names)}", f"give {', '.join(COLUMNS)}"
        )
    for number, row in enumerate(rows, start=2):
        if row["article_id"] not in known:
            raise InputError(
                f"{path.name}, line {number}", f"names {row['article_id']!r}, which is no article",
                "name an article_id of the table articles",
            )  # fmt: skip
        if not row["reason"]:
            raise InputError(f"{path.name}, line {number}", "gives no reason", "say why")
    frame = pd.DataFrame(rows, columns=pd.Index(COLUMNS))
    return {
        str(name): group.drop(columns="article_id") for name, group in frame.groupby("article_id")
    }
