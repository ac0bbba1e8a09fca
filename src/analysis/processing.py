"""From raw articles to the stored tables: the one step that everything after it reads from.

In: a study with its raw files. Out: the tables of ``data/processed`` and ``data/datapackage.json``.
"""

import tempfile
from pathlib import Path

import pandas as pd

from analysis.corpus.reading import read_articles
from analysis.errors import InputError
from analysis.files import replaced_folder
from analysis.framing.coding import code_frames
from analysis.framing.quotations import extract_quotations
from analysis.schema import check_table
from analysis.study import Study
from analysis.tables import write_table
from analysis.text.counts import count_terms
from analysis.text.sentences import split_sentences

PROCESSED = (
    "articles",
    "cleaning_ledger",
    "problems",
    "sentences",
    "term_counts",
    "quotations",
    "frame_codes",
)
"""The tables that are stored, in the order in which they are made."""


def processed_tables(study: Study) -> dict[str, pd.DataFrame]:
    """The processed tables of a study, made anew from its raw articles, by name."""
    corpus = read_articles(study)
    articles = corpus.articles
    sentences = split_sentences(articles)
    counts = count_terms(articles["body"], article_ids=articles["article_id"])
    quotations = _quotations(articles, study)
    return {
        "articles": articles,
        "cleaning_ledger": corpus.cleaning_ledger,
        "problems": corpus.problems,
        "sentences": sentences,
        "term_counts": counts.to_frame(),
        "quotations": quotations,
        "frame_codes": code_frames(sentences, study.codebook, quotations=quotations),
    }


def process(study: Study) -> list[Path]:
    """Rebuild ``data/processed`` from the raw articles and return the files written.

    The new tables take the place of the old ones together, when all of them are written.

    Raises
    ------
    InputError
        If the raw articles cannot be used; the old tables then stay as they were.
    """
    tables = processed_tables(study)
    with replaced_folder(study.processed) as folder:
        for name in PROCESSED:
            write_table(tables[name], name, folder)
    return [study.processed / f"{name}.csv" for name in PROCESSED]


def check_processed(study: Study) -> None:
    """Hold ``data/processed`` to what the raw articles give, byte for byte.

    Raises
    ------
    InputError
        Naming the first table that differs, is missing or should not be there.
    """
    tables = processed_tables(study)
    with tempfile.TemporaryDirectory() as folder:
        for name in PROCESSED:
            rebuilt = write_table(tables[name], name, Path(folder)).read_bytes()
            stored = study.processed / f"{name}.csv"
            if not stored.exists() or stored.read_bytes() != rebuilt:
                raise InputError(
                    stored.name, "is not what the raw articles give", "run `analysis process`"
                )
    for path in sorted(study.processed.iterdir()):
        if path.stem not in PROCESSED or path.suffix != ".csv":
            raise InputError(path.name, "is no table of this study", "remove it")


def _quotations(articles: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The table ``quotations`` of all articles."""
    parts = []
    for article_id, body in zip(articles["article_id"], articles["body"], strict=True):
        found = extract_quotations(body, actors=study.actors)
        found.insert(0, "article_id", article_id)
        parts.append(found)
    return check_table(pd.concat(parts, ignore_index=True), "quotations")
