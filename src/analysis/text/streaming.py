"""Counts written to a Parquet file while the texts are read, in memory that does not grow.

In: texts, piece after piece. Out: the table ``term_counts``, a row group for each piece.
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
from analysis.text.sources import Piece
from analysis.text.threads import in_order, processors


def write_term_counts(
    pieces: Iterable[Piece],
    count: Callable[[list[Piece], CountOptions], Any],
    article_ids: Iterator[str] | None,
    options: CountOptions,
    path: Path,
) -> Path:
    """Count each piece by itself and write its rows; the file, which is there only when whole.

    Without identifiers the articles are numbered, from "0".

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
        for matrix, terms, totals in in_order(pool, work, pieces):
            rows = range(articles, articles + len(totals))
            articles += len(totals)
            ids = list(map(str, rows) if article_ids is None else islice(article_ids, len(totals)))
            if len(ids) < len(totals):
                raise _wrong_number(rows.start + len(ids), "more")
            file.add(ids, totals, terms, matrix.indptr, matrix.indices, matrix.data)
        if article_ids is not None and next(article_ids, None) is not None:
            raise _wrong_number(articles, "fewer")
        if not articles:
            raise InputError("texts", "holds no article", "give at least one text")
        file.close(options.vocabulary)
    return path


def _count_one(
    piece: Piece, *, count: Callable[[list[Piece], CountOptions], Any], options: CountOptions
) -> Any:
    """The counts of one piece."""
    return count([piece], options)


def _wrong_number(ids: int, texts: str) -> InputError:
    return InputError(
        "article_ids", f"holds {ids} identifiers or so, and there are {texts} texts",
        "give one for each text",
    )  # fmt: skip
