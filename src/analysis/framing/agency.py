"""Agency: whether the actors act or are acted upon, and whether the agent is named.

In: the articles and the list of actors. Out: the tables ``agency`` and ``agency_summary``.
Rules over tags, without a parser; ``benchmarks/agency.py`` measures them against hand codes.
"""

from typing import NamedTuple

import pandas as pd

from analysis.errors import InputError
from analysis.framing.actors import ActorIndex, as_index
from analysis.framing.clauses import HAVE
from analysis.framing.corpus_quotations import need
from analysis.framing.names import TITLES
from analysis.framing.predicates import PASSIVE, Predicate, Predicates
from analysis.framing.tagged_sentences import TaggedSentence, tagged_sentences
from analysis.framing.verb_words import is_participle
from analysis.framing.word_classes import Tokens
from analysis.schema import new_table

# What belongs to an actor and acts for it: "Assad's forces", "Britain's government".
_INSTITUTIONS = frozenset(
    "government governments regime forces army troops police authorities officials "
    "administration leadership ministry navy militia militias".split()
)
_AMOUNTS = frozenset(
    "number numbers group groups majority minority handful dozens hundreds thousands scores most "
    "many some few several members part all both one none crowd crowds coalition couple lot "
    "lots plenty pair".split()
)
# Tokens looked at before a mention for what governs it, and before *by* for its participle.
_LEFT, _BEFORE_BY, _NOUN_PHRASE = 12, 8, 8


class _Named(NamedTuple):
    """A mention of an actor in a sentence: first token, one past the last, and the actor."""

    first: int
    end: int
    actor: str


class _Clause(NamedTuple):
    """One clause found: the tokens it runs over, and the row's values."""

    first: int
    end: int
    actor: str
    role: str
    construction: str
    verb: int


def agency_table(articles: pd.DataFrame, *, actors: object) -> pd.DataFrame:
    """The clauses in which an actor is the subject of a verb or the agent of a passive.

    Parameters
    ----------
    articles : DataFrame
        Columns ``article_id`` and ``body``.
    actors : path, list of Actor or ActorIndex

    Returns
    -------
    DataFrame
        Table ``agency``. ``start`` and ``end`` hold the actor's name and the verb.

    Raises
    ------
    InputError
        If a column is missing, a body is no string or ``actors`` is no list of actors.

    Notes
    -----
    The rules, on actors named (pronouns are not followed; *who* and *which* are):

    - *active*: the actor is the subject of a finite verb (*Russia vetoed it*; *said Mr Lavrov*), or
      of one joined to it by *and*, *or*, *but*. *Be* with no verb after it has no voice: no row.
    - *passive*: the actor is the subject of *be* or *get* and a participle, or stands before a
      participle (*forces, backed by …*), and a phrase with *by* names the agent: role *patient*.
      The actor that such a phrase names: role *agent*.
    - *agentless passive*: the same with *be* or *get*, and no agent named: role *patient*.

    ``verb`` is the main verb as it stands in the text, in lower case. An actor's name counts where
    it heads its noun phrase, or owns an institution (*Assad's forces*). Objects of active verbs,
    infinitives and other clauses without a finite verb have no row.

    References
    ----------
    Fowler, R., Hodge, B., Kress, G. and Trew, T. (1979). Language and Control.
    van Dijk, T. A. (1991). Racism and the Press, chapter 8.

    Examples
    --------
    >>> from analysis.framing.actors import Actor
    >>> rebels = Actor("rebels", "the rebels", "x", aliases=("rebels",))
    >>> body = "The rebels left. The rebels were shelled. The rebels, armed by a neighbour, fled."
    >>> table = agency_table(pd.DataFrame({"article_id": ["a"], "body": [body]}), actors=[rebels])
    >>> table[["sentence", "role", "construction", "verb"]]
       sentence     role       construction     verb
    0         1    agent             active     left
    1         2  patient  agentless passive  shelled
    2         3  patient            passive    armed
    3         3    agent             active     fled
    """
    index = as_index(actors)
    if index is None:
        raise InputError("actors", "is None", "give the study's list of actors")
    rows = []
    # Without actors nobody acts, and no sentence needs to be taken apart.
    for sentence in tagged_sentences(articles) if index.actors else ():
        rows += agency_rows(sentence, index)
    return new_table("agency", rows)


def agency_rows(sentence: TaggedSentence, index: ActorIndex) -> list[tuple[object, ...]]:
    """The rows of a sentence."""
    return [
        (
            sentence.article_id, sentence.number, sentence.tokens.starts[clause.first],
            sentence.tokens.end(clause.end - 1), clause.actor, clause.role, clause.construction,
            sentence.tokens.lower[clause.verb],
        )
        for clause in _clauses(sentence, index)
    ]  # fmt: skip


