"""The notebooks of a study: which there are, and their outputs stored in them.

In: a study. Out: its chapters and labs in order; the same files with numbers and outputs.
"""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import InputError
from analysis.files import replaced_folder, write_file
from analysis.report.execution import execute_notebook, read_notebook, write_notebook
from analysis.report.numbering import number_exhibits, with_exhibits
from analysis.study import Study

if TYPE_CHECKING:
    from nbformat import NotebookNode


def store_outputs(
    study: Study, *, say: Callable[[str], None], only: Collection[str] = ()
) -> list[Path]:
    """Run the chapters and labs and store their outputs in them; return the files written.

    Tables and figures of the chapters are numbered through first, and the list of them in the
    study's README is made anew. If a notebook fails, none is written. A file
    ``pages/figures/CELL.svg`` is a copy of the figure that the chapter's cell of that name makes,
    and is written anew with it.

    Parameters
    ----------
    study
        The study.
    say
        Called with a line before each step.
    only
        Names of the notebooks to run, such as ``20_topics``; all of them if empty. The others are
        numbered, and keep the outputs they have.

    Raises
    ------
    InputError
        If there is no notebook of such a name, its captions do not match its exhibits, or a
        notebook fails.
    """
    chapters, labs = notebooks_of(study), labs_of(study)
    paths = [*chapters, *labs]
    names = [path.stem for path in paths]
    for unknown in sorted(set(only) - set(names)):
        raise InputError(
            "notebooks", f"has no notebook {unknown!r}", f"there are {', '.join(names)}"
        )
    numbered = {path.stem: read_notebook(path) for path in chapters}
    exhibits = number_exhibits(numbered)
    numbered |= {path.stem: read_notebook(path) for path in labs}
    with replaced_folder(study.root / "build" / "notebooks") as folder:
        for path in paths:
            write_notebook(numbered[path.stem], folder / path.name)
        chosen = [folder / path.name for path in paths if not only or path.stem in only]
        for number, path in enumerate(chosen, start=1):
            say(f"running {path.name} ({number} of {len(chosen)})")
            write_notebook(execute_notebook(path, root=study.root), path)
    written = []
    for path in paths:
        executed = read_notebook(study.root / "build" / "notebooks" / path.name)
        write_notebook(executed, path)
        written.append(path)
        for cell, svg in figures_of(executed).items():
            copy = study.root / "pages" / "figures" / f"{cell}.svg"
            if copy.exists():
                write_file(copy, svg)
                written.append(copy)
    readme = study.root / "README.md"
    if readme.exists():
        write_file(readme, with_exhibits(readme.read_text(encoding="utf-8"), exhibits))
        written.append(readme)
    return written


def figures_of(notebook: "NotebookNode") -> dict[str, str]:
    """The figures of an executed notebook: name of the cell -> SVG."""
    return {
        cell.id: output.data["image/svg+xml"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "image/svg+xml" in output.get("data", {})
    }


def notebooks_of(study: Study) -> list[Path]:
    """The chapters of a study, in the order of their names."""
    paths = sorted((study.root / "notebooks").glob("*.ipynb"))
    if not paths:
        raise InputError("notebooks", "holds no notebook", "restore the folder")
    return paths


def labs_of(study: Study) -> list[Path]:
    """The labs of a study, in the order of their names; none if it has no ``notebooks/labs``."""
    return sorted((study.root / "notebooks" / "labs").glob("*.ipynb"))
