"""The evidence as pages: every sentence of every article, and a browser over all of them.

In: ``EvidenceIndex``. Out: Markdown pages that hold nothing but escaped HTML, and the script that
carries the places of terms, frames, speakers and actors for the browser's filters. Without scripts
the pages are plain lists.
"""

import json
from collections.abc import Iterable
from html import escape
from itertools import pairwise
from typing import Any

from analysis.figures.behind import EVIDENCE_PAGE, evidence_link
from analysis.report.evidence_index import EvidenceIndex, Line
from analysis.report.markdown import as_words

DATA_FILE = "evidence-data.js"
_MARKED = 40_000
"""Characters up to which the page of all lines says what was found in each."""
_KINDS = ("frame", "speaker", "actor")


def evidence_sources(index: EvidenceIndex) -> dict[str, str]:
    """The pages as Markdown, by name: ``evidence`` first, then one for each article.

    Parameters
    ----------
    index
        What they show.

    Returns
    -------
    dict of str to str
        All that comes from the articles is escaped: it can neither act nor be taken for Markdown.

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis.report.evidence_index import evidence_index
    >>> articles = pd.DataFrame({"article_id": ["a"], "body": ["<b>Peace</b> talks."]})
    >>> pages = evidence_sources(evidence_index(articles, pd.Series(["2016"], index=["a"])))
    >>> list(pages), "&lt;b&gt;Peace" in pages["article-a"]
    (['evidence', 'article-a'], True)
    """
    pages = {EVIDENCE_PAGE.removesuffix(".html"): _browser(index)}
    for row in index.articles.itertuples():
        pages[str(row.page)] = _article(index, row)
    return pages


def evidence_data(index: EvidenceIndex) -> str:
    """A script that sets ``evidenceData``: what stands where, in the order of the page's lines.

    Terms of a line are (gap since the last one, length, number of the term); places are (number of
    the kind, of the value, start, end). Lengths and places count UTF-16 units, as scripts do.
    """
    terms = sorted({term for line in index.lines for term, _, _ in line.terms})
    values = {
        kind: sorted(
            {value for line in index.lines for k, value, _, _, _ in line.places if k == kind}
        )
        for kind in _KINDS
    }
    numbers = {kind: {value: at for at, value in enumerate(values[kind])} for kind in _KINDS}
    term_numbers = {term: at for at, term in enumerate(terms)}
    articles = {name: at for at, name in enumerate(index.articles["article_id"])}
    lines = []
    for line in index.lines:
        at = _units(line.text)
        flat, last = [], 0
        for term, start, end in line.terms:
            flat += [at(start) - last, at(end) - at(start), term_numbers[term]]
            last = at(end)
        places = [
            [_KINDS.index(kind), numbers[kind][value], at(start), at(end)]
            for kind, value, start, end, _ in line.places
        ]
        lines.append([articles[line.article], flat, places])
    columns = ("article_id", "group")
    data: dict[str, Any] = {
        "articles": index.articles[list(columns)].to_numpy().tolist(),
        "terms": terms,
        "values": [values[kind] for kind in _KINDS],
        "sides": {name: list(index.sides.get(name, ())) for name in values["speaker"]},
        "lines": lines,
    }
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return f"window.evidenceData = {text.replace('<', chr(92) + 'u003c')};\n"


def _browser(index: EvidenceIndex) -> str:
    """The page of all lines, article by article, which the script filters."""
    n = len(index.articles)
    lines = [
        "# Evidence",
        "",
        "Every sentence that the numbers of this report were made from. Words that an indicator "
        "of the codebook matched are marked, words attributed to somebody are underlined. The "
        "numbers in the tables and the marks in the figures lead here.",
        "",
    ]
    if n < index.n_articles:
        lines += [
            f"These are {n:,} of the study's {index.n_articles:,} articles, taken from each group "
            "in turn: all of them would make a page too heavy to open. Counts on this page are of "
            "these. `analysis concordance PATTERN` shows the lines of a word in every article.",
            "",
        ]
    lines.append('<div id="evidence-lines" class="evidence">')
    position = 0
    marked = sum(len(line.text) for line in index.lines) <= _MARKED
    for row in index.articles.itertuples():
        own = [line for line in index.lines if line.article == row.article_id]
        lines.append('<section class="evidence__article">')
        lines.append(f'<h2><a href="{row.page}.html">{_title(row)}</a></h2>')
        lines.append(f'<p class="evidence__about">{_about(row)}</p>')
        lines.append('<ul class="lines">')
        for line in own:
            address = f"{row.page}.html#s{line.number}" if line.number else ""
            lines.append(_line(line, f"e{position}", address, marked=marked))
            position += 1
        lines += ["</ul>", "</section>"]
    return "\n".join([*lines, "</div>", ""])


