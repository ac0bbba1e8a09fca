"""What stands around an article and between its paragraphs, block by block.

In: a page and the span of its article. Out: decisions: headline zone, inserts, surroundings.
"""

from collections import Counter

import regex

from analysis.corpus.dates import is_date_line, stated_dates
from analysis.corpus.heads import (
    content_words,
    dateline_kind,
    is_byline,
    is_outlet_line,
    may_be_name,
    signs_article,
)
from analysis.corpus.page import Decision, Page
from analysis.text.cross_heads import is_cross_head

# A last sentence that asks for a click.
_INVITES = regex.compile(
    r"(?:^|[.!?:–—-]\s)(?:please )?(?:click|tap|sign up|subscribe|register|learn more|read "
    r"more|join us)\b[^.!?:]{0,45}+[.!»>]{0,3}$",
    regex.IGNORECASE,
)
# German says "Sie" to the reader, and "sie" of others; at the beginning of a sentence both.
_ADDRESSES = regex.compile(
    r"\b(?:you|your|vous|votre|usted|voi|vostr[oa]|você|вы|вас|ваш\w{0,3}|jouw|uw)\b|"
    r"(?<=[\p{L}\p{N},] )(?-i:Sie|Ihnen|Ihre?[nmrs]?)\b",
    regex.IGNORECASE,
)
_LINKS = regex.compile(r"^[^:]{4,30}: ?\S+ \S")
_BULLETS = frozenset("•·▪►‣●○*-–")
_METADATA = frozenset(("credit", "pagination"))
_LISTS = frozenset(("related", "promotion"))


# More unknown lines in a row between headline and text are a list of links.
_FEW = 5
# A byline below the lead stands among so many blocks, and has so many words.
_NEAR_TOP, _LONGEST_BYLINE = 3, 10


def _known(hit: tuple[str, str]) -> Decision:
    """The decision on a line of phrases.toml."""
    category, rule = hit
    return Decision(
        "metadata" if category in _METADATA else "drop",
        "byline" if category == "credit" else category,
        rule,
    )


def speaks_to_reader(page: Page, i: int) -> bool:
    """Whether a block says "you" or "your" near its beginning."""
    return _ADDRESSES.search(page.blocks[i].text[:400]) is not None


def _heads_list(page: Page, i: int) -> bool:
    """Whether a block is a heading over a list of other articles.

    A line that stands alone and names the article it leads to ("See also: …") is none.
    """
    hit = page.known[i]
    if hit is None or page.words[i] > 12:
        return False
    if page.blocks[i].blank_after and _LINKS.search(page.blocks[i].text):
        return False
    return hit[0] == "related" or (hit[0] == "navigation" and page.blocks[i].text.endswith(":"))


def _before_credit(page: Page, i: int, stop: int) -> bool:
    """Whether a picture credit follows on one of the next lines, with no blank line between."""
    if not page.parted:
        return False
    for j in range(i, min(i + 3, stop - 1)):
        if page.blocks[j].blank_after:
            return False
        if page.words[j + 1] <= 14 and page.picture[j + 1]:
            return True
    return False


def decide_head(page: Page, headline: int, first: int, decisions: dict[int, Decision]) -> int:
    """Decide on what stands between the headline and the text; where the text begins.

    Prose above the byline or the date line is the standfirst; what is not furniture below the last
    of them is text already.
    """
    kinds = {
        i: dateline_kind(page.blocks[i].text)
        for i in range(headline + 1, min(first + 21, len(page.blocks)))
    }
    body = first
    for _ in range(2):
        # The paragraph that seemed the first may be the standfirst, with the byline below it.
        signed = next(
            (
                i
                for i in range(body + 1, body + 9)
                if kinds.get(i) and signs_article(page.blocks[i].text)
            ),
            None,
        )
        if (
            signed is None
            or page.words[body] > 60
            or any(kinds.get(i) for i in range(headline + 1, body))
            or any(page.prose(i) for i in range(body + 1, signed))
        ):
            break
        later = next(
            (i for i in range(signed + 1, min(signed + 12, len(page.blocks))) if page.prose(i)),
            None,
        )
        if later is None:
            break
        body = later
    if any(
        (page.known[i] or ("",))[0] == "pagination"
        for i in range(body + 1, min(body + 3, len(page.blocks)))
    ):
        # A page number parts the head of the page from its text.
        decisions[body] = Decision("keep", "standfirst", "between headline and page number")
    zone = range(headline + 1, body)
    last_sign = max((i for i in zone if kinds.get(i)), default=headline)
    listed = begun = False
    links = _links_above(page, headline, body)
    for i in zone:
        text, hit = page.blocks[i].text, page.known[i]
        if listed and page.blocks[i].blank_before and (page.ends[i] and page.words[i] >= 12):
            listed = False
        if kinds.get(i):
            decisions[i] = Decision("metadata", kinds[i] or "", f"{kinds[i]} under the headline")
        elif hit is not None:
            decisions[i] = _known(hit)
            listed = listed or _heads_list(page, i)
        elif page.picture[i] or _before_credit(page, i, body):
            decisions[i] = Decision("drop", "caption", "picture credit")
        elif listed:
            decisions[i] = Decision("drop", "related", "in a list of other articles")
        elif page.words[i] >= 8 and i < last_sign and page.words[i] <= 80:
            decisions[i] = Decision(
                "metadata", "standfirst", "between headline and byline or date line"
            )
        elif may_be_name(text) and page.words[i] <= 8:
            decisions[i] = Decision("metadata", "byline", "a name under the headline")
        elif page.prose(i) or (
            i > last_sign
            and page.words[i] >= 3
            and (page.ends[i] or i >= links)
            and _unmarked(page, i, body)
        ):
            marks = any(
                page.known[j] or page.picture[j] or kinds.get(j) for j in range(i + 1, body)
            )
            category = "standfirst" if marks else "body"
            decisions[i] = Decision("keep", category, "between headline and text, not furniture")
            begun = begun or (page.prose(i) and i > last_sign)
        elif begun and _goes_on_below(page, i, body):
            decisions[i] = Decision("keep", "body", "below a paragraph between headline and text")
        else:
            decisions[i] = Decision("drop", "navigation", "between headline and text")
    return body


