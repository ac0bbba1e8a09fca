"""A scheduler and two workers as processes of their own: the same tables, whatever befalls them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import analysis
from analysis.cli import main
from analysis.cluster.comparing import cluster_comparison
from analysis.cluster.connecting import connection, submitted
from analysis.cluster.counting import cluster_counts
from analysis.cluster.framing import cluster_frames
from analysis.errors import InputError
from analysis.exports import write_export
from analysis.text.counts import TermCounts

ROOT = Path(__file__).parents[2]
WORDS = (
    "the talks ended rebels shelled envoy’s cease-fire peace refugees fled aid convoy minister "
    "said that war and economy of families blamed sanctions for prices İstanbul 2016 Zürich"
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
            _ended(process)


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and end it if it does not."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


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
    side[4] = None
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
    with pytest.raises(InputError, match="is there already, and does not hold vocabulary"):
        cluster_counts(source, client, out=source)


@pytest.mark.parametrize("partitions", [1, 5])
@pytest.mark.parametrize("by", [None, "side"])
def test_frames_written_are_the_files_of_one_machine(
    client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, partitions: int, by: str | None
) -> None:
    # So that there are several row groups, read and put together in several steps.
    monkeypatch.setattr("analysis.exports._ROWS", 50)
    monkeypatch.setattr("analysis.cluster.merging._AT_ONCE", 70)
    frame = news(40)
    source = written(frame, tmp_path / "news", partitions)
    articles, _ = on_one_machine(frame)
    if by:
        articles = articles[articles[by].notna()]
    sentences = analysis.split_sentences(articles)
    codes = analysis.code_frames(sentences, "generic")
    groups = articles.set_index("article_id")[by] if by else None
    shares = analysis.frame_shares(codes, sentences, "generic", groups=groups, seed=3)
    out = cluster_frames(source, "generic", client, by=by, seed=3, out=tmp_path / "out")
    for name, table in (("frame_codes", codes), ("frame_shares", shares)):
        expected = write_export(table, tmp_path / f"{name}.parquet")
        assert pq.read_metadata(expected).num_row_groups > 2
        assert (out / expected.name).read_bytes() == expected.read_bytes()
    assert sorted(path.name for path in out.iterdir()) == [
        "frame_codes.parquet", "frame_shares.parquet",
    ]  # fmt: skip
    # Made again it takes the place of the first; what is not ours is not touched.
    assert cluster_frames(source, "generic", client, out=out) == out
    with pytest.raises(InputError, match="is there already, and does not hold frame_codes"):
        cluster_frames(source, "generic", client, out=source)


def test_nothing_is_left_of_frames_that_could_not_all_be_found(client: Any, tmp_path: Path) -> None:
    source = parquet(tmp_path / "news", article_id=["a"], body=["The talks failed."])
    parquet(source, "part-1", article_id=["b"], body=invalid(b"\xff"))
    with pytest.raises(InputError, match=r"part-1.parquet, row group 0: has a value of body"):
        cluster_frames(source, "conflict", client, out=tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["news"]


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


def called(monkeypatch: pytest.MonkeyPatch, capsys: Any, *arguments: object) -> tuple[int, Any]:
    """Status of a command, and what it printed."""
    capsys.readouterr()
    monkeypatch.setattr(sys, "argv", ["analysis", *map(str, arguments)])
    return main(), capsys.readouterr()


@pytest.mark.parametrize(
    "command",
    [
        ["count", "--min-articles", "2", "--stop-words", "english"],
        ["compare", "--by", "side", "--target", "north", "--reference", "south"],
        ["frames", "--by", "side", "--codebook", "generic"],
        ["frames", "--table", "codes"],
    ],
    ids=" ".join,
)
def test_commands_print_and_write_the_same_with_a_scheduler(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any,
    command: list[str],
) -> None:  # fmt: skip
    frame = news(24)
    frame["outlet"] = ["A" if number % 2 else "B" for number in range(len(frame))]
    source = written(frame, tmp_path / "news", 3)
    frame.to_parquet(tmp_path / "news.parquet")
    name, *options = command
    given = [name, tmp_path / "news.parquet", *options, "--out", tmp_path / "out.csv"]
    status, here = called(monkeypatch, capsys, *given)
    assert status == 0, here.err
    expected = (tmp_path / "out.csv").read_bytes()
    given = [name, source, *options, "--out", tmp_path / "out.csv"]
    status, there = called(monkeypatch, capsys, *given, "--scheduler", cluster.address)
    assert status == 0, there.err
    assert there.out == here.out
    assert (tmp_path / "out.csv").read_bytes() == expected


def test_a_study_is_worked_on_from_memory(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    out = tmp_path / "counts.csv"
    given = ("count", ROOT, "--out", out, "--scheduler", cluster.address)
    status, printed = called(monkeypatch, capsys, *given)
    assert status == 0, printed.err
    assert out.read_bytes() == (ROOT / "data" / "processed" / "term_counts.csv").read_bytes()


def test_a_command_without_a_scheduler_ends_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    source = written(news(6), tmp_path / "news", 1)
    monkeypatch.setattr("analysis.cluster.connecting.TIMEOUT", 0.5)
    given = ("count", source, "--scheduler", "tcp://127.0.0.1:1")
    status, printed = called(monkeypatch, capsys, *given)
    assert status == 2
    assert printed.out == ""
    assert printed.err.startswith("analysis: scheduler tcp://127.0.0.1:1: cannot be reached within")
    assert printed.err.count("\n") == 1


def parquet(folder: Path, name: str = "part-0", **columns: Any) -> Path:
    folder.mkdir(exist_ok=True)
    pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    return folder


def invalid(*texts: bytes) -> Any:
    """Text that Arrow takes at its word."""
    return pa.array(list(texts), type=pa.binary()).view(pa.string())


def test_wrong_data_sets_are_named(client: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere: does not exist"):
        cluster_counts(tmp_path / "nowhere", client)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"empty: holds no file that ends in .parquet"):
        cluster_counts(tmp_path / "empty", client)
    (tmp_path / "empty" / "a.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(InputError, match=r"a.parquet: cannot be read as Parquet"):
        cluster_counts(tmp_path / "empty", client)
    other = parquet(tmp_path / "other", article_id=["a"], body=["x"])
    parquet(other, "part-1", article_id=["b"], text=["x"])
    with pytest.raises(InputError, match=r"part-1.parquet: has no column body; .*article_id, text"):
        cluster_counts(other, client)
    parquet(other, "part-1", article_id=["b"], body=["x"], outlet=["O"])
    with pytest.raises(InputError, match=r"part-1.parquet: has the columns .* where part-0"):
        cluster_counts(other, client)
    with pytest.raises(InputError, match=r"part-0.parquet: has no column outlet"):
        cluster_comparison(other, "outlet", "O", "P", client)
    none = parquet(
        tmp_path / "none", article_id=pa.array([], pa.string()), body=pa.array([], pa.string())
    )
    with pytest.raises(InputError, match="none: holds no article"):
        cluster_counts(none, client)
    # An empty partition beside others is none.
    parquet(none, "part-1", article_id=["a"], body=["peace"])
    assert cluster_counts(none, client).terms == ["peace"]


@pytest.mark.parametrize(
    ("ids", "bodies", "message"),
    [
        (["c", "a"], ["x", "y"], "part-1.parquet, row group 0: has the article_id 'a', which "
         "part-0.parquet, row group 0 has, too"),
        (["c", "c"], ["x", "y"], "part-1.parquet, row group 0: has the article_id 'c' twice"),
        (["c", " "], ["x", "y"], "part-1.parquet, row group 0, row 1: has no article_id"),
        ([1.5, 2.5], ["x", "y"], "part-1.parquet, row group 0: has double for article_id"),
        (["c", "d"], ["x", None], "part-1.parquet, row group 0, texts, row 1: the text is missing"),
        (["c", "d"], invalid(b"x", b"\xff"), "part-1.parquet, row group 0, texts, row 1: the text "
         "is not valid UTF-8"),
        (invalid(b"c", b"\xff"), ["x", "y"], "part-1.parquet, row group 0: has a value of "
         "article_id that is not valid UTF-8"),
    ],
    ids=["twice", "twice in one", "blank", "number", "no text", "text no UTF-8", "id no UTF-8"],
)  # fmt: skip
def test_a_wrong_partition_is_named(
    client: Any, tmp_path: Path, ids: Any, bodies: Any, message: str
) -> None:
    source = parquet(tmp_path / "news", article_id=["a", "b"], body=["x", "y"])
    parquet(source, "part-1", article_id=ids, body=bodies)
    with pytest.raises(InputError, match=message):
        cluster_counts(source, client)


def test_a_language_that_the_codebook_lacks_is_left_out_as_on_one_machine(
    client: Any, tmp_path: Path
) -> None:
    source = parquet(tmp_path / "news", article_id=["a"], body=["The talks failed."])
    parquet(source, "part-1", article_id=["b"], body=["وقف إطلاق النار في المدينة اليوم."])
    with pytest.warns(UserWarning, match="1 of 2 articles are not coded, such as article b"):
        found = cluster_frames(source, "conflict", client)
    assert set(found.codes["article_id"]) <= {"a"}
    (source / "part-0.parquet").unlink()
    with pytest.raises(InputError, match="article b: cannot be coded"):
        cluster_frames(source, "conflict", client)


def test_a_worker_without_this_version_is_named(
    client: Any, cluster: Cluster, tmp_path: Path
) -> None:
    shadow = tmp_path / "news_coverage_analysis-9.9.dist-info"
    shadow.mkdir()
    (shadow / "METADATA").write_text("Name: news-coverage-analysis\nVersion: 9.9\n", "utf-8")
    cluster.add_worker(PYTHONPATH=str(tmp_path))
    other = cluster.workers.pop()
    try:
        client.wait_for_workers(3, timeout=60)
        with pytest.raises(InputError, match=r"worker tcp://.*: has news-coverage-analysis 9\.9"):
            cluster_counts(written(news(6), tmp_path / "news", 1), client)
    finally:
        _ended(other)


def test_without_a_client_or_dask_the_way_out_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="client: is not given, and none is open"):
        cluster_counts(tmp_path)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(
        InputError, match=r'dask: is not installed; run: pip install ".*\[cluster\]"'
    ):
        cluster_counts(tmp_path)


def counted(source: Path, client: Any, folder: Path) -> Path:
    cluster_counts(source, client).save(folder / "counts.parquet")
    return folder / "counts.parquet"


def compared(source: Path, client: Any, folder: Path) -> Path:
    table = cluster_comparison(source, "side", "north", "south", client, **COMPARED)
    return write_export(table, folder / "comparison.parquet")


def framed(source: Path, client: Any, folder: Path) -> Path:
    out = cluster_frames(source, "generic", client, by="side", out=folder / "frames")
    return out / "frame_shares.parquet"


COMPARED: dict[str, Any] = {"without_tokens": "exclude", "max_permutations": 1, "n_samples": 99}
# A job, and the work (where it is handed out, its name) that a worker has results of when it is
# killed: they are needed, and lost with it.
KILLED: dict[str, tuple[Callable[[Path, Any, Path], Path], str, str]] = {
    "while it counts": (counted, "counting", "count_partition"),
    "while it deals out what it counted": (compared, "comparing", "placed_part"),
    "while it finds frames": (framed, "writing", "_code_and_write"),
}


@pytest.mark.filterwarnings("ignore:. of .* articles are not coded")
@pytest.mark.parametrize("moment", KILLED)
def test_a_worker_killed_in_the_middle_changes_nothing(
    cluster: Cluster, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    job, module, work = KILLED[moment]
    batches = [news(10 if job is framed else 40, seed=seed) for seed in range(12)]
    for number, batch in enumerate(batches):
        batch["article_id"] = f"{number:02}-" + batch["article_id"]
    frame = pd.concat(batches, ignore_index=True)
    if job is counted:
        frame["body"] = [f"{body}\n\n" * 20 for body in frame["body"]]
    source = written(frame, tmp_path / "news", 24)
    articles, counts = on_one_machine(frame)
    expected = tmp_path / "expected.parquet"
    if job is counted:
        counts.save(expected)
    else:
        groups = articles.set_index("article_id")["side"].dropna()
        table = analysis.compare_terms(counts, groups, "north", "south", **COMPARED)
        if job is framed:
            sentences = analysis.split_sentences(articles[articles["side"].notna()])
            codes = analysis.code_frames(sentences, "generic")
            table = analysis.frame_shares(codes, sentences, "generic", groups=groups)
        write_export(table, expected)
    while sum(worker.poll() is None for worker in cluster.workers) < 2:
        cluster.add_worker()
    client.wait_for_workers(2, timeout=60)
    pids = client.run(os.getpid)
    victims: list[str] = []

    def submitted_and_killed(client: Any, function: Any, *columns: Any, **same: Any) -> list[Any]:
        futures = submitted(client, function, *columns, **same)
        if function.__name__ == work and not victims:
            while not futures[0].done():
                time.sleep(0.01)
            victims.extend(client.who_has(futures[:1])[futures[0].key])
            os.kill(pids[victims[0]], signal.SIGKILL)
        return futures

    monkeypatch.setattr(f"analysis.cluster.{module}.submitted", submitted_and_killed)
    found = job(source, client, tmp_path)
    assert victims
    assert sum(worker.poll() is None for worker in cluster.workers) == 1
    assert found.read_bytes() == expected.read_bytes()


def test_work_without_workers_is_given_up(
    cluster: Cluster, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.cluster.connecting.PATIENCE", 0.5)
    source = written(news(10), tmp_path / "news", 2)

    def submitted_to_nobody(*arguments: Any, **same: Any) -> list[Any]:
        for worker in cluster.workers:
            worker.kill()
        return submitted(*arguments, **same)

    monkeypatch.setattr("analysis.cluster.counting.submitted", submitted_to_nobody)
    with pytest.raises(InputError, match=r"cluster: has had no worker for 0\.5 seconds"):
        cluster_counts(source, client, out=tmp_path / "counts")
    assert [path.name for path in tmp_path.iterdir()] == ["news"]
