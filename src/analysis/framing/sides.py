"""Voices added up for reading: by side where the study lists actors, by speaker where it does not.

In: the stored tables of voice. Out: tidy tables of counts, long enough to be read and no longer:
beyond a stated number, rows are added up as *others*.
"""

from collections.abc import Iterable

import pandas as pd

from analysis.errors import InputError
from analysis.framing.actors import ActorIndex, as_index
from analysis.framing.attribution_verbs import stance_of
from analysis.framing.corpus_quotations import need
from analysis.framing.quoted_words import Spoken
from analysis.framing.speakers import UNRESOLVED
from analysis.framing.voice import JOURNALIST
from analysis.schema import new_table

NOT_LISTED, OTHERS = "not listed", "others"
_MOST = 12


def voices_by_side(voice: pd.DataFrame, groups: "pd.Series[str]") -> pd.DataFrame:
    """Who gets to speak: attributions and words of each side in each group of articles, by kind.

    Parameters
    ----------
    voice
        Table ``voice``.
    groups
        Group of each article, by article_id.

    Returns
    -------
    DataFrame
        Table ``voices_by_side``. ``speaker`` is the side of a listed actor, *not listed* or
        *unresolved*; where no speaker at all is a listed actor, it is the speaker's name.

    Raises
    ------
    InputError
        If a column or an article's group is missing.

    Examples
    --------
    >>> voice = pd.DataFrame({"article_id": "a", "speaker": ["Annan", "unresolved"], "actor": None,
    ...     "side": None, "kind": "direct", "attributions": [2, 1], "words": [9, 4]})
    >>> voices_by_side(voice, pd.Series({"a": "2012"}))
          speaker group    kind  attributions  words
    0       Annan  2012  direct             2      9
    1  unresolved  2012  direct             1      4
    """
    need(voice, "voice", ("article_id", "speaker", "side", "kind", "attributions", "words"))
    table = voice.assign(
        group=_groups(voice["article_id"], groups),
        speaker=_labels(voice["speaker"], voice["side"]),
    )
    summed = table.groupby(["speaker", "group", "kind"], as_index=False)[["attributions", "words"]]
    return new_table("voices_by_side", summed.sum().itertuples(index=False, name=None))


def quoted_words(voices: pd.DataFrame, *, most: int = _MOST) -> pd.DataFrame:
    """Words in direct and partial quotations: speakers down, groups across, the longest first.

    Parameters
    ----------
    voices
        Table ``voices_by_side``.
    most
        Speakers with a row of their own; the words of the rest are in the row *others*.

    Returns
    -------
    DataFrame
        One row a speaker, one column a group, and *all*.

    Examples
    --------
    >>> voices = pd.DataFrame({"speaker": ["Annan", "Ban"], "group": "2012", "kind": "direct",
    ...     "attributions": 1, "words": [4, 9]})
    >>> quoted_words(voices)
    group    2012  all
    speaker
    Ban         9    9
    Annan       4    4
    """
    need(voices, "voices", ("speaker", "group", "kind", "words"))
    quoted = voices[voices["kind"] != "indirect"]
    kept = leading(quoted["speaker"], quoted["words"], most)
    wide = (
        quoted.assign(speaker=quoted["speaker"].where(quoted["speaker"].isin(kept), OTHERS))
        .groupby(["speaker", "group"])["words"].sum().unstack(fill_value=0)
    )  # fmt: skip
    order = [*kept, *([OTHERS] if OTHERS in wide.index else [])]
    return wide.loc[order].assign(all=wide.sum(axis=1))


