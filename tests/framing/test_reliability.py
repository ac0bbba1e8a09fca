"""Reliability: sheets out and in, published alphas, and the machine against hand codes."""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from analysis import agreement, coding_sheet
from analysis.errors import InputError
from analysis.framing.coding import code_frames
from analysis.framing.filled_sheets import read_sheet
from analysis.framing.reliability import LEVELS, Level, alphas
from analysis.framing.validation import proportion, validation
from analysis.schema import TABLES

EXAMPLES = json.loads(
    (Path(__file__).parents[1] / "data" / "krippendorff_examples.json").read_text(encoding="utf-8")
)["examples"]
NO_QUOTATIONS = pd.DataFrame({"article_id": [], "start": [], "end": []})


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_published_alphas(example: Any) -> None:
    for level, expected in example["expected"].items():
        row = agreement(example["data"], level=level).table.iloc[0]
        if expected == "undefined":
            assert pd.isna(row["alpha"])
            assert row["note"] == "undefined: every code is the same"
            assert row["percent_agreement"] == 100
        else:
            assert round(row["alpha"], 3) == expected


def test_there_are_six_examples() -> None:
    assert len(EXAMPLES) == 6


CODES = st.lists(
    st.lists(st.sampled_from([None, 1, 2, 3, 7]), min_size=12, max_size=12), min_size=2, max_size=4
)


@given(CODES)
@settings(max_examples=60, deadline=None)
def test_the_resampled_alpha_is_the_package_s_alpha(data: Any) -> None:
    from analysis.framing.reliability import _coincidences, _value_counts

    level: Level
    for level in LEVELS:
        counts, domain = _value_counts(data, level)
        if len(counts) == 0:
            continue
        ours = alphas(_coincidences(counts).sum(axis=0)[None], domain, level)[0]
        if np.isnan(ours):
            assert np.count_nonzero(counts.sum(axis=0)) == 1
            continue
        theirs = krippendorff.alpha(
            value_counts=counts, value_domain=domain, level_of_measurement=level
        )
        assert ours == pytest.approx(theirs)


def test_agreement_of_two_coders_by_hand() -> None:
    a = pd.DataFrame({"article_id": "x", "sentence": range(1, 5), "war": [1, 1, 0, 0]})
    b = a.assign(war=[1, 0, 0, 0])
    result = agreement([a, b])
    row = result.table.iloc[0]
    # Coincidences: 2 of (1,1), 1 each of (0,1) and (1,0), 4 of (0,0); n = 8.
    assert row["percent_agreement"] == 75
    assert row["alpha"] == pytest.approx(1 - (2 / 8) / (2 * 3 * 5 / (8 * 7)))
    assert "no interval from fewer than 10 units" in row["note"]
    assert result.confusion[["value_a", "value_b", "count"]].values.tolist() == [
        ["0", "0", 2],
        ["1", "0", 1],
        ["1", "1", 1],
    ]
    assert list(result.table.columns) == TABLES["agreement"].names
    pd.testing.assert_frame_equal(agreement(a, b).table, result.table)


def test_intervals_shrink_with_units_and_hold_alpha() -> None:
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 2, 400)
    coders = [np.where(rng.random(400) < 0.85, truth, 1 - truth).tolist() for _ in range(2)]
    many = agreement(coders, seed=1).table.iloc[0]
    few = agreement([coder[:40] for coder in coders], seed=1).table.iloc[0]
    for row in (many, few):
        assert row["alpha_low"] < row["alpha"] < row["alpha_high"]
    assert many["alpha_high"] - many["alpha_low"] < few["alpha_high"] - few["alpha_low"]
    assert agreement(coders, seed=1).table.equals(agreement(coders, seed=1).table)


SENTENCES = pd.DataFrame(
    {
        "article_id": ["a"] * 6 + ["b"] * 2,
        "paragraph": 1,
        "sentence": [1, 2, 3, 4, 5, 6, 1, 2],
        "start": [0, 40, 80, 120, 160, 200, 0, 40],
        "end": [30, 70, 110, 150, 190, 230, 30, 70],
        "text": [
            "=1+1 talks", "+49 talks", "-5 rockets", "@news shells", "It rained.", "\tA truce.",
            "A truce.", "It rained.",
        ],
    }
)  # fmt: skip


