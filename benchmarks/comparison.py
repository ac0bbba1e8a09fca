"""Measure the permutation test at scale, and what each way of testing announces where nothing is.

    python benchmarks/comparison.py speed [--articles 100000 --terms 50000 --relabellings 1000]
    python benchmarks/comparison.py compare [--articles 100000 --terms 50000]
    python benchmarks/comparison.py calibration [TEXTS.csv --column text] [--articles 20]

`speed` times the relabellings of generated counts (Zipf's law, one draw per token) against two
plain products of the same matrices: with a dense block of weights, and with a sparse one. Each
method runs in a process of its own, in turn, `--rounds` times; memory is the process's peak less
what it held before, with the counts loaded. CPU seconds are of all cores together. `compare` times
the whole of `compare_terms`. `calibration` shuffles the labels of articles (generated ones with
bursty words, or those of a CSV file) and prints the share of terms announced.
"""

import argparse
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from memory import memory_held, peak_memory
from scipy import sparse

from analysis import compare_terms, count_terms
from analysis.comparison.calibration import null_calibration
from analysis.comparison.permutation import permutation_test
from analysis.comparison.relabelling import member_blocks
from analysis.text.counts import TermCounts

Floats = np.ndarray[Any, np.dtype[np.float64]]


def zipf_counts(articles: int, terms: int, tokens: int, seed: int) -> sparse.csr_array:
    """Articles x terms: every article has so many tokens, drawn by Zipf's law."""
    generator = np.random.default_rng(seed)
    share = 1 / np.arange(1, terms + 1)
    edges = np.cumsum(share / share.sum())
    blocks = []
    for first in range(0, articles, 10_000):
        n = min(10_000, articles - first)
        drawn = np.searchsorted(edges, generator.random(n * tokens)).clip(max=terms - 1)
        rows = np.repeat(np.arange(n), tokens)
        block = sparse.coo_array(
            (np.ones(n * tokens, dtype=np.int64), (rows, drawn)), shape=(n, terms)
        )
        blocks.append(sparse.csr_array(block.tocsr()))
    return sparse.csr_array(sparse.vstack(blocks))


def bursty_counts(articles: int, terms: int, seed: int) -> TermCounts:
    """Articles of one kind, in which a word that comes once comes again (gamma-Poisson)."""
    generator = np.random.default_rng(seed)
    share = 1 / np.arange(3, terms + 3)
    rate = share / share.sum() * 400
    found = generator.poisson(generator.gamma(0.5, rate / 0.5, size=(articles, terms)))
    return TermCounts(
        sparse.csr_matrix(found), [f"t{i:05}" for i in range(terms)],
        [f"a{i:05}" for i in range(articles)], found.sum(axis=1) + 1,
    )  # fmt: skip


def ours(counts: sparse.csr_array, totals: Any, target: Any, relabellings: int) -> Floats:
    """The test of this package."""
    return permutation_test(counts, totals, target, n_samples=relabellings, seed=1).p


def dense_product(counts: sparse.csr_array, totals: Any, target: Any, relabellings: int) -> Floats:
    """What one would write first: rates times a dense matrix of weights, all in one go."""
    rates = sparse.csr_array(counts / totals[:, None])
    (members,) = member_blocks(target, relabellings, exhaustive=False, seed=1, block=relabellings)
    weights = np.where(members == 1, 1 / target.sum(), -1 / (~target).sum())
    return _reached(rates.T @ weights, rates.T @ _weights(target), relabellings)


def sparse_product(counts: sparse.csr_array, totals: Any, target: Any, relabellings: int) -> Floats:
    """The same with a sparse matrix of weights, a hundred relabellings at a time."""
    rates = sparse.csr_array(counts / totals[:, None])
    observed = rates.T @ _weights(target)
    found = np.zeros(counts.shape[1])
    for members in member_blocks(target, relabellings, exhaustive=False, seed=1, block=100):
        rows = np.where(members.T == 1, 1 / target.sum(), -1 / (~target).sum())
        product = (sparse.csr_array(rows) @ rates).toarray().T
        found += (np.abs(product) >= np.abs(observed)[:, None] - 1e-12).sum(axis=1)
    return np.asarray((found + 1) / (relabellings + 1))


def _weights(target: Any) -> Floats:
    return np.asarray(np.where(target, 1 / target.sum(), -1 / (~target).sum()))


def _reached(product: Floats, observed: Floats, relabellings: int) -> Floats:
    hits = (np.abs(product) >= np.abs(observed)[:, None] - 1e-12).sum(axis=1)
    return np.asarray((hits + 1) / (relabellings + 1))


METHODS: dict[str, Callable[..., Floats]] = {
    "analysis": ours,
    "dense weights, one product": dense_product,
    "sparse weights": sparse_product,
}


