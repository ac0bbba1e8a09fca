"""The day of publication that a cleaned page states, with the evidence for it.

In: the lines of a page, what was decided on each. Out: a date or none, and the words it is from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.corpus.dates import DateOrder, stated_dates
from analysis.corpus.lines import Line

# How many written lines above a headline, above a text without one, and below it may hold its date.
_ABOVE_HEADLINE = 4
_ABOVE_TEXT = 12
_BELOW = 12

Row = tuple[int, int, int, str, str, str]


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """Where a date comes from, or why there is none.

    Attributes
    ----------
    text : str
        The words that state it.
    line : int or None
        Line of the raw text, from 1; None where the date is not from a line (HTML metadata).
    start, end : int or None
        Its place in the raw text, in characters.
    source : str
        "date line", or for HTML "metadata".
    precision : str
        "day".
    problem : str or None
        What speaks against it: ambiguous, no calendar day, a weekday that contradicts it, only a
        day of updating.
    """

    text: str
    line: int | None
    start: int | None
    end: int | None
    source: str
    precision: str
    problem: str | None


def find_date(
    raw: str, lines: Sequence[Line], rows: Sequence[Row], order: DateOrder | None = None
) -> tuple[str | None, DateEvidence | None]:
    """The day of publication that the date lines of a page state.

    Looked at are the lines that were found to be date lines: from a little above the headline to
    the text, and inside and below it those that say "published" or "updated". A line that says so
    is believed before one that does not, the head before the foot. Several days of the same
    standing, an ambiguous form and a day of updating give no date, and evidence that says why.

    Parameters
    ----------
    rows
        For each line: line, start, end, action, category, rule.
    """
    kept = [row[0] for row in rows if row[3] == "keep"]
    if not kept:
        return None, None
    written = [line for line in lines if line.text]
    place_of = {line.number: place for place, line in enumerate(written)}
    top, last = place_of[kept[0]], place_of[kept[-1]]
    titled = rows[kept[0] - 1][4] == "headline"
    text = [row[0] for row in rows if row[3] == "keep" and row[4] in ("body", "cross-head")]
    first = place_of[text[0]] if text else top + 1
    above = _ABOVE_HEADLINE if titled else _ABOVE_TEXT
    stated: list[tuple[tuple[bool, ...], str | None, DateEvidence]] = []
    for line in written[max(0, top - above) : last + _BELOW]:
        if rows[line.number - 1][4] != "dateline":
            continue
        place = place_of[line.number]
        shift = raw.index(line.text, line.start)
        for found in stated_dates(line.text, date_order=order):
            updated, published = found.label == "updated", found.label == "published"
            if found.label == "other" or (place >= first and not updated and not published):
                continue
            evidence = DateEvidence(
                line.text[found.start : found.end], line.number, shift + found.start,
                shift + found.end, "date line", "day",
                "a day of updating, not of publication" if updated else found.problem,
            )  # fmt: skip
            rank = (updated, not published, place < top, place >= first)
            stated.append((rank, None if updated else found.date, evidence))
    if not stated:
        return None, None
    best_rank = min(rank for rank, _, _ in stated)
    best = [(date, evidence) for rank, date, evidence in stated if rank == best_rank]
    days = sorted({date for date, _ in best if date})
    if len(days) > 1:
        return None, replace(best[0][1], problem=f"several days are stated: {', '.join(days)}")
    # Beside a day that can be read, the same line may state one that cannot.
    return next(((date, evidence) for date, evidence in best if date), best[0])
