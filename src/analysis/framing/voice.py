"""Who gets to speak, how actors are named and by whom, and with which verbs they are reported.

In: the tables ``quotations`` and ``actor_mentions``, and the articles. Out: tidy tables of counts.
"""

from bisect import bisect_right
from collections import Counter

import pandas as pd

from analysis.errors import InputError
from analysis.framing.actors import ActorIndex, as_index
from analysis.framing.attribution_verbs import stance_of
from analysis.framing.corpus_quotations import bodies, need
from analysis.framing.quotations import Quotation, find_quotations, spoken_actor
from analysis.schema import new_table
from analysis.text.tokens import terms_of

KINDS = ("direct", "partial", "indirect")
JOURNALIST = "journalist"


def voice_table(articles: pd.DataFrame, *, actors: object = None) -> pd.DataFrame:
    """Who gets to speak: attributions and words of each speaker in each article, by kind.

    Parameters
    ----------
    articles, actors
        As for `quotations_table`.

    Returns
    -------
    DataFrame
        Table ``voice``. ``words`` counts the tokens attributed, without the cue that may part them;
        in partial attributions those outside the marks too.

    Raises
    ------
    InputError
        As `quotations_table`.

    Examples
    --------
    >>> body = '"We agree," Mr Annan said. "All of us."'
    >>> voice_table(pd.DataFrame({"article_id": ["a"], "body": [body]}))
      article_id speaker actor side    kind  attributions  words
    0          a   Annan   NaN  NaN  direct             1      5
    """
    index = as_index(actors)
    rows = []
    for article_id, body in bodies(articles):
        rows += voice_rows(article_id, body, find_quotations(body), index)
    return new_table("voice", rows)


def voice_rows(
    article_id: str, body: str, found: list[Quotation], index: ActorIndex | None
) -> list[tuple[object, ...]]:
    """The rows of `voice_table` for an article in which these quotations were found."""
    counts: Counter[tuple[str, str | None, str]] = Counter()
    n_words: Counter[tuple[str, str | None, str]] = Counter()
    for q in found:
        key = (q.speaker, spoken_actor(q, body, index), q.kind)
        counts[key] += 1
        n_words[key] += sum(
            len(terms_of(body[a:b], numbers=True, lowercase=False)) for a, b in q.content
        )
    sides = {actor.id: actor.side for actor in index.actors} if index else {}
    return [
        (article_id, speaker, actor, sides.get(actor or ""), kind, n, n_words[speaker, actor, kind])
        for (speaker, actor, kind), n in counts.items()
    ]


def stance_table(quotations: pd.DataFrame) -> pd.DataFrame:
    """Verbs of attribution grouped by stance: how often each speaker is reported with each.

    Parameters
    ----------
    quotations : DataFrame
        Table ``quotations``, or at least article_id, speaker, actor and cue.

    Returns
    -------
    DataFrame
        Table ``stances``; the stances are those of ``attribution_verbs.STANCES``.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> body = "Moscow denied it had agreed. Moscow said it had not."
    >>> from analysis.framing.corpus_quotations import quotations_table
    >>> found = quotations_table(pd.DataFrame({"article_id": ["a"], "body": [body]}))
    >>> stance_table(found)[["speaker", "stance", "attributions", "cues"]]
      speaker   stance  attributions    cues
    0  Moscow     deny             1  denied
    1  Moscow  neutral             1    said
    """
    need(quotations, "quotations", ("article_id", "speaker", "actor", "cue"))
    known = quotations[quotations["cue"].notna()]
    frame = known.assign(stance=[stance_of(cue) for cue in known["cue"]])
    rows = []
    keys = ["article_id", "speaker", "actor", "stance"]
    for (article, speaker, actor, stance), part in frame.groupby(keys, dropna=False, sort=True):
        cues = ", ".join(sorted({cue.lower() for cue in part["cue"]}))
        rows.append((article, speaker, actor, stance, len(part), cues))
    return new_table("stances", rows)


def naming_table(articles: pd.DataFrame, *, actors: object) -> pd.DataFrame:
    """How each actor is named, and by whom: the journalist or a speaker quoted.

    Parameters
    ----------
    articles : DataFrame
        Columns ``article_id`` and ``body``.
    actors : path, list of Actor or ActorIndex

    Returns
    -------
    DataFrame
        Table ``naming``. ``named_by`` is *journalist* outside quotation marks (in indirect speech
        the words are the journalist's), else the speaker.

    Raises
    ------
    InputError
        As `quotations_table`.

    Examples
    --------
    >>> from analysis.framing.actors import Actor
    >>> state = Actor("state", "government", "x", aliases=("regime",))
    >>> body = 'The government left. "The regime fell," Mr Annan said.'
    >>> naming_table(pd.DataFrame({"article_id": ["a"], "body": [body]}), actors=[state])
      article_id  actor        name    named_by  mentions
    0          a  state  government  journalist         1
    1          a  state      regime       Annan         1
    """
    index = as_index(actors)
    if index is None:
        raise InputError("actors", "is None", "give the study's list of actors")
    rows = []
    # Without actors nobody is named, and no text needs to be read.
    for article_id, body in bodies(articles) if index.actors else ():
        rows += naming_rows(article_id, body, find_quotations(body), index)
    return new_table("naming", rows)


def naming_rows(
    article_id: str, body: str, found: list[Quotation], index: ActorIndex
) -> list[tuple[object, ...]]:
    """The rows of `naming_table` for an article in which these quotations were found."""
    spoken = sorted((a, b, q.speaker) for q in found if q.kind != "indirect" for a, b in q.quoted)
    starts = [a for a, _, _ in spoken]
    named: Counter[tuple[str, str, str]] = Counter()
    for start, end, actor in index.mentions(body):
        place = bisect_right(starts, start) - 1
        inside = place >= 0 and end <= spoken[place][1]
        named[actor, body[start:end], spoken[place][2] if inside else JOURNALIST] += 1
    return [(article_id, *key, n) for key, n in named.items()]
