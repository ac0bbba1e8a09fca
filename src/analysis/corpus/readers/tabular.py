"""Tables of articles: CSV, TSV, XLSX, JSON, JSONL and Parquet, with a mapping of columns.

In: a table file, and which column holds the text, the date and so on. Out: `ReaderResult`s, at once
or piece by piece; every row becomes an article or a problem that names file and row.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.corpus.dates import DateOrder
from analysis.corpus.readers.account import Account
from analysis.corpus.readers.mapping import ABOUT_FILE, KEYS, MappingError, choose_mapping
from analysis.corpus.readers.paths import check_exists, escaped, id_from, stem
from analysis.corpus.readers.result import ReaderResult, joined, paragraphs
from analysis.corpus.readers.rows import Row, Rows, open_rows
from analysis.errors import InputError

_CHUNK = 5_000
# What programs write into a cell that has no value.
MISSING = frozenset(
    ("nan", "NaN", "NaT", "None", "NULL", "null", "NA", "N/A", "n/a", "<NA>", "#N/A", "#VALUE!")
)
# Numbers of days in a workbook, from 1941 to 2119: a year, or a day in eight digits, is none.
_DAYS = range(15_000, 80_000)


def read_tabular(
    path: str | Path,
    *,
    mapping: Mapping[str, str] | None = None,
    date_order: DateOrder | None = None,
    keep: Sequence[str] = (),
    encoding: str | None = None,
) -> ReaderResult:
    """Read a table of articles (.csv, .tsv, .xlsx, .json, .jsonl, .parquet) at once.

    A text file may be packed (.csv.gz, .jsonl.gz). A .json file holds an array of objects, objects
    in sequence, or one object: an article, or one with the list of articles in it. Objects inside
    an object, and fields of a struct in Parquet, are columns with a dotted name, such as
    ``source.name``. Cells that hold only what programs write for a missing value (NaN, None, NULL,
    NA) are empty. In XLSX, a date may be a number of days, as workbooks store it.

    Parameters
    ----------
    mapping
        From field to column, such as ``{"text": "article_content", "date": "published"}``. What it
        names is taken; fields it does not name are guessed as `guess_mapping` does; a field
        mapped to an empty name is left out.
    date_order
        "dmy", "mdy" or "ymd", for dates such as 02/11/2023, which are a problem without it.
    keep
        Further columns, whose values come back in ``labels``; what a table lacks is not kept.
    encoding
        That of a text file, such as "latin-1"; see `analysis.corpus.decoding.decode`. Rows with
        bytes that are no text in it are problems. XLSX and Parquet have their own.

    Returns
    -------
    ReaderResult
        The article_id is the mapped column's value, or the file's name and the row's number.
        A text without blank lines has one paragraph for each line. ``claimed`` is the number of
        rows that a Parquet file states, else None.

    Raises
    ------
    InputError
        If the mapping names an unknown field or a column that is not there, no column can be the
        text, or there is no such encoding. A file that is damaged is no error: it gives a row of
        problems.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     table = Path(name, "a.csv")
    ...     _ = table.write_text("day,body\\n2016-02-11,Ministers met.\\n02/11/2023,They left.\\n")
    ...     found = read_tabular(table)
    >>> found.articles[["article_id", "date", "body"]].values.tolist()
    [['a-2', '2016-02-11', 'Ministers met.'], ['a-3', nan, 'They left.']]
    >>> found.problems["detail"].tolist()
    ['02/11/2023: ambiguous: 2023-11-02 or 2023-02-11']
    """
    return joined(
        iter_tabular(path, mapping=mapping, date_order=date_order, keep=keep, encoding=encoding)
    )


def iter_tabular(
    path: str | Path,
    *,
    mapping: Mapping[str, str] | None = None,
    date_order: DateOrder | None = None,
    keep: Sequence[str] = (),
    encoding: str | None = None,
    size: int = _CHUNK,
) -> Iterator[ReaderResult]:
    """Read a table piece by piece: results of at most ``size`` articles and problems together.

    Memory is bounded by ``size``, apart from the article_ids, which are kept to find those that
    repeat. Parameters, errors and rules are those of `read_tabular`; there is always a last
    piece, perhaps empty, and it alone reports a count that is not the claimed one.
    """
    path = Path(path)
    account = Account(date_order, encoding)
    name = escaped(path.name)
    opened = open_table(account, path, lambda names: choose_mapping(name, names, mapping), keep)
    if opened is None:
        yield account.result()
        return
    table, chosen = opened
    kept = [column for column in keep if column in table.columns]
    records = 0
    for row in table.rows:
        records += 1
        described = describe(account, path, f"{name}, {row.place}", row, chosen, kept)
        if described is not None:
            account.article(described.source, path, body=paragraphs(described.text or ""),
                            **described.values)  # fmt: skip
        if len(account) >= size - 1:
            yield account.result(table.claimed, chosen)
    account.count(name, table.claimed, records)
    yield account.result(table.claimed, chosen)


def open_table(
    account: Account,
    path: Path,
    choose: Callable[[list[str]], dict[str, str]],
    keep: Sequence[str] = (),
) -> tuple[Rows, dict[str, str]] | None:
    """The rows of a table and the mapping chosen for it; None if the file cannot be read.

    Raises
    ------
    InputError
        If there is no such file, or what is chosen does not fit it.
    """
    check_exists(path, folder=False)
    name = escaped(path.name)
    try:
        table = open_rows(
            path, columns=lambda names: _needed(names, choose(names), keep),
            encoding=account.encoding,
        )  # fmt: skip
    except MappingError:
        raise
    except InputError as error:
        account.problem(name, "file", error.trouble, error.remedy)
        return None
    except OSError as error:
        trouble = f"cannot be opened ({error.strerror or error})"
        account.problem(name, "file", trouble, "check the file and its rights")
        return None
    chosen = choose(table.columns)
    for problem, detail, remedy in table.doubts:
        account.problem(name, problem, detail, remedy)
    return table, chosen


def _needed(names: list[str], chosen: Mapping[str, str], keep: Sequence[str]) -> list[str]:
    return sorted({*chosen.values(), *(column for column in keep if column in names)})


@dataclass(frozen=True)
class Described:
    """A row as the table describes it: its place, its text or None, the other fields of it, what
    leads to a text, and whether the article_id is the table's own."""

    source: str
    text: str | None
    values: dict[str, Any]
    keys: Mapping[str, str]
    stated_id: bool


