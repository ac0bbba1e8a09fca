"""The articles of a study that names its inputs: read, cleaned where that is called for, accounted.

In: a study with ``[articles] inputs``. Out: a `ReaderResult` whose sources are paths from the
study's folder, and whose pages are those that were cleaned.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.corpus.cleaning import CleanText
from analysis.corpus.overrides import read_overrides
from analysis.corpus.pages import clean_pages
from analysis.corpus.readers.detect import join_results, read_input
from analysis.corpus.readers.formats import detect_format
from analysis.corpus.readers.mapping import column_names
from analysis.corpus.readers.paths import escaped
from analysis.corpus.readers.result import Page, ReaderResult, paragraphs
from analysis.corpus.recurring import learn_lines, read_learnt
from analysis.errors import InputError
from analysis.grouping import COLUMNS, RULES
from analysis.schema import check_table, new_table
from analysis.study import Study
from analysis.text.tokens import terms_of


def read_inputs(
    study: Study, places: Sequence[Path] | None = None, texts: Path | None = None
) -> ReaderResult:
    """The articles of a study's inputs.

    The texts of pages saved as text are cleaned, with a ledger, unless the study says
    ``clean = false``; with ``clean = true`` so are the texts of tables and exports. The study's
    overrides apply to whatever is cleaned.

    Parameters
    ----------
    study
        The study.
    places
        Where the inputs lie now, if not yet in the study; in their order.
    texts
        The same for the study's texts.

    Returns
    -------
    ReaderResult
        ``pages`` has the articles that were cleaned.

    Raises
    ------
    InputError
        If an input is missing, none holds an article, a column that is mapped or grouped by is not
        there, or an override names an article that is not cleaned.
    """
    named = [
        (_shown(path, study), place)
        for path, place in zip(study.inputs, places or study.inputs, strict=True)
    ]
    texts = texts or study.texts
    parts = [(place.name, _read(shown, place, study, texts)) for shown, place in named]
    found = join_results(parts)
    if found.articles.empty:
        first = next(iter(found.problems["detail"]), "they are empty")
        raise InputError(
            # Of a study that is still to be made, the researcher knows the inputs' own names.
            ", ".join(place.name if places else name for name, place in named),
            f"no article could be read: {first}",
            "look at the files, or name others",
        )  # fmt: skip
    if study.kept_columns and found.labels.empty:
        raise _no_such_column(study.group_by, [place for _, place in named], study.encoding)
    return _cleaned(study, found)


def _read(shown: str, place: Path, study: Study, texts: Path | None) -> ReaderResult:
    """One input, with its sources given from the study's folder."""
    for path, name in ((place, shown), (texts, _shown(study.texts, study))):
        if path is not None and not path.exists():
            raise InputError(
                name, "is missing, but study.toml lists it", "restore it or take it out"
            )
    joined = texts if texts is not None and detect_format(place) == "table" else None
    found = read_input(
        place, mapping=study.columns, date_order=study.date_order, keep=study.kept_columns,
        texts=joined, encoding=study.encoding,
    )  # fmt: skip
    folder, name = place.is_dir(), escaped(place.name)
    origin, among = (shown, folder)
    if joined is not None:
        origin, among = _shown(study.texts, study), joined.is_dir()
    files = [f"{origin}/{file}" if among else origin for file in found.articles["source_file"]]
    beside = escaped(joined.name) if joined is not None and joined.is_file() else ""
    sources = [
        f"{shown}/{source}" if folder
        else shown + source.removeprefix(name) if source.startswith(name)
        else origin + source.removeprefix(beside) if beside
        else f"{origin}/{source}"
        for source in found.problems["source"]
    ]  # fmt: skip
    return found.replaced(
        articles=found.articles.assign(source_file=files),
        problems=found.problems.assign(source=sources),
    )


def _shown(path: Path | None, study: Study) -> str:
    return escaped(path.relative_to(study.root).as_posix()) if path else ""


