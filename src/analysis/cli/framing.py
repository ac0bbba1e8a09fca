"""Commands on frames and voices: coding, quotations, coding by hand and its reliability."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from analysis.cli.application import app, say, warnings_said
from analysis.cli.groups import Before, By, grouped, only_grouped
from analysis.cli.output import (
    ROWS,
    OutFile,
    Rows,
    check_out,
    show_lines,
    show_table,
    write_out,
)
from analysis.cli.progress import working
from analysis.cli.scheduler import Scheduler
from analysis.cli.source import SourcePath, open_source
from analysis.cli.terms import Seed
from analysis.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


def _codebooks(incomplete: str) -> list[str]:
    from analysis.framing.codebook import BUNDLED

    return [name for name in BUNDLED if name.startswith(incomplete)]


CodebookName = Annotated[
    str | None,
    typer.Option(
        "--codebook",
        metavar="NAME",
        autocompletion=_codebooks,
        help="conflict, generic, functions, or a YAML file. [default: the study's, or generic]",
    ),
]


@app.command(epilog="Example: `analysis frames --codebook conflict --out build/shares.csv`")
def frames(
    source: SourcePath = None,
    codebook: CodebookName = None,
    by: By = None,
    before: Before = None,
    table: Annotated[
        Literal["shares", "codes"],
        typer.Option("--table", help="What --out writes: shares, or every indicator found."),
    ] = "shares",
    seed: Seed = None,
    scheduler: Scheduler = None,
    out: OutFile = None,
    rows: Rows = ROWS,
) -> None:
    """Find the frames of a codebook, and show what share of the sentences carries each.

    --out writes the table frame_shares, or with --table codes the table frame_codes.
    """
    from analysis.framing.coding import code_frames
    from analysis.framing.shares import frame_shares
    from analysis.text.sentences import split_sentences

    check_out(out, source)
    found = open_source(source, partitioned=scheduler is not None)
    book = codebook or found.codebook
    seed = found.seed if seed is None else seed
    articles, of = only_grouped(found, grouped(found, by, before))
    with working("coding frames"), warnings_said():
        if scheduler is not None:
            from analysis.cluster.connecting import connection
            from analysis.cluster.framing import cluster_frames

            with connection(scheduler) as client:
                done = cluster_frames(found.corpus, book, client, by=of, seed=seed)
            codes, shares = done.codes, done.shares
        else:
            sentences = split_sentences(articles)
            codes = code_frames(sentences, book)
            shares = frame_shares(codes, sentences, book, groups=of, seed=seed)
    write_out(shares if table == "shares" else codes, out)
    show_lines([f"Codebook {book}: {len(codes):,} indicators in {len(articles):,} articles", ""])
    if table == "codes":
        show_table(codes[["article_id", "sentence", "frame", "match"]], rows=rows)
        return
    view = shares[shares["unit"] == "group"].sort_values(["frame", "group"], kind="stable")
    show_table(_shares(view), rows=rows)
    show_lines(f"{group}: {note}" for group, note in _notes(view))


@app.command(epilog="Example: `analysis quotes --out build/quotations.csv`")
def quotes(
    source: SourcePath = None,
    actors: Annotated[
        Path | None,
        typer.Option(
            "--actors", metavar="FILE", help="A list of actors (YAML). [default: the study's]"
        ),
    ] = None,
    table: Annotated[
        Literal["quotations", "voice"],
        typer.Option(
            "--table", help="What --out writes: every attribution, or the sums for each article."
        ),
    ] = "quotations",
    out: OutFile = None,
    rows: Rows = ROWS,
) -> None:
    """Find what is attributed to whom, and show who speaks.

    --out writes the table quotations, or with --table voice the table voice.
    """
    from analysis.framing.actors import as_index
    from analysis.framing.corpus_quotations import quotations_table
    from analysis.framing.voice import voice_table

    check_out(out, source)
    found = open_source(source)
    index = as_index(actors or found.actors)
    with working("finding quotations"), warnings_said():
        voice = voice_table(found.texts, actors=index)
        if out is not None:
            written = voice
            if table == "quotations":
                written = quotations_table(found.texts, actors=index)
            write_out(written, out)
    total = int(voice["attributions"].sum())
    show_lines([f"{total:,} attributions in {len(found.articles):,} articles", ""])
    show_table(_speakers(voice, listed=index is not None), rows=rows, total="speakers")


@app.command(epilog="Example: `analysis sheet --out build/coder-1.xlsx --per-frame 5`")
def sheet(
    out: Annotated[
        Path,
        typer.Option("--out", metavar="FILE.xlsx", help="The sheet. It must not exist yet."),
    ],
    source: SourcePath = None,
    codebook: CodebookName = None,
    by: By = None,
    before: Before = None,
    per_frame: Annotated[
        int,
        typer.Option(
            "--per-frame", min=0, metavar="N", help="Sentences per frame and group of articles."
        ),
    ] = 20,
    unflagged: Annotated[
        int | None,
        typer.Option(
            "--unflagged", min=0, metavar="N", help="Without a frame. [default: as per frame]"
        ),
    ] = None,
    seed: Seed = None,
    sample: Annotated[
        Path | None,
        typer.Option(
            "--sample",
            metavar="FILE",
            help="Write the table coding_sample: which sentences were drawn, with which "
            "probability. Not for coders.",
        ),
    ] = None,
) -> None:
    """Draw sentences and write a sheet to code them by hand, without the machine's codes.

    The same articles, codebook and seed give the same sheet: make one, and a copy for each coder.
    """
    from analysis.framing.coding import code_frames
    from analysis.framing.sheets import coding_sheet
    from analysis.text.sentences import split_sentences

    check_out(sample, source, out)
    if out.exists():
        raise InputError(
            out, "is there already, and may have been filled in", "give another name, or move it"
        )
    found = open_source(source)
    book = codebook or found.codebook
    articles, of = only_grouped(found, grouped(found, by, before))
    with working("drawing sentences"), warnings_said():
        sentences = split_sentences(articles)
        codes = code_frames(sentences, book)
        out.parent.mkdir(parents=True, exist_ok=True)
        drawn = coding_sheet(
            sentences, codes, book, out, groups=of, per_frame=per_frame, unflagged=unflagged,
            seed=found.seed if seed is None else seed,
        )  # fmt: skip
    write_out(drawn, sample)
    say(f"wrote {len(drawn):,} sentences of {drawn['article_id'].nunique():,} articles to {out}")


@app.command(
    epilog="Example: `analysis agreement data/coding/hand-codes.csv data/coding/hand-codes.csv` "
    "holds a coder against herself; give the .xlsx files that your coders have filled in."
)
def agreement(
    sheets: Annotated[
        list[Path], typer.Argument(metavar="SHEET SHEET...", help="Filled coding sheets.")
    ],
    level: Annotated[
        Literal["nominal", "ordinal", "interval", "ratio"],
        typer.Option("--level", help="Level of measurement of the codes."),
    ] = "nominal",
    table: Annotated[
        Literal["agreement", "confusion"],
        typer.Option("--table", help="What to show and to write: coefficients, or pairs of codes."),
    ] = "agreement",
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the bootstrap.")] = 0,
    out: OutFile = None,
    rows: Rows = ROWS,
) -> None:
    """Say how far coders agree: Krippendorff's alpha with its interval, and per cent agreement."""
    from analysis.framing.reliability import agreement as measure

    check_out(out, *sheets)
    with working("computing agreement"):
        found = measure(list(sheets), level=level, seed=seed)
    chosen = found.table if table == "agreement" else found.confusion
    write_out(chosen, out)
    show_table(_coefficients(chosen) if table == "agreement" else chosen, rows=rows)


