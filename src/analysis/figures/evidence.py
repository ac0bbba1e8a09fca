"""The lines behind numbers, folded: a line a group, which opens to the sentences of that group.

In: a table of lines (left, match, right) and the columns to group them by. Out: ``Evidence``,
which Jupyter and the report show as HTML, everything from the articles escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from analysis.errors import InputError
from analysis.figures.shown import Shown
from analysis.wording import counted

_LINE = ("left", "match", "right")
_PLACE = ("article_id", "sentence")


@dataclass(frozen=True)
class Evidence(Shown):
    """Lines in groups: ``html`` with a fold for each group, ``text`` with their sizes."""


def evidence(
    lines: pd.DataFrame, by: str | Sequence[str], *, more: Sequence[str] = (), name: str = "lines"
) -> Evidence:
    """The sentences behind each number, in folds.

    Parameters
    ----------
    lines
        One row a line: article_id, sentence, left, match, right (as ``concordance`` and
        ``frame_lines`` give them), the columns of ``by``, and those of ``more``.
    by
        The column or columns whose values make a group. Groups stand in the order in which they
        first occur.
    more
        Columns shown beside each line, such as the speaker.
        A column ``n_lines`` (as in ``term_lines``) says how many lines a group has in all.
    name
        Begins the identifier of each fold, so that a link can lead to it: ``#name-value``.

    Returns
    -------
    Evidence

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> lines = pd.DataFrame({"term": ["talks"], "article_id": ["a"], "sentence": [3],
    ...     "left": ["The "], "match": ["talks"], "right": [" failed."]})
    >>> print(evidence(lines, "term").text)
    talks: 1 line
    """
    by = [by] if isinstance(by, str) else list(by)
    for column in (*by, *_PLACE, *_LINE, *more):
        if column not in lines.columns:
            raise InputError(
                "lines",
                f"lack the column {column}",
                f"they have {', '.join(map(str, lines.columns))}",
            )
    folds, sizes = [], []
    for key, group in lines.groupby(by, sort=False, dropna=False):
        label = ", ".join(map(str, key))
        count = _count(group)
        shown = group[[*_PLACE, *_LINE, *more]].astype("object").fillna("")
        rows = "".join(_row(tuple(row)) for row in shown.itertuples(index=False, name=None))
        head = "".join(
            f"<th>{escape(title)}</th>" for title in ("article", "sentence", "line", *more)
        )
        folds.append(
            f'<details id="{escape(_identifier(name, key))}"><summary>{escape(label)}: {count}'
            f"</summary><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>"
        )
        sizes.append(f"{label}: {count}")
    return Evidence("\n".join(folds), "\n".join(sizes))


def _count(group: pd.DataFrame) -> str:
    """How many lines stand here, and of how many if some are left out."""
    total = int(group["n_lines"].iloc[0]) if "n_lines" in group.columns else len(group)
    lines = counted(total, "line")
    return lines if total == len(group) else f"{len(group):,} of {lines}"


def _row(values: tuple[object, ...]) -> str:
    """A line with its match marked."""
    article, sentence, left, match, right, *more = (escape(str(value)) for value in values)
    rest = "".join(f"<td>{value}</td>" for value in more)
    line = f"{left}<mark>{match}</mark>{right}"
    return f"<tr><td>{article}</td><td>{sentence}</td><td>{line}</td>{rest}</tr>"


def _identifier(name: str, key: tuple[object, ...]) -> str:
    """Letters, digits and hyphens alone."""
    words = "-".join(map(str, (name, *key))).lower()
    return "".join(letter if letter.isalnum() else "-" for letter in words)
