"""Tables as other programs write them: odd column names, notes above, nested fields, gaps."""

import datetime
import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from analysis.corpus.readers.mapping import guess_mapping
from analysis.corpus.readers.tabular import read_tabular

TEXT = "Ministers met in the harbour town."


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["Unnamed: 0", "Article Title", "Pub. Date", "News Outlet", "Full-Text (cleaned)"],
         {"headline": "Article Title", "date": "Pub. Date", "outlet": "News Outlet",
          "text": "Full-Text (cleaned)"}),
        (["id", "webTitle", "webPublicationDate", "fields.bodyText", "webUrl"],
         {"article_id": "id", "headline": "webTitle", "date": "webPublicationDate",
          "text": "fields.bodyText", "url": "webUrl"}),
        (["kop", "datum", "krant", "tekst"],
         {"headline": "kop", "date": "datum", "outlet": "krant", "text": "tekst"}),
        (["Заголовок", "Дата", "Источник", "Текст"],
         {"headline": "Заголовок", "date": "Дата", "outlet": "Источник", "text": "Текст"}),
        (["maintext", "text", "title", "date_publish", "source_domain"],
         {"text": "maintext", "headline": "title", "date": "date_publish",
          "outlet": "source_domain"}),
        (["text_length", "title_page", "date_download", "media_url", "source_id", "text.0"], {}),
    ],
)  # fmt: skip
def test_columns_are_known_by_names_with_words_around_them(
    columns: list[str], expected: Mapping[str, str]
) -> None:
    assert guess_mapping(columns) == expected


def test_csv_that_tells_a_spreadsheet_its_separator(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = f"\ufeffsep=;\r\nid;date;text\r\n1;3. März 2016;{TEXT}, a, b, c\r\n"
    path.write_text(text, encoding="utf-8", newline="")
    found = read_tabular(path)
    assert found.problems.empty
    assert found.articles[["article_id", "date"]].to_numpy().tolist() == [["1", "2016-03-03"]]


def test_what_programs_write_for_a_missing_value_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"title,date,text,region\nNaN,NaT,{TEXT},NA\nTwo,None,NaN,EU\n", "utf-8")
    found = read_tabular(path, keep=["region"])
    assert found.articles[["headline", "date"]].isna().all(axis=None)
    assert found.labels["value"].tolist() == ["NA"]
    assert found.problems[["source", "problem"]].to_numpy().tolist() == [["a.csv, line 3", "empty"]]


def workbook(path: Path, *sheets: list[list[object]]) -> Path:
    book = Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.worksheets[0] if not number else book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_workbook_with_a_title_above_and_days_as_numbers(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Export of 2016"], [], ["id", "date", "text"], [1, 42432, TEXT], [2, 42432.6, TEXT],
        [3, 2016, TEXT], [4, datetime.date(2016, 3, 3), "A_x000D_\nB"], [5, "3 March 2016", TEXT],
    ]  # fmt: skip
    found = read_tabular(workbook(tmp_path / "a.xlsx", rows))
    days = found.articles["date"].astype(object).where(found.articles["date"].notna(), None)
    assert days.tolist() == ["2016-03-03", "2016-03-03", None, "2016-03-03", "2016-03-03"]
    assert found.articles["body"][3] == "A\n\nB"
    assert found.problems["source"].tolist() == ["a.xlsx, row 6"]


def test_workbook_with_notes_on_its_first_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["Read me"], ["first"]], [["id", "text"], [1, TEXT]])
    found = read_tabular(path)
    assert found.articles["body"].tolist() == [TEXT]
    assert found.problems["problem"].tolist() == ["sheets"]


@pytest.mark.parametrize(
    "content",
    [
        {"response": {"status": "ok", "results": [{"webTitle": "One", "fields": {"body": TEXT}}]}},
        [{"title": "One", "body": TEXT}],
        {"title": {"0": "One"}, "body": {"0": TEXT}},
        {"0": {"title": "One", "body": TEXT}},
        {"_id": {"$oid": "x"}, "headline": {"main": "One"}, "body": [TEXT]},
    ],
)
@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_json_of_several_makes(tmp_path: Path, content: object, suffix: str) -> None:
    if suffix == "jsonl" and isinstance(content, dict) and "_id" not in content:
        pytest.skip("an object on a line is a row")
    path = tmp_path / f"a.{suffix}"
    path.write_text(json.dumps(content), encoding="utf-8")
    found = read_tabular(path)
    assert found.problems.empty
    assert found.articles[["headline", "body"]].to_numpy().tolist() == [["One", TEXT]]


def test_table_that_pandas_wrote_as_json(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    pd.DataFrame({"title": ["One", "Two"], "text": [TEXT, TEXT]}).to_json(path)
    assert read_tabular(path).articles["headline"].tolist() == ["One", "Two"]


def test_parquet_with_structs_and_lists_of_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    document = {"title": "One", "source": "The Post", "published": datetime.date(2016, 3, 3)}
    table = pa.table(
        {"paragraphs": pa.array([["A.", "B."]], pa.list_(pa.large_string())), "doc": [document]}
    )
    pq.write_table(table, path)
    found = read_tabular(path, keep=["doc"])
    assert found.problems.empty
    whole = "title: One; source: The Post; published: 2016-03-03"
    assert found.labels["value"].tolist() == [whole]
    columns = ["headline", "outlet", "date", "body"]
    expected = ["One", "The Post", "2016-03-03", "A.\n\nB."]
    assert found.articles[columns].to_numpy().tolist() == [expected]
    assert found.mapping == {"text": "paragraphs", "headline": "doc.title",
                             "date": "doc.published", "outlet": "doc.source"}  # fmt: skip
