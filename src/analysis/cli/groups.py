"""How a command groups the articles: by its own options, or as the study does.

In: the options ``--by``, ``--before``, ``--target``, ``--reference``, and a source. Out: the group
of each article that has one.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analysis.cli.application import say
from analysis.cli.source import Source
from analysis.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


def groupings(incomplete: str) -> list[str]:
    """Rules and columns to group by, for completion."""
    from analysis.grouping import COLUMNS, RULES

    return [name for name in (*COLUMNS, *RULES) if name.startswith(incomplete)]


By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="COLUMN",
        autocompletion=groupings,
        help="Group by a column of the articles (outlet, agency, event, language, or one of your "
        "own), by `year`, `period` (with --before), `folder` or `file`, or by the labels in a CSV "
        "of article_id and group. [default: as the study does]",
    ),
]
Before = Annotated[
    str | None,
    typer.Option("--before", metavar="DAY", help="With --by period: first day of the later group."),
]


@dataclass(frozen=True)
class Grouped:
    """``groups``: from article_id to group. ``target``, ``reference``: as asked for, or None."""

    groups: "pd.Series[Any]"
    target: str | None
    reference: str | None


def grouped(
    source: Source,
    by: str | None,
    before: str | None,
    target: str | None = None,
    reference: str | None = None,
) -> Grouped | None:
    """The groups that are asked for; None if there is neither an option nor a study.

    Raises
    ------
    InputError
        If there is no such column, day or file, or no article has a group.
    """
    study = source.study
    if before is not None and by is None:
        by = "period"
    if by is None and study is None:
        return None
    if by is None:
        assert study is not None  # noqa: S101  (for the type checker)
        return Grouped(
            study.groups(source.articles), target or study.target, reference or study.reference
        )
    values = _values(source, by, before)
    known = values[values.notna()]
    if known.empty:
        raise InputError("--by", f"{by}: no article has a value", "group by something else")
    return Grouped(known, target, reference)


def only_grouped(source: Source, groups: Grouped | None) -> tuple["pd.DataFrame", dict[str, str]]:
    """The articles that have a group, and the group of each; all in one group if there is none."""
    articles = source.texts
    if groups is None:
        return articles, dict.fromkeys(articles["article_id"], "all")
    of = {str(article): str(group) for article, group in groups.groups.items()}
    lacking = len(articles) - len(of)
    if lacking:
        say(f"note: {lacking} of {len(articles)} articles have no group and are left out")
    return articles[articles["article_id"].isin(list(of))], of


def _values(source: Source, by: str, before: str | None) -> "pd.Series[Any]":
    """The group of each article, with gaps."""
    from analysis.grouping import COLUMNS, RULES, check_day, group_values, read_labels
    from analysis.schema import TABLES

    articles = source.articles
    if by == "period":
        if before is None:
            raise InputError("--by period", "needs a day", "add --before 2013-01-01, say")
        check_day(before, "--before")
    elif before is not None:
        raise InputError(
            "--before", f"parts articles by date, and they are grouped by {by!r}",
            "leave it out, or take --by period",
        )  # fmt: skip
    if by in (*COLUMNS, *RULES) and by != "labels":
        return group_values(articles, by, before=before)
    if by in articles.columns and by not in ("article_id", "body"):
        values = articles.set_index("article_id")[by]
        text = values.map(_plain, na_action="ignore").astype("str")
        return text.where(text.notna() & (text.str.strip() != ""))
    if Path(by).suffix.lower() == ".csv":
        return group_values(articles, "labels", labels=read_labels(Path(by)))
    labels = source.labels
    if labels is not None and by in set(labels["label"]):
        chosen = labels[labels["label"] == by]
        given = dict(zip(chosen["article_id"], chosen["value"], strict=True))
        return group_values(articles, by, labels=given)
    own = [name for name in articles.columns if name not in TABLES["articles"].names]
    own += sorted(set(labels["label"])) if labels is not None else []
    choices = [*COLUMNS, *own, *(rule for rule in RULES if rule != "labels")]
    raise InputError(
        "--by", f"{by!r} is no column of the articles",
        f"there are {', '.join(dict.fromkeys(choices))}; or name a CSV of article_id and group",
    )  # fmt: skip


def _plain(value: Any) -> str:
    """A value as a label: whole numbers without a point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
