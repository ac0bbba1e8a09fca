"""Evidence: every counted word and every coded place is found again, and nothing that is not."""

import json
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis.report.evidence_index import EvidenceIndex, evidence_index
from analysis.report.evidence_pages import evidence_data, evidence_sources
from analysis.report.linking import link_cells
from analysis.report.markdown import as_words
from analysis.study import open_study

STUDY = open_study(Path(__file__).parents[2])


def articles(**bodies: str) -> pd.DataFrame:
    return pd.DataFrame({"article_id": list(bodies), "body": list(bodies.values())})


def groups(**of: str) -> "pd.Series[str]":
    return pd.Series(of)


@pytest.fixture(scope="module")
def shipped() -> EvidenceIndex:
    texts = analysis.read_articles(STUDY).articles
    return evidence_index(
        texts,
        STUDY.groups(texts),
        frame_codes=STUDY.table("frame_codes"),
        quotations=STUDY.table("quotations"),
        agency=STUDY.table("agency"),
        voice=STUDY.table("voice"),
    )


def test_every_counted_term_is_there_as_often_as_it_was_counted(shipped: EvidenceIndex) -> None:
    found = Counter((line.article, term) for line in shipped.lines for term, _, _ in line.terms)
    counts = STUDY.table("term_counts").set_index(["article_id", "term"])["count"]
    assert {key: found[key] for key in counts.index} == counts.to_dict()


def test_every_coded_place_holds_the_words_that_matched(shipped: EvidenceIndex) -> None:
    found = sorted(
        (line.article, line.number, value, " ".join(line.text[start:end].split()))
        for line in shipped.lines
        for kind, value, start, end, _ in line.places
        if kind == "frame"
    )
    codes = STUDY.table("frame_codes")
    columns = zip(
        codes["article_id"], codes["sentence"], codes["frame"], codes["match"], strict=True
    )
    assert found == sorted(
        (article, number, frame, " ".join(match.split()))
        for article, number, frame, match in columns
    )


def test_a_quotation_over_two_sentences_is_in_both() -> None:
    body = 'He said: "War is near. Peace is far."'
    said = pd.DataFrame(
        {"article_id": ["a"], "start": [9], "end": [37], "speaker": ["He"], "kind": ["direct"]}
    )
    index = evidence_index(articles(a=body), groups(a="x"), quotations=said)
    assert len(index.find("speaker", "He")) == len(index.lines) == 2
    marked = [line.text[start:end] for line in index.lines for _, _, start, end, _ in line.places]
    assert marked == ['"War is near.', 'Peace is far."']


def test_a_side_stands_for_its_speakers() -> None:
    said = pd.DataFrame(
        {"article_id": ["a"], "start": [0], "end": [3], "speaker": ["Ann"], "kind": ["direct"]}
    )
    voice = pd.DataFrame({"speaker": ["Ann"], "side": ["North"]})
    index = evidence_index(articles(a="War."), groups(a="x"), quotations=said, voice=voice)
    assert index.find("speaker", "North") == index.find("speaker", "Ann") == {0}


def test_a_phrase_stands_in_one_line_in_its_order() -> None:
    index = evidence_index(articles(a="Peace talks fail. Talks of peace."), groups(a="x"))
    assert index.find("term", "peace talks") == {0}
    assert index.find("term", "Peace") == {0, 1}
    assert index.link({"term": "talks peace"}) is None


def test_what_does_not_fit_is_left_out_evenly_and_said() -> None:
    bodies = {f"a{number}": "One word more here." for number in range(8)}
    of = {name: "old" if number < 6 else "new" for number, name in enumerate(bodies)}
    index = evidence_index(articles(**bodies), groups(**of), most=80)
    assert sorted(index.articles["article_id"]) == ["a0", "a1", "a6", "a7"]
    page = evidence_sources(index)["evidence"]
    assert "4 of the study's 8 articles" in page
    assert "`analysis concordance PATTERN`" in page
    assert index.link({"article": "a5"}) is None


