"""The report: executed notebooks in, a static site out that works from a folder, without network.

The site is built beside its place and moved there when it is whole; a build that fails, which any
warning makes it do, leaves the previous one as it was.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.files import replaced_folder, scratch_folder
from analysis.report.sources import FILES, Material, write_settings, write_sources

# Marks a folder as a report, which the next build may replace.
_MARK = "report.json"
# Left out of the finished site: maps for debuggers, traces of the build, logos of companies.
_NEEDLESS = ("*.map", ".buildinfo", "objects.inv", "fa-brands-*", "webpack-macros.html")


def build_site(
    *,
    title: str,
    authors: Sequence[str] | str,
    notebooks: Sequence[Path],
    pages: Path | None,
    study_root: Path,
    output: Path,
    facts: Mapping[str, Any],
    docs: Path | None = None,
    material: Material | None = None,
    fold_code: bool = True,
) -> Path:
    """Build the report.

    Parameters
    ----------
    title
        Title of the report, shown at the head of every page.
    authors
        Who wrote it.
    notebooks
        Executed notebooks, in the order of the chapters.
    pages
        Folder of further Markdown pages; its ``index.md`` is the front page. None for no such.
    study_root
        The study's folder. A ``references.bib`` in it adds to the works that can be cited.
    output
        Folder that the site is to stand in. It must be new, empty, or a report built before.
    facts
        What the report states about its making, from ``provenance.gather_facts``.
    docs
        Folder of documentation, by the parts of Diátaxis; None for no such.
    material
        Evidence, codebook and design: what the report shows besides notebooks and pages.
    fold_code
        Whether code is folded away behind a line that opens it; a cell tagged ``show-code`` is not.

    Returns
    -------
    Path
        The front page.

    Raises
    ------
    InputError
        If a source has an error or draws a warning: an unknown cross-reference or citation, a
        formula that cannot be read, a figure without an alternative text. The message names the
        page. Nothing at ``output`` has changed then.
    """
    output = Path(output).absolute()
    _check_place(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    with scratch_folder(output) as scratch:
        source, site = scratch / "source", scratch / "site"
        own = resources.files("analysis.report").joinpath("site")
        with resources.as_file(own) as folder:
            shutil.copytree(folder, source / "_site", ignore=shutil.ignore_patterns("pages"))
        write_sources(
            source, title=title, notebooks=notebooks, pages=pages, facts=facts, docs=docs,
            material=material, fold_code=fold_code,
        )  # fmt: skip
        (source / FILES).mkdir(exist_ok=True)
        shutil.move(source / "_site" / "references.bib", source / "references.bib")
        bibliographies = ["references.bib"]
        if (Path(study_root) / "references.bib").is_file():
            shutil.copyfile(Path(study_root) / "references.bib", source / "study-references.bib")
            bibliographies.append("study-references.bib")
        settings = _settings(title, authors, facts, bibliographies)
        settings["report_evidence"] = material is not None and material.evidence is not None
        write_settings(source, settings)
        _run_sphinx(source, site, scratch / "doctrees")
        for pattern in _NEEDLESS:
            for file in site.rglob(pattern):
                file.unlink()
        mark = json.dumps({"title": title, **facts}, ensure_ascii=False, indent=1, sort_keys=True)
        (site / _MARK).write_text(mark + "\n", encoding="utf-8", newline="\n")
        with replaced_folder(output) as folder:
            folder.rmdir()
            site.rename(folder)
    return output / "index.html"


def _check_place(output: Path) -> None:
    """Refuse to replace anything but a report."""
    if output.is_dir():
        if any(output.iterdir()) and not (output / _MARK).is_file():
            raise InputError(
                output, "is a folder that holds something other than a report",
                "name a new folder; nothing was written",
            )  # fmt: skip
    elif output.exists() or output.is_symlink():
        raise InputError(output, "is no folder", "name a new folder; nothing was written")


def _settings(
    title: str, authors: Sequence[str] | str, facts: Mapping[str, Any], bibliographies: list[str]
) -> dict[str, Any]:
    """Sphinx's settings, as plain values."""
    names = authors if isinstance(authors, str) else ", ".join(authors)
    return {
        "project": title,
        "author": names,
        "language": "en",
        "extensions": [
            "myst_nb",
            "sphinxcontrib.bibtex",
            "analysis.report.extension",
            "sphinx.ext.autodoc",
            "sphinx.ext.napoleon",  # the reference of functions
        ],
        "autodoc_typehints": "none",
        "napoleon_google_docstring": False,
        "napoleon_use_rtype": False,
        "exclude_patterns": ["_site", FILES],
        "html_extra_path": [FILES],
        "templates_path": ["_site/templates"],
        "myst_enable_extensions": ["amsmath", "colon_fence", "deflist", "dollarmath"],
        "myst_heading_anchors": 3,
        # Words of articles and settings stand as they are, their quotation marks and dashes too.
        "smartquotes": False,
        "myst_dmath_allow_digits": False,
        "myst_dmath_double_inline": True,
        "myst_update_mathjax": False,
        "nb_execution_mode": "off",
        "nb_merge_streams": True,
        "nb_code_prompt_show": "Code",
        "nb_code_prompt_hide": "Code",
        "nb_ipywidgets_js": {},
        "bibtex_bibfiles": bibliographies,
        "bibtex_default_style": "report",
        "bibtex_reference_style": "report",
        "html_theme": "pydata_sphinx_theme",
        "html_title": title,
        "html_math_renderer": "mathml",
        "html_static_path": ["_site/static"],
        "html_css_files": ["report.css"],
        "html_js_files": [["report.js", {"defer": "defer"}]],
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_show_copyright": False,
        "html_show_sphinx": False,
        # A summary is fetched, which browsers refuse for files.
        "html_show_search_summary": False,
        "html_use_index": False,
        "html_domain_indices": False,
        "html_last_updated_fmt": None,
        "html_permalinks_icon": "#",
        "html_sidebars": {"**": ["chapters.html"]},
        "html_context": {"facts": _for_the_foot(facts), "default_mode": "auto", "authors": names},
        "html_theme_options": {
            "navbar_start": ["navbar-logo"],
            "navbar_center": [],
            "navbar_end": ["theme-switcher"],
            "navbar_persistent": ["find.html"],
            "article_header_start": [],
            "primary_sidebar_end": [],
            "secondary_sidebar_items": ["page-toc"],
            "footer_start": ["made-from.html"],
            "footer_center": [],
            "footer_end": [],
            "search_bar_text": "Search this report",
            "search_as_you_type": True,
            "show_prev_next": True,
            "back_to_top_button": False,
            "pygments_light_style": "a11y-light",
            "pygments_dark_style": "a11y-dark",
        },
    }


