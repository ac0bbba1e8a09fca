"""clean_text on small pages written for the purpose."""

import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.cleaning import ACTIONS, CATEGORIES, clean_text
from analysis.corpus.lines import EDGES
from analysis.corpus.recurring import recurring_lines
from analysis.errors import InputError

PARAGRAPHS = [
    "Ministers from nine countries met in the harbour town on Tuesday, and agreed to open a second "
    "ferry line before the winter, officials said.",
    "“We have waited for this for a decade,” said the mayor, who had promised the line in two "
    "election campaigns and was voted out after each of them.",
    "The ships are to sail twice a day. Fares will be set by the two ports together, with a "
    "ceiling that the regional assembly can lower but not raise.",
    "They left without a word.",
    "Fishermen in the outer villages fear for their berths, which the new terminal would take up, "
    "and have asked the court in the capital to stop the works.",
]
HEADLINE = "Harbour ministers agree to second ferry line"
TOP = ["Home", "News", "Sport", "Weather", "Skip to content", "Sign in"]
BOTTOM = ["Share this article", "Facebook", "Twitter", "Most read", "Ten beaches to see this year"]


def page(*middle: str, blank: str = "\n\n") -> str:
    """A page: navigation, headline, date line, the middle, footer."""
    return blank.join(
        [
            "\n".join(TOP),
            HEADLINE,
            "Published on 14/03/2019",
            *middle,
            *BOTTOM,
            "© 2019 The Example",
        ]
    )


def decision(raw: str, text: str) -> tuple[str, str]:
    """What was decided on the line that holds a text."""
    for _, start, end, action, category, _ in clean_text(raw).ledger.itertuples(index=False):
        if text in raw[start:end]:
            return action, category
    raise AssertionError(text)


@pytest.mark.parametrize("blank", ["\n\n", "\n", "\r\n\r\n", "\r\n", "\n\n\n\n"])
def test_a_page_gives_its_article_whatever_parts_the_lines(blank: str) -> None:
    article = clean_text(page(*PARAGRAPHS, blank=blank))
    assert article.headline == HEADLINE
    assert article.body.split("\n\n") == PARAGRAPHS
    assert article.date == "2019-03-14"


def test_text_without_a_page_around_it_is_kept_whole() -> None:
    article = clean_text("\n\n".join(PARAGRAPHS))
    assert article.body.split("\n\n") == PARAGRAPHS
    assert article.headline is None


@pytest.mark.parametrize(
    "text",
    [
        "They left.",
        "One line without an end",
        "俄罗斯外长说，双方同意停火。",
        "Жители рассказали об этом.",
        "قال الوزير إن المحادثات ستبدأ غدا.",
        "Roses are red",
    ],
)
def test_a_short_text_is_kept(text: str) -> None:
    assert clean_text(text).body == text


@pytest.mark.parametrize("text", ["", "\n\n \t\n", "\ufeff", "\f\n\f"])
def test_an_empty_text_gives_an_empty_article(text: str) -> None:
    article = clean_text(text)
    assert (article.headline, article.body, article.date) == (None, "", None)
    assert set(article.ledger["category"]) <= {"blank"}


def test_hard_wrapped_paragraphs_are_joined_and_lead_back_to_their_lines() -> None:
    wrapped = (
        "Ministers from nine countries met in the harbour town on\n"
        "Tuesday, and agreed to open a second ferry line before the\n"
        "winter, officials said.\n\n"
        "The ships are to sail twice a day. Fares will be set by the\n"
        "two ports together, with a ceiling that the regional\n"
        "assembly can lower but not raise.\n"
    )
    article = clean_text(wrapped)
    assert article.body == (
        "Ministers from nine countries met in the harbour town on Tuesday, and agreed to open a "
        "second ferry line before the winter, officials said.\n\nThe ships are to sail twice a "
        "day. Fares will be set by the two ports together, with a ceiling that the regional "
        "assembly can lower but not raise."
    )
    assert [paragraph.lines for paragraph in article.paragraphs] == [(1, 2, 3), (5, 6, 7)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("READ MORE", ("drop", "navigation")),
        ("Advertisement", ("drop", "advert")),
        ("Sign up for our morning newsletter", ("drop", "promotion")),
        ("Share this on Facebook", ("drop", "social")),
        ("(Page 2 of 3)", ("metadata", "pagination")),
        ("A ferry leaves the old port. (AP Photo/Jane Doe)", ("drop", "caption")),
        ("Photo: Jane Doe", ("drop", "caption")),
        ("(Reporting by Jane Doe; editing by John Roe)", ("metadata", "byline")),
        ("- Court to decide -", ("keep", "cross-head")),
        ("What the fishermen fear", ("keep", "cross-head")),
        ("Nobody had asked them.", ("keep", "body")),
        ("Related: The long wait for a harbour", ("drop", "related")),
    ],
)
def test_lines_between_paragraphs(line: str, expected: tuple[str, str]) -> None:
    raw = page(*PARAGRAPHS[:3], line, *PARAGRAPHS[3:])
    assert decision(raw, line) == expected
    kept = clean_text(raw).body.split("\n\n")
    assert [text for text in kept if text != line] == PARAGRAPHS


