"""Tables of the topics and of their stability."""

from analysis.schema.columns import ARTICLE, TOPIC, Column, Table

DECLARED = (
    Table(
        "topics",
        "one topic",
        (
            TOPIC,
            Column("n_articles", "integer", "Articles in it."),
            Column("label", "string", "Its three leading terms."),
            Column("nearest_articles", "string", "Up to three articles nearest to its centre, nearest first."),
            Column("silhouette", "number", "Mean silhouette width of its articles, -1 to 1."),
            Column("stability", "number", "Mean Jaccard similarity with its best match in the repetitions of weakest_check (Hennig 2007).", nullable=True),
            Column("chance", "number", "The same when the repeated groups are dealt to the articles at random.", nullable=True),
            Column("weakest_check", "string", "The check in which it does worst: terms, articles, leave one out or seeds.", nullable=True),
            Column("verdict", "string", "stable, unstable, 'singleton: not a finding' or 'all articles: not a finding'."),
        ),
        key=("topic",),
    ),
    Table(
        "topic_terms",
        "one leading term of one topic",
        (
            TOPIC,
            Column("rank", "integer", "1 for the heaviest term of the topic."),
            Column("term", "string", "The term."),
            Column("weight", "number", "Class-based TF-IDF (Grootendorst 2022)."),
            Column("count", "integer", "How often it occurs in the topic's articles."),
            Column("n_articles", "integer", "How many of the topic's articles contain it."),
        ),
        key=("topic", "rank"),
    ),
    Table(
        "topic_articles",
        "one article in its topic",
        (
            ARTICLE,
            TOPIC,
            Column("similarity", "number", "Cosine with the centre of its topic, 0 to 1."),
            Column("nearest_topic", "integer", "The other topic whose centre is nearest; empty if there is none.", nullable=True),
            Column("nearest_similarity", "number", "Cosine with that centre.", nullable=True),
            Column("silhouette", "number", "Silhouette width, -1 to 1; below 0 it lies nearer to another topic."),
        ),
        key=("article_id",),
    ),
    Table(
        "topic_similarity",
        "two articles",
        (
            Column("article_a", "string", "Identifier of the first article by the alphabet."),
            Column("article_b", "string", "Identifier of the second."),
            Column("cosine", "number", "Cosine of their TF-IDF weights, 0 to 1."),
            Column("together", "number", "Share of resampled clusterings that put them in one topic.", nullable=True),
            Column("runs", "integer", "Resampled clusterings that held both: terms drawn anew up to ten articles, articles above."),
        ),
        key=("article_a", "article_b"),
    ),
    Table(
        "topic_partitions",
        "one way to part the articles into topics",
        (
            Column("rank", "integer", "1 for the highest silhouette; then fewer topics, then the code."),
            Column("partition", "string", "Its code: the group of each article, articles in alphabetical order."),
            Column("groups", "string", "The same in article_ids: + within a group, | between groups."),
            Column("n_topics", "integer", "Number of groups."),
            Column("sizes", "string", "Articles in each group, largest first."),
            Column("rank_in_size", "integer", "Rank among the partitions into as many groups."),
            Column("silhouette", "number", "Mean silhouette width, -1 to 1; 0 for the two trivial partitions."),
            Column("chosen", "boolean", "True for the partition that the method chose."),
            Column("recurrence", "number", "Share of clusterings of resampled terms that gave it.", nullable=True),
        ),
        key=("rank",),
    ),
    Table(
        "topic_checks",
        "one way to repeat the clustering",
        (
            Column("check", "string", "What was changed: terms, articles, leave one out or seeds."),
            Column("runs", "integer", "Repetitions; 0 where the check does not apply."),
            Column("identical", "number", "Share of repetitions that gave the same partition.", nullable=True),
            Column("ari_mean", "number", "Mean adjusted Rand index with the chosen partition: 1 the same, 0 chance.", nullable=True),
            Column("ari_min", "number", "The smallest of them.", nullable=True),
        ),
        key=("check",),
    ),
    Table(
        "topic_curve",
        "one number of topics",
        (
            Column("n_topics", "integer", "Number of topics asked for."),
            Column("silhouette", "number", "Mean silhouette width, -1 to 1."),
            Column("ari", "number", "Mean adjusted Rand index of the check that does worst.", nullable=True),
            Column("n_stable", "integer", "Topics with the verdict stable."),
            Column("n_unstable", "integer", "Topics with the verdict unstable."),
            Column("n_singletons", "integer", "Topics of one article."),
        ),
        key=("n_topics",),
    ),
    Table(
        "topic_spread",
        "one article and one topic of paragraphs",
        (
            ARTICLE,
            TOPIC,
            Column("n_paragraphs", "integer", "Paragraphs of the article that lie in the topic."),
        ),
        key=("article_id", "topic"),
    ),
)  # fmt: skip
