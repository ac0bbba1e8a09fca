"""Texts as numbers: each token a 64-bit hash of its term, the same on any machine and in any run.

In: texts. Out: the hashes of their tokens in order, and how many each text has. Large inputs are
read by the compiled counting pass, small ones by the reference tokeniser; the numbers are the same.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.text.options import CountOptions, Integers
from analysis.text.tokens import terms_of

Hashes = np.ndarray[Any, np.dtype[np.uint64]]

_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_OPTIONS = CountOptions(numbers=True)


def token_numbers(texts: Sequence[str], *, compiled: bool) -> tuple[Hashes, Integers]:
    """The hash of every token (numbers included) of the texts, and the tokens of each text.

    Parameters
    ----------
    texts
        The texts; lone surrogates are no part of a token.
    compiled
        Whether the compiled pass reads them: faster from some hundred kilobytes on, once it is
        loaded. The numbers do not depend on it.

    Examples
    --------
    >>> numbers, totals = token_numbers(["War and war", "", "War"], compiled=False)
    >>> totals.tolist(), bool(numbers[0] == numbers[2]), bool(numbers[0] == numbers[3])
    ([3, 0, 1], True, True)
    """
    if compiled:
        from analysis.text.compiled_groups import token_stream
        from analysis.text.sources import text_batches

        numbers, totals = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
        for batch in text_batches(list(texts)):
            stream = token_stream(batch, _OPTIONS)
            numbers.append(hash_bytes(stream.arena, stream.starts)[stream.ids])
            totals.append(stream.totals)
        return np.concatenate(numbers), np.concatenate(totals)
    number_of: dict[str, int] = {}
    ids: list[int] = []
    sizes = np.zeros(len(texts), dtype=np.int64)
    for row, text in enumerate(texts):
        terms = terms_of(text, numbers=True)
        sizes[row] = len(terms)
        ids += [number_of.setdefault(term, len(number_of)) for term in terms]
    encoded = [term.encode("utf-8", "surrogatepass") for term in number_of]
    starts = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(term) for term in encoded], out=starts[1:])
    hashes = hash_bytes(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts)
    return hashes[np.array(ids, dtype=np.int64)], sizes


def mix(values: Hashes) -> Hashes:
    """64-bit numbers well stirred, one to one (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * _MIX1
    values = (values ^ (values >> np.uint64(27))) * _MIX2
    return values ^ (values >> np.uint64(31))


def hash_bytes(data: "np.ndarray[Any, np.dtype[np.uint8]]", starts: Integers) -> Hashes:
    """A hash of each stretch ``data[starts[i]:starts[i + 1]]``, none of them empty.

    A polynomial of the bytes modulo 2**64, mixed with the length.
    """
    if len(starts) < 2:
        return np.zeros(0, dtype=np.uint64)
    sizes = np.diff(starts)
    powers = np.full(int(sizes.max()), _BASE, dtype=np.uint64)
    powers[0] = 1
    powers = np.cumprod(powers, dtype=np.uint64)
    place = np.arange(int(starts[-1])) - np.repeat(starts[:-1], sizes)
    terms = (data[: starts[-1]].astype(np.uint64) + np.uint64(1)) * powers[place]
    return mix(np.add.reduceat(terms, starts[:-1]) + sizes.astype(np.uint64))