def _article(index: EvidenceIndex, row: Any) -> str:
    """The page of one article."""
    own = [line for line in index.lines if line.article == row.article_id]
    link = escape(evidence_link(article=row.article_id))
    lines = [
        f"# {as_words(_name(row))}",
        "",
        f'<div class="evidence"><p class="evidence__about">{_about(row)}. '
        f'<a href="{link}">Search it among the evidence.</a></p>',
        '<ul class="lines">',
    ]
    paragraph = 0
    for line in own:
        first = line.paragraph != paragraph and line.number > 0
        paragraph = line.paragraph if line.number else paragraph
        name = f"s{line.number}" if line.number else ""
        lines.append(_line(line, name, "", first=first))
    return "\n".join([*lines, "</ul></div>", ""])


def _line(line: Line, name: str, address: str, *, first: bool = False, marked: bool = True) -> str:
    """One sentence with its marks and what was found in it, as an item of a list."""
    number = str(line.number) if line.number else "head"
    if address:
        number = f'<a href="{escape(address)}">{number}</a>'
    identifier = f' id="{name}"' if name else ""
    classes = "line line--first" if first else "line"
    found = _found(line) if marked else ""
    text = _marked(line) if marked else escape(line.text)
    return (
        f'<li class="{classes}"{identifier}><span class="line__number">{number}</span>'
        f'<p class="line__text">{text}</p>'
        + (f'<p class="line__found">{found}</p>' if found else "")
        + "</li>"
    )


def _marked(line: Line) -> str:
    """The text, what a frame's indicator matched marked, what is attributed underlined."""
    edges = {0, len(line.text)}
    for _, _, start, end, _ in line.places:
        edges |= {start, end}
    order = sorted(edges)
    parts = []
    for start, end in pairwise(order):
        text = escape(line.text[start:end])
        over = [place for place in line.places if place[2] <= start and end <= place[3]]
        frames = sorted({value for kind, value, *_ in over if kind == "frame"})
        if frames:
            text = f'<mark title="{escape(", ".join(frames))}">{text}</mark>'
        if any(kind == "speaker" for kind, *_ in over):
            text = f'<span class="said">{text}</span>'
        parts.append(text)
    return "".join(parts)


def _found(line: Line) -> str:
    """Frames with the words that matched, speakers with the kind of attribution, who acts."""
    parts = []
    for kind, before in (("frame", ""), ("speaker", "words of "), ("actor", "in a clause: ")):
        found: dict[str, list[str]] = {}
        for one, value, start, end, detail in line.places:
            if one == kind:
                words = line.text[start:end] if kind == "frame" else detail
                found.setdefault(value, []).append(" ".join(words.split()))
        named = []
        for value, several in sorted(found.items()):
            link = escape(evidence_link(**{kind: value}))
            more = escape(", ".join(_unique(several)))
            label = escape(value.replace("_", " ") if kind == "frame" else value)
            named.append(f'<a href="{link}">{label}</a> ({more})')
        if named:
            parts.append(f'<span class="found">{before}{", ".join(named)}</span>')
    return " ".join(parts)


def _unique(words: Iterable[str]) -> list[str]:
    """Each of them once, in their order."""
    return list(dict.fromkeys(words))


def _name(row: Any) -> str:
    """An article's headline, or its identifier."""
    headline = row.headline if isinstance(row.headline, str) else ""
    return headline.strip() or str(row.article_id)


def _title(row: Any) -> str:
    """The same as HTML."""
    return escape(" ".join(_name(row).split()))


def _about(row: Any) -> str:
    """Identifier, outlet, date and group, as far as they are known."""
    parts = [row.article_id, row.outlet, row.date, f"group {row.group}"]
    known = [" ".join(str(part).split()) for part in parts if isinstance(part, str) and part]
    return ", ".join(f"<code>{escape(part)}</code>" if not at else escape(part)
                     for at, part in enumerate(known))  # fmt: skip


def _units(text: str) -> Any:
    """From a place in characters to one in UTF-16 units."""
    if text.isascii() or all(ord(letter) < 0x10000 for letter in text):
        return lambda place: place
    sums = [0]
    for letter in text:
        sums.append(sums[-1] + (2 if ord(letter) > 0xFFFF else 1))
    return lambda place: sums[place]
