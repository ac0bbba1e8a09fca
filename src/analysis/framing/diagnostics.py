"""What a frame's figures hang on: single indicators, and the length of the articles.

In: the sentences, and the codebook or the shares. Out: the tables ``indicator_influence`` and
``length_correlation``. Coverage stands in ``frame_shares``.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.framing.codebook import Codebook, load_codebook
from analysis.framing.coding import checked_sentences, coding_problems, covered_sentences
from analysis.schema import new_table
from analysis.text.tokens import tokens

_FEWEST_ARTICLES = 4


def indicator_influence(
    sentences: pd.DataFrame, codebook: str | Path | Codebook = "conflict"
) -> pd.DataFrame:
    """Which indicators carry each frame, and what would be lost without each of them.

    Each indicator is left out in turn and the sentences are coded again: a sentence is lost if no
    other indicator of the frame stands in it, even one that gave way to a longer match before.
    ``present_lost`` applies the codebook's rule to what is left.

    Parameters
    ----------
    sentences
        Table ``sentences``.
    codebook
        A `Codebook`, the name of one that comes with the package, or a path.

    Returns
    -------
    DataFrame
        Table ``indicator_influence``: one row per indicator, also for those never found; within a
        frame the indicator found in most sentences first.

    Examples
    --------
    >>> sentences = pd.DataFrame({"article_id": ["a", "a"], "sentence": [1, 2], "start": [0, 30],
    ...                           "text": ["The truce and the talks failed.", "Talks resumed."]})
    >>> table = indicator_influence(sentences, "conflict")
    >>> found = table[table["hits"] > 0].reset_index(drop=True)
    >>> found[["frame", "indicator", "flagged", "only"]].head(2)
           frame indicator  flagged  only
    0  diplomacy     talks        2     1
    1  diplomacy    truce*        1     0
    """
    book = load_codebook(codebook)
    table = checked_sentences(sentences)
    covered = covered_sentences(table, coding_problems(table, book))
    tally = _Tally(book)
    for article_id, part in covered.groupby("article_id"):
        tally.add(str(article_id), part["text"].tolist())
    return new_table("indicator_influence", tally.rows())


class _Tally:
    """Counts per frame and indicator, article by article."""

    def __init__(self, book: Codebook) -> None:
        self.book = book
        keys = [(frame.name, item.text) for frame in book.frames for item in frame.indicators]
        self.hits = dict.fromkeys(keys, 0)
        self.articles = dict.fromkeys(keys, 0)
        self.flagged = dict.fromkeys(keys, 0)
        self.only = dict.fromkeys(keys, 0)
        self.present_lost = dict.fromkeys(keys, 0)
        self.total = dict.fromkeys(book.names, 0)

    def add(self, article_id: str, texts: list[str]) -> None:
        """Count one article."""
        eligible = 0
        # Per frame, for each sentence: all candidates (start, end, indicator), and those credited.
        found: dict[str, list[set[tuple[int, int, str]]]] = {}
        credited: dict[tuple[str, str], int] = {}
        for text in texts:
            words = list(tokens(text, numbers=True))
            eligible += bool(words)
            here: dict[str, set[tuple[int, int, str]]] = {}
            for hit in self.book.coder.hits_in_tokens(words, overlapping=True):
                here.setdefault(hit.frame, set()).add((hit.start, hit.end, hit.indicator))
            if not here:
                continue
            for hit in self.book.coder.hits_in_tokens(words):
                key = (hit.frame, hit.indicator)
                credited[key] = credited.get(key, 0) + 1
            for frame, candidates in here.items():
                found.setdefault(frame, []).append(candidates)
        for key, count in credited.items():
            self.hits[key] += count
            self.articles[key] += 1
        for frame, marked in found.items():
            self._add_frame(frame, marked, eligible, credited)

    def _add_frame(
        self,
        frame: str,
        marked: list[set[tuple[int, int, str]]],
        eligible: int,
        credited: dict[tuple[str, str], int],
    ) -> None:
        self.total[frame] += len(marked)
        rule = self.book.frame(frame)
        own = {item: count for (name, item), count in credited.items() if name == frame}
        present = rule.is_present(len(marked), eligible, sum(own.values()), len(own))
        for indicator in sorted({item for candidates in marked for _, _, item in candidates}):
            key = (frame, indicator)
            with_it = [c for c in marked if any(item == indicator for _, _, item in c)]
            lost = sum(all(item == indicator for _, _, item in c) for c in with_it)
            self.flagged[key] += len(with_it)
            self.only[key] += lost
            if present:
                left = [
                    {entry for entry in candidates if entry[2] != indicator}
                    for candidates in marked
                ]
                kept = [item for candidates in left for item in _leftmost_longest(candidates)]
                flagged = sum(map(bool, left))
                if not rule.is_present(flagged, eligible, len(kept), len(set(kept))):
                    self.present_lost[key] += 1

    def rows(self) -> list[tuple[str, str, int, int, int, float, int, float, int, int]]:
        """The rows of the table."""
        rows = []
        for frame in self.book.frames:
            keys = [(frame.name, item.text) for item in frame.indicators]
            keys = sorted(set(keys), key=lambda key: (-self.flagged[key], key[1]))
            total = self.total[frame.name] or np.nan
            for rank, key in enumerate(keys, start=1):
                rows.append(
                    (
                        *key,
                        self.hits[key],
                        self.articles[key],
                        self.flagged[key],
                        self.flagged[key] / total,
                        self.only[key],
                        self.only[key] / total,
                        self.present_lost[key],
                        rank,
                    )
                )
        return rows


def _leftmost_longest(candidates: set[tuple[int, int, str]]) -> list[str]:
    """Indicators credited among candidates of one frame in one sentence."""
    kept: list[str] = []
    end = -1
    ordered = sorted(candidates, key=lambda c: (c[0], -c[1], c[2].count("*"), c[2]))
    for start, last, indicator in ordered:
        if start >= end:
            kept.append(indicator)
            end = last
    return kept


def length_correlation(shares: pd.DataFrame) -> pd.DataFrame:
    """Whether longer articles show more of a frame: Spearman's rank correlation.

    A flagged share that falls with length, or a ``present`` that rises with it, is a property of
    the measure before it is one of the coverage.

    Parameters
    ----------
    shares
        Table ``frame_shares``; its rows about articles are used.

    Returns
    -------
    DataFrame
        Table ``length_correlation``; figures are empty for fewer than 4 articles, or where one of
        the two does not vary.

    Examples
    --------
    >>> shares = pd.DataFrame({"unit": "article", "frame": "conflict", "eligible": [9, 5, 7, 3],
    ...                        "flagged": [4, 2, 3, 1], "share": [.44, .4, .43, .33],
    ...                        "present": [True, False, True, False]})
    >>> length_correlation(shares)[["n_articles", "rho_flagged"]]
       n_articles  rho_flagged
    0           4          1.0
    """
    for column in ("unit", "frame", "eligible", "flagged", "share", "present"):
        if column not in shares.columns:
            raise InputError("shares", f"lacks the column {column}", "give a table frame_shares")
    usable = shares[(shares["unit"] == "article") & (shares["eligible"] > 0)]
    rows = []
    for frame, part in usable.groupby("frame", sort=True):
        figures = [
            _spearman(part["eligible"], part[column].astype(float))
            for column in ("share", "flagged", "present")
        ]
        note = None
        if len(part) < _FEWEST_ARTICLES:
            note = f"fewer than {_FEWEST_ARTICLES} articles"
        elif np.isnan(figures).any():
            note = "undefined where length or frame does not vary"
        rows.append((frame, len(part), *figures, note))
    return new_table("length_correlation", rows)


def _spearman(first: pd.Series, second: pd.Series) -> float:
    if len(first) < _FEWEST_ARTICLES or first.nunique() < 2 or second.nunique() < 2:
        return np.nan
    ranks = first.rank().to_numpy(), second.rank().to_numpy()
    return float(np.corrcoef(*ranks)[0, 1])
