"""What the words beside a date say of it: that something was published, updated, or something else.

In: the words before a date and after it, in one line. Out: "published", "updated", "other" (a day
of something else: of an event, a picture, a person's birth, the visit to the page) or "".
"""

import regex

from analysis.corpus.date_names import MONTH_OF, WEEKDAY_OF

# Saved pages run words together: "10:15Updated", "Jane DoePublished".
_START = r"(?:(?<!\p{L})|(?-i:(?<=\p{Ll})(?=\p{Lu})))"
_UPDATED = regex.compile(
    _START
    + r"(?:updated?|modified|(?:last )?edited(?! by)|(?:last )?changed|revised|corrected|amended|"
    r"stand(?= ?:| vom| ?\d)|aktualisiert|geändert|bearbeitet|mis(?:e)? à jour|modifiée?|"
    r"actualizad[oa]|actualización|modificad[oa]|aggiornat[oa]|aggiornamento|modificat[oa]|atualizad[oa]|"
    r"atualização|обновлено|изменено|оновлено|bijgewerkt|gewijzigd|uppdaterad|opdateret|oppdatert|"
    r"aktualizacja|zaktualizowano|aktualizováno|aktualizované|frissítve|güncelleme|güncellendi|diperbarui|päivitetty|actualizat|"
    r"ažurirano|izmijenjeno|обновена|обновен|ενημέρωση|ενημερώθηκε|cập nhật)\b|"
    r"अपडेट|更新|最終更新|수정|업데이트|آخر تحديث|تم التحديث|עודכן",
    regex.IGNORECASE,
)
_PUBLISHED = regex.compile(
    _START
    + r"(?:published|posted|(?:publish|publication|publishing|posting|post|article) date|issued|"
    r"created|uploaded|submitted|"
    r"broadcast(?= ?: ?)|immediate release|press release|press statement|news release|"
    r"appear(?:s|ed) (?:in print )?(?:on|in)|in print|veröffentlicht|publiziert|erstellt|"
    r"erschienen|"
    r"(?:artikel|meldung|beitrag|bericht|ausgabe) vom|publiée?|paru|mis en ligne|publicad[oa]|"
    r"publicación|publicação|publicat|pubblicat[oa]|опубликовано|опублікована|опубліковано|"
    r"gepubliceerd|geplaatst|publicerad|publiceret|publisert|opublikowano|publikováno|"
    r"yayınlanma|(?:giriş|yayın|oluşturulma) tarihi|diterbitkan|dipublikasikan|julkaistu|"
    r"zveřejněno|zverejnené|publikované|uverejnené|közzétéve|megjelent|δημοσίευση|δημοσιεύτηκε|"
    r"δημοσιεύθηκε|публикувано|публикувана|objavljeno|udgivet|offentliggjort|"
    r"(?:issue|edition|number)(?: of| for| dated|:)|ngày đăng|đăng)\b|"
    # "Date" alone says so, "effective date" does not.
    r"(?:^|[|•·;:,(–—-] ?)(?:date|dated|datum|fecha|data|дата|tarih|dátum|tanggal)\b|"
    r"公開|公开|発表|发表|發表|發布|发布|發佈|投稿|掲載|配信|작성|입력|등록|게시|نشر|تاريخ|تاریخ|פורסם|प्रकाशित|เผยแพร่",
    regex.IGNORECASE,
)
# Named anywhere before a date in its part of the line, these say what the day is of.
_OTHER = regex.compile(
    r"\b(?:born|died|dies|birthday|expires?|expired|deadline|event|effective|starts?|begins?|"
    r"began|ends?|ended|due|valid|copyright|as of|as at|on sale|tickets?|opens?|opening|coming|"
    r"premieres?|premiered|saved|airs?|aired|released?|launch(?:ed|es)?|accessed|retrieved|archived|printed|"
    r"downloaded|captured|crawled|visited|viewed|taken|photographed|filmed|recorded|pictured|"
    r"photos?|pictures?|image|file|established|founded|joined|member|registered|"
    r"last (?:login|seen|visit|reviewed)|reviewed|wrote|writes|commented|replied|says|said|"
    r"tweeted|retweeted|today is|current time|local time|hearing|concert|venue|vs?\.?|versus|"
    r"season|anniversary|(?:privacy|cookie) \p{L}+|terms (?:of|and)|sunrise|sunset|"
    r"geboren|gestorben|né|née|mort|nacid[oa]|nat[oa]|nascid[oa]|schrieb|"
    r"a écrit|escribió|fotos?|bild|archivbild|archivfoto|"
    r"(?!(?:publish(?:ed)?|publication|publishing|post(?:ed)?|posting|article)\b)\p{L}+ date)\b|"
    r"(?-i:\bEst\. )|©|\(c\)|°|\(@\w|pic\.twitter|today'?s (?:date|paper)|@ ?$",
    regex.IGNORECASE,
)
# What is updated, too, and is no article.
_DOCUMENT = regex.compile(
    r"\b(?:(?:privacy|cookie|comments?|ethics|editorial) (?:policy|notice|statement)|disclaimer|"
    r"terms (?:of|and|&) \p{L}+|user agreement|datenschutz\p{L}*|impressum|agb|"
    r"politique de confidentialité|política de privacidad|informativa)\b",
    regex.IGNORECASE,
)
# Directly before a date, these make it one end of a span, or the day of what is named before them.
_SPAN = regex.compile(
    r"(?:\b(?:from|since|until|till|through|thru|to|between|before|after|by|seit|bis|ab|desde|"
    r"hasta|depuis|jusqu'au|avant|après|dal|dall'|fino al|entro il|até|sinds|tot|с|до|после|"
    r"of|for|version|next(?: \p{L}+)?:?)"
    r"(?: the| den| el| le| \p{L}+day,?)?|\b(?:b|d|geb|gest|v)\.|"
    # A day of the month, not the minutes of a time ("14:05 - 3 March 2014").
    r"(?<![\d:.h])\d{1,2}(?:st|nd|rd|th)?\.?(?: (?P<month>\p{L}{3,12}+)\.?)? ?"
    r"(?:[-–—&+/]|and|und|et|y|e|to|bis|till|until|through|au|al|a|à|по|do|t/m|til)) ?(?:de )?$",
    regex.IGNORECASE,
)
_TO_NEXT = regex.compile(
    r" ?(?:[-–—]|\b(?:to|until|till|through|and|bis|und|al|au|a|et|y|e)\b) ?(?:\p{L}+[,.]? )?",
    regex.IGNORECASE,
)
_ISSUE = regex.compile(
    r"\W{0,3}(?:(?:print )?(?:issue|edition)\b|(?:dated )?ausgabe\b)", regex.IGNORECASE
)
_HAPPENS = regex.compile(
    r"(?:,? ?\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\.?)?(?: \p{Lu}{2,4})?)?"
    r"\W{0,3}(?:deadline|anniversary|concert|election|event|vs?\b|wrote|writes|says|said|schrieb|"
    r"at (?:the )?(?-i:\p{Lu})|\d+°|[+-]?\d+ ?°)",
    regex.IGNORECASE,
)
# The name of a field directly before a date, with no more than a weekday between.
_FIELD = regex.compile(r"\p{L}[\p{M}'’)]*+ ?: ?(?:(?P<word>\p{L}+)[.,]{0,2} ?)?$")
# The day of saving, at the top of a site, stands beside the weather and the paper of the day; a
# place where things happen stands in a line on an event.
_ELSE = regex.compile(
    r"°|\b(?:sunrise|sunset|cloudy|sunny|overcast|today'?s paper|e-?paper|today is|"
    r"good (?:morning|evening))\b|"
    r"(?-i:\bEst\. )|https?://|\bwww\.|\(@|\b\d{1,2}:\d(?!\d)|"
    r"\b(?:wrote|writes|says|said|schrieb|sagt|a écrit|escribió|пишет):?$|"
    r"\b(?:hall|theat(?:re|er)|stadium|arena|museum|gallery|auditorium|amphitheat(?:re|er)|"
    r"coliseum|ballroom|concert|festival|pavilion|venue|opera house|cathedral|church|hotel|"
    r"conference cent(?:re|er)|convention cent(?:re|er))\b",
    regex.IGNORECASE,
)


