"""Web archives (WARC, among them CC-News): the HTML pages that a crawler was sent.

In: a .warc or .warc.gz of any size. Out: `ReaderResult`s, at once or piece by piece. The url is the
one that was fetched; the day of the fetch is not the day of the article. What is no HTML page is
counted; what is damaged is a problem, and reading goes on with the next record.
"""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import regex

from analysis.corpus.dates import DateOrder
from analysis.corpus.readers.account import Account
from analysis.corpus.readers.html_folder import LARGEST_PAGE, add_html, decode_html
from analysis.corpus.readers.paths import check_exists, escaped, id_from, stem
from analysis.corpus.readers.result import ReaderResult, joined
from analysis.corpus.readers.warc_records import Record, warc_records
from analysis.errors import InputError

_CHUNK = 1_000
_CHARSET = regex.compile(r"charset\s*+=\s*+[\"']?+([A-Za-z0-9_:.-]{2,40})", regex.IGNORECASE)
# Records about the crawl; a response is what a site answered.
_ABOUT_CRAWL = frozenset(("warcinfo", "request", "metadata"))
_HTML = ("text/html", "application/xhtml+xml")
_BEGINS_PAGE = regex.compile(rb"\s*+<(?:!doctype html|html)\b", regex.IGNORECASE)


def read_warc(
    path: str | Path, *, date_order: DateOrder | None = None, encoding: str | None = None
) -> ReaderResult:
    """Read the HTML pages of a web archive (.warc, .warc.gz) at once.

    Taken are records of type ``response`` with status 200, and of type ``resource``, that state an
    HTML content type, or none and begin as a page; others are counted in one row of problems,
    records about the crawl itself are passed over. A page that the crawler cut off is a problem. A
    page is read as by `read_html_folder`; the charset of the HTTP header goes before the one that
    the page declares.

    Parameters
    ----------
    date_order
        "dmy", "mdy" or "ymd", for dates in numbers.
    encoding
        That of the pages, if what they and their headers say is wrong, such as "latin-1"; see
        `analysis.corpus.decoding.decode`.

    Returns
    -------
    ReaderResult
        The article_id is the file's name and the number of the record in it. ``claimed`` is None:
        a web archive does not say how many records it should hold.

    Raises
    ------
    InputError
        If there is no such file. A file that is damaged gives rows of problems.
    """
    return joined(iter_warc(path, date_order=date_order, encoding=encoding))


def iter_warc(
    path: str | Path,
    *,
    date_order: DateOrder | None = None,
    encoding: str | None = None,
    size: int = _CHUNK,
) -> Iterator[ReaderResult]:
    """Read a web archive piece by piece: results of at most ``size`` articles and problems.

    Memory is bounded by ``size`` and by 10 MB for one record. There is always a last piece,
    perhaps without articles; it holds the row that counts what was passed over.
    """
    path = Path(path)
    check_exists(path, folder=False)
    account = Account(date_order, encoding)
    name = escaped(path.name)
    passed: Counter[str] = Counter()
    records = 0
    try:
        for record in warc_records(path):
            records += 1
            source = f"{name}, record {record.number}"
            if record.trouble:
                account.problem(source, "damaged", record.trouble, "fetch the archive again")
            else:
                why = _add(account, path, source, record)
                if why:
                    passed[why] += 1
            if len(account) >= size - 1:
                yield account.result()
    except OSError as error:
        trouble = f"cannot be opened ({error.strerror or error})"
        account.problem(name, "file", trouble, "check the file and its rights")
    if not records and not len(account):
        account.problem(name, "structure", "holds no WARC record", "fetch it again")
    if passed:
        kinds = ", ".join(f"{n} {why}" for why, n in sorted(passed.items(), key=_by_number))
        account.problem(
            name, "passed over", f"{sum(passed.values())} of {records} records were no pages that "
            f"can be read: {kinds}", "nothing, if only HTML pages are wanted",
        )  # fmt: skip
    yield account.result()


