"""The ``analysis`` command: what a notebook does, without opening one.

Each command ends with status 0, or with 2 and one line that says what to do.
"""

import sys

import typer

from analysis.cli import (  # noqa: F401  (each adds its commands)
    framing,
    labs,
    new,
    reading,
    studies,
    terms,
)
from analysis.cli.application import app
from analysis.cli.output import leave_unread
from analysis.errors import InputError


def main() -> int:
    """Run the command line and return its exit status.

    0, or 2 with one line on the error stream, or 130 when it was stopped by Ctrl-C.
    """
    arguments = sys.argv[1:] or ["--help"]
    try:
        status = app(arguments, prog_name="analysis", standalone_mode=False)
        sys.stdout.flush()
    except InputError as error:
        return _ended(str(error), 2)
    except typer.TyperException as error:
        return _ended(_one_line(error), 2)
    except (KeyboardInterrupt, typer.Abort):
        status = 130
    except BrokenPipeError:
        leave_unread()
        return 0
    if status == 130:
        return _ended("stopped; what stood there before is as it was", 130)
    return status if isinstance(status, int) else 0


def _ended(line: str, status: int) -> int:
    typer.echo(f"analysis: {line}", err=True)
    return status


def _command() -> str:
    """The command that was typed, for an error that does not know it."""
    typed = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    known = {command.callback.__name__ for command in app.registered_commands if command.callback}
    return f"analysis {typed}" if typed in known else "analysis"


def _one_line(error: typer.TyperException) -> str:
    """What is wrong with the arguments, and where the right ones are listed."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else _command()
    said = " ".join(str(getattr(error, "format_message", error.__str__)()).split())
    said = said.replace("Value error, ", "").replace("Input should be", "it should be")
    return f"{said.rstrip('.')}; `{command} --help` shows what it takes"
