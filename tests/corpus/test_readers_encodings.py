"""In which encoding a text is read: what it says itself, what is declared for it, what is found."""

import codecs
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.decoding import decode
from analysis.corpus.readers.detect import read_input
from analysis.corpus.readers.html_folder import decode_html
from analysis.corpus.reading import read_articles
from analysis.corpus.stopping import stopping_problems
from analysis.encodings import check_encoding, encoding_named
from analysis.errors import InputError
from analysis.study import open_study

POLISH = "Źródła w Łodzi podały wczoraj, że rozmowy będą trwały do późnej nocy w środę."
REFUSED = (
    "rot13 zip bz2 base64 hex uu quopri idna punycode unicode_escape raw_unicode_escape undefined "
    "mbcs oem utf-7 palmos charmap aliases"
)
RUSSIAN = "Министры встретились в Мюнхене и договорились о новой встрече."


@pytest.mark.parametrize("name", [*REFUSED.split(), "", " ", "../utf_8", "utf-8\0", "ü", "9" * 99])
def test_what_is_no_encoding_of_text_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"^encoding: .* is no known encoding of text"):
        check_encoding(name)


def test_names_that_are_written_alike_are_suggested() -> None:
    with pytest.raises(InputError, match=r"'cp12551' .*did you mean cp1255"):
        check_encoding("cp12551")
    with pytest.raises(InputError, match=r"did you mean latin-1"):
        check_encoding("latin-11")
    assert check_encoding(" Windows-1250 ") == "cp1250"
    assert check_encoding("Latin-2") == "iso8859-2"


def test_a_byte_order_mark_goes_before_what_is_declared() -> None:
    for codec in ("utf-8-sig", "utf-16", "utf-32"):
        assert decode(POLISH.encode(codec), "a.txt", "cp1250") == (POLISH, None)
    assert decode(POLISH.encode("cp1250"), "a.txt", "cp1250") == (POLISH, None)
    assert decode(POLISH.encode("utf-16-le"), "a.txt", "utf-16-le") == (POLISH, None)


def test_latin_1_is_read_as_the_windows_1252_it_mostly_is() -> None:
    text = "“Déjà vu” – 5 €"
    assert decode(text.encode("cp1252"), "a.txt", check_encoding("latin-1")) == (text, None)


@pytest.mark.parametrize(
    ("data", "codec", "trouble"),
    [
        ("é".encode(), "ascii", "is not the ascii that it is declared to be at byte 1"),
        (b"ab\x98", "cp1251", "is not the cp1251 that it is declared to be at byte 3"),
        (b"abc", "utf-16-le", "is not the utf-16-le that it is declared to be"),
        (codecs.BOM_UTF8 + b"\xff", "cp1251", "is not the utf-8-sig that it says it is"),
        (b"a\0b", "cp1251", "in cp1251 it holds NUL characters"),
    ],
)
def test_bytes_that_are_not_in_the_declared_encoding_are_refused(
    data: bytes, codec: str, trouble: str
) -> None:
    with pytest.raises(InputError, match=trouble):
        decode(data, "a.txt", codec)


