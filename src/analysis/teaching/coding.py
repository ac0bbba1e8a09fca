"""Checks of the lab "Coding frames": a filled sheet, agreement by hand, a revised codebook.

In: the sentences that were drawn, sheets of codes as tables, and the student's answer.
"""

from typing import Any

import pandas as pd

from analysis.errors import InputError
from analysis.framing.codebook import Codebook
from analysis.framing.coding import code_frames
from analysis.framing.filled_sheets import read_sheet
from analysis.framing.reliability import agreement
from analysis.framing.sheets import KEYS
from analysis.teaching.feedback import Wrong, close, counted, filled, number, right


def machine_sheet(codes: pd.DataFrame, sentences: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The machine's codes in the form of a filled sheet: a stand-in for a partner's.

    Parameters
    ----------
    codes
        Table ``frame_codes``.
    sentences
        The sentences that were drawn.
    book
        The codebook that the codes were made with.

    Returns
    -------
    DataFrame
        article_id, sentence, and a column of 0 and 1 for each frame.

    Examples
    --------
    >>> from analysis.framing.codebook import load_codebook
    >>> book = load_codebook("conflict")
    >>> drawn = pd.DataFrame({"article_id": ["a"], "sentence": [1], "start": [0],
    ...                       "text": ["Envoys met for talks."]})
    >>> machine_sheet(code_frames(drawn, book), drawn, book)["diplomacy"].tolist()
    [1]
    """
    flagged = set(codes[[*KEYS, "frame"]].itertuples(index=False, name=None))
    sheet = sentences[list(KEYS)].reset_index(drop=True)
    places = list(sheet.itertuples(index=False, name=None))
    return sheet.assign(
        **{frame: [int((*place, frame) in flagged) for place in places] for frame in book.names}
    )


def check_sheet(name: str, sheet: Any, sentences: pd.DataFrame, book: Codebook) -> None:
    """Whether a sheet holds 0 or 1 for each of the sentences and frames."""
    filled(name, sheet)
    try:
        codes = read_sheet(sheet, name=name)
    except InputError as error:
        raise Wrong(f"{error}.") from None
    expected = set(sentences[list(KEYS)].itertuples(index=False, name=None))
    if set(codes.index) != expected:
        missing = len(expected - set(codes.index))
        raise Wrong(f"{name} is not the sheet of these sentences: {missing} of them are not in it.")
    if set(codes.columns) != set(book.names):
        raise Wrong(f"{name} should have a column for each frame of the codebook, and no other.")
    ones = int(codes.to_numpy().sum())
    if not ones:
        raise Wrong(f"{name} finds no frame in any sentence. Read the definitions once more.")
    right(f"{len(codes)} sentences, {ones} codes of 1.")


def check_agreement(
    mine: pd.DataFrame, partners: pd.DataFrame, frame: str, percent: Any, alpha: Any
) -> None:
    """Whether these are the percent agreement and Krippendorff's alpha of two sheets on a frame."""
    table = agreement(mine, partners).table.query("frame == @frame")
    equal, measured = (float(table[name].iloc[0]) for name in ("percent_agreement", "alpha"))
    given = number("percent", percent)
    if close(given, equal / 100, 1e-4):
        raise Wrong("percent is a share. Multiply by 100.")
    if not close(given, equal):
        raise Wrong("percent is the number of sentences with equal codes, of 100.")
    if measured != measured:
        raise Wrong(f"Nothing varies in {frame}: alpha is 0 / 0. Choose another frame.")
    given = number("alpha", alpha)
    if not close(given, measured, 0.0005):
        n = len(mine)
        if close(1 - given, (1 - measured) * 2 * n / (2 * n - 1), 0.0005):
            raise Wrong("That is Scott's pi. Alpha takes N - 1, which matters with few sentences.")
        raise Wrong("alpha is 1 - (N - 1) d / (ones × zeros), over the 2 × n codes of both sheets.")
    if measured < 0.667:
        verdict = "below .667: too low even for tentative conclusions"
    else:
        verdict = "at least .800" if measured >= 0.8 else "between .667 and .800: tentative"
    right(f"{equal:.0f} per cent, and an alpha {verdict} (Krippendorff's rule of thumb).")


def check_revision(
    book: Codebook, revised: Any, sentences: pd.DataFrame, codes: pd.DataFrame
) -> None:
    """Whether a codebook is a revision: valid, with a version of its own, and coding otherwise."""
    filled("revised", revised)
    if not isinstance(revised, Codebook):
        raise Wrong("revised should be what load_codebook returns.")
    if revised.names != book.names:
        raise Wrong("Keep the frames as they are; revise the indicators or exclusions of one.")
    if revised.hash == book.hash:
        raise Wrong("The revised codebook says the same as the old one.")
    if revised.version == book.version:
        raise Wrong(
            "The version is still the old one. Whoever reads a result must see which it was."
        )
    before = set(codes[[*KEYS, "frame"]].itertuples(index=False, name=None))
    made = code_frames(sentences, revised)
    after = set(made[[*KEYS, "frame"]].itertuples(index=False, name=None))
    if before == after:
        raise Wrong("No sentence is coded otherwise. Look for a word that these sentences contain.")
    right(
        f"{counted(len(after - before), 'code')} came and {len(before - after)} went. Measure "
        "agreement again on sentences that you did not look at while revising."
    )
