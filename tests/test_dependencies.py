"""The lock holds every dependency with hashes, and what is installed is what it says."""

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = [
    Requirement(line.removesuffix("\\").strip())
    for line in LOCK.splitlines()
    if line and not line.startswith((" ", "#"))
]
# They come with Python or are the project itself.
NOT_LOCKED = {"pip", "setuptools", "wheel", canonicalize_name(PROJECT["name"])}


def test_every_direct_dependency_is_locked_within_its_range() -> None:
    locked = {canonicalize_name(entry.name): entry for entry in LOCKED}
    for text in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]:
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
    installed = {canonicalize_name(item.metadata["Name"]): item.version for item in distributions()}
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
