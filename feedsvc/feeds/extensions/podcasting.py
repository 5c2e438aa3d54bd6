"""The namespaces of podcasts: Apple's (`itunes`) and Podcasting 2.0 (`podcast`)."""

from collections.abc import Sequence

from lxml import etree

from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.formatting import non_empty
from feedsvc.feeds.podcast import CHAPTERS_TYPE, Companion, Podcast


class _Itunes(Extension, frozen=True, kw_only=True):
    prefix = "itunes"
    namespace = "http://www.itunes.com/dtds/podcast-1.0.dtd"

    def add_explicit(self, parent: etree._Element, *, explicit: bool) -> None:
        """Add whether the content is explicit, so that apps can warn parents."""
        self.add(parent, "explicit", "true" if explicit else "false")


class ItunesPodcast(_Itunes, frozen=True, kw_only=True):
    """A podcast as a whole."""

    podcast: Podcast

    def extend_rss(self, element: etree._Element) -> None:
        """Add the podcast to the channel, with an owner only if the e-mail address is known."""
        channel, podcast = element[0], self.podcast
        self.add(channel, "author", podcast.author)
        if podcast.image:
            self.add(channel, "image", href=podcast.image)
        self._add_category(channel)
        self.add_explicit(channel, explicit=podcast.explicit)
        self.add(channel, "type", "episodic")
        if podcast.email:
            owner = self.add(channel, "owner")
            self.add(owner, "name", podcast.author)
            self.add(owner, "email", podcast.email)

    def _add_category(self, parent: etree._Element) -> None:
        for name in self.podcast.category.split(">"):
            parent = self.add(parent, "category", text=" ".join(name.split()))


class ItunesBlock(_Itunes, frozen=True, kw_only=True):
    """A feed that directories, and readers with a search, must not list."""

    def extend_rss(self, element: etree._Element) -> None:
        """Add `itunes:block` to the channel."""
        self.add(element[0], "block", "Yes")


class ItunesEpisode(_Itunes, frozen=True, kw_only=True):
    """An episode; `duration` is in seconds."""

    authors: Sequence[str] = ()
    image: str | None = None
    duration: int | None = None
    explicit: bool = False

    def extend_rss(self, element: etree._Element) -> None:
        """Add the episode to the item."""
        if self.authors:
            self.add(element, "author", ", ".join(self.authors))
        if self.image:
            self.add(element, "image", href=self.image)
        if self.duration:
            self.add(element, "duration", str(self.duration))
        self.add_explicit(element, explicit=self.explicit)


class _PodcastNamespace(Extension, frozen=True, kw_only=True):
    prefix = "podcast"
    namespace = "https://podcastindex.org/namespace/1.0"


class PodcastChannel(_PodcastNamespace, frozen=True, kw_only=True):
    """A podcast as a whole; directories must not list one that is `private`."""

    podcast: Podcast
    private: bool = False

    def extend_rss(self, element: etree._Element) -> None:
        """Add the podcast to the channel."""
        channel, podcast = element[0], self.podcast
        owner = non_empty(owner=podcast.email)
        self.add(channel, "guid", podcast.guid)
        self.add(channel, "locked", "yes" if podcast.locked else "no", **owner)
        self.add(channel, "medium", "podcast")
        if self.private:
            self.add(channel, "block", "yes")


class PodcastEpisode(_PodcastNamespace, frozen=True, kw_only=True):
    """An episode's transcripts and chapters; `language` is that of the transcripts."""

    companions: Sequence[Companion] = ()
    language: str | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add the companions to the item."""
        for companion in self.companions:
            source = {"url": companion.url, "type": companion.type}
            if companion.type == CHAPTERS_TYPE:
                self.add(element, "chapters", **source)
            else:
                language = non_empty(language=self.language)
                self.add(element, "transcript", **source, **language)
