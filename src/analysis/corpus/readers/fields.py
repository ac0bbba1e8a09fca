"""What the exports of databases have in common: lengths, languages, lines that state only a day.

In: the words of one field of an export. Out: its value, or None.
"""

import regex

from analysis.corpus.dates import is_date_line, stated_dates

_LANGUAGES = {
    "en": "english englisch anglais inglés ingles inglese inglês engels "
          "английский 英語 英语 英文",
    "de": "german deutsch allemand alemán aleman tedesco alemão duits "
          "немецкий 德語 德语 ドイツ語",
    "fr": "french français francais französisch francés frances francese francês frans "
          "французский 法語 法语 フランス語",
    "es": "spanish español espanol spanisch espagnol spagnolo castellano spaans "
          "espanhol испанский",
    "it": "italian italiano italienisch italien italiaans",
    "pt": "portuguese português portugues portugiesisch portugais portugués portoghese",
    "nl": "dutch nederlands niederländisch néerlandais holandés olandese",
    "ru": "russian русский russisch russe ruso russo",
    "sv": "swedish svenska schwedisch suédois sueco svedese",
    "pl": "polish polski polnisch polonais polaco polacco",
    "ar": "arabic العربية arabisch arabe árabe arabo",
    "ko": "korean 한국어 koreanisch coréen coreano",
    "zh": "chinese 中文 简体中文 簡體中文 繁體中文 繁体中文 "
          "汉语 漢語 chinesisch chinois chino cinese",
    "da": "danish dansk dänisch danois danés danese",
    "no": "norwegian norsk norwegisch norvégien noruego norvegese",
    "fi": "finnish suomi finnisch finnois finlandés finlandese",
    "cs": "czech čeština tschechisch tchèque checo ceco",
    "hu": "hungarian magyar ungarisch hongrois húngaro ungherese",
    "el": "greek ελληνικά griechisch grec griego greco",
    "uk": "ukrainian українська ukrainisch ukrainien ucraniano ucraino",
    "id": "indonesian bahasa indonesisch indonésien indonesio indonesiano",
    "ca": "catalan català katalanisch catalán catalano",
    "ja": "japanese 日本語 japanisch japonais japonés giapponese",
    "tr": "turkish türkçe türkisch turc turco",
}  # fmt: skip
_CODE = {name: code for code, names in _LANGUAGES.items() for name in names.split()}
_LENGTH = regex.compile(
    r"\s*+(\d{1,3}(?:[.,’'\u00a0\u202f ]\d{3})++|\d{1,7})\s*+"
    r"(?:(?:words?|mots?|wörter|worte|palabras?|parole|palavras|woorden|ord|słów|слов[ао]?)\b|"
    r"[字語语詞词]|単語|單詞|单词|단어|kelime|sanaa)?\.?\s*+",
    regex.IGNORECASE,
)

_COUNTED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}]|[^\s\p{Han}\p{Hiragana}\p{Katakana}]++"
)


def stated_length(text: str) -> int | None:
    """The number of words that a field states.

    Examples
    --------
    >>> stated_length("2,968 words"), stated_length("295 mots"), stated_length("long")
    (2968, 295, None)
    """
    match = _LENGTH.fullmatch(text)
    return int("".join(c for c in match.group(1) if c.isdecimal())) if match else None


def agrees(words: int, stated: int) -> bool:
    """Whether a number of words is within a tenth of the one that an export states.

    Examples
    --------
    >>> agrees(91, 100), agrees(89, 100)
    (True, False)
    """
    return abs(words - stated) * 10 <= stated


def counted_words(text: str) -> int:
    """Words as databases count them: between blanks, and each Chinese or Japanese sign for one.

    Examples
    --------
    >>> counted_words("Ministers met."), counted_words("部长会晤")
    (2, 4)
    """
    return len(text.split()) if text.isascii() else len(_COUNTED.findall(text))


def is_length(text: str) -> bool:
    """Whether a line is a number with the word for words, and nothing else."""
    return stated_length(text) is not None and any(character.isalpha() for character in text)


def language_code(text: str) -> str | None:
    """The ISO 639-1 code of a language, from the name that exports give it, or from a code.

    Examples
    --------
    >>> language_code("Français"), language_code("EN"), language_code("unknown")
    ('fr', 'en', None)
    """
    match = regex.search(r"[\p{L}\p{M}]++", text.lower()[:100])
    word = match.group() if match else ""
    return word if word in _LANGUAGES else _CODE.get(word)


def states_day(text: str) -> bool:
    """Whether a line is there to state one day in full, as the date line of an export does."""
    return len(text) < 150 and is_date_line(text) and bool(stated_dates(text))
