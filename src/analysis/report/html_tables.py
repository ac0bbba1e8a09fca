"""A table in HTML as a grid: which cell covers which row and column, what the headings say.

In: a table element. Out: ``Grid``, whose rows have one entry for each column.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_MOST_COLUMNS, _MOST_SPAN = 500, 1000


@dataclass(frozen=True)
class Cell:
    """A cell of a table; one that spans rows or columns stands in each of them."""

    element: Any
    text: str


@dataclass(frozen=True)
class Grid:
    """The head and the body of a table, row by row; None where there is no cell."""

    head: list[list[Cell | None]]
    body: list[list[Cell | None]]
    width: int

    def names(self) -> list[str]:
        """The name of each column: the lowest heading that says anything."""
        return [
            next((cell.text for cell in reversed(column) if cell is not None and cell.text), "")
            for column in (
                [row[at] if at < len(row) else None for row in self.head]
                for at in range(self.width)
            )
        ]

    def headings(self, at: int) -> list[tuple[str, str]]:
        """What stands over a column: (name of the level, heading), from the top.

        pandas writes the name of a level at the left of its headings.
        """
        depth = self.depth()
        found = []
        for row in self.head:
            cell = row[at] if at < len(row) else None
            label = row[depth - 1] if 0 < depth <= len(row) else None
            if at >= depth and cell is not None and cell.text:
                found.append((label.text if label is not None else "", cell.text))
        return found

    def depth(self) -> int:
        """How many columns at the left are headings of the rows."""
        most = 0
        for row in self.body:
            count = 0
            for cell in row:
                if cell is None or cell.element.tag != "th":
                    break
                count += 1
            most = max(most, count)
        return most

    def rows(self) -> list[list[str]]:
        """The texts as a table for programs: one line of names, then the body, nothing spanned."""
        names = []
        for at in range(self.width):
            column = [row[at] for row in self.head if at < len(row) and row[at] is not None]
            words = [cell.text for cell in column if cell is not None and cell.text]
            # Left of the headings pandas writes the names of levels: the lowest names the column.
            names.append((words[-1:] or [""])[0] if at < self.depth() else " ".join(words))
        body = [
            [cell.text if cell is not None else "" for cell in row] + [""] * (self.width - len(row))
            for row in self.body
        ]
        return [names, *body]


def grid_of(table: Any) -> Grid:
    """The grid of a table element.

    Examples
    --------
    >>> from lxml.html import fromstring
    >>> table = fromstring("<table><thead><tr><th></th><th>n</th></tr></thead><tbody>"
    ...     "<tr><th rowspan=2>a</th><td>1</td></tr><tr><td>2</td></tr></tbody></table>")
    >>> grid_of(table).rows()
    [['', 'n'], ['a', '1'], ['a', '2']]
    """
    parts: dict[bool, list[list[Cell | None]]] = {True: [], False: []}
    covered: dict[int, tuple[int, Cell]] = {}  # column: rows still covered, and by which cell
    for tr in table.iter("tr"):
        if next(tr.iterancestors("table"), None) is not table:
            continue
        row: dict[int, Cell] = {at: cell for at, (_, cell) in covered.items()}
        below = {at: (left - 1, cell) for at, (left, cell) in covered.items() if left > 1}
        column = 0
        for element in tr.iterchildren("td", "th"):
            while column in row:
                column += 1
            cell = Cell(element, " ".join(element.text_content().split()))
            width, height = span(element, "colspan"), span(element, "rowspan")
            for at in range(column, min(column + width, _MOST_COLUMNS)):
                row[at] = cell
                if height > 1:
                    below[at] = (height - 1, cell)
            column += width
        covered = below
        placed = [row.get(at) for at in range(max(row, default=-1) + 1)]
        parts[tr.getparent().tag == "thead"].append(placed)
    width = max((len(row) for rows in parts.values() for row in rows), default=0)
    return Grid(parts[True], parts[False], width)


def placed_cells(table: Any) -> Iterator[tuple[int, int, Any]]:
    """Each cell of a table once, with the column it begins in and how many it covers."""
    seen: set[int] = set()
    grid = grid_of(table)
    for row in (*grid.head, *grid.body):
        for at, cell in enumerate(row):
            if cell is not None and id(cell.element) not in seen:
                seen.add(id(cell.element))
                yield at, span(cell.element, "colspan"), cell.element


def span(cell: Any, name: str) -> int:
    """How many columns or rows a cell covers."""
    value = cell.get(name) or "1"
    if not (value.isascii() and value.isdigit() and len(value) <= 4):
        return 1
    return min(max(1, int(value)), _MOST_SPAN)
