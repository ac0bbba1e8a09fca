"""Manifests with their files, addresses with their texts, and JSON and packed tables."""

import gzip
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.readers.addresses import address_key
from analysis.corpus.readers.detect import iter_input, read_input
from analysis.corpus.readers.formats import detect_format
from analysis.corpus.readers.tabular import read_tabular
from analysis.errors import InputError

PAGE = "Talks open in Munich\n\n11 February 2016\n\nMinisters met there and agreed to meet again.\n"
FIELDS = ["article_id", "outlet", "agency", "date", "headline", "language", "url", "complete",
          "duplicate_of", "source_file"]  # fmt: skip


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


MANIFEST = (
    "article_id,file,outlet,agency,date,headline,language,url,complete,duplicate_of\n"
    "one,a.txt,Daily,AP,2016-02-12,A headline,en,https://example.org/1,false,\n"
    "two,b/b.txt,Times,,,,,,,one\n"
)


def test_a_manifest_describes_the_files_of_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", PAGE)
    write(tmp_path, "b/b.txt", PAGE)
    write(tmp_path, "manifest.csv", MANIFEST)
    found = read_input(tmp_path)
    rows = found.articles[FIELDS].astype(object).where(found.articles[FIELDS].notna(), None)
    assert rows.to_numpy().tolist() == [
        ["one", "Daily", "AP", "2016-02-12", "A headline", "en", "https://example.org/1", False,
         None, "a.txt"],
        ["two", "Times", None, "2016-02-11", "Talks open in Munich", None, None, True, "one",
         "b/b.txt"],
    ]  # fmt: skip
    assert found.claimed == 2
    assert found.mapping is not None
    assert found.mapping["file"] == "file"
    # The manifest's day is taken, and the other one told.
    assert found.problems[["source", "problem", "detail"]].to_numpy().tolist() == [
        [
            "manifest.csv, line 2",
            "date",
            "says 2016-02-12, the text 2016-02-11; 2016-02-12 was taken",
        ]
    ]
    assert set(found.pages) == {"one", "two"}


def test_files_and_rows_are_held_to_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "extra.txt"):
        write(folder, name, PAGE)
    write(tmp_path, "out.txt", PAGE)
    write(folder, "two.jsonl", '{"text": "one"}\n{"text": "two"}\n')
    names = ["a.txt", "a.txt", "gone.txt", "../out.txt", "", "two.jsonl"]
    table = write(
        tmp_path, "list.csv", "filename,date\n" + "".join(f"{n},2016-02-11\n" for n in names)
    )
    found = read_input(folder, manifest=table)
    assert found.articles["source_file"].tolist() == ["a.txt"]
    details = dict(zip(found.problems["source"], found.problems["detail"], strict=True))
    assert details == {
        "list.csv, line 3": "names 'a.txt', as list.csv, line 2 does",
        "list.csv, line 4": "names 'gone.txt', which is missing",
        "list.csv, line 5": "names the file '../out.txt', which is not in the folder",
        "list.csv, line 6": "names no file",
        "two.jsonl": "holds 2 articles, its row describes one",
        "extra.txt": "is not in list.csv, and was not read",
    }


def test_a_manifest_without_ids_names_articles_and_originals_by_files(tmp_path: Path) -> None:
    for name in ("a.txt", "a.text", "b/c.txt"):
        write(tmp_path, name, PAGE)
    rows = ["file,duplicate_of,desk", "./a.txt,,home", "a.text,./a.txt,", "b/c.txt,a.text,abroad"]
    write(tmp_path, "manifest.csv", "\n".join(rows))
    found = read_input(tmp_path, keep=["desk"])
    assert found.problems.empty
    originals = found.articles.set_index("article_id")["duplicate_of"].dropna().to_dict()
    assert found.articles["article_id"].tolist() == ["a", "a.text", "b-c"]
    assert originals == {"a.text": "a", "b-c": "a.text"}
    assert found.labels.to_numpy().tolist() == [["a", "desk", "home"], ["b-c", "desk", "abroad"]]


