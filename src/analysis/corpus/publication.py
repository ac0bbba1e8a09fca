"""The day of publication that a cleaned page states, with the evidence for it.

In: the lines of a page, what was decided on each. Out: a date or none, and the words it is from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import regex

from analysis.corpus.date_forms import may_state_day
from analysis.corpus.date_labels import label_of, speaks_of_else
from analysis.corpus.date_names import SHORT_WEEKDAYS
from analysis.corpus.dates import (
    DateOrder,
    StatedDate,
    is_date_line,
    loose_words,
    stated_dates,
)
from analysis.corpus.heads import is_byline
from analysis.corpus.layout import Layout, Region, Row, lay_out
from analysis.corpus.lines import Line
from analysis.corpus.scoring import count_words

# A date broken over lines: so many of them, none longer than this.
_PIECES = 3
_LONGEST_PIECE = 100
# So many days, each so many written lines from the last, make a list of other articles.
_A_LIST = 3
_GAP = 8
_MOST_LOWER = 4
_LEAD = 140
_CLOCK = regex.compile(r"\d[:.h]\d\d(?!\d)|\d ?[ap]\.?m\b", regex.IGNORECASE)
_NUMBER = regex.compile(r"\d{1,2}(?:st|nd|rd|th|\.)?")
# The fields of an event beside "Date:".
_EVENT = regex.compile(
    r"(?:time|when|where|venue|location|place|tickets?|price|admission|doors|cost|address|starts?|"
    r"ends?|uhrzeit|ort|beginn|eintritt|heure|lieu|hora|lugar|ora|luogo)\s?:|"
    r"(?:when|where|venue|tickets?|doors)$",
    regex.IGNORECASE,
)
_LABEL_WORDS = 3
_LONGEST_ADDRESS = 12
_PART = regex.compile(r"[|•·/—–>]|\s-\s")
_BY = regex.compile(r"@|\b(?:by|von|par|por|di|door|av|af)\b", regex.IGNORECASE)
_MOMENT = regex.compile(
    r"(?:born|died|deadline|expires|opens|premieres?|airs|released|retrieved|accessed|copyright|"
    r"joined|event)",
    regex.IGNORECASE,
)
# A sentence on the article itself.
_STATEMENT = regex.compile(
    r"\(?(?:editor'?s note: )?(?:(?:a|this) version of )?(?:the|this) (?:article|story|piece|post|"
    r"column|report|interview|essay)\b|(?:originally|first) published\b",
    regex.IGNORECASE,
)
_DATELINE = regex.compile(
    r"(?:\p{Lu}[\p{L}.'’-]*+(?: \p{L}[\p{L}.'’-]*+){0,3}(?:, \p{Lu}[\p{L}. ]{1,25}){0,2}"
    r"(?:,|:| [-–—(|]| \() ?)?"
)
_AFTER_DATELINE = regex.compile(
    r"\)?,? ?(?:\([^()]{2,40}\)|/[^/]{2,40}/)? ?(?:[-–—]{1,2}|[:|])(?:\s|(?=\p{Lu}))"
)


class _Rank(IntEnum):
    """How much a date is believed, the best first."""

    PUBLISHED_AT_HEAD = 0
    AT_HEAD = 1
    EARLY = 2
    PUBLISHED_AT_FOOT = 3
    DATELINE = 4
    ABOVE = 5
    FAR = 6
    UPDATED = 7
    UPDATED_FAR = 8
    UPDATED_AT_FOOT = 9


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """Where a date comes from, or why there is none.

    Attributes
    ----------
    text : str
        The words that state it: ``raw[start:end]`` where it is from a line.
    line : int or None
        Line of the raw text, from 1; None where the date is not from a line (HTML metadata).
    start, end : int or None
        Its place in the raw text, in characters.
    source : str
        "date line"; "update line" where the page states no day but one of updating; "dateline"
        for the place and day that open a report; or for HTML "metadata".
    precision : str
        "day".
    problem : str or None
        What speaks against it: ambiguous, no calendar day, a weekday that contradicts it, a day of
        updating, several days.
    """

    text: str
    line: int | None
    start: int | None
    end: int | None
    source: str
    precision: str
    problem: str | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A day that may be the article's."""

    rank: _Rank
    place: int
    date: str | None
    evidence: DateEvidence
    bare: bool


