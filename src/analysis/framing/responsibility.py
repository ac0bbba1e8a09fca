"""Responsibility: who holds whom responsible, for what, and in which sentence.

In: the articles, and a list of actors if there is one. Out: the table ``responsibility``.
"""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

import pandas as pd

from analysis.framing.actors import ActorIndex, as_index
from analysis.framing.blame_patterns import CAUSE, Blame, BlameFinder
from analysis.framing.clauses import Range
from analysis.framing.corpus_quotations import bodies
from analysis.framing.quotations import Quotation, find_quotations, spoken_actor
from analysis.framing.quote_marks import paragraph_spans
from analysis.framing.speakers import UNRESOLVED, Speakers
from analysis.framing.tagged_sentences import Numbered, numbered_sentences
from analysis.framing.voice import JOURNALIST
from analysis.framing.word_classes import tag_tokens
from analysis.schema import new_table
from analysis.text.sentences import split_sentences

# Nouns for those who can act, and so be held responsible; heads of noun phrases.
_AGENTS = frozenset(
    "government governments regime regimes president minister ministers leader leaders authorities "
    "rebels rebel forces troops army military police officer officers official officials "
    "opposition administration congress parliament senate company companies corporation banks "
    "politicians politician lawmakers senators senator judge judges prosecutors militants militia "
    "militias gunmen insurgents extremists terrorists party parties state states country countries "
    "council union nation nations powers sides groups group community world everyone everybody "
    "employers unions doctors teachers parents voters citizens candidates candidate mayor "
    "governor".split()
)

# Attributed stretches looked at for the one that holds a character; they hardly ever nest.
_NEAR = 8


class _Voice(NamedTuple):
    """A stretch of text with the one who is said to say it."""

    start: int
    end: int
    speaker: str
    actor: str | None


def responsibility_table(articles: pd.DataFrame, *, actors: object = None) -> pd.DataFrame:
    """Who holds whom responsible for what: one row for each attribution of responsibility.

    Parameters
    ----------
    articles : DataFrame
        Columns ``article_id`` and ``body``.
    actors : path, list of Actor or ActorIndex, optional
        The study's list of actors; without it nobody is identified.

    Returns
    -------
    DataFrame
        Table ``responsibility``. ``speaker`` is the one who blames where the text names one (*X
        accused Y of Z*), else the speaker of the attribution that the words stand in, else
        *journalist*; *unresolved* if it cannot be told. ``start`` and ``end`` run from the first
        to the last of the cue, the blamed and the words that say for what.

    Raises
    ------
    InputError
        If a column is missing, a body is no string or ``actors`` is no list of actors.

    Notes
    -----
    *cause*: verbs of blame (*accused of*, *blamed for*, *condemned for*), adjectives of
    responsibility (*held responsible*, *to blame*, *bears responsibility*), causal links to an
    agent (*because of*, *caused by*, *at the hands of*), agents of verbs of causing (*provoked*),
    and what somebody *should have* done. *remedy*: demands on an agent (*must*, *should*, *has
    to*; *called on … to*, *urged … to*, *demanded that*). An agent is a listed actor, a name, or a
    noun for those who act; causal links take no names that are not listed, when a list is given,
    because most of those are places. What is denied (*cannot accuse us of*) is left out.

    References
    ----------
    Iyengar, S. (1991). Is Anyone Responsible? How Television Frames Political Issues.
    Entman, R. M. (1993). Framing. Journal of Communication 43(4), 51-58.
    Semetko, H. A. and Valkenburg, P. M. (2000). Framing European politics. Journal of
    Communication 50(2), 93-109.

    Examples
    --------
    >>> body = "Mr Annan accused the army of shelling the city. The rebels must leave."
    >>> table = responsibility_table(pd.DataFrame({"article_id": ["a"], "body": [body]}))
    >>> table[["speaker", "blamed", "kind", "cue", "for_what"]]
          speaker      blamed    kind      cue           for_what
    0       Annan    the army   cause  accused  shelling the city
    1  journalist  The rebels  remedy     must              leave
    """
    index = as_index(actors)
    numbered = numbered_sentences(split_sentences(articles))
    rows = []
    for article_id, body in bodies(articles):
        found = find_quotations(body)
        rows += responsibility_rows(article_id, body, numbered.get(article_id, []), found, index)
    return new_table("responsibility", rows)


def responsibility_rows(
    article_id: str,
    body: str,
    numbered: list[Numbered],
    found: list[Quotation],
    index: ActorIndex | None,
) -> list[tuple[object, ...]]:
    """The rows of an article with these sentences, in which these quotations were found."""
    return [(article_id, *row) for row in _Reader(body, found, index).rows(numbered)]


