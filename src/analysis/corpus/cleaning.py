"""A saved page as an article: its headline, body and date, and a ledger of every line.

In: a text as it was received. Out: a `CleanText`, a view over that text: nothing is deleted, each
line is kept, set aside as metadata or dropped, with a category and the rule that decided.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from analysis.corpus.dates import DateOrder, check_date_order, stated_dates
from analysis.corpus.lines import Block, Line, make_blocks, split_lines
from analysis.corpus.page import Decision
from analysis.corpus.selection import decide
from analysis.errors import InputError
from analysis.schema import TABLES, check_table

ACTIONS = ("keep", "drop", "metadata")
CATEGORIES = (
    "body", "headline", "standfirst", "cross-head", "blank", "navigation", "advert", "promotion", "social",
    "comment", "copyright", "pagination", "repeated-standfirst", "dateline", "byline", "caption", "related", "outlet",
)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body: its place there, and the raw lines it is made of."""

    start: int
    end: int
    lines: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class CleanText:
    """A cleaned text; see `clean_text`."""

    headline: str | None
    body: str
    date: str | None
    date_evidence: DateEvidence | None
    paragraphs: tuple[Paragraph, ...]
    standfirst: str | None = None
    _rows: tuple[tuple[int, int, int, str, str, str], ...] = field(default=(), repr=False)
    _article_id: str | None = field(default=None, repr=False)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """One row for each line of the raw text: line, start, end, action, category, rule."""
        columns = [name for name in TABLES["cleaning_ledger"].names if name != "article_id"]
        frame = pd.DataFrame(list(self._rows), columns=pd.Index(columns))
        frame = frame.astype({"line": "int64", "start": "int64", "end": "int64"})
        frame = frame.astype({"action": "str", "category": "str", "rule": "str"})
        if self._article_id is None:
            return frame
        frame.insert(0, "article_id", self._article_id)
        return check_table(frame, "cleaning_ledger")


def clean_text(
    raw: str,
    *,
    overrides: pd.DataFrame | Iterable[Mapping[str, object]] | None = None,
    recurring: pd.DataFrame | None = None,
    date_order: DateOrder | None = None,
    article_id: str | None = None,
) -> CleanText:
    """The article in a page that was saved as text.

    Parameters
    ----------
    raw
        The text, with any line breaks.
    overrides
        Corrections by line, with columns line, action, category, reason (and article_id, then only
        the rows of ``article_id`` count).
    recurring
        What `recurring_lines` learnt from pages of the same outlet.
    date_order
        "dmy", "mdy" or "ymd", for dates such as 02/11/2023.
    article_id
        Put into the ledger as its first column.

    Returns
    -------
    CleanText
        ``headline`` (str or None); ``body``: the kept paragraphs without the headline, parted by a
        blank line; ``date`` (ISO 8601 or None) with ``date_evidence``; ``paragraphs``, which lead
        from the body to the raw lines; ``ledger``: one row for each line.

    Raises
    ------
    InputError
        If ``raw`` is no text, an override names no line of it, an unknown action or category, or
        gives no reason.

    Examples
    --------
    >>> page = "Home\\n\\nTalks open in Munich\\n\\n11th February 2016\\n\\nMinisters met on Thursday.\\n"
    >>> article = clean_text(page)
    >>> article.headline, article.date, article.body
    ('Talks open in Munich', '2016-02-11', 'Ministers met on Thursday.')
    """
    if not isinstance(raw, str):
        raise InputError("clean_text", f"was given {type(raw).__name__}", "give the text as a str")
    check_date_order(date_order)
    lines = split_lines(raw)
    blocks = make_blocks(lines)
    known = None if recurring is None else dict(zip(recurring["text"], recurring["pages"], strict=True))
    decisions = decide(blocks, known)
    by_line: dict[int, Decision] = {}
    for block, decision in zip(blocks, decisions, strict=True):
        for line in block.lines:
            by_line[line.number] = decision
    blank = Decision("drop", "blank", "blank line")
    corrected = _corrections(overrides, article_id, len(lines))
    rows = []
    for line in lines:
        decision = corrected.get(line.number) or by_line.get(line.number, blank)
        rows.append((line.number, line.start, line.end, decision.action, decision.category, decision.rule))
    headline, body, paragraphs, standfirst = _assemble(blocks, rows)
    date, evidence = _find_date(raw, lines, rows, date_order)
    return CleanText(headline, body, date, evidence, paragraphs, standfirst, tuple(rows), article_id)