def test_a_list_of_other_articles_goes_and_the_text_goes_on() -> None:
    links = ["A decade of broken promises", "Who pays for the harbour"]
    article = clean_text(page(*PARAGRAPHS[:2], "Related articles", *links, *PARAGRAPHS[2:]))
    assert article.body.split("\n\n") == PARAGRAPHS


def test_a_list_that_the_text_announces_stays() -> None:
    sailings = [f"{day} April -- Old port to East Island, pier {day}" for day in range(1, 8)]
    raw = page(*PARAGRAPHS, "The first sailings:", "\n".join(sailings))
    assert clean_text(raw).body.split("\n\n")[-7:] == sailings


def test_comments_are_not_the_article_however_long() -> None:
    comments = []
    for name in ("anna", "ben", "carl", "dora"):
        comments += [
            f"{name} says:",
            "March 15, 2019 at 8:12 am",
            PARAGRAPHS[2] + f" So says {name}.",
        ]
    raw = page(*PARAGRAPHS, "4 comments", *comments * 3)
    assert clean_text(raw).body.split("\n\n") == PARAGRAPHS


def test_a_cut_copy_of_the_lead_is_dropped_and_the_lead_kept() -> None:
    cut = PARAGRAPHS[0][:90] + "…"
    raw = "\n\n".join([HEADLINE, cut, *PARAGRAPHS])
    assert decision(raw, cut) == ("drop", "repeated-standfirst")
    assert clean_text(raw).body.split("\n\n") == PARAGRAPHS


def test_a_standfirst_above_the_byline_is_metadata_and_at_hand() -> None:
    standfirst = "Nine countries want ships to sail twice a day before the winter comes."
    raw = "\n\n".join([*TOP, HEADLINE, standfirst, "By Jane Doe", "14 March 2019", *PARAGRAPHS])
    article = clean_text(raw)
    assert article.standfirst == standfirst
    assert article.body.split("\n\n") == PARAGRAPHS
    assert decision(raw, "By Jane Doe") == ("metadata", "byline")


@pytest.mark.parametrize("stamp", ["10:30 am", "By then", "14 March"])
def test_a_lead_above_a_time_stamp_is_no_standfirst(stamp: str) -> None:
    raw = "\n\n".join([*TOP, HEADLINE, PARAGRAPHS[0], stamp, *PARAGRAPHS[1:], *BOTTOM])
    assert PARAGRAPHS[0] in clean_text(raw).body


def test_a_lead_between_byline_and_date_line_is_no_standfirst() -> None:
    raw = "\n\n".join([HEADLINE, "By Jane Doe", PARAGRAPHS[0], "14 March 2019", *PARAGRAPHS[1:]])
    assert clean_text(raw).body.split("\n\n")[0] == PARAGRAPHS[0]


def test_an_advert_above_the_headline_is_no_lead() -> None:
    advert = (
        "Are you moving abroad and need a new bank? Find your local branch on our partner's site."
    )
    raw = "\n\n".join(["Banking abroad", advert, "Home News " + HEADLINE, HEADLINE, *PARAGRAPHS])
    assert decision(raw, advert) == ("drop", "advert")
    assert clean_text(raw).body.split("\n\n") == PARAGRAPHS


