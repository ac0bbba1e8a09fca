"""The report as one PDF: its pages joined, printed by the browser that is installed.

In: the folder of a finished report. Out: a PDF with page numbers, and bookmarks from the headings.
Folded evidence is opened, code and navigation are left out.
"""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.files import write_file
from analysis.report.browser import running_browser

# Pages that are for searching on a screen; the software's documentation is no part of a report.
_LEFT_OUT = ("search", "evidence", "genindex")
_MOMENT = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]{0,40}\)")
_FOOT = (
    '<div style="width:100%;font:8px sans-serif;color:#53616d;padding:0 16mm;'
    'display:flex;justify-content:space-between"><span>{title}</span>'
    '<span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>'
)


def print_report(report: Path, output: Path, *, pages: Sequence[str] = ()) -> Path:
    """Print a report to a PDF.

    Parameters
    ----------
    report
        Folder of a report, from ``build_site``.
    output
        The PDF to write.
    pages
        Names of the pages to print, such as ``summary``; without any all of them, in their order,
        but for the search, the evidence browser and the documentation.

    Returns
    -------
    Path
        ``output``. No time of printing is in it.

    Raises
    ------
    InputError
        If there is no report, no browser or no Playwright.
    """
    report = Path(report).resolve()
    if not (report / "index.html").is_file():
        raise InputError(report, "holds no report", "run `analysis report` first")
    joined = report / ".print.html"
    try:
        title, text = join_pages(report, pages or pages_in_order(report))
        joined.write_text(text, encoding="utf-8")
        with running_browser() as browser:
            page = browser.new_page()
            page.emulate_media(media="print", color_scheme="light")
            page.goto(joined.as_uri())
            content = page.pdf(
                format="A4",
                print_background=True,
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=_FOOT.format(title=escape(title)),
                margin={"top": "18mm", "bottom": "18mm", "left": "16mm", "right": "16mm"},
                tagged=True,
                outline=True,
            )
    finally:
        joined.unlink(missing_ok=True)
    write_file(output, _MOMENT.sub(_no_moment, content))
    return output


def print_all(report: Path) -> list[Path]:
    """Print a report to ``report.pdf`` beside its folder, and its summary to ``summary.pdf``."""
    written = [print_report(report, report.parent / "report.pdf")]
    if (report / "summary.html").is_file():
        written.append(print_report(report, report.parent / "summary.pdf", pages=["summary"]))
    return written


def pages_in_order(report: Path) -> list[str]:
    """The pages of a report in the order of its contents, articles behind the evidence."""
    import lxml.html  # type: ignore[import-untyped]

    root = lxml.html.parse(str(report / "index.html")).getroot()
    links = root.xpath("//nav[@class='chapters']//a/@href")
    names = [str(link).partition("#")[0].removesuffix(".html") or "index" for link in links]
    ordered: list[str] = []
    for name in names:
        ordered.append(name)
        if name == "evidence":
            ordered += sorted(path.stem for path in report.glob("article-*.html"))
    return [
        name
        for name in dict.fromkeys(ordered)
        if name not in _LEFT_OUT and not name.startswith("docs/")
    ]


def join_pages(report: Path, names: Sequence[str]) -> tuple[str, str]:
    """The title of a report, and its pages as one HTML page whose links lead within it.

    Raises
    ------
    InputError
        If there is no such page.
    """
    import lxml.html

    parts: list[str] = []
    head, title = "", ""
    for name in names:
        path = report / f"{name}.html"
        if not path.is_file():
            raise InputError(path.name, "is no page of the report", "name one that it has")
        root = lxml.html.parse(str(path)).getroot()
        if not head:
            title = root.findtext(".//title") or ""
            sheets = root.xpath("//link[@rel='stylesheet']/@href")
            head = "".join(f'<link rel="stylesheet" href="{escape(sheet)}">' for sheet in sheets)
            title = (root.xpath("string(//*[contains(@class, 'logo__title')])") or title).strip()
        article = root.find(".//article")
        if article is None:
            continue
        _prepare(article, name, names)
        body = lxml.html.tostring(article, encoding="unicode", with_tail=False)
        parts.append(f'<div class="printed-page" id="{escape(_anchor(name))}">{body}</div>')
    return title, (
        f'<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>{head}</head><body class='bd-main'>"
        f'<div class="bd-content"><div class="bd-article-container">{"".join(parts)}</div></div>'
        "</body></html>"
    )


def _prepare(article: Any, name: str, names: Sequence[str]) -> None:
    """Open what is folded, and let identifiers and links be those of the joined page."""
    for fold in list(article.iter("details")):
        if "fold" in (fold.get("class") or "").split():
            fold.drop_tree()
        else:
            fold.set("open", "")
    for element in article.iter():
        if not isinstance(element.tag, str):
            continue
        if element.get("id"):
            element.set("id", _anchor(name, element.get("id")))
        for attribute in ("clip-path", "style", "fill"):
            value = element.get(attribute)
            if value and "url(#" in value:
                element.set(attribute, value.replace("url(#", f"url(#{_anchor(name, '')}"))
        link = element.get("href")
        if link is None or re.match(r"[a-z]+:", link):
            continue
        file, mark, anchor = link.partition("#")
        target = file.removesuffix(".html") if file else name
        if element.tag == "use":
            element.set("href", f"#{_anchor(name, anchor)}")
        elif target in names and "=" not in anchor:
            element.set(
                "href", f"#{_anchor(target, anchor) if mark and anchor else _anchor(target)}"
            )
        else:
            del element.attrib["href"]  # A page or file that paper does not lead to.


def _anchor(name: str, identifier: str | None = None) -> str:
    """An identifier of the joined page."""
    page = "".join(letter if letter.isalnum() else "-" for letter in name)
    return f"page-{page}" if identifier is None else f"page-{page}--{identifier}"


def _no_moment(found: re.Match[bytes]) -> bytes:
    """The same length of bytes without a time, so that nothing else in the file moves."""
    start = b"/" + found[1] + b" (D:"
    room = len(found[0]) - len(start) - 1
    return start + b"19800101000000+00'00'".ljust(room)[:room] + b")"
