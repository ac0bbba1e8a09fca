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
from typing import Any, BinaryIO, TypeVar

from analysis.errors import InputError
from analysis.text.threads import in_order, processors

Item = TypeVar("Item")
Result = TypeVar("Result")

_CHUNK = 100
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
    pool, and in a daemon process (a worker of Dask: its scheduler has the processors in hand). A
    worker that ends before its time has its items done here.

    Raises
    ------
    InputError
        If ``processes`` is less than 1. What the function raises is raised here.

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
    with _Workers(wanted, function, task) as workers, ThreadPoolExecutor(wanted) as threads:
        try:
            for part in in_order(threads, workers.do, chunks):
                results += part
        except BaseException:
            # Before the threads are waited for: they wait for the workers.
            workers.close()
            raise
    return results


def _portable(function: Callable[[Any], Any]) -> bytes | None:
    """The function as a worker can load it; None if it cannot."""
    try:
        task = pickle.dumps(function)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None
    return None if b"__main__" in task else task


class _Workers:
    """Processes that wait for chunks of work."""

    def __init__(self, number: int, function: Callable[[Any], Any], task: bytes) -> None:
        self._number, self._function, self._task = number, function, task
        self._all: list[subprocess.Popen[bytes]] = []
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes] | None] = queue.SimpleQueue()
        self._closed = False

    def __enter__(self) -> "_Workers":
        for _ in range(self._number):
            worker = subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", _START], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self._all.append(worker)
            self._idle.put(worker)
            try:
                _send(worker.stdin, pickle.dumps(sys.path))
                _send(worker.stdin, self._task)
            except OSError:
                continue  # it has ended; whoever takes it will see that
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def do(self, chunk: Sequence[Any]) -> list[Any]:
        """The results of a chunk, by a worker that is free."""
        worker = self._idle.get()
        done, result = False, None
        if worker is not None:
            try:
                _send(worker.stdin, pickle.dumps(chunk))
                done, result = pickle.load(worker.stdout)  # type: ignore[arg-type]  # noqa: S301
                self._idle.put(worker)
            except (OSError, EOFError, pickle.UnpicklingError):
                worker = None
        if worker is None:
            self._idle.put(None)  # in its place
            if self._closed:
                return []
            return [self._function(item) for item in chunk]
        if not done:
            raise result  # type: ignore[misc]
        return result  # type: ignore[return-value]

    def close(self) -> None:
        """End the processes."""
        self._closed = True
        for worker in self._all:
            worker.kill()
            worker.wait()
            for stream in (worker.stdin, worker.stdout):
                try:
                    if stream is not None:
                        stream.close()
                except OSError:
                    continue  # what it had not read is lost, as it should be


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
