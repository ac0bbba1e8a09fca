"""The permutation test: relabel whole articles, and see how often chance does as much.

In: counts articles x terms, tokens of each article, which articles are the target group. Out: for
each term an exact p and one that holds over all terms together (Westfall and Young).

The statistic of a term is the difference between the groups' mean per-article rates. It depends
on the sum of rates in one group alone, so all relabellings of all terms are one matrix product.
Rates are held as whole multiples of a power of two: sums are then exact whatever their order, so
that one machine, many threads or many blocks of terms give the same p to the last digit.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.comparison.fixed import FixedRates, Moments, fixed_rates, moments
from analysis.comparison.inputs import Flags
from analysis.comparison.relabelling import count_relabellings, member_blocks
from analysis.comparison.tables import Integers
from analysis.errors import InputError
from analysis.text.machine_code import Kernels, runs_here
from analysis.text.threads import processors

Floats = NDArray[np.float64]

# Work (entries x relabellings) from which a compiled kernel repays its start.
_COMPILED_FROM = 2_000_000_000
_BLOCK_BYTES = 64_000_000
# Below this share of the articles the smaller group's rows are added up one by one.
_FEW = 1 / 50
# So many shares of the terms are counted beside one another.
_PARTS = 64

_kernel = Kernels("analysis.comparison.kernel")


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
class Plan:
    """Which relabellings are made: settled by the groups alone.

    Attributes
    ----------
    group
        True for the articles of the smaller group; the test is the same for either, and this one
        is less to add up.
    ways
        Relabellings to be made, the observed one not counted if they are drawn.
    exhaustive
        True if these are all there are.
    seed
        For drawing them.
    """

    group: Flags
    ways: int
    exhaustive: bool
    seed: int

    @property
    def size(self) -> int:
        return int(self.group.sum())


def make_plan(
    in_target: Flags, *, max_permutations: int = 100_000, n_samples: int = 9_999, seed: int = 0
) -> Plan:
    """The relabellings that ``permutation_test`` makes of these articles.

    Raises
    ------
    InputError
        If a group has no article, or no relabelling is asked for.

    Examples
    --------
    >>> make_plan(np.array([True, False, False, False, False])).ways
    5
    """
    n_articles, size = len(in_target), int(in_target.sum())
    if not 0 < size < n_articles:
        raise InputError("groups", "leave one group without an article", "give each at least one")
    if n_samples < 1 or max_permutations < 1:
        raise InputError(
            "n_samples and max_permutations", f"are {n_samples} and {max_permutations}",
            "give whole numbers from 1",
        )  # fmt: skip
    ways = count_relabellings(size, n_articles - size)
    exhaustive = ways <= max_permutations
    group = in_target if 2 * size <= n_articles else ~in_target
    return Plan(group, ways if exhaustive else n_samples, exhaustive, seed)


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
    plan = make_plan(in_target, max_permutations=max_permutations, n_samples=n_samples, seed=seed)
    return result_of(term_hits(matrix, totals, plan, progress=progress), plan)


@dataclass(frozen=True)
class TermHits:
    """What the relabellings give of some terms; ``a + b`` is that of the terms of both.

    Attributes
    ----------
    hits
        Relabellings in which the term reaches its observed difference.
    least_z
        The largest statistic that counts as reaching the term's own.
    maxima
        The largest standardised statistic of any of the terms, for each relabelling.
    """

    hits: Integers
    least_z: Floats
    maxima: Floats

    def __add__(self, other: "TermHits") -> "TermHits":
        return TermHits(
            np.concatenate([self.hits, other.hits]),
            np.concatenate([self.least_z, other.least_z]),
            np.maximum(self.maxima, other.maxima),
        )


def term_hits(
    matrix: sparse.csr_array, totals: Integers, plan: Plan, *, progress: bool = False
) -> TermHits:
    """The relabellings of these terms, which may be some of those that are tested together.

    Examples
    --------
    >>> counts = sparse.csr_array(np.array([[3, 1], [0, 1], [0, 1], [0, 1], [0, 1]]))
    >>> plan = make_plan(np.arange(5) == 0)
    >>> one, two = (term_hits(counts[:, [term]], np.full(5, 10), plan) for term in (0, 1))
    >>> result_of(one + two, plan).p_max
    array([0.2, 1. ])
    """
    return hits_of_each(matrix, totals, plan, [plan.group], progress=progress)[0]


def hits_of_each(
    matrix: sparse.csr_array,
    totals: Integers,
    plan: Plan,
    groups: Sequence[Flags],
    *,
    progress: bool = False,
) -> list[TermHits]:
    """``term_hits`` of the same articles with each of several groups of one size.

    What chance does depends on the articles and the size of the group alone, not on who is in it:
    the relabellings are made once, and each group is held against them.

    Examples
    --------
    >>> counts = sparse.csr_array(np.array([[3, 1], [0, 1], [0, 1], [0, 1], [0, 1]]))
    >>> plan = make_plan(np.arange(5) == 0)
    >>> found = hits_of_each(counts, np.full(5, 10), plan, [np.arange(5) == 0, np.arange(5) == 1])
    >>> [one.hits.tolist() for one in found]
    [[1, 5], [5, 5]]
    """
    rates = fixed_rates(matrix, totals)
    sums = np.asarray(rates.by_term @ np.stack(groups, axis=1).astype(np.int64), dtype=np.int64)
    test = TermTest.of(moments(rates), sums, plan)
    hits = np.zeros(sums.shape, dtype=np.int64)
    maxima: list[Floats] = []
    counter = _counter(rates, test, plan)
    blocks = member_blocks(
        plan.group, plan.ways, exhaustive=plan.exhaustive, seed=plan.seed, block=counter.block
    )
    for members in _track(blocks, plan.ways, counter.block, progress):
        maxima.append(counter.add(members, hits))
    largest = np.concatenate(maxima)
    return [
        TermHits(hits[:, which], test.least_z[:, which], largest) for which in range(len(groups))
    ]


def result_of(found: TermHits, plan: Plan) -> PermutationResult:
    """The p-values of all terms that are tested together."""
    hits, maxima = found.hits, found.maxima
    above = len(maxima) - np.searchsorted(np.sort(maxima), found.least_z, side="left")
    # Where relabellings are drawn, the observed one is one more of them.
    extra = 0 if plan.exhaustive else 1
    made = plan.ways + extra
    return PermutationResult(
        p=(hits + extra) / made, p_max=(above + extra) / made, n_relabellings=made,
        exhaustive=plan.exhaustive,
    )  # fmt: skip


@dataclass(frozen=True)
class TermTest:
    """What each term's relabelled sums are held against, in units of the fixed rates.

    ``least`` and ``least_z`` have a column for each of the groups that are tested.

    Attributes
    ----------
    centre
        The sum expected of a group of this size.
    least
        The distance from it that counts as reaching the observed one, ties included.
    inverse_sd
        One over the standard deviation of the sum; 0 for a rate that is the same everywhere.
    least_z
        The largest statistic that counts as reaching the term's own.
    """

    centre: Integers
    least: Integers
    inverse_sd: Floats
    least_z: Floats

    @classmethod
    def of(cls, found: Moments, sums: Integers, plan: Plan) -> "TermTest":
        """From the sums over all articles, and those over the groups, terms x groups."""
        n, size = len(plan.group), plan.size
        # total * size may pass 2**63, so divide first: total = whole * n + rest.
        whole, rest = np.divmod(found.total, n)
        centre = whole * size + rest * size // n
        observed = np.abs(sums - centre[:, None])
        # Two sums and the centre, each rate off by 0.63 units at most.
        tolerance = 3 * found.held + 2
        # Variance of the sum of `size` out of n without replacement.
        scale = size * (n - size) / (n * n * (n - 1.0))
        sd = np.sqrt(np.maximum(found.deviations(n), 0.0) * scale)
        # A rate that is the same everywhere has a spread of rounding only: never the largest.
        inverse = np.divide(1.0, sd, where=sd > tolerance, out=np.zeros_like(sd))
        z = observed * inverse[:, None]
        return cls(
            centre=centre, least=observed - tolerance[:, None], inverse_sd=inverse,
            least_z=z - (tolerance * inverse)[:, None] - 1e-9 * z,
        )  # fmt: skip

    def compare(self, sums: Integers, hits: Integers) -> Floats:
        """Adds to ``hits``; returns the largest standardised statistic of each relabelling."""
        distance = np.abs(sums - self.centre[:, None])
        for which, least in enumerate(self.least.T):
            hits[:, which] += (distance >= least[:, None]).sum(axis=1)
        return np.asarray((distance * self.inverse_sd[:, None]).max(axis=0, initial=0.0))


class _Counter:
    """Counts, block by block, how often each term reaches its observed difference."""

    def __init__(self, rates: FixedRates, test: TermTest, few: bool) -> None:
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
        return self.test.compare(sums, hits)


class _CompiledCounter:
    """The same, compiled and on all cores, for many articles."""

    block = 64

    def __init__(self, rates: FixedRates, test: TermTest) -> None:
        self.by_term = rates.by_term
        self.test = tuple(map(np.ascontiguousarray, (test.centre, test.inverse_sd, test.least)))

    def add(self, members: NDArray[np.int8], hits: Integers) -> Floats:
        width = members.shape[1]
        bits = np.zeros((len(members), self.block), dtype=np.int8)
        bits[:, :width] = members
        words = np.packbits(bits, axis=1, bitorder="little").view("<i8").ravel()
        largest = np.zeros((_PARTS, width), dtype=np.float64)

        def add_part(part: int) -> None:
            # Every so many terms one: sorted terms are not sorted by how much work they are.
            _kernel.count_hits(
                self.by_term.indptr, self.by_term.indices, self.by_term.data, words, part, _PARTS,
                *self.test, hits, largest[part],
            )  # fmt: skip

        with ThreadPoolExecutor(processors()) as pool:
            for _ in pool.map(add_part, range(_PARTS)):
                pass
        return np.asarray(largest.max(axis=0))


def _counter(rates: FixedRates, test: TermTest, plan: Plan) -> _Counter | _CompiledCounter:
    """The counter that suits the amount of work; both give the same numbers."""
    if plan.size < _FEW * len(plan.group):
        return _Counter(rates, test, few=True)
    if rates.by_term.nnz * plan.ways >= _COMPILED_FROM and runs_here():
        return _CompiledCounter(rates, test)
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
