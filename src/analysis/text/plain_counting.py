"""Counting as the definition has it, in Python: for small inputs, and where Numba is absent.

In: pieces of a source of texts. Out: the matrix, its terms, and the tokens of each article.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import Any

import numpy as np

from analysis.text.options import CountOptions, Integers, frequent_enough, most_frequent
from analysis.text.sources import Piece
from analysis.text.term_counts import narrowed
from analysis.text.tokens import terms_of


def count_plainly(
    pieces: Iterable[Piece], options: CountOptions
) -> tuple[Any, list[str], Integers]:
    """Count the terms of every article with ``tokens`` itself."""
    from scipy import sparse

    number_of: defaultdict[str, int] = defaultdict()
    number_of.default_factory = number_of.__len__  # a new term gets the next number
    fixed = options.vocabulary is not None
    for term in options.vocabulary or ():
        number_of[term] = len(number_of)
    indptr, ids, counts, totals = array("q", [0]), array("q"), array("q"), array("q")
    for batch in chain.from_iterable(piece.read() for piece in pieces):
        for text in batch.to_pylist():
            words, total = article_terms(text, options)
            totals.append(total)
            found = Counter(words)
            if fixed:
                found = Counter({term: n for term, n in found.items() if term in number_of})
            ids.extend(map(number_of.__getitem__, found))
            counts.extend(found.values())
            indptr.append(len(ids))

    terms = list(number_of)
    shape = (len(totals), len(terms))
    counted, *places = (np.array(part, dtype=np.int64) for part in (counts, ids, indptr))
    matrix = sparse.csr_matrix((narrowed(counted), *places), shape=shape)
    if not fixed:
        documents = np.bincount(matrix.indices, minlength=len(terms))
        occurrences = np.asarray(matrix.sum(axis=0), dtype=np.int64).ravel()
        order = np.array(sorted(range(len(terms)), key=terms.__getitem__), dtype=np.int64)
        kept = frequent_enough(options, len(totals), documents, order)
        kept = most_frequent(options, occurrences, kept)
        matrix = matrix[:, kept]
        terms = [terms[number] for number in kept]
    matrix.sort_indices()
    return matrix, terms, np.array(totals, dtype=np.int64)


def article_terms(text: str, options: CountOptions) -> tuple[list[str], int]:
    """The terms of one article (n-grams, without stop words), and how many tokens it has."""
    words = terms_of(text, numbers=options.numbers, lowercase=options.lowercase)
    total = len(words)
    if options.stop_words:
        stop = set(options.stop_words)
        words = [word for word in words if word not in stop]
    least, greatest = options.ngram_range
    if greatest > 1:
        words = [
            " ".join(words[first : first + size])
            for size in range(least, greatest + 1)
            for first in range(len(words) - size + 1)
        ]
    return words, total
