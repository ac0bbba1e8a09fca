"""Near-duplicates beside datasketch: recall and precision on planted copies, seconds, memory.

    python benchmarks/duplicates.py [--articles N …] [--repeats N] [--peer PYTHON]

Generates articles (see generated.py), a third of which end in the same notice of 60 words, and
plants copies, 2 % of the articles for each way of changing one. As many pairs that share a
paragraph of 60 words and nothing else must not be found. Each tool works in a process of its own,
turn about; PYTHON is an interpreter that has datasketch. Datasketch: MinHashLSH over the same runs
of five words, Jaccard .5, 128 permutations, its answers taken as they are. Seconds are by processor
time of all threads, and by the clock, reading of the file and imports not included.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from memory import peak_memory

Words = list[str]


def _changed(words: Words, fresh: Words, every: int) -> Words:
    """A copy with every so-manieth word changed."""
    return [fresh[i] if i % every == 0 else word for i, word in enumerate(words)]


LEVELS: dict[str, Callable[[Words, Words], Words]] = {
    "same words": lambda words, fresh: [word.upper() for word in words],
    "every 20th word changed": lambda words, fresh: _changed(words, fresh, 20),
    "every 10th word changed": lambda words, fresh: _changed(words, fresh, 10),
    "cut to half": lambda words, fresh: words[: len(words) // 2],
    "cut to half, 20th changed": lambda words, fresh: _changed(words[: len(words) // 2], fresh, 20),
    "half as much added": lambda words, fresh: words + fresh[: len(words) // 2],
    "new lead, end cut": lambda words, fresh: fresh[:40] + words[60 : len(words) * 3 // 4],
}
BACKGROUND = "a paragraph in common"
SHARE = 0.02
NOTICE = 60


def plant(path: Path, articles: int, seed: int = 3) -> dict[str, list[tuple[str, str]]]:
    """Write a corpus and return the planted pairs by how they were changed."""
    import pandas as pd
    from generated import generate

    generate(path, articles)
    table = pd.read_parquet(path)
    rng = np.random.default_rng(seed)
    bodies = [body.split() for body in table["body"]]
    order = rng.permutation(articles)
    n = max(1, int(articles * SHARE))
    planted: dict[str, list[tuple[str, str]]] = {}
    notice = bodies[order[-1]][:NOTICE]
    for number, name in enumerate([*LEVELS, BACKGROUND]):
        chosen = order[2 * number * n : 2 * (number + 1) * n]
        for original, copy in zip(chosen[:n], chosen[n:], strict=True):
            fresh, words = bodies[copy] * 3, bodies[original]
            if name == BACKGROUND:
                bodies[copy] = [*fresh[:100], *words[:60], *bodies[copy][100:]]
            else:
                bodies[copy] = LEVELS[name](words, fresh)
            pair = sorted((table["article_id"][original], table["article_id"][copy]))
            planted.setdefault(name, []).append((pair[0], pair[1]))
    for row in rng.permutation(articles)[: articles // 3]:
        bodies[row] = bodies[row] + notice
    table["body"] = [" ".join(words) for words in bodies]
    days = rng.integers(0, 365, articles)
    table["date"] = (pd.Timestamp("2020-01-01") + pd.to_timedelta(days, unit="D")).strftime("%F")
    table.to_parquet(path)
    return planted


def run_find_duplicates(table: Any) -> list[list[str]]:
    """Clusters of copies."""
    from analysis.corpus.copies import find_copies

    ids = table["article_id"].tolist()
    copies = find_copies(table["body"].tolist(), None, 0.4)
    return _groups(ids, copies.centre[copies.same_text].tolist())


def run_with_events(table: Any) -> list[list[str]]:
    """The same by the public function, which looks for events, too."""
    from analysis.corpus.duplicates import find_duplicates

    clusters = find_duplicates(table).clusters
    return _groups(clusters["article_id"].tolist(), clusters["same_copy"].tolist())


def run_datasketch(table: Any) -> list[list[str]]:
    """Pairs that MinHashLSH names."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found]

    index = MinHashLSH(threshold=0.5, num_perm=128)
    found = []
    for name, body in zip(table["article_id"], table["body"], strict=True):
        words = body.lower().split()
        runs = {" ".join(words[at : at + 5]).encode() for at in range(len(words) - 4)}
        sketch = MinHash(num_perm=128)
        sketch.update_batch(runs)
        found += [[other, name] for other in index.query(sketch)]
        index.insert(name, sketch)
    return found


