"""Where the sentences of a paragraph end.

In: a text and the bounds of a paragraph in it. Out: first and last of each sentence. One pass over
the marks that can end a sentence; each is judged by some dozens of characters around it, so that
the time is linear whatever the text holds.
"""

from collections.abc import Iterator
from typing import Any

import regex

from analysis.text import abbreviations as known

_BEFORE, _AFTER = 48, 160  # characters around a mark that are looked at

_CLOSERS = "\"'”’»›)\\]}」』】）］"
# Marks, closing quotes and brackets, and numbers of notes. “ and « close a quotation in German.
# Repeated groups are bounded: each round is kept in memory while a match is tried.
_STOP = regex.compile(
    rf"(?P<marks>\.(?:[ \xa0]\.){{1,9}}+|[.!?…‽]++(?:[ \xa0]\.(?!\.)){{0,3}}+|[。！？｡।॥؟۔։።]++)"
    rf"(?P<closers>(?:[{_CLOSERS}]|[“«‹](?=[\s{_CLOSERS}.,]|$)|[ \xa0\u202f][”»](?=\s|$)){{0,9}}+"
    rf"(?:[.!?…]++[{_CLOSERS}]*+)?+)"
    r"(?:\[\d{1,3}\]){0,9}+"
)
_SPACE = regex.compile(r"[\s\x1c-\x1f]*+")  # as str.isspace has it
_PARTS_WORDS = frozenset(
    ' \t\n\r\x0b\x0c\x85\xa0\u2009\u2028\u2029\u202f\u3000"“”‘’«»„()[]{}—–/,;:'
)
_WORD = r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’&-]*+"
_NEXT = regex.compile(
    rf"(?P<lead>[^\p{{L}}\p{{N}}\s]*+\s*+[^\p{{L}}\p{{N}}\s]*+)(?P<word>{_WORD})?+"
)
_JOINED = regex.compile(r"(?:\p{Lu}\p{Ll}++|A|I)(?=[\s,’'])")
_OPENS_SPEECH = regex.compile(r"[\"“„«‘'][^\"”“»]{1,140}[,.!?…][\"”“»’']")
_SPEAKER = regex.compile(
    r"(?P<name>(?:(?:\p{Lu}[\p{L}\p{M}.'’-]*+|de|del|al|bin|von|van|der|of|the|and),?\s++){1,7}+)"
    r"(?P<verb>\p{Ll}++)"
)
_DOTTED = regex.compile(r"(?:\p{L}{1,2}\.){1,9}+\p{L}{1,3}")
_ENUMERATOR = regex.compile(r"[(\[]?(?:\d{1,3}|\p{L}|[ivxIVX]{1,4})[.)]")
_ITEM = regex.compile(
    r"[^\S\n]*+(?:(?P<bullet>[•▪◦‣●■▸►∙])|(?P<sign>[*·–—-])\s|(?P<number>\(?\d{1,3}[.)])\s)"
)
_LINE = regex.compile(r"\n")
_BRAND = regex.compile(r"\p{Ll}{1,2}\p{Lu}")
_VOWEL = regex.compile(
    r"[aeiouyàâäáéèêëíîïóôöúùûüæøåаеёиоуыэюяієїαεηιουωάέήίόύώ]", regex.IGNORECASE
)
_UNITS = frozenset(
    ["h", "m", "g", "km", "kg", "mm", "cm", "mph", "kph", "km/h", "hmm", "nth", "tv", "pc", "dvd"]
)
_QUOTES = frozenset("\"”’'»“«")


