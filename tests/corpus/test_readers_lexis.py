"""Odd exports of LexisNexis and Nexis Uni: other languages, missing parts, words like labels."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from analysis.corpus.readers.lexis_labels import text_end
from analysis.corpus.readers.nexis import read_nexis

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FIRST = "Ministers met in the harbour town on Thursday."  # 8 words
SECOND = "They agreed to meet again soon."  # 6 words
LABELS = ("Section:\xa0NEWS", "Length:\xa014 words", "Byline:\xa0A. Writer")
TAIL = ("Classification", "", "Language:\xa0ENGLISH", "Load-Date:\xa0June 1, 2014", "")


def docx(path: Path, *lines: str) -> Path:
    text = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    xml = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{text}</w:body></w:document>'
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", xml)
    return path


def record(
    head: tuple[str, ...] = ("A title", "The Daily", "May 30, 2014 Friday"),
    labels: tuple[str, ...] = LABELS,
    body: tuple[str, ...] = ("Body", "", FIRST, SECOND),
    tail: tuple[str, ...] = (*TAIL, "End of Document"),
) -> tuple[str, ...]:
    return ("", *head, "", "Copyright 2014 The Daily Ltd", *labels, *body, "", *tail)


@pytest.mark.parametrize(
    ("cover", "day", "labels", "body", "language", "end", "code"),
    [
        ("Dokumente", "30. Mai 2014 Freitag", ("Rubrik:\xa0POLITIK", "Länge:\xa014 Wörter"),
         "Textkörper", "Sprache:\xa0GERMAN; DEUTSCH", "Ende des Dokuments", "de"),
        ("Documents", "vendredi 30 mai 2014", ("Auteur\xa0:\xa0A. Plume", "Longueur\xa0: 14 mots"),
         "Corps", "Langue\xa0: FRENCH; FRANÇAIS", "Fin du document", "fr"),
        ("Documentos", "30 mayo 2014 viernes", ("Sección: PAÍS", "Longitud:\xa014 palabras"),
         "Cuerpo", "Idioma: SPANISH; ESPAÑOL", "Fin del documento", "es"),
    ],
)  # fmt: skip
def test_nexis_in_the_language_of_its_user(
    tmp_path: Path, cover: str, day: str, labels: tuple[str, ...], body: str, language: str,
    end: str, code: str,
) -> None:  # fmt: skip
    one = record(("Un port", "Le Post", day), labels, (body, "", FIRST, SECOND), (language, end))
    found = read_nexis(docx(tmp_path / "e.docx", f"{cover} (2)", "", *one, *one))
    assert found.claimed == 2
    assert found.problems.empty
    columns = ["headline", "outlet", "date", "language", "body"]
    expected = ["Un port", "Le Post", "2014-05-30", code, f"{FIRST}\n\n{SECOND}"]
    assert found.articles[columns].to_numpy().tolist() == [expected, expected]


def test_nexis_head_with_blank_lines_and_without_the_word_body(tmp_path: Path) -> None:
    head = ("A title", "", "The Daily", "", "May 30, 2014 Friday", "")
    found = read_nexis(docx(tmp_path / "e.docx", *record(head, body=("", FIRST, SECOND))))
    assert found.problems.empty
    assert found.articles["headline"].tolist() == ["A title"]
    assert found.articles["outlet"].tolist() == ["The Daily"]
    assert found.articles["body"].tolist() == [f"{FIRST}\n\n{SECOND}"]


def test_nexis_issue_of_a_magazine_is_no_day_but_keeps_headline_and_outlet(tmp_path: Path) -> None:
    found = read_nexis(docx(tmp_path / "e.docx", *record(("A title", "The Monthly", "May 2014"))))
    assert found.articles["headline"].tolist() == ["A title"]
    assert found.articles["outlet"].tolist() == ["The Monthly"]
    assert found.articles["date"].isna().all()
    detail = "May 2014: states no day that can be read: 'May 2014'"
    assert found.problems["detail"].tolist() == [detail]


def test_nexis_labels_at_the_end_are_no_text(tmp_path: Path) -> None:
    tail = ("Load-Date:\xa0June 1, 2014", "", "End of Document")
    found = read_nexis(docx(tmp_path / "e.docx", *record(tail=tail)))
    assert found.articles["body"].tolist() == [f"{FIRST}\n\n{SECOND}"]


def test_nexis_that_could_not_show_a_document_is_a_problem(tmp_path: Path) -> None:
    sorry = ("", "We are sorry but there is an error in this document.", "", "End of Document")
    found = read_nexis(docx(tmp_path / "e.docx", "Documents (2)", "", *record(), *sorry))
    assert len(found.articles) == 1
    assert found.problems["problem"].tolist() == ["structure"]


def old(mark: str, labels: str = "LENGTH: 14 words", body: str = "", tail: str = "") -> str:
    return (
        f"\n{' ' * 20}{mark}\n\n{' ' * 20}The Daily\n\n{' ' * 20}May 30, 2014 Friday\n\nA title\n\n"
        f"{labels}\n\n{body or f'{FIRST}{chr(10)}{chr(10)}{SECOND}'}\n\n{tail}LANGUAGE: ENGLISH\n\n"
        f"{' ' * 20}Copyright 2014 The Daily Ltd\n"
    )


def test_old_export_in_several_files_goes_on_counting(tmp_path: Path) -> None:
    path = tmp_path / "e.txt"
    path.write_text(old("101 of 150 DOCUMENTS") + old("102 of 150 DOCUMENTS"), encoding="utf-8")
    found = read_nexis(path)
    assert found.claimed == 150
    assert found.problems["detail"].tolist() == ["begins with record 101 of 150, and holds 2"]


def test_old_export_with_a_form_feed_before_each_record(tmp_path: Path) -> None:
    path = tmp_path / "e.txt"
    path.write_text("".join("\f" + old(f"{n} of 2 DOCUMENTS")[1:] for n in (1, 2)), "utf-8")
    found = read_nexis(path)
    assert found.problems.empty
    assert len(found.articles) == 2


def test_old_export_labels_of_other_languages(tmp_path: Path) -> None:
    path = tmp_path / "e.txt"
    labels = "SEITE: 4\n\nAUTOR: A. S.\n\nLÄNGE : 14 Wörter\n\nTEASER: Worum es geht"
    path.write_text(old("Dokument 1 von 1", labels, tail="FECHA-DE-CARGA: x\n\n"), "utf-8")
    found = read_nexis(path)
    assert found.problems.empty
    assert found.articles["headline"].tolist() == ["A title"]
    assert found.articles["body"].tolist() == [f"{FIRST}\n\n{SECOND}"]


@pytest.mark.parametrize(("length", "whole"), [(17, True), (8, False)])
def test_the_length_says_whether_a_label_ends_the_text(
    tmp_path: Path, length: int, whole: bool
) -> None:
    path = tmp_path / "e.txt"
    body = f"{FIRST}\n\nNOTES: from the harbour\n\n{SECOND}"
    path.write_text(old("1 of 1 DOCUMENT", f"LENGTH: {length} words", body), encoding="utf-8")
    found = read_nexis(path)
    assert found.problems.empty
    paragraphs = found.articles["body"][0].split("\n\n")
    assert paragraphs == ([FIRST, "NOTES: from the harbour", SECOND] if whole else [FIRST])


def test_the_first_end_stands_where_no_end_agrees() -> None:
    lines = ["a b", "c d", "e f"]
    assert text_end(lines, 0, [1, 2, 3], 4, None) == 2
    assert text_end(lines, 0, [1, 2, 3], 40, None) == 1
    assert text_end(lines, 0, [1, 2, 3], None, None) == 1
    assert text_end(lines, 0, [1, 2, 3], 5, "One") == 2
