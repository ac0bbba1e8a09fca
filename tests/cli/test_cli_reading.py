"""``analysis read``, and what the other commands take as a source."""

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.cli.source import read_articles_table
from analysis.errors import InputError
from analysis.exports import read_export, write_export
from analysis.schema import TABLES

ROOT = Path(__file__).parents[2]
NEWS = """day,article_content,Source,desk
2016-02-11,"=SUM(A1) is no sum.

-5 degrees in Munich.",Echo,foreign
02/11/2023,They left.,Herald,foreign
2016-02-13,@home they stayed.,Echo,home
"""


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.csv"
    path.write_text(NEWS, encoding="utf-8")
    return path


def test_a_table_is_read_with_a_mapping_and_gives_articles_and_problems(
    run: Any, news: Path, tmp_path: Path
) -> None:
    out = tmp_path / "tables"
    done = run("read", news, "--out", out, "--map", "text=article_content", "--map", "date=day",
               "--on-problem", "skip")  # fmt: skip
    assert done.status == 0
    assert "3 articles, 2 outlets, 2016-02-11 to 2016-02-13, 1 problem\n" in done.err
    articles = read_export(out / "articles.csv")
    assert list(articles.columns) == TABLES["articles"].names
    assert articles["body"].tolist()[2] == "@home they stayed."
    assert articles["body"][0] == "=SUM(A1) is no sum.\n\n-5 degrees in Munich."
    raw = pd.read_csv(out / "articles.csv")["body"].tolist()
    assert raw[0].startswith("'=SUM")
    assert raw[2].startswith("'@home")
    problems = read_export(out / "problems.csv")
    assert problems["detail"].tolist() == ["02/11/2023: ambiguous: 2023-11-02 or 2023-02-11"]


def test_the_columns_taken_are_shown_and_texts_are_joined(
    run: Any, news: Path, tmp_path: Path
) -> None:
    done = run("read", news, "--out", tmp_path / "a", "--map", "text=article_content",
               "--date-order", "dmy", "--keep", "desk")  # fmt: skip
    assert done.status == 0
    assert "columns of news.csv: text = article_content, date = day, outlet = Source" in done.err
    assert "not used" not in done.err
    listed = tmp_path / "media.csv"
    listed.write_text("url,media_name\nhttps://example.org/1,Echo\n", encoding="utf-8")
    done = run("read", listed, "--out", tmp_path / "b")
    assert "has addresses but no texts" in done.err
    assert "--texts" in done.err
    texts = tmp_path / "texts.jsonl"
    texts.write_text('{"url": "http://www.example.org/1/", "text": "They met."}\n')
    done = run("read", listed, "--out", tmp_path / "b", "--texts", texts)
    assert done.status == 0
    assert read_export(tmp_path / "b" / "articles.csv")[["outlet", "body"]].values.tolist() == [
        ["Echo", "They met."]
    ]


