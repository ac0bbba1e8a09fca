"""Counting by the compiled pass: groups of articles in threads, their vocabularies merged.

In: pieces of a source of texts. Out: the matrix, its terms, and the tokens of each article; equal
to what ``plain_counting`` gives.
"""

import mmap
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import numpy as np

from analysis.text.compiled_groups import Larger, Lent, count_piece
from analysis.text.machine_code import Kernels
from analysis.text.options import CountOptions, Integers, frequent_enough, most_frequent
from analysis.text.sources import Piece
from analysis.text.term_counts import kind_of_counts
from analysis.text.threads import in_order, processors
from analysis.text.vocabulary import Grams, Tokens
from analysis.text.workspace import Array

_merging = Kernels("analysis.text.kernel_merging")
_LARGEST_INT32 = 2**31 - 1


@dataclass
class Rows:
    """What the matrix needs of a group, once its vocabulary is merged."""

    sizes: Array  # of each article: its cells
    firsts: Array  # where the cells of each of the group's ids begin
    larger: Larger
    tokens: Array  # of each id that is a token: its number in the corpus
    grams: Array  # of each that is an n-gram: its number


class Cells:
    """The cells of all groups, one after the other; in the end the matrix's counts lie here.

    The memory of a large corpus costs more time than what is written to it. So there is no second
    copy, and the array grows where it lies as far as the system can do that.
    """

    def __init__(self) -> None:
        self.values = np.empty(0, dtype=np.uint32)
        self.filled = 0

    def add(self, cells: Array) -> None:
        """Put a group's cells behind those before."""
        last = self.filled + len(cells)
        if last > len(self.values):
            grown = len(self.values) + len(self.values) // 8
            self.values.resize(max(last, grown), refcheck=False)
        self.values[self.filled : last] = cells
        self.filled = last


def count_compiled(
    pieces: Iterable[Piece], options: CountOptions
) -> tuple[Any, list[str], Integers]:
    """Count the terms of every article with the compiled pass, in threads."""
    tokens, grams = Tokens(), Grams()
    stop = tokens.add_strings(options.stop_words)
    fixed = _add_vocabulary(options.vocabulary or (), tokens, grams)
    rows, totals = [], [np.zeros(0, dtype=np.int64)]
    cells, lent = Cells(), Lent()
    with ThreadPoolExecutor(processors()) as pool:
        work = partial(count_piece, options=options, lent=lent)
        for groups in in_order(pool, work, pieces):
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
                rows.append(Rows(group.sizes, group.firsts, group.larger, found, pairs))
                totals.append(group.totals)
                cells.add(group.cells)
                lent.give_back(group.cells)
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
        shape = (len(sizes), len(terms))
        matrix = _matrix(pool, rows, cells, lent, columns, n_tokens, shape)
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
    cells: Cells,
    lent: Lent,
    columns: Array,
    n_tokens: int,
    shape: tuple[int, int],
) -> Any:
    """The CSR matrix of the groups' counts, written where their cells lie.

    A few groups at a time: first each is copied, then each is written, so that none is written
    over that is still to be read. No row moves back.
    """
    from scipy import sparse

    cells.values.resize(cells.filled, refcheck=False)
    index = np.int32 if max(cells.filled, *shape) <= _LARGEST_INT32 else np.int64
    indptr = np.zeros(shape[0] + 1, dtype=np.int64)
    indices, data = _plain_memory(cells.filled, index), cells.values.view(np.int32)

    def own_columns(group: Rows) -> Array:
        own: Array = columns[np.concatenate([group.tokens, group.grams + n_tokens])]
        return own

    def chosen(work: tuple[Rows, Array]) -> tuple[Rows, Array, Array, Array, Integers]:
        group, in_place = work
        own_cells = lent.take(len(in_place))
        own_cells[:] = in_place
        own = own_columns(group)
        terms = np.flatnonzero(own >= 0)
        terms = terms[np.argsort(own[terms])].astype(np.int32)
        sizes = group.sizes.astype(np.int64)
        if len(terms) < len(own):
            sizes[:] = 0
            _merging.measure_rows(group.firsts, own_cells, terms, sizes)
        return group, own_cells, terms, own[terms], sizes

    def fill(work: tuple[Rows, Array, Array, Array, Integers]) -> None:
        group, own_cells, terms, own, places = work
        _merging.fill_rows(group.firsts, own_cells, terms, own, places, indices, data)
        lent.give_back(own_cells)

    row = 0
    waiting = _with_cells(rows, cells)
    while wave := list(islice(waiting, 4 * processors())):
        works = []
        for group, own_cells, terms, own, sizes in pool.map(chosen, wave):
            last = row + len(sizes)
            np.cumsum(sizes, out=indptr[row + 1 : last + 1])
            indptr[row + 1 : last + 1] += indptr[row]
            works.append((group, own_cells, terms, own, indptr[row:last].copy()))
            row = last
        del wave
        for _ in pool.map(fill, works):
            pass
    filled = int(indptr[-1])
    indices, data = indices[:filled], data[:filled]
    data = _put_larger(rows, own_columns, indptr, indices, data)
    return sparse.csr_matrix((data, indices, indptr.astype(index)), shape=shape)


def _plain_memory(length: int, kind: Any) -> Array:
    """An array that is not asked to lie in huge pages, as NumPy asks for large ones.

    To find some that are free can take the system longer than all that is written to them.
    """
    memory = mmap.mmap(-1, max(length * np.dtype(kind).itemsize, 1))
    return np.frombuffer(memory, dtype=kind, count=length)


def _with_cells(rows: list[Rows], cells: Cells) -> Iterator[tuple[Rows, Array]]:
    """Each group with its cells."""
    first = 0
    for group in rows:
        last = first + int(group.firsts[-1])
        yield group, cells.values[first:last]
        first = last


def _put_larger(
    rows: list[Rows], own_columns: Any, indptr: Integers, indices: Array, data: Array
) -> Array:
    """The counts, with those that no cell can hold."""
    largest = max((int(group.larger.counts.max(initial=0)) for group in rows), default=0)
    data = data.astype(kind_of_counts(largest), copy=False)
    first = 0
    for group in rows:
        if len(group.larger.ids):
            own = own_columns(group)[group.larger.ids]
            for row, column, count in zip(group.larger.rows, own, group.larger.counts, strict=True):
                if column >= 0:
                    start, stop = indptr[first + row : first + row + 2]
                    data[start + np.searchsorted(indices[start:stop], column)] = count
        first += len(group.sizes)
    return data
