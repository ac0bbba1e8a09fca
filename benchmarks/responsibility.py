"""Attributions of responsibility against a person's judgement: precision, with Wilson's interval.

    python benchmarks/responsibility.py [CODES TEXTS]

CODES is a CSV with article_id, sentence, start, kind and cue of each row of the table, and whether
a reader of its sentence found the blamed party and the kind right (blamed_right) and the speaker
right (speaker_right); TEXTS a folder with a text file per article_id. Without them, the study's own
articles and data/coding/hand-responsibility.csv; data/coding/hand-responsibility-polnear.csv judges
all rows found in the 200 texts of PolNeAR's training part.

One reader judged; the rules were mended after the first hundred rows had been read, so that the
figures are those of the mended rules on texts that were looked at. What the rules miss was not
counted: there is no recall here.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from arguments import parser

from analysis import open_study, read_articles
from analysis.framing.responsibility import responsibility_table
from analysis.framing.validation import proportion

KEY = ["article_id", "sentence", "start", "kind", "cue"]


def main(codes: Path | None, texts: Path | None) -> None:
    if codes and texts:
        paths = sorted(texts.glob("*.txt"))
        if not paths:
            raise SystemExit(f"{texts}: holds no text files (*.txt)")
        bodies = [path.read_bytes().decode("utf-8") for path in paths]
        articles = pd.DataFrame({"article_id": [path.stem for path in paths], "body": bodies})
        actors = None
    else:
        study = open_study()
        articles, actors = read_articles(study).articles, study.actors
        codes = study.root / "data/coding/hand-responsibility.csv"
    found = responsibility_table(articles, actors=actors)
    judged = pd.read_csv(codes)
    rows = found[KEY].merge(judged, on=KEY, how="left", validate="1:1")
    known = rows[rows["blamed_right"].notna()]
    print(
        f"{len(found)} rows in {len(articles)} articles, {len(known)} of them judged; "
        f"{len(judged) - len(known)} judged rows are no longer found"
    )
    for kind, part in [("all", known), *known.groupby("kind")]:
        line(f"{kind}: blamed and kind right", part["blamed_right"])
    line("speaker right, of the right ones", known.loc[known["blamed_right"] == 1, "speaker_right"])


def line(label: str, right: "pd.Series[float]") -> None:
    """One proportion with its interval."""
    values = right.to_numpy(dtype=float) == 1
    share, low, high = proportion(values, np.ones(len(values)))
    print(f"{label:34} {values.sum():4}/{len(values):<4} = {share:.3f} ({low:.3f} to {high:.3f})")


if __name__ == "__main__":
    arguments = parser(__doc__, path=False)
    arguments.add_argument("codes", type=Path, nargs="?")
    arguments.add_argument("texts", type=Path, nargs="?")
    given = arguments.parse_args()
    main(given.codes, given.texts)
