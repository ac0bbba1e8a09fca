"""Where an article goes on behind what was put between its paragraphs, and where it says it ends.

In: a page and the end of its article as found so far. Out: the end with the paragraphs that stand
behind a link, a picture or an invitation; or the end before a mark such as "ENDS", or before a note
on those who wrote it.
"""

from collections.abc import Iterable

import regex

from analysis.corpus.heads import signs_article
from analysis.corpus.inserts import speaks_to_reader
from analysis.corpus.page import Page
from analysis.corpus.phrases import count_site_words

# What stands between paragraphs as well as below an article; comments and notices only below.
_INSERTS = frozenset(("related", "promotion", "social", "advert", "caption", "navigation"))
_MOST_INSERTED = 5
_LONGEST_LINK = 14
# Words by which two paragraphs, or a single one behind a single insert, are known as the article's.
_TWO, _ONE, _ONE_BELOW_ADVERT = 12, 10, 5
_LEAST = 4
# The same behind a list of other articles or a form, of so many blocks.
_BELOW_BOX, _LONGEST_BOX = 30, 14
# So many blocks may part a lead from its text, and its byline or date line from the lead.
_MOST_ABOVE, _UNDER_SIGN = 16, 9
# A line that introduces what stands directly below it, such as a verse.
_INTRODUCES = 6
_MOST_INTRODUCED = 16
# Words of the text above such a mark, and the marks by which press offices and agencies end.
_BEFORE_MARK = 25
_END_MARKS = frozenset(("ends", "-ends-", "– ends –", "- ends -", "###", "# # #", "-30-"))

# A note on the author is among so many last blocks, and says what the author is or does.
_NOTES = 3
_LONGEST_NOTE = 45
_WORD = r"\p{Lu}[\p{L}\p{M}.'’-]*+"
_NAME = regex.compile(rf"{_WORD}(?: (?:{_WORD}|de|da|van|von|der|di|la|al|bin)){{1,3}}")
_DOES = regex.compile(
    r",? ?(?:(?:is|was|has|covers?|writes?|reports?|works?|teaches|lives|joined|edits|can be|ist|"
    r"schreibt|est|écrit|es|escribe|è|scrive|é|schrijft)\b|[–—-])",
    regex.IGNORECASE,
)


def resume(page: Page, stop: int) -> int:
    """The end of an article that goes on behind an insert, or ``stop``.

    An insert is up to five blocks that are known as furniture between paragraphs (a link, a
    picture, an invitation), with the lines directly below them; or a list of short lines below one
    that is known. The article goes on if two paragraphs follow, longer ones behind a list, or,
    behind invitations and links that name what they are, a single one. They stand alone, end as
    sentences do, and neither speak to the reader nor of the site.
    """
    introduced = _introduced(page, stop)
    if introduced > stop:
        return introduced
    after, named = _behind_insert(page, stop)
    if after > stop:
        adverts = all((page.known[i] or ("",))[0] == "advert" for i in range(stop, after))
        last, found, words = _paragraphs_from(page, after)
        one = _ONE_BELOW_ADVERT if adverts else _ONE
        if (found >= 2 and words >= _TWO) or (found == 1 and named and words >= one):
            return last
    after = _behind_box(page, stop)
    if after > stop:
        last, found, words = _paragraphs_from(page, after)
        if found >= 2 and words >= _BELOW_BOX:
            return last
    return stop


def _paragraphs_from(page: Page, start: int) -> tuple[int, int, int]:
    """Where paragraphs that begin at a block end, how many there are, and their words."""
    last, words, found = start, 0, 0
    place = start
    while place < len(page.blocks):
        if _paragraph(page, place):
            found, words, last = found + 1, words + page.words[place], place + 1
        elif not (page.heading(place) and place + 1 < len(page.blocks)
                  and _paragraph(page, place + 1)):  # fmt: skip
            break
        place += 1
    return last, found, words


def _behind_box(page: Page, stop: int) -> int:
    """The block behind a longer insert: a list of other articles, a poll, a form."""
    if stop >= len(page.blocks) or page.known[stop] is None:
        return stop
    place = stop
    while place < min(len(page.blocks), stop + _LONGEST_BOX):
        hit = page.known[place]
        if hit is not None and hit[0] in ("comment", "copyright", "credit"):
            return stop
        if hit is None and (page.words[place] > _LONGEST_LINK or _paragraph(page, place)):
            break
        place += 1
    return place


