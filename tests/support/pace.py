"""The time that a call takes, for tests that parsers run in linear time."""

import gc
import sys
import time
from contextlib import suppress

import pytest

from feedsvc.errors import StoryError
from feedsvc.parsers.source import Source

not_traced = pytest.mark.skipif(
    sys.gettrace() is not None, reason="coverage makes every line slower"
)


def takes_under_a_second(call):
    """Return whether a call takes less than a second of CPU time in one of three tries."""
    return any(_seconds(call) < 1 for _ in range(3))


def reads_in_under_a_second(story_format, text):
    """Return whether a format reads a text, or rejects it, in less than a second."""
    source = Source(name="worst.txt", data=text.encode())

    def read():
        story_format.claims(source)
        with suppress(StoryError):
            story_format.parse(source)

    return takes_under_a_second(read)


def _seconds(call):
    gc.freeze()  # Garbage collection would traverse the objects of all earlier tests.
    try:
        begin = time.process_time()
        call()
        return time.process_time() - begin
    finally:
        gc.unfreeze()
