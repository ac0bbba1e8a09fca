"""What the tables of framing show, in sentences: nothing that is not in them, and with its n.

In: ``frame_shares`` with groups, and the voices. Out: a list of sentences.
"""

import pandas as pd

from analysis.framing.corpus_quotations import NOT_COVERED
from analysis.framing.shares import FEWEST_ARTICLES
from analysis.framing.sides import leading
from analysis.framing.speakers import UNRESOLVED
from analysis.grouping import in_words
from analysis.wording import counted

# Shares nearer to each other than this are given with a decimal.
_NEAR = 0.02


def framing_findings(
    shares: pd.DataFrame,
    voices: pd.DataFrame,
    *,
    target: str,
    reference: str,
    problems: pd.DataFrame | None = None,
) -> list[str]:
    """The main figures of a study's framing, each sentence with its counts.

    Parameters
    ----------
    shares
        Table ``frame_shares`` with rows about groups.
    voices
        Table ``voices_by_side``.
    target, reference
        The two groups that the study compares.
    problems
        Table ``problems``, which names the articles that the rules for quotations do not cover.

    Returns
    -------
    list of str
        The most frequent frames and the coverage; the frame whose mean share differs most between
        the two groups, and what the design lets one say of it; who is quoted most.

    Examples
    --------
    >>> shares = pd.DataFrame({"unit": "group", "group": ["x", "y"], "frame": "conflict",
    ...     "flagged": [6, 1], "eligible": [20, 10], "mean_share": [0.3, 0.1], "no_frame": [14, 9],
    ...     "n_articles": [2, 1], "ci_low": None, "ci_high": None, "inside_range": [None, False]})
    >>> voices = pd.DataFrame({"speaker": ["Annan"], "attributions": [3]})
    >>> first, _, last = framing_findings(shares, voices, target="y", reference="x")
    >>> print(first)
    Most frequent: conflict, in 7 of 30 sentences. 7 of 30 sentences carry a frame at all.
    >>> print(last)
    Quoted most: Annan, with 3 of 3 attributions.
    """
    table = shares[shares["unit"] == "group"]
    return [
        *_not_coded(shares),
        *_frequent(table),
        *_different(table, target, reference),
        *_quoted(voices),
        *_not_read(problems),
    ]


def _not_coded(shares: pd.DataFrame) -> list[str]:
    """The articles that the codebook could not be held against, if there are any."""
    if "article" not in set(shares["unit"]):
        return []
    articles = shares[shares["unit"] == "article"].drop_duplicates("article_id")
    lacking = int((articles["eligible"] == 0).sum())
    if not lacking:
        return []
    are = "is" if lacking == 1 else "are"
    return [
        f"{lacking:,} of {counted(len(articles))} {are} not coded, being in no language that the "
        "codebook covers, or without a word: nothing is known of the frames there."
    ]


def _not_read(problems: pd.DataFrame | None) -> list[str]:
    """The articles in which few or no attributions mean nothing, if there are any."""
    if problems is None:
        return []
    foreign = problems.loc[problems["problem"] == NOT_COVERED, "source"].nunique()
    if not foreign:
        return []
    are = "is" if foreign == 1 else "are"
    return [
        f"{counted(foreign)} {are} not in English, for which alone the rules for quotations, "
        "naming and agency are made: few or no rows there are no finding."
    ]


def _frequent(table: pd.DataFrame) -> list[str]:
    totals = table.groupby("frame")[["flagged", "eligible", "no_frame"]].sum()
    if totals.empty or not totals["eligible"].max():
        return ["No sentence could be coded, and no frame can be said to be there or not."]
    names = [n for n in leading(totals.index, totals["flagged"], 3) if totals["flagged"][n]]
    every = int(totals["eligible"].max())
    if not names:
        return [f"No frame was found in {counted(every, 'sentence')}."]
    first, *others = (f"{_words(name)}, in {int(totals['flagged'][name]):,}" for name in names)
    listed = "; ".join([f"{first} of {counted(every, 'sentence')}", *others])
    framed = every - int(totals["no_frame"].iloc[0])
    carry = "carries" if framed == 1 else "carry"
    covered = f"{framed:,} of {counted(every, 'sentence')} {carry} a frame at all."
    return [f"Most frequent: {listed}. {covered}"]


def _different(table: pd.DataFrame, target: str, reference: str) -> list[str]:
    pair = [table[table["group"] == group].set_index("frame") for group in (target, reference)]
    gap = (pair[0]["mean_share"] - pair[1]["mean_share"]).astype(float).dropna()
    if gap.empty or not gap.abs().max():
        return []
    name = min(gap.index, key=lambda frame: (-round(abs(gap[frame]), 9), frame))
    rows = [side.loc[name] for side in pair]
    digits = 0 if abs(gap[name]) >= _NEAR else 1
    shares = [f"{100 * row['mean_share']:.{digits}f} %" for row in rows]
    sizes = [int(row["n_articles"]) for row in rows]
    said = f"Between {in_words(target)} and {in_words(reference)}, {_words(name)} differs most: "
    said += f"in {shares[0]} of "
    if max(sizes) == 1:
        said += f"the sentences of the one article against {shares[1]} of those of the other."
    else:
        over = " and ".join(map(counted, sizes)) if sizes[0] != sizes[1] else ""
        said += f"an article's sentences against {shares[1]}, on average over "
        said += f"{over or counted(sizes[0]) + ' each'}."
    for group, row in zip((target, reference), rows, strict=True):
        if not pd.isna(row["inside_range"]):
            where = "inside" if row["inside_range"] else "outside"
            said += f" The one article of {in_words(group)} lies {where} the range of all others."
    if min(sizes) < FEWEST_ARTICLES:
        said += f" Fewer than {FEWEST_ARTICLES} articles in a group give no interval."
    elif any(pd.isna(row["ci_low"]) for row in rows):
        said += " Articles of a group that all have the same share give no interval."
    else:
        ends = [f"{100 * row['ci_low']:.0f} to {100 * row['ci_high']:.0f} %" for row in rows]
        said += (
            f" The 95 per cent intervals of these means, {ends[0]} and {ends[1]}, take no account "
            f"of its having been chosen among {len(gap)} frames."
        )
    return [said]


def _quoted(voices: pd.DataFrame) -> list[str]:
    total = int(voices["attributions"].sum())
    if not total:
        return ["No attribution was found."]
    counts = voices.groupby("speaker")["attributions"].sum()
    known = [name for name in counts.index if name != UNRESOLVED]
    if not known:
        return [f"No speaker of {counted(total, 'attribution')} could be told."]
    names = leading(known, [counts[name] for name in known], 3)
    first, *others = (f"{name}, with {int(counts[name]):,}" for name in names)
    said = "; ".join([f"{first} of {counted(total, 'attribution')}", *others])
    unknown = int(counts.get(UNRESOLVED, 0))
    more = f" Of {unknown:,} the speaker could not be told." if unknown else ""
    return [f"Quoted most: {said}.{more}"]


def _words(frame: object) -> str:
    return str(frame).replace("_", " ")
