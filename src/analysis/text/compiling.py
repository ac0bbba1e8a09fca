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
from numba.core.caching import FunctionCache
from numba.core.runtime.nrt import rtsys

_PACKAGE = Path(__file__).parents[1]
_SETTINGS: Any = numba.config
_LOADS_ALONE = numba.__version__.startswith("0.68.")
"""Whether this is a Numba whose cached code was seen to need no more than ``_Kept`` sets up."""


class _Kept(FunctionCache):
    """A function's code on disk, loaded without what only compiling needs.

    Numba sets up its whole compiler before it loads anything, which takes a third of a second more
    than loading. Where code is not found it compiles, and then sets up its compiler anyway.
    """

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        rtsys.initialize(target_context)  # arrays that compiled code makes
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)  # type: ignore[no-untyped-call]


def compiled(function: Callable[..., Any], *, parallel: bool = False) -> Any:
    """The function, compiled; its code cached unless no folder can be written."""
    try:
        with _own_folder():
            dispatcher: Any = numba.njit(nogil=True, cache=True, parallel=parallel)(function)
            if _LOADS_ALONE and not parallel:
                dispatcher._cache = _Kept(function)  # type: ignore[no-untyped-call]
            return dispatcher
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
