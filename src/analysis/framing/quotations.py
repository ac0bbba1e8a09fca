"""Quotations: what an article attributes to somebody, to whom, and by which word.

In: a text, and a list of actors if there is one. Out: the table ``quotations`` without its
article_id: one row per attribution.
"""

from typing import NamedTuple

import pandas as pd

from analysis.framing.actors import ActorIndex, as_index
from analysis.framing.attributions import AttributionFinder
from analysis.framing.quote_marks import paragraph_spans, quoted_spans
from analysis.framing.speakers import UNRESOLVED, Speakers
from analysis.framing.word_classes import tag_tokens


class Quotation(NamedTuple):
    """One attribution, with the characters of its source, cue and content."""

    start: int
    end: int
    kind: str
    speaker: str
    cue: str
    source: tuple[int, int] | None
    cue_span: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    pattern: str
    lemma: str


def find_quotations(text: str) -> list[Quotation]:
    """The attributions of a text in their order."""
    quoted = quoted_spans(text)
    tokens = tag_tokens(text, paragraph_spans(text), quoted)
    speakers = Speakers(tokens)
    rows = []
    starts, ends, tags = tokens.starts, tokens.ends, tokens.tags
    for item in AttributionFinder(tokens).run():
        speaker = speakers.resolve(item.source, item.sentence)
        for number in range(item.sentence, item.last + 1):
            speakers.heard(number, speaker)
        content = tuple((starts[a], ends[b - 1]) for a, b in item.content)
        held = [tags[k] for a, b in item.content for k in range(a, b)]
        kind = "indirect"
        if "Q" in held:
            kind = "direct" if all(tag in "Q.,~" for tag in held) else "partial"
        cue = (starts[item.cue[0]], ends[item.cue[1] - 1]) if item.cue[1] > item.cue[0] else None
        source = (starts[item.source[0]], ends[item.source[1] - 1]) if item.source else None
        rows.append(
            Quotation(
                min(a for a, _ in content), max(b for _, b in content), kind, speaker,
                " ".join(text[cue[0] : cue[1]].split()) if cue else "", source, cue, content,
                item.pattern, item.lemma,
            )
        )  # fmt: skip
    rows.sort(key=lambda row: (row.start, row.end))
    return rows


def extract_quotations(text: str, *, actors: object = None) -> pd.DataFrame:
    """The attributions of a text, one a row: who is said to have said, thought or judged what.

    Parameters
    ----------
    text : str
        One article's body; paragraphs parted by blank lines.
    actors : path, list of Actor or ActorIndex, optional
        The study's list of actors; without it the column ``actor`` is empty.

    Returns
    -------
    DataFrame
        ``start``, ``end`` : characters of the text, from the first of the content to its last.
        ``kind`` : *direct* (all of the content stands in quotation marks), *partial* (a part of
        it) or *indirect* (none).
        ``speaker`` : the fullest name that the text gives the speaker; the words of the source
        where it names nobody (*a senior official*); *unresolved* if it cannot be told.
        ``actor`` : identifier of the speaker in ``actors``; missing if not listed.
        ``cue`` : the word or sign of attribution; missing where there is none.
        ``text`` : the content, ``text[start:end]``.

        Sorted by start and end. One row per attribution: a quotation parted by its cue (*"A," he
        said. "B."*) or running over several paragraphs is one row from its first mark to its last,
        the words between included; ``find_quotations`` gives the parts.

    Raises
    ------
    InputError
        If the text is no string, or ``actors`` no list of actors.

    Examples
    --------
    >>> quotations = extract_quotations('Sergei Lavrov spoke. "We agree," Mr Lavrov said. "All of us."')
    >>> quotations[["start", "end", "kind", "speaker", "cue"]]
       start  end    kind        speaker   cue
    0     21   61  direct  Sergei Lavrov  said
    """
    index = as_index(actors)
    rows = find_quotations(text)
    who = [_actor(row, text, index) for row in rows]
    columns = {
        "start": ("int64", [row.start for row in rows]),
        "end": ("int64", [row.end for row in rows]),
        "kind": ("str", [row.kind for row in rows]),
        "speaker": ("str", [row.speaker for row in rows]),
        "actor": ("str", who),
        "cue": ("str", [row.cue or None for row in rows]),
        "text": ("str", [text[row.start : row.end] for row in rows]),
    }
    return pd.DataFrame({name: pd.Series(v, dtype=dtype) for name, (dtype, v) in columns.items()})  # type: ignore[call-overload]


def _actor(row: Quotation, text: str, index: ActorIndex | None) -> str | None:
    """The actor that speaks in a row: by the speaker's name, else by the words of the source."""
    if index is None or row.speaker == UNRESOLVED:
        return None
    found = index.actor_of(row.speaker)
    if found is None and row.source:
        found = index.actor_of(text[row.source[0] : row.source[1]])
    return found
