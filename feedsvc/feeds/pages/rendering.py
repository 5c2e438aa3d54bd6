"""The templates, the stylesheet and the script of all pages, and a site's own in their place."""

import contextlib
import hashlib
import logging
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, tzinfo
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateSyntaxError,
)

from feedsvc.feeds.model import FeedFormat
from feedsvc.feeds.pages.filters import FILTERS

OWN = "feedsvc"
"""Before a template's name, it means the one that feedsvc brings: `feedsvc/base.html`."""

log = logging.getLogger(__name__)


def bundled_files() -> dict[str, bytes]:
    """Return the templates, the stylesheet and the script that feedsvc brings, by name."""
    folder = files("feedsvc.feeds.pages").joinpath("templates")
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir(), key=str)}


class Theme:
    """How pages look: the files of a folder, each in place of feedsvc's own of its name.

    A template of the folder that fails is told of in the log, once, with file and line, and
    the page is made of feedsvc's own templates.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Take the files of a folder; of none, feedsvc's own alone."""
        self._folder = folder
        self._problems: dict[str, None] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        """What has failed so far in pages that were made: a line for each, with its place."""
        return tuple(self._problems)

    def page(self, template: str, values: Mapping[str, object]) -> str:
        """Return a template filled with values."""
        if self._folder is not None:
            try:
                return self._environment.get_template(template).render(values)
            except Exception as error:  # noqa: BLE001 -- a template of a stranger fails in any way
                self._tell(template, error)
        return _own_environment().get_template(template).render(values)

    def asset(self, name: str) -> bytes:
        """Return a file that is no template, such as `style.css`."""
        if self._folder is not None:
            try:
                return (self._folder / name).read_bytes()
            except FileNotFoundError:
                pass
            except OSError as error:
                self._tell(name, error)
        return files("feedsvc.feeds.pages").joinpath("templates", name).read_bytes()

    def digest(self) -> str:
        """Return what differs as soon as any file does that pages are made of."""
        mark = hashlib.blake2b(digest_size=12)
        for name, body in (*bundled_files().items(), *self._files()):
            mark.update(f"{name} {len(body)}\n".encode() + body)
        return mark.hexdigest()

    def _files(self) -> Iterator[tuple[str, bytes]]:
        if self._folder is not None:
            for file in sorted(self._folder.rglob("*")):
                # One that cannot be read is told of where a page needs it.
                with contextlib.suppress(OSError):
                    yield file.relative_to(self._folder).as_posix(), file.read_bytes()

    @cached_property
    def _environment(self) -> Environment:
        own = PackageLoader("feedsvc.feeds.pages")
        chosen = FileSystemLoader(self._folder or ())
        return _environment_of(ChoiceLoader([chosen, own, PrefixLoader({OWN: own})]))

    def _tell(self, template: str, error: Exception) -> None:
        problem = f"{self._place(template, error)}: {_reason(error)}; feedsvc's own is shown"
        if problem not in self._problems:
            self._problems[problem] = None
            log.error("%s", problem)

    def _place(self, template: str, error: Exception) -> str:
        """Return the file and line of the theme where an error came up, as far as it tells."""
        folder = str(self._folder)
        if isinstance(error, TemplateSyntaxError) and error.filename:
            return f"{error.filename}:{error.lineno}"
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if frame.filename.startswith(folder)]
        return f"{own[-1].filename}:{own[-1].lineno}" if own else f"{folder}/{template}"


def _reason(error: Exception) -> str:
    """Return what is wrong, in one line."""
    said = getattr(error, "message", None) or getattr(error, "strerror", None) or str(error)
    return " ".join((said or type(error).__name__).split())


def _environment_of(loader: BaseLoader) -> Environment:
    environment = Environment(
        loader=loader,
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


@cache
def _own_environment() -> Environment:
    return _environment_of(PackageLoader("feedsvc.feeds.pages"))


HTML = "text/html; charset=utf-8"
CSS = "text/css; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """What every page says of the site; `base_url` has no slash at its end.

    `formats` are those that each feed is published in; times are shown in `zone`; `icon` and
    `logo` are addresses; pages look as `theme` has them.
    """

    title: str
    description: str
    base_url: str
    formats: tuple[FeedFormat, ...]
    language: str | None = None
    rights: str | None = None
    zone: tzinfo = UTC
    icon: str | None = None
    logo: str | None = None
    theme: Theme = Theme()


def render(template: str, *, path: str, publication: Publication, **values: object) -> bytes:
    """Return a template as UTF-8, its links relative to the URL path that it is shown at.

    Relative links hold on any host, below any prefix that a proxy adds, and on disk. A page
    that is shown at any path has its own `root`.
    """
    root = "../" * (path.count("/") - 1) or "./"
    given = {"root": root, "publication": publication, **values}
    return publication.theme.page(template, given).encode()
