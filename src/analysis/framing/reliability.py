"""Whether coders agree: Krippendorff's alpha, per cent agreement and confusion, frame by frame.

In: filled coding sheets of two or more coders, or a matrix of codes. Out: an `Agreement` of two
tables. `validation` then holds the machine against the codes that the coders settled on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.framing.filled_sheets import read_sheet
from analysis.framing.sheets import coding_sheet as coding_sheet
from analysis.framing.validation import validation as validation
from analysis.schema import new_table

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")
# Fewer units give resamples that are few and coarse.
FEWEST_UNITS = 10
_RESAMPLES = 2000
_NOT_A_TABLE = (str, Path, pd.DataFrame)


@dataclass(frozen=True)
class Agreement:
    """``table``: alpha and agreement per frame. ``confusion``: counts of pairs of codes."""

    table: pd.DataFrame
    confusion: pd.DataFrame


def agreement(
    coders: Any,
    *more: str | Path | pd.DataFrame,
    level: Level = "nominal",
    values: Sequence[int] | None = None,
    seed: int = 0,
) -> Agreement:
    """How far two or more coders agree, frame by frame.

    Parameters
    ----------
    coders, *more
        Filled coding sheets (paths), or tables of the same form, one per coder, as a list or one
        after the other. Or a matrix of codes, one row per coder and one column per unit, with None
        or NaN where a coder gave no code.
    level
        Level of measurement of the codes: nominal, ordinal, interval or ratio.
    values
        Codes that the sheets may hold. By default 0 and 1 in a spreadsheet of nominal codes, and
        any whole number otherwise. Not used for a matrix.
    seed
        Seed of the bootstrap.

    Returns
    -------
    Agreement
        ``table`` (schema ``agreement``): per frame the coders, the units with at least two codes,
        per cent agreement (equal pairs over all pairs of codes within units, each unit of m codes
        weighted as in alpha by 1 / (m - 1)), alpha = 1 - D_o / D_e with a 95 per cent interval: the
        percentiles of 2,000 resamples of units, given from 10 units on. Where every code is the
        same, alpha is 0 / 0: the column is empty and the note says "undefined".
        ``confusion`` (schema ``confusion``): for each pair of coders the counts of their codes.

    Raises
    ------
    InputError
        If there are fewer than two coders, a cell is wrong or empty, or the sheets differ in
        sentences or frames.

    References
    ----------
    Hayes, A. F. and Krippendorff, K. (2007). Answering the call for a standard reliability measure
    for coding data. Communication Methods and Measures 1(1), 77-89.
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability.
    Zapf, A. et al. (2016). Measuring inter-rater reliability for nominal data: which coefficients
    and confidence intervals are appropriate? BMC Medical Research Methodology 16, 93. (For the
    bootstrap over units.)

    Examples
    --------
    >>> meg, owen = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    >>> table = agreement([meg, owen]).table
    >>> table[["n_units", "percent_agreement", "alpha"]].round(3)
       n_units  percent_agreement  alpha
    0       10               60.0  0.095
    """
    if level not in LEVELS:
        raise InputError("level", f"is {level!r}", f"give one of {', '.join(LEVELS)}")
    names, frames = _coded(coders, more, values, level)
    if len(names) < 2:
        raise InputError("coders", "are fewer than two", "give the sheets of at least two coders")
    rng = np.random.default_rng(seed)
    table_rows, confusion_rows = [], []
    for frame in sorted(frames):
        matrix = frames[frame]
        confusion_rows += _confusion(frame, names, matrix)
        table_rows.append((frame, level, len(names), *_reliability(matrix, level, rng)))
    return Agreement(
        table=new_table("agreement", table_rows), confusion=new_table("confusion", confusion_rows)
    )


def _coded(
    coders: Any, more: Sequence[Any], values: Sequence[int] | None, level: Level
) -> tuple[list[str], dict[str, list[list[Any]]]]:
    """The coders' names, and for each frame a matrix of coders by units."""
    given = [coders, *more] if isinstance(coders, _NOT_A_TABLE) else [*coders, *more]
    if not given or not isinstance(given[0], _NOT_A_TABLE):
        return _matrix(given)
    tables = {}
    for number, sheet in enumerate(given, start=1):
        name = f"coder {number}" if isinstance(sheet, pd.DataFrame) else Path(sheet).stem
        if name in tables:
            name = f"{name} ({number})"
        source = name if isinstance(sheet, pd.DataFrame) else str(sheet)
        allowed = values
        if values is None and level == "nominal" and not isinstance(sheet, pd.DataFrame):
            allowed = (0, 1)
        tables[name] = read_sheet(sheet, name=source, values=allowed)
    names = list(tables)
    first = tables[names[0]]
    for name, table in tables.items():
        for key in first.index.symmetric_difference(table.index):
            owner, other = (name, names[0]) if key in table.index else (names[0], name)
            raise InputError(
                other,
                f"has no row for sentence {key[1]} of article {key[0]}, which {owner} has",
                "give sheets made by one call of coding_sheet",
            )
        for frame in first.columns.symmetric_difference(table.columns):
            owner, other = (name, names[0]) if frame in table.columns else (names[0], name)
            raise InputError(
                other,
                f"has no column {frame}, which {owner} has",
                "give sheets made by one call of coding_sheet",
            )
    return names, {
        str(frame): [table[frame].tolist() for table in tables.values()] for frame in first.columns
    }


