"""Which column of a table holds which field: given, or guessed by names in common use.

In: the names of columns. Out: from field to column, checked against the columns there are.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import regex

from analysis.corpus.readers.paths import check_exists, escaped
from analysis.corpus.readers.rows import open_rows
from analysis.errors import InputError

# For each field the names it goes by, best first, written without case, spaces and signs.
_NAMES = {
    "text": "maintext text fulltext body bodytext articletext articlebody articlecontent content "
            "cleantext newstext article story plaintext transcript paragraphs volltext inhalt "
            "artikeltext texte texteintégral contenu corps texto textocompleto contenido cuerpo "
            "testo contenuto corpo conteúdo tekst inhoud treść metin текст "
            "正文 全文 内容 內容 本文 본문 النص",
    "headline": "headline title articletitle header heading hl hd titel überschrift schlagzeile "
                "titre título titulo titular titolo manchete kop krantenkop overskrift rubrik "
                "tytuł başlık заголовок название 标题 標題 見出し タイトル 제목 العنوان",
    "date": "date publicationdate publisheddate publishdate datepublished datepublish pubdate "
            "published publishedat publishedon publishtime publishedtime articledate datetime "
            "timestamp day datum erscheinungsdatum erschienen datedepublication fecha "
            "fechadepublicación data pd dato tarih дата 日期 日付 날짜 التاريخ",
    "outlet": "outlet source sourcename newspaper paper publication publicationtitle publisher "
              "medium media medianame mediasource mediaoutlet journal sourcedomain domain website "
              "zeitung quelle journalname média periódico diario medio fuente testata giornale "
              "fonte jornal veículo krant bron avis kilde tidning källa gazeta źródło gazete "
              "kaynak источник издание сми газета 来源 來源 报纸 新聞 媒体 매체 المصدر",
    "agency": "agency newsagency wire agentur agence agencia agenzia",
    "language": "language lang languagecode sprache langue idioma lingua taal",
    "url": "url link articleurl weburl permalink storyurl uri href",
    "article_id": "articleid id docid documentid storyid storiesid uid guid accessionnumber an",
    "complete": "complete",
    "duplicate_of": "duplicateof",
    "event": "event eventid",
    "file": "file filename filepath textfile sourcefile path",
    "encoding": "encoding charset characterset",
}  # fmt: skip
# Words that may stand around such a name without making it another: "News Outlet", "fields.title".
_AROUND = frozenset(
    "article articles news newspaper story doc document fields item web full clean cleaned raw "
    "main original complete published publish publication pub name s plain display of "
    "the utc gmt local "
    "artikel zeitungs artículo noticia complet intégral vollständig vollständiger completo du "
    "la le der des del".split()
)
_WORDS = regex.compile(r"\p{Lu}?[\p{Ll}\p{Lo}\p{M}]++|\p{Lu}++(?!\p{Ll})|\p{L}++|\d++")
# Columns on which the second look is worth its time.
_LONGEST_NAME = 60
FIELDS = tuple(_NAMES)
# What can stand in the place of a text, and lead to it: see `analysis.corpus.readers.joining`.
KEYS = ("file", "url")
# What a row says of the file that it names, not of the article.
ABOUT_FILE = ("encoding",)


def guess_mapping(columns: Iterable[str]) -> dict[str, str]:
    """Which column holds which field, by the names in common use; to be shown, and corrected.

    Returns
    -------
    dict of str to str
        From field (text, headline, date, outlet, agency, language, url, article_id, complete,
        duplicate_of, event, file, encoding) to column; fields for which no column has a known name
        are left out. A name may have words around it that do not make it another: "News Outlet",
        "fields.bodyText" and "Full-Text (cleaned)" are known, "text_length" is not.

    Examples
    --------
    >>> guess_mapping(["ID", "Pub_Date", "article_content", "Source"])
    {'text': 'article_content', 'date': 'Pub_Date', 'outlet': 'Source', 'article_id': 'ID'}
    """
    listed = [str(column) for column in columns]
    # Of a struct, its fields are looked at, not the whole.
    inner = {column[:place] for column in listed for place in _dots(column)}
    listed = [column for column in listed if column not in inner]
    plain: dict[str, str] = {}
    for column in listed:
        plain.setdefault("".join(c for c in column.lower() if c.isalnum()), column)
    found: dict[str, str] = {}
    for field, names in _NAMES.items():
        known = [plain[name] for name in names.split() if name in plain]
        if known:
            found[field] = known[0]
    # The same names with a word around them, for fields that have no column yet.
    taken = set(found.values())
    for field, names in _NAMES.items():
        if field in found:
            continue
        order = names.split()
        ranked = [
            (min(map(order.index, hits)), place, column)
            for place, column in enumerate(listed)
            if column not in taken and (hits := _names_inside(column) & set(order))
        ]
        if ranked:
            found[field] = min(ranked)[2]
            taken.add(found[field])
    return {field: found[field] for field in FIELDS if field in found}


def _dots(column: str) -> list[int]:
    return [place for place, character in enumerate(column) if character == "."]


def _names_inside(column: str) -> set[str]:
    """What a column may be called once words such as "article" and "name" around it are left out.

    Examples
    --------
    >>> sorted(_names_inside("Full-Text (cleaned)"))
    ['fulltext', 'fulltextcleaned', 'text', 'textcleaned']
    >>> _names_inside("text_length")
    {'textlength'}
    """
    words = (
        [word.lower() for word in _WORDS.findall(column)] if len(column) <= _LONGEST_NAME else []
    )
    return {
        "".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
        if _AROUND.issuperset((*words[:start], *words[end:]))
    }


def column_names(path: str | Path, encoding: str | None = None) -> list[str]:
    """The columns of a table file, in their order.

    Parameters
    ----------
    encoding
        What was declared for it.

    Raises
    ------
    InputError
        If there is no such file, or it is no table.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     table = Path(name, "a.csv")
    ...     _ = table.write_text("day,body\\n2016-02-11,Ministers met.\\n")
    ...     column_names(table)
    ['day', 'body']
    """
    path = Path(path)
    check_exists(path, folder=False)
    return open_rows(path, encoding=encoding).columns


class MappingError(InputError):
    """A mapping that does not fit the table: the user's to mend, not the file's."""


def choose_mapping(
    name: str, columns: list[str], mapping: Mapping[str, str] | None, *, key: str | None = None
) -> dict[str, str]:
    """The mapping that is used: what was given, checked, and what is guessed beside it.

    Parameters
    ----------
    key
        The field that leads to the texts, file or url, where they are not in the table.

    Raises
    ------
    InputError
        As `read_tabular`.
    """
    listed = ", ".join(map(escaped, columns[:40]))
    for field, column in (mapping or {}).items():
        if field not in FIELDS:
            raise MappingError(
                "mapping", f"names the field {field!r}", f"give one of {', '.join(FIELDS)}"
            )
        if column and column not in columns:
            raise MappingError(name, f"has no column {column!r}", f"map {field} to one of {listed}")
    taken = set((mapping or {}).values())
    guessed = guess_mapping(column for column in columns if column not in taken)
    chosen = {**guessed, **(mapping or {})}
    chosen = {field: chosen[field] for field in FIELDS if chosen.get(field)}
    if key != "file":
        # It tells how to read a file that is named beside it.
        chosen.pop("encoding", None)
    if key is not None:
        chosen.pop("text", None)
        if key not in chosen:
            raise MappingError(
                name, f"has no column that can be the {key} of a text; its columns are {listed}",
                f'map one: mapping={{"{key}": "…"}}, or --map {key}=…',
            )  # fmt: skip
        return chosen
    if "text" not in chosen and any(field in chosen for field in KEYS):
        what = "addresses" if "url" in chosen else "names of files"
        raise MappingError(
            name, f"has {what} but no texts; its columns are {listed}",
            "map text to a column, or give the texts beside it: texts=… or --texts … names a table "
            "with url and text, a web archive, or the folder of the files",
        )  # fmt: skip
    if "text" not in chosen:
        raise MappingError(
            name, f"has no column that can be the text; its columns are {listed}",
            'map one: mapping={"text": "…"}, or --map text=…',
        )  # fmt: skip
    chosen.pop("file", None)
    return chosen