def find_date(
    raw: str, lines: Sequence[Line], rows: Sequence[Row], order: DateOrder | None = None
) -> tuple[str | None, DateEvidence | None]:
    """The day of publication that the date lines of a page state.

    Looked at are date lines: at the head of the article, directly above its headline, further up
    below a title that the text takes up, and below the text those that say "published". A line
    that says so is believed before one that does not, the head before the foot, and all of them
    before the place and day that open a report. Dates of other articles (in lists, below headings
    over them, among comments), of events, pictures and people are passed over. Several days of the
    same standing and an ambiguous form give no date, and evidence that says why. Where the head
    states a day of updating alone, that is the date, and the evidence has it as its problem.

    Parameters
    ----------
    rows
        For each line: line, start, end, action, category, rule.
    """
    layout = lay_out(lines, rows)
    if layout is None:
        return None, None
    found = _without_lists(layout, list(_candidates(raw, layout, order)))
    updated = [one.date for one in found if one.rank == _Rank.UPDATED and one.date]
    # Nothing is updated before it is published: a later day above the headline is that of saving.
    found = [
        one
        for one in found
        if one.rank != _Rank.ABOVE or not updated or (one.date or "") <= max(updated)
    ]
    if not found:
        return None, None
    rank = min(one.rank for one in found)
    best = [one for one in found if one.rank == rank]
    days = sorted({one.date for one in best if one.date})
    if len(days) > 1:
        problem = f"several days are stated: {', '.join(days)}"
        return None, replace(best[0].evidence, problem=problem)
    if not days:
        # What is ambiguous in one place may be written out in another.
        doubt = best[0].evidence.problem or ""
        best += [one for one in found if one.date and one.date in doubt]
    # Beside a day that can be read, the same line may state one that cannot.
    chosen = next((one for one in best if one.date), best[0])
    return chosen.date, chosen.evidence


def _candidates(raw: str, layout: Layout, order: DateOrder | None) -> Iterator[_Candidate]:
    """Every day that a line of the page states and that may be the article's."""
    stating = {p for p in layout.places() if may_state_day(layout.written[p].text)}
    # A date that ends in one of them may begin in a line above.
    above = {p - i for p in stating for i in range(1, _PIECES) if i <= p < layout.first + i}
    for place in sorted(stating | above):
        line = layout.written[place]
        region = layout.region(place)
        if region is None:
            continue
        found = stated_dates(line.text, date_order=order)
        if not found:
            if region in (Region.HEAD, Region.ABOVE):
                yield from _broken(raw, layout, place, order)
            continue
        if not _is_about_article(layout, place, region):
            continue
        shift = raw.index(line.text, line.start)
        if found[0].start == 0 and not found[0].label and not layout.overridden(place):
            found[0] = replace(found[0], label=_label_above(layout, place))
        for one in found:
            rank = _rank(layout, place, region, one, found)
            if rank is not None:
                yield _candidate(raw, rank, layout, place, one, shift + one.start, shift + one.end)
    yield from _dateline(raw, layout, order)


def _label_above(layout: Layout, place: int) -> str:
    """What a line above a date says of it: "Published" or "Event date:" on a line of its own."""
    above = layout.written[place - 1].text if place else ""
    if not above or layout.is_title(place - 1) or count_words(above) > _LABEL_WORDS:
        return ""
    label = label_of(f"{above.rstrip(': ')}: ", "")
    field = above.endswith(":") or above.lower().endswith(" date")
    return "" if label == "other" and not field and not _MOMENT.fullmatch(above) else label


def _candidate(
    raw: str, rank: _Rank, layout: Layout, place: int, one: StatedDate, start: int, end: int
) -> _Candidate:
    """A stated day with its evidence in the raw text."""
    source, problem, date = "date line", one.problem, one.date
    if one.label == "updated":
        source = "update line"
        problem = "; ".join(filter(None, ["a day of updating, not of publication", one.problem]))
        date = None if rank == _Rank.UPDATED_AT_FOOT else one.date
    elif rank == _Rank.DATELINE:
        source = "dateline"
    number = layout.written[place].number
    evidence = DateEvidence(raw[start:end], number, start, end, source, "day", problem)
    return _Candidate(rank, place, date, evidence, bare=not one.label)


def _is_about_article(layout: Layout, place: int, region: Region) -> bool:
    """Whether a line with a date is there to say when the article appeared."""
    text = layout.written[place].text
    if layout.overridden(place):
        return True
    if any(_EVENT.match(near) for near in layout.around(place, 2)):
        return False
    if region is Region.FOOT:
        if layout.comment_follows(place):
            return False
        return is_date_line(text) or _STATEMENT.match(text) is not None
    return is_date_line(text)


def _rank(
    layout: Layout, place: int, region: Region, one: StatedDate, found: list[StatedDate]
) -> _Rank | None:
    """How much a stated day is believed; None where it is not the article's."""
    if layout.overridden(place):
        return _Rank.PUBLISHED_AT_HEAD
    far = region is Region.FAR
    if one.label == "other" or (far and not layout.titled(place)):
        return None
    if one.label == "updated":
        if far:
            return _Rank.UPDATED_FAR
        return _Rank.UPDATED_AT_FOOT if region is Region.FOOT else _Rank.UPDATED
    if one.label == "published":
        return {
            Region.EARLY: _Rank.EARLY, Region.FOOT: _Rank.PUBLISHED_AT_FOOT, Region.FAR: _Rank.FAR
        }.get(region, _Rank.PUBLISHED_AT_HEAD)  # fmt: skip
    text = layout.written[place].text
    loose = loose_words(text, found)
    if (
        region is Region.FOOT
        or layout.picture(place)
        or speaks_of_else(text)
        or layout.repeats_title(place)
        or sum(word[0].islower() for word in loose) > _MOST_LOWER
        or _reads_on(text[: one.start])
        or _is_of_page(layout, place, region)
        or _is_of_event(layout, place)
    ):
        return None
    if far and not _is_signed(layout, place):
        return None
    return {
        Region.HEAD: _Rank.AT_HEAD, Region.EARLY: _Rank.EARLY, Region.FAR: _Rank.FAR
    }.get(region, _Rank.ABOVE)  # fmt: skip


