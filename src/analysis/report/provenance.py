"""What a report was made from and with: files and their hashes, the commit, versions.

No clock and no machine path is among it: the same study, installed the same way, gives the same.
"""

import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.files import sha256

PACKAGE = "news-coverage-analysis"


def gather_facts(
    root: Path, data: Iterable[Path] = (), *, other: Iterable[Path] = ()
) -> dict[str, Any]:
    """What the report states about its making.

    Parameters
    ----------
    root
        The study's folder.
    data
        The data tables that the report rests on; their hashes stand at the foot of every page.
    other
        Further files (raw articles, notebooks, codebooks), listed on “How this was made” only.

    Returns
    -------
    dict
        ``data`` and ``files``: path from the study's folder -> ``sha256`` and ``bytes``; ``commit``
        (None outside a repository) and ``changed`` (whether files differ from it); ``python``;
        ``packages``: name -> version, this project first, then what it is declared to need.

    Raises
    ------
    InputError
        If a file is not there.
    """
    root = Path(root).resolve()
    commit, changed = repository_state(root)
    return {
        "data": {
            _relative(path, root): _fingerprint(path, root) for path in sorted(map(Path, data))
        },
        "files": {
            _relative(path, root): _fingerprint(path, root) for path in sorted(map(Path, other))
        },
        "commit": commit,
        "changed": changed,
        "python": ".".join(map(str, sys.version_info[:3])),
        "packages": package_versions(),
    }


def repository_state(root: Path) -> tuple[str | None, bool]:
    """The commit that a folder's files belong to, and whether they differ from it.

    ``(None, False)`` if the folder holds no files of a repository, or git is not installed.
    """
    tracked = _git(root, "ls-files", "--cached", "--", ".")
    commit = _git(root, "rev-parse", "HEAD") if tracked else None
    if not commit:
        return None, False
    status = _git(root, "status", "--porcelain", "--", ".")
    return commit, bool(status)


def package_versions() -> dict[str, str]:
    """The version of this project and of each package that it is declared to need.

    Examples
    --------
    >>> versions = package_versions()
    >>> next(iter(versions)), "pandas" in versions
    ('news-coverage-analysis', True)
    """
    from packaging.requirements import Requirement

    names = {
        requirement.name
        for requirement in map(Requirement, metadata.requires(PACKAGE) or [])
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    }
    result = {PACKAGE: metadata.version(PACKAGE)}
    for name in sorted(names, key=str.lower):
        try:
            result[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            result[name] = "not installed"
    return result


def _fingerprint(path: Path, root: Path) -> dict[str, Any]:
    """Hash and size of a file."""
    try:
        return {"sha256": sha256(path), "bytes": Path(path).stat().st_size}
    except OSError as error:
        raise InputError(
            _relative(path, root), f"cannot be read ({error.strerror})",
            "run the analysis that makes it before the report",
        ) from error  # fmt: skip


def _relative(path: Path, root: Path) -> str:
    """A path from the study's folder; the name alone if it lies elsewhere."""
    path = Path(path).resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _git(root: Path, *arguments: str) -> str | None:
    """What git answers, or None if there is no git, no repository or no commit."""
    try:
        answer = subprocess.run(  # noqa: S603
            ["git", "-C", str(root), *arguments],  # noqa: S607
            capture_output=True, encoding="utf-8", errors="replace", timeout=60, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()
