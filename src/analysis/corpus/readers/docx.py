"""The lines of a DOCX, read with limits on size and depth and without expanding entities.

In: a DOCX. Out: its text, one line for each paragraph and each break in one. Styles, comments,
headers, footnotes and pictures are not read, and nothing is written to disk.
"""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.corpus.readers.paths import escaped
from analysis.corpus.readers.zips import check_zip
from analysis.errors import InputError

# Between two records or paragraphs, so that what is held in memory at once stays small.
MOST_ELEMENTS = 200_000
_MAIN = "word/document.xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_lines(path: Path) -> Iterator[str]:
    """The lines of the main text, in their order; blank paragraphs are blank lines.

    Deleted text of tracked changes is left out. The document is parsed piece by piece, so that
    memory does not grow with its length.

    Raises
    ------
    InputError
        If it is no DOCX, too large unpacked, or broken; then the lines before the break were given.
    """
    from lxml import etree  # type: ignore[import-untyped, unused-ignore]

    check_zip(path, needs=_MAIN, kind="DOCX document")
    try:
        with zipfile.ZipFile(path) as file, file.open(_MAIN) as part:
            events = etree.iterparse(
                part, events=("end",), resolve_entities=False, no_network=True, load_dtd=False,
                huge_tree=False,
            )  # fmt: skip
            elements = 0
            for _, paragraph in events:
                elements += 1
                if elements > MOST_ELEMENTS:
                    raise InputError(
                        escaped(path.name),
                        f"has more than {MOST_ELEMENTS} elements in one paragraph",
                        "export it again",
                    )
                if paragraph.tag != f"{_WORD}p":
                    continue
                # A text box holds paragraphs inside a paragraph; they come with the outer one.
                if next(paragraph.iterancestors(f"{_WORD}p"), None) is not None:
                    continue
                yield from _text(paragraph).split("\n")
                elements = 0
                paragraph.clear()
                while paragraph.getprevious() is not None:
                    del paragraph.getparent()[0]
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise InputError(
            escaped(path.name), f"breaks off in its text ({str(error)[:100]})", "export it again"
        ) from error


def _text(paragraph: Any) -> str:
    """The text of a paragraph, breaks as line ends; tabs as blanks."""
    parts: list[str] = []
    for node in paragraph.iter(f"{_WORD}t", f"{_WORD}br", f"{_WORD}cr", f"{_WORD}tab"):
        if node.tag == f"{_WORD}t":
            parts.append(node.text or "")
        elif node.tag == f"{_WORD}tab":
            parts.append(" ")
        else:
            parts.append("\n")
    return "".join(parts)
