"""The labels of LexisNexis and Nexis Uni, in the languages of the service.

In: a line of an export. Out: what its label stands for; whether it is one of the words by which
Nexis Uni parts a record. The service writes labels in the language that its user has chosen.
"""

from functools import cache

import regex

from analysis.corpus.readers.fields import agrees, counted_words

# By what they stand for. The first five stand above a text, what is "below" behind it.
_LABELS = {
    "byline": "BYLINE AUTOR AUTOREN AUTEUR AUTEURS AUTORE VON AUTORES",
    "section": "SECTION RUBRIK RUBRIQUE SECCIÓN SECCION SEZIONE SEÇÃO RUBRIEK SECTIE RESSORT",
    "length": "LENGTH LÄNGE LAENGE LONGUEUR LONGITUD EXTENSIÓN LUNGHEZZA EXTENSÃO LENGTE "
              "COMPRIMENTO",
    "headline": "HEADLINE TITRE TITEL TÍTULO TITOLO",
    "other": "DATELINE SERIES HIGHLIGHT TYPE COLUMN SOURCE GUESTS ANCHORS REPORTER REPORTERS ORT "
             "LIEU ENCART SEITE PAGE PÁGINA PAGINA TEASER DACHZEILE UNTERTITEL SUBHEADLINE",
    "language": "LANGUAGE SPRACHE LANGUE IDIOMA LINGUA TAAL",
    "below": "LOAD-DATE GRAPHIC GRAPHICS PUBLICATION-TYPE JOURNAL-CODE SUBJECT ORGANIZATION "
             "COMPANY TICKER INDUSTRY PERSON CITY STATE COUNTRY GEOGRAPHIC DOCUMENT-TYPE "
             "CORRECTION-DATE CORRECTION NOTE NOTES PHOTO PHOTOS PUB-TYPE URL DISTRIBUTION ACC-NO "
             "UPDATE TRANSCRIPT-TYPE GRAFIK GRAFIKEN ZEITUNGS-CODE PUBLIKATIONSTYP PUBLIKATIONSART "
             "DATE-CHARGEMENT DATE-DE-CHARGEMENT TYPE-PUBLICATION TYPE-DE-PUBLICATION CODE-REVUE "
             "GRAPHIQUE FECHA-CARGA FECHA-DE-CARGA TIPO-DE-PUBLICACIÓN TIPO-PUBLICACIÓN GRÁFICO "
             "DATA-DI-CARICAMENTO TIPO-DI-PUBBLICAZIONE DATA-DE-CARREGAMENTO TIPO-DE-PUBLICAÇÃO "
             "PUBLICATIE-TYPE PUBLICATIETYPE LAADDATUM LADEDATUM",
}  # fmt: skip
ABOVE = frozenset(("byline", "section", "length", "headline", "other"))
_LONGEST_LABEL = 30
_WORDS = {
    "body": "body; text; textkörper; haupttext; corps; corps du texte; texte; cuerpo; "
            "cuerpo del texto; texto; corpo; corpo del testo; testo; corpo do texto; hoofdtekst; "
            "tekst",
    "end": "end of document; ende des dokuments; dokumentende; fin du document; fin de document; "
           "fin del documento; fin de documento; fine del documento; fine documento; "
           "fim do documento; einde van document; einde van het document; einde document",
    # Headings behind a text, believed before a blank line or at the very end.
    "after": "classification; graphic; graphics; notes; note; correction; correction-date; "
             "load-date; klassifizierung; klassifikation; grafik; clasificación; gráfico; "
             "classificazione; grafico; classificação; classificatie; graphique",
}  # fmt: skip
COVER = regex.compile(
    r"\s*+(?:documents?|dokumente?|documentos?|document[io]|documenten) ?\((\d{1,7})\)\s*+",
    regex.IGNORECASE,
)


@cache
def _known_labels() -> dict[str, str]:
    return {label: kind for kind, labels in _LABELS.items() for label in labels.split()}


@cache
def _known_words() -> dict[str, str]:
    return {word.strip(): kind for kind, words in _WORDS.items() for word in words.split(";")}


def label_of(line: str, *, capitals: bool = False) -> tuple[str, str] | None:
    """What the label at the beginning of a line stands for, and what follows it; None without one.

    Parameters
    ----------
    capitals
        Whether a label must be written in capitals, as in the older exports.

    Examples
    --------
    >>> label_of("Longueur : 295 mots"), label_of("Date de chargement: 4 mars 2016")
    (('length', '295 mots'), ('below', '4 mars 2016'))
    >>> label_of("Notes: two", capitals=True), label_of("The mayor said: no")
    (None, None)
    """
    head, sign, value = line.partition(":")
    if not sign or len(head) > _LONGEST_LABEL or (capitals and head != head.upper()):
        return None
    kind = _known_labels().get("-".join(head.upper().split()))
    return (kind, value.strip()) if kind else None


def part_of(line: str) -> str | None:
    """Whether a line is there to part a record of Nexis Uni: "body", "end" or "after", or None.

    Examples
    --------
    >>> part_of("Textkörper"), part_of("End of Document "), part_of("The end of a document")
    ('body', 'end', None)
    """
    return _known_words().get(" ".join(line[:40].lower().split())) if len(line) < 60 else None


def text_end(
    lines: list[str], start: int, ends: list[int], stated: int | None, headline: str | None
) -> int:
    """Of the places where a text that begins at ``start`` may end, in their order, the first that
    agrees with the length as stated; or else the first.

    Words of a text may have the form of a label behind it ("NOTES: …"); its length then decides.
    """
    if stated is None or len(ends) == 1:
        return ends[0]
    extra = counted_words(headline or "")
    words, place = 0, start
    for end in ends:
        words += sum(counted_words(line) for line in lines[place:end])
        place = end
        if agrees(words, stated) or agrees(words + extra, stated):
            return end
    return ends[0]
