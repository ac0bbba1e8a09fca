"""Explicit dates in lines of text: what a line states, and nothing that would have to be guessed.

In: a line. Out: the calendar days it states, each with its place, its label and what speaks against
it. A day without a year, a relative day ("Friday", "today", "2 hours ago") and a form that two
orders read differently (02/11/2023) give no date.
"""

import datetime
from dataclasses import dataclass
from typing import Literal

import regex

from analysis.corpus.date_names import MONTH_OF, WEEKDAY_OF, WEEKDAYS
from analysis.corpus.scoring import ends_sentence
from analysis.errors import InputError

DateOrder = Literal["dmy", "mdy", "ymd"]

_NAMES = "|".join(sorted(MONTH_OF, key=lambda name: (-len(name), name)))
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?!\d|[/.-]\d)"
_A_YEAR = regex.compile(r"1[5-9]\d\d|20\d\d|\d[/.-]\d\d(?!\d)")
_DAY = r"(?<![\d/.-])(?P<day>\d{1,2})"
_LINK = r"(?:[ \u00a0\u202f]|\.|,|-|/){1,3}+"
_FORMS = [
    regex.compile(pattern, regex.IGNORECASE)
    for pattern in (
        # 11th February 2016, 22. Juni 2012, 3 de marzo de 2012, 11-Feb-2016
        rf"{_DAY}(?:st|nd|rd|th|er|º|°)?{_LINK}(?:of |de |"
        rf"d')?(?P<name>{_NAMES})\b\.?{_LINK}(?:de |del )?{_YEAR}",
        # February 11, 2016; Feb. 11th 2016; Feb.11,2016
        rf"\b(?P<name>{_NAMES})\b(?:\.?[ \u00a0-]{{1,2}}+|\.)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"(?:,|,?[ \u00a0-]{{1,2}}+){_YEAR}",
        # 2019. november 19., 2019 November 19
        rf"(?<![\d/.-])(?P<year>1[5-9]\d\d|20\d\d)\.?[ \u00a0](?P<name>{_NAMES})\b\.?[ \u00a0]"
        r"(?P<day>\d{1,2})(?!\d|[/:-])",
        # 2016-02-11, 2016/02/11, 2016. 2. 11., 2016-02-11T10:00Z
        r"(?<![\d/.-])(?P<year>1[5-9]\d\d|20\d\d)(?P<sign>[-/]|\. ?)(?P<month>\d{1,2})(?P=sign)"
        r"(?P<day>\d{1,2})(?!\d|[/-]\d)",
        # 2016年2月11日, 2016년 2월 11일
        r"(?P<year>1[5-9]\d\d|20\d\d) ?[年년] ?"
        r"(?P<month>\d{1,2}) ?[月월] ?(?P<day>\d{1,2}) ?[日일]",
        # 22/06/2012, 06/22/2012, 22.06.2012, 22-06-2012, 22. 6. 2012
        rf"(?<![\d/.-])(?P<first>\d{{1,2}})(?P<sign>[-/]|\. ?)(?P<second>\d{{1,2}})(?P=sign)"
        rf"{_YEAR}",
        # 11/13/19 at 4:00 PM: two figures for the year only before a time of day
        r"(?<![\d/.-])(?P<first>\d{1,2})(?P<sign>[-/.])(?P<second>\d{1,2})(?P=sign)(?P<third>\d\d)"
        r"(?=,? ?(?:at |um |à |a las )?\d{1,2}[:.h]\d\d)",
    )
]
_UPDATED = regex.compile(
    r"\b(?:updated?|modified|last (?:edit(?:ed)?|changed|reviewed)|revised|edited|corrected|"
    r"aktualisiert|geändert|"
    r"mis à jour|modifié|mise à jour|actualizado|modificado|aggiornat[oa]|modificato|atualizad[oa]|"
    r"обновлено|изменено|bijgewerkt|gewijzigd|uppdaterad|opdateret|oppdatert|aktualizacja|"
    r"güncelleme|accessed|retrieved)\b",
    regex.IGNORECASE,
)
_PUBLISHED = regex.compile(
    r"\b(?:published|posted|publish date|publication date|date|dated|issued|released|created|"
    r"first published|originally published|"
    r"veröffentlicht|erstellt|erschienen|datum|stand|publié|paru|publicado|publicación|fecha|"
    r"pubblicato|data|publicad[oa]|"
    r"опубликовано|дата|gepubliceerd|geplaatst|publicerad|publiceret|publisert|opublikowano|"
    r"yayınlanma)\b",
    regex.IGNORECASE,
)
# A day that is not the day of publication, whatever stands beside it.
_OTHER_DAY = regex.compile(
    r"\b(?:born|died|expires?|until|through|since|deadline|from|between|effective|event|"
    r"starts?|ends?|due|"
    r"valid|copyright|as of|before|after|till|vom|bis|seit|desde|hasta|depuis|jusqu'au|dal|"
    r"fino)\b|©|\d ?[-–—] ?$",
    regex.IGNORECASE,
)
_TIME = (
    r"\d{1,2}(?:[:.h]\d{2}){1,2}(?:\.\d+)?(?: ?[ap]\.?m\.?)?|\b\d{1,2} ?[ap]\.?m\.?|"
    r"\bT\d\d:\d\d(?::\d\d)?(?:\.\d+)?"
)
_FILLER = regex.compile(
    rf"{_TIME}|(?:(?<=[\d\s])|\b)(?:[ap]\.?m\.?|uhr|hrs?|h|gmt|utc|z|[ecmpab][sd]?t|cest|cet|"
    rf"ist|edt|est|cdt|cst|mdt|mst|pdt|pst|bst)\b(?:\s?[+-]\d{{1,4}})?|"
    r"\b(?:on|at|the|by|in|um|am|den|le|à|el|il|em|às|alle|ore|ora|op|om|kl|в|от|г|года|i|o|de|"
    r"of|and|last|first|originally|"
    r"original|online|web|print|article|story|news|today|yesterday|ago|less than|about|\d+ "
    r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?))\b|"
    r"\b(?:no|\d[\d.,]*+) (?:comments?|views?|shares?|reads?|min(?:ute)?s? read|reactions?|"
    r"responses?)\b|\bcomments?\b|\bviews?\b|\bshares?\b|\bread\b",
    regex.IGNORECASE,
)
_WORDS = regex.compile(r"[\p{L}][\p{L}\p{M}'’.-]*+")
_LONGEST = 220


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A day as a line states it.

    ``date`` is ISO 8601 or None, then ``problem`` says why; ``start`` and ``end`` count characters
    of the line; ``label`` is "published", "updated", "other" (a day of something else) or "".
    """

    date: str | None
    start: int
    end: int
    label: str
    problem: str | None


def stated_dates(text: str, *, date_order: DateOrder | None = None) -> list[StatedDate]:
    """The days that a line states in full, in their order.

    A form of three numbers is read only where one order makes a calendar day of it, where a weekday
    beside it decides, or where ``date_order`` is given; two figures for the year, only before a
    time of day. A weekday that contradicts the day leaves
    the date and sets ``problem``.

    Parameters
    ----------
    text
        A line of text; beyond 220 characters it is no date line and gives nothing.
    date_order
        "dmy", "mdy" or "ymd": how to read numbers that fit more than one order.

    Raises
    ------
    InputError
        If ``date_order`` is something else.

    Examples
    --------
    >>> [found.date for found in stated_dates("Published on 22/06/2012")]
    ['2012-06-22']
    >>> [(found.date, found.problem) for found in stated_dates("02/11/2023")]
    [(None, 'ambiguous: 2023-11-02 or 2023-02-11')]
    >>> [found.date for found in stated_dates("02/11/2023", date_order="dmy")]
    ['2023-11-02']
    >>> stated_dates("Posted on Friday")
    []
    """
    check_date_order(date_order)
    if len(text) > _LONGEST or _A_YEAR.search(text) is None:
        return []
    found: list[StatedDate] = []
    taken: list[tuple[int, int]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found.append(_read(text, match, date_order))
    found.sort(key=lambda one: one.start)
    labels, before = [], 0
    for one in found:
        labels.append(_label(text[before : one.start]))
        before = one.end
    return [
        StatedDate(one.date, one.start, one.end, label or carried, one.problem)
        for one, label, carried in zip(found, labels, ["", *labels], strict=False)
    ]


def check_date_order(date_order: str | None) -> None:
    """Raise InputError unless a date order is one of those that are read."""
    if date_order not in (None, "dmy", "mdy", "ymd"):
        raise InputError(
            "date_order", f"is {date_order!r}", "give 'dmy', 'mdy' or 'ymd', or leave it out"
        )


def is_date_line(text: str) -> bool:
    """Whether a line does little else than state a day in full, apart from labels, time and names.

    Examples
    --------
    >>> is_date_line("11th February 2016, Comments 0 comments"), is_date_line("Reuters June 1")
    (True, False)
    >>> is_date_line("On 11 February 2016 ministers met in Munich, and the talks began at once.")
    False
    """
    found = stated_dates(text)
    if not found or text.startswith(("—", "–", "- ")):
        return False
    loose = len(loose_words(text, found))
    if ends_sentence(text):
        return loose <= 3
    return loose <= (14 if found[0].start == 0 or found[0].label == "published" else 6)


def loose_words(text: str, found: list[StatedDate]) -> list[str]:
    """The words of a date line that are no date, time, label or counter: names, mostly."""
    rest = text
    for one in reversed(found):
        rest = rest[: one.start] + " | " + rest[one.end :]
    rest = _FILLER.sub(" ", _PUBLISHED.sub(" ", _UPDATED.sub(" ", rest)))
    return [word for word in _WORDS.findall(rest) if word.lower().strip(".") not in WEEKDAY_OF]


def _label(before: str) -> str:
    """What the words before a date say of it."""
    updated = [match.start() for match in _UPDATED.finditer(before)]
    published = [match.start() for match in _PUBLISHED.finditer(before)]
    if updated and (not published or updated[-1] > published[-1]):
        return "updated"
    if published:
        return "published"
    return "other" if _OTHER_DAY.search(before) else ""


def _read(text: str, match: "regex.Match[str]", order: DateOrder | None) -> StatedDate:
    """One match as a day, or the reason why it is none."""
    part = match.groupdict()
    if part.get("name"):
        readings = [(int(part["year"]), MONTH_OF[part["name"].lower()], int(part["day"]))]
    elif part.get("month"):
        readings = [(int(part["year"]), int(part["month"]), int(part["day"]))]
    elif part.get("year"):
        first, second, year = int(part["first"]), int(part["second"]), int(part["year"])
        readings = [(year, second, first), (year, first, second)]
        if order in ("dmy", "mdy"):
            readings = [readings[order == "mdy"]]
    else:
        first, second, third = (int(part[name]) for name in ("first", "second", "third"))
        readings = [(_full(third), second, first), (_full(third), first, second),
                    (_full(first), second, third)]  # fmt: skip
        if order is not None:
            readings = [readings[("dmy", "mdy", "ymd").index(order)]]
    days = sorted({day for reading in readings if (day := _day(*reading))}, reverse=True)
    weekday = _weekday_beside(text, match.start(), match.end())
    if len(days) > 1 and weekday is not None:
        days = [day for day in days if day.weekday() == weekday] or days
    if not days:
        problem: str | None = f"no calendar day: {match.group()}"
    elif len(days) > 1:
        problem = f"ambiguous: {' or '.join(day.isoformat() for day in days)}"
    elif weekday is not None and days[0].weekday() != weekday:
        day = days[0]
        problem = f"the weekday beside it is wrong: {day} was a {WEEKDAYS[day.weekday()]}"
    else:
        problem = None
    date = days[0].isoformat() if len(days) == 1 else None
    return StatedDate(date, match.start(), match.end(), "", problem)


def _full(year: int) -> int:
    """A year of two figures in full, as POSIX reads it: 69 to 99 are 19.., 00 to 68 are 20.."""
    return year + (1900 if year >= 69 else 2000)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    """A calendar day, or None if there is no such day."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _weekday_beside(text: str, start: int, end: int) -> int | None:
    """The weekday named next to a date, 0 for Monday; None if there is none or several."""
    before = _WORDS.findall(text[max(0, start - 30) : start])[-2:]
    after = _WORDS.findall(text[end : end + 20])[:1]
    named = {
        WEEKDAY_OF[word.lower().strip(".")]
        for word in before + after
        if word.lower().strip(".") in WEEKDAY_OF
    }
    return named.pop() if len(named) == 1 else None