def stances_by_side(quotations: pd.DataFrame, actors: object = None) -> pd.DataFrame:
    """Verbs of attribution by stance, added up for each side.

    Parameters
    ----------
    quotations
        Table ``quotations``.
    actors
        The study's list of actors, as a path, a list or an index; None if it has none.

    Returns
    -------
    DataFrame
        Table ``stances_by_side``; ``speaker`` as in `voices_by_side`.

    Examples
    --------
    >>> quotations = pd.DataFrame({"article_id": "a", "speaker": ["Annan", "Annan"],
    ...     "actor": None, "cue": ["said", "insisted"]})
    >>> stances_by_side(quotations)
      speaker   stance  attributions
    0   Annan    argue             1
    1   Annan  neutral             1
    """
    need(quotations, "quotations", ("article_id", "speaker", "actor", "cue"))
    known = quotations[quotations["cue"].notna()]
    table = pd.DataFrame(
        {
            "speaker": _labels(known["speaker"], _sides(known["actor"], as_index(actors))),
            "stance": [stance_of(cue) for cue in known["cue"]],
        }
    )
    counts = table.groupby(["speaker", "stance"]).size().reset_index()
    return new_table("stances_by_side", counts.itertuples(index=False, name=None))


def frames_by_voice(
    codes: pd.DataFrame, quotations: pd.DataFrame, actors: object = None, *, most: int = _MOST
) -> pd.DataFrame:
    """In whose mouth each frame stands: hits in quotation marks, in reported speech, and neither.

    Parameters
    ----------
    codes
        Table ``frame_codes``.
    quotations
        Table ``quotations`` of the same articles.
    actors
        As in `stances_by_side`.
    most
        Speakers with rows of their own, those with most hits; the rest are *others*.

    Returns
    -------
    DataFrame
        Table ``frame_voices``. ``way`` is *quoted* (between quotation marks), *reported* (in the
        journalist's words, as what somebody said, thought or wants), or *own* (attributed to
        nobody: the journalist's voice). A hit within an attribution within another is that of the
        shortest.

    Examples
    --------
    >>> codes = pd.DataFrame({"article_id": "a", "start": [0, 50], "end": [5, 55],
    ...     "frame": "conflict", "quoted": False, "speaker": None})
    >>> quotations = pd.DataFrame({"article_id": ["a"], "start": [40], "end": [60],
    ...     "speaker": ["Annan"], "actor": [None]})
    >>> frames_by_voice(codes, quotations)
          frame     speaker       way  hits
    0  conflict       Annan  reported     1
    1  conflict  journalist       own     1
    """
    need(codes, "codes", ("article_id", "start", "end", "frame", "quoted", "speaker"))
    need(quotations, "quotations", ("article_id", "start", "end", "speaker", "actor"))
    sides = _sides(quotations["actor"], as_index(actors))
    labels = _labels(quotations["speaker"], sides)
    label_of = {
        (article, speaker): label
        for article, speaker, label in zip(
            quotations["article_id"], quotations["speaker"], labels, strict=True
        )
    }
    attributed = Spoken(quotations[["article_id", "start", "end", "speaker"]])
    speakers, ways = [], []
    for article, start, end, quoted, who in zip(
        *(codes[name].tolist() for name in ("article_id", "start", "end", "quoted", "speaker")),
        strict=True,
    ):
        reported, reporter = attributed.at(str(article), start, end)
        ways.append("quoted" if quoted else "reported" if reported else "own")
        name = who if quoted else reporter
        speakers.append(label_of.get((article, name), UNRESOLVED) if ways[-1] != "own" else "")
    table = pd.DataFrame({"frame": codes["frame"].tolist(), "speaker": speakers, "way": ways})
    named = table[table["way"] != "own"]
    kept = leading(named["speaker"], pd.Series(1, index=named.index), most)
    own = table["way"] == "own"
    table["speaker"] = table["speaker"].where(table["speaker"].isin(kept), OTHERS)
    table["speaker"] = table["speaker"].mask(own, JOURNALIST)
    counts = table.groupby(["frame", "speaker", "way"]).size().reset_index()
    return new_table("frame_voices", counts.itertuples(index=False, name=None))


