"""Who is said to have said what, on short texts whose answer is plain."""

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.framing.actors import Actor
from analysis.framing.quotations import extract_quotations, find_quotations

COLUMNS = ["start", "end", "kind", "speaker", "actor", "cue", "text"]


def rows(text: str) -> list[tuple[str, str, str, str]]:
    """Kind, speaker, cue and words of each attribution."""
    return [(q.kind, q.speaker, q.cue, text[q.start : q.end]) for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We agree," said Kofi Annan.', ("direct", "Kofi Annan", "said", '"We agree,"')),
        ("“We agree,” Mr Annan said.", ("direct", "Annan", "said", "“We agree,”")),
        ("‘We agree,’ said Mr Annan.", ("direct", "Annan", "said", "‘We agree,’")),
        ("« We agree », said Mr Annan.", ("direct", "Annan", "said", "« We agree »")),
        ("»We agree«, said Mr Annan.", ("direct", "Annan", "said", "»We agree«")),
        ("„We agree“, said Mr Annan.", ("direct", "Annan", "said", "„We agree“")),
        ("”We agree”, said Mr Annan.", ("direct", "Annan", "said", "”We agree”")),
        (
            'Mr Annan said the talks "brought a truce".',
            ("partial", "Annan", "said", 'the talks "brought a truce"'),
        ),
        (
            'Mr Annan told the BBC the truce "must hold".',
            ("partial", "Annan", "told", 'the truce "must hold"'),
        ),
        (
            'The crowd chanted "Peace now" and "Go home."',
            ("direct", "The crowd", "chanted", '"Peace now" and "Go home."'),
        ),
        (
            'Mr Annan warned "it may fail," before he left.',
            ("direct", "Annan", "warned", '"it may fail,"'),
        ),
        (
            'The truce was "a joke", in the words of Mr Annan.',
            ("partial", "Annan", "in the words of", 'The truce was "a joke"'),
        ),
        (
            "In Mr Annan's view, the truce is a joke.",
            ("indirect", "Annan", "In Mr Annan's view", "the truce is a joke"),
        ),
        (
            'The outgoing minister Ann Bo could not hide her anger as it ended, saying: "No."',
            ("direct", "Ann Bo", "saying", '"No."'),
        ),
        (
            "Each visit costs more, the clerk said.",
            ("indirect", "the clerk", "said", "Each visit costs more"),
        ),
        (
            'Mr Annan put it like this:\n\n"The truce is a very good thing."',
            ("direct", "Annan", "", '"The truce is a very good thing."'),
        ),
        ('Mr Annan said: "We agree."', ("direct", "Annan", "said", '"We agree."')),
        ('Kofi Annan: "We agree to it."', ("direct", "Kofi Annan", ":", '"We agree to it."')),
        (
            'The minister was clear: "We agree."',
            ("direct", "The minister", ":", '"We agree."'),
        ),
        ('"Is it over?" Mr Annan asked.', ("direct", "Annan", "asked", '"Is it over?"')),
        (
            'Mr Annan said there were "too many" dead.',
            ("partial", "Annan", "said", 'there were "too many" dead'),
        ),
        (
            "Russia said that it would veto the text.",
            ("indirect", "Russia", "said", "that it would veto the text"),
        ),
        (
            "Russia said it would veto the text.",
            ("indirect", "Russia", "said", "it would veto the text"),
        ),
        (
            "It would veto the text, the ministry said.",
            ("indirect", "the ministry", "said", "It would veto the text"),
        ),
        (
            "According to the U.N., 9,000 people have died.",
            ("indirect", "U.N.", "According to", "9,000 people have died"),
        ),
        (
            "Some 9,000 people have died, according to activists.",
            ("indirect", "activists", "according to", "Some 9,000 people have died"),
        ),
        (
            "Ada Byrne, a professor at the University of Cork, said the plan was dead.",
            ("indirect", "Ada Byrne", "said", "the plan was dead"),
        ),
        (
            "Mr Lavrov told reporters in Moscow on Tuesday that the plan was dead.",
            ("indirect", "Lavrov", "told", "that the plan was dead"),
        ),
        (
            "The envoy criticised the government.",
            ("indirect", "The envoy", "criticised", "the government"),
        ),
        ("The rebels vowed to fight on.", ("indirect", "The rebels", "vowed", "to fight on")),
        (
            "The envoy was confident that it would hold.",
            ("indirect", "The envoy", "was confident", "that it would hold"),
        ),
        (
            "The report drew on the minister's claim that the war was over.",
            ("indirect", "the minister", "claim", "that the war was over"),
        ),
    ],
)
def test_one_attribution(text: str, expected: tuple[str, str, str, str]) -> None:
    assert rows(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "RIA Novosti quoted Sergei Lavrov as saying that the plan was dead.",
        "Sergei Lavrov was quoted as saying that the plan was dead.",
        "Sergei Lavrov was quoted by RIA Novosti as saying that the plan was dead.",
    ],
)
def test_the_speaker_is_who_is_quoted_not_who_quotes(text: str) -> None:
    ((kind, speaker, _, words),) = rows(text)
    assert (kind, speaker, words) == ("indirect", "Sergei Lavrov", "that the plan was dead")


