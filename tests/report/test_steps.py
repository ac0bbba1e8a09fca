"""Steps: not repeated while nothing has changed, repeated when anything has, whole when killed."""

import json
import os
import platform
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from analysis.errors import InputError
from analysis.fingerprints import (
    Fingerprints,
    code_fingerprint,
    hash_of,
    packages_fingerprint,
)
from analysis.report.steps import Steps


class Run:
    """A run of one step that adds up the numbers of a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source, self.sum = folder / "numbers.txt", folder / "out" / "sum.txt"
        self.source.write_text("1 2 3")
        self.said: list[str] = []

    def go(self, *, fresh: bool = False, **inputs: str) -> bool:
        steps = Steps(self.folder / "steps", total=1, fresh=fresh, say=self.said.append)
        given = {"numbers": steps.known.of_file(self.source), **inputs}
        return steps.run("sum", given, [self.sum], self.work, news="adding up")

    def work(self) -> None:
        self.sum.parent.mkdir(exist_ok=True)
        self.sum.write_text(str(sum(map(int, self.source.read_text().split()))))


@pytest.fixture
def one(tmp_path: Path) -> Run:
    return Run(tmp_path)


def test_a_finished_step_is_not_repeated(one: Run) -> None:
    assert one.go()
    assert not one.go()
    assert one.said == ["adding up", "unchanged: sum"]
    assert one.sum.read_text() == "6"


def test_how_far_a_step_has_come_is_shown_beside_the_steps(tmp_path: Path) -> None:
    shown: list[tuple[int, int, str]] = []
    steps = Steps(
        tmp_path, total=2, say=lambda line: None, progress=lambda *at: shown.append(at)
    )  # fmt: skip

    def work(out: Path) -> None:
        steps.at("half")
        out.write_text("1")

    for name in ("first", "second"):
        out = tmp_path / f"{name}.txt"
        steps.run(name, {}, [out], partial(work, out), news="")
    assert shown == [
        (0, 2, "first"), (0, 2, "first: half"), (1, 2, "second"), (1, 2, "second: half")
    ]  # fmt: skip


@pytest.mark.parametrize("what", ["input", "setting", "output", "lost output", "fresh", "record",
                                  "no record", "odd record"])  # fmt: skip
def test_whatever_has_changed_makes_it_run_again(one: Run, what: str) -> None:
    record = one.folder / "steps" / "sum.json"
    one.go(code="a")
    setting, fresh = "a", False
    if what == "input":
        one.source.write_text("1 2 4")
    elif what == "setting":
        setting = "b"
    elif what == "output":
        one.sum.write_text("7")
    elif what == "lost output":
        one.sum.unlink()
    elif what == "fresh":
        fresh = True
    elif what == "record":
        record.write_text(record.read_text()[:-20])
    elif what == "no record":
        record.unlink()
    else:
        record.write_text("[1, 2]")
    assert one.go(code=setting, fresh=fresh)
    assert one.sum.read_text() == ("7" if what == "input" else "6")
    assert not one.go(code=setting)


def test_a_change_of_the_same_length_and_time_is_seen(one: Run) -> None:
    one.go()
    state = one.source.stat()
    one.source.write_text("3 2 2")
    os.utime(one.source, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert one.go()
    assert one.sum.read_text() == "7"


def test_a_step_that_fails_is_not_done(one: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    one.go()
    one.source.write_text("one two")
    with pytest.raises(ValueError, match="invalid literal"):
        one.go()
    one.source.write_text("1 2 3")
    assert one.go(), "the record of the run before the failure still counted"
    monkeypatch.setattr(one, "work", lambda: one.sum.unlink())
    with pytest.raises(InputError, match="sum: did not make what it should"):
        one.go(fresh=True)


def test_records_of_steps_that_are_gone_go_too(tmp_path: Path) -> None:
    folder = tmp_path / "steps"
    for names in (("a", "b"), ("b",)):
        steps = Steps(folder, total=2, say=lambda text: None)
        for name in names:
            made = folder / f"{name}.txt"
            steps.run(name, {}, [made], partial(made.write_text, "x"), news="")
        steps.tidy([folder / f"{name}.txt" for name in names])
    assert sorted(path.name for path in folder.iterdir()) == ["b.json", "b.txt"]
    with pytest.raises(ValueError, match="two steps are called b"):
        steps.run("b", {}, [], lambda: None, news="")


def test_progress_counts_the_steps(tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    steps = Steps(
        tmp_path, total=2, say=lambda text: None, progress=lambda *step: seen.append(step)
    )
    steps.run("a", {}, [], lambda: None, news="")
    steps.run("b", {}, [], lambda: None, news="")
    assert seen == [(0, 2, "a"), (1, 2, "b")]


def test_the_hash_of_a_tree_follows_names_contents_and_links(tmp_path: Path) -> None:
    tree = tmp_path / "study"
    (tree / "data" / "raw").mkdir(parents=True)
    (tree / "data" / "raw" / "a.txt").write_text("a")
    (tree / "build").mkdir()

    def now() -> str:
        return Fingerprints().of_tree(tree, without=[tree / "build"])

    seen = [now()]
    (tree / "build" / "x").write_text("x")
    (tree / ".git").mkdir()
    (tree / ".git" / "x").write_text("x")
    (tree / "data" / "__pycache__").mkdir()
    (tree / "data" / "__pycache__" / "x.pyc").write_text("x")
    assert now() == seen[0], "what is no input counted"
    (tree / "data" / "raw" / "b.txt").write_text("")
    seen.append(now())
    (tree / "data" / "raw" / "b.txt").rename(tree / "data" / "b.txt")
    seen.append(now())
    (tree / "data" / "raw" / "a.txt").write_text("A")
    seen.append(now())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "c.txt").write_text("c")
    (tree / "link").symlink_to(elsewhere)
    (tree / "back").symlink_to(tree)
    (tree / "nowhere").symlink_to(tmp_path / "gone")
    seen.append(now())
    (elsewhere / "c.txt").write_text("C")
    seen.append(now())
    assert len(set(seen)) == len(seen)
    assert Fingerprints().of_tree(tmp_path / "gone") == "absent"


def test_code_and_packages_have_fingerprints(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Fingerprints()
    assert code_fingerprint(known) == code_fingerprint(Fingerprints())
    before = packages_fingerprint()
    assert before == packages_fingerprint()
    with monkeypatch.context() as patch:
        patch.setattr(platform, "machine", lambda: "abacus")
        packages_fingerprint.cache_clear()
        assert packages_fingerprint() != before
    packages_fingerprint.cache_clear()
    assert hash_of("ä") != hash_of("a")


_SCRIPT = """
import sys, time
from pathlib import Path
from analysis.files import replaced_folder, write_file
from analysis.report.steps import Steps