def naming_by_group(
    naming: pd.DataFrame,
    groups: "pd.Series[str]",
    actors: object = None,
    *,
    most_actors: int = 3,
    most_names: int = 12,
) -> pd.DataFrame:
    """How the actors with most names are called, by journalists and by those they quote.

    Parameters
    ----------
    naming
        Table ``naming``.
    groups
        Group of each article, by article_id.
    actors
        As in `stances_by_side`. Names of listed people and capitals are then left out: what an
        actor is called is the question, not who speaks for it.
    most_actors, most_names
        The actors with most different names (of equal ones the one named more often), and of each
        its most frequent names; the rest of its mentions are *others*.

    Returns
    -------
    DataFrame
        Table ``naming_by_group``; names in lower case.

    Examples
    --------
    >>> naming = pd.DataFrame({"article_id": "a", "actor": "state", "name": ["Regime", "regime"],
    ...     "named_by": ["journalist", "Annan"], "mentions": [2, 1]})
    >>> naming_by_group(naming, pd.Series({"a": "2012"}))
       actor    name group          by  mentions
    0  state  regime  2012  journalist         2
    1  state  regime  2012      quoted         1
    """
    need(naming, "naming", ("article_id", "actor", "name", "named_by", "mentions"))
    table = naming.assign(
        name=naming["name"].str.lower().str.replace("’", "'").str.split().str.join(" "),
        group=_groups(naming["article_id"], groups),
        by=naming["named_by"].where(naming["named_by"] == JOURNALIST, "quoted"),
    )
    table = table[~table["name"].isin(_people(as_index(actors), table["name"]))]
    different = table.groupby("actor")["name"].nunique()
    often = table.groupby("actor")["mentions"].sum()
    order = sorted(different.index, key=lambda actor: (-different[actor], -often[actor], actor))
    parts = []
    for actor in order[:most_actors]:
        part = table[table["actor"] == actor]
        kept = leading(part["name"], part["mentions"], most_names)
        parts.append(part.assign(name=part["name"].where(part["name"].isin(kept), OTHERS)))
    if not parts:
        return new_table("naming_by_group", [])
    keys = ["actor", "name", "group", "by"]
    counts = pd.concat(parts).groupby(keys, as_index=False)["mentions"].sum()
    return new_table("naming_by_group", counts.itertuples(index=False, name=None))


def _people(index: ActorIndex | None, names: Iterable[str]) -> set[str]:
    """Those of the names that are a listed person's, in full or by the last name, or a capital."""
    listed = index.actors if index else ()
    last = {person.lower().split()[-1] for actor in listed for person in actor.people}
    last -= {alias.lower().split()[-1] for actor in listed for alias in actor.aliases}
    capitals = {capital.lower() for actor in listed for capital in actor.capitals}
    return {name for name in names if name.split()[-1] in last or name in capitals}


def leading(names: Iterable[str], weights: Iterable[float], most: int) -> list[str]:
    """The names with the largest sums of weights, largest first; of equal ones by the alphabet.

    Examples
    --------
    >>> leading(["b", "a", "b", "c"], [1, 2, 2, 1], 2)
    ['b', 'a']
    """
    sums: dict[str, float] = {}
    for name, weight in zip(names, weights, strict=True):
        sums[name] = sums.get(name, 0) + weight
    return sorted(sums, key=lambda name: (-sums[name], name))[:most]


def _labels(speakers: "pd.Series[str]", sides: Iterable[object]) -> list[str]:
    """Side, *not listed* or *unresolved* of each speaker; the names if nobody is listed."""
    known = [side if isinstance(side, str) else None for side in sides]
    if not any(known):
        return list(speakers)
    return [
        side or (UNRESOLVED if speaker == UNRESOLVED else NOT_LISTED)
        for speaker, side in zip(speakers, known, strict=True)
    ]


def _sides(actors: Iterable[object], index: ActorIndex | None) -> list[str | None]:
    """The side of each actor, by its identifier."""
    sides = {actor.id: actor.side for actor in index.actors} if index else {}
    return [sides.get(actor) if isinstance(actor, str) else None for actor in actors]


def _groups(articles: "pd.Series[str]", groups: "pd.Series[str]") -> "pd.Series[str]":
    """The group of each row's article."""
    found = articles.map(groups)
    if found.isna().any():
        raise InputError(
            "groups", f"has no group for article {articles[found.isna()].iloc[0]}", "give each one"
        )
    return found.astype("str")
