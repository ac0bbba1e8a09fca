"""Entman's functions as a layer over the frames: what the sentences of each frame do.

In: frame codes and the sentences with their texts. Out: the table ``frame_functions``.
"""

from pathlib import Path

import pandas as pd

from analysis.errors import InputError
from analysis.framing.codebook import Codebook, load_codebook
from analysis.framing.coding import code_frames, coding_problems, covered_sentences
from analysis.schema import new_table

FUNCTIONS = "functions"
EVERY = "all sentences"
_NO_QUOTATIONS = pd.DataFrame({"article_id": [], "start": [], "end": []})


def functions_by_frame(
    codes: pd.DataFrame, sentences: pd.DataFrame, functions: str | Path | Codebook = FUNCTIONS
) -> pd.DataFrame:
    """Which functions of framing the sentences of each frame perform.

    A frame says what an account is about; a function, what it does with it: define a problem, say
    what caused it, judge, recommend a remedy. A function much more frequent in the sentences of a
    frame than in all of them goes along with that frame.

    Parameters
    ----------
    codes
        Table ``frame_codes`` of these sentences.
    sentences
        Table ``sentences`` with the texts.
    functions
        The codebook of the functions.

    Returns
    -------
    DataFrame
        Table ``frame_functions``: for each frame found, and for *all sentences*, how many of the
        sentences carry each function. Articles that the codebook's language does not cover are
        left out; without any other the table is empty.

    Raises
    ------
    InputError
        If the texts are missing.

    References
    ----------
    Entman, R. M. (1993). Framing: Toward clarification of a fractured paradigm. Journal of
    Communication 43(4), 51-58.

    Examples
    --------
    >>> sentences = pd.DataFrame({"article_id": "a", "sentence": [1, 2], "start": [0, 40],
    ...     "text": ["The crisis deepens as talks fail.", "It rained."]})
    >>> table = functions_by_frame(code_frames(sentences, "conflict"), sentences)
    >>> problems = table[table["function"] == "problem_definition"].set_index("frame")
    >>> problems.loc[["all sentences", "diplomacy"], ["flagged", "sentences"]]
                   flagged  sentences
    frame
    all sentences        1          2
    diplomacy            1          1
    """
    book = load_codebook(functions)
    if len(sentences) and (sentences["text"] == "").all():
        raise InputError(
            "sentences", "are without their texts", "give what split_sentences returns"
        )
    covered = covered_sentences(sentences, coding_problems(sentences, book))
    if covered.empty:
        return new_table("frame_functions", [])
    found = code_frames(covered, book, quotations=_NO_QUOTATIONS)
    doing = {name: _places(found[found["frame"] == name]) for name in book.names}
    members = {EVERY: _places(covered)}
    for frame, part in codes[codes["article_id"].isin(covered["article_id"])].groupby("frame"):
        members[str(frame)] = _places(part)
    rows = [
        (frame, function, len(places & those), len(places), len(places & those) / len(places))
        for frame, places in members.items()
        for function, those in doing.items()
    ]
    return new_table("frame_functions", rows)


def _places(table: pd.DataFrame) -> set[tuple[str, int]]:
    """Article and number of each sentence."""
    return set(zip(table["article_id"].astype(str), table["sentence"].tolist(), strict=True))
