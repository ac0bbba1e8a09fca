"""Counting beside its peers: count_terms, CountVectorizer with the same tokens, Polars, DuckDB.

    python benchmarks/counting.py [--articles N …] [--repeats N] [--peers NAME …] [--keep FOLDER]

Generates a corpus whose words follow Zipf's law and whose vocabulary grows by Heaps' law, writes it
to Parquet, and has each tool read and count it in a process of its own, turn about. Prints the
median seconds of reading and counting (imports and compiled code loaded before), peak memory of the
process, the ratio to count_terms within each round, and whether the results agree.
"""

import argparse
import hashlib
import importlib.util
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

TOKENS_PER_ARTICLE = 480  # about 3 kB
HEAPS_K, HEAPS_BETA = 30.0, 0.55  # distinct words = K * tokens ** beta
# Word frequencies fall as 1 / rank up to a kernel of some thousand words, then faster, as Heaps'
# exponent demands (Ferrer i Cancho and Solé 2001: two regimes in the frequency of words).
ZIPF_SHIFT, ZIPF_KERNEL, ZIPF_TAIL = 2.7, 6_000, 1 / HEAPS_BETA
SENTENCE = 18  # words
PATTERN = r"[^\W\d_]+(?:['-][^\W\d_]+)*"  # the package's tokens, for the characters generated here


