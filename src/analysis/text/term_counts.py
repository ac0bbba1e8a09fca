"""Term counts as a value: the matrix, what its rows and columns are, and its two other forms.

In: a CSR matrix with its terms and articles, or the table ``term_counts``. Out: ``TermCounts``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.schema import check_table


@dataclass(frozen=True)
class TermCounts:
    """How often each term occurs in each article.

    Attributes
    ----------
    matrix : scipy.sparse.csr_matrix of int32
        A row for each article, a column for each term; within a row sorted by column. Of int64
        where a count is greater than 2,147,483,647.
    terms : list of str
        The term of each column, sorted (by code point), unless a vocabulary gave another order.
    article_ids : list of str
        The article of each row.
    totals : numpy.ndarray of int64
        Tokens of each article, before any were left out: what rates are relative to.

    Examples
    --------
    >>> from analysis import count_terms
    >>> counts = count_terms(["peace, peace now"], article_ids=["a"])
    >>> counts.to_frame()
      article_id   term  count
    0          a    now      1
    1          a  peace      2
    >>> counts.totals
    array([3])
    """

    matrix: Any
    terms: list[str]
    article_ids: list[str]
    totals: np.ndarray[Any, np.dtype[np.int64]]

    def to_frame(self) -> pd.DataFrame:
        """The table ``term_counts``: a row for each term that occurs in an article.

        Returns
        -------
        pandas.DataFrame
            Columns article_id, term, count, sorted by article_id and term.
        """
        found = self.matrix.tocoo()
        articles = pd.Categorical.from_codes(found.row, _categories(self.article_ids))
        terms = pd.Categorical.from_codes(found.col, _categories(self.terms))
        return check_table(
            pd.DataFrame({"article_id": articles, "term": terms, "count": found.data}),
            "term_counts",
        )

    @classmethod
    def from_frame(
        cls, frame: pd.DataFrame, totals: "Mapping[str, int] | pd.Series[int] | None" = None
    ) -> "TermCounts":
        """Counts from the table ``term_counts``, for instance published ones.

        Parameters
        ----------
        frame : pandas.DataFrame
            Columns article_id, term, count; counts from 0. Each pair of article and term once.
        totals : mapping or pandas.Series, optional
            Tokens of each article, by article_id. It may name articles without a row in the
            table: they have no terms. By default the sum of the article's counts.

        Raises
        ------
        InputError
            If the table is not of that form, or an article has no total or a smaller one than
            its largest count.

        Examples
        --------
        >>> frame = pd.DataFrame({"article_id": ["a"], "term": ["peace"], "count": [2]})
        >>> TermCounts.from_frame(frame, totals={"a": 3, "b": 5}).article_ids
        ['a', 'b']
        """
        from scipy import sparse

        table = check_table(frame, "term_counts")
        twice = table.duplicated(["article_id", "term"])
        if twice.any():
            article_id, term = table.loc[twice, ["article_id", "term"]].iloc[0]
            raise InputError(
                "table term_counts", f"counts {term!r} in the article {article_id} twice",
                "add the two up, or remove one",
            )  # fmt: skip
        if (table["count"] < 0).any():
            raise InputError("table term_counts", "holds a negative count", "count from 0")
        if totals is None:
            totals = table.groupby("article_id")["count"].sum()
        sizes = {str(article_id): int(total) for article_id, total in totals.items()}
        lacking = set(table["article_id"]) - sizes.keys()
        if lacking:
            raise InputError(
                "totals", f"lacks the article {min(lacking)}", "give the tokens of every article"
            )
        article_ids, terms = sorted(sizes), sorted(set(table["term"]))
        rows = pd.Index(article_ids, dtype="str").get_indexer(pd.Index(table["article_id"]))
        columns = pd.Index(terms, dtype="str").get_indexer(pd.Index(table["term"]))
        counts = narrowed(table["count"].to_numpy(dtype=np.int64))
        matrix = sparse.csr_matrix((counts, (rows, columns)), (len(article_ids), len(terms)))
        matrix.eliminate_zeros()
        matrix.sort_indices()
        tokens = np.array([sizes[article_id] for article_id in article_ids], dtype=np.int64)
        small = tokens < matrix.max(axis=1).toarray().ravel() if len(terms) else tokens < 0
        if small.any():
            article_id = article_ids[int(small.argmax())]
            raise InputError(
                "totals", f"gives the article {article_id} {sizes[article_id]} tokens, fewer than "
                "it has of one term", "give the tokens of the whole article",
            )  # fmt: skip
        return cls(matrix, terms, article_ids, tokens)

    def save(self, path: str | Path) -> None:
        """Write the counts as the table ``term_counts`` to a Parquet file, whole or not at all.

        The file also keeps what the table does not hold (totals, articles without terms, the
        order of articles and terms), so that ``load`` gives back the same.

        Parameters
        ----------
        path : str or pathlib.Path
            The file; one that exists is replaced.
        """
        from analysis.text.counts_file import write_counts

        write_counts(self, Path(path))

    @classmethod
    def load(cls, path: str | Path) -> "TermCounts":
        """Read what ``save`` or ``count_terms(…, out=…)`` wrote, or any Parquet ``term_counts``.

        Raises
        ------
        InputError
            If the file cannot be read or is no such table.
        """
        from analysis.text.counts_file import read_counts

        return read_counts(Path(path))


def kind_of_counts(largest: int) -> type[np.int32] | type[np.int64]:
    """What counts are kept as: half the memory, unless one is too great for that."""
    return np.int32 if largest <= np.iinfo(np.int32).max else np.int64


def narrowed(counts: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Counts as they are kept."""
    return counts.astype(kind_of_counts(int(counts.max(initial=0))))


def _categories(values: list[str]) -> pd.Index:
    """Distinct strings, for a categorical column."""
    return pd.Index(values, dtype="str")
