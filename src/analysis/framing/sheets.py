"""Coding sheets: a sample of sentences as a spreadsheet that a coder fills in.

In: sentences, machine codes (to draw the sample by, never to show) and a codebook. Out: an .xlsx
file of the same bytes on every machine.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import regex

from analysis.errors import InputError
from analysis.framing.codebook import Codebook, load_codebook
from analysis.framing.coding import checked_sentences, coding_problems, covered_sentences
from analysis.schema import new_table
from analysis.text.tokens import tokens

SHEET = "Coding"
KEYS = ("article_id", "sentence")
# What Excel itself can hold in a cell.
_LONGEST_CELL = 32_767
NOT_CODES = ("text", "remark")
_INSTRUCTIONS = (
    "For each sentence and frame write 1 if the sentence carries the frame, 0 if not. Leave no "
    "cell empty. A sentence may carry several frames or none. Do not look at other coders' sheets."
)
_CLOCK = regex.compile(rb"(<dcterms:(?:created|modified)[^>]*+>)[^<]*+")


def coding_sheet(
    sentences: pd.DataFrame,
    codes: pd.DataFrame,
    codebook: str | Path | Codebook,
    path: str | Path,
    *,
    groups: Mapping[str, str] | pd.Series | None = None,
    per_frame: int = 20,
    unflagged: int | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Write a spreadsheet in which a coder, blind to the machine, marks the frames of sentences.

    From each group of articles, `per_frame` of the sentences that the machine flagged are drawn for
    each frame, and `unflagged` of those with no frame, which recall needs. A group that has no more
    sentences than that in all is taken whole. Sentences stand in the order of the text, so that
    nothing shows why one was drawn. The second sheet holds the codebook without its indicators.

    Parameters
    ----------
    sentences, codes, codebook
        Table ``sentences``, table ``frame_codes`` made from it, and the codebook used.
    path
        File to write, ending in .xlsx.
    groups
        Group of each article; without it all articles are one group.
    per_frame, unflagged
        Sentences per frame and group, and without a frame per group (default: as many).
    seed
        Seed of the draw. Each frame and group has its own stream: adding one leaves the others.

    Returns
    -------
    DataFrame
        Table ``coding_sample``: article_id, sentence, group, and the probability with which the
        sentence came into the sample. `validation` takes its inverse as weight.

    Raises
    ------
    InputError
        If the path does not end in .xlsx, cannot be written, or the numbers make no sample.

    Examples
    --------
    >>> import tempfile
    >>> from analysis.framing.coding import code_frames
    >>> sentences = pd.DataFrame({"article_id": ["a", "a"], "sentence": [1, 2], "start": [0, 22],
    ...                           "text": ["Envoys met for talks.", "It rained."]})
    >>> codes = code_frames(sentences, "conflict")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     coding_sheet(sentences, codes, "conflict", Path(folder) / "coder-1.xlsx")
      article_id  sentence group  probability
    0          a         1   all          1.0
    1          a         2   all          1.0
    """
    book = load_codebook(codebook)
    unflagged = per_frame if unflagged is None else unflagged
    for name, number in (("per_frame", per_frame), ("unflagged", unflagged)):
        if number < 0:
            raise InputError(name, f"is {number}", "give a number of sentences from 0")
    if Path(path).suffix.lower() != ".xlsx":
        raise InputError(path, "does not end in .xlsx", "give the name of a spreadsheet to write")
    table = _eligible(sentences, book, groups)
    sample = _draw(table, codes, book, per_frame, unflagged, seed)
    if sample.empty:
        raise InputError("sentences", "give no sample", "raise per_frame or unflagged")
    chosen = table.merge(sample[[*KEYS]], on=list(KEYS))
    try:
        Path(path).write_bytes(_workbook(chosen, book))
    except OSError as error:
        raise InputError(
            path, f"cannot be written ({error.strerror})", "choose another place"
        ) from error
    return sample


def sheet_sizes(
    sentences: pd.DataFrame,
    codes: pd.DataFrame,
    codebook: str | Path | Codebook,
    *,
    groups: Mapping[str, str] | pd.Series | None = None,
    per_frame: int = 20,
    seed: int = 0,
) -> pd.DataFrame:
    """How many sentences of each group a sheet would hold, out of how many; nothing is written.

    Parameters
    ----------
    sentences, codes, codebook, groups, per_frame, seed
        As in `coding_sheet`.

    Returns
    -------
    DataFrame
        By group: ``drawn``, and ``sentences``, those that could be coded. Without rows where none
        could.

    Examples
    --------
    >>> sentences = pd.DataFrame({"article_id": ["a", "a"], "sentence": [1, 2], "start": [0, 22],
    ...                           "text": ["Envoys met for talks.", "It rained."]})
    >>> codes = pd.DataFrame({"article_id": ["a"], "sentence": [1], "frame": ["diplomacy"]})
    >>> sheet_sizes(sentences, codes, "conflict", groups={"a": "2012"})
          drawn  sentences
    2012      2          2
    """
    book = load_codebook(codebook)
    table = _eligible(sentences, book, groups)
    drawn = _draw(table, codes, book, per_frame, per_frame, seed)["group"].value_counts()
    counts = {"drawn": drawn, "sentences": table["group"].value_counts()}
    return pd.DataFrame(counts).astype("int64").sort_index().rename_axis(None)


