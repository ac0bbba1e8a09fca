"""What a report says of its making: hashes, commit, versions, and nothing of the machine."""

import hashlib
import platform
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.report.provenance import gather_facts, repository_state

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_files_with_size_and_hash(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "b.csv").write_bytes(b"x\n")
    (tmp_path / "a.csv").write_bytes(b"")
    facts = gather_facts(tmp_path, [tmp_path / "data" / "b.csv", tmp_path / "a.csv"])
    assert facts["data"] == {
        "a.csv": {"sha256": hashlib.sha256(b"").hexdigest(), "bytes": 0},
        "data/b.csv": {"sha256": hashlib.sha256(b"x\n").hexdigest(), "bytes": 2},
    }
    assert facts["python"] == platform.python_version()
    assert facts["packages"]["pandas"] == pd.__version__
    assert next(iter(facts["packages"])) == "news-coverage-analysis"
    assert "pytest" not in facts["packages"]
    assert str(tmp_path) not in str(facts)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"data/none\.csv: cannot be read"):
        gather_facts(tmp_path, [tmp_path / "data" / "none.csv"])


def test_outside_a_repository_there_is_no_commit(tmp_path: Path) -> None:
    assert repository_state(tmp_path) == (None, False)


@needs_git
def test_commit_and_changes(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "study.toml").write_text("title = 'x'\n")
    git(tmp_path, "add", "study.toml")
    git(tmp_path, "commit", "-q", "-m", "first")
    commit = git(tmp_path, "rev-parse", "HEAD")
    assert repository_state(tmp_path) == (commit, False)
    (tmp_path / "study.toml").write_text("title = 'y'\n")
    assert repository_state(tmp_path) == (commit, True)
    # A study that merely lies inside somebody's repository is not of that commit.
    (tmp_path / "elsewhere").mkdir()
    assert repository_state(tmp_path / "elsewhere") == (None, False)
