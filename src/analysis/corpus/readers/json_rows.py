"""Objects of a JSON file, one after the other: JSON lines, an array, or objects in sequence.

In: a text file, its encoding. Out: for each object its place and its values, those of objects
inside named by a dotted path (``source.name``); or why there is none. No more than one object, or
a few, are held in memory at once.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import regex

from analysis.corpus.readers.long_text import LONGEST_ROW, bounded_lines, open_text
from analysis.corpus.readers.packed import PackedError

Item = tuple[str, dict[str, object] | None, str | None]
_PIECE = 1_000_000
# One object may be the whole file: an answer of a service, with the articles in a list inside.
_LARGEST_OBJECT = 50_000_000
DEEPEST = 3
_GAP = regex.compile(r"[ \t\r\n,]*+")


def json_lines(path: Path, encoding: str) -> Iterator[Item]:
    """The objects of a file that has one on each line."""
    for number, line, trouble in bounded_lines(path, encoding):
        place = f"line {number}"
        if trouble is not None:
            yield place, None, trouble
            continue
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield place, None, f"is no JSON ({type(error).__name__}: {str(error)[:80]})"
            continue
        yield _item(place, value)


def json_items(path: Path, encoding: str) -> Iterator[Item]:
    """The objects of an array, or those that a file holds one after the other.

    An only object with a list of objects in it, perhaps inside other objects, and no other such
    list, stands for that list; one that pandas wrote of a table, for its rows.
    """
    values = _values(path, encoding)
    head = list(islice(values, 2))
    if len(head) == 1 and isinstance(head[0][1], dict):
        frame = _frame_rows(head[0][1])
        lists = [frame] if frame else list(_lists_inside(head[0][1]))
        if len(lists) == 1:
            head = [(number, value, None) for number, value in enumerate(lists[0], 1)]
    for number, value, trouble in head:
        yield (f"item {number}", None, trouble) if trouble else _item(f"item {number}", value)
    for number, value, trouble in values:
        yield (f"item {number}", None, trouble) if trouble else _item(f"item {number}", value)


def begins_array(path: Path, encoding: str) -> bool:
    """Whether a file begins as an array, whatever its name says."""
    with open_text(path, encoding) as file:
        try:
            return file.read(1_000).lstrip("\ufeff \t\r\n").startswith("[{")
        except (PackedError, UnicodeError):
            return False


def _frame_rows(value: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The rows of a table as pandas writes it, by columns or by numbered rows; None if it is none.

    Examples
    --------
    >>> _frame_rows({"a": {"0": 1, "1": 2}, "b": {"0": 3, "1": 4}})
    [{'a': 1, 'b': 3}, {'a': 2, 'b': 4}]
    """
    inside = list(value.values())
    if not inside or not all(isinstance(one, dict) and one for one in inside):
        return None
    keys = list(inside[0])
    if any(list(one) != keys for one in inside):
        return None
    if all(key.isdecimal() for key in keys):
        return [{name: column[key] for name, column in value.items()} for key in keys]
    return inside if all(key.isdecimal() for key in value) else None


def _lists_inside(value: dict[str, Any], depth: int = 1) -> Iterator[list[Any]]:
    """The lists of objects in an object, and in objects inside it."""
    for inner in value.values():
        if isinstance(inner, list) and inner and all(isinstance(one, dict) for one in inner):
            yield inner
        elif isinstance(inner, dict) and depth < DEEPEST:
            yield from _lists_inside(inner, depth + 1)


def _item(place: str, value: Any) -> Item:
    if not isinstance(value, dict):
        return place, None, f"is no JSON object but {type(value).__name__}"
    return place, flat(value), None


def flat(value: Mapping[str, Any], above: str = "", depth: int = 1) -> dict[str, object]:
    """The values of an object, with those of objects inside under a dotted name.

    A value that MongoDB marks with its type ({"$date": …}, {"$oid": …}) is that value.

    Examples
    --------
    >>> flat({"a": 1, "b": {"c": 2, "d": {"$oid": "x"}}})
    {'a': 1, 'b.c': 2, 'b.d': 'x'}
    """
    found: dict[str, object] = {}
    for name, inner in value.items():
        if isinstance(inner, dict) and len(inner) == 1 and next(iter(inner)).startswith("$"):
            found[f"{above}{name}"] = next(iter(inner.values()))
        elif isinstance(inner, dict) and depth < DEEPEST:
            found.update(flat(inner, f"{above}{name}.", depth + 1))
        else:
            found[f"{above}{name}"] = inner
    return found


def _values(path: Path, encoding: str) -> Iterator[tuple[int, Any, str | None]]:
    """The values of an array or sequence with their numbers; after a broken one there are none."""
    decoder = json.JSONDecoder()
    with open_text(path, encoding) as file:
        text, place, number = "", 0, 0
        array: bool | None = None
        while True:
            place = _GAP.match(text, place).end()
            trouble = None
            if place < len(text) and array is None:
                array = text[place] == "["
                place += array
                continue
            if place < len(text) and array and text[place] == "]":
                return
            if place < len(text):
                try:
                    value, place = decoder.raw_decode(text, place)
                    number += 1
                    yield number, value, None
                    continue
                except RecursionError:
                    trouble = "is nested too deep"
                except ValueError as error:
                    trouble = f"is no JSON ({str(error)[:80]})"
                    limit = LONGEST_ROW if array or number else _LARGEST_OBJECT
                    if len(text) - place > limit:
                        trouble = f"is longer than {limit} characters, or no JSON"
                    elif isinstance(error, json.JSONDecodeError):
                        # It may only be cut off where the piece ends.
                        more, damage = _more(file, max(_PIECE, len(text) - place))
                        if more:
                            text, place = text[place:] + more, 0
                            continue
                        trouble = damage or trouble
            else:
                more, damage = _more(file, _PIECE)
                if more:
                    text, place = more, 0
                    continue
                if not array and not damage:
                    return
                trouble = damage or "the array is never closed"
            yield number + 1, None, trouble
            return


def _more(file: Any, size: int) -> tuple[str, str | None]:
    """The next characters of a file, or what is wrong with it."""
    try:
        return file.read(size), None
    except PackedError as error:
        return "", str(error)
    except UnicodeError:
        return "", "from here on is not in the encoding of the file"
