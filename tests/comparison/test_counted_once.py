"""The comparison with repeats counted as one, beside the one in which every article counts."""

import pandas as pd
import pytest

from analysis import compare_terms
from analysis.comparison.once import compare_counted_once
from analysis.comparison.robustness import specification_curve
from analysis.errors import InputError

FIVE = {"a": "2012", "b": "2012", "c": "2012", "d": "2012", "e": "2016"}
ROWS = [("a", "war", 3), ("b", "war", 9), ("c", "war", 2), ("d", "war", 4), ("e", "war", 12)]
ROWS += [(name, "other", 40) for name in "abcde"] + [("a", "pair", 1), ("b", "pair", 2)]
COUNTS = pd.DataFrame(ROWS, columns=["article_id", "term", "count"])
COPY = {"a": "wire", "b": "wire"}


def test_both_comparisons_stand_side_by_side() -> None:
    found = compare_counted_once(COUNTS, FIVE, "2016", "2012", ["war", "other"], COPY)
    assert found["term"].tolist() == ["war", "other"]
    for suffix, copies in (("", None), ("_once", COPY)):
        compared = compare_terms(COUNTS, FIVE, "2016", "2012", count_as_one=copies)
        expected = compared.set_index("term")
        by_term = found.set_index("term")
        for column in ("log_ratio", "p_exact", "verdict"):
            assert by_term[column + suffix].to_dict() == {
                term: expected.loc[term, column] for term in ("war", "other")
            }


def test_a_term_of_the_pair_alone_leaves_the_vocabulary() -> None:
    found = compare_counted_once(COUNTS, FIVE, "2016", "2012", ["pair"], COPY, min_articles=2).iloc[
        0
    ]
    assert found["verdict"] == "inside the reference range"
    assert pd.isna(found["verdict_once"])
    assert pd.isna(found["log_ratio_once"])


def test_the_sentence_says_what_is_left() -> None:
    found = compare_counted_once(COUNTS, FIVE, "2016", "2012", ["war"], COPY)
    assert found.attrs["sentence"] == (
        "Counted as one: a + b. That leaves 1 article of 2016 and 3 of 2012; no p-value can be "
        "below 0.25 (0.2 if every article counts). Of 3 terms, 1 has another verdict."
    )


def test_without_repeats_both_are_the_same() -> None:
    found = compare_counted_once(COUNTS, FIVE, "2016", "2012", ["war"], {})
    assert found["verdict"].tolist() == found["verdict_once"].tolist()
    assert found.attrs["sentence"].startswith("No article repeats another")


def test_a_copy_in_both_groups_is_refused() -> None:
    with pytest.raises(InputError, match="the copy 'wire' is in both groups"):
        compare_counted_once(COUNTS, FIVE, "2016", "2012", ["war"], {"a": "wire", "e": "wire"})


def test_sets_of_other_groups_are_not_named() -> None:
    groups = FIVE | {"f": "2014", "g": "2014"}
    more = pd.DataFrame([("f", "war", 1), ("g", "war", 1)], columns=COUNTS.columns)
    counts = pd.concat([COUNTS, more], ignore_index=True)
    copies = COPY | {"f": "other wire", "g": "other wire"}
    found = compare_counted_once(counts, groups, "2016", "2012", ["war"], copies)
    assert found.attrs["sentence"].startswith("Counted as one: a + b. That leaves")


def test_where_one_copy_is_all_that_a_group_has_nothing_is_left_to_compare() -> None:
    counts = pd.DataFrame(
        [("a", "war", 1), ("b", "war", 1), ("c", "truce", 1)], columns=COUNTS.columns
    )
    groups = {"a": "old", "b": "old", "c": "new"}
    found = compare_counted_once(counts, groups, "new", "old", ["war"], COPY, min_articles=2)
    assert pd.isna(found["verdict_once"][0])
    assert found.attrs["sentence"] == (
        "Counted as one: a + b. Of 1 term none is then in articles enough to be compared."
    )
    curve = specification_curve(
        {"cleaned": counts}, groups, "new", "old", ["war"], same_copy=COPY, min_articles=2
    )
    once = curve[curve["same_copy"] == "once"]
    assert once["verdict"].isna().all()
