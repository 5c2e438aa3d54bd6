"""RSS 0.90 to 2.0, Atom 1.0 and 0.3, JSON Feed 1 and 1.1: how a publication moves in with its ids.

| entry | RSS | Atom | JSON Feed |
|---|---|---|---|
| source_id | `guid`, `rdf:about`, else a `link` that no other item has | `id` | `id` |
| title | `title`, `media:title` | `title` | `title` |
| link | `feedburner:origLink`, `link`, `atom:link`, `guid` that is a permalink | \
`link` alternate | `url`, `external_url` |
| content | `content:encoded`, `xhtml:body`, else `description` (see below) | \
`content`, else `summary` (see below) | `content_html`, `content_text` |
| summary | `description`, `itunes:summary` | `summary` | `summary` |
| published | `pubDate`, `dc:date`, `dcterms:issued`, `dcterms:created` | \
`published`, `issued` | `date_published` |
| updated | `atom:updated`, `dcterms:modified` | `updated`, `modified` | `date_modified` |
| authors | `dc:creator`, else `author`, `atom:author`, `itunes:author` | \
`author`, else the source's, else the feed's | `authors`, `author`, else the feed's |
| categories | `category` and `@domain`, `dc:subject`, `media:category`, `media:keywords` | \
`category` | `tags` |
| media | `enclosure`, `media:content`, `media:thumbnail`, `itunes:image` | \
`link` enclosure, Media RSS | `attachments`, `image`, `banner_image` |
| language | `dc:language`, `xml:lang`, else the channel's | `xml:lang` | \
`language`, else the feed's |
| rights | `dc:rights`, else the channel's `copyright` | `rights`, else the feed's | |
| location | `georss:point`, `georss:where`, `geo:lat` and `geo:long` | the same | |
| status | `media:status` | `app:draft`; a tombstone (RFC 6721) withdraws its entry | |

A `description` or `summary` without a full text beside it is the content where it is made of
blocks, or longer than a synopsis. Ids are kept letter by letter, so that readers know every
story again. Links are made absolute, by `xml:base` or the story's own link.
"""

from typing import Final

from feedsvc.errors import StoryError
from feedsvc.parsers.draft import Drafts
from feedsvc.parsers.feedfile.atom import read_atom
from feedsvc.parsers.feedfile.elements import namespace, short_name
from feedsvc.parsers.feedfile.jsonfeed import is_json_feed, read_json_feed
from feedsvc.parsers.feedfile.rss import read_rss
from feedsvc.parsers.reading.xml import ARCHIVE_ELEMENTS, line_of, local_name, read_xml, root_name
from feedsvc.parsers.source import Format, Parsed, Source

SUFFIXES: Final = frozenset((".xml", ".rss", ".atom", ".rdf", ".json", ".jsonfeed"))

_ROOTS: Final = frozenset(("rss", "RDF", "feed", "entry"))
_LOOKED_AT: Final = 4096


def claims(source: Source) -> bool:
    """Tell a feed by its first element or its `version`, whatever the file's name."""
    if is_json_feed(source.data):
        return True
    return b"<" in source.data[:_LOOKED_AT] and root_name(source) in _ROOTS


def parse(source: Source) -> Parsed:
    """Return the entries of a feed; raises StoryError where it is broken, or is no feed."""
    drafts = Drafts(source)
    if is_json_feed(source.data):
        read_json_feed(drafts, source)
        return drafts.parsed()
    root = read_xml(source, most=ARCHIVE_ELEMENTS)
    name = local_name(root)
    if name in ("feed", "entry"):
        if short_name(namespace(root)) != "atom":
            reason = f"its element {name!r} is not Atom's: the namespace is missing"
            cure = 'write xmlns="http://www.w3.org/2005/Atom" in it'
            raise StoryError(source.name, reason, cure=cure, line=line_of(root))
        read_atom(drafts, root)
    else:
        read_rss(drafts, root)
    return drafts.parsed()


FORMAT: Final = Format(name="feed", claims=claims, parse=parse, suffixes=SUFFIXES)
