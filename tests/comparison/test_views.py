"""Tables behind figures: article rates, word shift, rank stability, specification curve."""

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import jensenshannon

from analysis import compare_terms
from analysis.comparison.rates import article_rates
from analysis.comparison.robustness import claim_survival, specification_curve, stem
from analysis.comparison.stability import rank_stability
from analysis.comparison.wordshift import word_shift
from analysis.errors import InputError

FIVE = {"a": "2012", "b": "2012", "c": "2012", "d": "2012", "e": "2016"}


@pytest.fixture
def counts() -> pd.DataFrame:
    generator = np.random.default_rng(4)
    found = generator.poisson(2, size=(5, 12))
    found[:4, 0], found[4, 0] = 3, 0
    rows = [
        ("abcde"[i], f"t{j:02}", int(n)) for i, row in enumerate(found) for j, n in enumerate(row)
    ]
    table = pd.DataFrame(rows, columns=["article_id", "term", "count"])
    return table[table["count"] > 0]


def test_article_rates_hold_zeros_and_keep_the_order_asked_for(counts: pd.DataFrame) -> None:
    table = article_rates(counts, FIVE, "2016", "2012", ["t03", "t00", "t03", "none"])
    assert table["term"].drop_duplicates().tolist() == ["t03", "t00", "none"]
    assert table["article_id"].tolist() == list("eabcd") * 3
    first = table[table["term"] == "t00"].set_index("article_id")
    sums = counts.groupby("article_id")["count"].sum()
    assert first.loc["a", "rate"] == pytest.approx(3000 / sums["a"])
    assert first.loc["e", "count"] == 0
    assert (table[table["term"] == "none"]["count"] == 0).all()


def test_article_rates_agree_with_the_comparison(counts: pd.DataFrame) -> None:
    rates = article_rates(counts, FIVE, "2016", "2012", sorted(set(counts["term"])))
    found = compare_terms(counts, FIVE, "2016", "2012").set_index("term")
    ends = rates[rates["group"] == "2012"].groupby("term")["rate"].agg(["min", "max"])
    assert (found["reference_min"] == ends["min"]).all()
    assert (found["reference_max"] == ends["max"]).all()


@pytest.mark.parametrize("weight", [0.5, 0.2])
def test_word_shift_sums_to_the_divergence(counts: pd.DataFrame, weight: float) -> None:
    shift = word_shift(counts, FIVE, "2016", "2012", target_weight=weight)
    wide = counts.pivot(index="term", columns="article_id", values="count").fillna(0)
    one = wide["e"] / wide["e"].sum()
    two = wide[list("abcd")].sum(axis=1) / wide[list("abcd")].to_numpy().sum()

    def entropy(share: "pd.Series[float]") -> float:
        some = share[share > 0]
        return float(-(some * np.log2(some)).sum())

    mixed = entropy(weight * one + (1 - weight) * two)
    divergence = mixed - weight * entropy(one) - (1 - weight) * entropy(two)
    assert shift["contribution"].sum() == pytest.approx(divergence)
    assert shift.attrs["divergence"] == pytest.approx(divergence)
    if weight == 0.5:
        assert divergence == pytest.approx(jensenshannon(one, two, base=2) ** 2)
    assert shift["percent"].sum() == pytest.approx(100)
    assert shift["cumulative_percent"].iloc[-1] == pytest.approx(100)
    assert shift["contribution"].is_monotonic_decreasing
    assert (shift["contribution"] >= 0).all()


def test_word_shift_of_groups_that_are_the_same() -> None:
    table = pd.DataFrame({"article_id": list("aabb"), "term": ["x", "y"] * 2, "count": [1, 2] * 2})
    shift = word_shift(table, {"a": 1, "b": 2}, 1, 2)
    assert shift["contribution"].tolist() == [0, 0]
    assert shift["percent"].tolist() == [0, 0]
    assert shift["toward"].tolist() == ["neither", "neither"]


def test_word_shift_refuses_a_group_without_counted_terms() -> None:
    table = pd.DataFrame({"article_id": ["a"], "term": ["x"], "count": [1]})
    with pytest.raises(InputError, match="hold no term of the group '2'"):
        word_shift(table, {"a": 1, "b": 2}, 1, 2, totals={"a": 1, "b": 5})
    with pytest.raises(InputError, match="target_weight: is 1"):
        word_shift(table, {"a": 1, "b": 2}, 1, 2, target_weight=1)


@pytest.mark.parametrize("by", ["log_odds_z", "g2", "lrc", "log_ratio"])
def test_ranks_with_an_article_left_out_are_those_of_the_rest(
    counts: pd.DataFrame, by: str
) -> None:
    table = rank_stability(counts, FIVE, "2016", "2012", by=by, n_leading=4)  # type: ignore[arg-type]
    # The only article of 2016 is never left out.
    assert table["left_out"].drop_duplicates().fillna("").tolist() == ["", "a", "b", "c", "d"]
    full = table[table["left_out"].isna()]
    assert full["rank"].tolist() == [1, 2, 3, 4]
    groups = {name: label for name, label in FIVE.items() if name != "b"}
    rest = compare_terms(counts[counts["article_id"] != "b"], groups, "2016", "2012")
    expected = rest.set_index("term")[by]
    for _, row in table[table["left_out"] == "b"].iterrows():
        assert row["value"] == pytest.approx(expected[row["term"]], abs=1e-9)
        assert row["rank"] <= row["n_ranked"] == len(rest)


