"""Closed word classes of English, and the tag of every token of a text.

In: a text and its quoted spans. Out: parallel lists of tokens, each quoted span one token, with a
one-letter tag; and where sentences end. Tags come from word lists, capitals and endings alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, chain, pairwise
from operator import itemgetter
from sys import intern

from analysis.framing.attribution_verbs import NOUN_TOO, verb_forms
from analysis.framing.quote_marks import QuotedSpan

# Python's own engine: twice as fast here, and possessive as well.
_TOKEN = re.compile(
    r"((?:[^\W\d_]\.){2,}+"
    r"|\d++(?:[.,]\d++)*+(?:%|[^\W_]++)?+"
    r"|[^\W_][\w\u0300-\u036f]*+(?:[-‐‑'’.&](?=[^\W_])[\w\u0300-\u036f]++)*+"
    r"|\.{2,}+|[-–—―]{1,2}+|[^\s\w]|_)"
)

_VERB, _ENDING = re.compile("V"), re.compile("[.Q]")

# Q quotation, X name, V form of a verb of attribution, w other word, # number, 's genitive; and:
_CLASSES = {
    "D": "the a an this these those his her their its our my your some any many most several few "
    "every each no both all another other more such one two three four five six seven eight nine "
    "ten dozens hundreds thousands half either neither much certain various numerous",
    "H": "he she they we i you it who's everyone everybody someone somebody nobody others none "
    "anyone anybody there",
    "O": "him them us me himself herself themselves itself myself ourselves",
    "P": "of in on at by for with from about against into over after before during under between "
    "among through toward towards upon within without despite amid near behind beyond across "
    "around above below since until throughout via per like unlike besides concerning regarding "
    "onto off out up down along inside outside following including versus as than",
    "I": "to",
    "C": "and but or nor then",
    "S": "because while whereas although though if unless when whenever where wherever once so "
    "whether how why what whatever lest",
    "T": "that",
    "W": "who which whom whose",
    "A": "is are was were be been being am 's 're 'm has have had having 've 'd do does did done "
    "will would shall should can could may might must ought 'll isn't aren't wasn't weren't hasn't "
    "haven't hadn't don't doesn't didn't won't wouldn't shan't shouldn't can't cannot couldn't "
    "mightn't mustn't ain't",
    "N": "not never n't",
    "R": "yet also still even just only already now again later earlier recently often always "
    "sometimes once repeatedly simply further too instead perhaps maybe however therefore thus "
    "meanwhile nevertheless nonetheless moreover furthermore soon ever almost far very quite "
    "rather indeed first famously long here else otherwise back quietly today yesterday "
    "tomorrow tonight ago twice well next last",
    "t": "monday tuesday wednesday thursday friday saturday sunday january february march april "
    "june july august september october november december mon tue wed thu fri sat sun week month "
    "year morning afternoon evening night weekend",
}  # fmt: skip
_PUNCTUATION = {
    ",": ",", ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")", ".": ".", "?": ".",
    "!": ".", "…": "~", "-": "-", "–": "-", "—": "-", "―": "-", "--": "-", "\"": "~",
}  # fmt: skip
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen sen sens rep reps gov govs lt col maj capt sgt cmdr adm st vs no jr sr "
    "jan feb mar apr jun jul aug sep sept oct nov dec inc corp co ltd rev hon pres amb sec dept "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb "
    "nev okla ore pa tenn tex vt va wash wis wyo est etc".split()
)
_CLITICS = frozenset("'s 're 've 'll 'd 'm".split())
_NOT_TIMES = frozenset("march mar sat sun wed".split())
_TAG_OF = {word: tag for tag, words in _CLASSES.items() for word in words.split()}
_NOT_ADVERBS = frozenset(
    "family ally rally reply supply assembly italy july only early daily weekly monthly friendly "
    "likely elderly costly deadly anomaly bully fly lily jelly belly apply comply imply rely "
    "multiply emily kelly sally billy reilly".split()
)
# Plurals without -s: "the police claim" has a verb, "the insurance claim" has none.
PLURALS = frozenset("police people men women children media".split())
_GENITIVE_HOSTS = frozenset("he she it that there who what where how let here".split())


@dataclass(slots=True)
class Tokens:
    """The tokens of a text side by side, and its sentences as ranges of them.

    ``tags`` holds a letter for each; ``sentences`` (first token, one past the last, paragraph);
    ``continued`` the quoted spans whose closing mark is left to a later paragraph.
    """

    words: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    tags: str = ""
    sentences: list[tuple[int, int, int]] = field(default_factory=list)
    continued: set[int] = field(default_factory=set)

    def end(self, k: int) -> int:
        """One past the last character of token k."""
        return self.starts[k] + len(self.words[k])


def is_finite_auxiliary(word: str) -> bool:
    """Whether a word, in lower case, is a form of *be*, *have*, *do* or a modal verb.

    Examples
    --------
    >>> is_finite_auxiliary("must"), is_finite_auxiliary("hold")
    (True, False)
    """
    return _TAG_OF.get(word) == "A"


def tag_tokens(
    text: str, paragraphs: Sequence[tuple[int, int]], quoted: Sequence[QuotedSpan]
) -> Tokens:
    """The tokens of a text with their tags, and its sentences."""
    pieces: list[_Piece] = []
    starts: list[int] = []
    firsts = []
    continued = set()
    q = 0
    for start, end in paragraphs:
        firsts.append(len(starts))
        while start < end:
            while q < len(quoted) and quoted[q].start < start:
                q += 1
            stop = quoted[q].start if q < len(quoted) and quoted[q].start < end else end
            if start < stop:
                _add_pieces(text, start, stop, pieces, starts)
            if stop == end:
                break
            span = quoted[q]
            pieces.append(((text[span.start : span.end],), ("",), "Q", (), ()))
            if span.state == "continued":
                continued.add(len(starts))
            starts.append(span.start)
            start = span.end
            q += 1
    words = list(chain.from_iterable(map(_WORDS, pieces)))
    lower = list(chain.from_iterable(map(_LOWER, pieces)))
    tokens = Tokens(words, lower, starts, "".join(map(_TAGS, pieces)), [], continued)
    _settle(tokens, firsts)
    return tokens


def _settle(tokens: Tokens, firsts: list[int]) -> None:
    """Settle the tags that hang on their neighbours, and where sentences end."""
    tags = list(tokens.tags)
    for paragraph, (first, last) in enumerate(pairwise([*firsts, len(tags)])):
        if _title_case(tokens, first, last):
            _retag_headline(tokens, tags, first, last)
        else:
            _retag_nouns(tokens, tags, first, last)
        _end_sentences(tokens, tags, first, last, paragraph)
    tokens.tags = "".join(tags)


# Tokens after which a sentence is cut, so that no text without stops costs more than linear time.
_LONGEST = 1000
# Pieces of text that are remembered, and how long one of them may be.
_MOST_PIECES, _LONGEST_PIECE = 100_000, 40


# The tokens of what stands between two spaces: words, the same in lower case, tags, where in it
# each begins, and the steps from there to where the next one does, which is behind a space where
# this piece ends. A plain tuple: its parts are taken out fastest.
_Piece = tuple[tuple[str, ...], tuple[str, ...], str, tuple[int, ...], tuple[int, ...]]
_EMPTY: _Piece = ((), (), "", (), ())


class _Pieces(dict[str, _Piece]):
    """The tokens of each piece of text; no token holds a space or depends on what is behind one."""

    def __missing__(self, text: str) -> _Piece:
        piece = _piece(text)
        if len(text) < _LONGEST_PIECE:
            if len(self) >= _MOST_PIECES:
                self.clear()
            self[text] = piece
        return piece


_PIECES = _Pieces()
_WORDS, _LOWER, _TAGS, _STEPS = map(itemgetter, (0, 1, 2, 4))


def _add_pieces(text: str, start: int, end: int, pieces: list[_Piece], starts: list[int]) -> None:
    """The tokens of ``text[start:end]``, and where they begin."""
    # Every token of every article comes by here: as little as can be runs outside of C.
    stretch = text[start:end].lstrip(" ")
    start = end - len(stretch)
    stretch = stretch.rstrip(" ")
    parts = stretch.split(" ")
    found = list(map(_PIECES.__getitem__, parts))
    pieces += found
    begins = list(accumulate(chain.from_iterable(map(_STEPS, found)), initial=start))
    if begins.pop() == start + len(stretch) + 1:
        starts += begins
    else:  # white space that is in no token's step: two spaces, a line break behind one
        firsts = accumulate(map((1).__add__, map(len, parts)), initial=start)
        starts += [
            first + at for first, piece in zip(firsts, found, strict=False) for at in piece[3]
        ]


def _piece(text: str) -> _Piece:
    """The tokens of a text, whatever it holds."""
    parts = _TOKEN.split(text)  # what lies between tokens, and the tokens, in turn
    rows: list[tuple[str, str, str, int]] = []
    for word, start in zip(parts[1::2], list(accumulate(map(len, parts)))[::2], strict=False):
        lower = word.lower().replace("’", "'")
        tag = _PUNCTUATION.get(word) or _TAG_OF.get(lower)
        cut = lower.rfind("'")
        if tag is None and cut > 0 and lower[cut:] in _CLITICS:
            host, clitic = lower[:cut], lower[cut:]
            genitive = clitic == "'s" and host not in _GENITIVE_HOSTS
            rows.append((word[:cut], host, _tag(word[:cut], host), start))
            rows.append((word[cut:], clitic, "'" if genitive else "A", start + cut))
        else:
            if tag == "t" and word[0].islower() and lower in _NOT_TIMES:
                tag = "w"
            if word == "." and rows and _is_abbreviated(*rows[-1], start):
                tag = "~"
            rows.append((word, lower, tag or _tag(word, lower), start))
    if not rows:
        return _EMPTY
    words, lowers, tags, starts = zip(*rows, strict=True)
    # One object for each word, however often it is written: near at hand when it is looked at.
    words, lowers = tuple(map(intern, words)), tuple(map(intern, lowers))
    ends = (*starts[1:], len(text) + 1)
    steps = tuple(end - start for start, end in zip(starts, ends, strict=True))
    return words, lowers, "".join(tags), starts, steps


def _is_abbreviated(word: str, lower: str, _: str, start: int, stop: int) -> bool:
    """Whether a full stop at ``stop`` belongs to the word that begins at ``start``."""
    known = lower in _ABBREVIATIONS or (len(lower) == 1 and word.isupper())
    return known and start + len(word) == stop


def _tag(word: str, lower: str) -> str:
    """The tag of a word, seen alone."""
    known = _TAG_OF.get(lower)
    if known:
        return known
    first = word[0]
    if first.isupper():
        return "X"
    if lower in verb_forms():
        return "V"
    if first.isalpha():
        return "R" if lower.endswith("ly") and lower not in _NOT_ADVERBS else "w"
    return "#" if first.isnumeric() else "~"


def _title_case(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a paragraph is set like a headline, so that its capitals tell nothing."""
    if not 3 <= last - first <= 30:
        return False
    lowers = capitals = 0
    for word, tag in zip(tokens.words[first:last], tokens.tags[first:last], strict=True):
        if len(word) > 3 and tag != "Q":
            if word[0].islower():
                lowers += 1
                if lowers > 3:
                    return False  # more than the capitals of 30 words can make up for
            elif word[0].isupper():
                capitals += 1
    return capitals >= 3 and lowers * 8 <= capitals


