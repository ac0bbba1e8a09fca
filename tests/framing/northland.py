"""The parties of a made-up war, and what holds for every table of who acts and who is blamed."""

import time
from collections.abc import Callable, Hashable
from typing import Any

import pandas as pd

from analysis.framing.actors import Actor

ACTORS = [
    Actor(
        "north", "Northland", "x", aliases=("Northern army", "Northern officials"),
        people=("Ann Smith",),
    ),
    Actor("south", "Southland", "y", people=("Bo Jones",), capitals=("Southtown",)),
    Actor("rebels", "the rebels", "z", aliases=("rebels", "rebel forces")),
]  # fmt: skip


def one_article(body: str) -> pd.DataFrame:
    """The table of an article."""
    return pd.DataFrame({"article_id": ["a"], "body": [body]})


def check_linear_time(read: Callable[[str], object], piece: str) -> None:
    """Four times the text takes no more than four times as long, with room for noise."""

    def seconds(length: int) -> float:
        body = piece * (length // len(piece))
        started = time.process_time()
        read(body)
        return time.process_time() - started

    seconds(2000)
    assert seconds(160_000) < 12 * max(seconds(40_000), 0.05)


def rows_in_place(table_of: Callable[..., pd.DataFrame], body: str) -> list[dict[Hashable, Any]]:
    """The rows for a text, held against its bounds and against those of a second time."""
    table = table_of(one_article(body), actors=ACTORS)
    assert table_of(one_article(body), actors=ACTORS).equals(table)
    assert ((table["start"] >= 0) & (table["start"] < table["end"])).all()
    assert (table["end"] <= len(body)).all()
    return table.to_dict("records")
