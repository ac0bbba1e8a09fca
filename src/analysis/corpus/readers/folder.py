"""Folders of articles saved as text, without a manifest.

In: a folder of .txt files, or one such file. Out: a `ReaderResult` with one article for each file,
cleaned by `clean_text`; whatever could not be read, or is no .txt file, is a problem.
"""

from pathlib import Path

from analysis.corpus.cleaning import clean_text
from analysis.corpus.dates import DateOrder
from analysis.corpus.decoding import decode
from analysis.corpus.readers.account import Account
from analysis.corpus.readers.paths import check_exists, escaped, id_from, read_bytes, walk
from analysis.corpus.readers.result import Page, ReaderResult
from analysis.errors import InputError

LARGEST_TEXT = 2_000_000


def read_folder(
    path: str | Path, *, date_order: DateOrder | None = None, encoding: str | None = None
) -> ReaderResult:
    """Read a folder of .txt files, one article each.

    Folders inside are read too, in order of name; hidden files are passed over; links that lead
    out of the folder are refused. The article_id is the relative path without its suffix, parts
    joined by hyphens (``guardian/a.txt`` is ``guardian-a``). The encoding is found as in
    `analysis.corpus.decoding.decode`; the date is one that the text itself states.

    Parameters
    ----------
    path
        The folder, or a single file.
    date_order
        "dmy", "mdy" or "ymd", for dates such as 02/11/2023.
    encoding
        That of the files, such as "latin-1"; see `analysis.corpus.decoding.decode`.

    Returns
    -------
    ReaderResult
        A file of more than 2 MB is a problem: it is no single article. ``claimed`` is None: a
        folder does not say how much it should hold.

    Raises
    ------
    InputError
        If there is no such folder, or ``date_order`` is unknown.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     page = Path(name, "a.txt")
    ...     _ = page.write_text("Talks open\\n\\n11 February 2016\\n\\nMinisters met in Munich.\\n")
    ...     read_folder(name).articles[["article_id", "date", "headline"]].values.tolist()
    [['a', '2016-02-11', 'Talks open']]
    """
    path = Path(path)
    check_exists(path)
    account = Account(date_order, encoding)
    for file, relative, refused in walk(path) if path.is_dir() else [(path, path.name, None)]:
        if refused:
            account.problem(relative, "file", refused, "put the file itself into the folder")
        elif path.is_dir() and file.suffix.lower() != ".txt":
            account.problem(
                relative, "file", "is no .txt file, and was not read", "read it on its own"
            )
        else:
            add_text(account, file, relative)
    return account.result()


def add_text(account: Account, path: Path, relative: str) -> None:
    """Add one file saved as text to an account."""
    try:
        raw, doubt = decode(read_bytes(path, LARGEST_TEXT), escaped(relative), account.encoding)
        clean = clean_text(raw, date_order=account.date_order)
    except InputError as error:
        account.problem(relative, "file", error.trouble, error.remedy)
        return
    account.doubt(relative, doubt)
    account.evidence(relative, clean.date_evidence)
    account.article(
        relative, path, account.new_id(id_from(relative)), clean.body, source_file=relative,
        headline=clean.headline, date=clean.date, page=Page(raw, clean),
    )  # fmt: skip
