"""Frames against hand codes, and the speed of matching beside Python's own `re`.

    python benchmarks/frames.py PATH [MEGABYTES]

PATH is a CSV of articles with a column `text` and columns RE, HI, CO, MO and EC (True or False), as
in the Narrative Frames Corpus (Frermann et al. 2023). F1 is that of the generic codebook's
`present`, as shipped. "cv" is F1 when the threshold is set again in ten times five folds on four
fifths and applied to the fifth: it says how much the shipped threshold owes to these articles.
"P>yes" is the share of resamples of articles in which the shipped rule is above always-yes;
"half>yes" that of random halves in which a threshold set on the other half is.
The indicators themselves were chosen with half of the corpus at hand; only articles never looked
at can say what that is worth. Human coders agree poorly on these frames (alpha .38 to .45 on
conflict), so that no method can come near 1.
"""

import csv
import re
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
from arguments import parser

from analysis import code_frames, frame_shares, split_sentences
from analysis.framing.codebook import load_codebook

FRAMES = {
    "responsibility": "RE",
    "conflict": "CO",
    "economic_consequences": "EC",
    "human_interest": "HI",
    "morality": "MO",
}
NO_QUOTATIONS = pd.DataFrame({"article_id": [], "start": [], "end": []})


def main(path: Path, megabytes: float) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        articles = list(csv.DictReader(file))
    texts = [article["text"] for article in articles]
    bodies = pd.DataFrame({"article_id": [f"{n:06}" for n in range(len(texts))], "body": texts})
    sentences = split_sentences(bodies)
    codes = code_frames(sentences, codebook="generic", quotations=NO_QUOTATIONS)
    shares = frame_shares(codes, sentences, "generic")
    quality(articles, shares)
    print()
    speed(sentences["text"], megabytes)


def quality(articles: list[dict[str, str]], shares: pd.DataFrame) -> None:
    """F1 per frame beside always-yes."""
    book = load_codebook("generic")
    print(f"{len(articles)} articles, codebook generic {book.version} ({book.hash[:12]})")
    columns = ("share", "yes", "F1", "prec", "rec", "cv", "P>yes", "half>yes")
    print(f"{'frame':<22} " + " ".join(f"{column:>8}" for column in columns))
    rng = np.random.default_rng(0)
    means = []
    for frame, column in FRAMES.items():
        truth = np.array([article[column].startswith("True") for article in articles])
        rows = shares[(shares["frame"] == frame) & (shares["unit"] == "article")]
        rows = rows.sort_values("article_id")
        present = rows["present"].fillna(False).to_numpy(bool)
        key = "hits" if book.frame(frame).present[0].hits > 1 else "indicators"
        figures = (
            truth.mean(),
            always(truth),
            f1(truth, present),
            (truth & present).sum() / max(1, present.sum()),
            (truth & present).sum() / truth.sum(),
            cross_validated(truth, rows[key].to_numpy(), rng),
            above_always(truth, present, rng),
            halves_above_always(truth, rows[key].to_numpy(), rng),
        )
        means.append((figures[1], figures[2], figures[5]))
        print(f"{frame:<22} " + " ".join(f"{figure:8.3f}" for figure in figures))
    yes, own, cv = np.mean(means, axis=0)
    print(f"{'mean':<22} {'':>8} {yes:8.3f} {own:8.3f} {'':>8} {'':>8} {cv:8.3f}")


def f1(truth: np.ndarray, found: np.ndarray) -> float:
    return float(2 * (truth & found).sum() / max(1, truth.sum() + found.sum()))


def always(truth: np.ndarray) -> float:
    return float(2 * truth.mean() / (1 + truth.mean()))


def cross_validated(truth: np.ndarray, count: np.ndarray, rng: np.random.Generator) -> float:
    """Mean F1 of ten times five folds, the threshold set on the other four."""
    scores = []
    for _ in range(10):
        fold = rng.permutation(len(truth)) % 5
        found = np.zeros(len(truth), bool)
        for part in range(5):
            rest = fold != part
            best = max(np.unique(count), key=lambda k: f1(truth[rest], count[rest] >= k))
            found[~rest] = count[~rest] >= best
        scores.append(f1(truth, found))
    return float(np.mean(scores))


def above_always(truth: np.ndarray, found: np.ndarray, rng: np.random.Generator) -> float:
    """Share of 1,000 resamples of articles in which F1 is above always-yes."""
    wins = 0
    for _ in range(1000):
        drawn = rng.integers(len(truth), size=len(truth))
        wins += f1(truth[drawn], found[drawn]) > always(truth[drawn])
    return wins / 1000


def halves_above_always(truth: np.ndarray, count: np.ndarray, rng: np.random.Generator) -> float:
    """Share of 400 random halves in which the other half's threshold is above always-yes."""
    wins = 0
    for _ in range(400):
        drawn = rng.permutation(len(truth))
        known, other = drawn[: len(drawn) // 2], drawn[len(drawn) // 2 :]
        best = max(np.unique(count), key=lambda k: f1(truth[known], count[known] >= k))
        wins += f1(truth[other], count[other] >= best) > always(truth[other])
    return wins / 400


def speed(column: pd.Series, megabytes: float) -> None:
    """Megabytes a second of processor time, interleaved with an alternation of the indicators."""
    book = load_codebook("generic")
    size = sum(len(text.encode()) for text in column)
    column = pd.concat([column] * max(1, round(megabytes * 1e6 / size)), ignore_index=True)
    texts = column.tolist()
    volume = sum(len(text.encode()) for text in texts) / 1e6
    items = [item.pattern for frame in book.frames for item in frame.indicators]
    alternation = re.compile("|".join(rf"\b{expression(item)}\b" for item in items), re.IGNORECASE)
    coder = book.coder
    coder.many_compiled(texts[:10])  # load the compiled code
    jobs: dict[str, Callable[[], int]] = {
        "analysis, compiled": lambda: len(coder.many_compiled(column)),
        "analysis, definition": lambda: len(coder.many_plain(texts)),
        "re, flat alternation": lambda: sum(len(alternation.findall(text)) for text in texts),
    }
    print(f"{len(items)} indicators, {volume:.1f} MB in {len(texts):,} sentences; processor time")
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    found = {}
    for _ in range(3):
        for name, job in jobs.items():
            start = time.process_time()
            found[name] = job()
            seconds[name].append(time.process_time() - start)
    for name, taken in seconds.items():
        print(f"{name:<22} {volume / median(taken):8.1f} MB/s {found[name]:10,} hits")


def expression(pattern: object) -> str:
    """An indicator as a regular expression, gaps and all."""
    gap = r"(?:\W+\w+){0," + str(pattern.gap) + r"}\W+"  # type: ignore[attr-defined]
    parts = [
        r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in segment)
        for segment in pattern.segments  # type: ignore[attr-defined]
    ]
    return gap.join(parts)


if __name__ == "__main__":
    arguments = parser(__doc__)
    arguments.add_argument("megabytes", type=float, nargs="?", default=4.0)
    given = arguments.parse_args()
    main(given.path, given.megabytes)
