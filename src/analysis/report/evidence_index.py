"""What every number of the report rests on: sentences, and what was found at which place in them.

In: the study's tables, with the articles' texts. Out: ``EvidenceIndex``: the articles' sentences in
order, the places of terms, frames, speakers and actors in them, and which of them have what.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from analysis.figures.behind import evidence_link
from analysis.text.sentences import split_sentences
from analysis.text.tokens import tokens

# Line breaks within a sentence, and what no page may hold; one character gives one character.
_UNSHOWN = re.compile(r"\s|[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MOST_CHARACTERS = 120_000
"""Text that the evidence pages hold, about forty articles: more would make a page too heavy."""


@dataclass(frozen=True)
class Line:
    """A sentence, or a heading between sentences, with what was found in it.

    ``number`` is the sentence's number in its article, 0 for a heading. ``terms`` are (term, start,
    end) of every token as it is counted, and then of those with digits, which are not; ``places``
    are (kind, value, start, end, detail). All offsets count characters of ``text``.
    """

    article: str
    number: int
    paragraph: int
    text: str
    terms: tuple[tuple[str, int, int], ...]
    places: tuple[tuple[str, str, int, int, str], ...]


@dataclass(frozen=True)
class EvidenceIndex:
    """Lines with what stands in them, and the articles they come from.

    Attributes
    ----------
    articles : pandas.DataFrame
        article_id, headline, outlet, date, group and page (the file of its page) of the articles
        that are held, in the order of the groups.
    lines : tuple of Line
    n_articles : int
        Articles of the study, those that are left out for their number included.
    sides : mapping of str to str
        Side of each speaker, where known.
    """

    articles: pd.DataFrame
    lines: tuple[Line, ...]
    n_articles: int
    sides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _having(self) -> dict[tuple[str, str], set[int]]:
        """Which lines have a term, a frame, a speaker, an actor, or are of an article or group."""
        group_of = dict(zip(self.articles["article_id"], self.articles["group"], strict=True))
        having: dict[tuple[str, str], set[int]] = {}
        for at, line in enumerate(self.lines):
            keys = {("article", line.article), ("group", str(group_of[line.article]))}
            keys |= {("term", term) for term, _, _ in line.terms}
            for kind, value, _, _, _ in line.places:
                keys.add((kind, value))
                if kind == "speaker":
                    keys |= {("speaker", side) for side in self.sides.get(value, ())}
            for key in keys:
                having.setdefault(key, set()).add(at)
        return having

    def find(self, kind: str, value: str) -> set[int]:
        """The positions of the lines that have something; a term may be a phrase."""
        if kind != "term":
            return self._having.get((kind, value), set())
        words = [term for term, _, _ in tokens(value, numbers=True)]
        if not words:
            return set()
        found = set.intersection(*(self._having.get(("term", word), set()) for word in words))
        if len(words) == 1:
            return found
        return {at for at in found if _holds(self.lines[at], words)}

    def link(self, keys: Mapping[str, str]) -> str | None:
        """The address of the lines that have all of these; None if there are none.

        Examples
        --------
        >>> articles = pd.DataFrame({"article_id": ["a"], "body": ["Peace talks. War."]})
        >>> index = evidence_index(articles, pd.Series(["2016"], index=["a"]))
        >>> index.link({"term": "peace talks", "article": "a"}), index.link({"term": "truce"})
        ('evidence.html#term=peace%20talks&article=a', None)
        """
        if not keys:
            return None
        found = set.intersection(*(self.find(kind, value) for kind, value in keys.items()))
        return evidence_link(**keys) if found else None

    def page_of(self, article: str, sentence: str = "") -> str | None:
        """The page of an article, at one of its sentences if there is one of that number."""
        row = self.articles.loc[self.articles["article_id"] == article, "page"]
        if row.empty:
            return None
        page = f"{row.iloc[0]}.html"
        if not sentence:
            return page
        numbers = {str(self.lines[at].number) for at in self.find("article", article)}
        return f"{page}#s{sentence}" if sentence in numbers else None


def evidence_index(
    articles: pd.DataFrame,
    groups: "pd.Series[str]",
    *,
    frame_codes: pd.DataFrame | None = None,
    quotations: pd.DataFrame | None = None,
    agency: pd.DataFrame | None = None,
    voice: pd.DataFrame | None = None,
    most: int = MOST_CHARACTERS,
) -> EvidenceIndex:
    """Lay the places that the tables name over the sentences of the articles.

    Parameters
    ----------
    articles
        Table ``articles`` with the bodies.
    groups
        Group of each article, by article_id.
    frame_codes, quotations, agency, voice
        The tables of these names; what is left out is not in the index.
    most
        Characters of text to hold. Articles are taken from each group in turn, by their
        identifiers, until the next one would go over it.

    Returns
    -------
    EvidenceIndex
    """
    held = _held(articles, groups, most)
    lines: list[Line] = []
    sentences = split_sentences(held)
    spans = {
        str(name): list(zip(table["start"], table["end"], table["sentence"], table["paragraph"],
                            strict=True))
        for name, table in sentences.groupby("article_id")
    }  # fmt: skip
    places = _places(frame_codes, quotations, agency, set(held["article_id"]))
    for article, body in zip(held["article_id"], held["body"], strict=True):
        lines += _lines_of(article, body, spans.get(article, []), places.get(article, []))
    return EvidenceIndex(held.drop(columns="body"), tuple(lines), len(articles), _sides(voice))


def _held(articles: pd.DataFrame, groups: "pd.Series[str]", most: int) -> pd.DataFrame:
    """The articles that fit, ordered by group and identifier, each with a page of its own."""
    table = articles[["article_id", "body"]].assign(
        **{
            name: articles[name] if name in articles.columns else None
            for name in ("headline", "outlet", "date")
        },
        group=articles["article_id"].map(groups).astype(str),
    )
    table = table.sort_values(["group", "article_id"])
    in_turn = table.assign(_turn=table.groupby("group").cumcount())
    in_turn = in_turn.sort_values(["_turn", "group"], kind="stable")
    fits = in_turn["body"].str.len().cumsum() <= most
    fits.iloc[:1] = True  # One article is always shown.
    table = table[fits.reindex(table.index)].reset_index(drop=True)
    taken: set[str] = set()
    pages = []
    for name in table["article_id"]:
        page = stem = f"article-{''.join(c if c.isascii() and c.isalnum() else '-' for c in name)}"
        number = 2
        while page.lower() in taken:
            page, number = f"{stem}-{number}", number + 1
        taken.add(page.lower())
        pages.append(page)
    return table.assign(page=pages)


def _places(
    codes: pd.DataFrame | None,
    quotations: pd.DataFrame | None,
    agency: pd.DataFrame | None,
    wanted: set[str],
) -> dict[str, list[tuple[int, int, str, str, str]]]:
    """For each article (start, end, kind, value, detail) in characters of its body."""
    found: dict[str, list[tuple[int, int, str, str, str]]] = {}
    for kind, table, value, detail in (
        ("frame", codes, "frame", "indicator"),
        ("speaker", quotations, "speaker", "kind"),
        ("actor", agency, "actor", "construction"),
    ):
        if table is None:
            continue
        columns = (table[name].tolist() for name in ("article_id", "start", "end", value, detail))
        for article, start, end, name, more in zip(*columns, strict=True):
            if article in wanted:
                place = (int(start), int(end), kind, str(name), str(more))
                found.setdefault(article, []).append(place)
    return found


def _lines_of(
    article: str,
    body: str,
    spans: list[tuple[int, int, int, int]],
    places: list[tuple[int, int, str, str, str]],
) -> list[Line]:
    """The article's sentences, and what stands between them if it holds a word."""
    parts: list[tuple[int, int, int, int]] = []
    last = 0
    last_paragraph = spans[-1][3] if spans else 0
    for start, end, number, paragraph in [*spans, (len(body), len(body), 0, last_paragraph)]:
        if any(True for _ in tokens(body[last:start], numbers=True)):
            gap = body[last:start]
            left = last + len(gap) - len(gap.lstrip())
            parts.append((left, left + len(gap.strip()), 0, paragraph))
        if end > start:
            parts.append((start, end, number, paragraph))
        last = end
    starts = [start for start, _, _, _ in parts]
    inside: list[list[tuple[str, str, int, int, str]]] = [[] for _ in parts]
    for start, end, kind, value, detail in sorted(places):
        at = max(bisect_right(starts, start) - 1, 0)
        while at < len(parts) and parts[at][0] < end:
            first, past = max(start, parts[at][0]), min(end, parts[at][1])
            if first < past:
                offset = parts[at][0]
                inside[at].append((kind, value, first - offset, past - offset, detail))
            at += 1
    return [
        Line(
            article, int(number), int(paragraph), _UNSHOWN.sub(_shown, body[start:end]),
            tuple(_terms(body[start:end])), tuple(inside[at]),
        )
        for at, (start, end, number, paragraph) in enumerate(parts)
    ]  # fmt: skip


def _shown(found: re.Match[str]) -> str:
    """A space for white space, a sign for what cannot be shown."""
    return " " if found.group().isspace() else "\ufffd"


def _terms(text: str) -> list[tuple[str, int, int]]:
    """The tokens as they are counted, in their order; behind them those with digits."""
    numbers = [token for token in tokens(text, numbers=True) if any(map(str.isdigit, token[0]))]
    return [*tokens(text), *numbers]


def _sides(voice: pd.DataFrame | None) -> dict[str, tuple[str, ...]]:
    """The sides that a speaker's name stands for."""
    if voice is None:
        return {}
    known = voice.dropna(subset=["side"])
    known = known[known["side"] != ""]
    return {
        str(name): tuple(sorted(set(map(str, sides))))
        for name, sides in known.groupby("speaker")["side"]
    }


def _holds(line: Line, wanted: Sequence[str]) -> bool:
    """Whether the words follow one another in a line."""
    terms = [term for term, _, _ in line.terms]
    return any(
        terms[at : at + len(wanted)] == list(wanted) for at in range(len(terms) - len(wanted) + 1)
    )
