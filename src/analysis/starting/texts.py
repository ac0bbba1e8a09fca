"""The texts of a new study's folder: study.toml, actors.yml, README.md, labels.csv.

In: what was found and chosen. Out: texts that explain themselves to whoever opens them.
"""

import csv
import io
import json
import textwrap
from collections.abc import Sequence

from analysis.report.numbering import Exhibit, exhibits_table
from analysis.starting.choosing import Grouping
from analysis.study import Study
from analysis.wording import counted

IGNORED = "# Made by `analysis report` from what lies beside it.\nbuild/\n"

ACTORS = """\
# Who takes part in the events that the articles report, under which names, and on which side.
# The framing chapter then tells who is quoted, how each side is named, and who acts. Take the
# signs # away from the example and put your own actors in its place; the line `actors: []` goes.
#
# actors:
#   - id: ministry                       # short name, used in the tables
#     name: Ministry of Transport        # full name
#     side: government                   # actors of one side are added up
#     aliases: [the ministry, transport officials]   # names of the actor itself
#     people: [Jane Example, John Sample]            # who speak for it, by full name
#     capitals: [Whitehall]              # places that stand for it, as in "Whitehall said"
#
#   - id: unions
#     name: Railway unions
#     side: unions
#     aliases: [the unions, union leaders]
#     people: [Mary Instance]

actors: []
"""

_SETTINGS = """\
# A study: which articles, how they are grouped, which codebook, which seed.
# Paths are relative to this file. After a change run `analysis report` again.

title = {title}
authors = []                       # names, such as ["A. Researcher"]
seed = {seed}                           # of everything random, so that results can be repeated

[articles]
# Files or folders, in any format that `analysis read --help` lists. They are never changed.
inputs = {inputs}
{texts}{date_order}
# The encoding of text files that have no byte order mark, such as "latin-1" or "cp1251". Left out,
# it is what a page declares, or UTF-8, or else Windows-1252, which is noted among the problems.
{encoding}
# Whether the texts are cleaned of what stood around them on a page. Left out: text files are, texts
# of tables and of databases' exports are not.
# clean = true
# A CSV of article_id, line, rule, action, category, reason that corrects cleaning decisions by
# hand: a row gives a line of an article, or a rule (without article_id: in all articles).
# overrides = "data/raw/overrides.csv"
# Lines that recur at an outlet, as an earlier run learnt them: a copy of its
# data/processed/recurring_lines.csv. Left out, each run learns them from the pages that it reads.
# recurring_lines = "data/raw/recurring_lines.csv"
# "stop": a run ends where a record was lost or is in doubt. "skip": it goes on without what was
# lost and with what is in doubt, and the report says so on its first page.
on_problem = {on_problem}

{columns}
[groups]
# "outlet", "agency", "event", "language"; "year"; "period" (with before = "2013-01-01": the groups
# are "before 2013-01-01" and "from 2013-01-01"); "folder" (the first at which the files' paths
# part) or "file"; "labels" (with file = "labels.csv", of article_id and group); or the name of any
# other column of the inputs.
by = {by}
{rule}# The two groups that are compared. Articles of other groups are left out of comparisons only.
{groups}target = {target}
reference = {reference}

[framing]
codebook = {codebook}            # "generic", "conflict", "functions", or the path of your own
actors = "actors.yml"           # who takes part, under which names, on which side
"""

_PROPOSED = """\
# This day is the middle of the dates, proposed because nothing else parts the articles. It means
# nothing of itself: take the day that your question is about.
"""

_README = """\
# {title}

A study made with `analysis new`: {n_articles} and the report that they give.

```
analysis report        # in this folder; the report is build/report/index.html
```

## What to do next

1. Open `study.toml`: it says what is read and compared, and explains each setting.
2. List in `actors.yml` who takes part in the events reported; without it the framing chapter cannot
   tell whose words are quoted.
3. Read the report's chapter on the corpus before any other: what was read, and what was left out.
4. Say in `data/README.md` where the articles come from and how they were chosen.

## Contents

| where | what |
| --- | --- |
| `study.toml` | articles, groups, codebook, seed |
| `actors.yml` | who takes part, under which names |
| `data/raw/` | the articles as received, never edited |
| `data/processed/` | tables made from them, described in `data/README.md` |
| `notebooks/` | the chapters; change them as you like |
| `build/report/` | the report |

A page `pages/index.md` of your own takes the place of the report's front page.

## Exhibits

Each figure and table is made by the notebook cell of that name.

{exhibits}
"""


