"""The environment of templates: Jinja, which is slow to import, with loaders and filters."""

from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
)

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
