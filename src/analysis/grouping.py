"""Which group an article is in: by its date, where it lies, a label, or a property it has.

In: the table of articles, and what the rule needs besides. Out: a group for each article, or none.
"""

import csv
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath

import pandas as pd

from analysis.errors import InputError

RULES = ("year", "period", "labels", "folder", "file")
"""Rules that work a group out; ``folder`` is the first folder at which the files' paths part."""

RANGE_FROM = 3
"""A range of fewer articles is no range for another article to lie inside or outside of."""

COLUMNS = ("outlet", "agency", "event", "language")
"""Columns of the articles table that an article can be grouped by."""

_PERIOD = re.compile(r"(?:before|from) \d{4}-\d{2}-\d{2}")


def period_names(before: str) -> tuple[str, str]:
    """The two groups that a day parts.

    Examples
    --------
    >>> period_names("2013-01-01")
    ('before 2013-01-01', 'from 2013-01-01')
    """
    return f"before {before}", f"from {before}"


def in_words(group: str) -> str:
    """The name of a group as a sentence has it: one of two periods needs a noun.

    Examples
    --------
    >>> in_words("2016"), in_words("from 2013-01-01")
    ('2016', 'the period from 2013-01-01')
    """
    return f"the period {group}" if _PERIOD.fullmatch(group) else group


def check_day(day: str, source: str = "study.toml, [groups] before") -> None:
    """Raise InputError, of what gave it, unless a text is a day as YYYY-MM-DD."""
    try:
        valid = date.fromisoformat(day).isoformat() == day
    except ValueError:
        valid = False
    if not valid:
        raise InputError(source, f"{day!r} is no day of the calendar", "give YYYY-MM-DD")


def group_values(
    articles: pd.DataFrame,
    by: str,
    *,
    before: str | None = None,
    labels: Mapping[str, str] | None = None,
) -> "pd.Series[str]":
    """The group of each article, by article_id; a gap where it has none.

    Parameters
    ----------
    articles
        Table ``articles``.
    by
        One of ``RULES`` or ``COLUMNS``; any other name is that of a column of the inputs, whose
        values are then given as ``labels``.
    before
        For ``period``: the first day of the later group.
    labels
        For ``labels`` and for columns of the inputs: from article_id to group.

    Examples
    --------
    >>> frame = pd.DataFrame({"article_id": ["a", "b"], "date": ["2012-03-01", None]})
    >>> group_values(frame, "year").to_dict()
    {'a': '2012', 'b': nan}
    """
    by_id = articles.set_index("article_id")
    if by == "year":
        values = by_id["date"].str[:4]
    elif by == "period":
        earlier, later = period_names(before or "")
        dates = by_id["date"]
        values = (dates < before).map({True: earlier, False: later}).where(dates.notna())
    elif by == "folder":
        values = _folders(by_id["source_file"])
    elif by == "file":
        values = by_id["source_file"].map(_name_of)
    elif by in COLUMNS:
        values = by_id[by]
    else:
        values = by_id.index.to_series().map(dict(labels or {}))
    values = values.astype("str")
    return values.where(values.notna() & (values.str.strip() != "")).rename("group")


def read_labels(path: Path | None) -> dict[str, str]:
    """The labels that a CSV of article_id and group gives; articles with an empty group are out.

    Raises
    ------
    InputError
        If there is no such file, it is no CSV in UTF-8, lacks a column, or labels an article twice.
    """
    if path is None or not path.exists():
        raise InputError(
            path.name if path else "study.toml",
            "the labels are missing",
            'with by = "labels" give file = "labels.csv", a CSV of article_id and group',
        )
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(path.name, f"is no CSV in UTF-8 ({error})", "save it so") from error
    if not rows or not {"article_id", "group"} <= rows[0].keys():
        raise InputError(
            path.name, "lacks the columns article_id and group", "give it a header line"
        )
    found: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        article_id, group = row["article_id"], (row["group"] or "").strip()
        if article_id in found and found[article_id] != group:
            raise InputError(
                f"{path.name}, line {number}", f"labels {article_id!r} a second time", "keep one"
            )
        found[article_id] = group
    return {article_id: group for article_id, group in found.items() if group}


def _folders(sources: "pd.Series[str]") -> "pd.Series[str]":
    """The first folder at which the files' paths part; a gap for files beside such folders."""
    paths = [PurePosixPath(source).parts for source in sources]
    depth = 0
    while paths and all(len(path) > depth + 1 for path in paths):
        if len({path[depth] for path in paths}) > 1:
            break
        depth += 1
    values = [path[depth] if len(path) > depth + 1 else None for path in paths]
    return pd.Series(values, index=sources.index, dtype="str")


def _name_of(source: str) -> str:
    return PurePosixPath(source).name