@pytest.mark.parametrize(
    "text",
    [
        'The so-called "humanitarian corridors" were empty.',
        'The film "Leviathan" won a prize.',
        "The tower came in view of the road.",
        "The party went on to win.",
        'She wrote "War and Peace" there.',
        "The claim was wrong and the reports were late.",
        "The murder suspect faced trial on Monday.",
        "A prime suspect lives in Paris.",
        "The protest rally began after the weekly vote.",
        "He left.",
        "",
        '"',
    ],
)
def test_scare_quotes_titles_and_nouns_attribute_nothing(text: str) -> None:
    found = extract_quotations(text)
    assert found.empty
    assert list(found.columns) == COLUMNS


@pytest.mark.parametrize("source", ["The police", "Analysts", "The young people"])
def test_words_that_are_nouns_as_well_are_verbs_of_plurals(source: str) -> None:
    ((kind, speaker, cue, _),) = rows(f"{source} suspect that the talks failed.")
    assert (kind, speaker, cue) == ("indirect", source, "suspect")


def test_a_quotation_parted_by_its_cue_is_one_row_with_two_parts() -> None:
    text = '"We agree," Mr Annan said on Monday. "All of us do."'
    (row,) = find_quotations(text)
    assert (row.kind, row.start, row.end) == ("direct", 0, len(text))
    assert [text[a:b] for a, b in row.content] == ['"We agree,"', '"All of us do."']


@pytest.mark.parametrize(
    "text",
    [
        '"One.\n\n"Two.\n\n"Three," Mr Annan said.',
        'Mr Annan said: "One.\n\n"Two.\n\n"Three."\n\nThe talks went on.',
    ],
)
def test_a_quotation_over_paragraphs_is_one_row(text: str) -> None:
    (row,) = find_quotations(text)
    assert (row.kind, row.speaker) == ("direct", "Annan")
    assert len(row.content) == 3


def test_a_mark_that_never_opens_is_part_of_the_speech_before_it() -> None:
    text = (
        "Recep Erdogan hit back.\n\n"
        '"We do not have that word," he said. They should give advice. Then we go."'
    )
    last = find_quotations(text)[-1]
    assert (last.kind, last.speaker, last.end) == ("direct", "Recep Erdogan", len(text))


def test_short_names_and_pronouns_stand_for_the_full_name() -> None:
    text = (
        "Foreign Minister Sergei Lavrov met Hillary Clinton.\n\n"
        '"We agree," Mr Lavrov said. He said the text was ready.\n\n'
        '"So do we," Mrs Clinton said. "It is ready," she added.'
    )
    assert [row[1] for row in rows(text)] == [
        "Sergei Lavrov",
        "Sergei Lavrov",
        "Hillary Clinton",
        "Hillary Clinton",
    ]


