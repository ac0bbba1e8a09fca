"""Where the lines of a cleaned page stand to its article: at its head, above, far above, below.

In: the lines of a page, and what was decided on each. Out: a `Layout`, which tells of every written
line the region it is in, and what stands around it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from analysis.corpus.heads import content_words
from analysis.corpus.lines import Line
from analysis.corpus.scoring import count_words, facts

# How many written lines directly above a headline, above a text without one, far above the text and
# below it may hold a date.
_ABOVE_HEADLINE = 4
_ABOVE_TEXT = 12
_FAR = 200
_BELOW = 12
# What the cleaning took for the text may still be its head, or its foot: so many lines and words.
_EARLY_LINES = 3
_EARLY_WORDS = 60
_LATE_LINES = 3
# A title stands so many lines above its date, and shares so many of its words with the text.
_TITLE = 4
_SHARED = 0.3
_LEAD_LINES = 6
_HEADING = 8
_BODY = ("body", "cross-head")

# For each line: line, start, end, action, category, rule.
Row = tuple[int, int, int, str, str, str]


class Region(Enum):
    """Where a line stands to the article."""

    HEAD = "between headline and text"
    ABOVE = "directly above the headline"
    EARLY = "among the first lines of the text"
    FAR = "further up"
    FOOT = "below the text, or at its end"


@dataclass
class Layout:
    """The written lines of a page, with the places (from 0) of headline, first and last text.

    ``rows`` has what was decided on every line of the page, blank ones included.
    """

    written: list[Line]
    rows: Sequence[Row]
    title: int | None
    first: int
    last: int
    _closed: int = field(init=False)
    _open: int = field(init=False)
    _lead: set[str] = field(init=False)

    def __post_init__(self) -> None:
        """Where the foot ends, how far up the head reaches, and the words of the first lines."""
        end = min(len(self.written), self.last + 1 + _BELOW)
        self._closed = next(
            (i for i in range(self.last + 1, end) if self._known(i) in ("related", "comment")), end
        )
        top = self.first if self.title is None else self.title
        reach = _ABOVE_TEXT if self.title is None else _ABOVE_HEADLINE
        self._open = next(
            (i + 1 for i in range(top - 1, max(-1, top - 1 - reach), -1) if self._parts(i)),
            max(0, top - reach),
        )
        text = [
            line.text[:1500]
            for line in self.written[self.first : self.last + 1]
            if self.rows[line.number - 1][4] in _BODY
        ]
        self._lead = content_words(" ".join(text[:_LEAD_LINES]))

    def places(self) -> Iterator[int]:
        """The places that may hold the date of the article, from the top."""
        yield from range(max(0, self.first - _FAR), self._closed)

    def region(self, place: int) -> Region | None:
        """Where a line stands; None where no date of the article is to be found."""
        category = self.rows[self.written[place].number - 1][4]
        if self.is_title(place):
            return None
        if self.overridden(place):
            return Region.HEAD if category == "dateline" else None
        if place < self.first:
            if self.title is not None and place > self.title:
                return Region.HEAD
            if place < self._open:
                return Region.FAR
            return Region.HEAD if self.title is None else Region.ABOVE
        if place > self.last:
            return Region.FOOT
        before = self.written[self.first : place]
        if len(before) <= _EARLY_LINES and (
            sum(count_words(line.text) for line in before) <= _EARLY_WORDS
        ):
            return Region.EARLY
        ends = self.last - place < _LATE_LINES
        return Region.FOOT if category == "dateline" or ends else None

    def is_title(self, place: int) -> bool:
        """Whether a line is (part of) the headline."""
        return self.rows[self.written[place].number - 1][4] == "headline"

    def overridden(self, place: int) -> bool:
        """Whether a person decided on a line."""
        return self.rows[self.written[place].number - 1][5].startswith("override:")

    def around(self, place: int, reach: int) -> list[str]:
        """The texts of the lines next to one, not its own."""
        near = self.written[max(0, place - reach) : place + reach + 1]
        return [line.text for line in near if line is not self.written[place]]

    def picture(self, place: int) -> bool:
        """Whether a line carries the credit of a picture."""
        return facts(self.written[place].text).picture

    def comment_follows(self, place: int) -> bool:
        """Whether one of the next lines is what stands below a reader's comment."""
        end = min(len(self.written), place + 7)
        return any(self._known(i) == "comment" for i in range(place + 1, end))

    def titled(self, place: int) -> bool:
        """Whether a title that the text takes up stands above a line, and no list of articles."""
        if any(self._known(i) == "related" for i in range(max(0, place - _HEADING), place)):
            return False
        for line in self.written[max(0, place - _TITLE) : place]:
            own = content_words(line.text) if len(line.text) <= 240 else set()
            if len(own & self._lead) >= max(2.0, _SHARED * len(own)):
                return True
        return False

    def repeats_title(self, place: int) -> bool:
        """Whether a line holds the headline, as what a browser prints above a page does."""
        if self.title is None:
            return False
        title = self.written[self.title].text
        return count_words(title) >= 3 and title in self.written[place].text

    def _known(self, place: int) -> str:
        """The category of a line that says what pages say around articles, else ""."""
        known = facts(self.written[place].text).known
        return known[0] if known else ""

    def _parts(self, place: int) -> bool:
        """Whether a line above the headline parts it from what stands higher."""
        known = facts(self.written[place].text).known
        return known is not None and known[0] == "navigation" and known[1].startswith("phrase")


def lay_out(lines: Sequence[Line], rows: Sequence[Row]) -> Layout | None:
    """The layout of a page, or None where nothing of it is kept."""
    kept = [row for row in rows if row[3] == "keep"]
    if not kept:
        return None
    written = [line for line in lines if line.text]
    place_of = {line.number: place for place, line in enumerate(written)}
    title = next((place_of[row[0]] for row in kept if row[4] == "headline"), None)
    text = [place_of[row[0]] for row in kept if row[4] in _BODY]
    if title is not None:
        text = [place for place in text if place > title] or text
    last = place_of[kept[-1][0]]
    first = text[0] if text else min(last, (title or 0) + 1)
    return Layout(written, rows, title, first, last)
