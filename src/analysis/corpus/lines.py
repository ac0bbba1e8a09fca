"""A raw text as lines and blocks, with their places in it.

In: a text as it was read. Out: its lines (split at LF, CR LF and CR, nothing else) and its blocks:
a block is one paragraph, usually one line; where the file is hard-wrapped, the lines that were one
paragraph before the wrapping. No character is changed; offsets count characters of the raw text.
"""

from itertools import pairwise
from typing import NamedTuple

import regex

# What a line may begin or end with and still be the same line: white space, and the invisible
# characters that saving and converting leave behind (byte order mark, zero width space, NUL …).
INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\x00\x1a"
EDGES = (
    " \t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000" + INVISIBLE
)
_BREAK = regex.compile(r"\r\n|\n|\r")
# Wider than any page set for a terminal or a printer; longer lines are paragraphs, not rows.
_WIDEST = 132
_NARROWEST = 36
_RAGGED = 8
_LIST_ITEM = regex.compile(r"[-•*·–—►▪]\s|\(?\d{1,3}[.)]\s")


class Line(NamedTuple):
    """One line: its number from 1, its place in the raw text, its text without the edges."""

    number: int
    start: int
    end: int
    text: str


class Block(NamedTuple):
    """One paragraph: its lines, its text, whether a blank line (or an end) stands on each side."""

    lines: tuple[Line, ...]
    text: str
    blank_before: bool
    blank_after: bool


def split_lines(raw: str) -> list[Line]:
    """Every line of a text, blank ones included; ``raw[line.start:line.end]`` is the line.

    A text that ends with a line break has no further, empty line after it.

    Examples
    --------
    >>> [(line.number, line.start, line.end, line.text) for line in split_lines("One \\r\\n\\nTwo")]
    [(1, 0, 4, 'One'), (2, 6, 6, ''), (3, 7, 10, 'Two')]
    """
    lines: list[Line] = []
    add, new, start = lines.append, tuple.__new__, 0
    if "\r" in raw:
        ends = [(found.start(), found.end()) for found in _BREAK.finditer(raw)]
        parts = []
        for end, following in ends:
            parts.append((start, raw[start:end]))
            start = following
        parts.append((start, raw[start:]))
    else:
        parts = []
        for part in raw.split("\n"):
            parts.append((start, part))
            start += len(part) + 1
    if not parts[-1][1]:
        parts.pop()
    # `tuple.__new__` spares the call of the class; a page has hundreds of lines.
    for number, (start, part) in enumerate(parts, 1):
        text = part.strip(EDGES) if part else part
        add(new(Line, (number, start, start + len(part), text)))
    return lines


def make_blocks(lines: list[Line]) -> list[Block]:
    """The paragraphs of a text.

    A hard-wrapped text is known by its own rule: a line was broken because the next word would have
    made it wider than the page. Where that holds for most breaks, and the next line often goes on
    in lower case, such breaks are undone; elsewhere every line is a paragraph.

    Examples
    --------
    >>> [block.text for block in make_blocks(split_lines("One.\\nTwo.\\n\\nThree."))]
    ['One.', 'Two.', 'Three.']
    """
    width = _page_width(lines)
    groups: list[list[Line]] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if not line.text:
            continue
        if width and before is not None and before.text and _wrapped(before, line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    last = len(lines)
    return [
        Block(
            tuple(group),
            " ".join(line.text for line in group) if len(group) > 1 else group[0].text,
            group[0].number == 1 or not lines[group[0].number - 2].text,
            group[-1].number == last or not lines[group[-1].number].text,
        )
        for group in groups
    ]


def _first_word(text: str) -> int:
    """The length of a line's first word."""
    end = text.find(" ")
    return len(text) if end < 0 else end


def _wrapped(line: Line, following: Line, width: int) -> bool:
    """Whether the break after a line is one that a page of that width forces."""
    # Two characters of grace: tools differ in whether the break itself counts.
    too_long = len(line.text) + 1 + _first_word(following.text) > width - 2
    indented = following.end - following.start > len(following.text) + 1 and (
        len(following.text) + 1 < width and line.end - line.start <= len(line.text) + 1
    )
    return too_long and not indented and not _LIST_ITEM.match(following.text)


def _page_width(lines: list[Line]) -> int:
    """The width a text was wrapped to, in characters; 0 if it was not."""
    lengths = sorted((len(line.text) for line in lines if line.text), reverse=True)
    # Wrapped lines fill their width: several are nearly as long as the longest. One line in fifty
    # may be longer (an address that could not be broken).
    spare = len(lengths) // 50
    width = next(
        (
            longest
            for place, longest in enumerate(lengths[: spare + 1])
            if place + 2 < len(lengths) and longest - lengths[place + 2] <= _RAGGED
        ),
        0,
    )
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    full = [
        (line, following)
        for line, following in pairwise(lines)
        if following.text and len(line.text) >= 0.7 * width
    ]
    forced = [following.text for line, following in full if _wrapped(line, following, width)]
    if len(forced) < max(2, 0.6 * len(full)):
        return 0
    # In a list of headlines lines begin with capitals.
    lower = sum(text[0].islower() for text in forced)
    upper = sum(text[0].isupper() for text in forced)
    return width if lower >= 0.25 * (lower + upper) else 0
