"""The compiled counting pass: UTF-8 bytes of a group of articles to its terms and their counts.

In: a padded buffer and the offsets of its articles. Out: the group's terms in order of first
occurrence, and (indptr, ids, counts). Nothing here needs the interpreter; the callers do the rest.
Importing this module imports Numba.

A token of up to 16 bytes is its own key, in two 64-bit words. Of a longer one the key is its first
eight bytes and a hash of all, and equal keys are compared byte by byte. A table entry is four
words, half a cache line: the key's two; length and id + 1 (0: no entry); the article in which the
term was last seen, and where its count stands.
"""

import numpy as np

from analysis.text.compiling import compiled

U0, U1, U3, U4, U6, U7 = (np.uint64(n) for n in (0, 1, 3, 4, 6, 7))
U8, U16, U31, U32, U56, U63, U64 = (np.uint64(n) for n in (8, 16, 31, 32, 56, 63, 64))
LOW32 = np.uint64(0xFFFFFFFF)
ONES = np.uint64(0x0101010101010101)
HIGHS = np.uint64(0x8080808080808080)
LOWS = np.uint64(0x7F7F7F7F7F7F7F7F)
CASE = np.uint64(0x2020202020202020)
FROM_A = np.uint64(0x1F1F1F1F1F1F1F1F)  # 0x80 - ord("a"): sets the high bit from "a" on
PAST_Z = np.uint64(0x0505050505050505)  # 0x7F - ord("z"): sets it after "z"
MIX1, MIX2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)

SEPARATOR, WORD_PART, MARK_PART, JOINER_PART, HARD = range(5)


@compiled
def word_at(words, at):  # type: ignore[no-untyped-def]
    """Eight bytes from any place, read from the aligned words around it."""
    shift = np.uint64(at & 7) << U3
    first = words[at >> 3] >> shift
    return first | (words[(at >> 3) + 1] << U1) << (U63 - shift)


@compiled
def leading_letters(word):  # type: ignore[no-untyped-def]
    """How many of eight bytes, from the lowest, are ASCII letters before the first that is not."""
    folded = (word | CASE) & LOWS
    letters = (folded + FROM_A) & ~(folded + PAST_Z) & ~word & HIGHS
    rest = ~letters & HIGHS
    if rest == U0:
        return 8
    lowest = rest & (~rest + U1)
    return np.int64((((lowest - U1) & ONES) * ONES) >> U56) - 1


@compiled
def first_bytes(n):  # type: ignore[no-untyped-def]
    """A mask of the lowest n bytes, n from 0 to 7."""
    return (U1 << (np.uint64(n) << U3)) - U1


@compiled
def mixed(key0, key1, length, seed):  # type: ignore[no-untyped-def]
    """A hash of a key, its best bits highest."""
    h = (key0 ^ seed) * MIX1
    h = ((h ^ (h >> U32)) + key1 + np.uint64(length)) * MIX2
    return (h ^ (h >> U32)) * MIX1


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
def find_hard(words, offsets, characters, hard):  # type: ignore[no-untyped-def]
    """Mark the articles whose tokens only Python can write."""
    text = words.view(np.uint8)
    for article in range(offsets.shape[0] - 1):
        at, end = offsets[article], offsets[article + 1]
        before = np.uint32(0)
        while at < end:
            if text[at] < 0x80:
                # Nothing in ASCII is hard; most texts are little else, so eight bytes at a time.
                before = np.uint32(0)
                at += 1
                while at + 8 <= end and word_at(words, at) & HIGHS == U0:
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
def key_of(arena, start, length):  # type: ignore[no-untyped-def]
    """The two words of the key of a token that stands in the arena."""
    key0, key1 = U0, U0
    for at in range(min(length, 8)):
        key0 |= np.uint64(arena[start + at]) << np.uint64(at << 3)
    if length <= 16:
        for at in range(8, length):
            key1 |= np.uint64(arena[start + at]) << np.uint64((at - 8) << 3)
    else:
        for at in range(length):
            key1 = (key1 ^ np.uint64(arena[start + at])) * MIX1
            key1 ^= key1 >> U32
    return key0, key1


