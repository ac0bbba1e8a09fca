"""Quotations found and attributed, against hand-annotated attributions.

    python benchmarks/quotations.py PATH

PATH holds ``text/*.txt`` and ``attributions.csv`` as PolNeAR 1.0 gives them (columns file, source,
cue, content and their ``_span`` columns: character offsets, split spans joined by ``;`` or ``||``).

Gold kinds are derived from the text of the content:
  wrapped   it begins and ends with a quotation mark
  opened    it begins with one
  marked    it contains one
  indirect  it contains none
A prediction is matched with one annotation at most, best overlap first. Overlap is the
intersection over union of characters, at least 0.3; the annotation's characters are those of all
its spans, or all from the first to the last ("hull").
Speaker, of matched direct quotations: right if a content word of the annotated source is in the
predicted speaker; a pronoun counts as right if it is resolved to a name ("lenient") or is left out
of the count ("named"). Who a pronoun stands for is not
annotated.
The held-out part is three tenths of the articles, by a hash of their names.
"""

import csv
import hashlib
import re
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from arguments import parser

from analysis.framing.quotations import Quotation, find_quotations

MARKS = ('"', "“", "”", "''", "``", "«", "»")
PRONOUNS = frozenset("he she they we i it who that which his her their you him them".split())
STOP = frozenset(
    "the and for his her their who that which said says mr mrs ms dr sen rep gov former".split()
)
Spans = list[tuple[int, int]]


class Gold(NamedTuple):
    """One annotated attribution."""

    spans: Spans
    text: str
    source: str

    @property
    def wrapped(self) -> bool:
        return self.opened and (self.text.endswith(MARKS) or self.text[:-1].endswith(MARKS))

    @property
    def opened(self) -> bool:
        return self.text.startswith(MARKS)

    @property
    def marked(self) -> bool:
        return any(mark in self.text for mark in MARKS)


def spans_of(cell: str) -> Spans:
    """The spans of a cell, in the order of the text."""
    parts = (part.split() for part in re.split(r"\|\||;", cell) if part.strip())
    return sorted((int(a), int(b)) for a, b in parts)


def read(folder: Path) -> tuple[dict[str, str], dict[str, list[Gold]]]:
    """The texts and their annotations; of several annotators of a text, the first by name."""
    texts = {}
    for path in sorted((folder / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            texts[path.stem] = file.read()
    by_file: dict[str, dict[str, list[Gold]]] = defaultdict(lambda: defaultdict(list))
    with (folder / "attributions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = texts[row["file"]]
            spans = spans_of(row["content_span"])
            if spans:
                source = " ".join(text[a:b] for a, b in spans_of(row["source_span"]))
                content = " ".join(text[a:b] for a, b in spans).strip()
                by_file[row["file"]][row["annotator"]].append(Gold(spans, content, source))
    return texts, {name: coded[min(coded)] for name, coded in by_file.items()}


def overlap(start: int, end: int, spans: Spans) -> float:
    """Intersection over union of the characters start to end and those of the spans."""
    shared = sum(max(0, min(end, b) - max(start, a)) for a, b in spans)
    return shared / (end - start + sum(b - a for a, b in spans) - shared)


def match(found: list[Quotation], gold: list[Gold], hull: bool, least: float) -> dict[int, int]:
    """Which prediction is which annotation: one to one, best overlap first."""
    pairs = []
    for i, row in enumerate(found):
        for j, item in enumerate(gold):
            spans = [(item.spans[0][0], item.spans[-1][1])] if hull else item.spans
            if row.start < spans[-1][1] and spans[0][0] < row.end:
                score = overlap(row.start, row.end, spans)
                if score >= least:
                    pairs.append((-score, i, j))
    matched: dict[int, int] = {}
    taken = set()
    for _, i, j in sorted(pairs):
        if i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)
    return matched


DEFINITIONS: dict[str, tuple[tuple[str, ...], Callable[[Gold], bool]]] = {
    "direct: wrapped": (("direct",), lambda g: g.wrapped),
    "direct: opened": (("direct",), lambda g: g.opened),
    "direct, partial: marked": (("direct", "partial"), lambda g: g.marked),
    "indirect: no marks": (("indirect",), lambda g: not g.marked),
    "all": (("direct", "partial", "indirect"), lambda g: True),
}


def report(
    name: str, found: dict[str, list[Quotation]], gold: dict[str, list[Gold]], least: float = 0.3
) -> None:
    """Print precision, recall and F1 under every definition, and the speakers."""
    print(f"\n{name}: {len(gold)} articles, overlap at least {least}")
    heads = "".join(f"{head:>7}" for head in ("found", "gold", "P", "R", "F1"))
    print(f"  {'kind and annotation':26}{heads}{'F1 hull':>9}")
    for label, (kinds, keep) in DEFINITIONS.items():
        hits = {False: 0, True: 0}
        n_found = n_gold = 0
        for file, items in gold.items():
            rows = [row for row in found[file] if row.kind in kinds]
            kept = [item for item in items if keep(item)]
            n_found, n_gold = n_found + len(rows), n_gold + len(kept)
            for hull in hits:
                hits[hull] += len(match(rows, kept, hull, least))
        p, r = hits[False] / max(n_found, 1), hits[False] / max(n_gold, 1)
        f1, f1_hull = (2 * hits[hull] / max(n_found + n_gold, 1) for hull in (False, True))
        print(f"  {label:26}{n_found:7}{n_gold:7}{p:7.3f}{r:7.3f}{f1:7.3f}{f1_hull:9.3f}")
    speakers(found, gold, least)


def words(text: str) -> set[str]:
    """Content words of a name or source."""
    found = re.findall(r"[\w\-]+(?:'s)?", text.replace("’", "'"))
    return {w.lower().removesuffix("'s") for w in found} - STOP - {"s", "a", "of"}


def speakers(found: dict[str, list[Quotation]], gold: dict[str, list[Gold]], least: float) -> None:
    """Print how many matched direct quotations have the right speaker."""
    named = right = pronouns = resolved = 0
    for file, items in gold.items():
        rows = [row for row in found[file] if row.kind == "direct"]
        kept = [item for item in items if item.wrapped]
        for i, j in match(rows, kept, False, least).items():
            speaker, source = rows[i].speaker, kept[j].source
            if not source or source.strip().lower() in PRONOUNS:
                pronouns += 1
                resolved += speaker != "unresolved"
            else:
                named += 1
                right += bool(words(source) & words(speaker))
    print(
        f"  speaker of direct quotations: named {right}/{named} = {right / max(named, 1):.3f}; "
        f"pronouns resolved {resolved}/{pronouns} = {resolved / max(pronouns, 1):.3f}; "
        f"lenient {(right + resolved) / max(named + pronouns, 1):.3f}"
    )


def main(folder: Path) -> None:
    """Read, extract and report."""
    texts, gold = read(folder)
    for name in texts:
        find_quotations(texts[name])
    start = time.process_time()
    found = {name: find_quotations(texts[name]) for name in texts}
    seconds = time.process_time() - start
    held = {f for f in gold if int(hashlib.sha256(f.encode()).hexdigest(), 16) % 10 >= 7}
    report("All", found, gold)
    report("Developed on", found, {f: items for f, items in gold.items() if f not in held})
    report("Held out", found, {f: items for f, items in gold.items() if f in held})
    characters = sum(map(len, texts.values()))
    print(
        f"\nSpeed, one core (processor time): {len(texts) / seconds:.0f} articles a second, "
        f"{characters / seconds / 1e6:.2f} million characters a second"
    )


if __name__ == "__main__":
    main(parser(__doc__).parse_args().path)
