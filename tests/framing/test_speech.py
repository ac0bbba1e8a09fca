"""The tables of speech, made together, are those that their own functions make."""

import pandas as pd
import pytest

from analysis.framing.actors import Actor
from analysis.framing.agency import agency_table
from analysis.framing.corpus_quotations import quotations_table
from analysis.framing.responsibility import responsibility_table
from analysis.framing.speech import TABLES, speech_tables
from analysis.framing.voice import naming_table, voice_table
from analysis.text.sentences import split_sentences

ARTICLES = pd.DataFrame({
    "article_id": ["c", "a", "b", "d"],
    "body": [
        "“The army must leave,” Mr Annan said. The rebels were shelled by the army.",
        "The minister accused the rebels of murder. He said that they fled.\n\nThe army denied.",
        "",
        "Nothing was said of anybody. The rebels left.",
    ],
})  # fmt: skip
ACTORS = [
    Actor("army", "the army", "state", aliases=("army",)),
    Actor("rebels", "the rebels", "opposition", aliases=("rebels",)),
]


@pytest.mark.parametrize("actors", [None, [], ACTORS])
@pytest.mark.parametrize("workers", [1, 2])
def test_together_they_are_what_each_gives(actors: list[Actor] | None, workers: int) -> None:
    found = speech_tables(ARTICLES, split_sentences(ARTICLES), actors=actors, workers=workers)
    apart = {
        "quotations": quotations_table(ARTICLES, actors=actors),
        "voice": voice_table(ARTICLES, actors=actors),
        "naming": naming_table(ARTICLES, actors=actors or []),
        "agency": agency_table(ARTICLES, actors=actors or []),
        "responsibility": responsibility_table(ARTICLES, actors=actors),
    }
    assert tuple(found) == tuple(apart) == TABLES
    for name, table in apart.items():
        pd.testing.assert_frame_equal(found[name], table, check_exact=True)
    assert all(len(table) for table in apart.values()) == bool(actors)
