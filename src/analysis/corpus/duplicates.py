"""Same text, same copy, same event: three different questions about two articles.

In: articles, and where their quotations stand. Out: for few articles the table ``article_pairs``,
every two compared; for any number the clusters and the pairs that were found. It labels; it
removes nothing.
"""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus.copies import Copies, find_copies
from analysis.corpus.events import cosines, event_centres, tfidf
from analysis.corpus.stars import Integers
from analysis.corpus.word_runs import RUN, Spans
from analysis.errors import InputError
from analysis.schema import check_table, new_table
from analysis.text.counts import compiled_pays
from analysis.text.tokens import terms_of

MOST_ARTICLES = 1_000


@dataclass(frozen=True)
class Duplicates:
    """What `find_duplicates` found.

    Attributes
    ----------
    clusters
        Table ``duplicate_clusters``: a row for each article, with the label of its cluster in
        each of the three senses.
    pairs
        Table ``duplicate_pairs``: the measures behind the labels.
    """

    clusters: pd.DataFrame
    pairs: pd.DataFrame


def find_duplicates(
    articles: pd.DataFrame,
    quotations: pd.DataFrame | None = None,
    *,
    copy_share: float = 0.4,
    event_cosine: float = 0.25,
    event_days: int = 2,
) -> Duplicates:
    """Label the articles that have the same text, carry the same copy, or report the same event.

    Parameters
    ----------
    articles
        At least article_id, date (ISO 8601, or empty) and body.
    quotations
        Table ``quotations``; its direct and partial rows say which words are quoted. Without it,
        what stands between double quotation marks within a line.
    copy_share
        Two articles carry the same copy if at least this share of the runs of five words outside
        quotations of the one with fewer is in the other, too (containment, Broder 1997), and at
        least ten runs. A cut to half, an added paragraph and a new lead leave it high; where one
        word in ten was changed, half of the runs or more are left.
    event_cosine, event_days
        Two articles report the same event if the cosine of their TF-IDF vectors (see
        `article_pairs`) is at least this and they are at most so many days apart. Of 200 articles
        on one election campaign (PolNeAR) one pair in a thousand had a cosine above .23. Within
        two days morning papers follow what agencies and sites had the day before; what comes later
        and is alike is rather a sequel. An article without a date is compared with none.

    Returns
    -------
    Duplicates
        ``clusters``: article_id, same_text, same_copy, same_event. A label is the article_id of
        the cluster's first article by date (those without one last), then by article_id; an
        article that is alone has its own. Every member of a cluster of copies or of an event is
        tied to the cluster's centre, the article with most ties (star clustering, Aslam et al.
        2004): a chain of articles, each like the next, does not make one cluster. Articles of the
        same text always carry the same copy. ``pairs``: equal texts with the first of them, all
        pairs of copies found, and the members of each event with its centre.

    Raises
    ------
    InputError
        If a column is missing, an article_id occurs twice, a body is no text, a date no ISO date,
        or a threshold out of range.

    Notes
    -----
    Texts are the same if they have the same tokens (`analysis.text.tokens`, numbers included) in
    the same order; case, punctuation and spacing do not count.

    Not every two articles are compared. Of every eight runs in a row the least by hash is chosen
    (winnowing, Schleimer et al. 2003), so that two articles with twelve words in a row in common
    have a chosen run in common. A chosen run in at most twelve articles ties each two of them; one
    in more ties each to the first four only. Pairs so tied that share a fair part of their chosen
    runs are then counted exactly. What can be missed: copies without twelve common words in a row,
    and copies all of whose common runs stand in twelve earlier articles of other clusters. Time
    and memory grow with the text, not with its square; those of events grow with the articles that
    fall into one window of days. Hashes have 64 bits and no seed: the result is the same anywhere.

    References
    ----------
    Broder, A. Z. (1997). On the resemblance and containment of documents. Compression and
    Complexity of Sequences.

    Examples
    --------
    >>> lead = "Both sides met in the old city on Monday for talks that lasted until the evening"
    >>> found = find_duplicates(pd.DataFrame({
    ...     "article_id": ["a", "b", "c"], "date": ["2012-03-13", "2012-03-13", "2012-03-15"],
    ...     "body": [lead + " and ended well.", lead + ".", "Rain is expected in the north."]}))
    >>> found.clusters
      article_id same_text same_copy same_event
    0          a         a         a          a
    1          b         b         a          a
    2          c         c         c          c
    """
    _need(articles, "articles", ("article_id", "date", "body"))
    if not 0 < copy_share <= 1:
        raise InputError("copy_share", f"is {copy_share}", "give a share above 0, up to 1")
    if not 0 < event_cosine <= 1:
        raise InputError("event_cosine", f"is {event_cosine}", "give a cosine above 0, up to 1")
    if event_days < 0:
        raise InputError("event_days", f"is {event_days}", "give 0 days or more")
    table = _in_order_of_time(articles)
    if not len(table):
        return Duplicates(new_table("duplicate_clusters", []), new_table("duplicate_pairs", []))
    quoted = None if quotations is None else _quoted_spans(table, quotations)
    copies = find_copies(table["body"].tolist(), quoted, copy_share)
    weights = tfidf(table["body"])
    events = _events(weights, table["day"], copies.same_text, event_days, event_cosine)
    ids = table["article_id"].to_numpy()
    clusters = {
        "article_id": ids,
        "same_text": ids[_firsts(copies.same_text)],
        "same_copy": ids[_firsts(copies.centre[copies.same_text])],
        "same_event": ids[_firsts(events)],
    }
    pairs = _pairs(table, weights, copies, events)
    return Duplicates(
        check_table(pd.DataFrame(clusters), "duplicate_clusters"),
        check_table(pairs, "duplicate_pairs"),
    )


