"""Commands on a whole study: its report, its stored tables, its notebooks."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from analysis.cli.application import StudyFolder, app, opened, say
from analysis.cli.progress import stepping

if TYPE_CHECKING:
    from analysis.study import Study

OnProblemOption = Annotated[
    Literal["stop", "skip"] | None,
    typer.Option(
        "--on-problem",
        help="Where a record was lost or is in doubt: stop, or go on without what was lost. "
        "[default: as study.toml says]",
    ),
]


def _told(study: "Study", on_problem: Literal["stop", "skip"] | None) -> "Study":
    """The study as it is, or with what the command line says of problems."""
    return study if on_problem is None else replace(study, on_problem=on_problem)


@app.command(epilog="Example: `analysis report` in the study's folder.")
def report(
    study: StudyFolder = None,
    from_processed: Annotated[
        bool,
        typer.Option(
            "--from-processed",
            help="Use the stored tables alone; whatever quotes the articles is left out.",
        ),
    ] = False,
    on_problem: OnProblemOption = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Do every step, also those whose inputs are the same.")
    ] = False,
    pdf: Annotated[
        bool,
        typer.Option(
            "--pdf", help="Also print it: report.pdf, and summary.pdf on one page. Needs a browser."
        ),
    ] = False,
    archive: Annotated[
        bool,
        typer.Option(
            "--zip", help="Also write report.zip: all that a reviewer needs, with hashes."
        ),
    ] = False,
    with_texts: Annotated[
        bool, typer.Option("--with-texts", help="Put the raw articles into that archive, too.")
    ] = False,
) -> None:
    """Rebuild the tables, run every notebook, and make the report in build/report.

    A step that ended is not done again while data, code, settings and packages are the same; a run
    that was stopped goes on where it stood.
    """
    from analysis.report.building import build_report

    chosen = _told(opened(study), on_problem)
    with stepping() as (news, progress):
        index = build_report(
            chosen, from_processed=from_processed, say=news, fresh=fresh, progress=progress
        )
    if pdf:
        from analysis.report.pdf import print_all

        for path in print_all(index.parent):
            say(f"wrote {path.relative_to(chosen.root)}")
    if archive or with_texts:
        from analysis.report.bundle import write_bundle

        path = write_bundle(chosen, index.parent.parent / "report.zip", texts=with_texts)
        say(f"wrote {path.relative_to(chosen.root)}")
    typer.echo(index.as_uri())


@app.command(epilog="Example: `analysis process --check` says whether the stored tables are true.")
def process(
    study: StudyFolder = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Change nothing; fail if a stored table differs."),
    ] = False,
    on_problem: OnProblemOption = None,
) -> None:
    """Rebuild data/processed and its description from the raw articles."""
    from analysis.report.packaging import check_package, write_package

    chosen = _told(opened(study), on_problem)
    if check:
        check_package(chosen)
        say("every stored table is what the raw articles give")
    else:
        for path in write_package(chosen):
            say(f"wrote {path.relative_to(chosen.root)}")


@app.command(epilog="Example: `analysis notebooks --only 20_topics` while you write that one.")
def notebooks(
    study: StudyFolder = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help="Run this one; may be given again."),
    ] = None,
) -> None:
    """Number tables and figures through, run the notebooks and store their outputs in them."""
    from analysis.report.notebooks import store_outputs

    chosen = opened(study)
    for path in store_outputs(chosen, say=say, only=only or ()):
        say(f"wrote {path.relative_to(chosen.root)}")
