"""The podcast namespace (Podcasting 2.0): who a show is, and what belongs to an episode."""

from collections.abc import Sequence

from lxml import etree

from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.podcast import CHAPTERS_TYPE, Companion, Podcast
from feedsvc.feeds.values import given


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
        self.add(channel, "locked", "yes" if show.locked else "no", **given(owner=show.email))
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
                self.add(element, "transcript", **where, **given(language=self.language))
