"""A saved page as an article: its headline, body and date, and a ledger of every line.

In: a text as it was received. Out: a `CleanText`, a view over that text: nothing is deleted, each
line is kept, set aside as metadata or dropped, with a category and the rule that decided.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from analysis.corpus.dates import DateOrder, check_date_order
from analysis.corpus.lines import Block, make_blocks, split_lines
from analysis.corpus.page import Decision
from analysis.corpus.publication import DateEvidence, find_date
from analysis.corpus.selection import decide
from analysis.errors import InputError
from analysis.schema import TABLES, check_table

ACTIONS = ("keep", "drop", "metadata")
CATEGORIES = (
    "body", "headline", "standfirst", "cross-head", "blank", "navigation", "advert", "promotion",
    "social", "comment", "copyright", "pagination", "repeated-standfirst", "dateline", "byline",
    "caption", "related", "outlet",
)  # fmt: skip


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
        Corrections, with columns line, action, category, reason (and article_id, then only the rows
        of ``article_id`` count). Where a row has a ``rule`` in the place of a line, it corrects the
        lines that this rule decides, or, with ``*`` at its end, all rules that begin so; a row for
        a line goes before one for its rule. Errors name a row by its ``place``, if it has one.
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
        If ``raw`` is no text, an override names no line of it, both a line and a rule, an unknown
        action or category, or gives no reason.

    Examples
    --------
    >>> page = "Home\\n\\nTalks open in Munich\\n\\n11th February 2016\\n\\nMinisters met there.\\n"
    >>> article = clean_text(page)
    >>> article.headline, article.date, article.body
    ('Talks open in Munich', '2016-02-11', 'Ministers met there.')
    """
    if not isinstance(raw, str):
        raise InputError("clean_text", f"was given {type(raw).__name__}", "give the text as a str")
    check_date_order(date_order)
    lines = split_lines(raw)
    blocks = make_blocks(lines)
    decisions = decide(blocks, _learnt(recurring))
    by_line: dict[int, Decision] = {}
    for block, decision in zip(blocks, decisions, strict=True):
        for line in block.lines:
            by_line[line.number] = decision
    blank = Decision("drop", "blank", "blank line")
    corrected, by_rule = _corrections(overrides, article_id, len(lines))
    rows = []
    for line in lines:
        decision = corrected.get(line.number) or _by_rule(by_line.get(line.number, blank), by_rule)
        rows.append(
            (line.number, line.start, line.end, decision.action, decision.category, decision.rule)
        )
    headline, body, paragraphs, standfirst = _assemble(blocks, rows)
    date, evidence = find_date(raw, lines, rows, date_order)
    return CleanText(
        headline, body, date, evidence, paragraphs, standfirst, tuple(rows), article_id
    )


def _learnt(recurring: pd.DataFrame | None) -> dict[str, int]:
    """What `recurring_lines` learnt, by line."""
    if recurring is None:
        return {}
    missing = [name for name in ("text", "pages") if name not in recurring]
    if missing:
        raise InputError(
            "recurring",
            f"has no column {', '.join(missing)}",
            "give the table that recurring_lines made",
        )
    return dict(zip(recurring["text"].astype(str), recurring["pages"].astype(int), strict=True))


def _corrections(
    overrides: pd.DataFrame | Iterable[Mapping[str, object]] | None,
    article_id: str | None,
    n_lines: int,
) -> tuple[dict[int, Decision], dict[str, Decision]]:
    """The overrides of a text, checked: by line, and by rule."""
    if overrides is None:
        return {}, {}
    listed = (
        overrides.to_dict("records") if isinstance(overrides, pd.DataFrame) else list(overrides)
    )
    by_line: dict[int, Decision] = {}
    by_rule: dict[str, Decision] = {}
    for row in listed:
        if "article_id" in row and str(row["article_id"]) != article_id:
            continue
        line, rule = row.get("line"), row.get("rule")
        where = row.get("place") or (
            f"override of {article_id or 'the text'}, "
            + (f"line {line}" if _empty(rule) else f"rule {rule}")
        )
        given = {name: row.get(name) for name in ("action", "category", "reason")}
        missing = [name for name, value in given.items() if _empty(value)]
        if _empty(line) and _empty(rule):
            missing.insert(0, "line")
        if missing:
            raise InputError(
                where, f"has no {', '.join(missing)}",
                "fill line (or rule), action, category and reason",
            )  # fmt: skip
        if not _empty(line) and not _empty(rule):
            raise InputError(where, "names a line and a rule", "leave one of them empty")
        for name, allowed in (("action", ACTIONS), ("category", CATEGORIES)):
            if given[name] not in allowed:
                raise InputError(
                    where, f"has the {name} {given[name]!r}", f"give one of {', '.join(allowed)}"
                )
        override = Decision(
            str(given["action"]), str(given["category"]), f"override: {given['reason']}"
        )
        if not _empty(rule):
            by_rule.setdefault(str(rule), override)
            continue
        number = str(line).removesuffix(".0")
        if not number.isdecimal() or not 1 <= int(number) <= n_lines:
            said = f"line {line} is no line" if row.get("place") else "is no line"
            raise InputError(where, f"{said} of the text", f"give a number from 1 to {n_lines}")
        by_line[int(number)] = override
    return by_line, by_rule


def follows(rule: str, asked: str) -> bool:
    """Whether a rule of the ledger is the one that an override names, or begins as it says.

    Examples
    --------
    >>> follows("recurring: on 9 pages", "recurring*"), follows("a cut teaser", "a cut")
    (True, False)
    """
    return rule.startswith(asked[:-1]) if asked.endswith("*") else rule == asked


def _by_rule(decision: Decision, corrections: Mapping[str, Decision]) -> Decision:
    """A decision as an override of its rule has it; the rule stays to be seen."""
    for asked, other in corrections.items():
        if follows(decision.rule, asked):
            return Decision(other.action, other.category, f"{other.rule} (was: {decision.rule})")
    return decision


def _empty(value: object) -> bool:
    """Whether a cell of a table is empty: None, not a number, or white space."""
    return value is None or value != value or not str(value).strip()


def _assemble(
    blocks: list[Block], rows: list[tuple[int, int, int, str, str, str]]
) -> tuple[str | None, str, tuple[Paragraph, ...], str | None]:
    """Headline, body, its paragraphs, and a standfirst that is no part of the body."""
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
            paragraphs.append(
                Paragraph(place, place + len(text), tuple(line.number for line in kept))
            )
            body.append(text)
            place += len(text) + 2
    return (
        " ".join(headline) or None,
        "\n\n".join(body),
        tuple(paragraphs),
        " ".join(standfirst) or None,
    )