def _matrix(given: Sequence[Any]) -> tuple[list[str], dict[str, list[list[Any]]]]:
    """Codes given as a matrix, with None for what was not coded."""
    try:
        rows = [
            [None if code is None or code != code else code for code in list(row)] for row in given
        ]
    except TypeError as error:
        raise InputError(
            "coders", "are neither sheets nor rows of codes", "give a list of paths or tables"
        ) from error
    if len({len(row) for row in rows}) > 1:
        raise InputError("coders", "have rows of different lengths", "give each coder all units")
    return [f"coder {number}" for number in range(1, len(rows) + 1)], {"value": rows}


def _confusion(
    frame: str, names: list[str], matrix: list[list[Any]]
) -> list[tuple[str, str, str, str, str, int]]:
    rows = []
    for (name_a, codes_a), (name_b, codes_b) in combinations(zip(names, matrix, strict=True), 2):
        pairs: dict[tuple[str, str], int] = {}
        for a, b in zip(codes_a, codes_b, strict=True):
            if a is not None and b is not None:
                pairs[str(a), str(b)] = pairs.get((str(a), str(b)), 0) + 1
        rows += [(frame, name_a, name_b, *pair, count) for pair, count in sorted(pairs.items())]
    return rows


def _reliability(
    matrix: list[list[Any]], level: Level, rng: np.random.Generator
) -> tuple[int, float, float, float, float, str | None]:
    """Units, per cent agreement, alpha, its interval and what is to be said about them."""
    counts, domain = _value_counts(matrix, level)
    units = len(counts)
    if units == 0:
        nothing = "undefined: no unit was coded by two coders"
        return 0, np.nan, np.nan, np.nan, np.nan, nothing
    pairs = _coincidences(counts)
    total = pairs.sum(axis=0)
    equal = 100 * float(np.trace(total) / total.sum())
    if np.count_nonzero(total.sum(axis=0)) < 2:
        return units, equal, np.nan, np.nan, np.nan, "undefined: every code is the same"
    import krippendorff

    alpha = float(
        krippendorff.alpha(value_counts=counts, value_domain=domain, level_of_measurement=level)
    )
    if units < FEWEST_UNITS:
        few = f"no interval from fewer than {FEWEST_UNITS} units"
        return units, equal, alpha, np.nan, np.nan, few
    # Units with the same codes are the same to alpha, so that kinds of units are drawn.
    kinds, times = np.unique(pairs.reshape(units, -1), axis=0, return_counts=True)
    draws = rng.multinomial(units, times / units, size=_RESAMPLES)
    sums = (draws @ kinds).reshape(_RESAMPLES, len(domain), len(domain))
    drawn = alphas(sums, domain, level)
    defined = drawn[~np.isnan(drawn)]
    note = None
    if len(defined) < _RESAMPLES:
        lost = 100 * (1 - len(defined) / _RESAMPLES)
        note = f"interval without the {lost:.1f} per cent of resamples in which nothing varies"
    low, high = np.quantile(defined, [0.025, 0.975])
    return units, equal, alpha, float(low), float(high), note


