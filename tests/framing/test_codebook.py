"""Codebooks: what is read, what is refused and where, and that layout does not matter."""

import pickle
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.framing.codebook import BUNDLED, Codebook, load_codebook
from analysis.framing.codebook_file import read_codebook
from analysis.framing.patterns import covers, parse_pattern

HEAD = """\
name: small
version: "1"
language: en
layer: frames
"""
FRAMES = """\
frames:
  war:
    definition: Fighting.
    source: Galtung (2002).
    indicators:
      - troops
      - withdraw* … forces
    present: {sentences: 2}
  peace:
    definition: Talking.
    source: Galtung (2002).
    indicators:
      - talks
    present: {share: 0.5}
"""


def read(text: str) -> Codebook:
    return read_codebook(text.encode(), "small.yml")


def test_reads_what_the_file_says() -> None:
    book = read(HEAD + FRAMES)
    assert (book.name, book.version, book.language, book.layer) == ("small", "1", "en", "frames")
    assert book.names == ["peace", "war"]
    assert [item.text for item in book.frame("war").indicators] == ["troops", "withdraw* … forces"]
    assert book.frame("war").indicators[1].pattern.gap == 3
    assert book.frame("war").is_present(flagged=2, eligible=9, hits=2, indicators=1)
    assert not book.frame("war").is_present(flagged=1, eligible=9, hits=5, indicators=2)
    assert book.frame("peace").is_present(flagged=1, eligible=2, hits=1, indicators=1)
    assert not book.frame("peace").is_present(flagged=0, eligible=0, hits=0, indicators=0)


def test_any_of_several_minima_is_enough() -> None:
    rules = "present:\n      - {sentences: 3, indicators: 2}\n      - {hits: 9}"
    frame = read(HEAD + FRAMES.replace("present: {sentences: 2}", rules)).frame("war")
    assert frame.is_present(flagged=3, eligible=50, hits=3, indicators=2)
    assert frame.is_present(flagged=1, eligible=50, hits=9, indicators=1)
    assert not frame.is_present(flagged=3, eligible=50, hits=3, indicators=1)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("- talks", "- talks\n      - troops", 18, "indicator in two frames, 'peace' and 'war'"),
        (
            "- talks",
            "- talks\n      - TALKS",
            18,
            "duplicate in frame 'peace', first given in line 17",
        ),
        ("- talks", "- R&D", 17, "can never match: 'R&D' is not one word"),
        ("- talks", "- '***'", 17, "stands for too many words"),
        ("- talks", "- … talks", 17, "without a word before it"),
        ("- talks", "- talks …", 17, "without a word after it"),
        ("    definition: Talking.\n", "", 13, "lacks 'definition'"),
        ("definition: Talking.", "definition: ''", 14, "definition of frame 'peace' is empty"),
        ("definition: Talking.", "defintion: Talking.", 14, "unknown key 'defintion'"),
        ("present: {share: 0.5}", "present: {share: 5}", 18, "share is '5'; give a number"),
        ("present: {share: 0.5}", "present: {sentences: 0}", 18, "sentences is '0'"),
        ("present: {share: 0.5}", "present: {}", 18, "'present' of frame 'peace' is empty"),
        ("present: {share: 0.5}", "present: often", 18, "is no mapping"),
        ("  peace:", "  war:", 13, "key 'war' twice"),
        ("  peace:", "  Peace Talks:", 13, "frame name 'Peace Talks'"),
        ("- talks", "- {pattern: talks, gap: 99}", 17, "gap is '99'"),
        (
            "- talks",
            "- {pattern: talks, exclusions: [talk*]}",
            17,
            "can never match: the exclusion",
        ),
        ("- talks", "- {words: talks}", 17, "unknown key 'words'"),
        ("- talks", "- *talks", 17, "no readable YAML"),
        ("- talks", "- &a talks", 17, "anchor or alias"),
        ("- talks", "- !!python/name:os.system talks", 17, "has the tag"),
        ("- talks", "- [talks", 18, "no readable YAML"),
        ("- talks", "- a b c d e f g h i j k l m", 17, "more than 12 words"),
    ],
)
def test_refuses_and_names_the_line(old: Any, new: Any, line: Any, message: Any) -> None:
    assert old in FRAMES
    text = HEAD + FRAMES.replace(old, new)
    with pytest.raises(InputError) as caught:
        read(text)
    assert message in str(caught.value)
    # The end of a list that is never closed is found on the line after it, or further down.
    assert caught.value.source.startswith("small.yml, line ")
    found = int(caught.value.source.rsplit(" ", 1)[1])
    assert found == line + 0 or (message == "no readable YAML" and found >= line - 1)


