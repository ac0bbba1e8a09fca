"""The built site: whole, self-contained, described; a build that fails changes nothing."""

import json
import re
from pathlib import Path
from typing import Any

import lxml.html  # type: ignore[import-untyped]
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.errors import InputError
from analysis.report.chapters import prepare_notebook
from analysis.report.execution import write_notebook
from analysis.report.site import build_site

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">'
    '<a href="evidence.html#term=talks"><circle cx="{x}" cy="10" r="4"/></a></svg>'
)
FACTS: dict[str, Any] = {
    "data": {"data/processed/articles.csv": {"sha256": "0123456789abcdef" * 4, "bytes": 1234}},
    "files": {"notebooks/10_corpus.ipynb": {"sha256": "fedcba9876543210" * 4, "bytes": 99}},
    "commit": "0123456789abcdef0123456789abcdef01234567",
    "changed": True,
    "python": "3.11.7",
    "packages": {"news-coverage-analysis": "0.1.0", "pandas": "3.0.0"},
}
PROSE = """# The corpus

Framing is selection and salience {cite:p}`entman1993`; a rate is $r = c / n$, and

$$G^2 = 2 \\sum_i O_i \\ln \\frac{O_i}{E_i}$$ (g2)

is equation {eq}`g2`.

\\begin{align}a &= b\\end{align}

See [](20_topics.ipynb). An <b>old</b> tag, <i onclick="alert(1)">one that
acts</i>, and

<script>alert(2)</script>

| choice | value |
| --- | --- |
| one | 1.5 |
"""


def figure(x: int, alt: str | None) -> Any:
    return new_output(
        "display_data",
        data={"image/svg+xml": SVG.format(x=x), "text/plain": "figure"},
        metadata={"image/svg+xml": {"alt": alt}} if alt else {},
    )


def html(text: str) -> Any:
    return new_output("display_data", data={"text/html": text, "text/plain": "x"})


def code(source: str, *outputs: Any, **keywords: Any) -> Any:
    return new_code_cell(source, outputs=list(outputs), execution_count=1, **keywords)


def notebook(*cells: Any) -> nbformat.NotebookNode:
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    for number, cell in enumerate(cells):
        cell.id = f"c{number}"
    node: nbformat.NotebookNode = new_notebook(cells=list(cells), metadata=metadata)
    return node


def prose(text: str) -> Any:
    return new_markdown_cell(text)


def build(folder: Path, *, output: Path, title: str = "Five articles", pages: bool = True) -> Path:
    return build_site(
        title=title,
        authors=["A. Author", "B. Author"],
        notebooks=sorted((folder / "run").glob("*.ipynb")),
        pages=folder / "pages" if pages else None,
        study_root=folder,
        output=output,
        facts=FACTS,
    )


@pytest.fixture(scope="session")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    (folder / "run").mkdir()
    (folder / "pages").mkdir()
    (folder / "pages" / "index.md").write_text("# Asked and found\n\nSee [](10_corpus.ipynb).\n")
    (folder / "pages" / "methods.md").write_text("# Methods\n\nOwn: {cite:t}`own2024`.\n")
    (folder / "references.bib").write_text(
        "@book{own2024, author = {Own, Ann}, title = {A {UN} Book}, publisher = {P}, year = {2024}}"
    )
    write_notebook(
        notebook(
            prose(PROSE),
            code("two figures", figure(5, 'The "first" <is> highest.'), figure(9, "The second.")),
            code("table", html("<table class='dataframe'><tr><td>1</td></tr></table>")),
            code("acts", html("<p onclick='alert(3)'>Peace<script>alert(4)</script></p>")),
            code("js", new_output("display_data", data={"application/javascript": "alert(5)"})),
        ),
        folder / "run" / "10_corpus.ipynb",
    )
    write_notebook(
        notebook(prose("# Topics\n\nA zymurgy."), code("shown", metadata={"tags": ["show-code"]})),
        folder / "run" / "20_topics.ipynb",
    )
    return folder


@pytest.fixture(scope="session")
def site(study: Path) -> Path:
    return build(study, output=study / "build" / "report").parent


def page(site: Path, name: str) -> Any:
    return lxml.html.parse(str(site / f"{name}.html")).getroot()


PAGES = (
    "index", "10_corpus", "20_topics", "methods", "data-dictionary", "references",
    "how-this-was-made",
)  # fmt: skip


