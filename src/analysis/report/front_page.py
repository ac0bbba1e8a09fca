"""The front page of a study that has none of its own, and the notice of what was passed over.

In: a study whose tables are stored. Out: Markdown. Names and words of the articles stand in it as
text; nothing in them can act.
"""

from collections.abc import Iterable

import pandas as pd

from analysis.comparison.compare import compare_terms
from analysis.comparison.design import ComparisonDesign, comparison_design
from analysis.comparison.leading import leading_terms
from analysis.comparison.verdicts import claims_difference
from analysis.corpus.stopping import counted_kinds, stopping_problems
from analysis.framing.coding import NOT_COVERED, covered_sentences
from analysis.grouping import in_words
from analysis.report.markdown import as_words
from analysis.study import Study
from analysis.wording import counted, listed

_WORDS = 8
_PROBLEMS = 10
_GROUPS = 8


def front_page(study: Study) -> str:
    """What was asked, found, how sure one can be, what was read and refused.

    A difference between the groups is named only where its verdict claims one; otherwise the page
    says that the design or the texts do not show any.

    Parameters
    ----------
    study
        Its tables must be stored.

    Returns
    -------
    str
        Markdown, without the contents and without the notice of what was passed over.

    Raises
    ------
    InputError
        If a table is missing, or the groups are not there.
    """
    articles = study.table("articles")
    groups = study.groups(articles)
    counts = study.table("term_counts")
    compared = compare_terms(
        counts, groups, study.target, study.reference, min_articles=2, seed=study.seed,
        without_tokens="exclude",
    )  # fmt: skip
    design = comparison_design(groups, study.target, study.reference, articles=articles)
    reasons = design.confounds["detail"][design.confounds["association"] != "none"]
    limits = design.sentences[: len(design.sentences) - len(reasons)]
    answers = [
        ("What was asked", _question(study, groups)),
        ("What was found", " ".join(_findings(study, compared, design))),
        ("How sure one can be", as_words(" ".join(limits))),
        ("What the data cannot say", " ".join(_unknown(design.confounds))),
    ]
    lines = [f"# {as_words(study.title)}", "", ":::{container} answers"]
    for question, answer in answers:
        lines += [f"{question}", f": {answer}", ""]
    lines += [":::", "", "## What was read", "", *_read(study, articles, groups), ""]
    return "\n".join(lines)


def passed_over(study: Study) -> str:
    """A notice of the problems that a run went past, for the first page; empty if there are none.

    Parameters
    ----------
    study
        Its table of problems must be stored.
    """
    problems = stopping_problems(study.table("problems"))
    if problems.empty:
        return ""
    number = len(problems)
    lines = [
        ":::{admonition} Made in spite of problems",
        ":class: warning",
        "",
        f"{counted(number, 'time')} a record was lost or is in doubt "
        f"({counted_kinds(problems)}). What was lost is not among the articles; what is in doubt "
        "is. `data/processed/problems.csv` lists all; the first are:",
        "",
        "| source | what | detail |",
        "| --- | --- | --- |",
    ]
    lines += [
        f"| {as_words(row.source)} | {as_words(row.problem)} | {as_words(row.detail)} |"
        for row in problems.head(_PROBLEMS).itertuples(index=False)
    ]
    return "\n".join([*lines, "", ":::"])


def _question(study: Study, groups: "pd.Series[str]") -> str:
    sizes = groups.value_counts()
    target, reference = int(sizes[study.target]), int(sizes[study.reference])
    others = len(groups) - target - reference
    one, other = as_words(in_words(study.target)), as_words(in_words(study.reference))
    said = (
        f"How {'does' if target == 1 else 'do'} {counted(target)} of *{one}* differ from "
        f"{counted(reference)} of *{other}*, in their words and in the frames they carry?"
    )
    if others:
        stay = "stays" if others == 1 else "stay"
        said += f" {counted(others)} of other groups {stay} out of every comparison."
    return said


def _findings(study: Study, compared: pd.DataFrame, design: ComparisonDesign) -> Iterable[str]:
    """What the verdicts allow to be said of words, and how often the frames were seen."""
    number = counted(len(compared), "word")
    claims = claims_difference(compared["verdict"], study.target, study.reference)
    if not design.can_test:
        yield f"The groups are too small to show a difference in any of the {number} compared."
    elif not claims.any():
        yield f"None of the {number} compared can be shown to differ between the groups."
    else:
        yield f"Of {number} compared, {int(claims.sum()):,} can be shown to differ."
        claimed = compared[claims]
        claimed.attrs = compared.attrs
        for group in (study.target, study.reference):
            leading = leading_terms(claimed, group, _WORDS)["term"]
            if len(leading):
                words = ", ".join(f"*{as_words(term)}*" for term in leading)
                yield f"More frequent in {as_words(in_words(group))}: {words}."
    yield from _frames(study)


