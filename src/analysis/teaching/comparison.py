"""Checks of the lab "Which words set this article apart?": counts, rates, an exact test by hand.

In: the stored term counts, the group of each article, and the student's answer.
"""

from collections.abc import Sequence
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
import pandas as pd

from analysis.comparison.relabelling import smallest_p
from analysis.teaching.feedback import Wrong, close, filled, number, numbers, right

_FEW = 10_000


def check_counts(terms: pd.DataFrame, word: str, counts: Any) -> None:
    """Whether these are the counts of a word in every article, absent ones included.

    Examples
    --------
    >>> terms = pd.DataFrame({"article_id": ["a", "b"], "term": ["war", "talks"], "count": [2, 1]})
    >>> check_counts(terms, "war", {"a": 2})
    Traceback (most recent call last):
    analysis.teaching.feedback.Wrong: counts lacks 1 article. An article without the
    word is an article with the count 0.
    >>> check_counts(terms, "war", {"a": 2, "b": 0})
    Right. 1 of 2 articles has the word. That number belongs beside every total.
    """
    expected = word_counts(terms, word)
    given = numbers("counts", counts, expected.index)
    for article, count in expected.items():
        if given[str(article)] != count:
            raise Wrong(f"The count of {article} is not the one in the table of terms.")
    having = int((expected > 0).sum())
    verb = "has" if having == 1 else "have"
    right(
        f"{having} of {len(expected)} articles {verb} the word. That number belongs beside every "
        "total."
    )


def check_rates(terms: pd.DataFrame, word: str, rates: Any) -> None:
    """Whether these are the rates of a word per 1,000 tokens, article by article."""
    expected, totals = word_rates(terms, word), tokens(terms)
    given = numbers("rates", rates, expected.index)
    types = terms.groupby("article_id").size()
    for article in map(str, expected.index):
        found, rate = given[article], float(expected[article])
        if close(found, rate):
            continue
        count = rate * totals[article] / 1000
        if close(found, 1000 * count / types[article]):
            raise Wrong("You divided by the number of different words. Divide by all tokens.")
        if close(found, rate / 1000, 1e-6):
            raise Wrong("These are shares. Multiply by 1,000.")
        if close(found, 1000 * count / totals.sum()):
            raise Wrong("Divide each count by the tokens of its own article, not of all of them.")
        raise Wrong(f"The rate of {article} is not its count per 1,000 of its own tokens.")
    right("Rates can be compared between articles of different length; counts cannot.")


def check_difference(
    terms: pd.DataFrame, word: str, target: Sequence[str], difference: Any
) -> None:
    """Whether this is the mean rate of the target articles minus the mean rate of the others."""
    rates, totals = word_rates(terms, word), tokens(terms)
    inside = rates.index.isin(target)
    expected = _difference(rates, target)
    given = number("difference", difference)
    if close(given, expected):
        right("Each article weighs the same in a mean of rates, the short ones too.")
        return
    if close(given, -expected):
        raise Wrong("The sign is the other way round: target minus reference.")
    counts = rates * totals / 1000
    pooled = [1000 * counts[part].sum() / totals[part].sum() for part in (inside, ~inside)]
    if close(given, pooled[0] - pooled[1]):
        raise Wrong(
            "You pooled the articles of a group into one text. The article is the unit here: take "
            "the mean of the articles' rates."
        )
    raise Wrong("This is not the difference of the two means of article rates.")


def check_relabellings(
    terms: pd.DataFrame, word: str, target: Sequence[str], differences: Any
) -> None:
    """Whether these are the differences under every way to deal out the articles."""
    filled("differences", differences)
    given = sorted(float(value) for value in differences)
    expected = sorted(all_differences(terms, word, len(target)))
    if len(given) != len(expected):
        raise Wrong(
            f"There are not {len(given)} ways to choose {len(target)} of "
            f"{len(word_rates(terms, word))} articles as the target."
        )
    if not all(map(close, given, expected)):
        raise Wrong(
            "At least one difference is wrong. Let each article take its turn as the target, and "
            "all others be the reference."
        )
    right("One of them is the difference observed. If the labels mean nothing, each is as likely.")


def check_p(terms: pd.DataFrame, word: str, target: Sequence[str], p: Any) -> None:
    """Whether this is the two-sided exact p-value of the word's difference."""
    differences = np.array(all_differences(terms, word, len(target)))
    observed = _difference(word_rates(terms, word), target)
    expected = float(np.mean(np.abs(differences) >= abs(observed) - 1e-9))
    given = number("p", p)
    if close(given, expected, 1e-6):
        right(f"In {expected:.0%} of all ways to deal out the labels the difference is as large.")
        return
    one_sided = float(np.mean(np.sign(observed) * differences >= abs(observed) - 1e-9))
    if close(given, one_sided, 1e-6):
        raise Wrong(
            "A difference the other way would have surprised as much. Take absolute values."
        )
    if close(given, expected - 1 / len(differences), 1e-6):
        raise Wrong("The labels as they are count, too: as large *or larger*.")
    raise Wrong(
        "p is the share of all differences that are as large as the observed one, or larger."
    )


def check_floor(n_target: int, n_reference: int, floor: Any, needed: Any) -> None:
    """Whether this is the smallest p of the design, and the reference that p < .05 would need.

    Examples
    --------
    >>> check_floor(1, 4, 0.2, 20)
    Right. No word, however striking, could have given less; this is known before reading any text.
    """
    expected = smallest_p(n_target, n_reference)
    if not close(number("smallest", floor), expected, 1e-6):
        raise Wrong("smallest is the p-value if the observed difference is the largest of all.")
    given, least = number("needed", needed), n_target
    while smallest_p(n_target, least) >= 0.05:
        least += 1
    if given == least - 1:
        raise Wrong("With that many articles the smallest p is .05 itself. It should be below.")
    if given != least:
        raise Wrong(f"With {n_target} in the target and needed in the reference: when is p < .05?")
    right(
        "No word, however striking, could have given less; this is known before reading any text."
    )


def tokens(terms: pd.DataFrame) -> "pd.Series[int]":
    """Tokens of each article."""
    return terms.groupby("article_id")["count"].sum()


def word_counts(terms: pd.DataFrame, word: str) -> "pd.Series[int]":
    """Count of a word in each article, 0 where it does not occur."""
    found = terms[terms["term"] == word].set_index("article_id")["count"]
    return found.reindex(tokens(terms).index, fill_value=0)


def word_rates(terms: pd.DataFrame, word: str) -> "pd.Series[float]":
    """Rate of a word per 1,000 tokens in each article."""
    return 1000 * word_counts(terms, word) / tokens(terms)


def all_differences(terms: pd.DataFrame, word: str, n_target: int) -> list[float]:
    """The difference of mean rates for every choice of so many articles as the target."""
    rates = word_rates(terms, word)
    if comb(len(rates), n_target) > _FEW:
        raise Wrong(f"This lab lists every choice of articles, and here are more than {_FEW:,}.")
    return [_difference(rates, chosen) for chosen in combinations(rates.index, n_target)]


def _difference(rates: "pd.Series[float]", target: Sequence[str]) -> float:
    inside = rates.index.isin(target)
    return float(rates[inside].mean() - rates[~inside].mean())
