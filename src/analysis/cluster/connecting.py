"""The connection to a Dask scheduler, and what can be wrong with it or with its workers.

In: an address or a client. Out: a client whose workers run this very version of the package; work
handed to it; errors of the cluster in one line each. Nothing here decides what runs where.
"""

import asyncio
import concurrent.futures
import hashlib
import importlib.metadata
import platform
import re
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import InputError

TIMEOUT = 10.0
"""Seconds after which a scheduler counts as out of reach, or as without workers."""

PATIENCE = 60.0
"""Seconds without any worker after which work that has begun is given up."""

_PACKAGE = "news-coverage-analysis"
# What the results of a worker depend on, or the form in which they are sent.
_SAME = (_PACKAGE, "numpy", "scipy", "pandas", "pyarrow", "regex", "distributed")
_ADDRESS = re.compile(r"(?:tcp|tls|ws|wss|ucx)://[^\s/]+:\d{1,5}")
_FAN_IN = 8


def need_dask() -> None:
    """Raise InputError unless Dask is installed."""
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        raise InputError(
            "dask", "is not installed", f'run: pip install "{_PACKAGE}[cluster]"'
        ) from error


@contextmanager
def connection(address: str, *, timeout: float | None = None) -> Iterator[Any]:
    """A client of the scheduler at an address such as ``tcp://host:8786``, closed at the end.

    Raises
    ------
    InputError
        If Dask is not installed, the address is none, the scheduler cannot be reached in
        ``timeout`` seconds (by default ``TIMEOUT``) or has no worker by then, or a worker lacks
        this version of the package.
    """
    need_dask()
    import distributed
    from distributed.versions import VersionMismatchWarning

    timeout = TIMEOUT if timeout is None else timeout
    if not _ADDRESS.fullmatch(address):
        raise InputError(
            "scheduler", f"{address!r} is no address", "give one such as tcp://host:8786"
        )
    try:
        with warnings.catch_warnings():
            # What differs is looked at below, and said in one line.
            warnings.simplefilter("ignore", VersionMismatchWarning)
            client: Any = distributed.Client(  # type: ignore[no-untyped-call]
                address, timeout=timeout, set_as_default=False
            )
    except (OSError, TimeoutError, ValueError, RuntimeError) as error:
        raise InputError(
            f"scheduler {address}", f"cannot be reached within {timeout:g} seconds",
            "start it with `dask scheduler`, or check the address",
        ) from error  # fmt: skip
    with client:
        check_workers(client, timeout=timeout)
        yield client


def client_of(given: Any) -> Any:
    """A client as given, or the one that is open, with its workers checked.

    Raises
    ------
    InputError
        If there is none, or as ``check_workers`` does.
    """
    need_dask()
    import distributed

    if given is None:
        try:
            given = distributed.default_client()  # type: ignore[no-untyped-call]
        except ValueError as error:
            raise InputError(
                "client", "is not given, and none is open",
                'make one: distributed.Client("tcp://host:8786"), or Client() for this machine',
            ) from error  # fmt: skip
    if not isinstance(given, distributed.Client):
        raise InputError("client", f"is {type(given).__name__}", "give a distributed.Client")
    check_workers(given)
    return given


def check_workers(client: Any, *, timeout: float = TIMEOUT) -> None:
    """Raise InputError unless there is a worker, and each has what this process has."""
    with cluster_errors():
        try:
            client.wait_for_workers(1, timeout=timeout)
        except TimeoutError as error:
            raise InputError(
                "scheduler", f"has no worker after {timeout:g} seconds",
                "start some: `dask worker tcp://host:8786`",
            ) from error  # fmt: skip
        own = platform.python_version()
        for worker, theirs in _asked(client, platform.python_version):
            if theirs.split(".")[:2] != own.split(".")[:2]:
                raise _differs(worker, "Python", theirs, own)
        for package in _SAME:
            own = importlib.metadata.version(package)
            for worker, theirs in _asked(client, importlib.metadata.version, package):
                if theirs != own:
                    raise _differs(worker, package, theirs, own)
        for worker, theirs in _asked(client, code_digest):
            if theirs != code_digest():
                raise _differs(worker, f"code of {_PACKAGE}", theirs[:12], code_digest()[:12])


