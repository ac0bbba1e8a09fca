"""What a design supports, from the grouping alone."""

from math import comb
from typing import Any

import pandas as pd
import pytest

from analysis import comparison_design
from analysis.comparison.design import INTERVALS_FROM
from analysis.errors import InputError
from analysis.schema import TABLES

FIVE = {"a": "2012", "b": "2012", "c": "2012", "d": "2012", "e": "2016"}


def two_groups(n_target: int, n_reference: int) -> dict[str, str]:
    return {f"t{i}": "t" for i in range(n_target)} | {f"r{i}": "r" for i in range(n_reference)}


def test_one_against_four() -> None:
    design = comparison_design(FIVE, "2016", "2012", n_terms=500)
    assert (design.n_target, design.n_reference, design.relabellings) == (1, 4, 5)
    assert (design.smallest_p, design.smallest_p_corrected) == (0.2, 1.0)
    assert not design.can_test
    assert not design.can_estimate_intervals
    assert design.exhaustive
    assert "no p-value can be below 0.2" in design.sentences[0]
    assert "One article does not stand for a group" in design.sentences[1]


def test_a_mapping_or_a_series_alone_is_enough() -> None:
    for groups in (FIVE, pd.Series(FIVE)):
        design = comparison_design(groups)
        assert (design.target, design.reference) == ("2016", "2012")
        assert design.smallest_p == 0.2
        assert design.smallest_p_corrected is None


def test_one_label_given_the_other_follows() -> None:
    design = comparison_design(FIVE, target="2012")
    assert (design.target, design.reference) == ("2012", "2016")
    design = comparison_design(FIVE, reference="2016")
    assert (design.target, design.reference) == ("2012", "2016")


@pytest.mark.parametrize(
    ("n_target", "n_reference", "smallest", "can_test"),
    [
        (2, 2, 2 / 6, False),
        (3, 3, 2 / 20, False),
        (4, 4, 2 / 70, True),
        (7, 5, 1 / 792, True),
        (30, 30, 1 / 10_000, True),
        (1, 99, 1 / 100, False),
    ],
)
def test_smallest_p(n_target: int, n_reference: int, smallest: float, can_test: bool) -> None:
    design = comparison_design(two_groups(n_target, n_reference), "t", "r")
    assert design.smallest_p == pytest.approx(smallest)
    assert design.can_test is can_test


def test_correction_for_many_terms() -> None:
    design = comparison_design(two_groups(7, 5), "t", "r", n_terms=100)
    assert design.smallest_p_corrected == pytest.approx(100 / 792)
    assert "With 100 terms tested at once" in design.sentences[2]


def test_intervals_need_enough_articles_in_both_groups() -> None:
    n = INTERVALS_FROM
    assert comparison_design(two_groups(n, n), "t", "r").can_estimate_intervals
    assert not comparison_design(two_groups(n, n - 1), "t", "r").can_estimate_intervals
    assert f"need {n} articles in each group (Cameron" in comparison_design(FIVE).sentences[-1]


def test_the_table_is_tidy_and_complete() -> None:
    table = comparison_design(FIVE, n_terms=10).to_frame()
    assert list(table.columns) == ["property", "value"]
    assert table["property"].is_unique
    values = dict(zip(table["property"], table["value"], strict=True))
    assert values["articles of 2016"] == "1"
    assert values["smallest p, one term"] == "0.2"
    assert values["smallest p, corrected"] == "1"
    assert values["can show a difference"] == "no"


