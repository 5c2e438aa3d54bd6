"""A progress bar, shown on a terminal if the work takes long."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds of work before the bar appears."""


class Bar:
    """A context manager that shows on standard error how much work is done.

    Call it with the number of items done and the total. Nothing is shown if standard error is
    not a terminal, with `quiet`, or within the first second.
    """

    def __init__(self, label: str, *, quiet: bool = False) -> None:
        self._label, self._off = label, quiet or not sys.stderr.isatty()
        self._started = time.monotonic()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` items are done."""
        if self._off or time.monotonic() - self._started < PATIENCE:
            return
        if self._bar is None:
            self._bar = _new_bar()
            self._task = self._bar.add_task(self._label, total=total)
            self._bar.start()
        assert self._task is not None
        self._bar.update(self._task, completed=done, total=total)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the bar; it does not appear again."""
        self._off = True
        if self._bar:
            self._bar.stop()


def _new_bar() -> "Progress":
    from rich.console import Console  # noqa: PLC0415 -- most runs end before a bar appears
    from rich.progress import (  # noqa: PLC0415 -- as above
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
