"""Work in processes: one for each processor, results in the order of the work.

In: a function and items. Out: what it gives for each item, in order, the same as without processes.

The workers are fresh interpreters that import nothing of the calling script, so that a script needs
no ``if __name__ == "__main__"``, a notebook's cells are not run again, and nothing is forked.
"""

import multiprocessing
import os
import pickle
import queue
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, BinaryIO, TypeVar

from analysis.errors import InputError
from analysis.text.threads import in_order, processors

Item = TypeVar("Item")
Result = TypeVar("Result")

_CHUNK = 100
# What reading from or writing to a process raises that has ended, or is being ended.
_ENDED = (OSError, EOFError, pickle.UnpicklingError, ValueError)
# Set in a worker: it starts no workers of its own.
_working = False
_START = "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
_START += "from analysis.text.pool import serve; serve()"


def in_processes(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    processes: int | None = None,
    pays: bool = True,
) -> list[Result]:
    """What the function gives for each item, in the items' order.

    Parameters
    ----------
    function
        A function of a module, or a ``partial`` of one; what it is given and gives must pickle.
    items
        What it is called with, one at a time.
    processes
        How many work at once. By default as many as the process may use processors where ``pays``
        is true, and else none beside this one.
    pays
        Whether the work is long enough to pay for starting them: about a second each.

    Notes
    -----
    Everything is done in this process where there is but one processor or little to do, where the
    function is defined in a script or notebook (a worker cannot import it), in a worker of another
    pool, and in a daemon process (a worker of Dask: its scheduler has the processors in hand). What
    workers do that cannot be started at all is done here. One that ends at work, as for want of
    memory, is replaced, and what it had is tried once more. The workers end with this process, and
    when it is interrupted.

    Raises
    ------
    InputError
        If ``processes`` is less than 1, or two workers end over the same items. What the function
        raises is raised here.

    Examples
    --------
    >>> in_processes(len, ["a", "bcd"], pays=False)
    [1, 3]
    """
    if processes is not None and processes < 1:
        raise InputError("processes", f"is {processes}", "give the number of processes, 1 or more")
    wanted = processes or (processors() if pays else 1)
    size = max(1, min(_CHUNK, len(items) // (4 * wanted)))
    chunks = [items[at : at + size] for at in range(0, len(items), size)]
    wanted = min(wanted, len(chunks))
    task = _portable(function)
    if wanted < 2 or task is None or _working or multiprocessing.current_process().daemon:
        return [function(item) for item in items]
    results: list[Result] = []
    workers = _Workers(function, task)
    with ThreadPoolExecutor(wanted) as threads:
        try:
            for _ in range(wanted):
                workers.start()
            for part in in_order(threads, workers.do, chunks):
                results += part
        finally:
            # Before the threads are waited for: they wait for the workers.
            workers.close()
    return results


def _portable(function: Callable[[Any], Any]) -> bytes | None:
    """The function as a worker can load it; None if it cannot."""
    try:
        task = pickle.dumps(function)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None
    return None if b"__main__" in task else task


class _Worker:
    """A process that waits for chunks of work."""

    def __init__(self, task: bytes) -> None:
        self._ready = False
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", _START], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        with suppress(OSError):  # if it has ended, `ready` will see that
            self._send(pickle.dumps(sys.path) + task)

    def ready(self) -> bool:
        """Whether it has come so far as to have the function; waits until that is known."""
        with suppress(*_ENDED):
            self._ready = self._ready or self._answer() is True
        return self._ready

    def do(self, chunk: bytes) -> tuple[bool, Any] | None:
        """Whether a chunk could be done, and the results or the error; None if the worker ends."""
        with suppress(*_ENDED):
            self._send(chunk)
            answer: tuple[bool, Any] = self._answer()
            return answer
        return None

    def end(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what it had not read is lost, as it should be
                if stream is not None:
                    stream.close()

    def _send(self, data: bytes) -> None:
        if self.process.stdin is not None:
            _send(self.process.stdin, data)

    def _answer(self) -> Any:
        return pickle.load(self.process.stdout)  # type: ignore[arg-type]  # noqa: S301


class _Workers:
    """Workers, some of them busy."""

    def __init__(self, function: Callable[[Any], Any], task: bytes) -> None:
        self._function, self._task = function, task
        self._all: list[_Worker] = []
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._closed = False

    def start(self) -> None:
        """One worker more."""
        worker = _Worker(self._task)
        self._all.append(worker)
        self._idle.put(worker)
        if self._closed:
            worker.end()

    def do(self, chunk: Sequence[Any]) -> list[Any]:
        """The results of a chunk, by a worker that is free."""
        sent = pickle.dumps(chunk)
        for _ in range(2):
            worker = self._idle.get()
            if not worker.ready():
                self._idle.put(worker)
                return [] if self._closed else [self._function(item) for item in chunk]
            answer = worker.do(sent)
            if answer is not None:
                self._idle.put(worker)
                done, result = answer
                if not done:
                    raise result
                return result  # type: ignore[no-any-return]
            if self._closed:
                self._idle.put(worker)
                return []
            self.start()  # in its place
        reason = _reason(worker.process.wait())
        raise InputError(
            "a worker process",
            f"ended at work ({reason}), and so did another over the same {len(chunk)} items",
            "free some memory, or let fewer processes work at once; with 1 all is done in this one",
        )

    def close(self) -> None:
        """End the processes."""
        self._closed = True
        for worker in list(self._all):
            worker.end()


def _reason(status: int) -> str:
    """Why a process has ended."""
    if status >= 0:
        return f"exit status {status}"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = str(-status)
    return f"signal {name}" + (", as for want of memory" if name == "SIGKILL" else "")


def _send(stream: Any, data: bytes) -> None:
    stream.write(data)
    stream.flush()


def serve() -> None:
    """What a worker does: read chunks until there are no more, and answer each."""
    global _working
    _working = True
    # An interrupt is for the process that started this one, which ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the function prints is no answer
    function = pickle.load(sys.stdin.buffer)  # noqa: S301
    _send(answers, pickle.dumps(True))
    for chunk in _chunks(sys.stdin.buffer):
        try:
            answer = pickle.dumps((True, [function(item) for item in chunk]))
        except Exception as error:
            answer = _failure(error)
        _send(answers, answer)


def _chunks(stream: BinaryIO) -> Iterator[Any]:
    while True:
        try:
            yield pickle.load(stream)  # noqa: S301
        except EOFError:
            return


def _failure(error: Exception) -> bytes:
    """An error as it is sent, or, if it does not pickle, what it says."""
    try:
        answer = pickle.dumps((False, error))
        pickle.loads(answer)  # noqa: S301
    except Exception:
        answer = pickle.dumps((False, RuntimeError("".join(traceback.format_exception(error)))))
    return answer