def _shares(view: "pd.DataFrame") -> "pd.DataFrame":
    """Shares with what they are shares of."""
    import pandas as pd

    sentences = [
        f"{flagged} of {eligible}"
        for flagged, eligible in zip(view["flagged"], view["eligible"], strict=True)
    ]
    carry = [
        f"{present} of {n}"
        for present, n in zip(view["n_present"], view["n_articles"], strict=True)
    ]
    shown = {
        "frame": view["frame"], "group": view["group"], "sentences": sentences,
        "share": view["share"], "mean_of_articles": view["mean_share"],
        "lowest": view["min_share"], "highest": view["max_share"],
    }  # fmt: skip
    if view["ci_low"].notna().any():
        shown |= {"95%_from": view["ci_low"], "95%_to": view["ci_high"]}
    return pd.DataFrame({**shown, "articles_that_carry_it": carry})


def _notes(view: "pd.DataFrame") -> list[tuple[str, str]]:
    """What limits a group, once for each."""
    noted = view[view["note"].notna()].drop_duplicates(["group", "note"])
    return list(zip(noted["group"], noted["note"], strict=True))


def _speakers(voice: "pd.DataFrame", *, listed: bool) -> "pd.DataFrame":
    """Speakers over all articles, those with most words first."""
    keys = ["speaker", *(["actor"] if listed else [])]
    sums = voice.groupby(keys, dropna=False)
    frame = sums.agg(
        attributions=("attributions", "sum"), words=("words", "sum"),
        articles=("article_id", "nunique"),
    )  # fmt: skip
    for kind in ("direct", "partial", "indirect"):
        of_kind = voice[voice["kind"] == kind].groupby(keys, dropna=False)["attributions"].sum()
        frame[kind] = of_kind.reindex(frame.index).fillna(0).astype("int64")
    frame = frame.reset_index().sort_values(
        ["words", "attributions", "speaker"], ascending=[False, False, True], ignore_index=True
    )
    return frame[
        ["words", "attributions", "direct", "partial", "indirect", "articles", *keys[::-1]]
    ]


def _coefficients(table: "pd.DataFrame") -> "pd.DataFrame":
    """Alpha with its interval, or what stands in its way."""
    import pandas as pd

    alpha = ["undefined" if value != value else f"{value:.3f}" for value in table["alpha"].tolist()]
    interval = [
        "–" if low != low else f"{low:.3f} to {high:.3f}"
        for low, high in zip(table["alpha_low"], table["alpha_high"], strict=True)
    ]
    return pd.DataFrame(
        {
            "frame": table["frame"], "units": table["n_units"], "coders": table["n_coders"],
            "percent_agreement": table["percent_agreement"].round(1), "alpha": alpha,
            "95%_interval": interval, "note": table["note"],
        }
    )  # fmt: skip
