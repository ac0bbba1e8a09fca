"""What cleaning took away, added up: by article, and by rule.

In: the table ``cleaning_ledger``. Out: tables ``kept_parts`` and ``set_aside``. Both are empty
where nothing was cleaned, as with texts that came without a page around them.
"""

import pandas as pd

from analysis.errors import InputError
from analysis.schema import TABLES, check_table

_ACTIONS = ("keep", "metadata", "drop")


def kept_parts(ledger: pd.DataFrame) -> pd.DataFrame:
    """Lines and characters of each article's file: kept, about the article, dropped.

    Parameters
    ----------
    ledger
        Table ``cleaning_ledger``; read are article_id, start, end, action and category. Blank lines
        do not count.

    Returns
    -------
    DataFrame
        Table ``kept_parts``, by article.

    Raises
    ------
    InputError
        If a column is missing or an action is unknown.

    Examples
    --------
    >>> ledger = pd.DataFrame({"article_id": ["a", "a"], "line": [1, 2], "start": [0, 10],
    ...     "end": [10, 40], "action": ["drop", "keep"], "category": ["advert", "body"],
    ...     "rule": ["r", "s"]})
    >>> kept_parts(ledger)[["keep_lines", "drop_characters", "share_kept"]].to_numpy().tolist()
    [[1.0, 10.0, 0.75]]
    """
    filled = _filled(ledger)
    unknown = sorted(set(filled["action"]) - set(_ACTIONS))
    if unknown:
        raise InputError(
            "cleaning ledger", f"has the action {unknown[0]!r}", f"give {', '.join(_ACTIONS)}"
        )
    by_part = filled.groupby(["article_id", "action"])["characters"]
    names = pd.Index(sorted(set(filled["article_id"])), name="article_id")
    found = pd.DataFrame(index=names)
    for part, sums in (("lines", by_part.size()), ("characters", by_part.sum())):
        wide = sums.unstack().reindex(index=names, columns=list(_ACTIONS)).fillna(0)
        for action in _ACTIONS:
            found[f"{action}_{part}"] = wide[action].astype("int64")
    characters = found[[f"{action}_characters" for action in _ACTIONS]].sum(axis=1)
    found["share_kept"] = (found["keep_characters"] / characters).round(6)
    return check_table(found.reset_index()[TABLES["kept_parts"].names], "kept_parts")


def set_aside(ledger: pd.DataFrame) -> pd.DataFrame:
    """Lines that are not article text, by what they are and the rule that decided.

    Returns
    -------
    DataFrame
        Table ``set_aside``, by action, category and rule.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> ledger = pd.DataFrame({"article_id": ["a", "b"], "line": [1, 1], "start": [0, 0],
    ...     "end": [10, 40], "action": ["drop", "drop"], "category": ["advert", "advert"],
    ...     "rule": ["r", "r"]})
    >>> set_aside(ledger)[["category", "lines", "articles", "characters"]].to_numpy().tolist()
    [['advert', 2, 2, 50]]
    """
    filled = _filled(ledger)
    aside = filled[filled["action"] != "keep"]
    found = aside.groupby(["action", "category", "rule"]).agg(
        lines=("line", "size"), articles=("article_id", "nunique"), characters=("characters", "sum")
    )
    return check_table(found.reset_index()[TABLES["set_aside"].names], "set_aside")


def _filled(ledger: pd.DataFrame) -> pd.DataFrame:
    """The lines that are not blank, with their length."""
    checked = check_table(ledger, "cleaning_ledger")
    filled = checked[checked["category"] != "blank"]
    return filled.assign(characters=filled["end"] - filled["start"])
