"""Counting by the compiled kernel: groups of articles in threads, their vocabularies merged.

In: batches of Arrow strings. Out: the matrix, its terms, and the tokens of each article; equal to
what ``plain_counting`` gives. Importing this module imports Numba.
"""

import mmap
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from analysis.text import kernel, kernel_grams, kernel_merging
from analysis.text.characters import character_table
from analysis.text.options import CountOptions, Integers, frequent_enough, most_frequent
from analysis.text.threads import in_order, processors
from analysis.text.tokens import terms_of
from analysis.text.vocabulary import SEED, Array, Grams, Tokens


@dataclass
class Group:
    """The counts of consecutive articles over ids of the group's own: its tokens, then n-grams."""

    arena: Array  # the tokens' bytes, one after the other
    starts: Integers  # where each begins, and where the last ends
    parents: Array  # of each n-gram: the id of what precedes its last token
    lasts: Array  # and the id of that token
    indptr: Integers
    ids: Array
    counts: Array
    documents: Integers  # of each id: in how many of these articles it occurs
    occurrences: Integers  # and how often in all
    totals: Integers  # of each article: its tokens


@dataclass
class Rows:
    """What the matrix needs of a group, once its vocabulary is merged."""

    indptr: Integers
    ids: Array
    counts: Array
    tokens: Array  # of each id that is a token: its number in the corpus
    grams: Array  # of each that is an n-gram: its number


def count_compiled(
    batches: Iterable[Any], options: CountOptions
) -> tuple[Any, list[str], Integers]:
    """Count the terms of every article with the compiled kernel, in threads."""
    tokens, grams = Tokens(), Grams()
    stop = tokens.add_strings(options.stop_words)
    fixed = _add_vocabulary(options.vocabulary or (), tokens, grams)
    rows, totals = [], []
    with ThreadPoolExecutor(processors()) as pool:
        for group in in_order(pool, partial(count_batch, options=options), batches):
            found = tokens.add(group.arena, group.starts)
            n = len(found)
            tokens.counted.add(found, group.documents[:n], group.occurrences[:n], tokens.size)
            pairs = grams.add(group.parents, group.lasts, found)
            grams.counted.add(pairs, group.documents[n:], group.occurrences[n:], grams.size)
            rows.append(Rows(group.indptr, group.ids, group.counts, found, pairs))
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
        matrix = _matrix(pool, rows, columns, n_tokens, (len(sizes), len(terms)))
    return matrix, terms, sizes


def count_batch(batch: Any, options: CountOptions) -> Group:
    """Count one batch of articles."""
    least, greatest = options.ngram_range
    arena, starts, indptr, ids, counts, totals, stream = _scan(batch, options, greatest > 1)
    parents = lasts = np.zeros(0, dtype=np.int32)
    if greatest > 1:
        known = Tokens()
        n_stop = len(known.add_strings(options.stop_words))
        stop = (known.add(arena, starts) < n_stop).astype(np.uint8)
        parents, lasts, indptr, ids, counts = kernel_grams.count_grams(
            stream, totals, stop, least, greatest, SEED
        )
    documents, occurrences = kernel.frequencies(ids, counts, len(starts) - 1 + len(parents))
    # Hardly a count needs more than two bytes; where one does, its group keeps four.
    small = counts.max(initial=0) <= np.iinfo(np.uint16).max
    # The kernel's arrays are longer than what it filled of them: copies let the rest go.
    return Group(
        arena.copy(), starts.copy(), parents.copy(), lasts.copy(), indptr, _stored(ids, np.int32),
        _stored(counts, np.uint16 if small else np.uint32), documents, occurrences, totals,
    )  # fmt: skip


def token_stream(batch: Any, options: CountOptions) -> tuple[Array, Integers, Integers, Array]:
    """A batch's distinct tokens (bytes, where each begins), tokens per article, ids in order."""
    arena, starts, _, _, _, totals, stream = _scan(batch, options, True)
    return arena, starts, totals, stream


def _scan(batch: Any, options: CountOptions, keep_stream: bool) -> Any:
    """What ``kernel.count_group`` gives for a batch."""
    characters = character_table(options.numbers, options.lowercase)
    part = characters[:256] >> np.uint32(21) & np.uint32(7)
    kinds = np.where(np.arange(256) < 128, part, 255).astype(np.uint8)
    words, offsets = _buffer(batch)
    verbatim = np.zeros(len(batch), dtype=np.uint8)
    kernel.find_hard(words, offsets, characters, verbatim)
    if verbatim.any():
        words, offsets = _with_plain_terms(batch, verbatim, options)
    fold = kernel.CASE if options.lowercase else np.uint64(0)
    return kernel.count_group(words, offsets, verbatim, characters, kinds, fold, SEED, keep_stream)


