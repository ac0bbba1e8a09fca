"""The report's pages as Sphinx reads them: executed notebooks and Markdown in, a source folder out.

Checks what a reader relies on: every notebook has been run, none stopped with an error, and each
figure has a text for those who cannot see it.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from copy import deepcopy
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import InputError
from analysis.report.dictionary import data_dictionary
from analysis.report.execution import read_notebook, write_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

_IMAGES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif")
# Outputs that would act; the text that stands beside them is shown.
_ACTING = ("application/javascript", "application/vnd.jupyter.widget-view+json")
_GENERATED = ("data-dictionary", "references", "how-this-was-made")


def write_sources(
    folder: Path,
    *,
    title: str,
    notebooks: Sequence[Path],
    pages: Path | None,
    facts: Mapping[str, Any],
    fold_code: bool = True,
) -> None:
    """Fill an empty folder with the report's sources: ``index.md``, chapters, generated pages.

    Parameters
    ----------
    folder
        Where to write.
    title
        The report's title; heads the front page if there is no ``index.md`` in ``pages``.
    notebooks
        Executed notebooks, in the order of the chapters.
    pages
        Folder of further pages (``.md``) and what they show; ``index.md`` is the front page.
    facts
        From ``provenance.gather_facts``.
    fold_code
        Whether code is folded away behind a line that opens it.

    Raises
    ------
    InputError
        If a notebook is not fully executed, holds an error or a figure without an alternative
        text, or two pages have the same name.
    """
    if pages is not None:
        if not Path(pages).is_dir():
            raise InputError(pages, "is no folder", "give a folder of .md pages, or None")
        shutil.copytree(pages, folder, dirs_exist_ok=True)
    extra = sorted(
        path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.md")
    )
    chapters: list[str] = []
    for path in map(Path, notebooks):
        name = path.stem
        if name in (*chapters, *extra, *_GENERATED):
            raise InputError(path, f"is the second page named {name}", "rename one of them")
        chapters.append(name)
        notebook = prepare_notebook(read_notebook(path), path.name, fold_code=fold_code)
        write_notebook(notebook, folder / f"{name}.ipynb")
    for name in _GENERATED:
        if name in extra:
            raise InputError(f"{name}.md", "has the name of a page that is generated", "rename it")
    made = {
        "data-dictionary": f"# Data dictionary\n\n{data_dictionary()}",
        "references": _references(folder),
        "how-this-was-made": _how_made(facts),
    }
    for name, text in made.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
    index = folder / "index.md"
    if not index.exists():
        links = "\n".join(f"- [](<{name}.ipynb>)" for name in chapters)
        index.write_text(f"# {title}\n\n{links}\n", encoding="utf-8", newline="\n")
    contents = _toctree("Chapters", chapters)
    contents += _toctree("More", [name for name in extra if name != "index"])
    contents += _toctree("Reference", list(made))
    text = index.read_text(encoding="utf-8").rstrip("\n")
    index.write_text(f"{text}\n\n{contents}", encoding="utf-8", newline="\n")


def prepare_notebook(
    notebook: "NotebookNode", name: str, *, fold_code: bool = True
) -> "NotebookNode":
    """A copy of an executed notebook with its figures' alternative texts where Sphinx finds them.

    A figure's text stands in the output's metadata, ``{"image/svg+xml": {"alt": "…"}}``, and
    myst-nb reads one text per cell: a cell with several figures is cut after each of them.

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
            for kind in _ACTING:
                output.get("data", {}).pop(kind, None)
            if output.get("data") == {}:
                output.data["text/plain"] = "(left out: an output that needs a script of its own)"
        if cell.id.startswith(("tab-", "fig-")):  # what the prose's [Table 1](#tab-…) leads to
            cells.append(new_markdown_cell(f"({cell.id})="))
        cells.extend(_one_figure_each(cell, name, number))
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
    shown = [kind for kind in _IMAGES if kind in output.get("data", {})]
    if not shown or "text/html" in output.data:
        return None
    alt = " ".join(str(output.metadata.get(shown[0], {}).get("alt", "")).split())
    if not alt:
        raise InputError(
            name, f"its cell {number} shows a figure without an alternative text",
            'show it with analysis.figures.picture(ax, alt="…")',
        )  # fmt: skip
    return alt


def _toctree(caption: str, names: Sequence[str]) -> str:
    """A hidden table of contents, from which the side bar is made."""
    if not names:
        return ""
    lines = "\n".join(names)
    return f"```{{toctree}}\n:hidden:\n:maxdepth: 2\n:caption: {caption}\n\n{lines}\n```\n\n"


def _references(folder: Path) -> str:
    """The page of references: the works cited anywhere in the report."""
    sources = [*folder.rglob("*.md"), *folder.rglob("*.ipynb")]
    cited = any("{cite" in path.read_text(encoding="utf-8") for path in sources)
    text = "# References\n\n"
    if not cited:
        return text + "This report cites no literature.\n"
    return text + "The works that this report cites.\n\n```{bibliography}\n:style: report\n```\n"


def _how_made(facts: Mapping[str, Any]) -> str:
    """The page that lists files with their hashes, the commit and the versions."""
    commit = facts.get("commit")
    lines = [
        "# How this was made",
        "",
        "The notebooks were run from top to bottom, each in a fresh kernel, and this site was "
        "built from what they gave. Nothing on it depends on when or where that happened: the "
        "same files with the same versions give the same report.",
        "",
    ]
    if commit:
        changed = (
            ", with changes to the files that are not part of that commit"
            if facts.get("changed")
            else ""
        )
        lines += [f"Commit `{commit}`{changed}.", ""]
    for heading, key in (("Data", "data"), ("Other files", "files")):
        if facts.get(key):
            lines += [f"## {heading}", "", "| file | bytes | SHA-256 |", "| --- | ---: | --- |"]
            lines += [
                f"| {_cell(path)} | {about['bytes']:,} | {_cell(about['sha256'])} |"
                for path, about in facts[key].items()
            ]
            lines.append("")
    lines += ["## Software", "", "| package | version |", "| --- | --- |"]
    lines.append(f"| Python | {_cell(facts.get('python', ''))} |")
    lines += [f"| {name} | {_cell(number)} |" for name, number in facts.get("packages", {}).items()]
    lines += [
        "",
        "HTML in the notebooks' outputs passes a list of allowed elements and attributes; "
        "scripts, styles, frames, forms and event handlers are left out of these pages. Formulas "
        "are MathML. No page fetches anything from elsewhere.",
        "",
    ]
    return "\n".join(lines)


def _cell(text: object) -> str:
    """Text as code in a cell of a Markdown table."""
    return f"`{escape(str(text), quote=False).replace('|', '&#124;').replace('`', '')}`"


def write_settings(folder: Path, settings: Mapping[str, Any]) -> None:
    """Sphinx's ``conf.py``: nothing but the settings, which are plain values."""
    values = json.dumps(settings, ensure_ascii=True, sort_keys=True)
    lines = [
        "import json",
        "import sys",
        "",
        "# jsonschema would build 38 grammars at import, to check addresses that no notebook has:",
        "# half of the time that a build takes.",
        "sys.modules.setdefault('rfc3987_syntax', None)",
        f"globals().update(json.loads({values!r}))",
        "",
    ]
    (folder / "conf.py").write_text("\n".join(lines), encoding="utf-8", newline="\n")
