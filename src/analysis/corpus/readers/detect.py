"""Any input: finds out what it is, and has the right reader read it.

In: a file or folder. Out: a `ReaderResult`. Text files are told apart by their content, for a page,
a LexisNexis and a ProQuest export all end in .txt.
"""

import gzip
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.corpus.dates import DateOrder, check_date_order
from analysis.corpus.readers.factiva import read_factiva
from analysis.corpus.readers.folder import read_folder
from analysis.corpus.readers.html_folder import SUFFIXES, read_html_folder
from analysis.corpus.readers.lexisnexis import RECORD
from analysis.corpus.readers.nexis import read_nexis
from analysis.corpus.readers.paths import check_exists, escaped, id_from, walk
from analysis.corpus.readers.proquest import SEPARATOR, read_proquest
from analysis.corpus.readers.result import ReaderResult, joined
from analysis.corpus.readers.tabular import read_tabular
from analysis.corpus.readers.warc import read_warc
from analysis.errors import InputError
from analysis.schema import new_table

FORMATS = ("text", "html", "table", "nexis", "factiva", "proquest", "warc", "folder")
_TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".jsonl", ".ndjson", ".parquet")
_ALLOWED = (
    "give a folder, text (.txt), HTML (.html, .html.gz), a table (.csv, .tsv, .xlsx, .jsonl, "
    ".parquet), Nexis (.docx, .txt, .html), Factiva (.html, .xml), ProQuest (.txt) or a web "
    "archive (.warc, .warc.gz)"
)
_HEAD = 200_000


def detect_format(path: str | Path) -> str:
    """What an input is: "text", "html", "table", "nexis", "factiva", "proquest", "warc"
    or "folder".

    Raises
    ------
    InputError
        If it does not exist, or is nothing that can be read; the message lists what can.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     page = Path(name, "a.txt")
    ...     _ = page.write_text("1 of 1 DOCUMENTS\\n")
    ...     detect_format(page), detect_format(name)
    ('nexis', 'folder')
    """
    path = Path(path)
    check_exists(path)
    if path.is_dir():
        return "folder"
    name = path.name.lower()
    if name.endswith(".docx"):
        return "nexis"
    if name.endswith(_TABLES):
        return "table"
    if name.endswith((".warc", ".warc.gz")):
        return "warc"
    if name.endswith((".txt", ".text")):
        head = _head(path)
        if SEPARATOR.search(head) and "ProQuest" in _around(path):
            return "proquest"
        return "nexis" if RECORD.search(head) else "text"
    if name.endswith(SUFFIXES):
        head = _head(path)
        if "<DOCFULL>" in head or "<!-- LXNComment" in head:
            return "nexis"
        factiva = "<title>Factiva</title>" in head or 'class="article ' in head
        return "factiva" if factiva and "activa" in _around(path) else "html"
    if name.endswith(".xml") and "ppsarticle" in _head(path).lower():
        return "factiva"
    raise InputError(escaped(path.name), "is of no kind that can be read", _ALLOWED)


def read_input(
    path: str | Path,
    *,
    mapping: Mapping[str, str] | None = None,
    date_order: DateOrder | None = None,
    keep: Sequence[str] = (),
) -> ReaderResult:
    """Read a file or folder of any kind; of a folder, every file by its own kind.

    Parameters
    ----------
    mapping
        For tables: from field to column, as `read_tabular` takes it.
    date_order
        "dmy", "mdy" or "ymd", for dates such as 02/11/2023.
    keep
        For tables: further columns, whose values come back in ``labels``.

    Returns
    -------
    ReaderResult
        In a folder, an article_id that two files share is told apart by the file's name before it;
        ``claimed`` is the sum of what its files claim, None if none does.

    Raises
    ------
    InputError
        If the path, the mapping or ``date_order`` cannot be used. In a folder, a file that cannot
        be read is a row of problems instead.
    """
    path = Path(path)
    check_date_order(date_order)
    kind = detect_format(path)
    if kind == "folder":
        return _read_mixed(path, mapping, date_order, keep)
    if kind == "table":
        return read_tabular(path, mapping=mapping, date_order=date_order, keep=keep)
    readers = {
        "text": read_folder, "html": read_html_folder, "nexis": read_nexis,
        "factiva": read_factiva, "proquest": read_proquest, "warc": read_warc,
    }  # fmt: skip
    return readers[kind](path, date_order=date_order)


