"""How long a call takes, for tests that hold parsers to linear time."""

import gc
import sys
import time

import pytest

not_traced = pytest.mark.skipif(
    sys.gettrace() is not None, reason="coverage makes every line slower"
)


def takes_no_second(call):
    """Tell whether a call takes less than a second of the processor, in one of three tries."""
    return any(_seconds(call) < 1 for _ in range(3))


def _seconds(call):
    gc.freeze()  # What other tests have left in memory is not to be looked through here.
    try:
        begin = time.process_time()
        call()
        return time.process_time() - begin
    finally:
        gc.unfreeze()
