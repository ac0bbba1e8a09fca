"""Counting on a cluster: partitions counted where they are, vocabularies merged as a tree.

In: a corpus in partitions and a client. Out: the very ``TermCounts`` of ``count_terms``, articles
sorted by identifier; or, for what no single machine holds, a folder of them over one vocabulary.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Unpack, overload

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis.cluster.connecting import as_tree, client_of, cluster_errors, gathered, submitted
from analysis.cluster.partitions import Partition, Survey, open_partitions, survey
from analysis.cluster.writing import checked_folder, own_place
from analysis.errors import InputError
from analysis.files import replaced_folder
from analysis.text.counts import TermCounts, count_terms
from analysis.text.options import (
    CountKeywords,
    CountOptions,
    count_options,
    frequent_enough,
    most_frequent,
)

Source = str | Path | pd.DataFrame

_VOCABULARY = "vocabulary.parquet"


@overload
def cluster_counts(
    source: Source, client: Any = ..., *, out: None = ..., **options: Unpack[CountKeywords]
) -> TermCounts: ...


@overload
def cluster_counts(
    source: Source, client: Any = ..., *, out: str | Path, **options: Unpack[CountKeywords]
) -> Path: ...


def cluster_counts(
    source: Source,
    client: Any = None,
    *,
    out: str | Path | None = None,
    **options: Unpack[CountKeywords],
) -> TermCounts | Path:
    """Count the terms of each article on a Dask cluster.

    Parameters
    ----------
    source
        A folder of Parquet files with the columns article_id and body (see
        ``analysis.cluster.partitions``), one such file, or a table in memory.
    client : distributed.Client, optional
        By default the one that is open.
    out : path, optional
        A folder to be written, which all workers must reach: one file of counts for each partition
        (``part-000000.parquet`` and so on, each for ``TermCounts.load``) and
        ``vocabulary.parquet`` (columns term, articles, count; one row a term, sorted). A
        folder of that name that such a run wrote is replaced. The counts then never come together
        in one process.
    **options
        numbers, min_df, max_df, max_features, stop_words, ngram_range, vocabulary and lowercase, as
        in ``count_terms``; min_df and max_df are held against all articles of the corpus.

    Returns
    -------
    TermCounts
        Articles sorted by article_id, whatever partition they are in. The same as ``count_terms``
        gives for the articles in that order. With ``out``, the path of the folder.

    Raises
    ------
    InputError
        As ``count_terms``, naming the partition; if an article_id stands twice; if the cluster
        cannot do the work.

    Examples
    --------
    >>> cluster_counts("news", client="tcp://host:8786")
    Traceback (most recent call last):
    analysis.errors.InputError: client: is str; give a distributed.Client
    """
    asked = count_options(**options)
    client = client_of(client)
    partitions = open_partitions(source)
    folder = None if out is None else checked_folder(out, [_VOCABULARY])
    with cluster_errors():
        found = surveyed(client, partitions)
        # Not named here, so that the workers let the parts go when they are placed.
        terms, placed = _over_one_vocabulary(
            client,
            submitted(client, count_partition, partitions, options=asked),
            asked,
            len(found.ids),
        )
        if folder is not None:
            return _written(client, placed, terms, folder)
        return joined(gathered(client, placed), gathered(client, terms).column("term"), found)


def surveyed(client: Any, partitions: Sequence[Partition]) -> Survey:
    """The identifiers of all articles, read on the workers and checked here."""
    ids = submitted(client, Partition.column, partitions, ["article_id"] * len(partitions))
    return survey(partitions, gathered(client, ids))


def count_partition(
    partition: Partition, rows: NDArray[np.int64] | None = None, *, options: CountOptions
) -> TermCounts:
    """The counts of a partition's articles, or of some of its rows."""
    ids, texts = partition.column("article_id"), partition.read("body").column(0)
    if rows is not None:
        ids, texts = ids.take(rows), texts.take(rows)
    if not len(ids):
        empty = sparse.csr_matrix((0, 0), dtype=np.int32)
        return TermCounts(empty, [], [], np.zeros(0, dtype=np.int64))
    try:
        return count_terms(
            texts, article_ids=ids, numbers=options.numbers, lowercase=options.lowercase,
            ngram_range=options.ngram_range, stop_words=options.stop_words,
            vocabulary=options.vocabulary,
        )  # fmt: skip
    except InputError as error:
        raise InputError(
            f"{partition.name}, {error.source}", error.trouble, error.remedy
        ) from error


