"""What a token is: the definition that everything counted in this package refers to.

In: a text. Out: its tokens, as (term, start, end), offsets in characters of that text.

A token is a run of letters and combining marks (Unicode L and M, beginning with a letter), which
may hold single apostrophes or hyphens between letters: *Russia's*, *cease-fire*, *O’Neill*. With
``numbers=True`` digits (Unicode N) count as letters do: *17-nation*, *2016*; without, they part
tokens. The term is the token in Unicode's NFC, in lower case as ``str.lower`` gives it, with
typographic apostrophes (’ ‘ ʼ) written ' and typographic hyphens (‐ ‑) written -.
"""

import unicodedata
from collections.abc import Iterator

import regex

_JOINERS = r"['’‘\-‐‑]"
_WORD = r"\p{L}[\p{L}\p{M}]*+"
_WORD_OR_NUMBER = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*+"
_PATTERNS = {
    False: regex.compile(f"{_WORD}(?:{_JOINERS}{_WORD})*+"),
    True: regex.compile(f"{_WORD_OR_NUMBER}(?:{_JOINERS}{_WORD_OR_NUMBER})*+"),
}
_STRAIGHT = str.maketrans("’‘ʼ‐‑", "'''--")


def tokens(text: str, *, numbers: bool = False) -> Iterator[tuple[str, int, int]]:
    """The tokens of a text in their order: term, first character, one past the last.

    Examples
    --------
    >>> list(tokens("Assad’s 17-nation cease-fire"))
    [("assad's", 0, 7), ('nation', 11, 17), ('cease-fire', 18, 28)]
    >>> [term for term, _, _ in tokens("Assad’s 17-nation cease-fire", numbers=True)]
    ["assad's", '17-nation', 'cease-fire']
    """
    for match in _PATTERNS[numbers].finditer(text):
        yield normalise(match.group()), match.start(), match.end()


def normalise(token: str) -> str:
    """A token as the term it is counted under.

    Examples
    --------
    >>> normalise("Russia’s")
    "russia's"
    """
    return unicodedata.normalize("NFC", token).lower().translate(_STRAIGHT)
