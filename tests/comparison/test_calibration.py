"""Groups that differ in nothing: what each rule announces. And intervals that cover."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from analysis import compare_terms
from analysis.comparison.calibration import null_calibration
from analysis.comparison.intervals import bootstrap_intervals
from analysis.comparison.verdicts import claims_difference
from analysis.errors import InputError
from analysis.text.counts import TermCounts


def bursty(n_articles: int, n_terms: int, seed: int) -> TermCounts:
    """Articles in which a word that comes once comes again, as words do: no groups at all."""
    generator = np.random.default_rng(seed)
    share = 1 / np.arange(3, n_terms + 3)
    rate = share / share.sum() * 400
    counts = generator.poisson(generator.gamma(0.5, rate / 0.5, size=(n_articles, n_terms)))
    names = [f"a{i:03}" for i in range(n_articles)]
    terms = [f"t{i:04}" for i in range(n_terms)]
    totals = counts.sum(axis=1) + 20
    return TermCounts(sparse.csr_matrix(counts), terms, names, totals)


def halves(counts: TermCounts) -> dict[str, str]:
    return {name: ("x" if i % 2 else "y") for i, name in enumerate(counts.article_ids)}


def test_at_most_five_per_cent_of_verdicts_claim_a_difference() -> None:
    claimed, anything, by_words = [], [], []
    for seed in range(40):
        counts = bursty(12, 150, seed)
        table = compare_terms(counts, halves(counts), "x", "y", max_permutations=1_000)
        found = claims_difference(table["verdict"], "x", "y")
        claimed.append(found.mean())
        anything.append(found.any())
        by_words.append((table["g2"].abs() > 3.841).mean())
    assert np.mean(claimed) <= 0.05
    # Over all terms together: any claim at all in about one study of twenty. With 40 studies a
    # rate of 5 % gives seven or more less than once in a hundred.
    assert sum(anything) <= 6
    # What the words alone would have announced, on groups that differ in nothing.
    assert np.mean(by_words) > 0.15


@pytest.mark.parametrize(("n_target", "n_reference"), [(1, 4), (2, 3), (1, 30), (3, 3)])
def test_small_designs_never_claim(n_target: int, n_reference: int) -> None:
    counts = bursty(n_target + n_reference, 100, 5)
    groups = {name: ("x" if i < n_target else "y") for i, name in enumerate(counts.article_ids)}
    table = compare_terms(counts, groups, "x", "y")
    assert not claims_difference(table["verdict"], "x", "y").any()


def test_the_calibration_table() -> None:
    counts = bursty(12, 120, 1)
    table = null_calibration(counts, halves(counts), "x", "y", n_shuffles=10, min_articles=2)
    rules = table.set_index("method")["announced_percent"]
    assert rules["log-likelihood, p < 0.05"] > 15
    assert rules["p_exact"] < 10
    assert rules["verdict"] == rules["p_max"] <= 5
    assert set(table["unit"]) == {"word", "article"}
    again = null_calibration(counts, halves(counts), "x", "y", n_shuffles=10, min_articles=2)
    pd.testing.assert_frame_equal(table, again, check_exact=True)


@pytest.mark.parametrize(("n_target", "n_reference"), [(3, 4), (5, 3), (1, 4), (4, 4)])
def test_the_calibration_is_what_each_shuffle_by_itself_gives(
    n_target: int, n_reference: int
) -> None:
    counts = bursty(n_target + n_reference, 60, 7)
    labels = ["x"] * n_target + ["y"] * n_reference
    groups = dict(zip(counts.article_ids, labels, strict=True))
    # All relabellings are made, so that nothing but the labels is drawn.
    table = null_calibration(counts, groups, "x", "y", n_shuffles=6, min_articles=2, seed=3)
    generator = np.random.default_rng(3)
    alone: dict[str, list[float]] = {
        "p_exact": [],
        "p_bh": [],
        "p_max": [],
        "g2": [],
        "verdict": [],
    }
    for _ in range(6):
        dealt = generator.permutation(np.array(labels) == "x")
        shuffled = dict(zip(counts.article_ids, np.where(dealt, "x", "y"), strict=True))
        one = compare_terms(counts, shuffled, "x", "y", min_articles=2, max_permutations=1_000)
        for rule in ("p_exact", "p_bh", "p_max"):
            alone[rule].append((one[rule] <= 0.05).mean())
        alone["g2"].append((one["g2"].abs() > 3.841459).mean())
        alone["verdict"].append(claims_difference(one["verdict"], "x", "y").mean())
    found = table.set_index("method")
    for rule, shares in alone.items():
        row = found.loc["log-likelihood, p < 0.05" if rule == "g2" else rule]
        assert row["announced_percent"] == pytest.approx(100 * np.mean(shares))
        assert row["most_percent"] == pytest.approx(100 * max(shares))


def test_a_calibration_without_shuffles_is_refused() -> None:
    counts = bursty(4, 10, 1)
    with pytest.raises(InputError, match="n_shuffles: is 0"):
        null_calibration(counts, halves(counts), "x", "y", n_shuffles=0)


def test_intervals_only_where_there_are_enough_articles() -> None:
    counts = bursty(59, 20, 2)
    table = bootstrap_intervals(counts, halves(counts), "x", "y")
    assert table["low"].isna().all()
    assert "29 and 30 articles; they need 30 in each group" in table.attrs["reason"]
    counts = bursty(60, 20, 2)
    table = bootstrap_intervals(counts, halves(counts), "x", "y", n_samples=200)
    assert table.attrs["reason"] == ""
    assert (table["low"] <= table["log_ratio"]).all()
    assert (table["log_ratio"] <= table["high"]).all()


def test_intervals_against_resampling_by_hand() -> None:
    counts = bursty(64, 3, 3)
    table = bootstrap_intervals(counts, halves(counts), "x", "y", n_samples=4_000, seed=1)
    generator = np.random.default_rng(9)
    dense, totals = counts.matrix.toarray(), counts.totals
    sides = [
        np.flatnonzero([halves(counts)[n] == side for n in counts.article_ids]) for side in "xy"
    ]
    found = []
    for _ in range(4_000):
        one, two = (generator.choice(side, len(side)) for side in sides)
        rates = [dense[rows].sum(axis=0) / totals[rows].sum() for rows in (one, two)]
        found.append(np.log2(rates[0] / rates[1]))
    low, high = np.quantile(found, [0.025, 0.975], axis=0)
    width = (high - low).max()
    assert table["low"].to_numpy() == pytest.approx(low, abs=0.06 * width)
    assert table["high"].to_numpy() == pytest.approx(high, abs=0.06 * width)


def test_intervals_of_chosen_terms_and_their_order() -> None:
    counts = bursty(60, 20, 4)
    every = bootstrap_intervals(counts, halves(counts), "x", "y", n_samples=100).set_index("term")
    some = bootstrap_intervals(
        counts, halves(counts), "x", "y", n_samples=100, terms=["t0005", "t0001", "no such"]
    )
    assert some["term"].tolist() == ["t0001", "t0005"]
    assert (some.set_index("term")["low"] == every.loc[["t0001", "t0005"], "low"]).all()


@pytest.mark.parametrize("options", [{"confidence": 1.0}, {"n_samples": 10}])
def test_intervals_with_options_that_cannot_be(options: dict[str, float]) -> None:
    counts = bursty(4, 10, 1)
    with pytest.raises(InputError, match=r"confidence: is 1\.0|n_samples: is 10"):
        bootstrap_intervals(counts, halves(counts), "x", "y", **options)  # type: ignore[arg-type]
