"""The permutation test against enumeration in exact fractions."""

from fractions import Fraction
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis.comparison import permutation
from analysis.comparison.fixed import fixed_rates, moments
from analysis.comparison.permutation import PermutationResult, permutation_test
from analysis.comparison.relabelling import count_relabellings, member_blocks, smallest_p
from analysis.errors import InputError


def by_fractions(counts: list[list[int]], totals: list[int], n_target: int) -> list[Fraction]:
    """P(abs(T) >= abs(t)) for each term, in exact arithmetic; the first articles are the target."""
    n = len(totals)
    found = []
    for term in zip(*counts, strict=True):
        rates = [Fraction(count, total) for count, total in zip(term, totals, strict=True)]

        def difference(chosen: tuple[int, ...], rates: list[Fraction] = rates) -> Fraction:
            one = sum((rates[i] for i in chosen), Fraction())
            two = sum(rates, Fraction()) - one
            return abs(one / n_target - two / (n - n_target))

        observed = difference(tuple(range(n_target)))
        reached = [difference(chosen) >= observed for chosen in combinations(range(n), n_target)]
        found.append(Fraction(sum(reached), len(reached)))
    return found


def run(counts: Any, totals: Any, n_target: int, **options: Any) -> PermutationResult:
    matrix = sparse.csr_array(np.asarray(counts, dtype=np.int64))
    in_target = np.arange(len(totals)) < n_target
    return permutation_test(matrix, np.asarray(totals, dtype=np.int64), in_target, **options)


@st.composite
def designs(draw: st.DrawFn) -> tuple[list[list[int]], list[int], int]:
    n = draw(st.integers(2, 7))
    n_target = draw(st.integers(1, n - 1))
    terms = draw(st.integers(1, 4))
    counts = draw(
        st.lists(
            st.lists(st.integers(0, 4), min_size=terms, max_size=terms), min_size=n, max_size=n
        )
    )
    # Lengths that make rates small, equal on paper, and unequal in binary (trap 7).
    extra = draw(st.lists(st.sampled_from([1, 3, 7, 2_000, 3_000, 6_000]), min_size=n, max_size=n))
    return counts, [sum(row) + more for row, more in zip(counts, extra, strict=True)], n_target


@settings(max_examples=150, deadline=None)
@given(designs())
def test_every_p_is_the_exact_fraction(design: tuple[list[list[int]], list[int], int]) -> None:
    counts, totals, n_target = design
    result = run(counts, totals, n_target)
    ways = comb(len(totals), n_target)
    assert result.exhaustive
    assert result.n_relabellings == ways
    assert [round(p * ways) for p in result.p] == [
        exact * ways for exact in by_fractions(counts, totals, n_target)
    ]


def test_ties_of_small_rates_are_kept() -> None:
    # 1/3000 + 2/3000 against 3/3000 and the like: equal on paper, not in floating point.
    counts = [[1], [2], [3], [6], [4], [5]]
    totals = [3000, 3000, 3000, 6000, 6000, 6000]
    ways = comb(6, 3)
    assert round(run(counts, totals, 3).p[0] * ways) == by_fractions(counts, totals, 3)[0] * ways


def test_one_against_four_cannot_go_below_a_fifth() -> None:
    result = run([[9, 1], [0, 1], [0, 1], [0, 1], [0, 1]], [10] * 5, 1)
    assert result.p.tolist() == [0.2, 1.0]
    assert smallest_p(1, 4) == 0.2


@pytest.mark.parametrize(("n_target", "n_reference"), [(1, 1), (2, 2), (2, 3), (4, 4), (1, 6)])
def test_the_smallest_p_is_reached_and_never_undercut(n_target: int, n_reference: int) -> None:
    counts = [[5]] * n_target + [[0]] * n_reference
    found = run(counts, [9] * (n_target + n_reference), n_target).p[0]
    assert found == pytest.approx(smallest_p(n_target, n_reference))
    generator = np.random.default_rng(1)
    noise = generator.integers(0, 9, size=(n_target + n_reference, 50))
    assert run(noise, noise.sum(axis=1) + 1, n_target).p.min() >= found - 1e-12


def test_the_largest_statistic_against_whole_arrays() -> None:
    generator = np.random.default_rng(3)
    counts = generator.poisson(2, size=(8, 30))
    totals = counts.sum(axis=1) + 50
    rates = counts / totals[:, None]
    members = np.array([[i in chosen for i in range(8)] for chosen in combinations(range(8), 3)])
    statistic = np.array([rates[row].mean(axis=0) - rates[~row].mean(axis=0) for row in members])
    spread = statistic.std(axis=0)
    z = np.abs(statistic) / spread
    expected = (z.max(axis=1)[:, None] >= z[0] - 1e-9).mean(axis=0)
    result = run(counts, totals, 3)
    assert result.p_max == pytest.approx(expected, abs=1e-12)
    assert (result.p_max >= result.p - 1e-12).all()