def _retag_headline(tokens: Tokens, tags: list[str], first: int, last: int) -> None:
    """Tag the verbs of a headline in spite of their capitals."""
    forms = verb_forms()
    for k in range(first + 1, last):
        if tags[k] == "X" and tokens.lower[k] in forms:
            tags[k] = "V"


@cache
def _noun_forms() -> dict[str, str]:
    """The forms of verbs of attribution that can be nouns, base or s."""
    return {
        word: form
        for word, (verb, form) in verb_forms().items()
        if form in ("base", "s") and verb.lemma in NOUN_TOO
    }


def _retag_nouns(tokens: Tokens, tags: list[str], first: int, last: int) -> None:
    """Tag as nouns the words that are verbs as well, where they stand in a noun phrase."""
    lower, forms = tokens.lower, _noun_forms()
    for match in _VERB.finditer(tokens.tags, first + 1, last):
        k = match.start()
        form = forms.get(lower[k])
        if form is None:
            continue
        before = tags[k - 1]
        after = tags[k + 1] if k + 1 < last else "."
        if before in "D'P#" or (form == "base" and before in "Q," and after in "Xw"):
            tags[k] = "w"
        elif before in "wX":
            j = k - 1
            while j > first and tags[j] in "wX" and k - j < 4:
                j -= 1
            closed = tags[j] in "D'"
            before_verb = after in "VA" and not (closed and after == "A" and form == "s")
            one = not lower[k - 1].endswith("s") and lower[k - 1] not in PLURALS
            singular = before == "w" and form == "base" and one
            if before_verb or (closed and singular):
                tags[k] = "w"


