"""Damaged input ends as articles or as problems: no traceback, bounded memory, nothing outside."""

import gzip
import json
import os
import random
import subprocess
import sys
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
from analysis.corpus.readers.paths import escaped
from analysis.corpus.readers.proquest import read_proquest

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT = "Ministers met in Munich on Thursday, and agreed that they would meet again.\n\n"
SUFFIXES = ("txt", "csv", "tsv", "json", "jsonl", "jsonl.gz", "xlsx", "parquet", "html", "html.gz",
            "docx", "xml", "warc", "warc.gz")  # fmt: skip


def warc(page: bytes) -> bytes:
    """A web archive of one page."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


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
        "table.json": json.dumps([{"text": TEXT}, {"text": TEXT}]).encode(),
        "table.csv.gz": gzip.compress(f'id,text\n1,"{TEXT}"\n'.encode(), mtime=0),
        "pages.warc": warc(page.encode()),
        "pages.warc.gz": gzip.compress(warc(page.encode()), mtime=0) * 2,
        "old.html": (
            "<style>.c0 {text-align: center}</style><!-- <DOCFULL> --><div class=c0>1 of 1 "
            f"DOCUMENTS</div><div class=c0>Daily</div><div class=c0>May 30, 2014</div><p>T</p>"
            f"<p>LENGTH: 26 words</p><p>{TEXT}</p><p>{TEXT}</p><p>LANGUAGE: ENGLISH</p>"
        ).encode(),
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


def bombs() -> dict[str, bytes]:
    """Files that are made to exhaust whoever reads them, or to have something read or run."""
    deep = "<div>" * 30_000
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    entity_bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">{entities}'
    outside = '<!ENTITY out SYSTEM "file:///etc/hostname">]>'
    response = "<ppsArticleResponse><article><headline>&e9;&out;</headline></article>"
    blanks = gzip.compress(b" " * 60_000_000, compresslevel=1)
    record = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n"
    lines = b"id,text\n" + b"".join(b'%d,"left open\n' % n for n in range(3000))
    return {
        "deep.html": f"<html><body>{deep}text".encode(),
        "attributes.html": b"<p " + b"a=1 " * 200_000 + b">text",
        "scripted.html": b"<script>" * 50_000,
        "entities.xml": f"{entity_bomb}{outside}{response}".encode(),
        "entities.html": f"{entity_bomb}{outside}<p>&e9;&out;</p>".encode(),
        "nested.json": b"[" * 1_000_000,
        "nested.jsonl": b'{"a":' * 1_000_000,
        "nested-text.jsonl": b'{"text": ' + b"[" * 900 + b"]" * 900 + b"}\n",
        "digits.json": b'[{"text": ' + b"9" * 100_000 + b"}]",
        "surrogate.jsonl": b'{"text": "a \\ud83d b"}\n{"text": "fine"}\n',
        "line.csv": b"id,text\n1," + b"a" * 20_000_000,
        "line.txt": b"word " * 4_000_000,
        "line.jsonl": b'{"text": "' + b"a" * 20_000_000,
        "fields.csv": b"text" + b",a" * 100_000 + b"\nx" + b",1" * 100_000,
        "rows.csv": b"text,b\n" + b"a\n" * 20_000,
        "quotes.csv": lines,
        "quoted.csv": b'id,text\n1,"' + b'""' * 3_000_000,
        "separators.csv": b"," * 5_000_000,
        "blank.txt": b"\n" * 1_900_000,
        "repeated.txt": b"Menu\n" * 30_000,
        "brackets.html": b"<" * 2_000_000,
        "bomb.csv.gz": blanks,
        "bomb.jsonl.gz": blanks,
        "bomb.html.gz": blanks,
        "bomb.warc.gz": gzip.compress(record % 60_000_000 + b" " * 60_000_000, compresslevel=1),
        "members.warc.gz": b"\x1f\x8b\x08" * 100_000,
        "lying.warc": record % 10**15 + record % 5 + record % 9_999_999,
        "heads.warc": b"WARC/1.0\r\n" + b"A: b\r\n" * 100_000,
        "marks.warc": b"WARC/1.0\r\n\r\n" * 50_000,
        "records.txt": b"1 of 2 DOCUMENTS\n" * 5_000,
        "under.txt": (b"_" * 60 + b"\nTitle: ProQuest\n") * 5_000,
        "labels.txt": b"1 of 1 DOCUMENTS\n" + b"LENGTH: 5 words\n" * 20_000,
        "dates.txt": b"Title\n" + b"Published 1/2/2019 10:00 | 3/4/2019 11:00\n" * 2_000,
    }


def zipped() -> dict[str, tuple[str, bytes]]:
    """Packed documents of the same kind: the part that a reader needs, and what is in it."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:XFD1048576"/>'
    )
    return {
        "blanks.docx": ("word/document.xml", b" " * 110_000_000),
        "blanks.xlsx": ("xl/workbook.xml", b" " * 110_000_000),
        "deep.docx": ("word/document.xml", b"<a>" * 300_000),
        "entities.docx": ("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        "../climb.docx": ("../../climbed.txt", b"<a/>"),
        "far.xlsx": ("xl/worksheets/sheet1.xml", sheet.encode()),
    }  # fmt: skip


READ = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # whatever writes a byte, dies of it
from analysis.corpus.readers.detect import read_input
from analysis.schema import new_table
new_table("articles", [])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = read_input(Path(sys.argv[1]))
told = {source.split(", ")[0] for source in found.problems["source"]}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
unit = 1_000_000 if sys.platform == "darwin" else 1_000
json.dump({
    "files": sorted(told | set(found.articles["source_file"])), "megabytes": peak / unit,
    "unique": bool(found.articles["article_id"].is_unique), "articles": len(found.articles),
    "words": " ".join([*found.articles["body"], *found.problems["detail"]])[:5_000_000],
}, sys.stdout)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of resources are those of POSIX")
def test_a_thousand_damaged_files_are_accounted_for_file_by_file(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    chance = random.Random(5)
    sound = {**packed(folder), **samples()}
    for name, data in bombs().items():
        (folder / name).write_bytes(data)
    for number, (part, inner) in enumerate(zipped().values()):
        suffix = "xlsx" if part.startswith("xl/") else "docx"
        with zipfile.ZipFile(folder / f"zip-{number}.{suffix}", "w", zipfile.ZIP_DEFLATED,
                             compresslevel=1) as file:  # fmt: skip
            file.writestr(part, inner)
            if suffix == "xlsx" and part != "xl/workbook.xml":
                file.writestr("xl/workbook.xml", b"<workbook/>")
    for suffix in SUFFIXES:
        (folder / f"empty.{suffix}").write_bytes(b"")
        (folder / f"noise.{suffix}").write_bytes(chance.randbytes(3000))
        (folder / f"zeros.{suffix}").write_bytes(bytes(3000))
        (folder / f"{'long' * 60}.{suffix}").write_bytes(b"one line\n")
    page = samples()["page.txt"]
    for name in ("line\nbreak.txt", "..dots.txt", "a..b.txt", "-flag.txt", "=cell.txt",
                 "tab\t.txt", "\u202egnp.txt", "quote'\".txt", "CON.txt", ".txt.txt"):  # fmt: skip
        (folder / name).write_bytes(page)
    (folder / os.fsdecode(b"bytes-\xff.txt")).write_bytes(page)
    (tmp_path / "secret.txt").write_text("Secret words of another folder.", encoding="utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "loop").symlink_to(folder)
    (folder / "nowhere.csv").symlink_to("none.csv")
    os.mkfifo(folder / "pipe.csv")
    (folder / "closed.csv").write_bytes(b"text\na\n")
    (folder / "closed.csv").chmod(0)
    # Saved pages, the commonest input, are half of them.
    kinds = [*sorted(sound), *["page.txt"] * len(sound)]
    for number in range(1_000 - len(list(folder.iterdir()))):
        name = kinds[number % len(kinds)]
        stem, _, suffix = name.partition(".")
        (folder / f"{stem}-{number:03d}.{suffix}").write_bytes(damaged(sound[name], chance))
    assert len(list(folder.iterdir())) == 1_000
    names = {path.name for path in folder.iterdir() if not path.name.startswith(".t")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", READ, folder], capture_output=True, timeout=240,
        check=False, cwd=tmp_path, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert {escaped(name) for name in names} == set(found["files"])
    assert found["unique"]
    assert found["articles"] > 200
    assert "Secret words" not in found["words"]
    assert "hahaha" not in found["words"]
    assert found["megabytes"] < 700
    # Nothing was written, in the folder or beside it.
    assert {path.name for path in folder.iterdir() if not path.name.startswith(".t")} == names
    assert {path.name for path in tmp_path.iterdir()} == {"in", "secret.txt"}


def test_sound_files_are_read(tmp_path: Path) -> None:
    for name, data in {**packed(tmp_path), **samples()}.items():
        (tmp_path / name).write_bytes(data)
        assert len(read_input(tmp_path / name).articles) >= 1, name


def test_very_many_problems_are_counted_and_not_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.corpus.readers.account.MOST_PROBLEMS", 3)
    table = tmp_path / "a.csv"
    table.write_text("id,text\n" + "junk\n" * 1_200 + "a,They met.\n,\n")
    found = read_input(table)
    assert found.articles["article_id"].tolist() == ["a"]
    assert found.problems[["source", "problem", "detail"]].to_numpy().tolist() == [
        ["a.csv", "row", "1,197 more such problems are not listed one by one"],
        ["a.csv, line 1203", "empty", "holds no article text"],
        *[[f"a.csv, line {line}", "row", "has 1 fields, the header 2"] for line in (2, 3, 4)],
    ]


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
