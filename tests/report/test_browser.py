"""The report in a real browser: nothing fetched, nothing broken, nothing that articles say acts.

The shipped study's report is built once, from the notebooks as stored, with one chapter and one
article more that try to act. Without a browser these tests are skipped, unless
ANALYSIS_REQUIRE_BROWSER is set, as it is in CI.
"""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import analysis
from analysis import figures
from analysis.figures.behind import evidence_link
from analysis.framing.codebook import load_codebook
from analysis.report.browser import find_browser, running_browser
from analysis.report.evidence_index import evidence_index
from analysis.report.execution import write_notebook
from analysis.report.provenance import gather_facts
from analysis.report.site import build_site
from analysis.report.sources import Material
from analysis.study import open_study

ROOT = Path(__file__).parents[2]
STUDY = open_study(ROOT)
ACTS = (
    "<script>window.acted = 1</script>",
    "<img src=x onerror='window.acted = 2'>",
    "<svg onload='window.acted = 3'></svg>",
    "[press](javascript:window.acted=4)",
    "<a href='javascript:window.acted=5'>press</a>",
    '=HYPERLINK("javascript:window.acted=6","x")',
    "$\\href{javascript:window.acted=7}{x}$ **bold** `code` {eval-rst}`x`",
    "</title></style></textarea></script><script>window.acted = 8</script>",
    "\"><iframe srcdoc='<script>parent.acted = 9</script>'></iframe>",
)
WEIGHT = 1_500_000  # bytes
SECOND = 1000  # milliseconds
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"

# Contrast is a matter of colour, size and ground alone: one element of each such look is enough.
ONE_OF_EACH_LOOK = """() => {
  const looks = new Set();
  const ground = (e) => {
    while (e && getComputedStyle(e).backgroundColor === 'rgba(0, 0, 0, 0)') e = e.parentElement;
    return e ? getComputedStyle(e).backgroundColor : '';
  };
  document.querySelectorAll('[data-look]').forEach((e) => e.removeAttribute('data-look'));
  document.querySelectorAll('body *:not(svg *)').forEach((e) => {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) return;
    if (!e.checkVisibility()) return;
    const style = getComputedStyle(e);
    const parts = [style.color, style.fontSize, style.fontWeight, style.opacity, ground(e)];
    if (looks.has(parts.join())) return;
    looks.add(parts.join());
    e.dataset.look = '';
  });
  return looks.size;
}"""


def missing_browser() -> str:
    if os.environ.get("ANALYSIS_REQUIRE_BROWSER") or find_browser():
        return ""  # In CI a missing browser fails the tests, in running_browser.
    return "no Chromium, Chrome or Edge is installed"


pytestmark = pytest.mark.skipif(bool(missing_browser()), reason=missing_browser() or "-")


def hostile_article() -> pd.DataFrame:
    body = " ".join(f"Zymurgy {number}: {text}." for number, text in enumerate(ACTS))
    row = {"article_id": f"x{ACTS[0]}", "headline": ACTS[7], "outlet": ACTS[1], "body": body}
    return pd.DataFrame([{**row, "date": "2016-03-01"}])


