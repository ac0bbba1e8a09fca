"""Read files or folders and print what each claims, what was read, how fast, and in what memory.

    python benchmarks/readers.py PATH…
    python benchmarks/readers.py --memory PATH…
    python benchmarks/readers.py --make FOLDER --megabytes 300

Of a folder every file is read by itself. Columns: the kind of file; records claimed by the export;
articles read; rows of problems; words; articles with a date; seconds of processor time.

With ``--memory`` each file is read twice, each time by an interpreter of its own, that has read a
small file before: piece by piece, no piece being kept, and at once. Columns: megabytes on disk;
megabytes by which the peak of the resident memory grew; the same for reading at once; seconds of
processor time piece by piece. ``--make`` writes generated articles as CSV, JSON lines, Parquet and
WARC, so much of each.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from memory import peak_memory

from analysis.corpus.readers.detect import iter_input, read_input
from analysis.corpus.readers.formats import detect_format
from analysis.corpus.readers.paths import walk
from analysis.errors import InputError

MEGABYTE = 1_000_000


def main() -> None:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    parser.add_argument("--memory", action="store_true", help="print the memory that reading takes")
    parser.add_argument("--make", type=Path, metavar="FOLDER", help="write generated files there")
    parser.add_argument("--megabytes", type=int, default=300, help="size of each generated file")
    parser.add_argument("--measure", choices=("pieces", "whole"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.make is not None:
        make_files(given.make, given.megabytes * MEGABYTE)
    elif not given.paths:
        parser.error("name files or folders, or --make FOLDER")
    elif given.measure:
        print(*measured(given.paths[0], given.measure))
    elif given.memory:
        print_memory(files_in(given.paths))
    else:
        print_readings(files_in(given.paths))


def files_in(paths: list[Path]) -> list[tuple[Path, str]]:
    """The files that are meant, each with a name to show."""
    return [
        (path, relative)
        for given in paths
        for path, relative, refused in (
            walk(given) if given.is_dir() else [(given, given.name, None)]
        )
        if not refused
    ]


def print_readings(files: list[tuple[Path, str]]) -> None:
    """A table with one row for each file, and the problems below it."""
    rows: list[tuple[object, ...]] = []
    problems: list[str] = []
    for path, name in files:
        begin = time.process_time()
        try:
            kind, found = detect_format(path), read_input(path)
        except InputError as error:
            rows.append((name, "none", None, 0, 0, 0, 0, time.process_time() - begin))
            problems.append(str(error))
            continue
        articles, n_problems = found.articles, len(found.problems)
        seconds = time.process_time() - begin
        rows.append(
            (
                name, kind, found.claimed, len(articles), n_problems,
                int(articles["n_words"].sum()), int(articles["date"].notna().sum()), seconds,
            )
        )  # fmt: skip
        problems += [f"{row.source}: {row.detail}" for row in found.problems.itertuples()]
    names = ["file", "kind", "claimed", "read", "problems", "words", "dated", "seconds"]
    table = pd.DataFrame(rows, columns=pd.Index(names)).astype({"claimed": "Int64"})
    print(table.to_string(index=False, float_format="%.2f"))
    print(*(f"  {problem}" for problem in problems[:40]), sep="\n")


def print_memory(files: list[tuple[Path, str]]) -> None:
    """A table with one row for each file: what it takes to read it piece by piece, and at once."""
    rows: list[tuple[object, ...]] = []
    for path, name in files:
        figures = []
        for way in ("pieces", "whole"):
            done = subprocess.run(
                [sys.executable, __file__, "--measure", way, str(path)],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            if done.returncode:
                sys.exit(f"{name}: {done.stderr.strip().splitlines()[-1]}")
            figures.append([float(value) for value in done.stdout.split()])
        (articles, pieces, seconds), (_, whole, _) = figures
        size = path.stat().st_size / MEGABYTE
        rows.append((name, size, int(articles), pieces, whole, seconds))
    names = ["file", "MB", "articles", "pieces, MB", "at once, MB", "seconds"]
    print(pd.DataFrame(rows, columns=pd.Index(names)).to_string(index=False, float_format="%.1f"))


def measured(path: Path, way: str) -> tuple[int, float, float]:
    """Articles, megabytes that were added to the peak, and seconds, of reading a file in a way."""
    with tempfile.TemporaryDirectory() as folder:
        make_files(Path(folder), 20_000)
        for small in sorted(Path(folder).iterdir()):
            read_input(small).articles.sum()
    before = peak_memory()
    begin, articles = time.process_time(), 0
    try:
        for piece in iter_input(path) if way == "pieces" else [read_input(path)]:
            articles += len(piece.articles)
    except InputError as error:
        sys.exit(str(error))
    seconds = time.process_time() - begin
    after = peak_memory()
    return articles, round((after - before) / MEGABYTE, 1), round(seconds, 2)


def make_files(folder: Path, size: int) -> None:
    """Write generated articles as CSV, JSON lines, Parquet and WARC, so many bytes of each."""
    import csv

    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "generated.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "date", "title", "text"))
        writer.writerows(row.values() for row in _articles(size))
    with (folder / "generated.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in _articles(size))
    schema = pa.schema([(name, pa.string()) for name in ("id", "date", "title", "text")])
    with pq.ParquetWriter(folder / "generated.parquet", schema, compression="none") as writer:
        batch: list[dict[str, str]] = []
        for row in _articles(size):
            batch.append(row)
            if len(batch) == 10_000:
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
                batch = []
        writer.write_table(pa.Table.from_pylist(batch, schema=schema))
    with (folder / "generated.warc").open("wb") as file:
        for row in _articles(size):
            body = "".join(f"<p>{part}</p>" for part in row["text"].split("\n\n"))
            page = (
                f"<html><head><title>{row['title']}</title></head><body><article>"
                f"<h1>{row['title']}</h1>{body}</article></body></html>"
            )
            block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
            file.write(
                b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/"
                + f"{row['id']}\r\nContent-Length: {len(block)}\r\n\r\n".encode()
                + block
                + b"\r\n\r\n"
            )


def _articles(size: int) -> Iterator[dict[str, str]]:
    """Articles of about 3 kB each, so many bytes of text; the same ones each time."""
    draw = random.Random(1)
    words = ["".join(draw.choices("aeiounrstlmdc", k=draw.randint(2, 9))) for _ in range(20_000)]
    number = written = 0
    while written < size:
        number += 1
        paragraphs = [" ".join(draw.choices(words, k=60)).capitalize() + "." for _ in range(8)]
        text = "\n\n".join(paragraphs)
        written += len(text)
        yield {
            "id": f"a{number}",
            "date": f"2016-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
            "title": paragraphs[0][:60],
            "text": text,
        }


if __name__ == "__main__":
    main()