def test_the_page_of_all_lines_stays_light_however_large_the_study() -> None:
    sentence = "Both sides held talks on a ceasefire in the besieged city on Thursday. "
    bodies = {f"a{number:03}": sentence * 40 for number in range(100)}
    texts = articles(**bodies)
    codes = analysis.code_frames(analysis.split_sentences(texts), "conflict")
    index = evidence_index(texts, groups(**dict.fromkeys(bodies, "x")), frame_codes=codes)
    assert 30 < len(index.articles) < 100
    # The frame of a page, its styles and scripts weigh about 900 kB.
    assert len(evidence_sources(index)["evidence"]) + len(evidence_data(index)) < 600_000


def test_pages_of_names_that_a_file_cannot_have() -> None:
    index = evidence_index(
        articles(**{"../a": "War.", "--/a": "Peace."}), groups(**{"../a": "x", "--/a": "x"})
    )
    pages = list(index.articles["page"])
    assert len(set(pages)) == 2
    assert all("/" not in page and "." not in page for page in pages)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_places_in_the_script_count_as_scripts_do(text: str) -> None:
    index = evidence_index(articles(a=text), groups(a="x"))
    data = json.loads(evidence_data(index).removeprefix("window.evidenceData = ").rstrip(";\n"))
    for line, (_, flat, _) in zip(index.lines, data["lines"], strict=True):
        units = line.text.encode("utf-16-le")
        at = 0
        for (term, start, end), gap, length, number in zip(
            line.terms, flat[::3], flat[1::3], flat[2::3], strict=True
        ):
            first = at + gap
            at = first + length
            assert units[2 * first : 2 * at].decode("utf-16-le") == line.text[start:end]
            assert data["terms"][number] == term


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_a_headline_is_never_taken_for_markdown(text: str) -> None:
    from markdown_it import MarkdownIt

    shown = as_words(text)
    parsed = MarkdownIt("commonmark").parseInline(shown)[0].children or []
    assert {token.type for token in parsed} <= {"text", "text_special"}


def test_the_script_cannot_close_its_element() -> None:
    index = evidence_index(articles(**{"</script>": "War."}), groups(**{"</script>": "x"}))
    assert "</script" not in evidence_data(index)


def linked(frame: pd.DataFrame, **options: str) -> str:
    index = evidence_index(
        articles(a="Peace talks.", b="War talks."), groups(a="new", b="old"),
        frame_codes=pd.DataFrame(
            {"article_id": ["a"], "sentence": [1], "frame": ["diplomacy"], "indicator": ["talks"],
             "start": [6], "end": [11]}
        ),
    )  # fmt: skip
    return link_cells(frame.to_html(), index, **options)


def test_numbers_lead_to_what_row_and_column_name() -> None:
    table = pd.DataFrame(
        {"target_count": [1], "reference_count": [1], "log_ratio": [0.5]},
        index=pd.Index(["talks"], name="term"),
    )
    html = linked(table, target="new", reference="old")
    assert '<a href="evidence.html#term=talks" class="evidence-link">talks</a>' in html
    assert '"evidence.html#term=talks&amp;group=new" class="evidence-link">1<' in html
    assert '"evidence.html#term=talks&amp;group=old" class="evidence-link">1<' in html
    assert '"evidence.html#term=talks" class="evidence-link">0.5<' in html


def test_articles_in_headings_and_names_of_levels_count() -> None:
    table = pd.DataFrame(
        [[2.0, 0.0]],
        index=pd.Index(["peace"], name="term"),
        columns=pd.Index(["a", "b"], name="article_id"),
    )
    html = linked(table)
    assert '"evidence.html#term=peace&amp;article=a" class="evidence-link">2.0<' in html
    assert "article=b" not in html  # 0 is made of no sentence.


def test_sentences_lead_to_their_place_and_unknown_values_nowhere() -> None:
    table = pd.DataFrame(
        {"article_id": ["a", "z"], "sentence": [1, 1], "frame": ["diplomacy", "x"]}
    )
    html = linked(table)
    assert html.count('href="article-a.html#s1"') == 1
    assert html.count('href="evidence.html#frame=diplomacy"') == 1
    assert "article-z" not in html
    assert "frame=x" not in html


def test_a_number_of_a_pair_is_about_neither() -> None:
    table = pd.DataFrame({"article_a": ["a"], "article_b": ["b"], "cosine": [0.4]})
    html = linked(table)
    assert 'href="article-a.html"' in html
    assert 'href="article-b.html"' in html
    assert ">0.4</a>" not in html