def hostile_notebook(path: Path) -> None:
    table = pd.DataFrame({"term": list(ACTS), "article_id": ACTS[0], "count": 1})
    frames = pd.DataFrame(
        {"frame": list(ACTS[:3]), "article_id": ACTS[0], "flagged": 1, "eligible": 2}
    )
    picture = figures.picture(figures.frame_matrix(frames), alt=ACTS[7])
    data, metadata = picture._repr_mimebundle_()
    data["image/svg+xml"] = data["image/svg+xml"].replace(
        "</svg>",
        "<script>window.acted = 10</script><foreignObject><body onload='window.acted = 11'/>"
        "</foreignObject><a href='javascript:window.acted=12'><text y='9'>press</text></a></svg>",
    )
    lines = pd.DataFrame(
        [{"term": text, "article_id": text, "sentence": 1, "left": text, "match": text,
          "right": text} for text in ACTS]
    )  # fmt: skip
    fold = figures.evidence(lines, "term")
    outputs = [
        new_output("display_data", data={"text/html": table.to_html(), "text/plain": ""}),
        new_output("display_data", data={"text/html": "".join(ACTS), "text/plain": ""}),
        new_output("display_data", data={"text/html": fold.html, "text/plain": fold.text}),
        new_output("display_data", data=data, metadata=metadata),
        new_output("display_data", data={"application/javascript": "window.acted = 13"}),
        new_output("stream", name="stdout", text="\n".join(ACTS)),
    ]
    cells = [new_markdown_cell("# What acts")]
    cells += [
        new_code_cell("show", id=f"c{at}", outputs=[output], execution_count=1)
        for at, output in enumerate(outputs)
    ]
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    write_notebook(new_notebook(cells=cells, metadata=metadata), path)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser")
    hostile_notebook(folder / "90_what_acts.ipynb")
    articles = analysis.read_articles(STUDY).articles
    groups = pd.concat([STUDY.groups(articles), pd.Series({f"x{ACTS[0]}": "2016"})])
    quotations = STUDY.table("quotations")
    said = pd.DataFrame(
        [{"article_id": f"x{ACTS[0]}", "start": 0, "end": 40, "kind": "direct",
          "speaker": ACTS[1], "actor": None, "cue": "said", "text": ""}]
    )  # fmt: skip
    index = evidence_index(
        pd.concat([articles, hostile_article()], ignore_index=True),
        groups,
        frame_codes=STUDY.table("frame_codes"),
        quotations=pd.concat([quotations, said], ignore_index=True),
        agency=STUDY.table("agency"),
        voice=STUDY.table("voice"),
    )
    design = analysis.comparison_design(STUDY.groups(articles), STUDY.target, STUDY.reference)
    front = build_site(
        title=STUDY.title,
        authors=STUDY.authors,
        notebooks=[*sorted((ROOT / "notebooks").glob("*.ipynb")), folder / "90_what_acts.ipynb"],
        pages=ROOT / "pages",
        study_root=ROOT,
        output=folder / "report",
        facts=gather_facts(ROOT, [STUDY.processed / "articles.csv"]),
        docs=ROOT / "docs",
        material=Material(
            evidence=index, codebook=load_codebook(STUDY.codebook), target=STUDY.target,
            reference=STUDY.reference, design=design.sentences,
        ),
    )  # fmt: skip
    return front.parent


# Ends with this file: Playwright cannot be started twice in one thread, and other files start it.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with running_browser() as running:
        yield running


@dataclass
class Visit:
    """A page that is open, and what was noticed while it opened."""

    page: Any
    requests: list[str]
    troubles: list[str]


@contextmanager
def opened(browser: Any, report: Path, name: str, **options: Any) -> Iterator[Visit]:
    """A page of the report in a browser of its own."""
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))
    page = context.new_page()
    visited = Visit(page, [], [])
    page.on("request", lambda request: visited.requests.append(request.url))
    page.on(
        "console",
        lambda said: visited.troubles.append(said.text) if said.type == "error" else None,
    )
    page.on("pageerror", lambda error: visited.troubles.append(str(error)))
    page.on("dialog", lambda dialog: visited.troubles.append(dialog.message))
    page.goto(f"{report.as_uri()}/{name}")
    yield visited
    context.close()


@pytest.fixture
def visit(browser: Any, report: Path) -> Iterator[Any]:
    with ExitStack() as stack:
        yield lambda name, **options: stack.enter_context(opened(browser, report, name, **options))


def pages_of(report: Path) -> list[str]:
    return sorted(path.relative_to(report).as_posix() for path in report.rglob("*.html"))


