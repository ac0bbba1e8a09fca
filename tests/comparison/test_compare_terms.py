"""compare_terms: columns, figures by hand, symmetry, verdicts, and what it refuses."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis import compare_terms
from analysis.comparison.verdicts import Capacity, claims_difference, closed_set
from analysis.errors import InputError
from analysis.schema import TABLES
from analysis.text.counts import TermCounts

FIVE = {"a": "2012", "b": "2012", "c": "2012", "d": "2012", "e": "2016"}


def long(rows: dict[str, dict[str, int]]) -> pd.DataFrame:
    """{term: {article: count}} as a long table."""
    return pd.DataFrame(
        [(article, term, n) for term, held in rows.items() for article, n in held.items()],
        columns=["article_id", "term", "count"],
    )


@pytest.fixture
def five() -> pd.DataFrame:
    """Four articles of 2012 and one of 2016, a hundred tokens each (see ``totals``)."""
    return long({
        "all": {"a": 4, "b": 2, "c": 3, "d": 1, "e": 2},
        "every": {"a": 1, "b": 1, "c": 2, "d": 1},
        "high": {"a": 1, "b": 1, "c": 1, "e": 9},
        "once": {"e": 3},
        "some": {"a": 1, "b": 2},
    })  # fmt: skip


TOTALS = dict.fromkeys("abcde", 100)


def test_one_row_per_term_with_the_declared_columns(five: pd.DataFrame) -> None:
    table = compare_terms(five, FIVE, "2016", "2012", totals=TOTALS)
    assert list(table.columns) == TABLES["comparison"].names
    assert table["term"].tolist() == ["all", "every", "high", "once", "some"]


def test_figures_by_hand(five: pd.DataFrame) -> None:
    row = compare_terms(five, FIVE, "2016", "2012", totals=TOTALS).set_index("term").loc["all"]
    assert (row["target_count"], row["reference_count"]) == (2, 10)
    assert (row["target_articles"], row["reference_articles"]) == (1, 4)
    assert (row["target_rate"], row["reference_rate"]) == (20, 25)
    assert (row["target_min"], row["target_max"]) == (20, 20)
    assert (row["reference_min"], row["reference_max"]) == (10, 40)
    assert row["log_ratio"] == pytest.approx(np.log2(20 / 25))
    assert row["diff_percent"] == pytest.approx(-20)
    # Left out in turn: a, b, c, d; the only article of 2016 cannot be.
    left = [np.log2(20 / (n * 10 / 3)) for n in (6, 8, 7, 9)]
    assert (row["loo_min"], row["loo_max"]) == (
        pytest.approx(min(left)),
        pytest.approx(max(left)),
    )


def test_verdicts_of_four_against_one_only_describe(five: pd.DataFrame) -> None:
    table = compare_terms(five, FIVE, "2016", "2012", totals=TOTALS).set_index("term")
    assert table["verdict"].to_dict() == {
        "all": "inside the reference range",
        "every": "in every 2012 article, absent in 2016",
        "high": "outside the reference range",
        "once": "only in one article",
        "some": "inside the reference range",
    }
    assert table["p_exact"].min() == pytest.approx(0.2)
    assert table.attrs["smallest_p"] == 0.2


def test_verdicts_with_the_single_article_as_reference(five: pd.DataFrame) -> None:
    table = compare_terms(five, FIVE, "2012", "2016", totals=TOTALS).set_index("term")
    assert table["verdict"].to_dict() == {
        "all": "reference inside the target range",
        "every": "in every 2012 article, absent in 2016",
        "high": "reference outside the target range",
        "once": "only in one article",
        "some": "reference inside the target range",
    }


def test_two_against_two_says_only_that_it_cannot_test() -> None:
    table = long({"x": {"a": 1, "b": 2, "c": 3, "d": 4}, "y": {"a": 1, "b": 1}})
    groups = {"a": 1, "b": 1, "c": 2, "d": 2}
    verdicts = compare_terms(table, groups, 1, 2)["verdict"].tolist()
    assert verdicts == ["design cannot test", "in every 1 article, absent in 2"]


def test_two_against_three_can_have_overlapping_ranges() -> None:
    table = long({"x": {"a": 1, "b": 9, "c": 1, "d": 2, "e": 3}})
    groups = {"a": 1, "b": 1, "c": 2, "d": 2, "e": 2}
    found = compare_terms(table, groups, 1, 2, totals=dict.fromkeys("abcde", 10))
    assert found["verdict"].tolist() == ["ranges overlap"]


def test_a_difference_is_claimed_where_the_design_carries_it() -> None:
    articles = [f"{side}{i}" for side in "xy" for i in range(6)]
    rows = {name: (9 if name[0] == "x" else 1) for name in articles}
    even = dict.fromkeys(articles, 5)
    table = long({"up": rows, "even": even, "down": {k: 10 - v for k, v in rows.items()}})
    groups = {name: {"x": "after", "y": "before"}[name[0]] for name in articles}
    found = compare_terms(table, groups, "after", "before").set_index("term")["verdict"]
    assert found["up"] == "more frequent in after than in before"
    assert found["down"] == "less frequent in after than in before"
    assert found["even"] == "not distinguishable from chance"


def test_one_article_never_stands_for_its_group() -> None:
    # 1 against 40 has a p of 1/41 < 0.05, and still no claim about a group.
    names = [f"r{i:02}" for i in range(40)]
    table = long({"x": dict.fromkeys(names, 1) | {"t": 90}, "y": dict.fromkeys([*names, "t"], 1)})
    groups: dict[str, str] = dict.fromkeys(names, "old") | {"t": "new"}
    found = compare_terms(table, groups, "new", "old", totals=dict.fromkeys(groups, 100))
    assert found["p_exact"].iloc[0] == pytest.approx(1 / 41)
    assert not claims_difference(found["verdict"], "new", "old").any()
    assert found["verdict"].tolist() == [
        "outside the reference range",
        "inside the reference range",
    ]


@pytest.mark.parametrize(
    ("n_target", "n_reference", "can"),
    [(1, 4, False), (1, 40, False), (2, 2, False), (3, 3, False), (4, 4, True), (2, 10, True)],
)
def test_which_designs_can_test(n_target: int, n_reference: int, can: bool) -> None:
    assert Capacity.of(n_target, n_reference).can_test is can


def test_log_ratio_never_points_the_wrong_way() -> None:
    # Absent from a group a fifth as long: half an occurrence there would be the higher rate.
    table = long({"x": {"b": 1}, "z": {"a": 1, "b": 40}})
    found = compare_terms(table, {"a": 1, "b": 2}, 1, 2, totals={"a": 100, "b": 1000})
    assert found["log_ratio"].tolist() == [0.0, pytest.approx(np.log2((1 / 100) / (40 / 1000)))]


def test_one_word_alone_has_no_odds_and_no_difference() -> None:
    table = long({"x": {"a": 3, "b": 7, "c": 1}})
    row = compare_terms(table, {"a": 1, "b": 1, "c": 2}, 1, 2).iloc[0]
    assert pd.isna(row["log_odds"])
    assert (row["g2"], row["chi2"], row["log_ratio"], row["p_exact"]) == (0, 0, 0, 1)
    assert row["dp_norm"] == pytest.approx(0)


def test_the_shortest_corpus_there_is() -> None:
    table = long({"x": {"a": 1}, "y": {"b": 1}})
    found = compare_terms(table, {"a": 1, "b": 2}, 1, 2)
    assert found["verdict"].tolist() == ["only in one article"] * 2
    assert found["p_exact"].tolist() == [1, 1]
    assert found[["loo_min", "loo_max"]].isna().all(axis=None)


# What must not change the figures. ----------------------------------------------------------------

_counts = st.lists(
    st.lists(st.integers(0, 5), min_size=5, max_size=5), min_size=1, max_size=6
).filter(lambda rows: any(map(any, rows)))


@settings(max_examples=30, deadline=None)
@given(_counts)
def test_swapping_the_groups_turns_every_effect_round(rows: list[list[int]]) -> None:
    table = long({f"t{i}": dict(zip("abcde", row, strict=True)) for i, row in enumerate(rows)})
    groups = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}
    one = compare_terms(table, groups, 1, 2, totals=dict.fromkeys("abcde", 60))
    two = compare_terms(table, groups, 2, 1, totals=dict.fromkeys("abcde", 60))
    for column in ("log_ratio", "lrc", "g2", "chi2", "log_odds", "log_odds_z"):
        assert one[column].to_numpy() == pytest.approx(-two[column].to_numpy(), abs=1e-9)
    for column in ("p_exact", "p_bh", "p_max", "dp_norm"):
        assert one[column].to_numpy() == pytest.approx(two[column].to_numpy(), abs=1e-12)
    assert one["loo_min"].to_numpy() == pytest.approx(
        -two["loo_max"].to_numpy(), abs=1e-9, nan_ok=True
    )
    # Direction agrees between all effects and the rates.
    sign = np.sign((one["target_rate"] - one["reference_rate"]).to_numpy())
    for column in ("log_ratio", "g2", "chi2"):
        assert (one[column].to_numpy() * sign >= -1e-12).all()


@settings(max_examples=15, deadline=None)
@given(_counts, st.randoms(use_true_random=False))
def test_order_of_rows_and_form_of_the_counts_do_not_matter(
    rows: list[list[int]], random: Any
) -> None:
    table = long({f"t{i}": dict(zip("abcde", row, strict=True)) for i, row in enumerate(rows)})
    totals = dict.fromkeys("abcde", 80)
    expected = compare_terms(table, FIVE, "2016", "2012", totals=totals)
    shuffled = table.sample(frac=1, random_state=random.randrange(1000))
    groups = dict(random.sample(sorted(FIVE.items()), 5))
    found = compare_terms(shuffled, pd.Series(groups), "2016", "2012", totals=pd.Series(totals))
    pd.testing.assert_frame_equal(found, expected, check_exact=True)
    order = random.sample(range(5), 5)
    terms = random.sample(range(len(rows)), len(rows))
    matrix = sparse.csr_matrix(np.array(rows).T[np.ix_(order, terms)])
    counts = TermCounts(
        matrix, [f"t{i}" for i in terms], ["abcde"[i] for i in order], np.full(5, 80)
    )
    again = compare_terms(counts, FIVE, "2016", "2012")
    pd.testing.assert_frame_equal(again, expected, check_exact=True)


def test_leave_one_out_against_doing_it() -> None:
    generator = np.random.default_rng(2)
    counts = generator.poisson(0.6, size=(7, 40))
    totals = counts.sum(axis=1) + generator.integers(1, 90, size=7)
    names = list("abcdefg")
    groups = dict(zip(names, [1, 1, 1, 2, 2, 2, 2], strict=True))
    terms = [f"t{i:02}" for i in range(40)]

    def ratios(keep: list[int]) -> "pd.Series[float]":
        counted = TermCounts(
            sparse.csr_matrix(counts[keep]), terms, [names[i] for i in keep], totals[keep]
        )
        left = {name: label for name, label in groups.items() if name in counted.article_ids}
        return compare_terms(counted, left, 1, 2).set_index("term")["log_ratio"]

    each = pd.concat([ratios([i for i in range(7) if i != out]) for out in range(7)], axis=1)
    table = compare_terms(
        TermCounts(sparse.csr_matrix(counts), terms, names, totals), groups, 1, 2
    ).set_index("term")
    each = each.reindex(table.index)
    assert table["loo_min"].to_numpy() == pytest.approx(each.min(axis=1).to_numpy(), nan_ok=True)
    assert table["loo_max"].to_numpy() == pytest.approx(each.max(axis=1).to_numpy(), nan_ok=True)


# Filters, copies, articles left out. --------------------------------------------------------------


def test_the_vocabulary_filter_looks_at_both_groups_together(five: pd.DataFrame) -> None:
    for target, reference in (("2016", "2012"), ("2012", "2016")):
        table = compare_terms(five, FIVE, target, reference, totals=TOTALS, min_articles=2)
        assert table["term"].tolist() == ["all", "every", "high", "some"]
        table = compare_terms(five, FIVE, target, reference, totals=TOTALS, min_count=5)
        assert table["term"].tolist() == ["all", "every", "high"]


def test_the_filter_leaves_effects_of_the_rest_alone(five: pd.DataFrame) -> None:
    whole = compare_terms(five, FIVE, "2016", "2012", totals=TOTALS).set_index("term")
    some = compare_terms(five, FIVE, "2016", "2012", totals=TOTALS, min_count=5).set_index("term")
    columns = ["g2", "chi2", "log_ratio", "log_odds", "log_odds_z", "dp_norm", "p_exact"]
    pd.testing.assert_frame_equal(whole.loc[some.index, columns], some[columns], check_exact=True)


def test_articles_of_one_copy_count_as_one(five: pd.DataFrame) -> None:
    table = compare_terms(
        five, FIVE, "2016", "2012", totals=TOTALS, count_as_one={"a": "wire", "b": "wire"}
    ).set_index("term")
    assert table.attrs["n_reference"] == 3
    assert table.attrs["smallest_p"] == 0.25
    assert table.loc["all", "reference_max"] == 30
    assert table.loc["every", "reference_articles"] == 3
    assert "1 copy carried by several articles counts as one." in table.attrs["notes"]


def test_a_copy_in_both_groups_is_refused(five: pd.DataFrame) -> None:
    with pytest.raises(InputError, match=r"the copy 'wire' is in both groups \('a', 'e'\)"):
        compare_terms(five, FIVE, "2016", "2012", count_as_one={"a": "wire", "e": "wire"})


def test_other_groups_and_articles_without_a_group_are_left_out(five: pd.DataFrame) -> None:
    groups = {"a": "2012", "b": "2012", "c": "2014", "e": "2016"}
    table = compare_terms(five, groups, "2016", "2012", totals=TOTALS)
    assert (table.attrs["n_target"], table.attrs["n_reference"]) == (1, 2)
    assert table.attrs["notes"] == ["1 of 5 articles has no group and is left out."]


def test_labels_need_not_be_text(five: pd.DataFrame) -> None:
    groups = {name: int(year) for name, year in FIVE.items()}
    table = compare_terms(five, groups, 2016, 2012, totals=TOTALS)
    assert "in every 2012 article, absent in 2016" in table["verdict"].tolist()


def test_every_verdict_is_of_the_closed_set(five: pd.DataFrame) -> None:
    allowed = closed_set("2016", "2012")
    assert len(allowed) == 13
    assert set(compare_terms(five, FIVE, "2016", "2012")["verdict"]) <= set(allowed)


# An article without tokens. -----------------------------------------------------------------------


def test_an_article_without_tokens_is_refused_by_name(five: pd.DataFrame) -> None:
    with pytest.raises(InputError, match=r"no token of 'd'.*cannot be compared.*'exclude'"):
        compare_terms(
            five[five["article_id"] != "d"], FIVE, "2016", "2012", totals=TOTALS | {"d": 0}
        )


def test_an_article_without_tokens_can_be_left_out_and_is_noted(five: pd.DataFrame) -> None:
    table = compare_terms(
        five[five["article_id"] != "d"], FIVE, "2016", "2012",
        totals=TOTALS | {"d": 0}, without_tokens="exclude",
    )  # fmt: skip
    assert table.attrs["n_reference"] == 3
    assert table.attrs["notes"] == ["Without a token, and left out: 'd'."]


def test_a_group_without_tokens_cannot_be_compared(five: pd.DataFrame) -> None:
    table = compare_terms(
        five[five["article_id"] != "e"], FIVE, "2016", "2012",
        totals=TOTALS | {"e": 0}, without_tokens="exclude",
    )  # fmt: skip
    assert set(table["verdict"]) == {"cannot be compared"}
    assert table[["log_ratio", "g2", "p_exact", "target_rate"]].isna().all(axis=None)
    assert table["reference_rate"].notna().all()


# What is refused. ---------------------------------------------------------------------------------


def rows(*found: tuple[object, object, object]) -> pd.DataFrame:
    return pd.DataFrame(found, columns=["article_id", "term", "count"])


GROUPS = {"a": "x", "b": "y"}
GOOD = rows(("a", "war", 1), ("b", "war", 2))


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        (rows(("a", "war", -1), ("b", "war", 2)),
         r"have -1 \('war' in article 'a', row 1\), which is negative; counts are whole numbers"),
        (rows(("a", "war", 1), ("b", "war", 2.5)), r"have 2\.5 .*row 2\), which is no whole"),
        (rows(("a", "war", np.inf), ("b", "war", 2)), r"have inf .*which is not finite"),
        (rows(("a", "war", None), ("b", "war", 2)), r"have no count in row 1; fill it"),
        (rows(("a", None, 1), ("b", "war", 2)), r"have no term in row 1.*keep_default_na=False"),
        (rows((None, "war", 1), ("b", "war", 2)), r"have no article_id in row 1"),
        (rows(("a", "war", "two"), ("b", "war", 2)), r"have 'two' .*which is no number"),
        (rows(("a", "war", "2"), ("b", "war", 2)), r"have '2' .*which is no number"),
        (rows(("a", "war", 1), ("b", "war", 2), ("a", "war", 1)),
         r"give 'war' in article 'a' twice \(row 3\)"),
        (rows(), r"counts: have no row"),
        (GOOD.drop(columns="count"), r"counts: lack the column count"),
        ([["a", "war", 1]], r"counts: is a list; give what count_terms returns, or a table"),
    ],
)  # fmt: skip
def test_counts_that_cannot_be(counts: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        compare_terms(counts, GROUPS, "x", "y")


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ({"a": "x", "b": "z"}, r"reference group: no article has the value 'y'.*are: 'x', 'z'"),
        ({"a": "y"}, r"target group: no article has the value 'x'.*are: 'y'"),
        ({"a": "x"}, r"reference group: no article has the value 'y'.*are: 'x'"),
        ({}, r"target group: no article has the value 'x'; the values in groups are: none"),
        ({"a": "x", "b": "y", "c": "y"}, r"groups: names 'c', which the counts do not hold"),
        ({"a": "x", "b": None}, r"groups: gives no group for 'b'"),
        ({"a": "x", "b": float("nan")}, r"groups: gives no group for 'b'"),
        (pd.Series(["x", "y", "x"], index=["a", "b", "a"]), r"groups: names 'a' twice"),
        (["x", "y"], r"groups: is a list; give a mapping or a Series from article_id to group"),
    ],
)  # fmt: skip
def test_groups_that_cannot_be(groups: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        compare_terms(GOOD, groups, "x", "y")


@pytest.mark.parametrize(
    ("totals", "message"),
    [
        ({"a": 5, "b": 1}, r"give 1 tokens for article 'b', whose counts sum to 2"),
        ({"a": 5}, r"totals: lack 'b'"),
        ({"a": 5, "b": None}, r"totals: give no number for 'b'"),
        ({"a": 5, "b": 2.5}, r"totals: have 2\.5 \(article 'b'\), which is no whole number"),
        ({"a": 5, "b": -3}, r"totals: have -3 \(article 'b'\), which is negative"),
        ({"a": 5, "b": "many"}, r"totals: have 'many' \(article 'b'\), which is no number"),
    ],
)  # fmt: skip
def test_totals_that_cannot_be(totals: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        compare_terms(GOOD, GROUPS, "x", "y", totals=totals)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_articles": 0}, r"min_articles: is 0; give a whole number from 1"),
        ({"min_count": 0}, r"min_count: is 0"),
        ({"min_articles": 3}, r"counts: hold no term in at least 3 articles"),
        ({"alpha": 0}, r"alpha: is 0; give a number between 0 and 1"),
        ({"prior_weight": 0}, r"prior_weight: is 0; give a number above 0"),
        ({"prior": "jeffreys"}, r"prior: is 'jeffreys'; use 'corpus' or 'flat'"),
        ({"without_tokens": "skip"}, r"without_tokens: is 'skip'; use 'error' or 'exclude'"),
    ],
)
def test_options_that_cannot_be(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        compare_terms(GOOD, GROUPS, "x", "y", **options)


def test_the_same_group_twice_is_refused() -> None:
    with pytest.raises(InputError, match="target and reference: are both 'x'"):
        compare_terms(GOOD, GROUPS, "x", "x")


@pytest.mark.parametrize(
    ("matrix", "terms", "article_ids", "message"),
    [
        ([[1.5], [1.0]], ["war"], ["a", "b"], r"have 1\.5 \('war' in article 'a'\)"),
        ([[1], [-2]], ["war"], ["a", "b"], r"have -2 \('war' in article 'b'\), which is negative"),
        ([[1], [2]], ["war"], ["a"], r"have a matrix of 2 x 1 for 1 articles and 1 terms"),
        ([[1], [2]], ["war"], ["a", "a"], r"name the article 'a' twice"),
        ([[1, 1], [2, 1]], ["war", "war"], ["a", "b"], r"name the term 'war' twice"),
    ],
)
def test_a_matrix_that_cannot_be(
    matrix: Any, terms: list[str], article_ids: list[str], message: str
) -> None:
    counts = TermCounts(sparse.csr_matrix(np.array(matrix)), terms, article_ids, np.array([9, 9]))
    with pytest.raises(InputError, match=message):
        compare_terms(counts, GROUPS, "x", "y")


def test_a_word_of_one_article_is_never_claimed_for_its_group() -> None:
    # One of two articles against a hundred has the p of a difference: 2 in 102.
    names = [f"r{i:03}" for i in range(100)]
    table = long({"x": {"t0": 50}, "y": dict.fromkeys([*names, "t0", "t1"], 3)})
    groups: dict[str, str] = dict.fromkeys(names, "old") | {"t0": "new", "t1": "new"}
    found = compare_terms(table, groups, "new", "old", totals=dict.fromkeys(groups, 100))
    row = found.set_index("term").loc["x"]
    assert row["p_max"] <= 0.05
    assert row["verdict"] == "only in one article"


@pytest.mark.parametrize(
    ("option", "value", "least"),
    [("min_articles", "2", 1), ("min_count", 0, 1), ("seed", -1, 0), ("seed", 1.5, 0),
     ("n_samples", 0, 1), ("max_permutations", True, 1)],
)  # fmt: skip
def test_numbers_that_are_no_whole_numbers(option: str, value: Any, least: int) -> None:
    with pytest.raises(
        InputError, match=f"{option}: is {value!r}; give a whole number from {least}"
    ):
        compare_terms(GOOD, GROUPS, "x", "y", **{option: value})
