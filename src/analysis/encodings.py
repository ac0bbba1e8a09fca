"""Names of encodings that a person may declare.

In: a name, as Python's codecs take it. Out: the codec's own name. Codecs that are no encoding of
text, execute escapes or depend on the machine are refused.
"""

import codecs
import difflib
import encodings.aliases

from analysis.errors import InputError

# How the names of the encodings that texts are stored in begin. Python knows other codecs: rot13,
# zip and base64 are no encodings of text, unicode_escape executes escapes, idna and punycode write
# names of hosts, utf-7 hides signs, mbcs and oem are another encoding on each machine.
_FAMILIES = (
    "utf-8", "utf-16", "utf-32", "ascii", "iso8859", "iso2022", "cp", "gb", "hz", "big5",
    "shift_jis", "euc_", "johab", "koi8", "mac", "hp-roman8", "kz1048", "ptcp154", "tis-620",
)  # fmt: skip
_LONGEST = 40
COMMON = ("utf-8", "utf-16", "cp1252", "latin-1", "cp1250", "cp1251", "gb18030", "shift_jis")
"""Those that texts are stored in most, as examples."""


def check_encoding(name: str, source: str = "encoding") -> str:
    """The codec of an encoding, by any of the names that Python knows it under.

    Parameters
    ----------
    name
        Such as ``latin-1``, ``cp1251`` or ``windows-1251``; case and signs do not matter.
    source
        What the error names: the option or the setting that gave it.

    Raises
    ------
    InputError
        If no encoding of text has that name; the message suggests those that are written like it.

    Examples
    --------
    >>> check_encoding("Windows-1251"), check_encoding("latin-1")
    ('cp1251', 'iso8859-1')
    >>> check_encoding("base64")
    Traceback (most recent call last):
    analysis.errors.InputError: encoding: 'base64' is no known encoding of text; name one such as \
utf-8, utf-16, cp1252, latin-1, cp1250, cp1251, gb18030, shift_jis
    """
    found = encoding_named(name)
    if found is None:
        near = _near(str(name))
        raise InputError(
            source,
            f"{str(name)[:_LONGEST]!r} is no known encoding of text"
            + (f" (did you mean {' or '.join(near)}?)" if near else ""),
            f"name one such as {', '.join(COMMON)}",
        )
    return found


def encoding_named(name: str) -> str | None:
    """The codec of an encoding of text; None if that is no name of one."""
    if not isinstance(name, str) or not name.isascii() or not name.isprintable():
        return None
    if not name.strip() or len(name) > _LONGEST:
        return None
    # Python knows latin2, and not latin-2.
    for written in (name.strip(), name.strip().replace("-", "")):
        try:
            found = codecs.lookup(written).name
        except LookupError:
            continue
        return found if found.startswith(_FAMILIES) else None
    return None


def _near(name: str) -> list[str]:
    """Names of at most two encodings that are written like a name, the nearest first."""
    written = "".join(c for c in name.lower().replace("_", "-") if c.isprintable())[:_LONGEST]
    aliases = encodings.aliases.aliases
    known = {"latin-1", *(one.replace("_", "-") for one in {*aliases, *aliases.values()})}
    near: dict[str, str] = {}
    for one in difflib.get_close_matches(written, sorted(known), n=10, cutoff=0.6):
        codec = encoding_named(one)
        if codec is not None:
            near.setdefault(codec, one)
    return list(near.values())[:2]
