"""The extensions that only some feeds need, so that others do not declare their namespaces."""

from collections.abc import Collection, Iterator

from feedsvc.entry import Entry
from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.extensions.partners import (
    DublinCoreTerms,
    Microsoft,
    SmartNews,
    SourceText,
    WebFeeds,
)
from feedsvc.feeds.extensions.podcasting import (
    ItunesBlock,
    ItunesEpisode,
    ItunesPodcast,
    PodcastChannel,
    PodcastEpisode,
)
from feedsvc.feeds.extensions.syndication import GeoRss, History, Tombstones
from feedsvc.feeds.model import Feed
from feedsvc.feeds.podcast import episode_image, episode_media


def namespaces_needed(_feed: Feed, entry: Entry) -> tuple[str, ...]:
    """Return the prefixes of the namespaces that an entry needs in RSS and Atom, sorted."""
    return (GeoRss.prefix,) if entry.location else ()


def namespaces_needed_in_rss(feed: Feed, entry: Entry) -> tuple[str, ...]:
    """Return the prefixes of the namespaces that an entry needs in RSS, sorted."""
    needs = namespaces_needed(feed, entry)
    return (*needs, SourceText.prefix) if feed.full and entry.markdown else needs


def feed_extensions(feed: Feed, needs: Collection[str]) -> Iterator[Extension]:
    """Yield the extensions of a feed in RSS and Atom, beyond those of every feed.

    `needs` are the prefixes of the namespaces that its entries need.
    """
    if feed.page is not None:
        yield History()
    if feed.tombstones:
        yield Tombstones(entries=feed.tombstones)
    if not feed.branding.is_plain:
        yield WebFeeds(branding=feed.branding)
    if GeoRss.prefix in needs:
        yield GeoRss()


def channel_extensions(feed: Feed, needs: Collection[str]) -> Iterator[Extension]:
    """Yield the extensions of an RSS channel, beyond those of every channel."""
    yield from feed_extensions(feed, needs)
    if feed.private:
        yield ItunesBlock()
    if SourceText.prefix in needs:
        yield SourceText()
    if feed.branding.snf_logo:
        yield SmartNews(url=feed.branding.snf_logo)
    if feed.msn:
        yield DublinCoreTerms()
        yield Microsoft()
    if feed.podcast:
        yield ItunesPodcast(podcast=feed.podcast)
        yield PodcastChannel(podcast=feed.podcast, private=feed.private)


def entry_extensions(entry: Entry) -> Iterator[Extension]:
    """Yield the extensions of an RSS item or an Atom entry, beyond those of every entry."""
    if entry.location:
        yield GeoRss(point=entry.location)


def item_extensions(feed: Feed, entry: Entry) -> Iterator[Extension]:
    """Yield the extensions of an RSS item, beyond those of every item."""
    yield from entry_extensions(entry)
    if feed.full and entry.markdown:
        yield SourceText(markdown=entry.markdown)
    if feed.msn:
        yield DublinCoreTerms(modified=entry.updated)
        yield Microsoft()
    podcast = feed.podcast
    if podcast:
        episode = episode_media(entry)
        yield ItunesEpisode(
            authors=[author.name for author in entry.authors],
            image=episode_image(entry),
            duration=episode.duration if episode else None,
            explicit=podcast.explicit,
        )
        yield PodcastEpisode(
            companions=[each for each in podcast.companions if each.entry_id == entry.id],
            language=entry.language or feed.language,
        )
