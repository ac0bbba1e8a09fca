"""Codebooks as pages: what each frame is, when a sentence has it, and by which words it is found.

In: the codebook of a study. Out: Markdown, one page for it and one for each other codebook of the
package.
"""

from collections.abc import Iterable

from analysis.framing.codebook import BUNDLED, Codebook, Frame, load_codebook
from analysis.report.markdown import as_words
from analysis.wording import counted


def codebook_sources(used: Codebook) -> dict[str, str]:
    """The pages by name, that of the codebook in use first.

    Examples
    --------
    >>> pages = codebook_sources(load_codebook("generic"))
    >>> list(pages)
    ['codebook-generic', 'codebook-conflict', 'codebook-functions']
    """
    others = [load_codebook(name) for name in BUNDLED]
    books = [used, *(book for book in others if book.hash != used.hash)]
    pages: dict[str, str] = {}
    for book in books:
        name = stem = f"codebook-{_plain(book.name)}"
        number = 2
        while name in pages:
            name, number = f"{stem}-{number}", number + 1
        pages[name] = codebook_page(book, used=book is used)
    return pages


def codebook_page(book: Codebook, *, used: bool) -> str:
    """A codebook as Markdown: each frame with definition, rules, examples and indicators."""
    state = (
        "The frames of this study were coded by this codebook."
        if used
        else "This codebook comes with the software; the study does not use it. Name it in "
        "`study.toml` to code by it."
    )
    lines = [
        f"# Codebook: {as_words(book.name)}",
        "",
        f"{state} {as_words(book.description)}",
        "",
        "| property | value |",
        "| --- | --- |",
        f"| version | {as_words(book.version)} |",
        f"| language | {as_words(book.language)} |",
        f"| layer | {as_words(book.layer)} |",
        f"| frames | {len(book.frames)} |",
        f"| indicators | {sum(len(frame.indicators) for frame in book.frames)} |",
        f"| SHA-256 of its content | `{book.hash}` |",
        "",
        "An indicator is a word or phrase; `*` stands for any letters, so that `ceasefire*` is "
        "also found as *ceasefires*. A sentence has a frame if it holds one of its indicators, "
        "unless an exclusion covers it. Rules and examples are for those who code by hand.",
        "",
    ]
    if book.exclusions:
        lines += [
            "Nowhere an indicator: " + _patterns(pattern.text for pattern in book.exclusions) + ".",
            "",
        ]
    for frame in book.frames:
        lines += _frame(frame)
    return "\n".join(lines)


def _frame(frame: Frame) -> list[str]:
    """One frame."""
    lines = [
        f"## {as_words(frame.name.replace('_', ' '))}", "", as_words(frame.definition), "",
        f"*Source:* {as_words(frame.source)}", "",
    ]  # fmt: skip
    for heading, items in (
        ("A sentence has it if", frame.inclusion_rules),
        ("It does not if", frame.exclusion_rules),
        ("Examples", frame.examples),
        ("Not an example", frame.counter_examples),
    ):
        if items:
            lines += [f"**{heading}**", "", *(f"- {as_words(item)}" for item in items), ""]
    indicators = []
    for indicator in sorted(frame.indicators, key=lambda item: item.text.lower()):
        but = _patterns(pattern.text for pattern in indicator.exclusions)
        indicators.append(f"{_pattern(indicator.text)}" + (f" (not in {but})" if but else ""))
    lines += [f"**Indicators** ({len(indicators)}): {', '.join(indicators)}.", ""]
    if frame.exclusions:
        silenced = _patterns(pattern.text for pattern in frame.exclusions)
        lines += [f"**Never:** {silenced}.", ""]
    minimums = [
        counted(rule.sentences, "sentence")
        + (f", {rule.share:.0%} of them".replace("%", " %") if rule.share else "")
        + (f", {rule.hits} hits" if rule.hits > 1 else "")
        + (f", {rule.indicators} different indicators" if rule.indicators > 1 else "")
        for rule in frame.present
    ]
    lines += [f"An article as a whole carries it with at least {' or '.join(minimums)}.", ""]
    return lines


def _patterns(texts: Iterable[str]) -> str:
    """Patterns as code, in alphabetical order."""
    return ", ".join(_pattern(text) for text in sorted(texts, key=str.lower))


def _pattern(text: str) -> str:
    """A pattern as code."""
    return f"`{text.replace('`', chr(39))}`"


def _plain(name: str) -> str:
    """A name for a file."""
    letters = (c.lower() if c.isascii() and c.isalnum() else "-" for c in name)
    return "".join(letters)[:60] or "own"
