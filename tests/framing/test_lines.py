"""Hits in their sentences."""

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.framing.coding import code_frames
from analysis.framing.lines import frame_lines
from analysis.text.sentences import split_sentences

ARTICLES = pd.DataFrame(
    {"article_id": ["a"], "body": ["Snow fell.\n\nThe envoy urged\ntalks. Troops shelled a town."]}
)
SENTENCES = split_sentences(ARTICLES)
CODES = code_frames(SENTENCES, "conflict")


def test_the_parts_of_a_line_make_its_sentence() -> None:
    lines = frame_lines(CODES, SENTENCES)
    assert len(lines) == len(CODES) > 1
    texts = SENTENCES.set_index("sentence")["text"]
    for number, left, match, right in zip(
        lines["sentence"], lines["left"], lines["match"], lines["right"], strict=True
    ):
        assert left + match + right == texts[number]


def test_stored_sentences_without_text_are_refused() -> None:
    with pytest.raises(InputError, match="lack the text of sentence"):
        frame_lines(CODES, SENTENCES.assign(text=""))


def test_codes_of_other_sentences_are_refused() -> None:
    moved = CODES.assign(start=CODES["start"] + 1, end=CODES["end"] + 1)
    with pytest.raises(InputError, match="code these sentences anew"):
        frame_lines(moved, SENTENCES)
