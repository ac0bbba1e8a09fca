"""Numbers and lists in sentences: what every room says to a reader, in the same grammar.

In: a number and its noun, or items. Out: words.
"""

from collections.abc import Sequence


def counted(n: int, noun: str = "article", plural: str | None = None) -> str:
    """A number with its noun, in the plural where it is not one.

    Parameters
    ----------
    n
        How many.
    noun, plural
        What they are; without ``plural`` the noun takes an s.

    Examples
    --------
    >>> counted(1), counted(1200), counted(2, "copy", "copies")
    ('1 article', '1,200 articles', '2 copies')
    """
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def listed(items: Sequence[object]) -> str:
    """Items as a sentence has them.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    words = [str(item) for item in items]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
