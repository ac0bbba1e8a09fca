"""What stands behind a figure: the rows that it draws, and the sentences that they were made from.

In: the Axes and the table drawn on it. Out: that table as CSV, which travels with the picture, and
addresses within the report that lead to the evidence.
"""

import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import pandas as pd

from analysis.exports import as_text

EVIDENCE_PAGE = "evidence.html"
KINDS = ("term", "frame", "speaker", "actor", "article", "group")
"""What evidence can be looked up by."""
_MOST_ROWS, _DECIMALS = 10_000, 6


def evidence_link(**keys: object) -> str:
    """The address of the sentences that have all of these in them.

    Parameters
    ----------
    **keys
        One or more of term, frame, speaker, actor, article and group.

    Returns
    -------
    str
        Relative to the report's folder. A report without evidence leaves such links out.

    Examples
    --------
    >>> evidence_link(term="talks & more", article="a-1")
    'evidence.html#term=talks%20%26%20more&article=a-1'
    """
    parts = [f"{kind}={quote(str(keys[kind]), safe='')}" for kind in KINDS if kind in keys]
    return f"{EVIDENCE_PAGE}#{'&'.join(parts)}"


def link_labels(labels: Sequence[Any], names: Sequence[object], kind: str) -> None:
    """Let each label of an axis lead to the evidence for what it names."""
    for label, name in zip(labels, names, strict=True):
        label.set_url(evidence_link(**{kind: name}))


def keep_data(ax: Any, table: pd.DataFrame) -> None:
    """Keep the rows that an Axes draws with its figure, for ``picture`` to hand on."""
    ax.figure.rows_drawn = table


def data_of(figure: Any) -> str | None:
    """The rows that a figure draws, as CSV; None if it kept none, or more than 10,000.

    Numbers are rounded to six decimals, so that the bytes are the same everywhere.
    """
    table = getattr(figure, "rows_drawn", None)
    if table is None or len(table) > _MOST_ROWS:
        return None
    numbers = table.select_dtypes("float")
    # Adding 0.0 turns a negative zero into a plain one.
    rounded = table.assign(**{name: numbers[name].round(_DECIMALS) + 0.0 for name in numbers})
    tame = rounded.map(lambda value: as_text(value) if isinstance(value, str) else value)
    buffer = io.StringIO()
    tame.to_csv(buffer, index=False, lineterminator="\n")
    return buffer.getvalue()
