"""Whether the memory of counting into a file grows with the number of articles.

    python benchmarks/growth.py [--articles N] [--times N]

Counts a generated corpus so many times over as one stream of texts that nothing holds as a whole,
with ``count_terms(…, out=…)``, and prints the peak memory of the process on the way. The words of
the corpus come again each time; what is written, and the numbering of the articles, goes on.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
from generated import generate
from memory import peak_memory

import analysis


def texts(corpus: Path, times: int) -> Iterator[str]:
    """The texts of the corpus, again and again; after each time the peak memory so far."""
    articles = 0
    for _ in range(times):
        with pq.ParquetFile(corpus) as file:
            for batch in file.iter_batches(1_000, columns=["body"]):
                articles += len(batch)
                yield from batch.column(0).to_pylist()
        print(f"{articles:>12,} articles  {peak_memory() // 2**20:>6,} MB", flush=True)


def main(articles: int, times: int) -> None:
    """Generate the corpus, count it into a file, and say how long that took and how large it is."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, out = Path(folder, "corpus.parquet"), Path(folder, "counts.parquet")
        generate(corpus, articles)
        begin = time.monotonic()
        analysis.count_terms(texts(corpus, times), out=out)
        seconds = time.monotonic() - begin
        print(f"{seconds:,.0f} seconds, {out.stat().st_size / 1e9:.1f} GB written")


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--articles", type=int, default=100_000, help="articles of the corpus")
    options.add_argument("--times", type=int, default=30, help="how often it is counted")
    given = options.parse_args()
    main(given.articles, given.times)
