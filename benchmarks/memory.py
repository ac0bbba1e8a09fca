"""The memory of this process: the most that it held, and what it holds.

In: nothing. Out: bytes. Not the figure of ``resource``: on Linux a process begins there with the
peak of the one that started it, which may have made the corpus. Elsewhere there is no other.
"""

import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_memory() -> int:
    """The most bytes that this process has held at once."""
    return _from_status("VmHWM:")


def memory_held() -> int:
    """The bytes that it holds now; where that is not known, the most so far."""
    return _from_status("VmRSS:")


def _from_status(name: str) -> int:
    if _STATUS.exists():
        lines = _STATUS.read_text(encoding="utf-8").splitlines()
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith(name))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most