root = Path(sys.argv[1])
steps = Steps(root / "steps", total=6, say=lambda text: print(text, flush=True))
made = []
for number in range(5):
    out = root / "steps" / f"{number}.txt"
    made.append(out)
    before = made[number - 1] if number else root / "source.txt"

    def work(before=before, out=out):
        time.sleep(0.02)
        write_file(out, before.read_text() * 2)

    inputs = {"before": steps.known.of_file(before)}
    steps.run(str(number), inputs, [out], work, news=f"doing {number}")

def gather():
    with replaced_folder(root / "report") as folder:
        for path in made:
            (folder / path.name).write_text(path.read_text())
            time.sleep(0.01)

inputs = {path.name: steps.known.of_file(path) for path in made}
steps.run("report", inputs, [root / "report"], gather, news="gathering")
steps.tidy(made)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on this system")
def test_killed_at_any_moment_the_old_is_whole_and_the_next_run_goes_on(tmp_path: Path) -> None:
    """Killed twelve times, at moments that a seed draws, while the source changes in between."""
    command = [sys.executable, "-c", _SCRIPT, str(tmp_path)]
    dice = random.Random(5)

    def report() -> dict[str, str] | None:
        folder = tmp_path / "report"
        if not folder.exists():
            folder = tmp_path / ".report.old"
        return {path.name: path.read_text() for path in folder.iterdir()}

    def expected(text: str) -> dict[str, str]:
        return {f"{number}.txt": text * 2 ** (number + 1) for number in range(5)}

    (tmp_path / "source.txt").write_text("0")
    subprocess.run(command, check=True, capture_output=True)
    whole = [expected("0")]
    done_before_kill = 0
    for round_number in range(1, 4):
        text = str(round_number)
        (tmp_path / "source.txt").write_text(text)
        whole.append(expected(text))
        for _ in range(4):
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                assert process.stdout
                first = process.stdout.readline()
                time.sleep(dice.random() * 0.16)
                process.kill()
                said = first + process.stdout.read()
            done_before_kill += "unchanged: 0" in said
            assert report() in whole, "what stood there was not whole"
        finished = subprocess.run(command, check=True, capture_output=True, text=True)
        assert finished.stdout
        assert report() == expected(text)
        again = subprocess.run(command, check=True, capture_output=True, text=True)
        assert again.stdout.split("\n")[:-1] == [
            *(f"unchanged: {number}" for number in range(5)), "unchanged: report"
        ]  # fmt: skip
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "report", "source.txt", "steps"
        ]  # fmt: skip
    assert done_before_kill, "no run was ever continued: the test kills too early"
    records = json.loads((tmp_path / "steps" / "report.json").read_text())
    assert set(records) == {"inputs", "outputs"}
