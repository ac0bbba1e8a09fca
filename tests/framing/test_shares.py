"""Shares: numerators, denominators, what a group of one may say, and intervals."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.framing.coding import code_frames
from analysis.framing.diagnostics import indicator_influence, length_correlation
from analysis.framing.shares import FEWEST_ARTICLES, frame_shares
from analysis.schema import TABLES

BOOK = b"""\
name: t
version: 1
language: en
layer: frames
frames:
  law:
    definition: D.
    source: S.
    present: {share: 0.5, indicators: 2}
    indicators: [court, judge]
  war:
    definition: D.
    source: S.
    present: {sentences: 2}
    indicators: [bombs, shells, 'shells fell']
"""
NO_QUOTATIONS = pd.DataFrame({"article_id": [], "start": [], "end": []})


@pytest.fixture(name="book")
def _book() -> Any:
    from analysis.framing.codebook_file import read_codebook

    return read_codebook(BOOK, "t.yml")


def table(**articles: list[str]) -> pd.DataFrame:
    rows = []
    for article_id, texts in articles.items():
        start = 0
        for number, text in enumerate(texts, start=1):
            rows.append((article_id, 1, number, start, start + len(text), text))
            start += len(text) + 1
    return pd.DataFrame(rows, columns=pd.Index(TABLES["sentences"].names))


def shares_of(sentences: pd.DataFrame, book: Any, **options: Any) -> Any:
    codes = code_frames(sentences, book, quotations=NO_QUOTATIONS)
    return frame_shares(codes, sentences, book, **options)


SENTENCES = table(
    a=["Shells and bombs fell.", "Bombs.", "It rained.", "…"],
    b=["A court, a judge.", "It rained."],
    c=["Shells fell in court.", "Nothing.", "Nothing.", "Nothing."],
)
GROUPS = {"a": "then", "b": "then", "c": "now"}


def test_rows_about_articles(book: Any) -> None:
    shares = shares_of(SENTENCES, book).set_index(["article_id", "frame"])
    assert set(shares["unit"]) == {"article"}
    war = shares.loc[("a", "war")]
    # Two of three sentences that hold a word; three hits by two indicators.
    assert (war["flagged"], war["eligible"], war["hits"], war["indicators"]) == (2, 3, 3, 2)
    assert war["share"] == pytest.approx(2 / 3)
    assert (war["no_frame"], war["coverage"]) == (1, pytest.approx(2 / 3))
    assert bool(war["present"])
    assert shares["present"].astype(bool).to_dict() == {
        ("a", "law"): False, ("a", "war"): True,
        ("b", "law"): True, ("b", "war"): False,
        ("c", "law"): False, ("c", "war"): False,
    }  # fmt: skip
    assert shares.loc[("b", "war"), "share"] == 0.0


def test_rows_about_groups(book: Any) -> None:
    shares = shares_of(SENTENCES, book, groups=GROUPS)
    assert list(shares.columns) == TABLES["frame_shares"].names
    assert shares["unit"].tolist() == ["article"] * 6 + ["group"] * 4
    groups = shares[shares["unit"] == "group"].set_index(["group", "frame"])
    then = groups.loc[("then", "war")]
    # Pooled 2 of 5 sentences; the mean of 2/3 and 0.
    assert (then["flagged"], then["eligible"], then["share"]) == (2, 5, pytest.approx(0.4))
    assert then["mean_share"] == pytest.approx(1 / 3)
    assert (then["min_share"], then["max_share"]) == (0.0, pytest.approx(2 / 3))
    assert (then["n_articles"], then["n_present"], then["indicators"]) == (2, 1, 2)
    assert (then["no_frame"], then["coverage"]) == (2, pytest.approx(0.6))
    assert pd.isna(then["present"])
    assert pd.isna(then["ci_low"])
    assert "n = 2: too few articles" in then["note"]


def test_a_group_of_one_gets_no_interval_but_its_place_among_the_others(book: Any) -> None:
    groups = shares_of(SENTENCES, book, groups=GROUPS)
    one = groups[(groups["unit"] == "group") & (groups["group"] == "now")].set_index("frame")
    assert (one["flagged"].tolist(), one["eligible"].tolist()) == ([1, 1], [4, 4])
    assert one["note"].str.startswith("n = 1").all()
    assert one["ci_low"].isna().all()
    assert one["inside_range"].isna().all()  # Two articles make no range.
    third = pd.concat([SENTENCES, table(d=["It rained."])], ignore_index=True)
    groups = shares_of(third, book, groups=GROUPS | {"d": "then"})
    one = groups[(groups["unit"] == "group") & (groups["group"] == "now")].set_index("frame")
    # War: 1/4 lies between 0 and 2/3. Law: 1/4 lies between 0 and 1/2.
    assert one["inside_range"].tolist() == [True, True]
    outside = table(a=["Bombs."], b=["Bombs.", "Rain."], c=["It rained."], d=["Bombs."])
    shares = shares_of(outside, book, groups=GROUPS | {"d": "then"})
    rows = shares[shares["unit"] == "group"].set_index(["group", "frame"])["inside_range"]
    assert not rows["now", "war"]
    assert pd.isna(rows["then", "war"])


def test_articles_that_are_all_alike_give_no_interval_of_no_width(book: Any) -> None:
    names = {f"a{n:02}": ["Bombs." if n % 2 else "It rained."] for n in range(2 * FEWEST_ARTICLES)}
    shares = shares_of(table(**names), book, groups=dict.fromkeys(names, "g"))
    groups = shares[shares["unit"] == "group"].set_index("frame")
    assert groups["ci_low"].notna().to_dict() == {"law": False, "war": True}


def test_intervals_belong_to_the_mean_share_and_cover_it(book: Any) -> None:
    rng = np.random.default_rng(5)
    articles = {
        f"a{number:03}": ["Bombs." if rng.random() < 0.3 else "Rain." for _ in range(10)]
        for number in range(60)
    }
    sentences = table(**articles)
    shares = shares_of(sentences, book, groups=dict.fromkeys(articles, "all"), seed=1)
    row = shares[(shares["unit"] == "group") & (shares["frame"] == "war")].iloc[0]
    own = shares[(shares["unit"] == "article") & (shares["frame"] == "war")]["share"]
    # Student's interval, an independent calculation, nearly agrees at n = 60.
    half = 2.001 * own.std() / np.sqrt(60)
    assert row["ci_low"] == pytest.approx(own.mean() - half, abs=0.01)
    assert row["ci_high"] == pytest.approx(own.mean() + half, abs=0.01)
    again = shares_of(sentences, book, groups=dict.fromkeys(articles, "all"), seed=1)
    pd.testing.assert_frame_equal(shares, again)
    other = shares_of(sentences, book, groups=dict.fromkeys(articles, "all"), seed=2)
    assert not shares["ci_low"].equals(other["ci_low"])


def test_the_interval_begins_at_the_stated_number_of_articles(book: Any) -> None:
    for number, given in ((FEWEST_ARTICLES - 1, False), (FEWEST_ARTICLES, True)):
        articles = {f"a{i}": ["Bombs." if i % 2 else "Rain."] for i in range(number)}
        shares = shares_of(table(**articles), book, groups=dict.fromkeys(articles, "g"))
        group = shares[shares["unit"] == "group"].set_index("frame")
        assert pd.notna(group.loc["war", "ci_low"]) == given
        assert group["note"].isna().all() == given


def test_what_is_not_covered_has_no_share(book: Any) -> None:
    sentences = table(a=["Bombs."], b=["Россия поддержала перемирие в Сирии."], c=["…"])
    with pytest.warns(UserWarning, match="not coded"):
        codes = code_frames(sentences, book, quotations=NO_QUOTATIONS)
    groups = {"a": "x", "b": "x", "c": "y", "d": "y"}
    shares: Any = frame_shares(codes, sentences, book, groups=groups)
    articles = shares[shares["unit"] == "article"].set_index(["article_id", "frame"])
    assert "Cyrillic" in articles.loc[("b", "war"), "note"]
    for article_id in "bcd":
        row = articles.loc[(article_id, "war")]
        assert row["eligible"] == 0
        assert pd.isna(row["share"])
        assert pd.isna(row["present"])
    assert articles.loc[("d", "war"), "note"] == "no eligible sentences"
    group = shares[shares["unit"] == "group"].set_index(["group", "frame"])
    assert group.loc[("x", "war"), "n_articles"] == 1
    assert group.loc[("y", "war"), "n_articles"] == 0
    assert pd.isna(group.loc[("y", "war"), "share"])


@pytest.mark.parametrize(
    ("codes", "options", "message"),
    [
        ({"frame": "peace"}, {}, "has the frame 'peace', which codebook t does not define"),
        ({"sentence": 9}, {}, "has sentence 9 of article a, which is not among the sentences"),
        ({}, {"groups": {"a": "x"}}, "has no group for article b"),
        ({}, {"groups": {"a": "x", "b": None, "c": "x"}}, "has no group for article b"),
    ],
)
def test_what_does_not_belong_together_is_refused(
    book: Any, codes: Any, options: Any, message: Any
) -> None:
    made = code_frames(SENTENCES, book, quotations=NO_QUOTATIONS).assign(**codes)
    with pytest.raises(InputError, match=message):
        frame_shares(made, SENTENCES, book, **options)


def test_leaving_each_indicator_out(book: Any) -> None:
    influence: Any = indicator_influence(SENTENCES, book).set_index("indicator")
    # 'shells fell' stands in c alone; without it 'shells' still flags that sentence.
    row = influence.loc["shells fell"]
    assert (row["hits"], row["flagged"], row["only"], row["present_lost"]) == (1, 1, 0, 0)
    # Without 'bombs' article a keeps one flagged sentence of two and loses the frame.
    row = influence.loc["bombs"]
    assert (row["hits"], row["flagged"], row["only"], row["present_lost"]) == (2, 2, 1, 1)
    row = influence.loc["shells"]
    assert (row["hits"], row["flagged"], row["only"], row["articles"]) == (1, 2, 0, 1)
    assert influence.loc["shells", "flagged_share"] == pytest.approx(2 / 3)
    assert influence.loc["judge", "present_lost"] == 1


def test_leaving_out_equals_coding_with_a_smaller_codebook(book: Any) -> None:
    from analysis.framing.codebook_file import read_codebook

    full: Any = indicator_influence(SENTENCES, book).set_index("indicator")
    flagged = shares_of(SENTENCES, book)
    total = flagged[flagged["frame"] == "war"]["flagged"].sum()
    for written, left in (("bombs, ", "bombs"), ("shells, ", "shells"), (", 'shells fell'", None)):
        smaller = read_codebook(BOOK.replace(written.encode(), b""), "t.yml")
        without = shares_of(SENTENCES, smaller)
        lost = total - without[without["frame"] == "war"]["flagged"].sum()
        assert lost == full.loc[left or "shells fell", "only"]


def test_correlation_with_length() -> None:
    shares = pd.DataFrame(
        {
            "unit": ["article"] * 5 + ["group"],
            "frame": "war",
            "eligible": [10, 20, 30, 40, 50, 150],
            "flagged": [1, 2, 2, 5, 4, 14],
            "share": [0.1, 0.1, 0.07, 0.125, 0.08, 0.09],
            "present": pd.array([False, False, False, False, False, None], dtype="boolean"),
        }
    )
    from scipy.stats import spearmanr

    row: Any = length_correlation(shares).iloc[0]
    articles: Any = shares[:5]
    expected = spearmanr(articles["eligible"], articles["share"]).statistic
    assert row["rho_share"] == pytest.approx(expected)
    assert row["rho_flagged"] == pytest.approx(
        spearmanr(articles["eligible"], articles["flagged"]).statistic
    )
    assert pd.isna(row["rho_present"])
    assert "does not vary" in row["note"]
    assert length_correlation(shares[:3])["rho_share"].isna().all()
