"""The compiled pass gives what the token definition gives, whatever the text holds."""

import random
import threading
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import compiled_counting, compiled_grams, compiled_groups, sources, vocabulary
from analysis.text.characters import HARD, JOINER_PART, SEPARATOR, WORD_PART, character_table
from analysis.text.compiled_counting import count_compiled
from analysis.text.compiled_groups import work_of
from analysis.text.options import count_options
from analysis.text.plain_counting import count_plainly
from analysis.text.sources import text_batches, text_pieces
from analysis.text.threads import in_order
from analysis.text.workspace import Workspace

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
    matrix, terms, totals = count_compiled(text_pieces(texts), options)
    expected, expected_terms, expected_totals = count_plainly(text_pieces(texts), options)
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
    matrix, terms, totals = count_compiled(text_pieces(texts), options)
    expected, expected_terms, expected_totals = count_plainly(text_pieces(texts), options)
    assert terms == expected_terms
    assert totals.tolist() == expected_totals.tolist()
    assert (matrix != expected).nnz == 0


def test_tables_grow_and_groups_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "ARTICLES", 7)
    rng = random.Random(1)
    words = ["".join(rng.choices("abcdef", k=rng.randint(1, 24))) for _ in range(30_000)]
    texts = [" ".join(rng.choices(words, k=600)) for _ in range(150)] + [" ".join(words)]
    options = count_options(min_df=2, max_features=15_000)
    matrix, terms, totals = count_compiled(text_pieces(texts), options)
    expected, expected_terms, expected_totals = count_plainly(text_pieces(texts), options)
    assert terms == expected_terms
    assert (matrix != expected).nnz == 0
    assert totals.tolist() == expected_totals.tolist()


class SmallWorkspace(Workspace):
    """Too short for anything, so that a pass stops wherever it can."""

    def __init__(self) -> None:
        super().__init__()
        self.table = np.zeros(8, dtype=np.uint64)
        for name in ("arena", "starts", "ids", "counts", "stream", "begins", "scratch"):
            setattr(self, name, np.empty(1, dtype=getattr(self, name).dtype))


@settings(deadline=None, max_examples=50)
@given(_TEXTS, st.sampled_from([(1, 1), (1, 3), (2, 2)]))
def test_a_pass_goes_on_where_an_array_was_too_short(
    texts: list[str], ngram_range: tuple[int, int]
) -> None:
    texts = [*texts, "many words here, 한국 and ΣΑΣ " * 9, "cease-fire’s " * 200 + texts[0]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled_groups, "Workspace", SmallWorkspace)
        patch.setattr(compiled_groups, "_here", threading.local())
        patch.setattr(compiled_grams, "_ROOM", 1)
        patch.setattr(sources, "ARTICLES", 3)
        _same(texts, ngram_range=ngram_range, numbers=True)


def test_counts_past_two_bytes_and_long_tokens() -> None:
    texts = ["a " * 70_000 + "b" * 100_000 + "-" + "c" * 100_000, "b" * 100_000]
    matrix, terms, totals = count_compiled(text_pieces(texts), count_options())
    assert [len(term) for term in terms] == [1, 100_000, 200_001]
    assert matrix.toarray().tolist() == [[70_000, 0, 1], [0, 1, 0]]
    assert totals.tolist() == [70_001, 1]
    _same([*texts, "a " * 65_536 + "x x", "a " * 65_535, "a " * 65_534 + "y"], max_features=2)
    _same([*texts, "z " * 70_000 + "a z", "z " * 70_000], min_df=2, ngram_range=(1, 2))


def test_slices_of_arrow_arrays() -> None:
    whole = pa.array(["ab cd", "ef", "gh", "ij"])
    matrix, terms, _ = count_compiled(text_pieces(whole.slice(1, 2)), count_options())
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