def test_a_term_that_goes_with_its_article_has_no_rank() -> None:
    table = pd.DataFrame(
        [("a", "only", 9), ("a", "x", 1), ("b", "x", 2), ("c", "x", 3)],
        columns=["article_id", "term", "count"],
    )
    ranks = rank_stability(table, {"a": 1, "b": 1, "c": 2}, 1, 2, by="g2", n_leading=1)
    ranks = ranks.set_index("left_out")
    assert ranks["term"].unique().tolist() == ["only"]
    assert ranks["rank"].isna()["a"]
    assert ranks.loc["a", "n_ranked"] == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [({"by": "p"}, "by: is 'p'; use log_odds_z"), ({"n_leading": 0}, "n_leading: is 0")],
)
def test_ranks_by_what_cannot_be(
    counts: pd.DataFrame, options: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        rank_stability(counts, FIVE, "2016", "2012", **options)  # type: ignore[arg-type]


def test_specification_curve_tries_every_combination_once(counts: pd.DataFrame) -> None:
    curve = specification_curve(
        {"cleaned": counts, "raw": counts}, FIVE, "2016", "2012", ["t00", "t03"],
        stop_words=["t05"], incomplete=["d"], prior_weights=[50, 500],
    )  # fmt: skip
    choices = ["text", "stop_words", "forms", "same_copy", "incomplete", "estimate"]
    # Two options each, and four estimates.
    assert len(curve) == 2**4 * 4 * 2
    assert not curve[[*choices, "term"]].duplicated().any()
    base = curve[curve["specification"] == 1]
    assert base[choices].drop_duplicates().iloc[0].tolist() == [
        "cleaned", "kept", "words", "each", "in", "per token",
    ]  # fmt: skip
    assert base["same_verdict"].all()
    assert base["same_direction"].all()


def test_specification_curve_gives_what_a_comparison_by_hand_gives(counts: pd.DataFrame) -> None:
    curve = specification_curve(
        {"cleaned": counts}, FIVE, "2016", "2012", ["t00"], stop_words=["t05"],
        same_copy={"a": "wire", "b": "wire"}, incomplete=["d"], prior_weights=[50],
    )  # fmt: skip
    chosen = curve[
        (curve["stop_words"] == "removed") & (curve["forms"] == "words")
        & (curve["same_copy"] == "once") & (curve["incomplete"] == "out")
    ].set_index("estimate")  # fmt: skip
    left = counts[(counts["term"] != "t05") & (counts["article_id"] != "d")]
    groups = {name: label for name, label in FIVE.items() if name != "d"}
    table = compare_terms(
        left, groups, "2016", "2012", count_as_one={"a": "wire", "b": "wire"}, prior_weight=50
    ).set_index("term")
    assert chosen.loc["per token", "effect"] == pytest.approx(table.loc["t00", "log_ratio"])
    odds = table["log_odds"]["t00"] / np.log(2)
    assert chosen.loc["log-odds, prior 50", "effect"] == pytest.approx(odds)
    assert chosen["verdict"]["per token"] == table["verdict"]["t00"]


def test_the_choice_that_breaks_a_claim_is_named() -> None:
    rows = [("a", "talks", 2), ("b", "talks", 2), ("c", "talks", 1), ("e", "talk", 4)]
    rows += [(name, "other", 9) for name in "abce"]
    table = pd.DataFrame(rows, columns=["article_id", "term", "count"])
    groups = {"a": "2012", "b": "2012", "c": "2012", "e": "2016"}
    curve = specification_curve({"cleaned": table}, groups, "2016", "2012", ["talks", "other"])
    survival = claim_survival(curve).set_index("term")
    assert survival.loc["talks", "verdict"] == "in every 2012 article, absent in 2016"
    assert survival["same_verdict_percent"].to_dict() == {"talks": 50, "other": 100}
    assert survival.loc["talks", "breaks_at"] == "forms: stems"
    assert survival["breaks_at"].isna()["other"]


def test_a_term_that_a_choice_takes_away_does_not_survive_it(counts: pd.DataFrame) -> None:
    curve = specification_curve(
        {"cleaned": counts}, FIVE, "2016", "2012", ["t00"], stop_words=["t00"]
    )
    gone = curve[curve["stop_words"] == "removed"]
    assert gone["effect"].isna().all()
    assert not gone["same_verdict"].any()
    assert claim_survival(curve)["breaks_at"].tolist() == ["stop_words: removed"]


def test_no_counts_at_all_are_refused() -> None:
    with pytest.raises(InputError, match="counts: hold no text"):
        specification_curve({}, FIVE, "2016", "2012", ["t00"])


@pytest.mark.parametrize(
    ("term", "expected"),
    [("ponies", "pony"), ("movies", "movy"), ("houses", "house"), ("shoes", "shoe"),
     ("trees", "tree"), ("bus", "bus"), ("glass", "glass"), ("us", "us"), ("assad's", "assad"),
     ("rebels'", "rebel"), ("war", "war"), ("as", "as")],
)  # fmt: skip
def test_stems_by_harmans_rules(term: str, expected: str) -> None:
    assert stem(term) == expected
