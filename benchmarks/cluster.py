"""Counting, coding and comparing on a Dask cluster of one worker and of two, turn about.

    python benchmarks/cluster.py [--articles N] [--repeats N] [--jobs count frames compare]

Generates a data set of files of 5,000 articles (``generated.generate``: Zipf's law, Heaps' law; for
frames, which need English, sentences of English words), starts a scheduler and two workers of one
thread each on this machine, and has each job done first by one worker, then by both. Prints
articles a second on the clock, the processor seconds of the workers for 1,000 articles, the peak
memory of a worker and of the client, and whether the result is that of the single-machine function,
which stands in the first line of each job and uses all cores. Where other work runs on the machine,
processor seconds say more than the clock.
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

from analysis import code_frames, compare_terms, count_terms, split_sentences
from analysis.cluster.comparing import cluster_comparison
from analysis.cluster.connecting import connection
from analysis.cluster.counting import cluster_counts
from analysis.cluster.framing import cluster_frames

RELABELLINGS: dict[str, Any] = {"max_permutations": 1, "n_samples": 199}
MOST_FRAMES = 2_000  # they take longer
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
    articles = pq.read_table(path).to_pandas()
    return code_frames(split_sentences(articles, processes=1), "conflict")


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


def measure(job: str, whole: Path, folder: Path, small: Path, articles: int, repeats: int) -> None:
    """One job, here, with one worker and with two."""
    here, there = JOBS[job]
    here(next(small.glob("*.parquet")))
    began, processor = time.perf_counter(), used()[0]
    expected = digest(here(whole))
    line(job, "no cluster", articles, [time.perf_counter() - began], used()[0] - processor, 0, "–")
    seconds: dict[int, list[float]] = {1: [], 2: []}
    spent: dict[int, list[float]] = {1: [], 2: []}
    memory, agrees = {1: 0, 2: 0}, {1: True, 2: True}

    for _ in range(repeats):
        for workers in (1, 2):

            def work(client: Any, workers: int = workers) -> None:
                there(small, client)  # imports, and compiled code read from its cache
                before = client.run(used)
                began = time.perf_counter()
                result = there(folder, client)
                seconds[workers].append(time.perf_counter() - began)
                after = client.run(used)
                spent[workers].append(sum(after[name][0] - before[name][0] for name in after))
                memory[workers] = max(memory[workers], *(peak for _, peak in after.values()))
                agrees[workers] &= digest(result) == expected

            cluster_of(workers, folder.parent, work)
    for workers in (1, 2):
        line(
            job, f"{workers} worker{'s' if workers > 1 else ''}", articles, seconds[workers],
            statistics.median(spent[workers]), memory[workers], "yes" if agrees[workers] else "NO",
        )  # fmt: skip


def line(
    job: str, on: str, articles: int, seconds: list[float], processor: float, memory: int, same: str
) -> None:
    middle = statistics.median(seconds)
    print(
        f"{job:9}{on:12}{articles:>9,}{middle:>9.2f}{articles / middle:>12,.0f}"
        f"{1000 * processor / articles:>15.3f}{memory / 1e6 if memory else float('nan'):>11.0f}"
        f"{used()[1] / 1e6:>11.0f}  {same}",
        flush=True,
    )


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
    folder: Path, name: str, articles: int, size: int, write: Callable[[Path, int], None] = generate
) -> tuple[Path, Path]:
    """One file, and the same articles as a folder of files of at most so many."""
    whole, parts = folder / f"{name}.parquet", folder / name
    write(whole, articles)
    parts.mkdir()
    table = pq.read_table(whole)
    for number, first in enumerate(range(0, articles, size)):
        pq.write_table(table.slice(first, size), parts / f"part-{number:05d}.parquet")
    return whole, parts


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=40_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--jobs", nargs="+", default=list(JOBS), choices=list(JOBS))
    given = parser.parse_args()
    # Workers on one machine share its processors: one thread for each library, as for each worker.
    os.environ.update({"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"})
    print(
        f"{'job':9}{'on':12}{'articles':>9}{'seconds':>9}{'articles/s':>12}"
        f"{'cpu s / 1,000':>15}{'worker MB':>11}{'client MB':>11}  agrees"
    )
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        # Large enough for the compiled code to be loaded, as the whole is.
        small = data_set(folder, "small", 5_000, 2_500)[1]
        tiny = data_set(folder, "tiny", 400, 200, english)[1]
        large = data_set(folder, "large", given.articles, 5_000)
        fewer = min(given.articles, MOST_FRAMES)
        few = data_set(folder, "few", fewer, max(1, fewer // 8), english)
        for job in given.jobs:
            whole, parts = few if job == "frames" else large
            articles = fewer if job == "frames" else given.articles
            first = tiny if job == "frames" else small
            measure(job, whole, parts, first, articles, given.repeats)


if __name__ == "__main__":
    main()
