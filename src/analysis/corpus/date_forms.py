"""The written forms of a day: which stretches of a line have the form of a date in full.

In: a line. Out: the matches of the forms, with the groups year, month, day, name (of a month),
first, second, third (numbers whose order is open) and short (two figures for the year).
"""

import re
import unicodedata
from functools import cache

import regex

from analysis.corpus.date_names import MONTH_OF

_LONGEST = 220
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?!\d|[/.]\d|-\d(?!\d?:\d))"
_DAY = r"(?<![\d/.-])(?P<day>\d{1,2})"
_LINK = r"(?: |\.|,|-|/){1,3}+"
# What an address or a file's name puts before and after a date is no date line.
_ALONE = r"(?<![\d/.=_?&%#-])"
_NO_NAME = r"(?!\d|[/-]\d|-\p{L}|_|\.\p{L})"
_A_YEAR = regex.compile(r"1[5-9]\d\d|20\d\d|\d[/.]\d\d(?!\d)|[-'’]\d\d(?!\d)")
_DIGITS = regex.compile(r"\d\d")
_DIGIT_ELSEWHERE = regex.compile(r"(?![0-9])\p{Nd}")
# For texts in ASCII the standard library's engine is faster.
_ASCII_DIGITS = re.compile(r"[0-9][0-9]")
_ASCII_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_SPACES = {
    ord(space): " "
    for space in "\t\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000"
} | {ord("\u2010"): "-", ord("\u2011"): "-", ord("／"): "/", ord("．"): ".", ord("："): ":"}


@cache
def _forms() -> tuple[tuple[str, "regex.Pattern[str]"], ...]:
    """The forms, each with the sign without which it is not there ("name": the name of a month)."""
    names = "|".join(sorted(map(regex.escape, MONTH_OF), key=lambda name: (-len(name), name)))
    # Saved pages run words together: "Staff WriterNov. 19, 2019".
    name = rf"(?:\b|(?-i:(?<=\p{{Ll}})(?=\p{{Lu}})))(?P<name>{names})\b"
    listed = (
        # 11th February 2016, 22. Juni 2012, 3 de marzo de 2012, 11-Feb-2016
        ("name", rf"{_DAY}(?:st|nd|rd|th|er|º|°|ª)?{_LINK}(?:of |de |d'|d’)?(?:the )?{name}"
         rf"\.?(?: ?/ ?\p{{L}}{{2,12}}\b)?{_LINK}(?:de |del |of )?{_YEAR}"),
        # February 11, 2016; Feb. 11th 2016; Feb.11,2016
        ("name", rf"{name}(?:\.? {{1,2}}|\.|-)(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
         rf"(?: ?, {{0,2}}| {{1,2}}|-|\. )(?:de |del |of )?{_YEAR}"),
        # Feb 11 15:23:10 GMT 2016, as computers print a time
        (":", rf"{name}\.? {{1,2}}(?P<day>\d{{1,2}}),? \d{{1,2}}:\d\d(?::\d\d)?"
         rf"(?: ?[ap]\.?m\.?)?(?: (?:[+-]\d{{4}}|\p{{L}}{{2,4}}))? {_YEAR}"),
        # 2019. november 19., 2019 November 19, 2019-Nov-19
        ("name", rf"{_ALONE}(?P<year>1[5-9]\d\d|20\d\d)[.,]?[ -]{name}\.?[ -](?P<day>\d{{1,2}})"
         r"(?!\d|[/:-])"),
        # 2016-02-11, 2016/02/11, 2016. 2. 11., 2016-02-11T10:00Z
        ("", rf"{_ALONE}(?P<year>1[5-9]\d\d|20\d\d)(?P<sign>[-/]|\. ?)(?P<month>\d{{1,2}})(?P=sign)"
         rf"(?P<day>\d{{1,2}}){_NO_NAME}"),
        # 2016年2月11日, 2016년 2월 11일; ngày 11 tháng 2 năm 2016
        ("", r"(?P<year>1[5-9]\d\d|20\d\d) ?[年년] ?"
         r"(?P<month>\d{1,2}) ?[月월] ?(?P<day>\d{1,2}) ?[日일]"),
        ("", rf"{_DAY} tháng (?P<month>\d{{1,2}}),? (?:năm )?{_YEAR}"),
        # 22/06/2012, 06/22/2012, 22.06.2012, 22-06-2012, 22. 6. 2012, 22 / 06 / 2012
        ("", rf"{_ALONE}(?P<first>\d{{1,2}})(?P<sign> ?[-/] ?|\. ?)(?P<second>\d{{1,2}})(?P=sign)"
         rf"{_YEAR}"),
        # Two figures for the year: 11/13/19, 11-Feb-16; 11 Feb ’16, Feb 11, ’16
        ("", r"(?<![\d/.-])(?P<first>\d{1,2})(?P<sign>[-/.])(?P<second>\d{1,2})(?P=sign)"
         r"(?P<third>\d\d)(?!\d|[/.-]\d)"),
        ("name", rf"{_DAY}(?P<sign>[ -]){name}\.?(?P=sign)(?P<short>(?<=-)\d\d|['’]\d\d)"
         r"(?![\d:.h/])"),
        ("'", rf"{name}\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<short>['’]\d\d)"
         r"(?![\d:.h/])"),
    )  # fmt: skip
    return tuple((needs, regex.compile(form, regex.IGNORECASE)) for needs, form in listed)


def may_state_day(text: str) -> bool:
    """Whether a line is short enough for a date line and holds two digits side by side.

    Examples
    --------
    >>> may_state_day("5 March 2014"), may_state_day("5 March")
    (True, False)
    """
    if len(text) > _LONGEST:
        return False
    if text.isascii():
        return _ASCII_DIGITS.search(text) is not None
    return _DIGITS.search(text) is not None


def plain_text(text: str) -> str:
    """A text with its digits, spaces and signs as ASCII has them, character for character.

    Examples
    --------
    >>> plain_text("２０１４／３／５")
    '2014/3/5'
    """
    if text.isascii() and "\t" not in text:
        return text
    spaced = text.translate(_SPACES)
    return str(_DIGIT_ELSEWHERE.sub(lambda found: str(unicodedata.decimal(found.group())), spaced))


def find_forms(plain: str) -> list["regex.Match[str]"]:
    """The stretches of a plain text that have the form of a date, in their order.

    Where two forms meet, the one that is listed first has the stretch.

    Examples
    --------
    >>> [match.group() for match in find_forms("Posted 5 March 2014, updated 2014-03-07")]
    ['5 March 2014', '2014-03-07']
    """
    if _A_YEAR.search(plain) is None:
        return []
    named = _names_month(plain)
    found: list[regex.Match[str]] = []
    for needs, form in _forms():
        if needs and (
            not named
            or (needs == ":" and ":" not in plain)
            or (needs == "'" and "'" not in plain and "’" not in plain)
        ):
            continue
        for match in form.finditer(plain):
            if not any(match.start() < one.end() and one.start() < match.end() for one in found):
                found.append(match)
    return sorted(found, key=lambda match: match.start())


def _names_month(plain: str) -> bool:
    """Whether the name of a month may stand in a text: quick, and sure only for texts in ASCII."""
    return not plain.isascii() or any(
        word.lower() in MONTH_OF for word in _ASCII_WORDS.findall(plain)
    )
