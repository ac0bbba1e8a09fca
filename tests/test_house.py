"""The house: data runs one way, and the public names cost nothing to import."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import analysis

SOURCE = Path(analysis.__file__).parent
ORDER = [
    {"errors", "wording"},
    {"files", "schema", "encodings"},
    {"exports", "fingerprints"},
    {"tables", "settings", "grouping"},
    {"study"},
    {"text"},
    {"corpus"},
    {"topics", "comparison", "framing"},
    {"processing"},
    {"cluster"},
    {"figures"},
    {"report"},
    {"starting", "teaching"},
    {"cli"},
    {"__main__"},
]
LEVEL = {room: level for level, rooms in enumerate(ORDER) for room in rooms}


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The rooms of the package that a file imports from."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively; name the room"
            names = [node.module or ""]
            if node.module == "analysis":
                names = [f"analysis.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Kernels":
            names = [str(word.value) for word in node.args if isinstance(word, ast.Constant)]
        found |= {name.split(".")[1] for name in names if name.startswith("analysis.")}
    return found


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(SOURCE.rglob("*.py")) if path != SOURCE / "__init__.py"],
    ids=lambda path: path.relative_to(SOURCE).as_posix(),
)
def test_a_room_imports_only_from_rooms_before_it(path: Path) -> None:
    room = room_of(path)
    assert room in LEVEL, f"{room} has no place in the house"
    for other in imports(path) - {room}:
        assert other in LEVEL, f"{path.name} imports {other}, which has no place in the house"
        assert LEVEL[other] < LEVEL[room], f"{room} may not import from {other}"


def test_every_public_name_is_there_and_documented_with_an_example() -> None:
    for name in analysis.__all__:
        value = getattr(analysis, name)
        assert callable(value)
        assert ">>>" in (value.__doc__ or ""), f"{name} has no example"


def test_an_unknown_name_is_an_attribute_error_that_lists_the_names() -> None:
    with pytest.raises(AttributeError, match="compare_terms"):
        _ = analysis.compare_term


def test_importing_the_package_loads_nothing_else_and_is_fast() -> None:
    code = (
        "import sys, time; start = time.perf_counter(); import analysis; "
        "took = time.perf_counter() - start; "
        "print(took < 0.5, sorted({'numpy', 'pandas', 'matplotlib', 'sklearn'} & set(sys.modules)))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert printed.strip() == "True []"


def test_the_library_knows_nothing_of_the_shipped_study() -> None:
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in (".py", ".yml", ".css", ".html", ".mplstyle"):
            text = path.read_text(encoding="utf-8").lower()
            assert "syria" not in text, f"{path.name} speaks of Syria"
