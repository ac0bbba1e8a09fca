"""The article in an HTML page, through trafilatura.

In: the HTML, as text or bytes. Out: a `CleanText`, as for a page saved as text. Scripts, styles and
comments are never part of it.
"""

from analysis.corpus.cleaning import CleanText, Paragraph
from analysis.corpus.dates import DateOrder, check_date_order
from analysis.corpus.heads import dateline_kind
from analysis.corpus.lines import EDGES
from analysis.corpus.page_dates import page_date
from analysis.corpus.phrases import is_picture_text, known_line
from analysis.corpus.scoring import count_words, ends_sentence
from analysis.errors import InputError

_NEVER_TEXT = frozenset(("navigation", "social", "advert", "promotion", "comment", "copyright"))
_LONGEST_CAPTION = 70
_MOST_ABOVE, _LONGEST_ABOVE = 6, 8
_LONGEST_SIGN = 16
# Its dates, which are guessed at, are not used.
_NO_SEARCH = {"extensive_search": False, "original_date": True}


def clean_html(
    html: str | bytes, *, date_order: DateOrder | None = None, article_id: str | None = None
) -> CleanText:
    """The article in an HTML page.

    The extraction is trafilatura's (Barbaresi 2021), its headline included. The date is the one
    that the page's metadata state, or else a date line in its text, never the day of the crawl.

    Parameters
    ----------
    html
        The page.
    date_order
        "dmy", "mdy" or "ymd", for dates such as 02/11/2023.
    article_id
        Put into the ledger as its first column.

    Returns
    -------
    CleanText
        As `analysis.clean_text` gives it. HTML has no lines that a reader sees: the ledger has one
        row for each paragraph that trafilatura extracted (those that say "Advertisement", "Share
        this" and the like are dropped, a byline or date line above the text is metadata), with
        offsets in these paragraphs joined by line breaks, and none for what trafilatura left out.

    Raises
    ------
    InputError
        If ``html`` is neither text nor bytes.

    Examples
    --------
    >>> page = "<html><body><article><h1>Talks open</h1><p>Ministers met on Thursday in Munich, "
    >>> page += "and agreed to meet again.</p></article></body></html>"
    >>> clean_html(page).body
    'Ministers met on Thursday in Munich, and agreed to meet again.'
    """
    if not isinstance(html, str | bytes):
        raise InputError(
            "clean_html", f"was given {type(html).__name__}", "give the page as str or bytes"
        )
    check_date_order(date_order)
    from trafilatura import bare_extraction

    found = None
    if html:
        found = bare_extraction(
            html, include_comments=False, with_metadata=True, date_extraction_params=_NO_SEARCH
        )
    if found is None:
        return CleanText(None, "", None, None, (), None, (), article_id)
    document = found if isinstance(found, dict) else found.as_dict()
    headline = document.get("title") or None
    date, evidence = page_date(html, date_order=date_order)
    body: list[str] = []
    rows: list[tuple[int, int, int, str, str, str]] = []
    paragraphs: list[Paragraph] = []
    place = 0
    texts = [
        text for line in (document.get("text") or "").split("\n") if (text := line.strip(EDGES))
    ]
    for text in texts[_after_headline(texts, headline) :]:
        number = len(rows) + 1
        begin = rows[-1][2] + 1 if rows else 0
        furniture = _furniture(text)
        if furniture is not None:
            rows.append((number, begin, begin + len(text), "drop", *furniture))
            continue
        kind = dateline_kind(text) if not body and count_words(text) <= _LONGEST_SIGN else None
        if kind is not None:
            rule = f"{kind} above the text"
            rows.append((number, begin, begin + len(text), "metadata", kind, rule))
            continue
        rows.append((number, begin, begin + len(text), "keep", "body", "trafilatura"))
        body.append(text)
        paragraphs.append(Paragraph(place, place + len(text), (number,)))
        place += len(text) + 2
    return CleanText(
        headline,
        "\n\n".join(body),
        date,
        evidence,
        tuple(paragraphs),
        None,
        tuple(rows),
        article_id,
    )


def _after_headline(texts: list[str], headline: str | None) -> int:
    """Where the article begins in what was extracted: after the headline, if that was, too.

    Lines that are no sentences above it are what the page names before its headline.
    """
    for place, text in enumerate(texts[:_MOST_ABOVE]):
        if headline is not None and text == headline:
            return place + 1
        if ends_sentence(text) or count_words(text) > _LONGEST_ABOVE:
            break
    return 0


def _furniture(text: str) -> tuple[str, str] | None:
    """Category and rule of a paragraph that is no article text, whatever is around it."""
    hit = known_line(text)
    if hit is not None and hit[0] in _NEVER_TEXT and hit[1].startswith("phrase: "):
        return hit
    if is_picture_text(text) and count_words(text) <= _LONGEST_CAPTION:
        return "caption", "picture credit"
    return None
