"""Errors that a user can act on: one line that names the thing, the trouble and the way out."""


class InputError(ValueError):
    """Something the user gave (a file, a setting, an argument) that cannot be used.

    The command line prints it as one line and ends with status 2; in a notebook it is an ordinary
    ``ValueError``. The message names the file or argument, says what is wrong with it, and what
    would be right.

    Examples
    --------
    >>> raise InputError("articles.csv", "has no column 'date'", "add it, or map another column")
    Traceback (most recent call last):
    analysis.errors.InputError: articles.csv: has no column 'date'; add it, or map another column
    """

    def __init__(self, source: object, trouble: str, remedy: str) -> None:
        self.source = str(source)
        self.trouble = trouble
        self.remedy = remedy
        super().__init__(" ".join(f"{source}: {trouble}; {remedy}".split()))

    def __reduce__(self) -> tuple[type["InputError"], tuple[str, str, str]]:
        # Raised in another process, it arrives as it was.
        return InputError, (self.source, self.trouble, self.remedy)
