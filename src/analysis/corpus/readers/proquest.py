"""Exports of ProQuest as TXT: records parted by a line of underscores, blocks "Label: value".

In: one file. Out: a `ReaderResult`, held to the number of documents that the file names, if it
names one. What stands before the first line of underscores, and notices after the last, is no
record.
"""

from pathlib import Path

import regex

from analysis.corpus.dates import DateOrder, stated_dates
from analysis.corpus.decoding import decode
from analysis.corpus.readers.account import Account
from analysis.corpus.readers.paths import check_exists, escaped, read_bytes
from analysis.corpus.readers.records import ExportRecord, add_record
from analysis.corpus.readers.result import ReaderResult, paragraphs
from analysis.errors import InputError

_LARGEST_TEXT = 100_000_000
SEPARATOR = regex.compile(r"^[ \t]*+_{60,}+[ \t\r]*+$", regex.MULTILINE)
_NUMBERED = regex.compile(r"^[ \t]*+Document (\d{1,6}) of (\d{1,6})[ \t\r]*+$", regex.MULTILINE)
# The labels that ProQuest writes. Only these begin a field: "Reporter: …" in a text does not.
_LABELS = frozenset(
    label.strip() for label in
    "abstract, accession number, author, authors, author affiliation, classification, column, "
    "company / organization, company, conference, contributor, copyright, correspondence author, "
    "country of publication, credit, database, dateline, degree, document feature, document type, "
    "document url, doi, edition, editor, first page, full text, identifier / keyword, "
    "illustration, isbn, issn, e-issn, eissn, issue, journal subject, keyword, language, "
    "language of publication, last page, last updated, links, location, mesh, mesh subject, naics, "
    "notes, number of pages, number of references, page count, pages, people, person, "
    "place of publication, product name, proquest document id, publication date, publication info, "
    "publication information, publication note, publication subject, publication title, "
    "publication type, publication year, publication history, publisher, section, series title, "
    "source, source attribution, source type, special, start page, subject, sub-title, subtitle, "
    "supplement, subjects, ticker, title, translated title, volume, word count, year, "
    "business indexing term, subject headings, alternate title, column name, startpage, "
    "publisher logo, textword".split(",")
)  # fmt: skip
_LABEL = regex.compile(r"([A-Z][A-Za-z-]*+(?: (?:[A-Za-z-]++|/)){0,3}) ?:(?:[ \t](.*))?$")
_ABSENT = regex.compile(
    r"(?:full text (?:is )?(?:not available|unavailable)|not available|none available)\.?",
    regex.IGNORECASE,
)


def read_proquest(
    path: str | Path, *, date_order: DateOrder | None = None, encoding: str | None = None
) -> ReaderResult:
    """Read an export of ProQuest (.txt).

    A record is a part of the file between two lines of underscores that has a field of ProQuest's
    own. Its body is the field "Full text", up to the next label that ProQuest writes; the date is
    "Publication date", or the day in "Publication info".

    Parameters
    ----------
    date_order
        "dmy", "mdy" or "ymd", for dates in numbers.
    encoding
        That of the file, such as "latin-1"; see `analysis.corpus.decoding.decode`.

    Returns
    -------
    ReaderResult
        ``claimed``: N of "Document 1 of N", where the export numbers its records. The article_id
        is the ProQuest document ID.

    Raises
    ------
    InputError
        If there is no such file. A file that is damaged gives a row of problems.
    """
    path = Path(path)
    check_exists(path, folder=False)
    account = Account(date_order, encoding)
    name = escaped(path.name)
    try:
        raw, doubt = decode(read_bytes(path, _LARGEST_TEXT), name, account.encoding)
    except InputError as error:
        account.problem(name, "file", error.trouble, error.remedy)
        return account.result()
    account.doubt(name, doubt)
    marks = list(SEPARATOR.finditer(raw))
    ends = [*(mark.start() for mark in marks[1:]), len(raw)]
    parts = [raw[mark.end() : end] for mark, end in zip(marks, ends, strict=False)]
    number = 0
    for part in parts:
        fields = _fields(part)
        if not any(label in fields for label in ("full text", "title", "proquest document id")):
            continue
        number += 1
        _add(account, path, f"{name}, record {number}", number, fields)
    if not number:
        account.problem(
            name, "structure", "has no record between lines of underscores",
            "export it from ProQuest as text, with full texts",
        )  # fmt: skip
    totals = {int(match.group(2)) for match in _NUMBERED.finditer(raw)}
    claimed = max(totals) if totals else None
    account.count(name, claimed, number)
    return account.result(claimed)


def _fields(part: str) -> dict[str, str]:
    """The fields of a record by label in lower case; "" is what stands before the first."""
    fields: dict[str, list[str]] = {"": []}
    label, blank = "", True
    for line in part.splitlines():
        text = line.strip()
        match = _LABEL.match(text) if blank or label != "full text" else None
        if match and match.group(1).lower() in _LABELS:
            label = match.group(1).lower()
            # A label that comes twice (a title above the text and below it) keeps its first value.
            label = label if label not in fields else f"{label} again"
            fields.setdefault(label, []).append(match.group(2) or "")
        else:
            fields[label].append(line)
        blank = not text
    return {label: "\n".join(lines).strip() for label, lines in fields.items()}


def _add(account: Account, path: Path, source: str, place: int, fields: dict[str, str]) -> None:
    """A record as an article, from its fields by their labels."""
    document = " ".join(fields.get("proquest document id", "").split())
    text = fields.get("full text", "")
    if _ABSENT.fullmatch(text):
        text = ""
    unnamed = [line for line in fields[""].splitlines() if not _NUMBERED.match(line)]
    record = ExportRecord(
        place,
        paragraphs(f"{text}\n\n.").removesuffix(".").strip() if "\n\n" in text
        else paragraphs(text),
        " ".join((fields.get("title") or " ".join(unnamed)).split()), _outlet(fields),
        _day(fields), language=fields.get("language of publication") or fields.get("language", ""),
        length=fields.get("word count") or None, number=document if document.isalnum() else "",
        numbered="ProQuest document ID", url=fields.get("document url", "").partition("\n")[0],
    )  # fmt: skip
    add_record(account, path, source, record)


def _outlet(fields: dict[str, str]) -> str | None:
    """Who published a record: the publication without the places that ProQuest puts behind it."""
    text = fields.get("publication title") or fields.get("publication info", "")
    return " ".join(text.partition(";")[0].split()) or None


def _day(fields: dict[str, str]) -> str | None:
    """The words of the date: its own field, or the publication info if that states a day."""
    info = fields.get("publication info") or fields.get("publication information", "")
    return fields.get("publication date") or (info if stated_dates(info) else None)
