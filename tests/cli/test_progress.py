"""The progress bar."""

import contextlib
import os
import subprocess
import sys

import pytest

from feedsvc.cli.progress import Bar


def on_a_terminal(code):
    """Return what a program writes to standard error if that is a terminal."""
    master, slave = os.openpty()
    with subprocess.Popen([sys.executable, "-c", code], stderr=slave) as process:
        os.close(slave)
        written = b""
        with contextlib.suppress(OSError):  # raised on Linux when the other end is closed
            while part := os.read(master, 4096):
                written += part
        os.close(master)
    assert process.returncode == 0
    return written.decode()


BAR = """
import time
from feedsvc.cli import progress
progress.PATIENCE = {patience}
with progress.Bar("Reading stories", quiet={quiet}) as bar:
    for done in range(4):
        bar(done, 4)
        time.sleep(0.05)
"""


def test_the_bar_is_shown_on_a_terminal_if_the_work_takes_long():
    written = on_a_terminal(BAR.format(patience=0, quiet=False))
    assert "Reading stories" in written
    assert "3/4" in written


@pytest.mark.parametrize(("patience", "quiet"), [(60, False), (0, True)])
def test_no_bar_is_shown_for_short_work_or_when_quiet(patience, quiet):
    assert on_a_terminal(BAR.format(patience=patience, quiet=quiet)) == ""


def test_no_bar_is_shown_without_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr("feedsvc.cli.progress.PATIENCE", 0)
    with Bar("Reading stories") as bar:
        bar(1, 2)
    assert capsys.readouterr().err == ""
