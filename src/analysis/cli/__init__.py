"""The ``analysis`` command: what a notebook does, without opening one.

Each command ends with status 0, or with 2 and one line that says what to do.
"""

import typer

from analysis.cli import studies  # noqa: F401  (each file adds its commands)
from analysis.cli.application import app
from analysis.errors import InputError


def main() -> int:
    """Run the command line and return its exit status."""
    try:
        app(standalone_mode=True)
    except InputError as error:
        typer.echo(f"analysis: {error}", err=True)
        return 2
    return 0
