"""The token definition as a table, one entry a character, for the compiled counting pass.

In: the patterns of ``tokens`` and Python's own lower-casing and normalisation. Out: for every code
point what part it takes in a token, what it is written as, and whether only Python can tell.
"""

import unicodedata
from functools import lru_cache
from typing import Any

import numpy as np
import regex

from analysis.text.tokens import JOINER, LETTER, MARK, NUMBER, STRAIGHT

Points = np.ndarray[Any, np.dtype[np.uint32]]

# An entry holds, from its lowest bit: the code point it is written as (21 bits), the part it takes
# (3 bits), and its canonical combining class (8 bits).
SEPARATOR, WORD_PART, MARK_PART, JOINER_PART, HARD = range(5)

_CODE_POINTS = 0x110000
_BLOCK = 256
_FINAL_SIGMA = "Σ"  # the only letter that str.lower writes by its place in the word


@lru_cache(maxsize=4)
def character_table(numbers: bool, lowercase: bool) -> Points:
    """An entry for each code point, as laid out above.

    A character of a token is HARD where a token that holds it may not be in NFC, or where
    ``str.lower`` looks at its neighbours (Σ) or gives more than one character for it (İ). Those
    who meet one must ask the definition itself.

    Examples
    --------
    >>> table = character_table(numbers=False, lowercase=True)
    >>> chr(table[ord("É")] & 0x1FFFFF), int(table[ord("É")] >> 21 & 7) == WORD_PART
    ('é', True)
    >>> int(table[ord("İ")] >> 21 & 7) == HARD
    True
    """
    points = np.arange(_CODE_POINTS, dtype=np.uint32)
    points[0xD800:0xE000] = ord(" ")  # surrogates are no characters
    everything = _text_of(points)
    part = np.full(_CODE_POINTS, SEPARATOR, dtype=np.uint32)
    words = f"[{LETTER}{NUMBER}]" if numbers else LETTER
    for kind, pattern in ((WORD_PART, words), (MARK_PART, MARK), (JOINER_PART, JOINER)):
        for run in regex.finditer(f"{pattern}++", everything):
            part[run.start() : run.end()] = kind

    written = points.copy()
    hard = {*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}  # Hangul vowels and finals
    # Most blocks hold nothing that is part of a token, or nothing that changes.
    inside = ((part == WORD_PART) | (part == MARK_PART)).reshape(-1, _BLOCK).any(axis=1)
    for first in (np.flatnonzero(inside) * _BLOCK).tolist():
        block = everything[first : first + _BLOCK]
        if not unicodedata.is_normalized("NFD", "\n".join(block)):
            hard.update(_unsettled_by_nfc(block))
        if lowercase and block.lower() != block:
            for point, character in enumerate(block, start=first):
                lower = character.lower()
                if len(lower) != 1 or character == _FINAL_SIGMA:
                    hard.add(point)
                if part[point] in (WORD_PART, MARK_PART):
                    written[point] = ord(lower[0])
    for point, straight in STRAIGHT.items():
        written[point] = straight
    combining = np.zeros(_CODE_POINTS, dtype=np.uint32)
    for mark in np.flatnonzero(part == MARK_PART):
        combining[mark] = unicodedata.combining(chr(mark))
    part[[point for point in hard if part[point] in (WORD_PART, MARK_PART)]] = HARD
    table: Points = written | part << np.uint32(21) | combining << np.uint32(24)
    return table


def _text_of(points: Points) -> str:
    """Code points as a text."""
    return points.astype("<u4").tobytes().decode("utf-32-le")


def _unsettled_by_nfc(characters: str) -> set[int]:
    """Code points of these that NFC changes, and those that it may join to the one before them."""
    unsettled = set()
    for character in characters:
        pieces = unicodedata.decomposition(character).split()
        if not pieces or pieces[0].startswith("<"):
            continue
        if not unicodedata.is_normalized("NFC", character):
            unsettled.add(ord(character))
        if len(pieces) == 2:
            unsettled.add(int(pieces[1], 16))
    return unsettled