def _no_such_column(by: str, places: Sequence[Path], encoding: str | None) -> InputError:
    """What is said where articles are grouped by a column that no input has."""
    tables = [place for place in places if place.is_file() and detect_format(place) == "table"]
    columns = sorted({escaped(name) for place in tables for name in column_names(place, encoding)})
    allowed = f"allowed are {', '.join((*RULES, *COLUMNS))}"
    if columns:
        allowed += f", and the columns of the inputs: {', '.join(columns)}"
    return InputError(
        f"by = {by!r}",
        "is no rule to group by, and no column of an article or an input",
        allowed,
    )


def _cleaned(study: Study, found: ReaderResult) -> ReaderResult:
    """The result with its texts cleaned, or not, as the study says, and with its overrides."""
    corrections = read_overrides(study.overrides, set(found.articles["article_id"]))
    raws: dict[str, str] = {}
    changed: dict[str, tuple[str, str | None, str | None]] = {}
    texts = found.articles[["article_id", "body", "headline", "date"]]
    for article_id, body, _, date in texts.itertuples(index=False, name=None):
        page = found.pages.get(article_id)
        if study.clean is False or (page is None and not study.clean):
            if article_id in corrections.of_one:
                raise InputError(
                    study.overrides.name if study.overrides else "overrides",
                    f"corrects {article_id}, whose text is not cleaned",
                    "take its rows out, or set clean = true in study.toml",
                )
            if page is not None:
                changed[article_id] = (paragraphs(page.raw), None, date)
            continue
        raws[article_id] = body if page is None else page.raw
    outlets = dict(zip(found.articles["article_id"], found.articles["outlet"], strict=True))
    learnt = read_learnt(study.recurring_lines)
    if learnt is None:
        learnt = learn_lines(list(raws.values()), [outlets[article_id] for article_id in raws])
    taught = set(learnt["outlet"])
    # A page that its reader has cleaned already is cleaned again where more is known by now.
    again = {
        article_id: raw
        for article_id, raw in raws.items()
        if article_id not in found.pages
        or corrections.of(article_id) is not None
        or outlets[article_id] in taught
    }
    cleaned, _ = clean_pages(
        again, outlets, overrides=corrections, learnt=learnt, date_order=study.date_order
    )
    pages: dict[str, Page] = {}
    for article_id, _, headline, date in texts.itertuples(index=False, name=None):
        if article_id in cleaned:
            clean = cleaned[article_id]
            own = article_id in found.pages
            changed[article_id] = _values(clean, *((None, None) if own else (headline, date)))
            pages[article_id] = Page(raws[article_id], clean)
        elif article_id in raws:
            pages[article_id] = found.pages[article_id]
    return _changed(found.replaced(pages=pages, recurring_lines=learnt), changed)


def _values(
    clean: CleanText, headline: str | None, date: str | None
) -> tuple[str, str | None, str | None]:
    """Body, headline and date: what the input states goes before what its text does."""
    stated = [None if pd.isna(value) else value for value in (headline, date)]
    return clean.body, stated[0] or clean.headline, stated[1] or clean.date


def _changed(
    found: ReaderResult, changed: dict[str, tuple[str, str | None, str | None]]
) -> ReaderResult:
    """With other bodies, headlines and dates; an article left without text becomes a problem."""
    if not changed:
        return found
    articles = found.articles.set_index("article_id", drop=False)
    for position, column in enumerate(("body", "headline", "date")):
        values = pd.Series({key: value[position] for key, value in changed.items()}, dtype="str")
        articles.loc[values.index, column] = values
    words = {key: len(terms_of(value[0], numbers=True)) for key, value in changed.items()}
    articles.loc[list(words), "n_words"] = pd.Series(words)
    empty = articles["body"].str.strip() == ""
    problems = [
        (source, "empty", f"holds no article text after cleaning ({article_id})",
         "keep its lines by rows in an override file, or leave it out")
        for article_id, source in articles.loc[empty, "source_file"].items()
    ]  # fmt: skip
    kept = set(articles.index[~empty])
    return found.replaced(
        articles=check_table(articles[~empty].reset_index(drop=True), "articles"),
        problems=check_table(
            pd.concat([found.problems, new_table("problems", problems)], ignore_index=True),
            "problems",
        ),
        labels=found.labels[found.labels["article_id"].isin(kept)].reset_index(drop=True),
        pages={key: page for key, page in found.pages.items() if key in kept},
    )
