"""Text and content in Atom, and XHTML in RSS: declared types, encoding and safe markup."""

import binascii
import re

from feedsvc.validator import formats
from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Attr, Document, Element, Faults
from feedsvc.validator.examples import entry, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import rule
from feedsvc.validator.rules.atom.feed import ENTRY, tag
from feedsvc.validator.rules.common import PROFILE, RFC4287
from feedsvc.validator.rules.values.texts import undeclared_html
from feedsvc.validator.rules.xml.structure import supported
from feedsvc.validator.values import html
from feedsvc.validator.values import text as texts
from feedsvc.validator.values.html import HtmlFaults

_CONSTRUCTS = (
    *(tag(name) for name in ("title", "subtitle", "rights", "summary")),
    f"{{{ns.AT}}}comment",
)
_CONTENT = tag("content")
_TYPED = (*_CONSTRUCTS, _CONTENT)
_XHTML_DIV = f"{{{ns.XHTML}}}div"
_SHORT = frozenset({"text", "html", "xhtml"})
_DIV = '<div xmlns="http://www.w3.org/1999/xhtml">The crane stays.</div>'
_DOCUMENT_TYPES = ("text/html", "application/xhtml+xml")


def _declared_type(element: Element) -> str:
    """Return the declared type in lowercase, without parameters; `text` if there is none."""
    return texts.declared_type(element.get("type", "text"))


def _of_types(names: tuple[str, ...], *types: str) -> tuple[str, ...]:
    """Return places for `on`: elements of some names and types."""
    return tuple(f"{name}[@type='{one}']" for name in names for one in types)


@rule(
    "invalid-text-type",
    Severity.ERROR,
    on=_CONSTRUCTS,
    spec=f"{RFC4287}#section-3.1.1",
    bad=entry('<title type="text/html">Crane stays</title>'),
    good=entry('<title type="html">Crane stays</title>'),
)
def text_type(element: Element, _doc: Document) -> Faults:
    """The type of a text element is not text, html or xhtml.

    Media types are allowed on content only. Feed readers do not know how to show such text and
    often drop it. For HTML, write type="html".
    """
    value = element.get("type")
    if value is not None and value.strip() and value not in _SHORT:
        message = f"{ns.label(element.tag)}/@type must be text, html or xhtml, not {value!r}"
        yield Attr(element, "type"), message


@rule(
    "invalid-mime-type",
    on=(_CONTENT,),
    spec=f"{RFC4287}#section-4.1.3.1",
    bad=entry('<content type="markdown">Crane *stays*</content>'),
    good=entry('<content type="text/markdown">Crane *stays*</content>'),
)
def content_type(element: Element, _doc: Document) -> Faults:
    """The type of a content element is not text, html, xhtml or a non-composite media type."""
    value = element.get("type")
    if value is None or not value.strip():
        return
    if value in _SHORT:
        if "src" in element.attrib:
            yield Attr(element, "type"), f"content with src needs a media type, not {value!r}"
    elif not texts.is_media_type(value.strip()):
        message = f"content/@type {value!r} is not a media type such as text/html"
        yield Attr(element, "type"), message
    elif value.lower().startswith(("multipart/", "message/")):
        yield Attr(element, "type"), f"content/@type must not be a composite type such as {value!r}"


@rule(
    "missing-type-attr",
    Severity.WARNING,
    on=(_CONTENT,),
    spec=f"{RFC4287}#section-4.1.3.2",
    bad=entry('<content src="https://news.example/1.jpg"/>'),
    good=entry('<content src="https://news.example/1.jpg" type="image/jpeg"/>'),
)
def missing_type(element: Element, _doc: Document) -> Faults:
    """Content with a src attribute has no type.

    Feed readers have to download the file to find out whether they can show it. Add its media type.
    """
    if element.get("src") is not None and element.get("type") is None:
        yield element, "content with src has no type; add the media type of the file"


@rule(
    "not-blank",
    on=_TYPED,
    spec=f"{RFC4287}#section-4.1.1.1",
    bad=entry("<summary/>"),
    good=entry("<summary>The crane stays.</summary>"),
)
def blank_text(element: Element, doc: Document) -> Faults:
    """A text element is empty, so feed readers show nothing."""
    if len(element) or doc.text(element).strip() or "src" in element.attrib:
        return
    yield element, f"{ns.label(element.tag)} is empty"


