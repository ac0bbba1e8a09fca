"""The machine's codes against codes by hand: precision, recall, and prevalence put right.

In: ``frame_codes`` and the codes that human coders settled on. Out: the table ``validation``.
"""

from collections.abc import Mapping
from math import sqrt
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.framing.filled_sheets import read_sheet
from analysis.framing.sheets import KEYS
from analysis.schema import new_table

_Z = NormalDist().inv_cdf(0.975)


def validation(
    codes: pd.DataFrame,
    hand_codes: str | Path | pd.DataFrame,
    *,
    sentences: pd.DataFrame | None = None,
    sample: pd.DataFrame | None = None,
    groups: Mapping[str, str] | pd.Series | None = None,
) -> pd.DataFrame:
    """How well the machine finds what adjudicated hand coding finds, per frame and group.

    Parameters
    ----------
    codes
        Table ``frame_codes``. A hand-coded sentence that it lacks counts as not flagged.
    hand_codes
        The adjudicated sheet (path), or a table with article_id, sentence and a column of 0 and 1
        per frame.
    sentences
        All sentences that were coded by machine; prevalence_machine is then their flagged share,
        and otherwise that of the hand-coded ones.
    sample
        What `coding_sheet` returned. Each sentence is then weighted by the inverse of its
        probability, because flagged sentences are drawn more often than others (Horvitz and
        Thompson). Counts stay unweighted.
    groups
        Group of each article; rows for each group follow those for all.

    Returns
    -------
    DataFrame
        Table ``validation``. Intervals are Wilson's at 95 per cent, with Kish's effective number
        (sum w)² / sum w² in place of n if there are weights. They take sentences as independent;
        sentences of one article are not quite, so that they are rather too short.
        ``f1_always_yes`` is the F1 of flagging everything, 2p / (1 + p).
        ``prevalence_corrected`` = (q + specificity - 1) / (sensitivity + specificity - 1), where q
        is prevalence_machine: Rogan and Gladen's estimator, clipped to 0 to 1 (the note says so),
        and left out where the machine does no better than chance.

    Raises
    ------
    InputError
        If the hand codes are incomplete, or sentences, sample or groups lack one of them.

    References
    ----------
    Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial proportion.
    Statistical Science 16(2), 101-133. (Wilson 1927.)
    Horvitz, D. G. and Thompson, D. J. (1952). Journal of the American Statistical Association
    47(260), 663-685.
    Rogan, W. J. and Gladen, B. (1978). Estimating prevalence from the results of a screening test.
    American Journal of Epidemiology 107(1), 71-76.

    Examples
    --------
    >>> codes = pd.DataFrame({"article_id": "a", "sentence": [1, 2], "frame": "conflict"})
    >>> hand = pd.DataFrame(
    ...     {"article_id": "a", "sentence": [1, 2, 3, 4], "conflict": [1, 0, 0, 1]}
    ... )
    >>> validation(codes, hand)[["precision", "recall", "f1", "f1_always_yes"]].round(3)
       precision  recall   f1  f1_always_yes
    0        0.5     0.5  0.5          0.667
    """
    for column in (*KEYS, "frame"):
        if column not in codes.columns:
            raise InputError("codes", f"lacks the column {column}", "hand over a table frame_codes")
    name = "hand_codes" if isinstance(hand_codes, pd.DataFrame) else str(hand_codes)
    hand = read_sheet(hand_codes, name=name)
    found = sorted(set(codes["frame"]))
    if found and not set(found) & set(hand.columns):
        raise InputError(
            name, f"has no column for any frame of the codes ({', '.join(found)})",
            "give codes and hand codes of the same codebook",
        )  # fmt: skip
    weights = _weights(hand.index, sample)
    articles = hand.index.get_level_values("article_id")
    members = {"all": np.ones(len(hand), bool)}
    group_of: dict[str, str] = {}
    if groups is not None:
        group_of = {str(article): str(group) for article, group in groups.items()}
        missing = sorted(set(articles) - set(group_of))
        if missing:
            raise InputError("groups", f"has no group for article {missing[0]}", "give each one")
        labels = np.array([group_of[article] for article in articles])
        members |= {label: labels == label for label in sorted(set(labels))}
    flagged = _by_machine(codes)
    whole = _all_keys(sentences, hand.index)
    rows = []
    for group, inside in members.items():
        keys = whole
        if keys is not None and groups is not None and group != "all":
            keys = [key for key in keys if group_of.get(key[0]) == group]
        for frame in sorted(hand.columns):
            marked = flagged.get(frame, set())
            machine = np.array([key in marked for key in hand.index], bool)
            apparent = None
            if keys:
                apparent = sum(key in marked for key in keys) / len(keys)
            figures = _figures(
                hand[frame].to_numpy()[inside] == 1, machine[inside], weights[inside], apparent
            )
            rows.append((group, frame, *figures))
    return new_table("validation", rows)


