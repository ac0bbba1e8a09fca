"""The vocabulary of a corpus while it is counted: terms numbered as they come, then sorted.

In: the tokens and n-grams of each group. Out: their numbers, and in the end those that are kept in
the order of the terms.
"""

import secrets
from collections.abc import Iterable

import numpy as np

from analysis.text.kernel_layout import MERGED, SPARE
from analysis.text.machine_code import Kernels
from analysis.text.options import Integers
from analysis.text.workspace import Array, grown, roomy_pairs, roomy_table

_grams = Kernels("analysis.text.kernel_grams")
_merging = Kernels("analysis.text.kernel_merging")
_TOO_MANY = "more than 2**31 different terms"

HASHING = (np.uint64(secrets.randbits(64)), np.uint64(2**64 - 1))
"""Seeds the hashes, so that no text can be written to make them slow; no result depends on it.

The second number holds the bits of a hash that are used: all.
"""


class Sums:
    """A number for each term of a growing vocabulary, added up over the groups."""

    def __init__(self) -> None:
        self._values = np.zeros(0, dtype=np.int64)

    def add(self, found: Array, values: Integers) -> None:
        """Add what a group has for the terms with these numbers, each there once."""
        size = int(found.max(initial=-1)) + 1
        if size > len(self._values):
            spare = max(size, 2 * len(self._values)) - len(self._values)
            self._values = np.concatenate([self._values, np.zeros(spare, dtype=np.int64)])
        self._values[found] += values

    def first(self, size: int) -> Integers:
        """The sums of so many terms."""
        return np.concatenate([self._values[:size], np.zeros(size, np.int64)])[:size]


class Tokens:
    """All tokens met, each numbered when it first came."""

    def __init__(self) -> None:
        self.size = 0
        self.documents, self.occurrences = Sums(), Sums()
        self._table = np.zeros(1 << 12, dtype=np.uint64)
        self._bytes = np.empty(1 << 14, dtype=np.uint8)
        self._starts = np.zeros(1 << 10, dtype=np.int64)
        self._keys = np.empty((MERGED, 3), dtype=np.uint64)

    def add(self, arena: Array, starts: Integers) -> Array:
        """The numbers of these tokens; new ones are added. The arena has 16 bytes to spare."""
        found = np.empty(len(starts) - 1, dtype=np.int32)
        size, used = self.size + len(found), int(self._starts[self.size])
        self._table = roomy_table(self._table, HASHING, size)
        self._starts = grown(self._starts, self.size + 1, size + 1)
        self._bytes = grown(self._bytes, used, used + int(starts[-1]) + SPARE)
        size = _merging.merge_terms(
            arena, starts, HASHING, self._table, self._bytes, self._starts, self.size,
            self._keys, found,
        )  # fmt: skip
        if size < 0:
            raise OverflowError(_TOO_MANY)
        self.size = size
        return found

    def add_strings(self, tokens: Iterable[str]) -> Array:
        """The same, of Python strings."""
        encoded = [token.encode("utf-8", "surrogatepass") for token in tokens]
        starts = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(token) for token in encoded], out=starts[1:])
        return self.add(np.frombuffer(b"".join(encoded) + bytes(SPARE), np.uint8), starts)

    def ranked(self, ids: Integers) -> Integers:
        """These numbers in the order of their tokens: by code point, which is by UTF-8 byte."""
        first, second = np.empty(len(ids), np.uint64), np.empty(len(ids), np.uint64)
        _merging.sort_keys(self._bytes, self._starts, ids, first, second)
        order = np.lexsort((second, first))
        ids, first, second = ids[order], first[order], second[order]
        # Tokens of more than 16 bytes may agree in these: such runs are sorted as a whole.
        same = (first[1:] == first[:-1]) & (second[1:] == second[:-1])
        edges = np.flatnonzero(np.diff(same.astype(np.int8), prepend=0, append=0))
        for start, stop in zip(edges[::2], edges[1::2] + 1, strict=True):
            ids[start:stop] = sorted(ids[start:stop], key=self._bytes_of)
        return ids

    def _bytes_of(self, number: int) -> bytes:
        return self._bytes[self._starts[number] : self._starts[number + 1]].tobytes()

    def strings(self, ids: Integers) -> list[str]:
        """The tokens with these numbers."""
        if not len(ids):
            return []
        size = int((self._starts[ids + 1] - self._starts[ids]).sum()) + len(ids)
        lines = np.empty(size, dtype=np.uint8)
        _merging.gather_lines(self._bytes, self._starts, ids, lines)
        return lines[:-1].tobytes().decode("utf-8", "surrogatepass").split("\n")


class Grams:
    """All n-grams of two tokens or more, each numbered when it first came."""

    def __init__(self) -> None:
        self.size = 0
        self.documents, self.occurrences = Sums(), Sums()
        self._table = np.zeros((1 << 12, 3), dtype=np.uint64)
        self._parents = np.empty(1 << 10, dtype=np.int64)
        self._lasts = np.empty(1 << 10, dtype=np.int64)

    def add(self, parents: Array, lasts: Array, tokens: Array) -> Array:
        """The numbers of a group's n-grams, whose tokens have the global numbers given."""
        if not len(parents):
            return np.zeros(0, dtype=np.int32)
        found = np.empty(len(parents), dtype=np.int32)
        size = self.size + len(found)
        self._table = roomy_pairs(self._table, HASHING, size)
        self._parents = grown(self._parents, self.size, size)
        self._lasts = grown(self._lasts, self.size, size)
        size = _grams.merge_grams(
            parents, lasts, tokens, HASHING, self._table, self._parents, self._lasts, self.size,
            found,
        )  # fmt: skip
        if size < 0:
            raise OverflowError(_TOO_MANY)
        self.size = size
        return found

    def tokens(self, ids: Integers, longest: int) -> Array:
        """The tokens' numbers of these n-grams, one row each, -1 where there are no more."""
        backwards = np.full((len(ids), longest), -1, dtype=np.int64)
        sizes = np.zeros(len(ids), dtype=np.int64)
        rows, numbers = np.arange(len(ids)), np.asarray(ids)
        for place in range(longest):
            if not len(rows):
                break
            backwards[rows, place] = self._lasts[numbers]
            sizes[rows] += 1
            parents = self._parents[numbers]
            single = parents >= 0
            backwards[rows[single], place + 1] = parents[single]
            sizes[rows[single]] += 1
            rows, numbers = rows[~single], -1 - parents[~single]
        places = sizes[:, None] - 1 - np.arange(longest)
        forwards = np.take_along_axis(backwards, np.maximum(places, 0), axis=1)
        forwards[places < 0] = -1
        return forwards
