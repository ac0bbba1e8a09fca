"""Odd exports of Factiva and ProQuest: other languages, tables in texts, words like labels."""

from pathlib import Path

import pytest

from analysis.corpus.readers.account import Account
from analysis.corpus.readers.factiva import read_factiva
from analysis.corpus.readers.fields import counted_words, is_length
from analysis.corpus.readers.proquest import read_proquest

FIRST = "Ministers met in the harbour town on Thursday."  # 8 words
SECOND = "They agreed to meet again soon."  # 6 words
NUMBER = "NPOST00020160303ec330000a"


def factiva(path: Path, *articles: str) -> Path:
    head = '<html><head><meta charset="utf-8"><title>Factiva</title></head><body>'
    path.write_text(head + "".join(articles) + "</body></html>", encoding="utf-8")
    return path


def unlabelled(*body: str, length: str = "14 words", rest: tuple[str, ...] = ()) -> str:
    above = [length, *(rest or ("3 March 2016", "14:05", "The Post", "NPOST", "English"))]
    return (
        '<div class="article enArticle"><div id="hd"><span class="enHeadline">A title</span></div>'
        + "".join(f"<div>{line}</div>" for line in above)
        + "".join(body)
        + f"<div>Document {NUMBER}</div></div>"
    )


def test_factiva_text_with_a_table_a_list_and_set_lines(tmp_path: Path) -> None:
    table = "<table><tr><td>UK</td><td>12</td></tr><tr><td>HD</td><td>3</td></tr></table>"
    body = (f"<p>{FIRST}</p>", table, "<ul><li>One point.</li></ul>", f"<pre>{SECOND}</pre>")
    found = read_factiva(factiva(tmp_path / "e.html", unlabelled(*body, length="20 words")))
    assert found.problems.empty
    assert found.articles["body"][0].split("\n\n") == [FIRST, "UK 12", "HD 3", "One point.", SECOND]
    assert found.articles["article_id"].tolist() == [NUMBER]


def test_factiva_fields_with_a_table_in_the_text_and_a_bare_number(tmp_path: Path) -> None:
    rows = {"HD": "A title", "WC": "18 words", "PD": "3 March 2016", "SN": "The Post",
            "LP": f"<p>{FIRST}</p>", "AN": NUMBER,
            "TD": f"<p>{SECOND}</p><table><tr><td>SN</td><td>12</td></tr>"
                  "<tr><td>AN</td><td>3</td></tr></table>"}  # fmt: skip
    cells = "".join(f"<tr><td><b>{k}</b>&nbsp;</td><td>{v}</td></tr>" for k, v in rows.items())
    page = f'<div class="article enArticle"><table>{cells}</table></div>'
    found = read_factiva(factiva(tmp_path / "e.html", page))
    assert found.claimed == 1
    assert found.problems.empty
    assert found.articles[["article_id", "outlet"]].to_numpy().tolist() == [[NUMBER, "The Post"]]
    assert found.articles["body"][0].split("\n\n") == [FIRST, SECOND, "SN 12", "AN 3"]


@pytest.mark.parametrize(
    ("length", "day", "language", "code"),
    [("8 字", "2016 年 3 月 3 日", "简体中文", "zh"), ("8字", "2016年3月3日", "繁體中文", "zh"),
     ("8 단어", "2016년 3월 3일", "한국어", "ko"), ("8 слов", "3 марта 2016", "Русский", "ru")],
)  # fmt: skip
def test_factiva_in_other_scripts(
    tmp_path: Path, length: str, day: str, language: str, code: str
) -> None:
    body = "<p>部长会晤部长会晤</p>" if code == "zh" else f"<p>{FIRST}</p>"
    rest = (day, "北方邮报", "NPOST", language)
    found = read_factiva(factiva(tmp_path / "e.html", unlabelled(body, length=length, rest=rest)))
    assert found.problems.empty
    columns = ["date", "outlet", "language"]
    assert found.articles[columns].to_numpy().tolist() == [["2016-03-03", "北方邮报", code]]


def test_lengths_and_words_of_other_scripts() -> None:
    assert is_length("1,031 字")
    assert not is_length("1,031 字 more")
    assert counted_words("部长 met 会") == 4


@pytest.mark.parametrize(
    ("text", "day"),
    [("20160303", "2016-03-03"), ("20160303T1405Z", "2016-03-03"), ("3 March 2016", "2016-03-03"),
     ("14:05 - 3 March 2016", "2016-03-03"), ("Mar 3-Mar 9, 2016", None), ("20161303", None),
     ("Mar 3 - 9, 2016", None), ("3 March - 9 March 2016", None)],
)  # fmt: skip
def test_a_field_states_one_day_or_is_a_problem(text: str, day: str | None) -> None:
    account = Account()
    assert account.date("a", text) == day
    assert len(account) == (0 if day else 1)


def proquest(path: Path, *records: str) -> Path:
    line = "\n" + "_" * 60 + "\n"
    path.write_text(line + line.join((*records, "Contact ProQuest\n")), encoding="utf-8")
    return path


def test_proquest_words_of_the_text_that_are_labels_elsewhere(tmp_path: Path) -> None:
    text = f"A title\n\nFull text: {FIRST}\n\nTitle: so the mayor called it.\n\n{SECOND}\n\n"
    fields = "Subject: Talks; Ports\n\nTitle: A title\n\nPublication title: The Post; Town\n\n"
    fields += "Publication date: Mar 3, 2016\n\nProQuest document ID: 1770000001\n"
    found = read_proquest(proquest(tmp_path / "e.txt", text + fields))
    assert found.problems.empty
    assert found.articles["headline"].tolist() == ["A title"]
    expected = [FIRST, "Title: so the mayor called it.", SECOND]
    assert found.articles["body"][0].split("\n\n") == expected


@pytest.mark.parametrize(
    ("text", "title", "outlet", "day", "language", "number"),
    [
        ("Texte intégral :", "Titre :", "Titre de la publication :", "Date de publication :",
         "Langue de publication : French", "ID de document ProQuest :"),
        ("Volltext:", "Titel:", "Titel der Publikation:", "Erscheinungsdatum:",
         "Sprache der Publikation: French", "ProQuest-Dokument-ID:"),
        ("Texto completo:", "Título:", "Título de publicación:", "Fecha de publicación:",
         "Idioma de la publicación: French", "ID del documento de ProQuest:"),
        ("FULL TEXT\n", "Title:", "Publication title:", "Publication date:",
         "Language of publication: French", "ProQuest document ID:"),
    ],
)  # fmt: skip
def test_proquest_in_the_language_of_its_user(
    tmp_path: Path, text: str, title: str, outlet: str, day: str, language: str, number: str
) -> None:
    record = (
        f"Un titre\nX, Y. Le Post; Ville. 3 mars 2016: A4.\n\n{text} {FIRST}\n\n{SECOND}\n\n"
        f"{title} Un titre\n{outlet} Le Post; Ville\n{day} 3 mars 2016\n{language}\n{number} 1779\n"
    )
    found = read_proquest(proquest(tmp_path / "e.txt", record))
    assert found.problems.empty
    columns = ["article_id", "headline", "outlet", "date", "language", "body"]
    expected = ["1779", "Un titre", "Le Post", "2016-03-03", "fr", f"{FIRST}\n\n{SECOND}"]
    assert found.articles[columns].to_numpy().tolist() == [expected]
