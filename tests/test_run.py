"""run.py: the set-up that needs nothing but Python."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

RUN = Path(__file__).parents[1] / "run.py"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """run.py as a module, set up to work in an empty folder; commands are noted, not run."""
    spec = importlib.util.spec_from_file_location("run", RUN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(module, "STAMP", str(tmp_path / ".venv" / "installed.txt"))
    module.commands = []  # type: ignore[attr-defined]

    def noted(command: list[str]) -> int:
        module.commands.append(command)
        if "venv" in command:
            python = Path(module.venv_python())
            python.parent.mkdir(parents=True)
            python.touch()
        return 0

    monkeypatch.setattr(module, "run", noted)
    return module


def test_the_standard_library_is_enough() -> None:
    code = f"import sys; sys.argv = ['run.py', '--help']; exec(open({str(RUN)!r}).read())"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"__file__ = {str(RUN)!r}; {code}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "python3 run.py report" in done.stdout


def test_the_first_run_installs_with_hashes_and_the_second_skips(run: ModuleType) -> None:
    assert run.main(["report"]) == 0
    (install,) = [command for command in run.commands if "--require-hashes" in command]
    assert "install" in install
    assert run.commands[-1][1:] == ["-m", "analysis", "report"]
    run.commands.clear()
    assert run.main(["test", "-x"]) == 0
    assert [command[1:] for command in run.commands] == [[*run.JOBS["test"], "-x"]]


def test_a_run_that_was_stopped_half_way_is_repaired(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    noted = run.run
    monkeypatch.setattr(run, "run", lambda command: noted(command) or int("install" in command))
    assert run.main(["report"]) == 2
    assert "Run the same command again" in capsys.readouterr().err
    leftover = Path(run.VENV) / "half-a-package"
    leftover.touch()
    monkeypatch.setattr(run, "run", noted)
    assert run.main(["report"]) == 0
    assert not leftover.exists()


def test_a_changed_lock_is_installed_anew(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run.main(["report"]) == 0
    lock = tmp_path / "requirements.lock"
    lock.write_text(Path(run.LOCK).read_text() + "\n# changed\n")
    monkeypatch.setattr(run, "LOCK", str(lock))
    run.commands.clear()
    assert run.main(["report"]) == 0
    assert any("--require-hashes" in command for command in run.commands)


def test_an_old_python_is_told_what_is_needed(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2))
    assert run.main(["report"]) == 2
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


def test_a_python_without_venv_names_the_package_in_one_line(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert run.main(["report"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"sudo apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv" in line


def test_an_unknown_command_names_those_there_are(
    run: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main(["reprot"]) == 2
    assert "no command 'reprot'; there are: report, test, lab" in capsys.readouterr().err


def test_the_text_is_readable_to_an_old_python() -> None:
    ast.parse(RUN.read_text(encoding="utf-8"), feature_version=(3, 6))
