"""The codebook's file format, and its schema: what is refused, with the line that is at fault.

In: the bytes of a YAML file. Out: a `Codebook`. Scalars are taken as written (``no`` is a word,
not a truth value); anchors, aliases and tags are refused, so that a small file stays small.
"""

from collections.abc import Callable, Iterator
from typing import NoReturn

import regex
import yaml

from analysis.errors import InputError
from analysis.framing.codebook import Codebook, Frame, Indicator, Minimum
from analysis.framing.patterns import LONGEST_GAP, Pattern, covers, parse_pattern

LARGEST_FILE = 1_000_000
_DEEPEST = 12
_DEFAULT_GAP = 3
_NAME = regex.compile(r"[a-z][a-z0-9_]{0,59}")
_LANGUAGE = regex.compile(r"[a-z]{2}")

_BOOK_KEYS = ("name", "version", "language", "layer", "description", "gap", "exclusions", "frames")
_FRAME_KEYS = (
    "definition", "source", "inclusion_rules", "exclusion_rules", "examples", "counter_examples",
    "indicators", "exclusions", "present",
)  # fmt: skip
_INDICATOR_KEYS = ("pattern", "gap", "exclusions")
# What YAML takes plain words and numbers for; all are read as they are written.
_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge")
}
_PRESENT_KEYS = ("sentences", "share", "hits", "indicators")


