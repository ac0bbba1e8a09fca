"""The documentation names all commands, options, settings and functions, and none but those."""

import re
import shlex
from pathlib import Path

import pytest
import typer.main
from typer.cli import get_docs_for_click

import analysis
import analysis.cli  # registers the commands
from analysis.cli.application import app
from analysis.settings import _KINDS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
COMMANDS = typer.main.get_command(app)


def test_the_reference_of_commands_is_what_the_commands_say() -> None:
    """Written by: python -m typer analysis.cli utils docs --name analysis --title Commands"""
    context = typer.Context(COMMANDS, info_name="analysis")
    text = get_docs_for_click(obj=COMMANDS, ctx=context, name="analysis", title="Commands")
    # The writer of the page leaves out what Typer adds to every program.
    lines = [line for line in text.splitlines() if "-completion`:" not in line]
    stored = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    assert stored.strip().splitlines() == "\n".join(lines).strip().splitlines()


def test_every_public_function_is_in_the_reference() -> None:
    text = (DOCS / "reference" / "functions.md").read_text(encoding="utf-8")
    named = re.findall(r"autofunction:: analysis\.(\w+)", text)
    assert sorted(named) == analysis.__all__


def test_every_setting_is_in_the_reference() -> None:
    text = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    parts = re.split(r"^## \[(\w+)\]$", text, flags=re.MULTILINE)
    found = {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}
    for table, settings in _KINDS.items():
        named = re.findall(r"^\| `(\w+)` \|", found[table], re.MULTILINE)
        assert sorted(named) == sorted(settings), table


def commands_in(path: Path) -> list[str]:
    """Lines of a page that call the command."""
    text = path.read_text(encoding="utf-8")
    inline = re.findall(r"`(?:python3 run\.py )?(analysis [a-z][^`\n]*)`", text)
    indented = re.findall(r"^ {4,}(?:python3 run\.py )?(analysis [a-z].*)$", text, re.MULTILINE)
    return inline + indented


@pytest.mark.parametrize(
    "path", [*(page for page in PAGES if page.parent.name != "reference"), ROOT / "README.md"],
    ids=lambda path: path.stem,
)  # fmt: skip
def test_commands_in_the_prose_exist_with_their_options(path: Path) -> None:
    for line in commands_in(path):
        _, name, *rest = shlex.split(line)
        command = COMMANDS.commands.get(name)  # type: ignore[attr-defined]
        assert command is not None, line
        options = {"--help", *(option for one in command.params for option in one.opts)}
        for word in rest:
            if word.startswith("--"):
                assert word in options, line


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_python_in_the_prose_is_python(path: Path) -> None:
    for block in re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
        compile(block, path.name, "exec")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_links_lead_to_pages(path: Path) -> None:
    made = {"data-dictionary.md"}
    for link in re.findall(r"\]\(([^)#:]+\.md)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / link).is_file() or Path(link).name in made, link
