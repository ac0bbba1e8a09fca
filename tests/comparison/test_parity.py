"""Our figures against those of R's packages, SciPy, statsmodels and printed worked examples.

The reference figures and the traps met on the way stand in tests/data/comparison/ORIGIN.txt.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import compare_terms
from analysis.comparison import dispersion, effect_sizes, measures
from analysis.comparison.compare import benjamini_hochberg

DATA = Path(__file__).parents[1] / "data" / "comparison"
SIZES = (15_326, 10_614)


@cache
def reference(name: str) -> pd.DataFrame:
    # "NA" and "null" are words here.
    return pd.read_csv(DATA / name, keep_default_na=False)


@cache
def matrix() -> pd.DataFrame:
    """Features x addresses."""
    counts = reference("counts_by_doc.csv.gz")
    wide = counts.pivot(index="feature", columns="doc_id", values="count").fillna(0)
    return wide[reference("doc_totals.csv")["doc_id"]].astype(int)


@cache
def compared(**options: Any) -> pd.DataFrame:
    counts = reference("counts_by_doc.csv.gz")
    about = reference("doc_totals.csv").set_index("doc_id")
    table = compare_terms(
        counts.rename(columns={"doc_id": "article_id", "feature": "term"}),
        about["party"], "Republican", "Democratic", totals=about["n_tokens"], **options,
    )  # fmt: skip
    return table.set_index("term")


def largest(ours: Any, theirs: Any) -> float:
    return float(np.abs(np.asarray(ours, dtype=float) - np.asarray(theirs, dtype=float)).max())


def test_the_words_na_and_null_are_words() -> None:
    counts = pd.DataFrame({
        "article_id": ["a", "a", "b"], "term": ["null", "NA", "NA"], "count": [1, 2, 1]
    })  # fmt: skip
    table = compare_terms(counts, {"a": "x", "b": "y"}, "x", "y")
    assert table["term"].tolist() == ["NA", "null"]
    assert len(compared()) == 3_740


# G2 and chi-squared: four cells, no correction, negative where the target has less. ---------------


def test_log_likelihood_is_quantedas_plain_lr() -> None:
    # quanteda adds 1e-9 inside every logarithm (trap 3), hence 1e-4 and no closer.
    keyness = reference("keyness_reference.csv.gz").set_index("feature")
    ours = compared().loc[keyness.index]
    assert largest(ours["g2"], keyness["stat_lr_none"]) < 1e-4
    assert (ours["target_count"] == keyness["n_target"].astype(int)).all()


def test_chi_squared_is_quantedas_without_correction() -> None:
    keyness = reference("keyness_reference.csv.gz").set_index("feature")
    assert largest(compared().loc[keyness.index, "chi2"], keyness["stat_chi2_none"]) < 1e-9


def test_both_on_quantedas_own_tiny_documents() -> None:
    toy = reference("keyness_reference_toy2.csv")
    one, two = toy["n_target"].to_numpy(float), toy["n_reference"].to_numpy(float)
    sizes = (float(toy["N_target"][0]), float(toy["N_reference"][0]))
    assert largest(measures.log_likelihood(one, two, *sizes), toy["stat_lr_none"]) < 1e-4
    assert largest(measures.chi_squared(one, two, *sizes), toy["stat_chi2_none"]) < 1e-9


@pytest.mark.parametrize(("column", "power"), [("g2", "log-likelihood"), ("chi2", "pearson")])
def test_both_are_scipys(column: str, power: str) -> None:
    table = compared()
    for _, row in table.iloc[:: len(table) // 150].iterrows():
        one, two = int(row["target_count"]), int(row["reference_count"])
        cells = [[one, two], [SIZES[0] - one, SIZES[1] - two]]
        found = stats.chi2_contingency(cells, correction=False, lambda_=power)
        sign = 1 if one / SIZES[0] >= two / SIZES[1] else -1
        assert row[column] == pytest.approx(sign * found.statistic, abs=1e-9)


def test_four_cells_not_the_two_of_ucrel() -> None:
    # Trap 5: the two-cell form is another number; this holds us to the one we name.
    table = compared()
    one, two = table["target_count"].to_numpy(float), table["reference_count"].to_numpy(float)
    share = SIZES[0] / sum(SIZES)
    with np.errstate(divide="ignore", invalid="ignore"):
        two_cells = 2 * (
            np.where(one > 0, one * np.log(one / ((one + two) * share)), 0)
            + np.where(two > 0, two * np.log(two / ((one + two) * (1 - share))), 0)
        )
    assert 0.2 < largest(table["g2"].abs(), two_cells) < 0.3


# Log ratio and its conservative form. -------------------------------------------------------------


def test_lrc_is_corpora_with_bonferroni_over_all_terms() -> None:
    lrc = reference("lrc_reference.csv.gz").set_index("feature")
    ours = compared().loc[lrc.index]
    assert largest(ours["lrc"], lrc["LRC"]) < 1e-6
    assert (ours["target_articles"] == lrc["docfreq_target"]).all()
    assert (ours["reference_articles"] == lrc["docfreq_reference"]).all()


def test_lrc_without_correction_and_log_ratio_with_a_half_added() -> None:
    lrc = reference("lrc_reference.csv.gz")
    one, two = lrc["f1"].to_numpy(), lrc["f2"].to_numpy()
    plain = measures.conservative_log_ratio(one, two, *SIZES, n_tests=1)
    assert largest(plain, lrc["LRC_unadjusted"]) < 1e-6
    assert largest(measures.log_ratio(one, two, *SIZES, zero_rule="walter"), lrc["LogRatio"]) < 1e-9
    # corpora adds nothing inside its logarithms, so its G2 is the textbook's.
    assert largest(measures.log_likelihood(one, two, *SIZES), lrc["G2"]) < 1e-9


# Log-odds with a Dirichlet prior (Monroe, Colaresi and Quinn 2008). -------------------------------


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("flat0.01", {"prior": "flat", "prior_weight": 0.01}),
        ("flat0.1", {"prior": "flat", "prior_weight": 0.1}),
        ("corpus_a0_500", {"prior": "corpus", "prior_weight": 500}),
        ("corpus_a0_n", {"prior": "corpus", "prior_weight": sum(SIZES)}),
    ],
)
def test_log_odds_with_all_four_priors(name: str, options: dict[str, Any]) -> None:
    words = reference("fightingwords_reference.csv.gz").set_index("feature")
    ours = compared(max_permutations=1, n_samples=1, **options).loc[words.index]
    assert largest(ours["log_odds"], words[f"delta_{name}"]) < 1e-9
    assert largest(ours["log_odds_z"], words[f"z_{name}"]) < 1e-9


def test_defaults_of_the_priors() -> None:
    flat = compared(max_permutations=1, n_samples=1, prior="flat", prior_weight=0.01)
    pd.testing.assert_frame_equal(flat, compared(max_permutations=1, n_samples=1, prior="flat"))
    weighted = compared(max_permutations=1, n_samples=1, prior_weight=500)
    pd.testing.assert_frame_equal(weighted, compared(max_permutations=1, n_samples=1))


# Dispersion. --------------------------------------------------------------------------------------

# tlda counts 1 as even in all of these; its DP is 1 minus Gries's.
FAMILY: dict[str, Callable[[Any, Any], float]] = {
    "D": dispersion.juilland_d,  # the population's standard deviation (trap 6)
    "D2": dispersion.carroll_d2,
    "S": dispersion.rosengren_s,
    "DA": dispersion.burch_da,
    "DKL": dispersion.gries_dkl,
}
# Gries's direction: 0 is even.
THREE = {
    "gries_2008": "gries 2008",
    "lijffit_gries_2012": "lijffijt gries 2012",
    "egbert_etal_2020": "egbert 2020",
}


@pytest.mark.parametrize("name", [*FAMILY, *THREE])
def test_dispersion_is_tldas(name: str) -> None:
    spread = reference("dispersion_reference.csv.gz").set_index("feature").iloc[::5]
    sizes = reference("doc_totals.csv")["n_tokens"].to_numpy()
    rows = matrix().loc[spread.index].to_numpy()
    if name in FAMILY:
        ours, column = [FAMILY[name](row, sizes) for row in rows], f"tlda_{name}"
    else:
        formula: Any = THREE[name]
        ours = [dispersion.deviation_of_proportions(row, sizes, formula=formula) for row in rows]
        column = f"tlda_DP_{name}"
    assert largest(ours, spread[column]) < 1e-9


def test_dp_norm_of_the_comparison_is_tldas_for_every_term() -> None:
    spread = reference("dispersion_reference.csv.gz").set_index("feature")
    ours = compared().loc[spread.index, "dp_norm"]
    assert largest(ours, spread["tlda_DP_lijffit_gries_2012"]) < 1e-9


@pytest.mark.parametrize(
    ("example", "counts", "sizes"),
    [
        ("allemand", [2, 0, 1, 1, 3, 0, 3, 0, 0, 0],
         [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930]),
        ("gries5", [1, 2, 3, 4, 5], [9, 10, 10, 10, 11]),
    ],
)  # fmt: skip
def test_dispersion_of_the_worked_examples(
    example: str, counts: list[int], sizes: list[int]
) -> None:
    toys = reference("dispersion_toy_reference.csv").set_index("example")
    row: dict[Any, Any] = toys.to_dict("index")[example]
    for name, measure in FAMILY.items():
        assert measure(counts, sizes) == pytest.approx(float(row[name]), abs=1e-9)
    for name, formula in THREE.items():
        found = dispersion.deviation_of_proportions(counts, sizes, formula=formula)  # type: ignore[arg-type]
        assert found == pytest.approx(float(row[name]), abs=1e-9)


def test_juilland_with_either_deviation() -> None:
    counts, sizes = [1, 2, 3, 4, 5], [9, 10, 10, 10, 11]
    assert dispersion.juilland_d(counts, sizes) == pytest.approx(0.785, abs=5e-4)
    sample = dispersion.juilland_d(counts, sizes, deviation="sample")
    assert sample == pytest.approx(0.760, abs=5e-4)


# The exact test. ----------------------------------------------------------------------------------


def test_exact_p_over_all_792_relabellings() -> None:
    exact = reference("exact_permutation_reference.csv").set_index("feature")
    ours = compared()
    assert ours.attrs["relabellings"] == 792
    assert largest(ours.loc[exact.index, "p_exact"], exact["p_meandiff_exact"]) < 1e-12


def test_p_of_the_largest_standardised_statistic() -> None:
    # The family of the reference: terms with ten occurrences or more in both groups together.
    exact = reference("exact_permutation_reference.csv").set_index("feature")
    ours = compared(min_count=10)
    assert sorted(ours.index) == sorted(exact.index)
    assert largest(ours.loc[exact.index, "p_max"], exact["p_maxT_fwer"]) < 1e-12


def test_scipy_doubles_the_smaller_tail() -> None:
    # Trap 8: the same 792 relabellings under two conventions, on a term whose tails differ.
    about = reference("doc_totals.csv")
    target = (about["party"] == "Republican").to_numpy()
    rates = matrix().loc["it"].to_numpy() / about["n_tokens"].to_numpy()

    def difference(a: Any, b: Any, axis: int = -1) -> Any:
        return np.mean(a, axis=axis) - np.mean(b, axis=axis)

    found = stats.permutation_test(
        (rates[target], rates[~target]), difference, vectorized=True, n_resamples=1_000
    )
    assert found.pvalue == pytest.approx(2 * 6 / 792, abs=1e-12)
    assert compared().loc["it", "p_exact"] == pytest.approx((6 + 5) / 792, abs=1e-12)


# Adjusted p-values. -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "method"),
    [("holm", "holm"), ("bonferroni", "bonferroni"), ("BH", "fdr_bh"), ("BY", "fdr_by")],
)
def test_adjusted_p_of_r_and_statsmodels(column: str, method: str) -> None:
    from statsmodels.stats.multitest import multipletests

    adjusted = reference("padjust_reference.csv.gz")
    p = adjusted["p"].to_numpy(float)
    assert largest(multipletests(p, method=method)[1], adjusted[column]) < 1e-9


def test_our_benjamini_hochberg_is_rs() -> None:
    adjusted = reference("padjust_reference.csv.gz")
    assert largest(benjamini_hochberg(adjusted["p"].to_numpy(float)), adjusted["BH"]) < 1e-9
    table = compared()
    by_scipy = stats.false_discovery_control(table["p_exact"], method="bh")
    assert largest(table["p_bh"], by_scipy) < 1e-12


# Printed worked examples, in the order of the file. -----------------------------------------------


def rank_sum(first: list[int], second: list[int]) -> float:
    """Kilgarriff's W: the sum of the ranks of the first sample."""
    ranks = stats.rankdata(first + second)
    return float(ranks[: len(first)].sum())


