"""Articles that go on behind what was put between their paragraphs, and those that say they end."""

import pytest

from analysis.corpus.cleaning import clean_text

HEAD = ["Home", "News", "Sport", "", "Harbour to reopen after two winters", "",
        "By Ann Writer", "Thursday, March 3, 2016", ""]  # fmt: skip
FIRST = [
    "The harbour of Northaven will reopen in April, two winters after a storm closed it.", "",
    "The work cost 4.2 million crowns, which is less than the council had feared.", "",
    '"We are glad that it is over," said the mayor, Eva Stone, on Thursday morning.',
]  # fmt: skip
FOOT = ["", "Share this article", "", "Privacy Policy", "Terms of Use"]


def kept(*lines: str) -> list[str]:
    """The paragraphs kept of a page: the usual head and text, these lines, the usual foot."""
    found = clean_text("\n".join([*HEAD, *FIRST, "", *lines, *FOOT])).body.split("\n\n")
    texts = [line for line in FIRST if line]
    assert found[: len(texts)] == texts
    return found[len(texts) :]


MORE = ["Fishermen have waited since the wall gave way.", "", "Some of them have sold their boats."]


@pytest.mark.parametrize(
    "insert",
    [
        ["Related: How the storm changed the coast"],
        ["RELATED", "How the storm changed the coast"],
        ["Sign up for our newsletter", "Enter your email", "Sign up"],
        ["ADVERTISEMENT"],
        ["Photo", "The wall in 2014. Credit Valley Archive"],
        ["Lesen Sie auch: Was der Sturm zerstört hat"],
        ["Zie ook: Wat de storm vernielde"],
    ],
)
def test_two_paragraphs_behind_an_insert_are_kept(insert: list[str]) -> None:
    assert kept(*insert, "", *MORE) == [line for line in MORE if line]


def test_one_paragraph_is_kept_behind_what_says_that_it_is_an_insert() -> None:
    last = "Fishermen have waited since the night on which the northern wall gave way."
    assert kept("Related: How the storm changed the coast", "", last) == [last]
    assert kept("ADVERTISEMENT", "", "The light will be repainted.") == [
        "The light will be repainted."
    ]


@pytest.mark.parametrize(
    "lines",
    [
        # A list of teasers, comments, the site on itself, an invitation.
        ["Related stories", "", "The town that sold its river",
         "Ten years after the deal nobody can find the contract, and the taps run brown."],
        ["Comments", "", "I sold mine years ago and never looked back.", "",
         "So did I, and a good thing too it was in the end."],
        ["More stories", "", "The Courier is a newspaper with a newsletter, a website and an app.",
         "", "Subscribe to the newsletter of the Courier on this website or in the app."],
        ["Sign up for our newsletter", "", "Every morning we send you the best of the coast."],
    ],
)  # fmt: skip
def test_what_stands_below_an_article_is_not_resumed(lines: list[str]) -> None:
    assert kept(*lines) == []


def test_lines_that_a_colon_introduces_are_kept_with_what_follows() -> None:
    verse = ["The tide comes in,", "the tide goes out,", "and nobody asks", "what it was about."]
    after = "She would have had something to say to the ministers."
    intro = "My grandmother used to recite a verse about it:"
    assert kept(intro, "", *verse, "", after) == [intro, *verse, after]


@pytest.mark.parametrize("mark", ["ENDS", "###", "-30-", "-ENDS-"])
def test_a_mark_of_the_end_ends_it(mark: str) -> None:
    about = "The Institute for the Sea is an independent body that was founded in 1951."
    assert kept(*MORE, "", mark, "", "Notes to editors", "", about) == [
        line for line in MORE if line
    ]


@pytest.mark.parametrize(
    "note",
    [
        "Ann Writer covers the coast for the Courier.",
        "ANN WRITER is a staff writer.",
        "Ann Writer, is the paper's correspondent. Reach her at writer@example.org.",
    ],
)
def test_a_note_on_whom_the_byline_names_is_no_text(note: str) -> None:
    assert kept(*MORE, "", note) == [line for line in MORE if line]
    other = note.replace("Ann Writer", "Carl Net").replace("ANN WRITER", "CARL NET")
    assert kept(*MORE, "", other)[-1] == other


def test_a_lead_under_its_byline_is_kept_however_much_stands_below_it() -> None:
    lead = "A ginger cat that rode the bus every day for a year has been reunited with his owner."
    more = "The cat, seven, got on at the market and left at the harbour, where he begged for fish."
    insert = ["Marmalade on the bus", "+4", "Marmalade on the bus", "", "RELATED ARTICLES", "",
              "Previous", "1", "Next", "", "Dog that guards a letter box gets a stamp", "",
              "Swan stops traffic for an hour", "", "Share this article", "Share"]  # fmt: skip
    text = [
        "His owner, Joy Batten, 66, thought that he spent his days in the garden.", "",
        "'I only found out when a lady asked me why I let him travel without a ticket,' she said.",
        "", "The bus company said that it would not ask for the fare.",
    ]  # fmt: skip
    page = ["Home", "TV", "", "Cat that rode the bus for a year is going home", "",
            "By ROSE PECK FOR THE PEOPLE", "", "PUBLISHED: 09:12, 5 October 2020", "", "Email",
            "2.1k", "shares", "", lead, "", more, "", *insert, "", *text, *FOOT]  # fmt: skip
    found = clean_text("\n".join(page))
    assert found.headline == "Cat that rode the bus for a year is going home"
    assert found.date == "2020-10-05"
    paragraphs = found.body.split("\n\n")
    assert paragraphs[:2] == [lead, more]
    assert paragraphs[-3:] == [line for line in text if line]


