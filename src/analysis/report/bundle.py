"""Everything a reviewer needs in one ZIP: the report, its data, its notebooks, what made it.

In: a study with a finished report. Out: the archive, the same bytes for the same files.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import InputError
from analysis.files import write_file
from analysis.framing.codebook import BUNDLED, load_codebook
from analysis.report.provenance import package_versions, repository_state
from analysis.study import Study

_WHEN = (1980, 1, 1, 0, 0, 0)
_TOP = ("CITATION.cff", "LICENSE", "README.md", "study.toml", "references.bib", "requirements.lock",
        "pyproject.toml", "environment.yml")  # fmt: skip


def write_bundle(study: Study, output: Path, *, texts: bool = False) -> Path:
    """Write the archive.

    Parameters
    ----------
    study
        Its report must have been built.
    output
        The ZIP to write.
    texts
        Whether to include the raw articles, which belong to their publishers.

    Returns
    -------
    Path
        ``output``. It holds the report with the files of its exhibits, the stored tables with
        ``datapackage.json``, the notebooks with their outputs, ``study.toml``, actors, codebook,
        ``CITATION.cff``, a ``CONTENTS.txt`` that says what is included and by which code it was
        made, and ``SHA256SUMS`` of all of it (check with ``sha256sum -c SHA256SUMS``).

    Raises
    ------
    InputError
        If there is no report.
    """
    report = study.root / "build" / "report"
    if not (report / "index.html").is_file():
        raise InputError(report, "holds no report", "run `analysis report` first")
    files = {name: path.read_bytes() for name, path in sorted(set(_files(study, texts)))}
    codebook = _codebook(study)
    files[f"codebook/{codebook[0]}"] = codebook[1]
    quotes = (report / "evidence.html").is_file()
    files["CONTENTS.txt"] = _contents(study, texts=texts, quotes=quotes).encode()
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    )
    files["SHA256SUMS"] = sums.encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    write_file(output, buffer.getvalue())
    return output


def _files(study: Study, texts: bool) -> Iterator[tuple[str, Path]]:
    """What goes in as it is: (name in the archive, file)."""
    root = study.root
    for name in _TOP:
        if (root / name).is_file():
            yield name, root / name
    folders = ["build/report", "build/notebooks", "data/processed", "data/coding"]
    places = [root / folder for folder in folders]
    if texts:
        places += study.inputs if study.manifest is None else [study.manifest.parent]
    for place in places:
        if not place.is_relative_to(root):
            continue
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
            if path.is_file() and not path.is_symlink() and not hidden:
                yield path.relative_to(root).as_posix().removeprefix("build/"), path
    loose = (root / "data" / "datapackage.json", root / "data" / "README.md", *study.companions)
    for file in loose:
        if file.is_file() and file.is_relative_to(root):
            yield file.relative_to(root).as_posix(), file


def _codebook(study: Study) -> tuple[str, bytes]:
    """The codebook's file."""
    from importlib import resources

    load_codebook(study.codebook)
    if study.codebook in BUNDLED:
        file = resources.files("analysis.framing") / "codebooks" / f"{study.codebook}.yml"
        return f"{study.codebook}.yml", file.read_bytes()
    path = Path(study.codebook)
    return path.name, (path if path.is_absolute() else study.root / path).read_bytes()


def _contents(study: Study, *, texts: bool, quotes: bool) -> str:
    """What is in the archive, and what made it."""
    commit, changed = repository_state(study.root)
    code = "The code is in no repository here."
    if commit:
        code = (
            f"Code: commit {commit}{', with changes that are not part of it' if changed else ''}."
        )
    versions = "".join(f"  {name} {number}\n" for name, number in package_versions().items())
    raw = (
        "The raw articles are included (data/raw). They belong to their publishers: do not pass "
        "this archive on without the right to."
        if texts
        else "The raw articles are not included, because they belong to their publishers; "
        "`analysis report --zip --with-texts` includes them."
    )
    quoted = (
        "The report and the notebooks quote them: report/evidence.html holds their sentences. An "
        "archive without any is made by `analysis report --from-processed --zip`."
        if quotes
        else "The report was made from the tables alone and quotes none of them."
    )
    return (
        f"{study.title}\n\n"
        "report/          the report; open report/index.html in a browser\n"
        "report/exhibits/ every table as CSV, every figure as SVG with its data\n"
        "notebooks/       the chapters with their outputs\n"
        "data/            the tables, described by datapackage.json\n"
        "codebook/        the frames, their rules and indicators\n"
        "SHA256SUMS       check with: sha256sum -c SHA256SUMS\n\n"
        f"{raw}\n{quoted}\n\n{code}\nMade with:\n{versions}"
    )
