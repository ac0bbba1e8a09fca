"""Which blocks of a page are its article: one span, and what does not belong inside it.

In: the blocks of a text. Out: for each an action (keep, metadata, drop), a category and the rule
that decided.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from analysis.corpus.cross_heads import is_cross_head
from analysis.corpus.heads import (
    content_words,
    dateline_kind,
    find_headline,
    is_outlet_line,
    may_be_name,
)
from analysis.corpus.lines import Block
from analysis.corpus.phrases import is_picture_text, known_line
from analysis.corpus.scoring import count_words, ends_sentence, is_elided, score

# What a block that is no article text costs a span that holds it, in words; and what it costs more
# if it is a heading under which articles do not go on.
_COST = 8.0
_BARRIERS = {"comment": 30.0, "copyright": 12.0, "related": 6.0, "promotion": 3.0}
_MOST_WORDS = 80


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a block."""

    action: str
    category: str
    rule: str


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of a text with what was found out about each."""

    blocks: Sequence[Block]
    known: Sequence[tuple[str, str] | None]
    words: Sequence[int]
    ends: Sequence[bool]
    scores: Sequence[float]

    def prose(self, i: int) -> bool:
        """Whether a block reads like a paragraph."""
        if self.known[i] is not None or is_elided(self.blocks[i].text):
            return False
        if self.ends[i]:
            return self.scores[i] > 0 or self.words[i] >= 12
        return self.scores[i] > 0 and self.words[i] >= 20


def decide(blocks: Sequence[Block], recurring: Mapping[str, str] | None = None) -> list[Decision]:
    """A decision for every block of a text."""
    if not blocks:
        return []
    known = [known_line(block.text) for block in blocks]
    if recurring:
        known = [
            hit or (("navigation", f"recurring: {recurring[block.text]}") if block.text in recurring else None)
            for hit, block in zip(known, blocks, strict=True)
        ]
    page = Page(
        blocks,
        known,
        [count_words(block.text) for block in blocks],
        [ends_sentence(block.text) for block in blocks],
        score(blocks),
    )
    start, stop = _best_span(page)
    first = next((i for i in range(start, stop) if page.prose(i)), start)
    head = find_headline(blocks, page.scores, first)
    decisions: dict[int, Decision] = {}
    if head.headline is not None:
        decisions[head.headline] = Decision("keep", "headline", "headline: " + ("certain" if head.certain else "likely"))
    if head.headline is not None and head.headline > first:
        # What stands above a headline that the text vouches for is not its article.
        start = head.headline + 1
        first = next((i for i in range(start, stop) if page.prose(i)), start)
    start = _begin(page, head.headline, start, first, decisions)
    stop = _finish(page, first, stop)
    _mark_repeats(page, head.headline, start, stop, decisions)
    for i in range(start, stop):
        decisions.setdefault(i, _inside(page, i, start, stop, decisions))
    for i in range(len(blocks)):
        if i not in decisions:
            decisions[i] = _outside(page, i, start, stop, head.headline)
    return [decisions[i] for i in range(len(blocks))]


def _best_span(page: Page) -> tuple[int, int]:
    """The contiguous blocks with the most article text for the least furniture (Kadane's scan)."""
    best, best_span, running, start = 0.0, (0, len(page.blocks)), 0.0, 0
    for i, (value, words) in enumerate(zip(page.scores, page.words, strict=True)):
        likely = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))
        gain = likely * min(words, _MOST_WORDS) - (1.0 - likely) * _COST
        hit = page.known[i]
        if hit is not None and words <= 12:
            gain -= _BARRIERS.get(hit[0], 0.0)
        if running <= 0.0:
            running, start = 0.0, i
        running += gain
        if running > best:
            best, best_span = running, (start, i + 1)
    return best_span


def _begin(page: Page, headline: int | None, start: int, first: int, decisions: dict[int, Decision]) -> int:
    """Where the body begins; decides on what stands between the headline and it."""
    if headline is None or headline >= first:
        if headline is None:
            while start > 0 and _goes_on(page, start - 1):
                start -= 1
        return start
    zone = range(headline + 1, first)
    # The prose paragraph that the zone runs up to may itself be the standfirst: then a byline or a
    # date line parts it from the text.
    body = first
    for _ in range(2):
        following = range(body + 1, min(body + 9, len(page.blocks)))
        signed = next((i for i in following if _signs(page, i)), None)
        if signed is None or page.words[body] > 60:
            break
        later = next((i for i in range(signed + 1, min(signed + 12, len(page.blocks))) if page.prose(i)), None)
        if later is None or any(page.prose(i) for i in range(body + 1, signed)):
            break
        decisions[body] = Decision("metadata", "standfirst", "above the byline or date line")
        body = later
    for i in [*zone, *range(first, body)]:
        if i in decisions:
            continue
        decisions[i] = _in_head(page, i, body)
        if decisions[i].action == "keep":
            body = min(body, i)
    return body


def _signs(page: Page, i: int) -> bool:
    """Whether a block is a byline or a date line."""
    return dateline_kind(page.blocks[i].text) is not None


def _goes_on(page: Page, i: int) -> bool:
    """Whether a block beside the span is one more paragraph of it."""
    return (
        page.words[i] >= 3
        and page.ends[i]
        and page.known[i] is None
        and page.scores[i] > -2.0
        and not is_elided(page.blocks[i].text)
        and not is_picture_text(page.blocks[i].text)
    )


