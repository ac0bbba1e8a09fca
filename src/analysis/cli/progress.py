"""Progress of long steps, on the error stream and only at a terminal.

Out: contexts around work. Elsewhere than at a terminal nothing is shown.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from analysis.cli.application import say


@contextmanager
def working(what: str) -> Iterator[None]:
    """A moving bar with the time gone by, for work that cannot tell how far it is."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(pulse_style="cyan"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(what, total=None)
        yield


@contextmanager
def stepping() -> Iterator[tuple[Callable[[str], None], Callable[[int, int, str], None]]]:
    """For work in steps: what to call with a line of news, and with each step that begins.

    At a terminal a bar shows how many steps are done, and the lines stand above it.
    """
    if not sys.stderr.isatty():
        yield say, lambda done, total, name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.text import Text

    columns = (
        BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}")
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield (
            lambda text: progress.console.print(Text(text)),
            lambda done, total, name: progress.update(
                task, completed=done, total=total, description=name
            ),
        )
