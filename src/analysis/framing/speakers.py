"""Whose words they are: names and pronouns resolved within an article.

In: the tagged tokens of a text and the noun phrase named as source. Out: the fullest name that the
text gives that person, the words of the phrase if it names nobody, or *unresolved*.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import NamedTuple

from analysis.framing.names import (
    FIRST_NAME_SEX,
    NOT_PERSONS,
    PARTICLES,
    QUALIFIERS,
    TITLE_SEX,
    TITLES,
)
from analysis.framing.word_classes import Tokens

UNRESOLVED = "unresolved"
_HE = frozenset("he his him himself".split())
_SHE = frozenset("she her hers herself".split())
_PLURAL = frozenset("they their them themselves".split())
_OPEN = frozenset(
    "i we you it who that which one my our your its us me this these those some others many most "
    "several few all both another each none someone somebody nobody everyone everybody anyone "
    "anybody two three four five half".split()
)
_CAPITALS = re.compile("X+")
# How many sentences a pronoun is followed back through.
_REACH = 5


class Mention(NamedTuple):
    """A name in the text: its tokens, the name without titles, its person's sex if a title tells
    it, and whether there was a title.
    """

    start: int
    end: int
    name: tuple[str, ...]
    sex: str
    titled: bool


class Speakers:
    """The names of a text and what they, and pronouns, stand for."""

    def __init__(self, tokens: Tokens) -> None:
        self.t = tokens
        self.spoken: dict[int, tuple[str, ...]] = {}
        self.groups: dict[int, str] = {}
        self.bodies: dict[int, str] = {}
        self.mentions = self._mentions()
        self._starts = [mention.start for mention in self.mentions]
        # Names used alone, and persons who have spoken so far.
        self.short = {mention.name for mention in self.mentions if len(mention.name) == 1}
        self.voices: set[tuple[str, ...]] = set()
        self._index()

    # names -------------------------------------------------------------------------------------

    def _mentions(self) -> list[Mention]:
        """The names of the text in their order."""
        tags = self.t.tags
        mentions = []
        j = 0
        for match in _CAPITALS.finditer(tags):
            i, end = match.span()
            if i < j:
                continue
            j = self._run_end(end) if tags[end + 1 : end + 2] == "X" else end
            name, sex = self._strip(i, j)
            if name:
                titled = bool(sex) or (j - i > len(name) and self._titled(i, j, name))
                mentions.append(Mention(i, j, name, sex, titled))
        return mentions

    def _titled(self, i: int, j: int, name: tuple[str, ...]) -> bool:
        """Whether the word before a name in a run of capitalised words is a person's title."""
        before = [w for w in self.t.lower[i:j] if w != "."][: -len(name)]
        return bool(before) and before[-1] in TITLES and before[-1] not in QUALIFIERS

    def _run_end(self, j: int) -> int:
        """One past the last token of the run of capitalised words that goes on at j, if it does."""
        tags, words, lower = self.t.tags, self.t.words, self.t.lower
        while j < len(tags):
            if tags[j] == "X":
                j += 1
            elif tags[j + 1 : j + 2] == "X" and (
                lower[j] in PARTICLES or words[j] == "&" or (words[j] == "." and tags[j] == "~")
            ):
                j += 2
            else:
                break
        return j

    def _strip(self, i: int, j: int) -> tuple[tuple[str, ...], str]:
        """A run of capitalised words without titles before it, and the sex that a title tells."""
        words, lower = self.t.words, self.t.lower
        if j - i == 1:
            before = lower[i - 1] if i > 0 and self.t.tags[i - 1] == "w" else ""
            return (words[i],), TITLE_SEX.get(before, "")
        dotted = "~" in self.t.tags[i:j]
        parts = [k for k in range(i, j) if words[k] != "."] if dotted else range(i, j)
        sex = ""
        cut = 0
        for place, k in enumerate(parts[:-1]):
            if lower[k] in TITLES or (lower[k].startswith("ex-") and lower[k][3:] in TITLES):
                sex = TITLE_SEX.get(lower[k], sex)
                cut = place + 1
        if i > 0 and not sex and cut == 0:
            sex = TITLE_SEX.get(lower[i - 1], "") if self.t.tags[i - 1] == "w" else ""
        if not dotted:
            return tuple(words[i + cut : j]), sex
        name = tuple(
            words[k] + ("." if k + 1 < j and words[k + 1] == "." else "") for k in parts[cut:]
        )
        return name, sex

    def _index(self) -> None:
        """Which full names a short form can stand for."""
        headline: set[int] = set()
        for first, last, _ in self.t.sentences:
            if self._title_case(first, last):
                headline.update(range(first, last))
        counts = Counter(
            [m.name for m in self.mentions if len(m.name) <= 3 or m.start not in headline]
        )
        self.full: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self.by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        # Of several, first those with a known first name, then the one named most often, or first.
        for name in sorted(
            [name for name in counts if 2 <= len(name) <= 5],
            key=lambda name: (name[0].lower() not in FIRST_NAME_SEX, -counts[name]),
        ):
            ending = name[-1].lower().rstrip(".")
            if ending not in NOT_PERSONS:
                junior = ending in ("jr", "sr", "ii", "iii", "iv")
                self.full[name[-2] if junior and len(name) > 2 else name[-1]].append(name)
                self.by_first[name[0]].append(name)
        self.titled = {self.longest(m.name) for m in self.mentions if m.titled}
        self.sexes: dict[tuple[str, ...], str] = {}
        for mention in self.mentions:
            sex = mention.sex or (
                FIRST_NAME_SEX.get(mention.name[0].lower(), "")
                if len(mention.name) > 1 or mention.name[0] not in self.full
                else ""
            )
            if sex:
                self.sexes.setdefault(self.longest(mention.name), sex)

    def _title_case(self, first: int, last: int) -> bool:
        """Whether a sentence is set like a headline, so that capitals tell nothing."""
        tags, words = self.t.tags, self.t.words
        if last - first < 4 or tags[last - 1] == ".":
            return False
        lowers = sum(words[k][0].islower() for k in range(first, last) if tags[k] in "wV")
        return lowers <= 1 and sum(tags[k] == "X" for k in range(first, last)) >= 3

    def longest(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """The fullest form in the text of a name; of several people, the one named most often."""
        if len(name) == 1:
            known = self.full.get(name[0]) or self.by_first.get(name[0])
            return known[0] if known else name
        best = name
        for other in self.full.get(name[-1], ()):
            if len(other) > len(best) and other[0] == name[0] and set(name) <= set(other):
                best = other
        return best

    # sources -----------------------------------------------------------------------------------

    def resolve(self, source: tuple[int, int] | None, sentence: int) -> str:
        """The speaker whom the noun phrase of tokens ``source`` names."""
        if source is None or source[0] >= source[1]:
            return UNRESOLVED
        t = self.t
        a, b = source
        word = t.lower[a]
        if b - a == 1:
            if word in _HE:
                return self._pronoun(a, sentence, "m")
            if word in _SHE:
                return self._pronoun(a, sentence, "f")
            if word in _PLURAL:
                return self._recent(self.groups, sentence)
            if word == "it":
                return self._recent(self.bodies, sentence)
            if word in _OPEN:
                return UNRESOLVED
        name = self._name_in(a, b)
        if name:
            return " ".join(self.longest(name))
        named = self._apposed(b)
        if named:
            return " ".join(self.longest(named))
        if b - a == 1 and t.tags[a] in "DHO":
            return UNRESOLVED
        while b > a + 1 and t.tags[b - 1] in "'~":
            b -= 1
        return self._phrase(a, b)

    def _phrase(self, a: int, b: int) -> str:
        """The words of a noun phrase, with their spaces as in the text."""
        t = self.t
        parts = [t.words[a]]
        for k in range(a + 1, b):
            parts.append(("" if t.starts[k] == t.end(k - 1) else " ") + t.words[k])
        return "".join(parts)

    def _name_in(self, a: int, b: int) -> tuple[str, ...]:
        """The name that a noun phrase ends with, before what qualifies it; empty if none."""
        tags = self.t.tags
        end = b
        for k in range(a, b):
            if tags[k] in "P(" and k > a:
                if tags[k - 1] != "X" and ("w" in tags[a:k] or "D" in tags[a:k]):
                    # "a spokesman for …" names nobody; "the secretary of state John Kerry" does.
                    if (
                        tags[b - 1] == "X"
                        and self.t.lower[k] == "of"
                        and b - a > 4
                        and tags[b - 2] == "X"
                    ):
                        break
                    return ()
                end = k
                break
        while end > a and tags[end - 1] in "'~,":
            end -= 1
        start = end
        if "C" in tags[a:end]:
            return ()
        while start > a and (
            tags[start - 1] == "X"
            or (tags[start - 1] == "~" and start - 1 > a)
            or self.t.lower[start - 1] in PARTICLES
        ):
            start -= 1
        if start == end or tags[end - 1] != "X":
            return ()
        if start > a and tags[start - 1] == "P" and self.t.lower[start - 1] == "of":
            pass
        name, _ = self._strip(start, end)
        return name

    def _apposed(self, b: int) -> tuple[str, ...]:
        """A full name set beside a noun phrase: *the group's president, Tom Fitton, said*."""
        tags, n = self.t.tags, len(self.t.tags)
        if b + 2 < n and tags[b] == "," and tags[b + 1] == "X":
            j = self._run_end(b + 2)
            if j - b > 2 and j < n and tags[j] in ",.":
                return self._strip(b + 1, j)[0]
        return ()

    # pronouns ----------------------------------------------------------------------------------

    def _people(self, first: int, last: int, sex: str) -> list[tuple[str, ...]]:
        """The persons named in tokens first to last who can be of a sex, possessors last."""
        subjects: list[tuple[str, ...]] = []
        possessors: list[tuple[str, ...]] = []
        t = self.t
        for mention in self.mentions[bisect_left(self._starts, first) :]:
            if mention.start >= last:
                break
            after = mention.end
            follows = t.tags[after] if after < len(t.tags) else "."
            if follows == "w" and not t.lower[after].endswith(("ed", "s")):
                continue  # "the Clinton campaign" names no person; "Clinton asked" may
            name = self.longest(mention.name)
            known = self.sexes.get(name, "")
            if known == sex or (not known and self._is_person(name)):
                (possessors if follows == "'" else subjects).append(name)
        return subjects or possessors

    def _is_person(self, name: tuple[str, ...]) -> bool:
        """Whether a name of unknown sex is plainly a person's: after a title, or of two words or
        more, if it has spoken or is elsewhere called by the last name alone.
        """
        if name[-1].lower().rstrip(".") in NOT_PERSONS:
            return False
        if name in self.titled:
            return True
        return len(name) > 1 and (name in self.voices or name[-1:] in self.short)

    def _pronoun(self, k: int, sentence: int, sex: str) -> str:
        """The person that *he* or *she* at token k stands for, if one is plainly meant.

        The last speaker of that sex, or else the first of that sex named in the sentence or, going
        back, in an earlier one; a sentence that itself begins with the pronoun is passed over.
        """
        sentences = self.t.sentences
        paragraph = sentences[sentence][2]
        same = _HE if sex == "m" else _SHE
        for back in range(sentence, max(-1, sentence - _REACH), -1):
            first, last, where = sentences[back]
            if paragraph - where > 2:
                break
            spoke = self.spoken.get(back)
            if back < sentence and spoke and self.sexes.get(spoke, sex) == sex:
                return " ".join(spoke)
            if back < sentence and any(word in same for word in self.t.lower[first : first + 4]):
                continue
            people = self._people(first, min(last, k), sex)
            sure = [name for name in people if self.sexes.get(name) == sex]
            if people:
                return " ".join((sure or people)[0])
        return UNRESOLVED

    def _recent(self, speakers: dict[int, str], sentence: int) -> str:
        """The last of some speakers, if one spoke in this sentence or the one before it."""
        return speakers.get(sentence) or speakers.get(sentence - 1) or UNRESOLVED

    def _is_name(self, name: tuple[str, ...]) -> bool:
        """Whether the words are a full name of the text that can be a person's."""
        listed = name in self.full.get(name[-1], ()) or name in self.by_first.get(name[0], ())
        return listed and name[-1].lower().rstrip(".") not in NOT_PERSONS

    def heard(self, sentence: int, speaker: str) -> None:
        """Note who speaks in a sentence: pronouns after it most likely mean that speaker."""
        name = tuple(speaker.split())
        if speaker == UNRESOLVED:
            return
        if name in self.sexes or name in self.titled or self._is_name(name):
            self.spoken[sentence] = name
            self.voices.add(name)
        elif speaker.endswith("s") or " and " in speaker:
            self.groups[sentence] = speaker
        else:
            self.bodies[sentence] = speaker
