"""Readers on Node.js: libraries from npm, run by a small script as their READMEs show."""

import json
import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from support.readers.reader import Fetched, Item, Library

NODE_READERS = os.environ.get("TEST_NODE_READERS")
"""The folder in which `npm install` put the libraries."""

SCRIPT = Path(__file__).with_name("fetch.cjs")


class NodeLibrary(Library):
    """An npm package; the script fetches a document and prints the package's items as JSON."""

    @classmethod
    def is_installed(cls) -> bool:
        modules = Path(NODE_READERS or "nowhere") / "node_modules"
        return shutil.which("node") is not None and (modules / cls.name).is_dir()

    def get(self, etag: str | None, modified: str | None) -> Fetched:
        asked = {"etag": etag, "modified": modified}
        output = subprocess.run(
            # Node 18 tries only the first address of localhost, where the front listens on IPv4.
            ["node", "--dns-result-order=ipv4first", SCRIPT, self.name, self.url],
            cwd=NODE_READERS,
            input=json.dumps(asked),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        found = json.loads(output)
        items = [self._item(**item) for item in found["items"]]
        return Fetched(found["status"], found["etag"], found["modified"], items)

    def _item(self, published: str, **fields: str) -> Item:
        return Item(published=datetime.fromisoformat(published), **fields)


def _install(package: str) -> str:
    return f'npm install --prefix "$TEST_NODE_READERS" {package}, the variable naming a folder'


class RssParser(NodeLibrary):
    """The parser of most small readers in JavaScript."""

    name = "rss-parser"
    install = _install("rss-parser@3")


class Feedsmith(NodeLibrary):
    """A newer parser, for JSON Feed too."""

    name = "feedsmith"
    install = _install("feedsmith@3")
    formats = ("rss.xml", "atom.xml", "feed.json")
