"""Findings in words: each figure is that of the tables, and nothing is claimed for one article."""

import pandas as pd

from analysis.framing.coding import code_frames
from analysis.framing.findings import framing_findings
from analysis.framing.functions import functions_by_frame
from analysis.framing.shares import frame_shares

VOICES = pd.DataFrame({"speaker": ["South", "unresolved"], "attributions": [3, 2]})


def sentences(**articles: list[str]) -> pd.DataFrame:
    rows = [
        (name, number, 100 * number, text)
        for name, texts in articles.items()
        for number, text in enumerate(texts, start=1)
    ]
    return pd.DataFrame(rows, columns=["article_id", "sentence", "start", "text"])


TABLE = sentences(
    a=["The talks in the city went on.", "It rained all day long."],
    b=["The talks failed and the envoy left.", "The envoy met the minister for talks."],
)


def found(groups: dict[str, str], table: pd.DataFrame = TABLE) -> list[str]:
    codes = code_frames(table, "conflict")
    shares = frame_shares(codes, table, "conflict", groups=groups)
    return framing_findings(shares, VOICES, target="new", reference="old")


def test_counts_positions_and_speakers_are_said() -> None:
    frequent, different, quoted = found({"a": "new", "b": "old"})
    assert frequent.startswith("Most frequent: diplomacy, in 3 of 4 sentences")
    assert "3 of 4 sentences carry a frame at all" in frequent
    assert "diplomacy differs most: in 50 % of an article's sentences against 100 %" in different
    assert "one article of new lies outside the range of all others" in different
    assert "Fewer than 10 articles in a group give no interval" in different
    assert quoted == (
        "Quoted most: South, with 3 of 5 attributions. Of 2 the speaker could not be told."
    )


def test_intervals_are_given_with_what_they_leave_out() -> None:
    names = {f"a{n:02}": ["The talks went on." if n % 3 else "It rained."] for n in range(20)}
    groups = {name: "new" if n < 10 else "old" for n, name in enumerate(names)}
    _, different, _ = found(groups, sentences(**names))
    assert "95 per cent intervals" in different
    assert "chosen among 9 frames" in different


def test_nothing_found_is_said() -> None:
    table = sentences(a=["It rained all day."], b=["The sun shone."])
    assert found({"a": "new", "b": "old"}, table)[0] == "No frame was found in 2 sentences."
    none = VOICES.head(0)
    shares = frame_shares(
        code_frames(table, "conflict"), table, "conflict", groups={"a": "new", "b": "old"}
    )
    said = framing_findings(shares, none, target="new", reference="old")
    assert said[-1] == "No attribution was found."


def test_functions_are_counted_among_the_sentences_of_each_frame() -> None:
    table = sentences(a=["The crisis deepens as talks fail.", "Talks resumed.", "It rained."])
    doing = functions_by_frame(code_frames(table, "conflict"), table)
    problems = doing[doing["function"] == "problem_definition"]
    counted = problems[["frame", "flagged", "sentences"]].to_numpy().tolist()
    assert ["all sentences", 1, 3] in counted
    assert ["diplomacy", 1, 2] in counted


def test_a_language_that_the_functions_do_not_cover_gives_an_empty_layer() -> None:
    table = sentences(
        a=["Der Krieg ist nicht das Ende, und die Gespräche sind auch nicht zu Ende."]
    )
    codes = pd.DataFrame(columns=["article_id", "sentence", "frame"])
    assert functions_by_frame(codes, table).empty
