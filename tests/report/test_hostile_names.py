"""Names of groups and outlets, headlines and titles that would act: shown letter by letter.

A small report is built once, in which every name holds markup of every kind, and looked at in a
browser. Without a browser the tests are skipped, unless ANALYSIS_REQUIRE_BROWSER is set.
"""

import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import analysis
from analysis import figures
from analysis.comparison.leading import claims_sentence
from analysis.report.browser import find_browser, running_browser
from analysis.report.evidence_index import evidence_index
from analysis.report.execution import write_notebook
from analysis.report.site import build_site
from analysis.report.sources import Material

ONE = "**<img src=x onerror=alert(1)>** [x](javascript:y) | $a$ ` `` ` # _b_"
OTHER = (
    '=HYPERLINK("javascript:alert(2)","x") <script>alert(3)</script> $\\frac{1}{2}$ '
    "{eval-rst}`x` -- 'q' ... </title> &amp; \\ ~~s~~"
)
TITLE = f"</title><script>alert(4)</script> {ONE}"
NAMES = {"onerror=alert(1)": ONE, "HYPERLINK": OTHER}
# Each text that a page shows, whole, with what a reader would have to open.
TEXTS = """() => {
  document.querySelectorAll('details').forEach(e => { e.open = true });
  return [document.title, ...[...document.querySelectorAll('body *')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .map(e => e.textContent.trim())];
}"""

pytestmark = pytest.mark.skipif(
    not (os.environ.get("ANALYSIS_REQUIRE_BROWSER") or find_browser()),
    reason="no Chromium, Chrome or Edge is installed",
)


def shown(value: Any) -> Any:
    """An output as Jupyter stores it."""
    if isinstance(value, pd.DataFrame):
        return new_output("display_data", {"text/html": value.to_html()})
    data, metadata = value._repr_mimebundle_()
    return new_output("display_data", data, metadata=metadata)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    ids = [f"{name[:20]}/{number}" for name in (ONE, OTHER) for number in range(4)]
    groups = pd.Series([ONE] * 4 + [OTHER] * 4, index=ids)
    bodies = [f"The {'war' if name == ONE else 'peace'} went on. “{name},” Jane said."
              for name in groups]  # fmt: skip
    articles = pd.DataFrame(
        {"article_id": ids, "body": bodies, "headline": groups.to_list(), "date": "2024-01-01",
         "outlet": groups.to_list()}
    )  # fmt: skip
    counts = analysis.count_terms(bodies, article_ids=ids).to_frame()
    compared = analysis.compare_terms(counts, groups, OTHER, ONE, min_articles=2, seed=1)
    design = analysis.comparison_design(groups, OTHER, ONE, articles=articles)
    sizes = {"n_target": design.n_target, "n_reference": design.n_reference}
    effects = figures.frequency_effect(compared, OTHER, ONE, **sizes)
    lines = articles.assign(
        sentence=1, left="", match=articles["body"], right="", group=groups.to_list()
    )
    outputs = {
        "said": figures.sentences([*design.sentences, claims_sentence(compared), ONE, OTHER]),
        "tab-design": design.to_frame(),
        "tab-groups": articles.groupby("outlet").size().to_frame("articles"),
        "fig-effects": figures.picture(effects, alt=f"Words of {ONE} and of {OTHER}."),
        "lines": figures.evidence(lines, by="group"),
    }
    cells = [new_markdown_cell("# Chapter")]
    for count, (name, value) in enumerate(outputs.items(), start=1):
        cells.append(
            new_code_cell("show()", id=name, execution_count=count, outputs=[shown(value)])
        )
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    write_notebook(new_notebook(cells=cells, metadata=metadata), folder / "10_chapter.ipynb")
    front = build_site(
        title=TITLE, authors=[ONE], notebooks=[folder / "10_chapter.ipynb"], pages=None,
        study_root=folder, output=folder / "report", facts={"commit": None},
        material=Material(
            evidence=evidence_index(articles, groups), target=OTHER, reference=ONE,
            design=design.sentences,
        ),
    )  # fmt: skip
    return front.parent


@pytest.fixture(scope="module")
def texts(report: Path) -> dict[str, list[str]]:
    """By page what it shows; a dialog, an error or an address that acts fails at once."""
    found = {}
    with running_browser() as browser:
        page = browser.new_page()
        troubles: list[str] = []
        page.on("dialog", lambda dialog: troubles.append(dialog.message))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        for path in sorted(report.rglob("*.html")):
            page.goto(path.as_uri())
            found[path.name] = page.evaluate(TEXTS)
            acting = "a[href^='javascript:'], img[src=x], iframe"
            assert page.locator(acting).count() == 0, path.name
            assert troubles == [], path.name
    return found


def test_every_page_shows_names_letter_by_letter(texts: dict[str, list[str]]) -> None:
    seen = dict.fromkeys(NAMES.values(), 0)
    for page, shown_there in texts.items():
        for text in (" ".join(each.split()) for each in shown_there):
            for mark, name in NAMES.items():
                whole, ids = text.count(name), text.count(f"{name[:20]}/")
                assert text.count(mark) == whole + ids * (mark in name[:20]), (page, text)
                seen[name] += whole
    assert min(seen.values()) > 20


@pytest.mark.parametrize("page", ["index.html", "summary.html", "10_chapter.html", "search.html"])
def test_the_title_is_text_wherever_it_stands(texts: dict[str, list[str]], page: str) -> None:
    shown_there = texts[page]
    assert TITLE in shown_there[0]
    assert sum(TITLE in text for text in shown_there) >= 2


def test_the_files_of_exhibits_hold_the_names_and_run_nothing(report: Path) -> None:
    table = (report / "exhibits" / "tab-groups.csv").read_text(encoding="utf-8")
    assert f"\n{ONE},4" in table
    quoted = OTHER.replace('"', '""')
    assert f'\n"\'{quoted}",4' in table
    names = [path.name for path in report.rglob("*")]
    assert all(set(name).isdisjoint('<>"`$*|\\') for name in names)
