"""Articles that tell one thing twice, for analyses that count it once; and the most alike pairs.

In: articles with their groups, and what was found of their likeness. Out: which articles a
comparison may count as one, and a short table of pairs to judge that by.
"""

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.corpus.duplicates import article_pairs, find_duplicates, shared_runs
from analysis.errors import InputError
from analysis.schema import check_table

ALL_PAIRS_UP_TO = 100


def counted_once(
    articles: pd.DataFrame, clusters: pd.DataFrame, groups: "Mapping[str, object] | pd.Series[str]"
) -> dict[str, str]:
    """The articles of one group that carry the same copy, are called repeats, or share an event.

    Parameters
    ----------
    articles
        At least article_id and event: the label given by hand, empty where none was. Where there
        is a column duplicate_of, an article counts as one with the one that it names.
    clusters
        Table ``duplicate_clusters``; read is same_copy.
    groups
        Article identifier -> group. Articles without one are left out.

    Returns
    -------
    dict
        article_id -> name of what it shares: the article_id that comes first among those that
        count as one with it. Articles that share nothing are not in it. Articles of two groups are
        never one. Where the articles of a group are all on one event, its label says nothing of
        repeats within the group, and only copies count.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": list("abcd"), "event": ["x", "x", None, "x"]})
    >>> clusters = pd.DataFrame({"article_id": list("abcd"), "same_copy": list("abcd")})
    >>> counted_once(articles, clusters, {"a": "2012", "b": "2012", "c": "2012", "d": "2016"})
    {'a': 'a', 'b': 'a'}
    >>> stated = articles.assign(event=None, duplicate_of=[None, None, "a", "a"])
    >>> counted_once(stated, clusters, {"a": "2012", "b": "2012", "c": "2012", "d": "2016"})
    {'a': 'a', 'c': 'a'}
    """
    for name, frame, column in (
        ("articles", articles, "event"), ("clusters", clusters, "same_copy")
    ):  # fmt: skip
        for wanted in ("article_id", column):
            if wanted not in frame.columns:
                raise InputError(name, f"lack the column {wanted}", f"give article_id and {column}")
    group_of = {str(article): str(group) for article, group in dict(groups).items()}
    names = sorted(group_of)
    joined = {name: name for name in names}

    def first(name: str) -> str:
        """The first of the articles that this one is joined to."""
        while joined[name] != name:
            joined[name] = joined[joined[name]]
            name = joined[name]
        return name

    sizes = Counter(group_of.values())
    copy = dict(zip(clusters["article_id"].astype(str), clusters["same_copy"], strict=True))
    event = dict(zip(articles["article_id"].astype(str), articles["event"], strict=True))
    repeats: dict[str, object] = {}
    if "duplicate_of" in articles.columns:
        ids = articles["article_id"].astype(str)
        given = articles["duplicate_of"]
        repeats = dict(zip(ids, given.where(given.notna(), ids), strict=True))
    for shared, whole_group in ((copy, True), (repeats, True), (event, False)):
        members: dict[tuple[str, str], list[str]] = {}
        for name in names:
            value = shared.get(name)
            if isinstance(value, str) and value:
                members.setdefault((group_of[name], value), []).append(name)
        for (group, _), found in members.items():
            if len(found) > 1 and (whole_group or len(found) < sizes[group]):
                firsts = {first(name) for name in found}
                joined |= dict.fromkeys(firsts, min(firsts))
    label = {name: first(name) for name in names}
    times = Counter(label.values())
    return {name: at for name, at in label.items() if times[at] > 1}


def alike_pairs(articles: pd.DataFrame, quotations: pd.DataFrame, n: int = 5) -> pd.DataFrame:
    """The most alike pairs of articles: table ``article_pairs``, at most ``n`` rows.

    Up to 100 articles all pairs are measured and those with the most alike vocabularies given;
    above, the pairs with most copy in common among those that ``find_duplicates`` found, then those
    with the most alike vocabularies.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "date": ["2012-03-13", "2012-03-14"],
    ...     "body": ["Both sides met in the city on Monday.", "Both sides met in the city again."]})
    >>> none = pd.DataFrame({"article_id": [], "start": [], "end": [], "kind": []})
    >>> alike_pairs(articles, none)[["article_a", "article_b", "same_copy"]].round(2)
      article_a article_b  same_copy
    0         a         b       0.67
    """
    if len(articles) <= ALL_PAIRS_UP_TO:
        return article_pairs(articles, quotations).head(n)
    pairs = find_duplicates(articles, quotations).pairs
    pairs = pairs.sort_values(
        ["same_copy", "same_event", "article_a", "article_b"],
        ascending=[False, False, True, True], ignore_index=True, na_position="last",
    ).head(n)  # fmt: skip
    members = sorted(set(pairs["article_a"]) | set(pairs["article_b"]))
    some = articles[articles["article_id"].isin(members)].sort_values("article_id")
    shared = shared_runs(some, quotations)
    both = [tuple(sorted(pair)) for pair in pairs[["article_a", "article_b"]].to_numpy()]
    table = pd.DataFrame(both, columns=["article_a", "article_b"], dtype="str")
    table["days_apart"] = pairs["days_apart"].abs()
    for place, column in enumerate(("same_copy", "same_quotation")):
        values = [shared[pair][place] for pair in both]
        table[column] = pd.Series(values, dtype="float64", index=table.index)
    table["same_event"] = pairs["same_event"].astype(np.float64)
    order = dict(zip(both, range(len(both)), strict=True))
    checked = check_table(table, "article_pairs")
    names = zip(checked["article_a"], checked["article_b"], strict=True)
    return checked.iloc[np.argsort([order[pair] for pair in names])].reset_index(drop=True)
