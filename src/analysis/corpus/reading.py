"""From raw files to articles: read, checked, cleaned, with an account of all of it.

In: a study, whose articles are listed by a manifest or lie in its inputs. Out: a `Corpus`.
"""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.corpus.cleaning import CleanText
from analysis.corpus.decoding import decode
from analysis.corpus.inputs import read_inputs
from analysis.corpus.kept import Corpus, keep_corpus, kept_corpus, state_of
from analysis.corpus.metadata import Row, check_stated, raw_file, read_manifest
from analysis.corpus.overrides import read_overrides
from analysis.corpus.pages import clean_pages
from analysis.corpus.recurring import read_learnt
from analysis.errors import InputError
from analysis.files import sha256
from analysis.schema import TABLES, check_table, new_table
from analysis.study import Study
from analysis.text.tokens import terms_of


def read_articles(study: Study) -> Corpus:
    """The articles of a study, read from its raw files, and cleaned where they need it.

    Articles that lack what the study groups by are not among them, but among the problems. What
    ``analysis process`` read from many files is kept in ``build/corpus`` and taken from there for
    as long as reading the files again would give the same.

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
        If the manifest, an input or a raw file cannot be used, the manifest contradicts a file, or
        no article has what the study groups by.

    Examples
    --------
    >>> import analysis
    >>> corpus = analysis.read_articles(analysis.open_study())
    >>> corpus.articles[["article_id", "date", "complete"]].head(2)
                 article_id        date  complete
    0  csmonitor-2012-04-19  2012-04-19     False
    1   expatica-2012-03-13  2012-03-13      True
    """
    return kept_corpus(study) or read_anew(study)


def read_anew(study: Study) -> Corpus:
    """The articles of a study from its files, whatever was kept of them; see `read_articles`."""
    corpus = (
        _from_inputs(study) if study.manifest is None else _from_manifest(study, study.manifest)
    )
    return _grouped(study, corpus)


def read_and_keep(study: Study) -> Corpus:
    """As `read_anew`; and what was read is kept for `read_articles`."""
    before = state_of(study)
    corpus = read_anew(study)
    keep_corpus(study, corpus, before)
    return corpus


def _from_inputs(study: Study) -> Corpus:
    found = read_inputs(study)
    articles = found.articles
    raw = dict(zip(articles["article_id"], articles["body"], strict=True))
    raw |= {article_id: page.raw for article_id, page in found.pages.items()}
    cleaned = {article_id: page.clean for article_id, page in found.pages.items()}
    return Corpus(
        articles, _ledger(cleaned), found.problems, found.labels, found.recurring_lines, raw
    )


def _grouped(study: Study, corpus: Corpus) -> Corpus:
    """The corpus without the articles that have no value to be grouped by, which are problems."""
    articles = corpus.articles
    values = study.group_values(articles, corpus.labels)
    lacking = set(values.index[values.isna()])
    if not lacking:
        return corpus
    if len(lacking) == len(articles):
        raise _ungrouped(study)
    without = articles[articles["article_id"].isin(lacking)]
    value = "its date" if study.group_by in ("year", "period") else study.group_by
    problems = [
        (source, "group", f"{article_id} lacks what the study groups by: {value}",
         "fill it in, leave the article out, or group by something else")
        for article_id, source in zip(without["article_id"], without["source_file"], strict=True)
    ]  # fmt: skip
    tables = {
        name: table[~table["article_id"].isin(lacking)].reset_index(drop=True)
        for name, table in (
            ("articles", articles), ("cleaning_ledger", corpus.cleaning_ledger),
            ("labels", corpus.labels),
        )
    }  # fmt: skip
    return Corpus(
        **tables,
        recurring_lines=corpus.recurring_lines,
        problems=check_table(
            pd.concat([corpus.problems, new_table("problems", problems)], ignore_index=True),
            "problems",
        ),
        raw={
            article_id: text for article_id, text in corpus.raw.items() if article_id not in lacking
        },
    )


def _ungrouped(study: Study) -> InputError:
    """What is said where no article has a group."""
    if study.labels is not None and study.group_by == "labels":
        return InputError(
            study.labels.name, "gives no article a group", "fill in its column group for each"
        )
    return InputError(
        "study.toml", f"groups by {study.group_by!r}, which no article has",
        "group by something else, or supply it",
    )  # fmt: skip


def _ledger(cleaned: Mapping[str, CleanText]) -> pd.DataFrame:
    """The ledgers of all cleaned texts as one table."""
    names = TABLES["cleaning_ledger"].names
    ledgers = [clean.ledger.assign(article_id=article) for article, clean in cleaned.items()]
    if not ledgers:
        return new_table("cleaning_ledger", [])
    return check_table(pd.concat(ledgers, ignore_index=True)[names], "cleaning_ledger")


def _from_manifest(study: Study, manifest: Path) -> Corpus:
    rows = read_manifest(manifest)
    overrides = read_overrides(study.overrides, {row["article_id"] for row in rows})
    articles, problems = [], []
    raws: dict[str, str] = {}
    for row in rows:
        encoding = row["encoding"] or study.encoding
        raw, doubt = decode(raw_file(manifest, row).read_bytes(), row["file"], encoding)
        if doubt:
            problems.append((row["file"], *doubt))
        raws[row["article_id"]] = raw
    outlets = {row["article_id"]: row["outlet"] for row in rows}
    cleaned, learnt = clean_pages(
        raws, outlets, overrides=overrides, learnt=read_learnt(study.recurring_lines),
        date_order=study.date_order,
    )  # fmt: skip
    for row in rows:
        clean = cleaned[row["article_id"]]
        evidence = clean.date_evidence
        # A date that the manifest gives settles what the file leaves open (and when an article that
        # was updated appeared), not what it contradicts.
        date = clean.date
        if evidence and evidence.source == "update line" and row["date"]:
            date = row["date"]
        elif evidence and evidence.problem and (date or not row["date"]):
            problems.append(
                (
                    row["file"], "date", evidence.problem,
                    "state the date in the manifest, or set date_order in study.toml",
                )
            )  # fmt: skip
        check_stated(row, raws[row["article_id"]], date)
        if not clean.body:
            raise InputError(
                row["file"], "holds no article text after cleaning",
                "keep its lines by rows in the override file, or take its row out",
            )  # fmt: skip
        path = raw_file(manifest, row)
        relative = path.relative_to(study.root).as_posix()
        articles.append(_article(row, clean.headline, clean.date, clean.body, relative, path))
    return Corpus(
        articles=new_table("articles", articles),
        cleaning_ledger=_ledger(cleaned),
        problems=new_table("problems", problems),
        labels=new_table("labels", []),
        recurring_lines=learnt,
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
