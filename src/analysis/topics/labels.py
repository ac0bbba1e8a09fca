"""Groups to readable topics: class-based TF-IDF, and topics numbered in one fixed order.

In: counts (articles × terms) and a group for each article. Out: the terms that mark each topic
off from the others.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

DISTINCTIVE = 2.0
LABEL_TERMS = 3

Floats = np.ndarray[Any, np.dtype[np.float64]]


def class_tfidf(matrix: Any, labels: Sequence[int] | np.ndarray[Any, Any]) -> Floats:
    r"""Class-based TF-IDF: how much a term stands for a topic.

    .. math:: W_{t,c} = tf_{t,c} \cdot \ln\left(1 + \frac{A}{f_t}\right)

    with :math:`tf_{t,c}` the term's share of the tokens counted in topic :math:`c`, :math:`f_t` its
    count in all topics and :math:`A` the mean number of tokens counted in a topic.

    Parameters
    ----------
    matrix
        Counts, articles × terms (array or sparse matrix).
    labels
        A topic for each article, from 0.

    Returns
    -------
    numpy.ndarray
        Topics × terms.

    References
    ----------
    Grootendorst, M. (2022). BERTopic: Neural topic modeling with a class-based TF-IDF procedure.
    arXiv:2203.05794, section 3.3; the share rather than the count, as its software has it.

    Examples
    --------
    >>> class_tfidf(np.array([[3, 1], [0, 4]]), [0, 1]).round(3).tolist()
    [[0.635, 0.147], [0.0, 0.588]]
    """
    sums = topic_counts(matrix, np.asarray(labels))
    sizes = sums.sum(axis=1)
    totals = sums.sum(axis=0)
    shares = np.divide(sums, sizes[:, None], out=np.zeros_like(sums), where=sizes[:, None] > 0)
    rarity = np.zeros_like(totals)
    rarity[totals > 0] = np.log1p(sizes.mean() / totals[totals > 0])
    return np.asarray(shares * rarity)


def topic_counts(matrix: Any, labels: np.ndarray[Any, Any]) -> Floats:
    """Counts summed over the articles of each topic, topics × terms."""
    from scipy import sparse

    k = int(labels.max()) + 1
    belongs = sparse.csr_matrix(
        (np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=(k, len(labels))
    )
    sums = belongs @ matrix
    return np.asarray(sums.toarray() if hasattr(sums, "toarray") else sums, dtype=np.float64)


def leading_terms(
    matrix: Any, labels: np.ndarray[Any, Any], terms: Sequence[str], n_terms: int
) -> list[list[tuple[int, float]]]:
    """For each topic its leading terms as (column, weight), heaviest first, ties by alphabet.

    Only terms at least twice as frequent, per token counted, as in all other topics together can
    lead, since common words are heavy in every topic and mark none; and of these only terms in at
    least two of the topic's articles, since others mark an article. A condition that leaves no
    term is dropped.
    """
    sums = topic_counts(matrix, labels)
    weights = np.round(class_tfidf(matrix, labels), 9)
    sizes, totals = sums.sum(axis=1), sums.sum(axis=0)
    holds = matrix > 0
    leading = []
    for topic in range(len(sums)):
        present = sums[topic] > 0
        elsewhere = totals - sums[topic]
        # count / size >= 2 * elsewhere / size elsewhere, without dividing by a size of 0.
        marks = sums[topic] * (totals.sum() - sizes[topic]) >= (
            DISTINCTIVE * elsewhere * sizes[topic]
        )
        shared = np.asarray(holds[labels == topic].sum(axis=0)).ravel() > 1
        conditions = (present & marks & shared, present & marks, present)
        can = next((np.flatnonzero(all_) for all_ in conditions if all_.any()), np.array([], int))
        # Terms are in alphabetical order, so a stable sort keeps ties in it.
        best = can[np.argsort(-weights[topic, can], kind="stable")[:n_terms]]
        leading.append([(int(column), float(weights[topic, column])) for column in best])
    return leading


def in_order(
    matrix: Any, labels: np.ndarray[Any, Any], terms: Sequence[str]
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The same groups, numbered from 0 by size, then by leading term, then by first article."""
    sizes = np.bincount(labels)
    leading = leading_terms(matrix, labels, terms, 1)
    first = [int(np.flatnonzero(labels == topic)[0]) for topic in range(len(sizes))]
    order = sorted(
        range(len(sizes)),
        key=lambda topic: (
            -sizes[topic],
            terms[leading[topic][0][0]] if leading[topic] else "",
            first[topic],
        ),
    )
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    return np.asarray(number[labels])
