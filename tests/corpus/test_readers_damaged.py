"""Damaged input ends as articles or as problems: no traceback, bounded memory, nothing outside."""

import gzip
import random
import tracemalloc
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.corpus.readers.detect import read_input
from analysis.corpus.readers.factiva import read_factiva
from analysis.corpus.readers.nexis import read_nexis
from analysis.corpus.readers.proquest import read_proquest

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT = "Ministers met in Munich on Thursday, and agreed that they would meet again.\n\n"
SUFFIXES = ("txt", "csv", "tsv", "jsonl", "xlsx", "parquet", "html", "html.gz", "docx", "xml")


def samples() -> dict[str, bytes]:
    """A sound file of each kind, by name."""
    record = "1 of 1 DOCUMENTS\n\nThe Daily\n\nMay 30, 2014 Friday\n\nTitle\n\nLENGTH: 26 words\n\n"
    page = f"<html><body><article><h1>Title</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
    cells = "".join(f"<tr><td>{k}</td><td>{v}</td></tr>" for k, v in (
        ("HD", "Title"), ("PD", "30 May 2014"), ("SN", "Daily"), ("LP", f"<p>{TEXT}</p>"),
        ("AN", "Document DAILY00020140530e7ct0001r")))  # fmt: skip
    return {
        "page.txt": ("Title\n\nMay 30, 2014\n\n" + TEXT * 3).encode(),
        "nexis.txt": (record + TEXT * 2 + "LOAD-DATE: May 31, 2014\n").encode(),
        "proquest.txt": (
            f"{'_' * 60}\nTitle: A title\n\nFull text: {TEXT}\nProQuest document ID: 12\n"
        ).encode(),
        "table.csv": f'id,text\n1,"{TEXT}"\n2,"{TEXT}"\n'.encode(),
        "table.jsonl": b'{"text": "one"}\n{"text": "two"}\n',
        "page.html": page.encode(),
        "page.html.gz": gzip.compress(page.encode(), mtime=0),
        "factiva.html": (
            f"<title>Factiva</title><div class='article enArticle'><table>{cells}</table></div>"
        ).encode(),
        "factiva.xml": (
            f"<ppsArticleResponse count='1'><article><headline>Title</headline>"
            f"<leadParagraph>{TEXT}</leadParagraph></article>"
            "</ppsArticleResponse>"
        ).encode(),
    }


def packed(folder: Path) -> dict[str, bytes]:
    """Sound files of the kinds that a library writes."""
    frame = pd.DataFrame({"text": [TEXT, TEXT], "date": ["2014-05-30", "2014-05-31"]})
    frame.to_excel(folder / "t.xlsx", index=False)
    frame.to_parquet(folder / "t.parquet")
    lines = ["Title", "The Daily", "May 30, 2014 Friday", "Length: 26 words", "Body", "", TEXT,
             TEXT, "End of Document"]  # fmt: skip
    text = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    with zipfile.ZipFile(folder / "t.docx", "w") as file:
        file.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}">{text}</w:document>')
    found = {path.name: path.read_bytes() for path in folder.glob("t.*")}
    for path in folder.glob("t.*"):
        path.unlink()
    return found


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The same bytes cut off, with some overwritten, or with NUL bytes in them."""
    spoilt = bytearray(data)
    way = chance.randrange(4)
    if way == 0:
        return bytes(spoilt[: chance.randrange(len(spoilt))])
    for _ in range(chance.choice([1, 5, 50])):
        spoilt[chance.randrange(len(spoilt))] = 0 if way == 1 else chance.randrange(256)
    return bytes(spoilt) if way < 3 else bytes(spoilt[: chance.randrange(1, len(spoilt))])


def test_a_folder_of_damaged_files_is_accounted_for_file_by_file(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    chance = random.Random(5)
    sound = {**packed(folder), **samples()}
    for name, data in sound.items():
        stem, _, suffix = name.partition(".")
        for number in range(12):
            (folder / f"{stem}-{number:02d}.{suffix}").write_bytes(damaged(data, chance))
    for suffix in SUFFIXES:
        (folder / f"empty.{suffix}").write_bytes(b"")
        (folder / f"noise.{suffix}").write_bytes(chance.randbytes(3000))
    for name in ("line\nbreak.txt", "..dots.txt", "a..b.txt", "-flag.txt", "=cell.txt"):
        (folder / name).write_bytes(samples()["page.txt"])
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "secret.txt").write_text("Secret words of another folder.", encoding="utf-8")
    names = {path.name for path in folder.iterdir()}
    found = read_input(folder)
    told = {source.split(", ")[0] for source in found.problems["source"]}
    told |= set(found.articles["source_file"])
    assert {name.replace("\n", "\\n") for name in names} == told
    assert found.articles["article_id"].is_unique
    assert "Secret words" not in found.articles.to_csv() + found.problems.to_csv()
    # Nothing was written, in the folder or beside it.
    assert {path.name for path in folder.iterdir()} == names
    assert {path.name for path in tmp_path.iterdir()} == {"in", "secret.txt"}


def test_sound_files_are_read(tmp_path: Path) -> None:
    for name, data in {**packed(tmp_path), **samples()}.items():
        (tmp_path / name).write_bytes(data)
        assert len(read_input(tmp_path / name).articles) >= 1, name


@pytest.mark.parametrize("inner", [b" " * 150_000_000, b"<w:t>a</w:t>" * 2_000_000])
def test_a_zip_bomb_is_refused_in_bounded_memory(tmp_path: Path, inner: bytes) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:p>'.encode() + inner)
    del inner
    tracemalloc.start()
    found = read_nexis(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.articles.empty
    assert found.problems["problem"].tolist() == ["file"]
    assert peak < 30_000_000


def test_a_packed_page_is_not_unpacked_beyond_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "bomb.html.gz"
    path.write_bytes(gzip.compress(b"a " * 30_000_000, compresslevel=1))
    assert "larger than" in read_input(path).problems["detail"][0]


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_entities_in_a_packed_document_are_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    part = "word/document.xml" if suffix == "docx" else "xl/workbook.xml"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(part, '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert "declares entities" in read_input(path).problems["detail"][0]


def test_a_text_of_one_huge_line_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" * 8_000_000)
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "' + b"a" * 8_000_000)
    found = read_input(tmp_path)
    assert found.articles.empty
    assert found.problems["source"].tolist() == ["a.jsonl", "a.txt"]


PIECES = st.lists(
    st.sampled_from(
        ["1 of 2 DOCUMENTS", "LENGTH: 5 words", "BODY:", "Body", "End of Document", "_" * 60,
         "Full text: one two", "Title: A", "ProQuest document ID: 1", "\n\n", "\n", "May 3, 2014",
         "<div class='article a'>", "<tr><td>HD</td><td>", "<p>", "</div>",
         "Document AAAA2014abcde", "<article>", "LOAD-DATE: May 3, 2014", "Copyright 2014",
         " " * 20, "word ", "\x0c", "é"]
    ),
    max_size=30,
)  # fmt: skip


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PIECES)
def test_any_mixture_of_marks_is_articles_or_problems(tmp_path: Path, pieces: list[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("".join(pieces), encoding="utf-8", newline="")
    for read in (read_nexis, read_proquest, read_factiva):
        found = read(path)
        assert len(found.articles) + len(found.problems) >= 1
        assert found.articles["article_id"].is_unique
