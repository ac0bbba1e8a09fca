"""The command line: help with examples, one line for a mistake, status 0 or 2."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.cli import main

ROOT = Path(__file__).parents[1]


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["analysis", *arguments])
    try:
        return main()
    except SystemExit as end:
        return int(end.code or 0)


def test_help_lists_the_commands_and_each_shows_an_example(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--help") == 0
    shown = capsys.readouterr().out
    for command in ("report", "process", "notebooks"):
        assert command in shown
        assert run(monkeypatch, command, "--help") == 0
        assert "Example:" in capsys.readouterr().out


def test_a_mistake_is_one_line_and_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "report", str(tmp_path)) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("analysis: ")
    assert line.endswith("holds no study.toml; name the folder of a study")


def test_an_unknown_command_is_status_2(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "reprot") == 2


def test_the_check_of_the_stored_tables_passes_and_can_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "process", "--check", str(ROOT)) == 0
    for name in ("study.toml", "actors.yml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    with (tmp_path / "data" / "datapackage.json").open("a") as file:
        file.write(" ")
    capsys.readouterr()
    assert run(monkeypatch, "process", "--check", str(tmp_path)) == 2
    assert "datapackage.json: does not describe the tables" in capsys.readouterr().err
    assert run(monkeypatch, "process", str(tmp_path)) == 0
    assert run(monkeypatch, "process", "--check", str(tmp_path)) == 0


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "report", "no-such-folder"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert (
        done.stderr == "analysis: no-such-folder: holds no study.toml; name the folder of a study\n"
    )
