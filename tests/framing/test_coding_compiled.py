"""The compiled pass gives exactly the hits of the definition."""

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.framing import coder as coder_module
from analysis.framing import compiled_matching, matching_kernel, patterns
from analysis.framing.codebook import Codebook, load_codebook
from analysis.framing.codebook_file import read_codebook
from analysis.text import kept_code, machine_code, sources

BOOK = """\
name: t
version: 1
language: en
layer: frames
gap: 2
exclusions: ['ab ba', 'b … a … b']
frames:
  one:
    definition: D.
    source: S.
    present: {hits: 1}
    exclusions: [cc, 'x … a']
    indicators: [a, 'ab*', 'a b', 'a … b', 'a … ab* … c', 'ba ba', '*bc', "b's x", 17, 'é*t', ß]
  two:
    definition: D.
    source: S.
    present: {hits: 1}
    indicators: [b, 'ab a', {pattern: 'a b c', exclusions: ['c d']}, 'b … b … b', 'σ*σ']
"""


def book() -> Codebook:
    return read_codebook(BOOK.encode(), "t.yml")


def ordered(rows: Any) -> list[tuple[int, ...]]:
    return sorted(map(tuple, rows.tolist()))


WORDS = st.sampled_from(
    ["a", "b", "c", "d", "x", "ab", "aba", "ba", "abc", "cc", "B’s", "a-b", "17", "état",
     "e\u0301tat", "ß", "ΣΑΣ", "σας", "İ", "ab" * 12, "a\u0327\u0301", "日本",
     "\ud800", "—", ".", "\n", "\u00a0"]
)  # fmt: skip
TEXTS = st.lists(st.lists(WORDS, max_size=14).map(" ".join), max_size=6)


@given(st.one_of(TEXTS, st.lists(st.text(max_size=60), max_size=4)))
@example(["ab ba a b", "a x x b", "", "a x x x b", "a b c d", "\ud800 a", "ΣΑΣ a b"])
@settings(max_examples=300, deadline=None)
def test_compiled_equals_the_definition(texts: list[str]) -> None:
    coder = book().coder
    assert ordered(coder.many_compiled(texts)) == ordered(coder.many_plain(texts))


@pytest.mark.parametrize("name", ["conflict", "functions", "generic"])
def test_compiled_equals_the_definition_on_the_bundled_codebooks(name: str) -> None:
    codebook = load_codebook(name)
    rng = np.random.default_rng(4)
    words = [
        word.replace("*", ending)
        for frame in codebook.frames
        for item in frame.indicators
        for word in item.pattern.words
        for ending in ("", "s", "ing")
    ]
    words += [word for pattern in codebook.exclusions for word in pattern.words]
    texts = [" ".join(rng.choice(words, 25)) for _ in range(400)]
    coder = codebook.coder
    plain = coder.many_plain(texts)
    assert len(plain) > 1000
    assert ordered(coder.many_compiled(texts)) == ordered(plain)


def test_batches_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    coder = book().coder
    texts = ["a b", "ab ba", "", "état a", "x" * 40, "a … b"] * 7
    whole = ordered(coder.many_compiled(texts))
    monkeypatch.setattr(sources, "ARTICLES", 4)
    monkeypatch.setattr(compiled_matching, "_MOST_KNOWN", 2)
    assert ordered(coder.many_compiled(texts)) == whole
    compiled = coder._compiled
    assert compiled is not None
    compiled._hits, compiled._excluded = np.empty(1, np.int64), np.empty(1, np.int64)
    assert ordered(coder.many_compiled(texts)) == whole
    assert len(compiled._hits) > 1
    assert len(compiled._excluded) > 1
    assert whole == ordered(coder.many_plain(texts))


def test_large_inputs_take_the_compiled_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    coder = book().coder
    called = []
    monkeypatch.setattr(type(coder), "many_compiled", lambda self, texts: called.append(texts))
    coder.many(["a b"])
    assert called == []
    monkeypatch.setattr(kept_code, "holds", lambda kernel: False)
    monkeypatch.setattr(coder_module, "WORTH_LOADING", 3)
    coder.many(["a b"])
    assert called == []
    monkeypatch.setattr(kept_code, "holds", lambda kernel: kernel == "find_hits")
    coder.many(["a b"])
    assert called == [["a b"]]
    monkeypatch.setattr(kept_code, "holds", lambda kernel: False)
    monkeypatch.setattr(coder_module, "WORTH_COMPILING", 3)
    coder.many(["a b"])
    assert called == [["a b"]] * 2


def test_without_numba_the_definition_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    coder = book().coder
    monkeypatch.setattr(coder_module, "WORTH_LOADING", 0)
    monkeypatch.setattr(machine_code, "runs_here", lambda: False)
    monkeypatch.delattr(type(coder), "many_compiled")
    assert ordered(coder.many(["a b"])) == ordered(coder.many_plain(["a b"]))


def test_the_compiled_pass_has_room_for_the_longest_pattern() -> None:
    limits = (patterns.MOST_WORDS, patterns.LONGEST_GAP)
    assert limits == (matching_kernel.MOST_WORDS, matching_kernel.LONGEST_GAP)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a b", ["a b"]),
        ("a b c d", ["a b"]),  # "c d" takes c from "a b c" alone
        ("a b c x c d", ["a b c"]),
        ("x b y a b c", []),  # of "b … a b", every word of "a b c" but the last is shared
        ("b b y a b", []),
        ("b a c b", []),
    ],
)
def test_what_an_exclusion_takes_away(text: str, found: list[str]) -> None:
    source = BOOK.split("frames:")[0].replace("'ab ba', ", "") + (
        "frames:\n  two: {definition: D., source: S., present: {hits: 1}, "
        "indicators: ['a b', 'a c', {pattern: 'a b c', exclusions: ['c d']}]}\n"
    )
    coder = read_codebook(source.encode(), "t.yml").coder
    for rows in (coder.many_compiled([text]), coder.many_plain([text])):
        assert [text[start:end] for _, _, start, end in rows.tolist()] == found