def test_an_encoding_is_declared(run: Any, tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_bytes("Żaden minister nie przyjechał do Łodzi.".encode("cp1250"))
    done = run("read", page, "--out", tmp_path / "a", "--encoding", "windows-1250")
    assert done.status == 0
    body = read_export(tmp_path / "a" / "articles.csv")["body"].tolist()
    assert body == ["Żaden minister nie przyjechał do Łodzi."]
    done = run("read", page, "--out", tmp_path / "b", "--encoding", "utf8")
    assert done.status == 2
    assert "is not the utf-8 that it is declared to be at byte 1" in done.out
    done = run("new", tmp_path / "c", "--from", page, "--encoding", "rot13")
    assert done.status == 2
    assert "--encoding: 'rot13' is no known encoding of text" in done.err


def test_a_problem_stops_and_nothing_is_written(run: Any, news: Path, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    done = run("read", news, "--out", out, "--map", "text=article_content")
    assert done.status == 2
    assert done.err.splitlines()[-1] == (
        "analysis: read: lost or doubts records (1 × date), and nothing was written; "
        "mend the input, or go on with --on-problem skip"
    )
    assert "ambiguous" in done.out
    assert not out.exists()
    again = run("read", news, "--out", out, "--map", "text=article_content", "--date-order", "dmy")
    assert again.status == 0
    assert "2016-02-11 to 2023-11-02" in again.err


def test_how_a_file_was_decoded_stops_nothing(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("text,id\nCaf\xe9s close.,1\n".encode("cp1252"))
    done = run("read", tmp_path / "a.csv", "--out", tmp_path / "tables")
    assert done.status == 0
    assert read_export(tmp_path / "tables" / "articles.csv")["body"].tolist() == ["Cafés close."]
    assert read_export(tmp_path / "tables" / "problems.csv")["problem"].tolist() == ["encoding"]


def test_a_kept_column_groups_articles(run: Any, news: Path, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    run("read", news, "--out", out, "--keep", "desk", "--date-order", "dmy")
    done = run("compare", out, "--by", "desk", "--target", "home", "--reference", "foreign")
    assert done.status == 0
    assert done.out.startswith("1 article of home against 2 articles of foreign")


def test_a_column_to_keep_that_no_input_has_is_refused(
    run: Any, news: Path, tmp_path: Path
) -> None:
    done = run("read", news, "--out", tmp_path / "t", "--keep", "colour", "--date-order", "dmy")
    assert done.status == 2
    assert "--keep: 'colour' is no column in which an input has a value" in done.err
    assert not (tmp_path / "t").exists()


def test_an_option_without_its_value_leads_to_the_help_of_its_command(run: Any) -> None:
    assert "`analysis new --help` shows what it takes" in run("new", "s", "--from").err
    assert "Value error" not in run("topics", "--method", "kmean").err


def test_the_other_form_takes_the_place_of_the_first(run: Any, news: Path, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    options = ("read", news, "--out", out, "--date-order", "dmy")
    run(*options)
    run(*options, "--format", "parquet")
    assert sorted(path.name for path in out.iterdir()) == ["articles.parquet", "problems.parquet"]
    assert run("count", out).status == 0


def test_a_manifest_is_not_written_over(run: Any, news: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "raw" / "articles.csv"
    manifest.parent.mkdir()
    shutil.copy(ROOT / "data" / "raw" / "articles.csv", manifest)
    before = manifest.read_bytes()
    done = run("read", news, "--out", manifest.parent, "--date-order", "dmy")
    assert done.status == 2
    assert "is there and is no table that `analysis read` wrote; name another folder" in done.err
    assert manifest.read_bytes() == before
    assert run("read", tmp_path / "raw", "--out", tmp_path / "raw").status == 2


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--map", "text"], "--map: is 'text'; give FIELD=COLUMN"),
        (["--map", "texts=day"], "mapping: names the field 'texts'"),
        (["--map", "text=body"], "news.csv: has no column 'body'"),
        (["--date-order", "dym"], "Invalid value for '--date-order'"),
    ],
)
def test_a_mistake_is_one_line(
    run: Any, news: Path, tmp_path: Path, options: list[str], line: str
) -> None:
    done = run("read", news, "--out", tmp_path / "tables", *options)
    assert done.status == 2
    (said,) = done.err.splitlines()
    assert said.startswith(f"analysis: {line}")


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".json", ".jsonl"])
def test_an_exported_table_of_articles_comes_back_as_it_was(tmp_path: Path, suffix: str) -> None:
    bodies = ["=1+1", "'-quoted", "plain\n\n+1", "@a", "tab\there", "\tfirst", "“é” — ok"]
    path = tmp_path / f"articles{suffix}"
    given = pd.DataFrame({"article_id": list("abcdefg"), "body": bodies, "wing": range(7)})
    write_export(given, path)
    articles = read_articles_table(path)
    assert articles["body"].tolist() == bodies
    again = tmp_path / f"again{suffix}"
    write_export(articles, again)
    pd.testing.assert_frame_equal(read_articles_table(again), articles, check_dtype=False)


def test_what_a_table_lacks_is_filled_in(tiny: Path) -> None:
    articles = read_articles_table(tiny)
    assert list(articles.columns) == [*TABLES["articles"].names, "side"]
    assert articles["n_words"].tolist() == [10, 10, 10, 9, 9, 9]
    assert articles["complete"].all()
    assert articles["source_file"].unique().tolist() == ["tiny.csv"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (
            "a,b\n1,2\n",
            "has no column article_id, which a table of articles needs; `analysis read`",
        ),
        ("article_id,body\na,\n", "row 1: has no body; fill it"),
        ("article_id,body\na,x\na,y\n", "has the article_id 'a' twice"),
        ("article_id,body\n", "holds no article"),
        ("article_id,body\na,b,c,d\n", "cannot be read as a table"),
        ('article_id,body\na,"b\n', "cannot be read as a table"),
        ("article_id,body,complete\na,b,perhaps\n", "row 1: has 'perhaps' for complete"),
        ("", "cannot be read as a table"),
        (b"article_id,body\na,\xff\n", "cannot be read as a table"),
    ],
)
def test_a_file_that_is_no_table_of_articles_says_why(
    tmp_path: Path, content: str | bytes, line: str
) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InputError) as caught:
        read_articles_table(path)
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.parquet"])
def test_damaged_files_say_so(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text('{"article_id": ', encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read as a table"):
        read_articles_table(tmp_path / name)


def test_sources_that_are_none_say_what_would_be(run: Any, tmp_path: Path) -> None:
    assert "does not exist" in run("count", tmp_path / "nowhere").err
    assert "holds neither a study.toml nor an articles table" in run("count", tmp_path).err
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    assert (
        "a.txt: is no table; give a file that ends in .csv" in run("count", tmp_path / "a.txt").err
    )
    for suffix in ("csv", "json"):
        write_export(
            pd.DataFrame({"article_id": ["a"], "body": ["b"]}), tmp_path / f"articles.{suffix}"
        )
    assert "holds articles.csv and articles.json; name the one" in run("count", tmp_path).err
