"""Hashes by which it is told whether something is what it was: files, folders, code, packages.

In: paths, or values of plain types. Out: a hash of what they hold.
"""

import hashlib
import json
import os
import platform
import stat
import sys
from collections.abc import Collection, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

import analysis
from analysis.files import sha256

ABSENT = "absent"
_NEEDLESS = ("__pycache__", "node_modules")


class Fingerprints:
    """Hashes of files and folders; within one run a file is read again only if it has changed.

    That it has is told by its size and the times that the file system keeps, one of which no
    program can set.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int, int, int], str] = {}

    def of_file(self, path: Path) -> str:
        """SHA-256 of a file; "absent" if it is not there or cannot be read."""
        try:
            state = path.stat()
            key = (str(path), state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
            if key not in self._known:
                self._known[key] = sha256(path)
            return self._known[key]
        except OSError:
            return ABSENT

    def of_tree(
        self, root: Path, *, without: Collection[Path] = (), everything: bool = False
    ) -> str:
        """One hash of the names and contents of all files under a folder, links followed.

        Hidden files and folders are passed over, Python's caches too, and the paths ``without``;
        with ``everything`` nothing is, and folders, links, pipes and the like count by their names.
        A path that is a file gives the hash of that file.
        """
        if not root.is_dir():
            return self.of_file(root)
        shut = {os.fspath(path) for path in without}
        lines: list[str] = []
        entered: set[str] = set()
        waiting = [os.fspath(root)]
        while waiting:
            folder = waiting.pop()
            real = os.path.realpath(folder)
            if real in entered:  # a link that leads back
                continue
            entered.add(real)
            try:
                entries = list(os.scandir(folder))
            except OSError:
                lines.append(f"{os.path.relpath(folder, root)}\0{ABSENT}")
                continue
            for entry in entries:
                needless = entry.name.startswith(".") or entry.name in _NEEDLESS
                if entry.path in shut or (needless and not everything):
                    continue
                if everything:
                    kind = stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode)
                    lines.append(f"{os.path.relpath(entry.path, root)}\0{kind}")
                if entry.is_dir():
                    waiting.append(entry.path)
                elif entry.is_file() or entry.is_symlink():
                    lines.append(
                        f"{os.path.relpath(entry.path, root)}\0{self.of_file(Path(entry.path))}"
                    )
        return hash_of(sorted(lines))


def hash_of(value: object) -> str:
    """SHA-256 of a value of plain types (those that JSON knows).

    Examples
    --------
    >>> hash_of({"b": 1, "a": 2}) == hash_of({"a": 2, "b": 1}), hash_of([1, 2]) == hash_of([2, 1])
    (True, False)
    """
    text = json.dumps(value, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def hash_of_settings(values: Mapping[str, object], root: Path) -> str:
    """Hash of the settings of a study whose folder is ``root``, the same wherever that lies."""
    return hash_of({name: _plain(value, root) for name, value in values.items()})


def code_fingerprint(known: Fingerprints) -> str:
    """Hash of this package's own files, whatever version it says it is."""
    return known.of_tree(Path(analysis.__file__).parent)


@cache
def packages_fingerprint() -> str:
    """Hash of the interpreter, the machine's kind, and the versions of all installed packages."""
    versions = sorted(
        {f"{found.metadata['Name']} {found.version}" for found in metadata.distributions()}
    )
    system = [platform.python_implementation(), sys.version, platform.system(), platform.machine()]
    return hash_of([system, versions])


def _plain(value: object, root: Path) -> object:
    """A setting as a plain value; paths from the study's folder, wherever that lies."""
    if isinstance(value, Path):
        return value.relative_to(root).as_posix() if value.is_relative_to(root) else value.name
    if isinstance(value, Mapping):
        return {str(key): _plain(one, root) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one, root) for one in value]
    return value if isinstance(value, str | int | float | None) else repr(value)