def _by_machine(codes: pd.DataFrame) -> dict[str, set[tuple[str, int]]]:
    flagged: dict[str, set[tuple[str, int]]] = {}
    for article_id, number, frame in zip(
        codes["article_id"].astype(str), codes["sentence"].tolist(), codes["frame"], strict=True
    ):
        flagged.setdefault(frame, set()).add((article_id, number))
    return flagged


def _weights(index: pd.Index, sample: pd.DataFrame | None) -> np.ndarray:
    """The inverse of each sentence's probability of having been drawn."""
    if sample is None:
        return np.ones(len(index))
    probability = {
        (str(article_id), int(number)): float(chance)
        for article_id, number, chance in zip(
            sample["article_id"], sample["sentence"], sample["probability"], strict=True
        )
    }
    for key in index:
        if key not in probability or not 0 < probability[key] <= 1:
            raise InputError(
                "sample",
                f"has no probability for sentence {key[1]} of article {key[0]}",
                "give the table that coding_sheet returned for this sheet",
            )
    return np.array([1 / probability[key] for key in index])


def _all_keys(sentences: pd.DataFrame | None, index: pd.Index) -> list[tuple[str, int]] | None:
    if sentences is None:
        return None
    keys = list(
        zip(sentences["article_id"].astype(str), sentences["sentence"].tolist(), strict=True)
    )
    known = set(keys)
    for key in index:
        if key not in known:
            raise InputError(
                "sentences",
                f"lack sentence {key[1]} of article {key[0]}, which was coded by hand",
                "give the sentences that the sheet was drawn from",
            )
    return keys


def _figures(
    hand: np.ndarray, machine: np.ndarray, weights: np.ndarray, apparent: float | None
) -> tuple[int | float | str | None, ...]:
    """The columns of the table, from n on."""
    cells = [hand & machine, ~hand & machine, hand & ~machine, ~hand & ~machine]
    counts = [int(cell.sum()) for cell in cells]
    precision = proportion(hand[machine], weights[machine])
    recall = proportion(machine[hand], weights[hand])
    specificity = proportion(~machine[~hand], weights[~hand])[0]
    p, r = precision[0], recall[0]
    true = float(weights[cells[0]].sum())
    wrong = float(weights[cells[1]].sum() + weights[cells[2]].sum())
    f1 = 2 * true / (2 * true + wrong) if true + wrong else np.nan
    prevalence = proportion(hand, weights)[0]
    always = 2 * prevalence / (1 + prevalence) if prevalence > 0 else np.nan
    seen = proportion(machine, weights)[0] if apparent is None else apparent
    notes = []
    if np.isnan(p):
        notes.append("precision undefined: the machine flagged nothing")
    if np.isnan(r):
        notes.append("recall undefined: no sentence has the frame by hand")
    raw = rogan_gladen(seen, r, specificity)
    corrected = min(max(raw, 0.0), 1.0) if raw == raw else np.nan
    if np.isnan(r) or np.isnan(specificity):
        notes.append("prevalence not corrected: the hand codes do not vary")
    elif np.isnan(corrected):
        notes.append("prevalence not corrected: the machine does no better than chance")
    elif corrected != raw:
        notes.append(f"corrected prevalence clipped from {raw:.3f}")
    note = "; ".join(notes) or None
    return (
        len(hand), *counts, *precision, *recall, specificity, f1, always, prevalence, seen,
        corrected, note,
    )  # fmt: skip


