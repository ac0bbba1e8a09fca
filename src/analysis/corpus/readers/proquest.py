"""Exports of ProQuest as TXT: records parted by a line of underscores, blocks "Label: value".

In: one file. Out: a `ReaderResult`, held to the number of documents that the file names, if it
names one. What stands before the first line of underscores, and notices after the last, is no
record.
"""

from functools import cache
from pathlib import Path

import regex

from analysis.corpus.dates import DateOrder, stated_dates
from analysis.corpus.decoding import decode
from analysis.corpus.readers.account import Account
from analysis.corpus.readers.paths import check_exists, escaped, read_bytes
from analysis.corpus.readers.records import ExportRecord, add_record
from analysis.corpus.readers.result import ReaderResult, paragraphs
from analysis.errors import InputError

_LARGEST_TEXT = 100_000_000
SEPARATOR = regex.compile(r"^[ \t]*+_{60,}+[ \t\r]*+$", regex.MULTILINE)
_NUMBERED = regex.compile(r"^[ \t]*+Document (\d{1,6}) of (\d{1,6})[ \t\r]*+$", regex.MULTILINE)
# The labels that ProQuest writes. Only these begin a field: "Reporter: …" in a text does not.
_LABELS = frozenset(
    label.strip() for label in
    "abstract, accession number, author, authors, author affiliation, classification, column, "
    "company / organization, company, conference, contributor, copyright, correspondence author, "
    "country of publication, credit, database, dateline, degree, document feature, document type, "
    "document url, doi, edition, editor, first page, full text, identifier / keyword, "
    "illustration, isbn, issn, e-issn, eissn, issue, journal subject, keyword, language, "
    "language of publication, last page, last updated, links, location, mesh, mesh subject, naics, "
    "notes, number of pages, number of references, page count, pages, people, person, "
    "place of publication, product name, proquest document id, publication date, publication info, "
    "publication information, publication note, publication subject, publication title, "
    "publication type, publication year, publication history, publisher, section, series title, "
    "source, source attribution, source type, special, start page, subject, sub-title, subtitle, "
    "supplement, subjects, ticker, title, translated title, volume, word count, year, "
    "business indexing term, subject headings, alternate title, column name, startpage, "
    "publisher logo, textword".split(",")
)  # fmt: skip
# The same fields as the service calls them in other languages.
_TRANSLATED = {
    "full text": "texte intégral; volltext; texto completo; testo completo; texto integral; "
                 "volledige tekst",
    "title": "titre; titel; título; titolo",
    "publication title": "titre de la publication; titre de publication; titel der publikation; "
                         "publikationstitel; título de publicación; título de la publicación; "
                         "titolo della pubblicazione; titolo pubblicazione; título da publicação; "
                         "publicatietitel",
    "publication date": "date de publication; erscheinungsdatum; publikationsdatum; "
                        "veröffentlichungsdatum; fecha de publicación; data di pubblicazione; "
                        "data de publicação; data da publicação; publicatiedatum",
    "publication info": "informations sur la publication; publikationsinfo; "
                        "información de publicación; informazioni sulla pubblicazione; "
                        "informações da publicação",
    "language of publication": "langue de publication; langue de la publication; "
                               "sprache der publikation; publikationssprache; "
                               "idioma de la publicación; idioma de publicación; "
                               "lingua di pubblicazione; idioma da publicação; taal van publicatie",
    "proquest document id": "id de document proquest; identifiant du document proquest; "
                            "proquest-dokument-id; proquest dokument-id; "
                            "id del documento de proquest; id del documento proquest; "
                            "id do documento proquest; proquest-document-id",
    "document url": "url du document; dokument-url; url del documento; url do documento",
    "word count": "nombre de mots; wortanzahl; número de palabras; numero di parole",
    "abstract": "résumé; zusammenfassung; resumen; sommario; resumo; samenvatting",
    "author": "auteur; autor; autore",
    "subject": "sujet; thema; materia; soggetto; assunto; onderwerp",
    "section": "sección; rubrik; sezione; seção",
    "copyright": "derechos de autor; urheberrecht",
    "database": "base de données; datenbank; base de datos; banca dati; base de dados",
    "last updated": "dernière mise à jour; zuletzt aktualisiert; última actualización; "
                    "ultimo aggiornamento; última atualização; laatst bijgewerkt",
    "links": "liens; enlaces; collegamenti",
    "location": "lieu; ort; lugar; luogo; local",
    "document type": "type de document; dokumententyp; dokumenttyp; tipo de documento; "
                     "tipo di documento",
    "source type": "type de source; quellentyp; tipo de fuente; tipo di fonte; tipo de fonte",
    "publisher": "éditeur; verlag; editorial; editore; editora",
    "publication year": "année de publication; erscheinungsjahr; año de publicación; "
                        "anno di pubblicazione; ano de publicação",
    "first page": "première page; erste seite; primera página; prima pagina; primeira página",
    "country of publication": "pays de publication; land der publikation; erscheinungsland; "
                              "país de publicación; paese di pubblicazione; país de publicação",
    "place of publication": "lieu de publication; erscheinungsort; lugar de publicación; "
                            "luogo di pubblicazione; local de publicação",
}  # fmt: skip
_LABEL = regex.compile(
    r"(\p{Lu}[\p{L}-]*+(?: (?:[\p{L}-]++|/)){0,4})[ \u00a0]?:(?:[ \t\u00a0](.*))?$"
)
# Some layouts write two labels as headings: "FULL TEXT", "DETAILS".
_HEADING = {"FULL TEXT": "full text", "DETAILS": "details"}
_ABSENT = regex.compile(
    r"(?:full text (?:is )?(?:not available|unavailable)|not available|none available|"
    r"non disponible|nicht verfügbar|no disponible|non disponibile|não disponível)\.?",
    regex.IGNORECASE,
)


