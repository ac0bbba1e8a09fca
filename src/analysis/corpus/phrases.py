"""What pages say around their articles: looks a line up in phrases.toml, and knows picture credits.

In: a line without its edges. Out: the category it belongs to and the rule that says so, or nothing.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

# A longer line is a paragraph, whatever it begins with.
_LONGEST_OPENING = 420
_LONGEST_WHOLE = 90
_TAIL = 90
# A longer text that ends in an agency's name is a report of that agency.
_LONGEST_CREDITED = 260
_ENDS = " \t\xa0•·|›»«‹→←–—-*:.…,;!>▸▼▲↓↑✕×+()[]#"
_BULLETS = " \t\xa0•·▪►‣●○*"
_COUNT = regex.compile(r"^[(\[]?\d[\d.,]*+[km]?[)\]]?\s++|\s++[(\[]?\d[\d.,]*+[km]?[)\]]?$")
_ONLY_SIGNS = regex.compile(r"[^\p{L}\p{N}]++$")
_ONLY_NUMBER = regex.compile(r"[(\[]?[+-]?\d[\d.,:/ %°]*+[km]?[)\]]?$", regex.IGNORECASE)

_NUMERIC_DATE = regex.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")

# Who takes or owns the pictures. Such a name ends a caption or a credit where it follows a bracket,
# a slash, a dash or a full stop, with nothing but names between.
_OWNER = (
    r"(?:(?i:getty(?: images)?|shutterstock|istock(?:photo)?|associated press|usa today sports|"
    r"wikimedia(?: commons)?|flickr|unsplash|pixabay|zuma(?: press)?|handout|screenshot|screengrab|"
    r"file(?: photo| picture)?)|Bloomberg|Reuters|YouTube|Instagram|Twitter|"
    r"(?:AP|AFP|EPA|REUTERS|UPI|DPA|dpa|TASS|Xinhua)(?: (?i:photos?|images?))?)"
)
# Without one of these no credit is there: looked for first, since the expressions take longer.
_MAY_OWN = (
    "getty", "stock", "associated press", "usa today", "wikimedia", "flickr", "splash", "pixabay",
    "zuma", "handout", "screen", "file", "bloomberg", "reuters", "youtube", "instagram", "twitter",
    "afp", "epa", "upi", "dpa", "tass", "xinhua",
)  # fmt: skip
_AP = re.compile(r"\bap\b")
_CREDIT_AT_END = regex.compile(
    rf"(?:[(\[/|–—]|\s-|[.!?]|^)\s?(?:[\p{{Lu}}][\p{{L}}\p{{M}}.'’-]*+[ /,]\s?){{0,5}}(?i:via |"
    rf"for |/ ?)?"
    rf"{_OWNER}[)\].]{{0,2}}$"
)
_MARKS = (
    "photo", "image", "picture", "foto", "bild", "credit", "getty", "©", "reuters/", "via ", "["
)  # fmt: skip
_PICTURE_MARK = regex.compile(
    r"\((?:ap |afp |file |reuters )?(?:photo|image|picture|foto|bild)\b|"
    r"\bphoto ?(?:/|by\b|credit\b|courtesy\b)|\bcredits? ?: ?\S|credit\.{3}|getty images|"
    r"\[(?:file|photo|image)\b|\[[^\]]{2,40}/(?:ap|afp|reuters|epa|getty)[^\]]{0,20}\]|\bfile "
    r"photo\b|image credit|"
    r"\b(?-i:REUTERS)/\p{L}|© ?(?:\p{L}[\p{L}.]*+[ /]?){1,5}$|\bvia (?:ap|getty|reuters|afp)\b",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What is looked up: whole lines with their category, and beginnings in one expression."""

    whole: dict[str, str]
    openings: re.Pattern[str]


@cache
def _phrases() -> _Phrases:
    """The phrases as listed; the first category that names a line has it."""
    listed = tomllib.loads(files(__package__).joinpath("phrases.toml").read_text("utf-8"))
    whole: dict[str, str] = {}
    for category, known in listed.items():
        for phrase in known.get("whole", "").split(";"):
            if phrase.strip():
                whole.setdefault(_bare(" ".join(phrase.split())), category)
    openings = "|".join(
        f"(?P<{category}>{'|'.join(known['openings'])})"
        for category, known in listed.items()
        if known.get("openings")
    )
    # The standard library's `re` is several times faster here; every repeat in the list is bounded.
    return _Phrases(whole, re.compile(openings))


def _bare(text: str) -> str:
    """A short line for comparison: lower case, without signs and counts at its ends."""
    bare = text.lower().replace("’", "'").strip(_ENDS)
    if bare and (bare[0].isdigit() or bare[-1].isdigit() or bare[-1] in "km"):
        return _COUNT.sub("", bare).strip(_ENDS) or bare
    return bare


def known_line(text: str) -> tuple[str, str] | None:
    """The category and rule of a line that says what pages say around articles, else None.

    Examples
    --------
    >>> known_line("READ MORE")
    ('navigation', 'phrase: read more')
    >>> known_line("0 Comments To This Article")
    ('comment', 'phrase: comments to this article')
    >>> known_line("Russia backs monitors")
    """
    phrases = _phrases()
    if len(text) <= _LONGEST_WHOLE:
        bare = _bare(text)
        category = phrases.whole.get(bare)
        if category is not None:
            return category, f"phrase: {bare}"
        if not text[0].isalpha():
            if _ONLY_SIGNS.match(text):
                return "navigation", "no letter or digit"
            if _ONLY_NUMBER.match(text) and not _NUMERIC_DATE.search(text):
                return "navigation", "only a number"
    elif len(text) > _LONGEST_OPENING:
        return None
    found = phrases.openings.match(text.lower().replace("’", "'").lstrip(_BULLETS))
    if found is not None and found.lastgroup is not None:
        return found.lastgroup, f"opening: {' '.join(found.group().split())[:40]}"
    return None


def is_picture_text(text: str) -> bool:
    """Whether a line is the caption or the credit of a picture, by the credit it carries.

    Examples
    --------
    >>> is_picture_text("Smoke over the town on Friday. (AP Photo/Jane Doe)")
    True
    >>> is_picture_text("The town was quiet on Friday.")
    False
    """
    if len(text) > _LONGEST_OPENING:
        # A long caption is known by its end alone.
        text = text[-_TAIL:]
    lower = text.lower()
    if _holds(lower, _MARKS) and _PICTURE_MARK.search(text) is not None:
        return True
    if len(text) > _LONGEST_CREDITED:
        return False
    if not (_holds(lower, _MAY_OWN) or ("ap" in lower and _AP.search(lower))):
        return False
    return _CREDIT_AT_END.search(text[-_TAIL:]) is not None


def _holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text holds one of some words; a loop takes half as long as ``any`` here."""
    for word in words:  # noqa: SIM110
        if word in text:
            return True
    return False
