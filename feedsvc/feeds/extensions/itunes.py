"""Apple's namespace: what directories of podcasts read of a show and of its episodes."""

from collections.abc import Sequence

from lxml import etree

from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.podcast import Podcast


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
