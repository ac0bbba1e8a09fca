"""The definition of a token, by example and by its own words."""

import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text.tokens import normalise, terms_of, tokens

_TEXTS = st.lists(
    st.one_of(
        st.text(max_size=4),
        st.sampled_from(["a", "B", "İ", "Σ", "e\u0301", "’", "'", "-", "ʼ", "12", " ", "É", "‑"]),
    ),
    max_size=20,
).map("".join)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Russia's cease-fire", ["russia's", "cease-fire"]),
        ("O’Neill’s ‘deal’", ["o'neill's", "deal"]),
        ("-- 'tis rock-'n'-roll", ["tis", "rock", "n", "roll"]),
        ("2016’s 17-nation G20", ["s", "nation", "g"]),
        ("e\u0301te\u0301 ÉTÉ", ["été", "été"]),
        ("ΣΟΦΟΣ İzmir", ["σοφος", "i̇zmir"]),
        ("snake_case a.b@c", ["snake", "case", "a", "b", "c"]),
    ],
)
def test_terms_by_hand(text: str, terms: list[str]) -> None:
    assert [term for term, _, _ in tokens(text)] == terms


def test_numbers_when_asked() -> None:
    assert terms_of("2016’s 17-nation 2.5", numbers=True) == ["2016's", "17-nation", "2", "5"]


@settings(deadline=None, max_examples=300)
@given(_TEXTS, st.booleans())
def test_the_definition_in_other_words(text: str, numbers: bool) -> None:
    letter = r"[\p{L}\p{N}]" if numbers else r"\p{L}"
    end = 0
    for term, start, stop in tokens(text, numbers=numbers):
        token = text[start:stop]
        assert regex.match(letter, token)
        assert not regex.search(f"{letter}", text[end:start])
        assert term == normalise(token)
        assert not regex.search(r"[’‘ʼ‐‑]", term)
        assert unicodedata.normalize("NFC", token).lower().count("’") == token.count("’")
        end = stop
    assert not regex.search(letter, text[end:])


@settings(deadline=None, max_examples=300)
@given(_TEXTS, st.booleans(), st.booleans())
def test_terms_are_those_of_the_tokens(text: str, numbers: bool, lowercase: bool) -> None:
    assert terms_of(text, numbers=numbers, lowercase=lowercase) == [
        normalise(text[start:end], lowercase=lowercase)
        for _, start, end in tokens(text, numbers=numbers)
    ]
