"""Set-up and the everyday commands, for a machine that has nothing but Python 3.11 or newer.

    python3 run.py report     run the study and build the report    (Windows: py run.py report)
    python3 run.py test       check everything that the repository claims, on several cores
    python3 run.py lab        open the notebooks in JupyterLab

Whatever follows the command is handed on: `python3 run.py report --help`, `python3 run.py test -x`.
The first run installs the versions in requirements.lock, hashes required, into .venv beside this
file; a later run skips that while the lock and the interpreter are the same. This file uses the
standard library alone.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "installed.txt")
LOCK = os.path.join(ROOT, "requirements.lock")
PROJECT = os.path.join(ROOT, "pyproject.toml")

JOBS = {
    "report": ["-m", "analysis", "report"],
    "test": ["-m", "pytest", "-n", "logical", "--maxprocesses", "4", "--dist", "loadfile"],
    "lab": ["-m", "jupyter", "lab", "notebooks"],
    "analysis": ["-m", "analysis"],
}


def main(arguments):
    if sys.version_info < (3, 11):
        return fail(
            "this needs Python 3.11 or newer; %s is Python %d.%d. Install a newer one from your "
            "system's packages or from python.org and call it by name: python3.12 run.py report"
            % (sys.executable, sys.version_info[0], sys.version_info[1])
        )
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__.strip())
        return 0
    if arguments[0] not in JOBS:
        return fail("no command %r; there are: %s" % (arguments[0], ", ".join(JOBS)))
    problem = prepare()
    if problem:
        return fail(problem)
    return run([venv_python(), *JOBS[arguments[0]], *arguments[1:]])


def prepare():
    """Make .venv hold what the lock says. Returns what went wrong, or None."""
    wanted = fingerprint()
    if installed_fingerprint() == wanted and os.path.exists(venv_python()):
        return None
    missing = missing_venv_modules()
    if missing:
        return missing
    # Whatever stands in .venv is of another lock or interpreter, or was stopped half-way. A fresh
    # start is the only repair that leaves nothing behind.
    say("making .venv (Python %d.%d.%d)" % sys.version_info[:3])
    if os.path.isdir(VENV):
        shutil.rmtree(VENV)
    pip = [venv_python(), "-m", "pip", "--disable-pip-version-check"]
    quiet = ["--quiet", "--progress-bar", "off"]
    # The lock is complete, so pip need not resolve; `pip check` below holds it to that.
    steps = [
        ("making .venv", [sys.executable, "-m", "venv", VENV]),
        (
            "installing %d packages, hashes required; the first time they are downloaded"
            % count_packages(),
            [*pip, "install", *quiet, "--no-compile", "--no-deps", "--require-hashes", "-r", LOCK],
        ),
        (
            "installing the project itself, editable",
            [*pip, "install", *quiet, "--no-deps", "--no-build-isolation", "-e", ROOT],
        ),
        ("checking the installation", [*pip, "check"]),
    ]
    for title, command in steps:
        if title != "making .venv":
            say(title)
        if run(command) != 0:
            return (
                "%s failed; the lines above say why. Without a network the packages cannot be "
                "fetched. Run the same command again to start afresh." % title.split(";")[0]
            )
    with open(STAMP + ".part", "w", encoding="utf-8") as stamp:
        stamp.write(wanted)
    os.replace(STAMP + ".part", STAMP)
    say("installed")
    return None


def fingerprint():
    """What the installation depends on: the lock, the project's own metadata, the interpreter."""
    import tomllib  # here, because an older Python lacks it and must get as far as main()

    with open(LOCK, encoding="utf-8") as lock:
        depends_on = [lock.read(), sys.version, os.path.realpath(sys.executable), ROOT]
    with open(PROJECT, "rb") as file:
        project = tomllib.load(file)
    depends_on.append(json.dumps([project["build-system"], project["project"]], sort_keys=True))
    return hashlib.sha256("\0".join(depends_on).encode()).hexdigest()


def installed_fingerprint():
    try:
        with open(STAMP, encoding="utf-8") as stamp:
            return stamp.read()
    except OSError:
        return None


def missing_venv_modules():
    """One line on what to install where a distribution ships Python without venv or ensurepip."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        package = "python%d.%d-venv" % sys.version_info[:2]
        return (
            "this Python has no %s module: on Debian or Ubuntu run `sudo apt install %s` and try "
            "again; elsewhere install Python's venv and ensurepip" % (error.name, package)
        )
    return None


def count_packages():
    with open(LOCK, encoding="utf-8") as lock:
        return sum(1 for line in lock if "==" in line and not line.startswith((" ", "#")))


def venv_python():
    if os.name == "nt":
        return os.path.join(VENV, "Scripts", "python.exe")
    return os.path.join(VENV, "bin", "python")


def run(command):
    """Run a command in the repository's folder, with nothing of another Python in its way."""
    # The last one would have every run compile all packages anew.
    in_the_way = (
        "PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__", "PIP_USER", "PIP_TARGET",
        "PYTHONDONTWRITEBYTECODE",
    )  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if name not in in_the_way}
    # UTF-8 whatever the console's code page.
    environment["PYTHONUTF8"] = "1"
    return subprocess.call(command, cwd=ROOT, env=environment)


def say(text):
    print("run.py: " + text, flush=True)


def fail(text):
    print("run.py: " + text, file=sys.stderr, flush=True)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("run.py: stopped; the next run repairs what this one left", file=sys.stderr)
        sys.exit(130)
