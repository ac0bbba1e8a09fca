"""Any input: has the right reader read it, a folder file by file.

In: a file or folder, perhaps a manifest or texts to be joined with it. Out: a `ReaderResult`, at
once or piece by piece.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from analysis.corpus.dates import DateOrder
from analysis.corpus.readers.account import Account
from analysis.corpus.readers.factiva import read_factiva
from analysis.corpus.readers.folder import add_text, read_folder
from analysis.corpus.readers.formats import TABLES, detect_format
from analysis.corpus.readers.html_folder import add_page, read_html_folder
from analysis.corpus.readers.joining import join_addresses, join_files
from analysis.corpus.readers.mapping import column_names, guess_mapping
from analysis.corpus.readers.nexis import read_nexis
from analysis.corpus.readers.paths import escaped, free_id, id_from, stem, walk
from analysis.corpus.readers.proquest import read_proquest
from analysis.corpus.readers.result import ReaderResult, joined
from analysis.corpus.readers.tabular import iter_tabular
from analysis.corpus.readers.warc import iter_warc
from analysis.errors import InputError

_READERS = {
    "text": read_folder,
    "html": read_html_folder,
    "nexis": read_nexis,
    "factiva": read_factiva,
    "proquest": read_proquest,
}


def read_input(
    path: str | Path,
    *,
    mapping: Mapping[str, str] | None = None,
    date_order: DateOrder | None = None,
    keep: Sequence[str] = (),
    encoding: str | None = None,
    texts: str | Path | None = None,
    manifest: str | Path | None = None,
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
    texts
        For a table without texts: what has them. A folder, if the table names files; else anything
        whose articles have a url (a table, a web archive), which is joined with the table's, see
        `address_key`.
    manifest
        For a folder: the table that describes its files, with a column ``file``. Without it, a
        table that has such a column and no texts is taken: one called ``manifest`` or
        ``articles``, or the folder's only table.
    encoding
        That of all texts, pages and tables that have no byte order mark, such as "latin-1"; see
        `analysis.corpus.decoding.decode`. What a manifest says in a column ``encoding`` goes before
        it. XLSX, Parquet, DOCX and XML have their own.

    Returns
    -------
    ReaderResult
        With a manifest or ``texts``, what the table says of an article goes before what its text
        says. In a folder, an article_id that two files share is told apart by the file's name
        before it; ``claimed`` is the sum of what its files claim, None if none does.

    Raises
    ------
    InputError
        If the path, the mapping, ``date_order`` or ``encoding`` cannot be used. In a folder, a file
        that cannot be read is a row of problems instead.
    """
    path = Path(path)
    account = Account(date_order, encoding)
    kind = detect_format(path)
    table = Path(manifest) if manifest is not None else None
    if table is not None and kind != "folder":
        raise InputError("manifest", f"describes files, but {escaped(path.name)} is no folder",
                         "name the folder of the files")  # fmt: skip
    if texts is not None and kind != "table":
        raise InputError("texts", f"are joined with a table, but {escaped(path.name)} is {kind}",
                         "name the table first")  # fmt: skip
    if kind == "folder":
        table = table or manifest_in(path, mapping, encoding)
        if table is None:
            return _read_mixed(path, mapping, date_order, keep, encoding)
        path, texts, kind = table, path, "table"
    if texts is not None and Path(texts).is_dir() and _names_files(path, mapping, encoding):
        return join_files(
            path, Path(texts),
            lambda file, named: read_input(file, date_order=date_order, encoding=named),
            account, mapping=mapping, keep=keep,
        )  # fmt: skip
    if texts is not None:
        pieces = iter_input(texts, date_order=date_order, encoding=encoding)
        return joined(
            join_addresses(path, Path(texts), pieces, account, mapping=mapping, keep=keep)
        )
    return joined(_pieces(path, kind, mapping, date_order, keep, encoding))


def iter_input(
    path: str | Path,
    *,
    mapping: Mapping[str, str] | None = None,
    date_order: DateOrder | None = None,
    keep: Sequence[str] = (),
    encoding: str | None = None,
) -> Iterator[ReaderResult]:
    """What `read_input` reads, piece by piece where a file can be large: tables, web archives.

    There is at least one piece; the last one has what is claimed.
    """
    path = Path(path)
    yield from _pieces(path, detect_format(path), mapping, date_order, keep, encoding)


