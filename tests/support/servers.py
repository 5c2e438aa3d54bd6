"""Servers in processes of their own, above all `feedsvc serve`."""

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from feedsvc.cli.listening import free_port

BIN = Path(sys.executable).parent
LONGEST_WAIT_SECONDS = 60
END = ""
"""Marks the end of a server's output; a line has at least its line break."""


class Server:
    """A server of a site in a process of its own; a `with` block stops it.

    It waits until the server has scanned the stories, or with `scanned=False` until it listens.
    """

    def __init__(
        self,
        command: Sequence[object],
        port: int,
        folder: Path | None = None,
        *,
        scanned: bool = True,
    ) -> None:
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        self._waits_for_scan = scanned
        self._process = subprocess.Popen(
            [str(argument) for argument in command],
            cwd=folder,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def __enter__(self) -> Self:
        """Wait until the server listens and, unless told otherwise, has scanned the stories."""
        wait_for_port(self.port, self._process)
        if self._waits_for_scan:
            self.wait_for_scan()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server, unless that was done."""
        if self._process.returncode is None:
            self.stop()

    @property
    def pid(self) -> int:
        """The id of the server's process."""
        return self._process.pid

    def health(self) -> dict[str, Any]:
        """Return what `/healthz` says."""
        request = urllib.request.Request(
            f"{self.url}/healthz", headers={"Accept": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=LONGEST_WAIT_SECONDS) as response:
            return json.load(response)

    def wait_for_scan(self) -> None:
        """Wait until the server has scanned the stories once."""
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while self.health()["last_sync"] is None:
            assert time.monotonic() < deadline, "the stories were never scanned"
            time.sleep(0.01)

    def until(self, text: str) -> str:
        """Return the output since the last call, up to the line that contains a text."""
        seen: list[str] = []
        while not seen or text not in seen[-1]:
            try:
                seen.append(self._lines.get(timeout=LONGEST_WAIT_SECONDS))
            except queue.Empty:
                raise AssertionError(f"the server did not print {text!r}: {seen}") from None
            assert seen[-1] != END, f"the server ended before it printed {text!r}: {seen}"
        return "".join(seen)

    def stop(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Stop the server; return its exit code, and the output since the last `until`."""
        self._process.send_signal(how)
        code = self._process.wait(timeout=LONGEST_WAIT_SECONDS)
        self._reading.join()
        self._process.stdout.close()
        return code, "".join(iter(self._lines.get, END))

    def _read(self) -> None:
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(END)


def serve(*arguments: object, folder: Path | None = None, scanned: bool = True) -> Server:
    """Run `feedsvc serve` in a folder, on a free port."""
    _, port = free_port("127.0.0.1", 0)
    command = [BIN / "feedsvc", "serve", "--port", port, *arguments]
    return Server(command, port, folder, scanned=scanned)


def wait_for_port(port: int, process: subprocess.Popen) -> None:
    """Wait until a process listens on a port."""
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, process.args
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.01)
        else:
            return
    raise AssertionError(f"nothing listens on {port}")
