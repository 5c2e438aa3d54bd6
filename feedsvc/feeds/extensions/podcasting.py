"""Apple's namespace: what directories of podcasts read of a show and of its episodes."""

from collections.abc import Sequence

from lxml import etree

from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.formatting import non_empty
from feedsvc.feeds.podcast import CHAPTERS_TYPE, Companion, Podcast


class _Itunes(Extension):
    prefix = "itunes"
    namespace = "http://www.itunes.com/dtds/podcast-1.0.dtd"

    def add_explicit(self, parent: etree._Element, *, explicit: bool) -> None:
        """Say whether parents are to be warned."""
        self.add(parent, "explicit", "true" if explicit else "false")


class ItunesShow(_Itunes):
    """The show."""

    podcast: Podcast

    def extend_rss(self, element: etree._Element) -> None:
        """Add to the channel; an owner only where an e-mail address is known."""
        channel, show = element[0], self.podcast
        self.add(channel, "author", show.author)
        if show.image:
            self.add(channel, "image", href=show.image)
        self._add_category(channel)
        self.add_explicit(channel, explicit=show.explicit)
        self.add(channel, "type", "episodic")
        if show.email:
            owner = self.add(channel, "owner")
            self.add(owner, "name", show.author)
            self.add(owner, "email", show.email)

    def _add_category(self, parent: etree._Element) -> None:
        for name in self.podcast.category.split(">"):
            parent = self.add(parent, "category", text=" ".join(name.split()))


class ItunesBlock(_Itunes):
    """A feed that no directory may list, as readers with a search also understand it."""

    def extend_rss(self, element: etree._Element) -> None:
        """Add to the channel."""
        self.add(element[0], "block", "Yes")


class ItunesEpisode(_Itunes):
    """An episode; `duration` is seconds."""

    authors: Sequence[str] = ()
    image: str | None = None
    duration: int | None = None
    explicit = False

    def extend_rss(self, element: etree._Element) -> None:
        """Add to the item."""
        if self.authors:
            self.add(element, "author", ", ".join(self.authors))
        if self.image:
            self.add(element, "image", href=self.image)
        if self.duration:
            self.add(element, "duration", str(self.duration))
        self.add_explicit(element, explicit=self.explicit)


class _PodcastNamespace(Extension):
    prefix = "podcast"
    namespace = "https://podcastindex.org/namespace/1.0"


class PodcastShow(_PodcastNamespace):
    """The show; one that is private is to be listed nowhere."""

    podcast: Podcast
    private = False

    def extend_rss(self, element: etree._Element) -> None:
        """Add to the channel."""
        channel, show = element[0], self.podcast
        self.add(channel, "guid", show.guid)
        self.add(channel, "locked", "yes" if show.locked else "no", **non_empty(owner=show.email))
        self.add(channel, "medium", "podcast")
        if self.private:
            self.add(channel, "block", "yes")


class PodcastEpisode(_PodcastNamespace):
    """An episode, with the documents that belong to it; `language` is that of transcripts."""

    companions: Sequence[Companion] = ()
    language: str | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add to the item."""
        for companion in self.companions:
            where = {"url": companion.url, "type": companion.type}
            if companion.type == CHAPTERS_TYPE:
                self.add(element, "chapters", **where)
            else:
                self.add(element, "transcript", **where, **non_empty(language=self.language))
