"""The ``analysis`` command: what a notebook does, without opening one.

Each command ends with status 0, or with 2 and one line that says what to do.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from analysis.errors import InputError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="Reproducible analysis of news coverage. A study is a folder with a study.toml.",
)

StudyFolder = Annotated[
    Path | None,
    typer.Argument(metavar="[STUDY]", help="The study's folder. [default: the current one]"),
]


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

    index = build_report(_open(study), from_processed=from_processed, say=_say)
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

    opened = _open(study)
    if check:
        check_package(opened)
        _say("every stored table is what the raw articles give")
    else:
        for path in write_package(opened):
            _say(f"wrote {path.relative_to(opened.root)}")


@app.command(epilog="Example: `analysis notebooks` before you commit a change to one.")
def notebooks(study: StudyFolder = None) -> None:
    """Run the notebooks and store their outputs in them."""
    from analysis.report.building import store_outputs

    opened = _open(study)
    for path in store_outputs(opened, say=_say):
        _say(f"wrote {path.relative_to(opened.root)}")


def main() -> int:
    """Run the command line and return its exit status."""
    try:
        app(standalone_mode=True)
    except InputError as error:
        typer.echo(f"analysis: {error}", err=True)
        return 2
    return 0


def _open(folder: Path | None):  # type: ignore[no-untyped-def]
    from analysis.study import open_study

    return open_study(folder)


def _say(text: str) -> None:
    typer.echo(text, err=True)


if __name__ == "__main__":
    sys.exit(main())
