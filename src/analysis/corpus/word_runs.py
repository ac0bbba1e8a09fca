"""An article's own words as runs of five, each a 64-bit number; and a fair choice among the runs.

In: bodies, and where their quotations stand. Out: for each body a fingerprint of the whole text,
and the runs of five words outside its quotations.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np

from analysis.text.machine_code import Kernels
from analysis.text.options import Integers
from analysis.text.token_numbers import Hashes, mix, token_numbers

RUN = 5
"""Words in a run that two articles may share: long enough to be rare by chance."""
WINDOW = 8
"""Of so many runs in a row at least one is chosen by `chosen_runs`."""

_NOTHING = np.uint64(0xFFFFFFFFFFFFFFFF)
_STEP = np.uint64(0xD6E8FEB86659FD93)
_kernel = Kernels("analysis.corpus.runs_kernel")
# Without a table of quotations: what stands between double marks within a line. Bounded, so that
# marks without partners cannot cost more than so many characters each.
_QUOTED = re.compile(
    r'("[^"\n]{1,2000}+"|“[^“”\n]{1,2000}+”|„[^„“”\n]{1,2000}+[“”]|«[^«»\n]{1,2000}+»)'
)
Spans = Sequence[tuple[int, int]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class Runs:
    """The runs of several bodies, in the order of the words.

    Attributes
    ----------
    values
        A number for each run, the same wherever the run is the same.
    starts
        Where the runs of each body begin; one more than bodies.
    passages
        How many runs each passage between two quotations has, in order.
    texts
        A fingerprint of each body's tokens, quoted or not; empty for one without tokens.
    """

    values: Hashes
    starts: Integers
    passages: Integers
    texts: list[bytes]


def word_runs(
    bodies: Sequence[str], quoted: Sequence[Spans] | None = None, *, compiled: bool = False
) -> Runs:
    """The runs of five words of each body, outside its quotations, as numbers.

    Parameters
    ----------
    bodies
        The texts.
    quoted
        For each body where its quotations start and end. Without it, what stands between double
        quotation marks within a line is a quotation.
    compiled
        As in ``token_numbers``.

    Examples
    --------
    >>> runs = word_runs(["They met in the old city.", 'They met in "the old city."'])
    >>> len(runs.values), runs.starts.tolist(), runs.texts[0] == runs.texts[1]
    (2, [0, 2, 2], True)
    """
    parts: list[str] = []
    counts = np.empty(len(bodies), dtype=np.int64)
    for row, body in enumerate(bodies):
        # Every second part is a quotation.
        split = _QUOTED.split(body) if quoted is None else _parted(body, quoted[row])
        counts[row] = len(split)
        parts += split
    numbers, totals = token_numbers(parts, compiled=compiled)
    first_part = np.concatenate([[0], np.cumsum(counts)])
    place_in_body = np.arange(len(parts)) - np.repeat(first_part[:-1], counts)
    own = place_in_body % 2 == 0
    ends = np.concatenate([[0], np.cumsum(totals)])[first_part]
    texts = [
        blake2b(numbers[start:end].tobytes(), digest_size=16).digest() if end > start else b""
        for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)
    ]
    values, sizes = _runs(numbers, totals, own, compiled)
    starts = np.concatenate([[0], np.cumsum(sizes)])[first_part]
    return Runs(values, starts, sizes[own], texts)


def _parted(body: str, spans: Spans) -> list[str]:
    """A body as what stands outside and inside of its quotations, in turn."""
    parts, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            parts += [body[at : max(at, start)], body[max(at, start) : end]]
            at = end
    return [*parts, body[at:]]


def _runs(numbers: Hashes, totals: Integers, own: Flags, compiled: bool) -> tuple[Hashes, Integers]:
    """The runs within each part that is no quotation, and how many each part has."""
    if compiled:
        values, sizes = np.empty(len(numbers), np.uint64), np.zeros(len(totals), np.int64)
        filled = _kernel.make_runs(numbers, totals, own, RUN, _STEP, values, sizes)
        return values[:filled], sizes
    sizes = np.where(own, np.maximum(totals - RUN + 1, 0), 0)
    last = max(0, len(numbers) - RUN + 1)
    values = numbers[:last].copy()
    for word in range(1, RUN):
        values *= _STEP
        values += numbers[word : word + last]
    within = np.arange(len(numbers)) + RUN <= np.repeat(np.cumsum(totals), totals)
    return mix(values[(within & np.repeat(own, totals))[:last]]), sizes


def chosen_runs(runs: Runs, *, compiled: bool = False) -> Flags:
    """Which runs are chosen: the least of every ``WINDOW`` in a row (winnowing).

    What is chosen depends on nothing but the words around it, so that two texts with a stretch of
    RUN + WINDOW - 1 words in common have a chosen run in common. Of a passage with fewer runs the
    least is chosen.

    References
    ----------
    Schleimer, S., Wilkerson, D. S. and Aiken, A. (2003). Winnowing: local algorithms for document
    fingerprinting. SIGMOD.
    """
    values = runs.values
    if compiled:
        chosen = np.zeros(len(values), dtype=np.bool_)
        _kernel.choose_runs(values, runs.passages, WINDOW, chosen)
        return chosen
    # Passages are set apart so far that no window holds runs of two.
    held = runs.passages[runs.passages > 0]
    places = np.arange(len(values)) + (WINDOW - 1) * (1 + np.repeat(np.arange(len(held)), held))
    apart = np.full(len(values) + (WINDOW - 1) * (len(held) + 1), _NOTHING, dtype=np.uint64)
    apart[places] = values
    least = apart
    span = 1
    while span < WINDOW:
        least = np.minimum(least[:-span], least[span:])
        span *= 2
    # A run is chosen if it is the least of one of the windows that hold it.
    most = least
    span = 1
    while span < WINDOW:
        most = np.maximum(most[:-span], most[span:])
        span *= 2
    # A window of nothing but gaps never decides: there is a run in each that is looked at here.
    chosen = np.zeros(len(apart), dtype=bool)
    chosen[WINDOW - 1 : len(apart) - WINDOW + 1] = (
        apart[WINDOW - 1 : len(apart) - WINDOW + 1] == most
    )
    return np.asarray(chosen[places])