def describe(
    account: Account,
    path: Path,
    source: str,
    row: Row,
    chosen: Mapping[str, str],
    kept: Sequence[str] = (),
) -> Described | None:
    """What a row says of an article; None, and a row of problems, if it cannot be one."""
    if row.cells is None:
        account.problem(source, "row", row.trouble or "cannot be read", "mend the row")
        return None
    cells = {field: _present(row.cells.get(column)) for field, column in chosen.items()}
    text = _text(cells.get("text"))
    if text is not None and not isinstance(text, str):
        kind = type(text).__name__
        account.problem(source, "row", f"its text is no text but {kind}", "map another column")
        return None
    values = {field: _plain(cell) for field, cell in cells.items() if field not in ("text", "date")}
    stated_id = values.get("article_id")
    article_id = stated_id or f"{id_from(stem(path))}-{row.place.split()[-1]}"
    first = account.known(article_id)
    if first is not None:
        account.problem(
            source, "article_id", f"repeats the article_id {article_id!r} of {first}",
            "give each article its own, or leave the field out of the mapping",
        )  # fmt: skip
        return None
    complete = values.get("complete", "").lower()
    if complete not in ("", "true", "false", "1", "0", "yes", "no"):
        account.problem(
            source, "complete", f"complete is {values['complete']!r}", "give true or false"
        )
    named = ("outlet", "agency", "headline", "language", "url", "duplicate_of", "event")
    return Described(
        source, text,
        {
            "article_id": article_id,
            "date": _day(account, source, cells["date"], row.day_zero) if "date" in cells else None,
            "complete": complete not in ("false", "0", "no"),
            **{field: values.get(field) or None for field in named},
            "labels": {column: _plain(row.cells.get(column)) for column in kept},
        },
        {key: values.get(key, "") for key in (*KEYS, *ABOUT_FILE)},
        bool(stated_id),
    )  # fmt: skip


def _present(cell: object) -> object:
    """A cell, or None for what stands for a value that is missing."""
    return None if isinstance(cell, str) and cell.strip() in MISSING else cell


def _day(account: Account, source: str, cell: object, day_zero: datetime.date | None) -> str | None:
    """A cell as a day in ISO form; None for an empty one, and for one that was reported."""
    if day_zero is not None and isinstance(cell, int | float) and int(cell) in _DAYS:
        return (day_zero + datetime.timedelta(days=int(cell))).isoformat()
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    text = _plain(cell)
    if not text:
        return None
    return account.date(source, text)


def _text(cell: object) -> object:
    """A cell as the text of an article: bytes in UTF-8, or a list of its paragraphs, made one."""
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "surrogateescape")
    if isinstance(cell, list) and all(isinstance(part, str) for part in cell):
        return "\n\n".join(cell)
    return cell


def _plain(cell: object) -> str:
    """A cell as text: empty for none, whole numbers without a decimal point, lists in a row."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "surrogateescape").strip()
    if isinstance(cell, list):
        return "; ".join(text for one in cell if (text := _plain(one)))
    if isinstance(cell, dict):
        return "; ".join(f"{name}: {text}" for name, one in cell.items() if (text := _plain(one)))
    return str(cell).strip()
