"""Findings in words: each figure is that of the tables, and nothing is claimed for one article."""

import pandas as pd

from analysis.framing.coding import code_frames, coding_problems, covered_sentences
from analysis.framing.corpus_quotations import quotation_problems
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
    more = sentences(c=["It rained."], d=["The sun shone."])
    groups = {"a": "new", "b": "old", "c": "old", "d": "old"}
    frequent, different, quoted = found(groups, pd.concat([TABLE, more], ignore_index=True))
    assert frequent.startswith("Most frequent: diplomacy, in 3 of 6 sentences")
    assert "3 of 6 sentences carry a frame at all" in frequent
    assert "diplomacy differs most: in 50 % of an article's sentences against 33 %" in different
    assert "on average over 1 article and 3 articles" in different
    assert "one article of new lies inside the range of all others" in different
    assert "Fewer than 10 articles in a group give no interval" in different
    assert quoted == (
        "Quoted most: South, with 3 of 5 attributions. Of 2 the speaker could not be told."
    )


def test_two_articles_are_held_against_each_other_and_make_no_range() -> None:
    _, different, _ = found({"a": "new", "b": "old"})
    assert "in 50 % of the sentences of the one article against 100 % of those of the" in different
    assert "range" not in different


def test_articles_in_another_language_are_no_zeros() -> None:
    russian = sentences(r=["Переговоры в Женеве приостановлены."])
    table = pd.concat([TABLE, russian], ignore_index=True)
    problems = pd.concat([coding_problems(table, "conflict"), quotation_problems(
        pd.DataFrame({"article_id": ["r"], "body": ["Переговоры в Женеве приостановлены."]})
    )])  # fmt: skip
    stored = covered_sentences(table, problems).assign(text="")
    codes = code_frames(TABLE, "conflict")
    groups = {"a": "old", "b": "old", "r": "new"}
    shares = frame_shares(codes, stored, "conflict", groups=groups)
    said = framing_findings(shares, VOICES, target="new", reference="old", problems=problems)
    assert said[0].startswith("1 of 3 articles is not coded")
    assert "in 3 of 4 sentences" in said[1]
    assert "differs most" not in " ".join(said)
    assert said[-1].startswith("1 article is not in English")
    none = frame_shares(codes.head(0), stored.head(0), "conflict", groups={"r": "new", "s": "old"})
    said = framing_findings(none, VOICES.head(0), target="new", reference="old")
    assert said[:2] == [
        "2 of 2 articles are not coded, being in no language that the codebook covers, or without "
        "a word: nothing is known of the frames there.",
        "No sentence could be coded, and no frame can be said to be there or not.",
    ]


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
