"""Numbers in a table lead to the sentences that they were made from.

In: the HTML of a table as pandas writes it. Out: the same with links in its cells, to the evidence
for what the headings of their row and column name. A cell for which there is no evidence stays as
it is.
"""

from collections.abc import Mapping
from typing import Any

from analysis.report.evidence_index import EvidenceIndex
from analysis.report.html_tables import Cell, grid_of
from analysis.report.sanitise import is_number

# What a column of this name holds, and so what its cells and rows lead to.
_KINDS = {
    "term": "term",
    "word": "term",
    "name": "term",
    "frame": "frame",
    "speaker": "speaker",
    "side": "speaker",
    "actor": "actor",
    "article": "article",
    "article_id": "article",
    "article_a": "article",
    "article_b": "article",
    "group": "group",
}
# Among these a row's group means the articles; alone it is every sentence there is.
_TELLING = ("term", "frame", "speaker", "actor", "article")
# Numbers that name something and count nothing.
_LABELS = ("date", "line", "rank", "topic", "toward", "year")
# Levels without a name are taken for these where most of what they hold is known as such.
_INFERRED = ("frame", "article")
_UNKNOWN = "?"


def link_cells(html: str, index: EvidenceIndex, *, target: str = "", reference: str = "") -> str:
    """Put links to the evidence into the tables of a piece of HTML.

    Parameters
    ----------
    html
        What a notebook put out.
    index
        The evidence.
    target, reference
        The two groups that columns such as ``target_count`` and ``reference_count`` are about.

    Returns
    -------
    str
        The cells of the columns and index levels term, name, frame, speaker, side, actor and
        article lead to the sentences that have what they name; the numbers of a row to those that
        have all that the row and the column's heading name; a sentence's number to its place in
        the article. An article's name in a heading leads to the article.

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis.report.evidence_index import evidence_index
    >>> articles = pd.DataFrame({"article_id": ["a"], "body": ["Peace talks."]})
    >>> index = evidence_index(articles, pd.Series(["2016"], index=["a"]))
    >>> table = pd.DataFrame({"term": ["talks", "truce"], "count": [1, 0]}).to_html(index=False)
    >>> link_cells(table, index).count('<a href="evidence.html#term=talks"')
    2
    """
    import lxml.html  # type: ignore[import-untyped]

    if "<table" not in html:
        return html
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    groups = {"target": target, "reference": reference}
    for table in list(tree.iter("table")):
        _link_table(table, index, groups)
    text = str(lxml.html.tostring(tree, encoding="unicode"))
    return text[text.index(">") + 1 : text.rindex("</div>")]


def _link_table(table: Any, index: EvidenceIndex, groups: Mapping[str, str]) -> None:
    """One table: headings say what its rows and columns are about."""
    grid = grid_of(table)
    if not grid.head or not grid.body:
        return
    names = grid.names()
    for at in range(grid.depth()):
        texts = {row[at].text for row in grid.body if row[at] is not None}  # type: ignore[union-attr]
        if not names[at]:
            known = [kind for kind in _INFERRED if _mostly(kind, texts, index)]
            names[at] = known[0] if known else _UNKNOWN
    above = [_of_column(grid.headings(at), names, groups, index) for at in range(grid.width)]
    done: set[int] = set()
    for row in grid.body:
        about = _of_row(row, names, index)
        for at, cell in enumerate(row):
            if cell is None or id(cell.element) in done:
                continue
            done.add(id(cell.element))
            address = _address(cell, names[at], about, above[at], index)
            if address:
                _make_link(cell.element, address)


def _mostly(kind: str, texts: set[str], index: EvidenceIndex) -> bool:
    """Whether more than half of these are frames, or articles."""
    return 2 * sum(bool(index.find(kind, text)) for text in texts) > len(texts)


def _of_row(row: list[Cell | None], names: list[str], index: EvidenceIndex) -> dict[str, str]:
    """What the cells of a row say that it is about."""
    about: dict[str, str] = {}
    several = set()
    for at, cell in enumerate(row):
        kind = _KINDS.get(names[at])
        known = cell is not None and kind and index.find(kind, cell.text)
        if known and about.setdefault(kind, cell.text) != cell.text:  # type: ignore[arg-type,union-attr]
            several.add(kind)  # A pair of articles: its number is about neither alone.
    if "term" in about:
        about.pop("actor", None)  # A name of an actor: its places are those of the name.
    return {kind: value for kind, value in about.items() if kind not in several}


def _address(
    cell: Cell, name: str, row: Mapping[str, str], column: Mapping[str, str], index: EvidenceIndex
) -> str | None:
    """Where a cell leads."""
    kind = _KINDS.get(name)
    if kind is not None:
        if kind == "article":
            return index.page_of(cell.text)
        return index.link({kind: cell.text}) if kind in _TELLING else None
    if name == "sentence" and "article" in row:
        return index.page_of(row["article"], cell.text)
    keys = {**row, **column}
    counts = is_number(cell.text) and any(digit in cell.text for digit in "123456789")
    if not counts or name in (*_LABELS, _UNKNOWN) or not any(kind in _TELLING for kind in keys):
        return None
    return index.page_of(keys["article"]) if set(keys) == {"article"} else index.link(keys)


def _of_column(
    headings: list[tuple[str, str]],
    names: list[str],
    groups: Mapping[str, str],
    index: EvidenceIndex,
) -> dict[str, str]:
    """What the headings over a column name: (name of the level, heading) from the top."""
    about: dict[str, str] = {}
    for level, heading in headings:
        first = heading.partition("_")[0]
        if groups.get(first) and heading != first:
            about["group"] = groups[first]
        kind = _KINDS.get(level)
        if kind is None and index.find("article", heading):
            kind = "article"
        if kind is not None and index.find(kind, heading):
            about[kind] = heading
    return about


def _make_link(cell: Any, address: str) -> None:
    """Put all that a cell holds into a link, unless it holds one."""
    from lxml.html import Element

    if next(cell.iter("a"), None) is not None:
        return
    link = Element("a", {"href": address, "class": "evidence-link"})
    link.text, cell.text = cell.text, None
    for child in list(cell):
        link.append(child)
    cell.append(link)
