"""``analysis new``: a researcher's own articles become a study."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from analysis.cli.application import app, say
from analysis.cli.groups import Before, groupings
from analysis.cli.output import printable, show_table
from analysis.cli.progress import working
from analysis.cli.reading import (
    DateOrderOption,
    Encoding,
    FieldMapping,
    TextsOption,
    field_and_column,
)
from analysis.errors import InputError
from analysis.wording import counted

if TYPE_CHECKING:
    import pandas as pd

    from analysis.starting.choosing import Grouping

_PROBLEMS = 5


@app.command(
    epilog="Example: `analysis new my-study --from export.docx`, then `analysis report my-study`. "
    "Of a CSV, without questions: `analysis new my-study --from news.csv --map "
    "text=article_content --by outlet --target 'The Post' --reference 'The Times' --yes`."
)
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The study's folder, which is made.")
    ],
    inputs: Annotated[
        list[Path],
        typer.Option(
            "--from",
            metavar="INPUT",
            help="A file or folder of articles; may be given again. It is copied to data/raw.",
        ),
    ],
    texts: TextsOption = None,
    mapping: FieldMapping = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="COLUMN",
            autocompletion=groupings,
            help="Group by outlet, agency, event, language or a column of your own, by `year`, "
            "`period` (with --before), `folder` or `file`, or by the labels in a CSV of article_id "
            "and group. [default: what gives two groups; else the middle of the dates]",
        ),
    ] = None,
    before: Before = None,
    target: Annotated[
        str | None, typer.Option(metavar="GROUP", help="The group that is compared.")
    ] = None,
    reference: Annotated[
        str | None, typer.Option(metavar="GROUP", help="The group that it is compared with.")
    ] = None,
    codebook: Annotated[
        str, typer.Option(help="Frames to look for: generic, conflict, functions, or a file.")
    ] = "generic",
    date_order: DateOrderOption = None,
    encoding: Encoding = None,
    title: Annotated[
        str | None, typer.Option(help="Title of the report. [default: the folder's name]")
    ] = None,
    on_problem: Annotated[
        Literal["stop", "skip"],
        typer.Option(
            "--on-problem",
            help="What a report of the study does where a record was lost or is in doubt.",
        ),
    ] = "stop",
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing; take what suggests itself.")
    ] = False,
) -> None:
    """Make a study of your own articles: read them, show what they are, write the folder.

    Nothing is asked that can be worked out. `--by labels` makes a labels.csv to fill in, one row
    for each article, where no property of the articles tells the groups apart.
    """
    from analysis.corpus.stopping import stopping_problems
    from analysis.encodings import check_encoding
    from analysis.grouping import COLUMNS, RULES
    from analysis.starting.folder import check_new, write_study
    from analysis.starting.survey import survey_inputs

    codec = None if encoding is None else check_encoding(encoding, "--encoding")
    root = folder.absolute()
    check_new(root)
    labels = Path(by) if by is not None and Path(by).suffix.lower() == ".csv" else None
    own = by if by is not None and labels is None and by not in (*RULES, *COLUMNS) else None
    with working("reading"):
        survey = survey_inputs(
            inputs, root, columns=dict(map(field_and_column, mapping or [])),
            date_order=date_order, keep=own, texts=texts, encoding=codec,
        )  # fmt: skip
    for line in survey.lines:
        say(printable(line))
    problems = survey.found.problems
    if len(problems):
        show_table(problems[["source", "problem", "detail"]], rows=_PROBLEMS, total="problems")
    articles = survey.found.articles
    grouping = None
    if by != "labels":
        given = _labels_of(labels, survey.found.labels if own else None)
        grouping = _chosen(
            articles, "labels" if labels else by, target, reference, before, given, ask=not yes
        )
    say(printable(grouping.sentence) if grouping else "groups: to be written into labels.csv")
    file = write_study(
        survey, grouping, title=title, codebook=codebook, labels=labels, on_problem=on_problem
    )
    say(f"wrote {printable(str(folder))}; its study.toml explains each setting")
    serious = stopping_problems(problems)
    lacking = grouping.without if grouping else 0
    if lacking and on_problem == "stop":
        say(
            f"{counted(lacking)} without a group: a report stops there. Fill in what "
            f"{'it lacks' if lacking == 1 else 'they lack'}, or leave "
            f'{"it" if lacking == 1 else "them"} out: on_problem = "skip" in study.toml'
        )
    if len(serious) and on_problem == "stop":
        say(
            f"{counted(len(serious), 'problem puts', 'problems put')} records in doubt, and a "
            "report stops there: mend the "
            f'files in {printable(str(folder / "data" / "raw"))}, or set on_problem = "skip"'
        )
    if grouping is None:
        say(f"fill in {printable(str(folder / 'labels.csv'))}, and name two groups in study.toml")
    say(f"next: analysis report {printable(str(folder))}")
    typer.echo(str(file))


def _labels_of(file: Path | None, labels: "pd.DataFrame | None") -> dict[str, str] | None:
    """From article_id to group: of a CSV, or of a column of the inputs."""
    from analysis.grouping import read_labels

    if file is not None:
        return read_labels(file)
    if labels is not None:
        return dict(zip(labels["article_id"], labels["value"], strict=True))
    return None


def _chosen(
    articles: "pd.DataFrame",
    by: str | None,
    target: str | None,
    reference: str | None,
    before: str | None,
    labels: dict[str, str] | None,
    *,
    ask: bool,
) -> "Grouping":
    """The grouping: as asked for, as suggests itself, or as the researcher answers."""
    from analysis.starting.choosing import choose_grouping

    if len(articles) < 2:
        raise InputError(
            "the inputs", "hold one article, and a comparison needs two groups",
            "add the articles to compare it with",
        )  # fmt: skip
    found = choose_grouping(
        articles, by=by, target=target, reference=reference, before=before, labels=labels
    )
    if found is None:
        raise InputError(
            "the articles", "are not in two groups by outlet, folder, agency, event, language, "
            "file or date",
            "name a column with --by, put the files into two folders, or take --by labels and "
            "fill in who belongs where",
        )  # fmt: skip
    if found.sure or not ask:
        return found
    if not sys.stdin.isatty():
        if found.proposed:  # Nothing else could be meant, and study.toml says how to change it.
            return found
        raise InputError(
            "the groups", f"are not plain: {found.sentence.removeprefix('groups: ')} would be one "
            "way",
            "take it with --yes, or say which with --by, --target and --reference",
        )  # fmt: skip
    say(printable(found.sentence))
    if found.by == "period" and before is None:
        day = typer.prompt("First day of the later period", default=found.before, err=True)
        return choose_grouping(articles, by="period", before=day) or found
    names = list(found.sizes)
    say(printable(f"the groups are {', '.join(names[:20])}{', …' if names[20:] else ''}"))
    wanted = typer.prompt("Target", default=target or found.target, err=True)
    other = typer.prompt("Compared with", default=reference or found.reference, err=True)
    return (
        choose_grouping(articles, by=found.by, target=wanted, reference=other,
                        before=found.before, labels=labels)
        or found
    )  # fmt: skip
