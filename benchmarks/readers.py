"""Read files or folders and print what each claims, what was read, and how fast.

    python benchmarks/readers.py PATH…

Of a folder every file is read by itself. Columns: the kind of file; records claimed by the export;
articles read; rows of problems; words; articles with a date; seconds by the wall clock.
"""

import sys
import time
from pathlib import Path

import pandas as pd

from analysis.corpus.readers.detect import read_input
from analysis.corpus.readers.formats import detect_format
from analysis.corpus.readers.paths import walk
from analysis.errors import InputError


def main(paths: list[Path]) -> None:
    """Print a table with one row for each file, and the problems below it."""
    files = [
        (path, relative)
        for given in paths
        for path, relative, refused in (
            walk(given) if given.is_dir() else [(given, given.name, None)]
        )
        if not refused
    ]
    rows: list[tuple[object, ...]] = []
    problems: list[str] = []
    for path, name in files:
        begin = time.perf_counter()
        try:
            kind, found = detect_format(path), read_input(path)
        except InputError as error:
            rows.append((name, "none", None, 0, 0, 0, 0, time.perf_counter() - begin))
            problems.append(str(error))
            continue
        seconds = time.perf_counter() - begin
        articles = found.articles
        rows.append(
            (
                name, kind, found.claimed, len(articles), len(found.problems),
                int(articles["n_words"].sum()), int(articles["date"].notna().sum()), seconds,
            )
        )  # fmt: skip
        problems += [f"{row.source}: {row.detail}" for row in found.problems.itertuples()]
    names = ["file", "kind", "claimed", "read", "problems", "words", "dated", "seconds"]
    table = pd.DataFrame(rows, columns=pd.Index(names)).astype({"claimed": "Int64"})
    print(table.to_string(index=False, float_format="%.2f"))
    print(*(f"  {problem}" for problem in problems[:40]), sep="\n")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main([Path(argument) for argument in sys.argv[1:]])
