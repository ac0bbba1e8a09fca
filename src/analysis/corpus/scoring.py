"""How much a block looks like a paragraph of an article: a linear score over what can be counted.

In: the blocks of a text. Out: a number for each, above 0 for article-like, below for furniture.
The weights were fitted once, by `benchmarks/fit_cleaning.py`, and rounded; nothing is fitted when a
text is cleaned.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from analysis.corpus.lines import Block
from analysis.corpus.phrases import is_picture_text, known_line

# Every feature with its weight: natural log-odds of being article text for each unit.
WEIGHTS = {
    "constant": -4.3,
    "log_words": -0.75,  # natural logarithm of 1 + words
    "words_5": 0.4,  # at least so many words
    "words_12": 0.1,
    "words_25": 1.4,
    "ends": 2.2,  # ends as a sentence does, and has at least 4 words
    "log_sentences": 0.4,  # natural logarithm of 1 + sentence boundaries inside
    "lower": 0.4,  # share of words, after the first, that begin in lower case
    "log_commas": 0.8,  # natural logarithm of 1 + commas
    "digits": -0.6,  # share of characters
    "signs": -0.5,  # has | • » © or the like
    "upper_case": -0.8,  # no lower-case letter
    "known": -1.8,  # in phrases.toml
    "picture": -1.3,  # carries a picture credit
    "elided": -3.8,  # ends in … or ...
    "repeated": -0.6,  # stands elsewhere in the text, too
    "near_words": 1.2,  # mean log_words of the two blocks before and the two after
    "near_ends": 2.6,  # share of those that end as sentences do
    "near_known": -0.4,  # share of those in phrases.toml
    "near_short": -0.4,  # share of those under five words
    "run": 0.7,  # no blank line on one of its sides
}
FEATURES = tuple(WEIGHTS)
_WEIGHTS = tuple(WEIGHTS.values())

_WORD = regex.compile(r"[\p{L}\p{M}]++(?:['’-][\p{L}\p{M}]++)*+")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_SENTENCE = regex.compile(r"[.!?…]['\"”’»)\]]*+\s++['\"“‘«(\[]*+[\p{Lu}\p{N}]|[。！？]|[।۔؟]\s")
_CLOSERS = "'\"”’»“)]›」』）】 \xa0"
_TERMINAL = frozenset(".!?…。！？।۔؟")
_SIGN = regex.compile(r"[|•·»›«▸►→←©®™+]")
_DIGIT = regex.compile(r"\p{Nd}")
# The same for texts in ASCII, where the standard library's engine is faster.
_ASCII_SENTENCE = re.compile(r"[.!?]['\")\]]*+[ \t\n\r\f\v]++['\"(\[]*+[A-Z0-9]")
_ASCII_DIGIT = re.compile(r"[0-9]")
# Longer lines are seldom met twice.
_SHORT = 100
# Longer blocks are judged by their beginning; a line may be as long as a file.
_LOOK_AT = 3000


def count_words(text: str) -> int:
    """The words of a text; in scripts without spaces two characters count as a word.

    Examples
    --------
    >>> count_words("Russia backs monitors"), count_words("俄罗斯支持")
    (3, 3)
    """
    words = len(text.split())
    if not text.isascii():
        unspaced = sum(1 for _ in _UNSPACED.finditer(text))
        words += (unspaced + 1) // 2 - (unspaced > 0 and words == 1)
    return words


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does: with a full stop or its like, quotes aside.

    Examples
    --------
    >>> ends_sentence("“They left.”"), ends_sentence("They left")
    (True, False)
    """
    bare = text[-12:].rstrip(_CLOSERS)
    return bare != "" and bare[-1] in _TERMINAL


def is_elided(text: str) -> bool:
    """Whether a text was cut: it ends in … or three dots.

    Examples
    --------
    >>> is_elided("Russian…"), is_elided("Russian.")
    (True, False)
    """
    return text.endswith(("…", "...", "[…]", "[...]", "(...)"))


