"""HTML that acts is gone, whatever it looks like; tables are boxed and their numbers marked."""

import re

import lxml.html  # type: ignore[import-untyped]
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.sanitise import is_number, sanitise, sanitise_inline

HARMLESS = set(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q s samp section small span "
    "strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split()
)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<ScRiPt src=https://example.org/x.js></sCrIpT>",
        "<img src=x onerror=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<svg/onload=alert(1)>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<a href='java&#10;script:alert(1)'>x</a>",
        "<a href=' javascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<p style='background:url(https://example.org/a.png)' onmouseover=alert(1)>x</p>",
        "<style>@import 'https://example.org/x.css'</style>",
        "<link rel=stylesheet href=https://example.org/x.css>",
        "<meta http-equiv=refresh content='0;url=https://example.org'>",
        "<base href=https://example.org>",
        "<form action=https://example.org><input name=a><button>go</button></form>",
        "<object data=x></object><embed src=x>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<textarea></textarea><img src=x onerror=alert(1)>",
        "<div data-bs-toggle=tooltip title='<img src=x onerror=alert(1)>'>x</div>",
        "<video src=https://example.org/a.mp4 autoplay></video>",
        "<table background=https://example.org/a.png><tr><td onclick=alert(1)>1</td></tr></table>",
        "<!--[if IE]><script>alert(1)</script><![endif]-->",
        "<details open ontoggle=alert(1)><summary>x</summary></details>",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<p><b><script>alert(1)</p>",
        "<template><script>alert(1)</script></template>",
    ],
)
def test_what_acts_or_fetches_is_gone(html: str) -> None:
    for element in lxml.html.fragment_fromstring(sanitise(html), create_parent="div").iter():
        assert element.tag in HARMLESS
        for name, value in element.attrib.items():
            assert not name.startswith(("on", "data-", "style", "src", "background"))
            assert name != "href" or re.match(r"(https?:|mailto:|[#./\w-]*$)", value)


@given(st.text(alphabet="<>/='\"&; abiprstonc:-!\n\x00\x1f\uffff", max_size=60))
def test_any_text_is_harmless(text: str) -> None:
    once = sanitise(text)
    if "<" in text:
        assert {element.tag for element in lxml.html.fragment_fromstring(
            once, create_parent="div").iter()} <= HARMLESS  # fmt: skip
        assert "<script" not in once.lower()


def test_text_is_kept() -> None:
    html = "<p>Peace &amp; <em>war</em> in <a href='https://example.org'>1 &lt; 2</a></p>"
    assert sanitise(html) == html.replace("'", '"')


def test_inline_tags_pass_only_if_bare() -> None:
    assert sanitise_inline("<br/>") == "<br/>"
    assert sanitise_inline("<script>") == ""
    assert sanitise_inline("<b onclick=x>") == ""
    assert sanitise_inline("<!-- x -->") == ""


def table(html: str) -> list[list[tuple[str, str, str]]]:
    """Rows of (tag, text, classes)."""
    tree = lxml.html.fragment_fromstring(sanitise(html), create_parent="div")
    assert tree.xpath(
        "div[contains(@class, 'pst-scrollable-table-container')]/table"
    ) or tree.xpath("div/div[contains(@class, 'pst-scrollable-table-container')]/table")
    return [
        [(cell.tag, cell.text_content().strip(), cell.get("class") or "") for cell in row]
        for row in tree.iter("tr")
    ]


def test_numbers_of_a_data_frame_are_marked_and_its_index_named_in_one_row() -> None:
    frame = pd.DataFrame(
        {
            "outlet": ["A", "B"],
            "words": [1234, None],
            "share": ["12 %", "–"],
            "date": ["2012", "x"],
        },
        index=pd.Index(["a-1", "b-2"], name="article"),
    )
    rows = table(frame.to_html())
    assert [cell[1] for cell in rows[0]] == ["article", "outlet", "words", "share", "date"]
    assert [cell[2] for cell in rows[0]] == ["", "", "number", "number", ""]
    assert [cell[2] for cell in rows[1]] == ["", "", "number", "number", ""]
    assert len(rows) == 3


def test_an_index_of_several_levels_does_not_shift_the_columns() -> None:
    index = pd.MultiIndex.from_tuples([("x", "a"), ("x", "b"), ("y", "a")])
    rows = table(pd.DataFrame({"n": [1, 2, 3], "name": ["p", "q", "r"]}, index=index).to_html())
    marked = [[cell[1] for cell in row if "number" in cell[2]] for row in rows]
    assert marked == [["n"], ["1"], ["2"], ["3"]]


def test_an_empty_head_is_no_header() -> None:
    rows = table(pd.DataFrame({"n": [1]}, index=["a"]).to_html())
    assert rows[0][0][:2] == ("td", "")


def test_an_index_that_only_counts_is_left_out() -> None:
    frame = pd.DataFrame({"n": [5, 6], "name": ["p", "q"]})
    assert [[cell[1] for cell in row] for row in table(frame.to_html())] == [
        ["n", "name"], ["5", "p"], ["6", "q"],
    ]  # fmt: skip
    for kept in (frame.iloc[::-1], frame.rename_axis("rank"), frame.set_axis([1, 2])):
        assert all(len(row) == 3 for row in table(kept.to_html()))


def test_what_a_data_frame_lacks_is_a_dash_and_no_rows_are_said() -> None:
    table = pd.DataFrame({"term": ["NaN the word", "b"], "low": [0.5, None], "day": [None, "x"]})
    page = sanitise(table.set_index("term").to_html())
    assert re.findall("<td[^>]*>([^<]*)</td>", page) == ["0.5", "–", "–", "x"]
    assert "NaN the word" in page
    assert '<td class="number">–</td>' in page
    empty = sanitise(table.head(0).set_index("term").to_html())
    assert '<td colspan="3">no rows</td>' in empty
    own = "<table><tbody><tr><td>NaN</td></tr></tbody></table>"
    assert "<td>NaN</td>" in sanitise(own)


def test_hostile_cells_of_a_data_frame_stay_text() -> None:
    frame = pd.DataFrame({"quote": ["<script>alert(1)</script>", "<img src=x onerror=y>"]})
    clean = sanitise(frame.to_html())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in clean
    assert "&lt;img" in clean
    assert "<img" not in clean


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", True), ("-1", True), ("1,234", True), (".5", True), ("1e-5", True), ("3.2×", True),
     ("∞", True), ("1 of 5", False), ("1-2", False), ("1.2.3", False), ("v1", False)],
)  # fmt: skip
def test_numbers(text: str, expected: bool) -> None:
    assert is_number(text) is expected
