"""Exports of the older LexisNexis: records that begin with "k of N DOCUMENTS", as TXT or HTML.

In: the text of a TXT, or a page, which is first laid out as the TXT is. Out: a `ReaderResult`, held
to the numbers of the records. The cover, with the name and address of whoever made the export, is
never looked at.
"""

from collections import Counter
from pathlib import Path

import regex

from analysis.corpus.readers.account import Account
from analysis.corpus.readers.fields import states_day
from analysis.corpus.readers.records import ExportRecord, add_record
from analysis.corpus.readers.result import ReaderResult, paragraphs

_LONGEST_HEAD = 200
RECORD = regex.compile(
    r"^[ \t]*+(?|(\d{1,7}) (?:of|von|de|di|van|sur) (\d{1,7}) (?:DOCUMENTS?|DOKUMENTEN?|"
    r"DOCUMENTOS?|DOCUMENTI|DOCUMENTEN)|(?:Dokument|Document|Documento) (\d{1,7}) "
    r"(?:von|de|di|van|sur) (\d{1,7}))[ \t\r]*+$",
    regex.MULTILINE,
)
# Labels above the text, in the languages of the service, by what they stand for.
_HEAD = {
    "byline": "BYLINE AUTOR AUTEUR AUTORE VON",
    "section": "SECTION RUBRIK RUBRIQUE SECCIÓN SECCION SEZIONE SEÇÃO RUBRIEK",
    "length": "LENGTH LÄNGE LAENGE LONGUEUR LONGITUD EXTENSIÓN LUNGHEZZA EXTENSÃO LENGTE",
    "headline": "HEADLINE TITRE TITEL TÍTULO TITOLO",
    "other": "DATELINE SERIES HIGHLIGHT TYPE COLUMN SOURCE GUESTS ANCHORS REPORTER REPORTERS "
             "ORT LIEU ENCART",
}  # fmt: skip
_LABEL_OF = {label: name for name, labels in _HEAD.items() for label in labels.split()}
_LANGUAGE = frozenset("LANGUAGE SPRACHE LANGUE IDIOMA LINGUA TAAL".split())
_TAIL = regex.compile(
    r"(?:LOAD-DATE|LANGUAGE|GRAPHICS?|PUBLICATION-TYPE|JOURNAL-CODE|SUBJECT|ORGANIZATION|COMPANY|"
    r"TICKER|INDUSTRY|PERSON|CITY|STATE|COUNTRY|GEOGRAPHIC|DOCUMENT-TYPE|CORRECTION-DATE|"
    r"CORRECTION|NOTES?|PHOTOS?|PUB-TYPE|URL|DISTRIBUTION|ACC-NO|TYPE|UPDATE|TRANSCRIPT-TYPE|"
    r"SPRACHE|GRAFIK|ZEITUNGS-CODE|LANGUE|DATE-CHARGEMENT|TYPE-PUBLICATION|CODE-REVUE|GRAPHIQUE|"
    r"IDIOMA|FECHA-CARGA|LINGUA|TAAL|PUBLICATIE-TYPE):"
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
        _add(account, path, source, place + 1, record[: closing.start()] if closing else record)
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
    lines = record.splitlines()
    labels: dict[str, str] = {}
    start, place, upper = 0, 0, len(lines)
    while place < len(lines):
        label, sign, rest = lines[place].partition(":")
        if sign and label == "BODY":
            start, lines[place] = place, rest
            upper = min(upper, place)
            break
        if _TAIL.match(lines[place]) and label not in _LABEL_OF:
            break
        if sign and label in _LABEL_OF:
            upper = min(upper, place)
            value = [rest]
            while place + 1 < len(lines) and lines[place + 1].strip():
                place += 1
                value.append(lines[place])
            labels.setdefault(_LABEL_OF[label], " ".join(" ".join(value).split()))
            start = place + 1
        elif lines[place].strip() and labels.get("length"):
            break
        place += 1
    end = next((i for i in range(start, len(lines)) if _TAIL.match(lines[i])), len(lines))
    for line in lines[end:]:
        if _TAIL.match(line):
            label, _, rest = line.partition(":")
            labels.setdefault("language" if label in _LANGUAGE else label, rest.strip())
    while end > start and (not lines[end - 1].strip() or _COPYRIGHT.match(lines[end - 1].strip())):
        end -= 1
    if upper == len(lines):
        account.problem(source, "structure", "has no LENGTH or BYLINE", "look at it in the export")
    outlet, day, headline = _head(lines[:upper])
    body = paragraphs("\n\n" + "\n".join(lines[start:end]) + "\n\n.").removesuffix("\n\n.")
    body = "" if upper == len(lines) or body == "." else body
    headline = labels.get("headline") or headline
    article = ExportRecord(
        number, body, headline, outlet, day, language=labels.get("language", ""),
        length=labels.get("length", ""),
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
