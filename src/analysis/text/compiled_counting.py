"""Counting by the compiled pass: groups of articles in threads, their vocabularies merged.

In: pieces of a source of texts. Out: the matrix, its terms, and the tokens of each article; equal
to what ``plain_counting`` gives. Importing this module imports Numba.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from analysis.text import kernel_merging
from analysis.text.compiled_groups import count_piece
from analysis.text.options import CountOptions, Integers, frequent_enough, most_frequent
from analysis.text.sources import Piece
from analysis.text.threads import in_order, processors
from analysis.text.vocabulary import Array, Grams, Tokens

_LARGEST_INT32 = 2**31 - 1


@dataclass
class Rows:
    """What the matrix needs of a group, once its vocabulary is merged."""

    articles: int
    firsts: Array  # where the cells of each of the group's ids begin
    cells: Array
    tokens: Array  # of each id that is a token: its number in the corpus
    grams: Array  # of each that is an n-gram: its number


def count_compiled(
    pieces: Iterable[Piece], options: CountOptions
) -> tuple[Any, list[str], Integers]:
    """Count the terms of every article with the compiled pass, in threads."""
    tokens, grams = Tokens(), Grams()
    stop = tokens.add_strings(options.stop_words)
    fixed = _add_vocabulary(options.vocabulary or (), tokens, grams)
    rows, totals = [], [np.zeros(0, dtype=np.int64)]
    with ThreadPoolExecutor(processors()) as pool:
        for groups in in_order(pool, partial(count_piece, options=options), pieces):
            for group in groups:
                found = tokens.add(group.arena, group.starts)
                pairs = grams.add(group.parents, group.lasts, found)
                documents = group.documents
                tokens.documents.add(found, documents[: len(found)])
                grams.documents.add(pairs, documents[len(found) :])
                if options.max_features is not None:
                    occurrences = group.occurrences
                    tokens.occurrences.add(found, occurrences[: len(found)])
                    grams.occurrences.add(pairs, occurrences[len(found) :])
                rows.append(Rows(len(group.totals), group.firsts, group.cells, found, pairs))
                totals.append(group.totals)
    sizes = np.concatenate(totals)
    if options.vocabulary is None:
        kept, terms = _chosen(options, len(sizes), tokens, grams, stop)
    else:
        kept = np.where(fixed < 0, tokens.size - 1 - fixed, fixed)
        terms = list(options.vocabulary)
    columns = np.full(tokens.size + grams.size, -1, dtype=np.int32)
    columns[kept] = np.arange(len(kept), dtype=np.int32)
    columns[stop] = -1
    n_tokens = tokens.size
    del tokens, grams
    # Threads of their own: those before take the memory that they counted in with them.
    with ThreadPoolExecutor(processors()) as pool:
        matrix = _matrix(pool, rows, columns, n_tokens, (len(sizes), len(terms)))
    return matrix, terms, sizes


def _add_vocabulary(terms: Iterable[str], tokens: Tokens, grams: Grams) -> Integers:
    """The numbers of the terms of a given vocabulary; of n-grams, -1 - their number."""
    split = [term.split(" ") for term in terms]
    found = tokens.add_strings([token for pieces in split for token in pieces])
    parents: list[int] = []
    lasts: list[int] = []
    places = []  # of each term among the tokens or, past these, among the n-grams
    first = 0
    for pieces in split:
        place = first
        for last in range(first + 1, first + len(pieces)):
            parents.append(place)
            lasts.append(last)
            place = len(found) + len(parents) - 1
        places.append(place)
        first += len(pieces)
    pairs = grams.add(np.array(parents, np.int32), np.array(lasts, np.int32), found)
    return np.concatenate([found, -1 - pairs.astype(np.int64)])[places]


def _chosen(
    options: CountOptions, articles: int, tokens: Tokens, grams: Grams, stop: Array
) -> tuple[Integers, list[str]]:
    """The terms that are kept, in their order: their numbers (tokens, then n-grams), and they."""
    longest = options.ngram_range[1]
    parts = (tokens, grams)
    documents = np.concatenate([part.documents.first(part.size) for part in parts])
    occurrences = np.concatenate([part.occurrences.first(part.size) for part in parts])
    documents[stop] = 0
    kept = frequent_enough(options, articles, documents, np.flatnonzero(documents))
    if longest == 1:
        kept = most_frequent(options, occurrences, tokens.ranked(kept))
        return kept, tokens.strings(kept)
    # A space sorts before all that tokens hold: n-grams sort as the rows of their tokens' ranks.
    every = tokens.ranked(np.arange(tokens.size))
    rank = np.empty(tokens.size, dtype=np.int64)
    rank[every] = np.arange(tokens.size)
    single = kept < tokens.size
    members = np.full((len(kept), longest), -1, dtype=np.int64)
    members[single, 0] = kept[single]
    members[~single] = grams.tokens(kept[~single] - tokens.size, longest)
    ranks = np.where(members < 0, -1, rank[members])
    order = np.lexsort(ranks.T[::-1])
    ordered = most_frequent(options, occurrences, kept[order])
    lines = ranks[order][np.isin(kept[order], ordered)]
    words = tokens.strings(every)
    return ordered, [" ".join([words[at] for at in line if at >= 0]) for line in lines.tolist()]


def _matrix(
    pool: ThreadPoolExecutor,
    rows: list[Rows],
    columns: Array,
    n_tokens: int,
    shape: tuple[int, int],
) -> Any:
    """The CSR matrix of the groups' counts, each group written in its place by a thread."""
    from scipy import sparse

    def measure(group: Rows) -> tuple[Array, Array, Integers]:
        own = columns[np.concatenate([group.tokens, group.grams + n_tokens])]
        terms = np.flatnonzero(own >= 0)
        terms = terms[np.argsort(own[terms])].astype(np.int32)
        sizes = np.zeros(group.articles, dtype=np.int64)
        kernel_merging.measure_rows(group.firsts, group.cells, terms, sizes)
        return terms, own[terms], sizes

    indptr = np.zeros(shape[0] + 1, dtype=np.int64)
    ordered = []
    first = 0
    for terms, own, sizes in pool.map(measure, rows):
        ordered.append((terms, own))
        indptr[first + 1 : first + len(sizes) + 1] = sizes
        first += len(sizes)
    np.cumsum(indptr, out=indptr)
    filled = int(indptr[-1])
    index = np.int32 if max(filled, *shape) <= _LARGEST_INT32 else np.int64
    indices, data = np.empty(filled, dtype=index), np.empty(filled, dtype=np.int64)

    def fill(work: tuple[Rows, tuple[Array, Array], int]) -> None:
        group, (terms, own), first = work
        places = indptr[first : first + group.articles].copy()
        kernel_merging.fill_rows(group.firsts, group.cells, terms, own, places, indices, data)

    for _ in in_order(pool, fill, _taken(rows, ordered)):
        pass
    return sparse.csr_matrix((data, indices, indptr.astype(index)), shape=shape)


def _taken(rows: list[Rows], ordered: list[Any]) -> Iterator[tuple[Rows, Any, int]]:
    """Each group with its first row, let go when it is written: the matrix grows as they shrink."""
    rows.reverse()
    ordered.reverse()
    first = 0
    while rows:
        group = rows.pop()
        yield group, ordered.pop(), first
        first += group.articles
