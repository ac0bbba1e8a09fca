"""The manifest: one row an article, each value with its evidence.

In: ``articles.csv`` beside the raw files. Out: its rows, checked. Beside a value stand
``<field>_status`` (``stated`` in the file, or ``inferred``) and ``<field>_evidence`` (for a stated
value the words of the file, for an inferred one the reason).
"""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.encodings import check_encoding
from analysis.errors import InputError
from analysis.files import inside, sha256
from analysis.schema import new_table

PLAIN = ("article_id", "file", "sha256", "headline", "language", "url", "duplicate_of", "encoding")
EVIDENCED = ("outlet", "agency", "date", "complete", "event")
COLUMNS = PLAIN + tuple(
    f"{field}{part}" for field in EVIDENCED for part in ("", "_status", "_evidence")
)
STATUSES = ("stated", "inferred")

Row = Mapping[str, str]


def read_manifest(path: Path) -> list[Row]:
    """The rows of a manifest, in order of article_id.

    Every column named in ``COLUMNS`` is in every row, empty where the file lacks it.

    Raises
    ------
    InputError
        If the manifest is missing, is not text, has an unknown column or lacks article_id or
        file, or if a row repeats an id, names a file outside the folder, or has an impossible
        date or status, or an encoding that is not known.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            names = list(reader.fieldnames or [])
            rows = [(reader.line_num, row) for row in reader]
    except FileNotFoundError as error:
        raise InputError(
            path.name, "the manifest is missing", "restore it, or name another in study.toml"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(path.name, "is not text in UTF-8", "save it as CSV in UTF-8") from error
    except csv.Error as error:
        raise InputError(path.name, f"is no CSV ({error})", "mend the quoting") from error
    _check_header(path, names)
    seen: dict[str, int] = {}
    for line, row in rows:
        _check_row(path, line, row, seen)
    if not rows:
        raise InputError(path.name, "lists no article", "add a row for each article")
    for line, row in rows:
        if row.get("duplicate_of") and row["duplicate_of"] not in seen:
            raise InputError(
                f"{path.name}, line {line}",
                f"duplicate_of names {row['duplicate_of']!r}, which is no article_id",
                "name one of the listed articles, or leave it empty",
            )
    complete = [{column: row.get(column) or "" for column in COLUMNS} for _, row in rows]
    for (line, _), row in zip(rows, complete, strict=True):
        if row["encoding"]:
            row["encoding"] = check_encoding(row["encoding"], f"{path.name}, line {line}")
    return sorted(complete, key=lambda row: row["article_id"])


def evidence_table(path: Path) -> pd.DataFrame:
    """What the manifest says of each article, and on what grounds: the table ``evidence``."""
    return new_table(
        "evidence",
        [
            (
                row["article_id"],
                field,
                row[field] or None,
                row[f"{field}_status"] or None,
                row[f"{field}_evidence"] or None,
            )
            for row in read_manifest(path)
            for field in EVIDENCED
        ],
    )


def raw_file(manifest: Path, row: Row) -> Path:
    """The raw file of an article, checked to be the one that the manifest describes.

    Raises
    ------
    InputError
        If it is missing, empty, or its SHA-256 is not the manifest's.
    """
    path = manifest.parent / row["file"]
    if not path.is_file():
        raise InputError(
            row["file"], f"is missing, but {manifest.name} lists it as {row['article_id']}",
            "restore the file or take its row out of the manifest",
        )  # fmt: skip
    if path.stat().st_size == 0:
        raise InputError(row["file"], "is empty", "restore the file or take its row out")
    if row["sha256"] and sha256(path) != row["sha256"].lower():
        raise InputError(
            row["file"],
            f"has changed: its SHA-256 is {sha256(path)}, the manifest's {row['sha256']}",
            "restore the file, or, if the change is meant, write the new hash into the manifest",
        )
    return path


def check_stated(row: Row, raw: str, found_date: str | None) -> None:
    """Hold what the manifest calls stated, and any date, to what the file says.

    Raises
    ------
    InputError
        If the evidence of a stated value does not stand in the file, or the file states another
        date than the manifest.
    """
    for field in EVIDENCED:
        evidence = row[f"{field}_evidence"]
        if row[f"{field}_status"] == "stated" and evidence not in raw:
            raise InputError(
                row["file"],
                f"the manifest says that {field} {row[field]!r} is stated as {evidence!r}, "
                "but the file does not say so",
                "correct the evidence, or mark the value as inferred",
            )
    if found_date and row["date"] and found_date != row["date"]:
        raise InputError(
            row["file"],
            f"states the date {found_date}, the manifest {row['date']}",
            "correct the manifest, or override the line that states the date",
        )
    if row["date_status"] == "stated" and not found_date:
        raise InputError(
            row["file"],
            f"the manifest says that the date {row['date']} is stated, but no date line was found",
            "mark the date as inferred and give the reason as its evidence",
        )


def _check_header(path: Path, names: list[str]) -> None:
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        raise InputError(
            path.name, f"has an unknown column {unknown[0]!r}", f"allowed are {', '.join(COLUMNS)}"
        )
    repeated = [name for name in names if names.count(name) > 1]
    if repeated:
        raise InputError(path.name, f"has the column {repeated[0]!r} twice", "keep one")
    for name in ("article_id", "file"):
        if name not in names:
            raise InputError(path.name, f"lacks the column {name!r}", "every article has one")


def _check_row(path: Path, line: int, row: dict[str, str], seen: dict[str, int]) -> None:
    where = f"{path.name}, line {line}"
    if None in row or None in row.values():
        raise InputError(
            where, "has not as many fields as the header", "quote fields that hold a comma"
        )
    article_id = row["article_id"]
    if not article_id or article_id != article_id.strip():
        raise InputError(where, f"article_id {article_id!r} is empty or padded", "give an id")
    if article_id in seen:
        raise InputError(
            where, f"repeats the article_id {article_id!r} of line {seen[article_id]}",
            "give each article its own",
        )  # fmt: skip
    seen[article_id] = line
    if inside(path.parent, row["file"]) is None:
        raise InputError(
            where, f"the file {row['file']!r} is not in the manifest's folder",
            "give a path relative to the manifest that stays beside it",
        )  # fmt: skip
    for field in EVIDENCED:
        status = row.get(f"{field}_status") or ""
        if status and status not in STATUSES:
            raise InputError(
                where, f"{field}_status is {status!r}", f"allowed are {', '.join(STATUSES)}"
            )
        if status == "stated" and not row.get(f"{field}_evidence"):
            raise InputError(
                where, f"{field} is called stated without evidence", "quote the words of the file"
            )
    if row.get("complete") and row["complete"] not in ("true", "false"):
        raise InputError(where, f"complete is {row['complete']!r}", "allowed are true and false")
    if row.get("date"):
        try:
            valid = date.fromisoformat(row["date"]).isoformat() == row["date"]
        except ValueError:
            valid = False
        if not valid:
            raise InputError(
                where, f"the date {row['date']!r} is impossible", "give a day as YYYY-MM-DD"
            )
