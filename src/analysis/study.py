"""A study: a folder with a ``study.toml``.

In: the folder. Out: ``Study``, its settings checked, with the paths of its parts and the rule that
puts an article into a group. Nothing here reads an article.
"""

import csv
import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import pandas as pd

from analysis.errors import InputError
from analysis.files import inside
from analysis.tables import read_table

_SETTINGS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "": {"title": str, "authors": list, "seed": int},
    "articles": {"manifest": str, "overrides": str, "date_order": str},
    "groups": {
        "by": str,
        "target": str,
        "reference": str,
        "before": str,
        "file": str,
    },
    "framing": {"codebook": str, "actors": str},
}
DateOrder = Literal["dmy", "mdy", "ymd"]
_GROUP_RULES = ("year", "period", "labels")
_GROUP_COLUMNS = ("outlet", "agency", "event", "language")


@dataclass(frozen=True)
class Study:
    """The settings of a study.

    Attributes
    ----------
    root : Path
        The study's folder.
    title : str
    authors : tuple of str
    seed : int
        Seed of everything random in the study.
    manifest, overrides : Path or None
        The manifest of the articles, and the hand-made corrections of their cleaning.
    group_by : str
        How articles are grouped: ``year``, ``period``, ``labels`` or a column of the articles.
    target, reference : str
        The two groups that are compared.
    codebook : str
        Name of a codebook of the package, or the path of the study's own.
    actors : Path or None
        The study's list of actors.
    date_order : str or None
        How a date in figures is read where a file does not tell: ``dmy``, ``mdy`` or ``ymd``.
    """

    root: Path
    title: str
    authors: tuple[str, ...]
    seed: int
    manifest: Path
    overrides: Path | None
    group_by: str
    target: str
    reference: str
    codebook: str
    actors: Path | None = None
    before: str | None = None
    labels: Path | None = None
    date_order: DateOrder | None = None

    @property
    def processed(self) -> Path:
        """The folder of the tables that are rebuilt from the raw articles."""
        return self.root / "data" / "processed"

    @property
    def has_texts(self) -> bool:
        """Whether the articles themselves are here, or only the tables derived from them."""
        return self.manifest.exists()

    def table(self, name: str) -> pd.DataFrame:
        """A processed table by its name, as declared in the data dictionary.

        Examples
        --------
        >>> open_study().table("articles")[["article_id", "outlet"]].head(1)
                     article_id                         outlet
        0  csmonitor-2012-04-19  The Christian Science Monitor
        """
        return read_table(self.processed / f"{name}.csv", name)

    def groups(self, articles: pd.DataFrame) -> "pd.Series[str]":
        """The group of each article, by article_id.

        Raises
        ------
        InputError
            If an article has no value to be grouped by, or a group that is to be compared has no
            article.
        """
        by_id = articles.set_index("article_id")
        if self.group_by == "labels":
            values = by_id.index.to_series().map(self._label_of)
        elif self.group_by == "year":
            values = by_id["date"].str[:4]
        elif self.group_by == "period":
            dates = by_id["date"]
            values = (dates < self.before).map({True: self._before, False: self._from})
            values = values.where(dates.notna())
        else:
            values = by_id[self.group_by]
        if values.isna().any():
            lacking = values.index[values.isna()][0]
            raise InputError(
                "study.toml",
                f"groups by {self.group_by!r}, which article {lacking} lacks",
                "fill it in the manifest, leave the article out, or group by something else",
            )
        present = sorted(set(values))
        for setting, group in (("target", self.target), ("reference", self.reference)):
            if group not in present:
                raise InputError(
                    "study.toml",
                    f"[groups] {setting} = {group!r}, but no article is in that group",
                    f"the groups are {', '.join(present)}",
                )
        return pd.Series(values.to_numpy(), index=by_id.index, name="group", dtype="str")

    @property
    def _before(self) -> str:
        return f"before {self.before}"

    @property
    def _from(self) -> str:
        return f"from {self.before}"

    @cached_property
    def _label_of(self) -> Mapping[str, str]:
        """article_id -> label, from the CSV that the study names."""
        if self.labels is None or not self.labels.exists():
            raise InputError(
                self.labels.name if self.labels else "study.toml",
                "the labels are missing",
                'with by = "labels" give file = "labels.csv", a CSV of article_id and group',
            )
        with self.labels.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if not rows or not {"article_id", "group"} <= rows[0].keys():
            raise InputError(
                self.labels.name, "lacks the columns article_id and group", "give it a header line"
            )
        return {row["article_id"]: row["group"] for row in rows}


