"""A study: a folder with a ``study.toml``.

In: the folder. Out: ``Study``, its settings checked, with the paths of its parts and the rule that
puts an article into a group. Nothing here reads an article.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.encodings import check_encoding
from analysis.errors import InputError
from analysis.files import inside
from analysis.grouping import COLUMNS, RULES, check_day, group_values, read_labels
from analysis.settings import DateOrder, OnProblem, read_settings
from analysis.tables import read_table

CODEBOOK_FILE = (".yml", ".yaml")
"""How the name of a codebook ends that is a file of the study."""


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
    manifest : Path or None
        The manifest of the articles, where there is one.
    inputs : tuple of Path
        Otherwise the files and folders that hold them, in any format that is read.
    texts : Path or None
        What has the texts of a table that has addresses or names of files in their place.
    columns : mapping of str to str
        For tables among the inputs: from field to column.
    clean : bool or None
        Whether the texts of the inputs are cleaned of what stood around them on a page; None: those
        of text files are, those of tables and of databases' exports are not.
    on_problem : str
        ``stop`` or ``skip``: whether a record that was lost, or is in doubt, ends a run.
    overrides : Path or None
        Hand-made corrections of the cleaning.
    recurring_lines : Path or None
        The lines that recur at outlets, as an earlier run learnt them; None: each run learns them.
    group_by : str
        How articles are grouped: a rule or column of ``analysis.grouping``, or a column of the
        inputs.
    target, reference : str
        The two groups that are compared.
    before : str or None
        For ``period``: the first day of the later group.
    labels : Path or None
        For ``labels``: the CSV that gives them.
    codebook : str
        Name of a codebook of the package, or the path of the study's own.
    actors : Path or None
        The study's list of actors.
    date_order : str or None
        How a date in figures is read where a file does not tell: ``dmy``, ``mdy`` or ``ymd``.
    encoding : str or None
        That of text files without a byte order mark, as Python's codecs call it; None: it is found.
    written_for : tuple of str or None
        Target and reference that the study's own prose speaks of: its front page, and the
        passages of its notebooks that are tagged ``this-study``.
    """

    root: Path
    title: str
    authors: tuple[str, ...]
    seed: int
    manifest: Path | None
    overrides: Path | None
    group_by: str
    target: str
    reference: str
    codebook: str
    actors: Path | None = None
    before: str | None = None
    labels: Path | None = None
    date_order: DateOrder | None = None
    encoding: str | None = None
    inputs: tuple[Path, ...] = ()
    texts: Path | None = None
    recurring_lines: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    clean: bool | None = None
    on_problem: OnProblem = "stop"
    written_for: tuple[str, str] | None = None

    @property
    def processed(self) -> Path:
        """The folder of the tables that are rebuilt from the raw articles."""
        return self.root / "data" / "processed"

    @property
    def has_texts(self) -> bool:
        """Whether the articles themselves are here, or only the tables derived from them."""
        return all(path.exists() for path in self.sources)

    @property
    def sources(self) -> tuple[Path, ...]:
        """What the articles are read from: the manifest, or the inputs."""
        if self.manifest is not None:
            return (self.manifest,)
        return (*self.inputs, *([self.texts] if self.texts else []))

    @property
    def companions(self) -> tuple[Path, ...]:
        """The files besides the articles that study.toml names, whether they are there or not."""
        named = (self.actors, self.overrides, self.recurring_lines, self.labels, self.own_codebook)
        return tuple(path for path in named if path is not None)

    @property
    def own_codebook(self) -> Path | None:
        """The file of the study's own codebook; None if it takes one of the package."""
        return self.root / self.codebook if self.codebook.endswith(CODEBOOK_FILE) else None

    @property
    def kept_columns(self) -> tuple[str, ...]:
        """The column of the inputs that articles are grouped by, if it is one."""
        return () if self.group_by in (*RULES, *COLUMNS) else (self.group_by,)

    @property
    def prose_applies(self) -> bool:
        """Whether the study's own prose speaks of the groups that are compared."""
        return self.written_for in (None, (self.target, self.reference))

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
            If an article has no value to be grouped by, a group that is to be compared has no
            article, or target and reference are one.
        """
        if self.target == self.reference:
            raise InputError(
                "study.toml", f"[groups] target and reference are both {self.target!r}",
                "name two groups",
            )  # fmt: skip
        labels = self.table("labels") if self.kept_columns else None
        values = self.group_values(articles, labels)
        if values.isna().any():
            lacking = values.index[values.isna()][0]
            raise InputError(
                "study.toml",
                f"groups by {self.group_by!r}, which article {lacking} lacks",
                "fill it in, leave the article out, or group by something else",
            )
        present = sorted(set(values))
        for setting, group in (("target", self.target), ("reference", self.reference)):
            if group not in present:
                raise InputError(
                    "study.toml",
                    f"[groups] {setting} = {group!r}, but no article is in that group",
                    f"the groups are {_listed(present)}",
                )
        return values.astype("str")

    def group_values(
        self, articles: pd.DataFrame, labels: pd.DataFrame | None = None
    ) -> "pd.Series[str]":
        """The group of each article, by article_id, with a gap where it has none.

        ``labels`` is the table of that name, for a study that groups by a column of its inputs.
        """
        given: Mapping[str, str] | None = None
        if self.group_by == "labels":
            given = read_labels(self.labels)
        elif self.kept_columns and labels is not None:
            chosen = labels[labels["label"] == self.group_by]
            given = dict(zip(chosen["article_id"], chosen["value"], strict=True))
        return group_values(articles, self.group_by, before=self.before, labels=given)


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
    root, settings = file.parent, read_settings(file)
    top, articles, groups, framing = (
        settings[table] for table in ("", "articles", "groups", "framing")
    )
    inputs = articles.get("inputs", [])
    written_for = settings["report"].get("written_for")
    if not inputs:
        _check_rule(file.name, groups["by"])
    if "before" in groups:
        check_day(groups["before"])
    recurring = _path(root, articles.get("recurring_lines"), "recurring_lines")
    if recurring is not None and recurring.is_relative_to(root / "data" / "processed"):
        raise InputError(
            file.name, "[articles] recurring_lines names a file that every run writes anew",
            "copy it to data/raw/recurring_lines.csv, and name the copy",
        )  # fmt: skip
    manifest = None if inputs else articles.get("manifest", "data/raw/articles.csv")
    return Study(
        root=root,
        title=top["title"],
        authors=tuple(str(author) for author in top.get("authors", [])),
        seed=top["seed"],
        manifest=_path(root, manifest, "manifest"),
        overrides=_path(root, articles.get("overrides"), "overrides"),
        group_by=groups["by"],
        target=groups["target"],
        reference=groups["reference"],
        codebook=_codebook(root, framing.get("codebook", "generic")),
        actors=_path(root, framing.get("actors"), "actors"),
        before=groups.get("before"),
        labels=_path(root, groups.get("file"), "file"),
        date_order=articles.get("date_order"),
        encoding=check_encoding(articles["encoding"]) if "encoding" in articles else None,
        inputs=tuple(path for item in inputs if (path := _path(root, item, "inputs"))),
        texts=_path(root, articles.get("texts"), "texts"),
        recurring_lines=recurring,
        columns=articles.get("columns", {}),
        clean=articles.get("clean"),
        on_problem=articles.get("on_problem", "stop"),
        written_for=(written_for[0], written_for[1]) if written_for else None,
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


def _check_rule(name: str, by: str) -> None:
    """A study with a manifest has no columns but those of the articles table."""
    allowed = (*RULES, *COLUMNS)
    if by not in allowed:
        near = difflib.get_close_matches(by, allowed, n=1)
        raise InputError(
            name,
            f"[groups] by = {by!r} is nothing to group by"
            + (f" (did you mean {near[0]}?)" if near else ""),
            f"allowed are {', '.join(allowed)}",
        )


def _path(root: Path, relative: str | None, setting: str) -> Path | None:
    """A path of the study, which may not lead out of its folder."""
    if relative is None:
        return None
    path = inside(root, relative)
    if path is None:
        raise InputError(
            "study.toml",
            f"{setting} = {relative!r} leads out of the study's folder",
            "give a path relative to study.toml",
        )
    return path


def _codebook(root: Path, name: str) -> str:
    """The name of a codebook, or the path of the study's own, wherever the command is given."""
    if not name.endswith(CODEBOOK_FILE):
        return name
    return str(_path(root, name, "codebook"))


def _listed(names: list[str], most: int = 20) -> str:
    """Names in a row, not more than a line takes."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
