"""Notebooks in, executed notebooks out: the same bytes whoever runs them, on whatever machine.

A notebook runs from top to bottom in a fresh kernel of this very Python, in the study's folder.
What depends on the moment or the machine (times, versions, paths, addresses) is left out.
"""

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import InputError

if TYPE_CHECKING:
    from nbformat import NotebookNode

# One thread each, so that sums are added in the same order; the hash seed, so that the order of a
# set is the same; no colour codes in captured text.
_ENVIRONMENT = {
    "MPLBACKEND": "agg",
    "NO_COLOR": "1",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONNOUSERSITE": "1",
    "PYTHONUTF8": "1",
    "TZ": "UTC",
}
# What would let the surroundings into a result: another Python's modules, filters that silence
# warnings, switches that show colour.
_UNSET = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONWARNINGS", "FORCE_COLOR")

_KERNEL_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}
_MOMENTARY_CELL_METADATA = ("ExecuteTime", "collapsed", "execution", "scrolled")

_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]{4,16}\b")
_CELL_FILE = re.compile(r"[^\s\"']{0,400}ipykernel_[0-9]{1,10}[/\\][0-9]{1,20}\.py")


def execute_notebook(
    path: Path,
    *,
    root: Path,
    environment: Mapping[str, str] | None = None,
    timeout: int | None = 600,
    progress: Callable[[int, int], None] | None = None,
) -> "NotebookNode":
    """Run a notebook from a file and return it with its outputs; the file is not touched.

    Parameters
    ----------
    path
        The notebook.
    root
        Folder that the notebook runs in: the study's.
    environment
        Environment variables to set besides, or instead of, the fixed ones (one thread for each
        numerical library, hash seed 0, Matplotlib without a display).
    timeout
        Seconds that one cell may take; None for no limit.
    progress
        Called before each cell of code with its number, from 1, and the number of all; not
        for empty ones.

    Returns
    -------
    NotebookNode
        Cells with execution counts from 1, no times, no versions; the identifiers of cells are
        those of the file. Memory addresses, and paths into the study or the installation, are
        written in a form that is the same everywhere. All that a cell wrote to one stream stands
        together, where it first wrote to it.

    Raises
    ------
    InputError
        If the file is no notebook, or a cell fails or takes too long; names notebook and cell.
    """
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    path, root = Path(path), Path(root).resolve()
    notebook = read_notebook(path)
    with tempfile.TemporaryDirectory(prefix="analysis-", ignore_cleanup_errors=True) as scratch:
        client = NotebookClient(
            notebook,
            km=AsyncKernelManager(kernel_name="python3", kernel_spec_manager=_this_interpreter()),
            timeout=timeout,
            record_timing=False,
            resources={"metadata": {"path": str(root)}},
            # The user's own start-up files, settings and history are left out of it.
            extra_arguments=["--HistoryManager.enabled=False", "--log-level=CRITICAL"],
        )
        client.owns_km = True
        if progress:
            client.on_cell_execute = _numbered_cells(notebook, progress)
        try:
            _execute(client, _kernel_environment(scratch, environment or {}))
        except CellExecutionError as error:
            where, line = _failed_cell(notebook, error)
            raise InputError(
                _shown(path, root), f"{where} fails: {_plain(line, root)}",
                "open the notebook, run it to there and mend the cell or what it reads",
            ) from error  # fmt: skip
        except CellTimeoutError as error:
            raise InputError(
                _shown(path, root), f"{_last_run(notebook)} took longer than {timeout} s",
                "make it do less, or allow more time",
            ) from error  # fmt: skip
        except DeadKernelError as error:
            raise InputError(
                _shown(path, root), f"its kernel died in {_last_run(notebook)}",
                "look for a lack of memory, or a library that crashes",
            ) from error  # fmt: skip
    return _normalised(notebook, root)