def _eligible(
    sentences: pd.DataFrame, book: Codebook, groups: Mapping[str, str] | pd.Series | None
) -> pd.DataFrame:
    """The sentences that can be coded, with their groups."""
    table = checked_sentences(sentences)
    table = covered_sentences(table, coding_problems(table, book))
    has_word = [next(tokens(text, numbers=True), None) is not None for text in table["text"]]
    table = table[np.array(has_word, bool)]
    return table.assign(group=_group_column(table["article_id"], groups))


def _group_column(articles: pd.Series, groups: Mapping[str, str] | pd.Series | None) -> list[str]:
    if groups is None:
        return ["all"] * len(articles)
    given = {str(article): str(group) for article, group in groups.items()}
    for article in articles:
        if article not in given:
            raise InputError(
                "groups", f"has no group for article {article}", "give each one a group"
            )
    return [given[article] for article in articles]


def _draw(
    table: pd.DataFrame,
    codes: pd.DataFrame,
    book: Codebook,
    per_frame: int,
    unflagged: int,
    seed: int,
) -> pd.DataFrame:
    """The sample, with each sentence's probability of being in it."""
    frames_of: dict[tuple[str, int], set[str]] = {}
    for article_id, number, frame in zip(
        codes["article_id"].astype(str), codes["sentence"].tolist(), codes["frame"], strict=True
    ):
        frames_of.setdefault((article_id, number), set()).add(frame)
    rows = []
    for group, members in table.groupby("group", sort=True):
        keys = list(zip(members["article_id"], members["sentence"], strict=True))
        strata: dict[str, list[tuple[str, int]]] = {frame: [] for frame in [*book.names, ""]}
        for key in keys:
            for frame in sorted(frames_of.get(key, {""})):
                strata[frame].append(key)
        sizes = {frame: per_frame if frame else unflagged for frame in strata}
        if len(keys) <= sum(sizes.values()):
            rows += [(article_id, number, group, 1.0) for article_id, number in keys]
            continue
        chosen: set[tuple[str, int]] = set()
        missed = dict.fromkeys(keys, 1.0)
        for frame, stratum in strata.items():
            stratum.sort()
            size = min(sizes[frame], len(stratum))
            name = hashlib.sha256(f"{group}\0{frame}".encode()).digest()[:8]
            rng = np.random.default_rng([seed, int.from_bytes(name)])
            chosen.update(stratum[i] for i in rng.permutation(len(stratum))[:size])
            for key in stratum:
                missed[key] *= 1 - size / len(stratum)
        rows += [(*key, group, 1 - missed[key]) for key in chosen]
    return new_table("coding_sample", rows)


def _workbook(chosen: pd.DataFrame, book: Codebook) -> bytes:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    workbook = Workbook()
    sheet = workbook.active
    sheet.title = SHEET
    _write(sheet, [*KEYS, "text", *book.names, "remark"], bold=True)
    for article_id, number, text in zip(
        chosen["article_id"], chosen["sentence"].tolist(), chosen["text"], strict=True
    ):
        _write(sheet, [article_id, number, text, *[None] * len(book.names), None])
    sheet.freeze_panes = "D2"
    sheet.column_dimensions["A"].width = 14
    sheet.column_dimensions["C"].width = 90
    allowed = DataValidation(type="list", formula1='"0,1"', allow_blank=True)
    allowed.error = "0 if the sentence does not carry the frame, 1 if it does"
    sheet.add_data_validation(allowed)
    first, last = sheet.cell(2, 4), sheet.cell(len(chosen) + 1, 3 + len(book.names))
    allowed.add(f"{first.coordinate}:{last.coordinate}")
    _codebook_sheet(workbook.create_sheet("Codebook"), book)
    return _without_clock(workbook)


def _codebook_sheet(sheet: Any, book: Codebook) -> None:
    _write(sheet, ["codebook", f"{book.name}, version {book.version}, {book.hash[:12]}"])
    _write(sheet, ["how to code", _INSTRUCTIONS])
    _write(sheet, ["about", book.description])
    _write(sheet, [])
    parts = ["definition", "inclusion_rules", "exclusion_rules", "examples", "counter_examples"]
    _write(sheet, ["frame", *parts, "source"], bold=True)
    for frame in book.frames:
        cells = [getattr(frame, part) for part in parts]
        joined = [cell if isinstance(cell, str) else "\n".join(cell) for cell in cells]
        _write(sheet, [frame.name, *joined, frame.source])
    for column in "BCDEFG":
        sheet.column_dimensions[column].width = 50
    sheet.column_dimensions["A"].width = 24


def _write(sheet: Any, values: Sequence[object], *, bold: bool = False) -> None:
    """Append a row. Text is written as text, whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    row = sheet._current_row + 1
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        if isinstance(value, str):
            text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
            if len(text) > _LONGEST_CELL:
                text = text[: _LONGEST_CELL - 4] + " […]"
            cell.value = text
            cell.data_type = "s"
            cell.quotePrefix = text[:1] in "=+-@\t\r" and text != ""
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        else:
            cell.value = value
        if bold:
            cell.font = Font(bold=True)
    sheet._current_row = row


def _without_clock(workbook: Any) -> bytes:
    """The file's bytes with every time in it fixed, so that equal content is equal bytes."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    workbook.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _CLOCK.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            target.writestr(entry, content)
    return fixed.getvalue()
