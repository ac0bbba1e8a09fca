"""Large inputs are worked on by a process for each processor, without being asked to."""

import subprocess
from collections.abc import Callable

import pandas as pd
import pytest

from analysis.corpus import pages
from analysis.corpus.pages import clean_pages
from analysis.framing import corpus_quotations, quoted_words, speech
from analysis.framing.coding import code_frames
from analysis.framing.corpus_quotations import quotations_table
from analysis.framing.speech import speech_tables
from analysis.text import pool, sentences
from analysis.text.sentences import split_sentences

BODY = 'Talks on a cease-fire failed. "We will not withdraw," Mr Annan said {} times.'
ARTICLES = pd.DataFrame(
    {"article_id": [f"a{n:02}" for n in range(24)], "body": [BODY.format(n) for n in range(24)]}
)


def cleaned() -> pd.DataFrame:
    raws = dict(zip(ARTICLES["article_id"], ARTICLES["body"], strict=True))
    found, _ = clean_pages(raws, dict.fromkeys(raws, "The Example"))
    return pd.DataFrame({"article_id": list(found), "body": [page.body for page in found.values()]})


@pytest.mark.parametrize(
    ("job", "module", "threshold"),
    [
        (lambda: split_sentences(ARTICLES), sentences, "_PAYS"),
        (lambda: quotations_table(ARTICLES), corpus_quotations, "PROCESSES_PAY"),
        (
            lambda: speech_tables(ARTICLES, split_sentences(ARTICLES))["voice"],
            speech,
            "PROCESSES_PAY",
        ),
        (lambda: code_frames(split_sentences(ARTICLES)), quoted_words, "PROCESSES_PAY"),
        (cleaned, pages, "_PAYS"),
    ],
)
def test_from_a_size_on_each_processor_has_its_process(
    job: Callable[[], pd.DataFrame], module: object, threshold: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = job()
    assert len(alone) >= len(ARTICLES)
    started = []
    begin = subprocess.Popen

    def count(*given: object, **named: object) -> object:
        started.append(given)
        return begin(*given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", count)
    monkeypatch.setattr(pool, "processors", lambda: 2)
    assert job().equals(alone)
    assert started == []
    monkeypatch.setattr(module, threshold, 1)
    assert job().equals(alone)
    assert len(started) == 2
