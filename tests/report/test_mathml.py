"""Formulas: the MathML that browsers draw, nothing unknown, nothing that escapes."""

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.mathml import mathml


def test_a_formula_by_hand() -> None:
    assert mathml(r"\frac{1}{5}", display=True) == (
        r'<math display="block" alttext="\frac{1}{5}"><mrow><mfrac><mrow><mn>1</mn></mrow>'
        "<mrow><mn>5</mn></mrow></mfrac></mrow></math>"
    )


@pytest.mark.parametrize("name", ["align", "align*", "aligned", "split"])
def test_environments_align_their_lines(name: str) -> None:
    result = ElementTree.fromstring(mathml(rf"\begin{{{name}}}a &= b \\ c &= d\end{{{name}}}"))
    rows = list(result.iter("mtr"))
    assert [["".join(cell.itertext()) for cell in row] for row in rows] == [
        ["a", "=b"],
        ["c", "=d"],
    ]


def test_names_of_functions_stand_apart() -> None:
    tags = [child.tag for child in ElementTree.fromstring(mathml(r"2\ln x"))[0]]
    assert tags == ["mn", "mspace", "mi", "mspace", "mi"]


def test_styles_of_letters_become_letters() -> None:
    for tex, letter in ((r"\mathbb{R}", "ℝ"), (r"\mathbf{x}", "𝐱"), (r"\mathcal{L}", "ℒ")):
        assert letter in mathml(tex)


def test_text_is_escaped() -> None:
    result = mathml(r"\text{a & b <script>alert(1)</script>}")
    assert "<script" not in result
    assert "a\N{NO-BREAK SPACE}&amp;" in result
    assert r"x &amp; y" in mathml(r"\text{x \& y}").replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    "tex", [r"\href{javascript:alert(1)}{x}", r"\style{color:red}{x}", r"\class{btn}{x}"]
)
def test_links_and_styles_are_left_out(tex: str) -> None:
    tree = ElementTree.fromstring(mathml(tex))
    assert not [name for element in tree.iter() for name in element.attrib if name != "alttext"]


@pytest.mark.parametrize(
    ("tex", "said"),
    [(r"\frac{1}{", "frac"), (r"\nosuch x", r"\\nosuch: this command is not known"),
     (r"a & b", "outside of an environment"), (r"a \\ b", "outside of an environment"),
     (r"\left( x", "left")],
)  # fmt: skip
def test_what_cannot_be_read_is_an_error(tex: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        mathml(tex)


@given(st.text(alphabet="\\{}^_&$<>\"'abmn12 frctex", max_size=25))
def test_any_text_gives_mathml_or_an_error(tex: str) -> None:
    try:
        result = mathml(tex)
    except ValueError:
        return
    tree = ElementTree.fromstring(result)
    assert all(element.tag.startswith("m") for element in tree.iter())
