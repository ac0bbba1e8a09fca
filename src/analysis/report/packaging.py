"""The stored tables and what describes them: ``datapackage.json`` and the data dictionary.

In: a study with its raw articles. Out: ``data/processed``, ``data/datapackage.json`` and the
generated part of ``data/README.md``, each rewritten only when all of it is ready.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import InputError
from analysis.files import write_file
from analysis.processing import PROCESSED, check_processed, process
from analysis.report.dictionary import data_dictionary, datapackage
from analysis.schema import TABLES, Column, Table
from analysis.study import Study

_BEGIN = "<!-- The part from here to the end mark is made by `analysis process`. -->"
_END = "<!-- End of the generated part. -->"
# Sheets coded by hand: what a row is, by a column that tells; columns that judge the machine's.
_CODED_ROWS = {
    "construction": "one clause with an actor",
    "blamed_right": "one row of responsibility",
}
_JUDGEMENTS = {
    name: Column(name, "integer", meaning)
    for name, meaning in (
        ("blamed_right", "1 if the blamed party and the kind are right, else 0."),
        ("speaker_right", "1 if the speaker is right, else 0."),
    )
}
_BLANK = "\n\n"


def write_package(study: Study) -> list[Path]:
    """Rebuild the processed tables and their description; return the files written."""
    return [*process(study), *describe_package(study)]


def describe_package(study: Study) -> list[Path]:
    """Write ``data/datapackage.json`` and the data dictionary anew; return the files written."""
    written = []
    for path, text in _descriptions(study):
        write_file(path, text)
        written.append(path)
    return written


def check_package(study: Study) -> None:
    """Hold the stored tables and their description to what the raw articles give.

    Raises
    ------
    InputError
        Naming the first file that differs.
    """
    check_processed(study)
    for path, text in _descriptions(study):
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            raise InputError(path.name, "does not describe the tables", "run `analysis process`")


def _descriptions(study: Study) -> Iterator[tuple[Path, str]]:
    """The files that describe the tables, with what they should hold."""
    folder = study.root / "data"
    resources = {f"processed/{name}.csv": TABLES[name] for name in PROCESSED}
    if study.manifest and study.manifest.is_file() and study.manifest.is_relative_to(folder):
        resources[study.manifest.relative_to(folder).as_posix()] = _manifest_table(study.manifest)
    for path in sorted((folder / "coding").glob("*.csv")):
        resources[path.relative_to(folder).as_posix()] = _hand_codes_table(path)
    package = datapackage(
        study.root,
        resources,
        name=_package_name(study.title),
        title=study.title,
        description="Tables of the study. The data dictionary is in README.md beside this file.",
    )
    yield folder / "datapackage.json", json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    readme = folder / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.exists() else data_readme()
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise InputError(
            "data/README.md", "lacks the marks of the generated part", f"add {_BEGIN} and {_END}"
        )
    described = {*PROCESSED} if study.manifest is None else {*PROCESSED, "manifest"}
    tables = [table for table in TABLES.values() if table.name in described]
    yield readme, f"{before}{_BEGIN}\n\n{data_dictionary(tables, level=3)}\n{_END}{after}"


def data_readme(provenance: str = "") -> str:
    """A new ``data/README.md``: what lies where, and the place of the generated part.

    Examples
    --------
    >>> print(data_readme("Where the articles come from: not stated yet.").splitlines()[5])
    Where the articles come from: not stated yet.
    """
    return (
        "# The data\n\n"
        "`raw/` holds the articles as received and is never edited; `processed/` holds the tables "
        "made from\nthem; `datapackage.json` describes every table, with its hash, for programs."
        f"\n\n{provenance}{_BLANK if provenance else ''}{_BEGIN}\n{_END}\n"
    )


def _package_name(title: str) -> str:
    """A name for the package from the study's title: lower case, words joined by hyphens.

    Examples
    --------
    >>> _package_name("Strikes & unions, 2019")
    'strikes-unions-2019'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)) or "study"


def _manifest_table(path: Path) -> Table:
    """The declaration of the columns that this manifest has."""
    declared = {column.name: column for column in TABLES["manifest"].columns}
    return Table(
        "manifest",
        TABLES["manifest"].row,
        tuple(declared[name] for name in _header(path)),
        ("article_id",),
    )


def _hand_codes_table(path: Path) -> Table:
    """The declaration of a sheet coded by hand: known columns, and a column for each judgement."""
    known = {
        column.name: column
        for table in ("sentences", "agency", "responsibility")
        for column in TABLES[table].columns
    } | _JUDGEMENTS
    names = _header(path)
    columns = [
        known.get(name)
        or Column(name, "integer", f"1 if the coder saw the frame {name} in the sentence, else 0.")
        for name in names
    ]
    row = next((row for mark, row in _CODED_ROWS.items() if mark in names), "one sentence")
    return Table(path.stem.replace("-", "_"), f"{row}, coded by hand", tuple(columns))


def _header(path: Path) -> list[str]:
    """The columns of a CSV whose names need no quoting."""
    with path.open(encoding="utf-8-sig") as file:
        return file.readline().rstrip("\r\n").split(",")
