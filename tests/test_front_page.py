"""What the front page and the README say is what the tables and notebooks hold."""

import re
from pathlib import Path

import nbformat
import pandas as pd

from analysis.report.notebooks import figures_of
from analysis.study import open_study

ROOT = Path(__file__).parents[1]
STUDY = open_study(ROOT)
PAGE = " ".join((ROOT / "pages/index.md").read_text(encoding="utf-8").split())
README = (ROOT / "README.md").read_text(encoding="utf-8")
NOTEBOOKS = {
    path.stem: nbformat.read(path, as_version=4)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
}


def flagged(frame: str) -> "pd.Series[int]":
    """Sentences with a frame, per article."""
    codes = STUDY.table("frame_codes").query("frame == @frame")
    per_article = codes.groupby("article_id")["sentence"].nunique()
    return per_article.reindex(STUDY.table("articles")["article_id"], fill_value=0)


def by_group(per_article: "pd.Series[int]") -> dict[str, int]:
    groups = STUDY.groups(STUDY.table("articles"))
    return {str(group): int(n) for group, n in per_article.groupby(groups).sum().items()}


SENTENCES = by_group(STUDY.table("sentences").groupby("article_id").size())


def test_the_humanitarian_frame() -> None:
    machine = flagged("humanitarian")
    groups = by_group(machine)
    most = int(machine.drop("expatica-2016-02-11").max())
    assert f"in {groups['2016']} of its {SENTENCES['2016']} sentences" in PAGE
    assert (
        f"do so in {groups['2012']} of {SENTENCES['2012']}, and none of them in more than {most}"
        in PAGE
    )
    hand = pd.read_csv(ROOT / "data/coding/hand-codes.csv").groupby("article_id")["humanitarian"]
    counted = by_group(hand.sum())
    assert (
        f"{counted['2016']} of {SENTENCES['2016']} against {counted['2012']} of {SENTENCES['2012']}"
        in PAGE
    )


def test_the_most_frequent_frames() -> None:
    codes = STUDY.table("frame_codes").drop_duplicates(["article_id", "sentence", "frame"])
    assert set(codes["frame"].value_counts().index[:2]) == {"military", "diplomacy"}


def test_terrorism_is_in_one_article_and_in_reported_words() -> None:
    codes = STUDY.table("frame_codes").query("frame == 'terrorism'")
    assert set(codes["article_id"]) == {"expatica-2016-02-11"}
    assert codes["quoted"].all()


def test_the_picture_is_the_notebooks() -> None:
    figures = {
        cell: svg for notebook in NOTEBOOKS.values() for cell, svg in figures_of(notebook).items()
    }
    copies = sorted((ROOT / "pages/figures").glob("*.svg"))
    assert copies
    for copy in copies:
        assert copy.read_text(encoding="utf-8") == figures[copy.stem], (
            f"run `analysis notebooks`: {copy.name}"
        )
        assert f"figures/{copy.name}" in PAGE
        assert f"pages/figures/{copy.name}" in README


def test_every_exhibit_of_the_readme_is_made_by_the_cell_it_names() -> None:
    listed = re.findall(
        r"^\| (Figure|Table) (\d+) \| .+ \| `(\w+)`, `([\w-]+)` \|$", README, re.MULTILINE
    )
    made = [
        (stem, cell.id)
        for stem, notebook in NOTEBOOKS.items()
        for cell in notebook.cells
        if cell.id.startswith(("fig-", "tab-"))
    ]
    assert [(stem, cell) for _, _, stem, cell in listed] == made
    for kind, number, stem, cell_id in listed:
        (cell,) = (cell for cell in NOTEBOOKS[stem].cells if cell.id == cell_id)
        assert cell.outputs, f"{stem}, {cell_id} shows nothing"
        prose = "".join(
            cell.source for cell in NOTEBOOKS[stem].cells if cell.cell_type == "markdown"
        )
        assert f"**{kind} {number}.**" in prose


def test_tables_and_figures_are_numbered_through() -> None:
    prose = "".join(
        cell.source
        for notebook in NOTEBOOKS.values()
        for cell in notebook.cells
        if cell.cell_type == "markdown"
    )
    for kind in ("Figure", "Table"):
        numbers = [int(n) for n in re.findall(rf"\*\*{kind} (\d+)\.\*\*", prose)]
        assert numbers == list(range(1, len(numbers) + 1))


def test_the_readme_shows_the_commands() -> None:
    assert "python3 run.py report" in README
    assert "python3 run.py test" in README
    assert ".ci/run" not in README or "python3 run.py test" in (ROOT / ".ci/run").read_text()
