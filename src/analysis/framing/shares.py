"""How much of each article, and of each group of articles, carries each frame.

In: ``frame_codes``, the sentences that were coded, and the codebook. Out: the table
``frame_shares``. The article is the unit of sampling: intervals resample articles, and a group of
one article has none.
"""

from collections.abc import Mapping
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.framing.codebook import Codebook, load_codebook
from analysis.framing.coding import checked_sentences, coding_problems
from analysis.grouping import RANGE_FROM
from analysis.schema import TABLES, check_table
from analysis.text.tokens import tokens

# The percentile interval of n values is too short by about sqrt((n - 1) / n) z / t(n - 1). The
# widening used here corrects that, but not the few values from which the tails are drawn.
FEWEST_ARTICLES = 10
_RESAMPLES = 2000
_LEVEL = 0.95


def frame_shares(
    codes: pd.DataFrame,
    sentences: pd.DataFrame,
    codebook: str | Path | Codebook = "conflict",
    *,
    groups: Mapping[str, str] | pd.Series | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Flagged over eligible sentences, per article and group, and whether articles carry a frame.

    Parameters
    ----------
    codes
        Table ``frame_codes``, from `code_frames` with the same sentences and codebook.
    sentences
        Table ``sentences``. A sentence is eligible if it holds a word and its article is in a
        language that the codebook covers. In the stored table, which lacks the texts, every
        sentence is eligible: give what `covered_sentences` leaves of it.
    codebook
        The codebook that was used; it states, per frame, when an article carries the frame.
    groups
        Group of each article: a mapping, or a Series indexed by article_id. Without it there are
        rows for articles alone.
    seed
        Seed of the article bootstrap.

    Returns
    -------
    DataFrame
        Table ``frame_shares``: first the rows about articles, then those about groups, each by
        group, article and frame. ``share`` of a group is pooled over its sentences; ``mean_share``
        gives each article the same weight, and ``ci_low`` and ``ci_high`` belong to it. They are
        Hesterberg's expanded percentile interval over resampled articles, given from 10 articles
        on where they are not all alike. A group of one has the note "n = 1", no interval, and,
        where there are three others or more, ``inside_range``.

    Raises
    ------
    InputError
        If codes and sentences or codebook do not belong together, or an article has no group.

    References
    ----------
    Hesterberg, T. C. (2015). What teachers should know about the bootstrap. The American
    Statistician 69(4), 371-386.

    Examples
    --------
    >>> from analysis.framing.coding import code_frames
    >>> sentences = pd.DataFrame({"article_id": ["a", "a"], "sentence": [1, 2], "start": [0, 22],
    ...                           "text": ["Envoys met for talks.", "It rained."]})
    >>> codes = code_frames(sentences, "conflict")
    >>> shares = frame_shares(codes, sentences, "conflict")
    >>> shares.loc[shares["frame"] == "diplomacy", ["article_id", "flagged", "eligible", "share"]]
      article_id  flagged  eligible  share
    1          a        1         2    0.5
    """
    counts = article_shares(codes, sentences, codebook, groups=groups)
    if groups is None:
        return check_table(counts, "frame_shares")
    return with_group_shares(counts, codes, seed=seed)


def article_shares(
    codes: pd.DataFrame,
    sentences: pd.DataFrame,
    codebook: str | Path | Codebook = "conflict",
    *,
    groups: Mapping[str, str] | pd.Series | None = None,
) -> pd.DataFrame:
    """The rows of ``frame_shares`` about articles; those of several corpora can be put together."""
    book = load_codebook(codebook)
    table = checked_sentences(sentences)
    _check_codes(codes, table, book)
    return _article_counts(codes, table, book, groups)[TABLES["frame_shares"].names]


def with_group_shares(articles: pd.DataFrame, codes: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """The table ``frame_shares``, from its rows about all articles and the indicators found."""
    rows = group_shares(articles, indicators_of_groups(articles, codes), seed=seed)
    both = pd.concat([articles, rows], ignore_index=True)
    return check_table(both[TABLES["frame_shares"].names], "frame_shares")


def indicators_of_groups(articles: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Each group, frame and indicator that was found in it, once; of several corpora they add up.

    ``articles`` are rows of ``frame_shares`` about articles that have a group.
    """
    group_of = articles.drop_duplicates("article_id").set_index("article_id")["group"]
    found = codes.assign(group=codes["article_id"].astype(str).map(group_of))
    return found[["group", "frame", "indicator"]].drop_duplicates(ignore_index=True)


def group_shares(articles: pd.DataFrame, found: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """The rows of ``frame_shares`` about groups.

    Parameters
    ----------
    articles
        Rows about all articles; of their columns group, article_id, frame, flagged, eligible,
        no_frame, present and hits are used. The bootstrap takes the articles of a group in the
        order of article_id.
    found
        What ``indicators_of_groups`` gives for all of them.
    """
    rows = _group_rows(
        articles.assign(share=_ratio(articles["flagged"], articles["eligible"])),
        found.drop_duplicates().groupby(["group", "frame"]).size(),
        np.random.default_rng(seed),
    )
    names = pd.Index(TABLES["frame_shares"].names)
    return check_table(pd.DataFrame(rows, columns=names), "frame_shares")


def _check_codes(codes: pd.DataFrame, sentences: pd.DataFrame, book: Codebook) -> None:
    for column in ("article_id", "sentence", "frame", "indicator"):
        if column not in codes.columns:
            raise InputError(
                "codes", f"lacks the column {column}", "hand over what code_frames returned"
            )
    unknown = sorted(set(codes["frame"]) - set(book.names))
    if unknown:
        raise InputError(
            "codes",
            f"has the frame {unknown[0]!r}, which codebook {book.name} does not define",
            "give the codebook that the sentences were coded with",
        )
    coded = pd.MultiIndex.from_frame(codes[["article_id", "sentence"]].astype({"article_id": str}))
    known = pd.MultiIndex.from_frame(sentences[["article_id", "sentence"]])
    strange = coded[~coded.isin(known)]
    if len(strange):
        article_id, number = strange[0]
        raise InputError(
            "codes",
            f"has sentence {number} of article {article_id}, which is not among the sentences",
            "give the sentences that were coded",
        )


def _article_counts(
    codes: pd.DataFrame,
    sentences: pd.DataFrame,
    book: Codebook,
    groups: Mapping[str, str] | pd.Series | None,
) -> pd.DataFrame:
    """One row per article and frame, without what concerns groups."""
    problems = coding_problems(sentences, book)
    foreign = dict(
        zip(problems["source"].str.removeprefix("article "), problems["detail"], strict=True)
    )
    if (sentences["text"] == "").all():
        # As stored, without the texts: coding has seen to it that only sentences are listed.
        holds_word = np.ones(len(sentences), bool)
    else:
        holds_word = np.array(
            [next(tokens(text, numbers=True), None) is not None for text in sentences["text"]],
            bool,
        )
    usable = holds_word & ~sentences["article_id"].isin(set(foreign)).to_numpy()
    articles = sorted(set(sentences["article_id"]))
    group_of: dict[str, str | None] = dict.fromkeys(articles)
    if groups is not None:
        group_of = _groups(groups, articles)
        articles = sorted(group_of)
    eligible = sentences[usable].groupby("article_id").size()
    own = codes.astype({"article_id": str})
    any_frame = own.drop_duplicates(["article_id", "sentence"]).groupby("article_id").size()
    by_frame = own.groupby(["article_id", "frame"])
    figures = pd.DataFrame(
        {
            "flagged": by_frame["sentence"].nunique(),
            "hits": by_frame.size(),
            "indicators": by_frame["indicator"].nunique(),
        }
    )
    index = pd.MultiIndex.from_product([articles, book.names], names=["article_id", "frame"])
    table = figures.reindex(index).fillna(0).astype("int64").reset_index()
    table["unit"] = "article"
    table["group"] = table["article_id"].map(group_of)
    table["eligible"] = table["article_id"].map(eligible).fillna(0).astype("int64")
    table["no_frame"] = table["eligible"] - table["article_id"].map(any_frame).fillna(0).astype(
        "int64"
    )
    table["share"] = _ratio(table["flagged"], table["eligible"])
    table["coverage"] = _ratio(table["eligible"] - table["no_frame"], table["eligible"])
    table["n_articles"] = (table["eligible"] > 0).astype("int64")
    frames = {frame.name: frame for frame in book.frames}
    table["present"] = pd.array(
        [
            frames[frame].is_present(flagged, total, hits, kinds) if total else None
            for frame, flagged, total, hits, kinds in zip(
                *(
                    table[name].tolist()
                    for name in ("frame", "flagged", "eligible", "hits", "indicators")
                ),
                strict=True,
            )
        ],
        dtype="boolean",
    )
    table["note"] = [
        foreign.get(article_id) or (None if total else "no eligible sentences")
        for article_id, total in zip(table["article_id"], table["eligible"], strict=True)
    ]
    for column in ("mean_share", "ci_low", "ci_high", "min_share", "max_share"):
        table[column] = np.nan
    table["n_present"] = pd.array([None] * len(table), dtype="Int64")
    table["inside_range"] = pd.array([None] * len(table), dtype="boolean")
    return table


def _groups(groups: Mapping[str, str] | pd.Series, articles: list[str]) -> dict[str, str | None]:
    """Group of every article; articles without sentences are kept."""
    given = {str(article): group for article, group in groups.items()}
    for article in articles:
        if article not in given or pd.isna(given[article]):
            raise InputError(
                "groups", f"has no group for article {article}", "give each article a group"
            )
    return {article: str(group) for article, group in given.items() if not pd.isna(group)}


def _ratio(part: pd.Series, whole: pd.Series) -> pd.Series:
    return part.astype(float) / whole.astype(float).where(whole > 0)


def _group_rows(
    articles: pd.DataFrame, kinds: "pd.Series[int]", rng: np.random.Generator
) -> list[dict[str, object]]:
    """One row per group and frame; ``kinds``: how many indicators were found in each."""
    counted = articles[articles["eligible"] > 0]
    rows: list[dict[str, object]] = []
    for group, members in articles.groupby("group", sort=True):
        in_group = counted[counted["group"] == group]
        shares = in_group.pivot(index="article_id", columns="frame", values="share")
        n = len(shares)
        intervals = _intervals(shares.to_numpy(), rng) if n >= FEWEST_ARTICLES else None
        for number, (frame, part) in enumerate(members.groupby("frame", sort=True)):
            own = shares[frame].to_numpy() if n else np.array([np.nan])
            others = counted.loc[(counted["frame"] == frame) & (counted["group"] != group), "share"]
            flagged, eligible = int(part["flagged"].sum()), int(part["eligible"].sum())
            no_frame = int(part["no_frame"].sum())
            inside = None
            if n == 1 and len(others) >= RANGE_FROM:
                inside = bool(others.min() <= own[0] <= others.max())
            rows.append(
                {
                    "unit": "group",
                    "group": group,
                    "article_id": None,
                    "frame": frame,
                    "flagged": flagged,
                    "eligible": eligible,
                    "share": flagged / eligible if eligible else np.nan,
                    "mean_share": own.mean(),
                    "ci_low": intervals[0][number] if intervals else np.nan,
                    "ci_high": intervals[1][number] if intervals else np.nan,
                    "min_share": own.min(),
                    "max_share": own.max(),
                    "n_articles": n,
                    "n_present": int(part["present"].fillna(False).sum()),
                    "present": None,
                    "hits": int(part["hits"].sum()),
                    "indicators": int(kinds.get((group, frame), 0)),
                    "no_frame": no_frame,
                    "coverage": (eligible - no_frame) / eligible if eligible else np.nan,
                    "inside_range": inside,
                    "note": _note(n),
                }
            )
    return rows


def _note(articles: int) -> str | None:
    if articles == 0:
        return "no eligible sentences"
    if articles == 1:
        return "n = 1: one article, no interval and no test"
    if articles < FEWEST_ARTICLES:
        return f"n = {articles}: too few articles for an interval (fewer than {FEWEST_ARTICLES})"
    return None


def _intervals(shares: np.ndarray, rng: np.random.Generator) -> tuple[list[float], list[float]]:
    """Hesterberg's expanded percentile interval of each frame's mean share; one article a row."""
    from scipy.stats import t

    n = len(shares)
    means = np.empty((_RESAMPLES, shares.shape[1]))
    for row in range(_RESAMPLES):
        # Every frame sees the same articles, so that the intervals can be compared.
        times = np.bincount(rng.integers(n, size=n), minlength=n)
        means[row] = times @ shares / n
    quantile = t.ppf((1 + _LEVEL) / 2, n - 1)
    tail = NormalDist().cdf(-float(np.sqrt(n / (n - 1)) * quantile))
    low, high = np.quantile(means, [tail, 1 - tail], axis=0)
    # Articles that are all alike give the same mean however they are drawn, which is no certainty.
    alike = (shares == shares[0]).all(axis=0)
    low[alike] = high[alike] = np.nan
    return low.tolist(), high.tolist()