def test_what_speaks_against_an_encoding_stops_a_run(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(RUSSIAN.encode("utf-8"))
    found = read_input(tmp_path, encoding="cp1251")
    assert found.problems["detail"].tolist() == [
        "is read as cp1251, as declared, though all of it is UTF-8"
    ]
    assert len(stopping_problems(found.problems)) == 1
    damaged = RUSSIAN.replace("М", "»").encode() + b"\xe9"
    (tmp_path / "a.txt").write_bytes(damaged.replace(b"\x81", b"\x82").replace(b"\x8d", b"\x8c"))
    # Text in Windows-1252 that is none stops a run, one that may be is noted.
    found = read_input(tmp_path)
    assert len(stopping_problems(found.problems)) == 1
    (tmp_path / "a.txt").write_bytes("“Déjà vu”, said a man who had been there.".encode("cp1252"))
    found = read_input(tmp_path)
    assert found.problems["problem"].tolist() == ["encoding"]
    assert stopping_problems(found.problems).empty


def test_a_page_is_read_as_declared_by_the_reader_then_the_header_then_itself() -> None:
    page = f'<meta charset="iso-8859-15"><p>{POLISH}</p>'
    data = page.encode("cp1250")
    assert decode_html(data, "a.html", "cp1252", encoding="cp1250") == (page, None)
    assert decode_html(data, "a.html", "cp1250") == (page, None)
    assert decode_html(data, "a.html")[0] != page
    # An encoding without the signs of ASCII cannot be what a page that was read declares.
    for odd in ("utf-16", "cp037", "hz", "utf-7", "rot13", "no-such"):
        text, doubt = decode_html(f'<meta charset="{odd}"><p>~{{é'.encode(), "a.html")
        assert text.endswith("~{é")
        assert doubt == (
            "encoding", f"is not in {odd} as it declares; read as UTF-8",
            "save it as plain text in UTF-8, or declare its encoding",
        )  # fmt: skip


def test_the_declared_encoding_reaches_every_kind_of_text(tmp_path: Path) -> None:
    rule, lines = "_" * 60, "\n\n"
    page = f"<html><body><article><h1>Rozmowy</h1><p>{POLISH}</p><p>{POLISH}</p></article></body>"
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode("cp1250")
    warc = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\n"
    files = {
        "a.txt": f"Rozmowy{lines}{POLISH}\n".encode("cp1250"),
        "b.html": page.encode("cp1250"),
        "c.csv": f'id,text\nc,"{POLISH}"\n'.encode("cp1250"),
        "d.jsonl": f'{{"id": "d", "text": "{POLISH}"}}\n'.encode("cp1250"),
        "e.json": f'[{{"id": "e", "text": "{POLISH}"}}]'.encode("cp1250"),
        "f.tsv.gz": gzip.compress(f"id\ttext\nf\t{POLISH}\n".encode("cp1250")),
        "g.warc": warc + b"Content-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n",
        "h.txt": f"\n{rule}\n\nRozmowy\n\nFull text: {POLISH}\n\nProQuest document ID: 1\n\n"
        f"Publication date: Jun 22, 2012\n\n{rule}\nProQuest\n".encode("cp1250"),
        "i.txt": f"1 of 1 DOCUMENTS\n\n{' ' * 20}Gazeta\n\n{' ' * 20}June 22, 2012\n\nRozmowy\n\n"
        f"LENGTH: 13 words\n\n{POLISH}\n\nLANGUAGE: POLISH\n".encode("cp1250"),
        "j.html": (
            f"<html><title>Factiva</title><div class='article x'><div id='hd'>Rozmowy</div>"
            f"<div>13 words</div><div>22 June 2012</div><div>Gazeta</div><p>{POLISH}</p>"
            "<p>Document GAZ0000020120622e86m00001</p></div></html>"
        ).encode("cp1250"),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    found = read_input(tmp_path, encoding="Windows-1250")
    assert sorted(found.articles["source_file"]) == sorted(files)
    assert found.articles["body"].str.contains(POLISH, regex=False).all()
    assert found.problems.empty


def test_damaged_rows_of_a_declared_encoding_are_lost_alone(tmp_path: Path) -> None:
    rows = [b"id,text,note", "a,Łódź jest miastem.,x".encode("cp1250"), b"b,Nothing \x81 here.,x",
            b"c,A note is damaged.,\x81", b"d,Last of all.,x"]  # fmt: skip
    (tmp_path / "a.csv").write_bytes(b"\n".join(rows))
    found = read_input(tmp_path / "a.csv", encoding="cp1250")
    assert found.articles["article_id"].tolist() == ["a", "c", "d"]
    assert found.problems[["source", "problem", "detail"]].to_numpy().tolist() == [
        ["a.csv, line 3", "characters", "holds bytes that are no text in its encoding"]
    ]
    (tmp_path / "b.json").write_bytes(b'[{"text": "a"}, {"text": "\xff"}, {"text": "c"}]')
    found = read_input(tmp_path / "b.json", encoding="utf-8")
    assert found.articles["body"].tolist() == ["a", "c"]
    wide = "text\nOne.\nTwo.\n".encode("utf-16-le")
    (tmp_path / "c.csv").write_bytes(wide)
    assert len(read_input(tmp_path / "c.csv", encoding="utf-16-le").articles) == 2
    (tmp_path / "c.csv").write_bytes(wide[:-1])
    found = read_input(tmp_path / "c.csv", encoding="utf-16-le")
    assert found.problems["detail"].tolist() == ["is not text in utf-16-le"]


def test_a_manifest_states_the_encoding_of_single_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(POLISH.encode("cp1250"))
    (tmp_path / "b.txt").write_bytes(RUSSIAN.encode("koi8-r"))
    (tmp_path / "c.txt").write_bytes(POLISH.encode("utf-8"))
    table = tmp_path / "manifest.csv"
    table.write_text("file,encoding\na.txt,\nb.txt,KOI8-R\nc.txt,utf8\n")
    found = read_input(tmp_path, encoding="cp1250")
    assert found.articles["body"].tolist() == [POLISH, RUSSIAN, POLISH]
    assert found.problems.empty
    table.write_text("file,encoding\na.txt,\nb.txt,koi9\nc.txt,utf8\n")
    found = read_input(tmp_path, encoding="cp1250")
    assert found.problems["source"].tolist() == ["b.txt"]
    assert found.problems["detail"][0].startswith("'koi9' is no known encoding of text (did you")
    # In a table of texts a column of that name is one like others.
    (tmp_path / "t.csv").write_text("encoding,text\nx,One.\n")
    assert read_input(tmp_path / "t.csv").mapping == {"text": "text"}


def test_a_study_declares_an_encoding(tmp_path: Path) -> None:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    (raw / "a.csv").write_bytes(f'text,outlet\n"{POLISH}",X\n"{POLISH}",Y\n'.encode("cp1250"))
    settings = 'title = "T"\nseed = 1\n[articles]\n{}\n[groups]\nby = "{}"\n'
    settings += 'target = "X"\nreference = "Y"\n'
    inputs = 'inputs = ["data/raw/a.csv"]\nencoding = "windows-1250"'
    (tmp_path / "study.toml").write_text(settings.format(inputs, "outlet"))
    corpus = read_articles(open_study(tmp_path))
    assert set(corpus.articles["body"]) == {POLISH}
    assert corpus.problems.empty
    (raw / "a.txt").write_bytes(POLISH.encode("cp1250"))
    (raw / "articles.csv").write_text("article_id,file,date,encoding\na,a.txt,2012-06-22,cp1250\n")
    (tmp_path / "study.toml").write_text(settings.format("", "year"))
    corpus = read_articles(open_study(tmp_path))
    assert corpus.articles["body"].tolist() == [POLISH]
    (raw / "articles.csv").write_text("article_id,file,encoding\na,a.txt,rot13\n")
    with pytest.raises(InputError, match=r"articles\.csv, line 2: 'rot13' is no known encoding"):
        read_articles(open_study(tmp_path))
    (tmp_path / "study.toml").write_text(settings.format('encoding = "koi-8"', "year"))
    with pytest.raises(InputError, match=r"\[articles\] encoding: 'koi-8' is no known encoding"):
        open_study(tmp_path)


@given(st.binary(max_size=60), st.sampled_from([None, "cp1252", "gb18030", "shift_jis", "utf-16"]))
def test_no_character_is_ever_replaced(data: bytes, codec: str | None) -> None:
    try:
        text, doubt = decode(data, "a.txt", codec)
    except InputError:
        return
    read_as = "cp1252" if codec is None and doubt else codec or "utf-8"
    marked = data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    assert marked or text == data.decode(read_as)


def test_encodings_of_pages_are_those_that_are_known() -> None:
    assert encoding_named("x-user-defined") is None
    assert encoding_named("windows-1252") == "cp1252"
