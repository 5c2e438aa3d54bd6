"""Pages for people, made from the Jinja templates: the index, one page a story, the stylesheet."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from feedsvc.entry import Entry
from feedsvc.feeds.listing import FeedInfo, Kind
from feedsvc.feeds.model import Feed
from feedsvc.feeds.rendering import Publication, render
from feedsvc.feeds.structured import news_article, open_graph

GROUPS: dict[Kind, str] = {
    "main": "All stories",
    "custom": "Selections",
    "section": "Sections",
    "language": "Languages",
    "author": "Authors",
    "tag": "Tags",
}
"""The kinds of feeds in the order that the index shows them, with their headings."""


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A section, tag or author that has a feed, so that a story page can link to it."""

    kind: Kind
    term: str
    path: str


def index_page(
    publication: Publication,
    feeds: Sequence[FeedInfo],
    *,
    latest: Sequence[Entry] = (),
) -> bytes:
    """Return the page at `/`: the publication, its latest stories, and every feed."""
    groups = {heading: [f for f in feeds if f.kind == kind] for kind, heading in GROUPS.items()}
    return render(
        "index.html",
        path="/",
        publication=publication,
        groups={heading: group for heading, group in groups.items() if group},
        latest=latest,
        languages=_alternates([feed for feed in feeds if feed.kind == "language"]),
        empty=not any(feed.count for feed in feeds),
    )


def feed_page(publication: Publication, feed: Feed, languages: Sequence[FeedInfo] = ()) -> bytes:
    """Return the page of a feed in its folder: its addresses and its entries, newest first.

    Of the page of a language, `languages` are the feeds of all languages, itself included.
    """
    return render(
        "feed.html",
        path=feed.path,
        publication=publication,
        feed=feed,
        languages=_alternates(languages),
    )


def story_page(
    publication: Publication,
    entry: Entry,
    *,
    older: Entry | None = None,
    newer: Entry | None = None,
    topics: Sequence[Topic] = (),
) -> bytes:
    """Return the page of one entry, which has slug, link, published and updated.

    Its section, tags and authors become links where `topics` has a feed for them.
    """
    homes = {
        topic.term.casefold(): publication.base_url + topic.path
        for topic in topics
        if topic.kind == "author"
    }
    return render(
        "story.html",
        path=f"/stories/{entry.slug}/",
        publication=publication,
        entry=entry,
        older=older,
        newer=newer,
        topics={(topic.kind, topic.term.casefold()): topic.path for topic in topics},
        article=news_article(publication, entry, homes),
        tags=list(open_graph(publication, entry, homes)),
    )


def not_found_page(publication: Publication) -> bytes:
    """Return the page that web servers show where nothing is: its links start at the host."""
    root = f"{urlsplit(publication.base_url).path}/"
    return render("not_found.html", path="", publication=publication, root=root)


def stylesheet(publication: Publication) -> bytes:
    """Return the one stylesheet of all pages."""
    return publication.theme.asset("style.css")


def script(publication: Publication) -> bytes:
    """Return the one script of all pages."""
    return publication.theme.asset("script.js")


def _alternates(languages: Sequence[FeedInfo]) -> Sequence[FeedInfo]:
    """Return the feeds that pages name as each other's versions: none where there is one alone."""
    told = [feed for feed in languages if feed.language]
    return told if len(told) > 1 else ()
