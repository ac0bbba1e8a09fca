"""The manifest and the loader: every kind of bad input ends in a line that says what to do."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.corpus.kept import Corpus
from analysis.corpus.metadata import read_manifest
from analysis.corpus.reading import read_articles
from analysis.errors import InputError
from analysis.study import open_study

TEXT = (
    "Leaders meet for talks\n\n"
    "Published on 22/06/2012\n\n"
    "The leaders of both countries met on Friday and said that they would meet again soon.\n\n"
    "They spoke for two hours about the agreement, which neither of them has signed so far.\n"
)
ROW = {
    "article_id": "a",
    "file": "a.txt",
    "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    "outlet": "The Paper",
    "outlet_status": "inferred",
    "outlet_evidence": "house style",
    "date": "2012-06-22",
    "date_status": "stated",
    "date_evidence": "Published on 22/06/2012",
}
Change = Callable[[Path], None]


def study(folder: Path, *rows: dict[str, str], header: list[str] | None = None) -> Path:
    """A study of one file, with the given manifest rows."""
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "a.txt").write_bytes(TEXT.encode())
    columns = header or list(ROW)
    lines = [",".join(columns)]
    lines += [",".join(row.get(column, "") for column in columns) for row in rows]
    (raw / "articles.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "study.toml").write_text(
        'title = "T"\nseed = 1\n[groups]\nby = "year"\ntarget = "2012"\nreference = "2012"\n'
    )
    return folder


def read(folder: Path) -> Corpus:
    return read_articles(open_study(folder))


def test_an_article_is_read_with_its_account(tmp_path: Path) -> None:
    corpus = read(study(tmp_path, ROW))
    (article,) = corpus.articles.to_dict("records")
    assert article["headline"] == "Leaders meet for talks"
    assert article["date"] == "2012-06-22"
    assert article["body"].startswith("The leaders of both")
    assert article["source_file"] == "data/raw/a.txt"
    lines = corpus.lines()
    assert list(lines["action"]) == ["keep", "metadata", "keep", "keep"]
    assert lines["text"][1] == "Published on 22/06/2012"
    assert corpus.problems.empty


def test_a_file_in_windows_1252_is_read_and_reported(tmp_path: Path) -> None:
    folder = study(tmp_path, ROW | {"sha256": ""})
    (folder / "data/raw/a.txt").write_bytes(TEXT.replace("of both", "of “both”").encode("cp1252"))
    corpus = read(folder)
    assert "of “both”" in corpus.articles["body"][0]
    assert list(corpus.problems["detail"]) == ["is not UTF-8; read as Windows-1252"]


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"date": "2012-06-31"}, "line 2: the date '2012-06-31' is impossible; give a day as YYYY"),
        ({"date": "22/06/2012"}, "impossible"),
        ({"date": "20120622"}, "impossible"),
        ({"date": "2012-06-21"}, "a.txt: states the date 2012-06-22, the manifest 2012-06-21"),
        ({"date_evidence": "23/06/2012"}, "a.txt: the manifest says that date .* does not say so"),
        ({"date_evidence": ""}, "date is called stated without evidence"),
        ({"date_status": "guessed"}, "date_status is 'guessed'; allowed are stated, inferred"),
        ({"sha256": "0" * 64}, "a.txt: has changed: its SHA-256 is"),
        ({"file": "b.txt"}, "b.txt: is missing, but articles.csv lists it as a; restore"),
        ({"file": "../../study.toml"}, "is not in the manifest's folder"),
        ({"file": "/etc/hostname"}, "is not in the manifest's folder"),
        ({"article_id": ""}, "article_id '' is empty"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, change: dict[str, str], match: str) -> None:
    with pytest.raises(InputError, match=match):
        read(study(tmp_path, ROW | change))


def test_a_repeated_id_names_both_lines(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line 3: repeats the article_id 'a' of line 2"):
        read(study(tmp_path, ROW, ROW))


def test_an_unknown_column_is_named_with_those_allowed(tmp_path: Path) -> None:
    header = ["article_id", "file", "colour"]
    with pytest.raises(InputError, match="unknown column 'colour'; allowed are article_id, file"):
        read(study(tmp_path, ROW, header=header))


def test_a_manifest_without_files_lacks_a_column(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lacks the column 'file'"):
        read(study(tmp_path, ROW, header=["article_id"]))


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"", "a.txt: is empty; restore the file"),
        (b"\x00\x01\x02\x00", "a.txt: is not text: it holds NUL bytes; save it as plain text"),
        (bytes(range(1, 32)) * 9 + b"\xff", "is not text: it is full of control characters"),
        (b"abc \x81\xff", "is text neither in UTF-8 nor in Windows-1252"),
        (b"\xef\xbb\xbfabc \xff", "is not the utf-8-sig that it says it is"),
    ],
)
def test_a_file_that_is_no_text_is_named(tmp_path: Path, content: bytes, match: str) -> None:
    folder = study(tmp_path, ROW | {"sha256": ""})
    (folder / "data/raw/a.txt").write_bytes(content)
    with pytest.raises(InputError, match=match):
        read(folder)


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    folder = study(tmp_path, ROW)
    (folder / "data/raw/articles.csv").unlink()
    with pytest.raises(InputError, match=r"articles\.csv: the manifest is missing; restore it"):
        read(folder)


def test_rows_come_in_order_of_their_ids(tmp_path: Path) -> None:
    path = study(tmp_path, ROW | {"article_id": "b"}, ROW) / "data/raw/articles.csv"
    assert [row["article_id"] for row in read_manifest(path)] == ["a", "b"]


def test_an_override_needs_a_reason_and_decides(tmp_path: Path) -> None:
    folder = study(tmp_path, ROW)
    with (folder / "study.toml").open("a") as file:
        file.write('[articles]\noverrides = "overrides.csv"\n')
    path = folder / "overrides.csv"
    path.write_text("article_id,line,action,category,reason\na,7,drop,caption,a caption\n")
    assert "two hours" not in read(folder).articles["body"][0]
    path.write_text("article_id,line,action,category,reason\na,7,drop,caption,\n")
    with pytest.raises(InputError, match=r"overrides\.csv, line 2: gives no reason"):
        read(folder)
    path.write_text("article_id,line,action,category,reason\nz,7,drop,caption,why\n")
    with pytest.raises(InputError, match="names 'z', which is no article"):
        read(folder)
