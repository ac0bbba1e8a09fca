"""What nbval lets through: a stripped notebook, logic hidden in cells, an error kept as output."""

import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
MOST_LINES = 12


def test_the_four_chapters_are_there() -> None:
    names = [path.stem for path in NOTEBOOKS if path.parent.name == "notebooks"]
    assert names[:4] == ["10_corpus", "20_topics", "30_comparison", "40_framing"]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    found: nbformat.NotebookNode = nbformat.read(request.param, as_version=4)
    return found


def code(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_the_notebook_is_valid(notebook: nbformat.NotebookNode) -> None:
    nbformat.validate(notebook)


def test_it_was_run_from_top_to_bottom(notebook: nbformat.NotebookNode) -> None:
    counts = [cell.execution_count for cell in code(notebook)]
    assert counts == list(range(1, len(counts) + 1))


def test_no_output_is_an_error_or_a_warning(notebook: nbformat.NotebookNode) -> None:
    for cell in code(notebook):
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", output.get("text")
            assert "UsageError" not in str(output), cell.source


def test_nothing_is_defined_in_a_cell(notebook: nbformat.NotebookNode) -> None:
    for cell in code(notebook):
        assert not re.search(
            r"^\s*(async def|def|class)\s|\blambda\b", cell.source, re.MULTILINE
        ), cell.source


def test_cells_are_short(notebook: nbformat.NotebookNode) -> None:
    for cell in code(notebook):
        assert len(cell.source.splitlines()) <= MOST_LINES, cell.source


def test_prose_comes_first(notebook: nbformat.NotebookNode) -> None:
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.cells[0].source.startswith("# ")


def test_figures_are_svg_with_a_written_alternative(notebook: nbformat.NotebookNode) -> None:
    for cell in code(notebook):
        for output in cell.outputs:
            data = output.get("data", {})
            assert not {"image/png", "image/jpeg"} & set(data), cell.source
            if "image/svg+xml" in data:
                assert len(output.metadata["image/svg+xml"]["alt"]) > 40, cell.source


def test_no_path_of_a_machine_is_in_it(notebook: nbformat.NotebookNode) -> None:
    for cell in notebook.cells:
        assert not re.search(r"/(home|Users|root|tmp|work)/|[A-Z]:\\\\", str(cell)), cell.source


def test_one_article_is_never_called_coverage(notebook: nbformat.NotebookNode) -> None:
    for cell in notebook.cells:
        assert not re.search(r"2016 (news )?coverage", cell.source), cell.source
