"""Counting beside its peers, each with the same tokens.

    python benchmarks/counting.py [--articles N …] [--repeats N] [--tools NAME …] [--peer PYTHON]
    python benchmarks/counting.py --articles 1000000 --repeats 1 --tools count_terms out

Peers are scikit-learn's CountVectorizer, alone and over joblib, its TfidfVectorizer, Polars,
DuckDB and gensim; ``out`` is count_terms that writes to a file. PYTHON is an interpreter that has
those which this one lacks: ``pip install polars duckdb gensim pyarrow`` in an environment of its
own. What is installed in neither is named and left out.

Generates a corpus whose words follow Zipf's law and whose vocabulary grows by Heaps' law, writes it
to Parquet, and has each tool read and count it in a process of its own, turn about. Prints the
medians of seconds on the clock and of processor seconds from the start of that process until the
counts are there, of its peak memory, and of the ratios to count_terms within each round. With
``--warm`` imports, compiled code and a first corpus of 2,500 articles come before the clock starts.
Where other work runs on the machine, processor seconds say more than the clock.

What a tool gives is then made a matrix, and all matrices must be the same: terms, places and counts
(TfidfVectorizer: terms and places; ``out``: the number of pairs of article and term). The corpus
has letters, apostrophes and hyphens; ``PATTERN`` and the patterns given to Polars and DuckDB find
in it the tokens of count_terms. They are not its tokens everywhere: there, marks of vowels are part
of a word, typographic apostrophes and hyphens join as straight ones do, and texts are brought to
NFC first, none of which Polars and DuckDB have a word for. joblib's memory is that of its parent
and its largest worker.
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
from generated import generate
from memory import peak_memory

PATTERN = r"[^\W\d_]+(?:['-][^\W\d_]+)*"  # the package's tokens, for the characters generated here


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
    from joblib.externals.loky import get_reusable_executor  # type: ignore[import-untyped]
    from scipy import sparse

    groups = range(pq.ParquetFile(path).num_row_groups)
    with joblib.Parallel(n_jobs=-1) as parallel:
        found = parallel(joblib.delayed(_part)(path, group, None) for group in groups)
        terms = sorted(set().union(*found))
        parts = parallel(joblib.delayed(_part)(path, group, terms) for group in groups)
    # Its workers have ended, and what they used is known.
    get_reusable_executor().shutdown(wait=True)
    return sparse.vstack(parts, format="csr"), terms


def _part(path: Path, group: int, terms: list[str] | None) -> Any:
    """The vocabulary of a row group, or its counts of a vocabulary."""
    import pyarrow.parquet as pq
    from sklearn.feature_extraction.text import CountVectorizer

    texts = pq.ParquetFile(path).read_row_group(group, columns=["body"]).column(0).to_pylist()
    vectorizer = CountVectorizer(token_pattern=PATTERN, vocabulary=terms)
    return set(vectorizer.fit(texts).vocabulary_) if terms is None else vectorizer.transform(texts)


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
    return (
        pl.scan_parquet(path)
        .select("article_id", term=body.str.extract_all(r"\p{L}+(?:['-]\p{L}+)*"))
        .explode("term")
        .group_by("article_id", "term")
        .agg(n=pl.len())
        .collect()
    )


def run_duckdb(path: Path) -> Any:
    import duckdb  # type: ignore[import-not-found]

    query = r"""
        SELECT article_id, term, count(*) AS n FROM (
            SELECT article_id,
                   unnest(regexp_extract_all(lower(body), '\p{L}+(?:[''-]\p{L}+)*')) AS term
            FROM read_parquet(?)
        ) GROUP BY article_id, term"""
    return duckdb.execute(query, [str(path)]).to_arrow_table()


def run_gensim(path: Path) -> Any:
    """Bags of words over a dictionary, as its tutorials make them, but in one pass."""
    import re

    import pyarrow.parquet as pq
    from gensim.corpora import Dictionary  # type: ignore[import-not-found]

    tokens = re.compile(PATTERN).findall
    dictionary = Dictionary()
    bags = []
    for batch in pq.ParquetFile(path).iter_batches(columns=["body"]):
        for text in batch.column(0).to_pylist():
            bags.append(dictionary.doc2bow(tokens(text.lower()), allow_update=True))
    return bags, dictionary


TOOLS: dict[str, tuple[str, Callable[[Path], Any]]] = {
    "count_terms": ("analysis", run_count_terms),
    "out": ("analysis", run_out),
    "CountVectorizer": ("sklearn", run_count_vectorizer),
    "joblib": ("joblib", run_joblib),
    "TfidfVectorizer": ("sklearn", run_tfidf_vectorizer),
    "polars": ("polars", run_polars),
    "duckdb": ("duckdb", run_duckdb),
    "gensim": ("gensim", run_gensim),
}


def measure(tool: str, path: Path, small: str, began: float) -> None:
    """Count once in this process and print what it took, and digests of the result.

    The clock began at ``began``, or begins when the articles of ``small`` have been counted.
    """
    run = TOOLS[tool][1]
    processor = 0.0
    if small:
        run(Path(small))
        began, processor = time.monotonic(), _processor_seconds()
    result = run(path)
    taken = {
        "seconds": time.monotonic() - began,
        "processor": _processor_seconds() - processor,
        "memory": peak_memory() + 1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
    }
    print(json.dumps({**taken, "result": _digests(result)}))


_PROCESSES = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _processor_seconds() -> float:
    """Processor time of this process and of those that it has waited for."""
    used = [resource.getrusage(who) for who in _PROCESSES]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _digests(result: Any) -> list[str]:
    """What tells results apart: pairs of article and term; terms and places; counts."""
    if isinstance(result, int):
        return [str(result)]
    matrix, terms = _as_matrix(result)
    matrix.sort_indices()
    digests = [
        str(matrix.nnz), _digest("\n".join(terms).encode(), matrix.indptr, matrix.indices)
    ]  # fmt: skip
    if np.issubdtype(matrix.dtype, np.integer):
        digests.append(_digest(b"", matrix.data))
    return digests


def _as_matrix(result: Any) -> tuple[Any, Any]:
    """What a tool gives as a matrix over sorted terms: a row for each article, by identifier."""
    from scipy import sparse

    if not isinstance(result, tuple):  # a table of article, term and number
        table = result.to_arrow() if hasattr(result, "to_arrow") else result
        rows, _ = _in_order(table.column("article_id"))
        columns, terms = _in_order(table.column("term"))
        return sparse.csr_matrix((table.column("n").to_numpy().astype(int), (rows, columns))), terms
    first, second = result
    if not isinstance(first, list):
        return first, second
    ids = second.token2id  # bags of a dictionary
    terms = sorted(ids)
    place = np.empty(len(terms), dtype=np.int64)
    place[[ids[term] for term in terms]] = np.arange(len(terms))
    pairs = np.array([pair for bag in first for pair in bag], dtype=np.int64).reshape(-1, 2)
    indptr = np.concatenate([[0], np.cumsum([len(bag) for bag in first])])
    return sparse.csr_matrix((pairs[:, 1], place[pairs[:, 0]], indptr)), terms


def _in_order(values: Any) -> tuple[Any, list[str]]:
    """Values as numbers of the distinct ones in their order, and these."""
    encoded = values.combine_chunks().dictionary_encode()
    names = encoded.dictionary.to_pylist()
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.empty(len(names), dtype=np.int64)
    place[order] = np.arange(len(names))
    return place[encoded.indices.to_numpy()], [names[at] for at in order]


def _digest(text: bytes, *arrays: Any) -> str:
    digest = hashlib.sha256(text)
    for array in arrays:
        digest.update(np.ascontiguousarray(array, dtype=np.int64).data)
    return digest.hexdigest()[:8]


def interpreters(tools: list[str], peer: str | None) -> dict[str, str]:
    """The interpreter that runs each tool: this one, or the peers' own; those without one not."""
    found = {}
    for tool in tools:
        module = TOOLS[tool][0]
        if importlib.util.find_spec(module):
            found[tool] = sys.executable
        elif peer and not subprocess.run([peer, "-c", f"import {module}"], check=False).returncode:
            found[tool] = peer
    return found


