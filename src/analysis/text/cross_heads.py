"""Cross-heads: the small headings between the paragraphs of an article.

In: a paragraph. Out: whether it is a heading rather than a sentence. They are article text, kept
in the body, but no sentences; the sentence splitter asks here.
"""

import regex

# Agencies frame them: "- Lack of US commitment -", "— Reactions —", "*** Sport ***", "== Sport ==".
_FRAMED = regex.compile(r"([-–—*=~#_•]{1,5}+)\s++\S.*\S\s++[-–—*=~#_•]{1,5}+")
_MARKED = regex.compile(r"#{1,6}+\s++\S.*+")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.-]*+")
_NO_HEAD = regex.compile(r"[-–—•*·►▪]|\(?\d{1,3}[.)]\s|@|https?:|www\.|\(", regex.IGNORECASE)
_LONGEST_FRAMED = 120
_LONGEST = 80
_MOST_WORDS = 12
_ENDS_OPEN = frozenset(".!?…:;,。！？।۔؟)]|_")
_QUOTES = "\"'“”‘’«»„‟‹›"


def is_cross_head(paragraph: str) -> bool:
    """Whether a paragraph is a cross-head: a heading within an article, not a sentence.

    True for a framed heading of at most 120 characters, as news agencies send it
    (``- Lack of US commitment -``), and for a paragraph of at most 12 words and 80 characters that
    begins with a capital, a digit or a quotation mark and has no punctuation at its end. A
    paragraph alone does not tell a heading from a list item; neither is a sentence. A question is
    a sentence and no cross-head here, even where it serves as one.

    Parameters
    ----------
    paragraph
        One paragraph, with or without white space around it.

    Examples
    --------
    >>> is_cross_head("- 'Russia destabilising the West' -")
    True
    >>> is_cross_head("Why the air gets so bad at this time of year")
    True
    >>> is_cross_head("They left.")
    False
    """
    text = paragraph.strip()
    if not text or len(text) > _LONGEST_FRAMED or "\n\n" in text:
        return False
    if _FRAMED.fullmatch(text) or _MARKED.fullmatch(text):
        return _WORD.search(text) is not None
    if len(text) > _LONGEST or _NO_HEAD.match(text):
        return False
    inner = text.strip(_QUOTES).rstrip()
    if not inner or text[-1] in _ENDS_OPEN or inner[-1] in _ENDS_OPEN:
        return False
    if not (inner[0].isupper() or inner[0].isdigit() or inner[0].isalpha() != inner[0].islower()):
        return False
    return 1 <= sum(1 for _ in _WORD.finditer(text)) <= _MOST_WORDS
