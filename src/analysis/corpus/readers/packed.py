"""Files packed with gzip, unpacked piece by piece and never without limit.

In: an open file, or a path. Out: the bytes of one member after the other. A member that is damaged,
breaks off, or unpacks to far more than text ever does, raises `PackedError`.
"""

import io
import zlib
from pathlib import Path
from typing import BinaryIO

_PIECE = 65_536
# Text packs to a fifth or a tenth. What unpacks to 200 times its size was made to fill a disk.
_MOST_RATIO = 200
_RATIO_FROM = 10_000_000
_MAGIC = b"\x1f\x8b\x08"


class PackedError(OSError):
    """A gzip member that cannot be unpacked; the message says why."""


class Member:
    """One member of a gzip file, read from its first byte to its last."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self.start = start
        self._file = file
        self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._packed = self._unpacked = 0
        file.seek(start)

    def read(self, size: int) -> bytes:
        """Up to ``size`` unpacked bytes; none at the end of the member."""
        while not self._inflate.eof:
            data = self._inflate.unconsumed_tail
            if not data:
                data = self._file.read(_PIECE)
                self._packed += len(data)
            if not data:
                raise PackedError("the gzip file breaks off")
            try:
                found = self._inflate.decompress(data, size)
            except zlib.error as error:
                raise PackedError(f"the gzip file is damaged ({error})") from error
            self._unpacked += len(found)
            if self._unpacked > max(_RATIO_FROM, _MOST_RATIO * self._packed):
                raise PackedError(f"the gzip file unpacks to over {_MOST_RATIO} times its size")
            if found:
                return found
        return b""

    @property
    def end(self) -> int:
        """Where the next member begins; known once this one is read to its end."""
        return self.start + self._packed - len(self._inflate.unused_data)


def next_member(file: BinaryIO, start: int) -> int | None:
    """The place of the next mark of a gzip member at or after ``start``; None if there is none."""
    file.seek(start)
    before = b""
    while piece := file.read(1_000_000):
        found = (before + piece).find(_MAGIC)
        if found >= 0:
            return start - len(before) + found
        start += len(piece)
        before = (before + piece)[-(len(_MAGIC) - 1) :]
    return None


class _Unpacked(io.RawIOBase):
    """All members of a gzip file as one stream."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._member: Member | None = Member(self._file, 0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while self._member is not None:
            found = self._member.read(len(buffer))
            if found:
                buffer[: len(found)] = found
                return len(found)
            end = self._member.end
            self._file.seek(end)
            # Some writers fill the last block with zeros; what else follows is no part of it.
            mark = self._file.read(len(_MAGIC))
            self._member = Member(self._file, end) if mark == _MAGIC else None
            if mark.strip(b"\0") and mark != _MAGIC:
                raise PackedError("the gzip file goes on with something else")
        return 0

    def close(self) -> None:
        self._file.close()
        super().close()


def is_packed(path: Path) -> bool:
    """Whether the name of a file says that it is packed with gzip."""
    return path.name.lower().endswith(".gz")


def open_unpacked(path: Path) -> io.BufferedReader:
    """A file opened for reading bytes, unpacked on the way where its name ends in .gz.

    Raises
    ------
    OSError
        When it is opened, or (`PackedError`) when it is read. ``read`` then loses what it has read
        so far; ``read1`` gives it first.

    Examples
    --------
    >>> import gzip, tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     path = Path(name, "a.csv.gz")
    ...     _ = path.write_bytes(gzip.compress(b"id,text"))
    ...     open_unpacked(path).read()
    b'id,text'
    """
    return io.BufferedReader(_Unpacked(path), 1 << 16) if is_packed(path) else path.open("rb")