def test_they_and_it_stand_for_the_last_group_and_body() -> None:
    text = "Officials said it had failed. They added that no date was set."
    assert [row[1] for row in rows(text)] == ["Officials", "Officials"]
    text = 'Moscow said it would veto it. "We will not change," it said.'
    assert [row[1] for row in rows(text)] == ["Moscow", "Moscow"]


def test_who_cannot_be_told_is_unresolved_in_a_row_of_its_own() -> None:
    assert rows('"We will never leave this city," he said.') == [
        ("direct", "unresolved", "said", '"We will never leave this city,"')
    ]


def test_the_table_is_sorted_and_quotes_the_text() -> None:
    text = 'Russia said it agreed. "We agree," Mr Lavrov said.\n\nThe envoy praised the plan.'
    found = extract_quotations(text)
    assert list(found.columns) == COLUMNS
    assert [str(dtype) for dtype in found.dtypes] == ["int64", "int64", *["str"] * 5]
    assert found["start"].is_monotonic_increasing
    assert [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == list(
        found["text"]
    )
    assert found["actor"].isna().all()


def test_actors_are_known_by_name_by_short_form_and_by_the_words_of_the_source() -> None:
    actors = [
        Actor("russia", "Russia", "government", people=("Sergei Lavrov",), capitals=("Moscow",)),
        Actor("un", "United Nations", "mediator", aliases=("U.N.",), people=("Kofi Annan",)),
    ]
    text = (
        'Moscow said it agreed. "We agree," Mr Lavrov said. The U.N. said it agreed too. '
        "A passer-by said nothing had changed."
    )
    found = extract_quotations(text, actors=actors)["actor"]
    assert [None if value != value else value for value in found] == [
        "russia",
        "russia",
        "un",
        None,
    ]


def test_what_is_no_text_or_no_list_of_actors_is_an_error() -> None:
    with pytest.raises(InputError, match="is a int, not a string"):
        extract_quotations(3)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="give the path"):
        extract_quotations("Text.", actors=3)


@pytest.mark.parametrize(
    "piece",
    [
        "he said that the minister said ",
        "said, ",
        "“",
        '"a ',
        "'a ",
        "“a ‘b ",
        "Mr Smith, a man, ",
        "according to X ",
        "claim claim ",
        "Smith said that, ",
        '"A," he said. ',
    ],
)
def test_work_grows_with_the_length_and_no_faster(piece: str) -> None:
    def lines(size: int) -> int:
        """Lines of Python that run: a measure of work that no busy machine disturbs."""
        text = piece * (size // len(piece))
        count = 0

        def trace(frame: FrameType, event: str, arg: object) -> object:
            nonlocal count
            count += event == "line"
            return trace

        before = sys.gettrace()
        sys.settrace(trace)  # type: ignore[arg-type]
        try:
            find_quotations(text)
        finally:
            sys.settrace(before)
        return count

    lines(1_000)
    assert lines(48_000) < 4.5 * lines(12_000)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *".,;:!?-()\"“”‘’'«»\n",
                *"He said that Mr Lavrov Moscow the report claims to who and agreed ’s".split(),
                *"was by as saying quoted according in vowed it they of Annan".split(),
                "\n\n",
                "Kofi Annan",
            ]
        ),
        max_size=40,
    ),
    st.sampled_from(["", " "]),
)
def test_any_text_gives_well_formed_rows(words: list[str], space: str) -> None:
    text = space.join(words)
    found = find_quotations(text)
    keys = [(row.start, row.end) for row in found]
    assert keys == sorted(set(keys))
    for row in found:
        assert 0 <= row.start < row.end <= len(text)
        assert row.kind in ("direct", "partial", "indirect")
        assert row.speaker.strip()
        assert row.start == row.content[0][0]
        assert all(a < b for a, b in row.content)


@given(st.text(max_size=60))
def test_any_string_at_all_is_read(text: str) -> None:
    assert list(extract_quotations(text).columns) == COLUMNS
