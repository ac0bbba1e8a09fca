"""How `clean_text` does on sites that it was not made for, as far as known pages can tell.

Pages of one site, and of sites that share three lines of three words or more (one publisher's
template), are a group. Each group is cleaned without what came from it: every phrase and pattern of
phrases.toml that fires in no other group's pages is taken out, and the weights of the score are
fitted on the other groups. The rules in code stay: no page shows which of them it is behind.
"""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib.resources import files
from itertools import combinations
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from analysis.corpus import phrases, scoring
from analysis.corpus.lines import make_blocks, split_lines

_SHARED_LINES = 3
_SHARED_WORDS = 3
# Second-level names under which a country registers sites: example.co.uk, example.com.br.
_SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gov", "net", "org"))


def groups(raws: list[str], addresses: list[str]) -> list[int]:
    """For each page the number of its group."""
    sites = [_site(address) for address in addresses]
    lines: dict[str, set[str]] = defaultdict(set)
    for raw, site in zip(raws, sites, strict=True):
        lines[site] |= {
            line.text for line in split_lines(raw) if len(line.text.split()) >= _SHARED_WORDS
        }
    first = {site: site for site in lines}
    for one, other in combinations(sorted(lines), 2):
        if len(lines[one] & lines[other]) >= _SHARED_LINES:
            old, new = first[other], first[one]
            first = {site: new if group == old else group for site, group in first.items()}
    numbers = {group: number for number, group in enumerate(sorted(set(first.values())))}
    return [numbers[first[site]] for site in sites]


def _site(address: str) -> str:
    """The registered name of a host, without its subdomains."""
    parts = (urlsplit(address).hostname or address).split(".")
    return ".".join(parts[-3 if len(parts) > 2 and parts[-2] in _SECOND_LEVEL else -2 :])


def without(raws: list[str], group_of: list[int]) -> dict[int, phrases.Phrases]:
    """For each group the phrases without those that fire in its pages alone."""
    text = files(phrases.__package__ or "").joinpath("phrases.toml").read_text("utf-8")
    listed: dict[str, Any] = tomllib.loads(text)
    groups_of: dict[str, set[int]] = defaultdict(set)
    for raw, group in zip(raws, group_of, strict=True):
        for block in make_blocks(split_lines(raw)):
            groups_of[block.text].add(group)
    lines = {line for line in groups_of if _fires(line)}
    only_in: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    # A line is the doing of the first entry that knows it, as in the lookup: whole lines first.
    for entry in sorted(_entries(listed), key=lambda entry: entry[-2] != "whole"):

        def this_one(one: tuple[str, ...], entry: tuple[str, ...] = entry) -> bool:
            return one == entry

        with using(compiled=_compiled(listed, this_one)):
            fires = {line for line in lines if _fires(line)}
        lines -= fires
        found = set().union(*(groups_of[line] for line in fires))
        if len(found) == 1:
            only_in[found.pop()].add(entry)
    return {group: _compiled(listed, partial(_not_in, only_in[group])) for group in set(group_of)}


@contextmanager
def using(
    *, compiled: phrases.Phrases | None = None, weights: Mapping[str, float] | None = None
) -> Iterator[None]:
    """Other phrases, other weights than the committed ones, for a while."""
    found = compiled or phrases._phrases()
    with (
        patch.object(phrases, "_phrases", lambda: found),
        patch.object(scoring, "WEIGHTS", weights or scoring.WEIGHTS),
    ):
        scoring.forget()
        yield
    scoring.forget()


def _fires(line: str) -> bool:
    """Whether a phrase or pattern of the list knows a line."""
    hit = phrases.known_line(line)
    return phrases.is_picture_text(line) or (
        hit is not None and hit[1].startswith(("phrase: ", "opening: "))
    )


def _not_in(entries: set[tuple[str, ...]], one: tuple[str, ...]) -> bool:
    return one not in entries


def _entries(listed: Mapping[str, Any], *path: str) -> Iterator[tuple[str, ...]]:
    """Every entry: where it stands in the list, and itself."""
    for name, value in listed.items():
        if isinstance(value, dict):
            yield from _entries(value, *path, name)
        else:
            for one in value if isinstance(value, list) else value.split(";"):
                if one.strip():
                    yield *path, name, one


def _compiled(
    listed: Mapping[str, Any], wanted: Callable[[tuple[str, ...]], bool]
) -> phrases.Phrases:
    """The entries that are wanted, ready to be looked up."""

    def part(values: Mapping[str, Any], *path: str) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, value in values.items():
            if isinstance(value, dict):
                made[name] = part(value, *path, name)
            elif isinstance(value, list):
                made[name] = [one for one in value if wanted((*path, name, one))]
            else:
                made[name] = ";".join(
                    one for one in value.split(";") if one.strip() and wanted((*path, name, one))
                )
        return made

    return phrases.compile_phrases(part(listed))