def test_a_manifest_settles_what_its_file_leaves_open(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", PAGE.replace("11 February 2016", "02/11/2023"))
    write(tmp_path, "articles.csv", "file,date\na.txt,2023-02-11\n")
    found = read_input(tmp_path)
    assert found.articles["date"].tolist() == ["2023-02-11"]
    assert found.problems.empty


MEDIA_CLOUD = (
    "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
    "x1,2020-02-02,en,example.org,http://example.org,2020-01-01,First,https://example.org/1\n"
    "x2,2020-02-02,en,example.org,http://example.org,2020-01-02,Second,http://www.example.org/2/?utm_source=a\n"
    "x3,2020-02-02,en,example.org,http://example.org,2020-01-03,Third,https://example.org/3\n"
    "x4,2020-02-02,en,example.org,http://example.org,2020-01-03,Again,https://example.org/1#top\n"
)


def test_media_cloud_says_that_it_has_no_texts_and_joins_them(tmp_path: Path) -> None:
    table = write(tmp_path, "mc.csv", MEDIA_CLOUD)
    with pytest.raises(
        InputError, match=r"has addresses but no texts.*texts=… or --texts … names a table"
    ):
        read_input(table)
    texts = write(
        tmp_path, "texts.jsonl",
        "".join(json.dumps({"url": url, "text": text, "title": "Own"}) + "\n" for url, text in (
            ("https://example.org/2", "Second text."), ("http://example.org/1", "First text."),
            ("example.org/1/", "First again."), ("https://example.org/9", "Not listed."),
        )),
    )  # fmt: skip
    found = read_input(table, texts=texts)
    columns = ["article_id", "outlet", "date", "headline", "language", "body", "source_file"]
    assert found.articles[columns].to_numpy().tolist() == [
        ["x1", "example.org", "2020-01-01", "First", "en", "First text.", "texts.jsonl"],
        ["x2", "example.org", "2020-01-02", "Second", "en", "Second text.", "texts.jsonl"],
    ]
    assert found.problems[["source", "problem"]].to_numpy().tolist() == [
        ["mc.csv, line 4", "no text"], ["mc.csv, line 5", "url"], ["texts.jsonl", "passed over"],
        ["texts.jsonl, texts-3", "url"],
    ]  # fmt: skip
    with pytest.raises(InputError, match="has texts but no addresses"):
        read_input(table, texts=write(tmp_path, "t.csv", "text\none\n"))


def test_texts_and_manifests_need_their_other_half(tmp_path: Path) -> None:
    page = write(tmp_path, "a.txt", PAGE)
    with pytest.raises(InputError, match=r"manifest: describes files, but a\.txt is no folder"):
        read_input(page, manifest=page)
    with pytest.raises(InputError, match=r"texts: are joined with a table, but a\.txt is text"):
        read_input(page, texts=page)
    table = write(tmp_path, "b.csv", "title\na\n")
    with pytest.raises(InputError, match="no column that can be the url of a text"):
        read_input(table, texts=page)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org", "https://www.EXAMPLE.org/"),
        ("http://example.org:80/a?b=1&a=2", "example.org/a?a=2&b=1"),
        ("https://example.org/caf%C3%A9", "https://example.org/café"),
        ("https://example.org/a?fbclid=1&gclid=2&utm_medium=3", "//example.org/a"),
    ],
)
def test_addresses_of_one_page(one: str, other: str) -> None:
    assert address_key(one) == address_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/?id=1", "https://example.org/?id=2"),
        ("https://example.org/a", "https://news.example.org/a"),
        ("https://example.org/a", "https://example.org:8080/a"),
    ],
)
def test_addresses_of_two_pages(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@given(st.text(max_size=60))
def test_any_address_has_a_key_that_is_its_own(text: str) -> None:
    for url in (text, f"http://example.org/{text}"):
        key = address_key(url)
        assert not key or address_key(key) == key


ARTICLES = [
    {"id": "a", "text": "Ministers met.", "source": {"name": "Daily", "id": None}},
    {"id": "b", "text": "They left, \"they\" said: {[,]}.", "source": {"name": "Times"}},
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ARTICLES),
        json.dumps(ARTICLES, indent=2),
        json.dumps({"status": "ok", "totalResults": 2, "articles": ARTICLES}),
        "\n".join(map(json.dumps, ARTICLES)),
        "\n\n".join(json.dumps(one, indent=1) for one in ARTICLES),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_json_in_its_usual_shapes(tmp_path: Path, text: str, packed: bool) -> None:
    path = tmp_path / ("a.json.gz" if packed else "a.json")
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    assert detect_format(path) == "table"
    found = read_input(path)
    assert found.problems.empty
    assert found.articles[["article_id", "outlet", "body"]].to_numpy().tolist() == [
        ["a", "Daily", "Ministers met."], ["b", "Times", ARTICLES[1]["text"]],
    ]  # fmt: skip


def test_one_object_is_one_article(tmp_path: Path) -> None:
    for number in (1, 2):
        write(tmp_path, f"{number}.json", json.dumps({"title": "T", "content": f"Text {number}."}))
    found = read_input(tmp_path)
    assert found.articles["body"].tolist() == ["Text 1.", "Text 2."]


def test_a_broken_array_keeps_what_stands_before(tmp_path: Path) -> None:
    whole = json.dumps([{"text": f"text {n}"} for n in range(5)])
    for cut, read in ((len(whole) - 1, 5), (len(whole) - 5, 4)):
        found = read_tabular(write(tmp_path, "a.json", whole[:cut]))
        assert len(found.articles) == read
        assert found.problems["source"].tolist() == [f"a.json, item {read + 1}"]
    for text in ("", "[", "{", "[1, 2]", "[" * 100_000, '{"a":' * 100_000, "NaN", "text", "[,]"):
        found = read_tabular(write(tmp_path, "a.json", text))
        assert found.articles.empty
        assert len(found.problems) >= 1


@pytest.mark.parametrize("name", ["a.csv.gz", "a.jsonl.gz"])
def test_packed_tables_are_read_up_to_where_they_break_off(tmp_path: Path, name: str) -> None:
    # Random digits hardly pack, so that the file has more than one block.
    chance = random.Random(1)
    words = [f"{chance.randbytes(300).hex()} é" for _ in range(1000)]
    rows = [f"{n},{word}" for n, word in enumerate(words)]
    if "json" in name:
        rows = [json.dumps({"id": n, "text": word}) for n, word in enumerate(words)]
    text = ("" if "json" in name else "id,text\n") + "\n".join(rows) + "\n"
    path = tmp_path / name
    path.write_bytes(gzip.compress(text.encode()))
    assert len(read_input(path).articles) == 1000
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    found = read_input(path)
    assert 400 < len(found.articles) < 600
    assert found.problems["detail"].tolist() == ["the gzip file breaks off"]


def test_pieces_of_any_input(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", PAGE)
    write(tmp_path, "b.csv", "text\none\n")
    for path in (tmp_path / "a.txt", tmp_path / "b.csv"):
        assert [len(piece.articles) for piece in iter_input(path)] == [1]
    assert [len(piece.articles) for piece in iter_input(tmp_path)] == [2]


def test_a_manifest_may_leave_out_suffixes_and_be_called_anything(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", PAGE)
    write(tmp_path, "b.txt", PAGE)
    write(tmp_path, "c.txt", PAGE)
    write(tmp_path, "c.html", "<p>Another</p>")
    rows = "Filename;Newspaper\na;Daily\nB.TXT;Times\nc;Post\nd;Post\n"
    write(tmp_path, "metadata.csv", rows)
    found = read_input(tmp_path)
    columns = ["article_id", "outlet", "source_file"]
    assert found.articles[columns].to_numpy().tolist() == [
        ["B", "Times", "b.txt"], ["a", "Daily", "a.txt"]
    ]  # fmt: skip
    # Two files could be c, and none is d.
    assert found.problems[["source", "detail"]].to_numpy().tolist() == [
        ["c.html", "is not in metadata.csv, and was not read"],
        ["c.txt", "is not in metadata.csv, and was not read"],
        ["metadata.csv, line 4", "names 'c', which is missing"],
        ["metadata.csv, line 5", "names 'd', which is missing"],
    ]
