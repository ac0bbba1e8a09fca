"""Actors: who takes part in the events reported, under which names, and on which side.

In: ``actors.yml``. Out: a list of ``Actor``; the actor that a speaker is; every mention in a text.

The file holds a list of actors under the key ``actors``::

    actors:
      - id: russia
        name: Russian government
        side: government
        aliases: [Russia, the Kremlin, Russian officials]
        people: [Sergei Lavrov]
        capitals: [Moscow]

``aliases`` are names of the actor itself. ``people`` speak for it, by full name; a later short form
(*Mr Lavrov*, *Lavrov*) counts where no other listed person has that last name. ``capitals`` stand
for it where a government can be meant (*Moscow said*), not where a place is (*in Moscow*).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import regex
import yaml

from analysis.errors import InputError
from analysis.framing.names import TITLES
from analysis.schema import new_table

_KEYS = {"id", "name", "side", "aliases", "people", "capitals"}
_REMEDY = (
    "write a list under the key actors; each has id, name and side, and may have aliases, people "
    "and capitals"
)
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]++(?:['’\-‐‑.&][\p{L}\p{M}\p{N}]++)*+\.?")
# Speakers whose actor is remembered, and how many characters one of them may have.
_MOST_KNOWN, _LONGEST_KNOWN = 10_000, 100
# Whoever is one of somebody's these is not on that side.
_AGAINST = frozenset(
    "adversaries adversary critic critics enemies enemy foe foes opponent opponents rival "
    "rivals".split()
)
_ASIDE = frozenset("about against at by from in near on over to under with".split())
_PLACE = frozenset("in at from to near of outside around into toward towards visit visited".split())


@dataclass(frozen=True)
class Actor:
    """One actor: its identifier, name and side, and the words that name it."""

    id: str
    name: str
    side: str
    aliases: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()


def read_actors(path: Path | str) -> list[Actor]:
    """The actors of a study.

    Parameters
    ----------
    path : Path or str
        A file as described above.

    Returns
    -------
    list of Actor
        In the order of the file.

    Raises
    ------
    InputError
        If the file is missing, no YAML or not of that form; if an identifier occurs twice; or if
        one name stands for two actors.
    """
    path = Path(path)
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(path.name, "does not exist", "name the study's list of actors") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(path.name, f"is no YAML in UTF-8 ({error})", _REMEDY) from error
    if not isinstance(content, dict) or not isinstance(content.get("actors"), list):
        raise InputError(path.name, "has no list of actors", _REMEDY)
    actors = [
        _actor(item, f"{path.name}, actor {number}")
        for number, item in enumerate(content["actors"], start=1)
    ]
    check_actors(actors, source=path.name)
    return actors


def check_actors(actors: Iterable[Actor], *, source: str = "actors") -> None:
    """Raise InputError if an identifier occurs twice or one name stands for two actors.

    Examples
    --------
    >>> check_actors([Actor("a", "A", "x", ("Kremlin",)), Actor("b", "B", "x", ("Kremlin",))])
    Traceback (most recent call last):
    analysis.errors.InputError: actors: gives the name 'Kremlin' to two actors, a and b;
    keep it with one
    """
    names: dict[str, str] = {}
    ids: set[str] = set()
    for actor in actors:
        if actor.id in ids:
            raise InputError(source, f"has the id {actor.id!r} twice", "give each its own")
        ids.add(actor.id)
        for name in {actor.name, *actor.aliases, *actor.people, *actor.capitals}:
            other = names.setdefault(name, actor.id)
            if other != actor.id:
                raise InputError(
                    source, f"gives the name {name!r} to two actors, {other} and {actor.id}",
                    "keep it with one",
                )  # fmt: skip


class ActorIndex:
    """The names of the actors, ready to be looked up.

    Examples
    --------
    >>> index = ActorIndex([Actor("russia", "Russia", "government", people=("Sergei Lavrov",))])
    >>> index.actor_of("Foreign Minister Sergei Lavrov"), index.actor_of("Mr Lavrov")
    ('russia', 'russia')
    >>> index.actor_of("a passer-by") is None
    True
    """

    def __init__(self, actors: Iterable[Actor]) -> None:
        self.actors = tuple(actors)
        check_actors(self.actors)
        self._names: dict[tuple[str, ...], str] = {}
        self._capitals: set[tuple[str, ...]] = set()
        last_names: dict[str, set[str]] = {}
        for actor in self.actors:
            for name in (actor.name, *actor.aliases):
                self._names[_key(name)] = actor.id
            for name in actor.capitals:
                self._names[_key(name)] = actor.id
                self._capitals.add(_key(name))
            for name in actor.people:
                key = _key(name)
                self._names[key] = actor.id
                last_names.setdefault(key[-1], set()).add(actor.id)
        for last, ids in sorted(last_names.items()):
            if len(ids) == 1:
                self._names.setdefault((last,), min(ids))
        self._known: dict[str, str | None] = {}
        # By first word, how many words its names have, most first: few words of a text begin one.
        self._lengths: dict[str, list[int]] = {}
        for words in sorted(filter(None, self._names), key=len, reverse=True):
            lengths = self._lengths.setdefault(words[0], [])
            if len(words) not in lengths:
                lengths.append(len(words))

    def actor_of(self, speaker: str) -> str | None:
        """The actor that a speaker, as named in a text, is or speaks for; None if none is listed.

        What stands before the first preposition of place or direction counts if a name is in it
        (*the US ambassador to Russia*, *Western powers on the UN Security Council*). In that, the
        longest name; of equally long ones the last, which in English is the head (*Russian Foreign
        Minister Lavrov*). A name before a word such as *foes* or *critics* is not the speaker's
        (*Assad's foes*).
        """
        if len(speaker) > _LONGEST_KNOWN:
            return self._actor_of(speaker)
        if speaker not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[speaker] = self._actor_of(speaker)
        return self._known[speaker]

    def _actor_of(self, speaker: str) -> str | None:
        """The same, looked up anew."""
        best: tuple[int, int] | None = None
        found = None
        words = [match.group().lower() for match in _WORD.finditer(speaker)]
        aside = next((at for at, word in enumerate(words) if word in _ASIDE), len(words))
        hits = self._hits(speaker)
        against = max((at for at, word in enumerate(words) if word in _AGAINST), default=-1)
        hits = [hit for hit in hits if hit[1] > against]
        for start, end, _, actor in [hit for hit in hits if hit[1] <= aside] or hits:
            rank = (end - start, start)
            if best is None or rank > best:
                best, found = rank, actor
        return found

    def mentions(self, text: str) -> list[tuple[int, int, str]]:
        """Every mention in a text, longest first where names overlap: start, end, actor."""
        return [(a, b, actor) for _, _, (a, b), actor in self._hits(text, places=False)]

    def _hits(
        self, text: str, *, places: bool = True
    ) -> list[tuple[int, int, tuple[int, int], str]]:
        """Names in a text, left to right: first and last word, characters, actor."""
        found = []
        words = list(_WORD.finditer(text))
        keys = [_word(word.group()) for word in words]
        reached = 0
        for i in [i for i, key in enumerate(keys) if key in self._lengths]:
            if i < reached:
                continue
            for n in self._lengths[keys[i]]:
                key = tuple(keys[i : i + n])
                actor = self._names.get(key)
                if actor is None or len(key) < n:
                    continue
                if not places and key in self._capitals and i and keys[i - 1].lower() in _PLACE:
                    continue
                last = words[i + n - 1]
                end = last.start() + len(_bare(last.group()))
                found.append((i, i + n, (words[i].start(), end), actor))
                reached = i + n
                break
        return found


def as_index(actors: object) -> ActorIndex | None:
    """An index of actors given as a path, a list of ``Actor`` or an index; None for None."""
    if actors is None or isinstance(actors, ActorIndex):
        return actors
    if isinstance(actors, str | Path):
        # A study reads its list once for each article: kept until the file changes.
        path = Path(actors)
        state = path.stat() if path.exists() else None
        return _index_at(path, state.st_mtime_ns if state else 0, state.st_size if state else 0)
    if isinstance(actors, Iterable):
        listed = list(actors)
        if all(isinstance(actor, Actor) for actor in listed):
            return _index_of(tuple(listed))
    raise InputError(
        "actors", f"is a {type(actors).__name__}", "give the path of actors.yml, or a list of Actor"
    )


@lru_cache(maxsize=8)
def _index_at(path: Path, changed: int, size: int) -> ActorIndex:
    """The index of a file in one of its states."""
    return ActorIndex(read_actors(path))


@lru_cache(maxsize=8)
def _index_of(actors: tuple[Actor, ...]) -> ActorIndex:
    return ActorIndex(actors)


def find_actors(articles: pd.DataFrame, actors: object) -> pd.DataFrame:
    """Every mention of an actor: table ``actor_mentions``.

    Parameters
    ----------
    articles : DataFrame
        Columns ``article_id`` and ``body``.
    actors : path, list of Actor or ActorIndex

    Returns
    -------
    DataFrame
        One row per mention, longest names first where they overlap.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": "a", "body": ["Moscow spoke. In Moscow, Lavrov."]})
    >>> russia = Actor("russia", "Russia", "x", people=("Sergei Lavrov",), capitals=("Moscow",))
    >>> find_actors(articles, [russia])[["start", "actor", "match"]]
       start   actor   match
    0      0  russia  Moscow
    1     25  russia  Lavrov
    """
    index = as_index(actors) or ActorIndex([])
    for column in ("article_id", "body"):
        if column not in articles.columns:
            raise InputError("articles", f"lacks the column {column}", "give article_id and body")
    rows = []
    for article_id, body in zip(articles["article_id"], articles["body"], strict=True):
        rows += [(article_id, a, b, actor, body[a:b]) for a, b, actor in index.mentions(body)]
    return new_table("actor_mentions", rows)


def _actor(item: Any, source: str) -> Actor:
    """One entry of the file."""
    if not isinstance(item, dict):
        raise InputError(source, "is no set of keys", _REMEDY)
    unknown = sorted(set(map(str, item)) - _KEYS)
    if unknown:
        raise InputError(source, f"has the unknown key {unknown[0]!r}", _REMEDY)
    values: dict[str, Any] = {}
    for key in ("id", "name", "side"):
        value = item.get(key)
        if not isinstance(value, str) or not value.strip():
            raise InputError(source, f"has no {key}", _REMEDY)
        values[key] = value.strip()
    for key in ("aliases", "people", "capitals"):
        value = item.get(key) or []
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise InputError(source, f"has no list of names under {key}", _REMEDY)
        values[key] = tuple(v.strip() for v in value)
    return Actor(**values)


def _bare(word: str) -> str:
    """A word without a genitive ending or a full stop."""
    for ending in ("'s", "’s"):
        if word.endswith(ending):
            return word[:-2]
    return word.rstrip("'’.") if word.count(".") == 1 else word


def _word(word: str) -> str:
    """A word as it is compared: without genitive; lower case unless it may be a name."""
    return word if word.isalnum() else _bare(word).replace("’", "'")


def _key(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared, without article and titles."""
    words = [_word(match.group()) for match in _WORD.finditer(name)]
    while len(words) > 1 and (
        words[0].lower() == "the"
        or (words[0].lower() in TITLES and words[0][0].isupper() and len(words) > 2)
    ):
        words = words[1:]
    return tuple(words)
