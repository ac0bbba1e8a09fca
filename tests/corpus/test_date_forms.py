"""Forms of dates: any day in any written form is read as that day, from whatever page it is on."""

import datetime
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.cleaning import clean_text
from analysis.corpus.date_labels import label_of
from analysis.corpus.date_names import _MONTHS, WEEKDAYS, without_accents
from analysis.corpus.dates import stated_dates

ENGLISH = [forms.split("/")[0].capitalize() for forms in _MONTHS["English"].split()]
GERMAN = [forms.split("/")[0].capitalize() for forms in _MONTHS["German"].split()]
FRENCH = [forms.split("/")[0] for forms in _MONTHS["French"].split()]
RUSSIAN = [forms.split("/")[0] for forms in _MONTHS["Russian"].split()]
ARABIC = [forms.split("/")[0] for forms in _MONTHS["Arabic"].split()]
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def ordinal(day: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th …"""
    return f"{day}" + ("th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th"))


# Each writes a day without leaving anything open.
FORMS: dict[str, Callable[[datetime.date], str]] = {
    "ISO": lambda d: d.isoformat(),
    "ISO with a time": lambda d: f"{d}T10:15:00+01:00",
    "5 March 2014": lambda d: f"{d.day} {ENGLISH[d.month - 1]} {d.year}",
    "March 5, 2014": lambda d: f"{ENGLISH[d.month - 1]} {d.day}, {d.year}",
    "MARCH 5 2014": lambda d: f"{ENGLISH[d.month - 1].upper()} {d.day} {d.year}",
    "Mar. 5th, 2014": lambda d: f"{ENGLISH[d.month - 1][:3]}. {ordinal(d.day)}, {d.year}",
    "the 5th of March, 2014": lambda d: f"{ordinal(d.day)} of {ENGLISH[d.month - 1]}, {d.year}",
    "with its weekday": lambda d: (
        f"{WEEKDAYS[d.weekday()]}, {ENGLISH[d.month - 1]} {d.day:02}, {d.year}"),
    "05-Mar-2014": lambda d: f"{d.day:02}-{ENGLISH[d.month - 1][:3]}-{d.year}",
    "2014-Mar-05": lambda d: f"{d.year}-{ENGLISH[d.month - 1][:3]}-{d.day:02}",
    "as a mail has it": lambda d: (
        f"{WEEKDAYS[d.weekday()][:3]}, {d.day:02} {ENGLISH[d.month - 1][:3]} {d.year} 10:15:00 +0"),
    "as a computer prints it": lambda d: (
        f"{WEEKDAYS[d.weekday()][:3]} {ENGLISH[d.month - 1][:3]} {d.day} 10:15:00 GMT {d.year}"),
    "slashes beside the weekday": lambda d: (
        f"{WEEKDAYS[d.weekday()]} {d.day:02}/{d.month:02}/{d.year}"),
    "dotted": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "dotted, with gaps": lambda d: f"{d.day}. {d.month}. {d.year}",
    "year first, with strokes": lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
    "German": lambda d: f"{d.day}. {GERMAN[d.month - 1]} {d.year}, 10:15 Uhr",
    "French": lambda d: f"le {d.day} {FRENCH[d.month - 1]} {d.year} à 10h15",
    "Russian": lambda d: f"{d.day} {RUSSIAN[d.month - 1]} {d.year} г.",
    "Arabic": lambda d: f"{d.day} {ARABIC[d.month - 1]} {d.year}".translate(EASTERN),
    "Chinese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "Korean": lambda d: f"{d.year}년 {d.month}월 {d.day}일",
}  # fmt: skip
# As it may stand below a headline.
LINES = [
    "{}",
    "Published: {}",
    "By Jane Doe | {}",
    "Posted by Jane Doe on {}",
    "| {} |",
    "WORLD {}",
]
TEXT = (
    "Ministers from nine countries met in the harbour town on Friday, and agreed to open a second "
    "ferry line before the winter, officials said.\n\n"
    "The ships are to sail twice a day, with fares that the two ports will set together, and with "
    "a ceiling that the assembly can lower.\n\n"
    "It is the first such agreement since the storm of 12 March 1998, which sank three ferries.\n"
)


def the_weekday_leaves_it_open(form: str, day: datetime.date) -> bool:
    """Whether day and month change places on days that fall on the same weekday."""
    if not form.startswith("slashes") or day.day > 12 or day.day == day.month:
        return False
    return datetime.date(day.year, day.day, day.month).weekday() == day.weekday()


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)),
    st.sampled_from(sorted(FORMS)),
    st.sampled_from(LINES),
)
def test_a_day_in_any_form_below_a_headline_is_found_as_that_day(
    day: datetime.date, form: str, line: str
) -> None:
    raw = f"Second ferry line before the winter\n\n{line.format(FORMS[form](day))}\n\n{TEXT}"
    article = clean_text(raw)
    evidence = article.date_evidence
    assert evidence is not None
    if the_weekday_leaves_it_open(form, day):
        assert article.date is None
        return
    assert (article.date, evidence.problem) == (day.isoformat(), None)
    assert evidence.start is not None
    assert raw[evidence.start : evidence.end] == evidence.text
    assert evidence.line == 3
    assert (evidence.source, evidence.precision) == ("date line", "day")


@pytest.mark.parametrize("language", sorted(_MONTHS))
def test_the_months_of_every_language_are_read(language: str) -> None:
    for month, forms in enumerate(_MONTHS[language].split(), 1):
        for form in set(forms.split("/")) - {"-"}:
            name = form.replace("_", " ")
            for text in (
                f"5 {name} 2014",
                f"5 {without_accents(name).upper()} 2014",
                f"{name} 5, 2014",
            ):
                assert [one.date for one in stated_dates(text)] == [f"2014-{month:02}-05"], text


PIECES = st.sampled_from([
    "Second ferry line before the winter", "By Jane Doe", "5 March 2014", "Mar 5", "2014", "5",
    "Published", "Updated 7 March 2014", "Posted by anna on March 6, 2014 6:34 AM", "2 comments",
    "Related articles", "Fares rise", "03/05/2014", "30 February 2014", "２０１４年３月５日",
    "5 KASIM 2014", "5 Auguſt 2014", "12 March 1950 – 3 May 2014", "\u200b5\xa0March\u20092014\t",
    "  Monday, 5 March 2014  ", "LONDON, March 5, 2014 (Reuters) — Ministers met, officials said.",
    *TEXT.split("\n\n"),
])  # fmt: skip


@given(
    st.lists(st.one_of(PIECES, PIECES, PIECES, st.text(max_size=60)), max_size=25),
    st.sampled_from(["\n", "\n\n", "\r\n", "\r"]),
    st.sampled_from([None, "dmy", "mdy", "ymd"]),
)
def test_the_evidence_is_what_stands_in_the_page(
    pieces: list[str], gap: str, order: str | None
) -> None:
    raw = gap.join(pieces)
    article = clean_text(raw, date_order=order)  # type: ignore[arg-type]
    evidence = article.date_evidence
    if evidence is None:
        assert article.date is None
        return
    assert evidence.start is not None
    assert evidence.end is not None
    assert raw[evidence.start : evidence.end] == evidence.text != ""
    row = article.ledger.set_index("line").loc[evidence.line]
    assert row["start"] <= evidence.start < row["end"]
    if article.date is None:
        assert evidence.problem
    else:
        assert datetime.date.fromisoformat(article.date).isoformat() == article.date


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_words_have_one_of_four_labels(before: str, after: str) -> None:
    assert label_of(before, after) in ("published", "updated", "other", "")


@pytest.mark.parametrize(
    "hostile",
    [
        "9" * 10_000_000,
        ("1234567890 " * 18 + "\n") * 3_000,
        "5 March 2014\n\n" * 5_000,
        ("5 March 2014 " * 15 + "\n") * 500,
        ("1/2/3/4/5/6/" * 18 + "\n") * 2_000,
        ("March march MARCH " * 12 + "2014\n") * 2_000,
        "Mar 5\n2014\n" * 5_000,
        ("published updated posted date " * 7 + "2014-03-05\n") * 2_000,
        ("a date " * 28 + "2014-03-05\n") * 2_000,
    ],
    ids=["digits", "lines of digits", "days", "lines of days", "strokes", "months", "broken days",
         "labels", "words before date"],
)  # fmt: skip
def test_hostile_pages_take_time_in_proportion_to_their_length(hostile: str) -> None:
    begin = time.process_time()
    clean_text(f"{hostile}\n\nSecond ferry line before the winter\n\n{TEXT}")
    assert time.process_time() - begin < 8
