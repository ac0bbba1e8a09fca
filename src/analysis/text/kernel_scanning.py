"""Compiled: UTF-8 bytes to tokens with their keys and hashes, some at a time.

In: the bytes of an article and a place in it. Out: records of four words: the key's two; the hash's
upper half with where the token begins in the article; its length with its place in the scratch
array. Sixty-four bytes are looked at together; whatever is not a plain run of ASCII letters is read
character by character. Importing this module imports Numba.
"""

import numpy as np

from analysis.text.compiling import compiled
from analysis.text.kernel import (
    ALL,
    LOW32,
    REACH,
    U0,
    U1,
    U2,
    U32,
    U63,
    WORD_PART,
    code_point_at,
    key_of,
    mixed,
    part_of,
    token_bytes,
)
from analysis.text.kernel_bytes import kinds_of_64, lowest_bit, prefetch, word_from
from analysis.text.kernel_layout import BLOCK_BYTES, BLOCKS, MOST, SINGLE_BYTES, TOKENS


@compiled
def put_token(  # type: ignore[no-untyped-def]
    found, n, key0, key1, length, place, begin, hashing, table
):
    """Write a token's record, and have the table's entry for it brought near."""
    h = mixed(key0, key1, length, hashing)
    mask = np.uint64(table.shape[0] // 4 - 1)
    prefetch(table, np.int64(((h >> U32) & mask) << U2))
    record = n << 2
    found[record] = key0
    found[record + 1] = key1
    found[record + 2] = h & ~LOW32 | np.uint64(begin)
    found[record + 3] = np.uint64(length) << U32 | np.uint64(place)


@compiled
def find_tokens(  # type: ignore[no-untyped-def]
    text, start, at, end, characters, digits, fold, hashing, table, found, scratch, work
):
    """The next tokens of an article, MOST at most: where to go on, how many, and bytes of scratch.

    The article goes from ``start`` to ``end``; ``at`` is where to look. The text has 64 bytes at
    least. ``fold`` is the bit that lower-cases ASCII letters, in every byte, or 0; for ``digits``
    see ``kinds_of_64``. A token of more than 16 bytes stands in the scratch array, at the place
    that its record names; the array holds twice what is left of the article, and 16 bytes.
    """
    last_block = text.shape[0] - 64
    n = 0
    used = 0
    while at < end and n < MOST:
        left = end - at
        block = min(at, last_block)
        behind = np.uint64(at - block)
        letters, wide, joiners = kinds_of_64(text, block, digits)
        letters, wide, joiners = letters >> behind, wide >> behind, joiners >> behind
        more = U0
        if left < 64:
            here = (U1 << np.uint64(left)) - U1
            letters, wide, joiners = letters & here, wide & here, joiners & here
        elif left > 64:
            more = U1 << U63
        begins = letters | wide
        # A run of letters that one of these ends may be part of a longer token.
        stops = wide | joiners & (begins >> U1 | more)
        plain = True
        while True:
            first = lowest_bit(begins)
            if first == 64:
                at += 64
                break
            if n == MOST:
                at += first
                break
            length = lowest_bit(~(letters >> np.uint64(first)))
            last = first + length
            if last == 64 and left > 64 and first > 0:
                # It may go on behind this block: the next begins with it.
                at += first
                break
            joined = last < 64 and stops >> np.uint64(last) & U1 == U1
            if length == 0 or length > 16 or joined or at + first > last_block + 48:
                at += first
                plain = False
                break
            key0 = (word_from(text, at + first) | fold) & REACH[min(length, 8)]
            key1 = (word_from(text, at + first + 8) | fold) & REACH[max(length, 8) - 8]
            put_token(found, n, key0, key1, length, 0, at + first - start, hashing, table)
            n += 1
            begins &= (ALL << U1) << np.uint64(last - 1)
        work[BLOCKS] += 1
        work[BLOCK_BYTES] += min(at, end) - (end - left)
        if not plain:
            size = 1
            entry = characters[text[at]]
            if text[at] >= 0x80:
                point, size = code_point_at(text, at)
                entry = characters[point]
            begin = at
            if part_of(entry) != WORD_PART:
                at += size
            else:
                # Lower-casing makes of two bytes three at most; words are written eight at a time.
                at, stop = token_bytes(text, at, end, characters, scratch, used)
                key0, key1 = key_of(scratch, used, stop - used, hashing)
                put_token(found, n, key0, key1, stop - used, used, begin - start, hashing, table)
                n += 1
                if stop - used > 16:
                    used = stop
            work[SINGLE_BYTES] += at - begin
    work[TOKENS] += n
    return min(at, end), n, used
