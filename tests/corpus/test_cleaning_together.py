"""Pages cleaned together: what an outlet's pages teach, in processes and without; linear work."""

import sys
from collections.abc import Callable

import pandas as pd
import pytest

from analysis.corpus.cleaning import clean_text
from analysis.corpus.pages import clean_pages
from analysis.corpus.recurring import learn_lines
from analysis.framing.corpus_quotations import quotations_table
from analysis.text.sentences import split_sentences

NOTICE = "A free press is what this paper stands for, and has done since its first day"
TEXT = (
    "Ministers met in the town of {0} on Monday, and talks went on until {0} slept.\n\n"
    "“We came to listen to {0},” said one of them, who asked not to be named.\n\n"
)


def pages(n: int) -> dict[str, str]:
    names = [f"Place{chr(97 + k % 26)}{chr(97 + k // 26)}" for k in range(n)]
    return {name: f"Talks in {name}\n\n{TEXT.format(name)}{NOTICE}\n" for name in names}


def test_what_recurs_at_an_outlet_is_dropped_there_and_nowhere_else() -> None:
    raws = pages(4)
    outlets = dict(zip(raws, ["One", "One", "One", "Two"], strict=True))
    cleaned, learnt = clean_pages(raws, outlets)
    assert learnt[["outlet", "text", "pages"]].to_numpy().tolist() == [["One", NOTICE, 3]]
    kept = [NOTICE in clean.body for clean in cleaned.values()]
    assert kept == [False, False, False, True]


def test_what_was_learnt_repeats_the_result_on_other_pages() -> None:
    raws = pages(4)
    _, learnt = clean_pages(raws, dict.fromkeys(raws, "One"))
    name, raw = next(iter(raws.items()))
    again, same = clean_pages({name: raw}, {name: "One"}, learnt=learnt)
    assert NOTICE not in again[name].body
    pd.testing.assert_frame_equal(same, learnt)
    alone, nothing = clean_pages({name: raw}, {name: "One"})
    assert NOTICE in alone[name].body
    assert nothing.empty


def test_pages_of_no_outlet_teach_nothing() -> None:
    raws = list(pages(4).values())
    assert learn_lines(raws, [None, "", float("nan"), "One"]).empty


def test_processes_change_nothing() -> None:
    raws = pages(12)
    outlets = dict.fromkeys(raws, "One")
    one, learnt = clean_pages(raws, outlets, processes=1)
    two, same = clean_pages(raws, outlets, processes=2)
    pd.testing.assert_frame_equal(learnt, same)
    assert list(one) == list(two)
    for name, clean in one.items():
        assert (clean.body, clean.headline, clean.date) == (
            two[name].body, two[name].headline, two[name].date,
        )  # fmt: skip
        pd.testing.assert_frame_equal(clean.ledger, two[name].ledger)
    articles = pd.DataFrame({"article_id": list(one), "body": [c.body for c in one.values()]})
    pd.testing.assert_frame_equal(
        split_sentences(articles, processes=1), split_sentences(articles, processes=2)
    )
    pd.testing.assert_frame_equal(
        quotations_table(articles, workers=1), quotations_table(articles, workers=2)
    )


def calls(function: Callable[[], object]) -> int:
    """How many calls, of Python's and of compiled functions, a function makes."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "work",
    [
        clean_text,
        lambda raw: split_sentences(pd.DataFrame({"article_id": ["a"], "body": [raw]})),
    ],
    ids=["clean_text", "split_sentences"],
)
def test_work_grows_with_the_length_of_a_page(work: Callable[[str], object]) -> None:
    def page(size: int) -> str:
        return "Talks\n\n" + "".join(
            TEXT.format(f"{k}th") + f"Read more\n\nShare {k}\n" for k in range(size)
        )

    work(page(10))
    small, large = (calls(lambda size=size: work(page(size))) for size in (100, 400))  # type: ignore[misc]
    assert large < 4.4 * small
