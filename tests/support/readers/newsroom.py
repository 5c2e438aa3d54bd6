"""A newsroom that edits stories while `feedsvc serve` publishes them."""

from pathlib import Path

from support.readers.proxy import Proxy
from support.servers import Server, serve


class Newsroom:
    """A folder of stories, the server that publishes it, and the proxy that feed readers use."""

    def __init__(self, folder: Path, stories: dict[str, str]) -> None:
        self.folder = folder
        self._stories, self._names = folder / "stories", set(stories)
        for name, text in stories.items():
            self._save(name, text)
        self.proxy = Proxy("127.0.0.1")
        self._proxies = [self.proxy]
        self._server = _served(folder, self.proxy)

    def write(self, name: str, text: str) -> None:
        """Save a new or edited story and wait until it is published."""
        change = "changed" if (self._stories / name).exists() else "added"
        self._save(name, text)
        self._server.until(f"1 {change}")

    def move(self, old: str, new: str) -> None:
        """Rename a file or move it to another folder."""
        target = self._stories / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (self._stories / old).rename(target)
        self._server.until("1 moved")

    def withdraw(self, name: str) -> None:
        """Delete a story file."""
        (self._stories / name).unlink()
        self._server.until("1 removed")

    def reset(self) -> None:
        """Delete the stories that were added since the start."""
        for file in sorted(self._stories.rglob("*.*")):
            name = file.relative_to(self._stories).as_posix()
            if name not in self._names:
                self.withdraw(name)

    def change_domain(self, host: str) -> None:
        """Serve at another base URL, to which the old one redirects permanently."""
        self._server.stop()
        old, self.proxy = self.proxy, Proxy(host)
        self._proxies.append(self.proxy)
        self._server = _served(self.folder, self.proxy)
        old.moved_to = self.proxy.url

    def close(self) -> None:
        """Stop the server and its proxies."""
        self._server.stop()
        for proxy in self._proxies:
            proxy.close()

    def _save(self, name: str, text: str) -> None:
        """Write a draft and rename it, as text editors do, so that no half-written file is read."""
        file = self._stories / name
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.swp")
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)


def _served(folder: Path, proxy: Proxy) -> Server:
    """Serve the stories in a folder behind a proxy."""
    (folder / "feedsvc.toml").write_text(
        f'title = "The Harbour Gazette"\nbase_url = "{proxy.url}"\nlimit = 500\n'
    )
    server = serve(folder=folder)
    proxy.port = server.port
    return server.__enter__()
