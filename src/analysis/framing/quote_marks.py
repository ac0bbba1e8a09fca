"""Quotation marks in running text: which open, which close, and what stands between them.

In: a text. Out: its quoted spans, in order and without overlap, marks included. Only the outermost
marks count: what is quoted within a quotation is part of it. Every span lies within a paragraph,
one per paragraph where a quotation runs on. A fixed number of passes over the marks: linear time.
"""

import re
from typing import Literal, NamedTuple

import regex

from analysis.errors import InputError

State = Literal["closed", "continued", "unclosed", "unopened"]

# Two grave accents, or two apostrophes, stand for a double mark in old wire copy; an apostrophe
# between letters is no mark. The class of signs comes first because it is looked for fastest.
_MARK = re.compile(
    r"[\"“”„‟«»‘’'`](?:(?<=[\"“”„‟«»])|(?<=`)`|(?<=')'{1,2}|(?<=[‘’'])(?:(?!\w)|(?<!\w.)))"
)
_FAMILY = dict.fromkeys(['"', "“", "”", "„", "‟", "``", "''", "'''"], "double")
_FAMILY |= {"«": "guillemet", "»": "guillemet", "‘": "single", "’": "single", "'": "single"}
_LINE_END = frozenset(".!?:…\"”»’')]")
_LINE_START = frozenset('"“„«‘')
# Words that begin with an apostrophe and so open no quotation.
_ELISION = regex.compile(
    r"['‘’](?:\d0s|\d\d|em|til|tis|twas|cause|bout|round|n|nuff)\b", regex.IGNORECASE
)
_SPACE = frozenset(" \t\n\r\f\v\xa0\u2009\u200a\u202f\u3000") | {""}
_BEFORE_OPENING = _SPACE | frozenset("([{—–-―/…:=>“\"'‘«„")
_AFTER_CLOSING = _SPACE | frozenset(")]}.,;:!?—–-―/…<”\"'’»")


class QuotedSpan(NamedTuple):
    """Text between quotation marks, ``text[start:end]``, marks included.

    ``state`` is *closed*; *continued* (the closing mark is left to a following paragraph);
    *unclosed* (it never comes); or *unopened* (a closing mark without an opening one).
    """

    start: int
    end: int
    state: State


class _Mark(NamedTuple):
    """One mark: where it is, and whether its neighbours let it open or close a quotation."""

    start: int
    end: int
    family: str
    opens: bool
    closes: bool
    possessive: bool = False


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """The paragraphs of a text as (first character, one past the last), without blank ones.

    A blank line parts paragraphs. So does a single line break after the end of a sentence and
    before a capital, a figure or an opening mark; any other is taken for a wrapped line.

    Raises
    ------
    InputError
        If the text is no string.

    Examples
    --------
    >>> paragraph_spans("One.\\n\\nTwo\\nlines.\\nThree.")
    [(0, 4), (6, 16), (17, 23)]
    """
    if not isinstance(text, str):
        raise InputError(
            "text", f"is a {type(text).__name__}, not a string", "give one article's body as a str"
        )
    spans: list[tuple[int, int]] = []
    start, n = 0, len(text)
    newline = text.find("\n")
    while newline >= 0:
        after = newline + 1
        blank = False
        while after < n and text[after].isspace():
            blank = blank or text[after] == "\n"
            after += 1
        before = newline
        while before > start and text[before - 1].isspace():
            before -= 1
        if blank or after >= n or before <= start or _parts(text[before - 1], text[after]):
            if before > start:
                spans.append((start, before))
            start = after
        newline = text.find("\n", after)
    end = n
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    if start < end:
        spans.append((start, end))
    return spans


def _parts(before: str, after: str) -> bool:
    """Whether a single line break between two characters parts paragraphs."""
    return before in _LINE_END and (after in _LINE_START or after.isupper() or after.isnumeric())


