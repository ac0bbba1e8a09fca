"""The permutation test: relabel whole articles, and see how often chance does as much.

In: counts articles x terms, tokens of each article, which articles are the target group. Out: for
each term an exact p and one that holds over all terms together (Westfall and Young).

The statistic of a term is the difference between the groups' mean per-article rates. It depends
on the sum of rates in one group alone, so all relabellings of all terms are one matrix product.
Rates are held as whole multiples of a power of two: sums are then exact whatever their order, so
that one machine, many threads or many partitions give the same p to the last digit.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.comparison.inputs import Flags
from analysis.comparison.relabelling import count_relabellings, member_blocks
from analysis.comparison.tables import Integers
from analysis.errors import InputError

Floats = NDArray[np.float64]

# Work (entries x relabellings) from which a compiled kernel repays its start.
_COMPILED_FROM = 2_000_000_000
_BLOCK = 128
_BLOCK_BYTES = 64_000_000
# Below this share of the articles the smaller group's rows are added up one by one.
_FEW = 1 / 50


@dataclass(frozen=True)
class PermutationResult:
    """p-values per term, and the relabellings they rest on.

    Attributes
    ----------
    p
        Two-sided, P(abs(T) >= abs(t)), ties kept.
    p_max
        Against the largest standardised statistic of any term in each relabelling.
    n_relabellings
        How many were made, the observed one included.
    exhaustive
        True if these are all there are.
    """

    p: Floats
    p_max: Floats
    n_relabellings: int
    exhaustive: bool


@dataclass(frozen=True)
class FixedRates:
    """Per-article rates as whole multiples of ``2 ** -bits``, terms x articles."""

    by_term: sparse.csr_array
    bits: int


def permutation_test(
    matrix: sparse.csr_array,
    totals: Integers,
    in_target: Flags,
    *,
    max_permutations: int = 100_000,
    n_samples: int = 9_999,
    seed: int = 0,
    progress: bool = False,
) -> PermutationResult:
    """Permutation p-values of the difference of mean per-article rates, for every term.

    Parameters
    ----------
    matrix
        Counts, articles x terms (CSR, whole numbers).
    totals
        Tokens of each article, all above 0.
    in_target
        True for the articles of the target group.
    max_permutations
        All relabellings are made if there are no more than this.
    n_samples
        Otherwise so many are drawn at random with ``seed``, and p is (1 + hits) / (1 + n_samples).
    progress
        Show a progress bar (on standard error).

    Returns
    -------
    PermutationResult

    Notes
    -----
    Two-sided by P(abs(T) >= abs(t)), not twice the smaller tail as in
    ``scipy.stats.permutation_test``. Values that are equal on paper are counted as equal: the
    tolerance is the bound on the rounding of the sums themselves (three units of ``2 ** -bits``
    per article that holds the term; bits is at most 50).

    ``p_max`` is the single-step maximum: in each relabelling the largest abs(T) / sd(T) over the
    terms, sd(T) being the standard deviation over all relabellings, which has a closed form.

    References
    ----------
    Westfall and Young (1993), Resampling-based multiple testing. Phipson and Smyth (2010),
    Permutation p-values should never be zero, SAGMB 9(1), for the rule of one.

    Examples
    --------
    >>> counts = sparse.csr_array(np.array([[3, 1], [0, 1], [0, 1], [0, 1], [0, 1]]))
    >>> permutation_test(counts, np.full(5, 10), np.arange(5) == 0).p
    array([0.2, 1. ])
    """
    n_articles, n_terms = matrix.shape
    size = int(in_target.sum())
    if not 0 < size < n_articles:
        raise InputError("groups", "leave one group without an article", "give each at least one")
    if n_samples < 1 or max_permutations < 1:
        raise InputError(
            "n_samples and max_permutations", f"are {n_samples} and {max_permutations}",
            "give whole numbers from 1",
        )  # fmt: skip
    # The test is the same for either group; the smaller one is less to add up.
    group = in_target if 2 * size <= n_articles else ~in_target
    size = min(size, n_articles - size)
    exhaustive = count_relabellings(size, n_articles - size) <= max_permutations
    rates = fixed_rates(matrix, totals)
    test = _Terms.prepare(rates, group, size)
    ways = count_relabellings(size, n_articles - size) if exhaustive else n_samples
    hits = np.zeros(n_terms, dtype=np.int64)
    largest: list[Floats] = []
    counted = _counter(rates, test, n_articles, size, ways)
    for members in _track(
        member_blocks(group, ways, exhaustive=exhaustive, seed=seed, block=counted.block),
        ways, counted.block, progress,
    ):  # fmt: skip
        largest.append(counted.add(members, hits))
    maxima = np.sort(np.concatenate(largest)) if n_terms else np.zeros(ways)
    max_hits = len(maxima) - np.searchsorted(maxima, test.least_z, side="left")
    extra = 0 if exhaustive else 1
    return PermutationResult(
        p=(hits + extra) / (ways + extra), p_max=(max_hits + extra) / (ways + extra),
        n_relabellings=ways + extra, exhaustive=exhaustive,
    )  # fmt: skip


def fixed_rates(matrix: sparse.csr_array, totals: Integers) -> FixedRates:
    """Rates per token as whole numbers, so fine that no sum over all articles can overflow.

    Examples
    --------
    >>> fixed = fixed_rates(sparse.csr_array([[1, 0], [1, 2]]), np.array([2, 4]))
    >>> (fixed.by_term.toarray() / 2**fixed.bits).tolist()
    [[0.5, 0.25], [0.0, 0.5]]
    """
    by_term = sparse.csr_array(matrix.T.tocsr())
    values = by_term.data / np.asarray(totals, dtype=float)[by_term.indices]
    shape = by_term.shape
    sums = sparse.csr_array((values, by_term.indices, by_term.indptr), shape=shape).sum(axis=1)
    highest = float(sums.max()) if len(sums) else 0.0
    bits = min(50, 60 - int(np.ceil(np.log2(highest + 1))))
    # A power of two: multiplying by it rounds nothing.
    np.rint(np.multiply(values, 2.0**bits, out=values), out=values)
    whole = values.astype(np.int64)
    return FixedRates(sparse.csr_array((whole, by_term.indices, by_term.indptr), shape=shape), bits)


@dataclass(frozen=True)
class _Terms:
    """What each term's sums are held against, in units of the fixed rates."""

    centre: Integers
    least: Integers
    inverse_sd: Floats
    least_z: Floats

    @classmethod
    def prepare(cls, rates: FixedRates, group: Flags, size: int) -> "_Terms":
        by_term, n_articles = rates.by_term, len(group)
        held = np.diff(by_term.indptr)
        sums = np.asarray(by_term.sum(axis=1), dtype=np.int64)
        # sums * size may pass 2**63, so divide first: sums = whole * n + rest.
        whole, rest = np.divmod(sums, n_articles)
        centre = whole * size + rest * size // n_articles
        observed = np.abs(by_term @ group.astype(np.int64) - centre)
        tolerance = 3 * held.astype(np.int64) + 2
        mean = sums / n_articles
        term = np.repeat(np.arange(len(held)), held)
        squares = (
            np.bincount(term, weights=(by_term.data - mean[term]) ** 2, minlength=len(held))
            + (n_articles - held) * mean**2
        )
        sd = np.sqrt(squares / (n_articles - 1) * size * (n_articles - size) / n_articles)
        # A rate that is the same everywhere has a spread of rounding only: never the largest.
        varies = sd > tolerance
        inverse = np.divide(1.0, sd, where=varies, out=np.zeros_like(sd))
        z = observed * inverse
        return cls(
            centre=centre, least=observed - tolerance, inverse_sd=inverse,
            least_z=z - tolerance * inverse - 1e-9 * z,
        )  # fmt: skip


