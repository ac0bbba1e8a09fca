"""Machine code on disk, in a folder named after all sources that are compiled.

In: a name and bytes. Out: the bytes, if they are there whole. The folder lies beside the package's
own compiled files or, where that cannot be written, among the user's caches; ``NUMBA_CACHE_DIR``
names another. Where none can be written, code is compiled in each process.
"""

import hashlib
import os
import shutil
from contextlib import suppress
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_DIGEST_BYTES = 32


def read(name: str) -> bytes | None:
    """The code of this name, or None if it is not there or not as it was written."""
    for base in _bases():
        try:
            content = (base / _folder() / name).read_bytes()
        except OSError:
            continue
        code = content[_DIGEST_BYTES:]
        if _digest(code) == content[:_DIGEST_BYTES]:
            return code
    return None


def holds(kernel: str) -> bool:
    """Whether there is code of the kernel of this name."""
    return any(next((base / _folder()).glob(f"{kernel}_*"), None) for base in _bases())


def write(name: str, code: bytes) -> None:
    """Keep the code in the first folder that can be written; older code goes."""
    for base in _bases():
        folder = base / _folder()
        # Several processes may write the same at once: each its own file, moved when whole.
        part = folder / f".{name}.{os.getpid()}"
        try:
            if not folder.exists():
                for old in base.glob("compiled-*"):
                    shutil.rmtree(old, ignore_errors=True)
                folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(_digest(code) + code)
            part.replace(folder / name)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        else:
            return


def _bases() -> list[Path]:
    """Where code may lie."""
    if chosen := os.environ.get("NUMBA_CACHE_DIR"):
        return [Path(chosen)]
    bases = [_PACKAGE / "__pycache__"]
    with suppress(RuntimeError):  # a user without a home
        bases.append(Path.home() / ".cache" / "analysis")
    return bases


def _digest(code: bytes) -> bytes:
    return hashlib.sha256(code).digest()


def _folder() -> str:
    return f"compiled-{_sources()}"


@cache
def _sources() -> str:
    """A name for the state of all files with compiled code."""
    compilers = [_PACKAGE / "text" / f"{name}.py" for name in ("compiling", "machine_code")]
    files = sorted([*_PACKAGE.glob("*/*kernel*.py"), *compilers])
    names = "\0".join(path.relative_to(_PACKAGE).as_posix() for path in files)
    content = b"\0".join([names.encode(), *(path.read_bytes() for path in files)])
    return hashlib.sha256(content).hexdigest()[:16]
