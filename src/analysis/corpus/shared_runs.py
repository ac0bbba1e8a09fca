"""Which articles share runs of words, and how many: found without comparing each two articles.

In: chosen runs of the articles, then all runs of those that may share enough. Out: pairs of
articles with the number of runs that both have.

Runs that few articles have tie each two of them. A run that many have (a notice, a copy that
everyone carried) ties each of them to the first few only, so that the work grows with the text.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from analysis.text.machine_code import Kernels
from analysis.text.options import Integers
from analysis.text.token_numbers import Hashes, mix

FEW = 12
"""A run in at most so many articles ties each two of them."""
FIRST = 4
"""A run in more ties each article to so many first ones."""

# Pairs that are held before equal ones are put together, and pairs counted at a time.
_HELD = 8_000_000
# Of a pair's chosen runs at least this share is the same, if the articles carry one copy: where
# words were changed, the choice among the runs around them is changed, too.
_FAIR = 0.06

_kernel = Kernels("analysis.corpus.runs_kernel")


def run_keys(values: Hashes, owners: Integers, articles: int) -> Hashes:
    """Runs and their articles in one number each, which sort by run, then by article."""
    bits = np.uint64(owner_bits(articles))
    # Stirred once more: chosen runs are the small ones, whose highest bits hardly differ.
    return (mix(values + np.uint64(1)) >> bits) << bits | owners.astype(np.uint64)


def owner_bits(articles: int) -> int:
    """How many bits the number of an article needs."""
    return max(1, int(articles - 1).bit_length())


def candidate_pairs(keys: Hashes, same_text: Integers) -> Integers:
    """Pairs of articles that share chosen runs, as ``first * articles + second``, sorted.

    Left out are pairs that share so few of them that they cannot carry one copy, and
    articles whose text is that of an earlier one. ``keys`` is sorted in place.
    """
    keys.sort()
    articles = len(same_text)
    alone = same_text == np.arange(articles)
    bits = np.uint64(owner_bits(articles))
    owner = (np.uint64(1) << bits) - np.uint64(1)
    chosen = np.zeros(articles, dtype=np.int64)

    def ties() -> Iterator[Integers]:
        for part in _slices(keys, bits):
            owners = (part & owner).astype(np.int64)
            if not alone.all():
                part, owners = part[alone[owners]], owners[alone[owners]]
            if not len(part):
                continue
            np.add(chosen, np.bincount(owners, minlength=articles), out=chosen)
            runs = part >> bits
            starts = np.flatnonzero(np.concatenate([[True], runs[1:] != runs[:-1]]))
            yield from _ties(owners, starts, np.diff(starts, append=len(part)), articles)

    pairs, shared = _tally(ties())
    fewer = np.minimum(chosen[pairs // articles], chosen[pairs % articles])
    return np.asarray(pairs[shared >= np.maximum(1, _FAIR * fewer)])


def _slices(keys: Hashes, bits: Any) -> Iterator[Hashes]:
    """Sorted keys, each once, some millions at a time; a run is never cut."""
    at = 0
    while at < len(keys):
        end = min(at + _HELD // 2, len(keys))
        if end < len(keys):
            # On to where the next run begins.
            following = ((keys[end - 1] >> bits) + np.uint64(1)) << bits
            end = int(np.searchsorted(keys, following)) if following else len(keys)
        part = keys[at:end]
        yield part[np.concatenate([[True], part[1:] != part[:-1]])]
        at = end


def _ties(
    owners: Integers, starts: Integers, lengths: Integers, articles: int
) -> Iterator[Integers]:
    """The pairs that each run ties, some millions at a time."""
    for length in range(2, FEW + 1):
        these = starts[lengths == length]
        first, second = np.triu_indices(length, 1)
        step = _HELD // (4 * len(first))
        for at in range(0, len(these), step):
            block = owners[these[at : at + step, None] + np.arange(length)]
            yield (block[:, first] * articles + block[:, second]).ravel()
    these, sizes = starts[lengths > FEW], lengths[lengths > FEW]
    begin = np.repeat(these, sizes)
    place = np.arange(len(begin)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    for first_place in range(FIRST):
        later = place > first_place
        yield owners[begin[later] + first_place] * articles + owners[(begin + place)[later]]


def _tally(parts: Iterable[Integers]) -> tuple[Integers, Integers]:
    """Distinct pairs, sorted, with how often each came."""
    pairs, times = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    held: list[Integers] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= _HELD:
            pairs, times = _added(pairs, times, held)
            held, size = [], 0
    return _added(pairs, times, held)


def _added(pairs: Integers, times: Integers, held: list[Integers]) -> tuple[Integers, Integers]:
    """The tally with what was held."""
    new, counts = np.unique(np.concatenate([*held, np.zeros(0, np.int64)]), return_counts=True)
    if not len(pairs):
        return new, counts
    every = np.concatenate([pairs, new])
    order = np.argsort(every, kind="stable")
    every, weights = every[order], np.concatenate([times, counts])[order]
    starts = np.flatnonzero(np.concatenate([[True], every[1:] != every[:-1]]))
    return every[starts], np.add.reduceat(weights, starts)


def count_shared(
    values: Hashes, starts: Integers, first: Integers, second: Integers, *, compiled: bool
) -> tuple[Integers, Integers]:
    """How many distinct runs each article has, and how many both articles of each pair have.

    Parameters
    ----------
    values, starts
        The runs of the articles, and where those of each begin (one more than articles).
    first, second
        The pairs, by number of the article, sorted.
    """
    if compiled:
        longest = int(np.diff(starts).max(initial=1))
        room = max(4, 1 << (2 * longest - 1).bit_length())
        table, held, met = (np.zeros(room, dtype=kind) for kind in (np.uint64, np.int64, np.int64))
        sizes = np.zeros(len(starts) - 1, dtype=np.int64)
        found = np.zeros(len(first), dtype=np.int64)
        _kernel.count_shared(values, starts, first, second, table, held, met, sizes, found)
        return sizes, found
    each = [set(values[a:b].tolist()) for a, b in pairwise(starts.tolist())]
    shared = [len(each[a] & each[b]) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
    return np.array([*map(len, each)], dtype=np.int64), np.array(shared, dtype=np.int64)
