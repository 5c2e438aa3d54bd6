"""Feed parsers from npm, called by a small script as their READMEs show."""

import json
import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from support.readers.reader import Fetched, Item, Library

NODE_READERS = os.environ.get("TEST_NODE_READERS")
"""The folder in which `npm install` put the packages."""

SCRIPT = Path(__file__).with_name("fetch.cjs")


class NodeLibrary(Library):
    """An npm package; the script fetches a document and prints the parsed items as JSON."""

    @classmethod
    def is_installed(cls) -> bool:
        modules = Path(NODE_READERS or "nowhere") / "node_modules"
        return shutil.which("node") is not None and (modules / cls.name).is_dir()

    def get(self, etag: str | None, modified: str | None) -> Fetched:
        validators = {"etag": etag, "modified": modified}
        output = subprocess.run(
            # Node 18 tries only the first address of localhost, where the proxy listens on IPv4.
            ["node", "--dns-result-order=ipv4first", SCRIPT, self.name, self.url],
            cwd=NODE_READERS,
            input=json.dumps(validators),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        result = json.loads(output)
        items = [self._item(**item) for item in result["items"]]
        return Fetched(result["status"], result["etag"], result["modified"], items)

    def _item(self, published: str, **fields: str) -> Item:
        return Item(published=datetime.fromisoformat(published), **fields)


def _install(package: str) -> str:
    return f'npm install --prefix "$TEST_NODE_READERS" {package}, with the variable set'


class RssParser(NodeLibrary):
    """The parser that most small JavaScript feed readers use."""

    name = "rss-parser"
    install = _install("rss-parser@3")


class Feedsmith(NodeLibrary):
    """A newer parser, which also reads JSON Feed."""

    name = "feedsmith"
    install = _install("feedsmith@3")
    formats = ("rss.xml", "atom.xml", "feed.json")
