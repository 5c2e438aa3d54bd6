"""XML namespaces of feeds: their URIs, usual prefixes and common misspellings."""

import re
from functools import lru_cache

XML = "http://www.w3.org/XML/1998/namespace"
XHTML = "http://www.w3.org/1999/xhtml"
ATOM = "http://www.w3.org/2005/Atom"
ATOM03 = "http://purl.org/atom/ns#"
RSS090 = "http://my.netscape.com/rdf/simple/0.9/"
RSS1 = "http://purl.org/rss/1.0/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
GOOGLEPLAY = "http://www.google.com/schemas/play-podcasts/1.0"
PODCAST = "https://podcastindex.org/namespace/1.0"
THR = "http://purl.org/syndication/thread/1.0"
GEORSS = "http://www.georss.org/georss"
GML = "http://www.opengis.net/gml"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
ICBM = "http://postneo.com/icbm"
GEOURL = "http://geourl.org/rss/module/"
SY = "http://purl.org/rss/1.0/modules/syndication/"
SLASH = "http://purl.org/rss/1.0/modules/slash/"
WFW = "http://wellformedweb.org/CommentAPI/"
CREATIVE_COMMONS = "http://backend.userland.com/creativeCommonsRssModule"
CC = "http://web.resource.org/cc/"
CC_NS = "http://creativecommons.org/ns#"
SOURCE = "http://source.scripting.com/"
WEBFEEDS = "http://webfeeds.org/rss/1.0"
ADMIN = "http://webns.net/mvcb/"
BLOG_CHANNEL = "http://backend.userland.com/blogChannelModule"
FH = "http://purl.org/syndication/history/1.0"
AT = "http://purl.org/atompub/tombstones/1.0"
APP = "http://www.w3.org/2007/app"
FEEDBURNER = "http://rssnamespace.org/feedburner/ext/1.0"
FOAF = "http://xmlns.com/foaf/0.1/"
EV = "http://purl.org/rss/1.0/modules/event/"
CP = "http://my.theinfo.org/changed/1.0/rss/"
ANNOTATE = "http://purl.org/rss/1.0/modules/annotate/"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
TAXO = "http://purl.org/rss/1.0/modules/taxonomy/"
LINK = "http://purl.org/rss/1.0/modules/link/"
AGGREGATION = "http://purl.org/rss/1.0/modules/aggregation/"
TRACKBACK = "http://madskills.com/public/xml/rss/module/trackback/"
PINGBACK = "http://madskills.com/public/xml/rss/module/pingback/"
ACCESS = "http://www.bloglines.com/about/specs/fac-1.0"
CF = "http://www.microsoft.com/schemas/rss/core/2005"
INDEXING = "urn:atom-extension:indexing"
PSC = "http://podlove.org/simple-chapters"
RAWVOICE = "http://www.rawvoice.com/rawvoiceRssModule/"
SPOTIFY = "http://www.spotify.com/ns/rss"
YT = "http://www.youtube.com/xml/schemas/2015"
WIKI = "http://purl.org/rss/1.0/modules/wiki/"
SX = "http://feedsync.org/2007/feedsync"
OPML = "http://opml.org/spec2"
SNF = "http://www.smartnews.be/snf"
MI = "http://schemas.ingestion.microsoft.com/common/"
SVG = "http://www.w3.org/2000/svg"
MATHML = "http://www.w3.org/1998/Math/MathML"
XLINK = "http://www.w3.org/1999/xlink"

