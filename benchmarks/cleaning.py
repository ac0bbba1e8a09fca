"""Measure `clean_text` and `clean_html` on pages with a known article, beside other extractors.

    python benchmarks/cleaning.py PATH/cleaning [--leave-out] [--lost]

PATH/cleaning holds manifest.json, raw/ (pages saved as text), gold/ (the article's paragraphs) and
source/ (their HTML, gzip). Token F1, precision and recall are means over pages of the comparison of
two multisets of lower-case words (``\\w+``). A paragraph is lost if fewer than half of its word
triples (its words, if it has fewer than three) stand in what was kept. Pages/s are by
processor time of one core, each page seen for the first time. With --leave-out, `clean_text` alone,
each page without the phrases and weights that came from its site (left_out.py).
"""

import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from arguments import parser

import analysis
from analysis.corpus.scoring import FEATURES

_WORD = re.compile(r"\w+")


def token_scores(found: str, wanted: str) -> tuple[float, float, float]:
    """F1, precision and recall of two texts as multisets of words."""
    have, want = (Counter(_WORD.findall(text.lower())) for text in (found, wanted))
    shared = sum((have & want).values())
    if not shared:
        return (1.0, 1.0, 1.0) if not have and not want else (0.0, 0.0, 0.0)
    precision, recall = shared / sum(have.values()), shared / sum(want.values())
    return 2 * precision * recall / (precision + recall), precision, recall


def lost_paragraphs(found: str, paragraphs: list[str]) -> list[str]:
    """The paragraphs that are not in a text."""
    text = f" {' '.join(_WORD.findall(found.lower()))} "
    lost = []
    for paragraph in paragraphs:
        words = _WORD.findall(paragraph.lower())
        size = min(3, len(words))
        runs = [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)] if size else []
        if runs and sum(f" {run} " in text for run in runs) < 0.5 * len(runs):
            lost.append(paragraph)
    return lost


def main(folder: Path, *, leave_out: bool, show_lost: bool) -> None:
    """Print a table: one row for each method and kind of page."""
    rows: list[dict[str, Any]] = []
    documents = json.loads((folder / "manifest.json").read_text("utf-8"))["documents"]
    pages = [
        (
            row["kind"],
            (folder / row["raw"]).read_text("utf-8"),
            gzip.decompress((folder / row["source"]).read_bytes()),
            json.loads((folder / row["gold"]).read_text("utf-8"))["body"],
        )
        for row in documents
    ]
    methods = [_left_out(documents, pages)] if leave_out else _methods()
    for name, source, method in methods:
        method(pages[0][1] if source == "text" else pages[0][2])  # imports are not timed
        results = []
        for kind, text, html, gold in pages:
            start = time.process_time()
            found = method(text if source == "text" else html)
            seconds = time.process_time() - start
            lost = lost_paragraphs(found, gold)
            results.append(
                (kind, *token_scores(found, "\n".join(gold)), len(lost), len(gold), seconds)
            )
            if show_lost and name.startswith("clean_text"):
                for paragraph in lost:
                    print(f"lost: {paragraph[:100]}")
        frame = pd.DataFrame(
            results, columns=pd.Index("kind f1 precision recall lost of seconds".split())
        )
        for kind, part in [("all", frame), *frame.groupby("kind")]:
            rows.append(
                {
                    "input": source, "method": name, "pages": kind, "n": len(part),
                    "F1": part["f1"].mean(), "precision": part["precision"].mean(),
                    "recall": part["recall"].mean(), "lost": part["lost"].sum(),
                    "of": part["of"].sum(), "pages/s": len(part) / part["seconds"].sum(),
                }
            )  # fmt: skip
    table = pd.DataFrame(rows).round({"F1": 4, "precision": 4, "recall": 4, "pages/s": 0})
    # What was left out was worked out beforehand.
    print((table.drop(columns="pages/s") if leave_out else table).to_string(index=False))


def _left_out(
    documents: list[dict[str, Any]], pages: list[tuple[str, str, bytes, list[str]]]
) -> tuple[str, str, Callable[[Any], str]]:
    """`clean_text` on each page without what came from its group, worked out beforehand."""
    from fit_cleaning import fit, labelled
    from left_out import groups, using, without

    raws = [raw for _, raw, _, _ in pages]
    group_of = groups(raws, [row["url"] for row in documents])
    fitted = [labelled(raw, gold) for _, raw, _, gold in pages]
    bodies: dict[str, str] = {}
    for group, compiled in without(raws, group_of).items():
        others = [page for page, its in zip(fitted, group_of, strict=True) if its != group]
        weights = dict(zip(FEATURES, fit(others), strict=True))
        with using(compiled=compiled, weights=weights):
            for raw, its in zip(raws, group_of, strict=True):
                if its == group:
                    bodies[raw] = analysis.clean_text(raw).body
    return f"clean_text, {len(set(group_of))} groups left out", "text", bodies.__getitem__


def _methods() -> list[tuple[str, str, Callable[[Any], str]]]:
    """Every method with what it reads."""

    def trafilatura(page: Any) -> str:
        from trafilatura import extract

        return extract(page, include_comments=False) or ""

    def justext(page: str) -> str:
        import justext as peer  # type: ignore[import-untyped]

        html = (
            "<html><body>"
            + "".join(f"<p>{_escaped(part)}</p>" for part in page.split("\n") if part.strip())
            + "</body></html>"
        )
        found = peer.justext(html, peer.get_stoplist("English"))
        return "\n".join(part.text for part in found if not part.is_boilerplate)

    def trafilatura_text(page: str) -> str:
        return trafilatura(
            "<html><body>"
            + "".join(f"<p>{_escaped(part)}</p>" for part in page.split("\n") if part.strip())
            + "</body></html>"
        )

    return [
        ("clean_text", "text", lambda page: analysis.clean_text(page).body),
        ("everything", "text", lambda page: str(page)),
        ("trafilatura, lines as <p>", "text", trafilatura_text),
        ("trafilatura, as it is", "text", trafilatura),
        ("justext, lines as <p>", "text", justext),
        ("clean_html", "html", lambda page: analysis.clean_html(page).body),
        ("trafilatura", "html", trafilatura),
    ]


def _escaped(text: str) -> str:
    """Text as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


if __name__ == "__main__":
    arguments = parser(__doc__)
    arguments.add_argument("--lost", action="store_true", help="name the paragraphs lost")
    arguments.add_argument("--leave-out", action="store_true", help="an estimate for unseen sites")
    given = arguments.parse_args()
    main(given.path, leave_out=given.leave_out, show_lost=given.lost)
