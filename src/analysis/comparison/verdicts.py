"""What may be said of a term, in plain words from a closed set, given what the design can carry.

In: the figures of each term and the sizes of the groups. Out: one verdict per term. Only two of
the verdicts claim a difference between the groups; ``claims_difference`` tells which.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.comparison.relabelling import smallest_p
from analysis.grouping import RANGE_FROM

CANNOT_BE_COMPARED = "cannot be compared"
ONE_ARTICLE = "only in one article"
IN_EVERY = "in every {here} article, absent in {there}"
INSIDE_REFERENCE = "inside the reference range"
OUTSIDE_REFERENCE = "outside the reference range"
INSIDE_TARGET = "reference inside the target range"
OUTSIDE_TARGET = "reference outside the target range"
OVERLAP = "ranges overlap"
CANNOT_TEST = "design cannot test"
NO_DIFFERENCE = "not distinguishable from chance"
MORE = "more frequent in {target} than in {reference}"
LESS = "less frequent in {target} than in {reference}"


@dataclass(frozen=True)
class Capacity:
    """What the numbers of articles allow: nothing here depends on the texts.

    Attributes
    ----------
    n_target, n_reference
        Articles per group.
    smallest_p
        The smallest p that the permutation test can give.
    alpha
        The error rate above which no difference is claimed.
    """

    n_target: int
    n_reference: int
    smallest_p: float
    alpha: float = 0.05

    @classmethod
    def of(
        cls, n_target: int, n_reference: int, *, alpha: float = 0.05,
        max_permutations: int = 100_000, n_samples: int = 9_999,
    ) -> "Capacity":  # fmt: skip
        """The capacity of groups of these sizes."""
        floor = 1.0
        if n_target and n_reference:
            floor = smallest_p(
                n_target, n_reference, max_permutations=max_permutations, n_samples=n_samples
            )
        return cls(n_target, n_reference, floor, alpha)

    @property
    def can_test(self) -> bool:
        """True if a difference between the groups could be shown at all.

        One article does not stand for a group however many it is held against, so each group
        needs two.

        Examples
        --------
        >>> Capacity.of(4, 1).can_test, Capacity.of(1, 40).can_test, Capacity.of(5, 7).can_test
        (False, False, True)
        """
        return min(self.n_target, self.n_reference) >= 2 and self.smallest_p <= self.alpha


def closed_set(target: str, reference: str) -> dict[str, str]:
    """Every verdict that a comparison of these groups can give, with its condition.

    Examples
    --------
    >>> for verdict in list(closed_set("2016", "2012"))[:4]:
    ...     print(verdict)
    cannot be compared
    only in one article
    more frequent in 2016 than in 2012
    less frequent in 2016 than in 2012
    """
    names = {"target": target, "reference": reference}
    unable = "The design cannot test"
    return {
        CANNOT_BE_COMPARED: "A group has no article with a token.",
        ONE_ARTICLE: "One article holds all occurrences.",
        MORE.format(**names): "The design can test, and p_max is at most alpha; the mean of the "
        "articles' rates is higher in the target. A claim.",
        LESS.format(**names): "The design can test, and p_max is at most alpha; the mean of the "
        "articles' rates is lower in the target. A claim.",
        NO_DIFFERENCE: "The design can test, and p_max is above alpha. Not a proof of sameness.",
        in_every_verdicts(target, reference)[0]: f"{unable}; every target article has the term, no "
        "reference article has it.",
        in_every_verdicts(target, reference)[1]: f"{unable}; every reference article has the term, "
        "no target article has it.",
        INSIDE_REFERENCE: f"{unable}; the rates of all target articles lie within those of the "
        f"reference articles, which are the larger group (or as large) and {RANGE_FROM} or more.",
        OUTSIDE_REFERENCE: f"{unable}; the rates of all target articles lie outside those of the "
        f"reference articles, which are the larger group (or as large) and {RANGE_FROM} or more.",
        INSIDE_TARGET: f"{unable}; the target is the larger group, of {RANGE_FROM} articles or "
        "more, and the rates of all reference articles lie within its range.",
        OUTSIDE_TARGET: f"{unable}; the target is the larger group, of {RANGE_FROM} articles or "
        "more, and the rates of all reference articles lie outside its range.",
        OVERLAP: f"{unable}; some articles lie inside the larger group's range, some outside.",
        CANNOT_TEST: f"{unable}, and no group has the {RANGE_FROM} articles that make a range.",
    }


def claims_difference(verdicts: "pd.Series[str]", target: str, reference: str) -> NDArray[np.bool_]:
    """True for the verdicts that claim a difference between the groups.

    Examples
    --------
    >>> words = pd.Series(["more frequent in b than in a", "only in one article"])
    >>> claims_difference(words, "b", "a")
    array([ True, False])
    """
    claims = [form.format(target=target, reference=reference) for form in (MORE, LESS)]
    return np.asarray(verdicts.isin(claims), dtype=bool)


def in_every_verdicts(target: str, reference: str) -> tuple[str, str]:
    """The two verdicts of terms that all articles of one group have and none of the other."""
    return (
        IN_EVERY.format(here=target, there=reference),
        IN_EVERY.format(here=reference, there=target),
    )


def verdict_of(
    target_articles: ArrayLike, reference_articles: ArrayLike, p_max: ArrayLike,
    inside: ArrayLike, outside: ArrayLike, higher: ArrayLike,
    capacity: Capacity, target: str, reference: str,
) -> NDArray[np.object_]:  # fmt: skip
    """The verdict of each row of a comparison.

    Parameters
    ----------
    target_articles, reference_articles, p_max
        As in the table ``comparison``.
    inside, outside
        True where all articles of the smaller group lie inside, or all outside, the other's range.
    higher
        True where the mean per-article rate is higher in the target.
    capacity
        What the design allows.
    target, reference
        The labels.
    """
    n_target, n_reference = capacity.n_target, capacity.n_reference
    in_target, in_reference = np.asarray(target_articles), np.asarray(reference_articles)
    rows = len(in_target)
    if not (n_target and n_reference):
        return np.full(rows, CANNOT_BE_COMPARED, dtype=object)
    one = in_target + in_reference == 1
    if capacity.can_test:
        names = {"target": target, "reference": reference}
        shown = np.asarray(p_max) <= capacity.alpha
        up = np.asarray(higher, dtype=bool)
        # One article does not stand for its group, however small the p of its words.
        choices = [
            (one, ONE_ARTICLE),
            (shown & up, MORE.format(**names)),
            (shown & ~up, LESS.format(**names)),
        ]
        otherwise = NO_DIFFERENCE
    else:
        ranged = max(n_target, n_reference) >= RANGE_FROM
        by_reference = n_reference >= n_target
        every = in_every_verdicts(target, reference)
        choices = [
            (one, ONE_ARTICLE),
            ((in_target == n_target) & (in_reference == 0), every[0]),
            ((in_reference == n_reference) & (in_target == 0), every[1]),
            (np.asarray(inside) & ranged, INSIDE_REFERENCE if by_reference else INSIDE_TARGET),
            (np.asarray(outside) & ranged, OUTSIDE_REFERENCE if by_reference else OUTSIDE_TARGET),
        ]  # fmt: skip
        otherwise = OVERLAP if ranged else CANNOT_TEST
    verdicts = np.full(rows, otherwise, dtype=object)
    for condition, verdict in reversed(choices):
        verdicts[condition] = verdict
    return verdicts
