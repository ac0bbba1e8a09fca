"""Constructions of the actors' verbs against hand codes: precision and recall.

    python benchmarks/agency.py [CODES]

CODES is a CSV with article_id, sentence, actor, role, construction and verb for every clause of the
study's sentences, as a person coded them; by default data/coding/hand-agency.csv, coded by one
coder before the rules had been run. A clause is found if sentence, actor, role, construction and
verb are all the same. Clauses that differ are listed.
"""

import sys
from collections import Counter
from pathlib import Path

import pandas as pd

import analysis
from analysis.framing.agency import agency_table

FIELDS = ["article_id", "sentence", "actor", "role", "construction", "verb"]


def main(path: Path) -> None:
    study = analysis.open_study()
    articles = analysis.read_articles(study).articles
    found = Counter(
        agency_table(articles, actors=study.actors)[FIELDS].itertuples(index=False, name=None)
    )
    truth = Counter(pd.read_csv(path)[FIELDS].itertuples(index=False, name=None))
    print(f"{'construction':<20} {'coded':>6} {'found':>6} {'right':>6} {'prec':>6} {'rec':>6}")
    for name in ("active", "passive", "agentless passive", "all"):
        coded = Counter({key: n for key, n in truth.items() if name in ("all", key[4])})
        machine = Counter({key: n for key, n in found.items() if name in ("all", key[4])})
        right = (coded & machine).total()
        precision = right / machine.total() if machine else float("nan")
        recall = right / coded.total() if coded else float("nan")
        print(
            f"{name:<20} {coded.total():6} {machine.total():6} {right:6} "
            f"{precision:6.3f} {recall:6.3f}"
        )
    for label, rest in (("missed", truth - found), ("wrong", found - truth)):
        for key in sorted(rest):
            print(label, *key)


if __name__ == "__main__":
    default = Path(__file__).parent.parent / "data" / "coding" / "hand-agency.csv"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
