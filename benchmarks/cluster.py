"""Counting, coding and comparing on a Dask cluster of one worker and of two, turn about.

    python benchmarks/cluster.py [--articles N] [--sizes N …] [--repeats N] [--jobs NAME …]

Generates articles (``generated.generate``: Zipf's law, Heaps' law; for frames, which need English
and take longer, a tenth as many of English words), writes them in files of several sizes, starts a
scheduler and workers of one thread each on this machine, and has each job done here by the
single-machine function, then by one worker, then by two. Prints medians of seconds on the clock;
processor seconds for 1,000 articles, of the workers and of client and scheduler; how much more
that is in all than here, for each partition and in per cent; the peak memory of a worker until
then; and whether the results are the same. Where other work runs on the machine, processor seconds
say more than the clock; three processes on two processors say nothing of the gain in time.
"""

import argparse
import hashlib
import os
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
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from generated import generate

from analysis import code_frames, compare_terms, count_terms, frame_shares, split_sentences
from analysis.cluster.comparing import cluster_comparison
from analysis.cluster.connecting import connection
from analysis.cluster.counting import cluster_counts
from analysis.cluster.framing import cluster_frames

RELABELLINGS: dict[str, Any] = {"max_permutations": 1, "n_samples": 199}
FEWER = 10  # articles for frames
WORDS = (
    "the of to and in a that was for on said with he is by as from at it were had has been an "
    "be who have are which talks government president minister peace fighting ceasefire rebels "
    "army people city officials war week refugees aid attack violence agreement economic prices "
    "workers blamed responsible families children civilians sanctions troops opposition state "
    "“we shall not” told reporters meeting Monday border envoy plan U.S. million percent"
).split()


def digest(result: Any) -> str:
    """What tells two results apart."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "result"
        if isinstance(result, pd.DataFrame):
            result.to_parquet(path)
        else:
            result.save(path)
        return hashlib.sha256(path.read_bytes()).hexdigest()


def groups_of(articles: pd.Series) -> dict[str, str]:
    return {name: "even" if int(name[-1]) % 2 == 0 else "odd" for name in articles}


def count_here(path: Path) -> Any:
    return count_terms(path)


def frames_here(path: Path) -> Any:
    sentences = split_sentences(pq.read_table(path).to_pandas(), processes=1)
    codes = code_frames(sentences, "conflict")
    frame_shares(codes, sentences, "conflict")
    return codes


def compare_here(path: Path) -> Any:
    counts = count_terms(path)
    groups = groups_of(pd.Series(counts.article_ids))
    return compare_terms(counts, groups, "even", "odd", min_articles=20, **RELABELLINGS)


def compare_there(folder: Path, client: Any) -> Any:
    ids = pq.read_table(folder, columns=["article_id"]).column(0).to_pandas()
    return cluster_comparison(
        folder, groups_of(ids), "even", "odd", client, min_articles=20, **RELABELLINGS
    )


JOBS: dict[str, tuple[Callable[[Path], Any], Callable[[Path, Any], Any]]] = {
    "count": (count_here, lambda folder, client: cluster_counts(folder, client)),
    "frames": (
        frames_here,
        lambda folder, client: cluster_frames(folder, "conflict", client).codes,
    ),
    "compare": (compare_here, compare_there),
}


def used() -> tuple[float, int]:
    """Processor seconds and peak bytes of the process that this runs in."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def start(*arguments: str) -> subprocess.Popen[bytes]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, "-m", "dask", *arguments], **quiet)  # type: ignore[call-overload, no-any-return]