def terms_of(part: TermCounts) -> Any:
    """A part's terms with the articles that hold each and its occurrences, as an Arrow table."""
    import pyarrow as pa

    return pa.table({
        "term": pa.array(part.terms, type=pa.large_string()),
        "articles": np.bincount(part.matrix.indices, minlength=len(part.terms)).astype(np.int64),
        "count": np.asarray(part.matrix.sum(axis=0), dtype=np.int64).ravel(),
    })  # fmt: skip


def merged_terms(*tables: Any) -> Any:
    """The terms of several parts, sorted (by UTF-8 bytes, which is by code point), added up."""
    import pyarrow as pa

    sums = pa.concat_tables(tables).group_by("term", use_threads=False)
    table = sums.aggregate([("articles", "sum"), ("count", "sum")])
    return table.rename_columns(["term", "articles", "count"]).sort_by("term").combine_chunks()


def placed_part(part: TermCounts, terms: Any) -> TermCounts:
    """A part with the columns of the whole vocabulary; it does not carry their names."""
    import pyarrow as pa
    import pyarrow.compute as pc

    words = terms.column("term").combine_chunks()
    own = pc.index_in(pa.array(part.terms, type=pa.large_string()), value_set=words)
    columns = pc.fill_null(own, -1).to_numpy()
    matrix = part.matrix[:, np.flatnonzero(columns >= 0)]
    columns = columns[columns >= 0]
    placed = sparse.csr_matrix(
        (matrix.data, columns[matrix.indices], matrix.indptr), shape=(matrix.shape[0], len(words))
    )
    placed.sort_indices()
    return replace(part, matrix=placed, terms=[])


def joined(parts: Sequence[TermCounts], terms: Any, found: Survey) -> TermCounts:
    """All parts as one, articles sorted by identifier."""
    matrix = sparse.vstack([part.matrix for part in parts], format="csr")
    totals = np.concatenate([part.totals for part in parts])
    matrix = sparse.csr_matrix(matrix[found.order])
    matrix.sort_indices()
    return TermCounts(matrix, terms.to_pylist(), found.sorted_ids(), totals[found.order])


def _over_one_vocabulary(
    client: Any, parts: Sequence[Any], options: CountOptions, articles: int
) -> tuple[Any, list[Any]]:
    """Futures of the terms that are kept, and of the parts in these terms."""
    tables = submitted(client, terms_of, parts)
    if options.vocabulary is not None:
        # Each part has the columns asked for, in the order asked for.
        terms = as_tree(client, _added, tables)
        return terms, submitted(client, _without_names, parts)
    every = as_tree(client, merged_terms, tables)
    terms = client.submit(_chosen, every, options, articles, pure=False)
    return terms, submitted(client, placed_part, parts, [terms] * len(parts))


def _chosen(terms: Any, options: CountOptions, articles: int) -> Any:
    """The terms that the options keep."""
    documents, counts = (terms.column(name).to_numpy() for name in ("articles", "count"))
    kept = frequent_enough(options, articles, documents, np.arange(len(terms)))
    return terms.take(most_frequent(options, counts, kept)).combine_chunks()


def _added(*tables: Any) -> Any:
    """Tables of the same terms in the same order, added up."""
    first = tables[0]
    for name in ("articles", "count"):
        total = sum(table.column(name).to_numpy() for table in tables)
        first = first.set_column(first.column_names.index(name), name, [total])
    return first


def _without_names(part: TermCounts) -> TermCounts:
    return replace(part, terms=[])


def _written(client: Any, placed: Sequence[Any], terms: Any, out: Path) -> Path:
    """Write each part where it is, and the vocabulary; the folder is there only when whole."""
    with replaced_folder(out) as folder:
        names = [f"part-{number:06d}.parquet" for number in range(len(placed))]
        done = submitted(
            client, _write_part, placed, [terms] * len(placed), [folder / name for name in names]
        )
        done.append(client.submit(_write_terms, terms, folder / _VOCABULARY, pure=False))
        gathered(client, done)
        for name in (_VOCABULARY, *names):
            if not (folder / name).is_file():
                raise InputError(
                    out, "was not written where this machine reads it",
                    "name a folder that all workers reach under the same path",
                )  # fmt: skip
    return out


def _write_part(part: TermCounts, terms: Any, path: Path) -> None:
    """A part with those of the terms that it holds, articles sorted by identifier."""
    order = np.argsort(np.array(part.article_ids, dtype=object), kind="stable")
    used = np.unique(part.matrix.indices)
    words = terms.column("term").take(used).to_pylist()
    counts = TermCounts(
        part.matrix[order][:, used], words, [part.article_ids[row] for row in order],
        part.totals[order],
    )  # fmt: skip
    with own_place(path) as place:
        counts.save(place)


def _write_terms(terms: Any, path: Path) -> None:
    import pyarrow.parquet as pq

    with own_place(path) as place:
        pq.write_table(terms, place, compression="zstd")
