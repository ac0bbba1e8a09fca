"""What a check says: one line, in the notebook's own voice.

In: the name of what the student had to fill in, and its value. Out: a line that begins with
"Right.", or the exception `Wrong`, which a notebook shows as one line and nbgrader counts as no
point.
"""

from collections.abc import Collection, Iterable
from numbers import Real
from typing import Any


class Wrong(AssertionError):
    """An answer that is not right yet; the message says in what way, and does not give it away."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows of it: the line alone, without the code of the check."""
        return [f"Not yet. {self}"]


def right(remark: str) -> None:
    """Say that an answer is right, and what follows from it."""
    print(f"Right. {remark}")


def filled(name: str, value: Any) -> Any:
    """The value, if the student has put one in.

    Examples
    --------
    >>> filled("body_words", ...)
    Traceback (most recent call last):
    analysis.teaching.feedback.Wrong: body_words is still to be filled in.
    """
    if value is ... or value is None:
        raise Wrong(f"{name} is still to be filled in.")
    return value


def number(name: str, value: Any) -> float:
    """The value as a number."""
    filled(name, value)
    if isinstance(value, bool) or not isinstance(value, Real):
        raise Wrong(f"{name} should be one number; it is a {type(value).__name__}.")
    return float(value)


def numbers(name: str, value: Any, expected: Iterable[str]) -> dict[str, float]:
    """The value as a mapping from article to number, with exactly the expected articles.

    A pandas Series, or a dictionary.
    """
    filled(name, value)
    if not hasattr(value, "items"):
        raise Wrong(f"{name} should hold one number for each article, by article_id.")
    given = {str(key): number(f"{name}[{str(key)!r}]", one) for key, one in value.items()}
    wanted = set(expected)
    if missing := wanted - given.keys():
        raise Wrong(
            f"{name} lacks {_articles(len(missing))}. An article without the word is an article "
            "with the count 0."
        )
    if extra := given.keys() - wanted:
        raise Wrong(f"{name} holds {sorted(extra)[0]!r}, which is none of the articles.")
    if any(one != one for one in given.values()):
        raise Wrong(f"{name} has a gap (NaN). What is the count of a word that does not occur?")
    return given


def whole_set(name: str, value: Any, expected: Collection[Any], thing: str, hint: str) -> None:
    """Hold a set of things to the expected one; says how many are wrong, not which.

    Examples
    --------
    >>> whole_set("lines", {1, 9}, {1, 3, 5}, "line", "Read the top again.")
    Traceback (most recent call last):
    analysis.teaching.feedback.Wrong: In lines 1 line does not belong there and
    2 lines are missing. Read the top again.
    """
    filled(name, value)
    if isinstance(value, str) or not isinstance(value, Collection):
        raise Wrong(f"{name} should be a set, such as {{1, 2}}.")
    given, wanted = set(value), set(expected)
    wrong, missing = len(given - wanted), len(wanted - given)
    troubles = []
    if wrong:
        verb = "does not belong" if wrong == 1 else "do not belong"
        troubles.append(f"{counted(wrong, thing)} {verb} there")
    if missing:
        troubles.append(f"{counted(missing, thing)} {'is' if missing == 1 else 'are'} missing")
    if troubles:
        raise Wrong(f"In {name} {' and '.join(troubles)}. {hint}")


def close(given: float, expected: float, tolerance: float = 0.005) -> bool:
    """Whether a number is the expected one to within half a hundredth, or a thousandth of it."""
    return abs(given - expected) <= max(tolerance, 0.001 * abs(expected))


def counted(n: int, thing: str) -> str:
    """A number with its thing, in the plural where it is not one."""
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def _articles(n: int) -> str:
    return counted(n, "article")
