"""What is compiled is kept under the state of all compiled sources, so that none goes stale."""

import os
import subprocess
import sys
from pathlib import Path

import numba
import pytest

from analysis.text import compiling


def doubled(n: int) -> int:
    return 2 * n


def test_code_is_kept_in_a_folder_for_these_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    stale = tmp_path / "compiled-of-older-sources"
    stale.mkdir()
    monkeypatch.setattr(compiling, "_sources", lambda: "first")
    assert compiling.compiled(doubled)(21) == 42
    assert not stale.exists()
    assert list((tmp_path / "compiled-first").rglob("*.nbc"))
    assert getattr(numba.config, "CACHE_DIR") == str(tmp_path)  # noqa: B009
    monkeypatch.setattr(compiling, "_sources", lambda: "second")
    assert compiling.compiled(doubled)(21) == 42
    assert [path.name for path in tmp_path.iterdir()] == ["compiled-second"]


def test_the_name_depends_on_every_compiled_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text").mkdir()
    kernel = tmp_path / "text" / "kernel.py"
    kernel.write_text("n = 1")
    own = tmp_path / "compiling.py"
    own.write_text("")
    monkeypatch.setattr(compiling, "_PACKAGE", tmp_path)
    monkeypatch.setattr(compiling, "__file__", str(own))
    compiling._sources.cache_clear()
    first = compiling._sources()
    kernel.write_text("n = 2")
    compiling._sources.cache_clear()
    assert compiling._sources() != first
    compiling._sources.cache_clear()


def test_code_that_is_kept_is_loaded_without_setting_up_the_compiler(tmp_path: Path) -> None:
    (tmp_path / "squares.py").write_text(
        "import sys\nimport numpy as np\nfrom analysis.text.compiling import compiled\n"
        "@compiled\ndef squares(n):\n"
        "    found = np.empty(n, dtype=np.int64)\n"
        "    for at in range(n):\n        found[at] = at * at\n    return found\n"
        "print(squares(4), 'numba.np.linalg' in sys.modules)\n"
    )

    def printed() -> str:
        run = subprocess.run(
            [sys.executable, "squares.py"], cwd=tmp_path, capture_output=True, text=True,
            check=True, env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "kept")},
        )  # fmt: skip
        return run.stdout.strip()

    assert [printed(), printed()] == ["[0 1 4 9] True", "[0 1 4 9] False"]
