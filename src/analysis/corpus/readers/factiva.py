"""Exports of Factiva: the page saved in article format (HTML), and the XML of its service.

In: one file of either. Out: a `ReaderResult`, held to the number of documents that the file itself
names. Fields are found by their codes (HD BY WC PD SN LP TD AN), or, in pages without codes, by
their order up to the line "Document <AN>".
"""

from pathlib import Path
from typing import Any

import regex

from analysis.corpus.dates import DateOrder
from analysis.corpus.readers.account import Account
from analysis.corpus.readers.docx import MOST_ELEMENTS
from analysis.corpus.readers.fields import is_length, language_code, states_day
from analysis.corpus.readers.html_folder import decode_html
from analysis.corpus.readers.paths import check_exists, escaped, read_bytes
from analysis.corpus.readers.records import ExportRecord, add_record
from analysis.corpus.readers.result import ReaderResult
from analysis.errors import InputError

_LARGEST_PAGE = 50_000_000
_NUMBER = r"([A-Z][A-Z0-9]{3,19}\d{4}[A-Za-z0-9]{5,20})"
# "Document" in the language of the service's pages.
_CLOSING = regex.compile(rf"\s*+(?:[\p{{L}}\p{{M}}]{{2,15}} )?{_NUMBER}\s*+")
_CODE = regex.compile(r"[A-Z]{2,4}")
_TIME = regex.compile(r"\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?", regex.IGNORECASE)
_TEXT_FIELDS = ("LP", "TD")
# Codes that every article has; a table in a text may have cells that look like codes.
_CERTAIN = frozenset(("HD", "PD", "AN"))
_BLOCKS = ("p", "div", "pre", "li", "blockquote", "tr", "h2", "h3", "h4", "h5", "h6")