def _value_counts(matrix: list[list[Any]], level: Level) -> tuple[np.ndarray, list[Any]]:
    """How many coders gave each value to each unit that has at least two codes."""
    units = [[code for code in codes if code is not None] for codes in zip(*matrix, strict=True)]
    units = [codes for codes in units if len(codes) > 1]
    values = {code for codes in units for code in codes}
    if level != "nominal":
        strange = [code for code in values if isinstance(code, str)]
        if strange:
            raise InputError(
                "coders",
                f"hold {min(strange)!r}, which has no order",
                "give numbers, or take level='nominal'",
            )
    domain = sorted(values, key=lambda code: (isinstance(code, str), code))
    place = {code: number for number, code in enumerate(domain)}
    counts = np.zeros((len(units), len(domain)), dtype=np.int64)
    for row, codes in enumerate(units):
        for code in codes:
            counts[row, place[code]] += 1
    return counts, domain if level != "nominal" else list(range(len(domain)))


def _coincidences(counts: np.ndarray) -> np.ndarray:
    """Each unit's share of the coincidence matrix: its ordered pairs of codes over m - 1."""
    codes = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :].astype(float)
    values = np.arange(counts.shape[1])
    pairs[:, values, values] -= counts
    result: np.ndarray = pairs / (codes - 1)[:, None, None]
    return result


def alphas(sums: np.ndarray, domain: Sequence[Any], level: Level) -> np.ndarray:
    """Alpha of each of many coincidence matrices (their first axis); NaN where nothing varies.

    Examples
    --------
    >>> alphas(np.array([[[10.0, 4.0], [4.0, 2.0]]]), [0, 1], "nominal").round(3)
    array([0.095])
    """
    margins = sums.sum(axis=2)
    n = margins.sum(axis=1)
    distance = _distances(margins, domain, level)
    observed = (sums * distance).sum(axis=(1, 2))
    expected = (margins[:, :, None] * margins[:, None, :] * distance).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        result: np.ndarray = np.where(expected > 0, 1 - (n - 1) * observed / expected, np.nan)
    return result


def _distances(margins: np.ndarray, domain: Sequence[Any], level: Level) -> np.ndarray:
    """Squared distances between values (Krippendorff 2011), per matrix where they depend on it."""
    size = margins.shape[1]
    if level == "nominal":
        return (1.0 - np.eye(size))[None]
    if level == "ordinal":
        up_to = np.cumsum(margins, axis=1)
        between = np.abs(up_to[:, None, :] - up_to[:, :, None])
        # From c to k: all codes up to k, less those up to c, less half of k's, plus half of c's.
        half = margins / 2
        low_first = np.arange(size)[:, None] < np.arange(size)[None]
        ends = np.where(
            low_first, half[:, :, None] - half[:, None, :], half[:, None, :] - half[:, :, None]
        )
        result: np.ndarray = (between + ends) ** 2
        return result
    numbers = np.asarray(domain, dtype=float)
    apart = numbers[:, None] - numbers[None]
    if level == "ratio":
        whole = numbers[:, None] + numbers[None]
        apart = np.divide(apart, whole, out=np.zeros_like(apart), where=whole != 0)
    squared: np.ndarray = (apart**2)[None]
    return squared
