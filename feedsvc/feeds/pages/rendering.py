"""Page rendering: the bundled templates, a site's theme, and what every page receives."""

import contextlib
import hashlib
import logging
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, tzinfo
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from feedsvc.feeds.parts import FeedFormat

if TYPE_CHECKING:
    from jinja2 import Environment

HTML = "text/html; charset=utf-8"
CSS = "text/css; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"

log = logging.getLogger(__name__)


class Theme:
    """The templates, stylesheet and script of pages; files of a folder replace bundled ones.

    If a template of the folder fails, the error is logged once with file and line, and the
    page is rendered with the bundled templates.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Use the files of a folder, or the bundled ones only."""
        self._folder = folder
        self._problems: dict[str, None] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        """What has failed so far, one line each with file and line number."""
        return tuple(self._problems)

    def report(self, *problems: str) -> None:
        """Log problems, such as those that a worker process had; each is logged once."""
        for problem in problems:
            if problem not in self._problems:
                self._problems[problem] = None
                log.error("%s", problem)

    def page(self, template: str, values: Mapping[str, object]) -> str:
        """Return a rendered template."""
        if self._folder is not None:
            try:
                return self._environment.get_template(template).render(values)
            except Exception as error:  # noqa: BLE001 -- a user's template can fail in any way
                self.report(self._problem(template, error))
        return _bundled_environment().get_template(template).render(values)

    def asset(self, name: str) -> bytes:
        """Return a file that is not a template, such as `style.css`."""
        if self._folder is not None:
            try:
                return (self._folder / name).read_bytes()
            except FileNotFoundError:
                pass
            except OSError as error:
                self.report(self._problem(name, error))
        return files("feedsvc.feeds.pages").joinpath("templates", name).read_bytes()

    def digest(self) -> str:
        """Return a key that changes whenever a file that pages are rendered with changes."""
        digest = hashlib.blake2b(digest_size=12)
        for name, body in (*bundled_files().items(), *self._files()):
            digest.update(f"{name} {len(body)}\n".encode() + body)
        return digest.hexdigest()

    def _files(self) -> Iterator[tuple[str, bytes]]:
        if self._folder is not None:
            for file in sorted(self._folder.rglob("*")):
                # An unreadable file is reported by the page that needs it.
                with contextlib.suppress(OSError):
                    yield file.relative_to(self._folder).as_posix(), file.read_bytes()

    @cached_property
    def _environment(self) -> "Environment":
        return _environment_of(self._folder)

    def _problem(self, template: str, error: Exception) -> str:
        place = self._place(template, error)
        return f"{place}: {_reason(error)}; the bundled file is used instead"

    def _place(self, template: str, error: Exception) -> str:
        """Return the theme's file and line that raised the error, as far as known."""
        from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - slow, and only needed here

        folder = str(self._folder)
        if isinstance(error, TemplateSyntaxError) and error.filename:
            return f"{error.filename}:{error.lineno}"
        frames = traceback.extract_tb(error.__traceback__)
        in_theme = [frame for frame in frames if frame.filename.startswith(folder)]
        if not in_theme:
            return f"{folder}/{template}"
        return f"{in_theme[-1].filename}:{in_theme[-1].lineno}"


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """The site as every page shows it; `base_url` has no trailing slash.

    `formats` are those of every feed; times are shown in `zone`; `icon` and `logo` are URLs.
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
    """Return a rendered template in UTF-8, with links relative to the page's URL path.

    Relative links work on any host, below any prefix that a proxy adds, and on disk. A page
    that can be shown at any path passes its own `root`.
    """
    given = {"root": root_of(path), "publication": publication, **values}
    return publication.theme.page(template, given).encode()


def root_of(path: str) -> str:
    """Return the URL of the site's root relative to a page's URL path."""
    return "../" * (path.count("/") - 1) or "./"


def bundled_files() -> dict[str, bytes]:
    """Return the bundled templates, stylesheet and script by name."""
    folder = files("feedsvc.feeds.pages").joinpath("templates")
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir(), key=str)}


def _reason(error: Exception) -> str:
    """Return the error's message on one line."""
    message = getattr(error, "message", None) or getattr(error, "strerror", None) or str(error)
    return " ".join((message or type(error).__name__).split())


def _environment_of(folder: Path | None) -> "Environment":
    from feedsvc.feeds.pages.environment import environment_of  # noqa: PLC0415 - imports Jinja

    return environment_of(folder)


@cache
def _bundled_environment() -> "Environment":
    return _environment_of(None)
