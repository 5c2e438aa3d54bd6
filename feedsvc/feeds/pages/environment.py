"""The environment of templates: Jinja, which is slow to import, with loaders and filters."""

import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2.bccache import Bucket

from feedsvc.feeds.pages.filters import FILTERS

BUNDLED = "feedsvc"
"""The prefix by which themes refer to bundled templates: `feedsvc/base.html`."""


def environment_of(folder: Path | None) -> Environment:
    """Return an environment with the bundled templates; those in a folder replace them."""
    bundled = PackageLoader("feedsvc.feeds.pages")
    theme = ChoiceLoader(
        [FileSystemLoader(folder or ()), bundled, PrefixLoader({BUNDLED: bundled})]
    )
    environment = Environment(
        loader=theme if folder else bundled,
        bytecode_cache=None if folder else _bytecode_cache(),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Any] = environment.filters
    filters |= FILTERS
    return environment


class _BytecodeCache(FileSystemBytecodeCache):
    """A cache that can do without: a full disk only makes the next start slower."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _bytecode_cache() -> FileSystemBytecodeCache | None:
    """Return a cache of compiled templates, which take a tenth of a second to compile.

    They are stored where Python stores its own bytecode; None where it does not store any.
    """
    folder = Path(cache_from_source(__file__)).parent
    if sys.dont_write_bytecode or not os.access(folder, os.W_OK):
        return None
    return _BytecodeCache(str(folder))
