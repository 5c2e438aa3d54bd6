"""The pages of a site: index, feeds, archives, stories, and their stylesheet and script."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec
from markupsafe import Markup

from feedsvc.entry import Entry
from feedsvc.feeds.model import ARCHIVE, Feed, FeedInfo, Kind, page_path
from feedsvc.feeds.pages.metadata import facts_of, news_article, open_graph
from feedsvc.feeds.pages.rendering import Publication, render, root_of

GROUPS: dict[Kind, str] = {
    "main": "All stories",
    "custom": "Selections",
    "section": "Sections",
    "language": "Languages",
    "author": "Authors",
    "tag": "Tags",
}
"""The kinds of feeds and their headings, in the order of the index."""

MANY_FEEDS = 20
"""The number of feeds above which the index has a search and links to its groups."""

GROUP_SIZE = 10
"""How many feeds of a large group the index shows; the rest are folded."""

BRIEF_FROM = 500
"""The number of folded feeds above which only their titles and sizes are shown."""

ROOT = "\0"
"""The root of the links in list items, in a character that XML and HTML do not allow."""

_TOO_FEW = 2
"""The largest number of remaining feeds that are shown rather than folded."""


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A section, tag or author that has a feed for story pages to link to."""

    kind: Kind
    term: str
    path: str


class Group(NamedTuple):
    """The feeds of one kind on the index: those shown, and those folded below them.

    If many are folded, they are `brief`: their own pages have their URLs and stories.
    """

    kind: Kind
    heading: str
    shown: Sequence[FeedInfo]
    folded: Sequence[FeedInfo]
    brief: bool


class PageLink(NamedTuple):
    """A link from one page of a feed to another: link relation, label, URL path."""

    rel: str
    label: str
    path: str


def index_page(
    publication: Publication,
    feeds: Sequence[FeedInfo],
    *,
    latest: Sequence[Entry] = (),
) -> bytes:
    """Return the page at `/` with the latest stories and all feeds."""
    return render(
        "index.html",
        path="/",
        publication=publication,
        groups=list(_groups(feeds)),
        many=len(feeds) > MANY_FEEDS,
        latest=latest,
        languages=_alternates([feed for feed in feeds if feed.kind == "language"]),
        empty=not any(feed.count for feed in feeds),
    )


def list_item(publication: Publication, entry: Entry) -> bytes:
    """Return an entry, which has slug and published, as an item of any feed or archive page.

    It has `ROOT` where a page has its root.
    """
    values = {"publication": publication, "root": ROOT, "entry": entry, "with_summary": True}
    return publication.theme.page("_entry.html", values).encode()


def feed_page(
    publication: Publication,
    feed: Feed,
    items: Sequence[bytes],
    *,
    languages: Sequence[FeedInfo] = (),
) -> bytes:
    """Return the page of a feed, with its URLs and the items of its entries, newest first.

    For the feed of a language, `languages` are the feeds of all languages, itself included.
    """
    path = page_path(feed.path)
    return render(
        "feed.html",
        path=path,
        publication=publication,
        canonical=publication.base_url + path,
        feed=feed,
        items=_joined(items, path),
        page_links=_page_links(feed),
        languages=_alternates(languages),
    )


def archive_page(publication: Publication, feed: Feed, items: Sequence[bytes]) -> bytes:
    """Return a page of a feed's archive with its items, newest first; the feed has `page`."""
    path = f"{feed.path}{ARCHIVE}/{feed.page}/"
    return render(
        "archive.html",
        path=path,
        publication=publication,
        canonical=publication.base_url + path,
        feed=feed,
        items=_joined(items, path),
        page_links=_page_links(feed),
    )


def story_page(
    publication: Publication,
    entry: Entry,
    *,
    older: Entry | None = None,
    newer: Entry | None = None,
    topics: Sequence[Topic] = (),
) -> bytes:
    """Return the page of an entry, which has slug, link, published and updated.

    Its section, tags and authors become links if `topics` has a feed for them.
    """
    author_pages = {
        topic.term.casefold(): publication.base_url + topic.path
        for topic in topics
        if topic.kind == "author"
    }
    facts = facts_of(publication, entry, author_pages)
    return render(
        "story.html",
        path=f"/stories/{entry.slug}/",
        publication=publication,
        entry=entry,
        older=older,
        newer=newer,
        topics={(topic.kind, topic.term.casefold()): topic.path for topic in topics},
        summary=facts.summary,
        autodiscovery=_autodiscovery(publication),
        article=news_article(publication, entry, facts),
        tags=open_graph(publication, entry, facts),
    )


def not_found_page(publication: Publication) -> bytes:
    """Return the 404 page for web servers, with links relative to the host."""
    root = f"{urlsplit(publication.base_url).path}/"
    return render("not_found.html", path="", publication=publication, root=root)


def static_validate_page(publication: Publication) -> bytes:
    """Return the page for static files at the validator's path, which lists other validators."""
    return render("validate_static.html", path="/validate/", publication=publication)


def stylesheet(publication: Publication) -> bytes:
    """Return the stylesheet of all pages."""
    return publication.theme.asset("style.css")


def script(publication: Publication) -> bytes:
    """Return the script of all pages."""
    return publication.theme.asset("script.js")


@lru_cache(maxsize=8)
def _autodiscovery(publication: Publication) -> Markup:
    """Return the links to the main feed, which are the same on all story pages."""
    values = {"publication": publication, "folder": "/", "title": publication.title}
    html = publication.theme.page("_autodiscovery.html", values).strip()
    return Markup(html)  # noqa: S704 -- a template has escaped it


def _joined(items: Sequence[bytes], path: str) -> Markup:
    """Return list items as HTML, with links relative to a page's URL path."""
    html = b"".join(items).decode().replace(ROOT, root_of(path))
    return Markup(html)  # noqa: S704 -- a template has escaped it


def _groups(feeds: Sequence[FeedInfo]) -> Iterator[Group]:
    """Yield the groups that have feeds; a large one shows the feeds that changed last."""
    for kind, heading in GROUPS.items():
        group = [feed for feed in feeds if feed.kind == kind]
        if len(group) <= GROUP_SIZE + _TOO_FEW:
            shown = group
        else:
            shown = sorted(group, key=lambda feed: feed.updated, reverse=True)[:GROUP_SIZE]
        paths = {feed.path for feed in shown}
        folded = [feed for feed in group if feed.path not in paths]
        if group:
            yield Group(kind, heading, shown, folded, brief=len(folded) > BRIEF_FROM)


def _page_links(feed: Feed) -> list[PageLink]:
    """Return the links between the pages of a feed, from newest to oldest."""
    folder = f"{feed.path}{ARCHIVE}/"
    current = page_path(feed.path)
    older = feed.pages if feed.page is None else feed.page - 1
    links = []
    if feed.page is not None:
        newer = f"{folder}{feed.page + 1}/" if feed.page < feed.pages else current
        links.append(PageLink("prev", "Newer stories", newer))
    if older:
        links.append(PageLink("next", "Older stories", f"{folder}{older}/"))
    if feed.page is not None and feed.page < feed.pages:
        links.append(PageLink("first", "Newest stories", current))
    if older > 1:
        links.append(PageLink("last", "Oldest stories", f"{folder}1/"))
    return links


def _alternates(languages: Sequence[FeedInfo]) -> Sequence[FeedInfo]:
    """Return the feeds that are language versions of each other, or none if there is only one."""
    alternates = [feed for feed in languages if feed.language]
    return alternates if len(alternates) > 1 else ()
