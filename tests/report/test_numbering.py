"""Captions numbered through chapters, references that follow, and the list for the README."""

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.errors import InputError
from analysis.report.numbering import exhibits_table, number_exhibits, with_exhibits


def chapter(*cells: tuple[str, str]) -> NotebookNode:
    """A notebook of (name, source); a name with a dash is a code cell."""
    made = [
        new_code_cell(source, id=name) if "-" in name else new_markdown_cell(source)
        for name, source in cells
    ]
    notebook: NotebookNode = new_notebook(cells=made)
    return notebook


def two_chapters() -> dict[str, NotebookNode]:
    return {
        "10_a": chapter(
            (
                "text",
                "**Table 0.** Sizes (n = 5). More.\n\nSee [Figures 9](#fig-x) and [8](#fig-y).",
            ),
            ("tab-size", "size"),
            ("fig-x", "x"),
            ("text", "**Figure 0.** A picture of [Table 3](#tab-size)."),
        ),
        "20_b": chapter(
            ("fig-y", "y"),
            ("text", "**Figure 0.** Rates per 1.000 words of a|b."),
            ("text", "As in [Table 4](10_a.ipynb#tab-size)."),
        ),
    }


def test_numbers_run_through_the_chapters_and_references_follow() -> None:
    notebooks = two_chapters()
    exhibits = number_exhibits(notebooks)
    assert [(one.kind, one.number, one.cell) for one in exhibits] == [
        ("Table", 1, "tab-size"), ("Figure", 1, "fig-x"), ("Figure", 2, "fig-y"),
    ]  # fmt: skip
    first, second = notebooks["10_a"].cells, notebooks["20_b"].cells
    assert first[0].source.startswith("**Table 1.** Sizes (n = 5). More.")
    assert first[0].source.endswith("See [Figures 1](#fig-x) and [2](#fig-y).")
    assert second[2].source == "As in [Table 1](10_a.ipynb#tab-size)."
    assert exhibits[1].shows == "A picture of Table 1"


def test_numbering_twice_changes_nothing() -> None:
    notebooks = two_chapters()
    once = number_exhibits(notebooks)
    sources = [cell.source for one in notebooks.values() for cell in one.cells]
    assert number_exhibits(notebooks) == once
    assert [cell.source for one in notebooks.values() for cell in one.cells] == sources


def test_an_exhibit_without_a_caption_is_an_error() -> None:
    with pytest.raises(InputError, match=r"10_a\.ipynb: has 1 cells named tab-… and 0 captions"):
        number_exhibits({"10_a": chapter(("tab-x", "x"))})


def test_a_reference_to_nothing_is_an_error() -> None:
    with pytest.raises(InputError, match="refers to fig-gone, which no cell makes"):
        number_exhibits({"10_a": chapter(("text", "See [Figure 1](#fig-gone)."))})


def test_the_list_takes_the_place_of_the_one_between_the_marks() -> None:
    exhibits = number_exhibits(two_chapters())
    text = "# Study\n\n<!-- exhibits -->\nold\n<!-- end of exhibits -->\n\nAfter.\n"
    made = with_exhibits(text, exhibits)
    assert "old" not in made
    assert made.startswith("# Study\n\n")
    assert made.endswith("\n\nAfter.\n")
    assert "| Table 1 | Sizes | `10_a`, `tab-size` |" in made
    assert r"words of a\|b" in exhibits_table(exhibits)
    assert with_exhibits("no marks", exhibits) == "no marks"
