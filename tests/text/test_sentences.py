"""Sentence boundaries: cases of news English by hand, offsets by property, time by size."""

import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.text.boundaries import sentence_spans
from analysis.text.sentences import split_sentences


def sentences_of(body: str) -> list[str]:
    return split_sentences(pd.DataFrame({"article_id": ["a"], "body": [body]}))["text"].tolist()


CASES = {
    "titles": ["Mr. Smith met Gen. Lee.", "Then-Gov. Brown and Sen. Rubio came.", "They talked."],
    "initials": ["J. Smith, George W. Bush and J.R.R. Tolkien met.", "I. M. Pei built it."],
    "country within": ["The U.S. Army said so.", "The U.S.-led coalition struck."],
    "country at the end": ["He flew to the U.S.", "The trip was long."],
    "speech after abbreviation": ["They sold Time Warner Inc.", '"We are pleased," it said.'],
    "company within": ["Apple Inc. Chief Executive Tim Cook spoke.", "Smith & Co. was sold."],
    "company at the end": ["He works for Exxon Corp.", "The company is large."],
    "time within": ["It began at 8 a.m. Monday.", "It ends at 6 p.m. EST today."],
    "time at the end": ["The talks ended at 10 p.m.", "Lavrov left at once."],
    "months": ["On Sept. 11, 2001, it happened.", "It fell in Jan. and Feb. but rose in March."],
    "dateline": ["MOSCOW, Feb. 3 (Reuters) - Russia said it would act.", "It did."],
    "decimals": ["It rose 2.5 percent.", "Prices fell 0.3 percent to $1.50.", "51,000 fled."],
    "numbers": ["No. 10 said no.", "The answer was no.", "See p. 5 and vol. 3."],
    "letters": ["They chose plan B.", "Moscow agreed.", "It ended World War I.", "Russia lost."],
    "ellipsis within": ["The idea... seems neither credible nor durable.", "It will turn."],
    "ellipsis at the end": ["He paused...", "The crowd waited."],
    "omission": ["She said [...] it was over.", "Others disagreed."],
    "question in quotes": ['"Why?" he said.', "“Stop!” Mr. Putin said.", '"Why?" asked Kerry.'],
    "speaker with title": ['"Are you mad?" President Barack Obama asked.', '"No."'],
    "no speaker": ["“Are we ready?”", "The answer was no.", '"Go!"', "The crowd cheered."],
    "sentences within quotes": ["“This is one.", "This is two,” he said.", "“Three.”"],
    "stop after the quote": ['It was "a pool of blood".', "She said ‘yes’.", "Both lied."],
    "colon": ["He said: “We are ready.”", "Then he left."],
    "brackets": ["He (Mr. Smith) left.", "(She stayed.)", "They met again."],
    "small letters": ["iPhone sales rose.", "eBay fell.", "The shares fell.", "adidas said so."],
    "dashes": ["He came — late, as ever — and sat.", "— No one spoke."],
    "addresses": ["See www.bbc.co.uk/news?id=3 or http://a.org/b.c?d=E.", "It is free."],
    "names with marks": ["Yahoo! Inc. said so.", "Yahoo! is a company."],
    "marks together": ["Is it true?!", "Yes!!", "No..."],
    "notes": ["He said it was over.[12]", "Others disagreed."],
    "no stop": ["The first ends here.", "And this one does not"],
    "German": ["„Wir gehen.“", "Er kam am 3. Oktober z.B. mit Dr. Müller.", "Dann ging er."],
    "French": ["« Nous partons. »", "Puis M. Hollande partit."],
    "Spanish": ["¿Qué pasa?", "¡Nada!", "Todo bien."],
    "Russian": ["Путин сказал это.", "А. Иванов ответил."],
    "Hindi": ["यह ठीक है।", "वह गया।"],
}


@pytest.mark.parametrize("name", CASES)
def test_sentences_of_news_english_and_beyond(name: str) -> None:
    assert sentences_of(" ".join(CASES[name])) == CASES[name]


