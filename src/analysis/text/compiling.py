"""Compilation by Numba: without the interpreter's lock, and kept on disk where that is possible.

In: a function. Out: the same, compiled when first called. Importing this module imports Numba.
"""

from collections.abc import Callable
from typing import Any

import numba


def compiled(function: Callable[..., Any]) -> Any:
    """The function, compiled; its code cached unless no folder can be written."""
    try:
        return numba.njit(nogil=True, cache=True)(function)
    except RuntimeError:
        # Numba found no place for its cache: neither beside the module nor in the user's folder.
        return numba.njit(nogil=True)(function)
