"""Cross-heads, phrases, captions, and pages in HTML."""

import pytest

from analysis.corpus.html import clean_html
from analysis.corpus.phrases import is_picture_text, known_line
from analysis.errors import InputError
from analysis.text.cross_heads import is_cross_head


@pytest.mark.parametrize(
    "text",
    [
        "- 'Russia destabilising the West' -",
        "- Lack of US commitment -",
        "— Reactions —",
        "*** Sport ***",
        "Why the air gets so bad",
        "'Pool of blood'",
        "5G and its makers",
        "停火之后",
        "  Keyboard \n",
    ],
)
def test_cross_heads(text: str) -> None:
    assert is_cross_head(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "They left.",
        "“They left.”",
        "Who pays?",
        "The dates:",
        "- a list item",
        "— Jane Doe (@janedoe)",
        "and then nothing more was heard",
        "---",
        "https://example.org",
        "Analysts see little hope of reconciling differences between the two sides in the long war",
    ],
)
def test_no_cross_heads(text: str) -> None:
    assert not is_cross_head(text)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Skip to: Content", "navigation"),
        ("Weiterlesen", "navigation"),
        ("Читайте также:", "related"),
        ("Comments (34)", "comment"),
        ("34 responses to “Ferry line”", "comment"),
        ("Copyright © 2019 The Example", "copyright"),
        ("Copyright Example Media Ltd 2019. All rights reserved.", "copyright"),
        ("Copyright Example Media", "copyright"),
        ("We use cookies and other technologies to improve your visit.", "copyright"),
        ("• Subscribe in print or digital", "promotion"),
        ("The best of the week, in your inbox", "promotion"),
        ("Photo from the Example Archive", "caption"),
        ("This article does not constitute advice.", "copyright"),
        ("Seite 3 von 12", "pagination"),
    ],
)
def test_phrases_of_pages(text: str, category: str) -> None:
    found = known_line(text)
    assert found is not None
    assert found[0] == category


@pytest.mark.parametrize(
    "text",
    [
        "Ministers met on Friday.",
        "Comment came late from the palace.",
        "19.11.2019",
        "A sharp turn",
        '"Check that it is in your inbox," a police spokesman said.',
        "Copyright law protects the song, the court said.",
        "The information is not yet public, the ministry said.",
        "Video from the scene, which was posted by a resident, showed smoke above the harbour.",
        "Now on the other hand, the ferry burns more fuel than the bridge would cost.",
    ],
)
def test_no_phrases_of_pages(text: str) -> None:
    assert known_line(text) is None


@pytest.mark.parametrize(
    ("text", "picture"),
    [
        ("Jane Doe/Example Times/Getty Images", True),
        ("Troops remain in the valley [File: Reuters]", True),
        ("FILE PHOTO: A ferry. REUTERS/Jane Doe", True),
        ("A spokesman said so when contacted by Reuters.", False),
        ("According to a Reuters/Ipsos poll, they are level.", False),
    ],
)
def test_picture_credits(text: str, picture: bool) -> None:
    assert is_picture_text(text) is picture


PAGE = """<html><head><title>Second ferry line - The Example</title>
<meta property="og:title" content="Second ferry line before the winter">
<meta property="article:published_time" content="2019-03-14T08:00:00Z">
<script>document.write("<p>Scripts are not text, however long they are made.</p>")</script>
</head><body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Second ferry line before the winter</h1>
<p>Ministers from nine countries met in the harbour town on Tuesday, and agreed to open a second
line before the winter, officials said.</p>
<p>The ships are to sail twice a day, with fares that the two ports will set together.</p>
<script>alert("stolen words")</script></article>
<footer>© 2019 The Example</footer></body></html>"""


@pytest.mark.parametrize("html", [PAGE, PAGE.encode()])
def test_html_gives_headline_body_and_date(html: str | bytes) -> None:
    article = clean_html(html, article_id="a")
    assert article.headline == "Second ferry line before the winter"
    assert article.body.split("\n\n")[-1].startswith("The ships are to sail twice a day")
    assert "Ministers from nine countries met" in article.body
    assert "script" not in article.body.lower()
    assert "stolen" not in article.body
    assert article.date == "2019-03-14"
    assert article.date_evidence is not None
    assert article.date_evidence.source == "metadata"
    assert article.ledger["article_id"].unique().tolist() == ["a"]


@pytest.mark.parametrize(
    "html", ["", "   ", "<html></html>", "no markup", b"\x00\xff", "<p>" * 2000]
)
def test_damaged_html_is_survived(html: str | bytes) -> None:
    assert isinstance(clean_html(html).body, str)


def test_what_is_no_html_is_refused() -> None:
    with pytest.raises(InputError, match="was given int; give the page as str or bytes"):
        clean_html(1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "category"),
    [
        ("Jane Doe contributed to this report.", "credit"),
        ("Jane Doe in Oldbridge and John Roe contributed reporting.", "credit"),
        ("Rising costs contributed to this decline.", None),
        ("The Example has affiliate partnerships, so we may get a share.", "advert"),
        ("The Example is a division of Sample Media.", "copyright"),
        ("Terms of use and privacy policy", "copyright"),
        ("The new privacy policy takes effect in May, the company said on Friday.", None),
        ("« Previous: the harbour closes", "navigation"),
        ("« Nous devons vérifier les grues », a déclaré la directrice.", None),
        ("»Wir prüfen die Kräne.", None),
    ],
)
def test_openings_whose_end_stands_later_in_the_line(line: str, category: str | None) -> None:
    assert (known_line(line) or (None,))[0] == category


def test_html_names_above_a_headline_are_no_body() -> None:
    html = (
        "<html><head><title>Quake on the coast</title></head><body><nav><ul><li>World</li></ul>"
        "</nav><h1>Quake on the coast</h1><p>A strong quake hit the coast on Thursday.</p>"
        "<p>No damage was reported.</p></body></html>"
    )
    article = clean_html(html)
    assert article.headline == "Quake on the coast"
    assert article.body == "A strong quake hit the coast on Thursday.\n\nNo damage was reported."


def test_html_bylines_and_date_lines_above_the_text_are_no_body() -> None:
    paragraphs = [
        "A strong quake hit the coast on Thursday, the survey office said.",
        "No damage was reported, and the ports were open again by the evening.",
    ]
    html = (
        "<html><head><title>Quake on the coast</title></head><body><article><h1>Quake on the coast"
        "</h1><p>By Jane Doe</p><p>Published: 3 March 2016 14:05 GMT</p>"
        + "".join(f"<p>{text}</p>" for text in paragraphs)
        + "</article></body></html>"
    )
    article = clean_html(html)
    assert article.date == "2016-03-03"
    assert article.body.split("\n\n") == paragraphs
