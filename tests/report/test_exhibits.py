"""Files of tables and figures: whole, safe to open, the same for the same notebook."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.errors import InputError
from analysis.report.browser import find_browser
from analysis.report.bundle import write_bundle
from analysis.report.exhibits import exhibit_files, file_links
from analysis.report.pdf import join_pages, print_report
from analysis.report.sanitise import sanitise
from analysis.report.svg import inline_svg
from analysis.study import open_study

ROOT = Path(__file__).parents[2]
SPANNED = (
    "<table><thead><tr><th></th><th></th><th>n</th></tr><tr><th>frame</th><th>group</th><th></th>"
    "</tr></thead><tbody><tr><th rowspan='2'>war</th><th>a</th><td>1</td></tr>"
    "<tr><th>b</th><td>2</td></tr></tbody></table>"
)


def book(cell: str, caption: str, **data: str) -> Any:
    shown = new_output(
        "display_data", data=data, metadata={"image/svg+xml": {"alt": "One finding."}}
    )
    cells = [new_markdown_cell(caption), new_code_cell("x", id=cell, outputs=[shown])]
    return new_notebook(cells=cells)


def test_spanned_headings_stand_in_every_row_of_the_file() -> None:
    (file,) = exhibit_files(book("tab-a", "**Table 3.** T.", **{"text/html": SPANNED}), "10")
    assert file.content == b"frame,group,n\nwar,a,1\nwar,b,2\n"
    assert (file.label, file.name) == ("Table 3", "tab-a.csv")
    assert "Table as CSV" in file_links([file])


def test_spanned_headings_stand_in_every_row_of_the_page() -> None:
    clean = sanitise(SPANNED)
    assert clean.count(">war</th>") == 2
    assert "rowspan" not in clean
    assert "repeat" in clean


def test_a_figure_offers_its_picture_and_its_rows() -> None:
    data = {
        "image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
        "text/csv": "x\n1\n",
    }
    files = exhibit_files(book("fig-a", "**Figure 1.** F.", **data), "10")
    assert [file.name for file in files] == ["fig-a.svg", "fig-a.csv"]
    assert files == exhibit_files(book("fig-a", "**Figure 1.** F.", **data), "10")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x()</script>",
        "<image href='https://example.org/a.png'/>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        "<a href='javascript:x()'><path d='M0 0'/></a>",
        "<a href='evidence.html#term=x' onclick='x()'><path d='M0 0'/></a>",
        "<use href='https://example.org/a.svg#b'/>",
        "<path d='M0 0' style='fill: url(https://example.org)'/>",
        "<path d='M0 0' style='fill: u\\72l(https://example.org)'/>",
        "<style>*{background: url(https://example.org)}</style>",
        "<animate attributeName='href' values='javascript:x()'/>",
        "<set attributeName='onload' to='x()'/>",
        "<g onload='x()'/>",
    ],
)
def test_no_picture_acts_or_fetches(inside: str) -> None:
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'>{inside}</svg>"
    clean = inline_svg(svg, name="p", alt='A "b" <c>', links=True)
    for word in ("script", "example.org", "x()", "onclick", "onload", "style>", "foreignObject"):
        assert word not in clean
    assert clean.startswith("<svg")


def test_pictures_of_one_page_share_no_identifiers_and_entities_are_not_expanded() -> None:
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg'><defs><path id='a' d='M0 0'/></defs>"
        "<use href='#a'/><g clip-path='url(#a)'/></svg>"
    )
    clean = inline_svg(svg, name="p7", alt="x", links=False)
    assert clean.count("p7-a") == 3
    bomb = "<!DOCTYPE svg [<!ENTITY e 'boom'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&e;</text></svg>"
    assert "boom" not in inline_svg(bomb, name="p", alt="x", links=False)
    assert inline_svg("<p>no picture</p>", name="p", alt="x", links=False) == ""


def site(folder: Path) -> Path:
    report = folder / "build" / "report"
    report.mkdir(parents=True)
    nav = "<nav class='chapters'><a href='#'>F</a><a href='b.html'>B</a></nav>"
    for name, text in (
        ("index", "<a href='b.html#x'>to b</a><a href='exhibits/t.csv'>file</a>"),
        (
            "b",
            "<p id='x'>B</p><details class='fold'><p>code</p></details><details><p>e</p></details>",
        ),
    ):
        (report / f"{name}.html").write_text(
            f"<html><head><title>T</title></head><body>{nav}<article>{text}</article></body></html>"
        )
    return report


def test_the_pages_joined_lead_within_themselves(tmp_path: Path) -> None:
    _, text = join_pages(site(tmp_path), ["index", "b"])
    assert 'href="#page-b--x"' in text
    assert 'id="page-b--x"' in text
    assert "exhibits/t.csv" not in text
    assert "code" not in text
    assert "<details open" in text


@pytest.mark.skipif(find_browser() is None, reason="no Chromium, Chrome or Edge is installed")
def test_a_report_prints_to_a_pdf_without_a_clock(tmp_path: Path) -> None:
    report = site(tmp_path)
    first = print_report(report, tmp_path / "a.pdf").read_bytes()
    assert first.startswith(b"%PDF")
    assert b"/CreationDate (D:19800101000000+00'00')" in first
    assert [path.name for path in report.iterdir() if path.name.startswith(".")] == []


def test_printing_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="holds no report; run `analysis report` first"):
        print_report(tmp_path, tmp_path / "a.pdf")
    monkeypatch.setenv("ANALYSIS_BROWSER", "no-such-browser")
    with pytest.raises(InputError, match=r"ANALYSIS_BROWSER: names 'no-such-browser', .* install"):
        print_report(site(tmp_path), tmp_path / "a.pdf")
    monkeypatch.delenv("ANALYSIS_BROWSER")
    monkeypatch.setenv("PATH", str(tmp_path))
    if find_browser() is None:
        with pytest.raises(InputError, match="no Chromium, Chrome or Edge is installed; install"):
            print_report(tmp_path / "build" / "report", tmp_path / "a.pdf")


def test_the_archive_is_the_same_twice_checks_and_says_what_it_holds(tmp_path: Path) -> None:
    import hashlib
    import shutil

    for name in ("study.toml", "actors.yml", "CITATION.cff"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    site(tmp_path)
    (tmp_path / "build" / "notebooks").mkdir()
    (tmp_path / "build" / "notebooks" / "10_a.ipynb").write_text("{}")
    study = open_study(tmp_path)
    first = write_bundle(study, tmp_path / "a.zip").read_bytes()
    assert write_bundle(study, tmp_path / "a.zip").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        names = archive.namelist()
        for line in archive.read("SHA256SUMS").decode().splitlines():
            digest, name = line.split("  ", 1)
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        contents = archive.read("CONTENTS.txt").decode()
    for name in ("report/index.html", "notebooks/10_a.ipynb", "data/datapackage.json", "study.toml",
                 "actors.yml", "codebook/conflict.yml", "CITATION.cff",
                 "data/processed/term_counts.csv"):  # fmt: skip
        assert name in names
    assert not [name for name in names if name.startswith("data/raw/") and name.endswith(".txt")]
    assert "The raw articles are not included" in contents
    write_bundle(study, tmp_path / "b.zip", texts=True)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert "data/raw/articles.csv" in archive.namelist()
        assert "The raw articles are included" in archive.read("CONTENTS.txt").decode()