def read_factiva(
    path: str | Path, *, date_order: DateOrder | None = None, encoding: str | None = None
) -> ReaderResult:
    """Read an export of Factiva, as HTML (.html) or XML (.xml).

    Dates are read in the language of the export; the length that a record states must agree with
    its body within a tenth, or there is a problem.

    Parameters
    ----------
    date_order
        "dmy", "mdy" or "ymd", for dates in numbers.
    encoding
        That of a page; XML states its own, such as "latin-1"; see
        `analysis.corpus.decoding.decode`.

    Returns
    -------
    ReaderResult
        ``claimed``: in HTML the "Document <AN>" that the page names, in XML the ``count`` that
        the result set states. The article_id is the accession number (AN).

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
        data = read_bytes(path, _LARGEST_PAGE)
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:5].lower() == b"<?xml" and b"<html" not in data:
            return _read_xml(account, path, name)
        if path.suffix.lower() == ".xml":
            return _read_xml(account, path, name)
        text, doubt = decode_html(data, name, encoding=account.encoding)
    except InputError as error:
        account.problem(name, "file", error.trouble, error.remedy)
        return account.result()
    account.doubt(name, doubt)
    return _read_html(account, path, name, text)


def _read_html(account: Account, path: Path, name: str, text: str) -> ReaderResult:
    from lxml import etree, html  # type: ignore[import-untyped, unused-ignore]

    try:
        tree = html.document_fromstring(
            text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", huge_tree=False)
        )
    except (etree.LxmlError, ValueError, UnicodeError) as error:
        account.problem(name, "file", f"is no HTML ({str(error)[:80]})", "export it again")
        return account.result()
    etree.strip_elements(tree, "script", "style", etree.Comment, with_tail=False)
    divs = [
        div for div in tree.iter("div")
        if "article" in (div.get("class") or "").split()
        and not any("article" in (up.get("class") or "").split() for up in div.iterancestors("div"))
    ]  # fmt: skip
    named = {match.group(1) for text in tree.itertext("*") if (match := _CLOSING.fullmatch(text))}
    claimed = len(named) or None
    for number, div in enumerate(divs, 1):
        _add_html(account, path, f"{name}, record {number}", number, div)
    if not divs:
        account.problem(
            name, "structure", "has no Factiva article",
            'save it from Factiva in article format, with "Save page"',
        )  # fmt: skip
    account.count(name, claimed, len(divs))
    return account.result(claimed)


def _add_html(account: Account, path: Path, source: str, place: int, div: Any) -> None:
    """One article of a page, from its table of fields or from its blocks."""
    fields: dict[str, str] = {}
    texts: list[str] = []
    inside: set[Any] = set()
    for row in div.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        code = _plain(cells[0]) if len(cells) == 2 else ""
        if row in inside or not _CODE.fullmatch(code):
            continue
        if code in _TEXT_FIELDS:
            inside.update(cells[1].iter("tr"))
            inner = [_plain(block) for block in _innermost(cells[1])]
            texts.extend(inner or [_plain(cells[1])])
        else:
            fields.setdefault(code, _plain(cells[1]))
    if len(_CERTAIN & set(fields)) < 2:
        fields, texts = _unlabelled(div)
    number = _CLOSING.fullmatch(fields.get("AN", ""))
    _add(account, path, source, place, fields | {"AN": number.group(1) if number else ""}, texts)


def _unlabelled(div: Any) -> tuple[dict[str, str], list[str]]:
    """Fields of an article without codes, from the order of its blocks.

    Headline, byline, length, day, time, outlet, code, language, copyright; then the paragraphs,
    and "Document <AN>". A section may stand above the headline, which is marked by its class.
    """
    above: list[tuple[str, bool]] = []
    texts: list[str] = []
    fields: dict[str, str] = {}
    for block in _innermost(div):
        text = _plain(block)
        if _CLOSING.fullmatch(text):
            fields["AN"] = text
        elif text and block.tag != "div":
            texts.append(text)
        elif text and not texts:
            marked = any("headline" in (e.get("class") or "").lower() for e in block.iter())
            marked = marked or block.getparent().get("id") == "hd" or block.get("id") == "hd"
            above.append((text, marked))
    lines = [text for text, _ in above]
    length = next((i for i, text in enumerate(lines) if is_length(text)), None)
    day = next((i for i, text in enumerate(lines) if states_day(text) and not above[i][1]), None)
    title = next((i for i, (_, marked) in enumerate(above) if marked), 0)
    if lines:
        fields["HD"] = lines[title]
    if length is not None:
        fields["WC"] = lines[length]
    if day is not None:
        fields["PD"] = lines[day]
        rest = [line for line in lines[day + 1 :] if not _TIME.fullmatch(line)]
        fields["SN"] = rest[0] if rest else ""
        fields["LA"] = next((line for line in rest[1:] if language_code(line)), "")
    return fields, texts


def _innermost(node: Any) -> list[Any]:
    """The blocks of text in an element that hold no other block, in their order."""
    found = []
    for block in node.iter(*_BLOCKS):
        if block is not node and not any(inner.tag in _BLOCKS for inner in block.iterdescendants()):
            found.append(block)
    return found


def _read_xml(account: Account, path: Path, name: str) -> ReaderResult:
    """The articles of an XML file, one at a time; those before a break are kept."""
    from lxml import etree

    claimed, records, elements = None, 0, 0
    try:
        events = etree.iterparse(
            str(path), events=("start", "end"), resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False,
        )  # fmt: skip
        for event, node in events:
            tag = _local(node)
            elements += 1
            if elements > 2 * MOST_ELEMENTS:
                raise ValueError(f"more than {MOST_ELEMENTS} elements in one article")
            if event == "start":
                count = node.get("count") or "" if tag.lower() == "ppsarticleresultset" else ""
                claimed = int(count) if count.isdecimal() and len(count) < 8 else claimed
            elif tag == "article":
                records, elements = records + 1, 0
                _add_xml(account, path, f"{name}, record {records}", records, node)
                node.clear()
                while node.getprevious() is not None:
                    del node.getparent()[0]
    except (etree.XMLSyntaxError, OSError, ValueError) as error:
        account.problem(name, "file", f"is broken as XML ({str(error)[:120]})", "export it again")
    if not records and not len(account):
        account.problem(name, "structure", "has no Factiva article", "export it again")
    account.count(name, claimed, records)
    return account.result(claimed)


def _add_xml(account: Account, path: Path, source: str, place: int, node: Any) -> None:
    if any(True for _ in node.iter(_entity_type())):
        account.problem(source, "entities", "holds entities that are not expanded", "export again")
        return

    def value(*names: str) -> str:
        found = (child for child in node.iter() if _local(child) in names)
        return next((text for child in found if (text := _plain(child))), "")

    texts: list[str] = []
    for part in node:
        if _local(part) in ("leadParagraph", "tailParagraphs"):
            inner = [_plain(child) for child in part.iter() if _local(child) == "paragraph"]
            texts.extend(inner or _indented("".join(part.itertext())))
    fields = {
        "HD": value("headline"), "PD": value("publicationDate"), "SN": value("sourceName"),
        "LA": value("baseLanguage"), "WC": value("wordCount"), "AN": value("accessionNo"),
    }  # fmt: skip
    _add(account, path, source, place, fields, texts)


def _indented(text: str) -> list[str]:
    """Paragraphs of a text in which blank lines or indented first lines part them."""
    found: list[list[str]] = [[]]
    for line in text.expandtabs().splitlines():
        if not line.strip() or line.startswith("  "):
            found.append([])
        found[-1].append(line)
    return [joined for part in found if (joined := " ".join(" ".join(part).split()))]


def _add(
    account: Account, path: Path, source: str, place: int, fields: dict[str, str],
    texts: list[str],
) -> None:  # fmt: skip
    """A record as an article, from its fields by their codes."""
    record = ExportRecord(
        place, "\n\n".join(text for text in texts if text), fields.get("HD"), fields.get("SN"),
        fields.get("PD"), language=fields.get("LA", ""), length=fields.get("WC") or None,
        number=fields.get("AN", ""), numbered="accession number",
    )  # fmt: skip
    add_record(account, path, source, record)


def _plain(node: Any) -> str:
    """The text of an element in one line; the cells of a row are parted."""
    return " ".join(("" if node.tag != "tr" else " ").join(node.itertext("*")).split())


def _local(node: Any) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _entity_type() -> Any:
    from lxml import etree

    return etree.Entity
