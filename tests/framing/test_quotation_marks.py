"""Which marks open and close a quotation, and where paragraphs part."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.framing.quote_marks import paragraph_spans, quoted_spans


def quoted(text: str) -> list[tuple[str, str]]:
    """The quoted spans with their states."""
    return [(text[span.start : span.end], span.state) for span in quoted_spans(text)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ('He said "no".', ['"no"']),
        ("He said “no”.", ["“no”"]),
        ("Il dit « non ».", ["« non »"]),
        ("Er sagte „nein“ und ging.", ["„nein“"]),
        ("He said ``no''.", ["``no''"]),
        ("He said ''no''.", ["''no''"]),
        ("He said 'no'.", ["'no'"]),
        ("He said ‘no’.", ["‘no’"]),
        ("The rebels' talks and Russia's veto.", []),
        ("In the '90s rock 'n' roll was new.", []),
        ("It's the states' and the parties' right.", []),
        ("'The rebels' leaders won't wait,' he said.", ["'The rebels' leaders won't wait,'"]),
        ("“The agency said, ‘We said “no” twice,’”", ["“The agency said, ‘We said “no” twice,’”"]),
        ("''Some say, 'It is over,''' he said.", ["''Some say, 'It is over,'''"]),
        ('He is 6\'2" tall and "calm".', ['"calm"']),
        ("No marks at all.", []),
        ("", []),
    ],
)
def test_marks_of_every_kind(text: str, spans: list[str]) -> None:
    assert [span for span, _ in quoted(text)] == spans


def test_a_quotation_over_paragraphs_is_continued_until_it_is_closed() -> None:
    text = "“One.\n\n“Two.\n\n“Three.” Over."
    assert quoted(text) == [
        ("“One.", "continued"),
        ("“Two.", "continued"),
        ("“Three.”", "closed"),
    ]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    assert quoted("“It never ends.\n\nNext.") == [("“It never ends.", "unclosed")]


def test_an_unopened_quotation_begins_after_the_sentence_of_its_speaker() -> None:
    text = '"We have no such word," he said. They should give advice. And then we go."'
    assert quoted(text) == [
        ('"We have no such word,"', "closed"),
        ('They should give advice. And then we go."', "unopened"),
    ]


def test_a_second_opening_mark_ends_a_quotation_whose_closing_mark_is_lost() -> None:
    text = "“One, he said. “Two,” she said."
    assert quoted(text) == [("“One, he said.", "unclosed"), ("“Two,”", "closed")]


def test_paragraphs_part_at_blank_lines_and_after_sentences() -> None:
    text = "One\nline.\nTwo.\n \n\n  Three\n"
    assert [text[a:b] for a, b in paragraph_spans(text)] == ["One\nline.", "Two.", "Three"]


def test_what_is_no_text_is_an_error() -> None:
    with pytest.raises(InputError, match="is a NoneType, not a string"):
        quoted_spans(None)  # type: ignore[arg-type]


@given(st.text(alphabet="ab .,\n\"'“”‘’«»„`", max_size=80))
def test_spans_are_ordered_apart_and_within_paragraphs(text: str) -> None:
    spans = quoted_spans(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    paragraphs = paragraph_spans(text)
    assert all(any(a <= s.start < s.end <= b for a, b in paragraphs) for s in spans)
