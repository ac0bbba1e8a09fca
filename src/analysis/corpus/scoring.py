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

import numpy as np
import regex
from numpy.typing import NDArray

from analysis.corpus.lines import Block
from analysis.corpus.phrases import count_site_words, is_picture_text, known_line

# Every feature with its weight: natural log-odds of being article text for each unit.
WEIGHTS = {
    "constant": -3.2,
    "log_words": -0.7,  # natural logarithm of 1 + words
    "words_25": 1.2,  # at least so many words
    "ends": 1.5,  # ends as a sentence does, and has at least 4 words
    "log_sentences": 0.5,  # natural logarithm of 1 + sentence boundaries inside
    "log_commas": 1.3,  # natural logarithm of 1 + commas
    "signs": -0.7,  # has | • » © or the like
    "known": -1.4,  # in phrases.toml
    "picture": -4.0,  # carries a picture credit
    "elided": -4.9,  # ends in … or ...
    "moment": -1.9,  # a short line that tells a time: "3 hours ago", "May 3, 2019 at 6:34 am"
    "site_words": -0.5,  # words of sites about themselves in its first lines, up to 4
    "repeated": -1.0,  # stands elsewhere in the text, too
    "near_words": 0.8,  # mean log_words of the two blocks before and the two after
    "near_ends": 0.8,  # share of those that end as sentences do
    "near_known": -0.3,  # share of those in phrases.toml
    "near_short": -1.1,  # share of those under five words
    "near_moment": -3.9,  # share of those that tell a time
    "near_site_words": -1.1,  # mean site_words of those
    "far_prose": 2.4,  # share of words in sentences, of eight blocks before and eight after
    "run": 0.5,  # no blank line on one of its sides
}
FEATURES = tuple(WEIGHTS)
_OF_TEXT = FEATURES.index("repeated")
_NEAR, _FAR = 2, 8
# Longer blocks count as this long among their neighbours.
_MOST_WORDS = 80

_WORD = regex.compile(r"[\p{L}\p{M}]++(?:['’-][\p{L}\p{M}]++)*+")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
# All of these and little else; typographic signs lie between. Asked first, since it is faster.
_MAY_BE_UNSPACED = re.compile("[\u0e00-\u1fff\u2c00-\U0010ffff]")
_SENTENCE = regex.compile(r"[.!?…]['\"”’»)\]]*+\s++['\"“‘«(\[]*+[\p{Lu}\p{N}]|[。！？]|[।۔؟]\s")
_CLOSERS = "'\"”’»“)]›」』）】 \xa0"
_TERMINAL = frozenset(".!?…。！？।۔؟")
_SIGN = regex.compile(r"[|•·»›«▸►→←©®™+]")
# The same for texts in ASCII, where the standard library's engine is faster.
_ASCII_SENTENCE = re.compile(r"[.!?]['\")\]]*+[ \t\n\r\f\v]++['\"(\[]*+[A-Z0-9]")
_MOMENT = re.compile(
    r"^(?:vor|il y a|hace|há|för|за) \d|"
    r"\d ?[^\W\d]{1,12}(?: and \d{1,2} [a-z]{1,8})? "
    r"(?:ago|fa|geleden|назад|temu|sedan|siden|sitten|önce|atrás)\b|"
    r"\d ?(?:秒|分|分钟|分鐘|時間|小时|小時|天|日)前|"
    r"\b\d{1,2}[:.h]\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,2} ?[ap]\.?m\b",
    re.IGNORECASE,
)
_LONGEST_MOMENT = 60
_MOST_IN_MOMENT = 8
_READ_FOR_SITE = 600
_MOST_SITE_WORDS = 4
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
    if not text.isascii() and _MAY_BE_UNSPACED.search(text) is not None:
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
    """What a block's text tells by itself: counts, signs, and the features up to ``repeated``."""

    words: int
    ends: bool
    elided: bool
    known: tuple[str, str] | None
    picture: bool
    moment: bool
    features: tuple[float, ...]


def facts(text: str) -> Facts:
    """What a block's text tells by itself. Short lines recur on many pages and are remembered."""
    return _remembered(text) if len(text) <= _SHORT else _facts(text)