def read_proquest(
    path: str | Path, *, date_order: DateOrder | None = None, encoding: str | None = None
) -> ReaderResult:
    """Read an export of ProQuest (.txt).

    A record is a part of the file between two lines of underscores that has a field of ProQuest's
    own. Its body is the field "Full text", up to the next label that ProQuest writes; the date is
    "Publication date", or the day in "Publication info".

    Parameters
    ----------
    date_order
        "dmy", "mdy" or "ymd", for dates in numbers.
    encoding
        That of the file, such as "latin-1"; see `analysis.corpus.decoding.decode`.

    Returns
    -------
    ReaderResult
        ``claimed``: N of "Document 1 of N", where the export numbers its records. The article_id
        is the ProQuest document ID.

    Raises
    ------
    InputError
        If there is no such file. A file that is damaged gives a row of problems.
    """
    path = Path(path)
    check_exists(path, folder=False)
    account = Account(date_order, encoding)
    name = escaped(path.name)
    try:
        raw, doubt = decode(read_bytes(path, _LARGEST_TEXT), name, account.encoding)
    except InputError as error:
        account.problem(name, "file", error.trouble, error.remedy)
        return account.result()
    account.doubt(name, doubt)
    marks = list(SEPARATOR.finditer(raw))
    ends = [*(mark.start() for mark in marks[1:]), len(raw)]
    parts = [raw[mark.end() : end] for mark, end in zip(marks, ends, strict=False)]
    number = 0
    for part in parts:
        fields = _fields(part)
        if not any(label in fields for label in ("full text", "title", "proquest document id")):
            continue
        number += 1
        _add(account, path, f"{name}, record {number}", number, fields)
    if not number:
        account.problem(
            name, "structure", "has no record between lines of underscores",
            "export it from ProQuest as text, with full texts",
        )  # fmt: skip
    totals = {int(match.group(2)) for match in _NUMBERED.finditer(raw)}
    claimed = max(totals) if totals else None
    account.count(name, claimed, number)
    return account.result(claimed)


@cache
def _names() -> dict[str, str]:
    """The fields by their labels in lower case."""
    names = {label: label for label in _LABELS}
    for name, labels in _TRANSLATED.items():
        names |= {label.strip(): name for label in labels.split(";")}
    return names


def _label(line: str) -> tuple[str, str] | None:
    """The field that a line begins, and what follows its label; None if it begins none."""
    text = line.strip()
    if text in _HEADING:
        return _HEADING[text], ""
    match = _LABEL.match(text)
    name = _names().get(" ".join(match.group(1).lower().split())) if match else None
    return (name, match.group(2) or "") if match and name else None


def _fields(part: str) -> dict[str, str]:
    """The fields of a record by label in lower case; "" is what stands before the first."""
    fields: dict[str, list[str]] = {"": []}
    label, blank = "", True
    lines = part.splitlines()
    for place, line in enumerate(lines):
        found = _label(line)
        if found and (label != "full text" or _ends_text(lines, place, blank)):
            # A label that comes twice (a title above the text and below it) keeps its first value.
            label = found[0] if found[0] not in fields else f"{found[0]} again"
            fields.setdefault(label, []).append(found[1])
        else:
            fields[label].append(line)
        blank = not line.strip()
    return {label: "\n".join(lines).strip() for label, lines in fields.items()}


def _ends_text(lines: list[str], place: int, blank: bool) -> bool:
    """Whether the label at a place ends the text: what stands behind its field is labelled, too.

    A paragraph of the text may begin with a word that is a label elsewhere ("Title: …"). Without a
    blank line above, the very next line must have a label.
    """
    end = place + 1
    if not blank:
        return end < len(lines) and _label(lines[end]) is not None
    while end < len(lines) and lines[end].strip() and not _label(lines[end]):
        end += 1
    while end < len(lines) and not lines[end].strip():
        end += 1
    return end == len(lines) or _label(lines[end]) is not None


def _add(account: Account, path: Path, source: str, place: int, fields: dict[str, str]) -> None:
    """A record as an article, from its fields by their labels."""
    document = " ".join(fields.get("proquest document id", "").split())
    text = fields.get("full text", "")
    if _ABSENT.fullmatch(text):
        text = ""
    unnamed = [line for line in fields[""].splitlines() if line and not _NUMBERED.match(line)]
    record = ExportRecord(
        place,
        paragraphs(f"{text}\n\n.").removesuffix(".").strip() if "\n\n" in text
        else paragraphs(text),
        " ".join((fields.get("title") or "".join(unnamed[:1])).split()), _outlet(fields),
        _day(fields), language=fields.get("language of publication") or fields.get("language", ""),
        length=fields.get("word count") or None, number=document if document.isalnum() else "",
        numbered="ProQuest document ID", url=fields.get("document url", "").partition("\n")[0],
    )  # fmt: skip
    add_record(account, path, source, record)


def _outlet(fields: dict[str, str]) -> str | None:
    """Who published a record: the publication without the places that ProQuest puts behind it."""
    text = fields.get("publication title") or fields.get("publication info", "")
    return " ".join(text.partition(";")[0].split()) or None


def _day(fields: dict[str, str]) -> str | None:
    """The words of the date: its own field, or the publication info if that states a day."""
    info = fields.get("publication info") or fields.get("publication information", "")
    return fields.get("publication date") or (info if stated_dates(info) else None)
