"""Namespaces for general use: Atom in RSS, Dublin Core, full text, archives, tombstones, places."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from lxml import etree

from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.formatting import whole_second
from feedsvc.feeds.model import Tombstone

_POLE, _DATE_LINE = 90, 180


class _AtomInRss(Extension, frozen=True, kw_only=True):
    prefix = "atom"
    namespace = "http://www.w3.org/2005/Atom"


class AtomChannel(_AtomInRss, frozen=True, kw_only=True):
    """The links of an RSS channel that RSS has no element for, such as `self`.

    Each link is a mapping of the attributes of `atom:link` (RFC 4287 section 4.2.7).
    """

    links: Sequence[Mapping[str, str]] = ()

    def extend_rss(self, element: etree._Element) -> None:
        """Add the links to the channel."""
        for link in self.links:
            self.add(element[0], "link", **link)


class AtomItem(_AtomInRss, frozen=True, kw_only=True):
    """The time an RSS item was changed, if it was changed after publication."""

    updated: datetime | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add `atom:updated`."""
        if self.updated:
            self.add(element, "updated", self.updated.isoformat())


class Content(Extension, frozen=True, kw_only=True):
    """The full text of an RSS item as HTML (`content:encoded`)."""

    prefix = "content"
    namespace = "http://purl.org/rss/1.0/modules/content/"

    encoded: str = ""

    def extend_rss(self, element: etree._Element) -> None:
        """Add the full text, escaped, since a CDATA section cannot contain every text."""
        if self.encoded:
            self.add(element, "encoded", self.encoded)


class DublinCore(Extension, frozen=True, kw_only=True):
    """An item's authors, whose RSS element requires an e-mail address, rights and language.

    `language` is a BCP 47 tag, set if it differs from the feed's.
    """

    prefix = "dc"
    namespace = "http://purl.org/dc/elements/1.1/"

    creators: Sequence[str] = ()
    rights: str | None = None
    language: str | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add one `dc:creator` per author, then rights and language."""
        for creator in self.creators:
            self.add(element, "creator", creator)
        if self.rights:
            self.add(element, "rights", self.rights)
        if self.language:
            self.add(element, "language", self.language)


class History(Extension, frozen=True, kw_only=True):
    """The flag of an archive page, which feed readers need to fetch only once (RFC 5005)."""

    prefix = "fh"
    namespace = "http://purl.org/syndication/history/1.0"

    def extend_rss(self, element: etree._Element) -> None:
        """Add `fh:archive` to the channel."""
        self.extend_atom(element[0])

    def extend_atom(self, element: etree._Element) -> None:
        """Add `fh:archive` to the feed."""
        self.add(element, "archive")


class Tombstones(Extension, frozen=True, kw_only=True):
    """The entries that were removed from an Atom feed (RFC 6721)."""

    prefix = "at"
    namespace = "http://purl.org/atompub/tombstones/1.0"

    entries: Sequence[Tombstone] = ()

    def extend_atom(self, element: etree._Element) -> None:
        """Add one `at:deleted-entry` per tombstone."""
        for entry in self.entries:
            when = whole_second(entry.when).isoformat()
            self.add(element, "deleted-entry", ref=entry.id, when=when)


class GeoRss(Extension, frozen=True, kw_only=True):
    """The place of an entry: latitude and longitude in degrees of WGS 84 (GeoRSS-Simple).

    Source: https://www.ogc.org/standards/georss.
    """

    prefix = "georss"
    namespace = "http://www.georss.org/georss"

    point: tuple[float, float] | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add `georss:point` with six decimals (a tenth of a metre), if the point is valid."""
        if self.point:
            latitude, longitude = self.point
            if abs(latitude) <= _POLE and abs(longitude) <= _DATE_LINE:
                self.add(element, "point", f"{_degrees(latitude)} {_degrees(longitude)}")

    extend_atom = extend_rss


def _degrees(value: float) -> str:
    return f"{round(value, 6) + 0.0:.6f}".rstrip("0").rstrip(".")
