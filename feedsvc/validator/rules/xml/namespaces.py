"""Rules for namespaces and their prefixes: unknown, misspelled and misleading ones."""

from feedsvc.validator import formats
from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Faults
from feedsvc.validator.examples import document, feed
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import RFC4287, XMLNS

_GOOD_ATOM = document('<feed xmlns="http://www.w3.org/2005/Atom"/>')
_OLD_WIKI = "http://www.usemod.com/cgi-bin/mb.pl?ModWiki"

_KNOWN_UNCHECKED = (
    "http://schemas.google.com/",
    "http://www.w3.org/2000/09/xmldsig#",
    "http://base.google.com/",
    "http://gdata.youtube.com/",
    "http://purl.org/rss/1.0/modules/",
    "http://purl.org/atompub/rank/1.0",
    "http://prismstandard.org/namespaces/",
    "http://arxiv.org/schemas/atom",
    "http://www.w3.org/2001/XMLSchema",
    "com-wordpress:feed-additions:",
    "urn:flickr:",
    "http://www.nytimes.com/namespaces/rss/",
    "http://bbc.co.uk/2009/01/ppgRss",
    "https://schema.acast.com/",
    "https://omny.fm/rss-extensions",
    "https://feed.press/xmlns",
    "http://www.smartnews.be/snf",
    "http://schemas.ingestion.microsoft.com/",
    "https://www.newsbreak.com/",
    "http://hacks.benhammersley.com/rss/streaming/",
    "http://purl.oclc.org/net/rss_2.0/enc#",
    "http://www.discourse.org/",
)
"""The beginnings of well-known namespaces whose elements no rule checks."""


@rule(
    "media-rss-namespace",
    Severity.ERROR,
    form=Form.DOCUMENT,
    spec="https://www.rssboard.org/media-rss#namespace-declaration",
    bad=document(
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss"><channel>'
        "<media:rating>nonadult</media:rating></channel></rss>"
    ),
    good=document(
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        "<media:rating>nonadult</media:rating></channel></rss>"
    ),
)
def media_namespace(doc: Document) -> Faults:
    """The Media RSS namespace is misspelled.

    Feed readers compare namespaces character by character and find no media in the feed. The most
    common mistake is a missing slash at the end.
    """
    for wrong, right in doc.corrected.items():
        if right == ns.MEDIA and wrong in doc.used:
            yield doc.root, f"the namespace of Media RSS must be {right}, not {wrong}"


@rule(
    "unknown-namespace",
    Severity.WARNING,
    form=Form.DOCUMENT,
    once=True,
    spec=f"{RFC4287}#section-6.3",
    bad=feed('<tide:level xmlns:tide="https://tide.example/ns">3</tide:level>'),
    good=feed("<thr:total>3</thr:total>"),
)
def unknown_namespace(doc: Document) -> Faults:
    """An extension's namespace is unknown or misspelled.

    You may use an extension of your own, but feed readers ignore it. If you meant a common
    extension, correct the namespace: it is compared character by character.
    """
    for wrong, right in doc.corrected.items():
        if right in {"", ns.MEDIA} or wrong in ns.EDITIONS:
            continue
        if wrong in doc.used and wrong != ns.split(doc.root_tag)[0]:
            yield doc.root, f"misspelled namespace {wrong}; write {right}"
    for uri in doc.unknown:
        if not uri.startswith(_KNOWN_UNCHECKED):
            yield doc.root, f"unknown namespace {uri}; feed readers ignore its elements"


@rule(
    "unsupported-namespace",
    Severity.INFO,
    form=Form.DOCUMENT,
    once=True,
    spec=f"{RFC4287}#section-6.3",
    bad=feed('<gd:email xmlns:gd="http://schemas.google.com/g/2005">a@b.example</gd:email>'),
    good=feed("<thr:total>3</thr:total>"),
)
def unsupported_namespace(doc: Document) -> Faults:
    """The elements of a well-known extension are not checked.

    The validator knows this namespace but has no rules for it, so its elements may still contain
    mistakes.
    """
    for uri in doc.unknown:
        if uri.startswith(_KNOWN_UNCHECKED):
            yield doc.root, f"elements in the namespace {uri} are not checked"