def _groups(ids: list[str], labels: list[Any]) -> list[list[str]]:
    groups: dict[Any, list[str]] = {}
    for name, label in zip(ids, labels, strict=True):
        groups.setdefault(label, []).append(name)
    return [group for group in groups.values() if len(group) > 1]


TOOLS = {
    "copies": run_find_duplicates,
    "copies and events": run_with_events,
    "datasketch": run_datasketch,
}


def measure(tool: str, path: Path, small: Path) -> None:
    """Run once in this process and print what was found and what it took."""
    import pandas as pd

    table = pd.read_parquet(path)
    TOOLS[tool](pd.read_parquet(small))  # imports and compiled code
    before = peak_memory()
    clock, start = time.perf_counter(), time.process_time()
    found = TOOLS[tool](table)
    taken = {
        "seconds": time.perf_counter() - clock,
        "cpu": time.process_time() - start,
        "memory": peak_memory() - before,
    }
    print(json.dumps(taken | {"found": found}))


def compare(articles: int, repeats: int, peer: str | None, folder: Path) -> None:
    """Run the tools turn about on one corpus and print the tables."""
    path, small = folder / "corpus.parquet", folder / "small.parquet"
    planted = plant(path, articles)
    plant(small, 2_000)
    tools = {name: sys.executable for name in TOOLS if name != "datasketch"}
    if peer:
        tools["datasketch"] = peer
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in tools}
    for _ in range(repeats):
        for name, python in tools.items():
            command = [python, __file__, "--measure", name, str(path), str(small)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                sys.exit(f"{name} failed:\n{done.stderr}")
            runs[name].append(json.loads(done.stdout.splitlines()[-1]))
    print(f"\n{articles:,} articles, {repeats} rounds, median")
    print(f"{'':20}{'seconds':>9}{'cpu s':>9}{'added MB':>10}{'precision':>11}")
    copies = {pair for name, pairs in planted.items() if name != BACKGROUND for pair in pairs}
    joined = {}
    for name, measured in runs.items():
        pairs = joined[name] = {
            (min(a, b), max(a, b))
            for group in measured[0]["found"]
            for at, a in enumerate(group)
            for b in group[at + 1 :]
        }
        figures = [float(np.median([run[key] for run in measured])) for key in ("seconds", "cpu")]
        memory = float(np.median([run["memory"] for run in measured])) / 2**20
        precision = len(pairs & copies) / max(1, len(pairs))
        print(f"{name:20}{figures[0]:9.2f}{figures[1]:9.2f}{memory:10.0f}{precision:11.3f}")
    print(f"\n{'recall':28}" + "".join(f"{name:>19}" for name in joined))
    for level, pairs_of in planted.items():
        shares = [len(pairs & set(pairs_of)) / len(pairs_of) for pairs in joined.values()]
        print(f"{level:28}" + "".join(f"{share:19.3f}" for share in shares))
    shares = [len(pairs & copies) / len(copies) for pairs in joined.values()]
    print(f"{'all copies':28}" + "".join(f"{share:19.3f}" for share in shares))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--peer", metavar="PYTHON", help="an interpreter that has datasketch")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(given.measure[0], Path(given.measure[1]), Path(given.measure[2]))
        return
    for articles in given.articles:
        with tempfile.TemporaryDirectory() as folder:
            compare(articles, given.repeats, given.peer, Path(folder))


if __name__ == "__main__":
    main()
