"""Coding: what matches, what is suppressed, whose words they are, and what is not covered."""

import time
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import analysis
from analysis.errors import InputError
from analysis.framing.codebook import Codebook
from analysis.framing.codebook_file import read_codebook
from analysis.framing.coding import code_frames, coding_problems
from analysis.framing.corpus_quotations import quotations_table
from analysis.framing.patterns import Matcher, parse_pattern, word_matches
from analysis.schema import TABLES
from analysis.text.tokens import tokens

NO_QUOTATIONS = pd.DataFrame({"article_id": [], "start": [], "end": []})


def book(exclusions: str = "[]", **frames: str) -> Codebook:
    """A codebook; each frame's indicators as a YAML list."""
    lines = ["name: t", "version: 1", "language: en", "layer: frames", "gap: 2"]
    lines += [f"exclusions: {exclusions}", "frames:"]
    for name, indicators in frames.items():
        lines += [f"  {name}:", "    definition: D.", "    source: S.", "    present: {hits: 1}"]
        lines += [f"    indicators: {indicators}"]
    return read_codebook("\n".join(lines).encode(), "t.yml")


def table(*texts: str, article_id: str = "a") -> pd.DataFrame:
    rows, start = [], 0
    for number, text in enumerate(texts, start=1):
        rows.append((article_id, 1, number, start, start + len(text), text))
        start += len(text) + 1
    return pd.DataFrame(rows, columns=pd.Index(TABLES["sentences"].names))


def matches(text: str, codebook: Codebook) -> list[tuple[str, str, str]]:
    codes = code_frames(table(text), codebook, quotations=NO_QUOTATIONS)
    return list(codes[["frame", "indicator", "match"]].itertuples(index=False, name=None))


def test_words_stems_phrases_and_gaps() -> None:
    codebook = book(war="[truce, bomb*, '*fire', 'withdraw* … troops', 'peace talks']")
    assert matches("The truce held; truces do not.", codebook) == [("war", "truce", "truce")]
    assert matches("BOMBERS bombed", codebook) == [
        ("war", "bomb*", "BOMBERS"),
        ("war", "bomb*", "bombed"),
    ]
    assert matches("ceasefire", codebook) == [("war", "*fire", "ceasefire")]
    assert matches("the truce's end", codebook) == [("war", "truce", "truce's")]
    assert matches("They withdrew; withdrawing all their troops", codebook) == [
        ("war", "withdraw* … troops", "withdrawing all their troops")
    ]
    assert matches("withdrawing all of their troops", codebook) == []
    assert matches("peace and talks", codebook) == []


def test_phrases_go_across_line_breaks_and_typographic_signs() -> None:
    codebook = book(war="['peace talks', cease-fire, \"assad's army\"]")
    assert matches("peace\ntalks", codebook) == [("war", "peace talks", "peace\ntalks")]
    assert matches("a cease‐fire", codebook) == [("war", "cease-fire", "cease‐fire")]
    assert matches("Assad’s army", codebook) == [("war", "assad's army", "Assad’s army")]


def test_a_hit_counts_once_in_a_frame_and_may_carry_several_frames() -> None:
    codebook = book(
        war="[war, 'war crime*', 'war*', 'crimes … tribunal']", law="['crime*', 'war crimes law']"
    )
    # The longest that begins first stands; 'crimes … tribunal' overlaps it and gives way.
    assert matches("war crimes at the tribunal", codebook) == [
        ("war", "war crime*", "war crimes"),
        ("law", "crime*", "crimes"),
    ]
    # Of two with the same span, the one with fewer wildcards.
    assert matches("war", codebook) == [("war", "war", "war")]


def test_exclusions_silence_what_shares_a_word_with_them() -> None:
    codebook = book(
        exclusions="['security council']",
        war="[secur*, 'security council veto', {pattern: fire, exclusions: ['fire brigade']}]",
        work="[council*]",
    )
    assert matches("the Security Council met", codebook) == []
    assert matches("security and the council", codebook) == [
        ("war", "secur*", "security"),
        ("work", "council*", "council"),
    ]
    assert matches("a Security Council veto", codebook) == [
        ("war", "security council veto", "Security Council veto")
    ]
    assert matches("fire; the fire brigade", codebook) == [("war", "fire", "fire")]


