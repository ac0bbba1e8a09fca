"""Commands on words: counts, comparison, topics, words in context."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from analysis.cli.application import app, warnings_said
from analysis.cli.groups import Before, By, grouped
from analysis.cli.output import (
    ROWS,
    OutFile,
    Rows,
    at_terminal,
    check_out,
    printable,
    show_lines,
    show_table,
    terminal_width,
    write_out,
)
from analysis.cli.progress import working
from analysis.cli.scheduler import Scheduler
from analysis.cli.source import Source, SourcePath, open_source
from analysis.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.text.term_counts import TermCounts

StopWords = Annotated[
    Literal["none", "english"],
    typer.Option("--stop-words", help="Words to leave out: none, or scikit-learn's English list."),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", min=0, help="Seed of what is random. [default: the study's, or 0]"),
]


@app.command(epilog="Example: `analysis count --stop-words english --out build/counts.csv`")
def count(
    source: SourcePath = None,
    stop_words: StopWords = "none",
    numbers: Annotated[bool, typer.Option("--numbers", help="Count numbers, too.")] = False,
    ngrams: Annotated[
        int, typer.Option("--ngrams", min=1, metavar="N", help="Terms of up to N words.")
    ] = 1,
    min_articles: Annotated[
        int,
        typer.Option("--min-articles", min=1, metavar="N", help="Only terms in N articles."),
    ] = 1,
    scheduler: Scheduler = None,
    out: OutFile = None,
    rows: Rows = ROWS,
) -> None:
    """Count the terms of each article.

    Shows the most frequent terms; --out writes the table term_counts: how often each term occurs
    in each article.
    """
    check_out(out, source)
    found = open_source(source, partitioned=scheduler is not None)
    counts = _counted(
        found, stop_words, scheduler, numbers=numbers, ngram_range=(1, ngrams), min_df=min_articles
    )
    write_out(counts.to_frame(), out)
    show_lines([f"{int(counts.totals.sum()):,} tokens in {len(counts.article_ids):,} articles"])
    show_table(_frequencies(counts), rows=rows, total="terms")


@app.command(
    epilog="Example: `analysis compare --by year --target 2016 --reference 2012 "
    "--out build/comparison.csv`"
)
def compare(
    source: SourcePath = None,
    by: By = None,
    before: Before = None,
    target: Annotated[
        str | None,
        typer.Option("--target", metavar="GROUP", help="The group that is described."),
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option("--reference", metavar="GROUP", help="The group it is held against."),
    ] = None,
    min_articles: Annotated[
        int,
        typer.Option("--min-articles", min=1, metavar="N", help="Only terms in N articles."),
    ] = 1,
    alpha: Annotated[
        float, typer.Option("--alpha", help="Error rate of the claims, over all terms.")
    ] = 0.05,
    seed: Seed = None,
    scheduler: Scheduler = None,
    out: OutFile = None,
    rows: Rows = 10,
) -> None:
    """Compare how often each term occurs in two groups of articles.

    Says first what the design supports, then shows the leading terms of each group with what may
    be said of them. --out writes the table comparison.
    """
    from analysis.comparison.compare import compare_terms
    from analysis.comparison.design import comparison_design

    check_out(out, source)
    found = open_source(source, partitioned=scheduler is not None)
    groups = grouped(found, by, before, target, reference)
    if groups is None:
        raise InputError(
            "compare", "knows no groups, as these articles are no study's",
            "add --by outlet, say, with --target and --reference",
        )  # fmt: skip
    pair = comparison_design(groups.groups, groups.target, groups.reference)
    options: dict[str, Any] = {
        "min_articles": min_articles, "alpha": alpha, "without_tokens": "exclude",
        "seed": found.seed if seed is None else seed,
    }  # fmt: skip
    sides = (groups.groups, pair.target, pair.reference)
    if scheduler is not None:
        from analysis.cluster.comparing import cluster_comparison
        from analysis.cluster.connecting import connection

        with working("comparing on the cluster"), connection(scheduler) as client:
            table = cluster_comparison(found.corpus, *sides, client, **options)
    else:
        counts = _counted(found, "none")
        with working("comparing"):
            table = compare_terms(counts, *sides, **options)
    design = comparison_design(
        groups.groups, pair.target, pair.reference, articles=found.articles, n_terms=len(table),
        alpha=alpha,
    )  # fmt: skip
    write_out(table, out)
    show_lines([*design.sentences, *table.attrs["notes"]])
    for group in (pair.target, pair.reference):
        show_lines(
            ["", f"More frequent in {group} (occurrences, and articles that have the term):"]
        )
        show_table(_leading(table, group), rows=rows, total="terms")


@app.command(epilog="Example: `analysis topics --k 2 --table articles`")
def topics(
    source: SourcePath = None,
    k: Annotated[
        int | None,
        typer.Option(
            "--k", min=1, metavar="N", help="Number of topics. [default: by mean silhouette]"
        ),
    ] = None,
    method: Annotated[
        Literal["agglomerative", "kmeans", "nmf"] | None,
        typer.Option("--method", help="[default: agglomerative up to 2,000 articles, then kmeans]"),
    ] = None,
    stop_words: StopWords = "english",
    table: Annotated[
        Literal["topics", "articles", "terms", "similarity", "partitions", "checks"],
        typer.Option("--table", help="Which table to show, and to write with --out."),
    ] = "topics",
    seed: Seed = None,
    out: OutFile = None,
    rows: Rows = ROWS,
) -> None:
    """Group articles by the words they share, and say how stable the groups are."""
    from analysis.topics.clustering import cluster_topics

    check_out(out, source)
    found = open_source(source)
    counts = _counted(found, stop_words)
    with working("clustering"):
        result = cluster_topics(
            counts, k=k, method=method, seed=found.seed if seed is None else seed
        )
    chosen: pd.DataFrame = getattr(result, table)
    write_out(chosen, out)
    show_lines([*result.notes, ""])
    if table == "topics":
        chosen = chosen[["topic", "n_articles", "stability", "chance", "verdict", "label"]]
    show_table(chosen, rows=rows)


@app.command(epilog='Example: `analysis concordance "cease*fire" --sort date`')
def concordance(
    pattern: Annotated[
        str,
        typer.Argument(
            metavar="PATTERN",
            help="A word or a phrase; * stands for any letters, ? for one: 'peace talk*'.",
        ),
    ],
    source: SourcePath = None,
    sort: Annotated[
        Literal["article", "date", "left", "right", "match"],
        typer.Option("--sort", help="Order of the lines; left and right: by the nearest words."),
    ] = "article",
    width: Annotated[
        int, typer.Option("--width", min=0, metavar="N", help="Characters on each side.")
    ] = 60,
    case: Annotated[bool, typer.Option("--case", help="Tell capitals from small letters.")] = False,
    out: OutFile = None,
    rows: Rows = ROWS,
) -> None:
    """Show a word or phrase wherever it occurs, with the words around it."""
    from analysis.text.concordance import concordance as find

    check_out(out, source)
    found = open_source(source)
    with working("searching"):
        table = find(found.texts, pattern, width=width, sort=sort, ignore_case=not case)
    write_out(table, out)
    articles = table["article_id"].nunique()
    show_lines([f"{len(table):,} places in {articles:,} of {len(found.articles):,} articles"])
    if len(table):
        show_table(_context(table), rows=rows, total="places")


def _counted(
    source: Source, stop_words: str, scheduler: str | None = None, **options: Any
) -> "TermCounts":
    """The term counts of the articles; those that are stored, if the texts are not here."""
    from analysis.text.counts import count_terms

    left_out = None if stop_words == "none" else stop_words
    if scheduler is not None:
        from analysis.cluster.connecting import connection
        from analysis.cluster.counting import cluster_counts

        with working("counting on the cluster"), connection(scheduler) as client:
            found: TermCounts = cluster_counts(
                source.corpus, client, stop_words=left_out, **options
            )
        return found
    if not source.has_texts:
        return _stored(source, stop_words, **options)
    with working("counting"), warnings_said():
        counts: TermCounts = count_terms(
            source.articles["body"], article_ids=source.articles["article_id"],
            stop_words=left_out, **options,
        )  # fmt: skip
    return counts


def _stored(source: Source, stop_words: str, **options: Any) -> "TermCounts":
    """The stored counts of a study, of single words and without numbers."""
    from dataclasses import replace

    from analysis.text.options import count_options
    from analysis.text.term_counts import TermCounts

    if options.pop("numbers", False) or options.pop("ngram_range", (1, 1)) != (1, 1):
        raise InputError(
            "--numbers and --ngrams", "need the articles' texts, which are not here",
            "restore the study's raw files",
        )  # fmt: skip
    assert source.study is not None  # noqa: S101  (for the type checker)
    counts = TermCounts.from_frame(source.study.table("term_counts"))
    left_out = count_options(stop_words=None if stop_words == "none" else stop_words).stop_words
    articles = (counts.matrix > 0).sum(axis=0).A1
    kept = [
        column
        for column, term in enumerate(counts.terms)
        if term not in left_out and articles[column] >= options.get("min_df", 1)
    ]
    return replace(
        counts, matrix=counts.matrix[:, kept], terms=[counts.terms[column] for column in kept]
    )


def _frequencies(counts: "TermCounts") -> "pd.DataFrame":
    """Each term with its occurrences and articles, the most frequent first."""
    import numpy as np
    import pandas as pd

    held = np.bincount(counts.matrix.indices, minlength=len(counts.terms))
    total = np.asarray(counts.matrix.sum(axis=0)).ravel()
    frame = pd.DataFrame({"count": total, "articles": held, "term": counts.terms})
    return frame.sort_values(["count", "term"], ascending=[False, True], ignore_index=True)


def _leading(table: "pd.DataFrame", toward: str) -> "pd.DataFrame":
    """The terms more frequent in one group, in the order of what can be said of them."""
    import pandas as pd

    from analysis.comparison.leading import leading_terms

    leading = leading_terms(table, toward, n=len(table))
    shown: dict[str, pd.Series[Any] | list[str]] = {"term": leading["term"]}
    for role in ("target", "reference"):
        n = table.attrs[f"n_{role}"]
        shown[f"in {table.attrs[role]}"] = [
            f"{times} in {held} of {n}" if times else "0"
            for times, held in zip(
                leading[f"{role}_count"], leading[f"{role}_articles"], strict=True
            )
        ]
    shown |= {name: leading[name] for name in ("log_ratio", "p_max", "verdict")}
    return pd.DataFrame(shown)


def _context(table: "pd.DataFrame") -> "pd.DataFrame":
    """Date, outlet (or article) and the line itself, cut at a terminal to its width."""
    import pandas as pd

    name = table["article_id" if table["outlet"].isna().all() else "outlet"].fillna("–")
    date = table["date"].fillna("–")
    left, right, match = (
        [printable(text) for text in table[part]] for part in ("left", "right", "match")
    )
    if at_terminal():
        # Two brackets, and three spaces after each of the columns before the line.
        used = date.str.len().max() + name.str.len().max() + max(map(len, match)) + 2 + 2 * 3
        side = max((terminal_width() - int(used)) // 2, 10)
        left = [text if len(text) <= side else f"…{text[1 - side :]}" for text in left]
        right = [text if len(text) <= side else f"{text[: side - 1]}…" for text in right]
    start = max(map(len, left))
    lines = [
        f"{before.rjust(start)}[{word}]{after}"
        for before, word, after in zip(left, match, right, strict=True)
    ]
    return pd.DataFrame({"date": date, "outlet": name, "line": lines}).rename(
        columns={"outlet": str(name.name)}
    )
