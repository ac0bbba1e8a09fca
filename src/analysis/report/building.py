"""A study to its report: tables rebuilt, notebooks run, pages made."""

import ctypes
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from analysis.corpus.readers.paths import walk
from analysis.errors import InputError
from analysis.files import only_one, replaced_folder, settle
from analysis.processing import PROCESSED, process
from analysis.report.execution import (
    drop_cells,
    execute_notebook,
    read_notebook,
    write_notebook,
)
from analysis.report.markdown import as_words
from analysis.report.material import gather_material
from analysis.report.notebooks import notebooks_of
from analysis.report.packaging import describe_package
from analysis.report.provenance import gather_facts
from analysis.report.reads import Reads
from analysis.report.site import build_site
from analysis.report.steps import Steps
from analysis.report.templates import THIS_STUDY
from analysis.study import Study

QUOTES_TEXT = "quotes-text"
"""Tag of the notebook cells that quote the articles, or need their words."""

_NOTICE = (
    "*Left out: this passage quotes the articles. The report was made from the stored tables "
    "alone, without the texts.*"
)


_OF_OTHERS = (
    "*Left out: this passage speaks of the groups {} and {}, and the report compares others.*"
)


def build_report(
    study: Study,
    *,
    from_processed: bool,
    say: Callable[[str], None],
    fresh: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
) -> Path:
    """Make the report of a study and return its front page.

    The tables, each notebook and the pages are steps, recorded in ``build/steps``: one that ended
    is not done again while all that it reads is the same (``analysis.report.reads``), so that a run
    that was stopped goes on where it stood. The report is the same, byte for byte, either way.

    Parameters
    ----------
    study
        The study.
    from_processed
        Whether to use the stored tables as they are. Cells that quote the articles are then left
        out, with a notice in their place.
    say
        Called with a line before each step.
    fresh
        Whether to do every step, whatever was done before.
    progress
        Called before each step with the steps done, all steps, and the step's name.

    Returns
    -------
    Path
        ``build/report/index.html`` in the study's folder.

    Raises
    ------
    InputError
        If the articles or tables cannot be used, or a notebook fails. The report that stood there
        before stays as it was. Also if another run is at work on this study.
    """
    with only_one(study.root / "build" / "steps"):
        return _build(study, from_processed, say, fresh, progress)


def _build(
    study: Study,
    from_processed: bool,
    say: Callable[[str], None],
    fresh: bool,
    progress: Callable[[int, int, str], None] | None,
) -> Path:
    """``build_report``, while no other run is at work on the study."""
    build, chapters = study.root / "build", notebooks_of(study)
    for folder in (study.processed, build / "notebooks", build / "report"):
        settle(folder)
    steps = Steps(
        build / "steps", total=len(chapters) + (1 if from_processed else 2), fresh=fresh, say=say,
        progress=progress,
    )  # fmt: skip
    reads = Reads(study, steps.known, from_processed=from_processed)
    if from_processed:
        say("using the stored tables; what quotes the articles is left out")
    elif not study.has_texts:
        raise InputError(
            _missing(study), "the articles are missing",
            "restore data/raw, or make the report from the stored tables with --from-processed",
        )  # fmt: skip
    else:
        steps.run(
            "data/processed", reads.tables(), [study.processed],
            partial(process, study, progress=steps.at),
            news="rebuilding data/processed from the raw articles",
        )  # fmt: skip
        describe_package(study)
        _give_back_memory()
    study.groups(study.table("articles"))  # a wrong setting ends here, not in a chapter
    executed = []
    for number, path in enumerate(chapters, start=1):
        executed.append(steps.folder / path.name)
        steps.run(
            path.stem, reads.chapter(path), executed[-1:],
            partial(
                _execute, study, path, executed[-1], from_processed=from_processed, at=steps.at
            ),
            news=f"running {path.name} ({number} of {len(chapters)})",
        )  # fmt: skip
    with replaced_folder(build / "notebooks") as folder:
        for path in executed:
            shutil.copyfile(path, folder / path.name)
    tables = [study.processed / f"{name}.csv" for name in PROCESSED]
    facts = gather_facts(study.root, tables, other=_sources(study))
    steps.run(
        "build/report", reads.pages(executed, facts), [build / "report"],
        partial(_make_pages, study, executed, facts, from_processed=from_processed),
        news="making the pages",
    )  # fmt: skip
    steps.tidy(executed)
    return build / "report" / "index.html"


def _give_back_memory() -> None:
    """Give the system what the tables took: chapters run beside this process and need it.

    Arrow and the C library keep what they were given; of 20,000 articles that is a gigabyte.
    """
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    # Of the C libraries only that of GNU can be asked.
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _execute(
    study: Study, path: Path, output: Path, *, from_processed: bool, at: Callable[[str], None]
) -> None:
    """Run a notebook to another file, without the passages that do not apply."""
    left_out = {QUOTES_TEXT: _NOTICE} if from_processed else {}
    if not study.prose_applies:
        left_out[THIS_STUDY] = _OF_OTHERS.format(*map(as_words, study.written_for or ()))
    runnable = output if left_out else path
    if left_out:
        notebook = read_notebook(path)
        for tag, notice in left_out.items():
            notebook = drop_cells(notebook, tag, notice)
        write_notebook(notebook, output)
    # How long a cell of a large study takes is for whoever waits for it to judge.
    done = execute_notebook(
        runnable, root=study.root, timeout=None,
        progress=lambda cell, cells: at(f"cell {cell} of {cells}"),
    )  # fmt: skip
    write_notebook(done, output)


def _make_pages(
    study: Study, executed: list[Path], facts: dict[str, Any], *, from_processed: bool
) -> None:
    """The site, from executed notebooks."""
    pages = study.root / "pages"
    build_site(
        title=study.title,
        authors=study.authors,
        notebooks=executed,
        pages=pages if pages.is_dir() and study.prose_applies else None,
        study_root=study.root,
        output=study.root / "build" / "report",
        facts=facts,
        docs=study.root / "docs",
        material=gather_material(study, from_processed=from_processed),
    )


def _missing(study: Study) -> str:
    """The first of the files that the articles are read from which is not there."""
    path = next(path for path in study.sources if not path.exists())
    return path.relative_to(study.root).as_posix()


def _sources(study: Study) -> list[Path]:
    """The files besides the tables that the report rests on."""
    found = [study.root / "study.toml", *notebooks_of(study)]
    found += [path for path in study.companions if path.exists()]
    raw = study.sources if study.manifest is None else (study.manifest.parent,)
    for path in raw:
        if path.is_dir():
            found += [file for file, _, refused in walk(path) if refused is None]
        elif path.is_file():
            found.append(path)
    return sorted(set(found))
