"""Which blocks of a page are its article: one span, found by what it holds and what it costs.

In: the blocks of a text. Out: for each an action (keep, metadata, drop), a category and the rule
that decided.
"""

import math
from collections.abc import Mapping, Sequence

import regex

from analysis.corpus.heads import find_headline, names_author
from analysis.corpus.inserts import (
    decide_head,
    decide_inside,
    decide_outside,
    join_headings,
    speaks_to_reader,
)
from analysis.corpus.lines import Block
from analysis.corpus.page import Decision, Page
from analysis.corpus.resuming import back_to_signed, before_author_note, before_end_mark, resume
from analysis.corpus.scoring import facts, score

# What a block that is no article text costs a span that holds it, in words; and what a short line
# costs besides if articles seldom go on below such a line.
_COST = 8.0
_BARRIERS = {"comment": 30.0, "copyright": 12.0, "related": 10.0, "promotion": 3.0}
_MOST_WORDS = 80
# The same where only unknown lines lie between: rows of a table, and lines without a figure.
_COST_IN_TABLES = 0.7
_COST_BETWEEN = 6.0
_MOST_BARE = 8
_NUMBERED = regex.compile(r"\(?(\d{1,3})[.)]\s")
_LIKE = 0.8
# A note on the author is among so many last blocks.
_NOTE = 5
# What a cell of a table may hold, too.
_CELLS = frozenset(("only a number", "no letter or digit"))
# A comment's own lines: who says it, when, and the links below.
_POST = regex.compile(
    r"\b(?:says|said|schrieb|sagt|a écrit|dice|escribió|пишет):$|\d{1,2}:\d{2}|\bago$|"
    r"^(?:reply|report|like|antworten|répondre|responder|rispondi|ответить)\b",
    regex.IGNORECASE,
)
_LONGEST_POST_LINE = 80
_REACH = 24
_SHORT = 12
# So many blocks beside a short text may belong to it.
_LITTLE = 6
# How many blocks may stand between a lead and the text below, and how poor a lead may look.
_BETWEEN = 3
# Words of a line that belongs to the paragraph directly above it.
_LEAST_BELOW = 3
_LEAD = -1.5


def decide(blocks: Sequence[Block], recurring: Mapping[str, int] | None = None) -> list[Decision]:
    """A decision for every block of a text.

    Parameters
    ----------
    recurring
        Lines that stand on many pages of an outlet, with the number of pages.
    """
    if not blocks:
        return []
    page = _look_at(blocks, recurring or {})
    start, stop = _extend(page, *_best_span(page))
    stop = _before_comments(page, start, stop)
    start = back_to_signed(page, start)
    first = _first_prose(page, start, stop)
    head = find_headline(page, first)
    decisions: dict[int, Decision] = {}
    if head.headline is not None:
        decisions[head.headline] = Decision(
            "keep", "headline", f"headline: {'certain' if head.certain else 'likely'}"
        )
        if head.headline > first:
            # What stands above a headline that the text vouches for is not its article.
            start = head.headline + 1
            first = _first_prose(page, start, stop)
        start = decide_head(page, head.headline, first, decisions)
    else:
        start = _back_to_lead(page, start)
    stop = _finish(page, start, stop)
    while (further := resume(page, stop)) > stop:
        stop = _finish(page, start, further)
    if _alone(page, start if head.headline is None else min(head.headline, start), stop):
        # Nothing on the page speaks for a page around the text: then all of it is text.
        stop = len(blocks)
        start = 0 if head.headline is None else start
    stop = before_end_mark(page, first, stop)
    signed = [i for i, one in decisions.items() if one.category == "byline"]
    stop = before_author_note(page, signed, first, stop)
    decide_inside(page, head.headline, start, stop, decisions)
    for i in range(len(blocks)):
        if i not in decisions:
            decisions[i] = decide_outside(page, i, start, stop, head.headline)
    join_headings(page, start, stop, decisions)
    decided = [decisions[i] for i in range(len(blocks))]
    if not any(one.action == "keep" for one in decided):
        # A text that is nothing else is not its own furniture, unless it says so word for word.
        return [
            one
            if one.rule.startswith("phrase: ")
            else Decision("keep", "body", "the only text there is")
            for one in decided
        ]
    return decided


