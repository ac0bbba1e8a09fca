"""The summary on one page: what was asked, found, how sure one can be, what the data cannot say.

In: the front page and what the design can show. Out: a page of the report that prints on one sheet.
"""

import re
from collections.abc import Sequence

from analysis.report.markdown import as_words

_ANSWERS = re.compile(r"^:{3,}\{container\} answers[ \t]*\n(.*?)^:{3,}[ \t]*$", re.M | re.S)
_PICTURE = re.compile(r"^!\[.*$\n?(?:^\S.*$\n?)*", re.M)
_FENCE = re.compile(r"^(`{3,}|:{3,}).*?^\1[ \t]*$\n?", re.M | re.S)


def summary_page(title: str, front: str, design: Sequence[str]) -> str:
    """The page as Markdown.

    Parameters
    ----------
    title
        Of the report.
    front
        The front page. Its container ``answers`` is taken over; without one, its text without
        pictures and lists of contents.
    design
        What the design can show, in sentences.

    Examples
    --------
    >>> front = "# T\\n\\n:::{container} answers\\nAsked\\n: Why?\\n:::\\n\\nMore."
    >>> print(summary_page("T", front, ["Nothing can be tested."]))
    # Summary
    <BLANKLINE>
    *T*
    <BLANKLINE>
    :::{container} answers
    Asked
    : Why?
    :::
    <BLANKLINE>
    **What the design can show**
    <BLANKLINE>
    - Nothing can be tested\\.
    <BLANKLINE>
    """
    answers = _ANSWERS.search(front)
    if answers:
        text = answers.group().strip()
    else:
        text = _PICTURE.sub("", _FENCE.sub("", front))
        text = re.sub(r"^# .*$\n?", "", text, count=1, flags=re.M).strip()
    lines = [
        "# Summary",
        "",
        f"*{as_words(title)}*",
        "",
        text,
        "",
        "**What the design can show**",
        "",
    ]
    return "\n".join([*lines, *(f"- {as_words(sentence)}" for sentence in design), ""])