@rule(
    "contains-undeclared-html",
    on=_of_types(_TYPED, "text", "text/plain"),
    spec=f"{RFC4287}#section-3.1.1.1",
    bad=entry("<summary>The &lt;b&gt;crane&lt;/b&gt; stays.</summary>"),
    good=entry('<summary type="html">The &lt;b&gt;crane&lt;/b&gt; stays.</summary>'),
)
def markup_in_plain_text(element: Element, doc: Document) -> Faults:
    """Text declared as plain contains markup, so feed readers show the tags."""
    if message := undeclared_html.check(doc.text(element)):
        yield element, f"{ns.label(element.tag)} {message}"


@rule(
    "undefined-element",
    on=_TYPED,
    spec=f"{RFC4287}#section-3.1.1",
    bad=entry("<summary>The <b>crane</b> stays.</summary>"),
    good=entry(f'<summary type="xhtml">{_DIV}</summary>'),
)
def element_in_text(element: Element, _doc: Document) -> Faults:
    """An element is inside text whose type does not allow elements."""
    first = next(element.iterchildren("*"), None) if len(element) else None
    if first is None:
        return
    declared = _declared_type(element)
    if "src" in element.attrib:
        yield first, "content with src must be empty; remove its elements"
    elif declared in {"text", "html"} or (declared.startswith("text/") and declared != "text/xml"):
        message = f"{ns.label(element.tag)} of type {declared} contains elements; escape the tags"
        yield first, message


@rule(
    "not-escaped",
    Severity.ERROR,
    on=_of_types(_TYPED, "html", "text/html"),
    spec=f"{RFC4287}#section-3.1.1.2",
    bad=entry('<summary type="html">The <b>crane</b> stays.</summary>'),
    good=entry('<summary type="html">The &lt;b&gt;crane&lt;/b&gt; stays.</summary>'),
)
def not_escaped(element: Element, _doc: Document) -> Faults:
    """HTML is not escaped.

    With type="html", tags have to be escaped, as in &lt;b&gt;. Feed readers show only the text
    before the first element, or nothing. Escape the markup, or use type="xhtml" with a div.
    """
    if next(element.iterchildren("*"), None) is not None:
        message = f"{ns.label(element.tag)} of type html contains elements; write tags as &lt;b&gt;"
        yield element, message


@rule(
    "missing-xhtml-div",
    Severity.ERROR,
    on=_of_types(_TYPED, "xhtml"),
    spec=f"{RFC4287}#section-3.1.1.3",
    bad=entry('<summary type="xhtml">The crane stays.</summary>'),
    good=entry(f'<summary type="xhtml">{_DIV}</summary>'),
)
def missing_div(element: Element, _doc: Document) -> Faults:
    """XHTML is not wrapped in a single div element.

    Feed readers show what is inside the div; without it, many show nothing. Wrap the content in one
    div in the XHTML namespace.
    """
    if "src" in element.attrib:
        return
    children = list(element.iterchildren("*"))
    outside_text = (element.text or "") + "".join(child.tail or "" for child in children)
    if len(children) != 1 or children[0].tag != _XHTML_DIV or outside_text.strip():
        message = f'{ns.label(element.tag)} needs one <div xmlns="{ns.XHTML}"> around its content'
        yield element, message


@rule(
    "not-inline",
    Severity.WARNING,
    on=_of_types(_TYPED, "xhtml"),
    spec=f"{RFC4287}#section-3.1.1.3",
    bad=entry('<summary type="xhtml">&lt;p&gt;The crane stays.&lt;/p&gt;</summary>'),
    good=entry(f'<summary type="xhtml">{_DIV}</summary>'),
)
def not_inline(element: Element, _doc: Document) -> Faults:
    """XHTML is escaped.

    With type="xhtml", tags are part of the XML. Feed readers show escaped tags as text. Unescape
    the markup, or declare type="html".
    """
    inner = [
        child for child in element.iter("*") if child is not element and child.tag != _XHTML_DIV
    ]
    if not inner and texts.markup("".join(map(str, element.itertext()))):
        message = f'{ns.label(element.tag)} of type xhtml has escaped tags; write type="html"'
        yield element, message


