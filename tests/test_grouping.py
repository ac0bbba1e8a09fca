"""Groups by rule: years, periods, folders, files, labels, columns."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.grouping import check_day, group_values, read_labels


def articles(**columns: list[str | None]) -> pd.DataFrame:
    rows = len(next(iter(columns.values())))
    ids = [f"a{number}" for number in range(rows)]
    return pd.DataFrame({"article_id": ids, **columns})


@pytest.mark.parametrize(
    ("files", "folders"),
    [
        # The folders part below a common one,
        (["raw/x/guardian/1.txt", "raw/x/times/2.txt"], ["guardian", "times"]),
        # or are themselves the inputs; what lies deeper in them does not count.
        (["raw/guardian/a/1.txt", "raw/times/2.txt"], ["guardian", "times"]),
        # A file beside the folders is in none of them.
        (["raw/guardian/1.txt", "raw/times/2.txt", "raw/3.txt"], ["guardian", "times", None]),
        # In one folder there is nothing to tell apart.
        (["raw/x/1.txt", "raw/x/2.txt"], [None, None]),
        (["raw/x/1.txt"], [None]),
    ],
)
def test_folders_are_those_at_which_the_paths_part(
    files: list[str | None], folders: list[str | None]
) -> None:
    found = group_values(articles(source_file=files), "folder")
    assert [None if pd.isna(value) else value for value in found] == folders


def test_files_periods_and_years() -> None:
    table = articles(source_file=["raw/a.docx", "raw/b.docx"], date=["2012-12-31", "2013-01-01"])
    assert list(group_values(table, "file")) == ["a.docx", "b.docx"]
    assert list(group_values(table, "year")) == ["2012", "2013"]
    found = group_values(table, "period", before="2013-01-01")
    assert list(found) == ["before 2013-01-01", "from 2013-01-01"]


def test_what_is_empty_is_no_group() -> None:
    table = articles(outlet=["A", None, "  "], date=["2012-01-01", None, None])
    assert list(group_values(table, "outlet").isna()) == [False, True, True]
    assert list(group_values(table, "period", before="2013-01-01").isna()) == [False, True, True]
    assert list(group_values(table, "desk", labels={"a1": "news"}).isna()) == [True, False, True]


def test_a_label_may_be_left_empty_but_not_given_twice(tmp_path: Path) -> None:
    file = tmp_path / "labels.csv"
    file.write_text("\ufeffarticle_id,group\na,x\nb,\n", encoding="utf-8")
    assert read_labels(file) == {"a": "x"}
    file.write_text("article_id,group\na,x\na,y\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"labels\.csv, line 3: labels 'a' a second time"):
        read_labels(file)
    file.write_bytes(b"article_id,group\n\xff,x\n")
    with pytest.raises(InputError, match=r"labels\.csv: is no CSV in UTF-8"):
        read_labels(file)
    with pytest.raises(InputError, match="the labels are missing"):
        read_labels(tmp_path / "none.csv")


@pytest.mark.parametrize("day", ["2013", "2013-13-01", "01.01.2013", ""])
def test_a_day_is_a_day(day: str) -> None:
    with pytest.raises(InputError, match="is no day of the calendar; give YYYY-MM-DD"):
        check_day(day)