def label_of(before: str, after: str) -> str:
    """What the words before and after a date say of it; of two labels the nearer one decides.

    The name of a field that is neither ("Kick-off: 5 March 2014") makes it the day of that.

    Examples
    --------
    >>> label_of("Posted by Jane Doe on ", ""), label_of("Last updated: ", " 10:15")
    ('published', 'updated')
    >>> label_of("Effective date: ", ""), label_of("Open until ", ""), label_of("Jane Doe, ", "")
    ('other', 'other', '')
    """
    if _ISSUE.match(after[:40]):
        return "published"
    if ends_span(before) or _HAPPENS.match(after[:40]):
        return "other"
    # What a day is of is said in its own part of the line, what was done then anywhere before it.
    part = max(before.rfind(sign) for sign in "|•·") + 1
    nearest, label = -1, ""
    for name, words, start in (
        ("other", _OTHER, part), ("published", _PUBLISHED, 0), ("updated", _UPDATED, 0)
    ):  # fmt: skip
        for match in words.finditer(before, start):
            if match.end() >= nearest:
                nearest, label = match.end(), name
    if label and label != "other" and _DOCUMENT.search(before, part):
        return "other"
    if not label and (field := _FIELD.search(before)):
        word = field.group("word")
        return "other" if word is None or word.lower() in WEEKDAY_OF else ""
    return label


def ends_span(before: str) -> bool:
    """Whether the words before a date make it the end of a span, or the day of what they name.

    Examples
    --------
    >>> ends_span("3 March - "), ends_span("14:05 - "), ends_span("4 photos - ")
    (True, False, False)
    """
    found = _SPAN.search(before[-40:])
    return found is not None and (found["month"] or "march").lower() in MONTH_OF


def spans_to_next(between: str) -> bool:
    """Whether what stands between two dates makes them the ends of one span of time."""
    return len(between) <= 20 and _TO_NEXT.fullmatch(between) is not None


def speaks_of_else(text: str) -> bool:
    """Whether a line is on an event at some place, on the weather of today, or is an address."""
    return _ELSE.search(text) is not None


def without_labels(text: str) -> str:
    """A text with a space in place of each word that says what was done on a day."""
    return str(_PUBLISHED.sub(" ", _UPDATED.sub(" ", text)))
