"""Frames on a cluster: sentences split and coded where the texts are read.

In: a corpus in partitions, a codebook and a client. Out: the very tables that ``code_frames`` and
``frame_shares`` give for the articles sorted by identifier, in memory or as files.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, overload

import pandas as pd

from analysis.cluster.coding import code_partition, report
from analysis.cluster.connecting import client_of, cluster_errors, gathered, submitted
from analysis.cluster.counting import Source, surveyed
from analysis.cluster.groups import rows_of, values_of
from analysis.cluster.partitions import open_partitions
from analysis.cluster.writing import WRITTEN, checked_folder, write_frames
from analysis.files import replaced_folder
from analysis.framing.codebook import Codebook, load_codebook
from analysis.framing.shares import with_group_shares
from analysis.schema import check_table


@dataclass(frozen=True)
class ClusterFrames:
    """``codes``: table ``frame_codes``. ``shares``: table ``frame_shares``."""

    codes: pd.DataFrame
    shares: pd.DataFrame


@overload
def cluster_frames(
    source: Source,
    codebook: str | Path | Codebook = ...,
    client: Any = ...,
    *,
    by: "str | Mapping[Any, Any] | pd.Series[Any] | None" = ...,
    seed: int = ...,
    out: None = ...,
) -> ClusterFrames: ...


@overload
def cluster_frames(
    source: Source,
    codebook: str | Path | Codebook = ...,
    client: Any = ...,
    *,
    by: "str | Mapping[Any, Any] | pd.Series[Any] | None" = ...,
    seed: int = ...,
    out: str | Path,
) -> Path: ...


def cluster_frames(
    source: Source,
    codebook: str | Path | Codebook = "conflict",
    client: Any = None,
    *,
    by: "str | Mapping[Any, Any] | pd.Series[Any] | None" = None,
    seed: int = 0,
    out: str | Path | None = None,
) -> ClusterFrames | Path:
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
    out : path, optional
        A folder to be written, which this process and all workers must reach, with the tables as
        ``frame_codes.parquet`` and ``frame_shares.parquet``: the bytes that `analysis frames --out`
        writes on one machine. A folder of that name that such a run wrote is replaced. The tables
        then never come together in one process; of the shares of articles that have a group, this
        one holds half a kilobyte for each article.

    Returns
    -------
    ClusterFrames
        The tables ``frame_codes`` and ``frame_shares``, the same as those of ``code_frames`` and
        ``frame_shares``. Both come together in this process. With ``out``, the path of the folder.

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
    folder = None if out is None else checked_folder(out, tuple(WRITTEN.values()))
    with cluster_errors():
        found = surveyed(client, partitions)
        rows: list[Any] = [None] * len(partitions)
        groups: list[Any] = [None] * len(partitions)
        if by is not None:
            used, groups = rows_of(found, values_of(client, partitions, found, by))
            rows = list(used)
        if folder is not None:
            with replaced_folder(folder) as part:
                write_frames(client, partitions, rows, groups, book, found, part, seed=seed)
            return folder
        coded = gathered(
            client, submitted(client, code_partition, partitions, rows, groups, book=book)
        )
    report([part.problems for part in coded], sum(part.articles for part in coded))
    codes = check_table(pd.concat([part.codes for part in coded], ignore_index=True), "frame_codes")
    shares = pd.concat([part.shares for part in coded], ignore_index=True)
    shares = shares.sort_values(["article_id", "frame"], kind="stable", ignore_index=True)
    if by is None:
        return ClusterFrames(codes, check_table(shares, "frame_shares"))
    return ClusterFrames(codes, with_group_shares(shares, codes, seed=seed))
