"""Whether a text is in the language that a codebook is written for.

In: the sentences of an article and a language code. Out: nothing if the rules cover it, or what it
seems to be. An indicator list finds nothing in another language, and a zero would look like a
result.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from analysis.text.tokens import tokens

# Words of each article that are looked at.
_READ = 400
# With so many of its own function words of three letters or more a text is of the language. The
# shorter ones of English (a, at, i, in, is) are words of other languages too.
_SURELY = 0.08
_GLANCE = 1500  # characters
# A language shows by this many different function words, and by their share of all words. English
# news prose consists of them to 25 or 35 per cent.
_FEWEST_DIFFERENT = 3
_SMALLEST_SHARE = 0.08
# A text of so many words, of which hardly any is a function word of at least three letters, is in
# another language, whichever: in 100 words of English news there are about 19, in a text of
# another language none. Fewer words, or mostly names, tell nothing.
_FEWEST_WORDS = 20
_FEWEST_KINDS = 15
_HARDLY_ANY = 0.02
_LONG = 3
# The share holds where articles, prepositions and auxiliaries are words of their own.
_ANALYTIC = frozenset("en de fr es it pt nl sv da no ca ro".split())

# The most frequent function words; such lists identify a language well from a few dozen words
# (Grefenstette 1995, Comparing two language identification schemes).
_FUNCTION_WORDS = {
    "en": "the of and to in a that is was for on with as by at from it he has have had are were be "
    "not but this which said they their an or his its who been she you we i if will would can",
    "de": "der die das und ist nicht von zu mit den im ein eine auf für sich dem des es an als "
    "auch nach wie sie er wir ich hat werden wird bei aus oder war",
    "fr": "le la les de des et à un une du en est que qui dans pour pas par sur au avec ne se ce "
    "il elle sont mais ont été plus cette",
    "es": "el la los las de del y a un una en es que por para con no se su al lo como más pero "
    "este esta fue han sus",
    "it": "il la lo gli le di del della e a un una in è che per con non si da al dei nel sono ma "
    "più anche come ha",
    "pt": "o a os as de do da dos das e um uma em é que por para com não se no na ao mais como mas "
    "foi são",
    "nl": "de het een en van in is dat op te voor met niet zijn aan er om ook als bij maar door "
    "naar hij ze heeft werd",
    "sv": "och att det i en på är som för med av den till inte har de ett om han var från men",
    "pl": "i w na z nie się że do to jest o jak po za od ale przez dla oraz był są",
    "tr": "ve bir bu da de için ile çok olarak daha gibi olan ama en sonra kadar ise değil ne",
    "id": "yang dan di dari untuk dengan pada ini itu tidak dalam akan oleh juga ke adalah",
    "da": "og i at det er en til på som med den for der af et de ikke har var fra blev",
    "no": "og i at det er en til på som med den for av et de ikke har var fra ble",
    "fi": "ja on ei että oli hän se mutta myös ovat joka kun kuin mukaan",
    "cs": "a v se na je že o z do s ve k i to za jsou pro od po však byl",
    "sk": "a v sa na je že o z do s vo k to za sú pre od po však bol",
    "hr": "i u je na se da za su od s o koji kao će iz ne bi što nije",
    "hu": "a az és hogy nem egy is volt meg ez ha csak már még el mint",
    "ro": "și de în a la cu o pe nu din că este care pentru un au mai prin sunt fost",
    "ca": "el la els les de i a que en un una per amb és no del al va són més",
    "sq": "të e në i dhe për me një se që nga është më ka si nuk u janë",
    "vi": "và của là có trong cho được với không các một những đã này người khi",
    "sw": "na ya wa kwa ni za katika la hiyo cha kuwa huo hilo yake",
    "tl": "ang ng sa na mga at ay si ni ito para hindi kung",
    "so": "oo ka ku iyo uu ay ee la waxa in si aan soo waa",
}
_LANGUAGE_NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
    "pt": "Portuguese", "nl": "Dutch", "sv": "Swedish", "pl": "Polish", "tr": "Turkish",
    "id": "Indonesian", "da": "Danish", "no": "Norwegian", "fi": "Finnish", "cs": "Czech",
    "sk": "Slovak", "hr": "Croatian, Bosnian or Serbian", "hu": "Hungarian", "ro": "Romanian",
    "ca": "Catalan", "sq": "Albanian", "vi": "Vietnamese", "sw": "Swahili", "tl": "Tagalog",
    "so": "Somali",
}  # fmt: skip
_WORDS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_LONG_WORDS = {
    language: frozenset(word for word in words if len(word) >= _LONG)
    for language, words in _WORDS.items()
}
# Languages not written in the Latin alphabet, by the first word of their letters' Unicode names.
_SCRIPTS = {
    "ru": "CYRILLIC", "uk": "CYRILLIC", "bg": "CYRILLIC", "sr": "CYRILLIC", "el": "GREEK",
    "ar": "ARABIC", "fa": "ARABIC", "ur": "ARABIC", "he": "HEBREW", "hi": "DEVANAGARI",
    "zh": "CJK", "ja": "HIRAGANA", "ko": "HANGUL", "th": "THAI", "ka": "GEORGIAN",
    "hy": "ARMENIAN", "bn": "BENGALI", "ta": "TAMIL",
}  # fmt: skip


def language_name(code: str) -> str:
    """A language's English name, or its code if it is not among those known here."""
    return _LANGUAGE_NAMES.get(code, code)


