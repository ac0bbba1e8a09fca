"""Frames on a cluster: sentences split and coded where the texts are read.

In: a corpus in partitions, a codebook and a client. Out: the very tables that ``code_frames`` and
``frame_shares`` give for the articles sorted by identifier.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.cluster.connecting import client_of, cluster_errors, submitted
from analysis.cluster.counting import Source, surveyed
from analysis.cluster.groups import rows_of, values_of
from analysis.cluster.partitions import Partition, open_partitions
from analysis.errors import InputError
from analysis.framing.codebook import Codebook, load_codebook
from analysis.framing.coding import code_frames, coding_problems, report_problems
from analysis.framing.shares import article_shares, with_group_shares
from analysis.schema import check_table, new_table
from analysis.text.sentences import split_sentences


@dataclass(frozen=True)
class ClusterFrames:
    """``codes``: table ``frame_codes``. ``shares``: table ``frame_shares``."""

    codes: pd.DataFrame
    shares: pd.DataFrame


@dataclass(frozen=True)
class _Coded:
    """What a partition gives: two tables, the articles not coded, and how many have sentences."""

    codes: pd.DataFrame
    shares: pd.DataFrame
    problems: pd.DataFrame
    articles: int


def cluster_frames(
    source: Source,
    codebook: str | Path | Codebook = "conflict",
    client: Any = None,
    *,
    by: "str | Mapping[Any, Any] | pd.Series[Any] | None" = None,
    seed: int = 0,
) -> ClusterFrames:
    """Find the frames of a codebook in each article on a Dask cluster.

    Parameters
    ----------
    source, client
        As in ``cluster_counts``.
    codebook
        As in ``code_frames``; a file is read here and sent to the workers.
    by
        Groups for the shares: a column of the data set, or a group for each article (mapping or
        Series). Articles without a group are left out. Without it the shares are those of articles.
    seed
        Of the article bootstrap in the shares of groups.

    Returns
    -------
    ClusterFrames
        The tables ``frame_codes`` and ``frame_shares``, the same as those of ``code_frames`` and
        ``frame_shares``. Both come together in this process.

    Raises
    ------
    InputError
        As ``code_frames``, naming the partition; if an article_id stands twice; if the cluster
        cannot do the work.

    Warns
    -----
    UserWarning
        As ``code_frames``.

    Examples
    --------
    >>> cluster_frames("news", "generic", client="tcp://host:8786")
    Traceback (most recent call last):
    analysis.errors.InputError: client: is str; give a distributed.Client
    """
    # A copy without what it has computed here, which is larger than it and computed anew there.
    book = replace(load_codebook(codebook))
    client = client_of(client)
    partitions = open_partitions(source, [by] if isinstance(by, str) else [])
    with cluster_errors():
        found = surveyed(client, partitions)
        rows: list[Any] = [None] * len(partitions)
        groups: list[Any] = [None] * len(partitions)
        if by is not None:
            of = values_of(client, partitions, found, by)
            used, groups = rows_of(found, of)
            rows = list(used)
        coded = client.gather(
            submitted(client, code_partition, partitions, rows, groups, book=book)
        )
    problems = pd.concat([part.problems for part in coded], ignore_index=True)
    problems = check_table(problems, "problems")
    if len(problems):
        report_problems(problems, sum(part.articles for part in coded))
    codes = check_table(pd.concat([part.codes for part in coded], ignore_index=True), "frame_codes")
    shares = pd.concat([part.shares for part in coded], ignore_index=True)
    shares = shares.sort_values(["article_id", "frame"], kind="stable", ignore_index=True)
    if by is None:
        return ClusterFrames(codes, check_table(shares, "frame_shares"))
    return ClusterFrames(codes, with_group_shares(shares, codes, seed=seed))


def code_partition(
    partition: Partition, rows: Any, groups: dict[str, str] | None, *, book: Codebook
) -> _Coded:
    """The frames in a partition's articles, or in some of its rows."""
    book = _one_of(book)
    articles = pd.DataFrame({
        name: pd.Series(partition.column(name).to_pylist(), dtype="str")
        for name in ("article_id", "body")
    })  # fmt: skip
    if rows is not None:
        articles = articles.iloc[np.asarray(rows)]
    try:
        sentences = split_sentences(articles)
        problems = coding_problems(sentences, book)
        foreign = problems["source"].str.removeprefix("article ")
        ours = sentences[~sentences["article_id"].isin(set(foreign))]
        codes = code_frames(ours, book) if len(ours) else new_table("frame_codes", [])
        shares = article_shares(codes, sentences, book, groups=groups)
    except InputError as error:
        raise InputError(
            f"{partition.name}, {error.source}", error.trouble, error.remedy
        ) from error
    return _Coded(codes, shares, problems, sentences["article_id"].nunique())


@lru_cache(maxsize=2)
def _one_of(book: Codebook) -> Codebook:
    """One object for equal codebooks: what finds its indicators is made once in a process."""
    return book
