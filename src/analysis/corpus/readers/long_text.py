"""Text files of any size, line by line: the encoding, the lines, the records of a CSV.

In: a file. Out: its encoding with what was doubtful about it; its lines, none of them longer than a
limit; the records that the lines make, each with its fields or the reason why it has none.
"""

import codecs
import io
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import regex

from analysis.corpus.decoding import MARKS, REMEDY, Doubt, declared_doubt, decode, meant
from analysis.corpus.readers.packed import PackedError, is_packed, open_unpacked
from analysis.corpus.readers.paths import escaped
from analysis.errors import InputError

LONGEST_ROW = 5_000_000
MOST_FIELDS = 2_000
_PIECE = 1_000_000
_WIDE = ("utf-16", "utf-32")
Line = tuple[int, str, str | None]
_CLOSING = regex.compile(r'((?:[^"]++|"")*+)"')


def open_text(path: Path, encoding: str) -> io.TextIOWrapper:
    """A text file opened with its line ends as they are, unpacked on the way if need be.

    A byte that the encoding does not have becomes half a character (a lone surrogate), by which the
    row that holds it is told.
    """
    return io.TextIOWrapper(
        open_unpacked(path), encoding=encoding, errors="surrogateescape", newline=""
    )


def find_encoding(path: Path, declared: str | None = None) -> tuple[str, tuple[Doubt, ...]]:
    """The encoding of a text file of any size, found as `decode` finds it, and the doubt.

    Where a packed file breaks off, what stands before decides. Bytes that are not in the encoding
    that is declared are left to the rows that hold them.
    """
    name = escaped(path.name)
    head = next(_pieces(path), b"")
    if not head.strip():
        raise InputError(name, "is empty", "supply the rows or leave it out")
    for mark, encoding in MARKS:
        if head.startswith(mark):
            _check_strict(path, encoding)
            return encoding, ()
    if declared is not None:
        if declared.startswith(_WIDE):
            _check_strict(path, declared)
        doubt = declared_doubt(_whole_characters(head), declared)
        return meant(declared), (doubt,) if doubt else ()
    try:
        _check_strict(path, "utf-8")
    except InputError:
        # Each piece is held to be what the first one with signs beyond ASCII is taken for.
        doubt = None
        for piece in _pieces(path):
            if not piece.isascii() or b"\0" in piece:
                found = decode(_not_utf8(piece), name)[1]
                doubt = doubt or found
        return "cp1252", (doubt,) if doubt else ()
    return "utf-8", ()


def _not_utf8(piece: bytes) -> bytes:
    """A piece with a byte before it that UTF-8 forbids, so that it is read as Windows-1252."""
    return b"\xff" + piece


def _whole_characters(piece: bytes) -> bytes:
    """A piece without a character of UTF-8 that it breaks off in."""
    return piece[: piece.rfind(b"\n") + 1] or piece


def _pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file, unpacked, up to where it breaks off."""
    read = 0
    with open_unpacked(path) as file:
        try:
            # One read of the file below at a time, so that a break costs nothing before it.
            while piece := file.read1(_PIECE):
                read += len(piece)
                yield piece
        except PackedError as error:
            if not read:
                raise InputError(escaped(path.name), str(error), "fetch it again") from error


def _check_strict(path: Path, encoding: str) -> None:
    """Raise InputError unless a whole file is text in an encoding, read in pieces."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in _pieces(path):
            if "\0" in decoder.decode(piece):
                raise InputError(
                    escaped(path.name), "is not text: it holds NUL bytes", "save it as text"
                )
        if not is_packed(path):
            decoder.decode(b"", True)
    except UnicodeError as error:
        raise InputError(escaped(path.name), f"is not text in {encoding}", REMEDY) from error


def bounded_lines(path: Path, encoding: str) -> Iterator[Line]:
    """The lines of a text file with their numbers, or why one cannot be a row."""
    with open_text(path, encoding) as file:
        number = 0
        try:
            while line := file.readline(LONGEST_ROW + 1):
                number += 1
                if len(line) <= LONGEST_ROW:
                    yield number, line, None
                    continue
                while line and not line.endswith(("\n", "\r")):
                    line = file.readline(LONGEST_ROW)
                yield number, "", f"is longer than {LONGEST_ROW} characters"
        except (PackedError, UnicodeError) as error:
            packed = isinstance(error, PackedError)
            yield number + 1, "", str(error) if packed else f"from here on is no {encoding}"


def csv_records(
    lines: Iterator[Line], sign: str
) -> Iterator[tuple[int, list[str] | None, str | None]]:
    """The records of a CSV: number of the first line, fields, or why it has none.

    After a record whose quotes are broken, or that has not as many fields as the first, reading
    goes on with the line after its first one: so a stray quote costs its own record, not all
    that follow. Each line is read again at most once for each quote that is left open before it.
    """
    ahead: deque[Line] = deque()
    width = None
    while True:
        started = ahead.popleft() if ahead else next(lines, None)
        if started is None:
            return
        number, line, trouble = started
        if trouble is not None:
            yield number, None, trouble
            continue
        if not line.strip("\r\n "):
            continue
        taken: list[Line] = []
        fields: list[str] = []
        opened: list[str] | None = None
        position = size = 0
        text = line.rstrip("\r\n")
        raw = line
        while True:
            if opened is not None:
                match = _CLOSING.match(raw, position)
                if match is None:
                    opened.append(raw[position:])
                    following = ahead.popleft() if ahead else next(lines, None)
                    if following is not None:
                        taken.append(following)
                    size += len(raw)
                    if following is None or following[2] is not None or size > LONGEST_ROW:
                        trouble = "a quotation mark is opened and never closed"
                        break
                    raw, position = following[1], 0
                    text = raw.rstrip("\r\n")
                    continue
                opened.append(match.group(1))
                fields.append("".join(opened).replace('""', '"'))
                opened, position = None, match.end()
                if position >= len(text):
                    break
                if text[position] != sign:
                    trouble = "a quotation mark stands inside a quoted field"
                    break
                position += 1
            elif text.startswith('"', position):
                opened, position = [], position + 1
            else:
                end = text.find(sign, position)
                fields.append(text[position : end if end >= 0 else len(text)])
                if len(fields) > MOST_FIELDS:
                    trouble = f"has more than {MOST_FIELDS} fields"
                    break
                if end < 0:
                    break
                position = end + 1
        if trouble is None and width is not None and len(fields) != width and taken:
            trouble = f"has {len(fields)} fields, the header {width}, and runs over several lines"
        if trouble is None:
            width = width or len(fields)
            yield number, fields, None
        else:
            ahead.extendleft(reversed(taken))
            yield number, None, f"{trouble}"
