"""Lines that recur on the pages of one outlet: its navigation, its notices, its invitations.

In: the raw texts of an outlet, or of several. Out: a table of the lines that stand on many of them,
which is stored with a study, read by people, and handed to `clean_text`, so that a result can be
repeated; and that table from the file in which a study keeps it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from analysis.corpus.dates import stated_dates
from analysis.corpus.lines import split_lines
from analysis.corpus.scoring import count_words, ends_sentence
from analysis.errors import InputError
from analysis.exports import read_csv
from analysis.schema import TABLES, check_table, new_table

# A whole sentence also recurs where an outlet ran a report twice, or quoted its own.
_SENTENCE = 8
_SENTENCE_SHARE = 0.5


def recurring_lines(
    raws: Iterable[str], *, min_pages: int = 3, min_share: float = 0.2
) -> pd.DataFrame:
    """The lines that stand on many pages of one outlet.

    Texts that are equal count as one page. A sentence of eight words or more must stand on half of
    the pages, any other line on ``min_share`` of them; both on at least ``min_pages``. Date lines
    are never among them.

    Parameters
    ----------
    raws
        The raw texts of one outlet's pages.
    min_pages
        On how many pages a line must stand, at least 2.
    min_share
        On what share of the pages, 0 to 1.

    Returns
    -------
    DataFrame
        text (the line without white space at its ends), pages (how many have it), share (of all
        pages); most frequent first, then by text.

    Raises
    ------
    InputError
        If ``min_pages`` is below 2 or ``min_share`` not between 0 and 1.

    Examples
    --------
    >>> pages = [f"The Example\\n\\nStory {n} begins.\\n\\nGet the app" for n in range(3)]
    >>> recurring_lines(pages)
              text  pages  share
    0  Get the app      3    1.0
    1  The Example      3    1.0
    """
    if min_pages < 2:
        raise InputError(
            "min_pages", f"is {min_pages}", "give 2 or more: a line on one page does not recur"
        )
    if not 0 <= min_share <= 1:
        raise InputError("min_share", f"is {min_share}", "give a share between 0 and 1")
    counts: Counter[str] = Counter()
    pages = 0
    for raw in sorted(set(raws)):
        pages += 1
        counts.update({line.text for line in split_lines(raw) if line.text})
    rows = []
    for text, n in counts.items():
        sentence = ends_sentence(text) and count_words(text) >= _SENTENCE
        share = max(min_share, _SENTENCE_SHARE) if sentence else min_share
        if n >= min_pages and n >= share * pages and not stated_dates(text):
            rows.append((text, n, n / pages))
    rows.sort(key=lambda row: (-row[1], row[0]))
    frame = pd.DataFrame(rows, columns=pd.Index(["text", "pages", "share"]))
    return frame.astype({"text": "str", "pages": "int64", "share": "float64"})


def learn_lines(raws: Sequence[str], outlets: Sequence[object]) -> pd.DataFrame:
    """The lines that recur on the pages of each outlet, by `recurring_lines`.

    Parameters
    ----------
    raws
        The raw texts of pages.
    outlets
        Who published each; pages without an outlet (None or empty) teach nothing.

    Returns
    -------
    DataFrame
        Table ``recurring_lines``; `lines_of` takes an outlet's rows from it.

    Examples
    --------
    >>> pages = [f"Story {n} begins.\\n\\nGet the app" for n in range(3)]
    >>> learn_lines([*pages, "Get the app"], ["The Example"] * 3 + [None])
            outlet         text  pages  share
    0  The Example  Get the app      3    1.0
    """
    by_outlet: dict[str, list[str]] = {}
    for raw, outlet in zip(raws, outlets, strict=True):
        if isinstance(outlet, str) and outlet:
            by_outlet.setdefault(outlet, []).append(raw)
    rows = [
        (outlet, *row)
        for outlet, pages in by_outlet.items()
        for row in recurring_lines(pages).itertuples(index=False)
    ]
    return new_table("recurring_lines", rows)


def lines_of(learnt: pd.DataFrame, outlet: object) -> pd.DataFrame | None:
    """What was learnt of an outlet, for `clean_text`; None if nothing was.

    Examples
    --------
    >>> learnt = learn_lines([f"{n}\\n\\nGet the app" for n in range(3)], ["The Example"] * 3)
    >>> lines_of(learnt, "The Example")["text"].tolist(), lines_of(learnt, "Another")
    (['Get the app'], None)
    """
    lines = learnt[learnt["outlet"] == outlet]
    return None if lines.empty else lines.reset_index(drop=True)


def read_learnt(path: Path | None) -> pd.DataFrame | None:
    """The table ``recurring_lines`` of an earlier run, from a CSV; None for no file.

    Raises
    ------
    InputError
        If the file is missing, is no CSV in UTF-8 or has other columns; if a row names no outlet
        or line, repeats another, or counts what cannot be.

    Examples
    --------
    >>> read_learnt(None) is None
    True
    """
    if path is None:
        return None
    try:
        frame = read_csv(path)
    except FileNotFoundError as error:
        raise InputError(
            path.name, "is missing, but study.toml names it as recurring_lines",
            "copy data/processed/recurring_lines.csv of the earlier run there, or take the line "
            "out: the lines are then learnt anew",
        ) from error  # fmt: skip
    except (OSError, ValueError) as error:
        raise InputError(path.name, f"is no CSV in UTF-8 ({error})", "copy it anew") from error
    names = TABLES["recurring_lines"].names
    if list(frame.columns) != names:
        raise InputError(
            path.name, f"has the columns {', '.join(frame.columns)}", f"give {', '.join(names)}"
        )
    pages = pd.to_numeric(frame["pages"], errors="coerce")
    share = pd.to_numeric(frame["share"], errors="coerce")
    for wrong, said, remedy in (
        ((frame["outlet"] == "") | (frame["text"] == ""), "names no outlet or no line", "fill it"),
        (frame.duplicated(["outlet", "text"]), "repeats an outlet and line", "keep one of the two"),
        (~(pages >= 1) | (pages % 1 != 0), "has no whole number of pages", "give 1 or more"),
        (~share.between(0, 1), "has no share of pages", "give a number from 0 to 1"),
    ):
        if wrong.any():
            row = int(wrong.to_numpy().argmax())
            raise InputError(f"{path.name}, row {row + 1}", said, remedy)
    return check_table(
        frame.assign(pages=pages.astype("int64"), share=share.astype("float64")), "recurring_lines"
    )
