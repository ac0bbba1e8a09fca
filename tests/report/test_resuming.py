"""A report that goes on where it stood: what each step reads, and the same bytes as a fresh one."""

import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

import analysis
from analysis.errors import InputError
from analysis.files import only_one, replaced_folder
from analysis.fingerprints import Fingerprints
from analysis.report import building, reads
from analysis.report.building import build_report
from analysis.report.reads import Reads
from analysis.study import Study, open_study

ROOT = Path(__file__).parents[2]
CHAPTER = "import analysis\nstudy = analysis.open_study()\nlen(study.table('articles'))"


def chapter(study: Path, name: str, *code: str) -> Path:
    cells = [nbformat.v4.new_markdown_cell(f"# {name}")]
    cells += [
        nbformat.v4.new_code_cell(source, id=f"c{number}") for number, source in enumerate(code)
    ]
    path = study / "notebooks" / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.fixture
def small(tmp_path: Path) -> Study:
    """The shipped data with two short chapters, and a codebook of its own."""
    root = tmp_path / "study"
    root.mkdir()
    for name in ("study.toml", "actors.yml"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "data", root / "data")
    (root / "notebooks" / "labs").mkdir(parents=True)
    chapter(root, "10_words", CHAPTER)
    chapter(root, "20_more", CHAPTER, "open('data/coding/hand-codes.csv').readline()")
    codebook = Path(analysis.__file__).parent / "framing" / "codebooks" / "conflict.yml"
    shutil.copy(codebook, root / "own.yml")
    settings = (root / "study.toml").read_text(encoding="utf-8")
    settings = settings.replace('codebook = "conflict"', 'codebook = "own.yml"')
    (root / "study.toml").write_text(settings, encoding="utf-8")
    return open_study(root)


def prints(study: Study, *, from_processed: bool = False) -> dict[str, dict[str, str]]:
    """What every step reads now."""
    found = Reads(study, Fingerprints(), from_processed=from_processed)
    folder = study.root / "notebooks"
    return {
        "tables": found.tables(),
        "10": found.chapter(folder / "10_words.ipynb"),
        "20": found.chapter(folder / "20_more.ipynb"),
        "pages": found.pages([], {"commit": None}),
    }


ALL, CHAPTERS = {"tables", "10", "20", "pages"}, {"10", "20", "pages"}


@pytest.mark.parametrize(
    ("path", "again"),
    [
        ("study.toml", ALL),
        ("actors.yml", ALL),
        ("own.yml", ALL),
        ("data/raw/expatica-2016-02-11.txt", ALL),
        ("data/raw/articles.csv", ALL),
        ("data/raw/overrides.csv", ALL),
        ("data/raw/new.txt", ALL),
        ("data/coding/hand-codes.csv", ALL),
        ("labels.csv", ALL),
        ("helper.py", ALL),
        ("data/processed/term_counts.csv", CHAPTERS),
        ("data/datapackage.json", CHAPTERS),
        ("notebooks/labels.csv", CHAPTERS),
        ("notebooks/20_more.ipynb", {"20", "pages"}),
        ("pages/index.md", {"pages"}),
        ("docs/index.md", {"pages"}),
        ("notebooks/labs/lab.ipynb", {"pages"}),
        ("build/anything.txt", set()),
        (".git/index", set()),
        ("notebooks/.ipynb_checkpoints/10_words.ipynb", set()),
    ],
)
def test_each_step_reads_what_could_change_it(small: Study, path: str, again: set[str]) -> None:
    before = prints(small)
    file = small.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as end:
        end.write("\n")
    after = prints(small)
    assert {step for step in before if before[step] != after[step]} == again


def test_settings_code_and_packages_count_too(
    small: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = prints(small)
    others = [
        prints(replace(small, on_problem="skip")),
        prints(replace(small, seed=1)),
        prints(small, from_processed=True),
    ]
    for name in ("code_fingerprint", "packages_fingerprint"):
        with monkeypatch.context() as patch:
            patch.setattr(reads, name, lambda *known: "another")
            others.append(prints(small))
    for after in others:
        assert {step for step in before if before[step] != after[step]} == ALL
    assert prints(small) == before


def test_a_study_that_has_moved_reads_the_same(small: Study, tmp_path: Path) -> None:
    before = prints(small)
    moved = small.root.rename(tmp_path / "elsewhere")
    assert prints(open_study(moved)) == before


def test_in_the_projects_own_folder_tests_and_readme_are_not_read() -> None:
    found = Reads(open_study(ROOT), Fingerprints(), from_processed=False)
    shut = {path.name for path in found._software}
    assert {"src", "tests", "README.md", "CHANGELOG.md", "pyproject.toml"} <= shut
    assert not shut & {"data", "notebooks", "pages", "study.toml", "actors.yml"}


def bytes_of(folder: Path) -> dict[str, str]:
    """The hash of each file under a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def build(study: Study, *, fresh: bool = False) -> list[str]:
    said: list[str] = []
    build_report(study, from_processed=False, say=said.append, fresh=fresh)
    return said


def plain_pages(
    study: Study, executed: list[Path], facts: dict[str, object], *, from_processed: bool
) -> None:
    """All that pages are made from, in the place of a site."""
    with replaced_folder(study.root / "build" / "report") as folder:
        for path in executed:
            shutil.copy(path, folder)
        (folder / "report.json").write_text(json.dumps(facts, sort_keys=True), encoding="utf-8")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on this system")
def test_killed_and_gone_on_it_is_byte_for_byte_a_fresh_report(
    small: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The site itself takes long; test_building makes it twice.
    monkeypatch.setattr(building, "_make_pages", plain_pages)
    old = small.root / "build" / "report" / "index.html"
    old.parent.mkdir(parents=True)
    old.write_text("the report of yesterday")
    (old.parent / "report.json").write_text("{}")
    command = [sys.executable, "-m", "analysis", "report", str(small.root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        lines = []
        for line in process.stderr:
            lines.append(line.strip())
            if line.startswith("running 20_more"):
                time.sleep(random.Random(3).random())
                process.kill()
    assert lines[:2] == [
        "rebuilding data/processed from the raw articles", "running 10_words.ipynb (1 of 2)"
    ]  # fmt: skip
    assert old.read_text() == "the report of yesterday"
    assert build(small) == [
        "unchanged: data/processed",
        "unchanged: 10_words",
        "running 20_more.ipynb (2 of 2)",
        "making the pages",
    ]
    other = only_one(small.root / "build" / "steps")
    with other, pytest.raises(InputError, match="another run is at work here; wait"):
        build(small)
    resumed = [bytes_of(small.root / part) for part in ("build/report", "build/notebooks", "data")]
    assert build(small) == [
        f"unchanged: {step}" for step in ("data/processed", "10_words", "20_more", "build/report")
    ]
    said = build(small, fresh=True)
    assert not [line for line in said if line.startswith("unchanged")]
    fresh = [bytes_of(small.root / part) for part in ("build/report", "build/notebooks", "data")]
    assert fresh == resumed
    assert sorted(path.name for path in (small.root / "build").iterdir()) == [
        "notebooks", "report", "steps"
    ]  # fmt: skip
