"""Where sentences end within a paragraph."""

from collections.abc import Iterator

import regex

_STOP = regex.compile(r"""[.!?…。！？؟।]++["'”’»)\]]*+(?=\s|$)""")
_SPACE = regex.compile(r"\s*+")
_TITLES = frozenset(
    "mr mrs ms dr prof gen sen rep gov lt col maj capt sgt st vs no jan feb mar apr jun jul aug "
    "sep sept oct nov dec".split()
)


def sentence_spans(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """First and last character of each sentence in text[first:last]."""
    start = _SPACE.match(text, first, last).end()
    for match in _STOP.finditer(text, first, last):
        after = _SPACE.match(text, match.end(), last).end()
        rest = text[after : min(after + 3, last)].lstrip("\"'“‘«([¿¡")
        word = text[max(match.start() - 20, start) : match.start()].split()[-1:] or [""]
        bare = word[0].strip("\"'“‘(").lower()
        stopped = match.group().startswith(".") and (
            bare in _TITLES or "." in bare or (len(bare) == 1 and bare.isalpha())
        )
        if after < last and (stopped or rest[:1].islower()):
            continue
        yield start, match.end()
        start = after
    end = last
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end