PREFIXES = {
    XML: "xml",
    XHTML: "xhtml",
    ATOM: "atom",
    RSS1: "rss",
    RDF: "rdf",
    RDFS: "rdfs",
    CONTENT: "content",
    DC: "dc",
    DCTERMS: "dcterms",
    MEDIA: "media",
    ITUNES: "itunes",
    GOOGLEPLAY: "googleplay",
    PODCAST: "podcast",
    THR: "thr",
    GEORSS: "georss",
    GML: "gml",
    GEO: "geo",
    ICBM: "icbm",
    GEOURL: "geourl",
    SY: "sy",
    SLASH: "slash",
    WFW: "wfw",
    CREATIVE_COMMONS: "creativeCommons",
    CC: "cc",
    SOURCE: "source",
    WEBFEEDS: "webfeeds",
    ADMIN: "admin",
    BLOG_CHANNEL: "blogChannel",
    FH: "fh",
    AT: "at",
    APP: "app",
    FEEDBURNER: "feedburner",
    FOAF: "foaf",
    EV: "ev",
    CP: "cp",
    ANNOTATE: "annotate",
    OPENSEARCH: "opensearch",
    TAXO: "taxo",
    LINK: "l",
    AGGREGATION: "ag",
    TRACKBACK: "trackback",
    PINGBACK: "pingback",
    ACCESS: "access",
    CF: "cf",
    INDEXING: "indexing",
    PSC: "psc",
    RAWVOICE: "rawvoice",
    SPOTIFY: "spotify",
    YT: "yt",
    SX: "sx",
    OPML: "opml",
    SNF: "snf",
    MI: "mi",
}
"""The usual prefix of each namespace, which paths and messages use."""

GROWING = frozenset({PODCAST, GOOGLEPLAY, SOURCE, WEBFEEDS, RAWVOICE, SPOTIFY, YT, PSC, SNF, MI})
"""Namespaces that add names without a new URI, so that an unknown name may be a new one."""

MARKUP = frozenset({XHTML, SVG, MATHML, XLINK, ATOM03, RSS090})
"""Namespaces of markup in content, and of early drafts that other rules report."""

EDITIONS = {
    "http://a9.com/-/spec/opensearchrss/1.0/": OPENSEARCH,
    "http://a9.com/-/spec/opensearch/1.0/": OPENSEARCH,
    "http://www.opengis.net/gml/3.2": GML,
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": PODCAST,
}
"""Other correct URIs of a namespace: of another edition, or declared equivalent."""

MISSPELLED = {
    "http://dublincore.org/documents/dcmi-namespace/": DC,
    "http://purl.org/dc/elements/1.0/": DC,
    "http://dublincore.org/documents/dcmi-terms/": DCTERMS,
    "http://video.search.yahoo.com/mrss": MEDIA,
    "http://tools.search.yahoo.com/mrss/": MEDIA,
    "http://search.yahoo.com/searchmonkey/media/": MEDIA,
    "http://www.rssboard.org/media-rss": MEDIA,
    "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html": CREATIVE_COMMONS,
    "http://www.google.com/schemas/play-podcasts/1.0/play-podcasts.xsd": GOOGLEPLAY,
    "http://purl.org/atom/app#": APP,
    "http://www.georss.org/georss/10": GEORSS,
    "http://w3.org/2005/Atom": ATOM,
}
"""Wrong URIs found in feeds; `intended` also ignores case, scheme and a final slash."""


def split(tag: str) -> tuple[str, str]:
    """Split a qualified tag into namespace (empty if there is none) and local name."""
    if tag[:1] != "{":
        return "", tag
    namespace, _, local = tag[1:].partition("}")
    return namespace, local


@lru_cache(maxsize=4096)
def label(tag: str) -> str:
    """Return a tag with its usual prefix: `media:content`, `title`, `itunes:image`."""
    namespace, local = split(tag)
    prefix = PREFIXES.get(namespace, "") if namespace not in {ATOM, RSS1} else ""
    return f"{prefix}:{local}" if prefix else local


@lru_cache(maxsize=4096)
def intended(namespace: str) -> str | None:
    """Return the known URI for a misspelled one, or for that of another edition.

    None if the URI is known itself, or cannot be matched.
    """
    if namespace in PREFIXES:
        return None
    return (
        EDITIONS.get(namespace) or MISSPELLED.get(namespace) or _BY_KEY.get(spelling_key(namespace))
    )


def spelling_key(namespace: str) -> str:
    """Return a URI without the parts often misspelled: scheme, `www.`, case, final slash."""
    return re.sub(r"\W+$", "", re.sub(r"^https?://(www\.)?", "", namespace.lower()))


_BY_KEY = {spelling_key(uri): uri for uri in PREFIXES}
