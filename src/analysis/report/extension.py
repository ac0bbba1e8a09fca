"""What the report asks of Sphinx beyond its own: safe HTML, described figures, formulas, citations.

Every raw HTML node, wherever it comes from, passes the allow-list of ``sanitise``. A figure without
an alternative text, an image from elsewhere and a link of another kind than http, https or mailto
are warnings, and warnings end the build.
"""

from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode  # type: ignore[import-untyped]
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from analysis.figures.behind import EVIDENCE_PAGE
from analysis.report import citations, mathml
from analysis.report.evidence_pages import DATA_FILE
from analysis.report.sanitise import WORDY, is_number, sanitise, sanitise_inline
from analysis.report.svg import inline_svg

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_logger = logging.getLogger(__name__)
_SCHEMES = ("http:", "https:", "mailto:")


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register everything; Sphinx calls it because ``extensions`` names this module."""
    citations.register_styles()
    app.add_post_transform(SafeHtml)
    app.add_config_value("report_evidence", False, "env")
    app.connect("html-page-context", _evidence_scripts)
    app.connect("html-page-context", _safe_names)
    app.add_post_transform(DescribedFigures)
    app.add_post_transform(ReadableTables)
    app.add_post_transform(citations.ReferenceList)
    app.add_node(HideCodeCellNode, override=True, html=(_open_fold, _close_fold))
    return {
        "version": version("news-coverage-analysis"),
        **mathml.setup(app),
    }


class SafeHtml(SphinxPostTransform):
    """Raw HTML through the allow-list, links to known kinds of addresses only."""

    # After myst-nb has chosen among the forms of an output (4), before anything is written.
    default_priority = 5

    def run(self, **_: Any) -> None:
        for node in list(self.document.findall(nodes.raw)):
            if "html" not in node.get("format", "").split():
                node.parent.remove(node)
                continue
            inline = isinstance(node.parent, nodes.TextElement)
            text = sanitise_inline(node.astext()) if inline else sanitise(node.astext())
            if text.strip():
                new = nodes.raw("", text, format="html", classes=node["classes"])
                node.replace_self(new)
            else:
                node.parent.remove(node)
        for link in self.document.findall(nodes.reference):
            address = "".join(link.get("refuri", "").split()).lower()
            scheme, colon, _rest = address.partition(":")
            if colon and scheme.isalnum() and not address.startswith(_SCHEMES):
                _logger.warning("link to an address of the kind %r", scheme, location=link)
                del link["refuri"]


class DescribedFigures(SphinxPostTransform):
    """Each image has an alternative text and comes from the report itself; SVG becomes the page's.

    SVG within the page, not beside it, is what lets its links be followed.
    """

    default_priority = 6

    def run(self, **_: Any) -> None:
        for number, image in enumerate(list(self.document.findall(nodes.image)), start=1):
            if not image.get("alt", "").strip():
                place = image if image.line else image.parent
                _logger.warning("an image has no alternative text", location=place)
            if ":" in image.get("uri", ""):
                _logger.warning(
                    "an image is fetched from elsewhere (%s)", image["uri"], location=image
                )
            box = nodes.container(classes=["figure-box"])
            image.replace_self(box)
            box += self._inline(image, f"picture-{number}") or image

    def _inline(self, image: nodes.image, name: str) -> nodes.raw | None:
        """An SVG of the report's own as part of the page."""
        file = Path(self.app.srcdir, image.get("uri", ""))
        if file.suffix != ".svg" or not file.is_file():
            return None
        links = self.app.config.report_evidence
        svg = inline_svg(
            file.read_text(encoding="utf-8"), name=name, alt=image.get("alt", ""), links=links
        )
        return nodes.raw("", svg, format="html") if svg else None


class ReadableTables(SphinxPostTransform):
    """Markdown tables: columns of numbers to the right, long cells may wrap."""

    default_priority = 7

    def run(self, **_: Any) -> None:
        for cell in self.document.findall(nodes.entry):
            if len(cell.astext()) > WORDY:
                cell["classes"].append("wordy")
        for table in self.document.findall(nodes.tgroup):
            body = [list(row.findall(nodes.entry)) for row in _rows(table, nodes.tbody)]
            head = [list(row.findall(nodes.entry)) for row in _rows(table, nodes.thead)]
            for column in range(max(map(len, body), default=0)):
                cells = [row[column] for row in body if len(row) > column]
                texts = [cell.astext() for cell in cells if cell.astext().strip()]
                if texts and all(map(is_number, texts)):
                    for cell in [*cells, *(row[column] for row in head if len(row) > column)]:
                        cell["classes"].append("number")


def _evidence_scripts(app: "Sphinx", page: str, *_: Any) -> None:
    """The evidence browser's script and data, on its page alone."""
    if app.config.report_evidence and page == EVIDENCE_PAGE.removesuffix(".html"):
        app.add_js_file(DATA_FILE, defer="defer", priority=800)
        app.add_js_file("evidence.js", defer="defer", priority=801)


class _Escaped(str):
    """HTML by its own word, which a template that escapes it leaves as it is."""

    def __html__(self) -> str:
        return str(self)


def _safe_names(app: "Sphinx", page: str, template: str, context: dict[str, Any], *_: Any) -> None:
    """The study's title as text wherever a template puts it; the theme takes it for HTML."""
    for name in ("docstitle", "project", "shorttitle"):
        context[name] = _Escaped(escape(context[name]))


def _rows(table: nodes.tgroup, part: type[nodes.Element]) -> list[nodes.row]:
    """The rows of a table's head or body."""
    return [row for section in table.findall(part) for row in section.findall(nodes.row)]


def _open_fold(self: Any, node: nodes.Element) -> None:
    """Open the fold that code, or output, is hidden in; its line is its name."""
    self.body.append(f'<details class="fold"><summary>{escape(node["prompt_show"])}</summary>\n')


def _close_fold(self: Any, node: nodes.Element) -> None:
    """Close the fold."""
    self.body.append("</details>\n")
