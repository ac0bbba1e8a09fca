"""Bytes to text, without ever replacing a character in silence."""

import codecs

from analysis.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SAMPLE = 10_000
_WESTERN = ("cp1252", "latin_1", "ascii", "iso8859_15", "cp1254", "cp1250")


def decode(data: bytes, source: str) -> tuple[str, str | None]:
    """Text of a file, and what was doubtful about it (None if nothing).

    In this order: the encoding that a byte order mark declares, strict UTF-8, then Windows-1252,
    which is reported, with what charset-normalizer would read instead, if that is another: it only
    suggests. Line ends stay as they are, so that offsets count what the file holds.

    Raises
    ------
    InputError
        If the bytes are no text in any of these.

    Examples
    --------
    >>> decode("Assad’s".encode("cp1252"), "a.txt")
    ('Assad’s', 'is not UTF-8; read as Windows-1252')
    >>> russian = "Министры встретились в Мюнхене и договорились о новой встрече. " * 3
    >>> decode(russian.encode("cp1251"), "a.txt")[1]
    'is not UTF-8; read as Windows-1252, though it may be cp1251'
    """
    remedy = "save it as plain text in UTF-8"
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), None
            except UnicodeDecodeError as error:
                raise InputError(source, f"is not the {encoding} it says it is", remedy) from error
    if b"\0" in data:
        raise InputError(source, "is not text: it holds NUL bytes", remedy)
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
            + (f", but perhaps in {other}" if other else ""), remedy,
        ) from error  # fmt: skip
    controls = sum(character < " " and character not in "\t\n\r\f" for character in text)
    if controls > len(text) / 100:
        raise InputError(source, "is not text: it is full of control characters", remedy)
    other = _suggested(data)
    doubt = "is not UTF-8; read as Windows-1252"
    return text, f"{doubt}, though it may be {other}" if other else doubt


def _suggested(data: bytes) -> str | None:
    """An encoding that text of several hundred bytes is more likely in than Windows-1252."""
    sample = data[:_SAMPLE]
    high = sum(byte > 127 for byte in sample)
    # Western text has few letters beyond ASCII; with few of them there is nothing to tell from.
    if high < 20 or high < len(sample) / 8:
        return None
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best is not None and best.encoding not in _WESTERN else None
