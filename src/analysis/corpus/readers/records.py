"""A record of a database's export, and how it becomes an article.

In: the words of its fields, as the export gives them. Out: an article in the account, and a row of
problems for each thing that it lacks or that contradicts it.
"""

from dataclasses import dataclass
from pathlib import Path

from analysis.corpus.readers.account import Account
from analysis.corpus.readers.fields import language_code, stated_length
from analysis.corpus.readers.paths import id_from, stem


@dataclass(frozen=True)
class ExportRecord:
    """The fields of a record in the words of the export; empty or None where it has none.

    ``place`` is its number in the file. ``number`` is the one that the database gave it; where
    every record should have one, ``numbered`` says how it is called. ``length`` is None where an
    export need not state it.
    """

    place: int
    body: str
    headline: str | None
    outlet: str | None
    day: str | None
    language: str = ""
    length: str | None = None
    number: str = ""
    numbered: str | None = None
    url: str | None = None
    ended: bool = True


def add_record(account: Account, path: Path, source: str, record: ExportRecord) -> None:
    """Add a record to an account: once, with a day, a headline and the length that it states."""
    number = record.number
    if record.numbered and not number:
        account.problem(source, "truncated", f"has no {record.numbered}", "export it again")
    wanted = number or f"{id_from(stem(path))}-{record.place:04d}"
    first = account.known(wanted) if number else None
    if first is not None:
        account.problem(
            source, "article_id", f"repeats the {record.numbered} {number} of {first}",
            "nothing, if the same article was exported twice",
        )  # fmt: skip
        return
    for what, value in (("date", record.day), ("headline", record.headline)):
        if not value:
            account.problem(source, what, f"has no {what} that could be found", "give it by hand")
    added = account.article(
        source, path, account.new_id(wanted), record.body,
        headline=record.headline or None, outlet=record.outlet or None, url=record.url or None,
        date=account.date(source, record.day) if record.day else None,
        language=language_code(record.language),
        complete=record.ended and bool(number or not record.numbered),
    )  # fmt: skip
    stated = stated_length(record.length or "")
    if added and stated is not None:
        account.length(source, stated, record.body, record.headline)
    elif added and record.length is not None:
        account.problem(source, "length", "states no length", "compare it with the database")
