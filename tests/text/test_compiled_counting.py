"""The compiled pass gives what the token definition gives, whatever the text holds."""

import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import sources
from analysis.text.characters import HARD, JOINER_PART, SEPARATOR, WORD_PART, character_table
from analysis.text.compiled_counting import count_compiled
from analysis.text.options import count_options
from analysis.text.plain_counting import count_plainly
from analysis.text.sources import text_batches
from analysis.text.threads import in_order

_PIECES = st.sampled_from(
    ["a", "The", "the", "cease-fire", "O’Neill", "'", "’", "-", "‑", " ", "\n", "\0", ".", "12",
     "abcdefgh", "abcdefghi", "ABCDEFGHIJKLMNOP", "abcdefghijklmnopq", "abcdefghijklmnopr", "é",
     "e\u0301", "\u0301", "İ", "ΣΑΣ", "Σ", "ß", "ẞ", "Ⱥ", "\u212a", "\u212b", "ʼ", "ǅ", "한국",
     "\u1112\u1161\u11ab", "日本語", "𐐀", "नमस्ते", "שָׁלוֹם", "\u0323\u0307", "\u0307\u0323",
     "x\u05b4\u05b7", "²", "Ⅳ", "\ud800"]
)  # fmt: skip
_TEXTS = st.lists(
    st.lists(st.one_of(_PIECES, st.text(max_size=5)), max_size=20).map("".join),
    min_size=1, max_size=5,
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(
    _TEXTS,
    st.booleans(),
    st.booleans(),
    st.sampled_from([(1, 1), (1, 2), (2, 3)]),
    st.sampled_from([None, ["a", "the"]]),
    st.sampled_from([None, ["the a", "a", "zz", "the"]]),
)
def test_same_as_the_definition(
    texts: list[str],
    numbers: bool,
    lowercase: bool,
    ngram_range: tuple[int, int],
    stop_words: list[str] | None,
    vocabulary: list[str] | None,
) -> None:
    options = count_options(
        numbers=numbers, lowercase=lowercase, ngram_range=ngram_range, stop_words=stop_words,
        vocabulary=vocabulary,
    )  # fmt: skip
    matrix, terms, totals = count_compiled(text_batches(texts), options)
    expected, expected_terms, expected_totals = count_plainly(text_batches(texts), options)
    assert terms == expected_terms
    assert totals.tolist() == expected_totals.tolist()
    assert matrix.toarray().tolist() == expected.toarray().tolist()
    assert matrix.has_canonical_format


def test_every_character_alone_and_in_a_word() -> None:
    points = [point for point in range(0x110000) if not 0xD800 <= point < 0xE000]
    texts = [
        " ".join(f"{chr(point)} A{chr(point)}B" for point in points[first : first + 2_000])
        for first in range(0, len(points), 2_000)
    ]
    options = count_options(numbers=True)
    matrix, terms, totals = count_compiled(text_batches(texts), options)
    expected, expected_terms, expected_totals = count_plainly(text_batches(texts), options)
    assert terms == expected_terms
    assert totals.tolist() == expected_totals.tolist()
    assert (matrix != expected).nnz == 0


def test_tables_grow_and_groups_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "ARTICLES", 7)
    rng = random.Random(1)
    words = ["".join(rng.choices("abcdef", k=rng.randint(1, 24))) for _ in range(30_000)]
    texts = [" ".join(rng.choices(words, k=600)) for _ in range(150)] + [" ".join(words)]
    options = count_options(min_df=2, max_features=15_000)
    matrix, terms, totals = count_compiled(text_batches(texts), options)
    expected, expected_terms, expected_totals = count_plainly(text_batches(texts), options)
    assert terms == expected_terms
    assert (matrix != expected).nnz == 0
    assert totals.tolist() == expected_totals.tolist()


def test_counts_past_two_bytes_and_long_tokens() -> None:
    texts = ["a " * 70_000 + "b" * 100_000 + "-" + "c" * 100_000, "b" * 100_000]
    matrix, terms, totals = count_compiled(text_batches(texts), count_options())
    assert [len(term) for term in terms] == [1, 100_000, 200_001]
    assert matrix.toarray().tolist() == [[70_000, 0, 1], [0, 1, 0]]
    assert totals.tolist() == [70_001, 1]


def test_slices_of_arrow_arrays() -> None:
    whole = pa.array(["ab cd", "ef", "gh", "ij"])
    matrix, terms, _ = count_compiled(text_batches(whole.slice(1, 2)), count_options())
    assert terms == ["ef", "gh"]
    assert matrix.toarray().tolist() == [[1, 0], [0, 1]]


def test_the_character_table_knows_its_hard_cases() -> None:
    def part(character: str) -> int:
        return int(character_table(False, True)[ord(character)]) >> 21 & 7

    assert [part(character) for character in "aé中’ 1"] == [
        WORD_PART, WORD_PART, WORD_PART, JOINER_PART, SEPARATOR, SEPARATOR,
    ]  # fmt: skip
    assert [part(character) for character in "İΣ\u0301\u212a\u1161"] == [HARD] * 5


def test_errors_in_a_thread_are_raised() -> None:
    from concurrent.futures import ThreadPoolExecutor

    def work(item: int) -> int:
        if item == 3:
            raise ValueError("three")
        return item

    with ThreadPoolExecutor(2) as pool, pytest.raises(ValueError, match="three"):
        list(in_order(pool, work, range(10)))


def test_work_grows_with_the_text_only() -> None:
    """Slots that lookups touch, counted by hand: a guard against tables that clog."""
    from analysis.text import kernel

    rng = np.random.default_rng(1)
    keys = rng.integers(0, 2**63, size=(4_096, 2), dtype=np.uint64)
    keys[:2_048, 1] = 0
    keys[:1_024, 0] = np.arange(1_024, dtype=np.uint64)  # short, alike
    mask = np.uint64(8_191)
    taken: set[int] = set()
    probes = 0
    for key0, key1 in keys:
        slot = int((kernel.mixed(key0, key1, 8, np.uint64(7)) >> np.uint64(32)) & mask)
        probes += 1
        while slot in taken:
            slot = (slot + 1) & int(mask)
            probes += 1
        taken.add(slot)
    # Linear probing up to a load of one half takes 1.5 probes a key if the hash is good.
    assert probes < 2 * len(keys)
