"""Which terms of a comparison to show first: by what the design lets one say, then by weight.

In: the table ``comparison``. Out: some of its rows. One rule for every study, so that nobody picks
terms by hand; terms chosen by looking at their differences are still terms chosen by looking.
"""

import numpy as np
import pandas as pd

from analysis.comparison.verdicts import (
    CANNOT_BE_COMPARED,
    ONE_ARTICLE,
    OUTSIDE_REFERENCE,
    OUTSIDE_TARGET,
    Capacity,
    claims_difference,
    closed_set,
    in_every_verdicts,
)
from analysis.errors import InputError
from analysis.schema import TABLES, check_table
from analysis.wording import counted


def leading_terms(compared: pd.DataFrame, toward: object, n: int = 10) -> pd.DataFrame:
    """The terms that lead towards one of the two groups.

    Parameters
    ----------
    compared
        What ``compare_terms`` returned.
    toward
        The target or the reference: only terms more frequent there are taken.
    n
        How many at most.

    Returns
    -------
    DataFrame
        Rows of ``compared``, a verdict that claims a difference first; then terms in every article
        of one group and in none of the other; then terms outside the other group's range; then the
        rest, terms of one article last. Within each of these by the absolute value of
        ``log_odds_z``, largest first (rounded to nine decimals), then by term.

    Raises
    ------
    InputError
        If ``toward`` is neither of the groups, or ``compared`` does not say what they are.

    Notes
    -----
    ``log_odds_z`` orders the terms because it weighs how large a difference is against how few
    occurrences it rests on: the largest log ratios are those of words that occur once or twice. It
    is used to sort, not to test.

    Examples
    --------
    >>> from analysis import compare_terms
    >>> table = pd.DataFrame({"article_id": list("aabbc"), "term": ["war", "talks"] * 2 + ["war"],
    ...                       "count": [3, 1, 2, 2, 4]})
    >>> compared = compare_terms(table, {"a": "2012", "b": "2012", "c": "2016"}, "2016", "2012")
    >>> leading_terms(compared, "2012")[["term", "verdict"]].to_numpy().tolist()
    [['talks', 'in every 2012 article, absent in 2016']]
    """
    target, reference = (compared.attrs.get(name) for name in ("target", "reference"))
    if target is None or reference is None:
        raise InputError(
            "compared", "does not say which groups it compares", "give what compare_terms returned"
        )
    if str(toward) not in (target, reference):
        raise InputError("toward", f"is {toward!r}", f"give {target!r} or {reference!r}")
    if n < 1:
        raise InputError("n", f"is {n}", "give a number of terms, from 1")
    attrs = dict(compared.attrs)
    checked = check_table(compared, "comparison")
    side = 1.0 if str(toward) == target else -1.0
    more = checked[np.sign(checked["log_ratio"].to_numpy(dtype=float)) == side]
    verdicts = more["verdict"]
    rank = np.select(
        [
            claims_difference(verdicts, target, reference),
            verdicts.isin(in_every_verdicts(target, reference)),
            verdicts.isin([OUTSIDE_REFERENCE, OUTSIDE_TARGET]),
            ~verdicts.isin([ONE_ARTICLE, CANNOT_BE_COMPARED]),
        ],
        [0, 1, 2, 3],
        default=4,
    )
    size = more["log_odds_z"].abs().fillna(0.0).round(9).to_numpy()
    order = np.lexsort((more["term"].to_numpy(dtype=str), -size, rank))
    result: pd.DataFrame = more.iloc[order[:n]].reset_index(drop=True)[TABLES["comparison"].names]
    result.attrs = attrs
    return result


def verdict_counts(compared: pd.DataFrame) -> pd.DataFrame:
    """How many terms have each verdict: table ``verdict_counts``, the claims first.

    Verdicts stand in the order of ``analysis.comparison.verdicts.closed_set``; those that no term
    has are left out, save the two that claim a difference where the design can test: that none was
    found is a result.

    Examples
    --------
    >>> from analysis import compare_terms
    >>> table = pd.DataFrame({"article_id": list("aabbc"), "term": ["war", "talks"] * 2 + ["war"],
    ...                       "count": [3, 1, 2, 2, 4]})
    >>> compared = compare_terms(table, {"a": "2012", "b": "2012", "c": "2016"}, "2016", "2012")
    >>> verdict_counts(compared)[["verdict", "terms"]]
                                     verdict  terms
    0  in every 2012 article, absent in 2016      1
    1                     design cannot test      1
    """
    target, reference = compared.attrs["target"], compared.attrs["reference"]
    found = compared["verdict"].value_counts()
    capacity = Capacity(
        compared.attrs["n_target"], compared.attrs["n_reference"],
        compared.attrs["smallest_p"], compared.attrs["alpha"],
    )  # fmt: skip
    rows = []
    for verdict, meaning in closed_set(target, reference).items():
        claim = claims_difference(pd.Series([verdict]), target, reference)[0]
        terms = int(found.get(verdict, 0))
        if terms or (claim and capacity.can_test):
            rows.append((verdict, terms, 100 * terms / len(compared), meaning))
    return check_table(
        pd.DataFrame(rows, columns=pd.Index(TABLES["verdict_counts"].names)), "verdict_counts"
    )


def claims_sentence(compared: pd.DataFrame) -> str:
    """How many terms are claimed to differ between the groups, and what that means.

    Examples
    --------
    >>> from analysis import compare_terms
    >>> table = pd.DataFrame({"article_id": list("aab"), "term": ["war", "talks", "war"],
    ...                       "count": [3, 1, 4]})
    >>> claims_sentence(compare_terms(table, {"a": "2012", "b": "2016"}, "2016", "2012"))
    'This design cannot test: none of the 2 terms is claimed to differ between the groups.'
    """
    about, n = compared.attrs, len(compared)
    capacity = Capacity(
        about["n_target"], about["n_reference"], about["smallest_p"], about["alpha"]
    )
    if not capacity.can_test:
        return (
            f"This design cannot test: none of the {counted(n, 'term')} is claimed to differ "
            "between the groups."
        )
    claimed = int(claims_difference(compared["verdict"], about["target"], about["reference"]).sum())
    found = int((compared["p_bh"] <= about["alpha"]).sum())
    return (
        f"{claimed:,} of {counted(n, 'term')} {'is' if claimed == 1 else 'are'} claimed to differ "
        f"between the groups (p_max at most {about['alpha']:g}); {found:,} have a p_bh of at most "
        f"{about['alpha']:g}."
    )
