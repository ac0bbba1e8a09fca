"""Bytes to text, without ever replacing a character in silence.

In: the bytes of a file, and the encoding that was declared for it, if one was. Out: its text, and
what is doubtful about it, as the kind, the detail and the remedy of a row of problems.
"""

import codecs

from analysis.errors import InputError

Doubt = tuple[str, str, str]

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""The byte order marks that declare an encoding; that of UTF-16 is the beginning of UTF-32's."""

REMEDY = "save it as plain text in UTF-8, or declare its encoding"
_SAMPLE = 10_000
_WESTERN = ("cp1252", "latin_1", "ascii", "iso8859_15", "cp1254", "cp1250")
# So many bytes beyond those of ASCII that are all sound UTF-8 are not so by chance.
_TELLING = 3


def decode(data: bytes, source: str, encoding: str | None = None) -> tuple[str, Doubt | None]:
    """Text of a file, and what was doubtful about it (None if nothing).

    In this order: the encoding that a byte order mark declares; the one that is declared for the
    file, and no other then; strict UTF-8; Windows-1252, which is reported, with what
    charset-normalizer would read instead, if that is another: it only suggests. Line ends stay as
    they are, so that offsets count what the file holds.

    Parameters
    ----------
    data
        The bytes.
    source
        What the error names.
    encoding
        What was declared, as `analysis.encodings.check_encoding` returns it. Latin-1 is read as
        Windows-1252, which has letters where Latin-1 has control characters that no text holds (so
        does the Encoding Standard of the WHATWG).

    Raises
    ------
    InputError
        If the bytes are no text in the encoding that is declared, or, if none is, in any of these.

    Examples
    --------
    >>> decode("Assad’s".encode("cp1252"), "a.txt")[0]
    'Assad’s'
    >>> russian = "Министры встретились в Мюнхене и договорились о новой встрече. " * 3
    >>> decode(russian.encode("cp1251"), "a.txt")[1][1]
    'is not UTF-8; read as Windows-1252, though it may be cp1251'
    >>> decode("Łódź".encode("cp1250"), "a.txt", "cp1250")
    ('Łódź', None)
    """
    for mark, marked in MARKS:
        if data.startswith(mark):
            return _strictly(data, source, marked, "it says it is"), None
    if encoding is not None:
        text = _strictly(data, source, meant(encoding), "it is declared to be")
        return text, declared_doubt(data, encoding)
    if b"\0" in data:
        raise InputError(source, "is not text: it holds NUL bytes", REMEDY)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        other = _suggested(data)
        raise InputError(
            source, "is text neither in UTF-8 nor in Windows-1252"
            + (f", but perhaps in {other}" if other else ""), REMEDY,
        ) from error  # fmt: skip
    controls = sum(character < " " and character not in "\t\n\r\f" for character in text)
    if controls > len(text) / 100:
        raise InputError(source, "is not text: it is full of control characters", REMEDY)
    return text, undeclared_doubt(data)


def meant(encoding: str) -> str:
    """What an encoding that is declared stands for: Latin-1 for its superset Windows-1252."""
    return "cp1252" if encoding == "iso8859-1" else encoding


def declared_doubt(data: bytes, encoding: str) -> Doubt | None:
    """What speaks against a declared encoding in which bytes can be read: that they are UTF-8."""
    if encoding.startswith(("utf", "ascii")) or data.isascii():
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if len(data) - len(text) < _TELLING:
        return None
    return (
        "encoding in doubt",
        f"is read as {meant(encoding)}, as declared, though all of it is UTF-8",
        "declare utf-8 if that is right, for single files in a manifest's column encoding",
    )  # fmt: skip


def undeclared_doubt(data: bytes) -> Doubt:
    """What is said of bytes that are not UTF-8 and are read as Windows-1252."""
    other = _suggested(data)
    doubt = "is not UTF-8; read as Windows-1252"
    if other:
        return "encoding in doubt", f"{doubt}, though it may be {other}", REMEDY
    return "encoding", doubt, REMEDY


def _strictly(data: bytes, source: str, encoding: str, why: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        place = f" at byte {error.start + 1}" if isinstance(error, UnicodeDecodeError) else ""
        remedy = "save it as plain text in UTF-8, or declare what it is"
        raise InputError(source, f"is not the {encoding} that {why}{place}", remedy) from error
    if "\0" in text:
        raise InputError(source, f"is not text: in {encoding} it holds NUL characters", REMEDY)
    return text


def _suggested(data: bytes) -> str | None:
    """An encoding that text of several hundred bytes is more likely in than Windows-1252."""
    sound = data.decode("utf-8", "ignore")
    beyond = len(sound) - len(sound.encode("ascii", "ignore"))
    broken = len(data) - len(sound.encode("utf-8"))
    if beyond >= max(_TELLING, 4 * broken):
        return "damaged UTF-8"
    sample = data[:_SAMPLE]
    high = sum(byte > 127 for byte in sample)
    # Western text has few letters beyond ASCII; with few of them there is nothing to tell from.
    if high < 20 or high < len(sample) / 8:
        return None
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best is not None and best.encoding not in _WESTERN else None
