"""From raw articles to the stored tables: the one step that everything after it reads from.

In: a study with its raw files. Out: the tables of ``data/processed`` and ``data/datapackage.json``.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.corpus.duplicates import find_duplicates
from analysis.corpus.kept import Corpus
from analysis.corpus.reading import read_and_keep, read_anew
from analysis.corpus.stopping import check_problems
from analysis.errors import InputError
from analysis.files import replaced_folder
from analysis.framing.coding import code_frames, coding_problems, covered_sentences
from analysis.framing.corpus_quotations import quotation_problems
from analysis.framing.speech import speech_tables
from analysis.schema import check_table, new_table
from analysis.study import Study
from analysis.tables import write_table
from analysis.text.counts import count_terms
from analysis.text.sentences import split_sentences

PROCESSED = (
    "articles",
    "labels",
    "cleaning_ledger",
    "recurring_lines",
    "problems",
    "sentences",
    "term_counts",
    "quotations",
    "voice",
    "naming",
    "agency",
    "responsibility",
    "frame_codes",
    "duplicate_clusters",
    "duplicate_pairs",
)
"""The tables that are stored, in the order in which they are made."""


def processed_tables(study: Study) -> dict[str, pd.DataFrame]:
    """The processed tables of a study, made anew from its raw articles, by name."""
    return _tables(study, read_anew(study))


def _tables(
    study: Study, corpus: Corpus, at: Callable[[str], None] = lambda part: None
) -> dict[str, pd.DataFrame]:
    articles = corpus.articles
    at("sentences and words")
    sentences = split_sentences(articles)
    counts = count_terms(articles["body"], article_ids=articles["article_id"])
    at("quotations")
    speech = speech_tables(articles, sentences, actors=study.actors)
    at("duplicates")
    duplicates = find_duplicates(articles, speech["quotations"])
    not_coded = coding_problems(sentences, study.codebook)
    problems = [corpus.problems, quotation_problems(articles), not_coded]
    # Articles in a language that the codebook does not cover are named, and the others coded:
    # what was read and which words it holds can be told of all.
    covered = covered_sentences(sentences, not_coded)
    codes = new_table("frame_codes", [])
    at("frames")
    if len(covered):
        codes = code_frames(covered, study.codebook, quotations=speech["quotations"])
    return {
        "articles": articles,
        "labels": corpus.labels,
        "cleaning_ledger": corpus.cleaning_ledger,
        "recurring_lines": corpus.recurring_lines,
        "problems": check_table(pd.concat(problems, ignore_index=True), "problems"),
        "sentences": sentences,
        "term_counts": counts.to_frame(),
        **speech,
        "frame_codes": codes,
        "duplicate_clusters": duplicates.clusters,
        "duplicate_pairs": duplicates.pairs,
    }


def process(study: Study, *, progress: Callable[[str], None] | None = None) -> list[Path]:
    """Rebuild ``data/processed`` from the raw articles and return the files written.

    The new tables take the place of the old ones together, when all of them are written.
    ``progress`` is called with the name of each part of the work as it begins.

    Raises
    ------
    InputError
        If the raw articles cannot be used, or a record was lost or is in doubt and the study is not
        told to go on; the old tables then stay as they were.
    """
    at = progress or (lambda part: None)
    at("reading")
    corpus = read_and_keep(study)
    check_problems(study, corpus.problems)
    tables = _tables(study, corpus, at)
    at("writing")
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
