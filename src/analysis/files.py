"""Writing that is whole or not at all.

In: what to write, and where. Out: the file or folder in its place; if anything fails before that,
what stood there stays as it was.
"""

import hashlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import InputError

LOCK = ".lock"
"""Name of the file by which a process holds a folder."""


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file under a temporary name beside its place, then move it there."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    with replaced_file(path) as part:
        part.write_bytes(data)


@contextmanager
def replaced_file(path: Path) -> Iterator[Path]:
    """A path to write to; when the block ends well the file takes the place of ``path``."""
    part = path.with_name(f".{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def replaced_folder(path: Path) -> Iterator[Path]:
    """An empty folder to fill; when the block ends well it takes the place of ``path``."""
    part, old = path.with_name(f".{path.name}.part"), path.with_name(f".{path.name}.old")
    path.parent.mkdir(parents=True, exist_ok=True)
    settle(path)
    for leftover in (part, old):
        if leftover.exists():
            shutil.rmtree(leftover)
    part.mkdir()
    try:
        yield part
        if path.exists():
            path.rename(old)
        part.rename(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if path.exists():
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def scratch_folder(path: Path) -> Iterator[Path]:
    """An empty folder beside ``path`` to work in, removed at the end; left by a killed run, too."""
    scratch = path.with_name(f".{path.name}.scratch")
    if scratch.exists():
        shutil.rmtree(scratch)
    scratch.mkdir(parents=True)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """A context that one process at a time is in, for each folder.

    The system ends the hold with the process, however that ends.

    Raises
    ------
    InputError
        If another process is in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a", encoding="utf-8") as file:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InputError(
                folder, "another run is at work here", "wait until it has ended"
            ) from error
        yield


def settle(path: Path) -> None:
    """Bring back a folder whose replacement was killed between its two moves."""
    old = path.with_name(f".{path.name}.old")
    if old.exists() and not path.exists():
        old.rename(path)


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def inside(root: Path, relative: str) -> Path | None:
    """The file a relative path names, or None where it leads out of ``root``, links followed.

    Examples
    --------
    >>> inside(Path("study"), "../elsewhere.txt") is None
    True
    """
    if not relative or Path(relative).is_absolute() or "\0" in relative:
        return None
    base = root.resolve()
    path = (base / relative).resolve()
    return path if path.is_relative_to(base) else None
