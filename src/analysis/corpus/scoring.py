"""How much a block looks like a paragraph of an article: a linear score over what can be counted.

In: the blocks of a text. Out: a number for each, above 0 for article-like, below for furniture.
The weights were fitted once, by `benchmarks/fit_cleaning.py`, and rounded; nothing is fitted when a
text is cleaned.
"""

import math
import operator
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

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

_WORD = regex.compile(r"[\p{L}\p{M}]++(?:['’-][\p{L}\p{M}]++)*+")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_SENTENCE = regex.compile(r"[.!?…]['\"”’»)\]]*+\s++['\"“‘«(\[]*+[\p{Lu}\p{N}]|[。！？]|[।۔؟]\s")
_CLOSERS = "'\"”’»“)]›」』）】 \xa0"
_TERMINAL = frozenset(".!?…。！？।۔؟")
_SIGN = regex.compile(r"[|•·»›«▸►→←©®™+]")
_DIGIT = regex.compile(r"\p{Nd}")
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


@dataclass(frozen=True, slots=True)
class Facts:
    """What a block's text tells by itself: counts and signs, and features for the score."""

    words: int
    ends: bool
    elided: bool
    known: tuple[str, str] | None
    picture: bool
    log_words: float
    features: tuple[float, ...]


def facts(text: str) -> Facts:
    """What a block's text tells by itself. Short lines recur on many pages and are remembered."""
    return _remembered(text) if len(text) <= _SHORT else _facts(text)


def _facts(text: str) -> Facts:
    """As `facts`, worked out."""
    cut = text[:_LOOK_AT]
    words = cut.split()
    n = len(words) if cut.isascii() else count_words(cut)
    known = known_line(text)
    picture = is_picture_text(text)
    ends = ends_sentence(text)
    elided = is_elided(text)
    lower = upper = 0
    for word in islice(words, 1, None):
        first = word[0]
        if first.islower():
            lower += 1
        elif first.isupper():
            upper += 1
    commas = cut.count(",")
    if not cut.isascii():
        commas += cut.count("，") + cut.count("、") + cut.count("،")
    log_words = math.log1p(n)
    features = (
        1.0,
        log_words,
        float(n >= 5),
        float(n >= 12),
        float(n >= 25),
        float(n >= 4 and ends),
        math.log1p(sum(1 for _ in _SENTENCE.finditer(cut))) if n >= 8 else 0.0,
        lower / (lower + upper) if lower + upper > 1 else 0.5,
        math.log1p(commas),
        len(_DIGIT.findall(cut)) / len(cut),
        float(_SIGN.search(cut) is not None),
        float(cut.isupper()),
        float(known is not None),
        float(picture),
        float(elided),
    )
    return Facts(n, ends, elided, known, picture, log_words, features)


_remembered = lru_cache(maxsize=1 << 16)(_facts)


def measure(blocks: Sequence[Block], known: Sequence[Facts]) -> list[list[float]]:
    """The features of every block, in the order of `FEATURES`, from the facts of each."""
    times = Counter(block.text for block in blocks)
    near = [
        (one.log_words, one.features[_ENDS], one.features[_KNOWN], float(one.words < 5))
        for one in known
    ]
    rows = []
    for i, (block, one) in enumerate(zip(blocks, known, strict=True)):
        around = near[max(0, i - 2) : i] + near[i + 1 : i + 3]
        count = len(around) or 1
        words = ends = listed = short = 0.0
        for a, b, c, d in around:
            words += a
            ends += b
            listed += c
            short += d
        row = [*one.features, float(times[block.text] > 1), words / count, ends / count]
        row += [
            listed / count,
            short / count,
            float(not (block.blank_before and block.blank_after)),
        ]
        rows.append(row)
    return rows


_ENDS = FEATURES.index("ends")
_KNOWN = FEATURES.index("known")


def score(blocks: Sequence[Block], known: Sequence[Facts]) -> list[float]:
    """For each block the log-odds of being article text, as far as its form tells."""
    weights = tuple(WEIGHTS.values())
    return [sum(map(operator.mul, weights, row)) for row in measure(blocks, known)]
