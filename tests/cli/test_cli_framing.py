"""``frames``, ``quotes``, ``sheet`` and ``agreement``, against the library and by hand."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import analysis
from analysis.exports import read_export, write_export
from analysis.framing.corpus_quotations import quotations_table

ROOT = Path(__file__).parents[2]


def test_shares_stand_with_their_denominators(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "shares.csv"
    done = run("frames", ROOT, "--out", out)
    assert done.status == 0
    study = analysis.open_study(ROOT)
    expected = analysis.frame_shares(
        study.table("frame_codes"), study.table("sentences"), study.codebook,
        groups=study.groups(study.table("articles")), seed=study.seed,
    )  # fmt: skip
    written = read_export(out)
    assert pd.to_numeric(written["flagged"]).tolist() == expected["flagged"].tolist()
    chosen = expected.query("unit == 'group' and frame == 'diplomacy' and group == '2012'")
    (row,) = chosen.to_dict("records")
    (line,) = [line for line in done.out.splitlines() if line.split()[:2] == ["diplomacy", "2012"]]
    assert f"{row['flagged']} of {row['eligible']}" in line
    assert f"{row['n_present']} of {row['n_articles']}" in line
    assert "2016: n = 1: one article, no interval and no test" in done.out


def test_without_groups_all_articles_are_one(run: Any, tiny: Path, tmp_path: Path) -> None:
    out = tmp_path / "codes.jsonl"
    done = run("frames", tiny, "--codebook", "conflict", "--table", "codes", "--out", out)
    assert done.status == 0
    codes = read_export(out)
    assert set(codes.loc[codes["frame"] == "diplomacy", "match"]) == {"talks"}
    shares = run("frames", tiny, "--codebook", "conflict").out
    (line,) = [line for line in shares.splitlines() if line.startswith("diplomacy")]
    assert line.split()[1:5] == ["all", "9", "of", "12"]


def test_articles_in_another_language_are_named(run: Any, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    write_export(
        pd.DataFrame(
            {"article_id": ["a", "b"], "body": ["Talks failed.", "وقف إطلاق النار في المدينة"]}
        ),
        source,
    )
    done = run("frames", source, "--codebook", "conflict")
    assert done.status == 0
    assert "note: 1 of 2 articles are not coded, such as article b" in done.err


def test_who_speaks(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "quotations.csv"
    done = run("quotes", ROOT, "--out", out, "--rows", 2)
    study = analysis.open_study(ROOT)
    articles = analysis.read_articles(study).articles
    expected = quotations_table(articles, actors=study.actors)
    written = read_export(out)
    assert written["text"].tolist() == expected["text"].tolist()
    assert done.out.startswith(f"{len(expected)} attributions in 5 articles")
    voice = study.table("voice").groupby("speaker")["words"].sum().sort_values(ascending=False)
    assert done.out.splitlines()[3].endswith(str(voice.index[0]))
    assert done.out.splitlines()[3].split()[0] == str(voice.iloc[0])


def test_speakers_need_no_list_of_actors(run: Any, tiny: Path, tmp_path: Path) -> None:
    out = tmp_path / "voice.csv"
    done = run("quotes", tiny, "--table", "voice", "--out", out)
    assert "actor" not in done.out
    rebels = [line for line in done.out.splitlines() if line.endswith("Rebels")]
    assert rebels
    assert rebels[0].split()[1] == "3"
    assert set(read_export(out)["kind"]) == {"indirect"}
    assert "gone.yml: does not exist" in run("quotes", tiny, "--actors", "gone.yml").err


@pytest.fixture
def sheets(run: Any, tiny: Path, tmp_path: Path) -> list[Path]:
    """Two sheets from one call, filled in differently."""
    from openpyxl import load_workbook

    first = tmp_path / "anna.xlsx"
    assert run("sheet", tiny, "--out", first, "--codebook", "conflict").status == 0
    second = tmp_path / "bert.xlsx"
    assert run("sheet", tiny, "--out", second, "--codebook", "conflict").status == 0
    assert first.read_bytes() == second.read_bytes()
    for path, wrong in ((first, 0), (second, 3)):
        workbook = load_workbook(path)
        sheet = workbook["Coding"]
        names = [cell.value for cell in sheet[1]]
        assert "quoted" not in names
        assert "probability" not in names
        for row in range(2, sheet.max_row + 1):
            for column, name in enumerate(names, start=1):
                if name == "diplomacy":
                    sheet.cell(row, column).value = int(row % 2 == 0 or row - 2 < wrong)
                elif name not in ("article_id", "sentence", "text", "remark"):
                    sheet.cell(row, column).value = 0
        workbook.save(path)
    return [first, second]


def test_agreement_states_alpha_its_interval_and_what_is_undefined(
    run: Any, sheets: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "agreement.json"
    done = run("agreement", *sheets, "--out", out)
    assert done.status == 0
    expected = analysis.agreement(sheets).table.set_index("frame").loc["diplomacy"]
    (line,) = [line for line in done.out.splitlines() if line.startswith("diplomacy")]
    assert f"{expected['alpha']:.3f}" in line
    assert f"{expected['alpha_low']:.3f} to {expected['alpha_high']:.3f}" in line
    (same,) = [line for line in done.out.splitlines() if line.startswith("military")]
    assert "undefined: every code is the same" in same
    assert "100.0" in same
    table = read_export(out).set_index("frame")
    assert table.loc["diplomacy", "alpha"] == round(expected["alpha"], 6)
    confusion = run("agreement", *sheets, "--table", "confusion").out
    assert "anna" in confusion


def test_a_filled_sheet_is_never_written_over(run: Any, tiny: Path, sheets: list[Path]) -> None:
    before = sheets[0].read_bytes()
    done = run("sheet", tiny, "--out", sheets[0], "--codebook", "conflict")
    assert done.status == 2
    assert "is there already, and may have been filled in" in done.err
    assert sheets[0].read_bytes() == before


def test_the_sample_is_written_apart(run: Any, tiny: Path, tmp_path: Path) -> None:
    sample = tmp_path / "sample.csv"
    done = run("sheet", tiny, "--out", tmp_path / "s.xlsx", "--codebook", "conflict",
               "--per-frame", 1, "--unflagged", 1, "--by", "side", "--sample", sample)  # fmt: skip
    assert done.status == 0
    drawn = pd.read_csv(sample)
    assert set(drawn["group"]) == {"north", "south"}
    assert drawn["probability"].between(0, 1, inclusive="right").all()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("sheet", "--out", "s.csv"), "s.csv: does not end in .xlsx"),
        (("sheet",), "Missing option '--out'"),
        (("frames", "--codebook", "mine"), "mine: cannot be read as a codebook"),
        (("agreement", "gone.xlsx", "gone.xlsx"), "gone.xlsx: No such file"),
        (("agreement", "gone.csv", "gone.csv"), "gone.csv: does not exist"),
        (("agreement", "x.xlsx", "--level", "good"), "Invalid value for '--level'"),
    ],
)
def test_a_mistake_in_framing_is_one_line(run: Any, arguments: tuple[str, ...], line: str) -> None:
    done = run(*arguments)
    assert done.status == 2
    (said,) = done.err.splitlines()
    assert said.startswith(f"analysis: {line}"), said
