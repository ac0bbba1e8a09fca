"""What every reader returns, and how it keeps account while it reads.

In: the values of one record after the other. Out: a `ReaderResult`, in which each record is an
article or a row of problems; text that could not be stored (NUL, broken Unicode) is a problem.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.corpus.cleaning import CleanText
from analysis.corpus.dates import DateOrder, check_date_order, stated_dates
from analysis.corpus.decoding import Doubt
from analysis.corpus.publication import DateEvidence
from analysis.corpus.readers.paths import escaped
from analysis.encodings import check_encoding
from analysis.files import sha256
from analysis.schema import check_table, new_table
from analysis.text.tokens import terms_of

LONGEST_BODY = 5_000_000
_LONGEST_VALUE = 10_000


@dataclass(frozen=True)
class Page:
    """A page saved as text: its words as received, and what cleaning made of them."""

    raw: str
    clean: CleanText


@cache
def _empty(name: str) -> pd.DataFrame:
    return new_table(name, [])


def _table(name: str, rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """A table of these rows; one without rows, of which there are many, costs little."""
    return new_table(name, rows) if rows else _empty(name).copy()


def _no_labels() -> pd.DataFrame:
    return _table("labels", [])


def _nothing_learnt() -> pd.DataFrame:
    return _table("recurring_lines", [])


@dataclass(frozen=True, eq=False)
class ReaderResult:
    """Articles, the account of what went wrong, and what the export says of its own size.

    Attributes
    ----------
    articles, problems : DataFrame
        Tables of the data dictionary. A record that was read with a doubt is in both.
    claimed : int or None
        Number of records that the file says it holds; None if it does not say.
    labels : DataFrame
        Table ``labels``: the further columns that were asked for.
    pages : mapping of str to Page
        The pages saved as text that were cleaned, by article_id.
    mapping : mapping of str to str, or None
        For a table, the column that each field was read from, given or guessed.
    recurring_lines : DataFrame
        Table ``recurring_lines``: what was learnt of the outlets of pages that were cleaned.
    """

    articles: pd.DataFrame
    problems: pd.DataFrame
    claimed: int | None = None
    labels: pd.DataFrame = field(default_factory=_no_labels)
    pages: Mapping[str, Page] = field(default_factory=dict, repr=False)
    mapping: Mapping[str, str] | None = None
    recurring_lines: pd.DataFrame = field(default_factory=_nothing_learnt)

    def renamed(self, article_ids: Iterable[str]) -> "ReaderResult":
        """The same with other article_ids, given in the order of the articles."""
        new = dict(zip(self.articles["article_id"], article_ids, strict=True))
        return ReaderResult(
            self.articles.assign(article_id=list(new.values())),
            self.problems,
            self.claimed,
            self.labels.assign(article_id=self.labels["article_id"].map(new)),
            {new[article_id]: page for article_id, page in self.pages.items()},
            self.mapping,
            self.recurring_lines,
        )


class Account:
    """Collects articles and problems while a source is read; `result` closes it.

    Raises
    ------
    InputError
        If there is no such order of days, or no such encoding.
    """

    def __init__(self, date_order: DateOrder | None = None, encoding: str | None = None) -> None:
        check_date_order(date_order)
        self.date_order: DateOrder | None = date_order
        self.encoding = None if encoding is None else check_encoding(encoding)
        self._labels: list[tuple[str, str, str]] = []
        self._pages: dict[str, Page] = {}
        self._articles: list[tuple[object, ...]] = []
        self._problems: list[tuple[str, str, str, str]] = []
        self._ids: dict[str, str] = {}
        self._hashes: dict[Path, str] = {}

    def problem(self, source: str, problem: str, detail: str, remedy: str) -> None:
        """Add a row of problems, with nothing in it that a terminal or a table cannot hold."""
        texts = [escaped(" ".join(text.split()))[:500] for text in (source, detail, remedy)]
        self._problems.append((texts[0], problem, texts[1], texts[2]))

    def doubt(self, source: str, doubt: Doubt | None) -> None:
        """Report what is doubtful about the encoding of a text, if anything is."""
        if doubt is not None:
            self.problem(source, *doubt)

    def known(self, article_id: str) -> str | None:
        """The place that an article_id was first used at, or None."""
        return self._ids.get(article_id)

    def new_id(self, wanted: str) -> str:
        """An article_id that is not taken: the wanted one, or with -2, -3, … behind it."""
        if wanted not in self._ids:
            return wanted
        number = 2
        while f"{wanted}-{number}" in self._ids:
            number += 1
        return f"{wanted}-{number}"

    def date(self, source: str, text: str) -> str | None:
        """The one day that a date field states; anything doubtful becomes a row of problems."""
        found = stated_dates(" ".join(text.split()), date_order=self.date_order)
        trouble = next((one.problem for one in found if one.problem), None)
        days = sorted({one.date for one in found if one.date})
        if trouble is None and not days:
            trouble = f"states no day that can be read: {text[:80]!r}"
        elif trouble is None and len(days) > 1:
            trouble = f"states several days: {', '.join(days)}"
        if trouble:
            order = trouble.startswith("ambiguous")
            self.problem(
                source, "date", f"{text[:80]}: {trouble}",
                "set date_order to dmy, mdy or ymd" if order else "correct the date",
            )  # fmt: skip
        return days[0] if len(days) == 1 else None

    def evidence(self, source: str, evidence: DateEvidence | None) -> None:
        """Report what speaks against the date that a page states."""
        if evidence is not None and evidence.problem:
            self.problem(
                source, "date", f"{evidence.text}: {evidence.problem}",
                "set date_order, or state the date in a manifest",
            )  # fmt: skip

    def length(self, source: str, stated: int, body: str, headline: str | None = None) -> None:
        """Report a body that differs by more than a tenth from the length the export states.

        Databases differ in whether they count the headline; either way of counting will do.
        """
        words = len(body.split())
        counts = (words, words + len((headline or "").split()))
        if all(abs(count - stated) * 10 > stated for count in counts):
            self.problem(
                source, "length", f"the export states {stated} words, the body has {words}",
                "compare it with the database: text may be missing, or not part of the article",
            )  # fmt: skip

    def article(
        self,
        source: str,
        path: Path,
        article_id: str,
        body: str,
        *,
        source_file: str | None = None,
        outlet: str | None = None,
        agency: str | None = None,
        date: str | None = None,
        headline: str | None = None,
        complete: bool = True,
        language: str | None = None,
        url: str | None = None,
        duplicate_of: str | None = None,
        event: str | None = None,
        labels: Mapping[str, str] | None = None,
        page: Page | None = None,
    ) -> bool:
        """Add an article, or a problem if it cannot be one; returns whether it was added."""
        if not body.strip():
            self.problem(
                source, "empty", "holds no article text", "supply the text or leave it out"
            )
            return False
        if len(body) > LONGEST_BODY:
            self.problem(
                source, "size", f"the text has {len(body)} characters, more than {LONGEST_BODY}",
                "split it into articles",
            )  # fmt: skip
            return False
        values = (outlet, agency, headline, language, url, duplicate_of, event)
        others = {name: value for name, value in (labels or {}).items() if value.strip()}
        checked = (article_id, body, *values, *others.values())
        trouble = next((why for text in checked if (why := _unfit(text))), None)
        if trouble is None and any(
            len(value or "") > _LONGEST_VALUE for value in (*values, *others.values())
        ):
            trouble = f"has a value of more than {_LONGEST_VALUE} characters beside its text"
        if trouble:
            self.problem(source, "characters", trouble, "mend the file it comes from")
            return False
        if path not in self._hashes:
            self._hashes = {path: sha256(path)}
        fields = [" ".join(value.split()) or None if value else None for value in values]
        self._ids[article_id] = source
        self._labels += [
            (article_id, name, " ".join(text.split())) for name, text in others.items()
        ]
        if page is not None:
            self._pages[article_id] = page
        self._articles.append(
            (
                article_id, fields[0], fields[1], date, fields[2], body,
                len(terms_of(body, numbers=True)), complete, *fields[3:],
                escaped(source_file or path.name), self._hashes[path],
            )
        )  # fmt: skip
        return True

    def __len__(self) -> int:
        return len(self._articles) + len(self._problems)

    @property
    def n_articles(self) -> int:
        """Articles added since the account was opened or last closed."""
        return len(self._articles)

    def count(self, source: str, claimed: int | None, records: int) -> None:
        """Report a number of records that is not the one the export states."""
        if claimed is not None and claimed != records:
            self.problem(
                source, "count", f"the export states {claimed} records, {records} were found",
                "export it again, or find out what is missing",
            )  # fmt: skip

    def result(
        self, claimed: int | None = None, mapping: Mapping[str, str] | None = None
    ) -> ReaderResult:
        """The tables of what was added since the last call; ids stay taken."""
        found = ReaderResult(
            _table("articles", self._articles),
            _table("problems", sorted(set(self._problems))),
            claimed,
            _table("labels", self._labels),
            self._pages,
            mapping,
        )
        self._articles, self._problems, self._labels, self._pages = [], [], [], {}
        return found


def joined(parts: Iterable[ReaderResult]) -> ReaderResult:
    """One result from the pieces of one source, whose article_ids differ.

    ``claimed`` and ``mapping`` are those of the last piece; tables are sorted by their key.
    """
    found = list(parts)
    if len(found) == 1:
        return found[0]
    tables = {
        name: check_table(
            pd.concat([getattr(part, name) for part in found], ignore_index=True), name
        )
        for name in ("articles", "problems", "labels")
    }
    pages = {name: page for part in found for name, page in part.pages.items()}
    last = found[-1]
    return ReaderResult(**tables, claimed=last.claimed, pages=pages, mapping=last.mapping)


def paragraphs(text: str) -> str:
    """A body from plain text: paragraphs parted by a blank line, white space made single.

    Blank lines part paragraphs; in a text without any, each line is one.

    Examples
    --------
    >>> paragraphs("Ministers met\\nin Munich.\\n\\n\\nThey  agreed.")
    'Ministers met in Munich.\\n\\nThey agreed.'
    """
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    if "" not in lines:
        return "\n\n".join(lines)
    found: list[list[str]] = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return "\n\n".join(" ".join(part) for part in found if part)


def _unfit(text: str | None) -> str | None:
    """Why a text cannot be stored, or None."""
    if not text:
        return None
    if "\0" in text:
        return "holds NUL characters"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        if "\udc80" <= text[error.start] <= "\udcff":
            return "holds bytes that are no text in its encoding"
        return "holds half a character (a lone surrogate)"
    return None
