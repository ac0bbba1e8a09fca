"""The labs: solutions pass their checks, the student edition fails them, nbgrader takes both."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from analysis.errors import InputError
from analysis.report.execution import read_notebook
from analysis.report.notebooks import labs_of
from analysis.study import open_study
from analysis.teaching.editions import BEGIN, student_edition, write_labs

ROOT = Path(__file__).parents[2]
STUDY = open_study(ROOT)
LABS = labs_of(STUDY)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both editions of every lab."""
    folder = tmp_path_factory.mktemp("labs") / "course"
    write_labs(STUDY, folder)
    return folder


def checks(notebook: nbformat.NotebookNode) -> dict[str, bool]:
    """Name of each check -> whether it was passed."""
    return {
        cell.id: not any(output.output_type == "error" for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    }


def run(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """Run a notebook to its end, whatever fails on the way."""
    resources = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        notebook, kernel_name="python3", allow_errors=True, timeout=120, resources=resources
    )
    ran: nbformat.NotebookNode = client.execute()
    return ran


def test_there_are_four_and_each_has_checks() -> None:
    assert [path.stem[:1] for path in LABS] == ["1", "2", "3", "4"]
    for path in LABS:
        notebook = read_notebook(path)
        assert len(checks(notebook)) >= 4
        assert all(checks(notebook).values())
        assert "**Aims.**" in notebook.cells[0].source
        assert "**Time.**" in notebook.cells[0].source


@pytest.mark.parametrize("name", [path.stem for path in LABS])
def test_the_student_edition_fails_its_checks_until_the_solutions_are_put_in(
    name: str, course: Path
) -> None:
    folder = course / "student" / name
    handed_out = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    assert BEGIN not in str(handed_out)
    before = run(handed_out, folder)
    assert not any(checks(before).values())
    shown = [
        output.get("ename")
        for cell in before.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
        for output in cell.outputs
    ]
    assert set(shown) <= {"Wrong", "NameError"}
    assert shown[0] == "Wrong"
    solved = {
        cell.id: cell.source for cell in read_notebook(ROOT / f"notebooks/labs/{name}.ipynb").cells
    }
    for cell in before.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = solved[cell.id]
    assert all(checks(run(before, folder)).values())


def test_a_mark_without_its_pair_is_an_error() -> None:
    cell = nbformat.v4.new_code_cell(f"{BEGIN}\nn = 2")
    with pytest.raises(InputError, match="without an end"):
        student_edition(nbformat.v4.new_notebook(cells=[cell]), "lab")
    cell.source = "### END SOLUTION"
    with pytest.raises(InputError, match="in the wrong place"):
        student_edition(nbformat.v4.new_notebook(cells=[cell]), "lab")


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(InputError, match="is there already and not empty"):
        write_labs(STUDY, tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "kept"
    with pytest.raises(InputError, match="lies within the study"):
        write_labs(STUDY, ROOT / "notebooks" / "course")


def test_nbgrader_releases_the_same_student_edition_and_grades_a_solved_one(course: Path) -> None:
    pytest.importorskip("nbgrader")
    name = LABS[1].stem
    ours = nbformat.read(course / "student" / name / f"{name}.ipynb", as_version=4)

    # nbgrader calls a program of a package it needs, by its name alone.
    beside = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}

    def nbgrader(*arguments: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments], cwd=course, check=True,
            capture_output=True, timeout=180, env=os.environ | beside,
        )  # fmt: skip

    nbgrader("generate_assignment", name, "--force", "--create")
    theirs = nbformat.read(course / "student" / name / f"{name}.ipynb", as_version=4)
    assert [cell.source for cell in theirs.cells] == [cell.source for cell in ours.cells]
    handed_in = course / "submitted" / "ada" / name
    handed_in.mkdir(parents=True)
    nbformat.write(read_notebook(LABS[1]), handed_in / f"{name}.ipynb")
    nbgrader("autograde", name, "--create")
    graded = nbformat.read(course / "autograded" / "ada" / name / f"{name}.ipynb", as_version=4)
    assert all(checks(graded).values())
