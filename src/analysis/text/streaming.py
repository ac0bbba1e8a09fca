"""Counts written to a Parquet file while the texts are read, in memory that does not grow.

In: texts, batch after batch. Out: the table ``term_counts``, a row group for each batch.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.text.counts_file import CountsFile
from analysis.text.options import CountOptions
from analysis.text.threads import in_order, processors


def write_term_counts(
    batches: Iterable[Any],
    count: Callable[[list[Any], CountOptions], Any],
    article_ids: Iterator[str],
    options: CountOptions,
    path: Path,
) -> Path:
    """Count each batch by itself and write its rows; the file, which is there only when whole.

    Raises
    ------
    InputError
        If the options choose terms by what the whole corpus holds, if there are not as many
        identifiers as texts, or if the file cannot be written.
    """
    if options.chooses:
        raise InputError(
            "out", "is given together with min_df, max_df or max_features",
            "leave these out: what they keep is known only when all texts are read",
        )  # fmt: skip
    articles = 0
    with ThreadPoolExecutor(processors()) as pool, CountsFile(path) as file:
        work = partial(_count_one, count=count, options=options)
        for matrix, terms, totals in in_order(pool, work, batches):
            articles += len(totals)
            ids = list(islice(article_ids, len(totals)))
            if len(ids) < len(totals):
                raise _wrong_number(articles - len(totals) + len(ids), "more")
            file.add(ids, totals, terms, matrix.indptr, matrix.indices, matrix.data)
        if next(article_ids, None) is not None:
            raise _wrong_number(articles, "fewer")
        if not articles:
            raise InputError("texts", "holds no article", "give at least one text")
        file.close(options.vocabulary)
    return path


def _count_one(
    batch: Any, *, count: Callable[[list[Any], CountOptions], Any], options: CountOptions
) -> Any:
    """The counts of one batch."""
    return count([batch], options)


def _wrong_number(ids: int, texts: str) -> InputError:
    return InputError(
        "article_ids", f"holds {ids} identifiers or so, and there are {texts} texts",
        "give one for each text",
    )  # fmt: skip
