"""The report's pages as Sphinx reads them: executed notebooks and Markdown in, a source folder out.

Besides the chapters and the study's own pages: the evidence, methods, codebooks, data dictionary,
references, a summary, and how all of it was made.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import InputError
from analysis.report.chapters import prepare_notebook
from analysis.report.codebook_pages import codebook_sources
from analysis.report.dictionary import data_dictionary
from analysis.report.evidence_index import EvidenceIndex
from analysis.report.evidence_pages import DATA_FILE, evidence_data, evidence_sources
from analysis.report.execution import read_notebook, write_notebook
from analysis.report.exhibits import FOLDER, ExhibitFile, exhibit_files
from analysis.report.linking import link_cells
from analysis.report.made import how_made
from analysis.report.markdown import as_words
from analysis.report.summary import summary_page

if TYPE_CHECKING:
    from analysis.framing.codebook import Codebook

FILES = "_files"
"""Folder of the sources whose content is copied into the site as it is."""
_LATER = ("references", "how-this-was-made")
_DOCS = {
    "": "Documentation",
    "tutorial": "Tutorial",
    "how-to": "How-to guides",
    "reference": "Reference",
    "explanation": "Explanation",
}


@dataclass(frozen=True)
class Material:
    """What a report shows besides its notebooks and pages; each may be lacking.

    Attributes
    ----------
    evidence : EvidenceIndex
        The sentences behind the numbers. Without it there are no pages of evidence, and no links
        to them.
    codebook : Codebook
        The one that the study uses.
    target, reference : str
        The groups that are compared.
    design : tuple of str
        What the design can show, in sentences.
    front : str
        The front page of a study that has no page ``index.md``.
    notice : str
        What the front page says first, below its heading, whoever wrote it.
    """

    evidence: EvidenceIndex | None = None
    codebook: "Codebook | None" = None
    target: str = ""
    reference: str = ""
    design: tuple[str, ...] = ()
    front: str = ""
    notice: str = ""


def write_sources(
    folder: Path,
    *,
    title: str,
    notebooks: Sequence[Path],
    pages: Path | None,
    facts: Mapping[str, Any],
    docs: Path | None = None,
    material: Material | None = None,
    fold_code: bool = True,
) -> None:
    """Fill an empty folder with the report's sources: ``index.md``, chapters, generated pages.

    Parameters
    ----------
    folder
        Where to write.
    title
        The report's title; heads the front page if there is no ``index.md`` in ``pages``.
    notebooks
        Executed notebooks, in the order of the chapters.
    pages
        Folder of further pages (``.md``) and what they show; ``index.md`` is the front page.
    facts
        From ``provenance.gather_facts``.
    docs
        Folder of documentation; its folders ``tutorial``, ``how-to``, ``reference`` and
        ``explanation`` become parts of the contents.
    material
        Evidence, codebook and design.
    fold_code
        Whether code is folded away behind a line that opens it.

    Raises
    ------
    InputError
        If a notebook is not fully executed, holds an error or a figure without an alternative
        text, or two pages have the same name.
    """
    material = material or Material()
    if pages is not None:
        if not Path(pages).is_dir():
            raise InputError(pages, "is no folder", "give a folder of .md pages, or None")
        shutil.copytree(pages, folder, dirs_exist_ok=True)
    own = _pages_in(folder)
    made = _made(folder, material, own)
    taken = {*own, *made, *_LATER}
    chapters: list[str] = []
    exhibits: list[ExhibitFile] = []
    for path in map(Path, notebooks):
        if path.stem in taken:
            raise InputError(path, f"is the second page named {path.stem}", "rename one of them")
        taken.add(path.stem)
        chapters.append(path.stem)
        exhibits += _write_chapter(folder, path, material, fold_code=fold_code)
    for file in exhibits:
        _write(folder / FILES / FOLDER / file.name, file.content)
    documented = _documentation(folder, docs)
    index = folder / "index.md"
    if not index.exists():
        links = "\n".join(f"- [](<{name}.ipynb>)" for name in chapters)
        _write(index, f"{material.front or f'# {as_words(title)}'}\n\n{links}\n")
    front = index.read_text(encoding="utf-8")
    if material.notice:
        heading, _, rest = front.lstrip("\n").partition("\n")
        front = f"{heading}\n\n{material.notice}\n{rest}"
        _write(index, front)
    if material.design:
        made["summary"] = summary_page(title, front, material.design)
    made["how-this-was-made"] = how_made(facts, exhibits)
    for name in made:
        if (folder / f"{name}.md").exists() and name in own:
            raise InputError(f"{name}.md", "has the name of a page that is generated", "rename it")
    for name, text in made.items():
        _write(folder / f"{name}.md", text)
    made["references"] = _references(folder)
    _write(folder / "references.md", made["references"])
    contents = _toctree("Chapters", chapters)
    contents += _toctree("Evidence", [name for name in ("evidence",) if name in made])
    contents += _toctree("More", [name for name in own if name != "index"])
    described = [name for name in made if name.startswith("codebook-")]
    described = [*(name for name in ("methods",) if name in made), *described, "data-dictionary"]
    contents += _toctree("Methods and data", described)
    for caption, names in documented:
        contents += _toctree(caption, names)
    about = ("summary", "references", "how-this-was-made")
    contents += _toctree("About this report", [name for name in about if name in made])
    _write(index, f"{front.rstrip(chr(10))}\n\n{contents}")


def _made(folder: Path, material: Material, own: Sequence[str]) -> dict[str, str]:
    """The pages that are made from the package and the study's tables."""
    made: dict[str, str] = {}
    if material.evidence is not None:
        articles = evidence_sources(material.evidence)
        inside = [name for name in articles if name != "evidence"]
        made |= articles
        made["evidence"] += "\n" + _toctree("", inside)
        _write(folder / "_site" / "static" / DATA_FILE, evidence_data(material.evidence))
    if "methods" not in own:
        methods = resources.files("analysis.report").joinpath("site", "pages", "methods.md")
        made["methods"] = methods.read_text(encoding="utf-8")
    if material.codebook is not None:
        made |= codebook_sources(material.codebook)
    made["data-dictionary"] = f"# Data dictionary\n\n{data_dictionary()}"
    return made


