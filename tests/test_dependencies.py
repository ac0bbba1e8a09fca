"""The lock holds every dependency with hashes, and what is installed is what it says."""

import ast
import re
import sys
import sysconfig
import tomllib
from importlib.metadata import distributions, packages_distributions
from itertools import chain
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DECLARED = [*PROJECT["dependencies"], *chain(*PROJECT["optional-dependencies"].values())]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = [
    Requirement(line.removesuffix("\\").strip())
    for line in LOCK.splitlines()
    if line and not line.startswith((" ", "#"))
]
# What a benchmark may be measured against, if it happens to be installed.
PEERS = {
    "ahocorasick", "datasketch", "dateparser", "duckdb", "gensim", "htmldate", "hyperscan",
    "joblib", "justext", "nltk", "polars", "pysbd", "spacy",
}  # fmt: skip
# Modules beside the scripts and tests that import them.
OWN = ("benchmarks/*.py", "tests/framing/northland.py")
# They come with Python or are the project itself.
NOT_LOCKED = {"pip", "setuptools", "wheel", canonicalize_name(PROJECT["name"])}


def test_every_direct_dependency_is_locked_within_its_range() -> None:
    locked = {canonicalize_name(entry.name): entry for entry in LOCKED}
    for text in DECLARED:
        wanted = Requirement(text)
        entry = locked[canonicalize_name(wanted.name)]
        (exact,) = entry.specifier
        assert exact.operator == "=="
        assert wanted.specifier.contains(exact.version), text


def test_every_locked_package_has_hashes() -> None:
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    for entry in entries:
        if not entry.startswith("#"):
            assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]


def test_the_lock_names_no_address() -> None:
    assert "://" not in LOCK
    assert "index-url" not in LOCK


def test_what_is_installed_is_what_is_locked() -> None:
    # Not all that is on the path: some packages put copies of others there while they run.
    folders = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    installed = {
        canonicalize_name(item.metadata["Name"]): item.version
        for item in distributions(path=folders)
    }
    wanted = {
        canonicalize_name(entry.name): next(iter(entry.specifier)).version
        for entry in LOCKED
        if entry.marker is None or entry.marker.evaluate()
    }
    found = {name: version for name, version in installed.items() if name not in NOT_LOCKED}
    assert found == {name: version for name, version in wanted.items() if name not in NOT_LOCKED}


def test_conda_gives_python_and_pip_and_the_lock_gives_everything_else() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *conda, pip = environment["dependencies"]
    assert [re.split(r"[=<> ]", entry)[0] for entry in conda] == ["python", "pip"]
    assert pip == {"pip": ["-r requirements.lock"]}
    assert set(environment) == {"name", "channels", "dependencies"}
    assert environment["channels"] == ["conda-forge", "nodefaults"]


def imported() -> set[str]:
    """The top-level modules that the package and its tests import, other than their own."""
    found = set()
    for folder in ("src", "tests", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                    found.add(node.module.split(".")[0])
    own = {"analysis", *(path.stem for part in OWN for path in ROOT.glob(part))}
    return found - set(sys.stdlib_module_names) - own - PEERS


def test_whatever_is_imported_is_declared() -> None:
    declared = {canonicalize_name(Requirement(text).name) for text in DECLARED}
    providers = packages_distributions()
    for module in sorted(imported()):
        names = {canonicalize_name(name) for name in providers.get(module, [module])}
        assert names & declared, f"{module} is imported, but no declared dependency provides it"
