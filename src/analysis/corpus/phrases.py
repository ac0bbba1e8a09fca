"""What pages say around their articles: looks a line up in phrases.toml, and knows picture credits.

In: a line without its edges. Out: the category it belongs to and the rule that says so, or nothing.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import regex

# What may stand before and after a word of a site, without a space between.
_BEFORE = ("", "(", '"', "“", "„", "«")
_AFTER = ("", ".", ",", ":", ";", "!", "?", ")", '"', "”", "“", "»", "…", "...", ").")
# A longer line is a paragraph, whatever it begins with.
_LONGEST_OPENING = 420
_LONGEST_WHOLE = 90
_LONGEST_HOLDING = 160
_QUOTED = frozenset('"“”„«»')
_TAIL = 90
# A longer text that ends in an agency's name is a report of that agency.
_LONGEST_CREDITED = 260
_ENDS = " \t\xa0•·|›»«‹→←–—-*:.…,;!>▸▼▲↓↑✕×+()[]#"
_BULLETS = " \t\xa0•·▪►‣●○*"
_COUNT = regex.compile(r"^[(\[]?\d[\d.,]*+[km]?[)\]]?\s++|\s++[(\[]?\d[\d.,]*+[km]?[)\]]?$")
_ONLY_SIGNS = regex.compile(r"[^\p{L}\p{N}]++$")
_ONLY_NUMBER = regex.compile(r"[(\[]?[+-]?\d[\d.,:/ %°]*+[km]?[)\]]?$", regex.IGNORECASE)

# An expression that is found nowhere.
_NEVER = r"(?!)"
_OF_AGENCY = ("", " photo", " photos", " image", " images")
_NUMERIC_DATE = regex.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is looked up.

    ``whole``: whole lines with their category; ``openings``: beginnings, in one expression;
    ``holds``: words anywhere in a line with the category of the line;
    ``owners``: what a credit ends in, looked for before ``credit``, which takes longer;
    ``marks``: expressions by the word without which they cannot be found; ``site_words``
    by each form they may stand in.
    """

    whole: dict[str, str]
    openings: re.Pattern[str]
    holds: tuple[tuple[str, str], ...]
    owners: tuple[str, ...]
    credit: regex.Pattern[str]
    marks: tuple[tuple[str, re.Pattern[str]], ...]
    site_words: dict[str, str]


@cache
def _phrases() -> Phrases:
    """The phrases as listed."""
    text = files(__package__).joinpath("phrases.toml").read_text("utf-8")
    return compile_phrases(tomllib.loads(text))


def compile_phrases(listed: Mapping[str, Mapping[str, Any]]) -> Phrases:
    """Listed phrases, ready to be looked up; the first category that names a line has it."""
    whole: dict[str, str] = {}
    for category, known in listed.items():
        for phrase in _words(known.get("whole", "")):
            whole.setdefault(bare_line(phrase), category)
    openings = "|".join(
        f"(?P<{category}>{'|'.join(known['openings'])})"
        for category, known in listed.items()
        if known.get("openings")
    )
    picture = listed.get("picture", {})
    any_case, spelled = _words(picture.get("owners", "")), _words(picture.get("spelled", ""))
    owner = f"(?i:{'|'.join(map(re.escape, any_case)) or _NEVER})|(?:" + (
        f"{'|'.join(map(re.escape, spelled)) or _NEVER})(?: (?i:photos?|images?))?"
    )
    credit = regex.compile(
        rf"(?:[(\[/|–—]|\s-|[.!?]|^)\s?(?:[\p{{Lu}}][\p{{L}}\p{{M}}.'’-]*+[ /,]\s?){{0,5}}"
        rf"(?i:via |for |/ ?)?(?:{owner})[)\].]{{0,2}}$"
    )
    # The standard library's `re` is several times faster here; every repeat in the list is bounded.
    return Phrases(
        whole,
        re.compile(openings or _NEVER),
        tuple(
            (words, category)
            for category, known in listed.items()
            for words in _words(known.get("holds", ""))
        ),
        tuple(any_case) + tuple(f"{name.lower()}{of}" for name in spelled for of in _OF_AGENCY),
        credit,
        tuple(
            (word, re.compile("|".join(patterns), re.IGNORECASE))
            for word, patterns in picture.get("marks", {}).items()
            if patterns
        ),
        {
            f"{before}{word}{after}": word
            for word in listed.get("site", {}).get("words", "").split()
            for before in _BEFORE
            for after in _AFTER
        },
    )


def _words(listed: str) -> list[str]:
    """Entries parted by semicolons."""
    return [" ".join(entry.split()) for entry in listed.split(";") if entry.strip()]


def bare_line(text: str) -> str:
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
        bare = bare_line(text)
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
    plain = text.lower().replace("’", "'").lstrip(_BULLETS)
    found = phrases.openings.match(plain)
    if found is not None and found.lastgroup is not None:
        return found.lastgroup, f"opening: {' '.join(found.group().split())[:40]}"
    if len(plain) <= _LONGEST_HOLDING and _QUOTED.isdisjoint(plain):
        for words, category in phrases.holds:
            if words in plain:
                return category, f"phrase: … {words} …"
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
    phrases, lower = _phrases(), text.lower()
    for word, mark in phrases.marks:
        if word in lower and mark.search(text) is not None:
            return True
    if len(text) > _LONGEST_CREDITED:
        return False
    return (
        lower.rstrip(")].").endswith(phrases.owners)
        and phrases.credit.search(text[-_TAIL:]) is not None
    )


def count_site_words(text: str) -> int:
    """How many different words of sites about themselves stand in a text.

    Examples
    --------
    >>> count_site_words("Subscribe to our newsletter."), count_site_words("They met in Munich.")
    (2, 0)
    """
    forms = _phrases().site_words
    # Most texts have none: the intersection is several times faster than asking word by word.
    found = forms.keys() & text.lower().split()
    return len({forms[form] for form in found}) if found else 0
