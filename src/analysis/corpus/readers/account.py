"""How every reader keeps account of what it meets.

In: the values of one record after the other. Out: a `ReaderResult`, in which each record is an
article or a row of problems; text that could not be stored (NUL, broken Unicode) is a problem.
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import regex

from analysis.corpus.date_labels import ends_span
from analysis.corpus.dates import DateOrder, check_date_order, stated_dates
from analysis.corpus.decoding import Doubt
from analysis.corpus.publication import DateEvidence
from analysis.corpus.readers.fields import agrees, counted_words
from analysis.corpus.readers.paths import escaped, free_id
from analysis.corpus.readers.result import ArticleRow, LabelRow, Page, ProblemRow, ReaderResult
from analysis.encodings import check_encoding
from analysis.files import sha256
from analysis.text.tokens import terms_of

LONGEST_BODY = 5_000_000
_LONGEST_VALUE = 10_000
_COMPACT_DAY = regex.compile(r"((?:1[5-9]|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?")
# Problems of one kind that are listed one by one: a file of junk may hold millions.
MOST_PROBLEMS = 100_000


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
        self._labels: list[LabelRow] = []
        self._pages: dict[str, Page] = {}
        self._articles: list[ArticleRow] = []
        self._problems: list[ProblemRow] = []
        self._met: Counter[str] = Counter()
        self._unlisted: Counter[tuple[str, str]] = Counter()
        self._ids: dict[str, str] = {}
        self._hashes: dict[Path, str] = {}

    def problem(self, source: str, problem: str, detail: str, remedy: str) -> None:
        """Add a row of problems, with nothing in it that a terminal or a table cannot hold.

        After very many of a kind, further ones are only counted, in a row of their own.
        """
        self._met[problem] += 1
        if self._met[problem] > MOST_PROBLEMS:
            self._unlisted[source.rpartition(", ")[0] or source, problem] += 1
            return
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
        return free_id(wanted, self._ids)

    def date(self, source: str, text: str) -> str | None:
        """The one day that a date field states; anything doubtful becomes a row of problems.

        Eight digits are year, month and day.
        """
        words = " ".join(text.split())
        compact = _COMPACT_DAY.fullmatch(words)
        words = "-".join(compact.groups()) if compact else words
        found = stated_dates(words, date_order=self.date_order)
        trouble = next((one.problem for one in found if one.problem), None)
        days = sorted({one.date for one in found if one.date})
        if trouble is None and len(days) == 1 and ends_span(words[: found[0].start]):
            days, trouble = [], f"states a span of days: {words[:80]!r}"
        elif trouble is None and not days:
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
        words = counted_words(body)
        if not agrees(words, stated) and not agrees(words + counted_words(headline or ""), stated):
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
        """What was added since the last call; ids stay taken."""
        for (source, problem), count in self._unlisted.items():
            detail = f"{count:,} more such problems are not listed one by one"
            self._problems.append(
                (escaped(source)[:500], problem, detail, "mend the first ones, and read it again")
            )
        self._unlisted.clear()
        found = ReaderResult(
            self._articles, sorted(set(self._problems)), claimed, self._labels, self._pages, mapping
        )
        self._articles, self._problems, self._labels, self._pages = [], [], [], {}
        return found


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