def _look_at(blocks: Sequence[Block], recurring: Mapping[str, int]) -> Page:
    """The blocks with what each tells by itself and in its place."""
    each = [facts(block.text) for block in blocks]
    known = [one.known for one in each]
    for i, block in enumerate(blocks if recurring else ()):
        if known[i] is None and block.text in recurring:
            known[i] = ("navigation", f"recurring: on {recurring[block.text]} pages")
    scores = score(blocks, each)
    prose = [block for block, value in zip(blocks, scores, strict=True) if value > 0]
    alone = sum(block.blank_before and block.blank_after for block in prose)
    return Page(
        blocks,
        known,
        [one.words for one in each],
        [one.ends for one in each],
        [one.elided for one in each],
        [one.picture for one in each],
        [one.moment for one in each],
        scores,
        alone >= 0.5 * len(prose),
    )


def _gain(page: Page, i: int, cost: float) -> float:
    """What a block adds to a span: likely words of the article, less the cost if it is none."""
    likely = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, page.scores[i]))))
    return likely * min(page.words[i], _MOST_WORDS) - (1.0 - likely) * cost


def _best_span(page: Page) -> tuple[int, int]:
    """The contiguous blocks with the most article text for the least furniture (Kadane's scan)."""
    best, best_span, running, start = 0.0, (0, len(page.blocks)), 0.0, 0
    for i, hit in enumerate(page.known):
        gain = _gain(page, i, _COST)
        if hit is not None and page.words[i] <= _SHORT:
            gain -= _BARRIERS.get(hit[0], 0.0)
        if running <= 0.0:
            running, start = 0.0, i
        running += gain
        if running > best:
            best, best_span = running, (start, i + 1)
    return best_span


def _extend(page: Page, start: int, stop: int) -> tuple[int, int]:
    """A span made longer over tables and lists, up to what is known as furniture."""
    ends = []
    for path in (range(stop, len(page.blocks)), range(start - 1, -1, -1)):
        best, running, reached, bare = 0.0, 0.0, None, 0
        for i in path:
            hit = page.known[i]
            if (hit is not None and hit[1] not in _CELLS) or page.elided[i]:
                break
            row = hit is not None or page.ends[i] or any(map(str.isdigit, page.blocks[i].text))
            bare = 0 if row else bare + 1
            if bare > _MOST_BARE:
                break
            if hit is None:
                running += _gain(page, i, _COST_IN_TABLES if row else _COST_BETWEEN)
                if page.prose(i) and page.words[i] >= _SHORT and not speaks_to_reader(page, i):
                    running += 0.5 * min(page.words[i], _MOST_WORDS)
                    if running > best:
                        best, reached = running, i
        ends.append(reached)
    return (
        start if ends[1] is None else ends[1],
        stop if ends[0] is None else ends[0] + 1,
    )


def _before_comments(page: Page, start: int, stop: int) -> int:
    """The end of a span, brought forward to where readers' comments begin inside it.

    They begin at a heading that is known, or, whatever it says, at the first of three posts, each a
    name over a moment over what was written.
    """
    words = 0
    posts = [_is_post_line(page, i) for i in range(start, stop)]
    signed = [_is_signed_post(page, i, stop) for i in range(start, stop)]
    for i in range(start, stop):
        hit, place = page.known[i], i - start
        near = slice(place + 1, place + 1 + _REACH)
        if hit is not None and hit[0] == "comment" and page.words[i] <= 25 and words >= 25:
            found = sum(posts[near])
            if found >= 3 or (found >= 1 and words >= 120) or any(signed[place + 1 : place + 3]):
                return i
        elif signed[place] and words >= 60 and sum(signed[near]) >= 2:
            above = i - 1
            while above > start and not page.prose(above):
                above -= 1
            return above + 1
        elif page.prose(i):
            words += page.words[i]
    return stop


def _is_post_line(page: Page, i: int) -> bool:
    """Whether a short line belongs to a reader's comment."""
    text = page.blocks[i].text
    return len(text) <= _LONGEST_POST_LINE and _POST.search(text[-60:]) is not None


def _is_signed_post(page: Page, i: int, stop: int) -> bool:
    """Whether a name stands over a moment, and below it what was written then."""
    return (
        i + 2 < stop
        and page.words[i] <= 5
        and not page.ends[i]
        and not page.moment[i]
        and page.moment[i + 1]
        and not page.moment[i + 2]
        and page.known[i + 2] is None
    )


