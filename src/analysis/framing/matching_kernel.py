"""The compiled matching pass: UTF-8 bytes of many texts to the places where patterns match.

In: a padded buffer, the offsets of its texts, and patterns as arrays. Out: hits as arrays, and the
texts that only the definition in Python can settle. Importing this module imports Numba.
"""

import numpy as np

from analysis.text.compiling import compiled
from analysis.text.kernel import (
    LOW32,
    SEPARATOR,
    U0,
    U1,
    U32,
    WORD_PART,
    code_point_at,
    first_bytes,
    grown,
    key_of,
    larger_table,
    leading_letters,
    mixed,
    part_of,
    same_bytes,
    token_bytes,
    word_at,
)  # fmt: skip

# The longest match: twelve words with a gap of twenty before each but the first.
SPAN = 12 * 21 + 1
_CONTINUES, _LEAD = np.uint8(0x80), np.uint8(0xC0)


@compiled
def token_stream(words, offsets, skipped, characters, kinds, fold, hashing):  # type: ignore[no-untyped-def]
    """Every token of every text: its term's number, first character and one past the last.

    Returns the terms (bytes, and where each begins), the numbers, the places in characters of the
    text, and where each text's tokens begin. Texts that are `skipped` have none.
    """
    text = words.view(np.uint8)
    texts = offsets.shape[0] - 1
    table = np.zeros(4 << 14, dtype=np.uint64)
    mask = np.uint64((1 << 14) - 1)
    arena = np.empty(1 << 18, dtype=np.uint8)
    used = 0
    starts = np.empty(1 << 13, dtype=np.int64)
    n_terms = 0
    stream = np.empty(1 << 20, dtype=np.int32)
    firsts = np.empty(1 << 20, dtype=np.int32)
    lasts = np.empty(1 << 20, dtype=np.int32)
    filled = 0
    pointers = np.zeros(texts + 1, dtype=np.int64)
    for number in range(texts):
        at, end = offsets[number], offsets[number + 1]
        if skipped[number]:
            at = end
        # What a byte's place lies ahead of its character's.
        ahead = at
        most = (end - at) // 2 + 1
        stream = grown(stream, filled, filled + most)
        firsts = grown(firsts, filled, filled + most)
        lasts = grown(lasts, filled, filled + most)
        arena = grown(arena, used, used + 2 * (end - at) + 16)
        while True:
            while at < end:
                kind = kinds[text[at]]
                if kind == WORD_PART:
                    break
                if kind == 255:
                    point, size = code_point_at(text, at)
                    if part_of(characters[point]) == WORD_PART:
                        break
                    at += size
                    ahead += size - 1
                else:
                    at += 1
            if at >= end:
                break
            begin = at
            firsts[filled] = at - ahead
            written = False
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
                key0, key1 = key_of(arena, used, length, hashing)
                written = True
                for byte in range(begin, at):
                    if text[byte] & _LEAD == _CONTINUES:
                        ahead += 1
            lasts[filled] = at - ahead
            h = mixed(key0, key1, length, hashing)
            slot = (h >> U32) & mask
            while True:
                entry = np.int64(slot) << 2
                meta = table[entry + 2]
                if meta == U0:
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
                    n_terms += 1
                    term = n_terms - 1
                    if n_terms * 8 > table.shape[0]:
                        table = larger_table(table, hashing)
                        mask = np.uint64(table.shape[0] // 4 - 1)
                    break
                if (
                    table[entry] == key0
                    and table[entry + 1] == key1
                    and np.int64(meta >> U32) == length
                ):
                    term = int(meta & LOW32) - 1
                    if length <= 16 or same_bytes(arena, starts[term], arena, used, length):
                        break
                slot = (slot + U1) & mask
            stream[filled] = term
            filled += 1
        pointers[number + 1] = filled
    starts[n_terms] = used
    return (
        arena[:used],
        starts[: n_terms + 1],
        stream[:filled],
        firsts[:filled],
        lasts[:filled],
        pointers,
    )


@compiled
def stands_for(term, word, word_pointers, term_words):  # type: ignore[no-untyped-def]
    """Whether a term stands for a word of a pattern."""
    for at in range(word_pointers[term], word_pointers[term + 1]):  # noqa: SIM110
        if term_words[at] == word:
            return True
    return False


@compiled
def last_token(  # type: ignore[no-untyped-def]
    stream, position, end, first_step, stop, step_words, step_gaps, word_pointers, term_words, ways
):
    """The last token of the match that begins here and ends first, or -1.

    `ways` is room for two rows of `SPAN` flags: which tokens, counted from here, the present step
    may take, and which the next.
    """
    low, high = 0, 0
    now, then = 0, 1
    ways[now, 0] = True
    for step in range(first_step + 1, stop):
        word, gap = step_words[step], step_gaps[step]
        nearest = low
        next_low, next_high = -1, -1
        for at in range(low + 1, min(high + gap + 1, end - position - 1) + 1):
            if at - 1 <= high and ways[now, at - 1]:
                nearest = at - 1
            ways[then, at] = at - nearest <= gap + 1 and stands_for(
                stream[position + at], word, word_pointers, term_words
            )
            if ways[then, at]:
                if next_low < 0:
                    next_low = at
                next_high = at
        if next_low < 0:
            return -1
        low, high = next_low, next_high
        now, then = then, now
    return position + low


@compiled
def find_hits(  # type: ignore[no-untyped-def]
    stream, pointers, firsts, lasts, left_open, pattern_pointers, term_patterns, word_pointers,
    term_words, step_pointers, step_words, step_gaps, frame_of, rank, n_frames,
):  # fmt: skip
    """The hits of every text: its number, the pattern, and the place in characters.

    A text in which an exclusion (frame -1) matches is marked as `left_open` and has no hits here.
    """
    texts = pointers.shape[0] - 1
    numbers = np.empty(1 << 16, dtype=np.int64)
    which = np.empty(1 << 16, dtype=np.int64)
    begins = np.empty(1 << 16, dtype=np.int64)
    ends = np.empty(1 << 16, dtype=np.int64)
    filled = 0
    ways = np.zeros((2, SPAN + 21), dtype=np.bool_)
    taken = np.full(n_frames, -1, dtype=np.int64)  # last token of each frame's last hit
    best = np.full(n_frames, -1, dtype=np.int64)
    best_last = np.zeros(n_frames, dtype=np.int64)
    touched = np.empty(n_frames, dtype=np.int64)
    for number in range(texts):
        begin, end = pointers[number], pointers[number + 1]
        before = filled
        for position in range(begin, end):
            term = stream[position]
            if pattern_pointers[term] == pattern_pointers[term + 1]:
                continue
            n_touched = 0
            for at in range(pattern_pointers[term], pattern_pointers[term + 1]):
                pattern = term_patterns[at]
                frame = frame_of[pattern]
                if frame >= 0 and taken[frame] >= position:
                    continue
                step, stop = step_pointers[pattern], step_pointers[pattern + 1]
                last = position
                if stop - step > 1:
                    # Most phrases end here: the next word is another one.
                    if step_gaps[step + 1] == 0 and (
                        position + 1 >= end
                        or not stands_for(
                            stream[position + 1], step_words[step + 1], word_pointers, term_words
                        )
                    ):
                        continue
                    last = last_token(
                        stream, position, end, step, stop, step_words, step_gaps, word_pointers,
                        term_words, ways,
                    )  # fmt: skip
                    if last < 0:
                        continue
                if frame < 0:
                    left_open[number] = 1
                    break
                other = best[frame]
                if other < 0:
                    touched[n_touched] = frame
                    n_touched += 1
                if (
                    other < 0
                    or last > best_last[frame]
                    or (last == best_last[frame] and rank[pattern] < rank[other])
                ):
                    best[frame] = pattern
                    best_last[frame] = last
            if left_open[number]:
                for at in range(n_touched):
                    best[touched[at]] = -1
                break
            numbers = grown(numbers, filled, filled + n_touched)
            which = grown(which, filled, filled + n_touched)
            begins = grown(begins, filled, filled + n_touched)
            ends = grown(ends, filled, filled + n_touched)
            for at in range(n_touched):
                frame = touched[at]
                numbers[filled] = number
                which[filled] = best[frame]
                begins[filled] = firsts[position]
                ends[filled] = lasts[best_last[frame]]
                filled += 1
                taken[frame] = best_last[frame]
                best[frame] = -1
        if left_open[number]:
            filled = before
            taken[:] = -1
    return numbers[:filled], which[:filled], begins[:filled], ends[:filled]