PARTS = [9, 10, 10, 10, 11]
PUBLISHED: list[Callable[[], Any]] = [
    # Dunning 1993 p. 72: cells 10, 0, 3, 31764, the term in rows and the groups in columns.
    lambda: measures.log_likelihood([10], [0], 13, 31764)[0],
    lambda: measures.chi_squared([3], [0], 3, 31774)[0],
    lambda: stats.fisher_exact([[1, 3], [3, 1]])[1],
    lambda: stats.fisher_exact([[1, 3], [3, 1]], alternative="less")[1],
    lambda: stats.chi2_contingency([[1, 3], [3, 1]], correction=True).statistic,
    # The rank sum printed is the larger one, of the first sample.
    lambda: rank_sum([12, 15, 18, 24, 88], [3, 3, 13, 27, 33]),
    lambda: stats.contingency.odds_ratio(
        [[16217, 735], [2796938 - 16217, 2087946 - 735]], kind="sample"
    ).statistic,
    lambda: effect_sizes.percent_difference([206523], [178174], 959641, 1562358)[0],
    lambda: effect_sizes.difference_coefficient([18], [35], 1e6, 1e6)[0],
    lambda: effect_sizes.simple_maths([35], [263], 112289776, 1559716979)[0],
    lambda: dispersion.carroll_d2([2, 1, 1, 1, 0], [1] * 5),
    lambda: dispersion.juilland_d([0, 4, 3, 2, 1], [1] * 5),
    lambda: dispersion.rosengren_s([1, 2, 3, 4, 5], [1] * 5),
    lambda: dispersion.lyne_d3([1, 2, 3, 4, 5]),
    lambda: dispersion.deviation_of_proportions([2, 1, 0], [1] * 3),
    lambda: dispersion.deviation_of_proportions([1, 2, 3, 4, 5], PARTS, formula="gries 2008"),
    lambda: dispersion.deviation_of_proportions([1, 2, 3, 4, 5], PARTS),
    lambda: dispersion.deviation_of_proportions(
        [2, 0, 1, 1, 3, 0, 3, 0, 0, 0],
        [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930], formula="gries 2008",
    ),
]  # fmt: skip


@pytest.mark.parametrize("number", range(18))
def test_published_worked_example(number: int) -> None:
    row = reference("published_values.csv").iloc[number]
    found = float(PUBLISHED[number]())
    assert round(found, int(row["decimals"])) == float(row["published"]), row["source"]
    assert found == pytest.approx(float(row["recomputed"]), rel=1e-9)


def test_every_published_example_is_covered() -> None:
    assert len(PUBLISHED) == len(reference("published_values.csv")) == 18