def _first_prose(page: Page, start: int, stop: int) -> int:
    """The first block of a span that reads like a paragraph."""
    for i in range(start, stop):
        if page.prose(i):
            return i
    # A short text may have no better paragraph than a short sentence.
    for i in range(start, stop):
        if page.ends[i] and page.words[i] >= 3 and page.known[i] is None and not page.elided[i]:
            return i
    return start


def _back_to_lead(page: Page, start: int) -> int:
    """Where a text without a headline begins: the paragraphs above, captions and links between."""
    while start > 0:
        if page.goes_on(start - 1):
            start -= 1
            continue
        above = range(start - 2, max(-1, start - 2 - _BETWEEN), -1)
        lead = next((i for i in above if page.prose(i)), None)
        if lead is None or page.scores[lead] <= _LEAD or speaks_to_reader(page, lead):
            break
        start = lead
    return start


def _finish(page: Page, start: int, stop: int) -> int:
    """Where the body ends: trailing furniture off, a list that belongs to it and last lines on."""
    while stop - 1 > start and (page.known[stop - 1] or page.picture[stop - 1]):
        stop -= 1
    size = len(page.blocks)
    while stop < size:
        before = stop
        stop += _closes_paragraph(page, stop)
        # One heading may stand above a list, two above the last short paragraphs.
        for skip in range(3):
            after = stop + skip
            if after >= size or not all(page.heading(i) for i in range(stop, after)):
                break
            if skip < 2 and (listed := _listing(page, after)) > after:
                stop = listed
                break
            if page.goes_on(after) and (skip == 0 or page.words[after] >= 5):
                stop = after + 1
                break
        if stop == before:
            break
    for i in range(max(start + 1, stop - _NOTE), stop - 1):
        if not page.ends[i] and names_author(page.blocks[i].text, page.blocks[i + 1].text):
            return i
    return stop


def _closes_paragraph(page: Page, i: int) -> bool:
    """Whether a single line stands directly below the text where blank lines part all else."""
    return (
        page.parted
        and not page.blocks[i].blank_before
        and page.blocks[i].blank_after
        and page.known[i] is None
        and not page.picture[i]
        and not page.elided[i]
        and page.words[i] >= _LEAST_BELOW
        and page.known[i - 1] is None
    )


def _listing(page: Page, start: int) -> int:
    """Where a list of dates, scores or the like that begins at a block ends, or ``start``.

    Such a list counts from 1, or has at least four lines of which four in five have a number and
    four words; with blank lines between, six lines that all have. None is known as furniture.
    """
    counted = _counted(page, start)
    if counted > start:
        return counted
    end, fitting, broken = start, 0, False
    for i in range(start, len(page.blocks)):
        if page.known[i] is not None or page.elided[i]:
            break
        broken = broken or (i > start and page.blocks[i].blank_before)
        if page.words[i] >= 4 and any(map(str.isdigit, page.blocks[i].text)):
            fitting += 1
            end = i + 1
        elif broken or fitting < _LIKE * (i - start) - 1:
            break
    size = end - start
    return end if size >= (6 if broken else 4) and fitting >= _LIKE * size else start


def _counted(page: Page, start: int) -> int:
    """Where a numbered list of three items or more ends; ``start`` if none begins there."""
    due, end, quiet = 1, start, 0
    for i in range(start, len(page.blocks)):
        number = _NUMBERED.match(page.blocks[i].text)
        if number is not None and int(number.group(1)) == due:
            due, end, quiet = due + 1, i + 1, 0
        elif page.known[i] is not None or quiet == 3:
            break
        else:
            # What belongs to the last item stands directly below it.
            quiet += 1
            if quiet == 1 and not page.blocks[i].blank_before:
                end = i + 1
    return end if due > 3 else start


def _alone(page: Page, start: int, stop: int) -> bool:
    """Whether a text has no page around it: little else is there, and none of it is furniture."""
    outside = (*range(start), *range(stop, len(page.blocks)))
    return len(outside) <= max(_LITTLE, stop - start) and not any(
        page.picture[i] or page.elided[i] or ((hit := page.known[i]) and hit[1] not in _CELLS)
        for i in outside
    )
