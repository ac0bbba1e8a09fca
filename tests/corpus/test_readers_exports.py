"""Exports of databases: counts are held to the export's own, and its fields are found."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from analysis.corpus.readers.detect import read_input
from analysis.corpus.readers.factiva import read_factiva
from analysis.corpus.readers.fields import language_code, stated_length
from analysis.corpus.readers.formats import detect_format
from analysis.corpus.readers.nexis import read_nexis
from analysis.corpus.readers.proquest import read_proquest

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = "Ministers met in Munich on Thursday. They agreed to meet again soon."  # 12 words


def docx(path: Path, lines: list[str], cut: int | None = None) -> Path:
    """A DOCX of these lines, perhaps cut off after so many characters of its XML."""
    text = "".join(
        f"<w:p><w:r><w:t>{escape(line).replace('⏎', '</w:t><w:br/><w:t>')}</w:t></w:r></w:p>"
        for line in lines
    )
    xml = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{text}</w:body></w:document>'
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", xml[:cut])
    return path


def nexis_record(title: str, day: str = "May 30, 2014 Friday", length: str = "12") -> list[str]:
    return ["", title, "The Daily", day, "", "⏎Copyright 2014 The Daily Ltd", "Section:\xa0NEWS",
            f"Length:\xa0{length} words", "Byline:\xa0A. Writer", "Body", "", BODY[:36], BODY[37:],
            "Classification", "", "", "Language:\xa0ENGLISH", "Load-Date:\xa0June 1, 2014", "",
            "⏎End of Document"]  # fmt: skip


COVER = ["User Name: J. DOE", "Date and Time: Wednesday, December 19, 2018 7:08:00 PM",
         "Documents (2)", "1. First title", "Client/Matter: -None-", "2. Second title",
         "", ""]  # fmt: skip


def test_nexis_docx(tmp_path: Path) -> None:
    lines = COVER + nexis_record("First title") + nexis_record("Second title")
    found = read_nexis(docx(tmp_path / "e.docx", lines))
    assert found.claimed == 2
    assert found.problems.empty
    columns = ["article_id", "headline", "outlet", "date", "language", "body"]
    body = f"{BODY[:36]}\n\n{BODY[37:]}"
    assert found.articles[columns].to_numpy().tolist() == [
        ["e-0001", "First title", "The Daily", "2014-05-30", "en", body],
        ["e-0002", "Second title", "The Daily", "2014-05-30", "en", body],
    ]


def test_nexis_count_and_end_must_match(tmp_path: Path) -> None:
    lines = COVER + nexis_record("First title")
    found = read_nexis(docx(tmp_path / "e.docx", lines))
    assert found.problems["detail"].tolist() == ["the export states 2 records, 1 were found"]
    found = read_nexis(docx(tmp_path / "e.docx", lines + nexis_record("Second")[:-1]))
    assert found.problems["problem"].tolist() == ["truncated"]
    assert found.articles["complete"].tolist() == [True, False]


@pytest.mark.parametrize(
    ("length", "trouble"), [("11", False), ("13", False), ("9", True), ("20", True)]
)
def test_length_must_agree_within_a_tenth(tmp_path: Path, length: str, trouble: bool) -> None:
    found = read_nexis(docx(tmp_path / "e.docx", nexis_record("Title", length=length)))
    assert found.problems["problem"].tolist() == (["length"] if trouble else [])
    assert len(found.articles) == 1


def test_a_wrong_weekday_and_a_missing_date_are_problems(tmp_path: Path) -> None:
    lines = nexis_record("One", day="May 30, 2014 Monday") + nexis_record("Two", day="Spring 2014")
    found = read_nexis(docx(tmp_path / "e.docx", lines))
    assert [row for row in found.problems["problem"] if row == "date"] == ["date", "date"]
    assert found.articles["date"].isna().tolist() == [False, True]


def test_a_docx_that_breaks_off_keeps_what_stands_before(tmp_path: Path) -> None:
    lines = COVER + nexis_record("First title") + nexis_record("Second title")
    found = read_nexis(docx(tmp_path / "e.docx", lines, cut=-400))
    assert found.articles["headline"].tolist()[0] == "First title"
    assert "file" in found.problems["problem"].tolist()


def old(number: int, total: int, title: str, tail: str = "") -> str:
    return (
        f"\n                     {number} of {total} DOCUMENTS\n\n\n"
        "                           The Daily (London)\n\n"
        "                        January 11, 2010 Monday\n"
        "                               Edition 1;\n"
        "                            National Edition\n\n"
        f"{title}\n\nBYLINE: A. Writer\n and another\n\nSECTION: NEWS; Pg. 3\n\n"
        "LENGTH: 12 words\n\n\nMinisters met in Munich\non Thursday.\n\n"
        f"They agreed to meet again soon.\n\nLOAD-DATE: January 12, 2010\n\nLANGUAGE: ENGLISH\n\n"
        "                    Copyright 2010 Daily Ltd\n" + tail
    )


def test_old_lexisnexis_never_stores_the_address(tmp_path: Path) -> None:
    cover = "Time Of Request: March 20, 2018\n\nSend To:\nDOE, JANE\n12 HILL STREET\nSMALLTOWN\n"
    end = "\n---- End of Request ----\nEmail: doe@example.org\nSend To:\nDOE, JANE\n"
    text = cover + old(1, 2, "A title\nin two lines") + old(2, 2, "Another", tail=end)
    path = tmp_path / "e.txt"
    path.write_bytes(text.replace("\n", "\r\n").encode("cp1252"))
    assert detect_format(path) == "nexis"
    found = read_input(path)
    assert found.claimed == 2
    assert found.problems.empty
    assert found.articles["headline"].tolist() == ["A title in two lines", "Another"]
    assert found.articles["outlet"].tolist() == ["The Daily (London)"] * 2
    assert found.articles["date"].tolist() == ["2010-01-11"] * 2
    body = "Ministers met in Munich on Thursday.\n\nThey agreed to meet again soon."
    assert found.articles["body"].tolist() == [body] * 2
    stored = found.articles.to_csv() + found.problems.to_csv()
    assert not any(word in stored for word in ("DOE", "HILL STREET", "example.org", "SMALLTOWN"))


def test_old_lexisnexis_numbers_are_held_to_each_other(tmp_path: Path) -> None:
    path = tmp_path / "e.txt"
    path.write_text(old(1, 3, "One") + old(3, 3, "Three"), encoding="utf-8")
    found = read_nexis(path)
    assert found.problems["source"].tolist() == ["e.txt", "e.txt, record 2"]
    assert "states 3 records, 2 were found" in found.problems["detail"][0]
    assert len(found.articles) == 2


def block(style: str, *spans: str) -> str:
    inner = "".join(f'<SPAN CLASS="c2">{span}</SPAN>' for span in spans)
    return f'<BR><DIV CLASS="{style}"><P CLASS="c6">{inner}</P>\n</DIV>\n'


def old_page(number: int, total: int, words: dict[str, str], day: str, foot: str) -> str:
    """A record as the older LexisNexis lays it out in HTML."""
    hidden = "<!-- Hide XML section from browser\n"
    texts = f'<P CLASS="c9"><SPAN>{BODY[:36]}</SPAN></P>\n<P CLASS="c9"><SPAN>{BODY[37:48]}</SPAN>'
    return (
        f'<A NAME="DOC_ID_{number}_0"></A>{hidden}<DOC NUMBER=1>\n<DOCFULL> -->\n'
        + block("c0", f"{number} of {total} DOCUMENTS")
        + block("c3", "<IMG SRC='a'><BR>Die Zeitung")
        + block("c3", day[:3], day[3:], "&nbsp;") + block("c5", "Ein Titel<BR>in zwei Zeilen")
        + "".join(block("c5", f"{label}: ", value) for label, value in words.items())
        + f'<BR><DIV CLASS="c5">{texts}<SPAN CLASS="c4">{BODY[48:]}</SPAN></P>\n</DIV>\n'
        + foot + block("c0", "Copyright 2012 Die Zeitung GmbH<BR>Alle Rechte vorbehalten")
        + f"{hidden}</DOCFULL>\n</DOC> -->\n"
    )  # fmt: skip


STYLES = (
    "<STYLE><!--\n.c0 { text-align: center; }\n.c3 { text-align: center; margin: 1%; }\n--></STYLE>"
)


def test_old_lexisnexis_html_in_two_languages(tmp_path: Path) -> None:
    cover = block("c5", "Download Request: 1-2<BR>Send To:<BR>DOE, JANE<BR>12 HILL STREET")
    german = {"AUTOR": "A. Writer", "RUBRIK": "POLITIK; S. 3", "L&Auml;NGE": "12 W&ouml;rter"}
    english = {"BYLINE": "A. Writer", "LENGTH": "12 words", "DATELINE": "MUNICH"}
    late = block("c5", "UPDATE: ", "28. Februar 2012") + block("c5", "SPRACHE: ", "DEUTSCH")
    tail = block("c5", "LOAD-DATE: ", "March 1, 2012") + block("c5", "LANGUAGE: ", "ENGLISH")
    page = (
        f"<HTML><HEAD>{STYLES}<!-- LXNComment 1 --><META DOCUMENTS='2'></HEAD><BODY>{cover}"
        + old_page(1, 2, german, "27. Februar 2012 Montag 9:50 PM GMT+1", late)
        + old_page(2, 2, english, "February 27, 2012 Monday<BR>City Edition", tail)
        + "</BODY></HTML>"
    )  # fmt: skip
    path = tmp_path / "e.HTML"
    path.write_text(page, encoding="utf-8")
    assert detect_format(path) == "nexis"
    found = read_input(path)
    assert found.claimed == 2
    assert found.problems.empty
    columns = ["article_id", "headline", "outlet", "date", "language", "body"]
    body = f"{BODY[:36]}\n\n{BODY[37:]}"
    assert found.articles[columns].to_numpy().tolist() == [
        ["e-0001", "Ein Titel in zwei Zeilen", "Die Zeitung", "2012-02-27", "de", body],
        ["e-0002", "Ein Titel in zwei Zeilen", "Die Zeitung", "2012-02-27", "en", body],
    ]
    assert "DOE" not in found.articles.to_csv() + found.problems.to_csv()
    path.write_text(page.replace("2 of 2 DOC", "3 of 3 DOC"), encoding="utf-8")
    assert "count" in read_input(path).problems["problem"].tolist()


def factiva_page(articles: str) -> str:
    return (
        "<html><head><title>Factiva</title><style>p{}</style></head><body>"
        f"{articles}<span>© 2011 Factiva, Inc.</span><script>x</script></body></html>"
    )


def labelled(number: str, day: str, length: str = "12 mots", language: str = "Français") -> str:
    rows = {"HD": "<b>Un titre</b>", "BY": "Par A. B.", "WC": length, "PD": day, "ET": "15:32",
            "SN": "Le Journal", "LA": language,
            "LP": f"<p>{BODY[:36]}</p>", "TD": f"<p>{BODY[37:]}</p>", "CO": "abc : A. B. C.",
            "AN": f"Document {number}"}  # fmt: skip
    cells = "".join(f"<tr><td><b>{k}</b>&nbsp;</td><td><br/>{v}</td></tr>" for k, v in rows.items())
    return f'<div class="article frArticle"><table>{cells}</table></div>'


@pytest.mark.parametrize(
    ("day", "language", "code"),
    [
        ("3 March 2012", "English", "en"),
        ("3. März 2012", "Deutsch", "de"),
        ("3 mars 2012", "Français", "fr"),
        ("3 de marzo de 2012", "Español", "es"),
        ("3 marzo 2012", "Italiano", "it"),
    ],
)
def test_factiva_html_with_codes(tmp_path: Path, day: str, language: str, code: str) -> None:
    path = tmp_path / "e.html"
    number = "TESTFR0020120303e8330001r"
    path.write_text(factiva_page(labelled(number, day, language=language)), encoding="utf-8")
    assert detect_format(path) == "factiva"
    found = read_input(path)
    assert found.claimed == 1
    assert found.problems.empty
    columns = ["article_id", "headline", "outlet", "date", "language", "body"]
    assert found.articles[columns].to_numpy().tolist() == [
        [number, "Un titre", "Le Journal", "2012-03-03", code, f"{BODY[:36]}\n\n{BODY[37:]}"]
    ]


def test_factiva_html_without_codes(tmp_path: Path) -> None:
    article = (
        '<div class="article enArticle"><div>News</div><div id="hd"><span class="enHeadline">'
        "A title</span></div><div>A. Writer</div><div>12 words</div><div>29 December 2011</div>"
        "<div>15:32</div><div>The Daily</div><div>DAILY</div><div>English</div>"
        f"<div>(c) 2011</div><p>{BODY[:36]}</p><p>{BODY[37:]}</p>"
        "<p>Document DAILY00020111229e7ct0001r</p></div>"
    )
    path = tmp_path / "e.html"
    path.write_text(factiva_page(article), encoding="utf-8")
    found = read_factiva(path)
    assert found.problems.empty
    assert found.claimed == 1
    columns = ["article_id", "headline", "outlet", "date", "language", "body"]
    assert found.articles[columns].to_numpy().tolist() == [
        ["DAILY00020111229e7ct0001r", "A title", "The Daily", "2011-12-29", "en",
         f"{BODY[:36]}\n\n{BODY[37:]}"]
    ]  # fmt: skip


def test_factiva_html_counts_and_repeats(tmp_path: Path) -> None:
    one = labelled("TESTFR0020120303e8330001r", "3 mars 2012")
    lost = "<div><p>Document TESTFR0020120303e8330002x</p></div>"
    path = tmp_path / "e.html"
    path.write_text(factiva_page(one + one + lost), encoding="utf-8")
    found = read_factiva(path)
    assert len(found.articles) == 1
    assert found.problems["problem"].tolist() == ["article_id"]
    path.write_text(factiva_page(one + lost), encoding="utf-8")
    assert read_factiva(path).problems["problem"].tolist() == ["count"]


def factiva_xml(count: int, body: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<PPSResponse>'
        f'<ppsArticleResponse xmlns="http://example.org"><ppsarticleResultSet count="{count}">'
        "<ppsarticle><article><accessionNo>A1</accessionNo><baseLanguage>DE</baseLanguage>"
        "<headline><paragraph>Ein Titel</paragraph></headline>"
        f"<leadParagraph>{body}</leadParagraph><tailParagraphs><paragraph>Last.</paragraph>"
        "</tailParagraphs><publicationDate><date>1987-02-26</date></publicationDate>"
        "<sourceName>Die Zeitung</sourceName></article></ppsarticle>"
        "</ppsarticleResultSet></ppsArticleResponse></PPSResponse>"
    )


def test_factiva_xml(tmp_path: Path) -> None:
    path = tmp_path / "e.xml"
    path.write_text(factiva_xml(2, "\nMinisters met\nin Munich.\n    They agreed.\n"))
    found = read_input(path)
    assert found.claimed == 2
    assert found.problems["problem"].tolist() == ["count"]
    columns = ["article_id", "headline", "outlet", "date", "language", "body"]
    body = "Ministers met in Munich.\n\nThey agreed.\n\nLast."
    assert found.articles[columns].to_numpy().tolist() == [
        ["A1", "Ein Titel", "Die Zeitung", "1987-02-26", "de", body]
    ]


def test_factiva_xml_expands_no_entity(tmp_path: Path) -> None:
    path = tmp_path / "e.xml"
    secret = tmp_path / "secret"
    secret.write_text("secret words", encoding="utf-8")
    head = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY a "aaaa">]>'
    path.write_text(factiva_xml(1, "Text &a; &e;", head), encoding="utf-8")
    found = read_factiva(path)
    assert found.articles.empty
    assert "entities" in found.problems["problem"].tolist()
    assert "secret words" not in found.problems.to_csv()


PROQUEST = """Report Information from ProQuest
{line}