def test_short_sentences_and_headings_above_an_insert_are_kept() -> None:
    text = [
        "I ministri dei quattro Paesi si rivedranno la prossima settimana, dopo due giorni.", "",
        "«Non abbiamo finito», ha detto Eva Pietra.", "", "Leggi anche", "",
        "Che cosa ha distrutto la tempesta", "",
        "Il porto è chiuso dalla tempesta del gennaio 2014, e da allora le barche sono a sud.", "",
        "Molti pescatori hanno venduto la loro, e altri sono andati a sud con la famiglia.",
    ]  # fmt: skip
    page = ["Menu", "Cerca", "", "Porto chiuso, i ministri tornano a vedersi", "", "di Anna Penna",
            "03 Marzo 2016", "", *text, "", "Leggi i commenti"]  # fmt: skip
    paragraphs = clean_text("\n".join(page)).body.split("\n\n")
    assert paragraphs == [text[0], text[2], text[8], text[10]]


def test_german_speaks_to_its_reader_in_capitals_only() -> None:
    they = "Viele Fischer haben ihre Boote verkauft, denn sie wollten nicht länger warten."
    assert kept("Lesen Sie auch: Was der Sturm zerstört hat", "", they) == [they]
    reader = "Hier finden Sie alles, was wir Ihnen über die Häfen im Norden sagen können."
    assert kept("Lesen Sie auch: Was der Sturm zerstört hat", "", reader) == []


def test_a_byline_below_the_lead_is_no_text() -> None:
    lead = "Nach zwei Tagen Streit haben sich die Minister auf neue Gespräche geeinigt."
    rest = [
        "Die Minister wollen in der kommenden Woche weiter verhandeln, hieß es am Donnerstag.",
        "",
        '"Wir sind noch nicht am Ziel", sagte Eva Stein, die seit zwei Jahren verhandelt.',
    ]
    page = ["Startseite", "Politik", "", "Minister einigen sich auf neue Gespräche", "",
            "Stand: 03.03.2016 18:20 Uhr", "", lead, "", "Von Anna Schreiber, Nordhafen", "", *rest,
            "", "Impressum", "Datenschutz"]  # fmt: skip
    assert clean_text("\n".join(page)).body.split("\n\n") == [lead, rest[0], rest[2]]


@pytest.mark.parametrize(
    "line",
    ["Article réservé à nos abonnés", "Il vous reste 60 % de cet article à lire.",
     "Contenido exclusivo para suscriptores", "Dieser Artikel ist nur für Abonnenten",
     "The best of the coast, delivered to your inbox",
     "We want to hear what you think about this article."],
)  # fmt: skip
def test_what_a_paywall_says_is_no_text(line: str) -> None:
    assert kept(*MORE, "", line) == [text for text in MORE if text]


BOX = ["Most Read", "1", "Opinion: The case against the leaf blower", "2",
       "A town without a mayor learns to vote", "3", "The recipe that broke a website"]  # fmt: skip


def test_longer_paragraphs_behind_a_list_of_other_articles_are_kept() -> None:
    more = ["Fishermen have waited for this day since the night on which the wall gave way.", "",
            "Some of them have sold their boats, and others have moved to the ports of the south.",
            "", "The first boat is to leave in April."]  # fmt: skip
    assert kept(*BOX, "", *more) == [line for line in more if line]
    # Too little to tell it from what stands below an article.
    assert kept(*BOX, "", "The Courier comes out daily.", "", "It was founded in 1899.") == []


@pytest.mark.parametrize(
    "line",
    ["Send your questions to dora@example.org.", "Do you have a story idea? Get in touch.",
     "Disclosure: This post may contain affiliate links.", "Pin this post for later!",
     "This publication does not constitute investment advice.", "Κοινοποίηση", "Více",
     "Διαβάστε επίσης: Τι κατέστρεψε η καταιγίδα"],
)  # fmt: skip
def test_what_sites_say_below_articles_is_no_text(line: str) -> None:
    assert kept(*MORE, "", line) == [text for text in MORE if text]


def test_a_line_that_closes_the_last_paragraph_is_kept_a_list_below_it_is_not() -> None:
    last = ["Start at the old harbour, and ask for the key at the fish market.",
            "Walk from there to the new one, and take the ferry back."]  # fmt: skip
    assert kept(*last, "Length: 5 km") == [*last, "Length: 5 km"]
    listed = ["Eleven facts about our harbours", "The biggest open questions about the sea"]
    assert kept(*last, *listed) == last