def agency_summary(table: pd.DataFrame) -> pd.DataFrame:
    """How often each actor stands in each construction and role, over all articles.

    Parameters
    ----------
    table : DataFrame
        Table ``agency``, or its columns actor, role and construction.

    Returns
    -------
    DataFrame
        Table ``agency_summary``: counts per actor, and ``agent_share``, agents over all clauses.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> rows = {"actor": ["a", "a"], "role": ["agent", "patient"],
    ...         "construction": ["active", "agentless passive"]}
    >>> agency_summary(pd.DataFrame(rows))[["actor", "active", "agentless", "agent_share"]]
      actor  active  agentless  agent_share
    0     a       1          1          0.5
    """
    need(table, "agency", ("actor", "role", "construction"))
    rows = []
    for actor, part in table.groupby("actor", sort=True):
        agent = part["role"] == "agent"
        passive = part["construction"] == "passive"
        rows.append(
            (
                actor,
                len(part),
                int((part["construction"] == "active").sum()),
                int((passive & agent).sum()),
                int((passive & ~agent).sum()),
                int((part["construction"] == "agentless passive").sum()),
                float(agent.mean()),
            )
        )
    return new_table("agency_summary", rows)


def _clauses(sentence: TaggedSentence, index: ActorIndex) -> list[_Clause]:
    """The clauses of one sentence, in the order of their verbs."""
    mentions = index.mentions(sentence.text)
    if not mentions:
        return []
    t, b = sentence.tokens, len(sentence.tokens.tags)
    read = Predicates(t)
    found: dict[tuple[str, int], _Clause] = {}

    def add(name: _Named, predicate: Predicate | None, role: str) -> None:
        if predicate and predicate.construction:
            first, end = min(name.first, predicate.first), max(name.end, predicate.end)
            clause = _Clause(first, end, name.actor, role, predicate.construction, predicate.verb)
            found.setdefault((name.actor, predicate.verb), clause)

    before: _Named | None = None
    governed = ""
    for name in _names(sentence, mentions):
        joined = before is not None and _joined(sentence, before.end, name.first)
        governed = governed if joined else _governor(sentence, name.first)
        before = name
        heads = name.end >= b or t.tags[name.end] not in "wX"
        if governed == "by" and (heads or is_participle(t.lower[name.end])):
            verb = _participle_before(sentence, name.first)
            if verb is not None:
                add(name, Predicate(verb, verb + 1, verb, PASSIVE, ""), "agent")
        k = name.end + (name.end < b and t.tags[name.end] == ",")
        if k < b and t.tags[k] in "wV" and is_participle(t.lower[k]):
            # Behind a comma the by-phrase may come later, unless what was joined is meant.
            far = k > name.end and not (joined and governed)
            if read.by(k, b if far else min(b, k + 3)) is not None:
                add(name, Predicate(k, k + 1, k, PASSIVE, ""), "patient")
        plural = joined or _plural(sentence, name)
        who = read.relative(name.end, b, plural=plural)
        predicates = [who, *(read.shared(who, b, plural=plural) if who else ())]
        if not governed:
            end = _conjoined_end(sentence, name.end)
            main = read.after(name.end, b, plural=plural)
            if not main and end > name.end:
                plural = True
                main = read.after(end, b, plural=True)
            main = main or _inversion(sentence, read, name.first) or _question(sentence, read, name)
            predicates += [main, *(read.shared(main, b, plural=plural) if main else ())]
        for predicate in predicates:
            passive = predicate is not None and predicate.construction not in ("", "active")
            add(name, predicate, "patient" if passive else "agent")
    return sorted(found.values(), key=lambda clause: (clause.verb, clause.first, clause.actor))


def _names(sentence: TaggedSentence, mentions: list[tuple[int, int, str]]) -> list[_Named]:
    """The mentions of actors that can head a noun phrase."""
    t = sentence.tokens
    named, k, n = [], 0, len(t.tags)
    for start, end, actor in mentions:
        while k < n and t.end(k) <= sentence.start + start:
            k += 1
        first = k
        while k < n and t.starts[k] < sentence.start + end:
            k += 1
        last = k
        if last < n and t.tags[last] == "~" and t.words[last] in "’'" and last + 1 < n:
            last += 1 if t.lower[last + 1] in _INSTITUTIONS else 0
        if last < n and (t.tags[last] == "'" or last > k):
            last += t.tags[last] == "'"
            if last >= n or t.lower[last] not in _INSTITUTIONS:
                continue
            last += 1
        if first < last:
            named.append(_Named(first, last, actor))
    return named


def _plural(sentence: TaggedSentence, name: _Named) -> bool:
    """Whether a verb in its base form can follow: *rebels*, *police*."""
    last = sentence.tokens.lower[name.end - 1]
    lowercase = sentence.tokens.words[name.end - 1][:1].islower()
    return (last.endswith("s") and not last.endswith("ss")) or (
        lowercase and last in ("police", "military", "opposition", "people")
    )


