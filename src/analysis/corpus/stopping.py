"""Whether what went wrong while reading ends a run, and what is said then.

In: the table ``problems`` of a corpus. Out: those rows by which a record was lost or put in doubt,
and an error that counts them. A study that says ``on_problem = "skip"`` goes on without the
records that were lost, and with those in doubt.
"""

import pandas as pd

from analysis.errors import InputError
from analysis.study import Study
from analysis.tables import write_table
from analysis.wording import counted

NOTES = frozenset(
    {
        "encoding",
        "language not covered",
        "language not covered by the rules for quotations",
        "passed over",
        "quotation that never closes",
        "quotation that never opens",
    }
)
"""Problems by which no record was lost or put in doubt: how a text was read is noted, or what the
analysis met in an article that was."""

_SHOWN = 3


def stopping_problems(problems: pd.DataFrame) -> pd.DataFrame:
    """The problems by which a record was lost or put in doubt: all kinds but those in ``NOTES``.

    Examples
    --------
    >>> from analysis.schema import new_table
    >>> rows = [("a.txt", "encoding", "read as cp1252", "save it in UTF-8"),
    ...         ("b.pdf", "file", "is of no kind that can be read", "give text")]
    >>> stopping_problems(new_table("problems", rows))["source"].tolist()
    ['b.pdf']
    """
    return problems[~problems["problem"].isin(NOTES)].reset_index(drop=True)


def counted_kinds(problems: pd.DataFrame) -> str:
    """How many problems there are of each kind, the most frequent first.

    Examples
    --------
    >>> counted_kinds(pd.DataFrame({"problem": ["row", "date", "date"]}))
    '2 × date, 1 × row'
    """
    kinds = problems["problem"].value_counts()
    ordered = sorted(kinds.items(), key=lambda item: (-int(item[1]), str(item[0])))
    return ", ".join(f"{count:,} × {kind}" for kind, count in ordered)


def check_problems(study: Study, problems: pd.DataFrame) -> None:
    """End a run where records were lost or put in doubt, unless the study is told to go on.

    The whole table of problems is then written to ``build/problems.csv``.

    Raises
    ------
    InputError
        With the number of problems of each kind, the first of them, and how to go on.
    """
    serious = stopping_problems(problems)
    if serious.empty or study.on_problem == "skip":
        return
    path = write_table(problems, "problems", study.root / "build")
    number = len(serious)
    first = "; ".join(
        f"{row.source}: {row.detail} ({row.remedy})"
        for row in serious.drop_duplicates("problem").head(_SHOWN).itertuples(index=False)
    )
    raise InputError(
        path.relative_to(study.root).as_posix(),
        f"{counted(number, 'problem')} in what was read "
        f"({counted_kinds(serious)}), such as {first}",
        "mend the files, or go on without what was lost and with what is in doubt: "
        '--on-problem skip, or on_problem = "skip" in [articles] of study.toml',
    )
