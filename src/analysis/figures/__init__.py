"""Figures: tables to Axes, Axes to pictures with a text alternative.

Each figure function takes tables and ``ax=None`` and returns the Axes; it computes nothing but
layout, and saves and shows nothing. Its sibling ``alt_…`` says in words what the table shows, for
``picture(ax, alt=…)``.
"""

from analysis.figures.corpus import alt_kept_share, alt_timeline, kept_share, timeline
from analysis.figures.dots import alt_leave_one_out, alt_term_dots, leave_one_out, term_dots
from analysis.figures.effects import (
    alt_frequency_effect,
    alt_word_shift,
    frequency_effect,
    word_shift,
)
from analysis.figures.evidence import Evidence, evidence
from analysis.figures.frames import alt_frame_matrix, frame_matrix
from analysis.figures.pictures import Picture, picture
from analysis.figures.ranks import alt_rank_ranges, rank_ranges
from analysis.figures.robustness import alt_specification_strokes, specification_strokes
from analysis.figures.sentences import Sentences, sentences
from analysis.figures.stability import (
    alt_partition_scores,
    alt_topic_alternatives,
    alt_topics_curve,
    partition_scores,
    topic_alternatives,
    topics_curve,
)
from analysis.figures.topics import (
    alt_consensus_matrix,
    alt_similarity_matrix,
    consensus_matrix,
    similarity_matrix,
)
from analysis.figures.voices import alt_voice, voice

__all__ = [
    "Evidence",
    "Picture",
    "Sentences",
    "alt_consensus_matrix",
    "alt_frame_matrix",
    "alt_frequency_effect",
    "alt_kept_share",
    "alt_leave_one_out",
    "alt_partition_scores",
    "alt_rank_ranges",
    "alt_similarity_matrix",
    "alt_specification_strokes",
    "alt_term_dots",
    "alt_timeline",
    "alt_topic_alternatives",
    "alt_topics_curve",
    "alt_voice",
    "alt_word_shift",
    "consensus_matrix",
    "evidence",
    "frame_matrix",
    "frequency_effect",
    "kept_share",
    "leave_one_out",
    "partition_scores",
    "picture",
    "rank_ranges",
    "sentences",
    "similarity_matrix",
    "specification_strokes",
    "term_dots",
    "timeline",
    "topic_alternatives",
    "topics_curve",
    "voice",
    "word_shift",
]
