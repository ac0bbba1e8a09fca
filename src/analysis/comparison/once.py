"""What a comparison gives when articles of one copy or event count as one.

In: counts, groups, which articles count as one. Out: table ``counted_once``, the comparison with
every article counted beside the one with each copy counted once.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.comparison.compare import NoTermLeft, compare_terms
from analysis.comparison.inputs import Groups, read_groups
from analysis.comparison.tables import Counts
from analysis.grouping import in_words
from analysis.schema import TABLES, check_table
from analysis.wording import counted


def compare_counted_once(
    counts: Counts,
    groups: Groups,
    target: object,
    reference: object,
    terms: Iterable[str],
    copies: Mapping[Any, Any],
    *,
    compared: pd.DataFrame | None = None,
    **options: Any,
) -> pd.DataFrame:
    """Log ratio, p and verdict of some terms, with every article counted and with repeats as one.

    Parameters
    ----------
    counts, groups, target, reference, options
        As in ``compare_terms``.
    terms
        The terms to follow, in the order wanted.
    copies
        Article identifier -> name of what it shares: ``count_as_one`` of ``compare_terms``. Empty
        where no article repeats another; both comparisons are then the same.
    compared
        What ``compare_terms`` gives of every article with these arguments, where that is known
        already.

    Returns
    -------
    DataFrame
        Table ``counted_once``. A term that passes the filter of the vocabulary in one of the two
        comparisons only has no values in the other. ``.attrs["sentence"]`` says what counts as one,
        what that leaves of the design, and how many of all terms change their verdict.

    Raises
    ------
    InputError
        As ``compare_terms``.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aabbcd"), "count": [3, 1, 1, 1, 2, 4],
    ...                       "term": ["war", "talks"] * 2 + ["war", "war"]})
    >>> groups = {"a": "2012", "b": "2012", "c": "2012", "d": "2016"}
    >>> found = compare_counted_once(table, groups, "2016", "2012", ["war"], {"a": "x", "b": "x"})
    >>> print(found.attrs["sentence"])
    Counted as one: a + b. That leaves 1 article of 2016 and 2 of 2012; no p-value can be below
    0.333 (0.25 if every article counts). Of 2 terms, 2 have another verdict.
    """
    wanted = list(dict.fromkeys(str(term) for term in terms))
    each = compared
    if each is None:
        each = compare_terms(counts, groups, target, reference, **options)
    once = each
    if copies:
        try:
            once = compare_terms(counts, groups, target, reference, count_as_one=copies, **options)
        except NoTermLeft:
            once = each.head(0)
    one, other = (table.set_index("term").reindex(wanted) for table in (each, once))
    table = pd.DataFrame({
        "term": wanted,
        "log_ratio": one["log_ratio"].to_numpy(), "log_ratio_once": other["log_ratio"].to_numpy(),
        "p_exact": one["p_exact"].to_numpy(), "p_exact_once": other["p_exact"].to_numpy(),
        "verdict": one["verdict"].to_numpy(), "verdict_once": other["verdict"].to_numpy(),
    })  # fmt: skip
    result = check_table(table[TABLES["counted_once"].names], "counted_once")
    labels = read_groups(groups, target, reference)
    pair = set(labels.index[labels.isin([target, reference])])
    shared = {article: name for article, name in copies.items() if str(article) in pair}
    result.attrs = {"sentence": _sentence(each, once, shared)}
    return result


def _sentence(each: pd.DataFrame, once: pd.DataFrame, copies: Mapping[Any, Any]) -> str:
    """What counts as one, and what is left of the design."""
    if not copies:
        return "No article repeats another in its group, so there is nothing to count as one."
    members: dict[str, list[str]] = {}
    for article, copy in sorted((str(article), str(copy)) for article, copy in copies.items()):
        members.setdefault(copy, []).append(article)
    sets = [" + ".join(articles) for articles in members.values() if len(articles) > 1]
    shown = "; ".join(sets[:3])
    shown += f"; and {counted(len(sets) - 3, 'more set')}" if len(sets) > 3 else ""
    if once.empty:
        return (
            f"Counted as one: {shown}. Of {counted(len(each), 'term')} none is then in articles "
            "enough to be compared."
        )
    left = once.attrs
    both = each.merge(once, on="term", suffixes=("", "_once"))
    changed = int((both["verdict"] != both["verdict_once"]).sum())
    terms = counted(len(both), "term")
    one, other = in_words(left["target"]), in_words(left["reference"])
    return (
        f"Counted as one: {shown}. That leaves {counted(left['n_target'])} of {one} and "
        f"{left['n_reference']:,} of {other}; no p-value can be below "
        f"{left['smallest_p']:.3g} ({each.attrs['smallest_p']:.3g} if every article counts). Of "
        f"{terms}, {changed:,} {'has' if changed == 1 else 'have'} another verdict."
    )
