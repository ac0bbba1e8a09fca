"""Reproducible analysis of news coverage.

Every public name is here; each is loaded from its room when first used, so that importing the
package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.cluster.comparing import cluster_comparison as cluster_comparison
    from analysis.cluster.counting import cluster_counts as cluster_counts
    from analysis.cluster.framing import cluster_frames as cluster_frames
    from analysis.comparison.compare import compare_terms as compare_terms
    from analysis.comparison.design import comparison_design as comparison_design
    from analysis.corpus.cleaning import clean_text as clean_text
    from analysis.corpus.html import clean_html as clean_html
    from analysis.corpus.reading import read_articles as read_articles
    from analysis.framing.codebook import load_codebook as load_codebook
    from analysis.framing.coding import code_frames as code_frames
    from analysis.framing.coding import coding_problems as coding_problems
    from analysis.framing.quotations import extract_quotations as extract_quotations
    from analysis.framing.reliability import agreement as agreement
    from analysis.framing.reliability import coding_sheet as coding_sheet
    from analysis.framing.shares import frame_shares as frame_shares
    from analysis.framing.validation import validation as validation
    from analysis.study import open_study as open_study
    from analysis.text.concordance import concordance as concordance
    from analysis.text.counts import count_terms as count_terms
    from analysis.text.sentences import split_sentences as split_sentences
    from analysis.topics.clustering import cluster_topics as cluster_topics

_ROOMS = {
    "agreement": "framing.reliability",
    "clean_html": "corpus.html",
    "clean_text": "corpus.cleaning",
    "cluster_comparison": "cluster.comparing",
    "cluster_counts": "cluster.counting",
    "cluster_frames": "cluster.framing",
    "cluster_topics": "topics.clustering",
    "code_frames": "framing.coding",
    "coding_problems": "framing.coding",
    "coding_sheet": "framing.reliability",
    "compare_terms": "comparison.compare",
    "comparison_design": "comparison.design",
    "concordance": "text.concordance",
    "count_terms": "text.counts",
    "extract_quotations": "framing.quotations",
    "frame_shares": "framing.shares",
    "load_codebook": "framing.codebook",
    "open_study": "study",
    "read_articles": "corpus.reading",
    "split_sentences": "text.sentences",
    "validation": "framing.validation",
}

__all__ = sorted(_ROOMS)


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(
            f"module 'analysis' has no attribute {name!r}; it has: {', '.join(__all__)}"
        )
    value = getattr(import_module(f"analysis.{_ROOMS[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