def join_results(
    parts: Iterable[tuple[str, ReaderResult]], problems: Iterable[pd.DataFrame] = ()
) -> ReaderResult:
    """Several results as one: tables one under the other, ``claimed`` the sum of what is claimed.

    Parameters
    ----------
    parts
        Name and result of each; where two share an article_id, the later one is given its name
        before it (``b.csv`` and ``7`` make ``b.csv-7``), or a number behind it.
    problems
        Further tables of problems.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     page = Path(name, "a.txt")
    ...     _ = page.write_text("Talks open in Munich\\n\\nMinisters met in Munich on Thursday.\\n")
    ...     found = read_input(page)
    >>> list(join_results([("x.txt", found), ("y.txt", found)]).articles["article_id"])
    ['a', 'y-a']
    """
    taken: set[str] = set()
    renamed: list[ReaderResult] = []
    for name, part in parts:
        ids = list(part.articles["article_id"])
        if taken.intersection(ids):
            ids = [f"{id_from(name)}-{one}" for one in ids]
        renamed.append(part.renamed([_free(one, taken) for one in ids]))
    claims = [part.claimed for part in renamed if part.claimed is not None]
    mappings = [part.mapping for part in renamed if part.mapping is not None]
    found = joined([*renamed, ReaderResult(new_table("articles", []), _stacked(problems))])
    return replace(
        found,
        claimed=sum(claims) if claims else None,
        mapping=mappings[0] if mappings and all(one == mappings[0] for one in mappings) else None,
    )


def _stacked(problems: Iterable[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([new_table("problems", []), *problems], ignore_index=True)


def _read_mixed(
    root: Path,
    mapping: Mapping[str, str] | None,
    date_order: DateOrder | None,
    keep: Sequence[str],
) -> ReaderResult:
    """All files of a folder; names and sources are given relative to it."""
    parts: list[tuple[str, ReaderResult]] = []
    problems: list[pd.DataFrame] = []
    for path, relative, refused in walk(root):
        shown = escaped(relative)
        if any(part.endswith("_files") for part in relative.split("/")[:-1]):
            continue
        try:
            if refused:
                raise InputError(shown, refused, "put the file itself into the folder")
            found = read_input(path, mapping=mapping, date_order=date_order, keep=keep)
        except (InputError, OSError) as error:
            trouble = error.trouble if isinstance(error, InputError) else "cannot be opened"
            remedy = error.remedy if isinstance(error, InputError) else "check its rights"
            problems.append(new_table("problems", [(shown, "file", escaped(trouble), remedy)]))
            continue
        if detect_format(path) in ("text", "html"):
            found = found.renamed([id_from(relative)] * len(found.articles))
        name = escaped(path.name)
        sources = [shown + source.removeprefix(name) for source in found.problems["source"]]
        found = replace(
            found,
            articles=found.articles.assign(source_file=shown),
            problems=found.problems.assign(source=sources),
        )
        parts.append((relative, found))
    return join_results(parts, problems)


def _free(wanted: str, taken: set[str]) -> str:
    """An id that is not taken, which it then is."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken.add(name)
    return name


def _head(path: Path) -> str:
    """The beginning of a file as text of some kind: enough to tell what it is, not to read it."""
    try:
        if path.name.lower().endswith(".gz"):
            with gzip.open(path) as packed:
                data = packed.read(_HEAD)
        else:
            with path.open("rb") as file:
                data = file.read(_HEAD)
    except (OSError, EOFError, zlib.error):
        return ""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if wide else "utf-8", errors="ignore").replace("\r\n", "\n")


def _around(path: Path) -> str:
    """The beginning and the end of a file, where exports name the database."""
    head = _head(path)
    if path.name.lower().endswith(".gz"):
        return head
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 20_000))
        return head + file.read(20_000).decode("utf-8", errors="ignore")