@rule(
    "html-fragment",
    Severity.WARNING,
    on=_of_types(_TYPED, *_DOCUMENT_TYPES),
    spec=f"{RFC4287}#section-4.1.3.3",
    bad=entry('<content type="text/html">The &lt;b&gt;crane&lt;/b&gt; stays.</content>'),
    good=entry('<content type="html">The &lt;b&gt;crane&lt;/b&gt; stays.</content>'),
)
def html_fragment(element: Element, doc: Document) -> Faults:
    """An HTML fragment is declared as a complete HTML document.

    The types text/html and application/xhtml+xml are for complete documents. Feed readers look for
    an html element and may show nothing. Write type="html" or type="xhtml" for a fragment.
    """
    if "src" in element.attrib:
        return
    root = next(element.iterchildren("*"), None)
    whole = root is not None and root.tag == f"{{{ns.XHTML}}}html"
    if not whole and not re.search(r"<html\b", doc.text(element), re.IGNORECASE):
        message = 'content is an HTML fragment, not a document; write type="html" or type="xhtml"'
        yield Attr(element, "type"), message


@rule(
    "not-base64",
    Severity.ERROR,
    on=(_CONTENT,),
    spec=f"{RFC4287}#section-4.1.3.3",
    bad=entry('<content type="image/png">a crane</content>'),
    good=entry('<content type="image/png">aGFyYm91cg==</content>'),
)
def not_base64(element: Element, doc: Document) -> Faults:
    """Content that is neither text nor XML is not encoded in base64.

    Feed readers decode it as base64 and get garbage. Encode the data, or link to the file with src.
    """
    if _needs_base64(element) and _decoded(element, doc) is None:
        yield element, f"content of type {_declared_type(element)} is not valid base64; encode it"


def _needs_base64(element: Element) -> bool:
    """Return whether content is inline and of a type that has to be encoded in base64."""
    declared = _declared_type(element)
    inline = "/" in declared and "src" not in element.attrib
    return inline and not declared.startswith("text/") and not declared.endswith(("/xml", "+xml"))


def _decoded(element: Element, doc: Document) -> bytes | None:
    """Return the bytes that base64 content encodes, or None if it is not valid base64."""
    try:
        return binascii.a2b_base64("".join(doc.text(element).split()), strict_mode=True)
    except (binascii.Error, ValueError):
        return None


_INLINE = (f"{{{ns.XHTML}}}body", f"{{{ns.XHTML}}}div")
_PLACES = (*(f"{name}[@type!='text']" for name in _TYPED), *_INLINE)


def _html(text: str) -> str:
    return f'<summary type="html">{text}</summary>'


_GOOD = entry(_html("&lt;p&gt;The crane stays.&lt;/p&gt;"))


def _div(inner: str) -> str:
    return f'<summary type="xhtml"><div xmlns="{ns.XHTML}">{inner}</div></summary>'


def _faults(element: Element, doc: Document) -> HtmlFaults | None:
    """Check the markup of a text or content element, whether escaped, inline or base64."""
    declared = "xhtml" if element.tag in _INLINE else _declared_type(element)
    if len(element) and declared not in {"text", "html"}:
        return html.xhtml_faults(element)
    if declared in {"html", "text/html"}:
        return html.faults(doc.text(element))
    if element.tag == _CONTENT and "html" in declared and _needs_base64(element):
        return html.faults((_decoded(element, doc) or b"").decode("utf-8", "replace"))
    return None


@rule(
    "security-risk",
    on=_PLACES,
    spec=f"{RFC4287}#section-8.1",
    bad=entry(_html("&lt;script&gt;go()&lt;/script&gt;")),
    good=_GOOD,
)
def safe_elements_in_atom(element: Element, doc: Document) -> Faults:
    """Content contains an element that feed readers remove for security."""
    faults = _faults(element, doc)
    if faults and faults.risky_element:
        message = (
            f"{ns.label(element.tag)} contains {faults.risky_element}, which feed readers remove"
        )
        yield element, message


@rule(
    "security-risk-attr",
    on=_PLACES,
    spec=f"{RFC4287}#section-8.1",
    bad=entry(_html("&lt;p onclick='go()'&gt;The crane stays.&lt;/p&gt;")),
    good=_GOOD,
)
def safe_attributes_in_atom(element: Element, doc: Document) -> Faults:
    """Content contains an attribute that feed readers remove: a script or an unknown attribute."""
    faults = _faults(element, doc)
    if faults and faults.risky_attribute:
        name = ns.label(element.tag)
        message = (
            f"{name} contains the attribute {faults.risky_attribute}, which feed readers remove"
        )
        yield element, message


@rule(
    "dangerous-style-attr",
    on=_PLACES,
    spec=f"{RFC4287}#section-8.1",
    bad=entry(_html("&lt;p style='position: fixed'&gt;The crane stays.&lt;/p&gt;")),
    good=_GOOD,
)
def safe_style_in_atom(element: Element, doc: Document) -> Faults:
    """A style could cover the interface of a feed reader or load external content."""
    faults = _faults(element, doc)
    if faults and faults.style:
        message = f"contains the style {faults.style!r}, which feed readers remove"
        yield element, f"{ns.label(element.tag)} {message}"