def test_gaps_find_a_way_where_the_nearest_word_leads_nowhere() -> None:
    matcher = Matcher([parse_pattern("a … b … c", 1)])
    # From the first b no c is within reach; from the second one is.
    text = "a b b x c"
    assert [text[m.start : m.end] for m in matcher.find(text)] == ["a b b x c"]


def test_offsets_count_in_the_body_and_the_match_is_what_stands_there() -> None:
    body = "It rained. “We want talks,” he said.\n\nThe truce held."
    articles = pd.DataFrame({"article_id": ["a"], "body": [body]})
    codes: Any = code_frames(analysis.split_sentences(articles), "conflict")
    assert list(codes.columns) == TABLES["frame_codes"].names
    assert codes["match"].tolist() == ["talks", "truce"]
    for row in codes.itertuples():
        assert body[row.start : row.end] == row.match
    assert codes["quoted"].tolist() == [True, False]


def test_quotations_say_whose_words_they_are() -> None:
    text = "He said: talks now, truce later, and observers."
    sentences = table(text)

    def span(word: str) -> tuple[int, int]:
        return text.index(word), text.index(word) + len(word)

    quotations = pd.DataFrame(
        {
            "article_id": ["a"] * 4,
            "start": [span("talks")[0], span("truce")[0], span("observers")[0], 0],
            "end": [span("truce")[1], span("truce")[1], span("observers")[1], len(text)],
            "kind": ["direct", "partial", "indirect", "indirect"],
            "speaker": ["Lavrov", None, "Annan", "Annan"],
        }
    )
    codes: Any = code_frames(sentences, "conflict", quotations=quotations).set_index("match")
    assert codes["quoted"].to_dict() == {"talks": True, "truce": True, "observers": False}
    assert codes.loc["talks", "speaker"] == "Lavrov"
    # The innermost quotation counts, and one whose speaker is not known says so.
    assert codes.loc["truce", "speaker"] == "unresolved"
    assert pd.isna(codes.loc["observers", "speaker"])


def test_a_long_quotation_reaches_over_short_ones() -> None:
    sentences = table("talks and a truce and observers")
    quotations = pd.DataFrame(
        {
            "article_id": ["a"] * 3,
            "start": [0, 1, 10],
            "end": [31, 3, 12],
            "speaker": ["A", "B", "C"],
        }
    )
    codes = code_frames(sentences, "conflict", quotations=quotations)
    assert codes["speaker"].tolist() == ["A", "A", "A"]


def test_rows_do_not_depend_on_the_order_of_keys_or_rows() -> None:
    one = book(war="[war, 'war crime*']", law="[crime*, court]")
    other = book(law="[court, crime*]", war="['war crime*', war]")
    sentences = table("A court for war crimes.", "War.")
    turned = sentences.iloc[::-1]
    first = code_frames(sentences, one, quotations=NO_QUOTATIONS)
    pd.testing.assert_frame_equal(first, code_frames(turned, other, quotations=NO_QUOTATIONS))
    assert len(first) == 4


RUSSIAN = "Россия поддержала перемирие в Сирии, сообщило агентство."
GERMAN = "Die Gespräche in Genf sind nach dem Angriff nicht mit der Regierung fortgesetzt worden."


def test_a_language_that_is_not_covered_is_an_error_not_a_zero() -> None:
    with pytest.raises(InputError, match=r"article a: cannot be coded: text in Cyrillic script"):
        code_frames(table(RUSSIAN))
    with pytest.raises(InputError, match=r"text in German; the codebook conflict is for English"):
        code_frames(table(GERMAN))