@compiled
def larger_table(table, seed):  # type: ignore[no-untyped-def]
    """The same entries in a table of twice the size."""
    larger = np.zeros(table.shape[0] * 2, dtype=np.uint64)
    mask = np.uint64(larger.shape[0] // 4 - 1)
    for old in range(0, table.shape[0], 4):
        if table[old + 2] == U0:
            continue
        h = mixed(table[old], table[old + 1], table[old + 2] >> U32, seed)
        slot = (h >> U32) & mask
        while larger[slot * U4 + np.uint64(2)] != U0:
            slot = (slot + U1) & mask
        for word in range(4):
            larger[np.int64(slot) * 4 + word] = table[old + word]
    return larger


@compiled
def grown(array, used, needed):  # type: ignore[no-untyped-def]
    """The array, or a larger one that begins with what is used of it."""
    if needed <= array.shape[0]:
        return array
    size = array.shape[0] * 2
    larger = np.empty(size if size > needed else needed, dtype=array.dtype)
    # A loop, not a slice: assigning slices takes Numba seconds to compile.
    for at in range(used):
        larger[at] = array[at]
    return larger


@compiled
def same_bytes(arena, first, second, length):  # type: ignore[no-untyped-def]
    """Whether two stretches of the arena are equal."""
    for at in range(length):  # noqa: SIM110
        if arena[first + at] != arena[second + at]:
            return False
    return True


@compiled
def count_group(  # type: ignore[no-untyped-def]
    words, offsets, verbatim, characters, kinds, fold, seed, keep_stream
):
    """Count the terms of a group of articles.

    Parameters are the padded buffer as 64-bit words; where each article begins in it (one more
    than articles); which articles hold terms already, each ended by a line feed, to be taken as
    they are; the character table; the part of each byte, 255 for bytes that are not ASCII; the bit
    that lower-cases ASCII letters, in every byte, or 0; the hash's seed; and whether the ids of
    all tokens are kept in their order, for n-grams.
    """
    text = words.view(np.uint8)
    articles = offsets.shape[0] - 1
    table = np.zeros(4 << 14, dtype=np.uint64)
    mask = np.uint64((1 << 14) - 1)
    arena = np.empty(1 << 18, dtype=np.uint8)
    used = 0
    starts = np.empty(1 << 13, dtype=np.int64)
    n_terms = 0
    ids = np.empty(1 << 20, dtype=np.int32)
    counts = np.empty(1 << 20, dtype=np.uint32)
    filled = 0
    indptr = np.zeros(articles + 1, dtype=np.int64)
    totals = np.zeros(articles, dtype=np.int64)
    stream = np.empty(1 << 20 if keep_stream else 1, dtype=np.int32)
    streamed = 0

    for article in range(articles):
        at, end = offsets[article], offsets[article + 1]
        # Room for whatever this article may hold: a token has at least one byte and what parts it
        # from the next another; lower-casing makes of two bytes at most three.
        most = (end - at) // 2 + 1
        ids = grown(ids, filled, filled + most)
        counts = grown(counts, filled, filled + most)
        arena = grown(arena, used, used + 2 * (end - at) + 16)
        if keep_stream:
            stream = grown(stream, streamed, streamed + most)
        plain = verbatim[article] == 0
        stamp = np.uint64(article + 1) << U32
        total = 0
        while True:
            # To the next token. Each branch below leaves key, length, and whether the token's
            # bytes stand at the arena's end already.
            written = False
            if plain:
                while at < end:
                    kind = kinds[text[at]]
                    if kind == WORD_PART:
                        break
                    if kind == 255:
                        point, size = code_point_at(text, at)
                        if part_of(characters[point]) == WORD_PART:
                            break
                        at += size
                    else:
                        at += 1
                if at >= end:
                    break
                word = word_at(words, at)
                n = leading_letters(word)
                key1 = U0
                length = n
                if n == 8:
                    key0 = word | fold
                    word = word_at(words, at + 8)
                    n = leading_letters(word)
                    length += n
                    if n < 8:
                        key1 = (word | fold) & first_bytes(n)
                else:
                    key0 = (word | fold) & first_bytes(n)
                if n < 8 and at + length < end and kinds[text[at + length]] == SEPARATOR:
                    at += length
                else:
                    at, stop = token_bytes(text, at, end, characters, arena, used)
                    length = stop - used
                    key0, key1 = key_of(arena, used, length)
                    written = True
            else:
                if at >= end:
                    break
                length = 0
                while text[at + length] != 10:
                    arena[used + length] = text[at + length]
                    length += 1
                at += length + 1
                key0, key1 = key_of(arena, used, length)
                written = True

            total += 1
            h = mixed(key0, key1, length, seed)
            slot = (h >> U32) & mask
            while True:
                entry = np.int64(slot) << 2
                meta = table[entry + 2]
                if meta == U0:
                    # A new term.
                    if not written:
                        for byte in range(length):
                            from_key = key0 if byte < 8 else key1
                            arena[used + byte] = from_key >> np.uint64((byte & 7) << 3)
                    starts = grown(starts, n_terms, n_terms + 2)
                    starts[n_terms] = used
                    used += length
                    arena = grown(arena, used, used + 2 * (end - at) + 16)
                    table[entry] = key0
                    table[entry + 1] = key1
                    table[entry + 2] = np.uint64(length) << U32 | np.uint64(n_terms + 1)
                    table[entry + 3] = stamp | np.uint64(filled)
                    ids[filled] = n_terms
                    counts[filled] = 1
                    filled += 1
                    n_terms += 1
                    term = np.int64(n_terms - 1)
                    if n_terms * 8 > table.shape[0]:
                        table = larger_table(table, seed)
                        mask = np.uint64(table.shape[0] // 4 - 1)
                    break
                if (
                    table[entry] == key0
                    and table[entry + 1] == key1
                    and np.int64(meta >> U32) == length
                ):
                    term = np.int64(meta & LOW32) - 1
                    if length <= 16 or same_bytes(arena, starts[term], used, length):
                        seen = table[entry + 3]
                        if (seen & ~LOW32) == stamp:
                            counts[seen & LOW32] += np.uint32(1)
                        else:
                            table[entry + 3] = stamp | np.uint64(filled)
                            ids[filled] = term
                            counts[filled] = 1
                            filled += 1
                        break
                slot = (slot + U1) & mask
            if keep_stream:
                stream[streamed] = term
                streamed += 1
        totals[article] = total
        indptr[article + 1] = filled
    starts[n_terms] = used
    return (
        arena[:used],
        starts[: n_terms + 1],
        indptr,
        ids[:filled],
        counts[:filled],
        totals,
        stream[:streamed],
    )


@compiled
def frequencies(ids, counts, n_terms):  # type: ignore[no-untyped-def]
    """In how many of a group's articles each term occurs, and how often in all."""
    documents = np.zeros(n_terms, dtype=np.int64)
    occurrences = np.zeros(n_terms, dtype=np.int64)
    for at in range(ids.shape[0]):
        documents[ids[at]] += 1
        occurrences[ids[at]] += counts[at]
    return documents, occurrences
