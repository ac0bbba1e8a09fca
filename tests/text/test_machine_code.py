"""Kernels as machine code: what they can be handed, and how their code is kept."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.text import kept_code, machine_code
from analysis.text.compiling import compiled
from analysis.text.machine_code import Kernel, Kernels

kernels = Kernels(__name__)


@compiled
def lay_out(table, weights, flags, pair, factor, whole, yes, to):  # type: ignore[no-untyped-def]
    for row in range(table.shape[0]):
        for column in range(table.shape[1]):
            to[row, column] = table[row, column] * factor + weights[column]
        flags[row] = not yes
    return whole + np.int64(pair[0]) + np.int64(pair[1] == np.uint64(2**64 - 1))


@compiled
def make_array(n):  # type: ignore[no-untyped-def]
    return np.zeros(n).sum()


@compiled
def complain(n):  # type: ignore[no-untyped-def]
    if n > 3:
        raise ValueError("too many")


@compiled
def double(numbers):  # type: ignore[no-untyped-def]
    for at in range(numbers.shape[0]):
        numbers[at] *= 2


def test_arrays_numbers_and_tuples() -> None:
    table = np.arange(6, dtype=np.int32).reshape(2, 3)
    weights, flags = np.array([0.5, 0.25, 0.0], dtype=np.float32), np.ones(2, dtype=np.bool_)
    to = np.zeros((2, 3))
    pair = np.uint64(7), np.uint64(2**64 - 1)
    given = kernels.lay_out(table, weights, flags, pair, np.float32(1.5), -3, True, to)
    assert given == -3 + 7 + 1
    assert to.tolist() == (table * 1.5 + weights).tolist()
    assert flags.tolist() == [False, False]


@pytest.mark.parametrize("kind", ["u1", "i4", "i8", "f8"])
def test_types_choose_the_code(kind: str) -> None:
    numbers = np.array([1, 2, 3], dtype=kind)
    assert kernels.double(numbers) == 0
    assert numbers.tolist() == [2, 4, 6]


@pytest.mark.parametrize("array", [np.arange(6)[::2], np.arange(6, dtype=">i8")])
def test_an_array_that_lies_otherwise_than_the_code_reads_is_refused(array: Any) -> None:
    with pytest.raises(ValueError, match="not contiguous, or in foreign byte order"):
        kernels.double(array)


@pytest.mark.parametrize(("name", "needed"), [("make_array", "NRT_"), ("complain", "numba_")])
def test_a_kernel_that_would_need_numba_when_it_runs_is_refused(name: str, needed: str) -> None:
    with pytest.raises(TypeError, match=f"{name} needs .*{needed}"):
        Kernel(__name__, name)(4)


def test_threads_that_come_together_load_the_code_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []
    load = machine_code._loaded

    def slowly(*what: str) -> Any:
        loaded.append(what)
        time.sleep(0.2)
        return load(*what)

    monkeypatch.setattr(machine_code, "_loaded", slowly)
    kernel = Kernel(__name__, "double")
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(kernel, [np.ones(3) for _ in range(8)])) == [0] * 8
    assert len(loaded) == 1


@pytest.mark.parametrize(("switch", "runs"), [(None, True), ("0", True), ("1", False)])
def test_the_switch_of_numba_is_heeded(
    switch: str | None, runs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
    if switch is not None:
        monkeypatch.setenv("NUMBA_DISABLE_JIT", switch)
    assert machine_code.runs_here() is runs


PROGRAM = """
import sys
import numpy as np
from analysis.text.machine_code import Kernels
numbers = np.arange(4)
Kernels("squares").square(numbers)
print(numbers, "numba" in sys.modules)
"""


def test_a_second_process_needs_no_compiler(tmp_path: Path) -> None:
    (tmp_path / "squares.py").write_text(
        "from analysis.text.compiling import compiled\n"
        "@compiled\ndef square(numbers):\n"
        "    for at in range(numbers.shape[0]):\n        numbers[at] *= numbers[at]\n"
    )
    (tmp_path / "program.py").write_text(PROGRAM)
    kept = tmp_path / "kept"

    def printed() -> str:
        run = subprocess.run(
            [sys.executable, "program.py"], cwd=tmp_path, capture_output=True, text=True,
            check=True, env={**os.environ, "NUMBA_CACHE_DIR": str(kept)},
        )  # fmt: skip
        return run.stdout.strip()

    assert [printed(), printed()] == ["[0 1 4 9] True", "[0 1 4 9] False"]
    (file,) = kept.glob("compiled-*/square_*")
    file.write_bytes(file.read_bytes()[:-1])
    assert [printed(), printed()] == ["[0 1 4 9] True", "[0 1 4 9] False"]


def test_code_of_older_sources_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(kept_code, "_sources", lambda: "first")
    kept_code.write("one", b"code")
    kept_code.write("two", b"more")
    assert [kept_code.read("one"), kept_code.read("two")] == [b"code", b"more"]
    assert kept_code.read("three") is None
    kept_code.write("sum_1f", b"code")
    assert kept_code.holds("sum")
    assert not kept_code.holds("su")
    monkeypatch.setattr(kept_code, "_sources", lambda: "second")
    assert kept_code.read("one") is None
    kept_code.write("one", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["compiled-second"]


def test_the_next_folder_serves_where_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    bases = [blocked, tmp_path / "other"]
    monkeypatch.setattr(kept_code, "_bases", lambda: bases)
    kept_code.write("one", b"code")
    assert kept_code.read("one") == b"code"
    bases.pop()
    kept_code.write("one", b"code")
    assert kept_code.read("one") is None


def test_a_full_disk_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))

    def full(self: Path, content: Any) -> None:
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    kept_code.write("one", b"code")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_name_depends_on_every_compiled_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text").mkdir()
    for name in ("kernel", "compiling", "machine_code"):
        (tmp_path / "text" / f"{name}.py").write_text("n = 1")
    monkeypatch.setattr(kept_code, "_PACKAGE", tmp_path)
    names = set()
    for name in ("kernel", "compiling", "machine_code"):
        (tmp_path / "text" / f"{name}.py").write_text("n = 2")
        kept_code._sources.cache_clear()
        names.add(kept_code._sources())
    kept_code._sources.cache_clear()
    assert len(names) == 3
