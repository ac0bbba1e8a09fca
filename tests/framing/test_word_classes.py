"""Tags: every token stands where it is said to, whatever white space parts it from the next."""

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.framing.quote_marks import paragraph_spans, quoted_spans
from analysis.framing.word_classes import Tokens, tag_tokens

WORDS = "Mr Annan Annan’s he 's said U.S. Dr. a . , ? “ ” \" İ e\u0301 _ -- 1,000 …".split()
SPACES = [" ", " ", "  ", "\n", "\n\n", "\t", "\xa0"]
PARTS = st.sampled_from([*WORDS, "x" * 50, *SPACES])


def tagged(text: str) -> Tokens:
    paragraphs = paragraph_spans(text)
    return tag_tokens(text, paragraphs, quoted_spans(text, paragraphs))


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=40).map("".join) | st.text(max_size=60))
def test_tokens_cover_the_text_and_sentences_cover_the_tokens(text: str) -> None:
    tokens = tagged(text)
    n = len(tokens.words)
    assert n == len(tokens.lower) == len(tokens.starts) == len(tokens.tags)
    left = 0
    for k, (word, start) in enumerate(zip(tokens.words, tokens.starts, strict=True)):
        assert text[left:start].strip() == ""
        assert text[start : start + len(word)] == word
        left = tokens.end(k)
    assert text[left:].strip() == ""
    bounds = [(a, b) for a, b, _ in tokens.sentences]
    assert [a for a, _ in bounds] == [0, *(b for _, b in bounds)][: len(bounds)]
    assert (bounds[-1][1] if bounds else 0) == n
    assert all(a < b for a, b in bounds)


def test_a_text_is_tagged_alike_whatever_was_tagged_before() -> None:
    text = 'Gen. Ban met  Mr\nAnnan. "It holds," Dr. Ban said.'
    first = tagged(text)
    for other in ("Gen. Ban", "Mr Annan.\n\nDr", "met  Mr"):
        tagged(other)
    assert tagged(text) == first


def test_two_spaces_and_line_breaks_change_places_but_no_tag() -> None:
    plain, spaced = "Mr Annan said on Monday it held.", "Mr  Annan\nsaid  on Monday\tit held."
    one, two = tagged(plain), tagged(spaced)
    assert (one.words, one.tags, one.sentences) == (two.words, two.tags, two.sentences)
    assert two.starts == [spaced.index(word) for word in two.words]


def test_the_stop_of_an_abbreviation_ends_no_sentence_unless_it_stands_apart() -> None:
    assert len(tagged("He met Gov. Brown. They spoke.").sentences) == 2
    assert len(tagged("He met Gov . Brown left.").sentences) == 2
    assert len(tagged("He met J. Brown.").sentences) == 1
