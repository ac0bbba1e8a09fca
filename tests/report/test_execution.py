"""Running notebooks: the right interpreter, nothing of the moment, errors that name the cell."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.errors import InputError
from analysis.report.execution import (
    drop_cells,
    execute_notebook,
    read_notebook,
    write_notebook,
)


def save(folder: Path, *sources: str, name: str = "a.ipynb") -> Path:
    cells = [new_code_cell(source, id=f"c{n}") for n, source in enumerate(sources)]
    write_notebook(new_notebook(cells=cells), folder / name)
    return folder / name


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, nbformat.NotebookNode]:
    """One run of a notebook that tries to show where, when and with what it runs."""
    root = tmp_path_factory.mktemp("study")
    path = save(
        root,
        "import os, sys, threading, warnings",
        "sys.prefix == sys.argv[0], os.path.realpath(sys.executable)",
        "",
        "print(os.getcwd()); print('to stderr', file=sys.stderr); print(__file__ if '__file__' in"
        " globals() else sorted(os.environ.get(name, '') for name in"
        " ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'PYTHONHASHSEED', 'MPLBACKEND')))",
        "warnings.warn('mind the gap'); object()",
    )
    before = path.read_bytes()
    begun: list[tuple[int, int]] = []
    notebook = execute_notebook(path, root=root, progress=lambda *at: begun.append(at))
    assert path.read_bytes() == before
    assert begun == [(1, 4), (2, 4), (3, 4), (4, 4)]
    return root, notebook


def test_runs_in_this_interpreter_whatever_kernel_is_registered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = tmp_path / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    specification = {"argv": ["/no/such/python"], "display_name": "other", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(specification))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")
    monkeypatch.setenv("PYTHONHASHSEED", "77")
    path = save(
        tmp_path,
        "import sys, os\n[os.path.samefile(sys.prefix, P), hash('peace')]".replace(
            "P", repr(__import__("sys").prefix)
        ),
    )
    first = execute_notebook(path, root=tmp_path)
    second = execute_notebook(path, root=tmp_path, environment={"LANG": "C"})
    assert first.cells[0].outputs[0].data["text/plain"].startswith("[True, ")
    assert first == second


def test_counts_run_from_one_and_skip_empty_cells(
    ran: tuple[Path, nbformat.NotebookNode],
) -> None:
    cells = ran[1].cells
    assert [cell.execution_count for cell in cells] == [1, 2, None, 3, 4]
    assert [cell.id for cell in cells] == ["c0", "c1", "c2", "c3", "c4"]
    assert cells[4].outputs[-1].execution_count == 4


def test_nothing_of_the_machine_is_left(ran: tuple[Path, nbformat.NotebookNode]) -> None:
    root, notebook = ran
    text = nbformat.writes(notebook)
    assert str(root) not in text
    assert "ipykernel_" not in text
    assert "<object at 0x…>" in text
    assert "(cell):1: UserWarning: mind the gap" in text
    assert "version" not in notebook.metadata.language_info
    assert all("execution" not in cell.metadata for cell in notebook.cells)


def test_environment_is_fixed_and_streams_are_whole(
    ran: tuple[Path, nbformat.NotebookNode],
) -> None:
    outputs = ran[1].cells[3].outputs
    streams = {output.name: output.text for output in outputs}
    assert len(outputs) == 2
    assert streams["stdout"] == ".\n['0', '1', '1', 'agg']\n"
    assert streams["stderr"] == "to stderr\n"


def test_a_failing_cell_is_named(tmp_path: Path) -> None:
    path = save(tmp_path, "1", "raise KeyError('no such outlet')", name="20_topics.ipynb")
    with pytest.raises(
        InputError,
        match=r"20_topics\.ipynb: cell 2 \(“raise .*”\) fails: KeyError: 'no such outlet'",
    ):
        execute_notebook(path, root=tmp_path)


def test_a_slow_cell_is_named(tmp_path: Path) -> None:
    path = save(tmp_path, "1", "import time; time.sleep(60)")
    with pytest.raises(InputError, match=r"cell 2 .* took longer than 1 s"):
        execute_notebook(path, root=tmp_path, timeout=1)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal of one process to another")
def test_an_interrupt_in_a_cell_is_an_interrupt(tmp_path: Path) -> None:
    path = save(tmp_path, "open('begun', 'w').close(); import time; time.sleep(120)")
    code = "import sys; from pathlib import Path; from analysis.report.execution import *; "
    code += "execute_notebook(Path(sys.argv[1]), root=Path(sys.argv[2]))"
    # Python heeds no interrupt that whoever started it had told it to ignore.
    code = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {code}"
    command = [sys.executable, "-c", code, str(path), str(tmp_path)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not (tmp_path / "begun").exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert said.strip().splitlines()[-1] == "KeyboardInterrupt"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"nbformat": 4}', "\x00", '{"cells": 3}'])
def test_what_is_no_notebook_is_said(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(content)
    with pytest.raises(InputError, match="is no valid notebook"):
        read_notebook(path)


def test_a_missing_notebook_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there"):
        read_notebook(tmp_path / "a.ipynb")


def test_cells_without_identifiers_get_their_number(tmp_path: Path) -> None:
    path = save(tmp_path, "1", "2", "3")
    content = json.loads(path.read_text())
    del content["cells"][1]["id"]
    content["cells"][2]["id"] = content["cells"][0]["id"]
    path.write_text(json.dumps(content))
    assert [cell.id for cell in read_notebook(path).cells] == ["c0", "cell-2", "cell-3"]


def test_writing_is_stable_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = save(tmp_path, "print('‘peace’')")
    first = path.read_bytes()
    write_notebook(read_notebook(path), path)
    assert path.read_bytes() == first
    assert first.endswith(b"}\n")
    assert "‘peace’".encode() in first
    assert [file.name for file in tmp_path.iterdir()] == ["a.ipynb"]


def test_neighbouring_dropped_cells_share_a_notice() -> None:
    quoting = {"tags": ["quotes-text"]}
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# A", id="a"),
            new_code_cell("b", id="b", metadata=quoting),
            new_markdown_cell("c", id="c", metadata=quoting),
            new_code_cell("d", id="d"),
            new_code_cell("e", id="e", metadata=quoting),
        ]
    )
    left = drop_cells(notebook, "quotes-text", "*left out*")
    assert [cell.source for cell in left.cells] == ["# A", "*left out*", "d", "*left out*"]
    assert len(notebook.cells) == 5
    nbformat.validate(left)
