"""The files of a notebook's tables and figures: tables as CSV, figures as SVG with their data.

In: an executed notebook. Out: the files, named after the cells that made them, and the line of
links that stands below an exhibit. The same bytes for the same notebook.
"""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from analysis.exports import as_text
from analysis.report.html_tables import grid_of
from analysis.report.numbering import label_of
from analysis.report.sanitise import is_number
from analysis.report.svg import inline_svg

if TYPE_CHECKING:
    from nbformat import NotebookNode

FOLDER = "exhibits"
IMAGES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif")


@dataclass(frozen=True)
class ExhibitFile:
    """A file that the report offers beside a table or figure.

    Attributes
    ----------
    chapter, cell : str
        The notebook, and the cell that makes it.
    label : str
        "Table 1", "Figure 2"; empty for an output without a caption.
    name : str
        Its name in the folder ``exhibits`` of the report.
    content : bytes
    """

    chapter: str
    cell: str
    label: str
    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def exhibit_files(notebook: "NotebookNode", chapter: str) -> list[ExhibitFile]:
    """The files of all tables and figures that a notebook shows, in its order.

    A cell named ``tab-…`` or ``fig-…`` gives its name to its files; any other is named after the
    chapter and itself. In CSV a cell that begins like a formula is written as text.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> html = "<table><thead><tr><th>n</thead><tbody><tr><td>=1</tbody></table>"
    >>> shown = new_output("display_data", data={"text/html": html})
    >>> book = new_notebook(cells=[new_code_cell("t", id="tab-a", outputs=[shown])])
    >>> [(file.name, file.content) for file in exhibit_files(book, "10_corpus")]
    [('tab-a.csv', b"n\\n'=1\\n")]
    """
    labels = label_of(notebook)
    found: list[ExhibitFile] = []
    taken: set[str] = set()
    for cell in notebook.cells:
        stem = cell.id if cell.id.startswith(("tab-", "fig-")) else f"{chapter}-{cell.id}"
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            contents: list[tuple[str, bytes]] = []
            if "text/html" in data:
                contents.append(("csv", _tables_as_csv(data["text/html"])))
            elif "image/svg+xml" in data:
                svg = inline_svg(data["image/svg+xml"], name=stem, alt=_alt(output), links=False)
                contents.append(("svg", svg.encode()))
                contents.append(("csv", str(data.get("text/csv", "")).encode()))
            for ending, content in contents:
                if not content:
                    continue
                name, number = f"{stem}.{ending}", 2
                while name.lower() in taken:
                    name, number = f"{stem}-{number}.{ending}", number + 1
                taken.add(name.lower())
                found.append(ExhibitFile(chapter, cell.id, labels.get(cell.id, ""), name, content))
    return found


def file_links(files: Sequence[ExhibitFile]) -> str:
    """The line of links to an exhibit's files, as HTML; empty without files."""
    if not files:
        return ""
    figure = any(file.name.endswith(".svg") for file in files)
    links = []
    for file in files:
        words = "Picture as SVG"
        if file.name.endswith(".csv"):
            words = "Data as CSV" if figure else "Table as CSV"
        address = escape(f"{FOLDER}/{file.name}")
        of = f" of {file.label}" if file.label else ""
        links.append(
            f'<a href="{address}" download="{escape(file.name)}" title="{words}{of}">{words}</a>'
        )
    return f'<p class="exhibit-files">{" ".join(links)}</p>'


def csv_of(rows: Sequence[Sequence[str]]) -> str:
    """Rows as CSV whose cells no spreadsheet runs.

    Examples
    --------
    >>> csv_of([["term", "n"], ["@SUM(1)", "-0.3"]])
    "term,n\\n'@SUM(1),-0.3\\n"
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in rows:
        writer.writerow([text if is_number(text) else as_text(text) for text in row])
    return buffer.getvalue()


def _tables_as_csv(html: str) -> bytes:
    """All tables of an output below one another; with what folds them in a column of its own."""
    import lxml.html  # type: ignore[import-untyped]

    if "<table" not in html:
        return b""
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    rows: list[list[str]] = []
    for table in tree.iter("table"):
        fold = next(table.iterancestors("details"), None)
        lines = grid_of(table).rows()
        if not any(any(line) for line in lines):
            continue
        head, body = _without_counting_index(lines)
        if fold is not None:
            summary = " ".join((fold.findtext("summary") or "").split())
            head, body = ["lines", *head], [[summary, *line] for line in body]
        if not rows or rows[0] != head:
            rows.append(head)
        rows += body
    return csv_of(rows).encode()


def _without_counting_index(lines: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Names and rows, without a first column that only counts the rows from 0."""
    head, *body = lines
    if len(head) > 1 and not head[0]:
        first = [line[0] for line in body]
        if first == list(map(str, range(len(body)))):
            return head[1:], [line[1:] for line in body]
    return head, body


def _alt(output: Any) -> str:
    """The words that stand for a figure."""
    return " ".join(str(output.metadata.get("image/svg+xml", {}).get("alt", "")).split())
