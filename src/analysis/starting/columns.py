"""Which columns of a table among the inputs are taken for what, to be shown and corrected.

In: an input. Out: `Columns`, for a table and for the manifest of a folder, with their sentences.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.corpus.readers.detect import manifest_in
from analysis.corpus.readers.formats import detect_format
from analysis.corpus.readers.mapping import choose_mapping, column_names, guess_mapping
from analysis.corpus.readers.paths import escaped

_SHOWN = 8


@dataclass(frozen=True)
class Columns:
    """How a table is read: from field to column, and the columns that are not used."""

    name: str
    mapping: Mapping[str, str]
    unused: tuple[str, ...]

    def lines(self, option: str) -> tuple[str, ...]:
        """What is said of it; ``option`` is the one that takes a column that is not used."""
        taken = ", ".join(f"{field} = {escaped(column)}" for field, column in self.mapping.items())
        said = f"columns of {self.name}: {taken} (another: --map FIELD=COLUMN)"
        if not self.unused:
            return (said,)
        return said, f"columns not used: {listed(self.unused)} ({option})"


def columns_of(
    place: Path,
    given: Mapping[str, str] | None = None,
    texts: Path | None = None,
    encoding: str | None = None,
    keep: Sequence[str] = (),
) -> Columns | None:
    """The columns of a table, or of a folder's manifest; None for any other input.

    Those to ``keep`` count as used.

    Raises
    ------
    InputError
        If the table cannot be read, or what is given does not fit it.
    """
    key = None
    table = place if place.is_file() else manifest_in(place, given, encoding)
    if table is None or detect_format(table) != "table":
        return None
    names, name = column_names(table, encoding), escaped(table.name)
    if table is not place:
        key, name = "file", f"{escaped(place.name)}/{name}"
    if texts is not None:
        mapping = guess_mapping(names) | dict(given or {})
    else:
        mapping = choose_mapping(name, names, given, key=key)
    used = {*mapping.values(), *keep}
    return Columns(name, mapping, tuple(one for one in names if one not in used))


def listed(items: Sequence[str]) -> str:
    """Names in a row, the first few of many."""
    more = f" and {len(items) - _SHOWN:,} more" if len(items) > _SHOWN else ""
    return ", ".join(escaped(item) for item in items[:_SHOWN]) + more
