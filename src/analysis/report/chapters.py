"""An executed notebook as a chapter: checked, its exhibits named, its numbers linked to evidence.

In: a notebook with its outputs. Out: a copy for the site. Every notebook has been run, none stopped
with an error, each figure has a text for those who cannot see it; each exhibit can be linked to and
offers its files.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from analysis.errors import InputError
from analysis.report.exhibits import IMAGES, ExhibitFile, file_links

if TYPE_CHECKING:
    from nbformat import NotebookNode

# Forms of an output that a page can show. Others, such as scripts and widgets, are left out, and
# the text that stands beside them is shown.
_SHOWN = (*IMAGES, "text/html", "text/markdown", "text/latex", "text/plain")
_NAMED = ("tab-", "fig-")


def _as_it_is(html: str) -> str:
    return html


def prepare_notebook(
    notebook: "NotebookNode",
    name: str,
    *,
    fold_code: bool = True,
    files: Sequence[ExhibitFile] = (),
    link: Callable[[str], str] = _as_it_is,
) -> "NotebookNode":
    """A copy of an executed notebook with its figures' alternative texts where Sphinx finds them.

    A figure's text stands in the output's metadata, ``{"image/svg+xml": {"alt": "…"}}``, and
    myst-nb reads one text per cell: a cell with several figures is cut after each of them.

    Parameters
    ----------
    notebook, name
        The notebook and what to call it.
    fold_code
        Whether code is folded away; a cell tagged ``show-code`` is not.
    files
        The exhibits' files, which each exhibit then offers.
    link
        Puts links to the evidence into a piece of HTML.

    Raises
    ------
    InputError
        If a code cell was not run, stopped with an error, or shows a figure without such a text.
    """
    from nbformat.v4 import new_markdown_cell

    notebook = deepcopy(notebook)
    cells: list[Any] = []
    for number, cell in enumerate(notebook.cells, start=1):
        cell.metadata["cell_number"] = number  # To name the cell where a build fails.
        if cell.id.startswith(_NAMED):  # what the prose's [Table 1](#tab-…) leads to
            cells.append(new_markdown_cell(f"({cell.id})="))
        if cell.cell_type != "code":
            cells.append(cell)
            continue
        if cell.source.strip() and not cell.get("execution_count"):
            raise InputError(
                name,
                f"its cell {number} was not run",
                "run the notebook before building the report",
            )
        if any(output.output_type == "error" for output in cell.outputs):
            raise InputError(
                name, f"its cell {number} ended in an error", "mend it and run it again"
            )
        if fold_code and cell.source.strip():
            tags = cell.metadata.setdefault("tags", [])
            if not {"hide-input", "hide-cell", "remove-input", "remove-cell", "show-code"} & set(
                tags
            ):
                tags.append("hide-input")
        for output in cell.outputs:
            for kind in [kind for kind in output.get("data", {}) if kind not in _SHOWN]:
                output.data.pop(kind)
            if output.get("data") == {}:
                output.data["text/plain"] = "(left out: an output that needs a script of its own)"
            if "text/html" in output.get("data", {}):
                output.data["text/html"] = link(output.data["text/html"])
        cells.extend(_one_figure_each(cell, name, number))
        offered = file_links([file for file in files if file.cell == cell.id])
        if offered:
            cells.append(new_markdown_cell(offered))
    notebook.cells = cells
    return notebook


def _one_figure_each(cell: Any, name: str, number: int) -> list[Any]:
    """A cell as one or more cells, each with at most one figure and that figure's text."""
    parts: list[list[Any]] = [[]]
    texts: list[str | None] = [None]
    for output in cell.outputs:
        alt = _alternative_text(output, name, number)
        if alt is not None and texts[-1] is not None:
            parts.append([])
            texts.append(None)
        parts[-1].append(output)
        if alt is not None:
            texts[-1] = alt
    result = []
    for position, (outputs, alt) in enumerate(zip(parts, texts, strict=True)):
        part = deepcopy(cell)
        part.outputs = outputs
        if position:
            part.id = f"{cell.id}-{position + 1}"[-64:]
            part.metadata["tags"] = [
                *(tag for tag in part.metadata.get("tags", []) if tag != "hide-input"),
                "remove-input",
            ]
            # A caption and a label belong to the first figure.
            part.metadata.get("mystnb", {}).pop("figure", None)
        if alt is not None:
            part.metadata.setdefault("mystnb", {}).setdefault("image", {})["alt"] = alt
        result.append(part)
    return result


def _alternative_text(output: Any, name: str, number: int) -> str | None:
    """The alternative text of an output's figure; None if it shows no figure."""
    shown = [kind for kind in IMAGES if kind in output.get("data", {})]
    if not shown or "text/html" in output.data:
        return None
    alt = " ".join(str(output.metadata.get(shown[0], {}).get("alt", "")).split())
    if not alt:
        raise InputError(
            name, f"its cell {number} shows a figure without an alternative text",
            'show it with analysis.figures.picture(ax, alt="…")',
        )  # fmt: skip
    return alt