def generate(path: Path, articles: int, seed: int = 1) -> None:
    """Write a corpus of so many articles: columns article_id, body; row groups of 5,000."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    rng = np.random.default_rng(seed)
    size = int(HEAPS_K * (articles * TOKENS_PER_ARTICLE) ** HEAPS_BETA)
    words = _words(rng, size)
    # Three ways to write each: within a sentence, at its beginning, at its end.
    written = pa.array(words + [w.capitalize() for w in words] + [f"{w}." for w in words])
    rank = np.arange(1, size + 1)
    rare = np.maximum(rank / ZIPF_KERNEL, 1.0) ** (1.0 - ZIPF_TAIL)
    weights = np.cumsum(rare / (rank + ZIPF_SHIFT))
    seen = 0
    schema = pa.schema([("article_id", pa.string()), ("body", pa.large_string())])
    with pq.ParquetWriter(path, schema, compression="snappy") as writer:
        for first in range(0, articles, 5_000):
            n = min(5_000, articles - first)
            lengths = rng.integers(TOKENS_PER_ARTICLE // 2, TOKENS_PER_ARTICLE * 3 // 2, n)
            offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
            # So many words are known by now: the rest of the vocabulary has not come up yet.
            seen += int(offsets[-1])
            known = min(int(HEAPS_K * seen**HEAPS_BETA), size)
            drawn = rng.random(int(offsets[-1])) * weights[known - 1]
            chosen = np.searchsorted(weights[:known], drawn).astype(np.int64)
            place = np.arange(len(chosen)) - np.repeat(offsets[:-1], lengths)
            chosen += size * (place % SENTENCE == 0) + 2 * size * (place % SENTENCE == SENTENCE - 1)
            lists = pa.ListArray.from_arrays(pa.array(offsets), written.take(pa.array(chosen)))
            ids = [f"article-{first + row:08d}" for row in range(n)]
            body = pc.binary_join(lists, " ").cast(pa.large_string())
            writer.write_table(pa.table([pa.array(ids), body], schema=schema), row_group_size=n)


def _words(rng: np.random.Generator, size: int) -> list[str]:
    """Distinct words; frequent ones are short, a few have accents, apostrophes or hyphens."""
    letters = np.array(list("etaoinshrdlucmfwypvbgkjqxzéü'-"))
    weights = 1.0 / np.arange(1, len(letters) + 1) ** 0.8
    weights[-4:] = 0.002  # rare in English
    words: dict[str, None] = {}
    while len(words) < size:
        need = size - len(words) + 1_000
        rank = np.arange(len(words), len(words) + need)
        lengths = np.clip(rng.poisson(2.0 + 0.5 * np.log1p(rank)), 1, 24)
        text = "".join(rng.choice(letters, size=int(lengths.sum()), p=weights / weights.sum()))
        ends = np.cumsum(lengths)
        for start, end in zip((ends - lengths).tolist(), ends.tolist(), strict=True):
            word = text[start:end]
            if word[0] not in "'-" and word[-1] not in "'-" and not _doubled(word):
                words[word] = None
    return list(words)[:size]


def _doubled(word: str) -> bool:
    return any(pair in word for pair in ("''", "--", "'-", "-'"))


def run_count_terms(path: Path) -> Any:
    from analysis.text.counts import count_terms

    counts = count_terms(path)
    return counts.matrix, counts.terms


def run_count_vectorizer(path: Path) -> Any:
    import pyarrow.parquet as pq
    from sklearn.feature_extraction.text import CountVectorizer

    texts = pq.read_table(path, columns=["body"]).column("body").to_pylist()
    vectorizer = CountVectorizer(token_pattern=PATTERN)
    return vectorizer.fit_transform(texts), vectorizer.get_feature_names_out()


def run_polars(path: Path) -> Any:
    import polars as pl  # type: ignore[import-not-found]

    body = pl.col("body").str.to_lowercase()
    counts = (
        pl.scan_parquet(path)
        .select("article_id", term=body.str.extract_all(r"\p{L}+(?:['-]\p{L}+)*"))
        .explode("term")
        .group_by("article_id", "term")
        .len()
        .collect()
    )
    return counts.height


def run_duckdb(path: Path) -> Any:
    import duckdb  # type: ignore[import-not-found]

    query = r"""
        SELECT article_id, term, count(*) AS n FROM (
            SELECT article_id,
                   unnest(regexp_extract_all(lower(body), '\p{L}+(?:[''-]\p{L}+)*')) AS term
            FROM read_parquet(?)
        ) GROUP BY article_id, term"""
    return duckdb.execute(query, [str(path)]).fetch_arrow_table().num_rows


TOOLS: dict[str, tuple[str, Callable[[Path], Any]]] = {
    "count_terms": ("analysis", run_count_terms),
    "CountVectorizer": ("sklearn", run_count_vectorizer),
    "polars": ("polars", run_polars),
    "duckdb": ("duckdb", run_duckdb),
}


def measure(tool: str, path: Path, small: Path) -> None:
    """Count once in this process and print what it took, and a digest of the result."""
    run = TOOLS[tool][1]
    run(small)
    start = time.perf_counter()
    result = run(path)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if isinstance(result, int):
        agrees = str(result)
    else:
        matrix, terms = result
        matrix.sort_indices()
        digest = hashlib.sha256("\n".join(terms).encode())
        for part in (matrix.indptr, matrix.indices, matrix.data):
            digest.update(np.ascontiguousarray(part, dtype=np.int64).data)
        agrees = f"{matrix.nnz} {digest.hexdigest()[:12]}"
    print(json.dumps({"seconds": seconds, "memory": memory, "result": agrees}))


def compare(articles: int, repeats: int, peers: list[str], folder: Path) -> None:
    """Run all tools turn about on one corpus and print the table."""
    path, small = folder / f"corpus-{articles}.parquet", folder / "corpus-2500.parquet"
    for file, size in ((path, articles), (small, 2_500)):
        if not file.exists():
            generate(file, size)
    taken: dict[str, list[dict[str, Any]]] = {tool: [] for tool in peers}
    for _ in range(repeats):
        for tool in peers:
            command = [sys.executable, __file__, "--measure", tool, str(path), str(small)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                sys.exit(f"{tool} failed:\n{done.stderr}")
            taken[tool].append(json.loads(done.stdout.splitlines()[-1]))
    print(f"\n{articles:,} articles, {repeats} rounds")
    print(f"{'':16}{'seconds':>9}{'peak MB':>9}{'time ÷':>9}{'memory ÷':>10}  result")
    own = taken["count_terms"]
    for tool, runs in taken.items():
        seconds = statistics.median(run["seconds"] for run in runs)
        memory = statistics.median(run["memory"] for run in runs) / 1e6
        slower = [run["seconds"] / mine["seconds"] for run, mine in zip(runs, own, strict=True)]
        larger = [run["memory"] / mine["memory"] for run, mine in zip(runs, own, strict=True)]
        ratios = f"{statistics.median(slower):9.1f}{statistics.median(larger):10.1f}"
        print(f"{tool:16}{seconds:9.2f}{memory:9.0f}{ratios}  {runs[0]['result']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--peers", nargs="+", default=list(TOOLS), choices=list(TOOLS))
    parser.add_argument("--keep", type=Path, help="folder for the corpora, kept for later runs")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(given.measure[0], Path(given.measure[1]), Path(given.measure[2]))
        return
    peers = [tool for tool in given.peers if importlib.util.find_spec(TOOLS[tool][0])]
    if "count_terms" not in peers:
        peers.insert(0, "count_terms")
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for articles in given.articles:
            compare(articles, given.repeats, peers, folder)


if __name__ == "__main__":
    main()
