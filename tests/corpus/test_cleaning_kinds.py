"""Articles of many kinds and languages, with and without a page around them, are kept whole."""

import textwrap

import pytest

from analysis.corpus.cleaning import clean_text

TOP = "Home\nNews\nPolitics\nSport\nCulture\nJobs\n\nLog in\n\n"
SIGNED = "By Jane Doe\n\n12 May 2020\n\n"
FOOT = (
    "\n\nShare this article\n\nMost read\n\nHarbour closed after storm damages cranes\n"
    "Bakers fear for the price of flour this winter\nThe choir that sings in three villages at "
    "once\n\nContact us\nPrivacy policy\n© 2020 The Example\n"
)
ARTICLES = {
    "German": (
        "Hafen bleibt bis Montag geschlossen",
        "Der Hafen von Musterstadt bleibt nach dem Sturm bis Montag geschlossen.",
        "„Wir müssen erst die Kräne prüfen“, sagte Leiterin Anna Beispiel.",
        "Drei Schiffe warten vor der Küste, zwei davon mit Getreide an Bord.",
        "Die Reparatur kostet nach ersten Schätzungen 2,5 Millionen Euro.",
    ),
    "French": (
        "Le port restera fermé jusqu’à lundi",
        "Le port de Villeneuve restera fermé jusqu’à lundi, a annoncé l’autorité vendredi.",
        "« Nous devons d’abord vérifier les grues », a déclaré la directrice Anne Exemple.",
        "Trois navires attendent au large, dont deux chargés de blé.",
        "La réparation coûterait 2,5 millions d’euros.",
    ),
    "Russian": (
        "Порт закрыт до понедельника",
        "Порт Примерска останется закрытым до понедельника после шторма, сообщили власти.",
        "«Сначала нужно проверить краны», — сказала директор Анна Иванова.",
        "Три судна ждут у берега, два из них с зерном.",
        "Ремонт обойдётся в 2,5 миллиона рублей.",
    ),
    "Arabic": (
        "الميناء مغلق حتى الاثنين",
        "أعلنت السلطات يوم الجمعة أن الميناء سيبقى مغلقا حتى يوم الاثنين بعد العاصفة.",
        'وقالت المديرة آنا "يجب أن نفحص الرافعات أولا".',
        "وتنتظر ثلاث سفن قبالة الساحل، اثنتان منها محملتان بالحبوب.",
    ),
    "Chinese": (
        "港口关闭至周一",
        "当局周五宣布，风暴过后，港口将关闭至周一。",
        "“我们必须先检查起重机，”主任安娜说。",
        "三艘船在海岸外等待，其中两艘载有粮食。",
    ),
    "interview": (
        "“We repair what the storm broke”",
        "The harbour master talks about a long week.",
        "Q: When will the harbour open?",
        "A: On Monday, if the cranes hold.",
        "Q: And if not?",
        "A: Then we wait.",
        "Q: Who pays?",
        "A: The city pays half, and the insurers the rest, as far as we know today.",
    ),
    "live blog": (
        "Storm at the harbour: as it happened",
        "A storm has hit the coast, and the harbour is closed.",
        "10:42",
        "The mayor asks people to stay at home until the evening.",
        "11:30",
        "Two cranes have fallen. Nobody was hurt, the police say.",
        "14:15",
        "The wind drops. Work begins to clear the road.",
    ),
    "bullets": (
        "What we know about the storm",
        "The storm hit the coast on Friday. Here is what we know so far:",
        "• Two cranes fell in the harbour",
        "• Three ships are waiting",
        "• The road to the pier is closed",
        "The harbour will open on Monday, the authority said.",
    ),
    "transcript": (
        "Transcript: the mayor on the storm",
        "MODERATOR: Good evening. Madam Mayor, how bad is it?",
        "MAYOR: Bad. Two cranes are down.",
        "MODERATOR: And the road?",
        "MAYOR: Closed. [inaudible] until Monday.",
        "REPORTER 1: Who pays for it?",
        "MAYOR: The city and the insurers.",
    ),
    "results": (
        "Results of the rowing day",
        "The rowing day ended with a win for the home crew. The results:",
        "1. Exampleton, 6:31.2",
        "2. Northport, 6:33.0",
        "3. Oldbridge, 6:40.7",
        "4. Castle Hill, 6:44.1",
        "The next race is in May.",
    ),
}
FORMS = {
    "alone": "{head}\n\n{body}\n",
    "page": TOP + "{head}\n\n" + SIGNED + "{body}" + FOOT,
    "no foot": TOP + "{head}\n\n" + SIGNED + "{body}",
    "no top": "{head}\n\n{body}" + FOOT,
}


