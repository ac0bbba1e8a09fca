"""How often a term occurs in each article: what the per-article dots of a figure show.

In: counts, groups, some terms. Out: table ``article_rates``, one row per term and article.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.comparison.inputs import Groups, group_counts
from analysis.comparison.tables import Counts, Totals
from analysis.schema import check_table


def article_rates(
    counts: Counts,
    groups: Groups,
    target: object,
    reference: object,
    terms: Iterable[str],
    *,
    totals: "Totals | None" = None,
) -> pd.DataFrame:
    """Count and rate of each of some terms in each article of the two groups, zeros included.

    Returns
    -------
    DataFrame
        Table ``article_rates``, terms in the order given (each once), then by group (target
        first) and article. A term that does not occur has the count 0 everywhere.

    Raises
    ------
    InputError
        As ``compare_terms``.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "a", "b"], "term": ["war", "talks", "war"],
    ...                       "count": [1, 3, 2]})
    >>> article_rates(table, {"a": "2012", "b": "2016"}, "2016", "2012", ["talks"])
        term group article_id  count  tokens   rate
    0  talks  2016          b      0       2    0.0
    1  talks  2012          a      3       4  750.0
    """
    grouped = group_counts(counts, groups, target, reference, totals=totals)
    wanted = list(dict.fromkeys(str(term) for term in terms))
    order = np.lexsort((np.arange(len(grouped.in_target)), ~grouped.in_target))
    place = pd.Index(grouped.terms).get_indexer(pd.Index(wanted, dtype=object))
    blocks = []
    for term, column in zip(wanted, place, strict=True):
        found = np.zeros(len(order), dtype=np.int64)
        if column >= 0:
            found = grouped.matrix[:, [int(column)]].toarray()[:, 0]
        blocks.append(
            pd.DataFrame({
                "term": term,
                "group": np.where(grouped.in_target, grouped.target, grouped.reference)[order],
                "article_id": grouped.article_ids[order],
                "count": found[order],
                "tokens": grouped.totals[order],
                "rate": found[order] * 1000.0 / grouped.totals[order],
            })
        )  # fmt: skip
    columns = ["term", "group", "article_id", "count", "tokens", "rate"]
    table = pd.concat(blocks, ignore_index=True) if blocks else pd.DataFrame(columns=columns)
    return check_table(table, "article_rates")


def rates_by_term(rates: pd.DataFrame, most: int = 10) -> pd.DataFrame:
    """The rates of a figure as a table that can be read: one row per term.

    Parameters
    ----------
    rates
        Table ``article_rates``.
    most
        Up to so many articles each has a column. For more there are, for each group, the articles
        that hold the term, and the smallest, the median and the largest rate of its articles.

    Returns
    -------
    DataFrame
        Terms in the order of ``rates`` as the index, ``term``; rates per 1,000 tokens.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "a", "b"], "term": ["war", "talks", "war"],
    ...                       "count": [1, 3, 2]})
    >>> rates = article_rates(table, {"a": "2012", "b": "2016"}, "2016", "2012", ["war"])
    >>> rates_by_term(rates).loc["war"].to_dict()
    {'b': 1000.0, 'a': 250.0}
    >>> rates_by_term(rates, most=1).loc["war", "2016: median"]
    np.float64(1000.0)
    """
    checked = check_table(rates, "article_rates")
    terms = pd.Index(list(dict.fromkeys(checked["term"])), name="term")
    articles = list(dict.fromkeys(checked["article_id"]))
    if len(articles) <= most:
        wide = checked.pivot(index="term", columns="article_id", values="rate")
        return wide.reindex(index=terms, columns=articles).rename_axis(columns=None)
    found = {}
    for group in dict.fromkeys(checked["group"]):
        by_term = checked[checked["group"] == group].groupby("term")["rate"]
        found[f"{group}: articles with it"] = by_term.agg(np.count_nonzero)
        for name in ("min", "median", "max"):
            found[f"{group}: {name}"] = by_term.agg(name)
    return pd.DataFrame(found).reindex(terms)
