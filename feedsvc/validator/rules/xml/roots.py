"""Rules for the root element: its format, namespace, version and DOCTYPE."""

import re
from functools import cache

from feedsvc.validator import formats
from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Faults
from feedsvc.validator.examples import document
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import RFC4287, RSS
from feedsvc.validator.rules.xml.structure import supported
from feedsvc.validator.source import Source, SourceFaults

_GOOD_RSS = document('<rss version="2.0"><channel/></rss>')
_GOOD_ATOM = document('<feed xmlns="http://www.w3.org/2005/Atom"/>')
_VERSIONS = ("2.0", "0.91", "0.92", "0.93", "0.94")
_ROOTS = ("rss", "feed", "entry", "RDF", "opml", "outlineDocument", "Channel")
_NETSCAPE = "-//Netscape Communications//DTD RSS 0.91//EN"


@rule(
    "undefined-element",
    form=Form.SOURCE,
    spec=f"{RSS}#whatIsRss",
    bad=document("<html><body>Not found</body></html>"),
    good=_GOOD_RSS,
)
def undefined_root(source: Source) -> SourceFaults:
    """The document is not a feed.

    The root element of a feed is rss, feed or rdf:RDF; that of a subscription list is opml. If it
    is html, the server sent an error page, or you used the URL of the website. Check the URL.
    """
    is_xml = source.readable and source.text.lstrip()[:1] == "<"
    name = source.root_name if is_xml else ""
    if name and name.rpartition(":")[2] not in _ROOTS:
        place = source.position(max(source.text.find(f"<{name}"), 0))
        yield place, f"<{name}> is not the root element of a feed; check the URL"


@rule(
    "not-in-a-namespace",
    Severity.ERROR,
    form=Form.DOCUMENT,
    spec=f"{RFC4287}#section-1.2",
    bad=document("<feed><title>Harbour News</title></feed>"),
    good=_GOOD_ATOM,
)
def not_in_a_namespace(doc: Document) -> Faults:
    """An element has no namespace but needs one.

    Feed readers compare full names, so an Atom feed without its namespace is not recognized as a
    feed. Declare the namespace with xmlns.
    """
    if doc.root_tag in {"feed", "entry"}:
        yield doc.root, f'{doc.root_tag} has no namespace; write <{doc.root_tag} xmlns="{ns.ATOM}">'
    if doc.format.family != formats.RSS:
        return
    known = _known()
    for child in doc.root.iter("{}*") if doc.declared.keys() - known else ():
        parent = child.getparent()
        if parent is not None and ns.split(parent.tag)[0] not in known:
            yield child, f"{child.tag} has no namespace; give it that of {ns.label(parent.tag)}"


@cache
def _known() -> frozenset[str]:
    return frozenset({"", *ns.PREFIXES, *supported()})


@rule(
    "invalid-namespace",
    Severity.ERROR,
    form=Form.DOCUMENT,
    spec=f"{RFC4287}#section-1.2",
    bad=document('<feed xmlns="http://www.w3.org/2005/atom"/>'),
    good=_GOOD_ATOM,
)
def invalid_namespace(doc: Document) -> Faults:
    """The root element is in the wrong namespace.

    Namespaces are compared character by character, so feed readers do not recognize the feed. Copy
    the namespace from the specification; RSS 2.0 has none.
    """
    wrong = ns.split(doc.root_tag)[0]
    right = doc.corrected.get(wrong)
    if wrong and right is not None:
        message = (
            f"the namespace of {ns.split(doc.root_tag)[1]} must be {right or 'empty'}, not {wrong}"
        )
        yield doc.root, message


@rule(
    "obsolete-namespace",
    Severity.ERROR,
    form=Form.DOCUMENT,
    spec=f"{RFC4287}#section-1.2",
    bad=document('<feed version="0.3" xmlns="http://purl.org/atom/ns#"/>'),
    good=_GOOD_ATOM,
)
def obsolete_namespace(doc: Document) -> Faults:
    """The feed is written in a draft version of Atom.

    Many feed readers support only Atom 1.0, which replaced the drafts in 2005. Write Atom 1.0.
    """
    if ns.split(doc.root_tag)[0] == ns.ATOM03:
        version = doc.root.get("version") or "0.3"
        message = f'Atom {version} is obsolete; write Atom 1.0, with <feed xmlns="{ns.ATOM}">'
        yield doc.root, message


@rule(
    "invalid-rss-version",
    Severity.ERROR,
    form=Form.DOCUMENT,
    spec=f"{RSS}#whatIsRss",
    bad=document('<rss version="3.0"><channel/></rss>'),
    good=_GOOD_RSS,
)
def rss_version(doc: Document) -> Faults:
    """The RSS version does not exist.

    Feed readers use the version to decide how to read the feed. Write 2.0.
    """
    if doc.format.family != formats.RSS:
        return
    version = doc.root.get("version")
    if version is not None and version not in _VERSIONS:
        yield doc.root, f"there is no RSS version {version!r}; write 2.0"


@rule(
    "invalid-doctype",
    Severity.ERROR,
    form=Form.DOCUMENT,
    spec="https://www.rssboard.org/rss-0-9-1-netscape",
    bad=document(
        f'<!DOCTYPE rss PUBLIC "{_NETSCAPE}" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
        '<rss version="2.0"><channel/></rss>'
    ),
    good=_GOOD_RSS,
)
def invalid_doctype(doc: Document) -> Faults:
    """The DOCTYPE is for another version of RSS.

    Netscape's DTD describes RSS 0.91 only, so its DOCTYPE makes a newer feed invalid. Remove the
    DOCTYPE.
    """
    if "rss-0.91" in doc.source.doctype.lower() and doc.format.version != "0.91":
        message = "the DOCTYPE is for RSS 0.91, but the feed is not; remove the DOCTYPE"
        yield doc.root, message


@rule(
    "deprecated-dtd",
    Severity.ERROR,
    form=Form.DOCUMENT,
    spec="https://www.rssboard.org/rss-0-9-1-netscape",
    bad=document(
        f'<!DOCTYPE rss PUBLIC "{_NETSCAPE}" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
        '<rss version="0.91"><channel/></rss>'
    ),
    good=document('<rss version="0.91"><channel/></rss>'),
)
def deprecated_dtd(doc: Document) -> Faults:
    """The feed depends on Netscape's DTD.

    The host of that DTD once went offline, and feed readers that load DTDs failed on every feed
    that referred to it. Remove the DOCTYPE, and write characters instead of named entities.
    """
    if re.search(r"my\.netscape\.com/publish/formats/rss-0\.91", doc.source.doctype):
        yield doc.root, "the feed depends on Netscape's DTD; remove the DOCTYPE and named entities"
