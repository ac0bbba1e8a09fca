"""What a notebook shows as HTML and keeps as text as well.

In: both forms. Out: ``Shown``, from which kinds of output are made.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """An output in two forms: ``html`` where that can be shown, and ``text``."""

    html: str
    text: str

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, str]]:
        """What Jupyter stores."""
        return {"text/html": self.html, "text/plain": self.text}, {}
