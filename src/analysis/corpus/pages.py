"""The pages of a study, cleaned together: what recurs at an outlet is learnt first, then used.

In: raw texts with their outlets. Out: each cleaned, and what was learnt of the outlets.
"""

from collections.abc import Mapping
from functools import partial

import pandas as pd

from analysis.corpus.cleaning import CleanText, clean_text
from analysis.corpus.dates import DateOrder
from analysis.corpus.overrides import Overrides
from analysis.corpus.recurring import learn_lines, lines_of
from analysis.text.pool import in_processes

# Characters from which several processes pay.
_PAYS = 10_000_000
_Work = tuple[str, pd.DataFrame | None, pd.DataFrame | None]


def clean_pages(
    raws: Mapping[str, str],
    outlets: Mapping[str, object],
    *,
    overrides: Overrides | None = None,
    learnt: pd.DataFrame | None = None,
    date_order: DateOrder | None = None,
    processes: int | None = None,
) -> tuple[dict[str, CleanText], pd.DataFrame]:
    """Clean the pages of several outlets.

    Parameters
    ----------
    raws
        The raw texts by article_id.
    outlets
        The outlet of each, as far as it is known.
    overrides
        Corrections by line and by rule, as `read_overrides` gives them.
    learnt
        Table ``recurring_lines`` of an earlier run, to repeat its result; by default it is learnt
        from these pages.
    date_order
        As in `analysis.clean_text`.
    processes
        How many work at once (see ``analysis.text.pool``): by default one for each processor from
        10 million characters on, else this one alone. The result is the same.

    Returns
    -------
    tuple
        Each cleaned text by article_id, in the order of ``raws``; table ``recurring_lines``.

    Raises
    ------
    InputError
        As `analysis.clean_text` does; or if an override names a rule by which no line is decided.

    Examples
    --------
    >>> raws = {name: f"{name} met {name}.\\n\\nGet the app now" for name in ("Ann", "Bo", "Cy")}
    >>> cleaned, learnt = clean_pages(raws, dict.fromkeys(raws, "The Example"))
    >>> cleaned["Bo"].body, learnt["text"].tolist()
    ('Bo met Bo.', ['Get the app now'])
    """
    if learnt is None:
        learnt = learn_lines(list(raws.values()), [outlets.get(name) for name in raws])
    lines = {outlet: lines_of(learnt, outlet) for outlet in learnt["outlet"].unique()}
    corrections = overrides or Overrides()
    work: list[_Work] = [
        (raw, corrections.of(name), lines.get(outlets.get(name))) for name, raw in raws.items()
    ]
    cleaned = in_processes(
        partial(_clean, date_order=date_order), work, processes=processes,
        pays=sum(map(len, raws.values())) >= _PAYS,
    )  # fmt: skip
    found = dict(zip(raws, cleaned, strict=True))
    corrections.check_used(found)
    return found, learnt


def _clean(work: _Work, date_order: DateOrder | None) -> CleanText:
    raw, overrides, recurring = work
    return clean_text(raw, overrides=overrides, recurring=recurring, date_order=date_order)