def _is_of_page(layout: Layout, place: int, region: Region) -> bool:
    """Whether a day above a headline is that of the visit: the weather stands beside it."""
    return region is Region.ABOVE and any(map(speaks_of_else, layout.around(place, 1)))


def _is_of_event(layout: Layout, place: int) -> bool:
    """Whether a day with an hour stands above the address of a hall or the like."""
    if place + 1 >= len(layout.written) or layout.is_title(place + 1):
        return False
    below = layout.written[place + 1].text
    return (
        count_words(below) <= _LONGEST_ADDRESS
        and any(map(str.isdigit, below))
        and speaks_of_else(below)
        and _CLOCK.search(layout.written[place].text) is not None
    )


def _reads_on(before: str) -> bool:
    """Whether the words before a date are no name, section or paper, but on something that was."""
    part = _PART.split(before)[-1]
    words = [word for word in loose_words(part, []) if word.strip(".") not in SHORT_WEEKDAYS]
    return not _BY.search(part) and any(word[0].islower() for word in words)


def _is_signed(layout: Layout, place: int) -> bool:
    """Whether a name or a time of day stands with a date, or a byline next to it."""
    text = layout.written[place].text
    return (
        _CLOCK.search(text) is not None
        or bool(loose_words(text, stated_dates(text)))
        or any(map(is_byline, layout.around(place, 1)))
    )


def _without_lists(layout: Layout, found: list[_Candidate]) -> list[_Candidate]:
    """The candidates without bare days that stand one below the other: a list of other articles.

    The only one of them that has a byline beside it, or a name or a time of day, is kept if it is
    at the head.
    """
    bare = sorted((one for one in found if one.bare), key=lambda one: one.place)
    groups: list[list[_Candidate]] = []
    for one in bare:
        if groups and one.place - groups[-1][-1].place <= _GAP:
            groups[-1].append(one)
        else:
            groups.append([one])
    dropped: list[_Candidate] = []
    for group in groups:
        if len({one.place for one in group}) < _A_LIST:
            continue
        signed = [one for one in group if _is_signed(layout, one.place)]
        own = signed[0] if len(signed) == 1 and signed[0].rank == _Rank.AT_HEAD else None
        dropped += [one for one in group if one is not own]
    return [one for one in found if one not in dropped]


def _broken(raw: str, layout: Layout, place: int, order: DateOrder | None) -> Iterator[_Candidate]:
    """A date whose parts stand on lines of their own: "Mar 5" above "2014"."""
    pieces = layout.written[place : place + _PIECES]
    for n in range(2, len(pieces) + 1):
        part = pieces[:n]
        if any(len(line.text) > _LONGEST_PIECE for line in part):
            return
        if any(stated_dates(line.text, date_order=order) for line in part[1:]):
            return
        text = " ".join(line.text for line in part)
        found = stated_dates(text, date_order=order)
        if not found:
            continue
        one, first, last = found[0], part[0], part[-1]
        close = all(line.number - first.number == i for i, line in enumerate(part))
        counted = place > 0 and _NUMBER.fullmatch(layout.written[place - 1].text)
        if (
            len(found) == 1
            and one.start < len(first.text)
            and one.end > len(text) - len(last.text)
            and one.label != "other"
            and is_date_line(text)
            # A number above "March 2014" may count the comments on it.
            and (not _NUMBER.fullmatch(first.text) or (close and not counted))
        ):
            rank = _rank(layout, place, layout.region(place) or Region.HEAD, one, found)
            start = raw.index(first.text, first.start) + one.start
            end = raw.index(last.text, last.start) + one.end - (len(text) - len(last.text))
            if rank is not None:
                yield _candidate(raw, rank, layout, place, one, start, end)
        return


def _dateline(raw: str, layout: Layout, order: DateOrder | None) -> Iterator[_Candidate]:
    """The day in the place and day that open a report: "LONDON, March 5, 2014 (Reuters) —"."""
    line = layout.written[layout.first]
    text = line.text[:_LEAD]
    for one in stated_dates(text, date_order=order)[:1]:
        if (
            one.label in ("", "published")
            and _DATELINE.fullmatch(text, 0, one.start)
            and _AFTER_DATELINE.match(text, one.end)
        ):
            shift = raw.index(line.text, line.start)
            yield _candidate(
                raw, _Rank.DATELINE, layout, layout.first, replace(one, label="published"),
                shift + one.start, shift + one.end,
            )  # fmt: skip
