"""What an input is, by its name and, where names do not tell, by its content.

In: a file or folder. Out: the name of its format. A page, a LexisNexis and a ProQuest export all
end in .txt; pages, LexisNexis and Factiva in .html.
"""

from pathlib import Path

from analysis.corpus.readers.html_folder import SUFFIXES
from analysis.corpus.readers.lexisnexis import RECORD
from analysis.corpus.readers.packed import is_packed, open_unpacked
from analysis.corpus.readers.paths import check_exists, escaped
from analysis.corpus.readers.proquest import SEPARATOR
from analysis.errors import InputError

FORMATS = ("text", "html", "table", "nexis", "factiva", "proquest", "warc", "folder")
_TEXT_TABLES = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson")
TABLES = (*_TEXT_TABLES, *(f"{suffix}.gz" for suffix in _TEXT_TABLES), ".xlsx", ".parquet")
_ALLOWED = (
    "give a folder, text (.txt), HTML (.html, .html.gz), a table (.csv, .tsv, .xlsx, .json, "
    ".jsonl, .parquet), Nexis (.docx, .txt, .html), Factiva (.html, .xml), ProQuest (.txt) or a "
    "web archive (.warc, .warc.gz)"
)
_HEAD = 200_000


def detect_format(path: str | Path) -> str:
    """What an input is: "text", "html", "table", "nexis", "factiva", "proquest", "warc"
    or "folder".

    Raises
    ------
    InputError
        If it does not exist, or is nothing that can be read; the message lists what can.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     page = Path(name, "a.txt")
    ...     _ = page.write_text("1 of 1 DOCUMENTS\\n")
    ...     detect_format(page), detect_format(name)
    ('nexis', 'folder')
    """
    path = Path(path)
    check_exists(path)
    if path.is_dir():
        return "folder"
    name = path.name.lower()
    if name.endswith(".docx"):
        return "nexis"
    if name.endswith(TABLES):
        return "table"
    if name.endswith((".warc", ".warc.gz")):
        return "warc"
    if name.endswith((".txt", ".text")):
        head = _head(path)
        if SEPARATOR.search(head) and "ProQuest" in _around(path):
            return "proquest"
        return "nexis" if RECORD.search(head) else "text"
    if name.endswith(SUFFIXES):
        head = _head(path)
        if "<DOCFULL>" in head or "<!-- LXNComment" in head:
            return "nexis"
        factiva = "<title>Factiva</title>" in head or 'class="article ' in head
        return "factiva" if factiva and "activa" in _around(path) else "html"
    if name.endswith(".xml") and "ppsarticle" in _head(path).lower():
        return "factiva"
    raise InputError(escaped(path.name), "is of no kind that can be read", _ALLOWED)


def _head(path: Path) -> str:
    """The beginning of a file as text of some kind: enough to tell what it is, not to read it."""
    data = b""
    try:
        with open_unpacked(path) as file:
            while len(data) < _HEAD and (piece := file.read1(_HEAD)):
                data += piece
    except OSError:
        # What stands before a break is enough to tell.
        pass
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if wide else "utf-8", errors="ignore").replace("\r\n", "\n")


def _around(path: Path) -> str:
    """The beginning and the end of a file, where exports name the database."""
    head = _head(path)
    if is_packed(path):
        return head
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 20_000))
        return head + file.read(20_000).decode("utf-8", errors="ignore")