class _Reader:
    """Reads the attributions of responsibility of one article."""

    def __init__(self, body: str, found: list[Quotation], index: ActorIndex | None) -> None:
        self.body = body
        self.index = index
        self.t = tag_tokens(body, paragraph_spans(body), [])
        self.speakers = Speakers(self.t)
        self.finder = BlameFinder(self.t)
        self._firsts = [self.t.starts[a] for a, _, _ in self.t.sentences]
        self.voices: list[_Voice] = []
        for q in found:
            self.speakers.heard(self._place(q.start), q.speaker)
            actor = spoken_actor(q, body, index)
            self.voices += [_Voice(start, end, q.speaker, actor) for start, end in q.content]
        self.voices.sort(key=lambda voice: (voice.start, voice.end))

    def rows(self, numbered: list[Numbered]) -> list[tuple[object, ...]]:
        """The rows, without article_id."""
        t = self.t
        found: dict[tuple[int, int], tuple[object, ...]] = {}
        for number, start, end in numbered:
            first, last = bisect_left(t.starts, start), bisect_left(t.starts, end)
            for blame in self.finder.sentence(first, last):
                blamed, actor = self._blamed(blame)
                if not blamed:
                    continue
                parts = [blame.blamed, blame.cue, blame.what]
                speaker, speaking = self._speaker(blame)
                row = (
                    number, min(t.starts[a] for a, _ in parts), max(t.end(b - 1) for _, b in parts),
                    speaker, speaking, blamed, actor, blame.kind,
                    self._words(blame.cue).lower(), self._words(blame.what),
                )  # fmt: skip
                found.setdefault((blame.blamed[0], blame.cue[0]), row)
        return list(found.values())

    def _words(self, part: Range) -> str:
        """The words of some tokens, on one line."""
        return " ".join(self.body[self.t.starts[part[0]] : self.t.end(part[1] - 1)].split())

    def _place(self, character: int) -> int:
        """The place of the tagged sentence that holds a character."""
        return max(0, bisect_right(self._firsts, character) - 1)

    def _blamed(self, blame: Blame) -> tuple[str, str | None]:
        """Who is held responsible, and the actor; empty if that is no agent."""
        t, (a, b) = self.t, blame.blamed
        # Only up to the first preposition: "the army of Ruritania" is the army.
        head = next((k for k in range(a + 1, b) if t.tags[k] in "PIW,"), b)
        words = self._words((a, head))
        actor = self.index.actor_of(words) if self.index else None
        pronoun = head - a == 1 and t.tags[a] in "HO" and t.words[a] != "US"
        if pronoun:
            name = self.speakers.resolve((a, head), self._place(t.starts[a]))
            if blame.accuser and name == self._speaker(blame)[0]:
                name = UNRESOLVED  # nobody accuses himself as "him"
            actor = self.index.actor_of(name) if self.index and name != UNRESOLVED else None
            if actor is None and not blame.sure:
                return "", None
            words = name if name != UNRESOLVED else words
        if actor:
            return actor, actor
        agent = t.lower[head - 1] in _AGENTS
        listed = self.index is not None and t.lower[blame.cue[1] - 1] in ("of", "to", "by")
        named = t.tags[head - 1] == "X" and not (listed and blame.kind == CAUSE)
        return (words if blame.sure or agent or named else ""), None

    def _speaker(self, blame: Blame) -> tuple[str, str | None]:
        """Who holds responsible, and the actor."""
        t = self.t
        cue = t.starts[blame.cue[0]]
        if blame.accuser:
            name = self.speakers.resolve(blame.accuser, self._place(cue))
            words = self._words(blame.accuser)
            actor = self.index.actor_of(name) if self.index and name != UNRESOLVED else None
            if actor is None and self.index and t.tags[blame.accuser[0]] not in "HO":
                actor = self.index.actor_of(words)
            if name != UNRESOLVED:
                return name, actor
        voice = self._voice(cue)
        if voice:
            return voice.speaker, voice.actor
        return (UNRESOLVED if blame.accuser else JOURNALIST), None

    def _voice(self, character: int) -> _Voice | None:
        """The shortest attributed stretch that holds a character, of the last few begun before."""
        last = bisect_right(self.voices, character, key=lambda voice: voice.start)
        near = [v for v in self.voices[max(0, last - _NEAR) : last] if v.end > character]
        return min(near, key=lambda voice: voice.end - voice.start, default=None)
