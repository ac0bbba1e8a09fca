"""Quotations that go on: over several sentences, and over several paragraphs.

In: the attributions of a text, sentence by sentence. Out: the same with every quotation that
carries on another one joined to it, so that what one cue attributes is one attribution.
"""

from itertools import pairwise

from analysis.framing.cue_first import Attribution
from analysis.framing.word_classes import Tokens


def join(found: list[Attribution], tokens: Tokens) -> list[Attribution]:
    """The attributions with continued quotations joined, in the order of the text.

    A quotation without a cue carries on a quotation of the sentence before it; after other words
    of its own paragraph it is an attribution of its own, by whoever spoke there. A quotation whose
    closing mark is left to a later paragraph is one with what follows there, wherever the cue is.
    """
    joined: list[Attribution] = []
    for item in found:
        host = _host(item, joined, tokens) if item.pattern == "alone" else None
        if host and holds_quotation(host, tokens):
            _append(host, item)
            continue
        if host:
            item.source = host.source
        joined.append(item)
    return _over_paragraphs(joined, tokens) if tokens.continued else joined


def holds_quotation(item: Attribution, tokens: Tokens) -> bool:
    """Whether any of the content stands in quotation marks."""
    return any("Q" in tokens.tags[a:b] for a, b in item.content)


def _append(host: Attribution, item: Attribution) -> None:
    """Add the content of an attribution to that of the one that it carries on."""
    host.content += item.content
    host.last = max(host.last, item.last)


def _host(item: Attribution, joined: list[Attribution], tokens: Tokens) -> Attribution | None:
    """The attribution of the sentence before that a quotation standing alone carries on."""
    sentences = tokens.sentences
    near = [host for host in reversed(joined[-4:]) if item.sentence - host.last == 1]
    spoken = [host for host in near if holds_quotation(host, tokens)]
    if spoken:
        return spoken[0]
    same = [h for h in near if sentences[h.last][2] == sentences[item.sentence][2]]
    return same[-1] if same else None


def _over_paragraphs(joined: list[Attribution], tokens: Tokens) -> list[Attribution]:
    """Join the parts of quotations whose closing mark is left to a later paragraph."""
    owner: dict[int, Attribution] = {}
    for item in joined:
        for a, b in item.content:
            owner |= {k: item for k in range(a, b) if tokens.tags[k] == "Q"}
    quotes = [k for k, tag in enumerate(tokens.tags) if tag == "Q"]
    dropped: set[int] = set()
    for k, after in pairwise(quotes):
        if k not in tokens.continued or k not in owner:
            continue
        first, second = owner[k], owner.get(after)
        if second is None:
            first.content.append((after, after + 1))
            owner[after] = first
        elif second is not first and "alone" in (first.pattern, second.pattern):
            keep, lose = (first, second) if second.pattern == "alone" else (second, first)
            keep.content = sorted(first.content + second.content)
            keep.sentence = min(first.sentence, second.sentence)
            keep.last = max(first.last, second.last)
            owner |= {q: keep for q, item in owner.items() if item is lose}
            dropped.add(id(lose))
    return [item for item in joined if id(item) not in dropped]
