"""The command line as one object, to which each file of this room adds its commands.

Out: ``app``, and what several commands share: the study's folder as an argument, and lines of news
on the error stream, so that what a command prints can be handed on.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from analysis.study import Study

app = typer.Typer(
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="Reproducible analysis of news coverage. A study is a folder with a study.toml.",
)

StudyFolder = Annotated[
    Path | None,
    typer.Argument(metavar="[STUDY]", help="The study's folder. [default: the current one]"),
]


def opened(folder: Path | None) -> "Study":
    """The study in a folder, or the one that the current folder belongs to."""
    from analysis.study import open_study

    return open_study(folder)


def say(text: str) -> None:
    """A line of news on the error stream."""
    typer.echo(text, err=True)


@contextmanager
def warnings_said() -> Iterator[None]:
    """A context in which the library's warnings become lines of news."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        yield
    for warning in caught:
        say(f"note: {' '.join(str(warning.message).split())}")
