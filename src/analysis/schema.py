"""Every table: its columns in their order, with type, unit and meaning.

The data dictionary and ``datapackage.json`` are made from what is declared here, and
``check_table`` holds a table to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.errors import InputError

Type = Literal["string", "integer", "number", "boolean", "date"]


@dataclass(frozen=True)
class Column:
    """One column. ``quotes`` marks text of the articles, which is never written to a stored table."""

    name: str
    type: Type
    meaning: str
    nullable: bool = False
    quotes: bool = False


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns in order, and the key it is sorted by."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def stored(self) -> tuple[Column, ...]:
        """The columns that are written to disk: all but those that quote the articles."""
        return tuple(column for column in self.columns if not column.quotes)


_ARTICLE = Column("article_id", "string", "The article's identifier, unique in the study.")
_SENTENCE = Column("sentence", "integer", "Number of the sentence within the article, from 1.")
_TOPIC = Column("topic", "integer", "Number of the topic, from 1: by size, then by leading term.")
_START = Column("start", "integer", "First character, counted from 0 in the article's body.")
_END = Column("end", "integer", "One past the last character, counted in the article's body.")

_DECLARED = (
    Table(
        "manifest",
        "one article, as the person who supplies it describes it",
        (
            _ARTICLE,
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
        ),
        key=("article_id",),
    ),
    Table(
        "evidence",
        "one value of the manifest",
        (
            _ARTICLE,
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
            _ARTICLE,
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
        "cleaning_ledger",
        "one line of a raw file",
        (
            _ARTICLE,
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
    Table(
        "sentences",
        "one sentence",
        (
            _ARTICLE,
            Column("paragraph", "integer", "Number of the paragraph within the body, from 1."),
            _SENTENCE,
            _START,
            _END,
            Column("text", "string", "The sentence: body[start:end].", quotes=True),
        ),
        key=("article_id", "sentence"),
    ),
    Table(
        "term_counts",
        "one term in one article",
        (
            _ARTICLE,
            Column("term", "string", "Token as counted: lower case, NFC, straight apostrophes."),
            Column("count", "integer", "How often it occurs in the article's body."),
        ),
        key=("article_id", "term"),
    ),
    Table(
        "comparison",
        "one term",
        (
            Column("term", "string", "The term."),
            Column("target_count", "integer", "Occurrences in the target group."),
            Column("reference_count", "integer", "Occurrences in the reference group."),
            Column("target_articles", "integer", "Document frequency: target articles that contain it."),
            Column("reference_articles", "integer", "Document frequency: reference articles that contain it."),
            Column("target_rate", "number", "Occurrences per 1,000 tokens of the target group, pooled.", nullable=True),
            Column("reference_rate", "number", "Occurrences per 1,000 tokens of the reference group, pooled.", nullable=True),
            Column("target_min", "number", "Smallest rate per 1,000 tokens of any target article.", nullable=True),
            Column("target_max", "number", "Largest rate per 1,000 tokens of any target article.", nullable=True),
            Column("reference_min", "number", "Smallest rate per 1,000 tokens of any reference article.", nullable=True),
            Column("reference_max", "number", "Largest rate per 1,000 tokens of any reference article.", nullable=True),
            Column("log_ratio", "number", "Binary logarithm of target rate over reference rate.", nullable=True),
            Column("lrc", "number", "Evert's conservative log ratio.", nullable=True),
            Column("g2", "number", "Log-likelihood, four cells, uncorrected; negative if rarer in the target.", nullable=True),
            Column("chi2", "number", "Pearson's chi-squared, uncorrected; negative if rarer in the target.", nullable=True),
            Column("diff_percent", "number", "Difference of rates in per cent of the reference rate.", nullable=True),
            Column("log_odds", "number", "Difference of log-odds with a Dirichlet prior (Monroe et al. 2008).", nullable=True),
            Column("log_odds_z", "number", "log_odds over its estimated standard deviation.", nullable=True),
            Column("dp_norm", "number", "Gries's deviation of proportions over all articles, normalised: 0 even, 1 clumped.", nullable=True),
            Column("p_exact", "number", "Permutation p over articles, two-sided.", nullable=True),
            Column("p_bh", "number", "p_exact after Benjamini and Hochberg.", nullable=True),
            Column("p_max", "number", "p after Westfall and Young's maximum statistic.", nullable=True),
            Column("loo_min", "number", "Smallest log_ratio when each article is left out in turn.", nullable=True),
            Column("loo_max", "number", "Largest log_ratio when each article is left out in turn.", nullable=True),
            Column("verdict", "string", "What the design allows one to say, from a closed set."),
        ),
        key=("term",),
    ),
    Table(
        "article_rates",
        "one term in one article of the groups compared, zeros included",
        (
            Column("term", "string", "The term."),
            Column("group", "string", "The article's group."),
            _ARTICLE,
            Column("count", "integer", "How often the term occurs in the article."),
            Column("tokens", "integer", "Tokens of the article."),
            Column("rate", "number", "Occurrences per 1,000 tokens of the article."),
        ),
    ),
    Table(
        "word_shift",
        "one term in the divergence between two groups",
        (
            Column("term", "string", "The term."),
            Column("target_share", "number", "Per cent of the target group's counted terms."),
            Column("reference_share", "number", "Per cent of the reference group's counted terms."),
            Column("target_articles", "integer", "Target articles that contain it."),
            Column("reference_articles", "integer", "Reference articles that contain it."),
            Column("contribution", "number", "What it adds to the Jensen-Shannon divergence, in bits."),
            Column("percent", "number", "The same in per cent of the divergence."),
            Column("toward", "string", "The group that has more of it, or neither."),
            Column("cumulative_percent", "number", "percent added up from the first row to this one."),
        ),
    ),
    Table(
        "rank_stability",
        "one leading term with one article left out",
        (
            Column("term", "string", "The term."),
            Column("left_out", "string", "article_id of the article left out; empty if none is.", nullable=True),
            Column("value", "number", "The measure that terms are ranked by.", nullable=True),
            Column("rank", "integer", "Rank by absolute value, 1 the largest.", nullable=True),
            Column("n_ranked", "integer", "Terms that have a rank."),
        ),
    ),
    Table(
        "bootstrap_intervals",
        "one term",
        (
            Column("term", "string", "The term."),
            Column("log_ratio", "number", "Binary logarithm of target rate over reference rate."),
            Column("low", "number", "Lower end of the interval; empty if the groups are too small.", nullable=True),
            Column("high", "number", "Upper end of the interval.", nullable=True),
        ),
        key=("term",),
    ),
    Table(
        "null_calibration",
        "one way of announcing differences, on groups that differ in nothing",
        (
            Column("method", "string", "The rule by which a term is announced."),
            Column("unit", "string", "What the rule takes as drawn at random: word or article."),
            Column("announced_percent", "number", "Terms announced, in per cent, mean over the shuffles."),
            Column("most_percent", "number", "The same in the worst shuffle."),
            Column("any_percent", "number", "Shuffles in which it announced anything, in per cent."),
            Column("shuffles", "integer", "How often the labels were shuffled."),
            Column("terms", "integer", "Terms looked at in each."),
        ),
    ),
    Table(
        "specification_curve",
        "one claim under one set of choices",
        (
            Column("specification", "integer", "Number of the set of choices, from 1 (the base)."),
            Column("text", "string", "Which text was counted."),
            Column("stop_words", "string", "kept or removed."),
            Column("forms", "string", "words or stems."),
            Column("same_copy", "string", "each (every article counts) or once."),
            Column("incomplete", "string", "in or out."),
            Column("estimate", "string", "per token, per article, or log-odds with a prior weight."),
            Column("term", "string", "The term of the claim."),
            Column("effect", "number", "Binary logarithm of the ratio; empty where the term is gone.", nullable=True),
            Column("verdict", "string", "The verdict under these choices; empty where the term is gone.", nullable=True),
            Column("same_direction", "boolean", "True if the effect points as under the base."),
            Column("same_verdict", "boolean", "True if the verdict is that of the base."),
        ),
        key=("specification", "term"),
    ),
    Table(
        "claim_survival",
        "one claim over all sets of choices",
        (
            Column("term", "string", "The term of the claim."),
            Column("verdict", "string", "The verdict under the base choices."),
            Column("specifications", "integer", "Sets of choices tried."),
            Column("same_direction_percent", "number", "In how many of them the effect points the same way, in per cent."),
            Column("same_verdict_percent", "number", "In how many the verdict is the same, in per cent."),
            Column("breaks_at", "string", "The choice that costs the verdict most often, as choice: option; empty if none does.", nullable=True),
        ),
    ),
    Table(
        "confounds",
        "one property of the articles that might explain a difference as well as the grouping",
        (
            Column("factor", "string", "The property: outlet, agency, event, language, date."),
            Column("n_known", "integer", "Articles of both groups of which it is known."),
            Column("cramers_v", "number", "Cramér's V with the grouping: 0 unrelated, 1 inseparable; empty for one value or a range.", nullable=True),
            Column("shared", "number", "Share of these articles whose value occurs in both groups.", nullable=True),
            Column("association", "string", "none, partial, near-perfect, perfect or unknown."),
            Column("detail", "string", "The same in a sentence."),
        ),
    ),
    Table(
        "frame_codes",
        "one indicator found in one sentence",
        (
            _ARTICLE,
            _SENTENCE,
            Column("frame", "string", "Frame of the codebook."),
            Column("indicator", "string", "The indicator, as the codebook writes it."),
            Column("match", "string", "The words that matched."),
            _START,
            _END,
            Column("quoted", "boolean", "True if the words stand inside a quotation."),
            Column("speaker", "string", "Whose quotation; 'unresolved' if unknown, empty outside quotations.", nullable=True),
        ),
        key=("article_id", "start", "end", "frame", "indicator"),
    ),
    Table(
        "frame_shares",
        "one frame in one article, or in one group of articles",
        (
            Column("unit", "string", "article or group: what the row is about."),
            Column("group", "string", "The group; empty if no groups were given.", nullable=True),
            Column("article_id", "string", "The article; empty in rows about a group.", nullable=True),
            Column("frame", "string", "Frame of the codebook."),
            Column("flagged", "integer", "Eligible sentences with at least one hit of the frame."),
            Column("eligible", "integer", "Sentences that hold a word, in a language that the codebook covers."),
            Column("share", "number", "flagged / eligible; for a group pooled over its articles.", nullable=True),
            Column("mean_share", "number", "Mean of the articles' shares; in rows about a group.", nullable=True),
            Column("ci_low", "number", "Lower end of the 95 per cent bootstrap interval of mean_share; empty where the design allows none.", nullable=True),
            Column("ci_high", "number", "Upper end of the same interval.", nullable=True),
            Column("min_share", "number", "Smallest share of any article of the group.", nullable=True),
            Column("max_share", "number", "Largest share of any article of the group.", nullable=True),
            Column("n_articles", "integer", "Articles that have eligible sentences."),
            Column("n_present", "integer", "Of these, articles that carry the frame.", nullable=True),
            Column("present", "boolean", "Whether the article as a whole carries the frame by the codebook's rule; empty in rows about a group.", nullable=True),
            Column("hits", "integer", "Hits of the frame."),
            Column("indicators", "integer", "Different indicators of the frame that were found."),
            Column("no_frame", "integer", "Eligible sentences with no frame at all."),
            Column("coverage", "number", "Share of eligible sentences with at least one frame.", nullable=True),
            Column("inside_range", "boolean", "For a group of one article: whether its share lies within the range of all other articles' shares.", nullable=True),
            Column("note", "string", "What limits the row, such as 'n = 1'; empty if nothing does.", nullable=True),
        ),
        key=("unit", "group", "article_id", "frame"),
    ),
    Table(
        "coding_sample",
        "one sentence drawn for coding by hand",
        (
            _ARTICLE,
            _SENTENCE,
            Column("group", "string", "Group of the article; 'all' if no groups were given."),
            Column("probability", "number", "Probability with which the sentence came into the sample."),
        ),
        key=("article_id", "sentence"),
    ),
    Table(
        "agreement",
        "one frame, coded by two or more coders",
        (
            Column("frame", "string", "Frame, or 'value' if a single list of codes was given."),
            Column("level", "string", "Level of measurement: nominal, ordinal, interval or ratio."),
            Column("n_coders", "integer", "Coders."),
            Column("n_units", "integer", "Units coded by at least two coders."),
            Column("percent_agreement", "number", "Per cent of all pairs of codes for one unit that are equal.", nullable=True),
            Column("alpha", "number", "Krippendorff's alpha; empty where it is undefined.", nullable=True),
            Column("alpha_low", "number", "Lower end of its 95 per cent bootstrap interval over units.", nullable=True),
            Column("alpha_high", "number", "Upper end of the same interval.", nullable=True),
            Column("note", "string", "Why alpha or its interval is missing; empty if neither is.", nullable=True),
        ),
        key=("frame",),
    ),
    Table(
        "confusion",
        "one pair of codes that two coders gave to the same units",
        (
            Column("frame", "string", "Frame, or 'value' if a single list of codes was given."),
            Column("coder_a", "string", "The first coder."),
            Column("coder_b", "string", "The second coder."),
            Column("value_a", "string", "Code given by the first."),
            Column("value_b", "string", "Code given by the second."),
            Column("count", "integer", "Units that were coded so."),
        ),
        key=("frame", "coder_a", "coder_b", "value_a", "value_b"),
    ),
    Table(
        "validation",
        "one frame, the machine's codes against codes by hand, in all articles or one group",
        (
            Column("group", "string", "The group of articles; 'all' for all of them."),
            Column("frame", "string", "Frame of the codebook."),
            Column("n", "integer", "Sentences coded by hand."),
            Column("true_positive", "integer", "Of these, with the frame by hand and by machine."),
            Column("false_positive", "integer", "By machine alone."),
            Column("false_negative", "integer", "By hand alone."),
            Column("true_negative", "integer", "By neither."),
            Column("precision", "number", "True positives over all that the machine flagged, weighted.", nullable=True),
            Column("precision_low", "number", "Lower end of Wilson's 95 per cent interval.", nullable=True),
            Column("precision_high", "number", "Upper end.", nullable=True),
            Column("recall", "number", "True positives over all that have the frame by hand, weighted.", nullable=True),
            Column("recall_low", "number", "Lower end of Wilson's 95 per cent interval.", nullable=True),
            Column("recall_high", "number", "Upper end.", nullable=True),
            Column("f1", "number", "Harmonic mean of precision and recall.", nullable=True),
            Column("f1_always_yes", "number", "F1 of flagging every sentence: 2p / (1 + p), p the share by hand.", nullable=True),
            Column("prevalence_hand", "number", "Share of sentences with the frame by hand, weighted.", nullable=True),
            Column("prevalence_machine", "number", "Share of sentences that the machine flags, in all sentences if they were given.", nullable=True),
            Column("prevalence_corrected", "number", "prevalence_machine corrected for the machine's error (Rogan and Gladen).", nullable=True),
            Column("note", "string", "What could not be computed or was clipped; empty if nothing.", nullable=True),
        ),
        key=("group", "frame"),
    ),
    Table(
        "indicator_influence",
        "one indicator of a codebook",
        (
            Column("frame", "string", "Frame of the codebook."),
            Column("indicator", "string", "The indicator, as the codebook writes it."),
            Column("hits", "integer", "Hits credited to it."),
            Column("articles", "integer", "Articles with such a hit."),
            Column("flagged", "integer", "Sentences in which it is found, credited or not."),
            Column("flagged_share", "number", "flagged over all sentences flagged for the frame.", nullable=True),
            Column("only", "integer", "Sentences that no other indicator of the frame would flag: the loss if it is left out."),
            Column("only_share", "number", "only over all sentences flagged for the frame.", nullable=True),
            Column("present_lost", "integer", "Articles that would no longer carry the frame without it."),
            Column("rank", "integer", "Place within the frame by flagged; ties by the indicator's text."),
        ),
        key=("frame", "rank"),
    ),
    Table(
        "length_correlation",
        "one frame",
        (
            Column("frame", "string", "Frame of the codebook."),
            Column("n_articles", "integer", "Articles with eligible sentences."),
            Column("rho_share", "number", "Spearman's correlation of the flagged share with the number of eligible sentences.", nullable=True),
            Column("rho_flagged", "number", "The same of the number of flagged sentences.", nullable=True),
            Column("rho_present", "number", "The same of present (0, 1).", nullable=True),
            Column("note", "string", "Why a figure is missing.", nullable=True),
        ),
        key=("frame",),
    ),
    Table(
        "frame_lines",
        "one indicator found in one sentence, with that sentence",
        (
            Column("frame", "string", "Frame of the codebook."),
            _ARTICLE,
            _SENTENCE,
            Column("indicator", "string", "The indicator, as the codebook writes it."),
            Column("speaker", "string", "Whose quotation the words stand in; empty outside quotations.", nullable=True),
            Column("left", "string", "What stands before the match in its sentence.", quotes=True),
            Column("match", "string", "The words that matched.", quotes=True),
            Column("right", "string", "What stands after the match in its sentence.", quotes=True),
        ),
        key=("frame", "article_id", "sentence"),
    ),
    Table(
        "quotations",
        "one attribution",
        (
            _ARTICLE,
            _START,
            _END,
            Column("kind", "string", "direct, partial or indirect."),
            Column("speaker", "string", "Name as resolved within the article, or 'unresolved'."),
            Column("actor", "string", "Identifier in the study's list of actors; empty if not listed.", nullable=True),
            Column("cue", "string", "The word or sign of attribution.", nullable=True),
            Column("text", "string", "What is attributed: body[start:end].", quotes=True),
        ),
        key=("article_id", "start", "end"),
    ),
    Table(
        "concordance",
        "one place where the pattern occurs",
        (
            _ARTICLE,
            Column("outlet", "string", "Who published it.", nullable=True),
            Column("date", "date", "Day of publication, ISO 8601 (YYYY-MM-DD).", nullable=True),
            _SENTENCE,
            _START,
            _END,
            Column("left", "string", "What stands before the match in its sentence.", quotes=True),
            Column("match", "string", "The words that matched: body[start:end].", quotes=True),
            Column("right", "string", "What stands after the match in its sentence.", quotes=True),
        ),
    ),
    Table(
        "topics",
        "one topic",
        (
            _TOPIC,
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
            _TOPIC,
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
            _ARTICLE,
            _TOPIC,
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
            _ARTICLE,
            _TOPIC,
            Column("n_paragraphs", "integer", "Paragraphs of the article that lie in the topic."),
        ),
        key=("article_id", "topic"),
    ),
    Table(
        "voice",
        "one speaker in one article, in one kind of speech",
        (
            _ARTICLE,
            Column("speaker", "string", "Name as resolved within the article, or 'unresolved'."),
            Column("actor", "string", "Identifier in the study's list of actors; empty if not listed.", nullable=True),
            Column("side", "string", "The actor's side.", nullable=True),
            Column("kind", "string", "direct, partial or indirect."),
            Column("attributions", "integer", "Attributions to this speaker."),
            Column("words", "integer", "Words attributed: tokens, numbers included, without the cue."),
        ),
        key=("article_id", "speaker", "actor", "kind"),
    ),
    Table(
        "stances",
        "one speaker in one article, reported with verbs of one stance",
        (
            _ARTICLE,
            Column("speaker", "string", "Name as resolved within the article, or 'unresolved'."),
            Column("actor", "string", "Identifier in the study's list of actors; empty if not listed.", nullable=True),
            Column("stance", "string", "What the choice of the verb says: neutral, claim, argue, admit, deny, …"),
            Column("attributions", "integer", "Attributions with a cue of that stance."),
            Column("cues", "string", "The cues, in lower case, in alphabetical order."),
        ),
        key=("article_id", "speaker", "actor", "stance"),
    ),
    Table(
        "naming",
        "one name of one actor, used by one voice in one article",
        (
            _ARTICLE,
            Column("actor", "string", "Identifier in the study's list of actors."),
            Column("name", "string", "The words that name the actor."),
            Column("named_by", "string", "The speaker in whose quoted words it stands; 'journalist' elsewhere."),
            Column("mentions", "integer", "How often."),
        ),
        key=("article_id", "actor", "name", "named_by"),
    ),
    Table(
        "agency",
        "one clause in which an actor is the subject of a verb, or the agent of a passive",
        (
            _ARTICLE,
            _SENTENCE,
            _START,
            _END,
            Column("actor", "string", "Identifier in the study's list of actors."),
            Column("role", "string", "agent (acts) or patient (is acted upon)."),
            Column("construction", "string", "active, passive (the agent is named) or agentless passive."),
            Column("verb", "string", "The main verb as it stands in the text, in lower case."),
        ),
        key=("article_id", "sentence", "start", "end", "actor", "verb"),
    ),
    Table(
        "agency_summary",
        "one actor",
        (
            Column("actor", "string", "Identifier in the study's list of actors."),
            Column("clauses", "integer", "Clauses in the table agency."),
            Column("active", "integer", "Subject of an active verb."),
            Column("passive_agent", "integer", "Named by the by-phrase of a passive."),
            Column("passive_patient", "integer", "Subject of a passive whose agent is named."),
            Column("agentless", "integer", "Subject of a passive whose agent is not named."),
            Column("agent_share", "number", "Clauses in which the actor acts over all its clauses, 0 to 1."),
        ),
        key=("actor",),
    ),
    Table(
        "responsibility",
        "one attribution of responsibility: somebody holds somebody responsible for something",
        (
            _ARTICLE,
            _SENTENCE,
            _START,
            _END,
            Column("speaker", "string", "Who holds responsible: the accuser or the speaker quoted; else 'journalist'."),
            Column("speaker_actor", "string", "Its identifier in the study's list of actors; empty if not listed.", nullable=True),
            Column("blamed", "string", "The actor's identifier; else the words of the noun phrase."),
            Column("blamed_actor", "string", "Identifier of the one held responsible; empty if not listed.", nullable=True),
            Column("kind", "string", "cause (brought it about) or remedy (is to put it right)."),
            Column("cue", "string", "The words that hold responsible, in lower case."),
            Column("for_what", "string", "The words that say for what.", quotes=True),
        ),
        key=("article_id", "sentence", "start", "end", "kind"),
    ),
    Table(
        "actor_mentions",
        "one mention of an actor",
        (
            _ARTICLE,
            _START,
            _END,
            Column("actor", "string", "Identifier in the study's list of actors."),
            Column("match", "string", "The words that name it: body[start:end]."),
        ),
        key=("article_id", "start"),
    ),
)  # fmt: skip

TABLES: dict[str, Table] = {table.name: table for table in _DECLARED}

_DTYPES: dict[tuple[Type, bool], str] = {
    ("string", False): "str",
    ("string", True): "str",
    ("date", False): "str",
    ("date", True): "str",
    ("integer", False): "int64",
    ("integer", True): "Int64",
    ("number", False): "float64",
    ("number", True): "float64",
    ("boolean", False): "bool",
    ("boolean", True): "boolean",
}


def new_table(name: str, rows: Iterable[Iterable[object]]) -> pd.DataFrame:
    """Rows, each in the order of the table's columns, as a checked table.

    Examples
    --------
    >>> new_table("term_counts", [("a", "peace", 2)])
      article_id   term  count
    0          a  peace      2
    """
    return check_table(pd.DataFrame(list(rows), columns=pd.Index(TABLES[name].names)), name)


def check_table(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The same table with the declared types, sorted by its key and numbered from 0.

    Raises
    ------
    InputError
        If columns are missing, unknown or in another order, a value has the wrong type, or a
        column that must be filled has a gap.

    Examples
    --------
    >>> check_table(pd.DataFrame({"article_id": ["a"], "count": [2]}), "term_counts")
    Traceback (most recent call last):
    analysis.errors.InputError: table term_counts: lacks the column term; its columns are article_id, term, count
    """
    table = TABLES[name]
    have, want = list(frame.columns), table.names
    remedy = f"its columns are {', '.join(want)}"
    for trouble, columns in (
        ("lacks the column", [column for column in want if column not in have]),
        ("has an unknown column", [column for column in have if column not in want]),
    ):
        if columns:
            raise InputError(f"table {name}", f"{trouble} {', '.join(map(str, columns))}", remedy)
    if have != want:
        raise InputError(f"table {name}", f"has its columns in the order {', '.join(have)}", remedy)
    checked = {}
    for column in table.columns:
        values = frame[column.name]
        if not column.nullable and values.isna().any():
            row = int(values.isna().to_numpy().argmax()) + 1
            raise InputError(
                f"table {name}", f"has no {column.name} in row {row}", f"fill it: {column.meaning}"
            )
        if column.type == "integer" and pd.api.types.is_float_dtype(values):
            cut = values.notna() & (values % 1 != 0)
            if cut.any():
                row = int(cut.to_numpy().argmax()) + 1
                raise InputError(
                    f"table {name}", f"has {values.iloc[row - 1]} for {column.name} in row {row}",
                    "give a whole number",
                )  # fmt: skip
        try:
            checked[column.name] = values.astype(_DTYPES[column.type, column.nullable])  # type: ignore[call-overload]
        except (TypeError, ValueError) as error:
            raise InputError(
                f"table {name}", f"has a value in {column.name} that is no {column.type} ({error})",
                f"give {column.meaning[0].lower()}{column.meaning[1:]}",
            ) from error  # fmt: skip
    result = pd.DataFrame(checked, columns=pd.Index(want))
    if table.key:
        result = result.sort_values(list(table.key), kind="stable", ignore_index=True)
    return result
