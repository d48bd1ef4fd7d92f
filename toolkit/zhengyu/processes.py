"""Runs one function over many batches in several processes, in order and with bounded memory."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from zhengyu.errors import ProcessError

_Given = TypeVar("_Given")
_Result = TypeVar("_Result")

#: Batches in flight for each process: enough to keep it busy, few enough to bound memory.
_AHEAD = 2


class _Worker:
    """Keeps in each process what `make` built there, so that models are loaded once."""

    function: Callable[[Any], Any]


def ordered_map(
    make: Callable[..., Callable[[_Given], _Result]],
    arguments: tuple[Any, ...],
    batches: Iterable[_Given],
    jobs: int,
) -> Iterator[_Result]:
    """Yields `make(*arguments)(batch)` for each batch, in order.

    `make` and `arguments` are pickled to each process by `spawn`, which is safe with threads and
    works alike on all platforms.

    Raises:
        ProcessError: when a process ends before its batch is done.
    """
    context = multiprocessing.get_context("spawn")
    start = partial(_start, make, arguments)
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=start) as pool:
        pending: deque[Future[_Result]] = deque()
        try:
            for batch in batches:
                with _uninterrupted():
                    pending.append(pool.submit(_call, batch))
                if len(pending) >= jobs * _AHEAD:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        except BrokenProcessPool as error:
            raise ProcessError(
                "a worker process ended before its work: it was killed (often for memory: lower "
                "jobs or batch_size), or the calling script lacks its "
                "'if __name__ == \"__main__\":'"
            ) from error
        finally:
            for future in pending:
                future.cancel()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Holds an interrupt back while processes start, which inherit this.

    An interrupt goes to the whole process group. A worker that died of it would leave the pool
    writing for ever into a pipe that nobody reads; the parent alone decides what it means.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows; there `_start` must do
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(make: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.function = staticmethod(make(*arguments))


def _call(batch: Any) -> Any:  # noqa: ANN401 - typed by ordered_map
    return _Worker.function(batch)
