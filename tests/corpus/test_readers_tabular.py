"""Tables of articles: each row is an article or a problem that names file and row."""

import csv
import datetime
import io
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.corpus.readers.mapping import guess_mapping
from analysis.corpus.readers.rows import open_rows
from analysis.corpus.readers.tabular import MISSING, iter_tabular, read_tabular
from analysis.errors import InputError


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_guessing_is_by_name_and_overridable(tmp_path: Path) -> None:
    columns = ["Headline", "Pub. Date", "Body Text", "Summary", "content"]
    assert guess_mapping(columns) == {
        "text": "Body Text", "headline": "Headline", "date": "Pub. Date"
    }  # fmt: skip
    path = write(tmp_path, "a.csv", "title,text,body_html\nTalks,wrong,right\n")
    found = read_tabular(path, mapping={"text": "body_html"})
    assert found.articles[["headline", "body"]].to_numpy().tolist() == [["Talks", "right"]]
    assert read_tabular(path, mapping={"headline": ""}).articles["headline"].isna().all()


def test_a_mapping_that_does_not_fit_is_the_users_error(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "x,y\n1,2\n")
    with pytest.raises(InputError, match="no column that can be the text; its columns are x, y"):
        read_tabular(path)
    with pytest.raises(InputError, match="no column 'z'; map text to one of x, y"):
        read_tabular(path, mapping={"text": "z"})
    with pytest.raises(InputError, match="names the field 'words'; give one of text, headline"):
        read_tabular(path, mapping={"words": "x"})
    media = write(tmp_path, "m.csv", "stories_id,publish_date,title,url\n1,2020-01-01,a,b\n")
    with pytest.raises(InputError, match="addresses but no texts"):
        read_tabular(media)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_separators_are_found(tmp_path: Path, sign: str) -> None:
    rows = [["id", "text"], ["a", f"one{sign} two"], ["b", 'a "quoted" word\n\nnext']]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=sign).writerows(rows)
    found = read_tabular(write(tmp_path, "a.csv", buffer.getvalue()))
    expected = " ".join(f"one{sign} two".split())
    assert found.articles["body"].tolist() == [expected, 'a "quoted" word\n\nnext']
    assert found.problems.empty


def test_a_broken_quote_costs_its_own_row_only(tmp_path: Path) -> None:
    text = 'id,text\n1,"fine"\n2,"never closed\n3,"with, comma"\n4,plain\n5,"a"b\n6,last\n'
    found = read_tabular(write(tmp_path, "a.csv", text))
    assert found.articles["article_id"].tolist() == ["1", "3", "4", "6"]
    assert found.problems["source"].tolist() == ["a.csv, line 3", "a.csv, line 6"]
    assert found.problems["detail"].str.contains("quotation mark").all()


def test_rows_with_missing_fields_and_empty_texts_are_problems(tmp_path: Path) -> None:
    found = read_tabular(write(tmp_path, "a.csv", "id,text,date\n1,one,\n2,two\n3,,\n\n1,four,\n"))
    assert found.articles["article_id"].tolist() == ["1"]
    assert found.problems[["source", "problem"]].to_numpy().tolist() == [
        ["a.csv, line 3", "row"], ["a.csv, line 4", "empty"], ["a.csv, line 6", "article_id"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given_date", "day", "trouble"),
    [
        ("2020-02-29", "2020-02-29", None),
        ("2020-02-29T10:00:00Z", "2020-02-29", None),
        ("20200229", "2020-02-29", None),
        ("29 février 2020", "2020-02-29", None),
        ("", None, None),
        ("2021-02-29", None, "no calendar day"),
        ("02/11/2023", None, "ambiguous: 2023-11-02 or 2023-02-11"),
        ("yesterday", None, "states no day"),
        ("1582934400", None, "states no day"),
        ("Monday, 29 February 2020", "2020-02-29", "weekday"),
    ],
)
def test_dates_of_cells(
    tmp_path: Path, given_date: str, day: str | None, trouble: str | None
) -> None:
    path = write(tmp_path, "a.csv", f'text,date\nMinisters met.,"{given_date}"\n')
    found = read_tabular(path)
    assert found.articles["date"].astype(object).where(found.articles["date"].notna(), None)[0] == (
        day
    )
    assert found.problems["problem"].tolist() == (["date"] if trouble else [])
    assert trouble is None or trouble in found.problems["detail"][0]


def test_the_same_table_in_every_format(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "id": ["a", "b"],
            "date": pd.to_datetime(["2016-02-11", "2016-02-12"]),
            "source": ["Guardian", "Times"],
            "text": ["Ministers met.\nThey agreed.", "Talks go on."],
        }
    )
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_csv(tmp_path / "a.tsv", index=False, sep="\t")
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    frame.to_parquet(tmp_path / "a.parquet")
    frame.to_json(tmp_path / "a.jsonl", orient="records", lines=True, date_format="iso")
    tables = {path.suffix: read_tabular(path) for path in sorted(tmp_path.iterdir())}
    assert len(tables) == 5
    for suffix, found in tables.items():
        assert found.problems.empty, suffix
        assert found.claimed == (2 if suffix == ".parquet" else None)
        assert found.articles[["article_id", "outlet", "date", "body"]].to_numpy().tolist() == [
            ["a", "Guardian", "2016-02-11", "Ministers met.\n\nThey agreed."],
            ["b", "Times", "2016-02-12", "Talks go on."],
        ]


