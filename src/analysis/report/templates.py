"""The repository's notebooks as the chapters of any study.

In: the notebooks of this project. Out: copies without outputs, and without the cells that speak of
the articles they were written on, which carry the tag ``this-study``.
"""

from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

import analysis
from analysis.errors import InputError
from analysis.report.execution import read_notebook
from analysis.report.numbering import Exhibit, number_exhibits

if TYPE_CHECKING:
    from nbformat import NotebookNode

THIS_STUDY = "this-study"
"""Tag of the cells that say something of the shipped articles."""


def notebook_folder() -> Path:
    """Where the notebooks are: beside the code of an installed package, or in the repository.

    Raises
    ------
    InputError
        If they are in neither place.
    """
    package = Path(analysis.__file__).resolve().parent
    for folder in (package / "report" / "notebooks", package.parents[1] / "notebooks"):
        if any(folder.glob("*.ipynb")):
            return folder
    raise InputError(
        "notebooks", "are not part of this installation", "install the package anew, or from a copy"
    )


def study_notebooks(folder: Path | None = None) -> "tuple[dict[str, NotebookNode], list[Exhibit]]":
    """The chapters for a new study by name, in order, and the exhibits that they make.

    Parameters
    ----------
    folder
        The notebooks to start from; by default this project's.

    Raises
    ------
    InputError
        If a notebook cannot be read, or what is left has an exhibit without a caption or the
        reverse, or refers to an exhibit that was left out.

    Examples
    --------
    >>> notebooks, exhibits = study_notebooks()
    >>> list(notebooks)[0], exhibits[0].kind, exhibits[0].number
    ('10_corpus', 'Table', 1)
    """
    paths = sorted((folder or notebook_folder()).glob("*.ipynb"))
    notebooks = {path.stem: without_this_study(read_notebook(path)) for path in paths}
    return notebooks, number_exhibits(notebooks)


def without_this_study(notebook: "NotebookNode") -> "NotebookNode":
    """A copy without the cells that are tagged, and without what the others put out.

    Examples
    --------
    >>> from nbformat import v4
    >>> cells = [v4.new_markdown_cell("Five articles.", metadata={"tags": ["this-study"]}),
    ...          v4.new_code_cell("1 + 1", execution_count=4)]
    >>> [(cell.source, cell.execution_count) for cell
    ...  in without_this_study(v4.new_notebook(cells=cells)).cells]
    [('1 + 1', None)]
    """
    result = deepcopy(notebook)
    result.cells = [
        cell for cell in result.cells if THIS_STUDY not in cell.metadata.get("tags", [])
    ]
    for cell in result.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return result
