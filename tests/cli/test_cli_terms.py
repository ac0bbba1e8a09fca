"""``count``, ``compare``, ``topics`` and ``concordance``, against the library and by hand."""

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import analysis
from analysis.exports import read_export
from analysis.schema import TABLES

ROOT = Path(__file__).parents[2]


def test_counts_of_the_study_are_its_stored_table(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "counts.csv"
    done = run("count", ROOT, "--out", out, "--rows", 3)
    assert done.status == 0
    stored = ROOT / "data" / "processed" / "term_counts.csv"
    assert out.read_bytes() == stored.read_bytes()
    counts = pd.read_csv(stored, keep_default_na=False)
    first = counts.groupby("term")["count"].sum().sort_values(ascending=False)
    assert done.out.splitlines()[2].split() == [str(first.iloc[0]), "5", first.index[0]]
    assert len(done.out.splitlines()) == 1 + 1 + 3
    assert f"… {len(first) - 3:,} more terms; --rows 0 shows all" in done.err


def test_all_rows_are_shown_on_request_and_written_in_each_form(
    run: Any, tiny: Path, tmp_path: Path
) -> None:
    tables = []
    for name in ("c.csv", "c.parquet", "c.json", "c.jsonl"):
        done = run("count", tiny, "--rows", 0, "--out", tmp_path / name)
        assert "more terms" not in done.err
        tables.append(read_export(tmp_path / name).astype({"count": "int64"}))
    for table in tables[1:]:
        pd.testing.assert_frame_equal(table, tables[0], check_dtype=False)
    text = (tmp_path / "c.json").read_text(encoding="utf-8")
    assert json.loads(text)[0] == {"article_id": "n0", "term": "again", "count": 1}


def test_options_of_counting_are_the_librarys(run: Any, tiny: Path, tmp_path: Path) -> None:
    out = tmp_path / "c.csv"
    run("count", tiny, "--ngrams", 2, "--min-articles", 6, "--stop-words", "english", "--out", out)
    assert sorted(set(read_export(out)["term"])) == ["said", "talks"]


def test_the_comparison_is_the_librarys_and_the_design_comes_first(
    run: Any, tmp_path: Path
) -> None:
    out = tmp_path / "comparison.csv"
    done = run("compare", ROOT, "--out", out)
    study = analysis.open_study(ROOT)
    articles = study.table("articles")
    expected = analysis.compare_terms(
        study.table("term_counts"), study.groups(articles), "2016", "2012", seed=study.seed
    )
    written = read_export(out)
    assert list(written.columns) == TABLES["comparison"].names
    assert written["term"].tolist() == expected["term"].tolist()
    assert written["verdict"].tolist() == expected["verdict"].tolist()
    rates = pd.to_numeric(written["target_rate"])
    pd.testing.assert_series_equal(rates, expected["target_rate"].round(6))
    assert done.out.splitlines()[0] == (
        "1 article of 2016 against 4 articles of 2012 can be dealt out in 5 ways, "
        "so no p-value can be below 0.2."
    )
    assert "in every 2012 article, absent in 2016" in done.out
    explicit = run("compare", ROOT, "--by", "year", "--target", "2016", "--reference", "2012")
    assert explicit.out == done.out


def test_a_file_is_grouped_by_a_column_of_its_own(run: Any, tiny: Path) -> None:
    done = run("compare", tiny, "--by", "side", "--target", "south", "--reference", "north")
    assert done.status == 0
    lines = done.out.splitlines()
    assert lines[0].startswith("3 articles of south against 3 articles of north can be dealt out")
    (trade,) = [line.split("  ") for line in lines if line.startswith("trade")]
    assert [part.strip() for part in trade if part.strip()][:3] == ["trade", "6 in 3 of 3", "0"]
    two = run("compare", tiny, "--by", "side")
    assert two.out.splitlines()[0].startswith("3 articles of south against 3 articles of north")


def test_labels_and_days_group_articles(run: Any, tiny: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("article_id,group\nn0,x\nn1,x\ns0,y\ns1,y\n", encoding="utf-8")
    done = run("compare", tiny, "--by", labels)
    assert done.out.startswith("2 articles of y against 2 articles of x")
    assert "2 of 6 articles have no group and are left out." in done.out
    period = run("compare", ROOT, "--by", "period", "--before", "2012-06-01")
    assert period.out.startswith("2 articles of the period from 2012-06-01 against 3 articles")


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ([], "compare: knows no groups, as these articles are no study's; add --by outlet"),
        (["--by", "wing"], "--by: 'wing' is no column of the articles; there are outlet"),
        (["--by", "side", "--target", "east", "--reference", "north"],
         "target group: no article has the value 'east'; the values in groups are: 'north'"),
        (["--by", "outlet"], "--by: outlet: no article has a value"),
        (["--by", "period"], "--by period: needs a day; add --before 2013-01-01"),
        (["--by", "period", "--before", "soon"], "--before: 'soon' is no day of the calendar"),
        (["--before", "soon"], "--before: 'soon' is no day of the calendar"),
        (["--by", "outlet", "--before", "2013-01-01"], "--before: parts articles by date, and"),
        (["--by", "gone.csv"], "gone.csv: the labels are missing"),
        (["--by", "side", "--alpha", "2"], "alpha: is 2"),
        (["--by", "side", "--out", "x.txt"], "x.txt: is no kind of table that can be written"),
        (["--by", "side", "--rows", "-1"], "Invalid value for '--rows'"),
    ],
)  # fmt: skip
def test_a_wrong_comparison_is_one_line(
    run: Any, tiny: Path, options: list[str], line: str
) -> None:
    done = run("compare", tiny, *options)
    assert done.status == 2
    (said,) = done.err.splitlines()
    assert said.startswith(f"analysis: {line}"), said
    assert done.out == ""


