"""HTML that came out of a notebook: made harmless, and its tables made readable.

In: any HTML. Out: HTML of the elements and attributes listed here and no others: no scripts,
styles, frames, forms, images or event handlers. Tables scroll within a box of their own.
"""

import re
from typing import Any

from analysis.report.html_tables import grid_of, placed_cells, span

# With their content: what stands inside them is not text for a reader.
_DROPPED = (
    "applet base embed frame frameset iframe link math meta noembed noframes noscript object "
    "script style svg template textarea title xmp"
).split()
_ALLOWED = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q s samp section small span "
    "strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split()
)
# Inline HTML within a paragraph comes one tag at a time: these may pass as they are.
_BARE_TAG = re.compile(
    r"</?(?:abbr|b|bdi|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var)>"
    r"|<(?:br|wbr) ?/?>",
    re.IGNORECASE,
)


def _of_a_link(tag: str, name: str, value: str) -> bool:
    """Whether a link may have an attribute: a place in the report, a web or mail address."""
    if name == "download":
        return True
    scheme, colon, _ = re.split(r"[/?#]", value, maxsplit=1)[0].partition(":")
    return name == "href" and (not colon or scheme.strip().lower() in _PROTOCOLS)


_PROTOCOLS = frozenset(("http", "https", "mailto"))
_ATTRIBUTES = {
    "*": ["class", "dir", "id", "lang", "title"],
    "a": _of_a_link,
    "col": ["span"],
    "colgroup": ["span"],
    "details": ["open"],
    "div": ["aria-label", "role", "tabindex"],
    "ol": ["reversed", "start", "type"],
    "section": ["aria-label"],
    "td": ["colspan", "headers", "rowspan"],
    "th": ["abbr", "colspan", "headers", "rowspan", "scope"],
    "time": ["datetime"],
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

# Digits with what stands about them: sign, thousands, decimals, exponent, per cent.
_NUMBER = re.compile(
    r"[-+−±~≈<>≤≥]{0,2}\s?"
    r"(?:\d[\d,\u2009\u202f]{0,30}(?:\.\d{1,30})?|\.\d{1,30})"
    r"(?:[eE][-+]?\d{1,4})?\s?[%‰×]?"
    r"|[-+−]?(?:inf|∞)"
)
# Longer cells wrap; shorter ones stay on a line.
WORDY = 40
# How pandas writes that there is no value.
_GAPS = frozenset(("NaN", "NaT", "<NA>"))
_GAP = "–"
_EMPTY = frozenset(("", "-", "–", "—", "·", "…", "...", "nan", "NaN", "None", "<NA>", "NaT", "n/a"))


def sanitise(html: str) -> str:
    """HTML without anything that acts or fetches, its tables boxed and their numbers marked.

    Parameters
    ----------
    html
        HTML from a notebook's output or prose, whole or a fragment.

    Returns
    -------
    str
        Only elements and attributes of the allow-list; the content of scripts, styles, frames and
        the like goes with them, other unknown elements leave their text. Links lead to http, https
        and mailto addresses or within the report. Each table stands in a box that scrolls;
        columns of numbers have the class ``number``.

    Examples
    --------
    >>> sanitise('<p onclick="x()">Peace<script>alert(1)</script> &amp; <b>war</b></p>')
    '<p>Peace &amp; <b>war</b></p>'
    >>> sanitise('<a href="javascript:alert(1)">x</a><img src="https://example.org/a.png">')
    '<a>x</a>'
    """
    import bleach  # type: ignore[import-untyped]
    import lxml.html  # type: ignore[import-untyped]

    if "<" not in html:
        return html
    html = _CONTROL.sub("", html)  # No HTML may hold these.
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in list(tree.iter(*_DROPPED)):
        element.drop_tree()
    for table in list(tree.iter("table")):
        _drop_counting_index(table)
        _repeat_spanned(table)
        _fold_index_names(table)
        _say_gaps(table)
        _mark_numbers(table)
        _put_in_box(table)
    text = lxml.html.tostring(tree, encoding="unicode")
    inside = text[text.index(">") + 1 : text.rindex("</div>")] if "</div>" in text else ""
    # Last, so that what is written is what was checked.
    clean = bleach.clean(
        inside, tags=_ALLOWED, attributes=_ATTRIBUTES, protocols=_PROTOCOLS, strip=True
    )
    return str(clean)


def sanitise_inline(tag: str) -> str:
    """One tag within a paragraph: itself if it is bare and known, otherwise nothing.

    Examples
    --------
    >>> sanitise_inline("<sub>"), sanitise_inline("</SUB>"), sanitise_inline("<b onclick='x'>")
    ('<sub>', '</SUB>', '')
    """
    return tag if _BARE_TAG.fullmatch(tag) else ""


def is_number(text: str) -> bool:
    """Whether the text of a table's cell is a number, with sign, unit or percent sign.

    Examples
    --------
    >>> [is_number(text) for text in ("1,234.5", "−0.3", "12 %", "1/5", "2012-03-13", "four", "")]
    [True, True, True, False, False, False, False]
    """
    return bool(_NUMBER.fullmatch(text.strip()))


def _put_in_box(table: Any) -> None:
    """Wrap a table in a box that scrolls when it is too wide; a keyboard reaches it."""
    from lxml.html import Element

    if any("pst-scrollable" in (parent.get("class") or "") for parent in table.iterancestors()):
        return
    box = Element("div", {"class": "pst-scrollable-table-container"})
    table.addprevious(box)
    # The text after the table stays behind the box.
    box.tail, table.tail = table.tail, None
    box.append(table)
    # "dataframe" brings the theme's own ideas about pandas tables.
    classes = {*(table.get("class") or "").split(), "table"} - {"dataframe"}
    table.set("class", " ".join(sorted(classes)))
    for name in ("border", "style"):
        table.attrib.pop(name, None)


def _drop_counting_index(table: Any) -> None:
    """Leave out a pandas index without a name that only counts the rows from 0."""
    heads = [list(row) for head in table.iterchildren("thead") for row in head.iterchildren("tr")]
    rows = [list(row) for body in table.iterchildren("tbody") for row in body.iterchildren("tr")]
    if not heads or not rows or not all(heads) or not all(len(row) > 1 for row in rows):
        return
    first = [row[0] for row in (*heads, *rows)]
    if any(cell.tag != "th" or cell.get("colspan") or cell.get("rowspan") for cell in first):
        return
    named = any(_filled(row[0]) for row in heads)
    counts = [row[0].text_content().strip() for row in rows]
    if not named and counts == list(map(str, range(len(rows)))):
        for cell in first:
            cell.getparent().remove(cell)


def _repeat_spanned(table: Any) -> None:
    """Write a heading that spans rows into each of them: rows that can be sorted and filtered."""
    from copy import deepcopy

    for body in table.iterchildren("tbody"):
        rows = list(body.iterchildren("tr"))
        for at, row in enumerate(rows):
            cells = list(row.iterchildren("td", "th"))
            for column, cell in enumerate(cells):
                height = span(cell, "rowspan")
                if height == 1 or any(span(other, "colspan") > 1 for other in cells[: column + 1]):
                    continue
                cell.attrib.pop("rowspan")
                for below in rows[at + 1 : at + height]:
                    again = deepcopy(cell)
                    again.tail = None
                    again.set("class", f"{cell.get('class') or ''} repeat".strip())
                    below.insert(min(column, len(below)), again)


def _fold_index_names(table: Any) -> None:
    """Write the names of a pandas index beside those of the columns, not in a row below them."""
    rows = [row for head in table.iterchildren("thead") for row in head.iterchildren("tr")]
    cells = [list(row.iterchildren("td", "th")) for row in rows]
    if len(rows) == 2 and len(cells[0]) == len(cells[1]):
        pairs = list(zip(*cells, strict=True))
        spans = any(cell.get("colspan") or cell.get("rowspan") for pair in pairs for cell in pair)
        if not spans and all(_filled(above) != _filled(below) for above, below in pairs):
            for above, below in pairs:
                if _filled(below):
                    above.getparent().replace(above, below)
            rows[1].getparent().remove(rows[1])
    for head in table.iter("thead"):
        for cell in head.iter("th"):
            if not _filled(cell):
                cell.tag = "td"  # An empty header names nothing.


def _say_gaps(table: Any) -> None:
    """In a pandas table a dash where there is no value, and a line that says so without rows."""
    from lxml.html import Element

    if "dataframe" not in (table.get("class") or "").split():
        return
    for cell in table.iter("td"):
        if not len(cell) and (cell.text or "").strip() in _GAPS:
            cell.text = _GAP
    for body in table.iterchildren("tbody"):
        if len(body) == 0:
            row, cell = Element("tr"), Element("td", {"colspan": str(grid_of(table).width)})
            cell.text = "no rows"
            row.append(cell)
            body.append(row)


def _filled(cell: Any) -> bool:
    """Whether a cell holds any text."""
    return bool(cell.text_content().strip())


def _mark_numbers(table: Any) -> None:
    """Give columns that hold numbers alone the class ``number``, long cells ``wordy``."""
    cells = list(placed_cells(table))
    columns: dict[int, bool] = {}
    for column, width, cell in cells:
        text = " ".join(cell.text_content().split())
        if len(text) > WORDY:
            cell.set("class", f"{cell.get('class') or ''} wordy".strip())
        if cell.tag == "td" and text not in _EMPTY:
            columns[column] = width == 1 and is_number(text) and columns.get(column, True)
    for column, _, cell in cells:
        if columns.get(column):
            cell.set("class", f"{cell.get('class') or ''} number".strip())
