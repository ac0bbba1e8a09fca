"""What a process pays before its first compiled count.

    python benchmarks/start.py [--rounds N]

Counts a small generated corpus by compiled code in processes of their own. The first compiles it,
into a folder that is empty; the others find it there. Prints processor seconds: for the modules of
the package that only compiled counting needs, for the table of characters, for the code (the first
count less a second one of the same texts), for all three, and for the second count; and whether
Numba was imported.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from generated import generate

ARTICLES = 2_000


def measure(corpus: Path) -> None:
    """Count in this process, and print what each step took."""
    import pandas as pd
    import scipy.sparse  # noqa: F401

    from analysis import count_terms
    from analysis.text import characters, counts  # noqa: F401

    texts = pd.read_parquet(corpus, columns=["body"])["body"]
    steps: dict[str, Callable[[], object]] = {
        "modules": lambda: __import__("analysis.text.compiled_counting"),
        "characters": lambda: characters.character_table(False, True),
        "first count": lambda: count_terms(texts),
        "again": lambda: count_terms(texts),
    }
    taken = {}
    for name, step in steps.items():
        began = time.process_time()
        step()
        taken[name] = time.process_time() - began
    print(json.dumps({**taken, "Numba": "numba" in sys.modules}))


def main(rounds: int) -> None:
    """Run the processes one after the other and print a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus.parquet")
        generate(corpus, ARTICLES)
        environment = {**os.environ, "NUMBA_CACHE_DIR": str(Path(folder, "code"))}
        print(f"{'process':9}{'modules':>9}{'table':>9}{'code':>9}{'all':>9}{'count':>9}  Numba")
        for process in range(1 + rounds):
            run = subprocess.run(
                [sys.executable, __file__, "--measure", str(corpus)], capture_output=True,
                text=True, check=True, env=environment,
            )  # fmt: skip
            found = json.loads(run.stdout)
            code = found["first count"] - found["again"]
            steps = [found["modules"], found["characters"], code]
            seconds = "".join(f"{each:9.2f}" for each in [*steps, sum(steps), found["again"]])
            print(f"{process + 1:<9}{seconds}  {'imported' if found['Numba'] else '–'}")


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rounds", type=int, default=5, help="processes after the first")
    options.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.measure:
        measure(given.measure)
    else:
        main(given.rounds)