def test_topics_come_with_their_stability(run: Any, tiny: Path, tmp_path: Path) -> None:
    out = tmp_path / "topics.parquet"
    done = run("topics", tiny, "--k", 2, "--table", "articles", "--out", out, "--seed", 3)
    assert done.status == 0
    written = read_export(out)
    assert written.groupby("topic")["article_id"].agg(list).tolist() == [
        ["n0", "n1", "n2"],
        ["s0", "s1", "s2"],
    ]
    shown = run("topics", tiny, "--k", 2)
    assert "stable" in shown.out
    assert "seed 0" in shown.out


def test_a_study_without_its_texts_is_counted_and_compared_by_its_tables(
    run: Any, tmp_path: Path
) -> None:
    for name in ("study.toml", "actors.yml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "data" / "processed", tmp_path / "data" / "processed")
    assert run("compare", tmp_path).out == run("compare", ROOT).out
    options = ("--stop-words", "english", "--min-articles", 2)
    assert run("count", tmp_path, *options).out == run("count", ROOT, *options).out
    for arguments in (("quotes",), ("frames",), ("concordance", "talks")):
        done = run(*arguments, tmp_path)
        assert done.status == 2
        assert done.err.startswith("analysis: the articles' texts: are not here")
    assert "--ngrams: need the articles' texts" in run("count", tmp_path, "--ngrams", 2).err


def test_words_in_context_are_sorted_and_cut(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "lines.csv"
    done = run("concordance", "ceasefire*", ROOT, "--sort", "right", "--width", 20, "--out", out)
    written = read_export(out)
    articles = analysis.read_articles(analysis.open_study(ROOT)).articles
    expected = analysis.concordance(articles, "ceasefire*", sort="right", width=20)
    assert written["right"].tolist() == expected["right"].tolist()
    assert done.out.startswith(f"{len(expected)} places in ")
    brackets = [line.index("[") for line in done.out.splitlines() if "[" in line]
    assert len(set(brackets)) == 1, "the matches do not stand in one column"
    assert "no part of a word" in run("concordance", "!!", ROOT).err
    assert run("concordance", "zebra", ROOT).out == "0 places in 0 of 5 articles\n"


def test_a_cell_that_a_spreadsheet_would_run_is_text(run: Any, tmp_path: Path) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "lines.csv"
    source.write_text(
        '{"article_id": "=cmd", "body": "=1+1 is a sum, they said."}\n', encoding="utf-8"
    )
    assert run("concordance", "sum", source, "--out", out).status == 0
    row = pd.read_csv(out).iloc[0]
    assert row["article_id"] == "'=cmd"
    assert row["left"] == "'=1+1 is a "
    assert read_export(out)["left"].tolist() == ["=1+1 is a "]
    # Numbers stay numbers, negative ones too.
    compared = tmp_path / "compared.csv"
    run("compare", ROOT, "--out", compared)
    assert pd.read_csv(compared)["log_ratio"].min() < 0