def _end_sentences(tokens: Tokens, tags: list[str], first: int, n: int, paragraph: int) -> None:
    """Where the sentences of a paragraph (its tokens from ``first`` to ``n``) end."""
    words, lower = tokens.words, tokens.lower
    begin = first
    for match in _ENDING.finditer(tokens.tags, first, n):
        i = match.start()
        begin = _cut(tokens, begin, i, paragraph)
        if tags[i] == ".":
            if i + 1 < n and (
                tags[i + 1] in ".)" or (words[i + 1][:1].islower() and tags[i + 1] != "Q")
            ):
                if tags[i + 1] != "." and words[i] == ".":
                    tags[i] = "~"
                continue
        else:
            stop = words[i].rstrip("\"'”’»").rstrip()[-1:]
            if stop not in ".?!…" or not stop:
                continue
            if i + 1 < n:
                after = tags[i + 1]
                if after in ".,;:-)~" or words[i + 1][:1].islower():
                    continue
                if stop in "?!…" and i == begin and _cue_follows(lower, tags, i + 1, n):
                    continue
                if stop == "." and _cue_follows(lower, tags, i + 1, min(n, i + 5), strict=True):
                    continue
        tokens.sentences.append((begin, i + 1, paragraph))
        begin = i + 1
    begin = _cut(tokens, begin, n, paragraph)
    if begin < n:
        tokens.sentences.append((begin, n, paragraph))


def _cut(tokens: Tokens, begin: int, end: int, paragraph: int) -> int:
    """Cut what no stop ends into sentences of bounded length; where the last of them begins."""
    while end - begin > _LONGEST:
        tokens.sentences.append((begin, begin + _LONGEST, paragraph))
        begin += _LONGEST
    return begin


def _cue_follows(
    lower: list[str], tags: list[str], i: int, n: int, *, strict: bool = False
) -> bool:
    """Whether a cue such as *Trump said* follows a quotation that ends with a full stop or mark."""
    for j in range(i, min(n, i + 16)):
        tag = tags[j]
        if tag == "V" and j > i:
            verb, form = verb_forms()[lower[j]]
            if "q" in verb.follows and form not in ("base", "ing"):
                after = tags[j + 1] if j + 1 < n else "."
                return after == "." if strict else after in ".,PtRIXDw-"
        if tag == "." and not (lower[j - 1] in _ABBREVIATIONS or len(lower[j - 1]) == 1):
            return False
        if tag in "QTS;:":
            return False
    return False
