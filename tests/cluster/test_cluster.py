"""A scheduler and two workers as processes of their own: the same tables, whatever befalls them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import analysis
from analysis.cluster.comparing import cluster_comparison
from analysis.cluster.connecting import connection
from analysis.cluster.counting import cluster_counts
from analysis.cluster.framing import cluster_frames
from analysis.errors import InputError
from analysis.text.counts import TermCounts

WORDS = (
    "the talks ended rebels shelled envoy’s cease-fire peace refugees fled aid convoy minister said "
    "that war and economy of families blamed sanctions for prices İstanbul 2016 Zürich"
).split()


@dataclass
class Cluster:
    """Processes on loopback."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def add_worker(self, **environment: str) -> None:
        """One more worker of one thread, without a process that would start it again."""
        options = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
        self.workers.append(_started("worker", self.address, *options, **environment))


def _started(what: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "dask", what, *arguments],
        env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers, started as a user starts them."""
    file = tmp_path_factory.mktemp("scheduler") / "scheduler.json"
    scheduler = _started(
        "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
        "--scheduler-file", str(file),
    )  # fmt: skip
    running = Cluster("", scheduler)
    try:
        running.address = _address(file)
        running.add_worker()
        running.add_worker()
        yield running
    finally:
        for process in (*running.workers, scheduler):
            process.terminate()
        for process in (*running.workers, scheduler):
            process.wait(30)


def _address(file: Path) -> str:
    """Where the scheduler listens, once it does."""
    for _ in range(600):
        if file.is_file() and file.read_text(encoding="utf-8").endswith("}"):
            return str(json.loads(file.read_text(encoding="utf-8"))["address"])
        time.sleep(0.1)
    raise AssertionError("the scheduler did not start")


@pytest.fixture(scope="module")
def client(cluster: Cluster) -> Iterator[Any]:
    with connection(cluster.address, timeout=60) as found:
        found.wait_for_workers(2, timeout=60)
        yield found


def news(articles: int, seed: int = 0) -> pd.DataFrame:
    """Articles of two sides in no order, some without a word or a side."""
    rng = np.random.default_rng(seed)
    bodies = []
    for number in range(articles):
        sentences = [
            " ".join(rng.choice(WORDS, rng.integers(3, 9))).capitalize() + "."
            for _ in range(rng.integers(1, 6))
        ]
        bodies.append("–" if number == 5 else "\n\n".join(sentences))
    ids = rng.permutation([f"a{number:03}" for number in range(articles)])
    side: list[str | None] = ["north" if number % 3 else "south" for number in range(articles)]
    side[7] = None
    return pd.DataFrame({"article_id": ids, "body": bodies, "side": side})


def written(frame: pd.DataFrame, folder: Path, partitions: int) -> Path:
    """A data set of so many files, the articles dealt out to them in turn."""
    folder.mkdir()
    for number in range(partitions):
        table = pa.Table.from_pandas(frame.iloc[number::partitions], preserve_index=False)
        pq.write_table(table, folder / f"part-{number}.parquet")
    return folder


def on_one_machine(frame: pd.DataFrame) -> tuple[pd.DataFrame, TermCounts]:
    ordered = frame.sort_values("article_id", ignore_index=True)
    return ordered, analysis.count_terms(ordered["body"], article_ids=ordered["article_id"])


@pytest.mark.parametrize("partitions", [1, 3, 7])
def test_every_table_is_that_of_one_machine(client: Any, tmp_path: Path, partitions: int) -> None:
    frame = news(40)
    source = written(frame, tmp_path / "news", partitions)
    articles, counts = on_one_machine(frame)
    cluster_counts(source, client).save(tmp_path / "found.parquet")
    counts.save(tmp_path / "expected.parquet")
    found, expected = (tmp_path / f"{name}.parquet" for name in ("found", "expected"))
    assert found.read_bytes() == expected.read_bytes()

    groups = articles.set_index("article_id")["side"].dropna()
    options: dict[str, Any] = {
        "without_tokens": "exclude", "max_permutations": 100, "n_samples": 99, "min_articles": 2,
        "prior": "flat",
    }  # fmt: skip
    whole = analysis.compare_terms(counts, groups, "north", "south", **options)
    table = cluster_comparison(source, "side", "north", "south", client, **options)
    pd.testing.assert_frame_equal(table, whole, check_exact=True)
    assert table.attrs == whole.attrs
    assert len(whole.attrs["notes"]) == 2

    sentences = analysis.split_sentences(articles[articles["side"].notna()])
    codes = analysis.code_frames(sentences, "generic")
    shares = analysis.frame_shares(codes, sentences, "generic", groups=groups, seed=3)
    frames = cluster_frames(source, "generic", client, by="side", seed=3)
    assert len(codes)
    pd.testing.assert_frame_equal(frames.codes, codes, check_exact=True)
    pd.testing.assert_frame_equal(frames.shares, shares, check_exact=True)


@pytest.mark.parametrize(
    "options",
    [
        {"min_df": 3, "max_df": 0.5, "stop_words": "english"},
        {"max_features": 5, "ngram_range": (1, 2), "numbers": True},
        {"vocabulary": ["talks", "nowhere", "aid convoy"], "ngram_range": (1, 2)},
    ],
    ids=["by articles", "most frequent", "given terms"],
)
def test_options_of_counting_hold_for_the_whole_corpus(
    client: Any, tmp_path: Path, options: dict[str, Any]
) -> None:
    frame = news(20)
    source = written(frame, tmp_path / "news", 4)
    articles, _ = on_one_machine(frame)
    expected = analysis.count_terms(articles["body"], article_ids=articles["article_id"], **options)
    found = cluster_counts(source, client, **options)
    assert found.terms == expected.terms
    assert found.article_ids == expected.article_ids
    assert (found.matrix != expected.matrix).nnz == 0
    # Also from memory.
    again = cluster_counts(frame, client, **options)
    assert (again.matrix != expected.matrix).nnz == 0


def test_counts_written_by_partition_add_up_to_the_whole(client: Any, tmp_path: Path) -> None:
    frame = news(20)
    source = written(frame, tmp_path / "news", 3)
    out = cluster_counts(source, client, min_df=2, out=tmp_path / "counts")
    articles, _ = on_one_machine(frame)
    whole = analysis.count_terms(articles["body"], article_ids=articles["article_id"], min_df=2)
    parts = [TermCounts.load(path) for path in sorted(out.glob("part-*.parquet"))]
    assert [len(part.article_ids) for part in parts] == [7, 7, 6]
    together = pd.concat([part.to_frame() for part in parts])
    together = together.sort_values(["article_id", "term"], ignore_index=True).astype({"term": str})
    expected = whole.to_frame().astype({"term": str})
    assert together.astype(str).equals(expected.astype(str))
    vocabulary = pd.read_parquet(out / "vocabulary.parquet")
    assert vocabulary["term"].tolist() == whole.terms
    assert vocabulary["count"].tolist() == whole.matrix.sum(axis=0).A1.tolist()
    assert vocabulary["articles"].tolist() == (whole.matrix > 0).sum(axis=0).A1.tolist()
    # Made again it takes the place of the first; what is not ours is not touched.
    assert cluster_counts(source, client, out=out) == out
    with pytest.raises(InputError, match="is there already, and holds no counts"):
        cluster_counts(source, client, out=source)


def test_a_worker_killed_in_the_middle_changes_nothing(
    cluster: Cluster, client: Any, tmp_path: Path
) -> None:
    frame = pd.concat(
        [
            news(40, seed=seed).assign(
                article_id=lambda part, seed=seed: f"{seed:02}-" + part["article_id"]
            )
            for seed in range(40)
        ]
    )
    frame["body"] = [f"{body}\n\n" * 20 for body in frame["body"]]
    source = written(frame, tmp_path / "news", 40)
    _, counts = on_one_machine(frame)
    with ThreadPoolExecutor(1) as thread:
        job = thread.submit(cluster_counts, source, client)
        pids = client.run(os.getpid)
        # The worker that holds results others need goes, with work still to be done.
        deadline = time.monotonic() + 60
        while True:
            held = {worker: len(keys) for worker, keys in client.has_what().items()}
            if max(held.values(), default=0) >= 45 or time.monotonic() > deadline:
                break
            time.sleep(0.005)
        assert not job.done()
        victim = max(held, key=lambda worker: held[worker])
        os.kill(pids[victim], signal.SIGKILL)
        found = job.result(120)
    assert sum(worker.poll() is None for worker in cluster.workers) == 1
    found.save(tmp_path / "found.parquet")
    counts.save(tmp_path / "expected.parquet")
    same = (tmp_path / "found.parquet").read_bytes() == (tmp_path / "expected.parquet").read_bytes()
    assert same
    cluster.add_worker()
    client.wait_for_workers(2, timeout=60)


def test_one_line_for_a_scheduler_that_is_out_of_reach() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with (
            pytest.raises(InputError, match="cannot be reached within 1 seconds"),
            connection(address, timeout=1),
        ):
            pass
    with pytest.raises(InputError, match="'host' is no address"), connection("host"):
        pass
