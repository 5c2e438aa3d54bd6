"""From a template to a page: what every page is given."""

from datetime import UTC, tzinfo

import msgspec

from feedsvc.feeds.model import FeedFormat
from feedsvc.feeds.pages.theme import Theme

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