def _goes_on_below(page: Page, i: int, body: int) -> bool:
    """Whether a block below a first paragraph is a short sentence, or heads a paragraph."""
    block = page.blocks[i]
    if page.elided[i] or speaks_to_reader(page, i):
        return False
    if page.ends[i]:
        return page.words[i] >= 4 and block.blank_before and block.blank_after
    return is_cross_head(block.text) and block.blank_before and i < body and page.prose(i + 1)


def _links_above(page: Page, headline: int, body: int) -> int:
    """The first block that is no member of a list of links directly above the text."""
    first = body
    while first - 1 > headline and page.known[first - 1] is None and not page.prose(first - 1):
        first -= 1
    return body if body - first > _FEW else first


def _unmarked(page: Page, i: int, body: int) -> bool:
    """Whether nothing from a block to the text is known as furniture."""
    return not any(page.known[j] or page.picture[j] or page.elided[j] for j in range(i, body))


def decide_inside(
    page: Page, headline: int | None, start: int, stop: int, decisions: dict[int, Decision]
) -> None:
    """Decide on the blocks of the article itself: what was put between its paragraphs goes."""
    _mark_repeats(page, start if headline is None else headline + 1, stop, decisions)
    times = Counter(
        page.blocks[i].text for i in range(start, stop) if not page.ends[i] and page.words[i] >= 4
    )
    title = page.blocks[headline].text if headline is not None else ""
    listed = False
    for i in range(start, stop):
        if i in decisions and decisions[i].category != "headline":
            listed = False
            continue
        block, words = page.blocks[i], page.words[i]
        if listed and (
            (block.text[-1] == ":" and page.known[i] is None)
            or (page.prose(i) and (words >= 20 or (page.parted and block.blank_before)))
            or (
                page.parted
                and page.ends[i]
                and words >= 6
                and block.blank_before
                and block.blank_after
            )
            or words > 30
        ):
            listed = False
        decision = _insert(page, i, stop, listed)
        if (
            decision is None
            and start < i <= start + _NEAR_TOP
            and block.blank_before
            and block.blank_after
            and words <= _LONGEST_BYLINE
            and is_byline(block.text)
        ):
            decision = Decision("metadata", "byline", "a byline below the lead")
        if decision is None and not page.ends[i]:
            if block.text == title:
                decision = Decision("drop", "navigation", "repeats the headline")
            elif times[block.text] > 1 and any(
                page.blocks[j].text == block.text
                for j in (*range(max(start, i - 4), i), *range(i + 1, min(i + 5, stop)))
            ):
                decision = Decision("drop", "related", "stands twice, close together")
        if _heads_list(page, i):
            listed = True
        if decision is None:
            head = is_cross_head(block.text) and block.blank_before
            decision = Decision("keep", "cross-head" if head else "body", "within the article")
        decisions[i] = decision