def test_pages_in_their_order(site: Path) -> None:
    links = page(site, "methods").xpath("//nav[@class='chapters']//a/@href")
    assert [link.replace(".html", "").replace("#", "methods") for link in links] == list(PAGES)
    assert page(site, "index").findtext(".//h1").startswith("Asked and found")


@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_nothing_is_fetched_from_elsewhere(site: Path, name: str) -> None:
    root = page(site, name)
    fetched = root.xpath(
        "//script/@src | //link[@rel='stylesheet' or @rel='preload']/@href | //img/@src"
        " | //link[contains(@rel, 'icon')]/@href | //iframe/@src | //source/@src"
        " | //object/@data | //video/@src"
    )
    assert fetched
    for address in fetched:
        assert not re.match(r"[a-z]+:|//", address), address
        assert (site / address.split("?")[0]).is_file(), address
    for text in root.xpath("//style/text() | //@style"):
        assert "url(" not in text


def test_styles_and_scripts_fetch_nothing(site: Path) -> None:
    for file in site.rglob("*.css"):
        found = re.findall(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')]*)", file.read_text())
        assert not found, file.name
    own = (site / "_static" / "report.js").read_text()
    assert not re.search(r"fetch\(|XMLHttpRequest|https?:", own)


def test_figures_keep_their_texts(site: Path) -> None:
    alts = page(site, "10_corpus").xpath("//article//svg[@role='img']/@aria-label")
    assert alts == ['The "first" <is> highest.', "The second."]


def test_without_texts_nothing_leads_to_evidence(site: Path) -> None:
    for file in site.glob("*.html"):
        assert "evidence.html" not in file.read_text(encoding="utf-8"), file.name
    assert page(site, "10_corpus").xpath("//article//svg//circle")


def test_what_acts_is_gone_and_harmless_html_is_kept(site: Path) -> None:
    article = page(site, "10_corpus").find(".//article")
    text = lxml.html.tostring(article, encoding="unicode")
    assert "alert(2)" not in text
    assert not article.xpath(".//script | .//@onclick")
    assert article.xpath(".//p[text()='Peace']")
    assert article.xpath(".//b[text()='old']")
    assert article.xpath(".//div[contains(@class, 'pst-scrollable')]/table[@class='table']")


def test_formulas_are_mathml(site: Path) -> None:
    article = page(site, "10_corpus").find(".//article")
    assert len(article.xpath(".//math")) == 3
    numbers = [span.text for span in article.xpath(".//span[@class='eqno']")]
    assert numbers == ["(1)", "(2)"]
    assert "mathjax" not in (site / "10_corpus.html").read_text().lower()


def test_numbers_of_markdown_tables_are_marked(site: Path) -> None:
    cells = page(site, "10_corpus").xpath("//td[contains(@class, 'number')]")
    assert [cell.text_content() for cell in cells if cell.text_content() == "1.5"] == ["1.5"]


def test_citations_lead_to_the_references(site: Path) -> None:
    (link,) = page(site, "10_corpus").xpath("//span[@class='bibtex-citation']/a")
    assert link.text == "Entman, 1993"
    name, anchor = link.get("href").split("#")
    (entry,) = page(site, name.removesuffix(".html")).xpath(f"//li[@id='{anchor}']")
    assert entry.text_content().startswith("Entman, Robert\N{NO-BREAK SPACE}M. Framing: Toward")
    items = page(site, "references").xpath("//ul[contains(@class, 'references')]/li")
    assert [item.text_content().split(",")[0] for item in items] == ["Entman", "Nüst", "Own"]
    assert "A UN Book" in items[2].text_content()


@pytest.mark.parametrize("name", PAGES)
def test_the_foot_says_what_made_it(site: Path, name: str) -> None:
    foot = " ".join(
        page(site, name).xpath("//footer//div[@class='made-from']")[0].text_content().split()
    )
    for said in ("articles 01234567", "0123456789ab + changes", "Python 3.11.7", "pandas 3.0.0",
                 "Five articles, by A. Author, B. Author"):  # fmt: skip
        assert said in foot


def test_how_it_was_made_in_full(site: Path) -> None:
    text = page(site, "how-this-was-made").find(".//article").text_content()
    for said in (FACTS["commit"], "fedcba9876543210" * 4, "0123456789abcdef" * 4, "1,234"):
        assert said in text


def test_the_dictionary_names_every_table(site: Path) -> None:
    from analysis.schema import TABLES

    heads = page(site, "data-dictionary").xpath("//article//h2/text()")
    assert heads == list(TABLES)


def test_code_is_folded_unless_asked_for(site: Path) -> None:
    assert page(site, "10_corpus").xpath("//details[@class='fold']/summary/text()")[0] == "Code"
    assert not page(site, "20_topics").xpath("//details[@class='fold']")
    assert page(site, "20_topics").xpath("//div[contains(@class, 'cell_input')]")


def test_search_knows_the_words(site: Path) -> None:
    assert '"zymurgi"' in (site / "searchindex.js").read_text()


def test_a_page_is_light(site: Path) -> None:
    root = page(site, "10_corpus")
    fetched = set(root.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src"))
    sizes = [(site / address.split("?")[0]).stat().st_size for address in fetched]
    assert sum(sizes) + (site / "10_corpus.html").stat().st_size < 1_500_000


def test_no_machine_path_and_no_clock(site: Path, study: Path) -> None:
    for file in site.rglob("*"):
        if file.is_file():
            assert str(study).encode() not in file.read_bytes(), file.name
    assert not list(site.rglob("*.map"))
    assert json.loads((site / "report.json").read_text())["title"] == "Five articles"


def test_a_second_build_is_the_same_and_replaces_the_first(site: Path, study: Path) -> None:
    def content(folder: Path) -> dict[str, bytes]:
        files = (file for file in sorted(folder.rglob("*")) if file.is_file())
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}

    first = content(site)
    build(study, output=site)
    assert content(site) == first
    assert [entry.name for entry in site.parent.iterdir()] == ["report"]


def test_warnings_fail_and_leave_the_previous_report(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.md").write_text(
        "# Title\n\nSee {ref}`nowhere`.\n\n{cite:p}`nobody1999`\n\n$\\nosuch$\n\n"
        "![alt](https://example.org/x.svg)\n\n![](x.svg)\n"
    )
    chapter = tmp_path / "10_corpus.ipynb"
    figures = code("plot()", figure(1, "One."), figure(2, "Two."))
    write_notebook(notebook(prose("# A"), figures, prose("$\\unheard$")), chapter)
    (pages / "x.svg").write_text(SVG.format(x=1))
    output = tmp_path / "report"
    output.mkdir()
    (output / "report.json").write_text("{}")
    with pytest.raises(InputError) as caught:
        build_site(
            title="T", authors=[], notebooks=[chapter], pages=pages, study_root=tmp_path,
            output=output, facts=FACTS,
        )  # fmt: skip
    said = str(caught.value)
    for trouble in (
        "undefined label: 'nowhere'",
        'could not find bibtex key "nobody1999"',
        "formula not understood: \\nosuch: this command is not known",
        "an image is fetched from elsewhere (https://example.org/x.svg)",
        "an image has no alternative text",
    ):
        assert re.search(r"index\.md:\d+: WARNING: " + re.escape(trouble), said), trouble
    assert "10_corpus.ipynb, cell 3: WARNING: formula not understood" in said
    assert str(tmp_path) not in said
    assert [file.name for file in output.iterdir()] == ["report.json"]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [
        "10_corpus.ipynb", "pages", "report",
    ]  # fmt: skip


def test_only_a_report_is_replaced(tmp_path: Path, study: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="holds something other than a report"):
        build(study, output=tmp_path)
    with pytest.raises(InputError, match="is no folder"):
        build(study, output=tmp_path / "thesis.txt")
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_a_figure_without_a_text_is_an_error() -> None:
    with pytest.raises(InputError, match=r"10\.ipynb: its cell 2 shows a figure without"):
        prepare_notebook(notebook(prose("# A"), code("plot()", figure(1, None))), "10.ipynb")


def test_a_notebook_must_have_been_run_without_error() -> None:
    with pytest.raises(InputError, match="its cell 1 was not run"):
        prepare_notebook(notebook(new_code_cell("1")), "10.ipynb")
    error = new_output("error", ename="E", evalue="v", traceback=[])
    with pytest.raises(InputError, match="its cell 1 ended in an error"):
        prepare_notebook(notebook(code("1", error)), "10.ipynb")


def test_two_pages_of_one_name_are_an_error(tmp_path: Path, study: Path) -> None:
    with pytest.raises(InputError, match="second page named 10_corpus"):
        build_site(
            title="T", authors="A", notebooks=[study / "run" / "10_corpus.ipynb"] * 2, pages=None,
            study_root=study, output=tmp_path / "report", facts=FACTS,
        )  # fmt: skip
