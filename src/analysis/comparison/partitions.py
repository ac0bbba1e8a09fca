"""The permutation test over a corpus in partitions, on one machine or on many.

In: the counts of some of the articles, and where these stand in the whole study. Out: partial sums
that add up, and from the sum of all of them the very p-values of ``permutation_test``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.comparison.fixed import Moments, fixed_rates, moments
from analysis.comparison.permutation import PermutationResult, Plan, TermHits, TermTest, result_of
from analysis.comparison.relabelling import member_blocks
from analysis.comparison.tables import Integers
from analysis.errors import InputError

_BLOCK = 64


@dataclass(frozen=True)
class PartialTest:
    """Sums of one or more partitions; ``a + b`` is that of both, in any order and nesting.

    Attributes
    ----------
    moments
        Exact sums per term.
    sums
        Summed rates of each relabelled group, terms x relabellings, int64: eight bytes times
        terms times relabellings.
    n_articles
        Articles summed so far.
    """

    moments: Moments
    sums: Integers
    n_articles: int

    def __add__(self, other: "PartialTest") -> "PartialTest":
        return PartialTest(
            self.moments + other.moments, self.sums + other.sums, self.n_articles + other.n_articles
        )


def partial_test(
    matrix: sparse.csr_array, totals: Integers, places: NDArray[np.intp], plan: Plan
) -> PartialTest:
    """The sums of one partition.

    Parameters
    ----------
    matrix, totals
        Counts, articles x terms, and tokens of each article: this partition's articles, and the
        vocabulary of the whole study.
    places
        Where these articles stand among all, counted from 0, in the order of ``plan``.
    plan
        The same for all partitions.

    Examples
    --------
    >>> from analysis.comparison.permutation import make_plan, permutation_test
    >>> counts, totals = sparse.csr_array([[3, 1], [0, 1], [1, 1]]), np.array([9, 9, 8])
    >>> in_target = np.array([True, False, False])
    >>> plan = make_plan(in_target)
    >>> one = partial_test(counts[:2], totals[:2], np.array([0, 1]), plan)
    >>> two = partial_test(counts[2:], totals[2:], np.array([2]), plan)
    >>> finish_test(two + one, plan).p == permutation_test(counts, totals, in_target).p
    array([ True,  True])
    """
    rates = fixed_rates(matrix, totals, n_articles=len(plan.group))
    by_term = rates.by_term
    blocks = [
        by_term @ members[places].astype(np.int64)
        for members in member_blocks(
            plan.group, plan.ways, exhaustive=plan.exhaustive, seed=plan.seed, block=_BLOCK
        )
    ]
    return PartialTest(moments(rates, plan.group[places]), np.hstack(blocks), len(places))


def finish_test(partial: PartialTest, plan: Plan) -> PermutationResult:
    """The p-values, from the sum of all partitions.

    Raises
    ------
    InputError
        If the partitions do not hold as many articles as the plan.
    """
    if partial.n_articles != len(plan.group):
        raise InputError(
            "partitions", f"hold {partial.n_articles} of {len(plan.group)} articles",
            "add up the partial tests of all of them, each once",
        )  # fmt: skip
    test = TermTest.of(partial.moments, plan)
    hits = np.zeros(len(test.centre), dtype=np.int64)
    maxima = [
        test.compare(partial.sums[:, first : first + _BLOCK], hits)
        for first in range(0, plan.ways, _BLOCK)
    ]
    return result_of(TermHits(hits, test.least_z, np.concatenate(maxima)), plan)
