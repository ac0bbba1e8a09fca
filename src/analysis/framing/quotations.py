"""Quotations: what an article attributes to somebody, to whom, and by which word.

In: a text, and a list of actors if there is one. Out: the table ``quotations`` without its
article_id: one row per attribution.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.framing.actors import ActorIndex, as_index
from analysis.framing.attributions import AttributionFinder
from analysis.framing.quote_marks import paragraph_spans, quoted_spans
from analysis.framing.speakers import UNRESOLVED, Speakers
from analysis.framing.word_classes import tag_tokens

PROCESSES_PAY = 10_000_000
"""Characters from which finding quotations in several processes pays."""

_STRING = pd.StringDtype(na_value=np.nan)


class Quotation(NamedTuple):
    """One attribution: the row of the table, and the characters of its parts.

    ``source``, ``cue_span`` : where source and cue stand; None if there is none.
    ``content`` : the parts of the content, in order, without the cue that may stand between them.
    ``quoted`` : those characters of it that stand in quotation marks, marks included.
    ``pattern``, ``lemma`` : the rule that found it, and its word.
    """

    start: int
    end: int
    kind: str
    speaker: str
    cue: str
    source: tuple[int, int] | None
    cue_span: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    quoted: tuple[tuple[int, int], ...]
    pattern: str
    lemma: str


def find_quotations(text: str) -> list[Quotation]:
    """The attributions of a text, sorted by start and end, with source, cue and content spans.

    Raises
    ------
    InputError
        If the text is no string.

    Examples
    --------
    >>> (row,) = find_quotations('"We agree," Mr Annan said. "All of us."')
    >>> row.speaker, row.source, row.cue_span, row.content
    ('Annan', (12, 20), (21, 25), ((0, 11), (27, 39)))
    """
    paragraphs = paragraph_spans(text)
    tokens = tag_tokens(text, paragraphs, quoted_spans(text, paragraphs))
    speakers = Speakers(tokens)
    rows = []
    starts, end, tags = tokens.starts, tokens.end, tokens.tags
    for item in AttributionFinder(tokens).run():
        speaker = speakers.resolve(item.source, item.sentence)
        for number in range(item.sentence, item.last + 1):
            speakers.heard(number, speaker)
        content = tuple([(starts[a], end(b - 1)) for a, b in item.content])
        quoted: tuple[tuple[int, int], ...] = ()
        kind = "indirect"
        held = "".join([tags[a:b] for a, b in item.content])
        if "Q" in held:
            places = [k for a, b in item.content for k in range(a, b) if tags[k] == "Q"]
            quoted = tuple([(starts[k], end(k)) for k in places])
            # "A" and "B" is direct; what begins or ends outside the marks is not.
            kind = "partial" if held.strip("Q.,~C") else "direct"
        cue = (starts[item.cue[0]], end(item.cue[1] - 1)) if item.cue[1] > item.cue[0] else None
        source = (starts[item.source[0]], end(item.source[1] - 1)) if item.source else None
        rows.append(
            Quotation(
                min(content)[0], max([b for _, b in content]), kind, speaker,
                " ".join(text[cue[0] : cue[1]].split()) if cue else "", source, cue, content,
                quoted,                item.pattern, item.lemma,
            )
        )  # fmt: skip
    rows.sort(key=lambda row: (row.start, row.end))
    # Two cues of the same words ("denied and disputed the report") are one attribution.
    return [
        row
        for before, row in zip([None, *rows], rows, strict=False)
        if before is None or (before.start, before.end) != (row.start, row.end)
    ]


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
    >>> text = 'Sergei Lavrov spoke. "We agree," Mr Lavrov said. "All of us."'
    >>> quotations = extract_quotations(text)
    >>> quotations[["start", "end", "kind", "speaker", "cue"]]
       start  end    kind        speaker   cue
    0     21   61  direct  Sergei Lavrov  said
    """
    index = as_index(actors)
    rows = find_quotations(text)
    who = [spoken_actor(row, text, index) for row in rows]
    texts: dict[str, list[str | None]] = {
        "kind": [row.kind for row in rows],
        "speaker": [row.speaker for row in rows],
        "actor": who,
        "cue": [row.cue or None for row in rows],
        "text": [text[row.start : row.end] for row in rows],
    }
    columns: dict[str, object] = {
        "start": np.array([row.start for row in rows], dtype="int64"),
        "end": np.array([row.end for row in rows], dtype="int64"),
    }
    # Built column by column: a Series or a cast for each takes longer than finding the rows.
    columns |= {name: pd.array(values, dtype=_STRING) for name, values in texts.items()}
    return pd.DataFrame(columns, copy=False)


def spoken_actor(row: Quotation, text: str, index: ActorIndex | None) -> str | None:
    """The actor that speaks in a row: by the speaker's name, else by the words of the source."""
    if index is None or row.speaker == UNRESOLVED:
        return None
    found = index.actor_of(row.speaker)
    if found is None and row.source:
        found = index.actor_of(text[row.source[0] : row.source[1]])
    return found