@rule(
    "reserved-prefix",
    Severity.WARNING,
    form=Form.DOCUMENT,
    spec=f"{XMLNS}#ns-decl",
    bad=document('<rss version="2.0" xmlns:dc="https://dock.example/ns"><channel/></rss>'),
    good=document('<rss version="2.0" xmlns:dock="https://dock.example/ns"><channel/></rss>'),
)
def reserved_prefix(doc: Document) -> Faults:
    """A well-known prefix is bound to another namespace.

    Simple feed readers look only at the prefix and misread the element. Choose another prefix.
    """
    for uri, prefix in doc.prefixes:
        usual = _BY_PREFIX.get(prefix)
        if not usual or usual in {uri, ns.EDITIONS.get(uri)} or {uri, usual} == {ns.CC, ns.CC_NS}:
            continue
        if doc.corrected.get(uri) != ns.MEDIA:
            message = f"some feed readers assume that {prefix} means {usual}; choose another prefix"
            yield doc.root, message


@rule(
    "nonstd-prefix",
    Severity.INFO,
    form=Form.DOCUMENT,
    spec=f"{XMLNS}#ns-decl",
    bad=document(f'<rss version="2.0" xmlns:dublin="{ns.DC}"><channel/></rss>'),
    good=document(f'<rss version="2.0" xmlns:dc="{ns.DC}"><channel/></rss>'),
)
def unusual_prefix(doc: Document) -> Faults:
    """A well-known namespace has an unusual prefix.

    This is valid, but simple feed readers look only at the prefix and miss the elements. Use the
    common prefix.
    """
    for uri, prefix in doc.prefixes:
        usual = ns.PREFIXES.get(uri, "")
        if prefix and usual not in {"", "rss", prefix}:
            yield doc.root, f"the usual prefix of {uri} is {usual}, not {prefix}"


@rule(
    "obsolete-wiki-namespace",
    Severity.WARNING,
    form=Form.DOCUMENT,
    spec="https://www.meatballwiki.org/wiki/ModWiki",
    bad=document(f'<rss version="2.0" xmlns:wiki="{_OLD_WIKI}"><channel/></rss>'),
    good=document(f'<rss version="2.0" xmlns:wiki="{ns.WIKI}"><channel/></rss>'),
)
def obsolete_wiki(doc: Document) -> Faults:
    """The namespace of the wiki module is obsolete.

    The module moved to purl.org, and feed readers look for its elements there. Write the new
    namespace.
    """
    if _OLD_WIKI in doc.declared:
        yield doc.root, f"obsolete namespace of the wiki module; write {ns.WIKI}"


_BY_PREFIX = {prefix: uri for uri, prefix in ns.PREFIXES.items() if prefix not in {"rss", "l"}}


@rule(
    "avoid-namespace-prefix",
    Severity.WARNING,
    form=Form.DOCUMENT,
    spec=f"{XMLNS}#defaulting",
    bad=document('<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"/>'),
    good=_GOOD_ATOM,
)
def avoid_prefix(doc: Document) -> Faults:
    """An Atom feed uses a prefix for Atom or XHTML elements.

    This is valid, but simple feed readers look for names without a prefix and find nothing. Declare
    the default namespace with xmlns: Atom's on the feed, XHTML's on each div.
    """
    if doc.format.family != formats.ATOM:
        return
    for uri, prefix in doc.prefixes:
        if prefix and uri in {ns.ATOM, ns.XHTML}:
            message = f'avoid the prefix {prefix}; declare the namespace as xmlns="{uri}"'
            yield doc.root, message
