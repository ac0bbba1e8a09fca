"""A new study's folder, written whole or not at all.

In: a survey of the inputs and the groups to compare. Out: the folder, from which `analysis report`
makes the report.
"""

import shutil
from dataclasses import replace
from pathlib import Path

from analysis.corpus.readers.formats import detect_format
from analysis.corpus.readers.paths import escaped, walk
from analysis.errors import InputError
from analysis.files import replaced_folder, write_file
from analysis.framing.codebook import BUNDLED, load_codebook
from analysis.grouping import read_labels
from analysis.report.execution import write_notebook
from analysis.report.packaging import data_readme
from analysis.report.templates import study_notebooks
from analysis.settings import OnProblem
from analysis.starting.choosing import Grouping
from analysis.starting.survey import Survey
from analysis.starting.texts import (
    ACTORS,
    IGNORED,
    labels_text,
    provenance_text,
    readme_text,
    settings_text,
)

_SEED = 1


def check_new(folder: Path) -> None:
    """Refuse a folder that holds anything.

    Raises
    ------
    InputError
        If it is a file, or a folder that is not empty.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise InputError(escaped(str(folder)), "is no folder", "name a new one")
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(
            escaped(str(folder)), "is not empty, and nothing in it is written over",
            "name a new folder",
        )  # fmt: skip


def write_study(
    survey: Survey,
    grouping: Grouping | None,
    *,
    title: str | None = None,
    codebook: str = "generic",
    labels: Path | None = None,
    on_problem: OnProblem = "stop",
) -> Path:
    """Write a study and return its ``study.toml``.

    Parameters
    ----------
    survey
        What the inputs hold; they are copied to ``data/raw``.
    grouping
        The groups to compare. None for labels that are still to be given: ``labels.csv`` then has
        a row for each article, and waits for them.
    title
        By default the folder's name.
    codebook
        Name of a codebook of the package, or the path of one, which is copied.
    labels
        A CSV of article_id and group, which is copied.
    on_problem
        As in study.toml.

    Raises
    ------
    InputError
        If the folder is not empty, or the codebook or the labels cannot be used. Nothing is
        written then.
    """
    root = survey.study.root
    check_new(root)
    load_codebook(codebook)
    if labels is not None:
        read_labels(labels)
    study = replace(
        survey.study,
        title=title or root.name,
        seed=_SEED,
        codebook=codebook if codebook in BUNDLED else "codebook.yml",
        group_by=grouping.by if grouping else "labels",
        target=grouping.target if grouping else "one",
        reference=grouping.reference if grouping else "other",
        before=grouping.before if grouping else None,
        labels=root / "labels.csv" if grouping is None or grouping.by == "labels" else None,
        on_problem=on_problem,
    )
    notebooks, exhibits = study_notebooks()
    inputs = [(escaped(place.resolve().name), detect_format(place)) for place in survey.places]
    with replaced_folder(root) as part:
        for place in (*survey.places, *([survey.texts] if survey.texts else [])):
            _copy(place.resolve(), part / "data" / "raw" / place.resolve().name)
        if study.codebook not in BUNDLED:
            shutil.copyfile(codebook, part / study.codebook)
        if labels is not None:
            shutil.copyfile(labels, part / "labels.csv")
        elif study.labels is not None:
            ids = list(survey.found.articles["article_id"])
            write_file(part / "labels.csv", labels_text(ids))
        (part / "notebooks").mkdir()
        for name, notebook in notebooks.items():
            write_notebook(notebook, part / "notebooks" / f"{name}.ipynb")
        write_file(part / "actors.yml", ACTORS)
        write_file(part / ".gitignore", IGNORED)
        write_file(part / "data" / "README.md", data_readme(provenance_text(inputs)))
        count = len(survey.found.articles)
        write_file(part / "README.md", readme_text(study.title, count, exhibits))
        text = settings_text(study, grouping, date_order_evidence=survey.date_order_evidence)
        write_file(part / "study.toml", text)
    return root / "study.toml"


def _copy(source: Path, target: Path) -> None:
    """A file, or the files of a folder that would be read; a link stays a link, and is refused."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not source.is_dir():
        shutil.copyfile(source, target)
        return
    target.mkdir()
    for path, _, refused in walk(source):
        place = target / path.relative_to(source)
        if refused is None:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        elif path.is_symlink():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(path.readlink())
