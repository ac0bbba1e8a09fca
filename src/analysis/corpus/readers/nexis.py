"""Exports of Nexis: Nexis Uni as DOCX, and the older LexisNexis as TXT.

In: one file of either. Out: a `ReaderResult`, held to the cover's own count. Nothing of a cover is
kept but that count: covers name the person who made the export, old ones with the address.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import regex

from analysis.corpus.dates import DateOrder, check_date_order
from analysis.corpus.decoding import decode
from analysis.corpus.readers.docx import docx_lines
from analysis.corpus.readers.fields import language_code, stated_length, states_day
from analysis.corpus.readers.paths import check_exists, escaped, id_from, read_bytes
from analysis.corpus.readers.result import Account, ReaderResult, paragraphs
from analysis.errors import InputError

_LARGEST_TEXT = 100_000_000
_LONGEST_HEAD = 200
OLD_RECORD = regex.compile(
    r"^[ \t]*+(\d{1,7}) (?:of|von|de|di|van|sur) (\d{1,7}) "
    r"(?:DOCUMENTS?|DOKUMENTEN?|DOCUMENTOS?|DOCUMENTI|DOCUMENTO)[ \t\r]*+$",
    regex.MULTILINE,
)
_COVER = regex.compile(r"\s*+Documents? ?\((\d{1,7})\)\s*+")
_LABEL = regex.compile(r"([A-Z][A-Za-z-]*+(?: [A-Z][A-Za-z-]*+){0,2}):[ \u00a0](.*)", regex.DOTALL)
_END = "end of document"
# Headings behind the text of a record. They are believed before a blank line or at the very end.
_AFTER_BODY = ("classification", "graphic", "graphics", "notes", "note", "correction",
               "correction-date", "load-date")  # fmt: skip
_LABELS_INSIDE = ("abstract", "full text", "full text:", "abstract:", "body", "highlight")
_OLD_HEAD = frozenset("BYLINE SECTION LENGTH DATELINE HEADLINE SERIES HIGHLIGHT TYPE COLUMN "
                      "SOURCE GUESTS ANCHORS REPORTER REPORTERS".split())  # fmt: skip
_OLD_TAIL = regex.compile(
    r"(?:LOAD-DATE|LANGUAGE|GRAPHICS?|PUBLICATION-TYPE|JOURNAL-CODE|SUBJECT|ORGANIZATION|COMPANY|"
    r"TICKER|INDUSTRY|PERSON|CITY|STATE|COUNTRY|GEOGRAPHIC|DOCUMENT-TYPE|CORRECTION-DATE|"
    r"CORRECTION|NOTES?|PHOTOS?|PUB-TYPE|URL|DISTRIBUTION|ACC-NO|TYPE|UPDATE|TRANSCRIPT-TYPE):"
)
_END_OF_REQUEST = regex.compile(r"^\s*+-*+ ?End of Request", regex.MULTILINE | regex.IGNORECASE)
_COPYRIGHT = regex.compile(r"copyright\b|©|\(c\) ?\d{4}|all rights reserved", regex.IGNORECASE)


def read_nexis(path: str | Path, *, date_order: DateOrder | None = None) -> ReaderResult:
    """Read an export of Nexis Uni (.docx) or of the older LexisNexis (.txt).

    Headline, outlet, date, length and language are the export's own fields. A record whose length
    as stated differs by more than a tenth from its body, one without an end, a record number that
    is missing, and a cover that states another number of documents are problems.

    Parameters
    ----------
    date_order
        "dmy", "mdy" or "ymd", for dates in numbers.

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
    check_date_order(date_order)
    account = Account(date_order)
    name = escaped(path.name)
    try:
        if path.suffix.lower() == ".docx":
            return _read_docx(account, path, name)
        raw, doubt = decode(read_bytes(path, _LARGEST_TEXT), name)
    except InputError as error:
        account.problem(name, "file", error.trouble, error.remedy)
        return account.result()
    if doubt:
        account.problem(name, "encoding", doubt, "save the file in UTF-8")
    return _read_old(account, path, name, raw)


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
    _add(account, path, source, number, body, headline, outlet, day, labels, ended)


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


