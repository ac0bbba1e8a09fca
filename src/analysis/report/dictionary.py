"""The tables described for people (Markdown) and for programs (``datapackage.json``).

Both are made from the declarations in ``analysis.schema``, so that they cannot drift from the
data.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis import schema
from analysis.errors import InputError
from analysis.files import sha256

_PROFILE = "tabular-data-package"


def data_dictionary(tables: Iterable[schema.Table] | None = None, *, level: int = 2) -> str:
    """Every table with its columns, as Markdown.

    Parameters
    ----------
    tables
        Declarations; by default all of ``schema.TABLES``, in their order.
    level
        Level of the tables' headings.

    Returns
    -------
    str
        For each table: what one row is, what it is sorted by, and a Markdown table of its columns
        with type, whether a value may be lacking, and meaning.

    Examples
    --------
    >>> print(data_dictionary([schema.TABLES["term_counts"]]))
    ## term_counts
    <BLANKLINE>
    One row is one term in one article; sorted by article_id, term.
    <BLANKLINE>
    | column | type | may lack | meaning |
    | --- | --- | --- | --- |
    | `article_id` | string | no | The article's identifier, unique in the study. |
    | `term` | string | no | Token as counted: lower case, NFC, straight apostrophes. |
    | `count` | integer | no | How often it occurs in the article's body. |
    <BLANKLINE>
    """
    parts = []
    for table in schema.TABLES.values() if tables is None else tables:
        order = f"; sorted by {', '.join(table.key)}" if table.key else ""
        lines = [
            f"{'#' * level} {table.name}", "", f"One row is {table.row}{order}.", "",
            "| column | type | may lack | meaning |", "| --- | --- | --- | --- |",
        ]  # fmt: skip
        for column in table.columns:
            meaning = column.meaning.replace("|", "\\|").replace("<", "&lt;")
            if column.quotes:
                meaning += " Quotes the articles: not written to stored tables."
            lacking = "yes" if column.nullable else "no"
            lines.append(f"| `{column.name}` | {column.type} | {lacking} | {meaning} |")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def datapackage(
    root: Path,
    resources: Mapping[str, schema.Table],
    *,
    name: str,
    title: str,
    description: str = "",
    version: str | None = None,
    licenses: Sequence[Mapping[str, str]] = (),
    contributors: Sequence[Mapping[str, str]] = (),
    sources: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """A Data Package descriptor of the study's tables, to be written to ``data/datapackage.json``.

    Parameters
    ----------
    root
        The study's folder.
    resources
        Path of a CSV file, from the study's ``data`` folder with forward slashes -> what it is
        declared to hold. Columns that quote the articles are taken to be left out of the file.
    name, title, description, version, licenses, contributors, sources
        As the Data Package standard has them; what is empty is left out.

    Returns
    -------
    dict
        Valid under Data Package version 1, in UTF-8 CSV with a header: for each file its path,
        size, SHA-256, and the type, meaning and constraints of every column.

    Raises
    ------
    InputError
        If a file is not there, or its header does not hold the declared columns.

    References
    ----------
    Data Package, version 1: https://specs.frictionlessdata.io/data-package/
    """
    folder = Path(root) / "data"
    package: dict[str, Any] = {"profile": _PROFILE, "name": name, "title": title}
    optional = {
        "description": description,
        "version": version,
        "licenses": [dict(item) for item in licenses],
        "contributors": [dict(item) for item in contributors],
        "sources": [dict(item) for item in sources],
    }
    package |= {key: value for key, value in optional.items() if value}
    package["resources"] = [
        _resource(folder, path, table) for path, table in sorted(resources.items())
    ]
    return package


def _resource(folder: Path, path: str, table: schema.Table) -> dict[str, Any]:
    """One table: where it is, what it holds, how its values are written."""
    file = folder / path
    columns = [column.name for column in table.stored]
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            header = lines.readline().rstrip("\r\n").split(",")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(file.name, f"cannot be read ({error})", "make the tables first") from error
    if header != columns:
        raise InputError(
            path, f"has the columns {', '.join(header)}", f"declared are {', '.join(columns)}"
        )
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "title": table.name.replace("_", " "),
        "description": f"One row is {table.row}.",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256(file)}",
        "schema": {
            "fields": [_field(column) for column in table.stored],
            "missingValues": [""],
            **({"primaryKey": list(table.key)} if table.key else {}),
        },
    }


def _field(column: schema.Column) -> dict[str, Any]:
    """One column."""
    field: dict[str, Any] = {"name": column.name, "type": column.type}
    if column.type == "boolean":
        field |= {"trueValues": ["true", "True"], "falseValues": ["false", "False"]}
    field["description"] = column.meaning
    if not column.nullable:
        field["constraints"] = {"required": True}
    return field