def test_overrides_correct_single_lines_with_a_reason() -> None:
    raw = "\n\n".join(PARAGRAPHS)
    rows = [{"line": 7, "action": "drop", "category": "advert", "reason": "an advert, by reading"}]
    article = clean_text(raw, overrides=rows)
    assert article.body.split("\n\n") == [*PARAGRAPHS[:3], PARAGRAPHS[4]]
    assert article.ledger.set_index("line").loc[7, "rule"] == "override: an advert, by reading"
    other = pd.DataFrame([{**rows[0], "article_id": "b"}])
    assert clean_text(raw, overrides=other, article_id="a").body == clean_text(raw).body


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"line": 99}, "line 99: is no line of the text; give a number from 1 to 9"),
        ({"action": "remove"}, "action 'remove'; give one of keep, drop, metadata"),
        ({"category": "junk"}, "category 'junk'"),
        ({"reason": ""}, "has no reason"),
        ({"reason": float("nan")}, "has no reason"),
    ],
)
def test_a_wrong_override_is_named(change: dict[str, object], message: str) -> None:
    row = {"line": 7, "action": "drop", "category": "advert", "reason": "x", **change}
    with pytest.raises(InputError, match=message):
        clean_text("\n\n".join(PARAGRAPHS), overrides=[row])


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InputError, match="was given bytes; give the text as a str"):
        clean_text(b"text")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="recurring: has no column pages"):
        clean_text("text", recurring=pd.DataFrame({"text": ["a"]}))


def test_recurring_lines_are_learnt_saved_and_used() -> None:
    slogan = "Harbour voices since the old days"
    pages = [
        f"{HEADLINE} {n}\n\n{PARAGRAPHS[n]}\n\n{slogan}\n\n{PARAGRAPHS[2]} {n}" for n in range(4)
    ]
    learnt = recurring_lines([*pages, pages[0]])
    assert learnt["text"].tolist() == [slogan]
    assert (learnt["pages"].tolist(), learnt["share"].tolist()) == ([4], [1.0])
    stored = pd.read_csv(io.StringIO(learnt.to_csv(index=False)))
    assert slogan in clean_text(pages[0]).body
    article = clean_text(pages[0], recurring=stored)
    assert slogan not in article.body
    assert "recurring: on 4 pages" in article.ledger["rule"].tolist()
    with pytest.raises(InputError, match="min_pages: is 1"):
        recurring_lines(pages, min_pages=1)


def test_the_ledger_has_the_article_id_only_if_one_is_given() -> None:
    assert list(clean_text("a").ledger) == ["line", "start", "end", "action", "category", "rule"]
    assert clean_text("a", article_id="x").ledger["article_id"].tolist() == ["x"]


PIECES = st.sampled_from(
    [
        *PARAGRAPHS,
        *TOP,
        *BOTTOM,
        HEADLINE,
        "02/11/2023",
        "",
        " ",
        "\u00a0",
        "\ufeff",
        "\x00",
        "- x -",
        "…",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.tuples(PIECES, st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\f"])), max_size=25
    ).map(lambda parts: "".join(text + end for text, end in parts)),
)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_every_line_has_one_row_and_the_body_is_a_view(raw: str) -> None:
    article = clean_text(raw)
    ledger = article.ledger
    # The lines, counted independently: universal newlines, as the standard library reads them.
    lines = [line.rstrip("\r\n") for line in io.StringIO(raw, newline="")]
    places = dict(
        zip(ledger["line"], zip(ledger["start"], ledger["end"], strict=True), strict=True)
    )
    assert [raw[start:end] for start, end in places.values()] == lines
    assert ledger["line"].tolist() == list(range(1, len(lines) + 1))
    assert set(ledger["action"]) <= set(ACTIONS)
    assert set(ledger["category"]) <= set(CATEGORIES)
    assert set(ledger.loc[ledger["category"] == "blank", "action"]) <= {"drop"}
    kept = ledger[(ledger["action"] == "keep") & (ledger["category"] != "headline")]
    traced = [number for paragraph in article.paragraphs for number in paragraph.lines]
    assert traced == kept["line"].tolist()
    for paragraph in article.paragraphs:
        text = article.body[paragraph.start : paragraph.end]
        place = 0
        for number in paragraph.lines:
            start, end = places[number]
            part = raw[start:end].strip(EDGES)
            assert text[place : place + len(part)] == part
            place += len(part) + 1
        assert place == len(text) + 1
    again = clean_text(raw)
    assert (again.body, again.headline, again.date) == (
        article.body,
        article.headline,
        article.date,
    )


def test_a_line_of_many_megabytes_takes_linear_time() -> None:
    body = clean_text("word " * 2_000_000).body
    assert len(body) == 10_000_000 - 1