def _joined(sentence: TaggedSentence, end: int, first: int) -> bool:
    """Whether only *and*, *or* or commas stand between two mentions, titles aside."""
    t = sentence.tokens
    between = range(end, first)
    has_and = any(t.lower[k] in ("and", "or") for k in between)
    return has_and and len(between) <= 6 and all(t.tags[k] in "C,DXw'R~" for k in between)


def _governor(sentence: TaggedSentence, first: int) -> str:
    """The preposition that governs the noun phrase of a mention, in lower case, or nothing."""
    t = sentence.tokens
    common = t.words[first][:1].islower()
    k = first
    while k > 0 and first - k < _LEFT and t.tags[k - 1] in "X'~#":
        if t.words[k - 1] in '"“”‘':
            return ""
        k -= 1
    words = k
    while words > 0 and first - words < _LEFT and t.tags[words - 1] in "wt#'X":
        words -= 1
    times = any(t.tags[m] == "t" for m in range(words, k))
    titled = k == 0 or t.tags[k - 1] != "w" or t.lower[k - 1] in TITLES
    determined = titled and words > 0 and t.tags[words - 1] == "D" and not times
    if determined or (common and not times):
        k = words
    while k > 0 and t.tags[k - 1] == "D":
        k -= 1
    if k > 1 and k < first and t.lower[k - 1] == "of" and t.tags[k - 2] in "XO":
        return _governor(sentence, k - 2)  # "Secretary of State John Kerry"
    if k == 0 or t.tags[k - 1] not in "PI":
        return ""
    word = t.lower[k - 1]
    if word == "of" and k > 1 and t.lower[k - 2] in _AMOUNTS:
        return _governor(sentence, k - 2)
    # "rose after Russia left", "since Russia left": a clause follows, not a noun phrase alone.
    return "" if word in ("after", "before", "since", "until", "as") else word


def _participle_before(sentence: TaggedSentence, first: int) -> int | None:
    """The participle whose agent a phrase with *by* before token ``first`` names, or None."""
    t = sentence.tokens
    by = first - 1
    while by >= 0 and t.lower[by] != "by" and first - by < _LEFT + 6:
        by -= 1
    for k in range(by - 1, max(-1, by - _BEFORE_BY), -1):
        if t.tags[k] in "wV" and is_participle(t.lower[k]) and (k == 0 or t.tags[k - 1] != "D"):
            active = k > 0 and t.lower[k - 1] in HAVE
            return None if active or t.tags[k + 1] in "DOX" else k
        if t.tags[k] in ".,;:WTAC":
            return None
    return None


def _conjoined_end(sentence: TaggedSentence, end: int) -> int:
    """One past the noun phrase that *and* joins to one that ends before ``end``, or ``end``."""
    t, n = sentence.tokens, len(sentence.tokens.tags)
    k = end + (end < n and t.tags[end] == ",")
    if k >= n or t.lower[k] not in ("and", "or"):
        return end
    k += 1
    while k < n and t.tags[k] == "R":
        k += 1
    first = k
    named = False
    while k < n and k - first < _NOUN_PHRASE:
        if t.tags[k] == "w" and (is_participle(t.lower[k]) or (named and not _name_ahead(t, k))):
            break
        if t.tags[k] not in "DXw'#~":
            break
        named = named or t.tags[k] == "X"
        k += 1
    return k if k > first else end


def _name_ahead(t: Tokens, k: int) -> bool:
    """Whether a name follows the word at k: *his Russian counterpart Sergei Lavrov*."""
    return k + 1 < len(t.tags) and t.tags[k + 1] == "X"


def _inversion(sentence: TaggedSentence, read: Predicates, first: int) -> Predicate | None:
    """The verb of saying before its subject: *"…," said Mr Lavrov*."""
    t = sentence.tokens
    k = first - 1
    while k > 0 and first - k < 9 and t.tags[k] in "XwD~'":
        k -= 1
    if k < 1 or t.tags[k] != "V" or t.tags[k - 1] not in ",~.":
        return None
    verb, form = read.attribution[t.lower[k]]
    if "q" not in verb.follows or form in ("base", "ing", "participle"):
        return None
    return Predicate(k, k + 1, k, "active", "finite")


def _question(sentence: TaggedSentence, read: Predicates, name: _Named) -> Predicate | None:
    """The predicate of a question whose auxiliary begins the sentence."""
    t = sentence.tokens
    aux = 0
    while aux < min(3, name.first) and t.tags[aux] in "~WC":
        aux += 1
    if t.tags[aux] != "A" or not all(t.tags[k] in "XD" for k in range(aux + 1, name.first)):
        return None
    return read.question(aux, name.end, len(t.tags)) if aux < name.first else None