def sentence_spans(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """First and one past the last character of each sentence in text[first:last].

    Examples
    --------
    >>> text = 'Mr. Annan left the U.S. on Sept. 3. "Why?" Gen. Smith asked. Nobody knew'
    >>> [text[start:end] for start, end in sentence_spans(text, 0, len(text))]
    ['Mr. Annan left the U.S. on Sept. 3.', '"Why?" Gen. Smith asked.', 'Nobody knew']
    """
    start = _SPACE.match(text, first, last).end()
    for stop, following in _boundaries(text, start, last):
        if stop > start:
            yield start, stop
            start = following
    if start < last:
        end = start + len(text[start:last].rstrip())
        if end > start:
            yield start, end


def _boundaries(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Where a sentence ends and the next begins, in order."""
    items = _items(text, first, last)
    item = next(items, None)
    start = first
    for match in _STOP.finditer(text, first, last):
        while item is not None and item[1] <= match.start():
            yield item
            start, item = item[1], next(items, None)
        after = _SPACE.match(text, match.end(), last).end()
        if after < last and _ends_sentence(text, start, match, after, last):
            yield match.end(), after
            start = after
    while item is not None:
        yield item
        item = next(items, None)


def _items(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Ends of lines before an item of a list: a bullet, or what the first line begins with too."""
    if text.find("\n", first, last) < 0:
        return
    opening = _ITEM.match(text, first, last)
    for line in _LINE.finditer(text, first, last):
        item = _ITEM.match(text, line.end(), last)
        if item and (item["bullet"] or (opening and opening.lastgroup == item.lastgroup)):
            end = line.start()
            yield end, _SPACE.match(text, line.end(), last).end()


def _ends_sentence(text: str, start: int, match: Any, after: int, last: int) -> bool:
    """Whether the marks end a sentence that began at start, given what stands around them."""
    marks, closers = match["marks"], match["closers"]
    if marks[0] in "。！？｡।॥؟۔։።":
        return after > match.end() or marks[0] in "。！？｡"
    coming = text[after : min(after + _AFTER, last)]
    if after == match.end() and coming[0] not in "“„«「『‹":
        return _space_was_lost(text, start, match, coming)
    following = _NEXT.match(coming)
    lead, word = following["lead"], following["word"] or ""
    small = word[:1].islower() and not _BRAND.match(word)
    last_word = _last_word(text, start, match.start())
    quoted = not _QUOTES.isdisjoint(closers)
    if "!" in marks or "?" in marks or "‽" in marks:
        if small or (quoted and _names_speaker(coming)):
            return False
        if marks == "!" and not closers and last_word in known.CRIED_NAMES:
            return word in known.FIRST_WORDS
        return True
    if len(marks) > 1 or marks == "…":
        if small or match.start() == start or text[match.start() - 1] in "([":
            return False
        return not (quoted and _names_speaker(coming)) and word.partition("'")[0] != "I"
    if small:
        return not closers and _is_plain(last_word)
    return _full_stop_ends(text, start, match, last_word, lead, word, coming)


def _last_word(text: str, start: int, stop: int) -> str:
    """What stands before a mark, back to the next space, quotation mark or bracket."""
    first = max(start, stop - _BEFORE)
    at = stop
    while at > first and text[at - 1] not in _PARTS_WORDS:
        at -= 1
    return text[at:stop]


def _space_was_lost(text: str, start: int, match: Any, coming: str) -> bool:
    """Whether two sentences were run together: *came to power.The rebels*, *ready?Nobody*."""
    if match["closers"] or len(match["marks"]) > 1:
        return False
    last_word = _last_word(text, start, match.start())
    following = _JOINED.match(coming)
    if following is None or not last_word.isalpha() or not last_word[-1].islower():
        return False
    if match["marks"] == ".":
        return _is_plain(last_word) and following.group() in known.FIRST_WORDS
    return last_word not in known.CRIED_NAMES


def _full_stop_ends(
    text: str, start: int, match: Any, last_word: str, lead: str, word: str, coming: str
) -> bool:
    """Whether a single full stop, before what is no small letter, ends the sentence."""
    if match.end() - start <= 6 and _ENUMERATOR.fullmatch(text, start, match.end()):
        return False
    if not last_word:
        return True
    first_word = word.replace("’", "'") in known.FIRST_WORDS and not (
        len(word) == 1 and coming[len(lead) + 1 : len(lead) + 2] == "."
    )
    begins = first_word or bool(lead.strip() and _OPENS_SPEECH.match(coming))
    if last_word.rpartition("-")[2] in known.BEFORE_NAMES:
        return False
    if last_word in known.NEVER_LAST or last_word.lower() in known.NEVER_LAST:
        return False
    if last_word in known.BEFORE_NUMBERS and word[:1].isdigit():
        return False
    if last_word in known.OFTEN_LAST:
        return begins or not (word in known.OF_TIMES or word[:1].isdigit())
    if last_word in known.MAYBE_LAST:
        return begins
    if len(last_word) == 1 and last_word.isupper():
        return begins or _is_lettered(text, start, match.start(), last_word, word, coming)
    if _DOTTED.fullmatch(last_word):
        return begins
    if last_word.isdigit() and len(last_word) <= 2:
        return word not in known.GERMAN_AFTER_ORDINAL
    short = len(last_word) <= 3 and last_word.isalpha() and last_word.islower()
    return begins or not (short and not _VOWEL.search(last_word) and last_word not in _UNITS)


def _is_lettered(text: str, start: int, stop: int, letter: str, word: str, coming: str) -> bool:
    """Whether a single letter is no initial but belongs to the noun before it, or is *I*."""
    if len(word) == 1 and word.isupper():
        return False
    earlier = text[max(start, stop - _BEFORE) : stop - 1].split()
    if not earlier:
        return False
    noun = earlier[-1]
    return noun.lower() in known.LETTERED or (letter == "I" and noun.islower())


def _is_plain(word: str) -> bool:
    """Whether a word is surely no abbreviation, so that even a small letter may begin anew."""
    return (
        len(word) >= 4
        and word.isalpha()
        and word.islower()
        and word not in known.NEVER_LAST
        and word not in known.MAYBE_LAST
        and word not in known.BEFORE_NUMBERS
        and _VOWEL.search(word) is not None
    )


def _names_speaker(coming: str) -> bool:
    """Whether a name and a verb of saying follow: the quotation's sentence goes on."""
    match = _SPEAKER.match(coming)
    if match is None or match["verb"] not in known.ATTRIBUTIONS:
        return False
    names = match["name"].split()
    return names == ["I"] or names[0] not in known.FIRST_WORDS
