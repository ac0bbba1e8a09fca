"""Term counts to TF-IDF weights and cosine similarities.

In: ``TermCounts`` or the table ``term_counts``. Out: sparse weights as scikit-learn's
``TfidfTransformer`` gives them, and similarities rounded so that no later ranking hangs on the
last bits of a sum.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.text.counts import TermCounts

DECIMALS = 12
Norm = str | None


@dataclass(frozen=True)
class Weighting:
    """The options of TF-IDF, with scikit-learn's names and meaning."""

    sublinear_tf: bool = True
    norm: Norm = "l2"
    smooth_idf: bool = True
    use_idf: bool = True

    def __str__(self) -> str:
        idf = ("smoothed idf" if self.smooth_idf else "plain idf") if self.use_idf else "no idf"
        norm = f"{self.norm.upper()} norm" if self.norm else "no norm"
        return f"{'1 + ln(count)' if self.sublinear_tf else 'raw counts'}, {idf}, {norm}"


def as_counts(counts: TermCounts | pd.DataFrame) -> TermCounts:
    """Counts with articles and terms in alphabetical order, checked.

    Raises
    ------
    InputError
        If an article or term is named twice, a count is negative, or there is no term at all.
    """
    if isinstance(counts, pd.DataFrame):
        if "count" in counts.columns:
            numbers = pd.to_numeric(counts["count"], errors="coerce")
            if (numbers % 1 > 0).any():
                raise InputError(
                    "counts", f"holds the count {numbers[numbers % 1 > 0].iloc[0]}",
                    "counts are whole numbers from 0",
                )  # fmt: skip
        counts = TermCounts.from_frame(counts)
    if not all(hasattr(counts, name) for name in ("matrix", "terms", "article_ids", "totals")):
        raise InputError(
            "counts", f"is a {type(counts).__name__}",
            "give what count_terms returns, or a table with article_id, term and count",
        )  # fmt: skip
    ids, terms = np.array(counts.article_ids, dtype=str), np.array(counts.terms, dtype=str)
    for what, names in (("article", ids), ("term", terms)):
        values, times = np.unique(names, return_counts=True)
        if (times > 1).any():
            raise InputError(
                "counts", f"names the {what} {str(values[times > 1][0])!r} twice", "give it one row"
            )
    matrix = counts.matrix.tocsr()
    if (matrix.data < 0).any():
        raise InputError("counts", "holds a negative count", "counts are whole numbers from 0")
    if matrix.nnz == 0 or not matrix.data.any():
        raise InputError(
            "counts", "holds no term", "loosen min_df, max_df or stop_words in count_terms"
        )
    rows, columns = np.argsort(ids, kind="stable"), np.argsort(terms, kind="stable")
    if (np.diff(rows) < 0).any():
        matrix = matrix[rows]
    if (np.diff(columns) < 0).any():
        matrix = matrix[:, columns]
    return TermCounts(
        matrix, terms[columns].tolist(), ids[rows].tolist(), np.asarray(counts.totals)[rows]
    )


def tfidf(
    counts: TermCounts | pd.DataFrame,
    *,
    sublinear_tf: bool = True,
    norm: Norm = "l2",
    smooth_idf: bool = True,
    use_idf: bool = True,
) -> Any:
    r"""TF-IDF weights, one row an article and one column a term, both in alphabetical order.

    Parameters
    ----------
    counts
        What ``count_terms`` returns, or the table ``term_counts``.
    sublinear_tf
        Use :math:`1 + \ln tf` for a count :math:`tf`. On by default: news articles differ more in
        whether a word occurs than in how often it is repeated.
    norm
        Length of each article's row after weighting: ``"l2"``, ``"l1"`` or None.
    smooth_idf
        :math:`\ln\frac{1 + n}{1 + df} + 1` instead of :math:`\ln\frac{n}{df} + 1`, for ``n``
        articles of which ``df`` hold the term.
    use_idf
        False leaves the idf out.

    Returns
    -------
    scipy.sparse.csr_matrix
        Articles × terms, float64: exactly what ``sklearn.feature_extraction.text.TfidfTransformer``
        gives with the same options.

    Raises
    ------
    InputError
        If ``norm`` is unknown, or the counts cannot be used.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "b", "b"], "term": ["war", "war", "peace"],
    ...                       "count": [1, 1, 1]})
    >>> tfidf(table).toarray().round(3).tolist()
    [[0.0, 1.0], [0.815, 0.58]]
    """
    return weigh(as_counts(counts).matrix, Weighting(sublinear_tf, norm, smooth_idf, use_idf))


def weigh(matrix: Any, weighting: Weighting) -> Any:
    """Counts as TF-IDF weights."""
    from sklearn.feature_extraction.text import TfidfTransformer

    if weighting.norm not in ("l1", "l2", None):
        raise InputError("norm", f"is {weighting.norm!r}", "choose 'l2', 'l1' or None")
    transformer = TfidfTransformer(
        norm=weighting.norm,
        use_idf=weighting.use_idf,
        smooth_idf=weighting.smooth_idf,
        sublinear_tf=weighting.sublinear_tf,
    )
    # Without smoothing the idf of a term that no article holds is infinite; it multiplies nothing.
    with np.errstate(divide="ignore"):
        return transformer.fit_transform(matrix.astype(np.float64))


def unit_rows(weights: Any) -> Any:
    """Each row divided by its Euclidean length."""
    from sklearn.preprocessing import normalize

    return normalize(weights)


def cosines(weights: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Cosine similarity of every two rows, rounded, exactly 1 on the diagonal."""
    unit = unit_rows(weights)
    product = unit @ unit.T
    return tidy_cosines(product.toarray() if hasattr(product, "toarray") else product)


def tidy_cosines(product: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Inner products of unit rows as similarities: symmetric, within 0 and 1, rounded."""
    similarity = np.round(np.clip((product + product.T) / 2, 0.0, 1.0), DECIMALS)
    np.fill_diagonal(similarity, 1.0)
    return np.asarray(similarity, dtype=np.float64)


def coordinates(weights: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The same points with the same distances in as many dimensions as there are rows.

    k-means sees nothing but distances, and a few articles have far fewer rows than terms.
    """
    product = np.asarray((weights @ weights.T).toarray(), dtype=np.float64)
    values, vectors = np.linalg.eigh(np.round((product + product.T) / 2, DECIMALS))
    return np.asarray(vectors * np.sqrt(values.clip(0.0)))
