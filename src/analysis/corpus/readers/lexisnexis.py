"""Exports of the older LexisNexis: records that begin with "k of N DOCUMENTS", as TXT or HTML.

In: the text of a TXT, or a page, which is first laid out as the TXT is. Out: a `ReaderResult`, held
to the numbers of the records. The cover, with the name and address of whoever made the export, is
never looked at.
"""

from collections import Counter
from pathlib import Path

import regex

from analysis.corpus.readers.account import Account
from analysis.corpus.readers.fields import stated_length, states_day
from analysis.corpus.readers.lexis_labels import ABOVE, label_of, text_end
from analysis.corpus.readers.records import ExportRecord, add_record
from analysis.corpus.readers.result import ReaderResult, paragraphs

_LONGEST_HEAD = 200
RECORD = regex.compile(
    r"^[ \t\f\ufeff]*+(?|(\d{1,7}) (?:of|von|de|di|van|sur) (\d{1,7}) (?:DOCUMENTS?|DOKUMENTEN?|"
    r"DOCUMENTOS?|DOCUMENTI|DOCUMENTEN)|(?:Dokument|Document|Documento) (\d{1,7}) "
    r"(?:von|de|di|van|sur) (\d{1,7}))[ \t\r]*+$",
    regex.MULTILINE,
)
_END_OF_REQUEST = regex.compile(r"^\s*+-*+ ?End of Request", regex.MULTILINE | regex.IGNORECASE)
_COPYRIGHT = regex.compile(
    r"copyright\b|©|\(c\) ?\d{4}|all rights reserved|alle rechte vorbehalten|tous droits réservés",
    regex.IGNORECASE,
)
_CENTRED = regex.compile(r"\.([\w-]{1,20}) ?\{[^{}]{0,200}text-align: ?center", regex.IGNORECASE)
_MIDDLE = " " * 20
_BREAK = "\u2028"


def read_records(account: Account, path: Path, name: str, raw: str) -> ReaderResult:
    """The records of a TXT, or of a page laid out like one: each begins with its number."""
    marks = list(RECORD.finditer(raw))
    if not marks:
        account.problem(
            name, "structure", 'has no record that begins with "1 of N DOCUMENTS"',
            "export the full texts from LexisNexis, or read the file as another kind",
        )  # fmt: skip
        return account.result()
    totals = Counter(int(mark.group(2)) for mark in marks)
    claimed = max(totals, key=lambda total: (totals[total], total))
    # An export in several files goes on counting in each.
    first = int(marks[0].group(1))
    for place, mark in enumerate(marks):
        number = int(mark.group(1))
        source = f"{name}, record {place + 1}"
        end = marks[place + 1].start() if place + 1 < len(marks) else len(raw)
        record = raw[mark.end() : end]
        closing = _END_OF_REQUEST.search(record)
        if number != first + place or int(mark.group(2)) != claimed:
            account.problem(
                source, "count", f"calls itself {mark.group().strip()}, after {place} of {claimed}",
                "check that the export is whole and was not put together from several",
            )  # fmt: skip
        _add(account, path, source, place + 1, record[: closing.start()] if closing else record)
    if first > 1:
        account.problem(
            name, "count", f"begins with record {first} of {claimed}, and holds {len(marks)}",
            "nothing, if the others are in other files",
        )  # fmt: skip
    else:
        account.count(name, claimed, len(marks))
    return account.result(claimed)


def laid_out(text: str) -> str:
    r"""A page of the older LexisNexis as its TXT: blocks parted by blank lines, some in the middle.

    Raises
    ------
    ValueError
        If it is no HTML.

    Examples
    --------
    >>> laid_out("<style>.c0 {text-align: center}</style><div class=c0><p>1 of 2</div><p>A<br>b")
    '                    1 of 2\n\nA\nb'
    """
    from lxml import etree, html  # type: ignore[import-untyped, unused-ignore]

    middle = set(_CENTRED.findall(text))
    try:
        tree = html.document_fromstring(
            text.encode("utf-8", "replace"),
            parser=html.HTMLParser(encoding="utf-8", huge_tree=False),
        )
    except (etree.LxmlError, UnicodeError) as error:
        raise ValueError(f"is no HTML ({str(error)[:80]})") from error
    etree.strip_elements(tree, "script", "style", etree.Comment, "head", with_tail=False)
    for line_end in tree.iter("br"):
        line_end.tail = _BREAK + (line_end.tail or "")
    blocks = []
    for block in tree.iter("p", "div"):
        if block.tag == "div" and block.find(".//p") is not None:
            continue
        centred = middle.intersection(
            name for one in (block, block.getparent()) for name in (one.get("class") or "").split()
        )
        lines = [" ".join(line.split()) for line in "".join(block.itertext()).split(_BREAK)]
        blocks.append("\n".join((_MIDDLE if centred else "") + line for line in lines if line))
    return "\n\n".join(block for block in blocks if block)


def _add(account: Account, path: Path, source: str, number: int, record: str) -> None:
    # Not splitlines(): a form feed is no line end here.
    lines = record.replace("\r\n", "\n").replace("\f", "").split("\n")
    labels: dict[str, str] = {}
    start, place, upper = 0, 0, len(lines)
    while place < len(lines):
        if lines[place].startswith("BODY:"):
            start, lines[place] = place, lines[place][5:]
            upper = min(upper, place)
            break
        found = label_of(lines[place], capitals=True)
        if found and found[0] not in ABOVE:
            break
        if found:
            upper = min(upper, place)
            value = [found[1]]
            while place + 1 < len(lines) and lines[place + 1].strip():
                place += 1
                value.append(lines[place])
            labels.setdefault(found[0], " ".join(" ".join(value).split()))
            start = place + 1
        elif lines[place].strip() and labels.get("length"):
            break
        place += 1
    outlet, day, headline = _head(lines[:upper])
    headline = labels.get("headline") or headline
    length = labels.get("length", "")
    ends = []
    for place in range(start, len(lines)):
        found = label_of(lines[place], capitals=True)
        if found and (found[0] not in ABOVE or lines[place].startswith("TYPE:")):
            ends.append(place)
            if found[0] == "language":
                labels.setdefault("language", found[1])
    end = text_end(lines, start, [*ends, len(lines)], stated_length(length), headline)
    while end > start and (not lines[end - 1].strip() or _COPYRIGHT.match(lines[end - 1].strip())):
        end -= 1
    if upper == len(lines):
        account.problem(source, "structure", "has no LENGTH or BYLINE", "look at it in the export")
    body = paragraphs("\n\n" + "\n".join(lines[start:end]) + "\n\n.").removesuffix("\n\n.")
    body = "" if upper == len(lines) or body == "." else body
    article = ExportRecord(
        number, body, headline, outlet, day, language=labels.get("language", ""), length=length,
    )  # fmt: skip
    add_record(account, path, source, article)


def _head(lines: list[str]) -> tuple[str | None, str | None, str | None]:
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
