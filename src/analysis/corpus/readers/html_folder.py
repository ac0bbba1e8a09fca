"""HTML pages, one article each, alone or in folders, plain or packed with gzip.

In: a file or folder. Out: a `ReaderResult`; the extraction is `clean_html`'s. The encoding is the
one that the page declares, if its bytes agree; otherwise as for text.
"""

import codecs
from pathlib import Path

import regex

from analysis.corpus.dates import DateOrder
from analysis.corpus.decoding import REMEDY, Doubt, decode
from analysis.corpus.html import clean_html
from analysis.corpus.readers.account import Account
from analysis.corpus.readers.paths import check_exists, escaped, id_from, read_bytes, walk
from analysis.corpus.readers.result import ReaderResult
from analysis.encodings import encoding_named
from analysis.errors import InputError

SUFFIXES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".xhtml.gz")
LARGEST_PAGE = 10_000_000
_DEEPEST = 500
_MOST_TAGS = 100_000
_DECLARED = regex.compile(rb"<(?:meta\b[^>]{0,200}?charset|\?xml\b[^>]{0,100}?encoding)\s*+=\s*+"
                          rb"[\"']?+\s*+([A-Za-z0-9_:.-]{2,40})", regex.IGNORECASE)  # fmt: skip
_SIGNS = b"<meta charset=~>"
_TAG = regex.compile(r"<(/?+)([a-zA-Z][a-zA-Z0-9]*+)[^<>]*+>")
# Elements that never hold others, or that the next of their kind ends, as a browser reads them.
_NOT_NESTED = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd td th tr "
    "option thead tbody tfoot colgroup script style".split()
)


def read_html_folder(
    path: str | Path, *, date_order: DateOrder | None = None, encoding: str | None = None
) -> ReaderResult:
    """Read HTML pages: one file, or all under a folder (.html, .htm, .xhtml, also with .gz).

    Folders named ``…_files``, in which browsers put pictures and scripts of a saved page, and
    hidden files are passed over; links that lead out of the folder are refused. A page nested
    deeper than 500 elements, with more than 100,000 tags, larger than 10 MB or without an article
    is a problem.

    Parameters
    ----------
    date_order
        "dmy", "mdy" or "ymd", for dates such as 02/11/2023.
    encoding
        That of the pages, such as "latin-1"; see `analysis.corpus.decoding.decode`.

    Returns
    -------
    ReaderResult
        ``claimed`` is None.

    Raises
    ------
    InputError
        If there is no such file or folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     page = "<html><body><article><h1>Talks open</h1><p>Ministers met on Thursday in "
    ...     _ = Path(name, "a.html").write_text(page + "Munich.</p></article></body></html>")
    ...     read_html_folder(name).articles["body"].tolist()
    ['Ministers met on Thursday in Munich.']
    """
    path = Path(path)
    check_exists(path)
    account = Account(date_order, encoding)
    for file, relative, refused in walk(path) if path.is_dir() else [(path, path.name, None)]:
        if any(part.endswith("_files") for part in relative.split("/")[:-1]):
            continue
        if refused:
            account.problem(relative, "file", refused, "put the file itself into the folder")
        elif path.is_dir() and not file.name.lower().endswith(SUFFIXES):
            account.problem(relative, "file", "is no HTML, and was not read", "read it on its own")
        else:
            add_page(account, file, relative)
    return account.result()


def add_page(account: Account, path: Path, relative: str) -> None:
    """Add one HTML page to an account."""
    try:
        data = read_bytes(path, LARGEST_PAGE)
        text, doubt = decode_html(data, escaped(relative), encoding=account.encoding)
    except InputError as error:
        account.problem(relative, "file", error.trouble, error.remedy)
        return
    account.doubt(relative, doubt)
    wanted = account.new_id(id_from(relative))
    add_html(account, path, relative, text, wanted, source_file=relative)


def add_html(
    account: Account, path: Path, source: str, text: str, article_id: str, *,
    source_file: str | None = None, url: str | None = None, complete: bool = True,
) -> None:  # fmt: skip
    """Add the article of an HTML page to an account, or what keeps it from being read."""
    tags, deepest = count_tags(text)
    if tags > _MOST_TAGS or deepest > _DEEPEST:
        account.problem(
            source, "structure", f"has {tags} tags, nested {deepest} deep, more than "
            f"{_MOST_TAGS} or {_DEEPEST}", "save the page again from a browser",
        )  # fmt: skip
        return
    try:
        clean = clean_html(text, date_order=account.date_order)
    except Exception as error:  # a third-party extractor on a damaged page may raise anything
        account.problem(
            source, "structure", f"the extraction failed ({type(error).__name__})",
            "save the page again, or as text",
        )  # fmt: skip
        return
    account.evidence(source, clean.date_evidence)
    account.article(
        source, path, article_id, clean.body, source_file=source_file,
        headline=clean.headline, date=clean.date, url=url, complete=complete,
    )  # fmt: skip


def decode_html(
    data: bytes, source: str, sent: str | None = None, *, encoding: str | None = None
) -> tuple[str, Doubt | None]:
    """Text of an HTML page and what was doubtful.

    In this order, as browsers do (WHATWG, HTML Standard, *Determining the character encoding*): the
    byte order mark; ``encoding``, which the reader of the page declares; the one in the header that
    it was ``sent`` with; the one that the page declares; then as for text. Where bytes are not in
    the encoding of a header or page, the next of these is tried, and that is reported.

    Raises
    ------
    InputError
        If the bytes are no text.

    Examples
    --------
    >>> decode_html('<meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2"), "a.html")[0][-4:]
    'Łódź'
    """
    marked = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    inside = _DECLARED.search(data, 0, 4096)
    label = sent or (inside.group(1).decode("ascii") if inside else None)
    if encoding is not None or marked or label is None or b"\0" in data:
        return decode(data, source, encoding)
    name = encoding_named(label)
    # A page whose declaration could be read is in an encoding that has ASCII in it.
    if name is not None and _SIGNS.decode(name, "replace") == _SIGNS.decode():
        try:
            # As browsers do: pages that declare Latin-1 or ASCII are written in Windows-1252.
            return data.decode("cp1252" if name in ("iso8859-1", "ascii") else name), None
        except UnicodeError:
            pass
    text, doubt = decode(data, source)
    kind, detail, remedy = doubt or ("encoding", "read as UTF-8", REMEDY)
    return text, (kind, f"is not in {label} as it declares; {detail}", remedy)


def count_tags(html: str) -> tuple[int, int]:
    """How many tags a page has, and how deep they are nested; those never closed count as open."""
    tags = now = deepest = 0
    for closing, name in _TAG.findall(html):
        tags += 1
        if name.lower() in _NOT_NESTED:
            continue
        now = max(0, now - 1) if closing else now + 1
        deepest = max(deepest, now)
    return tags, deepest
