"""A newsroom that edits stories while `feedsvc serve` publishes them."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from support.readers.proxy import Proxy

from feedsvc.cli.listening import free_port

FEEDSVC = Path(sys.executable).with_name("feedsvc")
LONGEST_WAIT_SECONDS = 60
END = ""
"""Marks the end of the server's output; a line has at least its line break."""


class Newsroom:
    """A folder of stories, the server that publishes it, and the proxy that feed readers use."""

    def __init__(self, folder: Path, stories: dict[str, str]) -> None:
        self.folder = folder
        self._stories, self._names = folder / "stories", set(stories)
        for name, text in stories.items():
            self._save(name, text)
        self.proxy = Proxy("127.0.0.1")
        self._proxies = [self.proxy]
        self._served = Served(folder, self.proxy)

    def write(self, name: str, text: str) -> None:
        """Save a new or edited story and wait until it is published."""
        change = "changed" if (self._stories / name).exists() else "added"
        self._save(name, text)
        self._served.until(f"1 {change}")

    def move(self, old: str, new: str) -> None:
        """Rename a file or move it to another folder."""
        target = self._stories / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (self._stories / old).rename(target)
        self._served.until("1 moved")

    def withdraw(self, name: str) -> None:
        """Delete a story file."""
        (self._stories / name).unlink()
        self._served.until("1 removed")

    def reset(self) -> None:
        """Delete the stories that were added since the start."""
        for file in sorted(self._stories.rglob("*.*")):
            name = file.relative_to(self._stories).as_posix()
            if name not in self._names:
                self.withdraw(name)

    def change_domain(self, host: str) -> None:
        """Serve at another base URL, to which the old one redirects permanently."""
        self._served.stop()
        old, self.proxy = self.proxy, Proxy(host)
        self._proxies.append(self.proxy)
        self._served = Served(self.folder, self.proxy)
        old.moved_to = self.proxy.url

    def close(self) -> None:
        """Stop the server and its proxies."""
        self._served.stop()
        for proxy in self._proxies:
            proxy.close()

    def _save(self, name: str, text: str) -> None:
        """Write a draft and rename it, as text editors do, so that no half-written file is read."""
        file = self._stories / name
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.swp")
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)


class Served:
    """`feedsvc serve` as a process behind a proxy."""

    def __init__(self, folder: Path, proxy: Proxy) -> None:
        (folder / "feedsvc.toml").write_text(
            f'title = "The Harbour Gazette"\nbase_url = "{proxy.url}"\nlimit = 500\n'
        )
        _, proxy.port = free_port("127.0.0.1", 0)
        self._process = subprocess.Popen(
            [FEEDSVC, "serve", "--port", str(proxy.port)],
            cwd=folder,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()
        self.until("Stop")
        self._wait_for(proxy.port)

    def until(self, text: str) -> None:
        """Wait until the server prints a line that contains a text."""
        seen = []
        while not seen or text not in seen[-1]:
            try:
                seen.append(self._lines.get(timeout=LONGEST_WAIT_SECONDS))
            except queue.Empty:
                raise AssertionError(f"serve did not print {text!r}: {seen}") from None
            assert seen[-1] != END, f"serve ended before it printed {text!r}: {seen}"

    def stop(self) -> None:
        """Stop the server as Ctrl-C does."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=LONGEST_WAIT_SECONDS)
        self._reading.join()
        self._process.stdout.close()

    def _wait_for(self, port: int) -> None:
        """Wait until the server listens, which is just after it prints its URLs."""
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except ConnectionRefusedError:
                time.sleep(0.01)
            else:
                return
        raise AssertionError(f"serve does not listen on {port}")

    def _read(self) -> None:
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(END)
