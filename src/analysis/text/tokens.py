"""What a token is: the definition that everything counted in this package refers to.

In: a text. Out: its tokens, as (term, start, end), offsets in characters of that text.

A token is a run of letters and combining marks (Unicode L and M, beginning with a letter), which
may hold single apostrophes or hyphens between letters: *Russia's*, *cease-fire*, *O’Neill*. With
``numbers=True`` digits (Unicode N) count as letters do: *17-nation*, *2016*; without, they part
tokens. The term is the token in Unicode's NFC, in lower case as ``str.lower`` gives it, with
typographic apostrophes (’ ‘ ʼ) written ' and typographic hyphens (‐ ‑) written -.
"""

import re
import unicodedata
from collections.abc import Iterator

import regex

# The parts of a token. The compiled counting pass builds its character tables from these.
LETTER, MARK, NUMBER, JOINER = r"\p{L}", r"\p{M}", r"\p{N}", r"['’‘\-‐‑]"
STRAIGHT = str.maketrans("’‘ʼ‐‑", "'''--")

_WORD = rf"{LETTER}[{LETTER}{MARK}]*+"
_WORD_OR_NUMBER = rf"[{LETTER}{NUMBER}][{LETTER}{MARK}{NUMBER}]*+"
_PATTERNS = {
    False: regex.compile(f"{_WORD}(?:{JOINER}{_WORD})*+"),
    True: regex.compile(f"{_WORD_OR_NUMBER}(?:{JOINER}{_WORD_OR_NUMBER})*+"),
}
# The same for texts in ASCII, where the standard library's engine is faster.
_ASCII_PATTERNS = {
    False: re.compile(r"[A-Za-z]++(?:['-][A-Za-z]++)*+"),
    True: re.compile(r"[A-Za-z0-9]++(?:['-][A-Za-z0-9]++)*+"),
}


def tokens(text: str, *, numbers: bool = False) -> Iterator[tuple[str, int, int]]:
    """The tokens of a text in their order: term, first character, one past the last.

    Parameters
    ----------
    text : str
        Any text.
    numbers : bool
        Whether digits count as letters do.

    Examples
    --------
    >>> list(tokens("Assad’s 17-nation cease-fire"))
    [("assad's", 0, 7), ('nation', 11, 17), ('cease-fire', 18, 28)]
    >>> [term for term, _, _ in tokens("Assad’s 17-nation cease-fire", numbers=True)]
    ["assad's", '17-nation', 'cease-fire']
    """
    for match in _PATTERNS[numbers].finditer(text):
        yield normalise(match.group()), match.start(), match.end()


def terms_of(text: str, *, numbers: bool = False, lowercase: bool = True) -> list[str]:
    """The terms of a text in their order, without offsets.

    Examples
    --------
    >>> terms_of("Russia’s “cease-fire”", lowercase=False)
    ["Russia's", 'cease-fire']
    """
    if text.isascii():
        return _ASCII_PATTERNS[numbers].findall(text.lower() if lowercase else text)
    if not unicodedata.is_normalized("NFC", text) or "Σ" in text or "İ" in text:
        found = _PATTERNS[numbers].findall(text)
        return [normalise(token, lowercase=lowercase) for token in found]
    # What is in NFC stays so in its parts, and all but these two letters are lower-cased each for
    # itself: the text may be lower-cased as a whole, which is several times as fast.
    found = _PATTERNS[numbers].findall(text.lower() if lowercase else text)
    return [token if token.isascii() else token.translate(STRAIGHT) for token in found]


def normalise(token: str, *, lowercase: bool = True) -> str:
    """A token as the term it is counted under.

    Examples
    --------
    >>> normalise("Russia’s")
    "russia's"
    """
    term = unicodedata.normalize("NFC", token)
    if lowercase:
        term = term.lower()
    return term if term.isascii() else term.translate(STRAIGHT)
