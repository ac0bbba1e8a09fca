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


# Lines as pages have them below a headline; \n parts lines. Each states the 5th of March 2014
# (or, where the order of the numbers needs it, the 25th).
STATING = r"""
By Jane Doe, Published Mar 5, 2014, Last Updated Mar 6, 2014
Posted: 03/25/2014 10:15:00 AM MST Updated: 03/26/2014 10:15:00 AM MST
Created: 05 March 2014 | Hits: 123
Last Edited: Wed, Mar 5 2014. 12 46 PM IST
First Published: Wed, Mar 05 2014. 12 46 PM IST
TNN | Mar 5, 2014, 10.15 AM IST
Xinhua | Updated: 2014-03-05 10:15
Updated: 2014-03-05 10:15(Xinhua)
March 5, 2014 Updated: March 6, 2014 10:15am
Submitted by jane on March 5, 2014 - 10:15
5 March 2014, 10:15 UTC+01:00
VOL. CLXIII . . No. 56,430 | NEW YORK, WEDNESDAY, MARCH 5, 2014
DATE: March 5, 2014
Heard on All Things Considered\n\nMarch 5, 2014 4:00 PM ET
By Jane Doe, CNN\n\nupdated 10:15 AM EST, Wed March 5, 2014
Text size\n\nPrint\n\nMar 5, 2014 10:15am GMT\n\nRELATED TOPICS
Wed Mar 5, 2014 10:15am EST
March 5, 2014 by Jane Doe Leave a Comment
March 5, 2014 By Jane 3 Comments
Posted on March 5, 2014 by admin // 0 Comments
05 Mar 2014 Comments 0
Published: 10:15 EST, 5 March 2014 | Updated: 12:15 EST, 6 March 2014
10:15AM GMT 05 Mar 2014
Wednesday 05 March 2014
Tuesday, Mar 4, 2014 11:45 PM UTC
Posted Wednesday, March 5, 2014, at 10:15 AM ET
March 5, 2014 5:00 am • By Jane Doe
3/25/2014 @ 10:15AM |1,234 views
Filed under: News — Jane @ 10:15 am, March 5, 2014
• March 5, 2014
(March 5, 2014)
[5 March 2014]
2014.03.05 10:15
Wed 5 Mar 2014 10.15 GMT Last modified on Thu 6 Mar 2014 08.00 GMT
First posted: Wednesday, March 05, 2014 10:15 AM EST | Updated: Thursday, March 06, 2014
Wed., March 5, 2014timer2 min.
Originally published March 5, 2014 at 10:15 pm | Page modified March 6, 2014 at 6:12 AM
By JANE DOE MARCH 5, 2014
Date: 2014-03-05 Source: Xinhua Author: Jane
5 March 2014\n\nFrom the section Europe
Image copyright AFP\n\n5 March 2014
Analysis: Jane Doe, 5 March 2014
Tarn Post, 5 March 2014, p. 4
Be the first to comment\n\nMarch 5, 2014
Jane Doe\n\nThe Tarn Post\n\nMar. 5, 2014 | 9:21 AM
@janedoe\n\nMarch 5, 2014 - 10:15am
Posted by: Jane Doe March 5, 2014
News | Mar 5, 2014
Wednesday, March 5th 2014, 10:15 am EST
POSTED 10:15 AM, MARCH 5, 2014, BY JANE DOE, UPDATED AT 11:15AM, MARCH 6, 2014
by Jane Doe / Mar 05, 2014 at 10:15 AM
Reporter: Jane Doe\n\nPosted: March 5, 2014
Mar 5, 2014\n\n•\n\n3 min read
Jane Doe · Mar 5, 2014 · 5 min read
Jane Doe\n\nFollow\n\nMar 5, 2014 · 5 min read
Published Mar. 5, 2014 5:00 a.m. ET
mer. 5 mars 2014 à 10h15
Publié le 05 mars 2014 à 10h15 - Mis à jour le 06 mars 2014 à 11h00
Par Jane Doe Publié le 25/03/2014 à 10:15
05. März 2014, 10:15 Uhr Quelle: dpa
Veröffentlicht am 05.03.2014 | Lesedauer: 3 Minuten
Von Jane Doe | 05.03.2014
Aktualisiert am 05.03.2014-10:15
Madrid - 05 mar 2014 - 10:15 CET
5 Marzo 2014 - 10:15
Roma, 5 marzo 2014
ROMA - 5 marzo 2014
05 de Março de 2014, 10h15
05 марта 2014, 10:15
05.03.2014 10:15 | Анна Лунд
Дата публикации: 05.03.2014
2014年03月05日10:15 来源：新华网
发布时间：2014-03-05 10:15
2014年3月5日 10時15分
[2014-03-05 10:15] 记者
입력 2014-03-05 10:15
الأربعاء 05 مارس 2014 - 10:15
تاريخ النشر: 05.03.2014 | 10:15 GMT
ons 5 mars 2014 kl. 10.15
Publicerad 2014-03-05 10:15
5.3.2014 klo 10:15
Gepubliceerd: 5 maart 2014 10:15
wo 5 maart 2014
05 Mart 2014, Çarşamba
Giriş Tarihi: 5.3.2014 10:15
"""
# Each states a day of something else, or in a way that leaves it open.
NOT_STATING = r"""
Event starts March 5, 2014
Next meeting: March 5, 2014
Save the date: March 5, 2014
When: Wednesday, March 5, 2014, 7 pm
When\n\nMarch 5, 2014, 7 pm\n\nWhere\n\nTown Hall
Date: March 5, 2014\n\nLocation: Paris
Wednesday, March 5, 2014 7:00 PM at Fenway Park
Court hearing March 5, 2014
Hearing date: 5 March 2014
Accident date: 5 March 2014
Effective March 5, 2014
Valid until 5.3.2014
gültig bis 05.03.2014
Anmeldeschluss: 05.03.2014
Concert le 5 mars 2014
du 5 au 7 mars 2014
vom 5. bis 7. März 2014
dal 5 al 7 marzo 2014
del 5 al 7 de marzo de 2014
с 5 по 7 марта 2014
Né le 5 mars 1950
geboren am 5. März 1950
Nacido el 5 de marzo de 1950
Born March 5, 1950, in Paris
Jane Doe (March 5, 1950 – May 3, 2014)
Ada Lund, b. March 5, 1950
Died March 5, 2014
In cinemas March 5, 2014
Coming March 5, 2014
Out now: released March 5, 2014
Sale ends March 5, 2014
Registration opens March 5, 2014
Copyright © March 5, 2014
Photo: Jane Doe, March 5, 2014
Jane Doe/AFP/Getty Images, March 5, 2014
A ferry at sea, March 5, 2014
In this March 5, 2014 photo, a ferry leaves the port
In this March 5, 2014, file photo, a ferry leaves the port.
Ferries in the port on March 5, 2014
Screenshot taken on March 5, 2014
Image: satellite view, 5 March 2014
Video recorded on March 5, 2014
Bild vom 5. März 2014
Foto: dpa, 05.03.2014
Today is Wednesday, March 5, 2014
It is March 5, 2014
Today's date: March 5, 2014
Weather for March 5, 2014: 38°F
Sunrise 6:20 | March 5, 2014
Last visit: March 5, 2014
Member since March 5, 2014
Joined March 5, 2014
Your subscription expires March 5, 2014
Cookie policy, version of March 5, 2014
Stand der Technik 5. März 2014 erreicht
Prices as of 5 March 2014
Closing prices March 5, 2014
Share price: 5.20 (March 5, 2014)
Tarn v Lund, 5 March 2014
Tarn - Lund 3:2, 05.03.2014
Kick-off: 5 March 2014, 15:00
Game time: March 5, 2014 7:05 PM
Deadline for entries: March 5, 2014
Reply by 5 March 2014
Jane Doe wrote on March 5, 2014:
On March 5, 2014 at 10:15 anna wrote:
anna, March 5, 2014 at 8:12 am
Version 2014.03.05
Tel. 05.03.2014.11
Train of 2014-03-05 derailed
1,234 views since March 5, 2014
Open: 5.3.2014 - 7.6.2014
Friday 5 Dec 2014 - Sunday 7 Dec 2014
Treaty of 5 March 2014
The law of 5 March 2014
On this day: 5 March 1914
From our archive: 5 March 1914
Archived from the original on 5 March 2014
Retrieved 5 March 2014
Downloaded from tarnpost.example on March 5, 2014
Printed March 5, 2014
Saved on 5 March 2014
Page generated March 5, 2014 10:15
Cached version of March 5, 2014
Server time: March 5, 2014 10:15
Last checked: March 5, 2014
Next update: March 5, 2014
Next issue: March 5, 2014
Embargoed until March 5, 2014
Scheduled for March 5, 2014
Postponed to March 5, 2014
Delayed until 5 March 2014
Election day: March 5, 2014
Anniversary: March 5, 2014
Founded 5 March 1914
Established March 5, 1914
Follow us since March 5, 2014
Term: March 5, 2014 to March 7, 2016
Season premiere March 5, 2014
"""


