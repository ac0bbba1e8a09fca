"""The compiled matching pass: the tokens of many texts to the places where patterns match.

In: the texts' bytes, their tokens as numbers of terms, and patterns as arrays. Out: hits as arrays,
by the rules of ``patterns``. Importing this module imports Numba.
"""

import numpy as np

from analysis.text.compiling import compiled
from analysis.text.kernel import HIGHS, ONES, U1, U56, token_bytes
from analysis.text.kernel_bytes import word_from

# As in ``patterns``, whose own numbers compiled code would not follow when they change.
MOST_WORDS, LONGEST_GAP = 12, 20
SPAN = MOST_WORDS * (LONGEST_GAP + 1) + 1  # no match is longer
EXCLUDED = MOST_WORDS + 2  # numbers kept of an exclusion found
_CONTINUES, _LEAD, _U7 = np.uint8(0x80), np.uint8(0xC0), np.uint64(7)


@compiled
def characters_between(text, at, end):  # type: ignore[no-untyped-def]
    """How many characters of UTF-8 begin from one byte up to another."""
    characters = end - at
    while at + 8 <= end:
        word = word_from(text, at)
        following = word & ~(word << U1) & HIGHS
        characters -= np.int64((following >> _U7) * ONES >> U56)
        at += 8
    while at < end:
        characters -= np.int64(text[at] & _LEAD == _CONTINUES)
        at += 1
    return characters


@compiled
def stands_for(term, word, word_pointers, term_words):  # type: ignore[no-untyped-def]
    """Whether a term stands for a word of a pattern."""
    for at in range(word_pointers[term], word_pointers[term + 1]):  # noqa: SIM110
        if term_words[at] == word:
            return True
    return False


@compiled
def last_token(  # type: ignore[no-untyped-def]
    stream, position, end, first_step, stop, step_words, step_gaps, word_pointers, term_words, ways,
    reach,
):  # fmt: skip
    """The last token of the match that begins here and ends first, or -1.

    ``ways`` has a row of flags for each step: which tokens, counted from here, it may take; and
    ``reach`` has the first and the last of them.
    """
    ways[0, 0] = True
    reach[0, 0] = reach[0, 1] = low = high = 0
    for step in range(first_step + 1, stop):
        word, gap, row = step_words[step], step_gaps[step], step - first_step
        nearest = low
        next_low, next_high = -1, -1
        for at in range(low + 1, min(high + gap + 1, end - position - 1) + 1):
            if at - 1 <= high and ways[row - 1, at - 1]:
                nearest = at - 1
            ways[row, at] = at - nearest <= gap + 1 and stands_for(
                stream[position + at], word, word_pointers, term_words
            )
            if ways[row, at]:
                if next_low < 0:
                    next_low = at
                next_high = at
        if next_low < 0:
            return -1
        reach[row, 0], reach[row, 1] = low, high = next_low, next_high
    return position + low


@compiled
def tokens_taken(position, first_step, stop, step_gaps, ways, reach, tokens):  # type: ignore[no-untyped-def]
    """Write the tokens that the words of the match take that ``last_token`` has just found.

    Each word takes the first token from which the match still ends where it does.
    """
    last = stop - first_step - 1
    reach[last, 1] = reach[last, 0]
    for row in range(last - 1, 0, -1):
        gap = step_gaps[first_step + row + 1]
        following, ahead = -1, reach[row + 1, 1] + 1
        for at in range(reach[row, 1], reach[row, 0] - 1, -1):
            while ahead > at + 1:
                ahead -= 1
                if ahead >= reach[row + 1, 0] and ways[row + 1, ahead]:
                    following = ahead
            ways[row, at] = ways[row, at] and 0 <= following - at - 1 <= gap
    at = 0
    tokens[0] = position
    for row in range(1, last + 1):
        at = max(at + 1, reach[row, 0])
        while not ways[row, at]:
            at += 1
        tokens[row] = position + at
    return last + 1


@compiled
def is_suppressed(  # type: ignore[no-untyped-def]
    pattern, frame, tokens, size, excluded, at, end, silenced_frame, silenced_indicator
):
    """Whether an exclusion shares a token with a match that does not hold all of it and more.

    Exclusions found, in the order of their first tokens: pattern, number of tokens, and these.
    """
    while at < end and excluded[at + 2] <= tokens[size - 1]:
        exclusion, length, first = excluded[at], excluded[at + 1], at + 2
        at += EXCLUDED
        indicator, silenced = silenced_indicator[exclusion], silenced_frame[exclusion]
        if (indicator != pattern) if indicator >= 0 else (silenced >= 0 and silenced != frame):
            continue
        shared = own = 0
        for place in range(first, first + length):
            while own < size and tokens[own] < excluded[place]:
                own += 1
            shared += int(own < size and tokens[own] == excluded[place])
        if shared > 0 and not (shared == length and length < size):
            return True
    return False


