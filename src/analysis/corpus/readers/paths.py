"""Files as they are found: which may be read, how they are named, and never too much of one.

In: a path. Out: the files under it in a fixed order, their bytes within a limit, and names that a
table can hold.
"""

import gzip
import os
import stat
import zlib
from collections.abc import Container, Iterator
from pathlib import Path

import regex

from analysis.errors import InputError

_UNSAFE = regex.compile(r"[^\p{L}\p{M}\p{N}_.-]++")


def escaped(text: str) -> str:
    r"""A text in one line: characters that cannot be shown are written as escapes.

    Examples
    --------
    >>> print(escaped("a\nb.txt"))
    a\nb.txt
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def id_from(relative: str) -> str:
    """An article_id from a relative path: without its suffixes, parts joined by hyphens.

    Examples
    --------
    >>> id_from("guardian/2012 05 a.html.gz")
    'guardian-2012-05-a'
    """
    name = relative
    for suffix in (".gz", ".txt", ".html", ".htm", ".xhtml"):
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            name = name[: -len(suffix)]
    return _UNSAFE.sub("-", name).strip("-.")[:200] or "article"


def free_id(wanted: str, taken: Container[str]) -> str:
    """An article_id that is not taken: the wanted one, or with -2, -3, … behind it.

    Examples
    --------
    >>> free_id("a", {"a", "a-2"})
    'a-3'
    """
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def stem(path: Path) -> str:
    """The name of a file without its suffix, and without .gz behind it.

    Examples
    --------
    >>> stem(Path("2016/part-1.warc.gz")), suffix(Path("2016/part-1.warc.gz"))
    ('part-1', '.warc')
    """
    return _unpacked_name(path).stem


def suffix(path: Path) -> str:
    """The suffix of a file in lower case, that before .gz for one that is packed."""
    return _unpacked_name(path).suffix.lower()


def _unpacked_name(path: Path) -> Path:
    packed = path.name.lower().endswith(".gz") and len(path.name) > 3
    return Path(path.name[:-3] if packed else path.name)


def walk(root: Path) -> Iterator[tuple[Path, str, str | None]]:
    """The files under a folder, sorted by name: path, relative name, and why it is not to be read.

    Hidden files and folders are passed over. Links to folders are not followed; a link to a file
    is, unless it leads out of the folder. Pipes, sockets and devices are never opened.
    """
    base = root.resolve()
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield folder, _relative(folder, root), f"cannot be opened ({error.strerror})"
            continue
        inner = []
        for entry in entries:
            if entry.name.startswith(".") and not entry.name.startswith(".."):
                continue
            path = folder / entry.name
            relative = _relative(path, root)
            try:
                if entry.is_symlink():
                    target = path.resolve(strict=True)
                    if not target.is_relative_to(base):
                        yield path, relative, "is a link that leads out of the folder"
                        continue
                    if target.is_dir():
                        yield path, relative, "is a link to a folder, which is not followed"
                        continue
                mode = path.stat().st_mode
            except (OSError, RuntimeError):
                yield path, relative, "is a link that leads nowhere, or cannot be opened"
                continue
            if stat.S_ISDIR(mode):
                inner.append(path)
            elif stat.S_ISREG(mode):
                yield path, relative, None
            else:
                yield path, relative, "is no ordinary file"
        waiting.extend(reversed(inner))


def check_exists(path: Path, *, folder: bool | None = None) -> None:
    """Raise InputError unless a path is a file (or a folder, or either)."""
    if not path.exists():
        raise InputError(escaped(path.name), "does not exist", "check the name")
    if folder is True and not path.is_dir():
        raise InputError(escaped(path.name), "is no folder", "name the folder that holds the files")
    if folder is False and path.is_dir():
        raise InputError(escaped(path.name), "is a folder", "name a file in it")
    if not path.is_dir() and not path.is_file():
        raise InputError(escaped(path.name), "is no ordinary file", "name a file or folder")


def read_bytes(path: Path, limit: int) -> bytes:
    """The bytes of a file, unpacked where its name ends in .gz.

    Raises
    ------
    InputError
        If it cannot be opened or unpacked, is empty, or has more bytes than ``limit``.
    """
    name = escaped(path.name)
    try:
        if path.name.lower().endswith(".gz"):
            with gzip.open(path) as packed:
                data = packed.read(limit + 1)
        else:
            with path.open("rb") as file:
                data = file.read(limit + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(name, f"cannot be unpacked ({error})", "fetch it again") from error
    except OSError as error:
        raise InputError(
            name, f"cannot be opened ({error.strerror or error})", "check the file and its rights"
        ) from error
    if len(data) > limit:
        raise InputError(
            name, f"is larger than {limit // 1_000_000} MB", "split it, or give it as a table"
        )
    if not data.strip():
        raise InputError(name, "is empty", "supply the text or leave it out")
    return data


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