def unfolded(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\n\n"], ids=["lf", "crlf", "double spaced"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ARTICLES)
def test_no_paragraph_is_lost_and_nothing_else_kept(kind: str, form: str, breaks: str) -> None:
    head, *paragraphs = ARTICLES[kind]
    raw = FORMS[form].format(head=head, body="\n\n".join(paragraphs)).replace("\n", breaks)
    body = clean_text(raw).body
    # A headline that is not told from the text stays in it.
    assert body.removeprefix(f"{head}\n\n").split("\n\n") == paragraphs


@pytest.mark.parametrize("kind", ["German", "French", "Russian", "interview", "transcript"])
def test_hard_wrapped_articles_are_kept_whole(kind: str) -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, 60) for paragraph in ARTICLES[kind])
    article = clean_text(wrapped)
    kept = unfolded(f"{article.headline or ''} {article.body}")
    assert kept == unfolded(" ".join(ARTICLES[kind]))


COMMENTS = "".join(
    f"{name}\n{hours} hours ago\n\nI have thought so for years, and nobody would listen to me.\n\n"
    for hours, name in enumerate(("gull88", "Old Salt", "crane operator"), 2)
)


def article(n: int = 6) -> list[str]:
    return [
        f"Ship number {i} waited off the coast on Friday, with grain and timber on board."
        for i in range(n)
    ]


def test_comments_without_a_known_heading_are_no_text() -> None:
    body = article()
    raw = "\n\n".join(["Harbour closed after storm", *body, "What readers say about it", COMMENTS])
    assert clean_text(raw).body.removeprefix("Harbour closed after storm\n\n").split("\n\n") == body


def test_a_list_of_people_and_an_appeal_below_are_no_text() -> None:
    body = article()
    team = "\n".join(
        f"{first} Exampleson" for first in "Ann Bo Cy Di Ed Flo Gus Hal Ida Jo".split()
    )
    appeal = "We do this work every day at no cost to you, and we can only go on if you help us."
    raw = f"{TOP}Harbour closed\n\n{SIGNED}" + "\n\n".join([*body, "Our team", team, appeal]) + FOOT
    assert clean_text(raw).body.split("\n\n") == body


def test_a_table_between_paragraphs_is_text() -> None:
    body = article()
    table = "\n".join(f"Crane {i}\n{i}0 years\n{i * 7}%" for i in range(1, 8))
    raw = f"{TOP}Harbour closed\n\n{SIGNED}" + "\n\n".join([*body, table, *article(3)]) + FOOT
    kept = clean_text(raw).body
    assert all(f"Crane {i}" in kept for i in range(1, 8))
    assert kept.endswith(article(3)[-1])


def test_unknown_lines_below_a_short_text_are_no_text() -> None:
    body = article(3)
    list_of_links = "\n".join(f"{name} district office" for name in "North South East West".split())
    raw = "\n\n".join(["Harbour closed", *body, *[list_of_links] * 3])
    assert clean_text(raw).body.split("\n\n") == body


def test_a_lead_above_a_caption_is_text_where_no_headline_is_found() -> None:
    lead, *rest = article()
    raw = "\n\n".join([lead, "FILE PHOTO: The cranes in June.", "Share", *rest]) + FOOT
    assert clean_text(raw).body.split("\n\n") == [lead, *rest]