def test_pieces_hold_what_the_whole_holds(tmp_path: Path) -> None:
    lines = "".join(f"{n},{'' if n % 7 == 0 else f'text {n}'}\n" for n in range(100))
    path = write(tmp_path, "a.csv", "id,text\n" + lines)
    parts = list(iter_tabular(path, size=10))
    assert all(len(part.articles) + len(part.problems) <= 10 for part in parts)
    assert sum(len(part.articles) for part in parts) == 85
    assert sum(len(part.problems) for part in parts) == 15
    assert len(read_tabular(path).articles) == 85


def test_json_lines_that_are_no_articles(tmp_path: Path) -> None:
    lines = ['{"text": "fine"}', "[1]", "{broken", '{"text": 5}', '{"text": "a\\ud800"}',
             '{"text": "a\\u0000"}', "[" * 50_000, '{"headline": "no text"}']  # fmt: skip
    found = read_tabular(write(tmp_path, "a.jsonl", "\n".join(lines)))
    assert found.articles["article_id"].tolist() == ["a-1"]
    assert found.problems["source"].tolist() == [f"a.jsonl, line {n}" for n in range(2, 9)]


def test_a_line_too_long_is_a_problem_and_the_next_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "id,text\n1," + "a" * 6_000_000 + "\n2,fine\n")
    found = read_tabular(path)
    assert found.articles["article_id"].tolist() == ["2"]
    assert found.problems["source"].tolist() == ["a.csv, line 2"]


def test_encodings_of_tables(tmp_path: Path) -> None:
    text = "id,text\n1,Assad’s men\n"
    for name, encoding in (("a", "utf-8-sig"), ("b", "utf-16"), ("c", "cp1252")):
        (tmp_path / f"{name}.csv").write_bytes(text.encode(encoding))
        found = read_tabular(tmp_path / f"{name}.csv")
        assert found.articles["body"].tolist() == ["Assad’s men"]
        assert found.problems["problem"].tolist() == (["encoding"] if name == "c" else [])
    (tmp_path / "d.csv").write_bytes(text.encode() + b"2,a\0b\n")
    assert read_tabular(tmp_path / "d.csv").problems["detail"].str.contains("NUL").tolist() == [
        True
    ]


def test_only_the_first_sheet_is_read_and_that_is_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["text", "n"], ["one", 1], [None, None], ["two", 2, "more"], ["=1+1", 3]):
        sheet.append(row)
    book.create_sheet("other")
    book.save(tmp_path / "a.xlsx")
    found = read_tabular(tmp_path / "a.xlsx")
    assert found.articles["body"].tolist() == ["one"]
    assert found.problems[["source", "problem"]].to_numpy().tolist() == [
        ["a.xlsx", "sheets"], ["a.xlsx, row 4", "row"], ["a.xlsx, row 5", "empty"],
    ]  # fmt: skip


CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=12
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=6))
def test_what_the_csv_module_writes_is_read_back(
    tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("a", "b", "c"), *rows])
    found = list(open_rows(path).rows)
    assert [tuple((row.cells or {}).values()) for row in found] == rows


def test_cells_that_are_no_text_become_text(tmp_path: Path) -> None:
    day = datetime.datetime(2016, 2, 11, 23, 30, tzinfo=datetime.UTC)
    table = pa.table(
        {
            "text": pa.array([["One.", "Two."], ["Three."], []]),
            "outlet": pa.array(["A", "B", "A"]).dictionary_encode(),
            "agency": pa.array([b"AP", b"\xff", None], pa.binary()),
            "headline": pa.array(["One", None, "Three"], pa.large_string()),
            "date": pa.array([day] * 3, pa.timestamp("us", tz="America/New_York")),
            "tags": pa.array([["x", "y"], None, []]),
            "place": pa.array([{"city": "Rome", "n": 1}] * 3),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    found = read_tabular(tmp_path / "a.parquet", keep=["tags", "place"])
    assert found.articles[["outlet", "agency", "headline", "date", "body"]].values.tolist() == [
        ["A", "AP", "One", "2016-02-11", "One.\n\nTwo."]
    ]
    assert found.labels["value"].tolist() == ["city: Rome; n: 1", "x; y"]
    assert found.problems["detail"].tolist() == [
        "holds bytes that are no text in its encoding", "holds no article text"
    ]  # fmt: skip


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(alphabet='ab",\n\r x', max_size=80))
def test_any_csv_is_accounted_for(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, "a.csv", "id,text\n" + text)
    found = read_tabular(path)
    written = sum(1 for line in text.replace("\r", "\n").split("\n") if line.strip(" "))
    assert len(found.articles) + len(found.problems) >= (1 if written else 0)
    assert len(found.articles) <= written


def test_numbers_in_json_are_as_written(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", json.dumps({"id": 12.0, "text": "one", "lang": "en"}))
    found = read_tabular(path)
    assert found.articles[["article_id", "language"]].to_numpy().tolist() == [["12", "en"]]


WORDS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "Z"]), min_size=1, max_size=30
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    # A text that is only what programs write for a missing value is none.
    st.lists(
        WORDS.filter(lambda t: bool(t.split()) and not MISSING & {t.strip()}),
        min_size=1,
        max_size=5,
    )
)
def test_every_format_gives_back_the_words_that_were_written(
    tmp_path: Path, texts: list[str]
) -> None:
    rows = [{"id": f"a{n}", "text": text} for n, text in enumerate(texts)]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "text"], quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8", newline="")
    pd.DataFrame(rows).to_parquet(tmp_path / "a.parquet")
    for path in sorted(tmp_path.iterdir()):
        found = read_tabular(path)
        read = dict(zip(found.articles["article_id"], found.articles["body"], strict=True))
        assert {name: body.split() for name, body in read.items()} == {
            row["id"]: row["text"].split() for row in rows
        }, path.suffix