def look_at(visited: Visit, report: Path, name: str) -> dict[str, Any]:
    """Everything that is asked of every page, in one visit."""
    from axe_playwright_python.sync_playwright import Axe

    page = visited.page
    page.wait_for_function(f"{LOADED} > 0")
    took = page.evaluate(LOADED)
    inside = report.as_uri() + "/"
    files = {
        address.removeprefix(inside).partition("?")[0].partition("#")[0]
        for address in visited.requests
        if address.startswith(inside)
    }
    seen = {
        "elsewhere": [
            address for address in visited.requests if not address.startswith((inside, "data:"))
        ],
        "troubles": list(visited.troubles),  # Before axe, which logs what it may not read.
        "took": took,
        "weight": sum((report / file).stat().st_size for file in files),
    }
    # A colour is looked at when it has arrived, not on its way there.
    page.add_style_tag(content="* { transition: none !important; animation: none !important }")
    # Glyphs are drawn shapes without meaning; axe would look at each of thousands.
    page.evaluate("document.querySelectorAll('svg :is(use, path, defs)').forEach(e => e.remove())")
    rules = {"color-contrast": {"enabled": False}}
    options = {"resultTypes": ["violations"], "rules": rules, "preload": False}
    seen["light"] = Axe().run(page, options=options).response["violations"]
    for mode in ("light", "dark"):
        page.evaluate("mode => { document.documentElement.dataset.theme = mode }", mode)
        page.evaluate(ONE_OF_EACH_LOOK)
        options = {"resultTypes": ["violations"], "runOnly": ["color-contrast"], "preload": False}
        found = Axe().run(page, context={"include": [["[data-look]"]]}, options=options)
        seen[mode] = [*seen.get(mode, []), *found.response["violations"]]
    page.set_viewport_size({"width": 390, "height": 844})
    seen["wide"] = page.evaluate("document.documentElement.scrollWidth")
    # Type in figures is 9 points or more; other type is as it is computed.
    seen["figures"] = page.evaluate(
        "[...document.querySelectorAll('.figure-box > svg')]"
        ".map(svg => 9 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"
    )
    seen["letters"] = page.evaluate(
        "Math.min(...[...document.querySelectorAll('body *:not(svg *)')]"
        ".filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) "
        "&& e.checkVisibility()).map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    return seen


@pytest.fixture(scope="module")
def seen(browser: Any, report: Path) -> dict[str, dict[str, Any]]:
    found = {}
    for name in pages_of(report):
        with opened(browser, report, name) as visited:
            found[name] = look_at(visited, report, name)
    return found


def test_no_page_fetches_anything(seen: dict[str, dict[str, Any]]) -> None:
    assert {name: page["elsewhere"] for name, page in seen.items() if page["elsewhere"]} == {}


def test_no_page_has_an_error_in_its_console(seen: dict[str, dict[str, Any]]) -> None:
    assert {name: page["troubles"] for name, page in seen.items() if page["troubles"]} == {}


def test_every_page_is_light_and_opens_soon(seen: dict[str, dict[str, Any]]) -> None:
    heavy = {name: page["weight"] for name, page in seen.items() if page["weight"] >= WEIGHT}
    assert heavy == {}
    # The longest chapters may take longer where the machine has other work as well.
    assert {name: page["took"] for name, page in seen.items() if page["took"] >= 3 * SECOND} == {}


def test_the_report_opens_within_a_second(visit: Any) -> None:
    page = visit("index.html").page
    took = []
    for _ in range(12):  # Another program on the machine may hold it up; not every time.
        page.wait_for_function(f"{LOADED} > 0")
        took.append(page.evaluate(LOADED))
        if took[-1] < SECOND:
            return
        page.reload()
    pytest.fail(f"the front page took {min(took):.0f} ms at best")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_nothing_serious(seen: dict[str, dict[str, Any]], mode: str) -> None:
    serious = {
        name: [
            (violation["id"], node["target"], node["failureSummary"])
            for violation in page[mode]
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"][:3]
        ]
        for name, page in seen.items()
    }
    assert {name: found for name, found in serious.items() if found} == {}


def test_a_narrow_screen_shows_all_of_it(seen: dict[str, dict[str, Any]]) -> None:
    assert {name: page["wide"] for name, page in seen.items() if page["wide"] > 390} == {}


def test_type_is_legible_on_a_narrow_screen(seen: dict[str, dict[str, Any]]) -> None:
    smallest = {name: min(page["figures"], default=9) for name, page in seen.items()}
    assert {name: size for name, size in smallest.items() if size < 8.9} == {}
    assert {name: page["letters"] for name, page in seen.items() if page["letters"] < 9} == {}


def test_the_page_is_dark_where_the_reader_wants_it_so(visit: Any) -> None:
    for mode, dark in (("light", False), ("dark", True)):
        page = visit("index.html", color_scheme=mode).page
        assert page.evaluate("document.documentElement.dataset.theme") == mode
        color = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", color)[:3])) < 200) == dark


def test_the_front_page_answers_in_one_screen(visit: Any) -> None:
    page = visit("index.html").page
    ends = page.evaluate("document.querySelector('.answers').getBoundingClientRect().bottom")
    assert ends <= 800, ends
    asked = page.locator(".answers dt").all_inner_texts()
    assert len(asked) == 4, asked


def test_the_search_finds_a_word(visit: Any) -> None:
    page = visit("search.html?q=ceasefire").page
    page.wait_for_selector("#search-results li a")
    assert (
        "30_comparison.html"
        in " ".join(
            link.get_attribute("href") or "" for link in page.locator("#search-results li a").all()
        )
        or page.locator("#search-results li").count() > 2
    )


def test_every_exhibit_of_the_readme_is_there_with_its_files(visit: Any, report: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (Figure|Table) \d+ \| .+ \| `(\w+)`, `([\w-]+)` \|$", readme, re.M)
    assert len(listed) > 20
    for chapter in dict.fromkeys(chapter for _, chapter, _ in listed):
        page = visit(f"{chapter}.html").page
        for kind, _, cell in [row for row in listed if row[1] == chapter]:
            exhibit = page.locator(f"[id='{cell}']")
            assert exhibit.count() == 1, cell
            shown = exhibit.locator("svg" if kind == "Figure" else "table")
            assert shown.count() >= 1, cell
            for ending in ("svg", "csv") if kind == "Figure" else ("csv",):
                name = f"{cell}.{ending}"
                assert page.locator(f"a[href='exhibits/{name}']").count() == 1, name
                assert (report / "exhibits" / name).stat().st_size > 10, name


def test_no_link_within_the_report_is_dead(visit: Any, report: Path) -> None:
    ids: dict[str, set[str]] = {}
    links: dict[str, set[str]] = {}
    for name in pages_of(report):
        text = (report / name).read_text(encoding="utf-8")
        ids[name] = set(re.findall(r'\sid="([^"]*)"', text))
        links[name] = set(re.findall(r'<a[^>]*?\shref="([^"]*)"', text))
    for name, found in links.items():
        for link in found:
            file, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:", link) or link == "#":
                continue
            path = (Path(name).parent / file).as_posix() if file else name
            assert (report / path).is_file(), (name, link)
            if anchor and path in ids and "=" not in anchor:
                assert anchor in ids[path], (name, link)


def counted(page: Any) -> str:
    return str(page.locator(".evidence-count").inner_text())


TARGET_COUNTS = """() => {
  const text = (cell) => cell.textContent.trim();
  for (const table of document.querySelectorAll('.cell_output table')) {
    const names = [...table.tHead.rows].at(-1);
    const at = names ? [...names.cells].map(text).indexOf('target_count') : -1;
    if (at > 0) return [...table.tBodies[0].rows].slice(0, 3).map(({ cells }) =>
      [text(cells[0]), text(cells[at]), cells[at].querySelector('a').getAttribute('href')]);
  }
}"""


def test_a_number_in_a_table_leads_to_that_many_places(visit: Any) -> None:
    counts = STUDY.table("term_counts")
    group = STUDY.groups(STUDY.table("articles"))
    rows = visit("30_comparison.html").page.evaluate(TARGET_COUNTS)
    assert len(rows) == 3
    for term, number, address in rows:
        mine = counts[(counts["term"] == term) & (counts["article_id"].map(group) == STUDY.target)]
        assert int(number) == mine["count"].sum()
        other = visit(address).page
        assert counted(other).startswith(f"{number} place"), term
        shown = other.locator("li.line:visible mark.term").all_inner_texts()
        assert len(shown) == int(number)
        assert {word.lower().replace("’", "'") for word in shown} == {term}


def test_a_cell_of_the_frame_matrix_leads_to_its_sentences(visit: Any) -> None:
    codes = STUDY.table("frame_codes").query("frame == 'humanitarian'")
    wanted = codes[codes["article_id"] == "expatica-2016-02-11"]["sentence"].nunique()
    page = visit("40_framing.html").page
    address = evidence_link(frame="humanitarian", article="expatica-2016-02-11")
    cell = page.locator(f"#fig-frames svg a[href='{address}']")
    assert cell.count() == 1
    cell.click()
    page.wait_for_url("**/evidence.html#*")
    assert f"in {wanted} sentences of 1 article" in counted(page)


def test_the_evidence_is_searched_by_word_frame_speaker_and_article(visit: Any) -> None:
    page = visit("evidence.html").page
    total = page.locator("li.line").count()
    page.keyboard.press("Tab")
    page.get_by_label("Word or phrase").fill("cease*")
    assert page.locator("li.line:visible").count() < total
    assert all(
        word.lower().startswith("cease")
        for word in page.locator("li.line:visible mark").all_inner_texts()
    )
    page.get_by_label("Frame").select_option("diplomacy")
    page.get_by_label("Whose words").select_option("Russian")
    page.get_by_label("Article").select_option("group=2012")
    assert re.fullmatch(r"[\d,]+ places? in \d+ sentences? of \d articles?", counted(page))
    assert "term=cease*" in page.url.replace("%2A", "*")
    assert "group=2012" in page.url
    page.get_by_label("Word or phrase").fill("no such word anywhere")
    assert counted(page) == "No sentence has all of this."
    assert page.locator(".evidence-count").get_attribute("role") == "status"
    page.get_by_role("button", name="Show everything").press("Enter")
    assert page.locator("li.line:visible").count() == total
    assert page.evaluate("document.activeElement.id") == "evidence-term"


def test_without_scripts_the_evidence_is_a_plain_list(visit: Any) -> None:
    page = visit("evidence.html", java_script_enabled=False).page
    assert page.locator("li.line").count() > 90
    assert page.locator(".line__text mark").count() > 100
    assert page.locator("form.evidence-tools").count() == 0


def test_tables_sort_and_filter(visit: Any) -> None:
    page = visit("40_framing.html").page
    table = page.locator("#tab-shares table")
    header = table.get_by_role("button", name="flagged")
    header.click()
    header.click()
    column = [int(text) for text in table.locator("tbody tr td:nth-child(3)").all_inner_texts()]
    assert column == sorted(column, reverse=True)
    assert "descending" in [cell.get_attribute("aria-sort") for cell in table.locator("th").all()]
    page.locator("#tab-shares input[type=search]").fill("humanitarian 2016")
    visible = table.locator("tbody tr:visible")
    assert visible.count() == 1
    assert "8" in visible.inner_text()


def test_a_table_of_a_page_downloads_as_csv(visit: Any) -> None:
    page = visit("codebook-conflict.html").page
    page.goto(page.url.replace("codebook-conflict", "data-dictionary"))
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as CSV").first.click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("column,type,may lack,meaning")


def test_what_articles_and_outputs_say_never_acts(visit: Any, report: Path) -> None:
    named = [name for name in pages_of(report) if name.startswith("article-x")]
    for name in ("90_what_acts.html", "evidence.html", "search.html?q=zymurgy", *named):
        visited = visit(name)
        page = visited.page
        page.wait_for_timeout(50)
        for fold in page.locator("article details").all():
            fold.evaluate("fold => { fold.open = true }")
        for link in page.locator("article a").all()[:80]:
            assert not (link.get_attribute("href") or "").lower().startswith("javascript"), name
        page.evaluate("document.querySelectorAll('article a[href^=\"#\"]').forEach(a => a.click())")
        assert page.evaluate("window.acted") is None, name
        assert page.locator("article iframe, article script").count() == 0
        assert not visited.troubles, (name, visited.troubles)
    page = visit(f"evidence.html#term=zymurgy&speaker={ACTS[0]}&article={ACTS[1]}&frame={ACTS[2]}")
    assert page.page.evaluate("window.acted") is None
    page = visit("evidence.html#term=zymurgy")
    assert counted(page.page).startswith(f"{len(ACTS)} places")
    shown = page.page.locator("li.line:visible").first.inner_text()
    assert "<script>window.acted" in shown


def test_formulas_of_articles_are_text_in_the_files(report: Path) -> None:
    text = (report / "exhibits" / "90_what_acts-c0.csv").read_text(encoding="utf-8")
    assert "\"'=HYPERLINK(" in text
    assert not re.search(r'^(?:"?[=@+])|,"?[=@+]', text, re.M)