def _stored(values: Array, kind: Any) -> Array:
    """A copy in memory of its own, which goes back to the system as soon as it is let go.

    Of what malloc is given back in pieces of this size it keeps most, and these are many.
    """
    size = np.dtype(kind).itemsize * len(values)
    stored = np.frombuffer(mmap.mmap(-1, max(size, 1)), dtype=kind, count=len(values))
    stored[:] = values
    return stored


def _buffer(batch: Any) -> tuple[Array, Integers]:
    """A batch's bytes, padded, as 64-bit words; and where each article begins."""
    import pyarrow as pa

    _, offsets, data = batch.buffers()
    kind = np.int64 if pa.types.is_large_string(batch.type) else np.int32
    places = np.frombuffer(offsets, dtype=kind)[batch.offset : batch.offset + len(batch) + 1]
    first, last = int(places[0]), int(places[-1])
    words = _padded(last - first)
    if last > first:
        words.view(np.uint8)[: last - first] = np.frombuffer(data, dtype=np.uint8)[first:last]
    return words, places.astype(np.int64) - first


def _padded(size: int) -> Array:
    """Room for so many bytes, and for the kernel to read 24 past them."""
    words = np.empty(size // 8 + 4, dtype=np.uint64)
    words[-4:] = 0
    return words


def _with_plain_terms(batch: Any, verbatim: Array, options: CountOptions) -> tuple[Array, Integers]:
    """The batch with the terms of some articles, each ended by a line feed, for their texts."""
    pieces = []
    for text, plain in zip(batch.to_pylist(), verbatim, strict=True):
        if plain:
            terms = terms_of(text, numbers=options.numbers, lowercase=options.lowercase)
            text = "".join([f"{term}\n" for term in terms])
        pieces.append(text.encode("utf-8"))
    offsets = np.zeros(len(pieces) + 1, dtype=np.int64)
    np.cumsum([len(piece) for piece in pieces], out=offsets[1:])
    words = _padded(int(offsets[-1]))
    words.view(np.uint8)[: offsets[-1]] = np.frombuffer(b"".join(pieces), dtype=np.uint8)
    return words, offsets


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
    documents = np.concatenate(
        [part.counted.documents[: part.size] for part in (tokens, grams)], dtype=np.int64
    )
    occurrences = np.concatenate(
        [part.counted.occurrences[: part.size] for part in (tokens, grams)], dtype=np.int64
    )
    occurrences[stop] = 0
    counted = np.flatnonzero(occurrences)
    kept = frequent_enough(options, articles, documents, counted)
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

    def measure(group: Rows) -> Integers:
        group.tokens = np.concatenate([columns[group.tokens], columns[group.grams + n_tokens]])
        kept = np.empty(len(group.indptr) - 1, dtype=np.int64)
        kernel_merging.kept_in_rows(group.indptr, group.ids, group.tokens, kept)
        return kept

    indptr = np.zeros(shape[0] + 1, dtype=np.int64)
    np.cumsum(np.concatenate(list(pool.map(measure, rows))), out=indptr[1:])
    filled = int(indptr[-1])
    index = np.int32 if max(filled, *shape) <= np.iinfo(np.int32).max else np.int64
    indices, data = np.empty(filled, dtype=index), np.empty(filled, dtype=np.int64)

    def fill(work: tuple[Rows, int]) -> None:
        group, first = work
        kernel_merging.fill_rows(
            group.indptr, group.ids, group.counts, group.tokens, shape[1], indptr[first:],
            indices, data,
        )  # fmt: skip

    for _ in in_order(pool, fill, _taken(rows)):
        pass
    return sparse.csr_matrix((data, indices, indptr.astype(index)), shape=shape)


def _taken(rows: list[Rows]) -> Iterator[tuple[Rows, int]]:
    """Each group with its first row, let go when it is written: the matrix grows as they shrink."""
    rows.reverse()
    first = 0
    while rows:
        group = rows.pop()
        yield group, first
        first += len(group.indptr) - 1
