"""Quoted words: the stretches of articles that stand inside quotations, and whose they are.

In: sentences, and the table ``quotations`` or none. Out: a table of stretches (article_id, start,
end, speaker), and ``Spoken``, which tells for a place in an article who is quoted there.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

import pandas as pd

from analysis.errors import InputError
from analysis.framing.quotations import PROCESSES_PAY, find_quotations
from analysis.framing.quote_marks import quoted_spans
from analysis.framing.speakers import UNRESOLVED
from analysis.text.pool import in_processes

_SPOKEN = ("direct", "partial")
_COLUMNS = ("article_id", "start", "end", "speaker")
# An article with a longer stretch between two sentences has wrong offsets.
_WIDEST_GAP = 10_000_000


class Spoken:
    """Which stretches of which article stand inside quotations, and whose they are.

    Examples
    --------
    >>> words = pd.DataFrame({"article_id": ["a"], "start": [3], "end": [9], "speaker": ["Annan"]})
    >>> Spoken(words).at("a", 4, 8), Spoken(words).at("a", 8, 12)
    ((True, 'Annan'), (False, None))
    """

    def __init__(self, words: pd.DataFrame) -> None:
        spans: dict[str, list[tuple[int, int, str]]] = {}
        columns = (words[column].tolist() for column in _COLUMNS)
        for article_id, start, end, speaker in zip(*columns, strict=True):
            spans.setdefault(str(article_id), []).append((int(start), int(end), speaker))
        self._spans = {article_id: sorted(found) for article_id, found in spans.items()}
        self._reach = {article_id: _reach(found) for article_id, found in self._spans.items()}

    def at(self, article_id: str, start: int, end: int) -> tuple[bool, str | None]:
        """Whether these words stand inside a quotation, and the speaker of the innermost one."""
        spans = self._spans.get(article_id)
        if not spans:
            return False, None
        # Backwards from the last quotation that begins no later, while one may still reach here.
        position = bisect_right(spans, (start, float("inf"), "")) - 1
        best: tuple[int, int, str] | None = None
        while position >= 0 and self._reach[article_id][position] >= end:
            first, last, speaker = spans[position]
            if last >= end and (best is None or last - first < best[1] - best[0]):
                best = (first, last, speaker)
            position -= 1
        return (best is not None), (best[2] if best else None)


def found_words(sentences: pd.DataFrame) -> pd.DataFrame:
    """The quoted words of the attributions in the text that the sentences make up.

    Large inputs are read by one process for each processor (see ``analysis.text.pool``).

    Raises
    ------
    InputError
        If the sentences overlap, so that no text can be put together.

    Examples
    --------
    >>> sentences = pd.DataFrame({"article_id": ["a"], "start": [0],
    ...                           "text": ['"Yes," Mr Annan said. "No."']})
    >>> found_words(sentences)
      article_id  start  end speaker
    0          a      0    6   Annan
    1          a     22   27   Annan
    """
    articles = list(_bodies(sentences))
    pays = sum(len(body) for _, body in articles) >= PROCESSES_PAY
    found = in_processes(_quoted, [body for _, body in articles], pays=pays)
    rows = [
        (article_id, *row)
        for (article_id, _), some in zip(articles, found, strict=True)
        for row in some
    ]
    return pd.DataFrame(rows, columns=pd.Index(_COLUMNS))


def _quoted(body: str) -> list[tuple[int, int, str]]:
    """The quoted words of a text, and whose they are."""
    return [(start, end, q.speaker) for q in find_quotations(body) for start, end in q.quoted]


def marked_words(quotations: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """The words between quotation marks in the direct and partial rows of a table ``quotations``.

    The marks are looked for in the text that the sentences make up. A row that holds none counts
    as a whole, as do all rows of an article whose sentences overlap: there is no text to look in.

    Raises
    ------
    InputError
        If ``quotations`` lacks article_id, start or end.

    Examples
    --------
    >>> sentences = pd.DataFrame({"article_id": ["a"], "start": [0],
    ...                           "text": ['He called it "absurd" and left.']})
    >>> row = {"article_id": ["a"], "start": [10], "end": [30], "speaker": ["Annan"]}
    >>> marked_words(pd.DataFrame(row), sentences)
      article_id  start  end speaker
    0          a     13   21   Annan
    """
    spoken = _spoken_rows(quotations)
    texts = sentences[sentences["article_id"].astype(str).isin(spoken)]
    rows = []
    for article_id, part in texts.groupby("article_id", sort=True):
        held = spoken[str(article_id)]
        try:
            marks = [span[:2] for _, body in _bodies(part) for span in quoted_spans(body)]
        except InputError:
            marks = []
        ends = [end for _, end in marks]
        for start, end, speaker in held:
            inside = []
            for k in range(bisect_right(ends, start), len(marks)):
                if marks[k][0] >= end:
                    break
                inside.append((max(start, marks[k][0]), min(end, marks[k][1])))
            rows += [(str(article_id), a, b, speaker) for a, b in inside or [(start, end)]]
    return pd.DataFrame(rows, columns=pd.Index(_COLUMNS))


def _spoken_rows(quotations: pd.DataFrame) -> dict[str, list[tuple[int, int, str]]]:
    """The direct and partial quotations of each article: start, end, speaker."""
    for column in ("article_id", "start", "end"):
        if column not in quotations.columns:
            raise InputError(
                "quotations",
                f"lacks the column {column}",
                "give article_id, start, end and speaker, as the table quotations has them",
            )
    table = quotations
    if "kind" in table.columns:
        table = table[table["kind"].isin(_SPOKEN)]
    speakers: Iterable[object] = (
        table["speaker"] if "speaker" in table.columns else [UNRESOLVED] * len(table)
    )
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for article_id, start, end, speaker in zip(
        table["article_id"].astype(str), table["start"], table["end"], speakers, strict=True
    ):
        name = speaker if isinstance(speaker, str) and speaker else UNRESOLVED
        spans.setdefault(article_id, []).append((int(start), int(end), name))
    return spans


def _reach(spans: list[tuple[int, int, str]]) -> list[int]:
    """For each quotation the furthest end of it and all that begin before it."""
    reach: list[int] = []
    for _, end, _ in spans:
        reach.append(max(end, reach[-1]) if reach else end)
    return reach


def _bodies(table: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Each article's text, put together again from its sentences at their offsets."""
    has_paragraphs = "paragraph" in table.columns
    for article_id, part in table.groupby("article_id", sort=True):
        ordered = part.sort_values("start", kind="stable")
        paragraphs = ordered["paragraph"].tolist() if has_paragraphs else [None] * len(ordered)
        pieces: list[str] = []
        length, before = 0, None
        for start, text, paragraph in zip(
            ordered["start"].tolist(), ordered["text"].tolist(), paragraphs, strict=True
        ):
            space = start - length
            if not 0 <= space <= _WIDEST_GAP:
                trouble = "overlap" if space < 0 else f"leave {space:,} characters out"
                raise InputError(
                    f"sentences of article {article_id}",
                    f"{trouble} at character {start}",
                    "give offsets in the article's body, or hand the quotations over",
                )
            if length and space >= 2 and (paragraph is None or paragraph != before):
                pieces.append("\n\n" + " " * (space - 2))
            else:
                pieces.append(" " * space)
            pieces.append(text)
            length, before = start + len(text), paragraph
        yield str(article_id), "".join(pieces)
