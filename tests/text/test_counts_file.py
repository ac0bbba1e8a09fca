"""Term counts in a Parquet file: what is saved comes back, and nothing half-written stays."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.text import sources
from analysis.text.counts import TermCounts, count_terms
from analysis.text.counts_file import CountsFile


@pytest.mark.parametrize(
    ("texts", "options"),
    [
        (["b a b", "", "c", "ü a"], {}),
        (["", ""], {}),
        (["b a", "q"], {"vocabulary": ["z", "b", "a"]}),
        (["x y z", "y z"], {"ngram_range": (1, 2)}),
    ],
)
def test_saved_counts_come_back(tmp_path: Path, texts: list[str], options: dict[str, Any]) -> None:
    counts = count_terms(texts, **options)
    counts.save(tmp_path / "counts.parquet")
    again = TermCounts.load(tmp_path / "counts.parquet")
    assert again.terms == counts.terms
    assert again.article_ids == counts.article_ids
    assert again.totals.tolist() == counts.totals.tolist()
    assert again.matrix.toarray().tolist() == counts.matrix.toarray().tolist()
    assert [path.name for path in tmp_path.iterdir()] == ["counts.parquet"]


def test_the_file_is_the_table(tmp_path: Path) -> None:
    counts = count_terms(["b a b", "c"])
    counts.save(tmp_path / "counts.parquet")
    frame = pd.read_parquet(tmp_path / "counts.parquet").astype({"article_id": str, "term": str})
    pd.testing.assert_frame_equal(frame, counts.to_frame(), check_dtype=False)


def test_any_table_of_counts_is_read(tmp_path: Path) -> None:
    count_terms(["b a b"]).to_frame().to_parquet(tmp_path / "plain.parquet")
    assert TermCounts.load(tmp_path / "plain.parquet").totals.tolist() == [3]


def test_counts_written_while_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "ARTICLES", 2)
    texts, ids = ["b a b", "", "c", "ü a", "b"], ["e", "d", "c", "b", "a"]
    out = count_terms(texts, article_ids=iter(ids), out=tmp_path / "counts.parquet")
    written, counts = TermCounts.load(out), count_terms(texts, article_ids=ids)
    assert (written.terms, written.article_ids) == (counts.terms, counts.article_ids)
    assert written.totals.tolist() == counts.totals.tolist()
    assert written.matrix.toarray().tolist() == counts.matrix.toarray().tolist()


def test_articles_without_identifiers_are_numbered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "ARTICLES", 2)
    texts = ["b a b", "", "c"]
    pd.DataFrame({"body": texts}).to_parquet(tmp_path / "articles.parquet")
    for given in (texts, iter(texts), tmp_path / "articles.parquet"):
        out = count_terms(given, out=tmp_path / "counts.parquet")
        assert TermCounts.load(out).article_ids == ["0", "1", "2"]


def test_parquet_to_parquet(tmp_path: Path) -> None:
    frame = pd.DataFrame({"article_id": ["x", "y"], "body": ["a b", "b"]})
    frame.to_parquet(tmp_path / "articles.parquet")
    out = count_terms(tmp_path / "articles.parquet", out=tmp_path / "counts.parquet")
    assert TermCounts.load(out).article_ids == ["x", "y"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_df": 2}, "out: is given together with min_df"),
        ({"article_ids": ["x"]}, "there are more texts"),
        ({"article_ids": ["x", "y", "z"]}, "there are fewer texts"),
        ({"article_ids": ["x", "y"], "texts": ["a", None]}, "texts, row 1: the text is missing"),
    ],
)
def test_nothing_is_left_of_a_run_that_failed(
    tmp_path: Path, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        count_terms(**{"texts": ["a", "b"], **options}, out=tmp_path / "counts.parquet")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "counts.parquet"
    path.write_bytes(b"as it was")

    def fail() -> None:
        with CountsFile(path) as file:
            file.add(["a"], [1], ["x"], [0, 1], [0], [1])
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        fail()
    assert path.read_bytes() == b"as it was"
    assert len(list(tmp_path.iterdir())) == 1


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "no.parquet").write_bytes(b"no")
    with pytest.raises(InputError, match=r"no\.parquet: cannot be read as Parquet"):
        TermCounts.load(tmp_path / "no.parquet")
    with pytest.raises(InputError, match=r"none\.parquet: cannot be read as Parquet"):
        TermCounts.load(tmp_path / "none.parquet")


@pytest.mark.parametrize("room", [0, 2_000])
def test_a_disk_that_is_full_is_named_and_nothing_stays(tmp_path: Path, room: int) -> None:
    """The system refuses to let any file grow past so many bytes, as a full disk would."""
    pytest.importorskip("resource", reason="this system cannot bound the size of files")
    code = f"""
import resource, sys
from pathlib import Path
import pyarrow.parquet, scipy.sparse
from analysis.errors import InputError
from analysis.text.counts import count_terms
texts = [f"word{{chr(97 + n % 26) * (n % 17)}} peace" for n in range(4_000)]
counts, path = count_terms(texts), Path(sys.argv[1])
path.write_bytes(b"")
resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))
for write in (lambda: counts.save(path), lambda: count_terms(texts, out=path)):
    try:
        write()
    except InputError as error:
        print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "counts.parquet")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 2
    for line in done.stdout.splitlines():
        assert line.startswith("counts.parquet: cannot be written (")
        assert line.endswith("choose another place for it")
    assert [path.name for path in tmp_path.iterdir()] == ["counts.parquet"]
    assert (tmp_path / "counts.parquet").read_bytes() == b""
