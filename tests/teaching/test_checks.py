"""What a check answers to the mistakes that students make; it never gives the answer away."""

import pandas as pd
import pytest

from analysis.teaching import cleaning, coding, comparison, topics
from analysis.teaching.feedback import Wrong

TERMS = pd.DataFrame(
    [("a", "talks", 2), ("a", "war", 8), ("b", "war", 20), ("c", "talks", 1), ("c", "war", 39)],
    columns=["article_id", "term", "count"],
)
# Tokens 10, 20, 40: rates of talks 200, 0, 25 per 1,000.
TARGET = ["a"]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (..., "still to be filled in"),
        (3, "one number for each article"),
        ({"a": 2, "c": 1}, "lacks 1 article"),
        ({"a": 2, "b": float("nan"), "c": 1}, "has a gap"),
        ({"a": 2, "b": 0, "c": 1, "d": 0}, "'d', which is none of the articles"),
        ({"a": 2, "b": 0, "c": 2}, "The count of c is not"),
    ],
)
def test_counts(answer: object, says: str) -> None:
    with pytest.raises(Wrong, match=says):
        comparison.check_counts(TERMS, "talks", answer)


def test_rates(capsys: pytest.CaptureFixture[str]) -> None:
    comparison.check_rates(TERMS, "talks", pd.Series({"a": 200, "b": 0, "c": 25}))
    assert capsys.readouterr().out.startswith("Right.")
    for answer, says in [
        ({"a": 0.2, "b": 0, "c": 0.025}, "These are shares"),
        ({"a": 1000, "b": 0, "c": 500}, "number of different words"),
        ({"a": 1000 * 2 / 70, "b": 0, "c": 1000 / 70}, "tokens of its own article"),
        ({"a": 7, "b": 0, "c": 25}, "The rate of a is not"),
    ]:
        with pytest.raises(Wrong, match=says):
            comparison.check_rates(TERMS, "talks", answer)


def test_difference_and_relabellings() -> None:
    comparison.check_difference(TERMS, "talks", TARGET, 187.5)
    for answer, says in [
        (-187.5, "sign"),
        (200 - 1000 / 60, "You pooled"),
        (1, "not the difference"),
        ("187.5", "should be one number"),
    ]:
        with pytest.raises(Wrong, match=says):
            comparison.check_difference(TERMS, "talks", TARGET, answer)
    comparison.check_relabellings(TERMS, "talks", TARGET, [187.5, -112.5, -75])
    with pytest.raises(Wrong, match="not 2 ways"):
        comparison.check_relabellings(TERMS, "talks", TARGET, [187.5, -112.5])
    with pytest.raises(Wrong, match="At least one difference is wrong"):
        comparison.check_relabellings(TERMS, "talks", TARGET, [187.5, -112.5, 75])


def test_p_and_its_floor() -> None:
    comparison.check_p(TERMS, "talks", TARGET, 1 / 3)
    with pytest.raises(Wrong, match="labels as they are count"):
        comparison.check_p(TERMS, "talks", TARGET, 0)
    # Differences 187.5, -112.5 and -75: for b two of three are as large, one of them its own way.
    with pytest.raises(Wrong, match="absolute values"):
        comparison.check_p(TERMS, "talks", ["b"], 1 / 3)
    with pytest.raises(Wrong, match=r"is \.05 itself"):
        comparison.check_floor(1, 4, 1 / 5, 19)
    with pytest.raises(Wrong, match="largest of all"):
        comparison.check_floor(1, 4, 0.05, 20)


def test_partitions() -> None:
    with pytest.raises(Wrong, match="twice"):
        topics.check_partitions("ab", [[{"a"}, {"b"}], [{"b"}, {"a"}]])
    with pytest.raises(Wrong, match="stands in two groups"):
        topics.check_partitions("ab", [[{"a", "b"}, {"b"}]])
    with pytest.raises(Wrong, match="subsets"):
        topics.check_number(5, 32)


def test_a_set_of_lines_says_how_many_and_not_which() -> None:
    import analysis

    corpus = analysis.read_articles(analysis.open_study())
    with pytest.raises(Wrong, match=r"1 line does not belong there and 2 lines are missing") as no:
        cleaning.check_lines(corpus, "expatica-2012-06-22", {1, 7})
    assert not {"3", "5"} & set(str(no.value).split())
    with pytest.raises(Wrong, match="wrong way round"):
        cleaning.check_words(corpus, "expatica-2012-06-22", 345, 395)
    with pytest.raises(Wrong, match=r"str\.split also counts"):
        cleaning.check_words(corpus, "expatica-2012-06-22", 393, 345)
    row = pd.DataFrame([{"line": 1, "action": "drop", "category": "advert", "reason": "it is one"}])
    with pytest.raises(Wrong, match="already decide so"):
        cleaning.check_override(corpus, "expatica-2012-06-22", row)


def test_agreement() -> None:
    keys = {"article_id": ["a"] * 4, "sentence": [1, 2, 3, 4]}
    mine = pd.DataFrame({**keys, "conflict": [1, 1, 0, 0]})
    partners = pd.DataFrame({**keys, "conflict": [1, 0, 0, 0]})
    # One of four differs; 3 ones and 5 zeros: alpha = 1 - 7 / 15, and pi = 1 - 8 / 15.
    coding.check_agreement(mine, partners, "conflict", 75, 1 - 7 / 15)
    for percent, alpha, says in [
        (0.75, 0, "Multiply by 100"),
        (50, 0, "equal codes"),
        (75, 1 - 8 / 15, "Scott's pi"),
        (75, 0.2, "alpha is 1 -"),
    ]:
        with pytest.raises(Wrong, match=says):
            coding.check_agreement(mine, partners, "conflict", percent, alpha)
    with pytest.raises(Wrong, match="Nothing varies"):
        coding.check_agreement(
            mine.assign(conflict=0), partners.assign(conflict=0), "conflict", 100, 1
        )
