"""Tables of the corpus: what was supplied, read, kept and doubted."""

from analysis.schema.columns import ARTICLE, Column, Table

DECLARED = (
    Table(
        "manifest",
        "one article, as the person who supplies it describes it",
        (
            ARTICLE,
            Column("file", "string", "Its file, relative to the manifest."),
            Column("sha256", "string", "SHA-256 of the file; checked at every run.", nullable=True),
            Column("headline", "string", "Its headline, where the file does not show it.", nullable=True),
            *(
                column
                for field, meaning in (
                    ("outlet", "Who published it."),
                    ("agency", "News agency whose copy it carries; empty if none is known."),
                    ("date", "Day of publication, ISO 8601 (YYYY-MM-DD)."),
                    ("complete", "true, or false if the file holds only a part of the article."),
                    ("event", "Label of the event it reports, given by hand."),
                )
                for column in (
                    Column(field, "date" if field == "date" else "string", meaning, nullable=True),
                    Column(f"{field}_status", "string", f"Whether the file states the {field} or it was inferred.", nullable=True),
                    Column(f"{field}_evidence", "string", "Stated: the words of the file. Inferred: the reason.", nullable=True),
                )
            ),
            Column("language", "string", "Language, as an ISO 639-1 code.", nullable=True),
            Column("url", "string", "Address it was published under.", nullable=True),
            Column("duplicate_of", "string", "article_id of the article whose text it repeats.", nullable=True),
            Column("encoding", "string", "Encoding of its file, where that is neither UTF-8 nor the study's.", nullable=True),
        ),
        key=("article_id",),
    ),
    Table(
        "evidence",
        "one value of the manifest",
        (
            ARTICLE,
            Column("field", "string", "Which property: outlet, agency, date, complete or event."),
            Column("value", "string", "Its value.", nullable=True),
            Column("status", "string", "stated in the file, or inferred.", nullable=True),
            Column("evidence", "string", "Stated: the words of the file. Inferred: the reason.", nullable=True),
        ),
        key=("article_id", "field"),
    ),
    Table(
        "articles",
        "one article",
        (
            ARTICLE,
            Column("outlet", "string", "Who published it.", nullable=True),
            Column("agency", "string", "News agency whose copy it carries; empty if none is known.", nullable=True),
            Column("date", "date", "Day of publication, ISO 8601 (YYYY-MM-DD).", nullable=True),
            Column("headline", "string", "Its headline.", nullable=True),
            Column("body", "string", "Its text: paragraphs parted by a blank line, without the headline.", quotes=True),
            Column("n_words", "integer", "Words in the body (tokens as counted, numbers included)."),
            Column("complete", "boolean", "False if the file holds only a part of the article."),
            Column("language", "string", "Language, as an ISO 639-1 code.", nullable=True),
            Column("url", "string", "Address it was published under.", nullable=True),
            Column("duplicate_of", "string", "article_id of the article whose text it repeats.", nullable=True),
            Column("event", "string", "Label of the event it reports, given by hand.", nullable=True),
            Column("source_file", "string", "Raw file it was read from, relative to the study."),
            Column("sha256", "string", "SHA-256 of the raw file."),
        ),
        key=("article_id",),
    ),
    Table(
        "labels",
        "one further property of an article, from a column that its input has beside the known ones",
        (
            ARTICLE,
            Column("label", "string", "Name of the input's column."),
            Column("value", "string", "What it says of the article."),
        ),
        key=("article_id", "label"),
    ),
    Table(
        "cleaning_ledger",
        "one line of a raw file",
        (
            ARTICLE,
            Column("line", "integer", "Number of the line in the raw file, from 1."),
            Column("start", "integer", "First character of the line, counted from 0 in the raw file."),
            Column("end", "integer", "One past its last character, without the line break."),
            Column("action", "string", "keep (article text), metadata (about the article) or drop."),
            Column("category", "string", "What the line is: body, headline, cross-head, navigation, advert, …"),
            Column("rule", "string", "The rule that decided, or 'override: ' and the reason given."),
        ),
        key=("article_id", "line"),
    ),
    Table(
        "kept_parts",
        "one article that was cleaned",
        (
            ARTICLE,
            Column("keep_lines", "integer", "Lines of article text; blank lines do not count."),
            Column("metadata_lines", "integer", "Lines about the article."),
            Column("drop_lines", "integer", "Lines dropped."),
            Column("keep_characters", "integer", "Characters of the lines of article text."),
            Column("metadata_characters", "integer", "Characters of the lines about the article."),
            Column("drop_characters", "integer", "Characters of the lines dropped."),
            Column("share_kept", "number", "Characters kept over those of all lines, 0 to 1.", nullable=True),
        ),
        key=("article_id",),
    ),
    Table(
        "set_aside",
        "one rule that set lines aside",
        (
            Column("action", "string", "metadata (about the article) or drop."),
            Column("category", "string", "What the lines are: headline, navigation, advert, …"),
            Column("rule", "string", "The rule that decided, or 'override: ' and the reason given."),
            Column("lines", "integer", "Lines set aside by it."),
            Column("articles", "integer", "Articles they stood in."),
            Column("characters", "integer", "Their characters."),
        ),
        key=("action", "category", "rule"),
    ),
    Table(
        "recurring_lines",
        "one line that recurs on the pages of one outlet, learnt from them when they were cleaned",
        (
            Column("outlet", "string", "Who published the pages."),
            Column("text", "string", "The line, without white space at its ends."),
            Column("pages", "integer", "How many of the outlet's pages have it."),
            Column("share", "number", "That number over the outlet's pages; pages that are equal count once."),
        ),
        key=("outlet", "text"),
    ),
    Table(
        "article_pairs",
        "two articles",
        (
            Column("article_a", "string", "One article."),
            Column("article_b", "string", "The other, later in the alphabet."),
            Column("days_apart", "integer", "Days between their dates.", nullable=True),
            Column("same_copy", "number", "Shared runs of five words outside quotations, over those of the article with fewer.", nullable=True),
            Column("same_quotation", "number", "The same inside quotations.", nullable=True),
            Column("same_event", "number", "Cosine of their TF-IDF vectors."),
        ),
        key=("article_a", "article_b"),
    ),
    Table(
        "duplicate_clusters",
        "one article",
        (
            ARTICLE,
            Column("same_text", "string", "Label of the articles that have the same words in the same order: the first of them by date, then by article_id; its own where it is alone."),
            Column("same_copy", "string", "The same for articles that carry one copy: most runs of five words outside quotations are shared."),
            Column("same_event", "string", "The same for articles of one event: alike in vocabulary and not many days apart."),
        ),
        key=("article_id",),
    ),
    Table(
        "duplicate_pairs",
        "two articles that were found to share text, copy or event",
        (
            Column("article_a", "string", "One article."),
            Column("article_b", "string", "The other, later by date, then by article_id."),
            Column("days_apart", "integer", "Days between their dates.", nullable=True),
            Column("same_text", "boolean", "Whether they have the same words in the same order."),
            Column("same_copy", "number", "Shared runs of five words outside quotations, over those of the article with fewer; empty where they were not compared.", nullable=True),
            Column("same_event", "number", "Cosine of their TF-IDF vectors."),
        ),
        key=("article_a", "article_b"),
    ),
    Table(
        "problems",
        "one thing that could not be read or trusted",
        (
            Column("source", "string", "File, and place in it, where it was met."),
            Column("problem", "string", "What kind of trouble it is."),
            Column("detail", "string", "What was found."),
            Column("remedy", "string", "What can be done."),
        ),
        key=("source", "problem", "detail"),
    ),
)  # fmt: skip
