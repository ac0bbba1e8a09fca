"""What can be read of a long table: no article crowds the others out, and the rest is counted.

In: tables with a row per sentence or hit. Out: a bounded number of their rows.
"""

from collections.abc import Sequence

import pandas as pd

from analysis.errors import InputError
from analysis.schema import TABLES, check_table

MOST_ARTICLES = 20
"""With more articles, lines are folded by group: as many columns as the figure of frames has."""


def in_turn(table: pd.DataFrame, most: int, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """At most so many rows of each group, every article's first before any article's second.

    Parameters
    ----------
    table
        Rows with an article_id, in the order in which an article's rows are to be taken.
    most
        Rows kept of each group; 1 or more.
    by
        Columns that make the groups; none for the table as a whole.

    Returns
    -------
    DataFrame
        Those rows, in the order of the table.

    Raises
    ------
    InputError
        If a column is missing, or ``most`` is below 1.

    Examples
    --------
    >>> in_turn(pd.DataFrame({"article_id": ["a", "a", "b"], "n": [1, 2, 3]}), 2)
      article_id  n
    0          a  1
    1          b  3
    """
    if most < 1:
        raise InputError("most", f"is {most}", "give a number of rows, from 1")
    for column in ("article_id", *by):
        if column not in table.columns:
            raise InputError("table", f"lacks the column {column}", "give a table that has it")
    keys = [table[column] for column in by]
    turn = table.groupby([*keys, table["article_id"]], dropna=False).cumcount()
    ordered = turn.sort_values(kind="stable").index
    place = (
        table.loc[ordered].groupby([key.loc[ordered] for key in keys], dropna=False).cumcount()
        if keys
        else pd.Series(range(len(ordered)), index=ordered)
    )
    return table[(place < most).reindex(table.index)].reset_index(drop=True)


def folded_lines(lines: pd.DataFrame, groups: "pd.Series[str]", *, most: int = 40) -> pd.DataFrame:
    """The lines of frames that a page can hold, by frame and article, or by frame and group.

    Parameters
    ----------
    lines
        Table ``frame_lines``.
    groups
        Group of each article, by article_id.
    most
        Lines of each fold; of a group's, every article's first line before any article's second.

    Returns
    -------
    DataFrame
        Table ``folded_lines``. ``fold`` is the article in a study of up to 20 articles, and the
        group in a larger one; ``n_lines`` is how many lines the fold has in all.

    Examples
    --------
    >>> lines = pd.DataFrame({"frame": "conflict", "article_id": "a", "sentence": [1, 2],
    ...     "indicator": "war", "speaker": None, "left": "", "match": "war", "right": ""})
    >>> folded_lines(lines, pd.Series({"a": "2012"}), most=1)[["frame", "fold", "n_lines"]]
          frame fold  n_lines
    0  conflict    a        2
    """
    few = len(groups) <= MOST_ARTICLES
    fold = lines["article_id"] if few else lines["article_id"].map(groups)
    table = lines.assign(fold=fold.astype("str"))
    table["n_lines"] = table.groupby(["frame", "fold"])["sentence"].transform("size")
    kept = in_turn(table, most, by=("frame", "fold"))
    ordered = kept.sort_values(["frame", "fold", "article_id", "sentence"], kind="stable")
    return check_table(ordered[TABLES["folded_lines"].names], "folded_lines")
