"""Corrections of the cleaning, made by hand: one row for a line or for a rule, with the reason.

In: the CSV that a study names. Out: `Overrides`: its rows, checked, by article.
"""

import csv
import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.corpus.cleaning import CleanText, follows
from analysis.errors import InputError

COLUMNS = ("article_id", "line", "action", "category", "reason")
"""Columns of the file, which may have a column ``rule`` besides."""

_RULE = "rule"
_SHOWN = 5
Row = dict[str, str]


@dataclass(frozen=True)
class Overrides:
    """The corrections of a study.

    ``of_all`` are those of a rule in all articles, ``of_one`` by article_id those for one. Beside
    the columns of the file a row has a ``place``, by which errors name it.
    """

    of_all: tuple[Row, ...] = ()
    of_one: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def of(self, article_id: str) -> pd.DataFrame | None:
        """The rows for an article as `analysis.clean_text` takes them; those for it alone first."""
        rows = (*self.of_one.get(article_id, ()), *self.of_all)
        return pd.DataFrame(rows).drop(columns="article_id") if rows else None

    def check_used(self, cleaned: Mapping[str, CleanText]) -> None:
        """Raise InputError if a row names a rule by which no line of these texts was decided."""
        asked = [row for rows in (self.of_all, *self.of_one.values()) for row in rows if row[_RULE]]
        if not asked:
            return
        met = {(name, rule) for name, clean in cleaned.items() for rule in clean.ledger["rule"]}
        for row in asked:
            start = f"override: {row['reason']} (was: "
            if not any(
                rule.startswith(start)
                and follows(rule.removeprefix(start)[:-1], row[_RULE])
                and row["article_id"] in ("", name)
                for name, rule in met
            ):
                rules = sorted({rule for _, rule in met if not rule.startswith("override: ")})
                near = difflib.get_close_matches(row[_RULE], rules, n=_SHOWN, cutoff=0.5)
                raise InputError(
                    row["place"], f"no line is decided by the rule {row[_RULE]!r}"
                    + (f" (did you mean {', '.join(near)}?)" if near else ""),
                    "take a rule from the column rule of data/processed/cleaning_ledger.csv, or "
                    "take the row out",
                )  # fmt: skip


def read_overrides(path: Path | None, known: Collection[str]) -> Overrides:
    """The hand-made corrections of the cleaning.

    Parameters
    ----------
    path
        A CSV with the columns article_id, line, action, category and reason, and perhaps rule; None
        for no such. A row gives a line or a rule. With a rule, the article_id may be empty: the row
        then holds for all articles.
    known
        The article_ids there are.

    Raises
    ------
    InputError
        If the file is missing, is no CSV in UTF-8 or has other columns; if a row names no article,
        neither a line nor a rule or both, gives no reason, or repeats another.

    Examples
    --------
    >>> read_overrides(None, {"a"}).of("a") is None
    True
    """
    if path is None:
        return Overrides()
    of_all: list[Row] = []
    of_one: dict[str, list[Row]] = {}
    taken: dict[tuple[str, str, str], str] = {}
    for number, row in _rows(path):
        place = f"{path.name}, line {number}"
        _check(place, row, known)
        key = (row["article_id"], row["line"], row[_RULE])
        if key in taken:
            raise InputError(place, f"corrects what {taken[key]} does", "keep one of the two")
        taken[key] = place.removeprefix(f"{path.name}, ")
        rows = of_one.setdefault(row["article_id"], []) if row["article_id"] else of_all
        rows.append({**row, "place": place})
    return Overrides(tuple(of_all), {name: tuple(rows) for name, rows in of_one.items()})


def _rows(path: Path) -> list[tuple[int, Row]]:
    """The rows of the file with the number of the line that each ends in."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            names = tuple(reader.fieldnames or ())
            rows = [(reader.line_num, row) for row in reader]
    except FileNotFoundError as error:
        raise InputError(
            path.name, "is missing, but study.toml names it", "restore it or take the line out"
        ) from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(path.name, f"is no CSV in UTF-8 ({error})", "mend it") from error
    if sorted(names) not in (sorted(COLUMNS), sorted((*COLUMNS, _RULE))):
        raise InputError(
            path.name, f"has the columns {', '.join(names)}",
            f"give {', '.join(COLUMNS)}, and rule if you like",
        )  # fmt: skip
    found = []
    for number, row in rows:
        if None in row or None in row.values():
            raise InputError(
                f"{path.name}, line {number}", "has more or fewer cells than the first line",
                "put a cell that holds a comma in double quotes",
            )  # fmt: skip
        found.append((number, {_RULE: ""} | {name: cell.strip() for name, cell in row.items()}))
    return found


def _check(place: str, row: Row, known: Collection[str]) -> None:
    """Hold a row to the articles there are and to what a row needs."""
    if bool(row["line"]) == bool(row[_RULE]):
        said = "names a line and a rule" if row["line"] else "names neither a line nor a rule"
        raise InputError(place, said, "give one of the two")
    if row["article_id"] not in known and not (row[_RULE] and not row["article_id"]):
        raise InputError(
            place, f"names {row['article_id']!r}, which is no article",
            "name an article_id of the table articles",
        )  # fmt: skip
    if not row["reason"]:
        raise InputError(place, "gives no reason", "say why")
