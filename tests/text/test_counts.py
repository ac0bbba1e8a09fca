"""Term counts: by hand, against CountVectorizer with the same tokens, and with mistakes."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from analysis.errors import InputError
from analysis.text import counts as counts_module
from analysis.text import kept_code, sources
from analysis.text.counts import TermCounts, count_terms
from analysis.text.sources import text_batches
from analysis.text.tokens import terms_of

TEXTS = ["Peace, peace now", "", "No peace – Now!"]


def test_counts_by_hand() -> None:
    counts = count_terms(TEXTS)
    assert counts.terms == ["no", "now", "peace"]
    assert counts.matrix.toarray().tolist() == [[0, 1, 2], [0, 0, 0], [1, 1, 1]]
    assert counts.matrix.dtype == np.int32
    assert counts.article_ids == ["0", "1", "2"]
    assert counts.totals.tolist() == [3, 0, 3]


@pytest.mark.parametrize(
    "texts",
    [
        TEXTS,
        iter(TEXTS),
        np.array(TEXTS, dtype=object),
        pd.Series(TEXTS),
        pd.Series(TEXTS, dtype=object),
        pa.array(TEXTS),
        pa.array(TEXTS, type=pa.large_string()),
        pa.array(TEXTS, type=pa.string_view()),
        pa.array(TEXTS).dictionary_encode(),
        pa.array(["x", *TEXTS]).slice(1),
        pa.chunked_array([TEXTS[:1], TEXTS[1:]]),
    ],
    ids=lambda texts: type(texts).__name__,
)
def test_sources_of_text(texts: object) -> None:
    counts = count_terms(texts)
    assert counts.matrix.toarray().tolist() == [[0, 1, 2], [0, 0, 0], [1, 1, 1]]


def test_parquet_file(tmp_path: Path) -> None:
    path = tmp_path / "articles.parquet"
    pd.DataFrame({"article_id": ["x", "y", "z"], "body": TEXTS}).to_parquet(path)
    counts = count_terms(path)
    assert counts.article_ids == ["x", "y", "z"]
    assert counts.totals.tolist() == [3, 0, 3]
    with pytest.raises(InputError, match=r"articles\.parquet: has no column text"):
        list(text_batches(path, column="text"))


def test_identifiers() -> None:
    assert count_terms(pd.Series(["a"], index=["id"])).article_ids == ["id"]
    assert count_terms(pd.Series(["a", "b"], index=["x", "x"])).article_ids == ["0", "1"]
    assert count_terms(["a"], article_ids=pd.Series(["id"])).article_ids == ["id"]


def test_stop_words_leave_the_totals() -> None:
    counts = count_terms(["The peace of the city"], stop_words="english")
    assert counts.terms == ["city", "peace"]
    assert counts.totals.tolist() == [5]


def test_vocabulary_keeps_its_order_and_its_unseen_terms() -> None:
    counts = count_terms(["b a b"], vocabulary=["b", "z", "a"])
    assert counts.terms == ["b", "z", "a"]
    assert counts.matrix.toarray().tolist() == [[2, 0, 1]]


def test_max_features_takes_the_first_of_equals() -> None:
    assert count_terms(["d c b a a"], max_features=2).terms == ["a", "b"]


_WORDS = st.lists(
    st.sampled_from(["a", "the", "Peace", "cease-fire", "été", "talks", "x", "no"]), max_size=12
)
_OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "ngram_range": st.sampled_from([(1, 1), (1, 2), (2, 2), (2, 3), (1, 3)]),
        "min_df": st.sampled_from([1, 2, 0.3]),
        "max_df": st.sampled_from([1.0, 0.9, 3]),
        "stop_words": st.sampled_from([None, "english", ["a", "x"]]),
        "lowercase": st.booleans(),
        "vocabulary": st.sampled_from([None, ["x", "a", "cease-fire", "no x"]]),
    },
)


@settings(deadline=None)
@given(st.lists(_WORDS.map(" ".join), min_size=1, max_size=6), _OPTIONS)
def test_same_as_count_vectorizer(texts: list[str], options: dict[str, Any]) -> None:
    lowercase = bool(options.get("lowercase", True))
    vectorizer = CountVectorizer(
        **{
            **options,
            "tokenizer": lambda text: terms_of(text, lowercase=lowercase),
            "token_pattern": None,
            "lowercase": False,
            "stop_words": _listed(options.get("stop_words")),
        }
    )
    try:
        expected = vectorizer.fit_transform(texts)
    except ValueError as error:
        if "empty vocabulary" in str(error):
            assert count_terms(texts, **options).terms == []
        else:
            with pytest.raises(InputError, match="min_df"):
                count_terms(texts, **options)
        return
    counts = count_terms(texts, **options)
    assert counts.terms == vectorizer.get_feature_names_out().tolist()
    assert (counts.matrix != expected).nnz == 0


def _listed(stop_words: object) -> object:
    """A list, so that CountVectorizer does not check "english" against the tokeniser."""
    if stop_words == "english":
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        return sorted(ENGLISH_STOP_WORDS)
    return stop_words


def test_table_and_back() -> None:
    counts = count_terms(TEXTS, article_ids=["c", "a", "b"])
    frame = counts.to_frame()
    assert frame.to_numpy().tolist() == [
        ["b", "no", 1], ["b", "now", 1], ["b", "peace", 1], ["c", "now", 1], ["c", "peace", 2],
    ]  # fmt: skip
    again = TermCounts.from_frame(frame, totals={"a": 0, "b": 3, "c": 3})
    assert again.article_ids == ["a", "b", "c"]
    assert again.terms == counts.terms
    assert again.matrix.toarray().tolist() == [[0, 0, 0], [1, 1, 1], [0, 1, 2]]


def _frame(rows: list[tuple[str, str, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=pd.Index(["article_id", "term", "count"]))


@pytest.mark.parametrize(
    ("rows", "totals", "message"),
    [
        ([("a", "x", 1), ("a", "x", 2)], None, "counts 'x' in the article a twice"),
        ([("a", "x", -1)], None, "negative"),
        ([("a", "x", 1)], {"b": 1}, "lacks the article a"),
        ([("a", "x", 5)], {"a": 4}, "gives the article a 4 tokens"),
    ],
)
def test_tables_that_cannot_be(
    rows: list[tuple[str, str, int]], totals: dict[str, int] | None, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        TermCounts.from_frame(_frame(rows), totals=totals)


@pytest.mark.parametrize(
    ("texts", "options", "message"),
    [
        ([], {}, "texts: holds no article"),
        ("one string", {}, "texts: is one string"),
        (5, {}, "texts: is int"),
        (["a", None], {}, "texts, row 1: the text is missing"),
        (["a", float("nan")], {}, "texts, row 1: the text is missing"),
        (["a", 5], {}, "texts, row 1: the text is int"),
        (pa.array(["a", None]), {}, "texts, row 1: the text is missing"),
        (pa.array([1]), {}, "texts: hold int64"),
        (["a"], {"article_ids": ["x", "y"]}, "holds 2 identifiers for 1 texts"),
        (["a", "b"], {"article_ids": ["x", "x"]}, "holds 'x' twice"),
        (["a"], {"ngram_range": (2, 1)}, "ngram_range"),
        (["a"], {"ngram_range": 2}, "ngram_range"),
        (["a"], {"min_df": 1.5}, "min_df: is 1.5"),
        (["a"], {"max_df": 0}, "max_df: is 0"),
        (["a"], {"min_df": True}, "min_df: is True"),
        (["a"], {"max_features": 0}, "max_features: is 0"),
        (["a"], {"stop_words": "french"}, "stop_words: is 'french'"),
        (["a"], {"vocabulary": []}, "empty vocabulary"),
        (["a"], {"vocabulary": ["x", "x"]}, "holds 'x' twice"),
        (["a"], {"vocabulary": {"x": 0, "y": 0}}, "contains repeated indices"),
        (["a"], {"vocabulary": {"x": 0, "y": 2}}, "doesn't contain index 1"),
        (["a", "b"], {"min_df": 2}, "no terms remain"),
        (["a", "b"], {"min_df": 2, "max_df": 1}, "max_df: corresponds to 1 of 2 articles"),
    ],
)
def test_mistakes_are_named(texts: object, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        count_terms(texts, **options)


def test_invalid_utf8_is_named() -> None:
    raw = pa.array([b"fine", b"caf\xe9"], type=pa.binary())
    broken = pa.Array.from_buffers(pa.string(), 2, raw.buffers())
    with pytest.raises(InputError, match="texts, row 1: the text is not valid UTF-8"):
        count_terms(broken)


def test_an_article_past_what_can_be_numbered_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "BYTES", 10)
    monkeypatch.setattr(sources, "LONGEST", 20)
    assert count_terms(["ten bytes.", "ten more.."]).totals.tolist() == [2, 2]
    with pytest.raises(InputError, match="texts: hold one of 22 bytes; cut it up"):
        count_terms(["ten bytes.", "more than twenty bytes"])


def test_a_row_is_counted_over_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row that an error names, whether row groups are read together, singly or in parts."""
    monkeypatch.setattr(sources, "ARTICLES", 4)
    texts = pa.table({"body": ["a"] * 9 + [None] + ["a"] * 5})
    for size in (1, 3, 4, 15):
        pq.write_table(texts, tmp_path / "articles.parquet", row_group_size=size)
        with pytest.raises(InputError, match="texts, row 9: the text is missing"):
            count_terms(tmp_path / "articles.parquet")
        pq.write_table(texts.slice(0, 9), tmp_path / "articles.parquet", row_group_size=size)
        assert count_terms(tmp_path / "articles.parquet").totals.tolist() == [1] * 9
        with pytest.raises(InputError, match="texts, row 9: the text is missing"):
            count_terms(texts["body"])


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "articles.parquet"
    pq.write_table(pa.table({"body": [f"peace {n}" for n in range(999)]}), path)
    raw = bytearray(path.read_bytes())
    raw[40:400] = bytes(360)
    path.write_bytes(raw)
    with pytest.raises(InputError, match=r"articles\.parquet: cannot be read as Parquet"):
        count_terms(path)


def test_lone_surrogates_part_tokens() -> None:
    assert count_terms(["a\ud800b"]).terms == ["a", "b"]


def test_small_counts_import_neither_numba_nor_scikit_learn() -> None:
    code = (
        "import sys; from analysis.text.counts import count_terms; count_terms(['a b']);"
        "print(sorted({'numba', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("size", "loaded", "kept", "pays"),
    [
        (99_999, True, True, False),
        (100_000, True, True, True),
        (1_499_999, False, True, False),
        (1_500_000, False, True, True),
        (3_999_999, True, False, False),
        (4_000_000, False, False, True),
    ],
)
def test_compiled_code_is_used_where_it_pays(
    size: int, loaded: bool, kept: bool, pays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numba")
    monkeypatch.setattr(kept_code, "holds", lambda kernel: kept)
    monkeypatch.delitem(sys.modules, counts_module._KERNEL, raising=False)
    if loaded:
        monkeypatch.setitem(sys.modules, counts_module._KERNEL, counts_module)
    assert counts_module.compiled_pays(size) is pays