def settings_text(
    study: Study, grouping: Grouping | None, *, date_order_evidence: str | None = None
) -> str:
    """``study.toml``, with comments that explain each setting."""
    inputs = [path.relative_to(study.root).as_posix() for path in study.inputs]
    order = '# How 02/11/2023 is read: "dmy", "mdy" or "ymd". Left out, it is a problem.\n'
    if study.date_order and date_order_evidence:
        order += f"# {_one_line(date_order_evidence)}.\n"
    order += (
        f"date_order = {_quoted(study.date_order)}" if study.date_order else '# date_order = "dmy"'
    )
    rule = f"before = {_quoted(study.before)}\n" if study.before else ""
    if grouping is not None and grouping.proposed:
        rule = f"{_PROPOSED}{rule}"
    if study.labels:
        rule += f"file = {_quoted(study.labels.relative_to(study.root).as_posix())}\n"
    return _SETTINGS.format(
        title=_quoted(study.title),
        seed=study.seed,
        inputs=json.dumps(inputs, ensure_ascii=False) if len(inputs) == 1 else _lines(inputs),
        texts=_texts(study),
        date_order=order,
        encoding=f"encoding = {_quoted(study.encoding)}"
        if study.encoding
        else '# encoding = "latin-1"',
        on_problem=_quoted(study.on_problem),
        columns=_columns(study),
        by=_quoted(study.group_by),
        rule=rule,
        groups=_sizes(grouping),
        target=_quoted(study.target),
        reference=_quoted(study.reference),
        codebook=_quoted(study.codebook),
    )


def readme_text(title: str, n_articles: int, exhibits: Sequence[Exhibit]) -> str:
    """``README.md``: what to do next, where things are, and the exhibits of the report."""
    return _README.format(
        title=_one_line(title),
        n_articles=counted(n_articles),
        exhibits=exhibits_table(list(exhibits)),
    )


def provenance_text(inputs: Sequence[tuple[str, str]]) -> str:
    """For ``data/README.md``: which inputs there are, and what is still to be said of them."""
    rows = "\n".join(f"| `{name}` | {kind} |" for name, kind in inputs)
    return (
        "## Provenance\n\n"
        f"| input | format |\n| --- | --- |\n{rows}\n\n"
        "Say here who collected the articles, from where, when, by which search, and how they were "
        "chosen;\nand who may see and pass on their texts."
    )


def labels_text(article_ids: Sequence[str]) -> str:
    """``labels.csv`` to be filled in: every article, without a group."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("article_id", "group"))
    writer.writerows((article_id, "") for article_id in article_ids)
    return text.getvalue()


def _columns(study: Study) -> str:
    """The mapping of columns, or how it would be written."""
    head = (
        "# For tables: which column holds what (text, headline, date, outlet, agency, language, "
        "url,\n# article_id, complete, duplicate_of, event). What is not named is guessed by the "
        "column's name.\n"
    )
    if not study.columns:
        return f'{head}# [articles.columns]\n# text = "article_content"\n'
    pairs = "".join(f"{field} = {_quoted(name)}\n" for field, name in study.columns.items())
    return f"{head}[articles.columns]\n{pairs}"


def _texts(study: Study) -> str:
    """What has the texts of a table of addresses or files, if the study has such."""
    if study.texts is None:
        return ""
    path = _quoted(study.texts.relative_to(study.root).as_posix())
    said = "# What has the texts: joined with the inputs by url, or by the name of a file."
    return f"{said}\ntexts = {path}\n"


def _sizes(grouping: Grouping | None) -> str:
    """The groups there are, as a comment."""
    if grouping is None:
        return "# Write the groups into labels.csv, and their names here.\n"
    shown = [f"{_one_line(name)} ({count:,})" for name, count in list(grouping.sizes.items())[:20]]
    more = len(grouping.sizes) - len(shown)
    said = ", ".join(shown) + (f" and {more:,} more" if more else "")
    return textwrap.fill(
        f"There are: {said}", width=98, initial_indent="# ", subsequent_indent="# ",
        break_long_words=False, break_on_hyphens=False,
    ) + "\n"  # fmt: skip


def _lines(items: Sequence[str]) -> str:
    rows = "".join(f"    {_quoted(item)},\n" for item in items)
    return f"[\n{rows}]"


def _quoted(text: str) -> str:
    """A TOML string: JSON's, but for the one control character that JSON lets through."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
