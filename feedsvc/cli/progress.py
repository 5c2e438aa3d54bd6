"""A progress bar for work that turns out to be long, on a terminal only."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds of work before a bar is shown."""


class Bar:
    """Shows how much is done, on standard error, once the work has taken a second.

    It is called with the number of things that are done and of all. Nothing is shown where
    standard error is no terminal, or with `quiet`.
    """

    def __init__(self, label: str, *, quiet: bool = False) -> None:
        self._label, self._off = label, quiet or not sys.stderr.isatty()
        self._started = time.monotonic()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` things are done."""
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
        """Take the bar away, whatever ended the work."""
        if self._bar:
            self._bar.stop()


def _new_bar() -> "Progress":
    from rich.console import Console  # noqa: PLC0415 -- most runs end before a bar is due
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