class _Loader(yaml.SafeLoader):
    """Composes nodes only, without anchors, and to a limited depth."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None) is not None:
            raise yaml.composer.ComposerError(
                None, None, "has an anchor or alias (& or *) outside quotes", event.start_mark
            )
        self.depth += 1
        if self.depth > _DEEPEST:
            raise yaml.composer.ComposerError(
                None, None, f"is nested more than {_DEEPEST} deep", event.start_mark
            )
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def read_codebook(content: bytes, name: str) -> Codebook:
    """A codebook from the bytes of its file; `name` is what errors call the file.

    Raises
    ------
    InputError
        Naming the file and the line.

    Examples
    --------
    >>> read_codebook(b"name: mine\\nnmae: yours", "mine.yml")
    Traceback (most recent call last):
    analysis.errors.InputError: mine.yml, line 2: a codebook has the unknown key 'nmae'; it may
    have name, version, language, layer, description, gap, exclusions, frames
    """
    return _Reader(name).book(content)


class _Reader:
    """Walks the nodes of one file."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fail(self, line: int, trouble: str, remedy: str) -> NoReturn:
        raise InputError(f"{self.file}, line {line}", trouble, remedy)

    def compose(self, content: bytes) -> yaml.Node:
        if len(content) > LARGEST_FILE:
            raise InputError(
                self.file,
                f"is larger than {LARGEST_FILE:,} bytes",
                "a codebook is a short text file",
            )
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            self.fail(line, "is not UTF-8", "save the file as UTF-8")
        try:
            loader = _Loader(text)
            node = loader.get_single_node()
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            trouble = getattr(error, "problem", None) or getattr(error, "reason", "")
            place = getattr(error, "position", None)
            line = mark.line + 1 if mark else text[: place or 0].count("\n") + 1
            self.fail(
                line, f"is no readable YAML: {trouble}",
                "mend it; a word that begins with * or holds ': ' is written in quotes",
            )  # fmt: skip
        if node is None:
            raise InputError(
                self.file, "is empty", f"a codebook has the keys {', '.join(_BOOK_KEYS)}"
            )
        return node

    def book(self, content: bytes) -> Codebook:
        node = self.compose(content)
        line = _line(node)
        fields = self.mapping(node, "a codebook", _BOOK_KEYS)
        for key in ("name", "version", "language", "layer", "frames"):
            if key not in fields:
                self.fail(
                    line, f"lacks {key!r}", f"a codebook has the keys {', '.join(_BOOK_KEYS)}"
                )
        language = self.text(fields["language"], "language")
        if not _LANGUAGE.fullmatch(language):
            self.fail(_line(fields["language"]), f"has the language {language!r}",
                      "give an ISO 639-1 code of two letters, such as en")  # fmt: skip
        gap = self.gap(fields["gap"]) if "gap" in fields else _DEFAULT_GAP
        exclusions = self.patterns(fields.get("exclusions"), "exclusions", gap)
        frames_node = fields["frames"]
        frames = self.mapping(frames_node, "'frames'", None)
        if not frames:
            self.fail(_line(frames_node), "has no frames", "define at least one")
        seen: dict[object, tuple[str, int]] = {}
        lines = {str(key.value).strip(): _line(key) for key, _ in frames_node.value}
        made = [
            self.frame(name, lines[name], frames[name], gap, exclusions, seen)
            for name in sorted(frames)
        ]
        return Codebook(
            name=self.text(fields["name"], "name"),
            version=self.text(fields["version"], "version"),
            language=language,
            layer=self.text(fields["layer"], "layer"),
            description=self.text(fields["description"], "description")
            if "description" in fields
            else "",
            frames=tuple(made),
            exclusions=tuple(pattern for pattern, _ in exclusions),
            origin=self.file,
        )

    def frame(
        self,
        name: str,
        line: int,
        node: yaml.Node,
        gap: int,
        shared: list[tuple[Pattern, int]],
        seen: dict[object, tuple[str, int]],
    ) -> Frame:
        what = f"frame {name!r}"
        if not _NAME.fullmatch(name):
            self.fail(line, f"has the frame name {name!r}",
                      "use small letters, digits and _, beginning with a letter")  # fmt: skip
        fields = self.mapping(node, what, _FRAME_KEYS)
        for key in ("definition", "source", "indicators", "present"):
            if key not in fields:
                self.fail(
                    line, f"{what} lacks {key!r}", f"a frame has the keys {', '.join(_FRAME_KEYS)}"
                )
        exclusions = self.patterns(fields.get("exclusions"), f"exclusions of {what}", gap)
        indicators = []
        items = self.items(fields["indicators"], f"indicators of {what}")
        if not items:
            self.fail(_line(fields["indicators"]), f"{what} has no indicators", "give at least one")
        for item in items:
            indicator = self.indicator(item, what, gap)
            self.check_new(indicator, name, _line(item), seen)
            silent = [pattern for pattern, _ in (*shared, *exclusions)] + [*indicator.exclusions]
            self.check_can_match(indicator, silent, _line(item))
            indicators.append(indicator)
        return Frame(
            name=name,
            definition=self.text(fields["definition"], f"definition of {what}"),
            source=self.text(fields["source"], f"source of {what}"),
            inclusion_rules=self.texts(fields.get("inclusion_rules"), f"inclusion_rules of {what}"),
            exclusion_rules=self.texts(fields.get("exclusion_rules"), f"exclusion_rules of {what}"),
            examples=self.texts(fields.get("examples"), f"examples of {what}"),
            counter_examples=self.texts(
                fields.get("counter_examples"), f"counter_examples of {what}"
            ),
            indicators=tuple(sorted(indicators, key=lambda item: (item.text, item.pattern.gap))),
            exclusions=tuple(pattern for pattern, _ in exclusions),
            present=self.present(fields["present"], what),
        )

    def check_new(
        self, indicator: Indicator, frame: str, line: int, seen: dict[object, tuple[str, int]]
    ) -> None:
        """No indicator stands twice, in one frame or in two."""
        key = indicator.pattern.key
        if key not in seen:
            seen[key] = (frame, line)
            return
        other, before = seen[key]
        first, last = min(line, before), max(line, before)
        if other == frame:
            trouble = f"is a duplicate in frame {frame!r}, first given in line {first}"
            self.fail(last, f"{indicator.text!r} {trouble}", "delete one of them")
        names = " and ".join(repr(name) for name in sorted((other, frame)))
        trouble = f"is an indicator in two frames, {names} (lines {first} and {last})"
        remedy = "leave it in one of them, or make each a longer phrase"
        self.fail(last, f"{indicator.text!r} {trouble}", remedy)

    def check_can_match(self, indicator: Indicator, silent: list[Pattern], line: int) -> None:
        """No exclusion suppresses every match of the indicator."""
        for exclusion in silent:
            if covers(exclusion, indicator.pattern):
                trouble = f"can never match: the exclusion {exclusion.text!r} suppresses it"
                remedy = "drop the indicator, or narrow the exclusion"
                self.fail(line, f"{indicator.text!r} {trouble}", remedy)

    def indicator(self, node: yaml.Node, what: str, gap: int) -> Indicator:
        if isinstance(node, yaml.ScalarNode):
            return Indicator(self.pattern(node, gap))
        fields = self.mapping(node, f"an indicator of {what}", _INDICATOR_KEYS)
        if "pattern" not in fields:
            self.fail(_line(node), f"an indicator of {what} lacks 'pattern'",
                      f"write words, or a mapping of {', '.join(_INDICATOR_KEYS)}")  # fmt: skip
        own_gap = self.gap(fields["gap"]) if "gap" in fields else gap
        exclusions = self.patterns(fields.get("exclusions"), "exclusions", own_gap)
        pattern = self.pattern(fields["pattern"], own_gap)
        return Indicator(pattern, tuple(pattern for pattern, _ in exclusions))

    def present(self, node: yaml.Node, what: str) -> tuple[Minimum, ...]:
        choices = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not choices:
            self.fail(_line(node), f"'present' of {what} is empty", "state at least one minimum")
        rules = []
        for choice in choices:
            fields = self.mapping(choice, f"'present' of {what}", _PRESENT_KEYS)
            if not fields:
                self.fail(_line(choice), f"'present' of {what} is empty",
                          f"state at least one of {', '.join(_PRESENT_KEYS)}")  # fmt: skip
            share = 0.0
            if "share" in fields:
                share = self.number(fields["share"], "share", float, 0.0, 1.0)
            counts = {
                key: int(self.number(fields[key], key, int, 1, 10_000))
                for key in ("sentences", "hits", "indicators")
                if key in fields
            }
            rules.append(Minimum(share=share, **counts))
        return tuple(rules)

    # Values of a given kind.

    def mapping(
        self, node: yaml.Node, what: str, keys: tuple[str, ...] | None
    ) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            allowed = f"with the keys {', '.join(keys)}" if keys else "from names to frames"
            self.fail(_line(node), f"{what} is no mapping", f"write a mapping {allowed}")
        fields: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = self.text(key_node, "a key")
            if keys is not None and key not in keys:
                self.fail(_line(key_node), f"{what} has the unknown key {key!r}",
                          f"it may have {', '.join(keys)}")  # fmt: skip
            if key in fields:
                self.fail(
                    _line(key_node), f"{what} has the key {key!r} twice", "delete one of them"
                )
            fields[key] = value
        return fields

    def items(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            self.fail(
                _line(node), f"{what}: this is no list", "write one entry a line, each after '- '"
            )
        return list(node.value)

    def text(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            trouble = "is empty" if isinstance(node, yaml.ScalarNode) else "is no text"
            self.fail(_line(node), f"{what} {trouble}", "write it as words")
        if node.tag not in _PLAIN_TAGS:
            self.fail(
                _line(node), f"{what} has the tag {node.tag!r}", "write plain text, without !"
            )
        return " ".join(str(node.value).split())

    def texts(self, node: yaml.Node | None, what: str) -> tuple[str, ...]:
        if node is None:
            return ()
        return tuple(self.text(item, what) for item in self.items(node, what))

    def number(
        self, node: yaml.Node, what: str, kind: Callable[[str], float], low: float, high: float
    ) -> float:
        written = self.text(node, what)
        try:
            value = kind(written)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            sort = "whole number" if kind is int else "number"
            self.fail(_line(node), f"{what} is {written!r}", f"give a {sort} from {low} to {high}")
        return value

    def gap(self, node: yaml.Node) -> int:
        return int(self.number(node, "gap", int, 0, LONGEST_GAP))

    def pattern(self, node: yaml.Node, gap: int) -> Pattern:
        written = self.text(node, "an indicator or exclusion")
        try:
            return parse_pattern(written, gap)
        except ValueError as error:
            self.fail(_line(node), f"{written!r} {error}", "mend or delete it")

    def patterns(self, node: yaml.Node | None, what: str, gap: int) -> list[tuple[Pattern, int]]:
        return list(self._patterns(node, what, gap)) if node is not None else []

    def _patterns(self, node: yaml.Node, what: str, gap: int) -> Iterator[tuple[Pattern, int]]:
        seen: dict[object, int] = {}
        for item in self.items(node, what):
            pattern, line = self.pattern(item, gap), _line(item)
            if pattern.key in seen:
                self.fail(line, f"{pattern.text!r} is a duplicate in {what}, first given in line "
                          f"{seen[pattern.key]}", "delete one of them")  # fmt: skip
            seen[pattern.key] = line
            yield pattern, line


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
