"""The browser that is installed: Chromium, Chrome or Edge, for printing and for checking pages.

Out: where it is, and a running one without a window. Nothing is downloaded.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.errors import InputError

VARIABLE = "ANALYSIS_BROWSER"
"""Environment variable that names the browser's program."""
_PROGRAMS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "microsoft-edge-stable", "msedge",
)  # fmt: skip
_MAC = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
_WAY_OUT = (
    f"install Chromium, Chrome or Edge (Debian, Ubuntu: sudo apt install chromium), or set "
    f"{VARIABLE} to its program"
)


def find_browser() -> Path | None:
    """The program of an installed Chromium, Chrome or Edge; None if there is none.

    The environment variable ``ANALYSIS_BROWSER`` comes first, then the search path, then the usual
    places of macOS and Windows.

    Raises
    ------
    InputError
        If the variable names no file.
    """
    named = os.environ.get(VARIABLE)
    if named:
        program = shutil.which(named)
        if program is None:
            raise InputError(VARIABLE, f"names {named!r}, which is no program", _WAY_OUT)
        return Path(program)
    for name in _PROGRAMS:
        found = shutil.which(name)
        if found:
            return Path(found)
    places: list[Path] = []
    if sys.platform == "darwin":
        roots = (Path("/Applications"), Path.home() / "Applications")
        places = [root / name for root in roots for name in _MAC]
    elif os.name == "nt":
        variables = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        roots = tuple(Path(os.environ[name]) for name in variables if name in os.environ)
        places = [root / name for root in roots for name in _WINDOWS]
    return next((place for place in places if place.is_file()), None)


@contextmanager
def running_browser() -> Iterator[Any]:
    """A browser without a window, as Playwright's ``Browser``, for as long as the block lasts.

    Raises
    ------
    InputError
        If Playwright is not installed, there is no browser, or it does not start.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise InputError(
            "playwright", "is not installed", 'run: pip install "news-coverage-analysis[pdf]"'
        ) from error
    program = find_browser()
    if program is None:
        raise InputError("browser", "no Chromium, Chrome or Edge is installed", _WAY_OUT)
    with sync_playwright() as playwright:
        try:
            # In a container there is no sandbox to be had, and the pages are our own.
            browser = playwright.chromium.launch(
                executable_path=program, args=["--no-sandbox", "--disable-gpu"]
            )
        except Error as error:
            why = str(error).strip().splitlines()[0]
            raise InputError(program.name, f"does not start ({why})", _WAY_OUT) from error
        try:
            yield browser
        finally:
            browser.close()
