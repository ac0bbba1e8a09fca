"""What holds for all tests, and the command line run in this process.

Property tests take their time, and the same examples each run.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from analysis.cli import main

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")


@dataclass(frozen=True)
class Ran:
    """Exit status, and what was printed."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with its arguments."""

    def go(*arguments: object) -> Ran:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["analysis", *map(str, arguments)])
        status = main()
        printed = capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    return go


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Six short articles of two sides, as the least that is a table of articles."""
    rows = ["article_id,side,body"]
    for number in range(3):
        rows.append(f'n{number},north,"The talks failed again. Rebels said the talks are over."')
        rows.append(f's{number},south,"The talks went well. Trade grew, trade officials said."')
    path = tmp_path / "tiny.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path