def test_the_top_of_the_file_is_checked_too() -> None:
    with pytest.raises(InputError, match=r"small.yml, line 3: has the language 'english'"):
        read((HEAD + FRAMES).replace("language: en", "language: english"))
    with pytest.raises(InputError, match="lacks 'layer'"):
        read((HEAD + FRAMES).replace("layer: frames\n", ""))
    with pytest.raises(InputError, match=r"small.yml: is empty"):
        read("# nothing\n")
    with pytest.raises(InputError, match="line 2: is not UTF-8"):
        read_codebook(b"name: a\nversion: \xff\n", "small.yml")


def test_hostile_files_end_quickly() -> None:
    start = time.perf_counter()
    with pytest.raises(InputError, match="nested more than"):
        read("a: " + "[" * 50_000)
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    with pytest.raises(InputError, match="anchor or alias"):
        read(bomb)
    with pytest.raises(InputError, match="larger than"):
        read("#" * 1_000_001)
    assert time.perf_counter() - start < 5


def test_hash_ignores_order_and_layout_and_nothing_else() -> None:
    head, war, peace = HEAD, *FRAMES.removeprefix("frames:\n").split("  peace:\n")
    turned = "frames:\n  peace:\n" + peace + war + "# a comment\n" + head
    book = read(HEAD + FRAMES)
    assert read(turned).hash == book.hash
    assert read(turned).frames == book.frames
    for old, new in (("- talks", "- talk"), ("share: 0.5", "share: 0.4"), ("Talking.", "Talk.")):
        assert read((HEAD + FRAMES).replace(old, new)).hash != book.hash


def test_a_list_entry_is_a_word_whatever_yaml_makes_of_it() -> None:
    book = read(HEAD + FRAMES.replace("- talks", "- no\n      - on\n      - 1979"))
    assert [item.text for item in book.frame("peace").indicators] == ["1979", "no", "on"]


def test_loads_by_name_by_path_and_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.yml"
    path.write_text(HEAD + FRAMES, encoding="utf-8")
    book = load_codebook(path)
    assert book.hash == read(HEAD + FRAMES).hash
    assert load_codebook(book) is book
    assert load_codebook(str(path)) == book
    with pytest.raises(InputError, match="one of the names conflict, functions, generic"):
        load_codebook("conflcit")
    with pytest.raises(InputError, match="is a int"):
        load_codebook(3)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_codebooks_are_complete(name: str) -> None:
    book = load_codebook(name)
    assert book.language == "en"
    for frame in book.frames:
        for part in ("inclusion_rules", "exclusion_rules", "examples", "counter_examples"):
            assert getattr(frame, part), (frame.name, part)
        assert len(frame.indicators) >= 25
        assert frame.source


@pytest.mark.parametrize("name", BUNDLED)
def test_no_bundled_indicator_hides_in_another(name: str) -> None:
    book = load_codebook(name)
    items = [(frame.name, item) for frame in book.frames for item in frame.indicators]
    hidden = [
        (wide.text, frame, narrow.text)
        for _, wide in items
        for frame, narrow in items
        if wide is not narrow
        and not wide.exclusions
        and wide.pattern.words[0][:2] == narrow.pattern.words[0][:2]
        and covers(wide.pattern, narrow.pattern)
    ]
    assert hidden == []


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_examples_carry_their_frame(name: str) -> None:
    book = load_codebook(name)
    for frame in book.frames:
        for example in frame.examples:
            assert frame.name in {hit.frame for hit in book.coder.hits(example)}, example


def test_the_frames_of_the_bundled_codebooks() -> None:
    assert load_codebook("conflict").names == [
        "conflict", "diplomacy", "economic_consequences", "humanitarian", "legality", "military",
        "morality", "responsibility", "terrorism",
    ]  # fmt: skip
    assert load_codebook("functions").names == [
        "causal_interpretation", "moral_evaluation", "problem_definition",
        "treatment_recommendation",
    ]  # fmt: skip
    assert load_codebook("generic").names == [
        "conflict", "economic_consequences", "human_interest", "morality", "responsibility",
    ]  # fmt: skip


def test_a_codebook_survives_the_way_to_another_process() -> None:
    book = load_codebook("generic")
    copy = pickle.loads(pickle.dumps(book))
    assert copy.hash == book.hash
    assert copy.coder.hits("a war") == book.coder.hits("a war")


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_a_codebook_or_an_input_error(content: bytes) -> None:
    with pytest.raises(InputError):
        read_codebook(content, "x.yml")


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_indicator_is_read_or_refused_with_a_reason(text: str) -> None:
    reason = ""
    try:
        pattern = parse_pattern(text, 3)
    except ValueError as error:
        reason = str(error)
    assert reason or covers(pattern, pattern)
