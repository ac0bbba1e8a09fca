"""Checks of the lab "Is it a topic?": every way to part a few articles, and what holds.

In: the stored term counts, what `cluster_topics` found, and the student's answer.
"""

from collections.abc import Collection
from typing import Any

import pandas as pd

from analysis.teaching.feedback import Wrong, filled, number, right
from analysis.topics.clustering import Topics, cluster_topics
from analysis.topics.partitions import set_partitions


def check_partitions(things: Collection[str], partitions: Any) -> None:
    """Whether these are all ways to part the things into groups.

    Examples
    --------
    >>> check_partitions("ab", [[{"a"}, {"b"}]])
    Traceback (most recent call last):
    analysis.teaching.feedback.Wrong: 1 way is missing. Begin with all in one group
    and end with each alone.
    >>> check_partitions("ab", [[{"a"}, {"b"}], [{"a", "b"}]])
    Right. Any clustering method returns one of these, whatever the texts are.
    """
    filled("ways", partitions)
    given = set()
    for partition in partitions:
        filled("ways", partition)
        groups = [frozenset(group) for group in partition]
        members = [thing for group in groups for thing in group]
        if sorted(members) != sorted(things):
            raise Wrong(f"In {partition!r} a member is missing, or stands in two groups.")
        given.add(frozenset(groups))
    missing = len(set_partitions(len(things))) - len(given)
    if len(given) < len(list(partitions)):
        raise Wrong("You wrote one of the ways down twice. The order of groups does not matter.")
    if missing:
        verb = "way is" if missing == 1 else "ways are"
        raise Wrong(
            f"{missing} {verb} missing. Begin with all in one group and end with each alone."
        )
    right("Any clustering method returns one of these, whatever the texts are.")


def check_number(n: int, ways: Any) -> None:
    """Whether this is the number of ways to part ``n`` articles."""
    expected = len(set_partitions(n))
    given = number("ways_for_all", ways)
    if given == expected:
        right("Few enough to look at every one, so none need be taken on trust.")
        return
    if given == 2**n or given == 2 ** (n - 1):
        raise Wrong("That counts subsets. A grouping may have more than two groups.")
    raise Wrong("Count the rows of set_partitions.")


def check_pair(topics: Topics, pair: Any) -> None:
    """Whether these are the two articles whose words are most alike."""
    filled("closest", pair)
    best = topics.similarity.sort_values("cosine", ascending=False).iloc[0]
    if set(pair) != {best["article_a"], best["article_b"]}:
        raise Wrong("Another pair has a higher cosine. An article with itself does not count.")
    right("Look at their dates and events before you call that a theme.")


def check_margin(topics: Topics, best: Any, margin: Any) -> None:
    """Whether this is the best partition, and its lead over the next in mean silhouette."""
    ranked = topics.partitions.sort_values("rank")
    filled("best", best)
    if str(best) != ranked["groups"].iloc[0]:
        raise Wrong("best is the text in the column groups of the partition with rank 1.")
    lead = float(ranked["silhouette"].iloc[0] - ranked["silhouette"].iloc[1])
    if abs(number("margin", margin) - lead) > 0.00005:
        raise Wrong("margin is the silhouette of rank 1 minus that of rank 2.")
    right(f"A lead of {lead:.4f}, on a scale that runs from -1 to 1.")


def check_left_out(counts: pd.DataFrame, pair: Any, seed: int, kept: Any) -> None:
    """Whether this is how often a pair stays together when one of the others is left out."""
    filled("closest", pair)
    together = 0
    others = sorted(set(counts["article_id"]) - set(pair))
    for article in others:
        rest = cluster_topics(counts[counts["article_id"] != article], seed=seed, runs=2)
        topic = rest.articles.set_index("article_id")["topic"]
        together += topic[list(pair)].nunique() == 1
    given = number("kept", kept)
    if given != together:
        raise Wrong(f"Leave out each of the {len(others)} other articles in turn, and count again.")
    right(f"The pair stays together in {together} of {len(others)}.")
