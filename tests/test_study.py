"""study.toml: what it may say, and what is said of a mistake in it."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.study import open_study

SETTINGS = """
title = "A study"
seed = 1
[groups]
by = "year"
target = "2016"
reference = "2012"
"""
ARTICLES = pd.DataFrame(
    {
        "article_id": ["a", "b", "c"],
        "date": ["2012-01-31", "2016-02-01", "2012-12-31"],
        "outlet": ["X", "Y", None],
    }
)


def write(folder: Path, text: str) -> Path:
    (folder / "study.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_nearest_study_above_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(write(tmp_path, SETTINGS) / "notebooks")
    assert open_study().root == tmp_path.resolve()


def test_years_are_groups(tmp_path: Path) -> None:
    groups = open_study(write(tmp_path, SETTINGS)).groups(ARTICLES)
    assert groups.to_dict() == {"a": "2012", "b": "2016", "c": "2012"}


def test_a_day_parts_two_periods(tmp_path: Path) -> None:
    text = SETTINGS.replace('"year"', '"period"\nbefore = "2013-01-01"')
    text = text.replace('"2016"', '"from 2013-01-01"').replace('"2012"', '"before 2013-01-01"')
    groups = open_study(write(tmp_path, text)).groups(ARTICLES)
    assert list(groups) == ["before 2013-01-01", "from 2013-01-01", "before 2013-01-01"]


def test_labels_come_from_a_csv(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("article_id,group\na,2016\nb,2012\nc,2012\n")
    text = SETTINGS.replace('"year"', '"labels"\nfile = "labels.csv"')
    groups = open_study(write(tmp_path, text)).groups(ARTICLES)
    assert groups.to_dict() == {"a": "2016", "b": "2012", "c": "2012"}


def test_an_article_without_a_group_is_named(tmp_path: Path) -> None:
    text = SETTINGS.replace('"year"', '"outlet"').replace('"2016"', '"X"').replace('"2012"', '"Y"')
    with pytest.raises(InputError, match="groups by 'outlet', which article c lacks"):
        open_study(write(tmp_path, text)).groups(ARTICLES)


def test_a_group_without_an_article_is_named_with_the_groups_there_are(tmp_path: Path) -> None:
    study = open_study(write(tmp_path, SETTINGS.replace('"2016"', '"2017"')))
    with pytest.raises(InputError, match=r"target = '2017', but no article.*2012, 2016"):
        study.groups(ARTICLES)


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("seed = 1", 'seed = "1"', "seed = '1' is of the wrong kind; give a whole number"),
        ("seed = 1", "seed = true", "seed = True is of the wrong kind"),
        ("seed = 1", "", "seed is missing"),
        ("seed = 1", "sede = 1", r"sede is no setting \(did you mean seed\?\); allowed are"),
        ('"year"', '"colour"', "by = 'colour' is nothing to group by; allowed are year, period"),
        ('"year"', '"period"', 'by = "period" needs a day'),
        ("[groups]", "[group", "is no TOML"),
        ("[groups]", '[articles]\ndate_order = "DDMM"\n[groups]', "allowed are dmy, mdy, ymd"),
        ("[groups]", '[articles]\nmanifest = "../a.csv"\n[groups]', "leads out of the study's"),
    ],
)
def test_a_mistake_is_named_with_the_way_out(
    tmp_path: Path, old: str, new: str, match: str
) -> None:
    with pytest.raises(InputError, match=match):
        open_study(write(tmp_path, SETTINGS.replace(old, new)))


def test_a_folder_without_a_study_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no study\.toml; name the folder"):
        open_study(tmp_path)


def test_prose_is_for_the_groups_that_it_was_written_for(tmp_path: Path) -> None:
    text = SETTINGS + '[report]\nwritten_for = ["2016", "2012"]\n'
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    assert open_study(tmp_path).prose_applies
    other = text.replace('reference = "2012"', 'reference = "2014"')
    (tmp_path / "study.toml").write_text(other, encoding="utf-8")
    assert not open_study(tmp_path).prose_applies
    unsaid = other.replace("written_for", "# written_for")
    (tmp_path / "study.toml").write_text(unsaid, encoding="utf-8")
    assert open_study(tmp_path).prose_applies
    (tmp_path / "study.toml").write_text(text.replace('["2016", "2012"]', '["2016"]'), "utf-8")
    with pytest.raises(InputError, match=r"written_for = .* is no pair of groups"):
        open_study(tmp_path)
