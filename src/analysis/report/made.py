"""The page "How this was made": what the report rests on, what it holds, and with what it was made.

In: the facts of ``provenance.gather_facts`` and the exhibits' files. Out: Markdown.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from analysis.report.exhibits import FOLDER, ExhibitFile


def how_made(facts: Mapping[str, Any], exhibits: Sequence[ExhibitFile] = ()) -> str:
    """The page as Markdown: outputs with their hashes, files with theirs, the commit, versions.

    The list of outputs is what a CODECHECK asks for: each figure and table, the cell that makes
    it, and a hash by which somebody who runs the study again can tell that they got the same.

    References
    ----------
    Nüst, D. and Eglen, S. J. (2021). CODECHECK: an open science initiative for the independent
    execution of computations underlying research articles during peer review to improve
    reproducibility. F1000Research 10:253.
    """
    commit = facts.get("commit")
    lines = [
        "# How this was made",
        "",
        "The notebooks were run from top to bottom, each in a fresh kernel, and this site was "
        "built from what they gave. Nothing on it depends on when or where that happened: the "
        "same files with the same versions give the same report.",
        "",
    ]
    if commit:
        changed = (
            ", with changes to the files that are not part of that commit"
            if facts.get("changed")
            else ""
        )
        lines += [f"Commit `{commit}`{changed}.", ""]
    if exhibits:
        lines += [
            "## Outputs",
            "",
            "Every table and figure with its files, the notebook cell that makes it, and the "
            "SHA-256 of each file. Run the study again and compare: the same hash is the same "
            "output {cite:p}`nust2021`.",
            "",
            _outputs(exhibits),
        ]
        lines.append("")
    for heading, key in (("Data", "data"), ("Other files", "files")):
        if facts.get(key):
            lines += [f"## {heading}", "", "| file | bytes | SHA-256 |", "| --- | ---: | --- |"]
            lines += [
                f"| {_code(path)} | {about['bytes']:,} | {_code(about['sha256'])} |"
                for path, about in facts[key].items()
            ]
            lines.append("")
    lines += ["## Software", "", "| package | version |", "| --- | --- |"]
    lines.append(f"| Python | {_code(facts.get('python', ''))} |")
    lines += [f"| {name} | {_code(number)} |" for name, number in facts.get("packages", {}).items()]
    lines += [
        "",
        "HTML and pictures in the notebooks' outputs pass a list of allowed elements and "
        "attributes; scripts, styles, frames, forms and event handlers are left out of these "
        "pages. Formulas are MathML. No page fetches anything from elsewhere.",
        "",
    ]
    return "\n".join(lines)


def _outputs(exhibits: Sequence[ExhibitFile]) -> str:
    """The exhibits' files as a table in HTML, whose links Sphinx leaves alone."""
    rows = "".join(
        f"<tr><td>{escape(file.label) or '–'}</td><td>{escape(file.chapter)}, "
        f"<code>{escape(file.cell)}</code></td>"
        f'<td><a href="{escape(FOLDER)}/{escape(file.name)}">{escape(file.name)}</a></td>'
        f"<td><code>{file.sha256}</code></td></tr>"
        for file in exhibits
    )
    names = "".join(f"<th>{name}</th>" for name in ("exhibit", "made by", "file", "SHA-256"))
    return f"<table><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>\n"


def _code(text: object) -> str:
    """Text as code in a cell of a Markdown table."""
    return f"`{escape(str(text), quote=False).replace('|', '&#124;').replace('`', '')}`"
