"""Compilation by Numba: a kernel to machine code that needs neither Numba nor the interpreter.

In: a function, or one that writes instructions for LLVM. Out: what other kernels may call, and the
machine code of one that Python calls. Importing this module imports Numba; ``machine_code`` does so
only where code is not yet kept.

A kernel is handed arrays and numbers, gives a number or nothing, makes no array and raises nothing:
then its code asks nothing of Numba when it runs.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import llvmlite.binding as llvm
import numba
import numba.extending
import numpy as np
from llvmlite import ir
from numba.np import arrayobj

# Without types of their own.
_arrays: Any = arrayobj
_njit: Any = numba.njit
types: Any = numba.types

# What LLVM itself may write a loop as; every process has them.
_C_LIBRARY = {"bcmp", "memcmp", "memcpy", "memmove", "memset", "memset_pattern16", "strlen"}


def compiled(function: Callable[..., Any]) -> Any:
    """The function, to be compiled where it is called from: by a kernel or as one."""
    return _njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)


def instructions(function: Callable[..., Any]) -> Any:
    """What compiled functions call as a function, and LLVM gets as instructions."""
    return numba.extending.intrinsic(function)


def machine_code(module: str, name: str, signature: str, symbol: str, machine: Any) -> bytes:
    """The code of a kernel for arguments of these types, as an object file.

    Parameters
    ----------
    module, name
        Where the kernel is.
    signature
        The types of its arguments, as ``machine_code.Kernel`` writes them.
    symbol
        What its code is called in the object file.
    machine
        LLVM's description of the processor.

    Raises
    ------
    TypeError
        If the code would need Numba when it runs.
    """
    kernel = getattr(import_module(module), name)
    kinds = [_kind(word) for word in _parted(signature, ";")]
    unpacked = _unpacker(kinds)

    def give_number(words):  # type: ignore[no-untyped-def]
        return types.int64(kernel(*unpacked(words)))

    def give_nothing(words):  # type: ignore[no-untyped-def]
        kernel(*unpacked(words))
        return 0

    kernel.compile(tuple(kinds))
    result = kernel.overloads[tuple(kinds)].signature.return_type
    entry = numba.cfunc(types.int64(types.CPointer(types.int64)), error_model="numpy")(
        give_nothing if result is types.none else give_number
    )
    code = llvm.parse_assembly(entry.inspect_llvm())
    code.triple, code.data_layout = machine.triple, str(machine.target_data)
    for part in [*code.functions, *code.global_variables]:
        if part.name == entry.native_name:
            part.name = symbol
        elif not part.is_declaration:
            part.linkage = "internal"
    _optimise(code, machine)
    needed = [
        part.name
        for part in [*code.functions, *code.global_variables]
        if part.is_declaration and not part.name.startswith("llvm.") and part.name not in _C_LIBRARY
    ]
    if needed:
        raise TypeError(f"{module}.{name} needs {', '.join(needed)} when it runs")
    return bytes(machine.emit_object(code))


def _optimise(code: Any, machine: Any) -> None:
    """Optimise once more, now that nothing but the kernel can be called from outside.

    Only now can LLVM see that no error ever leaves it, and drop what would report one.
    """
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    tuning.loop_vectorization = tuning.slp_vectorization = True
    builder = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(code, builder)


def _parted(text: str, by: str) -> list[str]:
    return text.split(by) if text else []


def _kind(word: str) -> Any:
    """The type that a word of a signature names."""
    if word.startswith("("):
        return types.Tuple([_kind(part) for part in _parted(word[1:-1], ",")])
    name, _, rest = word.partition("[")
    kind = numba.from_dtype(np.dtype(name))
    return types.Array(kind, len(rest), "C") if rest else kind


def _unpacker(kinds: list[Any]) -> Any:
    """What makes a kernel's arguments of the words that they are handed over as."""

    @instructions
    def unpacked(typingctx, words):  # type: ignore[no-untyped-def]
        every = types.Tuple(kinds)

        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            count = 0

            def next_word() -> Any:
                nonlocal count
                at = builder.gep(arguments[0], [ir.Constant(ir.IntType(64), count)])
                count += 1
                return builder.load(at)

            def value_of(kind: Any) -> Any:
                if isinstance(kind, types.BaseTuple):
                    return context.make_tuple(builder, kind, [value_of(part) for part in kind])
                if isinstance(kind, types.Array):
                    stored = context.get_data_type(kind.dtype).as_pointer()
                    place = builder.inttoptr(next_word(), stored)
                    shape = [next_word() for _ in range(kind.ndim)]
                    return array_at(context, builder, kind, place, shape)
                return _number(context, builder, kind, next_word())

            return context.make_tuple(builder, every, [value_of(kind) for kind in kinds])

        return every(words), generate

    return unpacked


def _number(context: Any, builder: Any, kind: Any, word: Any) -> Any:
    """A number of a word."""
    if isinstance(kind, types.Float):
        return builder.bitcast(word, context.get_value_type(kind))
    if isinstance(kind, types.Boolean):
        return builder.icmp_signed("!=", word, ir.Constant(word.type, 0))
    return word if kind.bitwidth == 64 else builder.trunc(word, context.get_value_type(kind))


def array_at(context: Any, builder: Any, kind: Any, place: Any, shape: list[Any]) -> Any:
    """LLVM's value of a C-contiguous array that lies at an address."""
    size = context.get_constant(
        types.intp, context.get_abi_sizeof(context.get_data_type(kind.dtype))
    )
    strides = [size]
    for length in shape[:0:-1]:
        strides.insert(0, builder.mul(strides[0], length))
    array = _arrays.make_array(kind)(context, builder)
    _arrays.populate_array(array, place, shape, strides, size, None)
    return array._getvalue()