def quoted_spans(text: str, paragraphs: list[tuple[int, int]] | None = None) -> list[QuotedSpan]:
    """The quoted spans of a text, outermost marks only.

    Curly, straight and low marks, guillemets and doubled grave accents quote; single marks quote
    where they open before a word and close after one in the same paragraph, so that apostrophes
    (*Russia's*, *'90s*, *the rebels' talks*) do not. A quotation left open is *continued* if the
    next paragraph begins with an opening mark; else it ends with its paragraph, *unclosed*. One
    that is closed but never opened begins after the sentence that holds the mark before it, or
    with its paragraph.

    Examples
    --------
    >>> [span.state for span in quoted_spans("“One.\\n\\n“Two,” he said.")]
    ['continued', 'closed']
    >>> text = "The 'ready' men didn't say \\"the 'word'\\"."
    >>> [text[span.start : span.end] for span in quoted_spans(text)]
    ["'ready'", '"the \\'word\\'"']
    """
    spans: list[QuotedSpan] = []
    for start, end in paragraph_spans(text) if paragraphs is None else paragraphs:
        marks = _marks(text, start, end)
        found = _pair(text, marks, start, end) if marks else []
        if (
            spans
            and spans[-1].state == "unclosed"
            and found
            and not text[start : found[0].start].strip()
        ):
            spans[-1] = spans[-1]._replace(state="continued")
        spans += found
    return spans


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    """The marks of a paragraph that can open or close a quotation."""
    marks = []
    low = False
    for match in _MARK.finditer(text, start, end):
        a, b, sign = match.start(), match.end(), match.group()
        before = text[a - 1] if a > start else ""
        after = text[b] if b < end else ""
        family = _FAMILY[sign]
        opens = before in _BEFORE_OPENING and after not in _SPACE
        closes = before not in _SPACE and after in _AFTER_CLOSING
        possessive = False
        if family == "single":
            opens = opens and (after.isalnum() or after in '"“[(.…$£€') and sign != "’"
            if opens and _ELISION.match(text, a, end):
                opens = False
            closes = closes and sign != "‘"
            if not opens and not closes:
                continue  # an apostrophe
            possessive = (
                before in "sSzx" and text[b : b + 1] == " " and text[b + 1 : b + 2].islower()
            )
        elif sign == "“" and low:
            opens, closes, low = False, True, False  # „…“
        elif sign in "”»" and opens and after.isalnum():
            closes = low = False  # »…« and ”…”
        elif sign == "«" and closes and not opens:
            low = False
        elif sign in "“„‟«``":
            opens, closes, low = True, False, sign == "„"
        elif sign in "”»":
            opens, closes, low = False, True, False
        elif before.isdigit() and not opens and sign == '"':
            marks.append(_Mark(a, b, "inches", False, closes))
            continue
        elif opens == closes:
            opens = closes = True
        marks.append(_Mark(a, b, family, opens, closes, possessive))
    return marks


def _pair(text: str, marks: list[_Mark], start: int, end: int) -> list[QuotedSpan]:
    """The outermost quoted spans that the marks of one paragraph make."""
    single_close = _closing_singles(marks)
    spans: list[QuotedSpan] = []
    opened, depth, family, until = -1, 0, "", -1
    for i, mark in enumerate(marks):
        kind = mark.family if mark.family != "inches" else "double" if opened >= 0 else ""
        if opened < 0:
            if kind == "single":
                if mark.opens and single_close[i] >= 0:
                    opened, depth, family, until = mark.start, 1, kind, single_close[i]
            elif kind and mark.opens:
                opened, depth, family = mark.start, 1, kind
            elif kind and mark.closes:
                begin = _unopened_start(text, spans[-1].end if spans else start, mark.start, start)
                spans.append(QuotedSpan(begin, mark.end, "unopened"))
        elif kind != family or (family == "single" and i != until):
            continue  # a quotation within the quotation
        elif mark.closes:
            depth -= 1
            if depth == 0:
                spans.append(QuotedSpan(opened, mark.end, "closed"))
                opened = -1
        elif _nests(marks, i):
            depth += 1
        else:
            spans.append(QuotedSpan(opened, _trimmed(text, opened, mark.start), "unclosed"))
            opened, depth = mark.start, 1
    if opened >= 0:
        spans.append(QuotedSpan(opened, _trimmed(text, opened, end), "unclosed"))
    return spans


def _closing_singles(marks: list[_Mark]) -> list[int]:
    """For each single mark that opens, the mark that closes it, or -1.

    The first that cannot be a plural possessive, else the next one; and no lone double mark may
    stand between them, or else it is an apostrophe that opened.
    """
    closing = [-1] * len(marks)
    sure = maybe = -1
    doubles = [0] * (len(marks) + 1)
    for i, mark in enumerate(marks):
        doubles[i + 1] = doubles[i] + (mark.family == "double")
    for i in range(len(marks) - 1, -1, -1):
        mark = marks[i]
        if mark.family != "single":
            continue
        if mark.opens:
            for j in (sure, maybe):
                if j >= 0 and (doubles[j] - doubles[i]) % 2 == 0:
                    closing[i] = j
                    break
        if mark.closes:
            if mark.possessive:
                maybe = i
            else:
                sure = maybe = i
    return closing


def _nests(marks: list[_Mark], i: int) -> bool:
    """Whether an opening mark met within an open quotation is closed before that one is."""
    closers = 0
    for mark in marks[i + 1 : i + 9]:
        if mark.family == marks[i].family:
            if not mark.closes:
                return False
            closers += 1
            if closers == 2:
                return True
    return False


def _unopened_start(text: str, after: int, mark: int, start: int) -> int:
    """Where a quotation begins whose opening mark is missing.

    After the sentence in which the quotation before it ended, else where its paragraph begins:
    the mark is most often lost where a quotation is taken up again after "he said".
    """
    if after > start:
        for stop in (". ", "? ", "! "):
            found = text.find(stop, after, mark)
            if found >= 0:
                after = found + 1
                break
    while after < mark and text[after].isspace():
        after += 1
    return after


def _trimmed(text: str, start: int, end: int) -> int:
    """The end of ``text[start:end]`` without the white space at its end."""
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end
