"""A study to its report: tables rebuilt, notebooks run, pages made."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.corpus.readers.paths import walk
from analysis.errors import InputError
from analysis.files import replaced_folder, write_file
from analysis.processing import PROCESSED
from analysis.report.execution import (
    drop_cells,
    execute_notebook,
    read_notebook,
    write_notebook,
)
from analysis.report.numbering import number_exhibits, with_exhibits
from analysis.report.packaging import write_package
from analysis.report.provenance import gather_facts
from analysis.report.site import build_site
from analysis.study import Study

if TYPE_CHECKING:
    from nbformat import NotebookNode

QUOTES_TEXT = "quotes-text"
"""Tag of the notebook cells that quote the articles, or need their words."""

_NOTICE = (
    "*Left out: this passage quotes the articles. The report was made from the stored tables "
    "alone, without the texts.*"
)


def build_report(study: Study, *, from_processed: bool, say: Callable[[str], None]) -> Path:
    """Make the report of a study and return its front page.

    Parameters
    ----------
    study
        The study.
    from_processed
        Whether to use the stored tables as they are. Cells that quote the articles are then left
        out, with a notice in their place.
    say
        Called with a line before each step.

    Returns
    -------
    Path
        ``build/report/index.html`` in the study's folder.

    Raises
    ------
    InputError
        If the articles or tables cannot be used, or a notebook fails. The report that stood there
        before stays as it was.
    """
    if from_processed:
        say("using the stored tables; what quotes the articles is left out")
    elif not study.has_texts:
        raise InputError(
            _missing(study), "the articles are missing",
            "restore data/raw, or make the report from the stored tables with --from-processed",
        )  # fmt: skip
    else:
        say("rebuilding data/processed from the raw articles")
        write_package(study)
    study.groups(study.table("articles"))  # a wrong setting ends here, not in a chapter
    with replaced_folder(study.root / "build" / "notebooks") as folder:
        _run_all(study, folder, from_processed=from_processed, say=say)
    executed = sorted((study.root / "build" / "notebooks").glob("*.ipynb"))
    say("making the pages")
    pages = study.root / "pages"
    return build_site(
        title=study.title,
        authors=study.authors,
        notebooks=executed,
        pages=pages if pages.is_dir() else None,
        study_root=study.root,
        output=study.root / "build" / "report",
        facts=gather_facts(
            study.root,
            [study.processed / f"{name}.csv" for name in PROCESSED],
            other=_sources(study),
        ),
    )


def store_outputs(
    study: Study, *, say: Callable[[str], None], only: Collection[str] = ()
) -> list[Path]:
    """Run the notebooks and store their outputs in them; return the files written.

    Tables and figures are numbered through first, and the list of them in the study's README is
    made anew. If a notebook fails, none is written. A file ``pages/figures/CELL.svg`` is a copy of
    the figure that the notebook cell of that name makes, and is written anew with it.

    Parameters
    ----------
    study
        The study.
    say
        Called with a line before each step.
    only
        Names of the notebooks to run, such as ``20_topics``; all of them if empty. The others are
        numbered, and keep the outputs they have.

    Raises
    ------
    InputError
        If there is no notebook of such a name, its captions do not match its exhibits, or a
        notebook fails.
    """
    paths = notebooks_of(study)
    names = [path.stem for path in paths]
    for unknown in sorted(set(only) - set(names)):
        raise InputError(
            "notebooks", f"has no notebook {unknown!r}", f"there are {', '.join(names)}"
        )
    numbered = {path.stem: read_notebook(path) for path in paths}
    exhibits = number_exhibits(numbered)
    with replaced_folder(study.root / "build" / "notebooks") as folder:
        for path in paths:
            write_notebook(numbered[path.stem], folder / path.name)
        chosen = [folder / path.name for path in paths if not only or path.stem in only]
        for number, path in enumerate(chosen, start=1):
            say(f"running {path.name} ({number} of {len(chosen)})")
            write_notebook(execute_notebook(path, root=study.root), path)
    written = []
    for path in paths:
        executed = read_notebook(study.root / "build" / "notebooks" / path.name)
        write_notebook(executed, path)
        written.append(path)
        for cell, svg in figures_of(executed).items():
            copy = study.root / "pages" / "figures" / f"{cell}.svg"
            if copy.exists():
                write_file(copy, svg)
                written.append(copy)
    readme = study.root / "README.md"
    if readme.exists():
        write_file(readme, with_exhibits(readme.read_text(encoding="utf-8"), exhibits))
        written.append(readme)
    return written


def figures_of(notebook: "NotebookNode") -> dict[str, str]:
    """The figures of an executed notebook: name of the cell -> SVG."""
    return {
        cell.id: output.data["image/svg+xml"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "image/svg+xml" in output.get("data", {})
    }


def notebooks_of(study: Study) -> list[Path]:
    """The chapters of a study, in the order of their names."""
    paths = sorted((study.root / "notebooks").glob("*.ipynb"))
    if not paths:
        raise InputError("notebooks", "holds no notebook", "restore the folder")
    return paths


def _run_all(
    study: Study, folder: Path, *, from_processed: bool, say: Callable[[str], None]
) -> None:
    paths = notebooks_of(study)
    for number, path in enumerate(paths, start=1):
        say(f"running {path.name} ({number} of {len(paths)})")
        runnable = path
        if from_processed:
            runnable = folder / path.name
            write_notebook(drop_cells(read_notebook(path), QUOTES_TEXT, _NOTICE), runnable)
        write_notebook(execute_notebook(runnable, root=study.root), folder / path.name)


def _missing(study: Study) -> str:
    """The first of the files that the articles are read from which is not there."""
    path = next(path for path in study.sources if not path.exists())
    return path.relative_to(study.root).as_posix()


def _sources(study: Study) -> list[Path]:
    """The files besides the tables that the report rests on."""
    found = [study.root / "study.toml", *notebooks_of(study)]
    others = (study.actors, study.overrides, study.labels)
    found += [path for path in others if path and path.exists()]
    raw = study.inputs if study.manifest is None else (study.manifest.parent,)
    for path in raw:
        if path.is_dir():
            found += [file for file, _, refused in walk(path) if refused is None]
        elif path.is_file():
            found.append(path)
    return sorted(set(found))
