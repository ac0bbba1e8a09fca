"""Which terms a comparison shows first, and how its verdicts are counted."""

import numpy as np
import pandas as pd
import pytest

from analysis import compare_terms
from analysis.comparison.leading import claims_sentence, leading_terms, verdict_counts
from analysis.comparison.rates import article_rates, rates_by_term
from analysis.errors import InputError
from analysis.schema import TABLES

FIVE = {"a": "2012", "b": "2012", "c": "2012", "d": "2012", "e": "2016"}


def long(rows: dict[str, dict[str, int]]) -> pd.DataFrame:
    return pd.DataFrame(
        [(article, term, n) for term, held in rows.items() for article, n in held.items()],
        columns=["article_id", "term", "count"],
    )


@pytest.fixture
def five() -> pd.DataFrame:
    counts = long({
        "every": {"a": 1, "b": 1, "c": 1, "d": 1},
        "gone": {"a": 2, "b": 2, "c": 2, "d": 2},
        "once": {"a": 40},
        "out": {"a": 9, "b": 9, "c": 9, "d": 9, "e": 1},
        "in": {"a": 30, "b": 1, "c": 1, "d": 1, "e": 2},
        "up": {"a": 1, "b": 1, "c": 1, "d": 1, "e": 3},
        "very": {"a": 1, "b": 1, "c": 1, "d": 1, "e": 30},
    })  # fmt: skip
    return compare_terms(counts, FIVE, "2016", "2012", totals=dict.fromkeys("abcde", 200))


def test_verdicts_come_before_sizes(five: pd.DataFrame) -> None:
    found = leading_terms(five, "2012")
    # "once" has by far the largest difference, and is in one article alone: it comes last.
    assert found["term"].tolist() == ["gone", "every", "out", "in", "once"]
    assert list(found.columns) == TABLES["comparison"].names
    assert found.attrs["n_reference"] == 4


def test_the_other_direction_and_the_number(five: pd.DataFrame) -> None:
    assert leading_terms(five, "2016")["term"].tolist() == ["very", "up"]
    assert leading_terms(five, "2016", n=1)["term"].tolist() == ["very"]


def test_terms_of_equal_weight_go_by_the_alphabet() -> None:
    counts = long(
        {name: {"a": 1, "b": 1, "c": 1, "d": 1} for name in ("b", "c", "a")} | {"z": {"e": 9}}
    )
    compared = compare_terms(counts, FIVE, "2016", "2012", totals=dict.fromkeys("abcde", 50))
    assert leading_terms(compared, "2012")["term"].tolist() == ["a", "b", "c"]


def test_claims_come_first_where_the_design_can_test() -> None:
    names = [f"{side}{i}" for side in "xy" for i in range(6)]
    groups = {name: {"x": "after", "y": "before"}[name[0]] for name in names}
    counts = long({
        "steady": {name: (2 if name[0] == "x" else 1) for name in names},
        "burst": {"x0": 300, "x1": 1},
    })  # fmt: skip
    compared = compare_terms(counts, groups, "after", "before", totals=dict.fromkeys(names, 400))
    assert leading_terms(compared, "after")["term"].tolist() == ["steady", "burst"]
    z = compared.set_index("term")["log_odds_z"]
    assert z["burst"] > z["steady"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"toward": "2014"}, "toward: is '2014'; give '2016' or '2012'"),
        ({"toward": "2016", "n": 0}, "n: is 0"),
    ],
)
def test_what_is_refused(five: pd.DataFrame, options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        leading_terms(five, **options)  # type: ignore[arg-type]


def test_a_table_that_does_not_say_its_groups_is_refused(five: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="does not say which groups"):
        leading_terms(pd.DataFrame(five.to_numpy(), columns=five.columns), "2016")


def test_verdicts_are_counted(five: pd.DataFrame) -> None:
    found = verdict_counts(five).set_index("verdict")
    assert found["terms"].to_dict() == {
        "only in one article": 1,
        "in every 2012 article, absent in 2016": 2,
        "inside the reference range": 1,
        "outside the reference range": 3,
    }
    assert found["percent"].sum() == pytest.approx(100)
    assert "no target article has it" in str(
        found["meaning"]["in every 2012 article, absent in 2016"]
    )


def test_no_claim_is_a_result_where_the_design_can_test() -> None:
    generator = np.random.default_rng(0)
    names = [f"{side}{i}" for side in "xy" for i in range(6)]
    counts = long(
        {
            f"t{i}": dict(zip(names, generator.poisson(4, 12).tolist(), strict=True))
            for i in range(20)
        }
    )
    groups = {name: name[0] for name in names}
    found = verdict_counts(compare_terms(counts, groups, "x", "y")).set_index("verdict")["terms"]
    assert found["more frequent in x than in y"] == 0
    assert found["less frequent in x than in y"] == 0
    assert found["not distinguishable from chance"] == 20


def test_claims_in_a_sentence(five: pd.DataFrame) -> None:
    assert claims_sentence(five) == (
        "This design cannot test: none of the 7 terms is claimed to differ between the groups."
    )
    names = [f"{side}{i}" for side in "xy" for i in range(6)]
    counts = long({"war": {name: (9 if name[0] == "x" else 1) for name in names}})
    groups = {name: name[0] for name in names}
    compared = compare_terms(counts, groups, "x", "y", totals=dict.fromkeys(names, 40))
    assert claims_sentence(compared) == (
        "1 of 1 term is claimed to differ between the groups (p_max at most 0.05); 1 have a "
        "p_bh of at most 0.05."
    )


def test_rates_of_few_articles_and_of_many(five: pd.DataFrame) -> None:
    counts = long({"war": {"a": 1, "b": 3, "e": 4}, "talks": {"c": 2}})
    rates = article_rates(
        counts, FIVE, "2016", "2012", ["talks", "war"], totals=dict.fromkeys("abcde", 1000)
    )
    few = rates_by_term(rates)
    assert few.index.tolist() == ["talks", "war"]
    assert few.columns.tolist() == ["e", "a", "b", "c", "d"]
    assert list(few.loc["war"]) == [4, 1, 3, 0, 0]
    many = rates_by_term(rates, most=4)
    assert many.loc["war", "2012: articles with it"] == 2
    assert list(many.loc["war", ["2012: min", "2012: median", "2012: max"]]) == [0, 0.5, 3]
