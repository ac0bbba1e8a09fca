"""Words of articles and settings in Markdown, where nothing in them can act.

In: any text. Out: Markdown that shows it as it stands.
"""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def as_words(text: object) -> str:
    r"""Text that Markdown shows as it stands, on one line.

    Examples
    --------
    >>> print(as_words("*War* <b> | [x](y) $z$"))
    \*War\* \<b\> \| \[x\]\(y\) \$z\$
    """
    shown = "".join(letter if letter.isprintable() else " " for letter in str(text))
    return _PUNCTUATION.sub(r"\\\1", " ".join(shown.split()))
