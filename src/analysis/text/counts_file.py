"""Term counts in a Parquet file: the table ``term_counts``, and what it cannot hold in the footer.

In: ``TermCounts``, or rows as they are counted. Out: one file, put in its place when it is whole.

A row group holds some articles, sorted by article (in the order of the corpus) and term. The
footer (key ``analysis.term_counts``) keeps the totals, which articles have no terms, and the terms
where they are not just those of the rows, sorted.
"""

import base64
import json
import zlib
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from analysis.errors import InputError

if TYPE_CHECKING:
    from analysis.text.term_counts import TermCounts

_KEY = b"analysis.term_counts"
_ROW_GROUP = 5_000  # articles


class CountsFile:
    """A Parquet file of counts, written a group of articles at a time.

    Until it is closed it stands beside its place under another name; if anything fails it is
    removed, and what stood in its place stays.
    """

    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        text = pa.dictionary(pa.int32(), pa.large_string())
        self._schema = pa.schema([("article_id", text), ("term", text), ("count", pa.int64())])
        self._path, self._part = path, path.with_name(f".{path.name}.part")
        self._totals: list[Any] = []
        self._without_terms: dict[int, str] = {}
        self._articles = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # The least and greatest term of a group tell nothing, and take half of the time.
            self._writer = pq.ParquetWriter(
                self._part, self._schema, compression="zstd",
                write_statistics=["article_id", "count"],
            )  # fmt: skip
        except OSError as error:
            with suppress(OSError):
                self._part.unlink(missing_ok=True)
            raise _unwritable(path, error) from error

    def add(
        self,
        article_ids: Sequence[str],
        totals: Any,
        terms: Sequence[str],
        indptr: Any,
        columns: Any,
        counts: Any,
    ) -> None:
        """Write the rows of some articles, in CSR form over these terms."""
        import pyarrow as pa

        sizes = np.diff(indptr)
        for row in np.flatnonzero(sizes == 0):
            self._without_terms[self._articles + int(row)] = article_ids[int(row)]
        self._articles += len(article_ids)
        self._totals.append(np.asarray(totals, dtype="<i8"))
        rows = np.repeat(np.arange(len(article_ids), dtype=np.int32), sizes)
        table = pa.table(
            [
                _dictionary(rows, article_ids),
                _dictionary(np.asarray(columns, dtype=np.int32), terms),
                pa.array(np.asarray(counts, dtype=np.int64)),
            ],
            schema=self._schema,
        )
        try:
            self._writer.write_table(table, row_group_size=max(len(rows), 1))
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def close(self, terms: Sequence[str] | None = None) -> None:
        """Write the footer and move the file to its place.

        ``terms`` gives all columns where they are not just the terms of the rows, sorted.
        """
        totals = np.concatenate([*self._totals, np.zeros(0, dtype="<i8")])
        footer = {
            "totals": base64.b64encode(zlib.compress(totals.tobytes())).decode("ascii"),
            "without_terms": self._without_terms,
            "terms": None if terms is None else list(terms),
        }
        try:
            self._writer.add_key_value_metadata({_KEY: json.dumps(footer)})
            self._writer.close()
            self._part.replace(self._path)
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._writer.close()
        except OSError:
            if error is None:
                raise
        finally:
            self._part.unlink(missing_ok=True)


def write_counts(counts: "TermCounts", path: Path) -> None:
    """Write counts to a Parquet file."""
    matrix, terms = counts.matrix, counts.terms
    seen = np.zeros(len(terms), dtype=bool)
    seen[matrix.indices] = True
    with CountsFile(path) as file:
        for first in range(0, len(counts.article_ids), _ROW_GROUP):
            last = min(first + _ROW_GROUP, len(counts.article_ids))
            start, stop = matrix.indptr[first], matrix.indptr[last]
            used, columns = np.unique(matrix.indices[start:stop], return_inverse=True)
            file.add(
                counts.article_ids[first:last],
                counts.totals[first:last],
                [terms[column] for column in used],
                matrix.indptr[first : last + 1] - start,
                columns,
                matrix.data[start:stop],
            )
        sorted_and_seen = bool(seen.all()) and all(one < other for one, other in pairwise(terms))
        file.close(None if sorted_and_seen else terms)


def read_counts(path: Path) -> "TermCounts":
    """Read counts from a Parquet file: one of ours with all it keeps, any other by its rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from analysis.text.term_counts import TermCounts

    try:
        file = pq.ParquetFile(path)
        footer = (file.metadata.metadata or {}).get(_KEY)
        if footer is None:
            return TermCounts.from_frame(file.read().to_pandas())
        return _with_footer(file, json.loads(footer))
    except (OSError, pa.ArrowException) as error:
        raise InputError(
            path.name, f"cannot be read as Parquet ({error})", "give a file of term counts"
        ) from error


def _with_footer(file: Any, footer: dict[str, Any]) -> "TermCounts":
    """Read a file of ours, one row group after another."""
    from scipy import sparse

    from analysis.text.term_counts import TermCounts, narrowed

    number_of: dict[str, int] = {}
    ids, columns, counts, sizes = [], [], [], []
    for group in range(file.metadata.num_row_groups):
        table = file.read_row_group(group)
        articles, terms = (_encoded(table.column(name)) for name in ("article_id", "term"))
        changes = np.flatnonzero(np.diff(articles.indices, prepend=-1))
        names = articles.dictionary.to_pylist()
        ids += [names[at] for at in articles.indices.to_numpy()[changes]]
        sizes.append(np.diff(changes, append=len(table)))
        local = terms.dictionary.to_pylist()
        known = np.array([number_of.setdefault(term, len(number_of)) for term in local], np.int64)
        columns.append(known[terms.indices.to_numpy()] if len(known) else np.zeros(0, np.int64))
        counts.append(table.column("count").to_numpy())
    totals = np.frombuffer(zlib.decompress(base64.b64decode(footer["totals"])), dtype="<i8")
    terms = footer["terms"] or sorted(number_of)
    place = {term: at for at, term in enumerate(terms)}
    order = np.array([place[term] for term in number_of], dtype=np.int64)
    without = {int(row): article_id for row, article_id in footer["without_terms"].items()}
    with_terms = iter(ids)
    article_ids = [
        without[row] if row in without else next(with_terms) for row in range(len(totals))
    ]
    lengths = np.zeros(len(totals), dtype=np.int64)
    rows = np.ones(len(totals), dtype=bool)
    rows[list(without)] = False
    lengths[rows] = np.concatenate([*sizes, np.zeros(0, dtype=np.int64)])
    matrix = sparse.csr_matrix(
        (
            narrowed(np.concatenate([*counts, np.zeros(0, dtype=np.int64)])),
            order[np.concatenate([*columns, np.zeros(0, dtype=np.int64)])],
            np.concatenate([[0], np.cumsum(lengths)]),
        ),
        shape=(len(totals), len(terms)),
    )
    matrix.sort_indices()
    return TermCounts(matrix, terms, article_ids, totals.astype(np.int64))


def _encoded(column: Any) -> Any:
    """A column of a row group as one dictionary array."""
    import pyarrow as pa

    whole = column.combine_chunks()
    return whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()


def _dictionary(indices: Any, values: Sequence[str]) -> Any:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(
        pa.array(indices, type=pa.int32()), pa.array(values, type=pa.large_string())
    )


def _unwritable(path: Path, error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(path.name, f"cannot be written ({reason})", "choose another place for it")
