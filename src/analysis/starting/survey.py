"""What a researcher's inputs hold, before there is a study of them.

In: files and folders. Out: a `Survey`: the articles as the study will read them, what went wrong,
which columns were taken for what, and the order of days in dates, where the dates themselves tell.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analysis.corpus.inputs import read_inputs
from analysis.corpus.readers.formats import detect_format
from analysis.corpus.readers.paths import check_exists, escaped
from analysis.corpus.readers.result import ReaderResult
from analysis.corpus.stopping import counted_kinds
from analysis.encodings import check_encoding
from analysis.errors import InputError
from analysis.settings import DateOrder
from analysis.starting.columns import Columns, columns_of, listed
from analysis.study import Study
from analysis.wording import counted


@dataclass(frozen=True)
class Survey:
    """What was found.

    Attributes
    ----------
    study : Study
        The study's settings as far as the inputs decide them; its groups are still to be chosen.
    places : tuple of Path
        Where the inputs lie, in the order of ``study.inputs``.
    found : ReaderResult
        Articles, problems and labels, as the study will read them.
    columns : tuple of Columns
        For the tables among the inputs, and the manifests of folders.
    date_order_evidence : str or None
        Why ``study.date_order`` is what it is, where the dates told.
    texts : Path or None
        Where ``study.texts`` lies.
    """

    study: Study
    places: tuple[Path, ...]
    found: ReaderResult
    columns: tuple[Columns, ...]
    date_order_evidence: str | None = None
    texts: Path | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """What was found, in sentences."""
        articles = self.found.articles
        problems = self.found.problems
        said = [f"{counted(len(articles))} in {', '.join(map(_named, self.places))}"]
        if self.found.claimed is not None:
            held = "not all hold" if (problems["problem"] == "count").any() else "hold"
            said[0] += (
                f"; the files that state a number state {self.found.claimed:,} in all, and {held} "
                "as many"
            )
        said.append(_outlets(articles))
        said.append(_dates(articles))
        for table in self.columns:
            said.extend(table.lines("--by COLUMN groups by one"))
        if self.date_order_evidence:
            said.append(self.date_order_evidence)
        if self.found.pages:
            pages = counted(len(self.found.pages), "page")
            said.append(
                f"{pages} saved as text {'was' if len(self.found.pages) == 1 else 'were'} cleaned"
            )
        if problems.empty:
            said.append("no problems")
        else:
            said.append(f"problems: {counted_kinds(problems)}")
        return tuple(said)


def survey_inputs(
    inputs: Sequence[Path],
    root: Path,
    *,
    columns: Mapping[str, str] | None = None,
    date_order: DateOrder | None = None,
    encoding: str | None = None,
    keep: str | None = None,
    texts: Path | None = None,
) -> Survey:
    """Read the inputs of a study that is still to be written.

    Parameters
    ----------
    inputs
        Files and folders.
    root
        The folder that the study will have.
    columns
        From field to column, for tables; what it does not name is guessed.
    date_order
        "dmy", "mdy" or "ymd". Left out, it is what the dates of the inputs tell: the only order in
        which all of them are days of the calendar.
    encoding
        That of text files without a byte order mark, such as "latin-1".
    keep
        A further column to group by.
    texts
        What has the texts, for a table that has addresses or names of files in their place.

    Raises
    ------
    InputError
        If an input does not exist, two have one name, a column or an encoding is not there, or no
        article could be read.
    """
    places = tuple(Path(path) for path in inputs)
    everything = (*places, *([texts] if texts else []))
    for place in everything:
        check_exists(place)
    names = [place.resolve().name for place in everything]
    for name, count in Counter(names).items():
        if count > 1:
            raise InputError(
                escaped(name), "is the name of two inputs", "give one of them another name"
            )
    study = Study(
        root=root, title=root.name, authors=(), seed=0, manifest=None, overrides=None,
        group_by=keep or "outlet", target="", reference="", codebook="generic",
        inputs=tuple(root / "data" / "raw" / name for name in names[: len(places)]),
        texts=root / "data" / "raw" / names[-1] if texts else None,
        columns=dict(columns or {}), date_order=date_order,
        encoding=None if encoding is None else check_encoding(encoding),
    )  # fmt: skip
    found = read_inputs(study, places, texts)
    evidence = None
    if date_order is None and _ambiguous(found):
        study, found, evidence = _with_order(study, places, texts, found)
    tables = [
        columns_of(place, columns, texts, study.encoding, study.kept_columns) for place in places
    ]
    shown = tuple(table for table in tables if table is not None)
    return Survey(study, places, found, shown, evidence, texts)


def _ambiguous(found: ReaderResult) -> int:
    """How many dates can be read in two ways."""
    dates = found.problems.loc[found.problems["problem"] == "date", "detail"]
    return int(dates.str.contains("ambiguous", regex=False).sum())


def _with_order(
    study: Study, places: Sequence[Path], texts: Path | None, found: ReaderResult
) -> tuple[Study, ReaderResult, str]:
    """The order of days that the dates allow, if they allow but one, with the reason."""
    doubtful = _ambiguous(found)
    read: dict[DateOrder, ReaderResult] = {}
    impossible: dict[DateOrder, int] = {}
    orders: tuple[DateOrder, DateOrder] = ("dmy", "mdy")
    for order in orders:
        read[order] = read_inputs(replace(study, date_order=order), places, texts)
        dates = read[order].problems.query("problem == 'date'")["detail"]
        impossible[order] = int(dates.str.contains("no calendar day", regex=False).sum())
    first, second = orders
    if (impossible[first] == 0) == (impossible[second] == 0):
        return study, found, (
            f"{counted(doubtful, 'date')} such as 02/11/2023 can be read in two ways, and the "
            "others do not tell which is meant: --date-order dmy or mdy says it"
        )  # fmt: skip
    chosen, other = (first, second) if impossible[first] == 0 else (second, first)
    return replace(study, date_order=chosen), read[chosen], (
        f"dates are read as {chosen}: {doubtful:,} could be read in two ways, but "
        f"{counted(impossible[other], 'other is no day', 'others are no days')} if read as {other}"
    )  # fmt: skip


def _named(place: Path) -> str:
    kind = detect_format(place)
    return f"{escaped(place.resolve().name)} ({kind})"


def _outlets(articles: pd.DataFrame) -> str:
    counts = articles["outlet"].value_counts()
    if counts.empty:
        return "no outlets are named"
    ordered = sorted(counts.items(), key=lambda item: (-int(item[1]), str(item[0])))
    without = int(articles["outlet"].isna().sum())
    said = listed([f"{name} ({count:,})" for name, count in ordered])
    return f"{counted(len(ordered), 'outlet')}: {said}" + (
        f"; {counted(without)} {'names' if without == 1 else 'name'} none" if without else ""
    )


def _dates(articles: pd.DataFrame) -> str:
    dates = articles["date"].dropna()
    if dates.empty:
        return "no article has a date"
    without = len(articles) - len(dates)
    first, last = dates.min(), dates.max()
    said = f"dates from {first} to {last}" if first < last else f"all dates are {first}"
    return said + (
        f"; {counted(without)} {'has' if without == 1 else 'have'} none" if without else ""
    )
