"""Work in processes gives what work without them gives, in the same order, and leaves nothing."""

import multiprocessing
import os
import subprocess
import sys
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


def end_in_a_worker(number: int) -> int:
    """Ends the process it is called in, unless that is the one the tests run in."""
    if pool._working and number == 5:
        os._exit(3)
    return number


def say(number: int) -> int:
    print("not an answer", number)
    return number


def test_what_the_function_raises_is_raised_here() -> None:
    with pytest.raises(InputError, match="number: is 11; give another") as caught:
        in_processes(refuse, list(range(30)), processes=2)
    assert caught.value.remedy == "give another"


def test_the_items_of_a_worker_that_ends_are_done_here() -> None:
    assert in_processes(end_in_a_worker, list(range(20)), processes=2) == list(range(20))


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
