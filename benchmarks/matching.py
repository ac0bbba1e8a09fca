"""Matching a codebook and splitting sentences, beside what a user would pick instead.

    python benchmarks/matching.py PATH [--megabytes N] [--articles N] [--repeats N] [--peer PYTHON]

PATH is a CSV of articles with a column ``text``. Peers for matching are Python's ``re`` with a flat
alternation and with one built from a trie of the indicators, pyahocorasick and Hyperscan; for
sentences NLTK's Punkt (untrained: its models are not part of the package), pysbd and spaCy's
sentencizer. PYTHON is an interpreter that has those which this one lacks; what is installed in
neither is named and left out.

Each tool works in a process of its own, turn about; medians of processor seconds, imports and
building not included. The indicators are those of the codebook ``generic`` without a gap, in one
frame. Each tool gives places that do not overlap, the longest of those that begin first; to come to
that, what Aho-Corasick and Hyperscan find is filtered in Python. What a word is differs: for the
package hyphens and apostrophes join, for the others they part. So "agrees" is measured on sentences
brought down to letters a to z and single blanks, where all must find the same places. Of sentences,
"as ours" is the share of a peer's sentences that the package cuts out, too.
"""

import csv
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from arguments import parser

Places = list[tuple[int, int, int]]  # number of the text, start, end
Finder = Callable[[Sequence[str]], Places]


def find_with_analysis(indicators: list[str]) -> Finder:
    from dataclasses import replace

    from analysis.framing.codebook import load_codebook

    book = load_codebook("generic")
    items = {item.text: item for frame in book.frames for item in frame.indicators}
    plain = tuple(replace(items[text], exclusions=()) for text in indicators)
    frame = replace(book.frames[0], indicators=plain, exclusions=())
    coder = replace(book, frames=(frame,), exclusions=()).coder
    return lambda texts: [
        (number, start, end) for number, _, start, end in coder.many_compiled(texts).tolist()
    ]


def find_with_alternation(indicators: list[str]) -> Finder:
    # Those of more words first: they are longer where both begin at one place.
    ordered = sorted(indicators, key=lambda text: (-text.count(" "), -len(text)))
    return _find_with_re("|".join(map(_expression, ordered)))


def find_with_trie(indicators: list[str]) -> Finder:
    root: dict[str, Any] = {}
    for text in indicators:
        node = root
        for character in text.lower():
            node = node.setdefault(character, {})
        node[""] = {}
    return _find_with_re(_of_node(root))


def _of_node(node: dict[str, Any]) -> str:
    """A trie as an expression; a longer phrase is tried before a wildcard."""
    parts = [
        _expression(character) + _of_node(node[character])
        for character in sorted(node, key=lambda character: (character == "*", character))
        if character
    ]
    if not parts:
        return ""
    return f"(?:{'|'.join(parts)}){'?' if '' in node else ''}"


def _find_with_re(alternatives: str) -> Finder:
    found = re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE).finditer
    return lambda texts: [
        (number, *match.span()) for number, text in enumerate(texts) for match in found(text)
    ]


def _expression(text: str) -> str:
    """An indicator, or a character of one, as a regular expression."""
    signs = {"*": r"\w*", " ": r"[^\w\n]+"}
    return "".join(signs.get(character) or re.escape(character) for character in text)


def find_with_aho_corasick(indicators: list[str]) -> Finder:
    import ahocorasick  # type: ignore[import-not-found]

    automaton = ahocorasick.Automaton()
    for text in indicators:
        literal = text.lower().removesuffix("*")
        size, open_end = len(literal), text.endswith("*")
        automaton.add_word(literal, (size, open_end or automaton.get(literal, (0, False))[1]))
    automaton.make_automaton()
    rest = re.compile(r"\w*").match

    def find(texts: Sequence[str]) -> Places:
        places = []
        for number, text in enumerate(texts):
            found = []
            for last, (size, open_end) in automaton.iter(text.lower()):
                start, end = last + 1 - size, last + 1
                if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
                    continue
                more = rest(text, end).end()  # type: ignore[union-attr]
                if open_end or more == end:
                    found.append((start, more))
            places += [(number, start, end) for start, end in _longest(found)]
        return places

    return find


