"""Tables of the text: sentences, counts, words in context."""

from analysis.schema.columns import ARTICLE, END, SENTENCE, START, Column, Table

_PLACE = (
    ARTICLE,
    Column("outlet", "string", "Who published it.", nullable=True),
    Column("date", "date", "Day of publication, ISO 8601 (YYYY-MM-DD).", nullable=True),
    SENTENCE,
    START,
    END,
    Column("left", "string", "What stands before the match in its sentence.", quotes=True),
    Column("match", "string", "The words that matched: body[start:end].", quotes=True),
    Column("right", "string", "What stands after the match in its sentence.", quotes=True),
)  # fmt: skip

DECLARED = (
    Table(
        "sentences",
        "one sentence",
        (
            ARTICLE,
            Column("paragraph", "integer", "Number of the paragraph within the body, from 1."),
            SENTENCE,
            START,
            END,
            Column("text", "string", "The sentence: body[start:end].", quotes=True),
        ),
        key=("article_id", "sentence"),
    ),
    Table(
        "term_counts",
        "one term in one article",
        (
            ARTICLE,
            Column("term", "string", "Token as counted: lower case, NFC, straight apostrophes."),
            Column("count", "integer", "How often it occurs in the article's body."),
        ),
        key=("article_id", "term"),
    ),
    Table(
        "concordance",
        "one place where the pattern occurs",
        _PLACE,
    ),
    Table(
        "term_lines",
        "one place where one of several terms occurs",
        (
            Column("term", "string", "The term."),
            Column("n_lines", "integer", "Places where it occurs, shown or not."),
            *_PLACE,
        ),
    ),
)  # fmt: skip