def _corrections(
    overrides: pd.DataFrame | Iterable[Mapping[str, object]] | None, article_id: str | None, n_lines: int
) -> dict[int, Decision]:
    """The overrides of a text by line, checked."""
    if overrides is None:
        return {}
    listed = overrides.to_dict("records") if isinstance(overrides, pd.DataFrame) else list(overrides)
    corrected = {}
    for row in listed:
        if "article_id" in row and str(row["article_id"]) != article_id:
            continue
        where = f"override of {article_id or 'the text'}, line {row.get('line')}"
        missing = [name for name in ("line", "action", "category", "reason") if not str(row.get(name, "") or "").strip() or row.get(name) != row.get(name)]
        if missing:
            raise InputError(where, f"has no {', '.join(missing)}", "fill line, action, category and reason")
        number = int(str(row["line"]).removesuffix(".0")) if str(row["line"]).removesuffix(".0").isdigit() else 0
        if not 1 <= number <= n_lines:
            raise InputError(where, "is no line of the text", f"give a number from 1 to {n_lines}")
        action, category = str(row["action"]), str(row["category"])
        if action not in ACTIONS:
            raise InputError(where, f"has the action {action!r}", f"give one of {', '.join(ACTIONS)}")
        if category not in CATEGORIES:
            raise InputError(where, f"has the category {category!r}", f"give one of {', '.join(CATEGORIES)}")
        corrected[number] = Decision(action, category, f"override: {row['reason']}")
    return corrected


def _assemble(
    blocks: list[Block], rows: list[tuple[int, int, int, str, str, str]]
) -> tuple[str | None, str, tuple[Paragraph, ...], str | None]:
    """Headline, body, its paragraphs and a standfirst that is not part of the body, from the ledger."""
    headline: list[str] = []
    standfirst: list[str] = []
    body: list[str] = []
    paragraphs = []
    place = 0
    for block in blocks:
        kept = []
        for line in block.lines:
            action, category = rows[line.number - 1][3:5]
            if category == "headline" and action != "drop":
                headline.append(line.text)
            elif action == "keep":
                kept.append(line)
            elif category == "standfirst" and action == "metadata":
                standfirst.append(line.text)
        if kept:
            text = " ".join(line.text for line in kept)
            paragraphs.append(Paragraph(place, place + len(text), tuple(line.number for line in kept)))
            body.append(text)
            place += len(text) + 2
    return (
        " ".join(headline) or None,
        "\n\n".join(body),
        tuple(paragraphs),
        " ".join(standfirst) or None,
    )


def _find_date(
    raw: str,
    lines: list[Line],
    rows: list[tuple[int, int, int, str, str, str]],
    order: DateOrder | None,
) -> tuple[str | None, DateEvidence | None]:
    """The day of publication that the lines around the headline state, with its evidence."""
    kept = [row[0] for row in rows if row[3] == "keep"]
    if not kept:
        return None, None
    written = [line for line in lines if line.text]
    order_of = {line.number: place for place, line in enumerate(written)}
    top = order_of[kept[0]]
    titled = rows[kept[0] - 1][4] == "headline"
    text_lines = [row[0] for row in rows if row[3] == "keep" and row[4] in ("body", "cross-head")]
    first = order_of[text_lines[0]] if text_lines else top + 1
    last = order_of[kept[-1]]
    stated = []
    for place in range(max(0, top - (4 if titled else 12)), min(last + 12, len(written))):
        line = written[place]
        if rows[line.number - 1][4] != "dateline":
            continue
        shift = raw.index(line.text, line.start)
        for found in stated_dates(line.text, date_order=order):
            if found.label == "other" or (place >= first and found.label not in ("published", "updated")):
                continue
            problem = found.problem
            if found.label == "updated":
                problem = "a day of updating, not of publication"
            evidence = DateEvidence(
                line.text[found.start : found.end], line.number, shift + found.start, shift + found.end,
                "date line", "day", problem,
            )  # fmt: skip
            rank = (found.label == "updated", found.label != "published", place < top, place >= first)
            stated.append((rank, found.date if found.label != "updated" else None, evidence))
    if not stated:
        return None, None
    stated.sort(key=lambda one: one[0])
    best = [one for one in stated if one[0] == stated[0][0]]
    days = {one[1] for one in best}
    if len(days) > 1:
        first_evidence = best[0][2]
        problem = "several days are stated: " + ", ".join(sorted(day for day in days if day))
        return None, DateEvidence(
            first_evidence.text, first_evidence.line, first_evidence.start, first_evidence.end,
            first_evidence.source, first_evidence.precision, problem,
        )  # fmt: skip
    return best[0][1], best[0][2]

