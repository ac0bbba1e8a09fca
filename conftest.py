"""Where Numba does not run, what compiles is not collected: there the definitions stand in."""

from importlib.util import find_spec

if find_spec("numba") is None:
    collect_ignore_glob = [
        "src/analysis/*/*kernel*.py",
        "src/analysis/text/compiling.py",
        "src/analysis/text/machine_code.py",
        "tests/text/test_compiled_counting.py",
        "tests/text/test_machine_code.py",
        "tests/framing/test_coding_compiled.py",
    ]
