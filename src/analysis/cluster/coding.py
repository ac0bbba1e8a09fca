"""The frames in one partition: what a worker does.

In: a partition, and which of its articles are used. Out: the tables ``frame_codes`` and
``frame_shares`` of these, and the articles that the codebook does not cover.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analysis.cluster.partitions import Partition
from analysis.errors import InputError
from analysis.framing.codebook import Codebook
from analysis.framing.coding import (
    code_frames,
    coding_problems,
    covered_sentences,
    report_problems,
)
from analysis.framing.shares import article_shares
from analysis.schema import check_table, new_table
from analysis.text.sentences import split_sentences


@dataclass(frozen=True)
class Coded:
    """What a partition gives: two tables, the articles not coded, and how many have sentences."""

    codes: pd.DataFrame
    shares: pd.DataFrame
    problems: pd.DataFrame
    articles: int


def code_partition(
    partition: Partition, rows: Any, groups: dict[str, str] | None, *, book: Codebook
) -> Coded:
    """The frames in a partition's articles, or in some of its rows."""
    book = _one_of(book)
    articles = pd.DataFrame({
        name: pd.Series(partition.column(name).to_pylist(), dtype="str")
        for name in ("article_id", "body")
    })  # fmt: skip
    if rows is not None:
        articles = articles.iloc[np.asarray(rows)]
    try:
        # The processors are shared out already, a worker to each.
        sentences = split_sentences(articles, processes=1)
        problems = coding_problems(sentences, book)
        ours = covered_sentences(sentences, problems)
        codes = code_frames(ours, book) if len(ours) else new_table("frame_codes", [])
        shares = check_table(article_shares(codes, sentences, book, groups=groups), "frame_shares")
    except InputError as error:
        raise InputError(
            f"{partition.name}, {error.source}", error.trouble, error.remedy
        ) from error
    return Coded(codes, shares, problems, sentences["article_id"].nunique())


def report(problems: Sequence[pd.DataFrame], articles: int) -> None:
    """Warn of articles that are not coded, as one machine does; InputError where none of all is."""
    together = check_table(pd.concat(problems, ignore_index=True), "problems")
    if len(together):
        report_problems(together, articles)


@lru_cache(maxsize=2)
def _one_of(book: Codebook) -> Codebook:
    """One object for equal codebooks: what finds its indicators is made once in a process."""
    return book