class _Counter:
    """Counts, block by block, how often each term reaches its observed difference."""

    def __init__(self, rates: FixedRates, test: _Terms, few: bool) -> None:
        self.test = test
        self.block = max(1, min(1024, _BLOCK_BYTES // (8 * max(1, rates.by_term.shape[0]))))
        self.by_term = rates.by_term
        self.by_article = sparse.csr_array(rates.by_term.T.tocsr()) if few else None

    def add(self, members: NDArray[np.int8], hits: Integers) -> Floats:
        """Adds the block's hits; returns the largest standardised statistic of each relabelling."""
        if self.by_article is None:
            sums = self.by_term @ members.astype(np.int64)
        else:
            chosen = sparse.csr_array(members.T.astype(np.int64))
            sums = (chosen @ self.by_article).toarray().T
        distance = np.abs(sums - self.test.centre[:, None])
        hits += (distance >= self.test.least[:, None]).sum(axis=1)
        return np.asarray((distance * self.test.inverse_sd[:, None]).max(axis=0, initial=0.0))


class _CompiledCounter:
    """The same, compiled and on all cores, for many articles."""

    block = _BLOCK

    def __init__(self, rates: FixedRates, test: _Terms) -> None:
        from analysis.comparison.kernel import count_block

        self.kernel, self.test, self.by_term = count_block, test, rates.by_term

    def add(self, members: NDArray[np.int8], hits: Integers) -> Floats:
        largest: Floats = self.kernel(
            self.by_term.indptr, self.by_term.indices, self.by_term.data, -members,
            self.test.centre, self.test.least, self.test.inverse_sd, hits,
        )  # fmt: skip
        return largest


def _counter(
    rates: FixedRates, test: _Terms, n_articles: int, size: int, ways: int
) -> _Counter | _CompiledCounter:
    """The counter that suits the amount of work; both give the same numbers."""
    if size < _FEW * n_articles:
        return _Counter(rates, test, few=True)
    if rates.by_term.nnz * ways >= _COMPILED_FROM:
        try:
            return _CompiledCounter(rates, test)
        except ImportError:  # Numba does not run everywhere
            pass
    return _Counter(rates, test, few=False)


def _track(
    blocks: Iterator[NDArray[np.int8]], ways: int, block: int, progress: bool
) -> Iterator[NDArray[np.int8]]:
    """The blocks, with a progress bar if one is wanted."""
    if not progress:
        yield from blocks
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(
        blocks, total=-(-ways // block), description="Relabelling", console=Console(stderr=True)
    )
