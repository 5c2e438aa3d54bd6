"""OPML 2.0, the list of a site's feeds for import into readers (http://opml.org/spec2.opml)."""

from collections.abc import Sequence
from datetime import datetime

from lxml import etree

from feedsvc.feeds import rss
from feedsvc.feeds.formatting import non_empty, rfc822
from feedsvc.feeds.model import FeedInfo
from feedsvc.feeds.sanitize import strip_illegal, strip_illegal_in

OPML_TYPE = "text/x-opml; charset=utf-8"


def opml(title: str, feeds: Sequence[FeedInfo], updated: datetime) -> bytes:
    """Return the flat list of feeds as OPML, in the order given.

    The root has no namespace, because it makes some readers' importers fail.
    """
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = strip_illegal(title)
    etree.SubElement(head, "dateModified").text = rfc822(updated)
    etree.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = etree.SubElement(root, "body")
    for feed in feeds:
        etree.SubElement(body, "outline", _attributes(strip_illegal_in(feed)))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _attributes(feed: FeedInfo) -> dict[str, str]:
    name = feed.title or feed.link
    return non_empty(
        type="rss",
        text=name,
        title=name,
        xmlUrl=feed.url(rss.FILE_NAME),
        htmlUrl=feed.link,
        description=feed.description,
        language=feed.language,
    )
