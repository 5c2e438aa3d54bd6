"""Worker processes: batches of work go out to them, and the results come back in order."""

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from types import TracebackType
from typing import Self, TypeVar

from feedsvc.errors import FeedsvcError

Batch = TypeVar("Batch")
Result = TypeVar("Result")

BATCHES_AHEAD = 2
"""How many batches are handed out for each process, so that none waits and memory is bounded."""

PATIENCE = 0.2
"""How many seconds of work this process does itself before others start, which takes as long."""

PRELOADED = (
    "feedsvc.site",
    "feedsvc.parsers.markdown",
    "feedsvc.feeds.pages.environment",
    "feedgen.feed",
    "feedsvc.validator.rules",
)
"""What the server that forks worker processes imports, once for all of them: also the modules
that are otherwise imported when the first file is read, rendered or checked."""


class Workers:
    """Maps functions over batches, in worker processes as soon as the work is worth them.

    The processes start when this one has worked for `patience` seconds, and end with the context,
    which can be entered again.
    """

    def __init__(self, jobs: int | None = None, *, patience: float = PATIENCE) -> None:
        """Use a number of processes: by default one a core, and with 1 none but this one."""
        self.jobs = jobs or available_cores()
        self._patience = patience
        self._executor: Executor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None

    def map(
        self, function: Callable[[Batch], Result], batches: Iterable[Batch]
    ) -> Iterator[Result]:
        """Yield the result of each batch, in the order of the batches.

        Function, batches and results must be picklable. Raises FeedsvcError if a process dies.
        """
        rest, most = iter(batches), self.jobs * BATCHES_AHEAD
        ahead, start = deque(islice(rest, most)), time.monotonic()
        while ahead and self._executor is None:
            is_long = len(ahead) == most and time.monotonic() - start >= self._patience
            if is_long and self.jobs > 1:
                break
            yield function(ahead.popleft())
            ahead.extend(islice(rest, 1))
        running: deque[Future[Result]] = deque()
        try:
            for batch in chain(ahead, rest):
                if len(running) >= most:
                    yield running.popleft().result()
                pool = self._pool  # starts a process of its own, which would end the delay
                with _interrupts_later():
                    running.append(pool.submit(function, batch))
            while running:
                yield running.popleft().result()
        except BrokenProcessPool as error:
            raise FeedsvcError(
                "a worker process was killed, perhaps because memory is short; use --jobs 1"
            ) from error

    @property
    def _pool(self) -> Executor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self.jobs, mp_context=_context(), initializer=_follow_parent
            )
        return self._executor


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _context() -> multiprocessing.context.BaseContext:
    """Return how processes start: never as a fork of this one, which may have threads."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    return context


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Delay Ctrl-C: processes that are just starting would print stack traces.

    They inherit the delay, and so never end before their batch.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_parent() -> None:
    """Leave Ctrl-C to the main process, and end when it does, even if it is killed."""
    gc.freeze()  # The collector would write to, and so copy, memory shared with other workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