def _for_the_foot(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the foot of each page says: hashes cut to eight digits, the commit to twelve."""
    commit = facts.get("commit")
    return {
        "data": [
            [Path(path).stem, about["sha256"][:8]] for path, about in facts.get("data", {}).items()
        ],
        "commit": f"{commit[:12]}{' + changes' if facts.get('changed') else ''}"
        if commit
        else None,
        "python": facts.get("python"),
        "packages": [list(item) for item in facts.get("packages", {}).items()],
    }


def _run_sphinx(source: Path, site: Path, doctrees: Path) -> None:
    """Build in a process of its own, so that nothing of this one colours it or is coloured."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    environment |= {
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": "315532800",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "TMPDIR": str(doctrees.parent),
    }
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", "-E", "-W", "--keep-going"]
    command += ["--no-color", "-d", str(doctrees), str(source), str(site)]
    result = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, encoding="utf-8", errors="replace",
        check=False,
    )  # fmt: skip
    if result.returncode:
        raise InputError(
            "report", _said(result.stderr or result.stdout, source), "mend the page it names"
        )


def _said(text: str, source: Path) -> str:
    """The warnings of a build, with pages named from the report's own folder."""
    text = text.replace(str(source.resolve()) + os.sep, "").replace(str(source) + os.sep, "")
    text = re.sub(r"([^\s:]{1,200}\.ipynb):(\d{5,9})\b", partial(_cell, source), text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [line for line in lines if "WARNING:" in line or "ERROR:" in line]
    if not found:
        # Sphinx itself, or an extension, broke: the error's own line says most.
        errors = [line for line in lines if re.match(r"[\w.]{1,80}(Error|Exception)\b", line)]
        last = (errors or lines or ["Sphinx said nothing"])[-1]
        return f"was not built ({last})"
    more = f" (and {len(found) - 10} more)" if len(found) > 10 else ""
    return f"was not built: {' | '.join(found[:10])}{more}"


def _cell(source: Path, found: re.Match[str]) -> str:
    """A place that myst-nb writes as 10,000 times the cell plus the line, in words."""
    number = int(found[2]) // 10_000
    try:
        cells = json.loads((source / found[1]).read_text(encoding="utf-8"))["cells"]
        number = cells[number - 1]["metadata"].get("cell_number", number)
    except (OSError, IndexError):
        return found[0]
    return f"{found[1]}, cell {number}"