def _in_order_of_time(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles by date, those without one last, then by identifier; ``day`` is a number."""
    table = pd.DataFrame({"article_id": articles["article_id"].astype(str).to_numpy()})
    repeated = table["article_id"].duplicated().to_numpy()
    if repeated.any():
        twice = table["article_id"].iloc[int(repeated.argmax())]
        raise InputError("articles", f"holds {twice} twice", "give each article its own id")
    table["body"] = articles["body"].to_numpy()
    no_text = ~table["body"].map(lambda body: isinstance(body, str)).to_numpy(dtype=bool)
    if no_text.any():
        raise InputError(
            f"article {table['article_id'].iloc[int(no_text.argmax())]}", "has no text in body",
            "fill it, or leave the article out",
        )  # fmt: skip
    dates = articles["date"].reset_index(drop=True)
    stated = dates.notna() & (dates.astype(str) != "")
    days = pd.to_datetime(dates.where(stated), format="%Y-%m-%d", errors="coerce")
    wrong = (stated & days.isna()).to_numpy()
    if wrong.any():
        at = int(wrong.argmax())
        raise InputError(
            f"article {table['article_id'].iloc[at]}", f"has the date {dates.iloc[at]!r}",
            "write dates as YYYY-MM-DD",
        )  # fmt: skip
    table["day"] = (days - pd.Timestamp("1970-01-01")).dt.days
    return table.sort_values(["day", "article_id"], kind="stable", ignore_index=True)


def _quoted_spans(table: pd.DataFrame, quotations: pd.DataFrame) -> list[Spans]:
    """Where the quotations of each article stand."""
    _need(quotations, "quotations", ("article_id", "start", "end", "kind"))
    said = quotations[quotations["kind"].isin(["direct", "partial"])]
    spans: dict[str, list[tuple[int, int]]] = {}
    for article_id, start, end in said[["article_id", "start", "end"]].itertuples(index=False):
        spans.setdefault(str(article_id), []).append((int(start), int(end)))
    return [spans.get(article_id, []) for article_id in table["article_id"]]


def _events(
    weights: Any, days: "pd.Series[Any]", same_text: Integers, window: int, least: float
) -> Integers:
    """The centre of each article's event; equal texts of one day stand for one another."""
    events = np.arange(len(days))
    dated = np.flatnonzero(days.notna())
    number = days.to_numpy()[dated].astype(np.int64)
    # Sorted by day as the articles are, so that numbers of units follow the days, too.
    keys = pd.MultiIndex.from_arrays([number, same_text[dated]])
    unit, _ = pd.factorize(keys)
    _, firsts = np.unique(unit, return_index=True)
    compiled = compiled_pays(8 * weights.nnz, "count_ties")
    centre = event_centres(weights[dated[firsts]], number[firsts], window, least, compiled=compiled)
    events[dated] = dated[firsts][centre][unit]
    return events


def _firsts(centres: Integers) -> Integers:
    """For each article the first of those that have the same centre."""
    first = np.full(len(centres), len(centres), dtype=np.int64)
    np.minimum.at(first, centres, np.arange(len(centres)))
    return first[centres]


def _pairs(table: pd.DataFrame, weights: Any, copies: Copies, events: Integers) -> pd.DataFrame:
    """The pairs that were found, with what was measured."""
    n = len(table)
    rows = np.arange(n)
    first = np.concatenate([copies.first, copies.same_text, np.minimum(rows, events)])
    second = np.concatenate([copies.second, rows, np.maximum(rows, events)])
    share = np.concatenate([copies.share, np.full(2 * n, np.nan)])
    # The pairs of copies come first and keep their share.
    _, kept = np.unique(first * n + second, return_index=True)
    kept = kept[first[kept] != second[kept]]
    first, second, share = first[kept], second[kept], share[kept]
    equal = copies.same_text[first] == copies.same_text[second]
    ids, days = table["article_id"].to_numpy(), table["day"].to_numpy(dtype=float)
    return pd.DataFrame({
        "article_a": ids[first], "article_b": ids[second],
        "days_apart": pd.array(days[second] - days[first], dtype="Float64"),
        "same_text": equal, "same_copy": np.where(equal, 1.0, share),
        "same_event": cosines(weights, first, second),
    })  # fmt: skip


def _need(frame: pd.DataFrame, name: str, columns: tuple[str, ...]) -> None:
    lacking = [column for column in columns if column not in frame.columns]
    if lacking:
        raise InputError(name, f"lack the column {lacking[0]}", f"give {', '.join(columns)}")


def article_pairs(articles: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    """How much each two articles share, in their own words, in quotations, and in vocabulary.

    Parameters
    ----------
    articles
        At least article_id, date and body.
    quotations
        Table ``quotations``; its direct and partial rows say which words are quoted.

    Returns
    -------
    DataFrame
        Table ``article_pairs``, sorted by ``same_event``, the most alike first.

        - ``same_copy``: runs of five words outside quotations that both have, over those of the
          article that has fewer (containment of word shingles, Broder 1997). Near 1: one copy.
        - ``same_quotation``: the same inside quotations.
        - ``same_event``: cosine of the TF-IDF vectors (1 + ln count, smoothed idf, without English
          function words). Two accounts of one event share its names whoever wrote them.
        - ``days_apart``: empty where a date is lacking.

        A share is empty where an article has no run of five words of that kind.

    Raises
    ------
    InputError
        If a column is missing, or there are fewer than two articles or more than 1,000.

    References
    ----------
    Broder, A. Z. (1997). On the resemblance and containment of documents. Compression and
    Complexity of Sequences.

    Examples
    --------
    >>> articles = pd.DataFrame({
    ...     "article_id": ["a", "b"], "date": ["2012-03-13", "2012-03-14"],
    ...     "body": ["Both sides met in the city on Monday.", "Both sides met in the city again."]})
    >>> pairs = article_pairs(articles, pd.DataFrame({
    ...     "article_id": [], "start": [], "end": [], "kind": []}))
    >>> pairs[["days_apart", "same_copy"]].round(2)
       days_apart  same_copy
    0           1       0.67
    """
    _need(articles, "articles", ("article_id", "date", "body"))
    _need(quotations, "quotations", ("article_id", "start", "end", "kind"))
    if not 2 <= len(articles) <= MOST_ARTICLES:
        raise InputError(
            "articles", f"are {len(articles):,}", f"give from 2 to {MOST_ARTICLES:,} to compare"
        )
    articles = articles.sort_values("article_id", ignore_index=True)
    own, quoted = _runs(articles, quotations)
    weights = tfidf(articles["body"])
    cosine = np.asarray((weights @ weights.T).toarray()).round(6)
    days = pd.to_datetime(articles["date"])
    rows = []
    for first, second in combinations(range(len(articles)), 2):
        apart = (
            abs((days[first] - days[second]).days) if days[[first, second]].notna().all() else None
        )
        rows.append(
            (
                articles["article_id"][first], articles["article_id"][second], apart,
                _containment(own[first], own[second]),
                _containment(quoted[first], quoted[second]),
                cosine[first, second],
            )
        )  # fmt: skip
    table = new_table("article_pairs", rows)
    return table.sort_values("same_event", ascending=False, kind="stable", ignore_index=True)


def shared_runs(
    articles: pd.DataFrame, quotations: pd.DataFrame
) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    """``same_copy`` and ``same_quotation`` of each two of some articles, as in `article_pairs`."""
    own, quoted = _runs(articles, quotations)
    return {
        (first, second): (_containment(own[i], own[j]), _containment(quoted[i], quoted[j]))
        for (i, first), (j, second) in combinations(enumerate(articles["article_id"]), 2)
    }


def _runs(
    articles: pd.DataFrame, quotations: pd.DataFrame
) -> tuple[list[set[tuple[str, ...]]], list[set[tuple[str, ...]]]]:
    """Runs of words of each article, outside and inside its quotations."""
    said = quotations[quotations["kind"].isin(["direct", "partial"])]
    own, quoted = [], []
    for article_id, body in zip(articles["article_id"], articles["body"], strict=True):
        spans = said.loc[said["article_id"] == article_id, ["start", "end"]].sort_values("start")
        outside, inside, at = [], [], 0
        for start, end in spans.itertuples(index=False):
            outside.append(body[at : max(at, start)])
            inside.append(body[max(at, start) : end])
            at = max(at, end)
        outside.append(body[at:])
        own.append(set().union(*map(_shingles, outside)))
        quoted.append(set().union(*map(_shingles, inside)))
    return own, quoted


def _shingles(text: str) -> set[tuple[str, ...]]:
    """Every run of words of a passage."""
    words = terms_of(text, numbers=True)
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def _containment(first: set[tuple[str, ...]], second: set[tuple[str, ...]]) -> float | None:
    """Shared runs over those of the article that has fewer."""
    smaller = min(len(first), len(second))
    return round(len(first & second) / smaller, 6) if smaller else None
