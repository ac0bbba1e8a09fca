"""Explicit dates: what a line states, and what it does not."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.cleaning import clean_text
from analysis.corpus.date_names import _MONTHS, _WEEKDAYS
from analysis.corpus.dates import is_date_line, stated_dates
from analysis.errors import InputError

LEAD = (
    "Ministers from nine countries met in the harbour town on Friday, and agreed to open a second "
    "ferry line before the winter, officials said today."
)
MORE = (
    "The ships are to sail twice a day, with fares that the two ports will set together, and a "
    "ceiling that the assembly can lower."
)


def dated(*head: str, foot: tuple[str, ...] = (), **options: str) -> tuple[str | None, str | None]:
    """The date of a page with these lines under its headline, and the problem with it."""
    raw = "\n\n".join(
        ["Second ferry line before the winter", *head, LEAD, MORE, MORE + " So far.", *foot]
    )
    article = clean_text(raw, **options)  # type: ignore[arg-type]
    evidence = article.date_evidence
    if evidence is not None and evidence.start is not None:
        assert raw[evidence.start : evidence.end] == evidence.text
    return article.date, evidence.problem if evidence else None


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published on 22/06/2012", "2012-06-22"),
        ("11th February 2016, Comments 0 comments", "2016-02-11"),
        (
            "PUBLISHED: November 19, 2019 at 8:59 pm | UPDATED: November 20, 2019 at 10:16 pm",
            "2019-11-19",
        ),
        ("By Jane Doe - Staff Writer 2019-11-18T23:30:00Z Health", "2019-11-18"),
        ("11/19/2019 by Jane Doe", "2019-11-19"),
        ("Posted: Fri 6:45 PM, Feb 16, 2018  |", "2018-02-16"),
        ("02 Ago 2017", "2017-08-02"),
        ("25. September 2018", "2018-09-25"),
        ("24 сентября 2018", "2018-09-24"),
        ("3 de marzo de 2012", "2012-03-03"),
        ("le 1er mars 2012 à 10:15", "2012-03-01"),
        ("2016年2月11日", "2016-02-11"),
        ("Thursday, 02/11/2023", "2023-11-02"),
        ("05/05/2012", "2012-05-05"),
        ("19.11.2019, 08:57", "2019-11-19"),
        ("19. 11. 2019", "2019-11-19"),
        ("2019. 11. 19.", "2019-11-19"),
        ("2019. november 19.", "2019-11-19"),
        ("Nov.19,2019", "2019-11-19"),
        ("19 noiembrie 2019", "2019-11-19"),
        ("19 listopadu 2019", "2019-11-19"),
        ("By Jane Doe On 11/13/19 at 4:00 PM EST", "2019-11-13"),
    ],
)
def test_a_date_line_gives_its_date(line: str, date: str) -> None:
    assert dated(line) == (date, None)


@pytest.mark.parametrize(
    "line",
    [
        "Friday",
        "Today, 10:15",
        "2 hours ago",
        "Updated Nov 19, 6:55 AM",
        "March 2012",
        "© 2016 AFP",
        "10/11/12",
        "11/13/19",
        "12 listopada 2019",
    ],
)
def test_what_is_no_full_date_gives_none(line: str) -> None:
    assert dated(line)[0] is None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("02/11/2023", "ambiguous: 2023-11-02 or 2023-02-11"),
        ("10/11/12 at 10:15", "ambiguous: 2012-11-10 or 2012-10-11 or 2010-11-12"),
        ("30 February 2016", "no calendar day: 30 February 2016"),
    ],
)
def test_the_evidence_says_why_there_is_no_date(line: str, problem: str) -> None:
    assert dated(line) == (None, problem)


def test_a_day_of_updating_is_the_date_where_no_other_is_stated_and_a_problem() -> None:
    problem = "a day of updating, not of publication"
    assert dated("Updated Nov 13, 2019, 10:28am EST") == ("2019-11-13", problem)
    assert dated("Nov 11, 2019", "Updated Nov 13, 2019") == ("2019-11-11", None)
    # Below the text it is the day of the site, or of the page around the article.
    assert dated(foot=("Last updated: Nov 13, 2019",)) == (None, problem)


def test_the_order_of_an_ambiguous_date_can_be_given() -> None:
    assert dated("02/11/2023", date_order="dmy") == ("2023-11-02", None)
    assert dated("02/11/2023", date_order="mdy") == ("2023-02-11", None)
    with pytest.raises(InputError, match="date_order: is 'ydm'; give 'dmy', 'mdy' or 'ymd'"):
        clean_text("text", date_order="ydm")  # type: ignore[arg-type]


def test_a_weekday_that_contradicts_is_a_problem_and_the_date_stays() -> None:
    assert dated("Monday, 22 June 2012") == (
        "2012-06-22",
        "the weekday beside it is wrong: 2012-06-22 was a Friday",
    )


def test_two_days_of_the_same_standing_give_none() -> None:
    date, problem = dated("Jane Doe 12 March 2012", "Desk 14 March 2012")
    assert (date, problem) == (None, "several days are stated: 2012-03-12, 2012-03-14")


def test_published_is_believed_before_a_bare_date_and_found_at_the_foot() -> None:
    assert dated("14 March 2012", "Published: 12 March 2012")[0] == "2012-03-12"
    assert dated(foot=("Published: 12 March 2012",))[0] == "2012-03-12"


def test_the_days_of_others_are_not_the_articles() -> None:
    assert dated(foot=("Most read", "Ten beaches to see", "12 March 2012"))[0] is None
    assert dated(foot=("3 comments", "anna says:", "March 15, 2019 at 8:12 am", "Good."))[0] is None
    top = "November 20, 2019\n\n" + "\n".join(["Home", "World", "Sport", "Tech", "Arts", "Opinion"])
    assert (
        clean_text(f"{top}\n\nSecond ferry line before the winter\n\n{LEAD}\n\n{MORE}").date is None
    )


def test_a_date_in_a_sentence_is_no_date_line() -> None:
    assert not is_date_line(
        "The talks of 12 March 2012 ended in Munich without a word on the ships."
    )
    assert dated()[0] is None


def test_names_of_months_and_weekdays_are_told_apart_in_every_language() -> None:
    for languages, size in ((_MONTHS, 12), (_WEEKDAYS, 7)):
        number_of: dict[str, int] = {}
        for language, names in languages.items():
            assert len(names.split()) == size, language
            for number, forms in enumerate(names.split()):
                for form in set(forms.split("/")) - {"-"}:
                    assert number_of.setdefault(form, number) == number, (language, form)


@given(st.dates(datetime.date(1600, 1, 1), datetime.date(2099, 12, 31)))
def test_unambiguous_forms_are_read_as_written(day: datetime.date) -> None:
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    for text in (
        day.isoformat(),
        f"{day.day} {month[day.month - 1]} {day.year}",
        f"{month[day.month - 1]}. {day.day}, {day.year}",
    ):
        assert [one.date for one in stated_dates(text)] == [day.isoformat()]


@given(st.dates(datetime.date(1600, 1, 1), datetime.date(2099, 12, 31)))
def test_three_numbers_are_never_read_against_their_order(day: datetime.date) -> None:
    text = f"{day.day:02}/{day.month:02}/{day.year}"
    (found,) = stated_dates(text)
    if day.day > 12 or day.day == day.month:
        assert found.date == day.isoformat()
    else:
        assert found.date is None
    assert stated_dates(text, date_order="dmy")[0].date == day.isoformat()


@given(st.text(max_size=240))
def test_any_text_is_survived(text: str) -> None:
    for one in stated_dates(text):
        assert 0 <= one.start < one.end <= len(text)