def find_with_hyperscan(indicators: list[str]) -> Finder:
    import hyperscan  # type: ignore[import-not-found]
    import numpy as np

    flags = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SOM_LEFTMOST
    database = hyperscan.Database()
    database.compile(
        expressions=[rf"\b{_expression(text)}\b".encode() for text in indicators],
        ids=list(range(len(indicators))),
        elements=len(indicators),
        flags=[flags] * len(indicators),
    )

    def find(texts: Sequence[str]) -> Places:
        data = [text.encode() for text in texts]
        found: list[tuple[int, int]] = []
        # All at once, which is what it does best.
        database.scan(
            b"\n".join(data),
            match_event_handler=lambda _, start, end, *rest: found.append((start, end)),
        )
        kept = np.array(_longest(found), dtype=np.int64).reshape(-1, 2)
        begin = np.cumsum([0, *(len(text) + 1 for text in data[:-1])])
        of = np.searchsorted(begin, kept[:, 0], side="right") - 1
        rows = np.column_stack([of, kept - begin[of, None]])
        return [(number, start, end) for number, start, end in rows.tolist()]

    return find


def _longest(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of places that overlap the one that begins first, the longest of these."""
    kept, last = [], 0
    for start, end in sorted(found, key=lambda place: (place[0], -place[1])):
        if start >= last:
            kept.append((start, end))
            last = end
    return kept


def split_with_analysis() -> Callable[[Sequence[str]], list[str]]:
    import pandas as pd

    from analysis import split_sentences

    def split(texts: Sequence[str]) -> list[str]:
        ids = [f"{number:06}" for number in range(len(texts))]
        table = pd.DataFrame({"article_id": ids, "body": list(texts)})
        return split_sentences(table, processes=1)["text"].tolist()

    return split


def split_with_punkt() -> Callable[[Sequence[str]], list[str]]:
    from nltk.tokenize.punkt import PunktSentenceTokenizer  # type: ignore[import-not-found]

    split = PunktSentenceTokenizer().tokenize
    return lambda texts: [sentence for text in texts for sentence in split(text)]


def split_with_pysbd() -> Callable[[Sequence[str]], list[str]]:
    import pysbd  # type: ignore[import-not-found]

    split = pysbd.Segmenter(language="en", clean=False).segment
    return lambda texts: [sentence for text in texts for sentence in split(text)]


def split_with_spacy() -> Callable[[Sequence[str]], list[str]]:
    import spacy  # type: ignore[import-not-found]

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return lambda texts: [found.text for text in pipeline.pipe(texts) for found in text.sents]


MATCHING: dict[str, tuple[str, Callable[[list[str]], Finder]]] = {
    "analysis": ("analysis", find_with_analysis),
    "re, alternation": ("re", find_with_alternation),
    "re, trie": ("re", find_with_trie),
    "pyahocorasick": ("ahocorasick", find_with_aho_corasick),
    "hyperscan": ("hyperscan", find_with_hyperscan),
}
SENTENCES: dict[str, tuple[str, Callable[[], Callable[[Sequence[str]], list[str]]]]] = {
    "analysis": ("analysis", split_with_analysis),
    "nltk, Punkt": ("nltk", split_with_punkt),
    "pysbd": ("pysbd", split_with_pysbd),
    "spacy, sentencizer": ("spacy", split_with_spacy),
}


def measure(what: str, tool: str, data: Path) -> None:
    """Run a tool once in this process; print its processor seconds and what it found."""
    given = json.loads(data.read_text(encoding="utf-8"))
    work: Callable[[Any], Any]
    check: Any = ()
    if what == "matching":
        work = MATCHING[tool][1](given["indicators"])
        check = work(given["plain"])  # loads the compiled code, too
        texts = given["sentences"]
    else:
        work = SENTENCES[tool][1]()
        work(given["articles"][:1])
        texts = given["articles"]
    before = time.process_time()
    found: Any = work(texts)
    taken = time.process_time() - before
    if what == "sentences":
        check = {" ".join(sentence.split()) for sentence in found}
    print(json.dumps({"cpu": taken, "found": len(found), "check": sorted(check)}))


def interpreter(module: str, peer: str | None) -> str | None:
    """The interpreter that has a module: this one, or the peers' own."""
    for python in (sys.executable, peer):
        given = [python or "", "-c", f"import {module}"]
        if python and not subprocess.run(given, capture_output=True, check=False).returncode:
            return python
    return None


def run(what: str, tools: dict[str, str], data: Path, repeats: int) -> dict[str, dict[str, Any]]:
    """The median of processor seconds of each tool, and what it found."""
    done: dict[str, list[dict[str, Any]]] = {tool: [] for tool in tools}
    for _ in range(repeats):
        for tool, python in tools.items():
            command = [python, __file__, str(data), "--measure", what, tool]
            printed = subprocess.run(command, capture_output=True, text=True, check=False)
            if printed.returncode:
                sys.exit(f"{tool} failed:\n{printed.stderr}")
            done[tool].append(json.loads(printed.stdout.splitlines()[-1]))
    return {
        tool: {**runs[0], "cpu": statistics.median(one["cpu"] for one in runs)}
        for tool, runs in done.items()
    }


def prepared(path: Path, megabytes: float, some: int) -> dict[str, Any]:
    """Some articles, the sentences of all as often as is needed, plain ones, and indicators."""
    import pandas as pd

    from analysis import split_sentences
    from analysis.framing.codebook import load_codebook

    with path.open(encoding="utf-8", newline="") as file:
        articles = [row["text"] for row in csv.DictReader(file)]
    ids = [f"{number:06}" for number in range(len(articles))]
    sentences = split_sentences(pd.DataFrame({"article_id": ids, "body": articles}))["text"]
    size = sum(len(text.encode()) for text in sentences)
    book = load_codebook("generic")
    indicators = {
        item.text: None
        for frame in book.frames
        for item in frame.indicators
        if len(item.pattern.segments) == 1 and "*" not in item.text[:-1]
    }
    return {
        "articles": articles[:some],
        "sentences": sentences.tolist() * max(1, round(megabytes * 1e6 / size)),
        "plain": [" ".join(re.findall("[A-Za-z]+", text)) for text in sentences],
        "indicators": [text for text in indicators if re.fullmatch("[A-Za-z ]+[*]?", text)],
    }


def compare(path: Path, megabytes: float, some: int, repeats: int, peer: str | None) -> None:
    """Print both tables."""
    given = prepared(path, megabytes, some)
    volume = sum(len(text.encode()) for text in given["sentences"]) / 1e6
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.json"
        data.write_text(json.dumps(given), encoding="utf-8")
        for what, all_tools in (("matching", MATCHING), ("sentences", SENTENCES)):
            found = {tool: interpreter(module, peer) for tool, (module, _) in all_tools.items()}
            if missing := [tool for tool, python in found.items() if python is None]:
                print(f"Not installed, and left out: {', '.join(missing)}. See --help.")
            tools = {tool: python for tool, python in found.items() if python}
            results = run(what, tools, data, repeats)
            own = results["analysis"]
            if what == "matching":
                print(f"\n{len(given['indicators'])} indicators, {volume:.1f} MB, {repeats} rounds")
                print(f"{'':20}{'MB/s':>9}{'times ours':>12}{'hits':>10}  agrees")
            else:
                print(f"\n{len(given['articles'])} articles, {repeats} rounds")
                print(f"{'':20}{'articles/s':>11}{'times ours':>12}{'sentences':>10}  as ours")
            for tool, result in results.items():
                times = result["cpu"] / own["cpu"]
                if what == "matching":
                    speed = f"{volume / result['cpu']:9.1f}"
                    same = "yes" if result["check"] == own["check"] else "NO"
                else:
                    speed = f"{len(given['articles']) / result['cpu']:11.0f}"
                    ours = set(own["check"])
                    same = (
                        f"{sum(one in ours for one in result['check']) / len(result['check']):.3f}"
                    )
                print(f"{tool:20}{speed}{times:12.1f}{result['found']:10,}  {same}")


def main() -> None:
    arguments = parser(__doc__)
    arguments.add_argument("--megabytes", type=float, default=8.0)
    arguments.add_argument("--articles", type=int, default=200, help="for the sentences")
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--peer", metavar="PYTHON", help="an interpreter that has the peers")
    arguments.add_argument("--measure", nargs=2, help="(used by the script itself)")
    given = arguments.parse_args()
    if given.measure:
        measure(given.measure[0], given.measure[1], given.path)
    else:
        compare(given.path, given.megabytes, given.articles, given.repeats, given.peer)


if __name__ == "__main__":
    main()