def read_notebook(path: Path) -> "NotebookNode":
    """A notebook from a file, with an identifier for every cell (``cell-1``, … where it has none).

    Raises
    ------
    InputError
        If the file cannot be read or is no valid notebook.
    """
    import nbformat

    try:
        content = json.loads(Path(path).read_text(encoding="utf-8-sig"))
        major = content["nbformat"]
        if major == 4:
            taken: set[str] = set()
            for number, cell in enumerate(content["cells"], start=1):
                if not cell.get("id") or cell["id"] in taken:
                    cell["id"] = f"cell-{number}"
                taken.add(cell["id"])
            content["nbformat_minor"] = max(5, content.get("nbformat_minor", 5))
        notebook: NotebookNode = nbformat.reads(json.dumps(content), as_version=4)
        nbformat.validate(notebook)
    except FileNotFoundError as error:
        raise InputError(path, "is not there", "give the path of a notebook (.ipynb)") from error
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        nbformat.ValidationError,
    ) as error:
        trouble = str(error).strip().splitlines() or [type(error).__name__]
        raise InputError(
            path, f"is no valid notebook ({trouble[0]})", "save it from JupyterLab again"
        ) from error  # fmt: skip
    return notebook


def write_notebook(notebook: "NotebookNode", path: Path) -> None:
    """Write a notebook in one stroke: sorted keys, indented by 1, one line break at its end."""
    import nbformat

    path = Path(path)
    text = nbformat.writes(notebook, version=4).rstrip("\n") + "\n"
    handle, part = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        # mkstemp makes a file for its owner alone; give it the rights of an ordinary new file.
        mask = os.umask(0)
        os.umask(mask)
        Path(part).chmod(0o666 & ~mask)
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def drop_cells(notebook: "NotebookNode", tag: str, notice: str) -> "NotebookNode":
    """A copy in which each cell with the tag gives way to a Markdown cell that says so.

    For a report made without the articles' texts: cells that quote them are tagged, and are left
    out with a notice in their place. Neighbouring ones share a notice.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> quoting = new_code_cell("show(quotes)", metadata={"tags": ["quotes-text"]})
    >>> notebook = new_notebook(cells=[quoting, new_code_cell("1")])
    >>> left = drop_cells(notebook, "quotes-text", "*Left out: it quotes the texts.*")
    >>> [(cell.cell_type, cell.source) for cell in left.cells]
    [('markdown', '*Left out: it quotes the texts.*'), ('code', '1')]
    """
    from copy import deepcopy

    from nbformat.v4 import new_markdown_cell

    result = deepcopy(notebook)
    cells: list[Any] = []
    dropped_before = False
    for cell in result.cells:
        dropped = tag in cell.metadata.get("tags", [])
        if not dropped:
            cells.append(cell)
        elif not dropped_before or cell.id.startswith(("tab-", "fig-")):
            # The prose refers to exhibits by their names, also to those that are left out.
            cells.append(new_markdown_cell("" if dropped_before else notice, id=cell.id))
        dropped_before = dropped
    result.cells = cells
    return result


