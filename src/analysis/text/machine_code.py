"""Kernels called as machine code, which is kept on disk: a later process needs no compiler.

In: the name of a module of kernels, and what a function of it is called with. Out: what the
function gives. Numba is imported only where code is not found; what is found is loaded by the same
library that Numba itself loads code with, in a tenth of the time that importing Numba takes.
"""

import ctypes
import hashlib
import os
import struct
import threading
from collections.abc import Callable
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from typing import Any

import numpy as np

from analysis.text import kept_code

_loading = threading.RLock()
_Code = Callable[[Any], int]


def runs_here() -> bool:
    """Whether kernels can be compiled.

    Numba is not built for every machine, and ``NUMBA_DISABLE_JIT`` switches it off.
    """
    return os.environ.get("NUMBA_DISABLE_JIT", "0") == "0" and find_spec("numba") is not None


def pays(size: int, kernel: str, *, to_load: int, to_compile: int) -> bool:
    """Whether an input is large enough for compiled code.

    Parameters
    ----------
    size
        Of the input.
    kernel
        The kernel that does most of the work.
    to_load, to_compile
        From which size on it pays to load code that is kept, and to compile it first.

    Examples
    --------
    >>> pays(10, "count_group", to_load=1_000, to_compile=5_000)
    False
    """
    if size < to_load or not runs_here():
        return False
    return size >= to_compile or kept_code.holds(kernel)


class Kernels:
    """The functions of a module of kernels.

    Parameters
    ----------
    module
        Its name. It is imported only if one of its functions has to be compiled.

    Examples
    --------
    >>> import numpy as np
    >>> kernels = Kernels("analysis.text.kernel_merging")
    >>> sums = np.zeros(2, dtype=np.int64)
    >>> cells = np.array([1, 2, 7], dtype=np.uint32)
    >>> _ = kernels.sum_counts(np.array([0, 2, 3], dtype=np.int32), cells, sums)
    >>> sums.tolist()
    [3, 7]
    """

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> "Kernel":
        if name.startswith("_"):
            raise AttributeError(name)
        kernel = Kernel(self._module, name)
        setattr(self, name, kernel)
        return kernel


class Kernel:
    """A compiled function: it gives a whole number, and writes the rest into arrays it is given.

    Arguments are arrays (C-contiguous), numbers, and tuples of numbers. Their types choose the
    code, which other threads run beside: the interpreter's lock is released.
    """

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name
        self._code: dict[str, _Code] = {}

    def __call__(self, *arguments: Any) -> int:
        words: list[int] = []
        signature = ";".join([_put(argument, words) for argument in arguments])
        if signature not in self._code:
            with _loading:
                # Another thread may have been first.
                if signature not in self._code:
                    self._code[signature] = _loaded(self._module, self._name, signature)
        return self._code[signature]((ctypes.c_int64 * len(words))(*words))


def _put(argument: Any, words: list[int]) -> str:
    """Add the words that an argument is handed over as; the name of its type."""
    if isinstance(argument, np.ndarray):
        if not (argument.flags.c_contiguous and argument.dtype.isnative):
            raise ValueError(
                "an array for compiled code is not contiguous, or in foreign byte order"
            )
        words += [argument.__array_interface__["data"][0], *argument.shape]
        return f"{argument.dtype.str[1:]}[{',' * (argument.ndim - 1)}]"
    if isinstance(argument, tuple):
        return f"({','.join([_put(number, words) for number in argument])})"
    kind = argument.dtype.str[1:] if isinstance(argument, np.generic) else _KINDS[type(argument)]
    if kind[0] == "f":
        words += struct.unpack("=q", struct.pack("=d", argument))
        return "f8"
    words.append(int(argument))
    return str(kind)


_KINDS = {bool: "b1", int: "i8", float: "f8"}


def _loaded(module: str, name: str, signature: str) -> _Code:
    """The code of a function for arguments of these types: kept code, or compiled now."""
    engine, target, machine = _engine()
    what = "\0".join([target, module, name, signature])
    symbol = f"{name}_{hashlib.sha256(what.encode()).hexdigest()[:24]}"
    code = kept_code.read(symbol)
    if code is None:
        from analysis.text.compiling import machine_code

        code = machine_code(module, name, signature, symbol, machine)
        kept_code.write(symbol, code)
    import llvmlite.binding as llvm

    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address = engine.get_function_address(symbol)
    # A foreign function releases the interpreter's lock while it runs.
    return ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p)(address)


@cache
def _engine() -> tuple[Any, str, Any]:
    """What loads code; what the code is for, in words; and the machine it is compiled for."""
    import llvmlite
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    triple, processor = llvm.get_process_triple(), llvm.get_host_cpu_name()
    try:
        features = llvm.get_host_cpu_features().flatten()
    except RuntimeError:  # LLVM does not know this kind of processor more closely
        features = ""

    def machine() -> Any:
        # As Numba sets it: code that is loaded where it was made.
        x86 = triple.startswith(("x86", "i386", "i686"))
        return llvm.Target.from_triple(triple).create_target_machine(
            cpu=processor, features=features, opt=3, reloc="static" if x86 else "default",
            codemodel="jitdefault", jit=True,
        )  # fmt: skip

    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine())
    versions = f"numba {metadata.version('numba')}, llvmlite {llvmlite.__version__}"
    return engine, f"{versions}, {triple}, {processor}, {features}", machine()
