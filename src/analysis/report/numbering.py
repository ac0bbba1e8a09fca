"""Tables and figures numbered through all chapters of a study, and the list of them.

In: notebooks in the order of the chapters. An exhibit is a code cell whose name begins with
``tab-`` or ``fig-``; its caption stands in a markdown cell as ``**Table 1.** …`` or
``**Figure 1.** …``, in the order of the cells. Prose refers to it as ``[Table 1](#tab-name)``,
``[1](#tab-name)`` where it names several. Out: the same notebooks with the numbers set, and the
exhibits as a table for the README.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.errors import InputError

if TYPE_CHECKING:
    from nbformat import NotebookNode

BEGIN, END = "<!-- exhibits -->", "<!-- end of exhibits -->"

_KINDS = {"tab": "Table", "fig": "Figure"}
_CAPTION = re.compile(r"\*\*(Table|Figure) \d{1,4}\.\*\* ([^\n]*)")
_REFERENCE = re.compile(
    r"\[((?:Table|Figure)s? )?\d{1,4}\]\((?:[\w-]+\.ipynb)?#((?:tab|fig)-[\w-]+)\)"
)
_SIZE = re.compile(r" \(n = [^()]*\)")
_LINK = re.compile(r"\[([^\]\[]*)\]\([^()\s]*\)")
_SENTENCE_END = re.compile(r"(?<=[\w)`*])\. |\.$")


@dataclass(frozen=True)
class Exhibit:
    """A table or figure of the report.

    Attributes
    ----------
    kind : str
        ``Table`` or ``Figure``.
    number : int
        From 1, through all chapters, apart for each kind.
    shows : str
        First sentence of the caption, without the number of articles.
    notebook, cell : str
        Name of the notebook, and of the cell that makes it.
    """

    kind: str
    number: int
    shows: str
    notebook: str
    cell: str


def number_exhibits(notebooks: "Mapping[str, NotebookNode]") -> list[Exhibit]:
    """Set the numbers of captions and references in place, and return the exhibits.

    Parameters
    ----------
    notebooks : mapping of str to NotebookNode
        Chapters by name, in their order.

    Raises
    ------
    InputError
        If a notebook has more or fewer captions than exhibits, two exhibits have one name, or the
        prose refers to an exhibit that there is not.

    Examples
    --------
    >>> from nbformat import v4
    >>> caption = v4.new_markdown_cell("**Table 7.** The articles (n = 2). See [Table 9](#tab-a).")
    >>> cells = [caption, v4.new_code_cell("articles", id="tab-a")]
    >>> (exhibit,) = number_exhibits({"10_corpus": v4.new_notebook(cells=cells)})
    >>> exhibit.number, exhibit.shows
    (1, 'The articles')
    >>> caption.source
    '**Table 1.** The articles (n = 2). See [Table 1](#tab-a).'
    """
    numbers: dict[str, int] = {}
    exhibits: list[Exhibit] = []
    for name, notebook in notebooks.items():
        cells = [cell.id for cell in notebook.cells if cell.cell_type == "code"]
        prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
        for prefix, kind in _KINDS.items():
            made = [cell for cell in cells if cell.startswith(f"{prefix}-")]
            captions = [
                match[2]
                for cell in prose
                for match in _CAPTION.finditer(cell.source)
                if match[1] == kind
            ]
            if len(made) != len(captions):
                raise InputError(
                    f"{name}.ipynb",
                    f"has {len(made)} cells named {prefix}-… and {len(captions)} captions "
                    f"**{kind} N.**",
                    "give each such cell one caption, in the order of the cells",
                )
            for cell, caption in zip(made, captions, strict=True):
                if cell in numbers:
                    raise InputError(
                        f"{name}.ipynb", f"has a second exhibit named {cell}", "rename one of them"
                    )
                numbers[cell] = 1 + sum(other.startswith(prefix) for other in numbers)
                exhibits.append(Exhibit(kind, numbers[cell], caption, name, cell))
    for name, notebook in notebooks.items():
        _set_numbers(name, notebook, numbers)
    return [
        Exhibit(one.kind, one.number, _first_sentence(one.shows, numbers), one.notebook, one.cell)
        for one in _in_order(exhibits, notebooks)
    ]


def exhibits_table(exhibits: list[Exhibit]) -> str:
    """The exhibits as a Markdown table, between the marks that the README carries."""
    rows = [
        f"| {one.kind} {one.number} | {one.shows} | `{one.notebook}`, `{one.cell}` |"
        for one in exhibits
    ]
    head = ["| exhibit | shows | notebook, cell |", "| --- | --- | --- |"]
    return "\n".join([BEGIN, "", *head, *rows, "", END])


def with_exhibits(text: str, exhibits: list[Exhibit]) -> str:
    """A text whose part between the marks is the table of exhibits; as it was without marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    return f"{before}{exhibits_table(exhibits)}{after}" if begin and end else text


def _set_numbers(name: str, notebook: "NotebookNode", numbers: Mapping[str, int]) -> None:
    """Write the numbers into the captions and references of one notebook."""
    waiting = {
        kind: iter([cell.id for cell in notebook.cells if cell.id.startswith(f"{prefix}-")])
        for prefix, kind in _KINDS.items()
    }

    def caption(match: re.Match[str]) -> str:
        number = numbers[next(waiting[match[1]])]
        return f"**{match[1]} {number}.** {match[2]}"

    def reference(match: re.Match[str]) -> str:
        if match[2] not in numbers:
            raise InputError(
                f"{name}.ipynb", f"refers to {match[2]}, which no cell makes", "mend the reference"
            )
        return re.sub(r"\d+\]", f"{numbers[match[2]]}]", match[0], count=1)

    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _REFERENCE.sub(reference, _CAPTION.sub(caption, cell.source))


def _in_order(exhibits: list[Exhibit], notebooks: "Mapping[str, NotebookNode]") -> list[Exhibit]:
    """The exhibits in the order of their cells."""
    place = {
        cell.id: (position, row)
        for position, notebook in enumerate(notebooks.values())
        for row, cell in enumerate(notebook.cells)
        if cell.cell_type == "code"
    }
    return sorted(exhibits, key=lambda one: place[one.cell])


def _first_sentence(caption: str, numbers: Mapping[str, int]) -> str:
    """What a caption says an exhibit shows, with references as plain words."""
    numbered = _REFERENCE.sub(
        lambda match: f"[{match[1] or ''}{numbers[match[2]]}](#{match[2]})", caption
    )
    plain = _LINK.sub(r"\1", numbered)
    sentence = _SENTENCE_END.split(_SIZE.sub("", plain), maxsplit=1)[0]
    return sentence.replace("|", "\\|").strip()


def label_of(notebook: "NotebookNode") -> dict[str, str]:
    """The label of each exhibit of one notebook, "Table 1", by the name of its cell.

    None have one where captions and exhibits do not match.
    """
    labels: dict[str, str] = {}
    prose = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for prefix, kind in _KINDS.items():
        cells = [cell.id for cell in notebook.cells if cell.id.startswith(f"{prefix}-")]
        numbers = re.findall(rf"\*\*{kind} (\d{{1,4}})\.\*\*", prose)
        if len(cells) == len(numbers):
            labels |= {
                cell: f"{kind} {number}" for cell, number in zip(cells, numbers, strict=True)
            }
    return labels