@pytest.mark.parametrize("line", STATING.strip().split("\n"))
def test_a_line_below_the_headline_states_the_day(line: str) -> None:
    day = "2014-03-25" if "25" in line else "2014-03-04" if "Tue" in line else "2014-03-05"
    assert clean_text(page(MENU, "T", line.replace("\\n", "\n"), SHARE, "B")).date == day


@pytest.mark.parametrize("where", ["below", "above"])
@pytest.mark.parametrize("line", NOT_STATING.strip().split("\n"))
def test_a_line_at_the_headline_states_a_day_of_something_else(line: str, where: str) -> None:
    lines = ["T", line.replace("\\n", "\n")]
    article = clean_text(page(MENU, *(lines if where == "below" else lines[::-1]), "B"))
    assert article.date is None, article.date_evidence


@pytest.mark.parametrize(
    "lines",
    [
        # The day of the visit beside the weather, that of an event above its address, and that on
        # which the terms of the site were changed.
        ["Sunday, November 12, 2017", "Weather 12°C", "", "TITLE", "", "By Jane Doe", "", "TEXT"],
        ["TITLE", "", "Saturday, March 5, 2016 at 8:00 PM", "Dell Concert Hall, 12 Mill Street",
         "", "TEXT"],
        ["TITLE", "", "TEXT", "", "Privacy policy updated May 25, 2018"],
        ["TITLE", "", "TEXT", "", "Terms of use last modified: May 25, 2018"],
    ],
)  # fmt: skip
def test_days_of_a_visit_an_event_and_the_terms_are_not_the_articles(lines: list[str]) -> None:
    text = "The bridge is closed until Sunday, the county said.\n\nDrivers should use the ferry, "
    said = {"TITLE": "Bridge closed for repairs", "TEXT": text + "which runs every half hour."}
    assert clean_text("\n".join(said.get(line, line) for line in lines)).date is None


@pytest.mark.parametrize("line", ["14:05 - 3 March 2016", "10:30 – 3 March 2016"])
def test_a_time_before_a_date_makes_it_no_span(line: str) -> None:
    text = "The bridge is closed until Sunday, the county said.\n\nDrivers should use the ferry."
    assert clean_text(f"Bridge closed for repairs\n\n{line}\n\n{text}").date == "2016-03-03"


def test_a_transcript_says_when_it_was_broadcast() -> None:
    text = "A late frost has destroyed half of the crop.\n\nEd Moss lights his fires at four."
    page = f"Farmers count the cost\n\nBroadcast: 13/05/2009\nReporter: Gil Ash\n\n{text}"
    assert clean_text(page).date == "2009-05-13"
