"""``study.toml`` as settings: every one known, of the right kind, and within what is allowed.

In: the file. Out: its tables as dictionaries. What the settings mean is the business of
``analysis.study``.
"""

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from analysis.encodings import check_encoding
from analysis.errors import InputError

DateOrder = Literal["dmy", "mdy", "ymd"]
OnProblem = Literal["stop", "skip"]
Settings = dict[str, dict[str, Any]]

_KINDS: dict[str, dict[str, type]] = {
    "": {"title": str, "authors": list, "seed": int},
    "articles": {
        "manifest": str,
        "inputs": list,
        "texts": str,
        "columns": dict,
        "overrides": str,
        "recurring_lines": str,
        "date_order": str,
        "encoding": str,
        "clean": bool,
        "on_problem": str,
    },
    "groups": {
        "by": str,
        "target": str,
        "reference": str,
        "before": str,
        "file": str,
    },
    "framing": {"codebook": str, "actors": str},
    "report": {"written_for": list},
}
_NEEDED = (("", "title"), ("", "seed"), ("groups", "by"), ("groups", "target"),
           ("groups", "reference"))  # fmt: skip
_CHOICES = {"date_order": get_args(DateOrder), "on_problem": get_args(OnProblem)}
_WORDS = {
    str: "text in quotes",
    int: "a whole number",
    list: "a list in brackets",
    dict: "a table of its own",
    bool: "true or false",
}


def read_settings(file: Path) -> Settings:
    """The settings of a study, by table; those outside any table under the empty name.

    Raises
    ------
    InputError
        If the file is no TOML, or a setting is unknown, missing, of the wrong kind or not among
        the values allowed.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(file.name, f"is no TOML in UTF-8 ({error})", "mend that place") from error
    tables = [table for table in _KINDS if table]
    found: Settings = {"": {key: value for key, value in content.items() if key not in tables}}
    for table in tables:
        found[table] = content.get(table, {})
    for table, values in found.items():
        if not isinstance(values, dict):
            raise InputError(file.name, f"{table} is no table", f"write it as [{table}]")
        for key, value in values.items():
            _check_kind(file.name, table, key, value)
    for table, key in _NEEDED:
        if key not in found[table]:
            raise InputError(file.name, f"{_place(table)}{key} is missing", "every study states it")
    _check_values(file.name, found)
    return found


def _place(table: str) -> str:
    return f"[{table}] " if table else ""


def _check_kind(name: str, table: str, key: str, value: object) -> None:
    """Hold one setting to those there are, and to its kind."""
    known = _KINDS[table]
    if key not in known:
        near = difflib.get_close_matches(key, known, n=1)
        raise InputError(
            name,
            f"{_place(table)}{key} is no setting" + (f" (did you mean {near[0]}?)" if near else ""),
            f"allowed are {', '.join(known)}",
        )
    kind = known[key]
    # A bool is an int in Python, and no whole number to a person.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise InputError(
            name, f"{_place(table)}{key} = {value!r} is of the wrong kind", f"give {_WORDS[kind]}"
        )


def _check_values(name: str, found: Mapping[str, Mapping[str, Any]]) -> None:
    """What must be one of a few values, or go with another setting."""
    articles, groups = found["articles"], found["groups"]
    for key, allowed in _CHOICES.items():
        if key in articles and articles[key] not in allowed:
            raise InputError(
                name, f"[articles] {key} = {articles[key]!r} is unknown",
                f"allowed are {', '.join(allowed)}",
            )  # fmt: skip
    if "encoding" in articles:
        check_encoding(articles["encoding"], f"{name}, [articles] encoding")
    if "manifest" in articles and "inputs" in articles:
        raise InputError(
            name, "[articles] has both manifest and inputs", "keep the one that names the articles"
        )
    if "inputs" in articles:
        listed = articles["inputs"]
        if not listed or not all(isinstance(item, str) and item for item in listed):
            raise InputError(
                name, f"[articles] inputs = {listed!r} names no files",
                'list files or folders of the study, such as ["data/raw/export.docx"]',
            )  # fmt: skip
    for key in ("columns", "clean", "texts"):
        if key in articles and "inputs" not in articles:
            raise InputError(
                name, f"[articles] {key} goes with inputs, and there are none",
                "add inputs, or take it out: a manifest states the values itself",
            )  # fmt: skip
    written_for = found["report"].get("written_for", ["", ""])
    if len(written_for) != 2 or not all(isinstance(group, str) for group in written_for):
        raise InputError(
            name, f"[report] written_for = {written_for!r} is no pair of groups",
            'give target and reference, such as ["2016", "2012"]',
        )  # fmt: skip
    for field, column in articles.get("columns", {}).items():
        if not isinstance(column, str):
            raise InputError(
                name, f"[articles.columns] {field} = {column!r} is of the wrong kind",
                "give the name of a column in quotes",
            )  # fmt: skip
    if groups["by"] == "period" and "before" not in groups:
        raise InputError(
            name, '[groups] by = "period" needs a day', 'add before = "2013-01-01", say'
        )
