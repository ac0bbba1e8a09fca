"""Web archives: pages are read, everything else is counted, and damage costs its own record."""

import gzip
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.corpus.readers.detect import read_input
from analysis.corpus.readers.formats import detect_format
from analysis.corpus.readers.packed import PackedError, open_unpacked
from analysis.corpus.readers.warc import iter_warc, read_warc
from analysis.corpus.readers.warc_records import warc_records

TEXT = "Ministers met on Thursday in Munich, at the café, and agreed that they would meet again."


def page(number: int = 1) -> str:
    return (
        f"<html><head><title>Talks {number}</title>"
        "<meta property='article:published_time' content='2016-02-11T10:00:00Z'></head><body>"
        f"<article><h1>Talks {number}</h1><p>{TEXT}</p><p>Report number {number} says so, too.</p>"
        "</article></body></html>"
    )


def record(
    body: bytes, media: str = "text/html", *, status: str = "200 OK", kind: str = "response",
    address: str = "http://example.org/a", head: str = "", length: object = None,
) -> bytes:  # fmt: skip
    """A record as the standard (ISO 28500) lays it out, written by hand."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{head}\r\n".encode()
    block = http + body
    size = len(block) if length is None else length
    return (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
        f"WARC-Date: 2020-01-01T00:00:00Z\r\nContent-Length: {size}\r\n\r\n"
    ).encode() + block + b"\r\n\r\n"  # fmt: skip


def pages(n: int) -> list[bytes]:
    return [record(page(i).encode(), address=f"http://example.org/{i}") for i in range(1, n + 1)]


def write(folder: Path, *records: bytes, packed: bool) -> Path:
    path = folder / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(b"".join(gzip.compress(one) if packed else one for one in records))
    return path


@pytest.mark.parametrize("packed", [False, True])
def test_pages_are_read_and_the_rest_is_counted(tmp_path: Path, packed: bool) -> None:
    path = write(
        tmp_path, record(b"", kind="warcinfo"), record(b"", kind="request"), *pages(1),
        record(b"\x89PNG", "image/png"), record(page(2).encode(), status="404 Not Found"),
        record(b"", kind="revisit"), record(b"GIF", "image/gif"), record(b"GIF", "image/gif"),
        packed=packed,
    )  # fmt: skip
    assert detect_format(path) == "warc"
    found = read_input(path)
    columns = ["article_id", "headline", "date", "url", "source_file"]
    assert found.articles[columns].to_numpy().tolist() == [
        ["a-000003", "Talks 1", "2016-02-11", "http://example.org/1", path.name]
    ]
    assert found.articles["body"][0].startswith(TEXT)
    assert found.problems[["problem", "detail"]].to_numpy().tolist() == [
        ["passed over", "5 of 8 records were no pages that can be read: 2 image/gif, 1 image/png, "
         "1 revisit record, 1 status 404"]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "media", "body"),
    [
        ("", "text/html; charset=ISO-8859-1", page().encode("cp1252")),
        ("", 'text/html;charset="utf-8"', page().encode()),
        ("Content-Encoding: gzip\r\n", "text/html", gzip.compress(page().encode())),
        ("Content-Encoding: gzip\r\n", "text/html", page().encode()),
        ("Content-Encoding: deflate\r\n", "text/html", zlib.compress(page().encode())),
        ("Content-Encoding: deflate\r\n", "text/html", zlib.compress(page().encode())[2:-4]),
        ("Transfer-Encoding: chunked\r\n", "text/html",
         b"%x\r\n%b\r\n0\r\n\r\n" % (len(page().encode()), page().encode())),
        ("", "application/xhtml+xml", page().encode("utf-16")),
    ],
)  # fmt: skip
def test_pages_come_in_many_wrappings(tmp_path: Path, head: str, media: str, body: bytes) -> None:
    found = read_warc(write(tmp_path, record(body, media, head=head), packed=False))
    assert found.problems.empty
    assert found.articles["body"][0].startswith(TEXT)


@pytest.mark.parametrize("length", [5, 1_000_000, 10**14, "x", "-1", ""])
@pytest.mark.parametrize("packed", [False, True])
def test_a_lying_length_costs_its_own_record(
    tmp_path: Path, length: object, packed: bool
) -> None:  # fmt: skip
    sound = pages(3)
    lying = record(page(9).encode(), length=length)
    path = write(tmp_path, sound[0], lying, *sound[1:], packed=packed)
    found = read_warc(path)
    assert found.articles["headline"].tolist() == ["Talks 1", "Talks 2", "Talks 3"]
    assert found.problems[["source", "problem"]].to_numpy().tolist() == [
        [f"{path.name}, record 2", "damaged"]
    ]


def test_a_damaged_member_costs_its_own_record(tmp_path: Path) -> None:
    members = [gzip.compress(one) for one in pages(3)]
    spoilt = bytearray(members[1])
    spoilt[len(spoilt) // 2] ^= 0xFF
    path = tmp_path / "a.warc.gz"
    path.write_bytes(members[0] + spoilt + members[2])
    found = read_warc(path)
    assert found.articles["headline"].tolist() == ["Talks 1", "Talks 3"]
    assert found.problems["problem"].tolist() == ["damaged"]
    assert found.problems["detail"].str.contains("gzip file is damaged").all()


def test_an_archive_that_breaks_off_keeps_what_stands_before(tmp_path: Path) -> None:
    for packed in (False, True):
        path = write(tmp_path, *pages(2), packed=packed)
        path.write_bytes(path.read_bytes()[:-200])
        found = read_warc(path)
        assert found.articles["headline"].tolist() == ["Talks 1"]
        assert found.problems["problem"].tolist() == ["damaged"]


def test_one_member_for_the_whole_file_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"".join(pages(2))))
    assert read_warc(path).articles["headline"].tolist() == ["Talks 1", "Talks 2"]


def test_a_bomb_is_given_up_in_bounded_memory_and_the_next_record_is_read(tmp_path: Path) -> None:
    size = 60_000_000
    bomb = record(b"", "text/html", length=size + 43) + b" " * size
    inside = record(gzip.compress(b"<p>" + b" " * size), head="Content-Encoding: gzip\r\n")
    path = write(tmp_path, bomb, inside, *pages(1), packed=True)
    tracemalloc.start()
    found = read_warc(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.articles["headline"].tolist() == ["Talks 1"]
    assert found.problems["problem"].tolist() == ["damaged", "page"]
    assert found.problems["detail"][1] == "unpacks to more than 10 MB"
    assert peak < 45_000_000


def test_what_is_larger_than_a_page_is_skipped_not_held(tmp_path: Path) -> None:
    films = [record(b"0" * 11_000_000, "video/mp4"), record(b" " * 11_000_000)]
    for packed in (False, True):
        # Packed, these blanks have the ratio of a bomb.
        path = write(tmp_path, *films, *pages(1), packed=packed)
        found = read_warc(path)
        assert found.articles["headline"].tolist() == ["Talks 1"]
        kinds = found.problems["problem"].tolist()
        assert kinds == (["passed over", "size"] if not packed else ["damaged", "damaged"])


def test_pieces_hold_what_the_whole_holds(tmp_path: Path) -> None:
    path = write(tmp_path, *pages(7), packed=True)
    parts = list(iter_warc(path, size=3))
    assert [len(part.articles) for part in parts] == [2, 2, 2, 1]
    assert len(read_warc(path).articles) == 7


def test_what_is_no_archive_is_a_problem(tmp_path: Path) -> None:
    for data in (b"", b"\0" * 5000, b"\x1f\x8b\x08" * 3000, b"WARC/1.0\r\n" * 3000, b"text"):
        for name in ("a.warc", "a.warc.gz"):
            (tmp_path / name).write_bytes(data)
            found = read_warc(tmp_path / name)
            assert found.articles.empty
            assert len(found.problems) >= 1


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_records_are_read_back_around_any_damage(tmp_path: Path, data: st.DataObject) -> None:
    bodies = data.draw(st.lists(st.binary(max_size=300), min_size=1, max_size=4))
    packed = data.draw(st.booleans())
    sound = [record(body, "image/png") for body in bodies]
    path = write(tmp_path, *sound, packed=packed)
    assert [one.block.partition(b"\r\n\r\n")[2] for one in warc_records(path)] == bodies
    spoilt = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(spoilt) - 1))
    spoilt[place : place + 3] = data.draw(st.binary(max_size=5))
    path.write_bytes(spoilt)
    assert 1 <= len(list(warc_records(path))) <= 3 * len(bodies) + 8


def test_members_are_read_as_one_stream(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 20)
    with open_unpacked(path) as file:
        assert file.read() == b"one two"
    path.write_bytes(gzip.compress(b"one") + b"else")
    with open_unpacked(path) as file, pytest.raises(PackedError, match="goes on with something"):
        file.read()
    path.write_bytes(gzip.compress(bytes(30_000_000)))
    with open_unpacked(path) as file, pytest.raises(PackedError, match="over 200 times its size"):
        file.read(30_000_000)


def test_a_packed_page_that_breaks_off_is_a_problem_and_one_of_two_members_is_read(
    tmp_path: Path,
) -> None:
    whole = page().encode()
    packed = gzip.compress(whole[:150]) + gzip.compress(whole[150:])
    head = "Content-Encoding: gzip\r\n"
    one, cut = record(packed, head=head), record(gzip.compress(whole)[:-40], head=head)
    found = read_warc(write(tmp_path, one, cut, packed=False))
    assert len(found.articles) == 1
    assert TEXT in found.articles["body"][0]
    assert found.problems["detail"].tolist() == ["breaks off in what it is packed in"]


def test_resources_and_pages_without_a_type_are_read_and_cut_ones_are_told(tmp_path: Path) -> None:
    html = b"<!DOCTYPE html>" + page().encode()
    plain = (
        f"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: {len(html)}"
        "\r\n\r\n"
    ).encode() + html + b"\r\n\r\n"  # fmt: skip
    # As long as before, so that the length still holds.
    untyped = record(html).replace(b"Content-Type: text/html\r\n", b"Served-From: archive 1\r\n")
    cut = record(html).replace(b"WARC/1.0\r\n", b"WARC/1.0\r\nWARC-Truncated: length\r\n")
    found = read_warc(write(tmp_path, plain, untyped, cut, packed=False))
    assert found.articles["complete"].tolist() == [True, True, False]
    assert found.problems["problem"].tolist() == ["truncated"]
