"""Compilation by Numba: without the interpreter's lock, and kept on disk where that is possible.

In: a function, or one that writes instructions for LLVM. Out: what compiled functions may call,
compiled when it first is. Importing this module imports Numba.
"""

from collections.abc import Callable
from typing import Any

import numba
import numba.extending


def compiled(function: Callable[..., Any]) -> Any:
    """The function, compiled; its code cached unless no folder can be written."""
    try:
        return numba.njit(nogil=True, cache=True)(function)
    except RuntimeError:
        # Numba found no place for its cache: neither beside the module nor in the user's folder.
        return numba.njit(nogil=True)(function)


def instructions(function: Callable[..., Any]) -> Any:
    """What compiled functions call as a function, and LLVM gets as instructions."""
    return numba.extending.intrinsic(function)
