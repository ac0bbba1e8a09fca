"""Generated news for measurements of a whole report: nobody's texts, in the shape of real ones.

In: a path and a number of articles. Out: a CSV of outlet, date, headline and body, the same for the
same seed. English sentences with quotations, names and dates; two thirds of the content words are
plain English of a subject, the rest a vocabulary that grows by Heaps' law; one article in ten
carries the copy of an earlier one, and the outlets differ in how often they take up a subject.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from generated import HEAPS_BETA, HEAPS_K, make_words

OUTLETS = ("The Courier", "The Herald", "Daily Post", "Evening Star", "The Tribune")
SENTENCES = 34  # about 3 kB
_FIRST, _LAST = np.datetime64("2018-01-01"), np.datetime64("2023-12-31")
_COPIED = 0.1
_PEOPLE = "minister spokesman senator mayor general analyst lawyer director leader envoy".split()
_GIVEN = "Anna James Maria David Elena Peter Laura Thomas Sarah Omar Julia Victor Ruth Karl".split()
_SAYING = "said told insisted warned added argued denied noted admitted claimed stressed".split()
_ADJECTIVES = "new public strong local foreign large difficult recent serious common early".split()
_SUBJECTS = {
    "war": "ceasefire attack army border rebels troops bombing fighting weapons conflict victims "
    "civilians shelling truce violence soldiers enemy peace talks hospital",
    "economy": "budget tax market prices inflation jobs wages bank trade growth deficit investors "
    "costs debt industry exports economy workers unemployment spending",
    "court": "judge trial court verdict lawyers crime police evidence charges prison justice law "
    "suspect investigation appeal ruling rights witness fraud guilty",
    "health": "hospital patients doctors disease vaccine treatment care virus nurses medicine "
    "families deaths children infection suffering health emergency drugs risk hope",
    "vote": "election parliament vote party government coalition candidate campaign opposition "
    "reform president policy debate promise critics leader democracy bill poll power",
    "climate": "climate storm flood energy emissions forest water river drought carbon power heat "
    "farmers wind coal fire damage warming sea pollution",
}
_VERBS = (
    "blamed supported rejected faced caused criticised threatened helped ended delayed discussed "
    "announced defended ignored accepted condemned changed protected approved opposed"
).split()


def generate_news(path: Path, articles: int, seed: int = 1) -> None:
    """Write a CSV of so many articles: columns outlet, date, headline, text."""
    rng = np.random.default_rng(seed)
    size = int(HEAPS_K * (articles * SENTENCES * 20) ** HEAPS_BETA)
    press = _Press(rng, make_words(rng, size))
    days = np.sort(rng.integers(0, int((_LAST - _FIRST).astype(int)) + 1, articles))
    recent: list[list[str]] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["outlet", "date", "headline", "text"])
        for day in days.tolist():
            outlet = int(rng.integers(len(OUTLETS)))
            told = press.article(outlet)
            if recent and rng.random() < _COPIED:
                copy = recent[int(rng.integers(len(recent)))]
                told = [*copy[: int(rng.integers(SENTENCES // 2, SENTENCES))], *told[:6]]
            recent = [*recent[-40:], told]
            paragraphs = [" ".join(told[at : at + 2]) for at in range(0, len(told), 2)]
            date = str(_FIRST + np.timedelta64(day, "D"))
            rows.writerow([OUTLETS[outlet], date, press.headline(told), "\n".join(paragraphs)])


class _Press:
    """What writes the articles: the words of the subjects, the rare words, the people."""

    def __init__(self, rng: np.random.Generator, words: list[str]) -> None:
        self._rng, self._words = rng, words
        self._weights = np.cumsum(1.0 / (np.arange(len(words)) + 2.7))
        plain = [word.capitalize() for word in words if word.isascii() and word.isalpha()]
        self._names = [name for name in plain if 4 <= len(name) <= 9]
        self._subjects = [text.split() for text in _SUBJECTS.values()]

    def article(self, outlet: int) -> list[str]:
        """The sentences of an article of an outlet."""
        rng, n = self._rng, len(self._subjects)
        # Each outlet takes up one subject twice as often as the others.
        leanings = np.where(np.arange(n) == outlet % n, 2.0, 1.0)
        subject = self._subjects[int(rng.choice(n, p=leanings / leanings.sum()))]
        chosen = rng.integers(len(self._names), size=4)
        people = [f"{self._pick(_GIVEN)} {self._names[int(at)]}" for at in chosen[:3]]
        place = self._names[int(chosen[3])]
        return [
            self._sentence(subject, people, place, first=at < 3)
            for at in range(int(rng.integers(SENTENCES // 2, SENTENCES * 3 // 2)))
        ]

    def headline(self, told: Sequence[str]) -> str:
        """A headline from the words of the first sentence."""
        return " ".join(told[0].split()[:7]).strip(" .,“”").capitalize()

    def _sentence(self, subject: list[str], people: list[str], place: str, *, first: bool) -> str:
        clause = self._clause(subject)
        person, kind = self._pick(people), self._rng.random()
        named = f"{person}, a {self._pick(_PEOPLE)} from {place}," if first else person.split()[1]
        if kind < 0.15:
            return f"“{clause[0].upper()}{clause[1:]},” {named} {self._pick(_SAYING)}."
        if kind < 0.25:
            return f"{named.rstrip(',')} {self._pick(_SAYING)} that {clause}."
        if kind < 0.3:
            words = " ".join(self._content(subject) for _ in range(3))
            return f"{named.rstrip(',')} called the {subject[0]} “{words}” on Tuesday."
        second = self._clause(subject)
        joined = self._pick([f", and {second}", f" because {second}", f" in {place}", ""])
        return f"{clause[0].upper()}{clause[1:]}{joined}."

    def _clause(self, subject: list[str]) -> str:
        verb, linking = self._pick(_VERBS), self._pick(["of the", "in the", "for a", "with their"])
        adjective, noun, other, last = self._pick(_ADJECTIVES), *(
            self._content(subject) for _ in range(3)
        )  # fmt: skip
        return f"the {adjective} {noun} {verb} the {other} {linking} {last}"

    def _content(self, subject: list[str]) -> str:
        """A word of the subject two times in three, else one by Zipf's law."""
        if self._rng.random() < 0.65:
            return self._pick(subject)
        drawn = self._rng.random() * self._weights[-1]
        return self._words[int(np.searchsorted(self._weights, drawn))]

    def _pick(self, words: Sequence[str]) -> str:
        return words[int(self._rng.random() * len(words))]