Document 1 of 2

A title of the article

Author: Writer, A. B.

Publication info: The Daily ; London (UK) [London (UK)]14 Oct 2014: 8.

Abstract: What it says.

Full text: Ministers met in Munich
on Thursday.

Reporter: They agreed to meet again soon.

Title: A title of the article

Publication title: The Daily; London (UK)

Publication date: Oct 14, 2014

Source type: Newspapers

Language of publication: English

ProQuest document ID: 1610123456

Document URL: https://www.proquest.com/docview/1610123456

Word count: 13

Last updated: 2017-11-23

Database: ProQuest Central

{line}

Document 2 of 2

Another title

Publication info: The Daily ; London (UK) [London (UK)]15 Oct 2014: 8.

Full text: Not available.

Title: Another title

ProQuest document ID: 1610123457

{line}

Contact us at: http://www.proquest.com Copyright © 2020 ProQuest LLC. All rights reserved.
"""


def test_proquest(tmp_path: Path) -> None:
    path = tmp_path / "e.txt"
    path.write_text(PROQUEST.format(line="_" * 60), encoding="utf-8")
    assert detect_format(path) == "proquest"
    found = read_proquest(path)
    assert found.claimed == 2
    columns = ["article_id", "headline", "outlet", "date", "language", "body", "url"]
    assert found.articles[columns].to_numpy().tolist() == [
        ["1610123456", "A title of the article", "The Daily", "2014-10-14", "en",
         "Ministers met in Munich on Thursday.\n\nReporter: They agreed to meet again soon.",
         "https://www.proquest.com/docview/1610123456"]
    ]  # fmt: skip
    assert found.problems[["source", "problem"]].to_numpy().tolist() == [
        ["e.txt, record 2", "empty"]
    ]


def test_proquest_counts(tmp_path: Path) -> None:
    path = tmp_path / "e.txt"
    text = PROQUEST.format(line="_" * 60).replace("of 2", "of 3")
    path.write_text(text, encoding="utf-8")
    assert read_proquest(path).problems["problem"].tolist() == ["count", "empty"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("2,968 words", 2968), ("1.234 Wörter", 1234), ("295 mots", 295), ("65", 65),
     ("1 234 palabras", 1234), ("many words", None), ("", None), ("3 pages", None)],
)  # fmt: skip
def test_lengths(text: str, number: int | None) -> None:
    assert stated_length(text) == number


def test_languages() -> None:
    names = ["ENGLISH", "Deutsch", "fr", "Español; Castellano", "", "Klingon"]
    assert [language_code(name) for name in names] == ["en", "de", "fr", "es", None, None]
