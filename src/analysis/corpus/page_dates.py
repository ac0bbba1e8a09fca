"""The day of publication that an HTML page states of itself.

In: the page. Out: a day with its evidence, or none: JSON-LD of an article, then ``meta`` elements,
then elements marked ``datePublished``, then a date line that a reader sees. Nothing is taken from
addresses, other dates or the clock.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import regex

from analysis.corpus.cleaning import clean_text
from analysis.corpus.dates import DateOrder, stated_dates
from analysis.corpus.publication import DateEvidence

_META = frozenset(
    "article:published_time article:published og:published_time og:article:published_time "
    "datepublished pubdate publishdate publish-date publication_date publication-date "
    "date_published published_time dc.date dc.date.issued dc.date.created dcterms.date "
    "dcterms.issued dcterms.created date sailthru.date parsely-pub-date citation_publication_date "
    "rnews:datepublished cxenseparse:recs:publishtime bt:pubdate".split()
)
_ARTICLE = regex.compile(r"(?:\w*Article|BlogPosting|Report|NewsStory|LiveBlogPosting)")
# What a page of an article says of itself where it does not name the article apart.
_PAGE = regex.compile(r"(?:Web|Item|AboutItem)Page")
# Marks by which the data are hidden from readers of old or of XML.
_WRAPPINGS = (("<![CDATA[", "]]>"), ("<!--", "-->"))
_ISO_DAY = regex.compile(r"\s*+((?:1[5-9]|20)\d\d-\d\d-\d\d)(?!\d)")
_COMPACT = regex.compile(r"\s*+((?:1[5-9]|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6})?\s*+")
_HIDDEN = ("script", "style", "noscript", "svg", "iframe", "template", "head", "select")
_PARTED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table article section header footer time".split())
_BLOCKS = (
    *_PARTED,
    "div",
    "li",
    "tr",
    "br",
    "dt",
    "dd",
    "figcaption",
    "blockquote",
    "nav",
    "aside",
)
_LONGEST_TEXT = 1_000_000
_LONGEST_JSON = 1_000_000
_MOST_OBJECTS = 200


def page_date(
    html: str | bytes, *, date_order: DateOrder | None = None
) -> tuple[str | None, DateEvidence | None]:
    """The day that a page states, as it is written there (in the time zone of the page).

    The first kind of metadata that states a readable day decides. If values of that kind state
    several days there is none, and the evidence says so; so does an ambiguous form (02/11/2023).
    Without a day in the metadata, the page is read as `clean_text` reads a page saved as text.

    Examples
    --------
    >>> page = '<meta property="article:published_time" content="2016-02-11T23:30:00Z"><p>Text'
    >>> day, evidence = page_date(page)
    >>> day, evidence.text
    ('2016-02-11', 'article:published_time: 2016-02-11T23:30:00Z')
    """
    from lxml import etree  # type: ignore[import-untyped, unused-ignore]
    from lxml import html as parsing

    text = html.encode("utf-8", "replace") if isinstance(html, str) else html
    try:
        encoding = "utf-8" if text.decode("utf-8") else None
    except UnicodeDecodeError:
        encoding = None  # as the page declares
    try:
        tree = parsing.document_fromstring(
            text, parser=parsing.HTMLParser(encoding=encoding, huge_tree=False)
        )
    except (etree.LxmlError, ValueError):
        return None, None
    doubtful: DateEvidence | None = None
    for kind in (_linked_data, _linked_page, _meta, _marked):
        stated = [
            (*_day(value, date_order), f"{name}: {' '.join(value.split())[:80]}")
            for name, value in kind(tree)
        ]
        days = sorted({day for day, _, _ in stated if day})
        if len(days) == 1:
            words = next(words for day, _, words in stated if day)
            return days[0], _evidence(words, None)
        trouble = next((why for _, why, _ in stated if why), None)
        if len(days) > 1:
            trouble = f"several days are stated: {', '.join(days)}"
        if trouble and doubtful is None:
            doubtful = _evidence(stated[0][2], trouble)
        if len(days) > 1:
            return None, doubtful
    shown = clean_text(_visible(tree), date_order=date_order)
    if shown.date_evidence is not None and (shown.date or doubtful is None):
        # The text was laid out here; its lines are not those of the page.
        return shown.date, replace(shown.date_evidence, line=None, start=None, end=None)
    return None, doubtful


def _visible(tree: Any) -> str:
    """The words of a page as they would be saved as text: a line for each block."""
    from lxml import etree

    etree.strip_elements(tree, *_HIDDEN, etree.Comment, with_tail=False)
    for node in tree.iter(*_BLOCKS):
        gap = "\n\n" if node.tag in _PARTED else "\n"
        node.text = gap + " ".join((node.text or "").split()) + " "
        node.tail = gap + (node.tail or "")
    text = "".join(tree.itertext())[:_LONGEST_TEXT]
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


def _evidence(words: str, problem: str | None) -> DateEvidence:
    return DateEvidence(words, None, None, None, "metadata", "day", problem)


def _day(value: str, order: DateOrder | None) -> tuple[str | None, str | None]:
    """The day that a value states, or what is wrong with it."""
    compact = _COMPACT.fullmatch(value)
    text = "-".join(compact.groups()) if compact else value.strip()
    iso = _ISO_DAY.match(text)
    found = stated_dates(iso.group(1) if iso else text[:200], date_order=order)
    if not found:
        return None, None
    return found[0].date, found[0].problem if found[0].date is None else None


def _linked_data(tree: Any) -> Iterator[tuple[str, str]]:
    """datePublished of the articles that the page itself is, not of those it lists."""
    return _of_kind(tree, _ARTICLE)


def _linked_page(tree: Any) -> Iterator[tuple[str, str]]:
    """datePublished of the page."""
    return _of_kind(tree, _PAGE)


def _of_kind(tree: Any, wanted: "regex.Pattern[str]") -> Iterator[tuple[str, str]]:
    """datePublished of the things of a kind that the linked data of a page name."""
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or len(text) > _LONGEST_JSON:
            continue
        for opening, closing in _WRAPPINGS:
            if opening in text[:200]:
                text = text.partition(opening)[2].rpartition(closing)[0].strip("/* \r\n")
        try:
            waiting: list[Any] = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_OBJECTS):
            if not waiting:
                break
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting += value[:_MOST_OBJECTS]
            elif isinstance(value, dict):
                kinds = value.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                day = value.get("datePublished")
                article = any(isinstance(k, str) and wanted.fullmatch(k) for k in kinds)
                if article and isinstance(day, str):
                    yield "datePublished", day
                waiting += [value[key] for key in ("@graph", "mainEntity") if key in value]


def _meta(tree: Any) -> Iterator[tuple[str, str]]:
    for node in tree.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        if name.strip().lower() in _META and node.get("content"):
            yield name.strip(), node.get("content")


def _marked(tree: Any) -> Iterator[tuple[str, str]]:
    for node in tree.iter("time", "span", "abbr", "div", "p"):
        marked = "datePublished" in (node.get("itemprop") or "").split()
        if marked or (node.tag == "time" and node.get("pubdate") is not None):
            yield node.tag, node.get("datetime") or node.get("content") or (node.text or "")[:200]