def _by_number(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _add(account: Account, path: Path, source: str, record: Record) -> str | None:
    """Add the page of a record, or say what the record is instead."""
    from warcio.statusandheaders import StatusAndHeadersParser

    kind = (record.header("WARC-Type") or "untyped").lower()
    if kind in _ABOUT_CRAWL:
        return None
    if kind not in ("response", "resource"):
        return escaped(f"{kind} record")[:40]
    http, page = None, record.block
    stated = record.header("Content-Type") or ""
    if kind == "response":
        head, sign, page = record.block.partition(b"\r\n\r\n")
        if not sign:
            head, sign, page = record.block.partition(b"\n\n")
        if not head.startswith(b"HTTP/"):
            return "response without HTTP"
        parser = StatusAndHeadersParser(["HTTP/"], verify=False)
        http = parser.parse(BytesIO(head + b"\r\n\r\n"))
        status = http.get_statuscode()
        if status != "200":
            return f"status {escaped(status)[:10]}"
        stated = http.get_header("Content-Type") or ""
    media = stated.partition(";")[0].strip().lower()
    if media not in _HTML and (media or not _BEGINS_PAGE.match(page)):
        return escaped(media)[:60] or "without a type"
    if record.length > LARGEST_PAGE:
        account.problem(
            source, "size", f"the page has {record.length} bytes, more than {LARGEST_PAGE}",
            "leave it out, or save its article as text",
        )  # fmt: skip
        return None
    try:
        page = _content(http, page) if http is not None else page
        declared = _CHARSET.search(stated)
        sent = declared.group(1) if declared else None
        text, doubt = decode_html(page, source, sent, encoding=account.encoding)
    except InputError as error:
        account.problem(source, "page", error.trouble, error.remedy)
        return None
    account.doubt(source, doubt)
    cut = record.header("WARC-Truncated")
    if cut:
        account.problem(
            source, "truncated", f"the crawler cut the page off ({escaped(cut)[:20]})",
            "fetch it again, or leave it out",
        )  # fmt: skip
    wanted = f"{id_from(stem(path))}-{record.number:06d}"
    add_html(
        account, path, source, text, account.new_id(wanted), url=_address(record), complete=not cut
    )
    return None


def _address(record: Record) -> str | None:
    """The address a record was fetched from; some writers put it between angle brackets."""
    return (record.header("WARC-Target-URI") or "").strip().strip("<>") or None


def _content(http: Any, block: bytes) -> bytes:
    """The bytes of a page, out of the chunks and the packing that they were sent in."""
    from warcio.bufferedreaders import ChunkedDataReader

    if (http.get_header("Transfer-Encoding") or "").lower() == "chunked":
        block = ChunkedDataReader(BytesIO(block)).read()
    packing = (http.get_header("Content-Encoding") or "identity").strip().lower()
    # Many crawlers unpack a page and leave the header as it was.
    if packing in ("gzip", "x-gzip") and block.startswith(b"\x1f\x8b"):
        block = _unpacked(block, 31)
    elif packing == "deflate" and not block.lstrip().startswith(b"<"):
        block = _unpacked(block, 15 if block[:1] == b"\x78" else -15)
    elif packing not in ("gzip", "x-gzip", "deflate", "identity") and b"<" not in block[:1000]:
        raise InputError("page", f"is packed as {escaped(packing)[:20]}", "unpack it beforehand")
    if not block.strip():
        raise InputError("page", "is empty", "leave it out")
    return block


def _unpacked(block: bytes, wbits: int) -> bytes:
    """A packed page, of one member or several, within the limit of a page."""
    import zlib

    found = b""
    while block and len(found) <= LARGEST_PAGE:
        unpack = zlib.decompressobj(wbits)
        try:
            found += unpack.decompress(block, LARGEST_PAGE + 1 - len(found))
        except zlib.error as error:
            raise InputError("page", f"cannot be unpacked ({error})", "fetch it again") from error
        if len(found) > LARGEST_PAGE:
            raise InputError("page", "unpacks to more than 10 MB", "leave it out")
        if not unpack.eof:
            raise InputError("page", "breaks off in what it is packed in", "fetch it again")
        block = unpack.unused_data if unpack.unused_data.startswith(b"\x1f\x8b") else b""
    return found
