"""Pages of many kinds, each as a reader saves it, with the day that a careful reader takes from it.

The rule of reading: the day on which the page says that it was published; where it says only when
it was updated, that day. A day of an event, a picture, a comment, another article, a copyright or
the saving is none; nor is a day without a year, a relative day, or what two orders read otherwise.
"""

import pytest

from analysis.corpus.cleaning import clean_text

MENU = "Home|News|World|Business|Sport|Culture|Opinion|Search|Sign in|Subscribe".split("|")
SHARE = ["Share this article", "Facebook", "Twitter", "Email"]
BRIDGE = [
    "The old iron bridge over the Tarn will stay closed to lorries until engineers have replaced "
    "forty of its bolts, the town council decided on Tuesday after a debate of three hours.",
    "Shopkeepers on the eastern bank had asked for a single lane to be kept open, because their "
    "deliveries now take a detour of twenty miles through the hills.",
    "“We cannot close half a bridge,” said the mayor, Ada Lund, who promised that the work would "
    "be finished before the harvest.",
]
FERRY = [
    "Ministers from nine countries met in the harbour town on Friday, and agreed to open a second "
    "ferry line before the winter, officials said.",
    "The ships are to sail twice a day, with fares that the two ports will set together, and with "
    "a ceiling that the assembly can lower.",
    "It is the first such agreement since the storm of 12 March 1998, which sank three ferries and "
    "closed the strait for a month.",
]
BODY = {"bridge": BRIDGE, "ferry": FERRY}
TITLE = {
    "bridge": "Iron bridge over the Tarn stays closed to lorries",
    "ferry": "Second ferry line to open before the winter",
}


def page(*parts: str | list[str], topic: str = "ferry", gap: str = "\n\n") -> str:
    """Lines of a page; "T" stands for the headline, "B" for the text."""
    lines: list[str] = []
    for part in parts:
        if part == "T":
            lines.append(TITLE[topic])
        elif part == "B":
            lines += BODY[topic]
        else:
            lines += [part] if isinstance(part, str) else part
    return gap.join(lines) + "\n"


