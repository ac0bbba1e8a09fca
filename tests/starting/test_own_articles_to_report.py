"""From a CSV of 200 articles to a finished report, as a researcher would: two commands."""

import csv
import json
import re
import sys
from collections.abc import Iterator
from html import unescape
from itertools import count
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.study import open_study

OUTLETS = ("The Daily Example", "The Evening Sample")
CHAPTERS = ("10_corpus", "20_topics", "30_comparison", "40_framing", "50_robustness")
OFTEN = ("strike", "budget")
"""The word that is more frequent in each outlet."""


def sentences(outlet: int) -> Iterator[str]:
    """Sentences without end: one in two carries the word of its outlet, one in ten the other's."""
    places = ("London", "Leeds", "Bristol", "Cardiff", "Glasgow")
    for number in count(outlet * 3):
        place = places[number % 5]
        word = OFTEN[outlet] if number % 2 else "timetable"
        other = OFTEN[1 - outlet] if number % 10 == 3 else "weather"
        yield (
            f"The {word} kept travellers in {place} waiting for hour {number % 17}.",
            f"“Nobody asked us about the {word},” the mayor of {place} said.",
            f"Ministers warned that the {other} would cost the city {number % 29} million pounds.",
            f"Because of the {other}, trains from {place} were cancelled on day {number % 23}.",
            f"A spokesman for the railway blamed the {word} and the {other} in {place}.",
        )[number % 5]


def write_articles(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "title", "article_content", "outlet", "published"))
        supply = [sentences(0), sentences(1)]
        for number in range(200):
            words = supply[number % 2]
            body = " ".join(next(words) for _ in range(6))
            day = f"20{23 + number // 120}-{1 + number % 12:02}-{1 + number % 28:02}"
            outlet = OUTLETS[number % 2]
            rows.writerow((f"a{number:03}", f"Story {number}", body, outlet, day))


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["analysis", *map(str, arguments)])
    return main()


def test_a_csv_of_two_outlets_becomes_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_articles(tmp_path / "news.csv")
    folder = tmp_path / "trains"
    arguments = ("--from", tmp_path / "news.csv", "--title", "Trains in the news", "--yes")
    assert run(monkeypatch, "new", folder, *arguments) == 0
    assert run(monkeypatch, "report", folder) == 0, capsys.readouterr().err
    study = open_study(folder)

    articles = study.table("articles")
    assert len(articles) == 200
    assert study.groups(articles).value_counts().to_dict() == dict.fromkeys(OUTLETS, 100)

    report = folder / "build" / "report"
    pages = {
        path.stem: unescape(path.read_text(encoding="utf-8")) for path in report.glob("*.html")
    }
    assert set(CHAPTERS) <= set(pages)
    front = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", pages["index"]))
    words = int(articles["n_words"].sum())
    for said in (
        "How do 100 articles of The Evening Sample differ from 100 articles of The Daily Example",
        "200 articles of 2 outlets",
        f"{words:,} words",
        "No problem was met in reading them.",
    ):
        assert said in front
    # Only what the verdicts claim is said to differ, and it is what was put into the texts.
    for outlet, word in zip(OUTLETS, OFTEN, strict=True):
        (found,) = re.findall(rf"More frequent in {outlet}: ([^.]*)\.", front)
        assert word in found.split(", ")
    for chapter in CHAPTERS:
        for word in ("Syria", "Russia", "Expatica", "Lavrov", "Munich", "five articles"):
            assert word not in pages[chapter], f"{chapter} speaks of {word}"

    described = json.loads((folder / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert (described["name"], described["title"]) == ("trains-in-the-news", "Trains in the news")
    assert {resource["path"] for resource in described["resources"]} == {
        f"processed/{path.name}" for path in study.processed.iterdir()
    }
    dictionary = (folder / "data" / "README.md").read_text(encoding="utf-8")
    assert "### articles" in dictionary
    assert "### manifest" not in dictionary
    exhibits = re.findall(r"^\| (Table|Figure) \d+ \|", (folder / "README.md").read_text(), re.M)
    assert len(exhibits) > 20


def test_a_damaged_csv_stops_the_report_until_it_is_told_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stops before any analysis; if told to go on, the front page says what is lost."""
    from analysis.processing import process
    from analysis.report.front_page import front_page, passed_over

    write_articles(tmp_path / "news.csv")
    with (tmp_path / "news.csv").open("a", encoding="utf-8") as file:
        file.write("a200,No text,,The Daily Example,2023-01-01\n")
        file.write("a201,<b>x</b>,A text | of **one**.,The Daily Example,never\n")
    folder = tmp_path / "trains"
    assert run(monkeypatch, "new", folder, "--from", tmp_path / "news.csv", "--yes") == 0
    assert "2 problems put records in doubt, and a report stops" in capsys.readouterr().err
    assert run(monkeypatch, "report", folder) == 2
    said = capsys.readouterr().err
    assert "build/problems.csv: 2 problems in what was read (1 × date, 1 × empty)" in said
    assert "--on-problem skip" in said
    assert not (folder / "data" / "processed").exists()

    text = (folder / "study.toml").read_text(encoding="utf-8")
    text = text.replace('on_problem = "stop"', 'on_problem = "skip"')
    (folder / "study.toml").write_text(text, encoding="utf-8")
    study = open_study(folder)
    process(study)
    assert len(study.table("articles")) == 201
    notice = passed_over(study)
    assert "2 times a record was lost or is in doubt (1 × date, 1 × empty)" in notice
    assert r"data\/raw\/news\.csv\, line" in notice
    assert "Problems met: 1 × date, 1 × empty" in front_page(study)
