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
from analysis.corpus.readers.fields import stated_length, states_day
from analysis.corpus.readers.html_folder import decode_html
from analysis.corpus.readers.lexis_labels import ABOVE, COVER, label_of, part_of, text_end
from analysis.corpus.readers.lexisnexis import laid_out, read_records
from analysis.corpus.readers.paths import check_exists, escaped, read_bytes
from analysis.corpus.readers.records import ExportRecord, add_record
from analysis.corpus.readers.result import ReaderResult
from analysis.errors import InputError

_LARGEST_TEXT = 100_000_000
_LONGEST_HEAD = 200
_LABEL = regex.compile(r"[A-Z][A-Za-z-]*+(?: [A-Z][A-Za-z-]*+){0,2}:[ \u00a0].*", regex.DOTALL)
_YEAR = regex.compile(r"\b(?:1[5-9]|20)\d\d\b")
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
        cover = COVER.fullmatch(line) if claimed is None and not records else None
        if cover is not None:
            claimed = int(cover.group(1))
        if part_of(line) == "end":
            records.append((lines, True))
            lines = []
        else:
            lines.append(line)
    # What follows the last end is a record only if it has a body: pages may end in a notice.
    if any(part_of(line) == "body" for line in lines):
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
    above = [(i, found) for i, line in enumerate(lines) if (found := label_of(line.strip()))]
    body_word = next((i for i, line in enumerate(lines) if part_of(line) == "body"), None)
    if body_word is not None:
        start = body_word + 1
    else:
        # Without that word the text begins behind the labels that stand together above it.
        start = next((i + 1 for i, (kind, _) in above if kind == "length"), 0)
        while 0 < start < len(lines) and (
            not lines[start].strip() or (label_of(lines[start].strip()) or ("",))[0] in ABOVE
        ):
            start += 1
    if not start:
        account.problem(source, "structure", 'has no "Body"', "look at it in the export")
        return
    labels: dict[str, str] = {}
    for place, (kind, value) in above:
        if place < start:
            labels.setdefault(kind, value)
    headline, outlet, day = _head(lines[: start if body_word is None else body_word])
    stated = stated_length(labels.get("length", ""))
    end = text_end(lines, start, _ends(lines, start), stated, headline)
    for line in lines[end:]:
        found = label_of(line.strip())
        if found:
            labels.setdefault(*found)
    body = "\n\n".join(
        text for line in lines[start:end]
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


def _ends(lines: list[str], start: int) -> list[int]:
    """Where a text may end: before a heading, and before the labels that end the record."""
    tail = len(lines)
    while tail > start and (not lines[tail - 1].strip() or _is_below(lines[tail - 1])):
        tail -= 1
    headings = [
        i for i in range(start, tail)
        if part_of(lines[i]) == "after" and not "".join(lines[i + 1 : i + 2]).strip()
    ]  # fmt: skip
    return [*headings, tail]


def _is_below(line: str) -> bool:
    found = label_of(line.strip())
    return found is not None and found[0] not in ABOVE


def _head(lines: list[str]) -> tuple[str | None, str | None, str | None]:
    """Headline, outlet and the words of the date, from the lines above a body.

    They stand in this order; the date is the last line that states a day before the labels and the
    copyright, so that a cover above is never taken for it. Blank lines may part them.
    """
    texts = [" ".join(line.split()) for line in lines[-_LONGEST_HEAD:]]
    kinds = [(label_of(text) or ("",))[0] for text in texts]
    stops = [i for i, kind in enumerate(kinds) if kind == "length"] or [
        i for i, kind in enumerate(kinds) if kind in ("section", "byline")
    ]
    top = stops[-1] if stops else len(texts)
    days = [i for i in range(top) if states_day(texts[i]) and not _has_label(texts[i])]
    if days:
        block = _above(texts, days[-1])
        return (
            " ".join(block[:-1]) or None,
            (block[-1].rstrip(".") if block else None),
            texts[days[-1]],
        )
    top = next((i for i in range(top) if _COPYRIGHT.match(texts[i])), top)
    while top and (not texts[top - 1] or _has_label(texts[top - 1])):
        top -= 1
    block = _above(texts, top)
    # The issue of a magazine is no day: "Spring 2014".
    issue = block.pop() if len(block) > 2 and _YEAR.search(block[-1]) else None
    if len(block) < 2:
        return (block[0] if block else None), None, issue
    return " ".join(block[:-1]), block[-1].rstrip("."), issue


def _has_label(text: str) -> bool:
    return _LABEL.fullmatch(text) is not None


def _above(texts: list[str], end: int) -> list[str]:
    """The lines directly above a place; single lines that blank lines part, until there are two."""
    block: list[str] = []
    place = end
    while place and len(block) < 2:
        group = place
        while group and not texts[group - 1] and place - group < 3:
            group -= 1
        last = group
        while group and texts[group - 1]:
            group -= 1
        if group == last:
            break
        block = texts[group:last] + block
        place = group
    return block