def _asked(client: Any, function: Callable[..., str], *arguments: str) -> Iterator[tuple[str, str]]:
    """What a function gives on each worker; an error where it cannot run."""
    answers = client.run(function, *arguments, on_error="return")
    for worker in sorted(answers):
        if isinstance(answers[worker], Exception):
            what = arguments[0] if arguments else _PACKAGE
            raise InputError(
                f"worker {worker}", f"cannot use {what} ({answers[worker]})",
                f"install on it what this machine has: {_PACKAGE} "
                f"{importlib.metadata.version(_PACKAGE)} with its extra [cluster]",
            )  # fmt: skip
        yield worker, answers[worker]


def _differs(worker: str, what: str, theirs: str, own: str) -> InputError:
    return InputError(
        f"worker {worker}", f"has {what} {theirs}, and this machine {own}",
        "install the same on both (requirements.lock), so that the results are the same",
    )  # fmt: skip


@cache
def code_digest() -> str:
    """SHA-256 of the code of the package: two versions under one number differ in it."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py"), key=lambda path: path.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@contextmanager
def cluster_errors() -> Iterator[None]:
    """A context in which what befalls the cluster is an InputError."""
    from dask import config
    from distributed import CancelledError, KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        # Tables in memory are sent with the work that is done on them.
        with config.set({"distributed.admin.large-graph-warning-threshold": "1 PB"}):
            yield
    except KilledWorker as error:
        raise InputError(
            "cluster", f"several workers in turn ended at the same piece of work ({error.task})",
            "give each more memory, or write the data set in smaller row groups",
        ) from error  # fmt: skip
    except (CancelledError, CommClosedError, TimeoutError, ConnectionError) as error:
        raise InputError(
            "scheduler", "was lost while the work went on", "start it again, and begin anew"
        ) from error


def submitted(
    client: Any, function: Callable[..., Any], *columns: Iterable[Any], **same: Any
) -> list[Any]:
    """A future for each call, with the arguments of each side by side as in ``map``."""
    # Not pure: what a file holds may have changed since a call with the same arguments.
    return [
        client.submit(function, *arguments, **same, pure=False)
        for arguments in zip(*columns, strict=True)
    ]


def gathered(client: Any, futures: Any) -> Any:
    """The results of a future, or of a list of them.

    Raises
    ------
    InputError
        If there has been no worker for ``PATIENCE`` seconds: what was begun would wait for ever.
    """
    # The client's own loop waits, so that this thread can look after the workers.
    waiting = asyncio.run_coroutine_threadsafe(_results(client, futures), client.loop.asyncio_loop)
    seen = time.monotonic()
    try:
        while True:
            done, _ = concurrent.futures.wait([waiting], timeout=1)
            if done:
                return waiting.result()
            if client.nthreads():
                seen = time.monotonic()
            elif time.monotonic() - seen > PATIENCE:
                raise InputError(
                    "cluster", f"has had no worker for {PATIENCE:g} seconds",
                    "start some: `dask worker tcp://host:8786`; and begin anew",
                )  # fmt: skip
    finally:
        waiting.cancel()


async def _results(client: Any, futures: Any) -> Any:
    return await client.gather(futures, asynchronous=True)


def as_tree(client: Any, function: Callable[..., Any], futures: Sequence[Any]) -> Any:
    """One future, from calls with neighbours, then with neighbours of these, and so on."""
    futures = list(futures)
    while True:
        futures = [
            client.submit(function, *futures[at : at + _FAN_IN], pure=False)
            for at in range(0, len(futures), _FAN_IN)
        ]
        if len(futures) == 1:
            return futures[0]