def cluster_of(workers: int, folder: Path, work: Callable[[Any], None]) -> None:
    """Start a scheduler and so many workers, work with a client, and end them."""
    file = folder / f"scheduler-{workers}.json"
    file.unlink(missing_ok=True)
    local = ("--host", "127.0.0.1", "--no-dashboard")
    running = [start("scheduler", *local, "--port", "0", "--scheduler-file", str(file))]
    try:
        while not file.exists() or not file.read_text().endswith("}"):
            time.sleep(0.1)
        address = pd.read_json(file, typ="series")["address"]
        for _ in range(workers):
            running.append(start("worker", address, *local, "--no-nanny", "--nthreads", "1"))
        with connection(address, timeout=120) as client:
            client.wait_for_workers(workers, timeout=120)
            work(client)
    finally:
        for process in reversed(running):  # the scheduler last
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def measure(job: str, whole: Path, parts: dict[int, Path], small: Path, repeats: int) -> None:
    """One job, here, then with one worker and with two, for each size of partitions."""
    here, there = JOBS[job]
    articles = pq.read_metadata(whole).num_rows
    here(next(small.glob("*.parquet")))
    alone: list[tuple[float, float]] = []
    taken: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
    memory: dict[tuple[int, int], int] = {}
    agrees: dict[tuple[int, int], bool] = {}
    for _ in range(repeats):
        began, processor = time.perf_counter(), used()[0]
        expected = here(whole)
        alone.append((time.perf_counter() - began, used()[0] - processor))
        expected = digest(expected)
        for workers in (1, 2):

            def work(client: Any, workers: int = workers, expected: str = expected) -> None:
                there(small, client)  # imports, and compiled code read from its cache
                for size, folder in parts.items():
                    before = client.run(used)
                    others = used()[0] + client.run_on_scheduler(used)[0]
                    began = time.perf_counter()
                    result = there(folder, client)
                    seconds = time.perf_counter() - began
                    others = used()[0] + client.run_on_scheduler(used)[0] - others
                    after = client.run(used)
                    spent = sum(after[name][0] - before[name][0] for name in after)
                    key = (workers, size)
                    taken.setdefault(key, []).append((seconds, spent, others))
                    memory[key] = max(peak for _, peak in after.values())
                    agrees[key] = agrees.get(key, True) and digest(result) == expected

            cluster_of(workers, whole.parent, work)
    seconds, own = (statistics.median(each) for each in zip(*alone, strict=True))
    line(job, "no cluster", "–", seconds, own / articles, None)
    for key, runs in sorted(taken.items()):
        workers, size = key
        seconds, spent, others = (statistics.median(each) for each in zip(*runs, strict=True))
        partitions = -(-articles // size)
        more = spent + others - own
        cluster = (others / articles, more / partitions, more / own, memory[key], agrees[key])
        on = f"{workers} worker{'s' if workers > 1 else ''}"
        line(job, on, f"{size:,}", seconds, spent / articles, cluster)


def line(
    job: str, on: str, size: str, seconds: float, processor: float,
    cluster: tuple[float, float, float, int, bool] | None,
) -> None:  # fmt: skip
    shown = f"{job:9}{on:11}{size:>10}{seconds:>9.2f}{1000 * processor:>10.3f}"
    if cluster:
        others, more, share, memory, same = cluster
        shown += f"{1000 * others:>9.3f}{1000 * more:>14.0f}{100 * share:>10.0f}"
        shown += f"{memory / 1e6:>11.0f}  {'yes' if same else 'NO'}"
    print(shown, flush=True)


def english(path: Path, articles: int) -> None:
    """Write articles of 27 sentences of English words, about 3 kB each."""
    rng = np.random.default_rng(1)
    weights = 1 / np.arange(1, len(WORDS) + 1)
    bodies = []
    for _ in range(articles):
        drawn = rng.choice(WORDS, (27, 18), p=weights / weights.sum())
        bodies.append("\n\n".join(" ".join(words).capitalize() + "." for words in drawn))
    ids = [f"article-{number:08d}" for number in range(articles)]
    pq.write_table(pa.table({"article_id": ids, "body": bodies}), path)


def data_set(
    folder: Path, name: str, articles: int, sizes: list[int],
    write: Callable[[Path, int], None] = generate,
) -> tuple[Path, dict[int, Path]]:  # fmt: skip
    """One file, and the same articles as folders of files of at most so many."""
    whole = folder / f"{name}.parquet"
    write(whole, articles)
    table = pq.read_table(whole)
    found = {}
    for size in sizes:
        found[size] = folder / f"{name}-{size}"
        found[size].mkdir()
        for number, first in enumerate(range(0, articles, size)):
            pq.write_table(table.slice(first, size), found[size] / f"part-{number:05d}.parquet")
    return whole, found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 2_000, 5_000, 20_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--jobs", nargs="+", default=list(JOBS), choices=list(JOBS))
    given = parser.parse_args()
    # Workers on one machine share its processors: one thread for each library, as for each worker.
    os.environ["OMP_NUM_THREADS"] = "1"
    print(
        f"{'':30}{'':9}{'cpu s for 1,000':>19}{'overhead':>24}{'peak MB':>11}\n"
        f"{'job':9}{'on':11}{'partition':>10}{'seconds':>9}{'workers':>10}{'others':>9}"
        f"{'ms/partition':>14}{'per cent':>10}{'of worker':>11}  agrees"
    )
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        # Large enough for the compiled code to be loaded, as the whole is.
        small = data_set(folder, "small", 5_000, [2_500])[1][2_500]
        tiny = data_set(folder, "tiny", 400, [200], english)[1][200]
        for job in given.jobs:
            if job == "frames":
                sizes = sorted({max(1, size // FEWER) for size in given.sizes})
                articles = max(1, given.articles // FEWER)
                measure(job, *data_set(folder, job, articles, sizes, english), tiny, given.repeats)
            else:
                whole, parts = data_set(folder, job, given.articles, given.sizes)
                measure(job, whole, parts, small, given.repeats)


if __name__ == "__main__":
    main()