def about(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame({"article_id": list("abcde"), **columns})


def test_confounds() -> None:
    articles = about(
        outlet=["X", "Y", "X", "Z", "X"],
        agency=["P", "P", "P", "P", "Q"],
        event=["one", "one", "two", "three", "four"],
        language=["en"] * 5,
        date=["2012-03-13", "2012-03-13", "2012-06-22", "2012-04-19", "2016-02-11"],
    )
    design = comparison_design(FIVE, "2016", "2012", articles=articles)
    table = design.confounds.set_index("factor")
    assert list(design.confounds.columns) == TABLES["confounds"].names
    assert table["association"].to_dict() == {
        "outlet": "partial", "agency": "perfect", "event": "perfect", "language": "none",
        "date": "perfect",
    }  # fmt: skip
    assert table.loc["agency", "cramers_v"] == pytest.approx(1)
    assert table.loc["agency", "detail"] == (
        "The agency cannot be told apart from the grouping: 2016 is Q, 2012 is P (4)."
    )
    assert table.loc["language", "detail"] == "The language is en throughout."
    assert "lie apart in time (2016: 2016-02-11, 2012: 2012-03-13 to" in str(
        table["detail"]["date"]
    )
    assert any("agency cannot be told apart" in sentence for sentence in design.sentences)
    assert not any("language" in sentence for sentence in design.sentences)


def test_a_factor_that_goes_almost_wholly_with_the_grouping() -> None:
    groups = two_groups(10, 10)
    outlet = {name: ("A" if name[0] == "t" else "B") for name in groups} | {"t0": "B"}
    articles = pd.DataFrame({"article_id": list(outlet), "outlet": list(outlet.values())})
    row = comparison_design(groups, "t", "r", articles=articles).confounds.iloc[0]
    assert row["shared"] == pytest.approx(11 / 20)
    assert row["association"] == "partial"
    far = pd.DataFrame({
        "article_id": list(groups),
        "outlet": [name if name not in ("t0", "r0") else "same" for name in groups],
    })  # fmt: skip
    row = comparison_design(groups, "t", "r", articles=far).confounds.iloc[0]
    assert (row["shared"], row["association"]) == (pytest.approx(0.1), "near-perfect")


def test_a_factor_that_is_not_known_is_called_unknown() -> None:
    articles = about(agency=["P", None, "", "P", None])
    row = comparison_design(FIVE, "2016", "2012", articles=articles).confounds.iloc[0]
    assert (row["n_known"], row["association"]) == (2, "unknown")


def test_overlapping_times_are_no_confound() -> None:
    articles = about(date=["2012-01-01", "2016-03-01", "2014-01-01", "2015-01-01", "2016-02-11"])
    row = comparison_design(FIVE, "2016", "2012", articles=articles).confounds.iloc[0]
    assert row["association"] == "none"


@pytest.mark.parametrize(
    ("groups", "options", "message"),
    [
        ({}, {}, r"groups: hold 0 groups \(no article\)"),
        ({"a": 1}, {}, r"groups: hold 1 group \(1\); a comparison needs two"),
        ({"a": 1, "b": 2, "c": 3}, {}, r"groups: hold 3 groups \(1, 2, 3\).*name the target"),
        ({"a": 1, "b": 2}, {"target": 3}, r"have no article with the value 3; there are 1 and 2"),
        ({"a": 1, "b": 2}, {"target": 3, "reference": 1}, r"target group: no article .*are: 1, 2"),
        ({"a": 1, "b": 2}, {"n_terms": 0}, r"n_terms: is 0"),
        ({"a": 1, "b": None}, {}, r"groups: gives no group for 'b'"),
        (FIVE, {"articles": pd.DataFrame({"article_id": ["a"]})}, r"articles: lack 'b'"),
        (FIVE, {"articles": pd.DataFrame({"outlet": ["a"]})}, r"lack the column article_id"),
        (FIVE, {"articles": pd.DataFrame({"article_id": ["a", "a"]})}, r"name 'a' twice"),
    ],
)
def test_what_is_refused(groups: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        comparison_design(groups, **options)


def test_ways_beyond_counting_are_written_as_a_power_of_ten() -> None:
    groups = {f"a{at}": str(at % 2) for at in range(2_000)}
    design = comparison_design(groups, "1", "0")
    assert str(comb(2_000, 1_000))[:2] == "20"
    assert "can be dealt out in 2.0 × 10^600 ways, of which a sample" in design.sentences[0]
