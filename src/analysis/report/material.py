"""What a report shows besides its notebooks: evidence, codebook, what the design allows.

In: a study whose tables are built. Out: ``Material`` for the site.
"""

from analysis.comparison.design import comparison_design
from analysis.corpus.reading import read_articles
from analysis.framing.codebook import load_codebook
from analysis.report.evidence_index import evidence_index
from analysis.report.front_page import front_page, passed_over
from analysis.report.sources import Material
from analysis.study import Study


def gather_material(study: Study, *, from_processed: bool) -> Material:
    """The material of a study.

    Parameters
    ----------
    study
        Its processed tables must be there, and unless ``from_processed`` is set its articles.
    from_processed
        Whether to do without the texts. The report then has no pages of evidence.

    Raises
    ------
    InputError
        If a table, an article or the codebook cannot be read.
    """
    articles = study.table("articles")
    groups = study.groups(articles)
    evidence = None
    if not from_processed:
        texts = read_articles(study).articles
        evidence = evidence_index(
            texts,
            groups,
            frame_codes=study.table("frame_codes"),
            quotations=study.table("quotations"),
            agency=study.table("agency"),
            voice=study.table("voice"),
        )
    own_front = study.prose_applies and (study.root / "pages" / "index.md").exists()
    design = comparison_design(groups, study.target, study.reference, articles=articles)
    return Material(
        evidence=evidence,
        codebook=load_codebook(study.codebook),
        target=study.target,
        reference=study.reference,
        design=design.sentences,
        front="" if own_front else front_page(study),
        notice=passed_over(study),
    )