def _frames(study: Study) -> Iterable[str]:
    """How often the frames were seen, in how many articles; and which articles were not coded."""
    problems = study.table("problems")
    left_out = problems.loc[problems["problem"] == NOT_COVERED, "source"].nunique()
    if left_out:
        are = "is" if left_out == 1 else "are"
        yield (
            f"{counted(left_out)} {are} in no language that the codebook covers, and not coded: "
            "nothing is known of the frames there."
        )
    coded = covered_sentences(study.table("sentences"), problems)
    if coded.empty:
        return
    where = f"{counted(len(coded), 'sentence')} of {counted(coded['article_id'].nunique())}"
    codes = study.table("frame_codes").drop_duplicates(["article_id", "sentence", "frame"])
    found = codes.groupby("frame")["article_id"].agg(["size", "nunique"])
    names = sorted(found.index, key=lambda name: (-int(found["size"][name]), str(name)))
    if names:
        first = listed([
            f"{as_words(str(name).replace('_', ' '))} ({found['size'][name]:,}, in "
            f"{counted(found['nunique'][name])})"
            for name in names[:2]
        ])  # fmt: skip
        are = "frame found most often is" if len(names) == 1 else "frames found most often are"
        yield f"Of {where}, the {are} {first}, as a list of words finds them."
    else:
        yield f"No frame of the codebook was found in {where}."


def _unknown(confounds: pd.DataFrame) -> Iterable[str]:
    """What the articles do not stand for, and what else may make a difference between them."""
    yield (
        "Anything about articles that are not among these: the software does not know how they "
        "were chosen."
    )
    unknown = confounds["association"] == "unknown"
    told = confounds["detail"][~unknown & (confounds["association"] != "none")]
    yield from (f"{as_words(one[0].upper() + one[1:])}" for one in told)
    names = list(confounds["factor"][unknown])
    if names:
        factors, are = listed(names), "is" if len(names) == 1 else "are"
        yield (
            f"{as_words(factors[0].upper() + factors[1:])} {are} not known of both groups, and may "
            "be another reason for a difference."
        )


def _copies(study: Study, groups: "pd.Series[str]") -> Iterable[str]:
    """How many articles carry the copy of another, which is not two independent looks."""
    labels = study.table("duplicate_clusters").set_index("article_id")["same_copy"]
    sizes = labels.value_counts()
    shared = labels[labels.isin(sizes.index[sizes > 1])]
    if shared.empty:
        return
    sets = shared.nunique()
    yield (
        f"{counted(len(shared))} carry copy that another carries, too "
        f"({counted(sets, 'text')} in all). In the tables each counts by itself; the chapter on "
        "robustness counts those of a group once."
    )
    across = groups.reindex(shared.index).groupby(shared).nunique().gt(1).sum()
    if across:
        stand = "stands" if across == 1 else "stand"
        yield f"Of these texts, {across:,} {stand} in more than one group."


def _read(study: Study, articles: pd.DataFrame, groups: "pd.Series[str]") -> Iterable[str]:
    """Articles by file and by group, dates, what was set aside and refused."""
    dates = articles["date"].dropna()
    outlets = articles["outlet"].dropna().nunique()
    whose = f"of {counted(outlets, 'outlet')}" if outlets else "without a named outlet"
    undated = len(articles) - len(dates)
    when = "without dates"
    if len(dates):
        first, last = dates.min(), dates.max()
        when = f"published from {first} to {last}" if first < last else f"published on {first}"
        when += f" ({undated:,} without a date)" if undated else ""
    yield (
        f"{counted(len(articles))} {whose}, {when}; "
        f"{counted(int(articles['n_words'].sum()), 'word')}."
    )
    yield ""
    yield "| group | articles | words |"
    yield "| --- | ---: | ---: |"
    words = articles.set_index("article_id")["n_words"].groupby(groups).agg(["size", "sum"])
    first = [study.target, study.reference]
    others = sorted(set(words.index) - set(first))
    shown = [*first, *(others if len(others) <= _GROUPS else [])]
    for group in shown:
        yield f"| {as_words(group)} | {words.loc[group, 'size']:,} | {words.loc[group, 'sum']:,} |"
    rest = words[~words.index.isin(shown)]
    if len(rest):
        sums = rest.sum()
        yield f"| {len(rest):,} other groups in all | {sums['size']:,} | {sums['sum']:,} |"
    yield ""
    incomplete = int((~articles["complete"]).sum())
    if incomplete:
        yield f"{counted(incomplete)} {'is' if incomplete == 1 else 'are'} marked as incomplete."
    ledger = study.table("cleaning_ledger")
    if len(ledger):
        lines = ledger[ledger["category"] != "blank"]
        dropped = int((lines["action"] != "keep").sum())
        pages = counted(lines["article_id"].nunique(), "page")
        yield (
            f"Of {counted(len(lines), 'line')} on {pages}, {dropped:,} "
            f"{'is' if dropped == 1 else 'are'} not text of the article; the chapter on the corpus "
            "lists what was set aside."
        )
    yield from _copies(study, groups)
    problems = study.table("problems")
    if len(problems):
        yield f"Problems met: {counted_kinds(problems)}; the chapter on the corpus lists them."
    else:
        yield "No problem was met in reading them."
