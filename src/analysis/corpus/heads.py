"""What stands at the head of an article: headline, standfirst, byline, date line, outlet.

In: the blocks of a text, how article-like each is, and where the article's prose begins. Out: which
block is the headline, and what each of those around it is.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import regex

from analysis.corpus.dates import is_date_line
from analysis.corpus.page import Page
from analysis.corpus.scoring import count_words, ends_sentence, is_elided

_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*+")
# The same for texts in ASCII, where the standard library's engine is faster.
_ASCII_LONG_WORD = re.compile(r"[a-z0-9]{4,}")
_NAME = r"\p{Lu}[\p{L}\p{M}.'’-]*+"
_BYLINE = regex.compile(
    r"(?:(?i:by|von|par|por|di|door|av|af|words by|written by|reported by|story by|text(?: "
    r"by)?|autor(?:in)?|author|автор|текст|fra|redacción|posted by|published by)\b[:\s]\s*+)"
    rf"(?:@|{_NAME}|\p{{Lo}}|the\b).{{0,150}}$"
)
_NAMES_ONLY = regex.compile(
    rf"{_NAME}(?:\s(?:{_NAME}|de|da|van|von|der|den|di|la|le|el|al|bin|and|und|et|y|e|&)){{1,5}}"
    rf"(?:\s?[,|/•·–-]\s?.{{2,60}})?$"
)
_BARE_BY = frozenset(
    ("by", "von", "par", "por", "di", "door", "author", "автор", "an", "written by")
)
_OUTLET = regex.compile(
    rf"(?:The\s)?{_NAME}(?:\s{_NAME}){{0,3}}\s(?i:news|newspaper|times|post|herald|tribune|"
    rf"journal|gazette|daily|"
    r"today|telegraph|guardian|standard|observer|chronicle|press|online|magazine|radio|tv)$"
)
_CLOCK = regex.compile(
    r"\b\d{1,2}(?::\d{2}| ?[ap]\.?m\b)|"
    r"\b(?:ago|min read|geleden|назад|temu|sedan|siden|önce|atrás)$",
    regex.IGNORECASE,
)
_MARKED = regex.compile(
    r"(?:\(?(?:published|posted|updated|last (?:updated|modified)|first published|"
    r"veröffentlicht|aktualisiert|publié|publicado|"
    r"actualizado|pubblicato|aggiornato|publicado|atualizado|опубликовано|обновлено|"
    r"gepubliceerd)\b)",
    regex.IGNORECASE,
)
_ABOUT = regex.compile(
    r"(?i:about|über|à propos de|sobre|acerca de|over|об?)\s(?:(?i:(?:the|den|die|el|la|de|"
    r"l')\s?(?:authors?|writers?|reporters?|autor(?:in|a|es)?|auteure?s?))$|"
    rf"(?P<name>{_NAME}(?:\s{_NAME}){{1,3}})$)"
)
# The question or the answer of an interview: "Q: Who pays?"
_TURN = regex.compile(r"\p{Lu}\.?:\s")
_ASCII_DIGIT = re.compile(r"[0-9]")
_LONGEST_TITLE = 240
# What is longer is no date line and no byline: see `is_date_line` and `is_byline`.
_LONGEST_DATELINE = 220
_REACH = 60
# Form alone (six words, near the text) just suffices.
_ENOUGH = 1.2


@dataclass(frozen=True, slots=True)
class Head:
    """The headline's block, or None, and whether the text itself vouches for it."""

    headline: int | None
    certain: bool


def is_byline(text: str) -> bool:
    """Whether a line names who wrote the article.

    Examples
    --------
    >>> is_byline("By Jane Doe and John Roe"), is_byline("By then they had left.")
    (True, False)
    """
    if len(text) > 180:
        return False
    if text.lower().strip(":") in _BARE_BY:
        return True
    return _BYLINE.match(text) is not None and not (ends_sentence(text) and count_words(text) > 8)


def is_outlet_line(text: str) -> bool:
    """Whether a short line is the name of a paper or site ("Example news", "The Daily Example").

    Examples
    --------
    >>> is_outlet_line("Expatica news"), is_outlet_line("Good news")
    (True, True)
    >>> is_outlet_line("No news is good news for them")
    False
    """
    return len(text) <= 40 and _OUTLET.match(text) is not None


def names_author(text: str, below: str) -> bool:
    """Whether a heading opens a note on the author: "About the author", or a name the note repeats.

    Examples
    --------
    >>> names_author("About Jane Doe", "Doe writes on trade."), names_author("About a war", "It.")
    (True, False)
    """
    found = _ABOUT.match(text)
    if found is None or len(text) > 60:
        return False
    name = found.group("name")
    return name is None or name.split()[-1] in below