DATED = {
    "labelled, with weekday, time and zone": (
        page(MENU, "T", "By Jane Doe", "Published: Wednesday, 5 March 2014, 10:15 GMT", "B"),
        "2014-03-05",
    ),
    "bare, in capitals, below the byline": (
        page("T", "BY JANE DOE", "MARCH 5, 2014", "B", topic="bridge"), "2014-03-05"),
    "ordinal day, short month with a full stop": (
        page("T", "Sept. 5th, 2014 | Jane Doe | World", "B"), "2014-09-05"),
    "the four letters of Sept without a stop": (page("T", "Sept 5, 2014 7:05 pm ET", "B"),
                                                "2014-09-05"),
    "published and updated in one line": (
        page("T", "PUBLISHED: March 5, 2014 at 8:59 pm | UPDATED: March 7, 2014 at 10:16 pm", "B"),
        "2014-03-05",
    ),
    "updated above, first published below the text": (
        page(MENU, "T", "Updated on: March 7, 2014 / 10:07 AM", "B",
             "First published on March 5, 2014 / 8:16 AM", "© 2014 The Tarn Post"), "2014-03-05"),
    "first published, last modified": (
        page("T", "First published on Wed 5 Mar 2014 10.15 GMT",
             "Last modified on Thu 6 Mar 2014 08.00 GMT", SHARE, "B"), "2014-03-05"),
    "only updated": (page("T", "Jane Doe", "Updated 1:33 am CST, Wednesday, March 5, 2014", "B"),
                     "2014-03-05"),
    "two zones before the day": (
        page("T", "Updated 0339 GMT (1139 HKT) March 5, 2014", "B", topic="bridge"), "2014-03-05"),
    "ISO with a time, after byline and role": (
        page("T", "By Jane Doe - Staff Writer 2014-03-05T23:30:00Z World", SHARE, "B"),
        "2014-03-05"),
    "ISO alone": (page("T", "2014-03-05", "B"), "2014-03-05"),
    "name and handle run together": (
        page("T", "The ports will set the fares together.",
             "By Jane Doe@janedoe Mar 5, 2014, 11:47am EST", SHARE, "B"), "2014-03-05"),
    "role and day run together": (page("T", "By Jane DoeStaff WriterMarch 5, 2014", "B"),
                                  "2014-03-05"),
    "slashes with a part above 12": (page("T", "11/19/2014 by Jane Doe", "B"), "2014-11-19"),
    "slashes, decided by the weekday": (page("T", "Wed, 03/05/2014 - 10:15", "B"), "2014-03-05"),
    "dotted": (page("T", "Jane Doe", "05.03.2014, 08:57", "B"), "2014-03-05"),
    "two figures for the year, beside a time": (
        page("T", "By Jane Doe On 3/25/14 at 4:00 PM EST", "B", topic="bridge"), "2014-03-25"),
    "section, day, headline": (
        page(MENU, "World News", "March 5, 2014 12:04AM ET", "T", "By Jane Doe", "B"),
        "2014-03-05"),
    "byline and day above the headline": (
        page("Zurück zur Übersicht", "Von Jane Doe publiziert am 25. März 2014", "T", "B"),
        "2014-03-25"),
    "the masthead's day is that of saving": (
        page("Sunday, November 22, 2026", MENU, "T", "By Jane Doe", "5 March 2014", "B"),
        "2014-03-05"),
    "the masthead above an article that was updated": (
        page("Sunday, November 22, 2026", "T", "UPDATED: Wed., March 5, 2014", "B"), "2014-03-05"),
    "time on a line of its own": (
        page(MENU, "T", "By Jane Doe", "March 5, 2014\n5:50 PM", SHARE, "B"), "2014-03-05"),
    "month and day above the year": (page("T", "Mar 5\n2014", "by The Tarn Post", "B"),
                                     "2014-03-05"),
    "month and day above time and year": (
        page("T", "March 5\n15:23 2014", "Print this article", "by Tarn Post Weekly", "B"),
        "2014-03-05"),
    "day, month and year on three lines": (page("T", "05\nMar\n2014", "B", topic="bridge"),
                                           "2014-03-05"),
    "place, day and agency open the report": (
        page("T", "LONDON, March 5, 2014 (Reuters) — Ministers from nine countries met in the "
             "harbour town and agreed to open a second ferry line, officials said.", "B"),
        "2014-03-05"),
    "the day opens the report": (
        page("T", "5 March 2014 – Ministers from nine countries met in the harbour town and agreed "
             "to open a second ferry line, officials said.", "B"), "2014-03-05"),
    "a press release": (
        page("FOR IMMEDIATE RELEASE: March 5, 2014", "T", "B", "Contact: Jane Doe"), "2014-03-05"),
    "a field of a mail": (
        page("From: Jane Doe", "Date: Wed, 5 Mar 2014 10:15:00 +0000", "Subject: Ferry line", "T",
             "B"), "2014-03-05"),
    "the issue of a magazine": (
        page("T", "From the March 5, 2014 issue", "By Jane Doe", "B"), "2014-03-05"),
    "in print": (
        page("T", "By Jane Doe", "B", "A version of this article appears in print on March 5, "
             "2014, Section A, Page 1 of the New York edition with the headline: Ferry line"),
        "2014-03-05"),
    "a sentence at the foot": (
        page("T", "B", "This article was originally published on March 5, 2014."), "2014-03-05"),
    "German": (page("T", "Mittwoch, 5. März 2014, 10:15 Uhr", "B"), "2014-03-05"),
    "German, as of": (page("T", "Stand: 05.03.2014 10:15 Uhr", "B"), "2014-03-05"),
    "French": (page("T", "Publié le mercredi 5 mars 2014 à 10h15", "B"), "2014-03-05"),
    "Spanish": (page("T", "Jane Doe", "5 de marzo de 2014", "B"), "2014-03-05"),
    "Italian": (page("T", "di Jane Doe", "5 Mar 2014", "B"), "2014-03-05"),
    "Portuguese": (page("T", "Publicado em 5 de março de 2014 às 10h15", "B"), "2014-03-05"),
    "Dutch": (page("T", "woensdag 5 maart 2014, 10:15", "B"), "2014-03-05"),
    "Russian": (page("T", "Текст: Анна Лунд · 5 марта 2014 г., 10:15", "B"), "2014-03-05"),
    "Arabic, in Arabic digits": (page("T", "الأربعاء ٥ مارس ٢٠١٤", "B"), "2014-03-05"),
    "Arabic of the Levant": (page("T", "5 آذار 2014", "B"), "2014-03-05"),
    "Chinese": (page("T", "2014年3月5日 星期三", "B"), "2014-03-05"),
    "Japanese, published and updated": (
        page("T", "公開日：2014年3月5日　更新日：2014年3月6日", "B"), "2014-03-05"),
    "Polish": (page("T", "środa, 5 marca 2014", "B"), "2014-03-05"),
    "Turkish, in capitals": (page("T", "5 KASIM 2014 ÇARŞAMBA", "B"), "2014-11-05"),
    "comments below, each with its day": (
        page("T", "Posted by Jane Doe on March 5, 2014, 6:21 AM EST", "B", "2 comments",
             "anna says:", "March 6, 2014 at 6:34 am", "Good news.", "bo says:",
             "March 7, 2014 at 8:00 am", "At last."), "2014-03-05"),
    "related articles below, each with its day": (
        page(MENU, "T", "March 5, 2014", "B", "Related articles", "Fares on the strait rise",
             "April 1, 2014", "Storm closes the port", "Published: May 2, 2014"), "2014-03-05"),
    "other articles between the head and the text": (
        page(MENU, "T", "Jane Doe March 5, 2014 13:42", "FIND A FERRY", "Choose a port", "Sail",
             "NEWS", "Ferry line between two islands closes", "June 15, 2010", "NEWS",
             "Port opens after the storm", "May 27, 2014", "NEWS", "Fares on the strait rise",
             "July 30, 2013", "B"), "2014-03-05"),
    "a picture's day in its caption": (
        page("T", "A ferry leaves the port on Tuesday, March 4, 2014. (AP Photo/Jane Doe)",
             "By Jane Doe", "March 5, 2014", "B"), "2014-03-05"),
    "tweets in the text": (
        page("T", "March 5, 2014", "B", "— Ada Lund (@adalund) March 1, 2014", "The mayor later "
             "took back what she had written, and thanked the engineers for their patience."),
        "2014-03-05"),
    "the same day twice": (
        page("T", "Published 5 March 2014", "B", "Published 5 March 2014", "By", "Jane Doe"),
        "2014-03-05"),
    "lines without blank lines between": (
        page(MENU, "T", "Jane Doe, Tarn Post", "05.03.2014, 08:57", "facebook", "linkedin", "B",
             gap="\n"), "2014-03-05"),
    "a weekday that is wrong": (page("T", "Monday, 5 March 2014", "B"), "2014-03-05"),
    "written out where it is ambiguous": (
        page("T", "03/05/2014", "B", "First published 5 March 2014"), "2014-03-05"),
    "from the database of a paper": (
        page("The Tarn Post", "March 5, 2014 Wednesday", "T", "BYLINE: Jane Doe", "B"),
        "2014-03-05"),
    "read in some minutes, commented on": (
        page("T", "March 5, 2014 · 5 min read · 12 comments", "B"), "2014-03-05"),
    "labels on lines of their own": (
        page("T", "Published", "5 March 2014", "Updated", "7 March 2014", "B"), "2014-03-05"),
    "a label on a line of its own, below the text": (
        page("T", "B", "Published:", "5 March 2014", "Topics", "Ferries"), "2014-03-05"),
    "wrapped within the line": (
        page("T", "Published by the desk of The Tarn Post on March\n5, 2014", "B"), "2014-03-05"),
    "run on to the time": (
        page("T", "Published 5 March 2014 10:15Updated: March 7, 2014 1:35 a.m.", "B"),
        "2014-03-05"),
    "a number of comments above the day": (
        page("T", "12", "Comments", "5 March 2014", SHARE, "B"), "2014-03-05"),
}  # fmt: skip

