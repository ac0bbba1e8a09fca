"""Where Numba does not run, what imports it is not collected: there the definitions stand in."""

from importlib.util import find_spec

if find_spec("numba") is None:
    collect_ignore_glob = [
        "src/analysis/*/*kernel*.py",
        "src/analysis/*/compil*.py",
        "src/analysis/text/vocabulary.py",
        "tests/text/test_compil*.py",
        "tests/framing/test_coding_compiled.py",
    ]
