"""The documents of the site that can be checked: which there are, and what is found in one."""

from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from feedsvc.feeds import Document
from feedsvc.site import Site
from feedsvc.site.cache import NEVER, Span
from feedsvc.site.naming import NEWS_SITEMAP_PATH
from feedsvc.validator import Report, validate

MOST_FEEDS = 60
"""Of how many feeds the documents are offered by name; those of others are typed."""
KEPT_REPORTS = 64


class Choice(NamedTuple):
    """Documents that belong together, by their paths: those of a feed, in each format."""

    title: str
    paths: tuple[str, ...]


class Choices(NamedTuple):
    """The documents to choose from; they are `complete` where there are no others."""

    groups: tuple[Choice, ...]
    complete: bool

    def offers(self, path: str) -> bool:
        """Tell whether a document is offered by name."""
        return any(path in group.paths for group in self.groups)


class SiteDocuments:
    """The documents of one site that the validator knows; private feeds are not among them."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._choices, self._span = Choices((), complete=True), NEVER

    def choices(self) -> Choices:
        """Return what to choose from; it is put together when a story or the clock changes it."""
        site, at = self._site, self._site.now()
        generation = site.generation()
        if not self._span.covers(generation, at):
            feeds = site.feeds(at)
            names = [form.file_name for form in site.publication.formats]
            lists = Choice("Lists", ("/opml.xml", NEWS_SITEMAP_PATH))
            shown = (
                Choice(feed.title, tuple(feed.path + name for name in names))
                for feed in islice(feeds, MOST_FEEDS)
            )
            self._choices = Choices((*shown, lists), complete=len(feeds) <= MOST_FEEDS)
            self._span = Span(generation, at, site.next_change(at))
        return self._choices

    def find(self, asked: str) -> Document | None:
        """Return the document at a path or an address of the site; None where none is checked."""
        path = "/" + asked.removeprefix(self._site.settings.base_url).lstrip("/")
        document = self._site.document(path)
        if document is None or not (document.is_feed or path == NEWS_SITEMAP_PATH):
            return None
        return document

    def report(self, document: Document, profiles: tuple[str, ...]) -> Report:
        """Return what is found in a document: it is looked for once, however often one asks.

        Its link to itself is compared with its address. Raises ValueError for a profile that
        there is none of.
        """
        settings = self._site.settings
        address = settings.base_url + document.path
        return _report(document, address, settings.limits.document_bytes, profiles)


@lru_cache(maxsize=KEPT_REPORTS)
def _report(document: Document, address: str, limit: int, profiles: tuple[str, ...]) -> Report:
    return validate(document.body, location=address, limit=limit, profiles=profiles)