@rule(
    "not-html",
    on=_PLACES,
    spec=f"{RFC4287}#section-3.1.1.2",
    bad=entry(_html("&lt;p&gt;The &lt;b&gt;crane stays.&lt;/p&gt;")),
    good=_GOOD,
)
def valid_html_in_atom(element: Element, doc: Document) -> Faults:
    """Content is not valid HTML, so each feed reader repairs it in its own way."""
    faults = _faults(element, doc)
    if faults and faults.not_html:
        yield element, f"{ns.label(element.tag)} is not valid HTML: {faults.not_html}"


@rule(
    "contains-rel-ref",
    on=_INLINE,
    spec=f"{PROFILE}#data-types-url",
    bad=item('<xhtml:body><xhtml:a href="/crane">The crane</xhtml:a> stays.</xhtml:body>'),
    good=item('<xhtml:body xml:base="https://news.example/"><xhtml:a href="/crane"/></xhtml:body>'),
)
def absolute_references_in_xhtml(element: Element, doc: Document) -> Faults:
    """XHTML in RSS contains a relative URL, and no base URL is declared."""
    based = doc.format.family == formats.ATOM or doc.base(element) != (doc.location or "")
    faults = None if based else _faults(element, doc)
    if faults and faults.relative:
        message = (
            f"{ns.label(element.tag)} has the relative URL {faults.relative!r}; write it in full"
        )
        yield element, message


@rule(
    "unexpected-text",
    on=(_CONTENT,),
    spec=f"{RFC4287}#section-4.1.3.2",
    bad=entry('<content src="https://news.example/1.jpg" type="image/jpeg">A crane</content>'),
    good=entry('<content src="https://news.example/1.jpg" type="image/jpeg"/>'),
)
def text_with_src(element: Element, doc: Document) -> Faults:
    """Content with a src attribute contains text, which feed readers ignore."""
    if element.get("src") is not None and doc.text(element).strip():
        yield element, "content with src must be empty; remove its text"


@rule(
    "unexpected-text",
    on=_of_types(_CONSTRUCTS, "xhtml"),
    spec=f"{RFC4287}#section-3.1.1.3",
    bad=entry(_div("The crane").replace("</div>", "</div> stays.")),
    good=entry(_div("The crane stays.")),
)
def text_outside_div(element: Element, _doc: Document) -> Faults:
    """XHTML has text outside its div, where feed readers ignore it."""
    children = list(element.iterchildren("*"))
    outside_text = (element.text or "") + "".join([child.tail or "" for child in children])
    if outside_text.strip():
        message = f"{ns.label(element.tag)} has text outside its div: {outside_text.strip()[:40]!r}"
        yield element, message


@rule(
    "not-in-a-namespace",
    on=_of_types(_TYPED, "xhtml"),
    spec=f"{RFC4287}#section-3.1.1.3",
    bad=entry(_div('The <b xmlns="">crane</b> stays.')),
    good=entry(_div("The <b>crane</b> stays.")),
)
def xhtml_without_namespace(element: Element, _doc: Document) -> Faults:
    """An element inside XHTML has no namespace, so it is not an XHTML element."""
    for inner in element.iterdescendants("*"):
        if inner.tag[:1] != "{":
            yield inner, f'{inner.tag} has no namespace; write <{inner.tag} xmlns="{ns.XHTML}">'


@rule(
    "undefined-element",
    on=_of_types((f"{ENTRY} > {_CONTENT}", f"{ENTRY} > {tag('summary')}"), "xhtml"),
    spec=f"{RFC4287}#section-3.1.1.3",
    bad=entry(_div('<edited xmlns="http://www.w3.org/2007/app">today</edited>')),
    good=entry(_div("<em>today</em>")),
)
def feed_element_in_xhtml(element: Element, _doc: Document) -> Faults:
    """An element of a feed vocabulary is inside XHTML, where feed readers ignore it."""
    for inner in element.iterdescendants("*"):
        namespace = ns.split(inner.tag)[0]
        if namespace in supported() and namespace not in {ns.ATOM, ns.XHTML, ns.SVG, ns.MATHML}:
            message = (
                f"{ns.label(inner.tag)} is inside XHTML; move it out of {ns.label(element.tag)}"
            )
            yield inner, message
