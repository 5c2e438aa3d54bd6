"""The documents of the site that visitors can validate, and their reports."""

from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from feedsvc.feeds import Document
from feedsvc.site import Site
from feedsvc.site.documents import NEVER, Span
from feedsvc.site.paths import NEWS_SITEMAP_PATH
from feedsvc.validator import Report, validate

MOST_FEEDS = 60
"""How many feeds are offered in a menu; beyond that, visitors type the path."""
MOST_REPORTS = 64
"""How many reports are cached."""


class Choice(NamedTuple):
    """The paths of documents that belong together, such as a feed in each format."""

    title: str
    paths: tuple[str, ...]


class Choices(NamedTuple):
    """The documents that a visitor can choose; `complete` if there are no others."""

    groups: tuple[Choice, ...]
    complete: bool

    def offers(self, path: str) -> bool:
        """Return whether a document is among the choices."""
        return any(path in group.paths for group in self.groups)


class SiteDocuments:
    """The documents of a site that can be validated; private feeds are excluded."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._choices, self._span = Choices((), complete=True), NEVER

    def choices(self) -> Choices:
        """Return the choices, cached until a story or the clock changes them."""
        site, at = self._site, self._site.now()
        generation = site.generation()
        if not self._span.covers(generation, at):
            feeds = site.feeds(at)
            names = [form.file_name for form in site.publication.formats]
            lists = Choice("Lists", ("/opml.xml", NEWS_SITEMAP_PATH))
            offered = (
                Choice(feed.title, tuple(feed.path + name for name in names))
                for feed in islice(feeds, MOST_FEEDS)
            )
            self._choices = Choices((*offered, lists), complete=len(feeds) <= MOST_FEEDS)
            self._span = Span(generation, at, site.next_change(at))
        return self._choices

    def find(self, requested: str) -> Document | None:
        """Return the document at a path or URL of the site, or None if it cannot be validated."""
        path = "/" + requested.removeprefix(self._site.settings.base_url).lstrip("/")
        document = self._site.document(path)
        if document is None or not (document.is_feed or path == NEWS_SITEMAP_PATH):
            return None
        return document

    def report(self, document: Document, profiles: tuple[str, ...]) -> Report:
        """Return the cached report on a document, whose self link must match its URL.

        Raises ValueError for an unknown profile.
        """
        settings = self._site.settings
        url = settings.base_url + document.path
        return _report(document, url, settings.limits.document_bytes, profiles)


@lru_cache(maxsize=MOST_REPORTS)
def _report(document: Document, url: str, limit: int, profiles: tuple[str, ...]) -> Report:
    return validate(document.body, location=url, limit=limit, profiles=profiles)
