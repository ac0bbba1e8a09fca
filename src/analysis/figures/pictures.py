"""An Axes to a picture that a notebook shows and a report copies: SVG with its text alternative.

The bytes depend on what is drawn alone: no date, no version, fixed identifiers, and coordinates
cut to a thousandth of a point, so that the last bits of a sum do not show.
"""

import io
import re
import sys
import warnings
from dataclasses import dataclass
from typing import Any

from analysis.errors import InputError
from analysis.figures.behind import data_of
from analysis.figures.style import look, printable

_ATTRIBUTE = re.compile(r'\b(?:d|transform|x|y|width|height|points)="[^"]*"')
_NUMBER = re.compile(r"-?\d+\.\d{4,}")


@dataclass(frozen=True)
class Picture:
    """A figure as SVG, the words that stand for it, and the rows that it draws as CSV."""

    svg: str
    alt: str
    data: str | None = None

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        """What Jupyter stores: the picture, its words, again as metadata, and its data."""
        bundle = {"image/svg+xml": self.svg, "text/plain": self.alt}
        if self.data is not None:
            bundle["text/csv"] = self.data
        return bundle, {"image/svg+xml": {"alt": self.alt}}


def picture(ax: Any, alt: str) -> Picture:
    """The figure of an Axes as a picture with a text alternative.

    Parameters
    ----------
    ax
        What a figure function returned.
    alt
        What the figure shows, in words, for those who cannot see it: the finding, not the look.

    Returns
    -------
    Picture
        Jupyter shows ``svg`` and keeps ``alt`` as its text and in the output's metadata, under
        ``image/svg+xml`` and ``alt``; ``data``, as ``text/csv``, holds the rows that are drawn.
        Links in the SVG lead to the evidence in the report. Two runs on the same data give the
        same bytes.

    Raises
    ------
    InputError
        If ``ax`` is no Axes or ``alt`` is empty.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> shown = picture(Figure().subplots(), alt="Nothing yet.")
    >>> shown.svg[:4], shown.alt
    ('<svg', 'Nothing yet.')
    """
    figure = getattr(ax, "figure", None)
    if figure is None or not hasattr(figure, "savefig"):
        raise InputError("ax", f"is a {type(ax).__name__}", "give the Axes of a figure function")
    if not isinstance(alt, str) or not alt.strip():
        raise InputError("alt", "is empty", "say in words what the figure shows")
    alt = printable(" ".join(alt.split()))
    out = io.StringIO()
    with look(), warnings.catch_warnings():
        # A letter that the font of the figures lacks is drawn as a box; the text alternative and
        # the data beside the picture have it.
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font", UserWarning)
        figure.savefig(
            out,
            format="svg",
            metadata={"Title": alt, "Date": None, "Creator": None, "Format": None, "Type": None},
        )
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        # Else Jupyter would draw a figure made with pyplot a second time.
        pyplot.close(figure)
    return Picture(_plain(out.getvalue()), alt, data_of(figure))


def _plain(svg: str) -> str:
    """From the <svg> tag on, as an image with a role, coordinates to a thousandth."""
    start = svg.index("<svg ")
    body = _ATTRIBUTE.sub(lambda attribute: _NUMBER.sub(_cut, attribute.group()), svg[start:])
    return body.replace("<svg ", '<svg role="img" ', 1)


def _cut(number: re.Match[str]) -> str:
    """Three decimals; six for a number below 1, which may be a scale."""
    value = float(number.group())
    text = f"{value:.3f}" if abs(value) >= 1 else f"{value:.6f}"
    text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