def _this_interpreter() -> Any:
    """Kernel specifications of which there is one: this interpreter, whatever else is installed."""
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

    class OneKernel(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> Any:
            command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
            return KernelSpec(argv=command, display_name="Python 3", language="python")

    return OneKernel()


def _execute(client: Any, environment: Mapping[str, str]) -> None:
    """Run the notebook of a client; an interrupt is one, whatever the client makes of it."""
    try:
        client.execute(env=environment)
    except Exception as error:
        # At an interrupt nbclient ends the kernel, and then stumbles over that it has none.
        if getattr(client, "_async_cleanup_kernel_future", None) is not None:
            raise KeyboardInterrupt from error
        raise


def _numbered_cells(notebook: "NotebookNode", progress: Callable[[int, int], None]) -> Any:
    """A hook that is told the place of a cell, and tells its number among those of code."""
    places = [
        place
        for place, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and cell.source.strip()
    ]
    number = {place: at for at, place in enumerate(places, start=1)}

    def begun(cell: Any, cell_index: int) -> None:
        progress(number[cell_index], len(places))

    return begun


def _kernel_environment(scratch: str, extra: Mapping[str, str]) -> dict[str, str]:
    """The kernel's environment: the present one without what would colour a result."""
    from importlib.util import find_spec

    result = {name: value for name, value in os.environ.items() if name not in _UNSET}
    result |= _ENVIRONMENT
    result["IPYTHONDIR"] = scratch
    matplotlib = find_spec("matplotlib")
    if matplotlib and matplotlib.origin:
        # Its own defaults, not the matplotlibrc of whoever runs this.
        result["MATPLOTLIBRC"] = str(Path(matplotlib.origin).parent / "mpl-data" / "matplotlibrc")
    return result | dict(extra)


def _failed_cell(notebook: "NotebookNode", error: Any) -> tuple[str, str]:
    """Which cell failed, and the last line of its error."""
    line = f"{error.ename}: {error.evalue}".strip().splitlines()[0]
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                line = f"{output.ename}: {output.evalue}".strip()
                last = [part for part in line.splitlines() if part.strip()][-1]
                if not last.startswith(output.ename):
                    last = f"{output.ename}: {last.strip()}"
                return _cell_name(cell, number), last
    return "a cell", line


def _last_run(notebook: "NotebookNode") -> str:
    """The code cell that was running: the last one begun."""
    name = "its first cell"
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code" and cell.source.strip():
            name = _cell_name(cell, number)
            if not cell.get("execution_count"):
                break
    return name


def _cell_name(cell: Any, number: int) -> str:
    """A cell's number, counting all cells from 1, with its first line of code."""
    lines = [line.strip() for line in cell.source.splitlines() if line.strip()]
    first = lines[0] if lines else ""
    return f"cell {number} (“{first[:60]}{'…' if len(first) > 60 else ''}”)"


def _shown(path: Path, root: Path) -> str:
    """The notebook's path, from the study's folder where it lies there."""
    resolved = path.resolve()
    return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else str(path)


def _normalised(notebook: "NotebookNode", root: Path) -> "NotebookNode":
    """The notebook without what depends on the moment or the machine."""
    import nbformat

    notebook.metadata = nbformat.from_dict(dict(notebook.metadata) | _KERNEL_METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    count = 0
    for cell in notebook.cells:
        for name in _MOMENTARY_CELL_METADATA:
            cell.metadata.pop(name, None)
        if cell.cell_type != "code":
            continue
        # nbclient skips empty cells; they keep no count, as in JupyterLab.
        count += bool(cell.source.strip())
        cell.execution_count = count if cell.source.strip() else None
        cell.outputs = _merged_streams(cell.outputs)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
            if output.output_type == "stream":
                output.text = _plain(output.text, root)
            elif "text/plain" in output.get("data", {}):
                output.data["text/plain"] = _plain(output.data["text/plain"], root)
    return notebook


def _merged_streams(outputs: list[Any]) -> list[Any]:
    """Outputs with one entry per stream: how a kernel cuts a stream up is a matter of timing."""
    result: list[Any] = []
    streams: dict[str, Any] = {}
    for output in outputs:
        if output.output_type != "stream":
            result.append(output)
        elif output.name in streams:
            streams[output.name].text += output.text
        else:
            streams[output.name] = output
            result.append(output)
    return result


def _plain(text: str, root: Path) -> str:
    """Text in which addresses in memory and machine paths are the same everywhere."""
    text = _ADDRESS.sub(" at 0x…", text)
    text = _CELL_FILE.sub("(cell)", text)
    for folder, shown in ((str(root), ""), (sys.prefix, "(python)"), (str(Path.home()), "~")):
        if len(folder) > 1:
            shown_folder = shown + os.sep if shown else ""
            text = text.replace(folder + os.sep, shown_folder).replace(folder, shown or ".")
    return text
