"""Codebooks: which frames there are, how they are defined, and by which indicators they are found.

In: a YAML file, or the name of a codebook that comes with the package. Out: a checked, immutable
`Codebook`. Whatever is wrong with the file is an `InputError` that names the file and the line.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import InputError
from analysis.framing.patterns import Pattern

if TYPE_CHECKING:
    from analysis.framing.coder import Coder

BUNDLED = ("conflict", "functions", "generic")


@dataclass(frozen=True)
class Minimum:
    """What an article must reach, all of it at once, to carry a frame.

    ``sentences``: flagged sentences. ``share``: flagged over eligible sentences. ``hits``: hits in
    all sentences. ``indicators``: different indicators of the frame that were found.
    """

    sentences: int = 1
    share: float = 0.0
    hits: int = 1
    indicators: int = 1

    def met(self, flagged: int, eligible: int, hits: int, indicators: int) -> bool:
        """Whether an article with these counts reaches it."""
        return (
            flagged >= self.sentences
            and flagged >= self.share * eligible
            and hits >= self.hits
            and indicators >= self.indicators
        )


@dataclass(frozen=True)
class Indicator:
    """A pattern that speaks for a frame, and the patterns that silence it."""

    pattern: Pattern
    exclusions: tuple[Pattern, ...] = ()

    @property
    def text(self) -> str:
        return self.pattern.text


@dataclass(frozen=True)
class Frame:
    """One frame: what it is, for people, and how it is found, for the machine."""

    name: str
    definition: str
    source: str
    inclusion_rules: tuple[str, ...]
    exclusion_rules: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    exclusions: tuple[Pattern, ...]
    present: tuple[Minimum, ...]

    def is_present(self, flagged: int, eligible: int, hits: int, indicators: int) -> bool:
        """Whether an article with these counts carries the frame: any one minimum is enough."""
        return any(minimum.met(flagged, eligible, hits, indicators) for minimum in self.present)


@dataclass(frozen=True)
class Codebook:
    """A codebook as read and checked. Frames stand in alphabetical order."""

    name: str
    version: str
    language: str
    layer: str
    description: str
    frames: tuple[Frame, ...]
    exclusions: tuple[Pattern, ...]
    origin: str

    @property
    def names(self) -> list[str]:
        """The frames' names."""
        return [frame.name for frame in self.frames]

    def frame(self, name: str) -> Frame:
        """The frame of that name.

        Examples
        --------
        >>> load_codebook("generic").frame("morality").name
        'morality'
        """
        for frame in self.frames:
            if frame.name == name:
                return frame
        raise InputError(
            f"codebook {self.name}", f"has no frame {name!r}", f"it has {', '.join(self.names)}"
        )

    @cached_property
    def hash(self) -> str:
        """SHA-256 of what the codebook says, whatever the order and layout in which it says it."""
        content = {
            "name": self.name,
            "version": self.version,
            "language": self.language,
            "layer": self.layer,
            "description": self.description,
            "exclusions": _written(self.exclusions),
            "frames": {frame.name: _content(frame) for frame in self.frames},
        }
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def coder(self) -> "Coder":
        """What finds the indicators of all frames in a text."""
        from analysis.framing.coder import Coder

        return Coder(self)


def _written(patterns: tuple[Pattern, ...]) -> list[list[Any]]:
    return sorted([pattern.text, pattern.key[1]] for pattern in patterns)


def _content(frame: Frame) -> dict[str, Any]:
    """A frame as plain values, lists in a fixed order."""
    return {
        "definition": frame.definition,
        "source": frame.source,
        "inclusion_rules": frame.inclusion_rules,
        "exclusion_rules": frame.exclusion_rules,
        "examples": frame.examples,
        "counter_examples": frame.counter_examples,
        "exclusions": _written(frame.exclusions),
        "indicators": sorted(
            [item.text, item.pattern.key[1], _written(item.exclusions)] for item in frame.indicators
        ),
        "present": sorted(
            [rule.sentences, rule.share, rule.hits, rule.indicators] for rule in frame.present
        ),
    }


_LOADED: dict[str, Codebook] = {}


def load_codebook(name_or_path: "str | Path | Codebook") -> Codebook:
    """A codebook that comes with the package, by name, or one of your own, by path.

    Parameters
    ----------
    name_or_path
        ``"conflict"`` (nine frames for conflict and diplomacy), ``"functions"`` (Entman's four
        framing functions), ``"generic"`` (Semetko and Valkenburg's five frames), or the path of a
        YAML file. A `Codebook` is returned as it is.

    Raises
    ------
    InputError
        If there is no such codebook, or its file breaks the schema; names file and line.

    References
    ----------
    Entman, R. M. (1993). Framing: Toward clarification of a fractured paradigm. Journal of
    Communication 43(4), 51-58.
    Semetko, H. A. and Valkenburg, P. M. (2000). Framing European politics. Journal of
    Communication 50(2), 93-109.

    Examples
    --------
    >>> load_codebook("generic").names
    ['conflict', 'economic_consequences', 'human_interest', 'morality', 'responsibility']
    """
    from analysis.framing.codebook_file import LARGEST_FILE, read_codebook

    if isinstance(name_or_path, Codebook):
        return name_or_path
    if isinstance(name_or_path, str) and name_or_path in BUNDLED:
        if name_or_path not in _LOADED:
            content = codebook_text(name_or_path).encode("utf-8")
            _LOADED[name_or_path] = read_codebook(content, f"{name_or_path}.yml")
        return _LOADED[name_or_path]
    if not isinstance(name_or_path, (str, Path)):
        raise InputError(
            "codebook",
            f"is a {type(name_or_path).__name__}",
            f"give a name ({', '.join(BUNDLED)}), the path of a YAML file, or a Codebook",
        )
    path = Path(name_or_path)
    try:
        with path.open("rb") as file_on_disk:
            content = file_on_disk.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise InputError(
            name_or_path,
            f"cannot be read as a codebook ({getattr(error, 'strerror', None) or error})",
            f"give the path of a YAML file, or one of the names {', '.join(BUNDLED)}",
        ) from error
    return read_codebook(content, str(name_or_path))


def codebook_text(name: str) -> str:
    """The file of a codebook that comes with the package, as text: the start of one of your own.

    Raises
    ------
    InputError
        If no codebook of that name comes with the package.

    Examples
    --------
    >>> codebook_text("conflict").count("definition: >-")
    9
    """
    if name not in BUNDLED:
        raise InputError(
            "codebook", f"none named {name!r} comes with the package", f"give {', '.join(BUNDLED)}"
        )
    file = resources.files("analysis.framing") / "codebooks" / f"{name}.yml"
    return file.read_text(encoding="utf-8")
