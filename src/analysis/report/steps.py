"""Steps of a run that are not repeated while what they read is the same.

In: a step's inputs as fingerprints, its outputs as paths, and the work. Out: the work done, or
found done. What a step read and wrote is recorded when it has ended, so that a run that was killed
goes on with the first step that did not end; where a record is missing or doubtful, the step is
done again.
"""

import hashlib
import json
import os
import platform
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from urllib.parse import quote

import analysis
from analysis.errors import InputError
from analysis.files import LOCK, sha256, write_file

_NEEDLESS = ("__pycache__", "node_modules")
_ABSENT = "absent"


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
            return _ABSENT

    def of_tree(self, root: Path, *, without: Collection[Path] = ()) -> str:
        """One hash of the names and contents of all files under a folder, links followed.

        Hidden files and folders are passed over, Python's caches too, and the paths ``without``.
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
                lines.append(f"{os.path.relpath(folder, root)}\0{_ABSENT}")
                continue
            for entry in entries:
                if entry.name.startswith(".") or entry.name in _NEEDLESS or entry.path in shut:
                    continue
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


class Steps:
    """The steps of one run, with the folder that their records lie in.

    Parameters
    ----------
    folder
        Where the records lie; made if it is not there.
    total
        How many steps there will be.
    fresh
        Whether to do every step, whatever the records say.
    say
        Called with a line for each step.
    progress
        Called with the number of steps done, the total, and the name of the step that begins.
    """

    def __init__(
        self,
        folder: Path,
        *,
        total: int,
        fresh: bool = False,
        say: Callable[[str], None],
        progress: Callable[[int, int, str], None] | None = None,
    ) -> None:
        self.folder = folder
        self.known = Fingerprints()
        self._total, self._fresh, self._say = total, fresh, say
        self._progress = progress
        self._names: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def run(
        self,
        name: str,
        inputs: Mapping[str, str],
        outputs: Iterable[Path],
        work: Callable[[], object],
        *,
        news: str,
    ) -> bool:
        """Do the work of a step, unless its record says that it need not be done.

        It need not if it ended with the same ``inputs`` (what each is, and its fingerprint), and
        its ``outputs`` (files or folders) are still what it left. Says ``news``, or that the step
        is unchanged, and returns whether the work was done. If the work fails, the step has no
        record.
        """
        if name in self._names:
            raise ValueError(f"two steps are called {name}")
        if self._progress:
            self._progress(len(self._names), self._total, name)
        self._names.append(name)
        record = self._record(name)
        paths = list(outputs)
        if not self._fresh and self._is_done(record, inputs, paths):
            self._say(f"unchanged: {name}")
            return False
        self._say(news)
        record.unlink(missing_ok=True)
        work()
        made = {path.name: self.known.of_tree(path) for path in paths}
        if _ABSENT in made.values():
            raise InputError(name, "did not make what it should", "run it again with --fresh")
        content = {"inputs": dict(inputs), "outputs": made}
        write_file(record, json.dumps(content, indent=1, sort_keys=True) + "\n")
        return True

    def tidy(self, keep: Iterable[Path] = ()) -> None:
        """Remove records, and what else lies in the folder, of steps that there are no more."""
        kept = {self._record(name).name for name in self._names} | {path.name for path in keep}
        kept.add(LOCK)
        for path in self.folder.iterdir():
            if path.name not in kept and path.is_file():
                path.unlink()

    def _record(self, name: str) -> Path:
        """The file of a step's record; a name may hold a slash."""
        return self.folder / f"{quote(name, safe='')}.json"

    def _is_done(self, record: Path, inputs: Mapping[str, str], outputs: list[Path]) -> bool:
        """Whether a step ended with these inputs and its outputs are as it left them."""
        try:
            found = json.loads(record.read_text(encoding="utf-8"))
            return bool(
                found["inputs"] == dict(inputs)
                and found["outputs"] == {path.name: self.known.of_tree(path) for path in outputs}
                and _ABSENT not in found["outputs"].values()
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False
