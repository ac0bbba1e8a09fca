"""What is written where it is computed: the folders that ``out`` names.

In: partitions of a corpus, and a folder that all workers reach. Out: the tables of the frames in
two files, put together from what the workers wrote there.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.cluster.coding import code_partition, report
from analysis.cluster.connecting import gathered, submitted
from analysis.cluster.merging import merged, write_rows
from analysis.cluster.partitions import Partition, Survey
from analysis.errors import InputError
from analysis.exports import arrow_table, write_tables
from analysis.framing.codebook import Codebook
from analysis.framing.shares import group_shares, indicators_of_groups

WRITTEN = {"frame_codes": "frame_codes.parquet", "frame_shares": "frame_shares.parquet"}
"""The files of the two tables of frames."""

_FOR_GROUPS = ("group", "article_id", "frame", "flagged", "eligible", "no_frame", "present", "hits")


@dataclass(frozen=True)
class _Written:
    """What a worker says of the files that it wrote: how many rows each article has in each."""

    codes: NDArray[np.int64]
    shares: NDArray[np.int64]
    found: pd.DataFrame | None
    problems: pd.DataFrame
    articles: int


def checked_folder(out: str | Path, files: Sequence[str]) -> Path:
    """A folder that is not there, or that such a run wrote before.

    Raises
    ------
    InputError
        If anything else has that name.
    """
    path = Path(out).resolve()
    if path.exists() and not all((path / name).is_file() for name in files):
        raise InputError(
            path, f"is there already, and does not hold {' and '.join(files)}",
            "give another name",
        )  # fmt: skip
    return path


@contextmanager
def own_place(path: Path) -> Iterator[Path]:
    """A name of this task's own: a worker given up for lost may still be writing the same part."""
    if not path.parent.is_dir():
        raise InputError(
            path.parent, "is not there on a worker's machine",
            "name a folder that all workers reach under the same path",
        )  # fmt: skip
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as folder:
        yield Path(folder) / path.name
        (Path(folder) / path.name).replace(path)


def write_frames(
    client: Any, partitions: Sequence[Partition], rows: Sequence[Any], groups: Sequence[Any],
    book: Codebook, found: Survey, folder: Path, *, seed: int,
) -> None:  # fmt: skip
    """Have the partitions coded and written where they are, and put the files together.

    Raises
    ------
    InputError
        As ``code_frames``; if the folder is not one and the same for all.
    """
    parts = folder / ".parts"
    parts.mkdir()
    names = [
        {table: parts / f"{table}-{number:06d}.parquet" for table in WRITTEN}
        for number in range(len(partitions))
    ]
    done = gathered(
        client, submitted(client, _code_and_write, partitions, rows, groups, names, book=book)
    )
    report([part.problems for part in done], sum(part.articles for part in done))
    codes = merged(
        [name["frame_codes"] for name in names], [part.codes for part in done], found.order
    )
    write_tables(codes, folder / WRITTEN["frame_codes"])
    order, grouped = found.order, groups[0] is not None
    if grouped:
        # The key of the table begins with the group.
        group = {article: name for part in groups for article, name in part.items()}
        labels = [group.get(article, "") for article in found.sorted_ids()]
        order = order[np.argsort(np.array(labels, dtype=object), kind="stable")]
    shares = merged([name["frame_shares"] for name in names], [part.shares for part in done], order)
    if grouped:
        shares = _with_groups(shares, pd.concat([part.found for part in done]), seed)
    write_tables(shares, folder / WRITTEN["frame_shares"])
    shutil.rmtree(parts)


def _code_and_write(
    partition: Partition, rows: Any, groups: Any, paths: dict[str, Path], *, book: Codebook
) -> _Written:
    """Code a partition and write its tables; they are not sent."""
    coded = code_partition(partition, rows, groups, book=book)
    sizes = {}
    ids = pd.Index(partition.column("article_id").to_pylist())
    for table, frame in (("frame_codes", coded.codes), ("frame_shares", coded.shares)):
        with own_place(paths[table]) as place:
            write_rows(arrow_table(frame), place)
        places = ids.get_indexer(pd.Index(frame["article_id"]))
        sizes[table] = np.bincount(places, minlength=len(ids)).astype(np.int64)
    return _Written(
        sizes["frame_codes"], sizes["frame_shares"],
        None if groups is None else indicators_of_groups(coded.shares, coded.codes),
        coded.problems, coded.articles,
    )  # fmt: skip


def _with_groups(shares: Iterator[Any], found: pd.DataFrame, seed: int) -> Iterator[Any]:
    """The rows about articles as they pass, then those about groups."""
    import pyarrow as pa

    kept, articles = [], 0
    for table in shares:
        yield table
        part = table.select(list(_FOR_GROUPS))
        # Their order is all that is needed of the identifiers.
        number = np.cumsum(_changes(part.column("article_id").combine_chunks())) + articles
        articles = int(number[-1]) if len(number) else articles
        place = _FOR_GROUPS.index("article_id")
        kept.append(part.set_column(place, "article_id", pa.array(number)))
    together = pa.concat_tables(kept).to_pandas()
    together = together.astype({"group": "str", "frame": "str", "present": "boolean"})
    yield arrow_table(group_shares(together, found, seed=seed))


def _changes(values: Any) -> NDArray[np.bool_]:
    """Where another value begins; the first always does."""
    import pyarrow.compute as pc

    if not len(values):
        return np.zeros(0, dtype=bool)
    others = pc.not_equal(values.slice(1), values.slice(0, len(values) - 1))
    return np.concatenate([[True], others.to_numpy(zero_copy_only=False)])