class Facts(NamedTuple):
    """What a block's text tells by itself: counts, signs, features, and their part of the score."""

    words: int
    ends: bool
    elided: bool
    known: tuple[str, str] | None
    picture: bool
    log_words: float
    features: tuple[float, ...]
    own: float


def facts(text: str) -> Facts:
    """What a block's text tells by itself. Short lines recur on many pages and are remembered."""
    return _remembered(text) if len(text) <= _SHORT else _facts(text)


def _facts(text: str) -> Facts:
    """As `facts`, worked out."""
    cut = text[:_LOOK_AT]
    words = cut.split()
    plain = cut.isascii()
    n = len(words) if plain else count_words(cut)
    known = known_line(text)
    picture = is_picture_text(text)
    ends = ends_sentence(text)
    elided = is_elided(text)
    lower = upper = 0
    for word in words[1:]:
        first = word[0]
        if first.islower():
            lower += 1
        elif first.isupper():
            upper += 1
    commas = cut.count(",")
    if plain:
        sentences = len(_ASCII_SENTENCE.findall(cut)) if n >= 8 else 0
        digits = len(_ASCII_DIGIT.findall(cut))
        sign = "|" in cut or "+" in cut
    else:
        commas += cut.count("，") + cut.count("、") + cut.count("،")
        sentences = sum(1 for _ in _SENTENCE.finditer(cut)) if n >= 8 else 0
        digits = len(_DIGIT.findall(cut))
        sign = _SIGN.search(cut) is not None
    log_words = math.log1p(n)
    features = (
        1.0,
        log_words,
        float(n >= 5),
        float(n >= 12),
        float(n >= 25),
        float(n >= 4 and ends),
        math.log1p(sentences),
        lower / (lower + upper) if lower + upper > 1 else 0.5,
        math.log1p(commas),
        digits / len(cut),
        float(sign),
        float(cut.isupper()),
        float(known is not None),
        float(picture),
        float(elided),
    )
    own = 0.0
    for weight, value in zip(_WEIGHTS, features, strict=False):
        own += weight * value
    return Facts(n, ends, elided, known, picture, log_words, features, own)


_remembered = lru_cache(maxsize=1 << 16)(_facts)


def forget() -> None:
    """Forget the facts of short lines: they were worked out with other phrases or weights."""
    _remembered.cache_clear()


def measure(blocks: Sequence[Block], known: Sequence[Facts]) -> list[list[float]]:
    """The features of every block, in the order of `FEATURES`, from the facts of each."""
    around = _around(blocks, known)
    return [[*one.features, *place] for one, place in zip(known, around, strict=True)]


def score(blocks: Sequence[Block], known: Sequence[Facts]) -> list[float]:
    """For each block the log-odds of being article text, as far as its form tells."""
    repeated, words, ends, listed, short, run = _WEIGHTS[-6:]
    return [
        one.own + repeated * a + words * b + ends * c + listed * d + short * e + run * f
        for one, (a, b, c, d, e, f) in zip(known, _around(blocks, known), strict=True)
    ]


def _around(
    blocks: Sequence[Block], known: Sequence[Facts]
) -> list[tuple[float, float, float, float, float, float]]:
    """The features that a block has from its place, in the order of `FEATURES`."""
    times = Counter([block.text for block in blocks])
    near = [
        (one.log_words, one.features[_ENDS], one.features[_KNOWN], float(one.words < 5))
        for one in known
    ]
    places = []
    for i, block in enumerate(blocks):
        words = ends = listed = short = 0.0
        others = near[max(0, i - 2) : i] + near[i + 1 : i + 3]
        for a, b, c, d in others:
            words += a
            ends += b
            listed += c
            short += d
        count = len(others) or 1
        places.append((
            float(times[block.text] > 1), words / count, ends / count, listed / count,
            short / count, float(not (block.blank_before and block.blank_after)),
        ))  # fmt: skip
    return places


_ENDS = FEATURES.index("ends")
_KNOWN = FEATURES.index("known")