@compiled
def find_hits(  # type: ignore[no-untyped-def]
    text, offsets, characters, stream, totals, begins, hard, busy, pattern_pointers,
    term_patterns, word_pointers, term_words, step_pointers, step_words, step_gaps, seconds,
    frame_of, rank, silenced_frame, silenced_indicator, scratch, ways, reach, tokens, by_frame,
    hits, excluded, state,
):  # fmt: skip
    """The hits of every text that is not hard: its number, the pattern, the place in characters.

    Whether that is done; if not, ``hits`` or ``excluded`` was too short for the text that the state
    names (text, its first token, numbers in ``hits``), and the pass goes on with it. ``scratch``
    holds the longest term. ``busy`` are the terms that patterns begin with; ``seconds`` has the
    word that must follow directly on a pattern's first, or -1. An exclusion is a pattern of
    frame -1.
    """
    texts = totals.shape[0]
    number, begin, filled = state[0], state[1], state[2]
    taken, best, best_last, touched = by_frame[0], by_frame[1], by_frame[2], by_frame[3]
    for frame in range(taken.shape[0]):
        taken[frame] = -1  # last token of each frame's last hit
        best[frame] = -1
    end = begin + totals[number] if number < texts else begin
    near = excluding = 0
    again = False  # once more through a text, as its exclusions are known
    while number < texts:
        before = filled
        state[0], state[1], state[2] = number, begin, before
        # Where the last hit begins: the byte of its text, and the character.
        seen = seen_characters = np.int64(0)
        for position in range(begin, begin if hard[number] else end):
            term = stream[position]
            if not busy[term]:
                continue
            while near < excluding and again and excluded[near + 2] + SPAN <= position:
                near += EXCLUDED
            next_words = past_words = np.int64(0)
            if position + 1 < end:
                following = stream[position + 1]
                next_words, past_words = word_pointers[following], word_pointers[following + 1]
            n_touched = 0
            for at in range(pattern_pointers[term], pattern_pointers[term + 1]):
                pattern = term_patterns[at]
                needed = seconds[pattern]
                if needed >= 0:
                    # Most phrases end here: the next word is another one.
                    word = next_words
                    while word < past_words and term_words[word] != needed:
                        word += 1
                    if word == past_words:
                        continue
                frame = frame_of[pattern]
                if again if frame < 0 else taken[frame] >= position:
                    continue
                step, stop = step_pointers[pattern], step_pointers[pattern + 1]
                last = position
                if stop - step > 1:
                    last = last_token(
                        stream, position, end, step, stop, step_words, step_gaps, word_pointers,
                        term_words, ways, reach,
                    )  # fmt: skip
                    if last < 0:
                        continue
                if frame < 0:
                    if excluding + EXCLUDED > excluded.shape[0]:
                        return np.int64(0)
                    size = tokens_taken(position, step, stop, step_gaps, ways, reach, tokens)
                    excluded[excluding], excluded[excluding + 1] = pattern, size
                    for place in range(size):
                        excluded[excluding + 2 + place] = tokens[place]
                    excluding += EXCLUDED
                    continue
                if again:
                    size = tokens_taken(position, step, stop, step_gaps, ways, reach, tokens)
                    if is_suppressed(
                        pattern, frame, tokens, size, excluded, near, excluding, silenced_frame,
                        silenced_indicator,
                    ):  # fmt: skip
                        continue
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
            if n_touched == 0:
                continue
            if filled + 4 * n_touched > hits.shape[0]:
                return np.int64(0)
            base, after = offsets[number], offsets[number + 1]
            byte = np.int64(begins[position])
            seen_characters += characters_between(text, base + seen, base + byte)
            seen = byte
            for at in range(n_touched):
                frame = touched[at]
                last = best_last[frame]
                past, _ = token_bytes(text, base + begins[last], after, characters, scratch, 0)
                hits[filled] = number
                hits[filled + 1] = best[frame]
                hits[filled + 2] = seen_characters
                hits[filled + 3] = seen_characters + characters_between(text, base + seen, past)
                filled += 4
                taken[frame] = last
                best[frame] = -1
        again = bool(excluding > 0 and not again)
        if again:
            filled = before
            for frame in range(taken.shape[0]):
                taken[frame] = -1
            continue
        near = excluding = 0
        number += 1
        begin, end = end, end + totals[number] if number < texts else end
    state[2] = filled
    return np.int64(1)
