"""Duplicates: what is found among many articles is what comparing each two of them finds."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.comparison.compare import compare_terms
from analysis.corpus import copies as copies_module
from analysis.corpus.copies import find_copies
from analysis.corpus.duplicates import article_pairs, find_duplicates
from analysis.corpus.events import event_centres, tfidf
from analysis.corpus.shared_runs import FEW, FIRST, candidate_pairs, run_keys
from analysis.corpus.stars import star_clusters, tied_pairs
from analysis.corpus.word_runs import RUN, WINDOW, chosen_runs, word_runs
from analysis.errors import InputError
from analysis.text.counts import count_terms
from analysis.text.token_numbers import token_numbers
from analysis.text.tokens import terms_of

WORDS = np.array([f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in "bdgklmnprst"])
NONE = pd.DataFrame({"article_id": [], "start": [], "end": [], "kind": []})


def passage(seed: int, n: int) -> list[str]:
    return np.random.default_rng(seed).choice(WORDS, n).tolist()  # type: ignore[no-any-return]


def table(bodies: dict[str, str], dates: dict[str, str | None] | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "article_id": list(bodies),
            "date": [(dates or {}).get(name, "2020-01-01") for name in bodies],
            "body": list(bodies.values()),
        }
    )


def labels(articles: pd.DataFrame, column: str, **options: object) -> dict[str, str]:
    clusters = find_duplicates(articles, **options).clusters  # type: ignore[arg-type]
    return dict(zip(clusters["article_id"], clusters[column], strict=True))


def test_the_same_words_are_the_same_text_whatever_case_and_signs() -> None:
    articles = table({"b": "Peace – talks, 2012!", "a": "peace TALKS 2012", "c": "Peace talks"})
    assert labels(articles, "same_text") == {"a": "a", "b": "a", "c": "c"}
    assert labels(articles, "same_copy") == {"a": "a", "b": "a", "c": "c"}


def test_texts_without_words_are_not_the_same() -> None:
    articles = table({"a": "", "b": "…", "c": ""})
    for column in ("same_text", "same_copy", "same_event"):
        assert labels(articles, column) == {"a": "a", "b": "b", "c": "c"}


def test_labels_name_the_first_by_date_and_those_without_a_date_come_last() -> None:
    body = " ".join(passage(1, 60))
    articles = table(
        {"a": body, "b": body + " end", "c": "now " + body},
        {"a": None, "b": "2020-05-02", "c": "2020-05-01"},
    )
    assert labels(articles, "same_copy") == {"a": "c", "b": "c", "c": "c"}
    assert labels(articles, "same_event") == {"a": "a", "b": "c", "c": "c"}


def changed(words: list[str], every: int) -> list[str]:
    return [f"{word}x" if at % every == 0 else word for at, word in enumerate(words)]


@pytest.mark.parametrize(
    ("copy", "same"),
    [
        (lambda words: changed(words, 20), True),
        (lambda words: changed(words, 10), True),
        (lambda words: words[150:], True),
        (lambda words: words + passage(9, 200), True),
        (lambda words: passage(9, 40) + words[60:220], True),
        (lambda words: passage(9, 240) + words[:60], False),
        (lambda words: changed(words, 3), False),
    ],
)
def test_what_clients_do_to_a_wire_copy_leaves_it_the_same_copy(copy, same) -> None:  # type: ignore[no-untyped-def]
    words = passage(2, 300)
    articles = table({"a": " ".join(words), "b": " ".join(copy(words))})
    assert (labels(articles, "same_copy")["b"] == "a") is same


def test_what_is_quoted_makes_no_copy() -> None:
    said, one, other = (" ".join(passage(seed, 80)) for seed in (3, 4, 5))
    articles = table(
        {"a": f"{one} “{said}”", "b": f'{other} "{said}"', "c": f"{said} {other[:40]}"}
    )
    assert labels(articles, "same_copy") == {"a": "a", "b": "b", "c": "c"}
    # Without the marks, or where the table of quotations has none, it is the same copy.
    assert labels(articles, "same_copy", quotations=NONE)["b"] == "a"
    start = len(one) + 2
    table_of = pd.DataFrame(
        {"article_id": ["a"], "start": [start], "end": [start + len(said)], "kind": ["direct"]}
    )
    found = labels(articles, "same_copy", quotations=table_of)
    assert found["a"] == "a"
    assert found["b"] == found["c"] == "b"


def test_shares_and_cosines_are_those_of_all_pairs() -> None:
    words = passage(6, 200)
    bodies = {
        "a": " ".join(words), "b": " ".join(words[:120]), "c": " ".join(changed(words, 15)),
        "d": " ".join(passage(7, 150)),
    }  # fmt: skip
    articles = table(bodies)
    found = find_duplicates(articles, NONE).pairs
    every = article_pairs(articles, NONE)
    both = found.merge(every, on=["article_a", "article_b"], suffixes=("", "_all"))
    assert len(both) == len(found) == 3
    np.testing.assert_allclose(both["same_copy"], both["same_copy_all"], atol=1e-6)
    np.testing.assert_allclose(both["same_event"], both["same_event_all"], atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), max_size=6), min_size=2, max_size=8))
def test_every_pair_above_the_threshold_is_found(mixed: list[list[int]]) -> None:
    """Articles put together from a few paragraphs, against each two compared."""
    bodies = [" ".join(" ".join(passage(10 + n, 30)) for n in parts) for parts in mixed]
    copies = find_copies(bodies, None, 0.4)
    runs = [
        {tuple(terms[at : at + RUN]) for at in range(len(terms) - RUN + 1)}
        for terms in map(terms_of, bodies)
    ]
    expected = set()
    for a, b in combinations(range(len(bodies)), 2):
        if bodies[b] in bodies[:b] or bodies[a] in bodies[:a]:
            continue  # the first of a text stands for the others
        shared, fewer = len(runs[a] & runs[b]), min(len(runs[a]), len(runs[b]))
        if shared >= 10 and shared >= 0.4 * fewer:
            expected.add((a, b))
    assert set(zip(copies.first.tolist(), copies.second.tolist(), strict=True)) == expected


def test_twelve_common_words_always_leave_a_chosen_run_in_common() -> None:
    random = np.random.default_rng(5)
    for seed in range(60):
        common = passage(100 + seed, RUN + WINDOW - 1)
        texts = [
            " ".join(
                [*passage(int(random.integers(0, 1_000_000)), 40), *common, *passage(seed + k, 40)]
            )
            for k in (1000, 2000)
        ]
        one, other = (word_runs([text]) for text in texts)
        first, second = set(one.values[chosen_runs(one)]), set(other.values[chosen_runs(other)])
        assert first & second


def test_a_notice_in_thousands_of_articles_costs_a_few_pairs_each() -> None:
    """Work is counted, not time: pairs grow with the articles, not with their square."""
    notice = np.arange(1, 60, dtype=np.uint64)
    for articles in (500, 2_000):
        owners = np.repeat(np.arange(articles), len(notice))
        keys = run_keys(np.tile(notice, articles), owners, articles)
        pairs = candidate_pairs(keys, np.arange(articles))
        assert articles > FEW
        assert len(pairs) <= FIRST * articles


def test_a_copy_that_everyone_carried_is_one_cluster_and_the_notice_is_none() -> None:
    notice, wire = " ".join(passage(20, 40)), passage(21, 200)
    bodies = {f"n{k:03}": f"{' '.join(passage(200 + k, 120))} {notice}" for k in range(60)}
    bodies |= {f"w{k:03}": " ".join(changed(wire, 40 + k)) + " " + notice for k in range(60)}
    found = labels(table(bodies), "same_copy")
    assert {found[name] for name in bodies if name[0] == "w"} == {"w000"}
    assert all(found[name] == name for name in bodies if name[0] == "n")


def test_compiled_code_gives_the_same_numbers_choices_and_pairs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("numba")
    texts = [
        "“Ünï’s” cease-fire 17-nation İstanbul e\u0301a",
        "",
        "a b",
        "x" * 50 + " y",
        "\ud800 z",
    ]
    words = passage(30, 300)
    texts += [" ".join(words), " ".join(words[:170]), f'{" ".join(words[90:])} "{" ".join(words)}"']
    for given_by in (token_numbers(texts, compiled=False), token_numbers(texts, compiled=True)):
        numbers, totals = given_by
        assert totals.tolist() == [len(terms_of(text, numbers=True)) for text in texts]
        assert len(set(numbers.tolist())) == len(
            {t for x in texts for t in terms_of(x, numbers=True)}
        )
    plain, compiled = word_runs(texts), word_runs(texts, compiled=True)
    for name in ("values", "starts", "passages"):
        np.testing.assert_array_equal(getattr(plain, name), getattr(compiled, name))
    assert plain.texts == compiled.texts
    np.testing.assert_array_equal(chosen_runs(plain), chosen_runs(compiled, compiled=True))
    one = find_copies(texts, None, 0.4)
    monkeypatch.setattr(copies_module, "compiled_pays", lambda size, kernel: True)
    monkeypatch.setattr(copies_module, "_KEPT", 0)
    other = find_copies(texts, None, 0.4)
    for name in ("same_text", "centre", "first", "second", "share"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_events_are_near_in_time_and_the_same_compiled() -> None:
    pytest.importorskip("numba")
    bodies = [" ".join(passage(k // 4, 30) + passage(50 + k, 20)) for k in range(24)]
    days = np.sort(np.random.default_rng(2).integers(0, 5, 24))
    weights = tfidf(bodies)
    plain = event_centres(weights, days, 1, 0.3, compiled=False)
    np.testing.assert_array_equal(plain, event_centres(weights, days, 1, 0.3, compiled=True))
    cosine = (weights @ weights.T).toarray()
    assert (plain != np.arange(24)).any()
    for row, centre in enumerate(plain):
        assert abs(days[row] - days[centre]) <= 1
        assert cosine[row, centre] >= 0.3 - 1e-6


def test_a_chain_is_no_cluster() -> None:
    ties = tied_pairs(4, np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([0.5, 0.9, 0.5]))
    centre, _ = star_clusters(ties.count, np.arange(4), ties)
    # 1 has two ties and comes first; 3 is tied to 2 alone, which is no centre.
    assert centre.tolist() == [1, 1, 1, 3]


def test_the_order_of_the_rows_does_not_matter() -> None:
    words = passage(8, 150)
    articles = table(
        {name: " ".join(changed(words, n)) for name, n in zip("abcd", (9, 15, 25, 60), strict=True)}
    )
    one, other = find_duplicates(articles), find_duplicates(articles.iloc[::-1])
    pd.testing.assert_frame_equal(one.clusters, other.clusters)
    pd.testing.assert_frame_equal(one.pairs, other.pairs)


def test_a_comparison_counts_each_copy_once() -> None:
    body = " ".join(passage(9, 60))
    articles = table({"a": body, "b": body + " end", "c": "war and peace", "d": "war again"})
    copies = find_duplicates(articles).clusters.set_index("article_id")["same_copy"]
    groups = {"a": "x", "b": "x", "c": "x", "d": "y"}
    counts = count_terms(articles["body"], article_ids=articles["article_id"])
    compared = compare_terms(counts, groups, "y", "x", count_as_one=copies)
    assert compared.attrs["n_reference"] == 2


@pytest.mark.parametrize(
    ("articles", "options", "message"),
    [
        (table({"a": "x"}).drop(columns="date"), {}, "articles: lack the column date"),
        (pd.concat([table({"a": "x"})] * 2), {}, "articles: holds a twice"),
        (table({"a": None}), {}, "article a: has no text in body"),  # type: ignore[dict-item]
        (table({"a": "x"}, {"a": "May 2012"}), {}, "article a: has the date 'May 2012'"),
        (table({"a": "x"}), {"copy_share": 0.0}, "copy_share: is 0.0"),
        (table({"a": "x"}), {"event_cosine": 2.0}, "event_cosine: is 2.0"),
        (table({"a": "x"}), {"event_days": -1}, "event_days: is -1"),
    ],
)
def test_what_cannot_be_used_is_named(articles, options, message) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match=message):
        find_duplicates(articles, **options)


def test_no_articles_give_empty_tables() -> None:
    found = find_duplicates(table({}))
    assert found.clusters.empty
    assert found.pairs.empty
