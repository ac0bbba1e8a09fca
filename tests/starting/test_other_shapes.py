"""Studies of other shapes than the shipped one: every chapter runs, and what is said is true."""

from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import rmtree

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis.processing import process
from analysis.report.front_page import front_page
from analysis.report.templates import study_notebooks
from analysis.starting.choosing import choose_grouping
from analysis.starting.folder import write_study
from analysis.starting.survey import survey_inputs
from analysis.study import Study, open_study

Made = Callable[..., Study]

RUSSIAN = [
    "Мэр города открыл мост в понедельник утром. «Мы долго ждали этого дня», — сказал Петров.",
    "Оппозиция обвинила министра, и спор усилился. Цены выросли, и бюджета не хватает.",
    "По словам Лопес, в школе триста учеников. Мэр города ответил, что бюджета не хватает.",
    "Мост открыт, цены выросли. Министр сказал, что школа ждёт, и город ждёт.",
]
HEADLINES = ["Bridge opens in Norton", "School wins prize in Ashby", "Rain again", "Why Norton?"]
ENGLISH = [
    "The bridge was opened on Monday, and the mayor spoke to the crowd of the town.",
    "“We have waited for this,” said Anna Keller, a teacher who lives beside the bridge.",
]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A study of some texts, with its stored tables; the working folder is its own."""

    def make(texts: Sequence[str], outlets: str = "AABB", **columns: Sequence[object]) -> Study:
        ids = [f"a{number}" for number in range(len(texts))]
        rmtree(tmp_path / "study", ignore_errors=True)
        table = {"article_id": ids, "text": texts, "outlet": list(outlets)} | columns
        pd.DataFrame(table).to_csv(tmp_path / "news.csv", index=False)
        survey = survey_inputs([tmp_path / "news.csv"], tmp_path / "study")
        write_study(survey, choose_grouping(survey.found.articles))
        study = open_study(tmp_path / "study")
        process(study)
        monkeypatch.chdir(study.root)
        return study

    return make


def run_chapters(capsys: pytest.CaptureFixture[str], *names: str) -> str:
    """Run the cells of some chapters, or of all, and give what the sentences among them say."""
    notebooks, _ = study_notebooks()
    for name in names or notebooks:
        notebook = notebooks[name]
        cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        with pd.option_context("display.max_colwidth", None, "display.html.use_mathjax", False):
            # What a chapter runs is the project's own.
            exec(compile("\n".join(_said(cell) for cell in cells), name, "exec"), {})
        plt.close("all")
    return capsys.readouterr().out


def _said(cell: str) -> str:
    """The cell with its sentences printed, which a notebook would show."""
    shown = "figures.sentences("
    lines = [
        f"print({line})" if line.startswith(shown) and line.endswith(")") else line
        for line in cell.splitlines()
    ]
    return "\n".join(lines)


def test_articles_in_another_language_are_named_and_not_counted_as_without_frames(
    made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    study = made(RUSSIAN)
    page = front_page(study)
    assert "4 articles are in no language that the codebook covers, and not coded" in page
    assert "No frame of the codebook was found" not in page
    said = run_chapters(capsys)
    assert "4 of 4 articles are not coded" in said
    assert "No sentence could be coded" in said
    assert "4 articles are not in English" in said


def test_of_two_languages_the_shares_are_of_the_articles_that_were_coded(made: Made) -> None:
    page = front_page(made([*ENGLISH, *RUSSIAN[:2]]))
    assert "2 articles are in no language that the codebook covers" in page
    assert "Of 2 sentences of 2 articles" in page or "in 2 sentences of 2 articles" in page


def test_copies_are_told_on_the_front_page(made: Made) -> None:
    copy = " ".join(f"The word {number} stands in this long wire story." for number in range(9))
    page = front_page(made([copy, copy, copy, ENGLISH[0], ENGLISH[1]], "ABBAB"))
    assert "3 articles carry copy that another carries, too (1 text in all)" in page
    assert "Of these texts, 1 stands in more than one group." in page
    assert "carry copy" not in front_page(made(ENGLISH, "AB"))


def test_periods_have_a_noun_in_sentences(made: Made) -> None:
    page = front_page(made(ENGLISH, "AA", date=["2021-03-01", "2021-05-01"]))
    assert "of *the period from 2021\\-05\\-01* differ" in page
    assert "1 article of the period from 2021\\-05\\-01 against 1 article" in page


def test_headlines_alone_give_a_report_without_attributions(
    made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    page = front_page(made(HEADLINES))
    assert "4 articles of 2 outlets, without dates" in page
    said = run_chapters(capsys, "40_framing")
    assert "No attribution was found." in said


def test_one_article_against_one_claims_no_range(
    made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    page = front_page(made(ENGLISH, "AB", date=["2021-03-01"] * 2))
    assert "How does 1 article of *B* differ from 1 article of *A*" in page
    assert "only how that article lies to the other\\." in page
    assert "2 articles of 2 outlets, published on 2021-03-01; " in page
    assert "range of all others" not in run_chapters(capsys, "30_comparison", "40_framing")
