"""Commands on a whole study: its report, its stored tables, its notebooks."""

from typing import Annotated

import typer

from analysis.cli.application import StudyFolder, app, opened, say


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
) -> None:
    """Rebuild the tables, run every notebook, and make the report in build/report."""
    from analysis.report.building import build_report

    index = build_report(opened(study), from_processed=from_processed, say=say)
    typer.echo(index.as_uri())


@app.command(epilog="Example: `analysis process --check` says whether the stored tables are true.")
def process(
    study: StudyFolder = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Change nothing; fail if a stored table differs."),
    ] = False,
) -> None:
    """Rebuild data/processed and its description from the raw articles."""
    from analysis.report.packaging import check_package, write_package

    chosen = opened(study)
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