def measured(method: str, path: str, relabellings: int, queue: Any) -> None:
    """In a process of its own: seconds, CPU seconds, added megabytes, and the p-values."""
    counts = sparse.csr_array(sparse.load_npz(path))
    totals = np.asarray(counts.sum(axis=1))
    target = np.arange(len(totals)) % 2 == 0
    before, start, cpu = memory_held(), time.perf_counter(), time.process_time()
    p = METHODS[method](counts, totals, target, relabellings)
    queue.put(
        (
            time.perf_counter() - start,
            time.process_time() - cpu,
            (peak_memory() - before) / 2**20,
            p,
        )
    )


def speed(options: argparse.Namespace) -> None:
    """Print seconds and memory of each method, and whether their p-values agree."""
    counts = zipf_counts(options.articles, options.terms, options.tokens, seed=0)
    context = multiprocessing.get_context("spawn")
    found: dict[str, list[tuple[float, float, float, Floats]]] = {name: [] for name in METHODS}
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "counts.npz")
        sparse.save_npz(path, sparse.csr_matrix(counts), compressed=False)
        for _ in range(options.rounds):
            for name in METHODS if options.peers else ["analysis"]:
                queue = context.Queue()
                process = context.Process(
                    target=measured, args=(name, path, options.relabellings, queue)
                )
                process.start()
                found[name].append(queue.get())
                process.join()
    print(
        f"{options.relabellings:,} relabellings, {options.articles:,} articles x {options.terms:,} "
        f"terms, {counts.nnz / 1e6:.1f} million counts, {options.rounds} rounds"
    )
    rows = []
    for name, runs in found.items():
        if not runs:
            continue
        difference = float(np.abs(runs[0][3] - found["analysis"][0][3]).max())
        seconds = statistics.median(run[0] for run in runs)
        cpu = statistics.median(run[1] for run in runs)
        rows.append((name, seconds, cpu, max(run[2] for run in runs), difference))
    table = pd.DataFrame(rows, columns=["method", "seconds", "CPU s", "added MB", "p apart"])
    table["times ours"] = table["seconds"] / table["seconds"].iloc[0]
    print(table.round(3).to_string(index=False))


def compare(options: argparse.Namespace) -> None:
    """Print seconds of the whole comparison."""
    counts = zipf_counts(options.articles, options.terms, options.tokens, seed=0)
    names = [f"a{i:07}" for i in range(options.articles)]
    counted = TermCounts(
        sparse.csr_matrix(counts), [f"t{i:06}" for i in range(options.terms)], names,
        np.asarray(counts.sum(axis=1)),
    )  # fmt: skip
    groups = pd.Series(np.where(np.arange(options.articles) % 2, "x", "y"), index=names)
    before, start, cpu = memory_held(), time.perf_counter(), time.process_time()
    table = compare_terms(counted, groups, "x", "y", n_samples=options.relabellings)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(
        f"{len(table):,} terms in {seconds:.1f} s ({cpu:.1f} CPU s), "
        f"{(peak_memory() - before) / 2**20:,.0f} MB added"
    )


def calibration(options: argparse.Namespace) -> None:
    """Print what each rule announces on groups that differ in nothing."""
    if options.texts:
        frame = pd.read_csv(options.texts, keep_default_na=False)
        texts = frame[options.column].sample(options.articles, random_state=0)
        counts = count_terms(
            texts.tolist(), article_ids=[f"a{i:05}" for i in range(options.articles)]
        )
    else:
        counts = bursty_counts(options.articles, 2_000, seed=0)
    groups = {name: ("x" if i % 2 else "y") for i, name in enumerate(counts.article_ids)}
    table = null_calibration(
        counts, groups, "x", "y", n_shuffles=options.shuffles, min_count=options.min_count
    )
    print(f"{options.articles} articles, half against half")
    print(table.round(2).to_string(index=False))


def main() -> None:
    """Read the arguments and run one of the jobs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    jobs = parser.add_subparsers(required=True)
    for name, job in (("speed", speed), ("compare", compare)):
        sized = jobs.add_parser(name)
        sized.add_argument("--articles", type=int, default=100_000)
        sized.add_argument("--terms", type=int, default=50_000)
        sized.add_argument("--tokens", type=int, default=250)
        sized.add_argument("--relabellings", type=int, default=1_000)
        sized.add_argument("--rounds", type=int, default=1)
        sized.add_argument("--no-peers", dest="peers", action="store_false")
        sized.set_defaults(job=job)
    null = jobs.add_parser("calibration")
    null.add_argument("texts", type=Path, nargs="?")
    null.add_argument("--column", default="text")
    null.add_argument("--articles", type=int, default=20)
    null.add_argument("--shuffles", type=int, default=50)
    null.add_argument("--min-count", type=int, default=5)
    null.set_defaults(job=calibration)
    options = parser.parse_args()
    options.job(options)


if __name__ == "__main__":
    main()
