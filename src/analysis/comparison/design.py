"""What a comparison of groups can show, from the grouping alone, before any text is looked at.

In: which article is in which group, and what else is known of the articles. Out: how many
relabellings there are, how small a p can get, whether intervals can be estimated, and what else
differs between the groups.
"""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.comparison.confounds import FACTORS, find_confounds
from analysis.comparison.inputs import Groups, label_series, read_groups
from analysis.comparison.relabelling import count_relabellings
from analysis.comparison.verdicts import Capacity
from analysis.errors import InputError
from analysis.grouping import in_words
from analysis.wording import counted

# Articles per group from which article-bootstrap intervals are given. Resampling whole articles is
# resampling clusters of words, and with five to thirty clusters such intervals are known to be
# too narrow: Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90(3).
INTERVALS_FROM = 30
INTERVALS_SOURCE = "Cameron, Gelbach and Miller 2008"


@dataclass(frozen=True)
class ComparisonDesign:
    """What the groups allow. ``to_frame()`` gives it as a table, ``sentences`` in plain words.

    Attributes
    ----------
    target, reference
        Labels of the groups.
    n_target, n_reference
        Articles in each.
    relabellings
        Ways to deal the articles out to groups of these sizes.
    exhaustive
        True if all of them are made, False if they are sampled.
    smallest_p
        Smallest two-sided p of the permutation test for one term, and of ``p_max`` for any number.
    n_terms
        Terms to be tested at once; None if not given.
    smallest_p_corrected
        ``smallest_p`` after a correction for ``n_terms`` (Bonferroni, and Benjamini-Hochberg for a
        term that differs alone); None if ``n_terms`` is not given.
    alpha
        Error rate that the p-values are held against.
    can_test
        True if the test can show a difference: two articles in each group, ``smallest_p`` no
        more than ``alpha``.
    can_estimate_intervals
        True if both groups have ``intervals_from`` articles or more.
    intervals_from
        The number of articles per group from which intervals are given.
    confounds
        Table ``confounds`` of analysis.schema: what else goes with the grouping.
    """

    target: str
    reference: str
    n_target: int
    n_reference: int
    relabellings: int
    exhaustive: bool
    smallest_p: float
    n_terms: int | None
    smallest_p_corrected: float | None
    alpha: float
    can_test: bool
    can_estimate_intervals: bool
    intervals_from: int
    confounds: pd.DataFrame

    @property
    def n_left_out(self) -> int:
        """The articles that can be left out in turn: those that are not alone in their group."""
        return sum(size for size in (self.n_target, self.n_reference) if size > 1)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The design in plain words, the limit of the test first."""
        one, two = in_words(self.target), in_words(self.reference)
        ways = _ways(self.relabellings)
        test = (
            f"{counted(self.n_target)} of {one} against {counted(self.n_reference)} of {two} "
            f"can be dealt out in {ways} ways"
            f"{'' if self.exhaustive else ', of which a sample is drawn'}, "
            f"so no p-value can be below {self.smallest_p:.3g}."
        )
        if self.can_test:
            power = f"A difference can be shown at {self.alpha:g}."
        elif min(self.n_target, self.n_reference) < 2:
            alone = self.n_target + self.n_reference == 2
            power = (
                "One article does not stand for a group: no difference between the groups can be "
                f"shown, only how that article lies to the other{'' if alone else 's'}."
            )
        else:
            power = f"No difference can be shown at {self.alpha:g}, whatever the texts say."
        found = [test, power]
        if self.n_terms is not None and self.smallest_p_corrected is not None:
            found.append(
                f"With {self.n_terms:,} terms tested at once, the corrected p of a term that "
                f"differs alone is at least {self.smallest_p_corrected:.3g} (Bonferroni, "
                "Benjamini-Hochberg); p_max is not so limited."
            )
        found.append(
            "Article-bootstrap intervals are "
            f"{'' if self.can_estimate_intervals else 'not '}given: "
            f"they need {self.intervals_from} articles in each group ({INTERVALS_SOURCE})."
        )
        found.extend(self.confounds["detail"][self.confounds["association"] != "none"])
        return tuple(found)

    def to_frame(self) -> pd.DataFrame:
        """Two columns, ``property`` and ``value`` (text, rounded), in a fixed order.

        Examples
        --------
        >>> design = comparison_design({"a": 1, "b": 1, "c": 1, "d": 1, "e": 2}, 2, 1)
        >>> design.to_frame().head(5)
                      property value
        0       articles of 2     1
        1       articles of 1     4
        2       relabellings      5
        3  smallest p, one term  0.2
        4  can show a difference no
        """
        corrected = self.smallest_p_corrected
        rows = [
            (f"articles of {self.target}", str(self.n_target)),
            (f"articles of {self.reference}", str(self.n_reference)),
            ("relabellings", _ways(self.relabellings)),
            ("smallest p, one term", f"{self.smallest_p:.3g}"),
            ("can show a difference", "yes" if self.can_test else "no"),
            ("terms tested at once", "not stated" if self.n_terms is None else f"{self.n_terms:,}"),
            ("smallest p, corrected", "not stated" if corrected is None else f"{corrected:.3g}"),
            ("can estimate intervals", "yes" if self.can_estimate_intervals else "no"),
            ("articles per group for intervals", str(self.intervals_from)),
        ]
        rows += [
            (f"{row.factor} and grouping", str(row.association))
            for row in self.confounds.itertuples(index=False)
        ]
        return pd.DataFrame(rows, columns=["property", "value"])


def comparison_design(
    groups: Groups,
    target: object = None,
    reference: object = None,
    *,
    articles: pd.DataFrame | None = None,
    factors: tuple[str, ...] = FACTORS,
    n_terms: int | None = None,
    alpha: float = 0.05,
    max_permutations: int = 100_000,
    n_samples: int = 9_999,
) -> ComparisonDesign:
    """What a comparison of these groups of articles can show.

    Parameters
    ----------
    groups
        Article identifier -> group label (mapping or Series).
    target, reference
        The labels to compare. May be left out where there are exactly two: the later one in
        sorted order is then the target.
    articles
        What else is known: ``article_id`` and any of ``factors``.
    factors
        Columns that might explain a difference as well as the grouping does.
    n_terms
        How many terms will be tested at once.
    alpha, max_permutations, n_samples
        As in ``compare_terms``.

    Raises
    ------
    InputError
        If a label has no article, the two are not named among three or more, or ``articles`` lacks
        an article of the groups.

    Notes
    -----
    Association of a factor with the grouping, over the articles whose value is known:
    *perfect* if the groups share no value, so that the two cannot be told apart; *near-perfect* if
    at most one article in five has a value that both groups have; *partial* if some but not all
    have; *none* otherwise. Cramér's V stands beside it. ``date`` is compared by range: perfect if
    every article of one group is earlier than any of the other.

    The factor that the articles are grouped by has no row: where every article's group is its
    outlet, outlet is what is compared, not something else that goes with it.

    Examples
    --------
    >>> design = comparison_design({"a": 2012, "b": 2012, "c": 2012, "d": 2012, "e": 2016})
    >>> design.relabellings, design.smallest_p, design.can_test, design.can_estimate_intervals
    (5, 0.2, False, False)
    >>> print(design.sentences[0])
    1 article of 2016 against 4 articles of 2012 can be dealt out in 5 ways, so no p-value can be
    below 0.2.
    >>> about = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["X", "Y"], "agency": ["R", "T"]})
    >>> comparison_design({"a": "X", "b": "Y"}, articles=about).confounds["factor"].to_list()
    ['agency']
    """
    if n_terms is not None and n_terms < 1:
        raise InputError("n_terms", f"is {n_terms}", "give the number of terms, from 1")
    labels = label_series(groups)
    if target is None or reference is None:
        target, reference = _two_labels(labels, target, reference)
    labels = read_groups(groups, target, reference)
    n_target, n_reference = int((labels == target).sum()), int((labels == reference).sum())
    capacity = Capacity.of(
        n_target, n_reference, alpha=alpha, max_permutations=max_permutations, n_samples=n_samples
    )
    ways = count_relabellings(n_target, n_reference)
    used = labels[labels.isin([target, reference])]
    return ComparisonDesign(
        target=str(target), reference=str(reference), n_target=n_target, n_reference=n_reference,
        relabellings=ways, exhaustive=ways <= max_permutations,
        smallest_p=capacity.smallest_p, n_terms=n_terms,
        smallest_p_corrected=None if n_terms is None else min(1.0, capacity.smallest_p * n_terms),
        alpha=alpha, can_test=capacity.can_test,
        can_estimate_intervals=min(n_target, n_reference) >= INTERVALS_FROM,
        intervals_from=INTERVALS_FROM,
        confounds=find_confounds(used == target, articles, str(target), str(reference), factors),
    )  # fmt: skip


def _two_labels(
    labels: "pd.Series[Any]", target: object, reference: object
) -> tuple[object, object]:
    """Target and reference where there are exactly two labels."""
    values = sorted(labels.unique(), key=str)
    if len(values) != 2:
        raise InputError(
            "groups", f"hold {counted(len(values), 'group')} "
            f"({', '.join(map(repr, values)) or 'no article'})",
            "a comparison needs two: "
            + ("name the target and the reference" if len(values) > 2 else "group otherwise"),
        )  # fmt: skip
    if target is None and reference is None:
        return values[1], values[0]
    named = reference if target is None else target
    if named not in values:
        raise InputError(
            "groups",
            f"have no article with the value {named!r}",
            f"there are {values[0]!r} and {values[1]!r}",
        )
    other = values[1] if named == values[0] else values[0]
    return (other, named) if target is None else (named, other)


def _ways(n: int) -> str:
    """A number of relabellings, which may be too large for a float."""
    if n < 10**9:
        return f"{n:,}"
    exponent = math.floor(math.log10(n))
    return f"{10 ** (math.log10(n) - exponent):.1f} × 10^{exponent}"
