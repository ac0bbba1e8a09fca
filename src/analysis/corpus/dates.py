"""Explicit dates in lines of text: what a line states, and nothing that would have to be guessed.

In: a line. Out: the calendar days it states, each with its place, its label and what speaks against
it. A day without a year, a relative day ("Friday", "today", "2 hours ago") and a form that two
orders read differently (02/11/2023) give no date.
"""

import datetime
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import regex

from analysis.corpus.date_forms import find_forms, may_state_day, plain_text
from analysis.corpus.date_labels import label_of, spans_to_next, without_labels
from analysis.corpus.date_names import MONTH_OF, WEEKDAY_OF, WEEKDAYS
from analysis.corpus.scoring import ends_sentence
from analysis.errors import InputError

DateOrder = Literal["dmy", "mdy", "ymd"]

_CLOCK = r"\d{1,2}[:.h]\d\d(?!\d)"
_CLOCK_AFTER = regex.compile(
    rf",? ?(?:[|–—-] )?(?:at |um |à |a las |alle |om |kl\.? |в )?{_CLOCK}", regex.IGNORECASE
)
_CLOCK_BEFORE = regex.compile(
    rf"{_CLOCK}(?: ?[ap]\.?m\.?)?(?: \p{{Lu}}{{2,4}})?[ ,|–—-]{{1,3}}(?:\p{{L}}+,? )?$",
    regex.IGNORECASE,
)
_EAST_ASIAN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
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

    Three numbers are read only where one order makes a calendar day of them, where a weekday
    beside them decides, or where ``date_order`` is given. Parted by full stops they are day, month
    and year, as in every locale of the Unicode CLDR that writes them so. Two figures for the year
    are read only beside a time of day or a label ("Published: 13/11/19"). A weekday that
    contradicts the day leaves the date and sets ``problem``.

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
    return list(_stated(text, date_order)) if may_state_day(text) else []


@lru_cache(maxsize=1 << 10)
def _stated(text: str, date_order: DateOrder | None) -> tuple[StatedDate, ...]:
    """As `stated_dates`, worked out; the same lines of a page are asked several times."""
    plain = plain_text(text)
    matches = find_forms(plain)
    found: list[StatedDate] = []
    before, carried = 0, ""
    for place, match in enumerate(matches):
        after = matches[place + 1].start() if place + 1 < len(matches) else len(plain)
        label = label_of(plain[before : match.start()], plain[match.end() : after])
        one = _read(plain, match, date_order, labelled=label in ("published", "updated"))
        if one is None:
            continue
        spans = place > 0 and spans_to_next(plain[before : match.start()])
        if spans and found and found[-1].end == before:
            found[-1] = replace(found[-1], label="other")
            label = "other"
        found.append(replace(one, label=label or carried))
        before, carried = match.end(), label
    return tuple(found)


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
    rest = _FILLER.sub(" ", without_labels(rest))
    return [word for word in _WORDS.findall(rest) if word.lower().strip(".") not in WEEKDAY_OF]


def _read(
    text: str, match: "regex.Match[str]", order: DateOrder | None, *, labelled: bool
) -> StatedDate | None:
    """One match as a day, or with the reason why it is none; None if it is too little to go by."""
    part = match.groupdict()
    weekday = _weekday_beside(text, match.start(), match.end())
    short = part.get("third") or part.get("short")
    if short and not (
        short[0] in "'’"
        or labelled
        or _CLOCK_AFTER.match(text, match.end())
        or _CLOCK_BEFORE.search(text[max(0, match.start() - 40) : match.start()])
    ):
        return None
    readings = _readings(part, order, ymd=_EAST_ASIAN.search(text) is not None)
    days = sorted({day for reading in readings if (day := _day(*reading))}, reverse=True)
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


def _readings(
    part: dict[str, str | None], order: DateOrder | None, *, ymd: bool
) -> list[tuple[int, int, int]]:
    """The ways to read a match as year, month and day, as far as its form leaves them open."""
    number = {
        name: int(value) for name, value in part.items() if value is not None and value.isdecimal()
    }
    if part.get("short"):
        number["year"] = _full(int((part["short"] or "").strip("'’")))
    if part.get("name"):
        name = (part["name"] or "").lower().replace("i\u0307", "i")
        month = MONTH_OF.get(name) or MONTH_OF.get(name.casefold(), 0)
        return [(number["year"], month, number["day"])]
    if "month" in number:
        return [(number["year"], number["month"], number["day"])]
    first, second = number["first"], number["second"]
    year = number["year"] if "year" in number else _full(number["third"])
    readings = {"dmy": (year, second, first), "mdy": (year, first, second)}
    if "year" not in number:
        readings["ymd"] = (_full(first), second, number["third"])
    if order in readings:
        return [readings[order]]
    if (part.get("sign") or "").startswith("."):
        usual = readings["ymd" if ymd and "ymd" in readings else "dmy"]
        return [usual] if _day(*usual) else list(readings.values())
    return list(readings.values())


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
    before = [word.lower().strip(".") for word in _WORDS.findall(text[max(0, start - 30) : start])]
    # The Sun is a paper.
    named = {
        WEEKDAY_OF[word]
        for place, word in enumerate(before)
        if place >= len(before) - 2
        and word in WEEKDAY_OF
        and not (word == "sun" and place and before[place - 1] == "the")
    }
    named |= {
        WEEKDAY_OF[word.lower().strip(".")]
        for word in _WORDS.findall(text[end : end + 20])[:1]
        if word.lower().strip(".") in WEEKDAY_OF
    }
    return named.pop() if len(named) == 1 else None