def _finish(page: Page, first: int, stop: int) -> int:
    """Where the body ends: trailing furniture off, a last short paragraph on."""
    while stop < len(page.blocks) and _goes_on(page, stop):
        stop += 1
    while stop - 1 > first and (page.known[stop - 1] or is_picture_text(page.blocks[stop - 1].text)):
        stop -= 1
    return stop


def _in_head(page: Page, i: int, body: int) -> Decision:
    """What a block between the headline and the body is."""
    text = page.blocks[i].text
    kind = dateline_kind(text)
    if kind is not None:
        return Decision("metadata", kind, f"{kind} under the headline")
    hit = page.known[i]
    if hit is not None:
        return Decision("metadata" if hit[0] in ("credit", "pagination") else "drop", _name(hit[0]), hit[1])
    if is_picture_text(text):
        return Decision("drop", "caption", "picture credit")
    if page.prose(i) and page.words[i] >= 12:
        return Decision("keep", "standfirst", "prose between headline and text")
    if may_be_name(text):
        return Decision("metadata", "byline", "a name under the headline")
    if page.words[i] >= 8 and page.words[i] <= 60:
        return Decision("metadata", "standfirst", "a line between headline and text")
    return Decision("drop", "navigation", "between headline and text")


def _name(category: str) -> str:
    """A category of phrases.toml as the ledger names it."""
    return {"credit": "byline"}.get(category, category)


def _mark_repeats(page: Page, headline: int | None, start: int, stop: int, decisions: dict[int, Decision]) -> None:
    """Mark a paragraph at the top that a later one repeats, in full or from where it was cut."""
    top = range(start if headline is None else headline + 1, min(start + 6, stop))
    for i in top:
        text = page.blocks[i].text.rstrip(" …").rstrip(". [(")
        if len(text) < 30:
            continue
        for j in range(i + 1, min(i + 12, stop)):
            if page.blocks[j].text.startswith(text) and (is_elided(page.blocks[i].text) or page.words[i] >= 8):
                decisions[i] = Decision("drop", "repeated-standfirst", f"line {page.blocks[j].lines[0].number} repeats it")
                break


_INVITES = regex.compile(
    r"(?:click|tap|sign up|subscribe|register|learn more|read more|support it|join us)(?: here| now| today| for free)?"
    r"(?: to (?:subscribe|sign up|support it|read more|learn more))?[.!»>]*+$",
    regex.IGNORECASE,
)
# Headings over lists of other articles.
_LISTS = frozenset(("related", "promotion"))


def _inside(page: Page, i: int, start: int, stop: int, decisions: Mapping[int, Decision]) -> Decision:
    """What a block inside the article is."""
    text, hit, words = page.blocks[i].text, page.known[i], page.words[i]
    paragraph = words >= 25 and page.ends[i]
    if hit is not None and not (paragraph and hit[0] not in ("copyright", "comment", "credit")):
        return Decision("metadata" if hit[0] in ("credit", "pagination") else "drop", _name(hit[0]), hit[1])
    if is_picture_text(text) and not (paragraph and words > 70):
        return Decision("drop", "caption", "picture credit")
    if i + 1 < stop and not page.blocks[i].blank_after and words <= 60:
        following = page.blocks[i + 1].text
        if count_words(following) <= 12 and is_picture_text(following):
            return Decision("drop", "caption", "a picture credit follows")
    if _INVITES.search(text[-60:]):
        return Decision("drop", "promotion", "an invitation at its end")
    if not page.ends[i] and i > start:
        above = decisions.get(i - 1)
        if (
            above is not None
            and above.action == "drop"
            and (above.category in _LISTS)
            and (3 <= words <= 25)
        ):
            return Decision("drop", "related", "in a list of other articles")
    if is_elided(text) and words >= 8 and i + 1 < stop and not page.blocks[i].blank_after:
        return Decision("drop", "related", "a cut teaser")
    if is_cross_head(text) and page.blocks[i].blank_before:
        return Decision("keep", "cross-head", "short, no full stop, between paragraphs")
    return Decision("keep", "body", "within the article")


def _outside(page: Page, i: int, start: int, stop: int, headline: int | None) -> Decision:
    """What a block outside the article is."""
    text, hit = page.blocks[i].text, page.known[i]
    if hit is not None:
        return Decision("metadata" if hit[0] in ("credit", "pagination") else "drop", _name(hit[0]), hit[1])
    kind = dateline_kind(text)
    if kind is not None and i < stop + 4:
        return Decision("metadata", kind, f"{kind} outside the text")
    if is_picture_text(text):
        return Decision("drop", "caption", "picture credit")
    if i < start and is_outlet_line(text):
        return Decision("metadata", "outlet", "name of a paper or site above the headline")
    side = "above" if i < start else "below"
    if headline is not None and i < start and page.blocks[headline].text in text:
        return Decision("drop", "navigation", "a breadcrumb or title that repeats the headline")
    if page.words[i] >= 12 and (page.ends[i] or is_elided(text)):
        asks = regex.search(r"\b(?:you|your|sie|ihr|vous|votre|usted|su|voi|você|вы|ваш\w*)\b", text[:400], regex.IGNORECASE)
        category = "advert" if i < start and asks else "promotion" if i < start or asks else "related"
        return Decision("drop", category, f"prose {side} the article")
    if i >= stop and page.words[i] >= 5:
        return Decision("drop", "related", "below the article")
    return Decision("drop", "navigation", f"{side} the article")


__all__ = ["Decision", "content_words", "decide"]
