"""Folders of text and HTML: every file is an article or a problem, and nothing outside is read."""

import gzip
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.corpus.readers.detect import read_input
from analysis.corpus.readers.folder import read_folder
from analysis.corpus.readers.formats import detect_format
from analysis.corpus.readers.html_folder import count_tags, decode_html, read_html_folder
from analysis.corpus.readers.paths import escaped, id_from, read_bytes
from analysis.errors import InputError
from analysis.schema import new_table

PAGE = "Talks open in Munich\n\n11 February 2016\n\nMinisters met there and agreed to meet again.\n"
HTML = (
    "<html><head><title>Talks open</title></head><body><nav><a href='/'>Home</a></nav><article>"
    "<h1>Talks open</h1><p>Ministers met on Thursday in Munich, and agreed that they would meet "
    "again.</p><p>The second paragraph says what else they talked about on that day.</p>"
    "</article></body></html>"
)


def test_folder_reads_in_order_with_ids_from_paths(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/one.txt", "a.txt", "b/.hidden.txt"):
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    found = read_folder(tmp_path)
    assert found.articles["article_id"].tolist() == ["a", "b-one"]
    assert found.articles["source_file"].tolist() == ["a.txt", "b/one.txt"]
    assert found.articles["date"].tolist() == ["2016-02-11"] * 2
    assert found.articles["headline"].tolist() == ["Talks open in Munich"] * 2
    assert found.articles["n_words"].tolist() == [8, 8]
    assert found.problems.empty
    assert found.claimed is None


def test_two_files_with_the_same_id_stay_two_articles(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "a-b.txt").write_text(PAGE, encoding="utf-8")
    assert read_folder(tmp_path).articles["article_id"].tolist() == ["a-b", "a-b-2"]


def test_links_out_are_refused_and_links_inside_are_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(PAGE, encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text(PAGE, encoding="utf-8")
    (folder / "inside.txt").symlink_to("a.txt")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "nowhere.txt").symlink_to("none")
    found = read_folder(folder)
    assert found.articles["source_file"].tolist() == ["a.txt", "inside.txt"]
    assert found.problems["source"].tolist() == ["loop", "nowhere.txt", "out.txt"]
    assert "leads out of the folder" in found.problems["detail"][2]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert read_folder(tmp_path).problems["detail"].tolist() == ["is no ordinary file"]


def test_encoding_is_reported_and_other_files_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Assad’s army left the city today.".encode("cp1252"))
    (tmp_path / "b.txt").write_bytes("Assad’s army left the city today.".encode("utf-16"))
    (tmp_path / "notes.pdf").write_bytes(b"%PDF")
    found = read_folder(tmp_path)
    assert found.articles["body"].tolist() == ["Assad’s army left the city today."] * 2
    assert found.problems[["source", "problem"]].to_numpy().tolist() == [
        ["a.txt", "encoding"], ["notes.pdf", "file"],
    ]  # fmt: skip


def test_an_ambiguous_date_is_a_problem_until_an_order_is_set(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE.replace("11 February 2016", "02/11/2023"))
    found = read_folder(tmp_path)
    assert found.articles["date"].isna().tolist() == [True]
    assert "ambiguous" in found.problems["detail"][0]
    found = read_folder(tmp_path, date_order="dmy")
    assert found.articles["date"].tolist() == ["2023-11-02"]
    assert found.problems.empty


def test_html_plain_and_packed(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "b.htm.gz").write_bytes(gzip.compress(HTML.encode()))
    (tmp_path / "a_files").mkdir()
    (tmp_path / "a_files/frame.html").write_text(HTML, encoding="utf-8")
    found = read_html_folder(tmp_path)
    assert found.articles["article_id"].tolist() == ["a", "b"]
    assert found.articles["headline"].tolist() == ["Talks open"] * 2
    assert all(body.startswith("Ministers met") for body in found.articles["body"])
    assert found.problems.empty


@pytest.mark.parametrize("unit", ["<div>", "<b>", "<p>"])
def test_html_of_a_million_elements_ends_as_a_problem(tmp_path: Path, unit: str) -> None:
    (tmp_path / "a.html").write_text("<html><body>" + unit * 200_000, encoding="utf-8")
    assert read_html_folder(tmp_path).problems["problem"].tolist() == ["structure"]


def test_tags_are_counted_as_browsers_nest_them() -> None:
    assert count_tags("<div><p>a<p>b<br><ul><li>c<li>d</ul></div>") == (9, 2)
    assert count_tags("<" * 100_000) == (0, 0)
    assert count_tags("<a " * 100_000) == (0, 0)


def test_declared_encoding_is_used_or_contradicted() -> None:
    text = '<meta http-equiv="x" content="text/html; charset=windows-1251"><p>Москва</p>'
    assert decode_html(text.encode("cp1251"), "a.html") == (text, None)
    utf = text.replace("windows-1251", "utf-8")
    found, doubt = decode_html(utf.replace("Москва", "é").encode("cp1252"), "a.html")
    assert "é" in found
    assert doubt is not None
    assert "not in utf-8" in doubt[1]
    # Some encodings of Python run escapes; a page cannot ask for them.
    odd = '<meta charset="unicode_escape"><p>\\x41</p>'
    assert decode_html(odd.encode(), "a.html")[0] == odd


def test_a_folder_of_many_kinds(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "page.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "one.csv").write_text("id,text\n1,Ministers met.\n", encoding="utf-8")
    (tmp_path / "two.csv").write_text("id,text\n1,They left.\n2,\n", encoding="utf-8")
    (tmp_path / "odd.bin").write_bytes(b"\0\1")
    found = read_input(tmp_path)
    ids = sorted(zip(found.articles["source_file"], found.articles["article_id"], strict=True))
    assert ids == [
        ("one.csv", "1"), ("page.html", "page"), ("page.txt", "page-2"),
        ("two.csv", "two.csv-1"),
    ]  # fmt: skip
    assert found.problems["source"].tolist() == ["odd.bin", "two.csv, line 3"]


def test_unknown_kinds_and_missing_files_name_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(InputError, match=r"a\.pdf: is of no kind that can be read; give a folder"):
        detect_format(tmp_path / "a.pdf")
    with pytest.raises(InputError, match="does not exist"):
        read_input(tmp_path / "none.csv")
    with pytest.raises(InputError, match="date_order"):
        read_input(tmp_path, date_order="day")  # type: ignore[arg-type]


def test_names_are_shown_in_one_line_and_make_ids() -> None:
    assert escaped("a\nb\udcff.txt") == "a\\nb\\udcff.txt"
    assert id_from("../../etc/pass wd.txt") == "etc-pass-wd"
    assert id_from("....txt") == "article"


def test_bytes_are_limited_before_they_are_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.html.gz"
    path.write_bytes(gzip.compress(b"a" * 3_000_000))
    with pytest.raises(InputError, match="larger than 2 MB"):
        read_bytes(path, 2_000_000)


def test_many_small_files_make_few_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        (tmp_path / f"{number:02d}.csv").write_text(f"id,text\na,Text {number}.\nb,\n")
    made: list[str] = []

    def counted(name: str, rows: Sequence[Any]) -> pd.DataFrame:
        made.append(name)
        return new_table(name, rows)

    monkeypatch.setattr("analysis.corpus.readers.result.new_table", counted)
    found = read_input(tmp_path)
    assert len(found.articles) == len(found.problems) == 30
    assert found.claimed is None
    # Every file calls its article a: the first keeps the name.
    others = [f"{number:02d}.csv-a" for number in range(1, 30)]
    assert found.articles["article_id"].tolist() == [*others, "a"]
    assert found.problems["source"][29] == "29.csv, line 3"
    assert len(made) < 10