def _facts(text: str) -> Facts:
    """As `facts`, worked out."""
    cut = text[:_LOOK_AT]
    plain = cut.isascii()
    n = len(cut.split()) if plain else count_words(cut)
    known = known_line(text)
    picture = is_picture_text(text)
    ends = ends_sentence(text)
    elided = is_elided(text)
    moment = _is_moment(text, n, ends)
    commas, sentences = cut.count(","), 0
    if plain:
        if n >= 8:
            sentences = len(_ASCII_SENTENCE.findall(cut))
        sign = "|" in cut or "+" in cut
    else:
        commas += cut.count("，") + cut.count("、") + cut.count("،")
        if n >= 8:
            sentences = sum(1 for _ in _SENTENCE.finditer(cut))
        sign = _SIGN.search(cut) is not None
    features = (
        1.0,
        math.log1p(n),
        1.0 if n >= 25 else 0.0,
        1.0 if n >= 4 and ends else 0.0,
        math.log1p(sentences) if sentences else 0.0,
        math.log1p(commas) if commas else 0.0,
        1.0 if sign else 0.0,
        1.0 if known is not None else 0.0,
        1.0 if picture else 0.0,
        1.0 if elided else 0.0,
        1.0 if moment else 0.0,
        float(min(_MOST_SITE_WORDS, count_site_words(cut[:_READ_FOR_SITE]))),
    )
    return Facts(n, ends, elided, known, picture, moment, features)


def _is_moment(text: str, words: int, ends: bool) -> bool:
    """Whether a line is short and tells a time."""
    return (
        words <= _MOST_IN_MOMENT
        and not ends
        and len(text) <= _LONGEST_MOMENT
        and _MOMENT.search(text) is not None
    )


_remembered = lru_cache(maxsize=1 << 16)(_facts)


def forget() -> None:
    """Forget the facts of short lines: they were worked out with other phrases."""
    _remembered.cache_clear()


def measure(blocks: Sequence[Block], known: Sequence[Facts]) -> NDArray[np.float64]:
    """The features of every block, a row for each, in the order of `FEATURES`."""
    size = len(blocks)
    table = np.zeros((size, len(FEATURES)))
    table[:, :_OF_TEXT] = [one.features for one in known]
    times = Counter([block.text for block in blocks])
    own = {name: table[:, i] for i, name in enumerate(FEATURES)}
    own["repeated"][:] = [times[block.text] > 1 for block in blocks]
    own["run"][:] = [not (block.blank_before and block.blank_after) for block in blocks]
    words = np.array([float(one.words) for one in known])
    counts = _around(np.ones(size), _NEAR)
    for name, of in (
        ("near_words", own["log_words"]),
        ("near_ends", own["ends"]),
        ("near_known", own["known"]),
        ("near_short", (words < 5).astype(float)),
        ("near_moment", own["moment"]),
        ("near_site_words", own["site_words"]),
    ):
        own[name][:] = _around(of, _NEAR) / np.maximum(counts, 1.0)
    capped = np.minimum(words, _MOST_WORDS)
    own["far_prose"][:] = _around(capped * own["ends"], _FAR) / np.maximum(
        _around(capped, _FAR), 1.0
    )
    return table


def _around(values: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    """For each place the sum over its neighbours up to a distance, without its own value."""
    size = len(values)
    total = np.concatenate([[0.0], np.cumsum(values)])
    place = np.arange(size)
    high, low = np.minimum(place + reach + 1, size), np.maximum(place - reach, 0)
    around: NDArray[np.float64] = total[high] - total[low] - values
    return around


def score(blocks: Sequence[Block], known: Sequence[Facts]) -> list[float]:
    """For each block the log-odds of being article text, as far as its form tells."""
    table = measure(blocks, known)
    total = np.zeros(len(blocks))
    # Column by column: the same sum on every machine, which a matrix product is not.
    for weight, values in zip(WEIGHTS.values(), table.T, strict=True):
        total += weight * values
    return [float(value) for value in total]