def test_scripts_without_spaces() -> None:
    assert sentences_of("他来了。她走了！谁？") == ["他来了。", "她走了！", "谁？"]


def test_lost_space_between_sentences() -> None:
    assert sentences_of("Is it ready?Nobody knows.") == ["Is it ready?", "Nobody knows."]
    assert sentences_of("They left.The rebels stayed.") == ["They left.", "The rebels stayed."]
    assert sentences_of("Node.Js and a/b?C=D stay.") == ["Node.Js and a/b?C=D stay."]


def test_items_of_lists_are_apart() -> None:
    assert sentences_of("• One thing\n• Another. More") == ["• One thing", "• Another.", "More"]
    assert sentences_of("1. First.\n2. Second") == ["1. First.", "2. Second"]
    assert sentences_of("Broken\nlines, he said\n– and left.") == [
        "Broken\nlines, he said\n– and left."
    ]


def test_paragraphs_and_cross_heads() -> None:
    body = "One ends here\n\n- Lack of commitment -\n\nTwo. Three.\n \nA small heading\n\nFour."
    table = split_sentences(pd.DataFrame({"article_id": ["a"], "body": [body]}))
    assert table["text"].tolist() == ["One ends here", "Two.", "Three.", "Four."]
    assert table["paragraph"].tolist() == [1, 3, 3, 5]
    assert table["sentence"].tolist() == [1, 2, 3, 4]


def test_a_short_body_without_a_stop_is_a_sentence() -> None:
    assert sentences_of("Talks fail") == ["Talks fail"]


def test_empty_bodies_have_no_sentences() -> None:
    table = split_sentences(pd.DataFrame({"article_id": ["a", "b"], "body": ["", " \n\n "]}))
    assert table.empty
    assert table.columns.tolist() == [
        "article_id", "paragraph", "sentence", "start", "end", "text",
    ]  # fmt: skip


_PIECES = st.sampled_from(
    ["Mr.", "U.S.", "word", "The", "?", "!", ".", "...", "…", '"', "“", "”", "'", "’", ")", "(",
     " ", "  ", "\n", "\n\n", "\r\n", "• ", "- ", "1. ", "said", "Kerry", "。", "é", "\u00a0", "A"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=4)), max_size=40).map("".join))
def test_offsets_hold(body: str) -> None:
    table = split_sentences(pd.DataFrame({"article_id": ["a"], "body": [body]}))
    end = 0
    for row in table.itertuples():
        assert isinstance(row.start, int)
        assert isinstance(row.end, int)
        assert row.text == body[row.start : row.end]
        assert row.text == str(row.text).strip() != ""
        assert row.start >= end
        end = row.end
    assert table["sentence"].tolist() == list(range(1, len(table) + 1))
    assert table["paragraph"].is_monotonic_increasing


@settings(deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=4)), max_size=40).map("".join))
def test_what_lies_between_sentences_is_white_space(text: str) -> None:
    end = 0
    for start, stop in sentence_spans(text, 0, len(text)):
        assert not text[end:start].strip()
        end = stop
    assert not text[end:].strip()


@pytest.mark.parametrize(
    "unit",
    ["word ", ".", ". ", "... ", '." ', "U.S. ", '?" A ', '?" Al ', "a\n", "• \n", "(", "— "],
)
def test_time_grows_with_length_only(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        for _ in sentence_spans(text, 0, len(text)):
            pass
        return time.process_time() - start

    # Quadratic time would take 64 times as long for 8 times the text.
    assert seconds(160_000) < 30 * seconds(20_000) + 0.2


@pytest.mark.parametrize(
    ("articles", "message"),
    [
        ({"body": ["a"]}, "lacks the column article_id"),
        ({"article_id": ["a"]}, "lacks the column body"),
        ({"article_id": ["a", "a"], "body": ["x", "y"]}, "holds a twice"),
        ({"article_id": ["a"], "body": [None]}, "article a: has no text in body"),
    ],
)
def test_mistakes_are_named(articles: dict[str, list[str]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        split_sentences(pd.DataFrame(articles))
