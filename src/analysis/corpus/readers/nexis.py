"""Exports of Nexis: Nexis Uni as DOCX, and the older LexisNexis as TXT or HTML.

In: one file of these. Out: a `ReaderResult`, held to the cover's own count. Nothing of a cover is
kept but that count: covers name the person who made the export, old ones with the address.
"""

from collections.abc import Iterator
from pathlib import Path

import regex

from analysis.corpus.dates import DateOrder
from analysis.corpus.decoding import decode
from analysis.corpus.readers.account import Account
from analysis.corpus.readers.docx import docx_lines
from analysis.corpus.readers.fields import states_day
from analysis.corpus.readers.html_folder import decode_html
from analysis.corpus.readers.lexisnexis import laid_out, read_records
from analysis.corpus.readers.paths import check_exists, escaped, read_bytes
from analysis.corpus.readers.records import ExportRecord, add_record
from analysis.corpus.readers.result import ReaderResult
from analysis.errors import InputError

_LARGEST_TEXT = 100_000_000
_LONGEST_HEAD = 200
_COVER = regex.compile(r"\s*+Documents? ?\((\d{1,7})\)\s*+")
_LABEL = regex.compile(r"([A-Z][A-Za-z-]*+(?: [A-Z][A-Za-z-]*+){0,2}):[ \u00a0](.*)", regex.DOTALL)
_END = "end of document"
# Headings behind the text of a record. They are believed before a blank line or at the very end.
_AFTER_BODY = ("classification", "graphic", "graphics", "notes", "note", "correction",
               "correction-date", "load-date")  # fmt: skip
_LABELS_INSIDE = ("abstract", "full text", "full text:", "abstract:", "body", "highlight")
_COPYRIGHT = regex.compile(r"copyright\b|©|\(c\) ?\d{4}|all rights reserved", regex.IGNORECASE)


def read_nexis(
    path: str | Path, *, date_order: DateOrder | None = None, encoding: str | None = None
) -> ReaderResult:
    """Read an export of Nexis Uni (.docx) or of the older LexisNexis (.txt, .html).

    Headline, outlet, date, length and language are the export's own fields. A record whose length
    as stated differs by more than a tenth from its body, one without an end, a record number that
    is missing, and a cover that states another number of documents are problems.

    Parameters
    ----------
    date_order
        "dmy", "mdy" or "ymd", for dates in numbers.
    encoding
        That of a text or page; DOCX has its own, such as "latin-1"; see
        `analysis.corpus.decoding.decode`.

    Returns
    -------
    ReaderResult
        ``claimed``: N of "Documents (N)" on the cover, or of "1 of N DOCUMENTS". The article_id is
        the file's name and the number of the record.

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
        if path.suffix.lower() == ".docx":
            return _read_docx(account, path, name)
        data = read_bytes(path, _LARGEST_TEXT)
        if path.suffix.lower() in (".txt", ".text"):
            raw, doubt = decode(data, name, account.encoding)
        else:
            text, doubt = decode_html(data, name, encoding=account.encoding)
            raw = laid_out(text)
    except InputError as error:
        account.problem(name, "file", error.trouble, error.remedy)
        return account.result()
    except ValueError as error:
        account.problem(name, "file", str(error), "export it again")
        return account.result()
    account.doubt(name, doubt)
    return read_records(account, path, name, raw)


def _read_docx(account: Account, path: Path, name: str) -> ReaderResult:
    """The records of a DOCX: each runs to a line "End of Document"."""
    records: list[tuple[list[str], bool]] = []
    lines: list[str] = []
    claimed = None
    for line in _lines_before_a_break(account, path, name):
        cover = _COVER.fullmatch(line) if claimed is None and not records else None
        if cover is not None:
            claimed = int(cover.group(1))
        if line.strip().lower() == _END:
            records.append((lines, True))
            lines = []
        else:
            lines.append(line)
    # What follows the last end is a record only if it has a body: pages may end in a notice.
    if any(line.strip() == "Body" for line in lines):
        records.append((lines, False))
    for number, (record, ended) in enumerate(records, 1):
        _add_docx(account, path, f"{name}, record {number}", number, record, ended)
    if not records and not len(account):
        account.problem(
            name, "structure", 'has no record that ends in "End of Document"',
            "export the full texts from Nexis Uni as DOCX, or read the file as another kind",
        )  # fmt: skip
    account.count(name, claimed, len(records))
    return account.result(claimed)


def _lines_before_a_break(account: Account, path: Path, name: str) -> Iterator[str]:
    """The lines of a DOCX; where it breaks off, what stands before is kept and the break told."""
    try:
        yield from docx_lines(path)
    except InputError as error:
        account.problem(name, "file", error.trouble, error.remedy)


def _add_docx(
    account: Account, path: Path, source: str, number: int, lines: list[str], ended: bool
) -> None:
    start = next((i for i, line in enumerate(lines) if line.strip() == "Body"), None)
    if start is None:
        account.problem(source, "structure", 'has no "Body"', "look at it in the export")
        return
    end = len(lines)
    for place in range(start + 1, len(lines)):
        if (
            lines[place].strip().lower() in _AFTER_BODY
            and not "".join(lines[place + 1 : place + 2]).strip()
        ):
            end = place
            break
    labels: dict[str, str] = {}
    for line in lines[:start] + lines[end:]:
        match = _LABEL.fullmatch(line.strip())
        if match:
            labels.setdefault(match.group(1).lower(), match.group(2).strip())
    headline, outlet, day = _head(lines[:start])
    body = "\n\n".join(
        text for line in lines[start + 1 : end]
        if (text := " ".join(line.split())) and text.lower() not in _LABELS_INSIDE
    )  # fmt: skip
    if not ended:
        account.problem(
            source, "truncated", 'has no "End of Document"', "export it again if it is cut off"
        )
    record = ExportRecord(
        number, body, headline, outlet, day, language=labels.get("language", ""),
        length=labels.get("length", ""), ended=ended,
    )  # fmt: skip
    add_record(account, path, source, record)


def _head(lines: list[str]) -> tuple[str | None, str | None, str | None]:
    """Headline, outlet and the words of the date, from the lines above a body.

    They stand in this order without a blank line between them; the date is the last line that
    states a day before the labels and the copyright, so that a cover above is never taken for it.
    """
    texts = [" ".join(line.split()) for line in lines[-_LONGEST_HEAD:]]
    stops = [i for i, text in enumerate(texts) if _LABEL.fullmatch(text) and text[:7] == "Length:"]
    top = stops[-1] if stops else len(texts)
    days = [i for i in range(top) if states_day(texts[i]) and not _LABEL.fullmatch(texts[i])]
    if not days:
        rest = [text for text in texts[:top] if text and not _COPYRIGHT.match(text)]
        return (rest[-2], rest[-1], None) if len(rest) == 2 else (None, None, None)
    last = first = days[-1]
    while first and texts[first - 1]:
        first -= 1
    block = texts[first:last]
    if len(block) == 1:
        # Some exports part headline and outlet by a blank line.
        above = first
        while above and not texts[above - 1]:
            above -= 1
        upper = above
        while upper and texts[upper - 1]:
            upper -= 1
        block = texts[upper:above] + block if above - upper <= 3 else block
    headline = " ".join(block[:-1]) or None
    return headline, (block[-1].rstrip(".") if block else None), texts[last]