def test_a_rate_that_is_the_same_everywhere_is_never_the_largest() -> None:
    counts = np.column_stack([np.full(6, 10), [30, 0, 0, 0, 0, 0]])
    result = run(counts, [7_000] * 6, 1)
    assert result.p.tolist() == [1.0, pytest.approx(1 / 6)]
    assert result.p_max.tolist() == [1.0, pytest.approx(1 / 6)]


def test_all_ways_of_counting_give_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(5)
    counts = generator.poisson(0.4, size=(60, 90))
    totals = counts.sum(axis=1) + 200
    plain = run(counts, totals, 25, n_samples=300, seed=4)
    assert not plain.exhaustive
    assert plain.n_relabellings == 301
    monkeypatch.setattr(permutation, "_COMPILED_FROM", 0)
    compiled = run(counts, totals, 25, n_samples=300, seed=4)
    monkeypatch.setattr(permutation, "_FEW", 1.0)
    by_rows = run(counts, totals, 25, n_samples=300, seed=4)
    monkeypatch.setattr(permutation, "_BLOCK_BYTES", 8 * 90 * 7)
    narrow = run(counts, totals, 25, n_samples=300, seed=4, progress=True)
    for other in (compiled, by_rows, narrow):
        assert (other.p == plain.p).all()
        assert (other.p_max == plain.p_max).all()


def test_sampling_has_the_rule_of_one_and_depends_on_the_seed_alone() -> None:
    generator = np.random.default_rng(6)
    counts = generator.poisson(3, size=(30, 5))
    counts[:15, 0] += 50
    totals = np.full(30, 500)
    first = run(counts, totals, 15, n_samples=199, seed=1)
    assert first.p[0] == 1 / 200
    assert (first.p == run(counts, totals, 15, n_samples=199, seed=1).p).all()
    assert (first.p != run(counts, totals, 15, n_samples=199, seed=2).p).any()
    assert smallest_p(15, 15, n_samples=199) == 1 / 200


def test_sampled_p_is_near_the_exact_one() -> None:
    generator = np.random.default_rng(7)
    counts = generator.poisson(2, size=(10, 20))
    totals = counts.sum(axis=1) + 30
    exact, sampled = run(counts, totals, 5), run(counts, totals, 5, max_permutations=1, seed=1)
    assert exact.exhaustive
    assert not sampled.exhaustive
    assert sampled.p == pytest.approx(exact.p, abs=0.02)


def test_no_difference_between_articles_gives_evenly_spread_p() -> None:
    generator = np.random.default_rng(8)
    counts = generator.poisson(20, size=(12, 3_000))
    p = run(counts, np.full(12, 100_000), 6).p
    assert np.mean(p <= 0.05) == pytest.approx(0.05, abs=0.015)


def test_relabellings_are_all_there_once() -> None:
    group = np.array([True, True, False, False, False])
    blocks = list(member_blocks(group, 10, exhaustive=True, seed=0, block=4))
    assert [block.shape for block in blocks] == [(5, 4), (5, 4), (5, 2)]
    every = np.hstack(blocks).T
    assert len({tuple(row) for row in every}) == 10 == count_relabellings(2, 3)
    assert (every.sum(axis=1) == 2).all()


def test_drawn_relabellings_do_not_depend_on_the_block() -> None:
    group = np.arange(20) < 8
    wide = np.hstack(list(member_blocks(group, 9, exhaustive=False, seed=3, block=9)))
    narrow = np.hstack(list(member_blocks(group, 9, exhaustive=False, seed=3, block=2)))
    assert (wide == narrow).all()


def test_fixed_rates_leave_room_for_every_sum() -> None:
    # Every article is one word over and over: no rate can be larger.
    counts = sparse.csr_array(np.ones((5_000, 1), dtype=np.int64))
    fixed = fixed_rates(counts, np.ones(5_000, dtype=np.int64))
    found = moments(fixed)
    assert found.total.tolist() == [5_000 * 2**fixed.bits]
    assert found.deviations(5_000).tolist() == [0.0]
    assert min(int(part.min()) for part in found.squares) >= 0


def test_deviations_are_exact() -> None:
    generator = np.random.default_rng(2)
    counts = sparse.csr_array(generator.poisson(1, size=(300, 4)))
    totals = np.asarray(counts.sum(axis=1)) + generator.integers(1, 5_000, size=300)
    fixed = fixed_rates(counts, totals)
    rates = fixed.by_term.toarray().astype(object)
    expected = 300 * (rates**2).sum(axis=1) - rates.sum(axis=1) ** 2
    found = moments(fixed)
    assert found.deviations(300).tolist() == [float(value) for value in expected]


@pytest.mark.parametrize("options", [{"n_samples": 0}, {"max_permutations": 0}])
def test_no_permutations_at_all_is_refused(options: dict[str, int]) -> None:
    with pytest.raises(
        InputError, match=r"n_samples and max_permutations: .* whole numbers from 1"
    ):
        run([[1], [0]], [2, 2], 1, **options)


def test_a_group_without_articles_is_refused() -> None:
    with pytest.raises(InputError, match="one group without an article"):
        run([[1], [0]], [2, 2], 0)
