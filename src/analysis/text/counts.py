"""Texts to term counts: one row an article, one column a term, as the token definition has it.

In: texts (list, Series, Arrow array). Out: ``TermCounts``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.errors import InputError
from analysis.schema import check_table
from analysis.text.tokens import normalise, tokens


@dataclass(frozen=True)
class TermCounts:
    """Counts of terms in articles."""

    matrix: Any
    terms: list[str]
    article_ids: list[str]
    totals: np.ndarray[Any, np.dtype[np.int64]]

    def to_frame(self) -> pd.DataFrame:
        """The counts as the table ``term_counts``."""
        found = self.matrix.tocoo()
        return check_table(
            pd.DataFrame(
                {
                    "article_id": np.asarray(self.article_ids, dtype=object)[found.row],
                    "term": np.asarray(self.terms, dtype=object)[found.col],
                    "count": found.data,
                }
            ),
            "term_counts",
        )

    @classmethod
    def from_frame(
        cls, frame: pd.DataFrame, totals: "Mapping[str, int] | pd.Series[int] | None" = None
    ) -> "TermCounts":
        """Counts from the table ``term_counts``; totals default to the sum of its counts."""
        table = check_table(frame, "term_counts")
        if totals is None:
            totals = table.groupby("article_id")["count"].sum()
        sizes = {str(key): int(value) for key, value in totals.items()}
        article_ids = sorted(sizes.keys() | set(table["article_id"]))
        missing = [key for key in article_ids if key not in sizes]
        if missing:
            raise InputError("totals", f"lacks the article {missing[0]}", "give every article's")
        terms = sorted(set(table["term"]))
        rows = pd.Index(article_ids).get_indexer(table["article_id"])
        columns = pd.Index(terms).get_indexer(table["term"])
        matrix = sparse.csr_matrix(
            (table["count"].to_numpy(), (rows, columns)), shape=(len(article_ids), len(terms))
        )
        return cls(matrix, terms, article_ids, np.array([sizes[key] for key in article_ids]))

    def save(self, path: str | Path) -> None:
        """Write the counts to a Parquet file."""
        self.to_frame().to_parquet(path)

    @classmethod
    def load(cls, path: str | Path) -> "TermCounts":
        """Read what ``save`` wrote."""
        return cls.from_frame(pd.read_parquet(path))


def count_terms(
    texts: Iterable[str],
    *,
    article_ids: Sequence[str] | None = None,
    numbers: bool = False,
    min_df: int | float = 1,
    max_df: int | float = 1.0,
    max_features: int | None = None,
    stop_words: str | Iterable[str] | None = None,
    ngram_range: tuple[int, int] = (1, 1),
    vocabulary: Iterable[str] | None = None,
    lowercase: bool = True,
) -> TermCounts:
    """Count the terms of each text."""
    values = texts.to_pylist() if hasattr(texts, "to_pylist") else list(texts)
    if not values:
        raise InputError("texts", "holds no article", "give at least one text")
    stop: set[str] = set()
    if stop_words == "english":
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        stop = set(ENGLISH_STOP_WORDS)
    elif stop_words is not None:
        stop = set(stop_words)
    fixed = None if vocabulary is None else list(vocabulary)
    low, high = ngram_range
    counters, totals = [], []
    for row, text in enumerate(values):
        if not isinstance(text, str):
            raise InputError(f"texts, row {row}", "holds no text", "fill it or leave it out")
        if lowercase:
            words = [term for term, _, _ in tokens(text, numbers=numbers)]
        else:
            words = [normalise(text[start:end]) for _, start, end in tokens(text, numbers=numbers)]
        totals.append(len(words))
        words = [word for word in words if word not in stop]
        counters.append(
            Counter(
                " ".join(words[at : at + n])
                for n in range(low, high + 1)
                for at in range(len(words) - n + 1)
            )
        )
    frequency: Counter[str] = Counter()
    corpus: Counter[str] = Counter()
    for counter in counters:
        frequency.update(counter.keys())
        corpus.update(counter)
    if fixed is None:
        least = min_df if isinstance(min_df, int) else min_df * len(values)
        most = max_df if isinstance(max_df, int) else max_df * len(values)
        terms = sorted(term for term, n in frequency.items() if least <= n <= most)
        if max_features is not None:
            terms = sorted(sorted(terms, key=lambda term: -corpus[term])[:max_features])
    else:
        terms = fixed
    column = {term: at for at, term in enumerate(terms)}
    entries = [
        (row, column[term], count)
        for row, counter in enumerate(counters)
        for term, count in counter.items()
        if term in column
    ]
    rows, columns, data = (
        np.array(part, dtype=np.int64)
        for part in (zip(*entries, strict=True) if entries else ([], [], []))
    )
    matrix = sparse.csr_matrix((data, (rows, columns)), shape=(len(values), len(terms)))
    matrix.sort_indices()
    names = [str(row) for row in range(len(values))] if article_ids is None else list(article_ids)
    return TermCounts(matrix, terms, names, np.array(totals, dtype=np.int64))
