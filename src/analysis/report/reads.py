"""What the steps of a report read: everything that could change what they make, as fingerprints.

In: a study. Out: for each step, from what it reads to a fingerprint of that. Rather too much is
counted than too little, for a step that is wrongly taken for done is worse than one that is
repeated: a notebook may read any file of the study's folder, so every file counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import analysis
from analysis.fingerprints import (
    Fingerprints,
    code_fingerprint,
    hash_of,
    hash_of_settings,
    packages_fingerprint,
)
from analysis.study import Study

# Folders and files that every study has.
_COMMON = ("study.toml", "references.bib", "data", "docs", "notebooks", "pages")


class Reads:
    """What each step of one run reads.

    Parameters
    ----------
    study
        The study.
    known
        Fingerprints taken so far in this run.
    from_processed
        Whether the report is made without the articles' texts.
    """

    def __init__(self, study: Study, known: Fingerprints, *, from_processed: bool) -> None:
        self._study, self._known = study, known
        self._always = {
            "code": code_fingerprint(known),
            "packages": packages_fingerprint(),
            "texts": "left out" if from_processed else "here",
            "settings": _settings(study),
        }
        root, data = study.root, study.root / "data"
        self._software = list(_software(study))
        self._notebooks = sorted((root / "notebooks").rglob("*.ipynb"))
        self._written = [study.processed, data / "datapackage.json", data / "README.md"]

    def tables(self) -> dict[str, str]:
        """What the processed tables are made from."""
        root = self._study.root
        parts = [root / "notebooks", root / "pages", root / "docs"]
        told = {"on_problem": self._study.on_problem}
        return self._always | told | self._files(*self._written, *parts)

    def chapter(self, path: Path) -> dict[str, str]:
        """What one notebook may read: the tables too, but neither pages nor other notebooks."""
        root = self._study.root
        parts = [*self._notebooks, root / "pages", root / "docs"]
        return self._always | self._files(*parts) | {"notebook": self._known.of_file(path)}

    def pages(self, executed: Iterable[Path], facts: Mapping[str, Any]) -> dict[str, str]:
        """What the pages are made from: all of it, and what the notebooks gave."""
        outputs = {path.name: self._known.of_file(path) for path in executed}
        made = {"outputs": hash_of(outputs), "facts": hash_of(dict(facts))}
        return self._always | self._files() | made

    def _files(self, *without: Path) -> dict[str, str]:
        """The study's files, and those that it names, wherever they lie."""
        study = self._study
        shut = [study.root / "build", *self._software, *without]
        named = {path.as_posix(): self._known.of_tree(path) for path in _named(study)}
        return {
            "study": self._known.of_tree(study.root, without=shut),
            "named": hash_of(sorted(named.values())),
        }


def _settings(study: Study) -> str:
    """The settings as they hold in this run; the command line may have changed some."""
    values = {field.name: getattr(study, field.name) for field in fields(study)}
    values |= {"root": None, "codebook": study.own_codebook or study.codebook}
    return hash_of_settings(values, study.root)


def _named(study: Study) -> list[Path]:
    """The files and folders that ``study.toml`` names."""
    return [*study.sources, *study.companions]


def _software(study: Study) -> Iterable[Path]:
    """In the project's own folder, which is a study as well: what is there of the project.

    The code has a fingerprint of its own; tests, benchmarks and the rest make nothing.
    """
    root = study.root
    package = root / "src" / "analysis"
    if not (package.is_dir() and package.samefile(Path(analysis.__file__).parent)):
        return []
    parts = {path.relative_to(root).parts[0] for path in _named(study) if path.is_relative_to(root)}
    return [path for path in root.iterdir() if path.name not in {*_COMMON, *parts}]