def _write_chapter(
    folder: Path, path: Path, material: Material, *, fold_code: bool
) -> list[ExhibitFile]:
    """Write a notebook as a chapter and return the files of its exhibits."""
    notebook = read_notebook(path)
    files = exhibit_files(notebook, path.stem)
    evidence = material.evidence

    def link(html: str) -> str:
        if evidence is None:
            return html
        groups = {"target": material.target, "reference": material.reference}
        return link_cells(html, evidence, **groups)

    chapter = prepare_notebook(notebook, path.name, fold_code=fold_code, files=files, link=link)
    write_notebook(chapter, folder / path.name)
    return files


def _documentation(folder: Path, docs: Path | None) -> list[tuple[str, list[str]]]:
    """Copy the documentation; its parts by their captions, in the order of Diátaxis."""
    if docs is None or not docs.is_dir():
        return []
    shutil.copytree(docs, folder / "docs", dirs_exist_ok=True)
    parts: dict[str, list[str]] = {}
    for name in _pages_in(folder / "docs"):
        part = name.partition("/")[0] if "/" in name else ""
        parts.setdefault(part, []).append(f"docs/{name}")
    order = sorted(parts, key=lambda part: (list(_DOCS).index(part) if part in _DOCS else 9, part))
    return [(_DOCS.get(part, part.replace("-", " ").capitalize()), parts[part]) for part in order]


def _pages_in(folder: Path) -> list[str]:
    """The Markdown pages of a folder and those below it, without their ending."""
    found = (path.relative_to(folder).with_suffix("") for path in folder.rglob("*.md"))
    return sorted(path.as_posix() for path in found)


def _write(path: Path, content: str | bytes) -> None:
    """Write a file of the sources, with the folders on the way to it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def _toctree(caption: str, names: Sequence[str]) -> str:
    """A hidden table of contents, from which the side bar is made."""
    if not names:
        return ""
    lines = "\n".join(names)
    named = f":caption: {caption}\n" if caption else ""
    return f"```{{toctree}}\n:hidden:\n:maxdepth: 2\n{named}\n{lines}\n```\n\n"


def _references(folder: Path) -> str:
    """The page of references: the works cited anywhere in the report."""
    sources = [*folder.rglob("*.md"), *folder.rglob("*.ipynb")]
    cited = any("{cite" in path.read_text(encoding="utf-8") for path in sources)
    text = "# References\n\n"
    if not cited:
        return text + "This report cites no literature.\n"
    return text + "The works that this report cites.\n\n```{bibliography}\n:style: report\n```\n"


def write_settings(folder: Path, settings: Mapping[str, Any]) -> None:
    """Sphinx's ``conf.py``: nothing but the settings, which are plain values."""
    values = json.dumps(settings, ensure_ascii=True, sort_keys=True)
    lines = [
        "import json",
        "import sys",
        "",
        "# jsonschema would build 38 grammars at import, to check addresses that no notebook has:",
        "# half of the time that a build takes.",
        "sys.modules.setdefault('rfc3987_syntax', None)",
        f"globals().update(json.loads({values!r}))",
        "",
    ]
    (folder / "conf.py").write_text("\n".join(lines), encoding="utf-8", newline="\n")
