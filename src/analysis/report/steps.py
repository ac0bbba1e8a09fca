"""Steps of a run that are not repeated while what they read is the same.

In: a step's inputs as fingerprints, its outputs as paths, and the work. Out: the work done, or
found done. What a step read and wrote is recorded when it has ended, so that a run that was killed
goes on with the first step that did not end; where a record is missing or doubtful, the step is
done again.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from analysis.errors import InputError
from analysis.files import LOCK, write_file
from analysis.fingerprints import ABSENT, Fingerprints


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
        if ABSENT in made.values():
            raise InputError(name, "did not make what it should", "run it again with --fresh")
        content = {"inputs": dict(inputs), "outputs": made}
        write_file(record, json.dumps(content, indent=1, sort_keys=True) + "\n")
        return True

    def at(self, part: str) -> None:
        """Show how far the step at work has come, in the words of its ``work``."""
        if self._progress and self._names:
            self._progress(len(self._names) - 1, self._total, f"{self._names[-1]}: {part}")

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
                and ABSENT not in found["outputs"].values()
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False
