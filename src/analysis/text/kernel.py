"""What the compiled passes over text share: characters, the keys of tokens, and tables of them.

In: UTF-8 bytes and the character table. Out: tokens as bytes, their keys, hashes and table slots.
Importing this module imports Numba.

A token of up to 16 bytes is its own key, in two 64-bit words. Of a longer one the key is its first
eight bytes and a hash of all, and equal keys are compared byte by byte. A table entry is four
words, half a cache line: the key's two; length and id + 1 (0: no entry); one for its owner's use.

``hashing`` is a seed and the bits of a hash that are used: all, save where tests ask what happens
when hashes are equal.
"""

import numpy as np

from analysis.text.compiling import compiled
from analysis.text.kernel_bytes import word_from

U0, U1, U2, U3, U4, U32, U56, U63 = (np.uint64(n) for n in (0, 1, 2, 3, 4, 32, 56, 63))
LOW32 = np.uint64(0xFFFFFFFF)
ONES = np.uint64(0x0101010101010101)
HIGHS = np.uint64(0x8080808080808080)
# All of a word, and its lowest n bytes.
ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
REACH = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype=np.uint64)
MIX1, MIX2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)

SEPARATOR, WORD_PART, MARK_PART, JOINER_PART, HARD = range(5)


@compiled
def mixed(key0, key1, length, hashing):  # type: ignore[no-untyped-def]
    """A hash of a key, its best bits highest."""
    h = (key0 ^ hashing[0]) * MIX1
    h = ((h ^ (h >> U32)) + key1 + np.uint64(length)) * MIX2
    return (h ^ (h >> U32)) * MIX1 & hashing[1]


@compiled
def code_point_at(text, at):  # type: ignore[no-untyped-def]
    """The code point whose bytes (valid UTF-8, not ASCII) begin here, and how many they are."""
    lead = np.uint32(text[at])
    low = np.uint32(0x3F)
    if lead < 0xE0:
        return (lead & np.uint32(0x1F)) << np.uint32(6) | np.uint32(text[at + 1]) & low, 2
    if lead < 0xF0:
        return (
            (lead & np.uint32(0x0F)) << np.uint32(12)
            | (np.uint32(text[at + 1]) & low) << np.uint32(6)
            | np.uint32(text[at + 2]) & low
        ), 3
    return (
        (lead & np.uint32(0x07)) << np.uint32(18)
        | (np.uint32(text[at + 1]) & low) << np.uint32(12)
        | (np.uint32(text[at + 2]) & low) << np.uint32(6)
        | np.uint32(text[at + 3]) & low
    ), 4


@compiled
def entry_at(text, at, characters):  # type: ignore[no-untyped-def]
    """The character table's entry for what begins here, and how many bytes it has."""
    lead = text[at]
    if lead < 0x80:
        return characters[lead], 1
    point, size = code_point_at(text, at)
    return characters[point], size


@compiled
def part_of(entry):  # type: ignore[no-untyped-def]
    """The part that a character takes in a token."""
    return np.int64(entry >> np.uint32(21)) & 7


@compiled
def write_point(point, arena, to):  # type: ignore[no-untyped-def]
    """Write a code point as UTF-8; where the next goes."""
    low, high = np.uint32(0x3F), np.uint32(0x80)
    if point < 0x80:
        arena[to] = point
        return to + 1
    if point < 0x800:
        arena[to] = np.uint32(0xC0) | point >> np.uint32(6)
        arena[to + 1] = high | point & low
        return to + 2
    if point < 0x10000:
        arena[to] = np.uint32(0xE0) | point >> np.uint32(12)
        arena[to + 1] = high | point >> np.uint32(6) & low
        arena[to + 2] = high | point & low
        return to + 3
    arena[to] = np.uint32(0xF0) | point >> np.uint32(18)
    arena[to + 1] = high | point >> np.uint32(12) & low
    arena[to + 2] = high | point >> np.uint32(6) & low
    arena[to + 3] = high | point & low
    return to + 4


@compiled
def find_hard(text, offsets, characters, hard):  # type: ignore[no-untyped-def]
    """Mark the articles whose tokens only Python can write."""
    for article in range(offsets.shape[0] - 1):
        at, end = offsets[article], offsets[article + 1]
        before = np.uint32(0)
        while at < end:
            if text[at] < 0x80:
                # Nothing in ASCII is hard; most texts are little else, so eight bytes at a time.
                before = np.uint32(0)
                at += 1
                while at + 8 <= end and word_from(text, at) & HIGHS == U0:
                    at += 8
                continue
            point, size = code_point_at(text, at)
            entry = characters[point]
            combining = entry >> np.uint32(24)
            if part_of(entry) == HARD or (combining != 0 and combining < before):
                hard[article] = 1
                break
            before = combining
            at += size


@compiled
def token_bytes(text, start, end, characters, arena, to):  # type: ignore[no-untyped-def]
    """Write the token that starts here into the arena; where it ends in each."""
    at = start
    while True:
        # A run of letters, marks (never first) and numbers.
        while at < end:
            entry, size = entry_at(text, at, characters)
            part = part_of(entry)
            if part != WORD_PART and part != MARK_PART:
                break
            to = write_point(entry & np.uint32(0x1FFFFF), arena, to)
            at += size
        if at >= end or part_of(entry) != JOINER_PART or at + size >= end:
            return at, to
        after, _ = entry_at(text, at + size, characters)
        if part_of(after) != WORD_PART:
            return at, to
        to = write_point(entry & np.uint32(0x1FFFFF), arena, to)
        at += size


@compiled
def key_of(arena, start, length, hashing):  # type: ignore[no-untyped-def]
    """The two words of the key of a token that stands in the arena, 16 bytes or more behind it."""
    key0 = word_from(arena, start)
    if length <= 16:
        return (
            key0 & REACH[min(length, 8)],
            word_from(arena, start + 8) & REACH[max(length, 8) - 8],
        )
    key1 = hashing[0]
    for at in range(8, length - 8, 8):
        key1 = (key1 ^ word_from(arena, start + at)) * MIX1
        key1 ^= key1 >> U32
    # The last eight bytes, some of them for the second time.
    key1 = (key1 ^ word_from(arena, start + length - 8)) * MIX2
    return key0, (key1 ^ key1 >> U32) & hashing[1]


@compiled
def move_entries(table, hashing, larger):  # type: ignore[no-untyped-def]
    """Put the entries of a table into a larger, empty one."""
    mask = np.uint64(larger.shape[0] // 4 - 1)
    for old in range(0, table.shape[0], 4):
        if table[old + 2] == U0:
            continue
        h = mixed(table[old], table[old + 1], table[old + 2] >> U32, hashing)
        slot = (h >> U32) & mask
        while larger[slot * U4 + np.uint64(2)] != U0:
            slot = (slot + U1) & mask
        for word in range(4):
            larger[np.int64(slot) * 4 + word] = table[old + word]


@compiled
def same_bytes(one, first, other, second, length):  # type: ignore[no-untyped-def]
    """Whether two stretches of bytes are equal."""
    for at in range(length):  # noqa: SIM110
        if one[first + at] != other[second + at]:
            return False
    return True