def _pieces(
    path: Path,
    kind: str,
    mapping: Mapping[str, str] | None,
    date_order: DateOrder | None,
    keep: Sequence[str],
    encoding: str | None,
) -> Iterator[ReaderResult]:
    """What is read of an input that is known to be of a kind."""
    if kind == "table":
        yield from iter_tabular(
            path, mapping=mapping, date_order=date_order, keep=keep, encoding=encoding
        )
    elif kind == "warc":
        yield from iter_warc(path, date_order=date_order, encoding=encoding)
    elif kind == "folder":
        yield _read_mixed(path, mapping, date_order, keep, encoding)
    else:
        yield _READERS[kind](path, date_order=date_order, encoding=encoding)


def manifest_in(
    folder: Path, mapping: Mapping[str, str] | None, encoding: str | None
) -> Path | None:
    """The table in a folder that describes its files, if there is one.

    It is called "manifest" or "articles", or is the folder's only table.
    """
    tables = [
        path for path, relative, refused in walk(folder)
        if not refused and "/" not in relative and relative.lower().endswith(TABLES)
    ]  # fmt: skip
    called = [path for path in tables if stem(path).lower() in ("manifest", "articles")]
    asked = called or (tables if len(tables) == 1 else [])
    return next((path for path in asked if _names_files(path, mapping, encoding)), None)


def _names_files(path: Path, mapping: Mapping[str, str] | None, encoding: str | None) -> bool:
    """Whether a table leads to its texts by the names of files."""
    if mapping is not None and ("file" in mapping or "text" in mapping):
        return bool(mapping.get("file"))
    try:
        guessed = guess_mapping(column_names(path, encoding))
    except (InputError, OSError):
        return False
    return "file" in guessed and "text" not in guessed


def join_results(
    parts: Iterable[tuple[str, ReaderResult]],
) -> ReaderResult:
    """Several results as one: tables one under the other, ``claimed`` the sum of what is claimed.

    Parameters
    ----------
    parts
        Name and result of each; where two share an article_id, the later one is given its name
        before it (``b.csv`` and ``7`` make ``b.csv-7``), or a number behind it.

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
    claims: list[int] = []
    mappings: list[Mapping[str, str]] = []

    def renamed() -> Iterator[ReaderResult]:
        for name, part in parts:
            ids = [row[0] for row in part.rows("articles")]
            if taken.intersection(ids):
                ids = [f"{id_from(name)}-{one}" for one in ids]
            claims.extend([] if part.claimed is None else [part.claimed])
            mappings.extend([] if part.mapping is None else [part.mapping])
            free = []
            for one in ids:
                free.append(free_id(one, taken))
                taken.add(free[-1])
            yield part.renamed(free)

    whole = joined(renamed())
    return whole.replaced(
        claimed=sum(claims) if claims else None,
        mapping=mappings[0] if mappings and all(one == mappings[0] for one in mappings) else None,
    )


def _read_mixed(
    root: Path,
    mapping: Mapping[str, str] | None,
    date_order: DateOrder | None,
    keep: Sequence[str],
    encoding: str | None,
) -> ReaderResult:
    """All files of a folder; names and sources are given relative to it."""
    account = Account(date_order, encoding)
    parts: list[tuple[str, ReaderResult]] = []
    for path, relative, refused in walk(root):
        shown = escaped(relative)
        if any(part.endswith("_files") for part in relative.split("/")[:-1]):
            continue
        try:
            if refused:
                raise InputError(shown, refused, "put the file itself into the folder")
            kind = detect_format(path)
            if kind == "text":
                add_text(account, path, relative)
                continue
            if kind == "html":
                add_page(account, path, relative)
                continue
            found = joined(_pieces(path, kind, mapping, date_order, keep, encoding))
        except InputError as error:
            account.problem(relative, "file", error.trouble, error.remedy)
            continue
        except OSError:
            account.problem(relative, "file", "cannot be opened", "check its rights")
            continue
        parts.append((relative, found.placed(escaped(path.name), shown)))
    return join_results([("", account.result()), *parts])
