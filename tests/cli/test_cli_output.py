"""How all commands behave: help with examples that run, terminals, pipes, Ctrl-C."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from analysis.cli import application, output

ROOT = Path(__file__).parents[2]
COMMANDS = (
    "read", "count", "compare", "topics", "concordance", "frames", "quotes", "sheet", "agreement"
)  # fmt: skip


def example_of(command: str) -> str:
    """The first example in a command's help."""
    (found,) = [
        info for info in application.app.registered_commands
        if info.callback is not None and info.callback.__name__ == command
    ]  # fmt: skip
    match = re.match(r"Example: `analysis ([^`]+)`", found.epilog or "")
    assert match, f"{command} has no example"
    return match[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_example_of_each_command_works_when_pasted(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    assert "Example:" in run(command, "--help").out
    monkeypatch.chdir(ROOT)
    words = shlex.split(example_of(command))
    arguments = [str(path) for word in words for path in _expanded(word, tmp_path)]
    done = run(*arguments)
    assert done.status == 0, done.err
    assert done.out or done.err


def _expanded(word: str, folder: Path) -> list[str]:
    """What a shell makes of a word; what is written goes to a folder of the test."""
    if word.startswith("build/"):
        return [str(folder / word)]
    if "*" in word and "/" in word:
        return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(word))
    return [word]


def test_no_arguments_show_the_help(run: Any) -> None:
    done = run()
    assert done.status == 0
    assert all(command in done.out for command in COMMANDS)


def test_unknown_commands_and_options_are_one_line(run: Any) -> None:
    for arguments in (("cuont",), ("count", "--uot", "x.csv"), ("count", "a", "b")):
        done = run(*arguments)
        assert done.status == 2
        assert len(done.err.splitlines()) == 1
        assert "--help` shows what it takes" in done.err


def test_nothing_coloured_goes_into_a_pipe(
    run: Any, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    for command in ("count", "topics", "quotes"):
        done = run(command, tiny)
        assert "\x1b" not in done.out + done.err


def test_a_terminal_gets_a_table_and_no_control_characters(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(
        '{"article_id": "[red]a[/red]", "body": "They \\u001b[2J said talks [bold] begin."}\n',
        encoding="utf-8",
    )
    for terminal in (False, True):
        monkeypatch.setattr(output, "at_terminal", lambda terminal=terminal: terminal)
        done = run("concordance", "said", source)
        assert done.status == 0
        assert "\x1b[2J" not in done.out
        assert "\\x1b[2J" in done.out
        assert "[red]a[/red]" in done.out
    assert "───" in done.out


def test_ctrl_c_is_one_line_and_leaves_what_was_there(
    run: Any, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow.parquet as pq

    out = tmp_path / "counts.parquet"
    assert run("count", tiny, "--out", out).status == 0
    before = out.read_bytes()

    def half(self: Any, table: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pq.ParquetWriter, "write_table", half)
    done = run("count", tiny, "--out", out)
    assert done.status == 130
    assert done.err == "analysis: stopped; what stood there before is as it was\n"
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["counts.parquet", "tiny.csv"]


def test_the_input_is_not_written_over(run: Any, tiny: Path) -> None:
    before = tiny.read_bytes()
    done = run("count", tiny, "--out", tiny)
    assert done.status == 2
    assert "is what is read; give another name to write to" in done.err
    assert tiny.read_bytes() == before


def test_a_folder_that_cannot_be_written_to_is_one_line(
    run: Any, tiny: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run("count", tiny, "--out", tmp_path / "file" / "counts.csv")
    assert done.status == 2
    (line,) = done.err.splitlines()
    assert "cannot be written" in line


def test_a_reader_that_has_seen_enough_ends_it_without_a_word() -> None:
    command = [sys.executable, "-m", "analysis", "count", "--rows", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(timeout=60) == 0
    assert errors == b""


def test_values_complete() -> None:
    from analysis.cli.framing import _codebooks
    from analysis.cli.groups import groupings
    from analysis.cli.reading import _fields

    assert _codebooks("c") == ["conflict"]
    assert groupings("ou") == ["outlet"]
    assert _fields("te") == ["text="]