def _insert(page: Page, i: int, stop: int, listed: bool) -> Decision | None:
    """What a block inside the article is if it is no part of it, else None."""
    block, hit, words = page.blocks[i], page.known[i], page.words[i]
    paragraph = words >= 25 and page.ends[i]
    if hit is not None and hit[1] == "only a number" and page.parted and not listed:
        if not (block.blank_before and block.blank_after):
            return None  # a cell of a table
    elif hit is not None and not (paragraph and hit[0] not in ("copyright", "comment", "credit")):
        return _known(hit)
    if (
        words <= 16
        and is_date_line(block.text)
        and any(one.label in ("published", "updated") for one in stated_dates(block.text))
    ):
        return Decision("metadata", "dateline", "states when the article appeared")
    if page.picture[i] and not (paragraph and words > 70):
        return Decision("drop", "caption", "picture credit")
    if words <= 60 and _before_credit(page, i, stop):
        return Decision("drop", "caption", "a picture credit follows")
    if page.parted and _caption_pair(page, i, stop):
        return Decision("drop", "caption", "a sentence and a source, apart from the text")
    if words <= 60 and _INVITES.search(block.text[-80:]):
        return Decision("drop", "promotion", "an invitation at its end")
    if listed and words <= 30:
        return Decision("drop", "related", "in a list of other articles")
    if page.elided[i] and words >= 8 and i + 1 < stop and not block.blank_after:
        return Decision("drop", "related", "a cut teaser")
    return None


def _caption_pair(page: Page, i: int, stop: int) -> bool:
    """Whether a block is one of two lines that stand apart: a sentence, and a short source."""

    def pair(upper: int) -> bool:
        lower = upper + 1
        if lower >= stop or not page.ends[upper] or page.ends[lower]:
            return False
        first, second = page.blocks[upper], page.blocks[lower]
        return (
            first.blank_before
            and not first.blank_after
            and second.blank_after
            and page.words[upper] <= 40
            and page.words[lower] <= 6
            and first.text[0] not in "\"“„«'‘"
            and second.text[0].isupper()
        )

    return pair(i) or (i > 0 and pair(i - 1))


def _mark_repeats(page: Page, start: int, stop: int, decisions: dict[int, Decision]) -> None:
    """Mark a paragraph at the top that a later one repeats, in full or from where it was cut."""
    for i in range(start, min(start + 6, stop)):
        text = page.blocks[i].text.rstrip(" …").rstrip(". [(")
        if len(text) < 30 or not (page.elided[i] or page.words[i] >= 8):
            continue
        for j in range(i + 1, min(i + 12, stop)):
            if page.blocks[j].text.startswith(text):
                number = page.blocks[j].lines[0].number
                decisions[i] = Decision("drop", "repeated-standfirst", f"line {number} repeats it")
                break


def decide_outside(page: Page, i: int, start: int, stop: int, headline: int | None) -> Decision:
    """What a block above or below the article is."""
    text, hit = page.blocks[i].text, page.known[i]
    if hit is not None:
        return _known(hit)
    near = (start - 12 if headline is None else headline - 6) < i < stop + 12
    kind = dateline_kind(text) if near else None
    if kind is not None:
        return Decision("metadata", kind, f"{kind} beside the text")
    if page.picture[i]:
        return Decision("drop", "caption", "picture credit")
    above = i < start
    side = "above" if above else "below"
    if above and is_outlet_line(text):
        return Decision("metadata", "outlet", "name of a paper or site above the headline")
    if headline is not None and above and page.blocks[headline].text in text:
        return Decision("drop", "navigation", "a breadcrumb or title that repeats the headline")
    if page.words[i] >= 12 and (page.ends[i] or page.elided[i]):
        if speaks_to_reader(page, i):
            return Decision("drop", "advert", f"speaks to the reader, {side} the article")
        return Decision("drop", "promotion" if above else "related", f"prose {side} the article")
    if not above and page.words[i] >= 5:
        return Decision("drop", "related", "below the article")
    return Decision("drop", "navigation", f"{side} the article")


def join_headings(page: Page, start: int, stop: int, decisions: dict[int, Decision]) -> None:
    """Give short lines outside the article the category of what they stand over or beside."""
    for i in range(len(page.blocks) - 2, -1, -1):
        one, below = decisions[i], decisions[i + 1]
        if start <= i < stop or one.action != "drop" or not one.rule.endswith("the article"):
            continue
        if (
            one.category == "navigation"
            and below.category in ("advert", "related")
            and i + 1 != start
        ):
            own = content_words(page.blocks[i].text)
            if (below.category == "related" and i >= stop and page.blocks[i].blank_before) or (
                own & content_words(page.blocks[i + 1].text[:400])
            ):
                decisions[i] = Decision("drop", below.category, f"a heading over {below.category}")
    for i in range(len(page.blocks)):
        # A list that invites to subscribe is an invitation from its first line to its last.
        if decisions[i].category != "promotion" or page.blocks[i].text[0] not in _BULLETS:
            continue
        j = i - 1
        while j >= stop and not page.blocks[j].blank_after and page.blocks[j].text[0] in _BULLETS:
            decisions[j] = Decision("drop", "promotion", "in a list that invites")
            j -= 1