@pytest.mark.parametrize(
    "text",
    [
        # Article 1 of the Universal Declaration of Human Rights.
        "Watu wote wamezaliwa huru, hadhi na haki zao ni sawa. Wote wamejaliwa akili na dhamiri, "
        "hivyo yapasa watendeane kindugu. Kila mtu anastahili kuwa na haki zote.",
        "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on "
        "annettu järki ja omatunto, ja heidän on toimittava toisiaan kohtaan veljeyden hengessä.",
        "Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis. Jiems suteiktas protas ir "
        "sąžinė ir jie turi elgtis vienas kito atžvilgiu kaip broliai.",
        "Genir pawb yn rhydd ac yn gydradd â'i gilydd mewn urddas a hawliau. Fe'u cynysgaeddir â "
        "rheswm a chydwybod, a dylai pawb ymddwyn y naill at y llall mewn ysbryd cymodlon.",
        "Saoláitear gach duine den chine daonna saor agus comhionann i ndínit agus i gcearta. Tá "
        "bua an réasúin agus an choinsiasa acu agus ba cheart dóibh gníomhú i dtreo a chéile.",
    ],
    ids=["Swahili", "Finnish", "Lithuanian", "Welsh", "Irish"],
)
def test_a_language_in_latin_script_that_no_list_holds_is_noticed(text: str) -> None:
    with pytest.raises(InputError, match=r"article a: cannot be coded: text (in|with next to no)"):
        code_frames(table(text))


def test_one_article_of_several_is_reported_and_left_out() -> None:
    sentences = pd.concat([table("The truce held."), table(GERMAN, article_id="b")])
    with pytest.warns(UserWarning, match=r"1 of 2 articles are not coded, such as article b"):
        codes = code_frames(sentences, "conflict")
    assert set(codes["article_id"]) == {"a"}
    problems = coding_problems(sentences, "conflict")
    assert problems["source"].tolist() == ["article b"]
    assert problems["problem"].tolist() == ["language not covered"]


def test_english_of_any_kind_is_covered() -> None:
    for text in (
        "war " * 100,
        # A list of names, and fewer words than can tell a language.
        "Ann Ash, Bo Birch, Cy Cole, Di Dale, Ed Elm, Flo Fox, Gil Gray, Hal Hill, Jo Jay, Al Ito",
        "Talks stall again; shelling kills dozens near border town",
        "Truce. Talks. Shells.",
        "Bashar al-Assad met Walid al-Muallem in Saint Petersburg (Санкт-Петербург) on Friday.",
        "—",
    ):
        assert coding_problems(table(text)).empty, text


def test_empty_tables_give_empty_tables() -> None:
    codes = code_frames(table(), "conflict")
    assert codes.empty
    assert list(codes.columns) == TABLES["frame_codes"].names


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.drop(columns="start"), "lacks the column start"),
        (lambda t: t.assign(text=None), "has no text in row 1"),
        (lambda t: t.assign(sentence="x"), "sentence that is no whole number"),
        (lambda t: pd.concat([t, t]), "has sentence 1 of article a twice"),
        (lambda t: t.assign(start=0), "overlap at character 0"),
        (lambda t: t.assign(start=[0, 10**12]), "leave .* characters out"),
    ],
)
def test_wrong_tables_are_named(change: Any, message: Any) -> None:
    with pytest.raises(InputError, match=message):
        code_frames(change(table("The truce held.", "The talks failed.")), "conflict")


