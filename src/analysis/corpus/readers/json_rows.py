"""Objects of a JSON file, one after the other: JSON lines, an array, or objects in sequence.

In: a text file, its encoding. Out: for each object its place and its values, those of objects
inside named by a dotted path (``source.name``); or why there is none. No more than one object, or
a few, are held in memory at once.
"""

import json
from collections.abc import Iterator
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
_DEEPEST = 3
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

    An only object with a list of objects in it, and no other such list, stands for that list.
    """
    values = _values(path, encoding)
    head = list(islice(values, 2))
    if len(head) == 1 and isinstance(head[0][1], dict):
        lists = [
            value for value in head[0][1].values()
            if isinstance(value, list) and value and all(isinstance(one, dict) for one in value)
        ]  # fmt: skip
        if len(lists) == 1:
            head = [(number, value, None) for number, value in enumerate(lists[0], 1)]
    for number, value, trouble in head:
        yield (f"item {number}", None, trouble) if trouble else _item(f"item {number}", value)
    for number, value, trouble in values:
        yield (f"item {number}", None, trouble) if trouble else _item(f"item {number}", value)


def _item(place: str, value: Any) -> Item:
    if not isinstance(value, dict):
        return place, None, f"is no JSON object but {type(value).__name__}"
    return place, _flat(value), None


def _flat(value: dict[str, Any], above: str = "", depth: int = 1) -> dict[str, object]:
    """The values of an object, with those of objects inside under a dotted name."""
    found: dict[str, object] = {}
    for name, inner in value.items():
        if isinstance(inner, dict) and depth < _DEEPEST:
            found.update(_flat(inner, f"{above}{name}.", depth + 1))
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
