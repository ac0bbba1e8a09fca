"""The labs as they are handed out: an instructor's and a student's edition.

In: ``notebooks/labs`` of a study, each lab a notebook with its solutions between nbgrader's marks.
Out: a folder that is an nbgrader course: ``instructor/LAB`` and ``student/LAB``, each with the
notebook and the study's files beside it, so that one folder can be handed out as it is.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import InputError
from analysis.files import replaced_folder
from analysis.report.execution import read_notebook, write_notebook
from analysis.report.notebooks import labs_of
from analysis.study import Study

if TYPE_CHECKING:
    from nbformat import NotebookNode

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
CODE_STUB, TEXT_STUB = "# your code here", "*Your answer here.*"

_CONFIG = f'''"""Settings of nbgrader for this folder; its documentation lists the others."""

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "news-coverage"
c.CourseDirectory.source_directory = "instructor"
c.CourseDirectory.release_directory = "student"
c.ClearSolutions.code_stub = {{"python": "{CODE_STUB}"}}
c.ClearSolutions.text_stub = "{TEXT_STUB}"
'''


def write_labs(study: Study, out: Path) -> list[Path]:
    """Write both editions of every lab into a new folder and return their notebooks.

    Parameters
    ----------
    study
        The study that the labs are about; its settings, articles and tables go into each folder.
    out
        The folder. It must not be there yet, or be empty.

    Raises
    ------
    InputError
        If there is no lab, the folder is not empty, or a solution has no end.
    """
    labs = labs_of(study)
    if not labs:
        raise InputError("notebooks/labs", "holds no lab", "name the folder of a study with labs")
    out = Path(out).resolve()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError(out.name, "is there already and not empty", "name a new folder")
    if study.root in out.parents and not out.is_relative_to(study.root / "build"):
        raise InputError(
            out.name, "lies within the study", "name a folder outside it, or one below build"
        )
    if out.exists():
        out.rmdir()
    with replaced_folder(out) as folder:
        (folder / "nbgrader_config.py").write_text(_CONFIG, encoding="utf-8", newline="\n")
        for lab in labs:
            notebook = read_notebook(lab)
            editions = {"instructor": notebook, "student": student_edition(notebook, lab.name)}
            for edition, content in editions.items():
                place = folder / edition / lab.stem
                place.mkdir(parents=True)
                _copy_study(study, place)
                write_notebook(content, place / lab.name)
    return [
        out / edition / lab.stem / lab.name for edition in ("instructor", "student") for lab in labs
    ]


def student_edition(notebook: "NotebookNode", name: str) -> "NotebookNode":
    """A copy without solutions and outputs, with a stub in the place of each solution.

    Raises
    ------
    InputError
        If a solution is opened and not closed, or closed and not opened.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cell = new_code_cell("n = ...\\n### BEGIN SOLUTION\\nn = 2\\n### END SOLUTION")
    >>> print(student_edition(new_notebook(cells=[cell]), "lab").cells[0].source)
    n = ...
    # your code here
    """
    from copy import deepcopy

    edition = deepcopy(notebook)
    for cell in edition.cells:
        stub = CODE_STUB if cell.cell_type == "code" else TEXT_STUB
        cell.source = "\n".join(_without_solution(cell.source.split("\n"), stub, name))
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return edition


def _without_solution(lines: list[str], stub: str, name: str) -> Iterator[str]:
    """The lines of a cell with a stub for each part between the marks."""
    inside = False
    for line in lines:
        mark = line.strip()
        if mark in (BEGIN, END):
            if inside == (mark == BEGIN):
                raise InputError(
                    name, f"has {mark!r} in the wrong place", f"write {BEGIN} … {END} in pairs"
                )
            inside = mark == BEGIN
            if inside:
                yield line[: len(line) - len(line.lstrip())] + stub
        elif not inside:
            yield line
    if inside:
        raise InputError(name, f"has {BEGIN!r} without an end", f"add {END}")


def _copy_study(study: Study, place: Path) -> None:
    """The files that ``open_study`` and the tables need, into the folder of a lab."""
    shutil.copy(study.root / "study.toml", place)
    for path in study.companions:
        if path.exists():
            target = place / path.relative_to(study.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    shutil.copytree(
        study.root / "data", place / "data", dirs_exist_ok=True,
        ignore=shutil.ignore_patterns(".*"),
    )  # fmt: skip