def rogan_gladen(share: float, sensitivity: float, specificity: float) -> float:
    """The true share of which a share found is the image: (q + sp - 1) / (se + sp - 1).

    May lie outside 0 to 1; NaN where a rate is unknown or the finder does no better than chance.

    References
    ----------
    Rogan, W. J. and Gladen, B. (1978). Estimating prevalence from the results of a screening test.
    American Journal of Epidemiology 107(1), 71-76.

    Examples
    --------
    >>> round(rogan_gladen(0.3, sensitivity=0.5, specificity=0.9), 3)
    0.5
    """
    better = sensitivity + specificity - 1
    return (share + specificity - 1) / better if better > 0 else float("nan")


def corrected_shares(shares: pd.DataFrame, checked: pd.DataFrame) -> pd.DataFrame:
    """The share of each frame in each group, corrected for the machine's measured error.

    The rates are those measured on all hand-coded sentences together. The correction therefore
    takes the machine to err alike in all groups; `validation` with groups says whether it does.

    Parameters
    ----------
    shares
        Table ``frame_shares``; its rows about groups are used.
    checked
        Table ``validation``; its rows for *all* are used.

    Returns
    -------
    DataFrame
        Table ``corrected_shares``. Missing where a rate is undefined or the machine does no better
        than chance.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> shares = pd.DataFrame({"unit": "group", "group": ["x"], "frame": ["war"], "share": [0.3]})
    >>> checked = pd.DataFrame(
    ...     {"group": ["all"], "frame": ["war"], "recall": [0.5], "specificity": [0.9]})
    >>> corrected_shares(shares, checked)
      frame group  share  corrected
    0   war     x    0.3        0.5
    """
    for table, name, columns in (
        (shares, "shares", ("unit", "group", "frame", "share")),
        (checked, "checked", ("group", "frame", "recall", "specificity")),
    ):
        for column in columns:
            if column not in table.columns:
                raise InputError(name, f"lacks the column {column}", f"give {', '.join(columns)}")
    overall = checked[checked["group"] == "all"].set_index("frame")
    rates = {
        frame: (float(overall["recall"][frame]), float(overall["specificity"][frame]))
        for frame in overall.index
    }
    unknown = (np.nan, np.nan)
    rows = []
    groups = shares[shares["unit"] == "group"]
    for frame, group, share in zip(
        groups["frame"], groups["group"], groups["share"].astype(float), strict=True
    ):
        raw = rogan_gladen(share, *rates.get(frame, unknown))
        rows.append((frame, group, share, min(max(raw, 0.0), 1.0) if raw == raw else np.nan))
    return new_table("corrected_shares", rows)


def proportion(successes: np.ndarray, weights: np.ndarray) -> tuple[float, float, float]:
    """A weighted proportion with Wilson's 95 per cent interval; NaN if there are no trials.

    Examples
    --------
    >>> share, low, high = proportion(np.array([True] * 8 + [False] * 2), np.ones(10))
    >>> round(share, 3), round(low, 3), round(high, 3)
    (0.8, 0.49, 0.943)
    """
    if len(weights) == 0:
        return np.nan, np.nan, np.nan
    share = float(weights[successes].sum() / weights.sum())
    n = float(weights.sum() ** 2 / (weights**2).sum())
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    return share, max(0.0, middle - half), min(1.0, middle + half)
