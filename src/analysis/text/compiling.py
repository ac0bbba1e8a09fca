"""Compilation by Numba: without the interpreter's lock, and kept on disk where that is possible.

In: a function, or one that writes instructions for LLVM. Out: what compiled functions may call,
compiled when it first is. Importing this module imports Numba.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numba
import numba.extending

_PACKAGE = Path(__file__).parents[1]
_SETTINGS: Any = numba.config


def compiled(function: Callable[..., Any], *, parallel: bool = False) -> Any:
    """The function, compiled; its code cached unless no folder can be written."""
    try:
        with _own_folder():
            return numba.njit(nogil=True, cache=True, parallel=parallel)(function)
    except RuntimeError:
        # Numba found no place for its cache: neither beside the module nor in the user's folder.
        return numba.njit(nogil=True, parallel=parallel)(function)


def instructions(function: Callable[..., Any]) -> Any:
    """What compiled functions call as a function, and LLVM gets as instructions."""
    return numba.extending.intrinsic(function)


@contextmanager
def _own_folder() -> Iterator[None]:
    """Have Numba keep what it compiles in a folder named after all sources that are compiled.

    Numba looks at one file at a time: a function whose own file is unchanged would go on with the
    old code of what it calls in another.
    """
    before = _SETTINGS.CACHE_DIR
    base = Path(before) if before else _PACKAGE / "__pycache__"
    folder = base / f"compiled-{_sources()}"
    try:
        if not folder.exists():
            for old in base.glob("compiled-*"):
                shutil.rmtree(old, ignore_errors=True)
            folder.mkdir(parents=True)
        _SETTINGS.CACHE_DIR = str(folder)
    except OSError:
        pass  # Not ours to write: Numba has a folder of the user's.
    try:
        yield
    finally:
        _SETTINGS.CACHE_DIR = before


@cache
def _sources() -> str:
    """A name for the state of all files with compiled code."""
    files = sorted([*_PACKAGE.glob("*/*kernel*.py"), Path(__file__)])
    names = "\0".join(path.relative_to(_PACKAGE).as_posix() for path in files)
    content = b"\0".join([names.encode(), *(path.read_bytes() for path in files)])
    return hashlib.sha256(content).hexdigest()[:16]
