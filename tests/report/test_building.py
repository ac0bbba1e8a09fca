"""A study to its report: with the texts, from the stored tables alone, and when something fails."""

import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path

import nbformat
import pandas as pd
import pytest

import analysis
from analysis.errors import InputError
from analysis.report.building import build_report
from analysis.report.notebooks import notebooks_of, store_outputs
from analysis.study import Study, open_study

ROOT = Path(__file__).parents[2]
CHAPTER = (
    "import analysis\n"
    "study = analysis.open_study()\n"
    "study.table('articles')[['article_id', 'n_words']]"
)


def say(text: str) -> None:
    """Nobody listens."""


@pytest.fixture
def small(tmp_path: Path) -> Study:
    """The shipped data with one short chapter."""
    for name in ("study.toml", "actors.yml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "notebooks").mkdir()
    cells = [nbformat.v4.new_markdown_cell("# Words"), nbformat.v4.new_code_cell(CHAPTER)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "notebooks" / "10_words.ipynb")
    return open_study(tmp_path)


def test_a_report_is_made_from_the_raw_articles_and_again_the_same(small: Study) -> None:
    shutil.rmtree(small.processed)
    index = build_report(small, from_processed=False, say=say)
    assert index == small.root / "build" / "report" / "index.html"
    assert "expatica-2016-02-11" in (index.parent / "10_words.html").read_text(encoding="utf-8")
    stored = nbformat.read(small.root / "notebooks" / "10_words.ipynb", as_version=4)
    assert stored.cells[1].outputs == []
    # Again, as after a run that was killed while it made the pages.
    before = {path: path.read_bytes() for path in index.parent.rglob("*") if path.is_file()}
    (small.root / "build" / "steps" / "build%2Freport.json").unlink()
    said: list[str] = []
    build_report(small, from_processed=False, say=said.append)
    assert said == ["unchanged: data/processed", "unchanged: 10_words", "making the pages"]
    after = {path: path.read_bytes() for path in index.parent.rglob("*") if path.is_file()}
    assert after == before


def test_a_failing_notebook_is_named_and_the_old_report_stays(small: Study) -> None:
    index = build_report(small, from_processed=False, say=say)
    before = index.read_bytes()
    path = small.root / "notebooks" / "20_wrong.ipynb"
    cells = [nbformat.v4.new_markdown_cell("# Wrong"), nbformat.v4.new_code_cell("1 / 0")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    with pytest.raises(InputError, match=r"20_wrong\.ipynb: cell 2 .* ZeroDivisionError"):
        build_report(small, from_processed=False, say=say)
    with pytest.raises(InputError, match=r"20_wrong\.ipynb"):
        store_outputs(small, say=say)
    assert index.read_bytes() == before
    stored = nbformat.read(small.root / "notebooks" / "10_words.ipynb", as_version=4)
    assert stored.cells[1].outputs == []


def test_without_the_texts_the_way_out_is_named(small: Study) -> None:
    shutil.rmtree(small.root / "data" / "raw")
    with pytest.raises(InputError, match=r"articles\.csv: .* are missing; .* --from-processed"):
        build_report(small, from_processed=False, say=say)


def test_a_group_without_articles_ends_it_before_any_chapter_runs(small: Study) -> None:
    said: list[str] = []
    with pytest.raises(InputError, match=r"target = '2017', but no article is in that group"):
        build_report(replace(small, target="2017"), from_processed=True, say=said.append)
    assert not any("running" in line for line in said)


def test_a_study_without_notebooks_says_so(small: Study) -> None:
    shutil.rmtree(small.root / "notebooks")
    with pytest.raises(InputError, match="notebooks: holds no notebook"):
        notebooks_of(small)


def test_the_shipped_report_needs_no_texts_and_then_quotes_none(tmp_path: Path) -> None:
    for name in ("study.toml", "actors.yml"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("notebooks", "pages", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.rmtree(tmp_path / "data" / "raw")
    index = build_report(open_study(tmp_path), from_processed=True, say=say)
    pages = {
        path.stem: unescape(path.read_text(encoding="utf-8"))
        for path in index.parent.glob("*.html")
    }
    assert {"10_corpus", "20_topics", "30_comparison", "40_framing"} <= set(pages)
    assert all(
        "Left out: this passage quotes" in pages[name] for name in ("10_corpus", "40_framing")
    )
    corpus = analysis.read_articles(open_study(ROOT))
    sentences: pd.Series[str] = analysis.split_sentences(corpus.articles)["text"]
    for name, page in pages.items():
        for sentence in sentences[sentences.str.len() > 60]:
            assert sentence[:60] not in page, f"{name} quotes {sentence!r}"