def _same(texts: object, **given: Any) -> None:
    """Hold the compiled counts against the definition's."""
    options = count_options(**given)
    matrix, terms, totals = count_compiled(text_pieces(texts), options)
    expected, expected_terms, expected_totals = count_plainly(text_pieces(texts), options)
    assert terms == expected_terms
    assert (matrix != expected).nnz == 0
    assert totals.tolist() == expected_totals.tolist()


@pytest.mark.parametrize("end", ["a", "é", "日", "𐐀", "’", "a’", "ab-", "𐐀’", "e\u0301", "İ", "\0"])
def test_whatever_stands_at_the_end_of_a_buffer(end: str) -> None:
    for size in [1, 15, 46, 47, 48, 49, *range(58, 68), *range(122, 132)]:
        text = ("Cease-fire in Ürümqi, " * 9)[:size] + end
        raw = text.encode()
        offsets = pa.py_buffer(np.array([0, 1, len(raw)], dtype=np.int32))
        # Memory that ends where the text does.
        array = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(raw)])
        _same(array)
        _same(array.slice(1))
        _same(array.slice(0, 1), numbers=True, lowercase=False)


def test_runs_of_every_length_around_a_block() -> None:
    for gap in (" ", "-", "'", "’", "..", " -", "é"):
        texts = [f"{'x' * 40} {gap.join(['y' * size] * 3)} z" for size in range(1, 140)]
        _same([*texts, " ".join(texts)])


def test_a_sequence_may_not_be_joined_across_articles_or_groups(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sources, "ARTICLES", 2)
    _same(["cease-", "fire", "e", "\u0301e", "ΑΣ", "Σ", "İ", "ı", "\u1112\u1161", "\u11ab"])


@pytest.mark.parametrize("ngram_range", [(1, 1), (1, 3)])
def test_equal_hashes_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, ngram_range: tuple[int, int]
) -> None:
    """All hashes are made equal: only the comparison of the bytes is left."""
    monkeypatch.setattr(vocabulary, "HASHING", (np.uint64(1), np.uint64(0)))
    monkeypatch.setattr(sources, "ARTICLES", 2)
    alike = [f"samebeginning{letter * 9}" for letter in "abc"]  # long, and of equal length
    texts = ["a b ab ba aa", " ".join(alike), f"ab {alike[1]} b", "ÄB äb abcdefgh abcdefghi", "b"]
    _same(texts, ngram_range=ngram_range, stop_words=["b"])


def test_more_counts_than_32_bits_can_number(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = []

    def fill(*given: Any) -> None:
        kinds.append(given[5].dtype)
        fill_rows(*given)

    merging = compiled_counting._merging
    fill_rows = merging.fill_rows
    monkeypatch.setattr(merging, "fill_rows", fill)
    for largest in (7, 6):
        monkeypatch.setattr(compiled_counting, "_LARGEST_INT32", largest)
        matrix, _, _ = count_compiled(text_pieces(["a b", "b c d", "a d"]), count_options())
        assert matrix.toarray().tolist() == [[1, 1, 0, 0], [0, 1, 1, 1], [1, 0, 0, 1]]
    assert kinds == [np.int32, np.int64]


def test_work_grows_with_the_text_only() -> None:
    """Counts what the pass does, not seconds: each byte once, and few slots for a token."""
    rng = random.Random(1)
    words = ["".join(rng.choices("etaoinshrdlu", k=rng.randint(1, 12))) for _ in range(4_000)]
    options = count_options()
    for articles in (100, 1_000):
        texts = [" ".join(rng.choices(words, k=300)) + ". “Été”" for _ in range(articles)]
        batch = next(text_batches(texts))
        work = work_of(batch, options)
        size = sum(len(text.encode()) for text in texts)
        assert work.tokens == articles * 301
        assert work.block_bytes + work.single_bytes == size
        assert work.single_bytes < 0.02 * size
        # A word that a block's end cuts is looked at again, and so is what follows “Été”.
        assert work.blocks * 64 < 1.3 * size
        # Linear probing up to a load of one half takes 1.5 slots at most if the hash is good.
        assert work.slots < 1.6 * work.tokens
