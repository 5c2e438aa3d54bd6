"""RSS 0.90 to 2.0, Atom 1.0 and 0.3, JSON Feed 1 and 1.1, to import a publication with its ids.

| entry | RSS | Atom | JSON Feed |
|---|---|---|---|
| source_id | `guid`, `rdf:about`, else a `link` that is unique in the feed | `id` | `id` |
| title | `title`, `media:title` | `title` | `title` |
| link | `feedburner:origLink`, `link`, `atom:link`, `guid` that is a permalink | \
`link` alternate | `url`, `external_url` |
| content | `content:encoded`, `xhtml:body`, else `description` (see below) | \
`content`, else `summary` (see below) | `content_html`, `content_text` |
| summary | `description`, `itunes:summary` | `summary` | `summary` |
| published | `pubDate`, `dc:date`, `dcterms:issued`, `dcterms:created`, `atom:published` | \
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

Without a full text, a `description` or `summary` is the content if it contains block elements or
is longer than a synopsis. Ids are copied unchanged, so that feed readers recognize every story.
Links are made absolute, based on `xml:base` or the link of the story.
"""

from typing import Final

from feedsvc.errors import StoryError
from feedsvc.parsers.draft import Drafts
from feedsvc.parsers.feedfile.atom import read_atom
from feedsvc.parsers.feedfile.elements import namespace, short_name
from feedsvc.parsers.feedfile.jsonfeed import is_json_feed, read_json_feed
from feedsvc.parsers.feedfile.rss import read_rss
from feedsvc.parsers.reading.xml import ARCHIVE_ELEMENTS, line_of, local_name, read_xml, root_name
from feedsvc.parsers.source import Parsed, Source

_ROOTS: Final = frozenset(("rss", "RDF", "feed", "entry"))
_HEAD_BYTES: Final = 4096


def claims(source: Source) -> bool:
    """Return whether a file is a feed, by its root element or the `version` of JSON Feed."""
    if is_json_feed(source.data):
        return True
    return b"<" in source.data[:_HEAD_BYTES] and root_name(source) in _ROOTS


def parse(source: Source) -> Parsed:
    """Return the entries of a feed; raise StoryError if it is malformed or not a feed."""
    drafts = Drafts(source)
    if is_json_feed(source.data):
        read_json_feed(drafts, source)
        return drafts.finish()
    root = read_xml(source, max_elements=ARCHIVE_ELEMENTS)
    name = local_name(root)
    if name in ("feed", "entry"):
        if short_name(namespace(root)) != "atom":
            reason = f"the namespace of {name!r} is not Atom's: {namespace(root) or 'none'}"
            cure = 'add xmlns="http://www.w3.org/2005/Atom" to it'
            raise StoryError(source.name, reason, cure=cure, line=line_of(root))
        read_atom(drafts, root)
    else:
        read_rss(drafts, root)
    return drafts.finish()