def back_to_signed(page: Page, start: int) -> int:
    """The beginning of an article whose lead stands under its byline or date line, or ``start``.

    Pictures, links and buttons may part such a lead from the text below.
    """
    place = start - 1
    while place >= max(0, start - _MOST_ABOVE) and not page.prose(place):
        if _closes(page, place):
            return start
        place -= 1
    if place < max(0, start - _MOST_ABOVE) or start - 1 == place:
        return start
    lead = place
    while place >= 0 and page.prose(place):
        lead, place = place, place - 1
    for above in range(place, max(-1, place - _UNDER_SIGN), -1):
        if signs_article(page.blocks[above].text):
            return lead
        if page.prose(above) or (page.known[above] or ("",))[0] == "related":
            return start
    return start


def _closes(page: Page, i: int) -> bool:
    """Whether a block stands below articles only."""
    hit = page.known[i]
    return hit is not None and hit[0] in ("comment", "copyright")


def before_end_mark(page: Page, start: int, stop: int) -> int:
    """The end of an article, brought forward to a line that says so ("ENDS", "###", "-30-")."""
    words = 0
    for i in range(start, stop):
        if words >= _BEFORE_MARK and page.blocks[i].text.lower() in _END_MARKS:
            return i
        words += page.words[i]
    return stop


def before_author_note(page: Page, bylines: Iterable[int], start: int, stop: int) -> int:
    """The end of an article, brought forward to a last note on somebody whom its byline names."""
    named = [
        name.group().casefold()
        for i in bylines
        for name in _NAME.finditer(page.blocks[i].text[:180])
    ]
    for i in range(max(start + 1, stop - _NOTES), stop):
        text = page.blocks[i].text
        if page.words[i] <= _LONGEST_NOTE and any(
            text[: len(name)].casefold() == name and _DOES.match(text, len(name))
            for name in (whole.removeprefix("by ") for whole in named)
        ):
            return i
    return stop


def _behind_insert(page: Page, stop: int) -> tuple[int, bool]:
    """The block behind an insert, and whether each of its lines says by itself what it is."""
    place, named = stop, True
    while place < min(len(page.blocks), stop + _MOST_INSERTED):
        hit = page.known[place]
        if page.picture[place]:
            named = False
        elif hit is not None:
            if hit[0] not in _INSERTS or not hit[1].startswith(("phrase", "opening")):
                break
            below = place > stop and not page.blocks[place].blank_before
            named = named and (
                below or hit[0] in ("promotion", "advert") or hit[1].startswith("opening")
            )
        elif (
            place > stop
            and not page.ends[place]
            and page.words[place] <= _LONGEST_LINK
            and not page.blocks[place].blank_before
        ):
            named = False
        else:
            break
        place += 1
    return place, named


def _paragraph(page: Page, i: int) -> bool:
    """Whether a block below an article can be a paragraph of it."""
    block = page.blocks[i]
    return (
        page.known[i] is None
        and page.ends[i]
        and page.words[i] >= _LEAST
        and not page.elided[i]
        and not page.picture[i]
        and not page.moment[i]
        and (not page.parted or (block.blank_before and block.blank_after))
        and not speaks_to_reader(page, i)
        and count_site_words(block.text) < 2
    )


def _introduced(page: Page, stop: int) -> int:
    """The end of the lines that a line below the text introduces with a colon, or ``stop``.

    They stand together, as a verse does, and a paragraph follows.
    """
    if (
        stop >= len(page.blocks)
        or page.blocks[stop].text[-1] != ":"
        or page.known[stop] is not None
        or page.words[stop] < _INTRODUCES
        or speaks_to_reader(page, stop)
    ):
        return stop
    for place in range(stop + 1, min(len(page.blocks), stop + 1 + _MOST_INTRODUCED)):
        if place > stop + 2 and page.blocks[place].blank_before:
            return place + 1 if _paragraph(page, place) else stop
        parted = place == stop + 2 and page.blocks[place].blank_before
        if parted or page.known[place] is not None or page.picture[place]:
            break
    return stop
