"""What the tables of framing show, in sentences: nothing that is not in them, and with its n.

In: ``frame_shares`` with groups, and the voices. Out: a list of sentences.
"""

import pandas as pd

from analysis.framing.shares import FEWEST_ARTICLES
from analysis.framing.sides import leading
from analysis.framing.speakers import UNRESOLVED

# Shares nearer to each other than this are given with a decimal.
_NEAR = 0.02


def framing_findings(
    shares: pd.DataFrame, voices: pd.DataFrame, *, target: str, reference: str
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
        *_frequent(table),
        *_different(table, target, reference),
        *_quoted(voices),
    ]


def _frequent(table: pd.DataFrame) -> list[str]:
    totals = table.groupby("frame")[["flagged", "eligible", "no_frame"]].sum()
    if totals.empty or not totals["eligible"].max():
        return ["No sentence could be coded."]
    names = [n for n in leading(totals.index, totals["flagged"], 3) if totals["flagged"][n]]
    every = int(totals["eligible"].max())
    if not names:
        return [f"No frame was found in {every:,} sentences."]
    first, *others = (f"{_words(name)}, in {int(totals['flagged'][name]):,}" for name in names)
    listed = "; ".join([f"{first} of {_counted(every, 'sentence')}", *others])
    framed = every - int(totals["no_frame"].iloc[0])
    covered = f"{framed:,} of {_counted(every, 'sentence')} carry a frame at all."
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
    articles = " and ".join(_counted(int(row["n_articles"]), "article") for row in rows)
    said = (
        f"Between {target} and {reference}, {_words(name)} differs most: in {shares[0]} of an "
        f"article's sentences against {shares[1]}, on average over {articles}."
    )
    for group, row in zip((target, reference), rows, strict=True):
        if not pd.isna(row["inside_range"]):
            where = "inside" if row["inside_range"] else "outside"
            said += f" The one article of {group} lies {where} the range of all others."
    if any(pd.isna(row["ci_low"]) for row in rows):
        said += f" Fewer than {FEWEST_ARTICLES} articles in a group give no interval."
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
        return [f"No speaker of {_counted(total, 'attribution')} could be told."]
    names = leading(known, [counts[name] for name in known], 3)
    first, *others = (f"{name}, with {int(counts[name]):,}" for name in names)
    said = "; ".join([f"{first} of {_counted(total, 'attribution')}", *others])
    unknown = int(counts.get(UNRESOLVED, 0))
    more = f" Of {unknown:,} the speaker could not be told." if unknown else ""
    return [f"Quoted most: {said}.{more}"]


def _words(frame: object) -> str:
    return str(frame).replace("_", " ")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
