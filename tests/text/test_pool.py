"""Work in processes gives what work without them gives, in the same order, and leaves nothing."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from analysis.errors import InputError
from analysis.text import pool
from analysis.text.pool import in_processes
from analysis.text.tokens import terms_of


def test_results_come_in_the_order_of_the_items_and_from_other_processes() -> None:
    texts = [f"number {n} of the talks " * (n % 7) for n in range(203)]
    terms = partial(terms_of, numbers=True)
    assert in_processes(terms, texts, processes=2) == [terms(text) for text in texts]
    ids = set(in_processes(process_of, list(range(40)), processes=2))
    assert os.getpid() not in ids
    assert 1 <= len(ids) <= 2


def process_of(_: int) -> int:
    return os.getpid()


def refuse(number: int) -> int:
    if number == 11:
        raise InputError("number", "is 11", "give another")
    return number


def end_once(number: int, mark: str) -> int:
    """Ends the worker that first comes by 5."""
    if number == 5:
        try:
            os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return number
        os._exit(3)
    return number


def end_always(number: int) -> int:
    """Ends whatever worker comes by 5."""
    assert pool._working
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def say(number: int) -> int:
    print("not an answer", number)
    return number


def test_what_the_function_raises_is_raised_here() -> None:
    with pytest.raises(InputError, match="number: is 11; give another") as caught:
        in_processes(refuse, list(range(30)), processes=2)
    assert caught.value.remedy == "give another"


def test_the_items_of_a_worker_that_ends_are_done_by_another(tmp_path: Path) -> None:
    function = partial(end_once, mark=str(tmp_path / "mark"))
    assert in_processes(function, list(range(20)), processes=2) == list(range(20))
    assert (tmp_path / "mark").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_items_that_end_two_workers_are_named() -> None:
    with pytest.raises(
        InputError, match=r"worker process: ended at work \(signal SIGKILL"
    ) as caught:
        in_processes(end_always, list(range(20)), processes=2)
    assert "over the same 2 items" in str(caught.value)


def test_workers_that_cannot_begin_leave_the_work_to_this_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "_START", "raise SystemExit(4)")
    assert set(in_processes(process_of, list(range(9)), processes=2)) == {os.getpid()}


# A shell starts what runs in the background with SIGINT ignored, and children take that over.
LONG = """\
import signal, sys
from analysis.text.pool import in_processes
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path.insert(0, sys.argv[1])
from slow import slow
in_processes(slow, [sys.argv[1]] * 8, processes=2)
"""
SLOW = """\
import os, time
from pathlib import Path

def slow(folder):
    Path(folder, f"pid-{os.getpid()}").touch()
    time.sleep(2)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("sign", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_no_worker_outlives_the_process_that_started_it(tmp_path: Path, sign: str) -> None:
    (tmp_path / "slow.py").write_text(SLOW)
    (tmp_path / "long.py").write_text(LONG)
    command = [sys.executable, str(tmp_path / "long.py"), str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as started:
        until(lambda: len(list(tmp_path.glob("pid-*"))) == 2)
        started.send_signal(getattr(signal, sign))
        assert started.stderr is not None
        said = started.stderr.read().decode()
    assert ("KeyboardInterrupt" in said) == (sign == "SIGINT")
    workers = [int(path.name.removeprefix("pid-")) for path in tmp_path.glob("pid-*")]
    until(lambda: not any(map(lives, workers)))


def until(holds: Callable[[], bool]) -> None:
    """Wait, half a minute at most."""
    for _ in range(300):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


def lives(process: int) -> bool:
    """Whether a process is there, and not only its exit status for whoever asks."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc/self/stat").exists()
    return state != "Z"


def test_what_a_function_prints_is_no_answer() -> None:
    assert in_processes(say, list(range(8)), processes=2) == list(range(8))


def test_nothing_is_started_for_little_work_a_local_function_or_in_a_daemon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def started(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", started)
    assert in_processes(len, ["a"] * 30, pays=False) == [1] * 30
    assert in_processes(len, ["a"], processes=2) == [1]
    assert in_processes(lambda text: text * 2, ["a", "b"], processes=2) == ["aa", "bb"]
    monkeypatch.setattr(multiprocessing.process, "_current_process", Daemon())
    assert in_processes(len, ["a", "b"], processes=2) == [1, 1]


class Daemon:
    daemon = True


def test_fewer_than_one_process_is_refused() -> None:
    with pytest.raises(InputError, match="processes: is 0"):
        in_processes(len, ["a"], processes=0)


def test_a_script_needs_no_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from analysis.text.pool import in_processes\n"
        "print('once', in_processes(len, ['a', 'bc', 'd', 'e'], processes=2))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("once [1, 2, 1, 1]\n", "")