def uncovered(texts: Iterable[str], language: str) -> str | None:
    """What an article seems to be written in, if not in `language`; None if it is covered.

    A text is not covered if more than half of its words begin with a letter of another script; if
    at least three different function words of another language occur in it, make up 8 per cent
    of its words and outnumber those of `language`; or if, of 20 words or more that are not mostly
    names, fewer than 2 per cent are function words of `language` with three letters or more.
    The first 400 words are read. Of shorter texts in an unknown language nothing is said.

    Examples
    --------
    >>> uncovered(["The talks in Geneva were halted on Friday."], "en")
    >>> uncovered(["Переговоры в Женеве приостановлены."], "en")
    'text in Cyrillic script'
    >>> uncovered(["Die Gespräche in Genf sind am Freitag nicht mit der Regierung geführt."], "en")
    'text in German'
    >>> uncovered(["Bonke abantu bazalwa bekhululekile belingana ngesithunzi nangamalungelo. "
    ...     "Bahlanganiswe wumcabango nangunembeza futhi kufanele baphathane ngomoya wobunye. "
    ...     "Wonke umuntu ufanelwe ngamalungelo nenkululeko"], "en")
    'text with next to no function words of English'
    """
    texts = list(texts)
    if _surely(texts, language):
        return None
    found = ((term, text[start]) for text in texts for term, start, _ in tokens(text))
    read = list(islice(found, _READ))
    words = [term for term, _ in read]
    if not words:
        return None
    return (
        _other_script(words, language)
        or _other_language(words, language)
        or _without_function_words(read, language)
    )


def _other_script(words: list[str], language: str) -> str | None:
    """The script of most words, if it is not that of the language."""
    wanted = {"ja": {"HIRAGANA", "KATAKANA", "CJK"}}.get(language) or {
        _SCRIPTS.get(language, "LATIN")
    }
    scripts = Counter(_script(word[0]) for word in words)
    script = min(scripts, key=lambda name: (-scripts[name], name))
    if script not in wanted and 2 * scripts[script] > len(words):
        return f"text in {'Chinese' if script == 'CJK' else script.capitalize()} script"
    return None


def _other_language(words: list[str], language: str) -> str | None:
    """The language whose function words outnumber those of the one wanted."""
    if language not in _WORDS:
        return None
    counts = {name: sum(word in known for word in words) for name, known in _WORDS.items()}
    own = counts.pop(language)
    other = min(counts, key=lambda name: (-counts[name], name))
    if (
        counts[other] > own
        and counts[other] >= _SMALLEST_SHARE * len(words)
        and len(_WORDS[other].intersection(words)) >= _FEWEST_DIFFERENT
    ):
        return f"text in {_LANGUAGE_NAMES[other]}"
    return None


def _without_function_words(read: list[tuple[str, str]], language: str) -> str | None:
    """What is said of running text without function words: (word, its first letter) of each."""
    words = {word for word, _ in read}
    capitals = sum(letter.isupper() for _, letter in read)
    if (
        language not in _ANALYTIC
        or len(read) < _FEWEST_WORDS
        or len(words) < _FEWEST_KINDS
        or 2 * capitals > len(read)
    ):
        return None
    own = sum(word in _LONG_WORDS[language] for word, _ in read)
    if own >= _HARDLY_ANY * len(read):
        return None
    return f"text with next to no function words of {_LANGUAGE_NAMES[language]}"


def _surely(texts: Sequence[str], language: str) -> bool:
    """Whether a glance at the beginning is enough, as it is for nearly every article."""
    own = _LONG_WORDS.get(language)
    if own is None:
        return False
    beginning: list[str] = []
    length = 0
    for text in texts:
        beginning.append(text[:_GLANCE])
        length += len(text)
        if length >= _GLANCE:
            break
    words = " ".join(beginning).lower().split()
    return sum(map(own.__contains__, words)) > _SURELY * len(words)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split(" ")[0].split("-")[0]
