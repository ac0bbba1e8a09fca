"""Each figure: what is drawn where, what its words say, and any number of articles."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import cluster_topics, count_terms, figures
from analysis.errors import InputError
from analysis.figures.style import WIDTH


def labels_of(ax: Any) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def ledger(n: int) -> pd.DataFrame:
    rows = []
    for number in range(n):
        name = f"a{number:04d}"
        rows += [
            (name, 1, 0, 10, "drop", "advert", "r"),
            (name, 2, 11, 11, "drop", "blank", "r"),
            (name, 3, 12, 102, "keep", "body", "r"),
        ]
    columns = ["article_id", "line", "start", "end", "action", "category", "rule"]
    return pd.DataFrame(rows, columns=columns)


def rates(sizes: dict[str, int], terms: int = 3) -> pd.DataFrame:
    random = np.random.default_rng(0)
    rows = [
        (f"term{t}", f"{group}{i}", group, round(float(random.random()), 3))
        for t in range(terms)
        for group, n in sizes.items()
        for i in range(n)
    ]
    return pd.DataFrame(rows, columns=["term", "article_id", "group", "rate"])


def comparison(n: int) -> pd.DataFrame:
    random = np.random.default_rng(1)
    target, reference = random.integers(0, 60, n) + 1, random.integers(0, 60, n) + 1
    ratio = np.log2(target / reference)
    return pd.DataFrame(
        {
            "term": [f"term{t:05d}" for t in range(n)],
            "target_count": target,
            "reference_count": reference,
            "log_ratio": ratio,
            "loo_min": ratio - 0.5,
            "loo_max": ratio + 0.5,
        }
    )


def shares(n: int, groups: bool = True) -> pd.DataFrame:
    rows = [
        (f"a{i:03d}", frame, 3 + i % 4, 12, "2012" if i % 2 else "2016")
        for i in range(n)
        for frame in ("conflict", "human_interest")
    ]
    table = pd.DataFrame(rows, columns=["article_id", "frame", "flagged", "eligible", "group"])
    return table if groups else table.drop(columns="group")


def test_kept_share_leaves_blank_lines_out() -> None:
    assert figures.alt_kept_share(ledger(2)) == (
        "Share of each file kept as article text: a0000 90 %, a0001 90 %. "
        "Dropped: advert (2 lines)."
    )
    ax = figures.kept_share(ledger(2))
    assert ax.figure.get_suptitle() == "Of 200 characters in 2 files, 90 % are article text"


def test_kept_share_of_many_files_is_one_dot_each() -> None:
    ax = figures.kept_share(ledger(200))
    assert len(ax.collections[0].get_offsets()) == 200
    assert "200 files, from 90 % to 90 %" in figures.alt_kept_share(ledger(200))


def test_kept_share_refuses_an_unknown_action() -> None:
    with pytest.raises(InputError, match="has the action 'hide'"):
        figures.kept_share(ledger(1).replace("keep", "hide"))


def test_timeline_orders_by_date_and_counts_the_undated() -> None:
    table = pd.DataFrame(
        {
            "article_id": ["b", "a", "c"],
            "date": ["2016-02-11", "2012-03-13", None],
            "outlet": ["Y", "X", "Z"],
        }
    )
    ax = figures.timeline(table)
    assert labels_of(ax) == ["X", "Y"]
    assert "1 article without a date" in figures.alt_timeline(table)
    many = pd.DataFrame({"article_id": range(90), "date": ["2012-03-13", "2012-05-01"] * 45})
    assert figures.timeline(many).get_ylabel() == "Articles a month"


def test_every_dot_is_an_article_and_none_hides_another() -> None:
    table = rates({"old": 4, "new": 1}, terms=1).assign(rate=[0.0, 0.0, 0.0, 0.0, 2.0])
    ax = figures.term_dots(table, "new", "old")
    old = ax.collections[-2].get_offsets()
    assert len(old) == 4
    assert len({tuple(spot) for spot in np.round(np.asarray(old), 6)}) == 4
    assert (np.asarray(old)[:, 0] == 0).all()
    texts = [text.get_text() for text in ax.texts]
    assert set(texts) == {"old (n = 4)", "new (n = 1)"}


def test_terms_that_are_claimed_to_differ_are_named_before_rare_ones() -> None:
    table = comparison(300)
    more = table[table["log_ratio"] > 0].sort_values("log_ratio")
    small = more["term"].head(3).tolist()
    claim = "more frequent in new than in old"
    chance = "not distinguishable from chance"
    table["verdict"] = [claim if term in small else chance for term in table["term"]]
    alt = figures.alt_frequency_effect(table, "new", "old")
    assert all(f"{term} (" in alt for term in small)
    without = figures.alt_frequency_effect(table.drop(columns="verdict"), "new", "old")
    assert not any(f"{term} (" in without for term in small)


def test_of_many_articles_the_spread_is_drawn_and_of_few_every_dot() -> None:
    table = rates({"old": 101, "new": 40}, terms=1)
    table["rate"] = [*map(float, range(101)), *([0.0] * 40)]
    ax = figures.term_dots(table, "new", "old")
    mean, dots = (collection.get_offsets() for collection in ax.collections[-2:])
    assert np.asarray(mean)[:, 0].tolist() == [50.0]
    assert len(dots) == 40
    ends = [line[:, 0].tolist() for lines in ax.collections[1:3] for line in lines.get_segments()]
    assert ends == [[5.0, 95.0], [25.0, 75.0]]
    note = " ".join(text.get_text() for text in ax.figure.texts).replace("\n", " ")
    assert "old: mean of the articles" in note
    assert "new: each dot is one article" in note
    assert "0.0 against 50.0 on average" in figures.alt_term_dots(table, "new", "old")


def test_term_dots_bad_input() -> None:
    with pytest.raises(InputError, match="is 'x', which no article has; groups are new, old"):
        figures.term_dots(rates({"old": 2, "new": 1}), "x", "old")
    with pytest.raises(InputError, match="terms: names 'gone'"):
        figures.term_dots(rates({"old": 2, "new": 1}), "new", "old", terms=["gone"])
    with pytest.raises(InputError, match="rates: lacks the column rate"):
        figures.term_dots(rates({"old": 2, "new": 1}).drop(columns="rate"), "new", "old")


def test_frequency_effect_labels_both_directions() -> None:
    table = comparison(300)
    ax = figures.frequency_effect(table, "new", "old", n_target=3, n_reference=4, labels=10)
    named = {text.get_text() for text in ax.texts} & set(table["term"])
    signs = {bool(ratio > 0) for ratio in table[table["term"].isin(named)]["log_ratio"]}
    assert signs == {True, False}
    assert len(named) <= 10
    chosen = figures.frequency_effect(
        table, "new", "old", n_target=3, n_reference=4, labels=["term00007"]
    )
    assert "term00007" in {text.get_text() for text in chosen.texts}


def test_frequency_effect_of_a_large_vocabulary_stays_small() -> None:
    ax = figures.frequency_effect(comparison(30_000), "new", "old", n_target=30, n_reference=30)
    assert len(figures.picture(ax, alt="x").svg) < 600_000


def test_word_shift_goes_to_the_side_that_has_more() -> None:
    table = pd.DataFrame(
        {
            "term": ["war", "peace", "a"],
            "percent": [30.0, 20.0, 0.0],
            "toward": ["2016", "2012", "neither"],
        }
    )
    ax = figures.word_shift(table, 2016, 2012, n_target=1, n_reference=4)
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([0.3, -0.2])
    with pytest.raises(InputError, match="towards x or y: has no rows"):
        figures.word_shift(table, "x", "y", n_target=1, n_reference=1)


def test_leave_one_out_names_what_one_article_decides() -> None:
    table = pd.DataFrame(
        {
            "term": ["war", "oil"],
            "log_ratio": [1.0, 0.2],
            "loo_min": [0.5, -0.1],
            "loo_max": [2.0, 0.4],
        }
    )
    ax = figures.leave_one_out(table, terms=["oil", "war"], n_articles=5)
    assert labels_of(ax) == ["oil", "war"]
    assert ax.figure.get_suptitle().startswith("1 of 2 terms keep their direction")
    assert figures.alt_leave_one_out(table).endswith("for its direction: oil.")


def test_rank_ranges_tell_what_one_article_decides() -> None:
    table = pd.DataFrame(
        {
            "term": ["war", "oil", "gas"] * 3,
            "left_out": [None] * 3 + ["a"] * 3 + ["b"] * 3,
            "rank": [1, 2, 3, 2, 1, 9, 1, None, 3],
            "n_ranked": [20] * 3 + [19] * 6,
        }
    )
    ax = figures.rank_ranges(table)
    assert labels_of(ax) == ["war", "oil", "gas"]
    assert ax.figure.get_suptitle().startswith("1 of the first 3 terms stays there")
    lines = [segment[:, 0].tolist() for part in ax.collections for segment in segments(part)]
    assert lines == [[1, 2], [1, 1], [3, 9]]
    alt = figures.alt_rank_ranges(table)
    assert "oil 2, 1 to 1 (gone with some)" in alt
    assert "gas 3, 3 to 9" in alt
    with pytest.raises(InputError, match="rank stability: lacks the column n_ranked"):
        figures.rank_ranges(table.drop(columns="n_ranked"))


def segments(part: Any) -> list[Any]:
    """The thick lines of a collection."""
    return part.get_segments() if part.get_linewidth()[0] == 3 else []


def test_frame_matrix_writes_counts_and_parts_the_groups() -> None:
    ax = figures.frame_matrix(shares(5))
    texts = [text.get_text() for text in ax.texts]
    assert texts.count("3/12") == 4
    assert "2016\n(n = 3)" in texts
    assert labels_of(ax) == ["conflict", "human interest"]


@pytest.mark.parametrize("groups", [True, False])
def test_frame_matrix_of_many_articles_adds_up_the_groups(groups: bool) -> None:
    ax = figures.frame_matrix(shares(200, groups))
    columns = [label.get_text() for label in ax.get_xticklabels()]
    assert columns == (["2012", "2016"] if groups else ["all articles"])


def test_counts_too_long_for_the_cells_of_the_frame_matrix_give_way_to_per_cent() -> None:
    table = shares(200).assign(flagged=[1, 120] * 200, eligible=300)
    assert "12000/30000" in [text.get_text() for text in figures.frame_matrix(table).texts]
    table["group"] = [f"group {n // 2 % 5}" for n in range(400)]
    ax = figures.frame_matrix(table)
    texts = [text.get_text() for text in ax.texts]
    assert texts[:10] == ["40 %"] * 5 + ["<1 %"] * 5
    assert "per cent of the eligible" in " ".join(t.get_text() for t in ax.figure.texts)


def test_many_groups_are_named_below_the_frame_matrix_and_letters_may_be_missing() -> None:
    table = shares(16).assign(group=[f"outlet 🎉 {n // 4}" for n in range(32)])
    shown = figures.picture(figures.frame_matrix(table), alt="x").svg
    assert "Groups from left to right:" in " ".join(shown.split())
    assert "(n = 8)" in figures.picture(figures.frame_matrix(shares(16)), alt="x").svg


def test_frame_matrix_reads_rows_about_articles_alone() -> None:
    table = shares(3).assign(unit="article")
    pooled = table.head(1).assign(unit="group", article_id=None)
    ax = figures.frame_matrix(pd.concat([table, pooled]))
    assert len(ax.get_xticklabels()) == 3
    with pytest.raises(InputError, match="has an article twice for a frame"):
        figures.frame_matrix(pd.concat([table, table]))


def test_voice_orders_speakers_and_never_names_the_unresolved_first() -> None:
    table = pd.DataFrame(
        {
            "speaker": ["unresolved", "Lavrov", "Lavrov", "Kerry"],
            "kind": ["indirect", "direct", "indirect", "direct"],
            "attributions": [9, 3, 2, 1],
        }
    )
    ax = figures.voice(table, n_articles=5, most=2)
    assert labels_of(ax) == ["unresolved", "Lavrov"]
    assert "Lavrov is quoted most: 5 of 15" in ax.figure.get_suptitle().replace("\n", " ")
    assert "Lavrov 5 (3 direct, 2 indirect)" in figures.alt_voice(table)
    with pytest.raises(InputError, match="has the kind 'shouted'"):
        figures.voice(table.replace("direct", "shouted"), n_articles=5)


def test_a_figure_of_what_is_rightly_empty_says_why() -> None:
    nobody = pd.DataFrame({"speaker": [], "kind": [], "attributions": []})
    uncoded = shares(3).assign(flagged=0, eligible=0)
    alone = pd.DataFrame({"term": ["war"], "left_out": [None], "rank": [1], "n_ranked": [1]})
    for ax, alt, said in (
        (figures.voice(nobody, n_articles=2), figures.alt_voice(nobody), "No attribution was"),
        (figures.frame_matrix(uncoded), figures.alt_frame_matrix(uncoded), "could be coded"),
        (figures.rank_ranges(alone), figures.alt_rank_ranges(alone), "No article can be left out"),
    ):
        assert said in alt
        assert alt in " ".join(text.get_text().replace("\n", " ") for text in ax.texts)
    none = figures.frame_matrix(shares(3).assign(flagged=0))
    assert none.figure.get_suptitle().startswith("No frame was found in 36 sentences")


def test_figures_of_topics_serve_any_number_of_articles() -> None:
    words = "war peace talks oil price market goal match team vote law court".split()
    random = np.random.default_rng(0)
    for n in (2, 5, 12, 70):
        texts = [" ".join(random.choice(words, 30)) for _ in range(n)]
        found = cluster_topics(count_terms(texts), runs=3)
        for name, table in (
            ("similarity_matrix", found.similarity),
            ("consensus_matrix", found.similarity),
            ("partition_scores", found.partitions),
        ):
            ax = getattr(figures, name)(table)
            alt = getattr(figures, f"alt_{name}")(table)
            shown = figures.picture(ax, alt=alt)
            assert shown.alt.endswith(".")
            assert len(shown.svg) < 600_000
    empty = found.similarity.head(0)
    said = figures.similarity_matrix(empty).texts[0].get_text().replace("\n", " ")
    assert said == figures.alt_similarity_matrix(empty)


def test_the_chosen_partition_is_marked() -> None:
    counts = count_terms(["war talks peace", "war talks", "oil price", "oil market price", "goal"])
    found = cluster_topics(counts, k=3, runs=10)
    ax = figures.partition_scores(found.partitions)
    chosen = found.partitions[found.partitions["chosen"]].iloc[0]
    spot = np.asarray(ax.collections[-1].get_offsets())[0]
    assert spot.tolist() == pytest.approx([chosen["silhouette"], 3])
    assert "of 52 (n = 5 articles)" in ax.figure.get_suptitle().replace("\n", " ")


def test_order_of_a_matrix_is_the_one_asked_for() -> None:
    table = pd.DataFrame({"article_a": ["a"], "article_b": ["b"], "cosine": [0.4]})
    assert labels_of(figures.similarity_matrix(table, order=["b", "a"])) == ["1 b", "2 a"]
    with pytest.raises(InputError, match="order: does not name the articles of the table"):
        figures.similarity_matrix(table, order=["b", "c"])


def test_type_is_large_enough_for_a_narrow_screen() -> None:
    """At 390 px less 32 px of margins, no text is under 9 px."""
    scale = (390 - 32) / (WIDTH * 96)
    for ax in (
        figures.kept_share(ledger(3)),
        figures.term_dots(rates({"old": 4, "new": 1}), "new", "old"),
        figures.frequency_effect(comparison(50), "new", "old", n_target=1, n_reference=4),
        figures.frame_matrix(shares(5)),
    ):
        assert ax.figure.get_figwidth() == WIDTH
        texts = [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels(), ax.xaxis.label]
        sizes = [text.get_fontsize() for text in texts if text.get_text()]
        assert min(sizes) * 96 / 72 * scale > 8.9


def test_two_single_articles_leave_nothing_to_leave_out() -> None:
    table = pd.DataFrame(
        {"term": ["war"], "log_ratio": [1.0], "loo_min": [None], "loo_max": [None]}
    )
    ax = figures.leave_one_out(table, terms=["war"], n_articles=2)
    said = "No article can be left out: each of the two groups has a single one."
    assert said in " ".join(" ".join(text.get_text() for text in ax.texts).split())
    assert figures.alt_leave_one_out(table) == said
