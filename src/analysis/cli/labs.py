"""The command that hands out the labs."""

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.application import StudyFolder, app, opened, say


@app.command(epilog="Example: `analysis labs --out course` in the study's folder.")
def labs(
    study: StudyFolder = None,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write.")],
) -> None:
    """Write the labs in two editions, with and without solutions, ready for nbgrader."""
    from analysis.teaching.editions import write_labs

    for path in write_labs(opened(study), out):
        say(f"wrote {path.parent.relative_to(out.resolve())}")
