"""A newsroom that edits its stories while `feedsvc serve` publishes them to its readers."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from support.readers.front import Front

from feedsvc.cli.listening import free_port

FEEDSVC = Path(sys.executable).with_name("feedsvc")
LONGEST_WAIT_SECONDS = 60
END = ""
"""Stands for the end of what the server prints; a line has at least its line break."""


class Newsroom:
    """A folder of stories, the server over it, and a front as which readers know it."""

    def __init__(self, folder: Path, stories: dict[str, str]) -> None:
        self.folder = folder
        self._stories, self._names = folder / "stories", set(stories)
        for name, text in stories.items():
            self._save(name, text)
        self.front = Front("127.0.0.1")
        self._fronts = [self.front]
        self._served = Served(folder, self.front)

    def write(self, name: str, text: str) -> None:
        """Save a story, new or edited, and wait until it is published."""
        word = "changed" if (self._stories / name).exists() else "added"
        self._save(name, text)
        self._served.until(f"1 {word}")

    def move(self, old: str, new: str) -> None:
        """Give a file another name or folder."""
        target = self._stories / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (self._stories / old).rename(target)
        self._served.until("1 moved")

    def withdraw(self, name: str) -> None:
        """Take a story out of the folder."""
        (self._stories / name).unlink()
        self._served.until("1 removed")

    def reset(self) -> None:
        """Withdraw what was added since the start."""
        for file in sorted(self._stories.rglob("*.*")):
            name = file.relative_to(self._stories).as_posix()
            if name not in self._names:
                self.withdraw(name)

    def change_domain(self, host: str) -> None:
        """Serve under another base URL; the old address redirects to the new one for ever."""
        self._served.stop()
        old, self.front = self.front, Front(host)
        self._fronts.append(self.front)
        self._served = Served(self.folder, self.front)
        old.moved_to = self.front.url

    def close(self) -> None:
        """End the server and its fronts."""
        self._served.stop()
        for front in self._fronts:
            front.close()

    def _save(self, name: str, text: str) -> None:
        """Save as editors do: beside the file first, so that nobody reads half of it."""
        file = self._stories / name
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.swp")
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)


class Served:
    """`feedsvc serve` as a process, behind a front."""

    def __init__(self, folder: Path, front: Front) -> None:
        (folder / "feedsvc.toml").write_text(
            f'title = "The Harbour Gazette"\nbase_url = "{front.url}"\nlimit = 500\n'
        )
        _, front.port = free_port("127.0.0.1", 0)
        self._process = subprocess.Popen(
            [FEEDSVC, "serve", "--port", str(front.port)],
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
        self._wait_for(front.port)

    def until(self, word: str) -> None:
        """Wait until the server prints a line with a word."""
        seen = []
        while not seen or word not in seen[-1]:
            try:
                seen.append(self._lines.get(timeout=LONGEST_WAIT_SECONDS))
            except queue.Empty:
                raise AssertionError(f"serve does not print {word!r}: {seen}") from None
            assert seen[-1] != END, f"serve ended before it printed {word!r}: {seen}"

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=LONGEST_WAIT_SECONDS)
        self._reading.join()
        self._process.stdout.close()

    def _wait_for(self, port: int) -> None:
        """Wait until it listens: it greets a moment before it does."""
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
