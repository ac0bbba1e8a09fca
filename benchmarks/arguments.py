"""What the measurements have in common on the command line: their help, and a path that exists."""

import argparse
from pathlib import Path


def parser(description: str | None, *, path: bool = True) -> argparse.ArgumentParser:
    """A parser that shows a script's own docstring as its help; with PATH as first argument."""
    made = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    if path:
        made.add_argument("path", type=_existing, help="the data to measure against")
    return made


def _existing(text: str) -> Path:
    path = Path(text)
    if not path.exists():
        raise argparse.ArgumentTypeError(f"{text} does not exist; give the path of the data")
    return path