def codes_of(sentences: pd.DataFrame = SENTENCES) -> pd.DataFrame:
    return code_frames(sentences, "conflict", quotations=NO_QUOTATIONS)


def fill(path: Path, answers: Any, target: Path) -> Path:
    """Fill a sheet: answers(article_id, sentence, frame) gives the code."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Coding"]
    header = [cell.value for cell in sheet[1]]
    for row in range(2, sheet.max_row + 1):
        key = (sheet.cell(row, 1).value, sheet.cell(row, 2).value)
        for column, name in enumerate(header, start=1):
            if name not in ("article_id", "sentence", "text", "remark"):
                sheet.cell(row, column).value = answers(*key, name)
    workbook.save(target)
    return target


def test_a_small_sheet_holds_every_sentence_and_no_formula(tmp_path: Any) -> None:
    path = tmp_path / "sheet.xlsx"
    sample = coding_sheet(SENTENCES, codes_of(), "conflict", path, seed=3)
    assert len(sample) == 8
    assert (sample["probability"] == 1).all()
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["Coding", "Codebook"]
    sheet = workbook["Coding"]
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == SENTENCES["text"].tolist()
    for row in sheet.iter_rows(min_row=2):
        assert row[2].data_type == "s"
        assert row[2].quotePrefix == (row[2].value[0] in "=+-@\t")
        # Blind: nothing is filled in.
        assert all(cell.value is None for cell in row[3:])
    shown = [str(cell.value) for row in workbook["Codebook"].iter_rows() for cell in row]
    assert any("Presents the event as a dispute" in text for text in shown)
    assert not any("withdraw* …" in text for text in shown)


def test_a_sheet_is_the_same_bytes_each_time(tmp_path: Any) -> None:
    digests = set()
    for name in ("one.xlsx", "two.xlsx"):
        coding_sheet(SENTENCES, codes_of(), "conflict", tmp_path / name)
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
        with zipfile.ZipFile(tmp_path / name) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b">2000-01-01T00:00:00Z<" in archive.read("docProps/core.xml")
    assert len(digests) == 1


def many() -> pd.DataFrame:
    texts = ["The talks failed.", "Shells fell.", "It rained."] * 100
    return pd.DataFrame(
        {
            "article_id": [f"a{i // 100}" for i in range(300)],
            "sentence": [i % 100 + 1 for i in range(300)],
            "start": [(i % 100) * 30 for i in range(300)],
            "text": texts,
        }
    )


def test_a_large_sheet_is_a_seeded_sample_of_each_stratum(tmp_path: Any) -> None:
    sentences = many()
    codes = codes_of(sentences)
    path = tmp_path / "s.xlsx"
    sample = coding_sheet(sentences, codes, "conflict", path, per_frame=10, unflagged=5, seed=1)
    drawn = sample.merge(sentences, on=["article_id", "sentence"])["text"].value_counts()
    assert drawn.to_dict() == {"The talks failed.": 10, "Shells fell.": 10, "It rained.": 5}
    chance = sample.merge(sentences, on=["article_id", "sentence"]).groupby("text")["probability"]
    assert chance.first().to_dict() == pytest.approx(
        {"The talks failed.": 0.1, "Shells fell.": 0.1, "It rained.": 0.05}
    )
    again = coding_sheet(sentences, codes, "conflict", path, per_frame=10, unflagged=5, seed=1)
    pd.testing.assert_frame_equal(sample, again)
    other = coding_sheet(sentences, codes, "conflict", path, per_frame=10, unflagged=5, seed=2)
    assert not sample.equals(other)


def test_groups_are_drawn_apart_and_small_ones_taken_whole(tmp_path: Any) -> None:
    sentences = pd.concat([many(), SENTENCES.assign(article_id="z", sentence=range(1, 9))])
    sentences = sentences.assign(start=range(0, 40 * len(sentences), 40))
    groups = {"a0": "then", "a1": "then", "a2": "then", "z": "now"}
    codes = codes_of(sentences)
    sample = coding_sheet(
        sentences, codes, "conflict", tmp_path / "s.xlsx", groups=groups, per_frame=2
    )
    assert sample["group"].value_counts().to_dict() == {"now": 8, "then": 6}
    alone = coding_sheet(
        many(), codes_of(many()), "conflict", tmp_path / "s.xlsx",
        groups=dict.fromkeys(["a0", "a1", "a2"], "then"), per_frame=2,
    )  # fmt: skip
    then = sample[sample["group"] == "then"].reset_index(drop=True)
    pd.testing.assert_frame_equal(then, alone)


def test_filled_sheets_of_two_coders(tmp_path: Any) -> None:
    path = tmp_path / "sheet.xlsx"
    coding_sheet(SENTENCES, codes_of(), "conflict", path)
    anna = fill(path, lambda a, n, frame: int(frame == "diplomacy"), tmp_path / "anna.xlsx")
    ben = fill(
        path, lambda a, n, frame: int(frame == "diplomacy" and n != 1), tmp_path / "ben.xlsx"
    )
    result = agreement([anna, ben])
    table: Any = result.table.set_index("frame")
    assert table.loc["diplomacy", "percent_agreement"] == 75
    assert table.loc["military", "note"] == "undefined: every code is the same"
    assert pd.isna(table.loc["military", "alpha"])
    assert set(result.confusion["coder_a"]) == {"anna"}
    assert set(result.confusion["coder_b"]) == {"ben"}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, r"anna.xlsx, sheet Coding, cell E4: is empty; write one of 0, 1"),
        (" ", r"cell E4: is empty"),
        ("x", r"cell E4: holds x; write one of 0, 1"),
        (2, r"cell E4: holds 2"),
        (0.5, r"cell E4: holds 0.5"),
        ("=1", r"cell E4"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Any, value: Any, message: Any) -> None:
    path = tmp_path / "sheet.xlsx"
    coding_sheet(SENTENCES, codes_of(), "conflict", path)
    good = fill(path, lambda a, n, frame: 0, tmp_path / "ben.xlsx")
    workbook = openpyxl.load_workbook(good)
    workbook["Coding"]["E4"].value = value
    workbook.save(tmp_path / "anna.xlsx")
    with pytest.raises(InputError, match=message):
        agreement([tmp_path / "anna.xlsx", good])


def test_sheets_that_do_not_belong_together_are_refused(tmp_path: Any) -> None:
    a = pd.DataFrame({"article_id": "x", "sentence": [1, 2], "war": [1, 0]})
    with pytest.raises(InputError, match=r"coder 2: has no row for sentence 2 of article x"):
        agreement(a, a[:1])
    with pytest.raises(InputError, match=r"coder 1: has no column law, which coder 2 has"):
        agreement(a, a.rename(columns={"war": "law"}))
    with pytest.raises(InputError, match=r"repeats sentence 1 of article x"):
        agreement(a, pd.concat([a, a]))
    with pytest.raises(InputError, match=r"fewer than two"):
        agreement([a])
    with pytest.raises(InputError, match=r"rows of different lengths"):
        agreement([[1, 0], [1]])
    with pytest.raises(InputError, match=r"level: is 'nominla'"):
        agreement([a, a], level="nominla")  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"has no order"):
        agreement([["a", "b"], ["b", "b"]], level="ordinal")
    (tmp_path / "no.xlsx").write_bytes(b"no spreadsheet")
    with pytest.raises(InputError, match=r"no.xlsx: is no readable .xlsx file"):
        agreement([tmp_path / "no.xlsx", a])
    with pytest.raises(InputError, match=r"gone.xlsx: No such file"):
        agreement([tmp_path / "gone.xlsx", a])
    with pytest.raises(InputError, match=r"does not end in .xlsx"):
        coding_sheet(SENTENCES, codes_of(), "conflict", tmp_path / "sheet.csv")


def test_a_sheet_read_back_has_the_codes_that_were_written(tmp_path: Any) -> None:
    path = tmp_path / "sheet.xlsx"
    coding_sheet(SENTENCES, codes_of(), "conflict", path)
    filled = fill(path, lambda a, n, frame: int(a == "a" and n == 2), tmp_path / "f.xlsx")
    table: Any = read_sheet(filled)
    assert table.loc[("a", 2)].eq(1).all()
    assert table.to_numpy().sum() == 9


def hand(**frames: list[int]) -> pd.DataFrame:
    size = len(next(iter(frames.values())))
    return pd.DataFrame({"article_id": "x", "sentence": range(1, size + 1), **frames})


def machine(sentences: list[int], frame: str = "war") -> pd.DataFrame:
    return pd.DataFrame({"article_id": "x", "sentence": sentences, "frame": frame})


def test_validation_by_hand() -> None:
    # By hand 1-4 of 10; by machine 1, 2, 3, 5, 6.
    row = validation(machine([1, 2, 3, 5, 6]), hand(war=[1] * 4 + [0] * 6)).iloc[0]
    assert row[["true_positive", "false_positive", "false_negative", "true_negative"]].tolist() == [
        3,
        2,
        1,
        4,
    ]
    assert (row["precision"], row["recall"]) == (0.6, 0.75)
    assert row["f1"] == pytest.approx(2 * 0.6 * 0.75 / 1.35)
    assert row["f1_always_yes"] == pytest.approx(2 * 0.4 / 1.4)
    low, high = proportion_confint(3, 5, method="wilson")
    assert (row["precision_low"], row["precision_high"]) == pytest.approx((low, high))
    # On the very sentences it was measured on, the correction gives back the truth.
    assert row["prevalence_machine"] == 0.5
    assert row["prevalence_corrected"] == pytest.approx(0.4)
    assert pd.isna(row["note"])


def test_prevalence_is_corrected_over_all_sentences() -> None:
    everything = pd.DataFrame({"article_id": "x", "sentence": range(1, 101)})
    flagged = [1, 2, 3, 5, 6, *range(50, 80)]
    row = validation(machine(flagged), hand(war=[1] * 4 + [0] * 6), sentences=everything).iloc[0]
    assert row["prevalence_machine"] == pytest.approx(0.35)
    specificity, sensitivity = 4 / 6, 3 / 4
    assert row["prevalence_corrected"] == pytest.approx(
        (0.35 + specificity - 1) / (sensitivity + specificity - 1)
    )
    rare: Any = validation(
        machine([1, 2, 3, 5, 6]), hand(war=[1] * 4 + [0] * 6), sentences=everything
    )
    assert rare.loc[0, "prevalence_corrected"] == 0
    assert "clipped from -" in rare.loc[0, "note"]


def test_what_cannot_be_computed_is_said() -> None:
    rows = validation(machine([1]), hand(war=[0, 0, 0], law=[1, 1, 1], tax=[0, 1, 0]))
    notes = rows.set_index("frame")["note"].to_dict()
    assert "recall undefined" in notes["war"]
    assert "precision undefined" in notes["law"]
    assert "no better than chance" in notes["tax"]
    assert rows["prevalence_corrected"].isna().all()


def test_weights_undo_the_sampling() -> None:
    # Flagged sentences were drawn ten times as often as the others.
    sample = pd.DataFrame(
        {"article_id": "x", "sentence": range(1, 9), "probability": [1.0] * 4 + [0.1] * 4}
    )
    codes = hand(war=[1, 1, 1, 0, 1, 0, 0, 0])
    row = validation(machine([1, 2, 3, 4]), codes, sample=sample).iloc[0]
    assert row["precision"] == 0.75
    assert row["recall"] == pytest.approx(3 / 13)
    assert row["prevalence_hand"] == pytest.approx(13 / 44)
    assert row["prevalence_machine"] == pytest.approx(4 / 44)


def test_validation_per_group() -> None:
    codes = pd.DataFrame({"article_id": ["x", "y"], "sentence": [1, 1], "frame": "war"})
    table = pd.DataFrame({"article_id": ["x", "y"], "sentence": [1, 1], "war": [1, 0]})
    rows = validation(codes, table, groups={"x": "then", "y": "now"})
    assert rows["group"].tolist() == ["all", "now", "then"]
    assert rows["precision"].tolist() == [0.5, 0.0, 1.0]
    with pytest.raises(InputError, match="has no group for article y"):
        validation(codes, table, groups={"x": "then"})
    with pytest.raises(InputError, match="lack sentence 1 of article y"):
        validation(codes, table, sentences=table[:1])


@given(st.integers(1, 60), st.data())
@settings(max_examples=60, deadline=None)
def test_wilson_equals_statsmodels(n: Any, data: Any) -> None:
    k = data.draw(st.integers(0, n))
    successes = np.array([True] * k + [False] * (n - k))
    share, low, high = proportion(successes, np.ones(n))
    assert share == k / n
    assert (low, high) == pytest.approx(proportion_confint(k, n, method="wilson"), abs=1e-9)
