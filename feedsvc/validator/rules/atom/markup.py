"""HTML and XHTML in Atom's texts and content, and XHTML in RSS items."""

from feedsvc.validator import formats
from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Spots
from feedsvc.validator.examples import entry, item
from feedsvc.validator.registry import rule
from feedsvc.validator.rules.atom.text import CONSTRUCTS, CONTENT, TYPED, binary, decoded, kind
from feedsvc.validator.rules.specs import PROFILE, RFC4287
from feedsvc.validator.rules.xml.strays import supported
from feedsvc.validator.values import html, xhtml
from feedsvc.validator.values.html import Faults

INLINE = (f"{{{ns.XHTML}}}body", f"{{{ns.XHTML}}}div")
_PLACES = (*TYPED, *INLINE)


def _html(text: str) -> str:
    return f'<summary type="html">{text}</summary>'


_GOOD = entry(_html("&lt;p&gt;The crane stays.&lt;/p&gt;"))


def _div(inner: str) -> str:
    return f'<summary type="xhtml"><div xmlns="{ns.XHTML}">{inner}</div></summary>'


def _faults(element: Element, doc: Document) -> Faults | None:
    """Look at the markup in a text or content, whatever way it is written."""
    told = "xhtml" if element.tag in INLINE else kind(element)
    if len(element) and told not in {"text", "html"}:
        return xhtml.faults(element)
    if told in {"html", "text/html"}:
        return html.faults(doc.text(element))
    if element.tag == CONTENT and "html" in told and binary(element):
        return html.faults((decoded(element, doc) or b"").decode("utf-8", "replace"))
    return None


@rule(
    "security-risk",
    on=_PLACES,
    spec=f"{RFC4287}#section-8.1",
    bad=entry(_html("&lt;script&gt;go()&lt;/script&gt;")),
    good=_GOOD,
)
def safe_elements_in_atom(element: Element, doc: Document) -> Spots:
    """Content has an element that readers strip, for it could attack whoever reads."""
    found = _faults(element, doc)
    if found and found.risky_element:
        yield element, f"{ns.label(element.tag)} holds {found.risky_element}, which readers strip"


@rule(
    "security-risk-attr",
    on=_PLACES,
    spec=f"{RFC4287}#section-8.1",
    bad=entry(_html("&lt;p onclick='go()'&gt;The crane stays.&lt;/p&gt;")),
    good=_GOOD,
)
def safe_attributes_in_atom(element: Element, doc: Document) -> Spots:
    """Content has an attribute that readers strip: a script, or one that HTML does not know."""
    found = _faults(element, doc)
    if found and found.risky_attribute:
        name = ns.label(element.tag)
        yield element, f"{name} holds the attribute {found.risky_attribute}, which readers strip"


@rule(
    "dangerous-style-attr",
    on=_PLACES,
    spec=f"{RFC4287}#section-8.1",
    bad=entry(_html("&lt;p style='position: fixed'&gt;The crane stays.&lt;/p&gt;")),
    good=_GOOD,
)
def safe_style_in_atom(element: Element, doc: Document) -> Spots:
    """A style could cover the reader's own page, or load something."""
    found = _faults(element, doc)
    if found and found.style:
        yield (
            element,
            f"{ns.label(element.tag)} holds the style {found.style!r}, which readers strip",
        )


@rule(
    "not-html",
    on=_PLACES,
    spec=f"{RFC4287}#section-3.1.1.2",
    bad=entry(_html("&lt;p&gt;The &lt;b&gt;crane stays.&lt;/p&gt;")),
    good=_GOOD,
)
def valid_html_in_atom(element: Element, doc: Document) -> Spots:
    """Content is not correct HTML, so that every reader mends it in its own way."""
    found = _faults(element, doc)
    if found and found.not_html:
        yield element, f"{ns.label(element.tag)} is not correct HTML: {found.not_html}"


@rule(
    "contains-rel-ref",
    on=INLINE,
    spec=f"{PROFILE}#data-types-url",
    bad=item('<xhtml:body><xhtml:a href="/crane">The crane</xhtml:a> stays.</xhtml:body>'),
    good=item('<xhtml:body xml:base="https://news.example/"><xhtml:a href="/crane"/></xhtml:body>'),
)
def absolute_references_in_xhtml(element: Element, doc: Document) -> Spots:
    """XHTML in RSS has a relative reference, and nothing tells its base."""
    based = doc.format.family == formats.ATOM or doc.base(element) != (doc.location or "")
    found = None if based else _faults(element, doc)
    if found and found.relative:
        yield element, f"{ns.label(element.tag)} holds the relative reference {found.relative!r}"


@rule(
    "unexpected-text",
    on=(CONTENT,),
    spec=f"{RFC4287}#section-4.1.3.2",
    bad=entry('<content src="https://news.example/1.jpg" type="image/jpeg">A crane</content>'),
    good=entry('<content src="https://news.example/1.jpg" type="image/jpeg"/>'),
)
def text_beside_src(element: Element, doc: Document) -> Spots:
    """Content that is elsewhere has text in it, which readers ignore."""
    if "src" in element.attrib and doc.text(element).strip():
        yield element, "content with src has to be empty"


@rule(
    "unexpected-text",
    on=CONSTRUCTS,
    spec=f"{RFC4287}#section-3.1.1.3",
    bad=entry(_div("The crane").replace("</div>", "</div> stays.")),
    good=entry(_div("The crane stays.")),
)
def text_beside_div(element: Element, _doc: Document) -> Spots:
    """Text stands beside the div of an XHTML text, where no reader looks."""
    children = list(element.iterchildren("*"))
    beside = (element.text or "") + "".join([child.tail or "" for child in children])
    if kind(element) == "xhtml" and beside.strip():
        yield element, f"{ns.label(element.tag)} may hold a div alone, here {beside.strip()[:40]!r}"


@rule(
    "not-in-a-namespace",
    on=TYPED,
    spec=f"{RFC4287}#section-3.1.1.3",
    bad=entry(_div('The <b xmlns="">crane</b> stays.')),
    good=entry(_div("The <b>crane</b> stays.")),
)
def xhtml_without_namespace(element: Element, _doc: Document) -> Spots:
    """An element of XHTML has lost its namespace, so it is none of XHTML's."""
    if kind(element) == "xhtml":
        for inner in element.iterdescendants("*"):
            if inner.tag[:1] != "{":
                yield inner, f'write <{inner.tag} xmlns="{ns.XHTML}">'


@rule(
    "undefined-element",
    on=(f"{{{ns.ATOM}}}entry > {CONTENT}", f"{{{ns.ATOM}}}entry > {{{ns.ATOM}}}summary"),
    spec=f"{RFC4287}#section-3.1.1.3",
    bad=entry(_div('<edited xmlns="http://www.w3.org/2007/app">today</edited>')),
    good=entry(_div("<em>today</em>")),
)
def feed_element_in_xhtml(element: Element, _doc: Document) -> Spots:
    """An element of a feed vocabulary stands inside of XHTML, where no reader looks for it."""
    if kind(element) != "xhtml":
        return
    for inner in element.iterdescendants("*"):
        namespace = ns.split(inner.tag)[0]
        if namespace in supported() and namespace not in {ns.ATOM, ns.XHTML, ns.SVG, ns.MATHML}:
            yield inner, f"{ns.label(inner.tag)} has no place inside of XHTML"
