"""Which two groups of articles a new study compares.

In: the articles, and what the researcher asked for. Out: a `Grouping`, and whether it was the only
one that could be meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analysis.corpus.readers.paths import escaped
from analysis.errors import InputError
from analysis.grouping import check_day, group_values, period_names
from analysis.wording import counted

PREFERENCE = ("outlet", "folder", "agency", "event", "language", "file", "year")
"""In this order, the first by which every article is in one of just two groups is taken."""

_ENOUGH = 2
_HALF = 0.5
_SHOWN = 12


@dataclass(frozen=True)
class Grouping:
    """A rule and two of its groups.

    Attributes
    ----------
    by, target, reference : str
        As in study.toml.
    before : str or None
        For ``period``: the first day of the later group.
    sizes : mapping of str to int
        Articles of each group there is, largest first.
    without : int
        Articles that have no value.
    sure : bool
        Whether nothing else could be meant: it was asked for, or there are just two groups.
    proposed : bool
        Whether ``before`` is but the middle of the dates, for want of anything that parts the
        articles.
    """

    by: str
    target: str
    reference: str
    sizes: Mapping[str, int]
    before: str | None = None
    without: int = 0
    sure: bool = True
    proposed: bool = False

    @property
    def sentence(self) -> str:
        """The grouping in words."""
        rule = f"period, before {self.before} and from then on" if self.before else self.by
        if self.proposed:
            rule += " (the middle of their dates, for want of anything else that parts them)"
        said = (
            f"groups: by {rule}; target {self.target!r} ({self.sizes.get(self.target, 0):,}), "
            f"reference {self.reference!r} ({self.sizes.get(self.reference, 0):,})"
        )
        others = sum(self.sizes.values()) - sum(
            self.sizes.get(name, 0) for name in (self.target, self.reference)
        )
        if others:
            are = "is" if others == 1 else "are"
            said += f"; {counted(others)} of other groups {are} left out of comparisons"
        if self.without:
            have = "has" if self.without == 1 else "have"
            said += f"; {counted(self.without)} {have} no value, and so no group"
        return said


def choose_grouping(
    articles: pd.DataFrame,
    *,
    by: str | None = None,
    target: str | None = None,
    reference: str | None = None,
    before: str | None = None,
    labels: Mapping[str, str] | None = None,
) -> Grouping | None:
    """The grouping that was asked for, completed; or the one that suggests itself, if any.

    Without ``by``, the rules of ``PREFERENCE`` are tried in turn. One by which every article is in
    one of two groups of two articles or more is sure. Otherwise the first with two such groups
    among others is taken, and its two largest groups compared; then two groups of which one has a
    single article, unless there are several years; then two periods, parted at the year, else the
    month, else the day that comes nearest to the middle of the dates; then all of these again for
    rules that do not reach every article, but half of them. The later name in the alphabet is the
    target.

    Parameters
    ----------
    articles
        Table ``articles``.
    by, target, reference, before
        What was asked for.
    labels
        From article_id to group, for ``labels`` or a column of the inputs.

    Returns
    -------
    Grouping or None
        None if the articles are not in two groups by any rule.

    Raises
    ------
    InputError
        If what was asked for does not give two groups, or names one that there is not.

    Examples
    --------
    >>> frame = pd.DataFrame({"article_id": list("abcd"), "outlet": ["A", "A", "B", "B"]})
    >>> for column in ("date", "agency", "event", "language"):
    ...     frame[column] = None
    >>> chosen = choose_grouping(frame.assign(source_file="a.csv"))
    >>> chosen.by, chosen.target, chosen.reference, chosen.sure
    ('outlet', 'B', 'A', True)
    """
    if before is not None and by is None:
        by = "period"
    if by is None:
        return _suggested(articles, target, reference)
    if by == "period" and before is None:
        middle = middle_of(articles["date"].dropna()) or "2013-01-01"
        raise InputError("--by period", "needs a day", f"add --before {middle}, say")
    if before is not None:
        check_day(before, "--before")
        if by != "period":
            raise InputError(
                "--before", f"parts articles by date, and they are grouped by {by!r}",
                "leave it out, or take --by period",
            )  # fmt: skip
    values = group_values(articles, by, before=before, labels=labels)
    return _completed(by, values, target, reference, before)


def _suggested(
    articles: pd.DataFrame, target: str | None, reference: str | None
) -> Grouping | None:
    """The first rule that gives two groups, or that has the groups asked for."""
    tried = {by: group_values(articles, by) for by in PREFERENCE}
    complete = {by: values for by, values in tried.items() if values.notna().all()}
    if target or reference:
        for by, values in complete.items():
            if {target, reference} - {None} <= set(values):
                return _completed(by, values, target, reference, None)
        raise InputError(
            repr(target or reference), "is no outlet, folder, agency, event, language or year that "
            "every article could be grouped by", "say by what, with --by",
        )  # fmt: skip
    found = _first(articles, complete)
    if found is None:
        most = {by: values for by, values in tried.items() if values.notna().mean() >= _HALF}
        found = _first(articles, most)
        return replace(found, sure=False) if found else None
    return found


def _first(articles: pd.DataFrame, rules: "Mapping[str, pd.Series[str]]") -> Grouping | None:
    """The first of some rules that gives two groups, from the surest kind to the least sure."""
    for by, values in rules.items():
        if len(_large(values)) == values.nunique() == 2:
            return _completed(by, values, None, None, None)
    for by, values in rules.items():
        if by != "year" and len(_large(values)) >= 2:
            return _completed(by, values, None, None, None)
    several_years = "year" in rules and rules["year"].nunique() > 1
    for by, values in rules.items():
        if not several_years and values.nunique() == 2:
            return _completed(by, values, None, None, None)
    before = middle_of(articles["date"].dropna()) if "year" in rules else None
    if before is None:
        return None
    values = group_values(articles, "period", before=before)
    found = _completed("period", values, None, None, before, sure=False)
    return replace(found, proposed=True)


def _large(values: "pd.Series[str]") -> list[str]:
    """The groups with articles enough to be compared."""
    counts = values.value_counts()
    return [str(name) for name in counts.index[counts >= _ENOUGH]]


def middle_of(dates: "pd.Series[str]") -> str | None:
    """The first day of the year that parts dates most evenly; else of a month, else a day.

    Of two that part them as evenly the earlier one. None if all are of one day.

    Examples
    --------
    >>> middle_of(pd.Series(["2011-05-01", "2012-05-01", "2012-06-01"]))
    '2012-01-01'
    >>> middle_of(pd.Series(["2012-03-30", "2012-05-01", "2012-06-01", "2012-06-02"]))
    '2012-06-01'
    """
    for letters, first in ((4, "-01-01"), (7, "-01"), (10, "")):
        days = [day + first for day in sorted(set(dates.str[:letters]))[1:]]
        if days:
            half = len(dates) / 2
            return min(days, key=lambda day: (abs(int((dates < day).sum()) - half), day))
    return None


def _completed(
    by: str,
    values: "pd.Series[str]",
    target: str | None,
    reference: str | None,
    before: str | None,
    *,
    sure: bool | None = None,
) -> Grouping:
    """The grouping with both its groups named."""
    counts = values.value_counts()
    ordered = sorted(counts.items(), key=lambda item: (-int(item[1]), str(item[0])))
    sizes = {str(name): int(count) for name, count in ordered}
    for name in (target, reference):
        if name is not None and name not in sizes:
            raise InputError(
                repr(name), f"is no group by {by}", f"the groups are {_shown(list(sizes))}"
            )
    if len(sizes) < 2:
        have = f"all articles are {_shown(list(sizes))}" if sizes else _lacking(by)
        raise InputError(
            f"--by {by}", f"{have}, and a comparison needs two groups",
            "group by something else; `analysis new --help` lists what there is",
        )  # fmt: skip
    if target is not None and target == reference:
        raise InputError(repr(target), "is target and reference", "name two groups")
    without = int(values.isna().sum())
    certain = len(sizes) == 2 or (target is not None and reference is not None)
    if by == "period" and target is None and reference is None and before:
        reference, target = period_names(before)
    left = [name for name in sizes if name not in (target, reference)]
    if target is None and reference is None:
        reference, target = sorted(left[:2])
    elif target is None:
        target = left[0]
    elif reference is None:
        reference = left[0]
    return Grouping(
        by, str(target), str(reference), sizes, before, without,
        certain if sure is None else sure,
    )  # fmt: skip


def _lacking(by: str) -> str:
    """What is said of a rule by which no article has a value."""
    return "no article has a date" if by in ("year", "period") else "no article has a value"


def _shown(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(map(escaped, names[:_SHOWN])) + (f" and {more} more" if more > 0 else "")
