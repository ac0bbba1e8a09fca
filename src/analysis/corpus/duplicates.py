"""Same copy, same quotation, same event: three different questions about two articles.

In: articles, and where their quotations stand. Out: the table ``article_pairs``, one row for each
two articles. It labels; it removes nothing.
"""

from itertools import combinations

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.schema import new_table
from analysis.text.counts import count_terms
from analysis.text.tokens import terms_of

RUN = 5
"""Words in a run that two articles may share: long enough to be rare by chance."""
MOST_ARTICLES = 1_000


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
    for name, frame, columns in (
        ("articles", articles, ("article_id", "date", "body")),
        ("quotations", quotations, ("article_id", "start", "end", "kind")),
    ):
        lacking = [column for column in columns if column not in frame.columns]
        if lacking:
            raise InputError(name, f"lack the column {lacking[0]}", f"give {', '.join(columns)}")
    if not 2 <= len(articles) <= MOST_ARTICLES:
        raise InputError(
            "articles", f"are {len(articles):,}", f"give from 2 to {MOST_ARTICLES:,} to compare"
        )
    articles = articles.sort_values("article_id", ignore_index=True)
    own, quoted = _runs(articles, quotations)
    cosine = _cosines(articles)
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


def _cosines(articles: pd.DataFrame) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """Cosine of the articles' TF-IDF vectors."""
    from sklearn.feature_extraction.text import TfidfTransformer

    counts = count_terms(articles["body"], stop_words="english")
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts.matrix)
    return np.asarray((weights @ weights.T).toarray()).round(6)