def in_a_process(python: str, tool: str, path: Path, small: Path | None = None) -> dict[str, Any]:
    """What a tool takes and gives in a process of its own."""
    given = [tool, str(path), str(small or ""), str(time.monotonic())]
    command = [python, __file__, "--measure", *given]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{tool} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def compare(
    articles: int, repeats: int, tools: dict[str, str], folder: Path, *, warm: bool
) -> None:
    """Run all tools turn about on one corpus and print the table."""
    path, small = folder / f"corpus-{articles}.parquet", folder / "corpus-2500.parquet"
    for file, size in ((path, articles), (small, 2_500)):
        if not file.exists():
            generate(file, size)
    taken: dict[str, list[dict[str, Any]]] = {tool: [] for tool in tools}
    for tool, python in tools.items():
        in_a_process(python, tool, small)  # compiled code is made, and files are in memory
    for _ in range(repeats):
        for tool, python in tools.items():
            taken[tool].append(in_a_process(python, tool, path, small if warm else None))
    what = "reading and counting alone" if warm else "whole processes"
    print(f"\n{articles:,} articles, {repeats} rounds, {what}; ratios to count_terms")
    print(
        f"{'':16}{'seconds':>9}{'ratio':>7}{'processor':>11}{'ratio':>7}{'peak MB':>9}{'ratio':>7}"
        "  agrees"
    )
    own = taken["count_terms"]
    for tool, runs in taken.items():
        line = f"{tool:16}"
        for figure, unit, widths in (
            ("seconds", 1.0, (9, 7)),
            ("processor", 1.0, (11, 7)),
            ("memory", 1e6, (9, 7)),
        ):
            middle = statistics.median(run[figure] for run in runs) / unit
            ratios = [run[figure] / mine[figure] for run, mine in zip(runs, own, strict=True)]
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
    parser.add_argument("--tools", nargs="+", default=list(TOOLS), choices=list(TOOLS))
    parser.add_argument("--peer", metavar="PYTHON", help="an interpreter that has more of them")
    parser.add_argument("--warm", action="store_true", help="leave out imports and loading")
    parser.add_argument("--keep", type=Path, help="folder for the corpora, kept for later runs")
    parser.add_argument("--measure", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        tool, path, small, began = given.measure
        measure(tool, Path(path), small, float(began))
        return
    tools = interpreters(list(dict.fromkeys(["count_terms", *given.tools])), given.peer)
    if missing := sorted(set(given.tools) - set(tools)):
        print(f"Not installed, and left out: {', '.join(missing)}. See --help.")
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for articles in given.articles:
            compare(articles, given.repeats, tools, folder, warm=given.warm)


if __name__ == "__main__":
    main()
