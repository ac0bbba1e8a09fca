"""``analysis read``: any input to the tables that the other commands work on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from analysis.cli.application import app, say
from analysis.cli.output import ROWS, Rows, printable, show_table
from analysis.cli.progress import working
from analysis.cli.source import table_in
from analysis.errors import InputError
from analysis.wording import counted

if TYPE_CHECKING:
    import pandas as pd

_MOST_SHOWN = 5
_TABLES = ("articles", "problems", "labels")


def _fields(incomplete: str) -> list[str]:
    from analysis.corpus.readers.mapping import FIELDS

    return [f"{field}=" for field in FIELDS if field.startswith(incomplete)]


def _encodings(incomplete: str) -> list[str]:
    from analysis.encodings import COMMON

    return [name for name in COMMON if name.startswith(incomplete)]


FieldMapping = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        autocompletion=_fields,
        help="Of a table, the column that holds a field, such as text=article_content. May be "
        "given again. Other fields are guessed by name; FIELD= leaves one out.",
    ),
]
TextsOption = Annotated[
    Path | None,
    typer.Option(
        "--texts",
        metavar="INPUT",
        help="What has the texts of a table that lacks them: a table or web archive to be "
        "joined by url, or the folder of the files that it names.",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        autocompletion=_encodings,
        help="Encoding of text files that have no byte order mark, such as latin-1 or cp1251. "
        "[default: what a page declares, or UTF-8, or else Windows-1252]",
    ),
]
DateOrderOption = Annotated[
    Literal["dmy", "mdy", "ymd"] | None,
    typer.Option("--date-order", help="How to read a date such as 02/11/2023."),
]


@app.command(
    epilog="Example: `analysis read data/raw/*.txt --out build/read` reads the five articles "
    "of the repository. A CSV: `analysis read news.csv --map text=article_content --map date=day "
    "--out tables`."
)
def read(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...",
            help="Files and folders: text, HTML, tables (.csv, .tsv, .xlsx, .json, .jsonl, "
            ".parquet), exports of Nexis, Factiva, ProQuest and Media Cloud, web archives (.warc).",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", help="Folder to write the tables to.", file_okay=True),
    ],
    texts: TextsOption = None,
    mapping: FieldMapping = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep",
            metavar="COLUMN",
            help="Of a table, a further column to keep, so that articles can be grouped by it. "
            "May be given again.",
        ),
    ] = None,
    date_order: DateOrderOption = None,
    encoding: Encoding = None,
    on_problem: Annotated[
        Literal["stop", "skip"],
        typer.Option(
            "--on-problem",
            help="What to do if a record was lost or is in doubt: write nothing, or write the "
            "articles that were read and the table of problems.",
        ),
    ] = "stop",
    form: Annotated[
        Literal["csv", "parquet"], typer.Option("--format", help="Form of the tables.")
    ] = "csv",
    rows: Rows = ROWS,
) -> None:
    """Read articles in any known format, and write the tables articles and problems.

    The folder is then a source for the other commands: `analysis count DIR`.
    """
    from analysis.corpus.readers.detect import join_results, read_input
    from analysis.corpus.readers.formats import detect_format
    from analysis.corpus.stopping import counted_kinds, stopping_problems
    from analysis.encodings import check_encoding
    from analysis.starting.columns import columns_of

    _check_folder(out, inputs)
    chosen = dict(map(field_and_column, mapping or []))
    codec = None if encoding is None else check_encoding(encoding, "--encoding")
    parts = []
    for path in inputs:
        with working(f"reading {path.name}"):
            found = read_input(
                path, mapping=chosen or None, date_order=date_order, keep=keep or (),
                encoding=codec, texts=texts if detect_format(path) == "table" else None,
            )  # fmt: skip
        parts.append((path.name, found))
        if found.mapping is not None and len(inputs) <= _MOST_SHOWN:
            columns = columns_of(path, chosen, texts, codec, keep or ())
            for line in columns.lines("--keep COLUMN keeps one") if columns else ():
                say(printable(line))
    result = join_results(parts)
    articles, problems = result.articles, result.problems
    dates = articles["date"].dropna()
    outlets = articles["outlet"].dropna().nunique()
    say(
        f"{counted(len(articles), 'article')}, {counted(outlets, 'outlet')}, "
        + (f"{dates.min()} to {dates.max()}, " if len(dates) else "no dates, ")
        + counted(len(problems), "problem")
    )
    if len(problems):
        show_table(problems[["source", "problem", "detail"]], rows=rows, total="problems")
    if articles.empty:
        raise InputError(
            ", ".join(path.name for path in inputs),
            "gave no article",
            "see the problems" if len(problems) else "it holds no record; name another",
        )
    for name in keep or ():
        if name not in set(result.labels["label"]):
            raise InputError(
                "--keep", f"{name!r} is no column in which an input has a value",
                "check its name; the columns that are not used are named above",
            )  # fmt: skip
    serious = stopping_problems(problems)
    if len(serious) and on_problem == "stop":
        raise InputError(
            "read", f"lost or doubts records ({counted_kinds(serious)}), and nothing was written",
            "mend the input, or go on with --on-problem skip",
        )  # fmt: skip
    tables = {"articles": articles, "problems": problems}
    if keep:
        tables["labels"] = result.labels
    _write(tables, out, form)


def field_and_column(text: str) -> tuple[str, str]:
    """The two sides of FIELD=COLUMN."""
    field, sign, column = text.partition("=")
    if not sign:
        raise InputError("--map", f"is {text!r}", "give FIELD=COLUMN, such as text=article_content")
    return field.strip(), column.strip()


def _check_folder(out: Path, inputs: list[Path]) -> None:
    """Refuse to write over an input, or over anything that is none of these tables."""
    if out.exists() and not out.is_dir():
        raise InputError(out, "is a file", "name a folder to write the tables to")
    for path in inputs:
        if out.is_dir() and path.exists() and path.samefile(out):
            raise InputError(out, "is what is read", "name another folder")
    for name in _TABLES if out.is_dir() else ():
        file = table_in(out, name)
        if file is not None and not _is_ours(file, name):
            raise InputError(
                file, "is there and is no table that `analysis read` wrote", "name another folder"
            )


def _is_ours(file: Path, name: str) -> bool:
    """Whether a file has the columns of the table."""
    from analysis.exports import read_columns
    from analysis.schema import TABLES

    try:
        return read_columns(file) == TABLES[name].names
    except InputError:
        return False


def _write(tables: "dict[str, pd.DataFrame]", out: Path, form: str) -> None:
    """Write the tables; those of an earlier run in the other form make way."""
    from analysis.exports import write_export

    for name in _TABLES:
        earlier = table_in(out, name)
        path = out / f"{name}.{form}"
        if name in tables:
            write_export(tables[name], path)
            say(f"wrote {len(tables[name]):,} rows to {path}")
        if earlier is not None and (name not in tables or earlier != path):
            earlier.unlink()