def open_study(path: str | Path | None = None) -> Study:
    """The study in a folder, or the one that the current folder belongs to.

    Parameters
    ----------
    path : str or Path, optional
        The study's folder or its ``study.toml``. Without it, the current folder and its parents
        are searched.

    Returns
    -------
    Study

    Raises
    ------
    InputError
        If there is no ``study.toml``, it is no TOML, or a setting is unknown, missing or of the
        wrong type.

    Examples
    --------
    >>> study = open_study()
    >>> study.target, study.reference
    ('2016', '2012')
    """
    file = _find(path)
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(file.name, f"is no TOML in UTF-8 ({error})", "mend that place") from error
    _check(settings, file.name)
    root = file.parent
    articles, groups = settings.get("articles", {}), settings["groups"]
    framing = settings.get("framing", {})
    by = groups["by"]
    if by not in (*_GROUP_RULES, *_GROUP_COLUMNS):
        raise InputError(
            file.name,
            f"[groups] by = {by!r} is nothing to group by",
            f"allowed are {', '.join((*_GROUP_RULES, *_GROUP_COLUMNS))}",
        )
    if articles.get("date_order") not in (None, *get_args(DateOrder)):
        raise InputError(
            file.name,
            f"[articles] date_order = {articles['date_order']!r} is no order of a date",
            f"allowed are {', '.join(get_args(DateOrder))}",
        )
    if by == "period" and "before" not in groups:
        raise InputError(
            file.name, '[groups] by = "period" needs a day', 'add before = "2013-01-01", say'
        )
    return Study(
        root=root,
        title=settings["title"],
        authors=tuple(str(author) for author in settings.get("authors", [])),
        seed=settings["seed"],
        manifest=_path(root, articles.get("manifest", "data/raw/articles.csv"), "manifest"),
        overrides=_path(root, articles["overrides"], "overrides")
        if "overrides" in articles
        else None,
        group_by=by,
        target=groups["target"],
        reference=groups["reference"],
        codebook=framing.get("codebook", "generic"),
        actors=_path(root, framing["actors"], "actors") if "actors" in framing else None,
        before=groups.get("before"),
        labels=_path(root, groups["file"], "file") if "file" in groups else None,
        date_order=articles.get("date_order"),
    )


def _find(path: str | Path | None) -> Path:
    """The study.toml that is meant."""
    if path is not None:
        given = Path(path)
        file = given / "study.toml" if given.is_dir() else given
        if not file.is_file():
            raise InputError(given, "holds no study.toml", "name the folder of a study")
        return file.resolve()
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "study.toml").is_file():
            return folder / "study.toml"
    raise InputError(
        "study.toml",
        "is neither in this folder nor in one above it",
        "change into the folder of a study, or name it",
    )


def _check(settings: Mapping[str, Any], name: str) -> None:
    """Hold the file to the settings there are, with their types."""
    tables = [table for table in _SETTINGS if table]
    top = {key: value for key, value in settings.items() if key not in tables}
    for table, values in [("", top), *((table, settings.get(table, {})) for table in tables)]:
        where = f"[{table}] " if table else ""
        if not isinstance(values, dict):
            raise InputError(name, f"{table} is no table", f"write it as [{table}]")
        for key, value in values.items():
            if key not in _SETTINGS[table]:
                near = difflib.get_close_matches(key, _SETTINGS[table], n=1)
                raise InputError(
                    name,
                    f"{where}{key} is no setting" + (f" (did you mean {near[0]}?)" if near else ""),
                    f"allowed are {', '.join(_SETTINGS[table])}",
                )
            if not isinstance(value, _SETTINGS[table][key]) or isinstance(value, bool):
                kind = {str: "text in quotes", int: "a whole number", list: "a list in brackets"}
                raise InputError(
                    name,
                    f"{where}{key} = {value!r} is of the wrong kind",
                    f"give {kind[_SETTINGS[table][key]]}",  # type: ignore[index]
                )
    for table, key in (("", "title"), ("", "seed"), ("groups", "by"), ("groups", "target"),
                       ("groups", "reference")):  # fmt: skip
        values = settings.get(table, {}) if table else settings
        if key not in values:
            where = f"[{table}] " if table else ""
            raise InputError(name, f"{where}{key} is missing", "every study states it")


def _path(root: Path, relative: str, setting: str) -> Path:
    """A path of the study, which may not lead out of its folder."""
    path = inside(root, relative)
    if path is None:
        raise InputError(
            "study.toml",
            f"{setting} = {relative!r} leads out of the study's folder",
            "give a path relative to study.toml",
        )
    return path
