"""What was read once is taken from where it was kept, and never when anything has changed."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.corpus import kept, reading
from analysis.corpus.kept import Corpus, kept_corpus
from analysis.corpus.reading import read_and_keep, read_anew, read_articles
from analysis.files import sha256
from analysis.study import Study, open_study

PAGE = (
    "Home\n\nTalks open in Munich\n\n11 February 2016\n\n"
    "Ministers met in Munich on Thursday to talk about the strike.\n\n"
    "They agreed to meet again, a spokesman said.\n\nShare this on Facebook\n"
)
SETTINGS = """\
title = "T"
seed = 1
[articles]
inputs = ["raw"]
overrides = "fix.csv"
[groups]
by = "labels"
file = "labels.csv"
target = "one"
reference = "other"
"""


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    """Two pages and a table."""
    monkeypatch.setattr(kept, "LEAST", 0)
    (tmp_path / "raw").mkdir()
    for name in ("a", "b"):
        (tmp_path / "raw" / f"{name}.txt").write_text(PAGE, encoding="utf-8")
    rows = {
        "id": ["c"],
        "text": ["As it stands:\n\n“=1+1”, \U0001f600 and\u2028more."],
        "outlet": [None],
    }
    pd.DataFrame(rows).to_csv(tmp_path / "raw" / "c.csv", index=False)
    groups = {"article_id": ["a", "b", "c"], "group": ["one", "other", "other"]}
    pd.DataFrame(groups).to_csv(tmp_path / "labels.csv", index=False)
    row = "article_id,line,action,category,reason\na,9,drop,promotion,no part of it\n"
    (tmp_path / "fix.csv").write_text(row, encoding="utf-8")
    (tmp_path / "study.toml").write_text(SETTINGS, encoding="utf-8")
    return open_study(tmp_path)


def same(one: Corpus, other: Corpus) -> None:
    for name in ("articles", "cleaning_ledger", "problems", "labels", "recurring_lines"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    assert list(one.raw.items()) == list(other.raw.items())


def test_what_was_kept_is_what_reading_gives_and_nothing_is_read_again(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept_corpus(study) is None
    first = read_and_keep(study)
    same(first, read_anew(study))
    assert {"a", "b"} <= set(first.cleaning_ledger["article_id"])
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_anew", lambda study: pytest.fail("was read again"))
        same(read_articles(study), first)


def appended(name: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        with (root / name).open("a", encoding="utf-8") as file:
            file.write("\n")

    return change


@pytest.mark.parametrize(
    "change",
    [
        appended("raw/a.txt"),
        appended("raw/c.csv"),
        appended("raw/new.txt"),
        appended("raw/.hidden"),
        appended("fix.csv"),
        appended("labels.csv"),
        lambda root: (root / "raw" / "a.txt").unlink(),
        lambda root: (root / "raw" / "a.txt").rename(root / "raw" / "z.txt"),
        lambda root: (root / "raw" / "empty").symlink_to(root, target_is_directory=True),
    ],
)
def test_any_change_of_what_is_read_has_it_read_again(
    study: Study, change: Callable[[Path], object]
) -> None:
    read_and_keep(study)
    assert kept_corpus(study) is not None
    change(study.root)
    assert kept_corpus(study) is None


@pytest.mark.parametrize(
    ("setting", "again"),
    [
        ("seed = 2", False),
        ('target = "other"\nreference = "one"', False),
        ("clean = false", True),
        ('date_order = "dmy"', True),
        ('by = "file"', True),
    ],
)
def test_settings_by_which_articles_are_read_count(study: Study, setting: str, again: bool) -> None:
    read_and_keep(study)
    lines = [line.partition(" =")[0] for line in setting.splitlines()]
    text = SETTINGS.splitlines()
    kept_lines = [line for line in text if line.partition(" =")[0] not in lines]
    place = {"seed": 0, "clean": 3, "date_order": 3}.get(lines[0], len(kept_lines))
    kept_lines[place:place] = setting.splitlines()
    (study.root / "study.toml").write_text("\n".join(kept_lines), encoding="utf-8")
    assert (kept_corpus(open_study(study.root)) is None) == again


def test_code_and_packages_count(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    read_and_keep(study)
    for name in ("code_fingerprint", "packages_fingerprint"):
        with monkeypatch.context() as patch:
            patch.setattr(kept, name, lambda *known: "another")
            assert kept_corpus(study) is None
    assert kept_corpus(study) is not None


def test_a_study_that_has_moved_takes_what_it_kept_along(study: Study, tmp_path: Path) -> None:
    first = read_and_keep(study)
    moved = open_study(study.root.rename(tmp_path.parent / f"{tmp_path.name}-moved"))
    found = kept_corpus(moved)
    assert found is not None
    same(found, first)


def test_what_is_damaged_or_half_written_is_not_used(study: Study) -> None:
    read_and_keep(study)
    folder = study.root / "build" / "corpus"
    table, record = folder / "articles.parquet", folder / "record.json"
    whole = table.read_bytes()
    for damaged in (whole[:-9], whole[:99] + b"x" + whole[100:], b""):
        table.write_bytes(damaged)
        assert kept_corpus(study) is None
        # Nor if somebody has put the hash right.
        said = json.loads(record.read_text(encoding="utf-8"))
        if damaged != whole[:99] + b"x" + whole[100:]:
            said["kept"]["articles.parquet"] = sha256(table)
            record.write_text(json.dumps(said), encoding="utf-8")
            assert kept_corpus(study) is None
    record.write_text("[1, 2", encoding="utf-8")
    assert kept_corpus(study) is None


def test_files_that_change_while_they_are_read_are_not_kept(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(study: Study) -> Corpus:
        found = read_anew(study)
        appended("raw/a.txt")(study.root)
        return found

    monkeypatch.setattr(reading, "read_anew", meanwhile)
    read_and_keep(study)
    assert not (study.root / "build" / "corpus").exists()


def test_a_small_corpus_is_not_kept(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LEAST", 10_000)
    read_and_keep(study)
    assert not (study.root / "build").exists()
