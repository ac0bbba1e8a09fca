"""A page on its way to being cleaned: its blocks, what each tells, and what was decided on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.corpus.lines import Block


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a block: keep, metadata or drop; the category; the rule."""

    action: str
    category: str
    rule: str


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of a text with what each tells; all sequences run in step.

    ``known`` is the category and rule of a line in phrases.toml, ``moment`` marks short lines that
    tell a time, ``scores`` are the log-odds of being article text; ``parted`` says that blank lines
    stand between paragraphs.
    """

    blocks: Sequence[Block]
    known: Sequence[tuple[str, str] | None]
    words: Sequence[int]
    ends: Sequence[bool]
    elided: Sequence[bool]
    picture: Sequence[bool]
    moment: Sequence[bool]
    scores: Sequence[float]
    parted: bool

    def prose(self, i: int) -> bool:
        """Whether a block reads like a paragraph."""
        if self.known[i] is not None or self.elided[i]:
            return False
        if self.ends[i] or (self.words[i] >= 12 and self.blocks[i].text[-1] == ":"):
            return self.scores[i] > 0 or self.words[i] >= 12
        return self.scores[i] > 0 and self.words[i] >= 20

    def goes_on(self, i: int) -> bool:
        """Whether a block beside the article is one more paragraph of it."""
        text = self.blocks[i].text
        bracketed = text[0] == "(" and text[-1] == ")"
        if self.known[i] is not None or self.picture[i] or self.words[i] < 3:
            return False
        if self.elided[i]:
            # The last paragraph of a page that ends in a request to subscribe.
            return self.words[i] >= 25 and i > 0 and self.prose(i - 1)
        return (self.ends[i] or bracketed) and self.scores[i] > (-4.5 if bracketed else -2.0)

    def heading(self, i: int) -> bool:
        """Whether a block may be a heading between paragraphs: short, alone, not furniture."""
        block = self.blocks[i]
        return (
            self.known[i] is None
            and not self.ends[i]
            and not self.picture[i]
            and self.words[i] <= 10
            and block.blank_before
        )
