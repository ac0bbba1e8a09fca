"""Measure the day of publication found in pages saved as text, beside htmldate and dateparser.

    python benchmarks/dates.py PATH/cleaning [LABELS.csv]

PATH/cleaning holds manifest.json, raw/ (pages saved as text) and source/ (their HTML, gzip).
LABELS.csv has the columns ``id`` and ``date`` (empty: the text states no day of publication), as
benchmarks/page_dates.csv does for 58 pages. Its days were read from the texts, before any program
was asked, by these rules: the day on which the text says that the article was published; where it
says only when it was updated, that day. None is a day of an event, a picture, a comment, another
article, a copyright line or the saving, a day in an address only, a day without a year, a relative
day ("3 days ago"). Where the order of numbers is open it is the day that a reader takes from the
language.

Without LABELS.csv the days that the metadata of the HTML state are the reference, and each page on
which the text and they differ is listed, to be read: the day of a page in universal time is often
not the day that it shows.

"wrong": another day than the reference; "next day": off by one day, counted apart for the reason
just given; "invented": a day where the reference has none.
htmldate is given each line as a paragraph, dateparser the whole text, of which the first day
that it finds is taken.
"""

import csv
import gzip
import json
import re
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
from arguments import parser

import analysis

_META = frozenset(
    "article:published_time og:published_time datepublished pubdate publishdate dc.date "
    "dc.date.issued sailthru.date parsely-pub-date publication_date date".split()
)


def stated_in_metadata(page: bytes) -> str | None:
    """The day of publication that the metadata of a page state in ISO form, if they agree."""
    from lxml import html  # type: ignore[import-untyped, unused-ignore]

    days = set()
    tree = html.fromstring(page)
    for node in tree.iter("meta", "time", "script"):
        values: list[str] = []
        key = node.get("property") or node.get("name") or node.get("itemprop") or ""
        if node.tag == "meta" and key.lower() in _META:
            values = [node.get("content") or ""]
        elif node.tag == "time" and node.get("itemprop") == "datePublished":
            values = [node.get("datetime") or ""]
        elif node.tag == "script" and "ld+json" in (node.get("type") or ""):
            values = re.findall(r'"datePublished"\s*:\s*"([^"]{1,60})"', node.text or "")
        days |= {
            found.group() for value in values if (found := re.match(r"\d{4}-\d\d-\d\d", value))
        }
    return days.pop() if len(days) == 1 else None


def with_htmldate(text: str) -> str | None:
    """The day that htmldate finds in the lines of a text."""
    from htmldate import find_date

    lines = "".join(f"<p>{line}</p>" for line in text.splitlines() if line.strip())
    found = find_date(f"<html><body>{lines}</body></html>", original_date=True)
    return str(found) if found else None


def with_dateparser(text: str) -> str | None:
    """The first day that dateparser finds in a text."""
    from dateparser.search import search_dates  # type: ignore[import-untyped, unused-ignore]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = search_dates(text[:5000], settings={"REQUIRE_PARTS": ["day", "month", "year"]})
    return found[0][1].date().isoformat() if found else None


def outcome(found: str | None, wanted: str | None) -> str:
    """How a day found stands to the reference."""
    if found is None or wanted is None:
        return "none" if found == wanted else ("missed" if found is None else "invented")
    apart = abs((date.fromisoformat(found) - date.fromisoformat(wanted)).days)
    return ("found", "next day")[apart] if apart < 2 else "wrong"


def main(folder: Path, labels: Path | None) -> None:
    """Print a table with one row for each method, and the disagreements below it."""
    documents = json.loads((folder / "manifest.json").read_text("utf-8"))["documents"]
    wanted: dict[str, str | None] = {}
    if labels is not None:
        with labels.open(encoding="utf-8", newline="") as file:
            wanted = {row["id"]: row["date"] or None for row in csv.DictReader(file)}
    else:
        for row in documents:
            wanted[row["id"]] = stated_in_metadata(
                gzip.decompress((folder / row["source"]).read_bytes())
            )
    texts = {
        row["id"]: (folder / row["raw"]).read_text("utf-8")
        for row in documents
        if row["id"] in wanted
    }
    methods: dict[str, Callable[[str], str | None]] = {
        "clean_text": lambda text: analysis.clean_text(text).date,
        "htmldate": with_htmldate,
        "dateparser": with_dateparser,
    }
    rows, listed = [], []
    for name, method in methods.items():
        begin = time.process_time()
        found = {page: method(text) for page, text in texts.items()}
        seconds = time.process_time() - begin
        kinds = pd.Series([outcome(found[page], wanted[page]) for page in texts]).value_counts()
        rows.append(
            (name, *(int(kinds.get(kind, 0)) for kind in KINDS), round(len(texts) / seconds, 1))
        )
        if name == "clean_text":
            listed = [
                f"  {page}: text {found[page]}, reference {wanted[page]}"
                for page in texts
                if found[page] != wanted[page]
            ]
    dated = sum(day is not None for day in wanted.values())
    print(f"{len(texts)} pages, {dated} of them dated in the reference")
    print(
        pd.DataFrame(rows, columns=pd.Index(["method", *KINDS, "pages/s"])).to_string(index=False)
    )
    print("clean_text and the reference differ on:", *listed, sep="\n")


KINDS = ("found", "next day", "wrong", "invented", "missed", "none")

if __name__ == "__main__":
    options = parser(__doc__)
    options.add_argument("labels", type=Path, nargs="?")
    given = options.parse_args()
    main(given.path, given.labels)
