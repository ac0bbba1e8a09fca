"""Counting beside its peers, each with the same tokens.

    python benchmarks/counting.py [--articles N …] [--repeats N] [--peers NAME …] [--keep FOLDER]
    python benchmarks/counting.py --articles 1000000 --repeats 1 --peers count_terms out

Peers are scikit-learn's CountVectorizer, alone and over joblib, its TfidfVectorizer, Polars and
DuckDB; ``out`` is count_terms that writes to a file. Those that are not installed are left out:
``pip install polars duckdb`` in an environment of its own beside this package.

Generates a corpus whose words follow Zipf's law and whose vocabulary grows by Heaps' law, writes it
to Parquet, and has each tool read and count it in a process of its own, turn about. Prints the
medians of seconds on the clock and of processor seconds for reading and counting (imports and
compiled code loaded before) and of peak memory of the process, the ratios to count_terms within
each round, and whether the results agree: terms, places and counts where the tool gives a matrix
(TfidfVectorizer: terms and places), else how many pairs of article and term there are. Where other
work runs on the machine, processor seconds say more than the clock. joblib keeps its workers for
later: their processor seconds and memory are not in its figures.
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


def run_tfidf_vectorizer(path: Path) -> Any:
    import pyarrow.parquet as pq
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = pq.read_table(path, columns=["body"]).column("body").to_pylist()
    vectorizer = TfidfVectorizer(token_pattern=PATTERN)
    return vectorizer.fit_transform(texts), vectorizer.get_feature_names_out()


def run_joblib(path: Path) -> Any:
    """Vocabularies of row groups in processes, their union, then counts of it in processes."""
    import joblib  # type: ignore[import-untyped]
    import pyarrow.parquet as pq
    from scipy import sparse

    groups = range(pq.ParquetFile(path).num_row_groups)
    with joblib.Parallel(n_jobs=-1) as parallel:
        found = parallel(joblib.delayed(_part)(path, group, None) for group in groups)
        terms = sorted(set().union(*found))
        parts = parallel(joblib.delayed(_part)(path, group, terms) for group in groups)
    return sparse.vstack(parts, format="csr"), terms


def _part(path: Path, group: int, terms: list[str] | None) -> Any:
    """The vocabulary of a row group, or its counts of a vocabulary."""
    import pyarrow.parquet as pq
    from sklearn.feature_extraction.text import CountVectorizer

    texts = pq.ParquetFile(path).read_row_group(group, columns=["body"]).column(0).to_pylist()
    vectorizer = CountVectorizer(token_pattern=PATTERN, vocabulary=terms)
    return vectorizer.fit(texts).vocabulary_ if terms is None else vectorizer.transform(texts)


def run_out(path: Path) -> Any:
    """Counts written to a file while the texts are read; its rows are the pairs counted."""
    import pyarrow.parquet as pq

    from analysis.text.counts import count_terms

    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        out = count_terms(path, out=Path(folder) / "counts.parquet")
        return pq.read_metadata(out).num_rows


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
    "out": ("analysis", run_out),
    "CountVectorizer": ("sklearn", run_count_vectorizer),
    "joblib": ("joblib", run_joblib),
    "TfidfVectorizer": ("sklearn", run_tfidf_vectorizer),
    "polars": ("polars", run_polars),
    "duckdb": ("duckdb", run_duckdb),
}


def measure(tool: str, path: Path, small: Path) -> None:
    """Count once in this process and print what it took, and digests of the result."""
    run = TOOLS[tool][1]
    run(small)
    start, processor = time.perf_counter(), _processor_seconds()
    result = run(path)
    taken = {
        "seconds": time.perf_counter() - start,
        "processor": _processor_seconds() - processor,
        "memory": 1024 * sum(resource.getrusage(who).ru_maxrss for who in _PROCESSES),
    }
    if isinstance(result, int):
        digests = [str(result)]
    else:
        matrix, terms = result
        matrix.sort_indices()
        digests = [
            str(matrix.nnz),
            _digest("\n".join(terms).encode(), matrix.indptr, matrix.indices),
        ]
        if np.issubdtype(matrix.dtype, np.integer):
            digests.append(_digest(b"", matrix.data))
    print(json.dumps({**taken, "result": digests}))


_PROCESSES = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _processor_seconds() -> float:
    """Processor time of this process and of those that it has waited for."""
    used = [resource.getrusage(who) for who in _PROCESSES]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _digest(text: bytes, *arrays: Any) -> str:
    digest = hashlib.sha256(text)
    for array in arrays:
        digest.update(np.ascontiguousarray(array, dtype=np.int64).data)
    return digest.hexdigest()[:8]


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
    print(f"\n{articles:,} articles, {repeats} rounds; ratios to count_terms in the same round")
    print(
        f"{'':16}{'seconds':>9}{'ratio':>7}{'processor':>11}{'ratio':>7}{'peak MB':>9}{'ratio':>7}"
        "  agrees"
    )
    own = taken["count_terms"]
    for tool, runs in taken.items():
        line = f"{tool:16}"
        for what, unit, widths in (
            ("seconds", 1.0, (9, 7)),
            ("processor", 1.0, (11, 7)),
            ("memory", 1e6, (9, 7)),
        ):
            middle = statistics.median(run[what] for run in runs) / unit
            ratios = [run[what] / mine[what] for run, mine in zip(runs, own, strict=True)]
            line += f"{middle:{widths[0]}.{0 if unit > 1 else 2}f}"
            line += f"{statistics.median(ratios):{widths[1]}.1f}"
        same = all(
            one == other
            for run, mine in zip(runs, own, strict=True)
            for one, other in zip(run["result"], mine["result"], strict=False)
        )
        print(f"{line}  {'yes' if same else 'NO'}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
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
    if missing := sorted(set(given.peers) - set(peers)):
        print(f"Not installed, and left out: {', '.join(missing)}. See --help.")
    if "count_terms" not in peers:
        peers.insert(0, "count_terms")
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for articles in given.articles:
            compare(articles, given.repeats, peers, folder)


if __name__ == "__main__":
    main()