def dateline_kind(text: str) -> str | None:
    """ "dateline" for a line on when the article appeared, "byline" for who wrote it, else None.

    Asked several times of the same lines of a page: the last ones are remembered.
    """
    return _kind(text) if len(text) <= _LONGEST_DATELINE else None


@lru_cache(maxsize=1 << 12)
def _kind(text: str) -> str | None:
    """As `dateline_kind`, worked out."""
    # Without a digit no day and no time is stated.
    if _has_digit(text):
        if is_date_line(text):
            return "dateline"
        if (
            len(text) <= 120
            and (_MARKED.match(text) or (_CLOCK.search(text) and count_words(text) <= 9))
            and not ends_sentence(text)
        ):
            return "dateline"
    return "byline" if is_byline(text) else None


def _has_digit(text: str) -> bool:
    """Whether a digit of any script stands in a text."""
    if text.isascii():
        return _ASCII_DIGIT.search(text) is not None
    return any(map(str.isdigit, text))


def signs_article(text: str) -> bool:
    """Whether a line says in full who wrote the article or when; a time of day alone does not."""
    return (
        is_date_line(text)
        or is_byline(text)
        or (len(text) <= 120 and _MARKED.match(text) is not None and _has_digit(text))
    )


def may_be_name(text: str) -> bool:
    """Whether a line is no more than a person's name, with or without a role after it."""
    return len(text) <= 90 and _NAMES_ONLY.match(text) is not None


def content_words(text: str) -> set[str]:
    """The words of a text that can tell what it is about: four letters or more, lower case."""
    lower = text.lower()
    if lower.isascii():
        return set(_ASCII_LONG_WORD.findall(lower))
    return {word for word in _WORD.findall(lower) if len(word) >= 4 or not word.isascii()}


def _title_like(text: str, words: int) -> bool:
    """Whether a line has the form of a headline."""
    if not (6 <= len(text) <= _LONGEST_TITLE and 2 <= words <= 32) or is_elided(text):
        return False
    if (text[-1] in ".:,;" and not text.endswith("U.S.")) or _TURN.match(text):
        return False
    return dateline_kind(text) is None


def find_headline(page: Page, first: int) -> Head:
    """The headline of the article whose prose begins at block ``first``.

    Each line above that has the form of a headline is weighed: how much of it the first paragraphs
    take up, whether it stands a second time in the text (as the page's title, or after a
    breadcrumb), whether a byline or date line follows, how far it is from the text. A line a
    little further down counts, too, if the text vouches for it: an advert may stand above.
    """
    blocks = page.blocks
    size = len(blocks)
    lead = _taken_up(page, first, first + 40)
    above = "\n".join(
        block.text for block in blocks[: first + 12] if len(block.text) < 2 * _LONGEST_TITLE
    )
    best, best_value, best_certain = None, 0.0, False
    for i in (*range(max(0, first - _REACH), first), *range(first + 1, min(size, first + 9))):
        text, words = blocks[i].text, page.words[i]
        if page.known[i] or page.picture[i] or not _title_like(text, words):
            continue
        own = content_words(text)
        below = i > first
        shared = len(own & (_taken_up(page, i + 1, i + 12) if below else lead)) / (len(own) or 1)
        signed = any(dateline_kind(block.text) for block in blocks[i + 1 : i + 5])
        again = words >= 3 and above.count(text) > 1
        certain = (signed or again) and shared >= 0.3 and words >= 3
        if below and not (certain and len(own & _taken_up(page, first, i)) < shared * len(own)):
            continue
        value = (
            4.0 * shared
            + 1.5 * signed
            + 1.5 * (again and shared >= 0.25)
            + 0.8 * (words >= 4)
            + 0.4 * (words >= 6)
        )
        if blocks[i].blank_before == blocks[i].blank_after:
            value += 0.4 if blocks[i].blank_before else -0.8 * page.parted
        value -= (
            0.04 * abs(first - i)
            + 2.5 * _in_list(page, i)
            + 0.8 * is_outlet_line(text)
            + 2.0 * text.endswith(".")
        )
        if may_be_name(text) and (words <= 3 or "," in text or "|" in text):
            value -= 1.5
        if value > best_value:
            best, best_value, best_certain = i, value, certain
    return Head(best, best_certain) if best_value >= _ENOUGH else Head(None, False)


def _in_list(page: Page, i: int) -> bool:
    """Whether a heading over other articles stands not far above a line, and no byline between."""
    for j in range(i - 1, max(-1, i - 24), -1):
        hit = page.known[j]
        if hit is not None and hit[0] == "related":
            return True
        if page.prose(j) or (hit is not None and hit[0] in ("social", "navigation")):
            return False
    return False


def _taken_up(page: Page, start: int, stop: int) -> set[str]:
    """The content words of the first paragraphs between two blocks."""
    prose = [i for i in range(start, min(len(page.blocks), stop)) if page.prose(i)][:6]
    return content_words(" ".join(page.blocks[i].text[:1500] for i in prose))