def _read_old(account: Account, path: Path, name: str, raw: str) -> ReaderResult:
    """The records of a TXT: each begins with "k of N DOCUMENTS"."""
    marks = list(OLD_RECORD.finditer(raw))
    if not marks:
        account.problem(
            name, "structure", 'has no record that begins with "1 of N DOCUMENTS"',
            "export the full texts from LexisNexis, or read the file as another kind",
        )  # fmt: skip
        return account.result()
    totals = Counter(int(mark.group(2)) for mark in marks)
    claimed = max(totals, key=lambda total: (totals[total], total))
    for place, mark in enumerate(marks):
        number = int(mark.group(1))
        source = f"{name}, record {place + 1}"
        end = marks[place + 1].start() if place + 1 < len(marks) else len(raw)
        record = raw[mark.end() : end]
        closing = _END_OF_REQUEST.search(record)
        if number != place + 1 or int(mark.group(2)) != claimed:
            account.problem(
                source, "count", f"calls itself {mark.group().strip()}, after {place} of {claimed}",
                "check that the export is whole and was not put together from several",
            )  # fmt: skip
        _add_old(account, path, source, place + 1, record[: closing.start()] if closing else record)
    account.count(name, claimed, len(marks))
    return account.result(claimed)


def _add_old(account: Account, path: Path, source: str, number: int, record: str) -> None:
    lines = record.splitlines()
    labels: dict[str, str] = {}
    start, place, upper = 0, 0, len(lines)
    while place < len(lines):
        label, sign, rest = lines[place].partition(":")
        if sign and label == "BODY":
            start, lines[place] = place, rest
            upper = min(upper, place)
            break
        if _OLD_TAIL.match(lines[place]) and label not in _OLD_HEAD:
            break
        if sign and label in _OLD_HEAD:
            upper = min(upper, place)
            value = [rest]
            while place + 1 < len(lines) and lines[place + 1].strip():
                place += 1
                value.append(lines[place])
            labels.setdefault(label.lower(), " ".join(" ".join(value).split()))
            start = place + 1
        elif lines[place].strip() and labels.get("length"):
            break
        place += 1
    end = next((i for i in range(start, len(lines)) if _OLD_TAIL.match(lines[i])), len(lines))
    for line in lines[end:]:
        if _OLD_TAIL.match(line):
            label, _, rest = line.partition(":")
            labels.setdefault(label.lower(), rest.strip())
    while end > start and (not lines[end - 1].strip() or _COPYRIGHT.match(lines[end - 1].strip())):
        end -= 1
    if upper == len(lines):
        account.problem(source, "structure", "has no LENGTH or BYLINE", "look at it in the export")
    outlet, day, headline = _old_head(lines[:upper])
    body = paragraphs("\n\n" + "\n".join(lines[start:end]) + "\n\n.").removesuffix("\n\n.")
    body = "" if upper == len(lines) or body == "." else body
    headline = labels.get("headline") or headline
    _add(account, path, source, number, body, headline, outlet, day, labels, True)


def _old_head(lines: list[str]) -> tuple[str | None, str | None, str | None]:
    """Outlet, words of the date, headline: the first two stand in the middle, in this order."""
    groups: list[tuple[bool, str]] = []
    joined = False
    for line in lines[:_LONGEST_HEAD]:
        text, middle = " ".join(line.split()), line.startswith((" " * 8, "\t\t"))
        if text and joined and groups[-1][0] == middle and not states_day(text):
            groups[-1] = (middle, f"{groups[-1][1]} {text}")
        elif text and not _COPYRIGHT.match(text):
            groups.append((middle, text))
        joined = bool(text) and bool(groups)
    dated = next((i for i, (_, text) in enumerate(groups) if states_day(text)), None)
    if dated is None:
        return (groups[0][1] if groups else None), None, (groups[-1][1] if groups[1:] else None)
    below = [text for middle, text in groups[dated + 1 :] if not middle]
    return (groups[0][1] if dated else None), groups[dated][1], " ".join(below) or None


def _add(
    account: Account, path: Path, source: str, number: int, body: str, headline: str | None,
    outlet: str | None, day: str | None, labels: dict[str, str], complete: bool,
) -> None:  # fmt: skip
    """A record as an article, with its date and its length checked."""
    if day is None:
        account.problem(source, "date", "has no line that states its day", "give it by hand")
    if headline is None:
        account.problem(
            source, "headline", "has no headline that could be found", "give it by hand"
        )
    date = account.date(source, day) if day else None
    added = account.article(
        source, path, account.new_id(f"{id_from(path.stem)}-{number:04d}"), body,
        outlet=outlet, date=date, headline=headline, complete=complete,
        language=language_code(labels.get("language", "")),
    )  # fmt: skip
    stated = stated_length(labels.get("length", ""))
    if added and stated is None:
        account.problem(source, "length", "states no length", "compare it with the database")
    elif added and stated is not None:
        account.length(source, stated, body, headline)
