"""The stored tables are what the raw articles give, byte for byte, and describe themselves."""

import json
import shutil
from pathlib import Path

import pytest

from analysis.errors import InputError
from analysis.files import sha256
from analysis.processing import PROCESSED, check_processed, process
from analysis.study import Study, open_study

ROOT = Path(__file__).parents[1]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A copy of the shipped study's data that may be damaged."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    for path in ROOT.glob("*.toml"):
        if path.name == "study.toml":
            shutil.copy(path, tmp_path)
    for path in ROOT.glob("*.yml"):
        shutil.copy(path, tmp_path)
    return open_study(tmp_path)


def test_the_stored_tables_are_rebuilt_byte_for_byte() -> None:
    check_processed(open_study(ROOT))


def test_the_check_can_fail(study: Study) -> None:
    path = study.processed / "term_counts.csv"
    path.write_bytes(path.read_bytes().replace(b",1\n", b",2\n", 1))
    with pytest.raises(InputError, match=r"term_counts\.csv: is not what the raw articles give"):
        check_processed(study)


def test_a_file_too_many_is_named(study: Study) -> None:
    (study.processed / "notes.csv").write_text("a\n")
    with pytest.raises(InputError, match=r"notes\.csv: is no table of this study"):
        check_processed(study)


def test_a_failed_rebuild_leaves_the_old_tables(study: Study) -> None:
    before = {path.name: path.read_bytes() for path in study.processed.iterdir()}
    (study.root / "data/raw/expatica-2012-03-13.txt").write_text("changed")
    with pytest.raises(InputError, match="has changed"):
        process(study)
    assert {path.name: path.read_bytes() for path in study.processed.iterdir()} == before
    assert sorted(path.name for path in (study.root / "data").iterdir()) == sorted(
        path.name for path in (ROOT / "data").iterdir()
    )


def test_the_package_describes_every_table_with_its_hash() -> None:
    package = json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))
    paths = {resource["path"]: resource for resource in package["resources"]}
    assert set(paths) >= {f"processed/{name}.csv" for name in PROCESSED} | {"raw/articles.csv"}
    for path, resource in paths.items():
        assert resource["hash"] == f"sha256:{sha256(ROOT / 'data' / path)}"
        assert resource["bytes"] == (ROOT / "data" / path).stat().st_size


def test_the_package_is_valid() -> None:
    import warnings

    with warnings.catch_warnings():
        # The validator's own dependencies warn of their future.
        warnings.simplefilter("ignore")
        from frictionless import validate

        report = validate(str(ROOT / "data/datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
