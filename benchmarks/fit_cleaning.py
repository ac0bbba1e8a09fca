"""Fit the weights of `analysis.corpus.scoring` on labelled pages, and cross-validate the cleaning.

    python benchmarks/fit_cleaning.py PATH/cleaning

PATH/cleaning holds manifest.json, raw/ and gold/. Prints the weights of a logistic regression on
all pages (scikit-learn, L2, C = 0.3; a block weighs the root of its words), then token F1 with
weights fitted on nine tenths of the pages and used on the other tenth. Only the weights are
cross-validated: `cleaning.py --leave-out` leaves out the phrases, too.
"""

import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
from arguments import parser

from analysis.corpus import scoring
from analysis.corpus.cleaning import clean_text
from analysis.corpus.lines import make_blocks, split_lines

_WORD = re.compile(r"\w+")
_FOLDS = 10


def main(folder: Path) -> None:
    """Fit, print, cross-validate."""
    from cleaning import token_scores
    from left_out import using

    pages = [
        labelled(
            (folder / row["raw"]).read_text("utf-8"),
            json.loads((folder / row["gold"]).read_text("utf-8"))["body"],
        )
        for row in json.loads((folder / "manifest.json").read_text("utf-8"))["documents"]
    ]
    for name, weight in zip(scoring.FEATURES, fit(pages), strict=True):
        print(f"{name:14}{weight:7.2f}   committed {scoring.WEIGHTS[name]:6.2f}")
    scores = []
    for fold in range(_FOLDS):
        fitted = fit([page for i, page in enumerate(pages) if i % _FOLDS != fold])
        with using(weights=dict(zip(scoring.FEATURES, fitted, strict=True))):
            for page in pages[fold::_FOLDS]:
                body = clean_text(page["raw"]).body
                scores.append(token_scores(body, "\n".join(page["gold"]))[0])
    print(f"macro token F1, cross-validated weights: {np.mean(scores):.4f}")


def labelled(raw: str, gold: list[str]) -> dict[str, Any]:
    """A page's blocks, features and labels: 1 where the gold text holds the block."""
    blocks = make_blocks(split_lines(raw))
    text = f" {_plain(' '.join(gold))} "
    labels = [bool(_plain(block.text)) and f" {_plain(block.text)} " in text for block in blocks]
    # A short line of the navigation may stand in the article by chance; near its long lines only.
    long = [i for i, block in enumerate(blocks) if labels[i] and len(block.text) > 60] or [
        0,
        len(blocks),
    ]
    for i, block in enumerate(blocks):
        if len(_plain(block.text).split()) < 6 and not long[0] - 3 <= i <= long[-1] + 3:
            labels[i] = False
    facts = [scoring.facts(block.text) for block in blocks]
    weights = [math.sqrt(max(1, min(80, scoring.count_words(block.text)))) for block in blocks]
    return {
        "raw": raw,
        "gold": gold,
        "features": scoring.measure(blocks, facts),
        "labels": labels,
        "weights": weights,
    }


def fit(pages: list[dict[str, Any]]) -> list[float]:
    """Weights in the order of the features; the first is the constant."""
    from sklearn.linear_model import LogisticRegression

    features = np.vstack([page["features"][:, 1:] for page in pages])
    labels = np.concatenate([page["labels"] for page in pages])
    weights = np.concatenate([page["weights"] for page in pages])
    model = LogisticRegression(C=0.3, max_iter=5000).fit(features, labels, sample_weight=weights)
    return [float(model.intercept_[0]), *map(float, model.coef_[0])]


def _plain(text: str) -> str:
    """A text's words in lower case, parted by single spaces."""
    return " ".join(_WORD.findall(text.lower()))


if __name__ == "__main__":
    main(parser(__doc__).parse_args().path)
