"""What the compiled passes ask of the processor: wide reads, masks of 64 bytes, prefetching.

In: an array and a place in it. Out: machine words. LLVM writes the instructions of the processor at
hand. Nothing here looks whether the place lies within the array: callers do. Importing this module
imports Numba.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

from analysis.text.compiling import array_at, instructions

_BYTES = ir.VectorType(ir.IntType(8), 64)
_WORD = ir.IntType(64)
_NUMBER = ir.IntType(32)


def _address(context: Any, builder: Any, kind: Any, array: Any, at: Any) -> Any:
    """The address of an element of an array."""
    return builder.gep(context.make_array(kind)(context, builder, array).data, [at])


def _all(value: int) -> Any:
    """A vector that holds one value 64 times."""
    return ir.Constant(_BYTES, [value] * 64)


@instructions
def word_from(typingctx, text, at):  # type: ignore[no-untyped-def]
    """Eight bytes from any place, the first lowest."""

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        address = _address(context, builder, signature.args[0], *arguments)
        return builder.load(builder.bitcast(address, _WORD.as_pointer()), align=1)

    return types.uint64(text, types.int64), generate


@instructions
def put_word(typingctx, text, at, word):  # type: ignore[no-untyped-def]
    """Write eight bytes at any place."""

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        array, place, value = arguments
        address = _address(context, builder, signature.args[0], array, place)
        builder.store(value, builder.bitcast(address, _WORD.as_pointer()), align=1)
        return context.get_dummy_value()

    return types.void(text, types.int64, types.uint64), generate


@instructions
def numbers_at_hand(typingctx):  # type: ignore[no-untyped-def]
    """An array of 64 whole numbers of the function's own, which no other array overlaps."""
    kind = types.Array(types.int64, 1, "C")

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        place = cgutils.alloca_once(builder, _WORD, size=64)  # type: ignore[no-untyped-call]
        return array_at(context, builder, kind, place, [ir.Constant(_WORD, 64)])

    return kind(), generate


@instructions
def lowest_bit(typingctx, word):  # type: ignore[no-untyped-def]
    """The place of the lowest bit that is set, or 64."""

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.uint64), generate


@instructions
def prefetch(typingctx, table, at):  # type: ignore[no-untyped-def]
    """Have an element brought near that will be needed soon; nothing waits for it."""

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        address = _address(context, builder, signature.args[0], *arguments)
        pointer = ir.IntType(8).as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [pointer, _NUMBER, _NUMBER, _NUMBER])
        function = cgutils.get_or_insert_function(  # type: ignore[no-untyped-call]
            builder.module, kind, "llvm.prefetch.p0"
        )
        how = [ir.Constant(_NUMBER, value) for value in (1, 3, 1)]  # to write to; near; data
        builder.call(function, [builder.bitcast(address, pointer), *how])
        return context.get_dummy_value()

    return types.void(table, types.int64), generate


@instructions
def kinds_of_64(typingctx, text, at, digits):  # type: ignore[no-untyped-def]
    """Masks over 64 bytes, the first lowest: ASCII letters and digits; not ASCII; ' and -.

    ``digits`` is 10 where digits count as letters do, and 0 where they part tokens.
    """

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        array, place, digits = arguments
        address = _address(context, builder, signature.args[0], array, place)
        block = builder.load(builder.bitcast(address, _BYTES.as_pointer()), align=1)
        from_a = builder.sub(builder.or_(block, _all(0x20)), _all(ord("a")))
        nothing = ir.Constant(_BYTES, ir.Undefined)
        one = builder.insert_element(nothing, digits, ir.Constant(_NUMBER, 0))
        spread = ir.Constant(ir.VectorType(_NUMBER, 64), [0] * 64)
        digits_of_64 = builder.shuffle_vector(one, nothing, spread)
        from_0 = builder.sub(block, _all(ord("0")))
        letters = builder.or_(
            builder.icmp_unsigned("<", from_a, _all(26)),
            builder.icmp_unsigned("<", from_0, digits_of_64),
        )
        wide = builder.icmp_signed("<", block, _all(0))
        joiners = builder.or_(
            builder.icmp_unsigned("==", block, _all(ord("'"))),
            builder.icmp_unsigned("==", block, _all(ord("-"))),
        )
        words = [builder.bitcast(mask, _WORD) for mask in (letters, wide, joiners)]
        return context.make_tuple(builder, signature.return_type, words)

    masks = types.UniTuple(types.uint64, 3)  # type: ignore[no-untyped-call]
    return masks(text, types.int64, types.uint8), generate