@pytest.mark.parametrize(
    "words", ["a ", "a a a a b ", "withdraw ", "withdraw all troops and ", "x" * 50 + " "]
)
def test_one_endless_sentence_ends_in_bounded_time(words: str) -> None:
    codebook = book(war="['withdraw* … troops', 'a … a … a … b', 'wi* … tr* … zz*', 'x*x*x*y']")
    text = (words * (200_000 // len(words) + 1))[:200_000]
    start = time.perf_counter()
    code_frames(table(text), codebook, quotations=NO_QUOTATIONS)
    # Work that grew with the square of the text would take hours.
    assert time.perf_counter() - start < 30


WORDS = st.sampled_from(["a", "b", "ab", "abc", "b's", "ba"])
PIECES = st.sampled_from(["a", "b", "ab*", "*bc", "ba", "a*c"])
PATTERNS = st.lists(st.lists(PIECES, min_size=1, max_size=2), min_size=1, max_size=3)


def reference(segments: list[list[str]], gap: int, words: list[str]) -> list[tuple[int, int]]:
    """First and last token of each match, by trying every place for every word."""
    spans = []

    def stands(piece: str, word: str) -> bool:
        return word_matches(piece, word) or word_matches(piece, word.removesuffix("'s"))

    def ends(part: int, start: int) -> list[int]:
        segment = segments[part]
        last = start + len(segment)
        if last > len(words):
            return []
        if not all(stands(p, w) for p, w in zip(segment, words[start:last], strict=True)):
            return []
        if part + 1 == len(segments):
            return [last - 1]
        return [e for skip in range(gap + 1) for e in ends(part + 1, last + skip)]

    for start in range(len(words)):
        found = ends(0, start)
        if found:
            spans.append((start, min(found)))
    return spans


@given(PATTERNS, st.integers(0, 3), st.lists(WORDS, max_size=12))
@example([["a"], ["b"]], 2, ["a", "x", "b"])
@settings(max_examples=300, deadline=None)
def test_matcher_equals_a_search_that_tries_everything(segments: Any, gap: Any, words: Any) -> None:
    text = " ".join(words)
    pattern = parse_pattern(" … ".join(" ".join(part) for part in segments), gap)
    found = [(match.taken[0], match.taken[-1]) for match in Matcher([pattern]).find(text)]
    assert found == reference(segments, gap, words)


@given(st.text(alphabet="ab*", min_size=1, max_size=6), st.text(alphabet="ab", max_size=8))
@settings(max_examples=300, deadline=None)
def test_wildcards_mean_any_run_of_characters(word: Any, term: Any) -> None:
    import re

    wanted = re.fullmatch(".*".join(map(re.escape, word.split("*"))), term) is not None
    assert word_matches(word, term) == wanted


@given(st.one_of(st.text(max_size=200), st.text(alphabet="abc '-\n", max_size=60)))
@settings(max_examples=150, deadline=None)
def test_hits_lie_on_tokens_in_order_and_never_overlap_within_a_frame(text: Any) -> None:
    codebook = book(war="['ab*', 'a b', 'b … c', c]", law="[b, 'ba*']")
    edges = {(start, end) for _, start, end in tokens(text, numbers=True)}
    starts, ends = {start for start, _ in edges}, {end for _, end in edges}
    hits = codebook.coder.hits(text)
    assert hits == sorted(hits)
    for frame in codebook.names:
        own = [hit for hit in hits if hit.frame == frame]
        assert all(hit.start in starts and hit.end in ends for hit in own)
        assert all(first.end <= second.start for first, second in pairwise(own))


CUED = (
    'The talks brought "a lasting truce" to the town, Mr Annan said. '
    '"We want a truce," he said of talks, "and peace."'
)


@pytest.mark.parametrize("given", [True, False], ids=["table given", "found by itself"])
def test_only_words_inside_the_marks_are_quoted(given: bool) -> None:
    articles = pd.DataFrame({"article_id": ["a"], "body": [CUED]})
    quotations = quotations_table(articles) if given else None
    codes: Any = code_frames(
        analysis.split_sentences(articles), "conflict", quotations=quotations
    ).set_index("start")
    # Both mentions of talks lie between the first and the last character of an attribution.
    assert codes["quoted"].to_dict() == {4: False, 29: True, 75: True, 94: False}
    assert codes.loc[codes["quoted"], "speaker"].tolist() == ["Annan", "Annan"]
    assert codes.loc[~codes["quoted"], "speaker"].isna().all()


def test_marks_cannot_be_looked_for_where_sentences_overlap() -> None:
    sentences = pd.DataFrame(
        {
            "article_id": ["a", "a"],
            "sentence": [1, 2],
            "start": [0, 3],
            "text": ['"So talks', 'talks" it was'],
        }
    )
    rows = pd.DataFrame({"article_id": ["a"], "start": [0], "end": [16], "kind": ["direct"]})
    codes = code_frames(sentences, "conflict", quotations=rows)
    assert codes["quoted"].all()  # the row counts as a whole
    with pytest.raises(InputError, match="overlap at character 3"):
        code_frames(sentences, "conflict")
