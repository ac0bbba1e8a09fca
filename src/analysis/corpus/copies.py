"""Articles of the same text, and articles that carry the same copy, among any number of them.

In: bodies in the order of their dates, and where their quotations stand. Out: for each the first
of the same text, the centre of its cluster of copies, and the pairs of copies that were found.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from analysis.corpus.shared_runs import candidate_pairs, count_shared, run_keys
from analysis.corpus.stars import Floats, Integers, star_clusters, tied_pairs
from analysis.corpus.word_runs import Runs, Spans, chosen_runs, word_runs
from analysis.text.counts import compiled_pays
from analysis.text.threads import in_order, processors
from analysis.text.token_numbers import Hashes

FEWEST_RUNS = 10
"""Articles that share fewer runs carry no common copy: a set phrase may be as long."""

# Articles read at a time, and pairs counted at a time: they bound the memory beside the texts.
_ARTICLES = 500
_PAIRS = 10_000
# Runs of texts of so many characters are kept: about as many bytes.
_KEPT = 200_000_000


@dataclass(frozen=True)
class Copies:
    """What was found; articles are named by their number.

    Attributes
    ----------
    same_text
        For each article the first of the same text.
    centre
        For each article the centre of its cluster of copies.
    first, second, share
        Pairs of articles of different texts that carry the same copy, and the share of the runs
        of the one with fewer that are in the other.
    """

    same_text: Integers
    centre: Integers
    first: Integers
    second: Integers
    share: Floats


def find_copies(bodies: Sequence[str], quoted: Sequence[Spans] | None, least: float) -> Copies:
    """The articles of the same text, and those that share at least so much of their runs.

    Examples
    --------
    >>> body = "Both sides met in the old city on Monday for talks that lasted until the evening"
    >>> copies = find_copies([body, body + " and ended well.", body + "!", "No news."], None, 0.5)
    >>> copies.same_text.tolist(), copies.centre.tolist(), copies.share.tolist()
    ([0, 1, 0, 3], [0, 0, 2, 3], [1.0])
    """
    n = len(bodies)
    source = _Source(bodies, quoted)
    with ThreadPoolExecutor(processors()) as pool:
        texts: list[bytes] = []
        keys: list[Hashes] = []
        for some_texts, some_keys in in_order(pool, source.fingerprints, range(0, n, _ARTICLES)):
            texts += some_texts
            keys.append(some_keys)
        same_text = _first_alike(texts)
        # The first article of a text stands for all that have it.
        pairs = candidate_pairs(np.concatenate([*keys, np.zeros(0, np.uint64)]), same_text)
        step = min(_PAIRS, len(pairs) // (2 * processors()) + 1)
        blocks = [pairs[at : at + step] for at in range(0, len(pairs), step)]
        counted = list(in_order(pool, source.shared, blocks))
    shared, fewer = (
        np.concatenate([np.zeros(0, np.int64), *column])
        for column in (zip(*counted, strict=True) if counted else ((), ()))
    )
    alike = (shared >= FEWEST_RUNS) & (shared >= least * fewer)
    first, second = pairs[alike] // n, pairs[alike] % n
    share = (shared[alike] / fewer[alike]).round(6)
    ties = tied_pairs(n, first, second, share)
    centre, _ = star_clusters(ties.count, np.arange(n), ties)
    return Copies(same_text, centre, first, second, share)


def _first_alike(texts: list[bytes]) -> Integers:
    """For each article the first with the same fingerprint; one without words is alone."""
    seen: dict[bytes, int] = {}
    return np.array(
        [seen.setdefault(text, row) if text else row for row, text in enumerate(texts)],
        dtype=np.int64,
    )


class _Source:
    """Where the runs of articles come from, as often as they are asked for."""

    def __init__(self, bodies: Sequence[str], quoted: Sequence[Spans] | None) -> None:
        self._bodies, self._quoted = bodies, quoted
        size = sum(map(len, bodies))
        self._compiled = compiled_pays(size, "make_runs")
        # Those of smaller corpora are kept, those of larger ones made again.
        self._kept: dict[int, Runs] | None = {} if size <= _KEPT else None

    def _runs(self, rows: Sequence[int]) -> Runs:
        return word_runs(
            [self._bodies[row] for row in rows],
            None if self._quoted is None else [self._quoted[row] for row in rows],
            compiled=self._compiled,
        )

    def fingerprints(self, start: int) -> tuple[list[bytes], Hashes]:
        """Fingerprints of the texts of some articles, and their chosen runs as keys."""
        runs = self._runs(range(start, min(start + _ARTICLES, len(self._bodies))))
        if self._kept is not None:
            self._kept[start] = runs
        chosen = chosen_runs(runs, compiled=self._compiled)
        owners = np.repeat(np.arange(len(runs.texts)), np.diff(runs.starts))[chosen] + start
        return runs.texts, run_keys(runs.values[chosen], owners, len(self._bodies))

    def shared(self, pairs: Integers) -> tuple[Integers, Integers]:
        """The runs that both articles of each pair have, and those of the one with fewer."""
        first, second = pairs // len(self._bodies), pairs % len(self._bodies)
        rows, places = np.unique(np.concatenate([first, second]), return_inverse=True)
        values, starts = self._values(rows.tolist())
        one, other = places[: len(pairs)], places[len(pairs) :]
        sizes, shared = count_shared(values, starts, one, other, compiled=self._compiled)
        return shared, np.minimum(sizes[one], sizes[other])

    def _values(self, rows: list[int]) -> tuple[Hashes, Integers]:
        """The runs of some articles, one after the other, and where those of each begin."""
        if self._kept is None:
            runs = self._runs(rows)
            return runs.values, runs.starts
        parts = []
        for row in rows:
            runs, place = self._kept[row - row % _ARTICLES], row % _ARTICLES
            parts.append(runs.values[runs.starts[place] : runs.starts[place + 1]])
        return np.concatenate(parts), np.concatenate([[0], np.cumsum([*map(len, parts)])])
