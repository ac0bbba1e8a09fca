"""Sentences that hold words of articles or settings, shown as they stand.

In: sentences. Out: ``Sentences``, which Jupyter and the report show as HTML in which nothing acts:
no markup, no link, no formula.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from analysis.figures.shown import Shown
from analysis.figures.style import printable

_NO_FORMULAS = "tex2jax_ignore mathjax_ignore"
"""Classes of what JupyterLab is not to search for formulas."""


@dataclass(frozen=True)
class Sentences(Shown):
    """Sentences: ``html``, a paragraph or a list, and ``text``, one a line."""


def sentences(said: str | Iterable[str]) -> Sentences:
    """Sentences to show in a notebook: one as a paragraph, several as a list.

    Names of groups, outlets and the like may hold anything, also what Markdown takes for markup;
    here they are shown letter by letter.

    Parameters
    ----------
    said
        A sentence, or several.

    Examples
    --------
    >>> shown = sentences(["*One* <b>.", "Two."])
    >>> print(shown.text)
    *One* <b>.
    Two.
    >>> shown.html.count("<li>"), "&lt;b&gt;" in shown.html
    (2, True)
    """
    lines = [said] if isinstance(said, str) else list(said)
    lines = [printable(" ".join(line.split())) for line in lines]
    if isinstance(said, str):
        html = f'<p class="{_NO_FORMULAS}">{escape(lines[0])}</p>'
    else:
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        html = f'<ul class="{_NO_FORMULAS}">{items}</ul>' if lines else ""
    return Sentences(html, "\n".join(lines))