UNDATED = {
    "nothing": page(MENU, "T", "By Jane Doe", "B", "© 2014 The Tarn Post"),
    "a day without a year": page("T", "Updated Mar 5, 9:41 AM; Posted Mar 4, 8:19 PM", "B"),
    "a relative day": page("T", "By Jane Doe, Tarn Post", "1 day ago", "B", topic="bridge"),
    "a loose word": page("T", "Published: Friday at 10:15", "B"),
    "yesterday": page("T", "Yesterday, 10:15 PM", "B", topic="bridge"),
    "a month": page("T", "March 2014", "B"),
    "a year": page("T", "2014", "B", topic="bridge"),
    "a number above a month": page("T", "5", "March 2014", "B"),
    "slashes that two orders read": page("T", "03/05/2014", "B"),
    "two figures for the year alone": page("T", "03/05/14", "B"),
    "only the masthead": page("Sunday, November 22, 2026", MENU, "T", "By Jane Doe", "B"),
    "the masthead beside the weather": page(
        "Sunday, November 22, 2026  Tarn  Est. May 19, 1883  38° Cloudy", "T", "By Jane Doe", "B"),
    "copyright with a day": page("T", "B", "Copyright 5 March 2014 The Tarn Post"),
    "an address": page("T", "https://tarnpost.example/2014/03/05/ferry.html", "B"),
    "an address with a field": page("T", "tarnpost.example/show?date=2014-03-05", "B"),
    "the name of a file": page("T", "ferry-2014-03-05.pdf", "B"),
    "what a browser prints above a page": page(
        "22/11/2026, 10:15  Second ferry line to open before the winter", "T", "B",
        "https://tarnpost.example/ferry  1/2"),
    "events in the text": page("T", "B", "The next meeting is on 5 March 2014.", topic="bridge"),
    "an event at the head": page(
        "T", "Date: 5 March 2014", "Time: 7 pm", "Venue: Town Hall", "Tickets: 5 euros", "B"),
    "a concert at the head": page("T", "Royal Albert Hall, London, 5 March 2014", "B"),
    "a match": page("T", "Tarn United vs Lund Rovers, March 5, 2014", "B"),
    "a deadline": page("T", "Apply by March 5, 2014", "B", topic="bridge"),
    "open until": page("T", "Open until 5 March 2014", "B"),
    "an exhibition from one day to another": page("T", "5 March 2014 – 7 June 2014", "B"),
    "some days of a month": page("T", "5–7 March 2014", "B", topic="bridge"),
    "a life": page("Ada Lund, engineer", "12 March 1950 – 3 May 2014",
                   "Ada Lund, who rebuilt the bridges of the Tarn after the flood, died at home, "
                   "her family said. She had led the office of works for twenty years.", "B"),
    "a birthday": page("T", "Born: 12 March 1950", "B"),
    "an event's day on a line of its own": page("T", "Event date", "5 March 2014", "B"),
    "born, on a line of its own": page("T", "Born", "12 March 1950", "B", topic="bridge"),
    "a film": page("T", "Release date: 5 March 2014", "Director: Jane Doe", "B"),
    "a picture": page("T", "Photo taken March 5, 2014", "B", topic="bridge"),
    "a file picture": page(
        "T", "FILE - A ferry in the port, March 5, 2014. REUTERS/Jane Doe", "B"),
    "only comments have days": page(
        "T", "B", "2 comments", "anna says:", "March 6, 2014 at 6:34 am", "Good news.", "bo says:",
        "March 7, 2014 at 8:00 am", "At last."),
    "comments, posted by": page(
        "T", "By Jane Doe", "B", "Comments (2)", "Posted by anna on March 6, 2014 6:34 AM", "Good.",
        "Posted by bo on March 7, 2014 8:00 AM", "At last."),
    "one comment without a heading": page(
        "T", "By Jane Doe", "B", "Posted by anna on March 6, 2014 6:34 AM", "Good news.", "Reply",
        "Report"),
    "only other articles have days": page(
        MENU, "T", "B", "Related articles", "Fares rise", "April 1, 2014", "Storm closes the port",
        "Published: May 2, 2014", "Port opens", "June 3, 2014"),
    "other articles above the text": page(
        MENU, "Latest", "Ferry line between two islands closes", "June 15, 2010",
        "Port opens after the storm", "May 27, 2014", "Fares on the strait rise", "July 30, 2013",
        "T", "By Jane Doe", "B"),
    "other articles between headline and text": page(
        MENU, "T", "Ferry line between two islands closes", "June 15, 2010",
        "Port opens after the storm", "May 27, 2014", "Fares on the strait rise", "July 30, 2013",
        "B"),
    "tweets in the text only": page(
        "T", "B", "— Ada Lund (@adalund) March 1, 2014", "The mayor later took back what she had "
        "written, and thanked the engineers for their patience."),
    "the terms of the site": page(
        "T", "B", "Privacy policy updated May 25, 2018", "Terms of service, March 5, 2014"),
    "the site's own updating": page("T", "B", "This page was last updated on 5 March 2014."),
    "visited": page("T", "B", "Retrieved March 5, 2014"),
    "a member of the site": page("T", "Jane Doe", "Joined: March 5, 2014", "B"),
    "prices": page("T", "Prices as of March 5, 2014, 4:00 PM", "B", topic="bridge"),
    "two days of one standing": page("T", "5 March 2014", "7 March 2014", "B"),
    "no such day": page("T", "30 February 2014", "B"),
    "an archive of months": page("T", "B", "Archives", "March 2014", "February 2014", "5 (2014)"),
    "events in the lead": page(
        "T", "On March 5, 2014, ministers from nine countries met in the harbour town, and agreed "
        "to open a second ferry line before the winter.", "B"),
    "a timeline": page(
        "T", "B", "5 March 2012 – The line is planned", "7 April 2013 – Work begins",
        "9 May 2014 – The first ferry sails", "Much is still to be done before the winter, the "
        "harbour master said, and the money is not there."),
    "a day opens a section of the text": page(
        "T", "B", "12 March 1998", "On that day the storm broke over the strait, and three ferries "
        "sank within the hour, as the harbour master remembers."),
}  # fmt: skip


@pytest.mark.parametrize("kind", DATED)
def test_the_day_that_a_page_states_is_found(kind: str) -> None:
    raw, day = DATED[kind]
    article = clean_text(raw)
    assert article.date == day, article.date_evidence
    evidence = article.date_evidence
    assert evidence is not None
    assert evidence.start is not None
    assert raw[evidence.start : evidence.end] == evidence.text
    assert raw.splitlines()[(evidence.line or 0) - 1].startswith(
        evidence.text.split("\n")[0][:1]
    ) or (evidence.text.split("\n")[0] in raw.split("\n")[(evidence.line or 0) - 1])


@pytest.mark.parametrize("kind", UNDATED)
def test_no_day_is_invented_where_a_page_states_none(kind: str) -> None:
    article = clean_text(UNDATED[kind])
    assert article.date is None, article.date_evidence
