"""From raw files to articles: read, check against the manifest, clean, and keep account of it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.corpus.cleaning import clean_text
from analysis.corpus.decoding import decode
from analysis.corpus.metadata import Row, check_stated, raw_file, read_manifest
from analysis.errors import InputError
from analysis.files import sha256
from analysis.schema import TABLES, new_table
from analysis.study import Study
from analysis.text.tokens import terms_of

_OVERRIDES = ("article_id", "line", "action", "category", "reason")


@dataclass(frozen=True)
class Corpus:
    """Articles with the account of how they were read.

    Attributes
    ----------
    articles, cleaning_ledger, problems : DataFrame
        Tables of the data dictionary.
    raw : mapping of str to str
        The text of each raw file, by article_id.
    """

    articles: pd.DataFrame
    cleaning_ledger: pd.DataFrame
    problems: pd.DataFrame
    raw: Mapping[str, str] = field(repr=False)

    def lines(self) -> pd.DataFrame:
        """The ledger without its blank lines, with the words of each line in a column ``text``."""
        ledger = self.cleaning_ledger
        places = zip(ledger["article_id"], ledger["start"], ledger["end"], strict=True)
        text = [self.raw[article][start:end].strip() for article, start, end in places]
        return ledger.assign(text=text).query("text != ''").reset_index(drop=True)


def read_articles(study: Study) -> Corpus:
    """The articles of a study, read from its raw files and cleaned.

    Parameters
    ----------
    study : Study
        As ``open_study`` returns it.

    Returns
    -------
    Corpus

    Raises
    ------
    InputError
        If the manifest or a raw file cannot be used, or the manifest contradicts a file.

    Examples
    --------
    >>> import analysis
    >>> corpus = analysis.read_articles(analysis.open_study())
    >>> corpus.articles[["article_id", "date", "complete"]].head(2)
                 article_id        date  complete
    0  csmonitor-2012-04-19  2012-04-19     False
    1   expatica-2012-03-13  2012-03-13      True
    """
    rows = read_manifest(study.manifest)
    overrides = _read_overrides(study.overrides, {row["article_id"] for row in rows})
    articles, ledgers, problems, raws = [], [], [], {}
    for row in rows:
        path = raw_file(study.manifest, row)
        raw, doubt = decode(path.read_bytes(), row["file"])
        if doubt:
            problems.append((row["file"], "encoding", doubt, "save the file in UTF-8"))
        clean = clean_text(
            raw, overrides=overrides.get(row["article_id"]), date_order=study.date_order
        )
        evidence = clean.date_evidence
        # A date that the manifest gives settles what the file leaves open, not what it contradicts.
        if evidence and evidence.problem and (clean.date or not row["date"]):
            problems.append(
                (
                    row["file"], "date", evidence.problem,
                    "state the date in the manifest, or set date_order in study.toml",
                )
            )  # fmt: skip
        check_stated(row, raw, clean.date)
        if not clean.body:
            raise InputError(
                row["file"], "holds no article text after cleaning",
                "keep its lines by rows in the override file, or take its row out",
            )  # fmt: skip
        relative = path.relative_to(study.root).as_posix()
        articles.append(_article(row, clean.headline, clean.date, clean.body, relative, path))
        ledgers.append(clean.ledger.assign(article_id=row["article_id"]))
        raws[row["article_id"]] = raw
    ledger = pd.concat(ledgers, ignore_index=True)[TABLES["cleaning_ledger"].names]
    return Corpus(
        articles=new_table("articles", articles),
        cleaning_ledger=new_table("cleaning_ledger", ledger.itertuples(index=False)),
        problems=new_table("problems", problems),
        raw=raws,
    )


def _article(
    row: Row, headline: str | None, found_date: str | None, body: str, relative: str, path: Path
) -> tuple[object, ...]:
    """A row of the articles table, in the order of its columns."""
    return (
        row["article_id"],
        row["outlet"] or None,
        row["agency"] or None,
        row["date"] or found_date,
        row["headline"] or headline,
        body,
        len(terms_of(body, numbers=True)),
        row["complete"] != "false",
        row["language"] or None,
        row["url"] or None,
        row["duplicate_of"] or None,
        row["event"] or None,
        relative,
        sha256(path),
    )


def _read_overrides(path: Path | None, known: set[str]) -> dict[str, pd.DataFrame]:
    """The hand-made corrections of the cleaning, by article_id."""
    if path is None:
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            names, rows = tuple(reader.fieldnames or ()), list(reader)
    except FileNotFoundError as error:
        raise InputError(
            path.name, "is missing, but study.toml names it", "restore it or take the line out"
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(path.name, f"is no CSV in UTF-8 ({error})", "mend it") from error
    if names != _OVERRIDES:
        raise InputError(
            path.name, f"has the columns {', '.join(names)}", f"give {', '.join(_OVERRIDES)}"
        )
    for number, row in enumerate(rows, start=2):
        if row["article_id"] not in known:
            raise InputError(
                f"{path.name}, line {number}", f"names {row['article_id']!r}, which is no article",
                "name an article_id of the manifest",
            )  # fmt: skip
        if not row["reason"]:
            raise InputError(f"{path.name}, line {number}", "gives no reason", "say why")
    frame = pd.DataFrame(rows, columns=pd.Index(_OVERRIDES))
    return {
        str(name): group.drop(columns="article_id") for name, group in frame.groupby("article_id")
    }
