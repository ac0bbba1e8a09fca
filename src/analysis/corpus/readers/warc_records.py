"""The records of a web archive, whatever is broken in it, within bounds.

In: a .warc or .warc.gz. Out: `Record`s with their header and block, or what is wrong with them.
warcio reads heads of any length and unpacks without limit, so records are told apart here; a head
of bounded size is then read with warcio's parser.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import regex

from analysis.corpus.readers.html_folder import LARGEST_PAGE
from analysis.corpus.readers.packed import Member, PackedError, is_packed, next_member

_LONGEST_HEAD = 65_536
_MOST_DAMAGED = 1_000
_PIECE = 65_536
_END_OF_HEAD = regex.compile(rb"\r?\n\r?\n")
_MARK = b"WARC/"
_NEXT = b"\n" + _MARK


@dataclass(frozen=True)
class Record:
    """A record: its number in the file, its head, its block (the first 64 KB of one that is larger
    than a page may be), the length that the head states; or the trouble with it."""

    number: int
    head: Any = None
    block: bytes = b""
    length: int = 0
    trouble: str | None = None

    def header(self, name: str) -> str | None:
        """A field of the head, by its name in any case."""
        value = self.head.get_header(name) if self.head is not None else None
        return str(value) if value is not None else None


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def warc_records(path: Path) -> Iterator[Record]:
    """The records of a web archive in their order, damaged ones among them.

    A record never spans two members of a gzip file. After a record whose length does not lead to
    the next one, reading goes on at the next line that begins a record; after a damaged member, at
    the next member. After 1,000 damaged places the file is given up.

    Raises
    ------
    OSError
        If the file cannot be opened or read.
    """
    damaged = number = 0
    with path.open("rb") as file:
        for stream in _segments(file, packed=is_packed(path)):
            for found in _read(stream):
                number += 1
                damaged += isinstance(found, str)
                if isinstance(found, str):
                    yield Record(number, trouble=found)
                else:
                    yield Record(number, *found)
                if damaged > _MOST_DAMAGED:
                    yield Record(number + 1, trouble="too much is damaged; the rest was not read")
                    return


class _Stream:
    """Bytes to come, of which some can be looked at before they are taken."""

    def __init__(self, source: _Readable, file: BinaryIO | None) -> None:
        self._source = source
        self._file = file
        self.buffer = bytearray()
        self.damage: str | None = None

    def fill(self, size: int) -> bool:
        """Have at least ``size`` bytes in the buffer, if as many are left."""
        while len(self.buffer) < size and self.damage is None:
            try:
                piece = self._source.read(_PIECE)
            except PackedError as error:
                self.damage = str(error)
                break
            if not piece:
                break
            self.buffer += piece
        return len(self.buffer) >= size

    def to_record(self) -> bool:
        """Go to the next record, or the end; whether anything but line ends stood before it."""
        stray = False
        while self.fill(len(_NEXT)) or self.buffer:
            del self.buffer[: len(self.buffer) - len(self.buffer.lstrip(b"\r\n"))]
            if not self.fill(len(_MARK)) or self.buffer.startswith(_MARK):
                if self.buffer and not self.buffer.startswith(_MARK):
                    stray = True
                    self.buffer.clear()
                break
            stray = True
            found = self.buffer.find(_NEXT)
            del self.buffer[: found + 1 if found >= 0 else len(self.buffer) - len(_MARK)]
            if found < 0 and not self.fill(len(_NEXT)):
                self.buffer.clear()
        return stray

    def skip(self, size: int) -> bool:
        """Drop so many bytes; whether a record or the end follows. If not, nothing is dropped
        from a file that can be read again."""
        if self._file is None:
            while size > len(self.buffer):
                size -= len(self.buffer)
                self.buffer.clear()
                if not self.fill(1):
                    return False
            del self.buffer[:size]
            return self.at_record(0)
        place = self._file.tell()
        kept = bytes(self.buffer)
        end = self._file.seek(0, 2)
        if place - len(kept) + size <= end:
            self._file.seek(place - len(kept) + size)
            self.buffer.clear()
            if self.at_record(0):
                return True
        self._file.seek(place)
        self.buffer = bytearray(kept)
        return False

    def at_record(self, place: int) -> bool:
        """Whether, after line ends, a record or the end follows at a place of the buffer."""
        self.fill(place + 16)
        after = bytes(self.buffer[place : place + 16]).lstrip(b"\r\n")
        return after.startswith(_MARK) or (not after and self.damage is None)


def _segments(file: BinaryIO, *, packed: bool) -> Iterator[_Stream]:
    """The file as one stream, or one for each member of a gzip file."""
    if not packed:
        yield _Stream(file, file)
        return
    start: int | None = 0
    while start is not None:
        member = Member(file, start)
        stream = _Stream(member, None)
        yield stream
        if stream.damage is not None:
            start = next_member(file, start + 1)
            continue
        file.seek(member.end)
        rest = file.read(1024)
        start = next_member(file, member.end) if rest.strip(b"\0") else None


def _read(stream: _Stream) -> Iterator[tuple[Any, bytes, int] | str]:
    """Head, block and length of each record of a stream, or what is wrong with it."""
    told = False
    while True:
        if stream.to_record() and not told:
            yield "something stands before it that is no record"
        if not stream.buffer:
            break
        found = _next(stream)
        yield stream.damage or found if isinstance(found, str) else found
        # What follows a record that does not end where it should is a part of the same damage.
        told = isinstance(found, str)
    if stream.damage is not None and not told:
        yield stream.damage


def _next(stream: _Stream) -> tuple[Any, bytes, int] | str:
    """The record that the stream stands at."""
    stream.fill(_LONGEST_HEAD)
    end = _END_OF_HEAD.search(stream.buffer, 0, _LONGEST_HEAD)
    if end is None:
        del stream.buffer[: len(_MARK)]
        return f"its head breaks off, or has more than {_LONGEST_HEAD} bytes"
    head = _head(bytes(stream.buffer[: end.end()]))
    del stream.buffer[: end.end()]
    stated = (head.get_header("Content-Length") or "").strip() if head is not None else ""
    if not (stated.isascii() and stated.isdecimal() and len(stated) < 16):
        return "its head states no length"
    length = int(stated)
    trouble = f"it does not end where its length, {length}, says"
    if length > LARGEST_PAGE:
        stream.fill(_LONGEST_HEAD)
        block = bytes(stream.buffer[:_LONGEST_HEAD])
        return (head, block, length) if stream.skip(length) else trouble
    if not stream.fill(length) or not stream.at_record(length):
        return trouble
    block = bytes(stream.buffer[:length])
    del stream.buffer[:length]
    return head, block, length


def _head(data: bytes) -> Any:
    """The fields of a head, read by warcio; None if it is none."""
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    try:
        return StatusAndHeadersParser(["WARC/"]).parse(BytesIO(data))
    except (StatusAndHeadersParserException, EOFError):
        return None
