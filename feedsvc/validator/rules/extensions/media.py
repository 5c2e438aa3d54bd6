"""Rules of Media RSS that look at more than one value."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import At, Document, Element, Spots
from feedsvc.validator.examples import item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import rule
from feedsvc.validator.rules.common import HEADS, MEDIA, RFC4287, STORIES
from feedsvc.validator.rules.extensions.media_values import (
    currency,
    expression,
    medium,
    moment,
    play_time,
    price_type,
    restriction_relation,
    restriction_type,
    rights,
    status,
    text_type,
)
from feedsvc.validator.rules.values.lists import true_false
from feedsvc.validator.rules.values.markup import safe_attributes, safe_elements, valid_html
from feedsvc.validator.rules.values.numbers import (
    decimal,
    integer,
    non_negative_integer,
    positive_integer,
)
from feedsvc.validator.rules.values.texts import PLAIN, language, mime_attribute, undeclared_html
from feedsvc.validator.rules.values.uris import (
    FULL_IRI,
    URL,
    absolute_uri,
    uri_characters,
    uri_reference,
)
from feedsvc.validator.rules.xml.structure import no_text
from feedsvc.validator.values import media as values
from feedsvc.validator.values.codes import COUNTRIES
from feedsvc.validator.vocabulary import Child, declare, loose, many, may, need, optional

_CONTENT = '<media:content url="https://news.example/{}.mp4"/>'


def tag(name: str) -> str:
    """Give the tag of that name in Media RSS."""
    return f"{{{ns.MEDIA}}}{name}"


_TEXTS = (tag("title"), tag("description"), tag("text"))


@rule(
    "media-group-without-alternatives",
    Severity.ERROR,
    on=(tag("group"),),
    spec=f"{MEDIA}#media-group",
    bad=item("<media:group>" + _CONTENT.format(1) + "</media:group>"),
    good=item("<media:group>" + _CONTENT.format(1) + _CONTENT.format(2) + "</media:group>"),
)
def lonely_group(group: Element, _doc: Document) -> Spots:
    """A group holds fewer than two contents.

    A group is for the same thing in several encodings; players look for a choice.
    """
    if len(group.findall(tag("content"))) < 2:
        yield group, "media:group should hold two or more media:content of the same thing"


@rule(
    "missing-attribute",
    on=(tag("content"),),
    spec=f"{MEDIA}#media-content",
    bad=item('<media:content type="video/mp4"/>'),
    good=item('<media:content><media:player url="https://news.example/p"/></media:content>'),
)
def content_nowhere(content: Element, _doc: Document) -> Spots:
    """A content has neither an address nor a player, so nobody can play it."""
    if "url" not in content.attrib and content.find(tag("player")) is None:
        yield content, "media:content needs a url, or a media:player in it"


@rule(
    "invalid-media-rating",
    Severity.ERROR,
    on=(tag("rating"),),
    spec=f"{MEDIA}#media-rating",
    bad=item("<media:rating>harmless</media:rating>"),
    good=item("<media:rating>nonadult</media:rating>"),
)
def rating(element: Element, doc: Document) -> Spots:
    """A rating is not of its scheme.

    Players hide what they cannot rate, or show it to children.
    """
    scheme, value = element.get("scheme", "urn:simple"), doc.text(element)
    if not values.is_rating(scheme, value):
        yield element, f"media:rating {value.strip()!r} is none of {scheme}"


@rule(
    "invalid-media-hash",
    Severity.ERROR,
    on=(tag("hash"),),
    spec=f"{MEDIA}#media-hash",
    bad=item("<media:hash>abc</media:hash>"),
    good=item("<media:hash>dfdec888b72151965a34b4b59031290a</media:hash>"),
)
def checksum(element: Element, doc: Document) -> Spots:
    """A hash is not of its algorithm.

    Players compare it with the file, and throw the file away.
    """
    algorithm, value = element.get("algo", "md5"), doc.text(element).strip()
    length = values.HASHES.get(algorithm)
    if length is None:
        yield At(element, "algo"), f"media:hash/@algo is md5 or sha-1, not {algorithm!r}"
    elif len(value) != length or value.lower().strip("0123456789abcdef"):
        yield element, f"media:hash of {algorithm} has {length} hexadecimal digits"


@rule(
    "invalid-credit-role",
    Severity.ERROR,
    on=(tag("credit"),),
    spec=f"{MEDIA}#media-credit",
    bad=item('<media:credit role="boss">Ida Holm</media:credit>'),
    good=item('<media:credit role="photographer">Ida Holm</media:credit>'),
)
def credit_role(element: Element, _doc: Document) -> Spots:
    """A role is not of its scheme.

    Partners show the credit by its role, and leave out what they do not know.
    """
    role, scheme = element.get("role"), element.get("scheme", "urn:ebu")
    if role is None:
        return
    known = {"urn:ebu": values.EBU_ROLES, "urn:yvs": {"uploader", "owner"}}.get(scheme)
    if role != role.lower():
        yield At(element, "role"), f"media:credit/@role is in lower case: {role.lower()!r}"
    elif known is not None and role not in known:
        yield At(element, "role"), f"media:credit/@role {role!r} is no role of {scheme}"


@rule(
    "invalid-country-code",
    Severity.ERROR,
    on=(tag("restriction"),),
    spec="https://www.iso.org/iso-3166-country-codes.html",
    bad=item('<media:restriction relationship="deny" type="country">UK</media:restriction>'),
    good=item('<media:restriction relationship="deny" type="country">GB</media:restriction>'),
)
def countries(element: Element, doc: Document) -> Spots:
    """A country is none of ISO 3166.

    The restriction then holds for another country, or for none.
    """
    if element.get("type") != "country":
        return
    for code in doc.text(element).split():
        if code.upper() not in COUNTRIES and code not in {"all", "none"}:
            yield element, f"{code!r} is no country such as GB"


@rule(
    "invalid-media-restriction",
    Severity.ERROR,
    on=(tag("restriction"),),
    spec=f"{MEDIA}#media-restriction",
    bad=item('<media:restriction relationship="deny">SE</media:restriction>'),
    good=item('<media:restriction relationship="deny">all</media:restriction>'),
)
def restriction(element: Element, doc: Document) -> Spots:
    """A restriction does not say what it restricts, or names no addresses.

    Without a type only the words all and none have a meaning; players ignore the rest.
    """
    value = doc.text(element).strip()
    if "type" not in element.attrib and value not in {"", "all", "none"}:
        yield element, "media:restriction without a type is all or none"
    if element.get("type") == "uri":
        for address in value.split():
            if absolute_uri.check(address) or uri_characters.check(address):
                yield element, f"media:restriction names {address!r}, which is no address"


@rule(
    "deprecated-media-adult",
    Severity.WARNING,
    on=(tag("adult"),),
    spec=f"{MEDIA}#media-adult",
    bad=item("<media:adult>false</media:adult>"),
    good=item("<media:rating>nonadult</media:rating>"),
)
def adult(element: Element, _doc: Document) -> Spots:
    """media:adult was replaced by media:rating.

    Newer players look for the rating alone.
    """
    yield element, "write <media:rating>adult</media:rating> or nonadult"


@rule(
    "contains-undeclared-html",
    on=_TEXTS,
    spec=f"{MEDIA}#media-title",
    bad=item("<media:title>The &lt;b&gt;crane&lt;/b&gt;</media:title>"),
    good=item('<media:title type="html">The &lt;b&gt;crane&lt;/b&gt;</media:title>'),
)
def html_in_plain_text(element: Element, doc: Document) -> Spots:
    """A text that is said to be plain holds markup, which players show as it is."""
    message = undeclared_html.check(doc.text(element))
    if element.get("type", "plain") == "plain" and message:
        yield element, f"{ns.label(element.tag)} {message}"


def _html(element: Element, doc: Document) -> str:
    return doc.text(element) if element.get("type") == "html" else ""


@rule(
    "security-risk",
    on=_TEXTS,
    spec=f"{RFC4287}#section-8.1",
    bad=item('<media:text type="html">&lt;script&gt;go()&lt;/script&gt;</media:text>'),
    good=item('<media:text type="html">&lt;b&gt;The crane&lt;/b&gt;</media:text>'),
)
def safe_text(element: Element, doc: Document) -> Spots:
    """A text has an element that players strip, for it could attack whoever reads."""
    message = safe_elements.check(_html(element, doc))
    if message:
        yield element, f"{ns.label(element.tag)} {message}"


@rule(
    "security-risk-attr",
    on=_TEXTS,
    spec=f"{RFC4287}#section-8.1",
    bad=item("<media:text type='html'>&lt;p onclick='go()'&gt;Go&lt;/p&gt;</media:text>"),
    good=item('<media:text type="html">&lt;b&gt;The crane&lt;/b&gt;</media:text>'),
)
def safe_text_attributes(element: Element, doc: Document) -> Spots:
    """A text has an attribute that players strip, for it could attack whoever reads."""
    message = safe_attributes.check(_html(element, doc))
    if message:
        yield element, f"{ns.label(element.tag)} {message}"


@rule(
    "not-html",
    on=_TEXTS,
    spec=f"{MEDIA}#media-title",
    bad=item('<media:title type="html">The &lt;b&gt;crane</media:title>'),
    good=item('<media:title type="html">The &lt;b&gt;crane&lt;/b&gt;</media:title>'),
)
def html_text(element: Element, doc: Document) -> Spots:
    """A text that is said to be HTML is not correct HTML."""
    message = valid_html.check(_html(element, doc))
    if message:
        yield element, f"{ns.label(element.tag)} {message}"


_SIZE = {"width": may(positive_integer), "height": may(positive_integer)}


_ADDRESS = (uri_characters, uri_reference)


_TYPED = {"type": may(text_type)}


_METADATA = {
    "rating": many(attributes={"scheme": may(*FULL_IRI)}),
    "adult": optional(true_false),
    "title": optional(attributes=_TYPED),
    "description": optional(attributes=_TYPED),
    "keywords": optional(*PLAIN),
    "thumbnail": many(
        no_text, attributes={"url": need(*_ADDRESS), "time": may(play_time), **_SIZE}
    ),
    "category": many(*PLAIN, attributes={"scheme": may(*FULL_IRI), "label": may(*PLAIN)}),
    "hash": many(attributes={"algo": may()}),
    "player": optional(no_text, attributes={"url": need(*_ADDRESS), **_SIZE}),
    "credit": many(*PLAIN, attributes={"role": may(), "scheme": may(*FULL_IRI)}),
    "copyright": optional(*PLAIN, attributes={"url": may(*_ADDRESS)}),
    "text": many(
        attributes={
            **_TYPED,
            "lang": may(language),
            "start": may(play_time),
            "end": may(play_time),
        }
    ),
    "restriction": many(
        attributes={"relationship": need(restriction_relation), "type": may(restriction_type)}
    ),
    "community": optional(),
    "comments": optional(),
    "responses": optional(),
    "backLinks": optional(),
    "embed": optional(attributes={"url": need(*_ADDRESS), **_SIZE}),
    "status": optional(no_text, attributes={"state": need(status), "reason": may()}),
    "price": many(
        no_text,
        attributes={
            "type": may(price_type),
            "price": may(decimal),
            "currency": may(currency),
            "info": may(*_ADDRESS),
        },
    ),
    "license": many(*PLAIN, attributes={"type": may(mime_attribute), "href": may(*_ADDRESS)}),
    "subTitle": many(
        no_text,
        attributes={"type": may(mime_attribute), "lang": may(language), "href": need(*_ADDRESS)},
    ),
    "peerLink": many(no_text, attributes={"type": may(mime_attribute), "href": need(*_ADDRESS)}),
    "location": many(
        attributes={"description": may(), "start": may(moment), "end": may(moment)},
    ),
    "rights": optional(no_text, attributes={"status": need(rights)}),
    "scenes": optional(),
}


_FILE: Child = many(
    attributes={
        "url": may(*_ADDRESS),
        "fileSize": may(positive_integer),
        "type": may(mime_attribute),
        "medium": may(medium),
        "isDefault": may(true_false),
        "expression": may(expression),
        "bitrate": may(decimal),
        "framerate": may(decimal),
        "samplingrate": may(decimal),
        "channels": may(non_negative_integer),
        "duration": may(decimal),
        "height": may(positive_integer),
        "width": may(positive_integer),
        "lang": may(language),
    }
)


declare((*HEADS, *STORIES), {**_METADATA, "content": _FILE, "group": many()}, namespace=ns.MEDIA)


declare((tag("group"),), {**_METADATA, "content": _FILE}, namespace=ns.MEDIA)


declare((tag("content"),), _METADATA, namespace=ns.MEDIA)


declare(
    (tag("content"), tag("group")),
    {name: loose() for name in ("valid", "available", "created", "modified", "license")},
    namespace=ns.DCTERMS,
)


declare(
    (tag("community"),),
    {
        "starRating": optional(
            no_text,
            attributes={
                "average": may(decimal),
                "count": may(non_negative_integer),
                "min": may(integer),
                "max": may(integer),
            },
        ),
        "statistics": optional(
            no_text,
            attributes={"views": may(non_negative_integer), "favorites": may(non_negative_integer)},
        ),
        "tags": optional(*PLAIN),
    },
    namespace=ns.MEDIA,
)


declare((tag("comments"),), {"comment": many()}, namespace=ns.MEDIA)


declare((tag("responses"),), {"response": many(*URL)}, namespace=ns.MEDIA)


declare((tag("backLinks"),), {"backLink": many(*URL)}, namespace=ns.MEDIA)


declare((tag("embed"),), {"param": many(attributes={"name": need()})}, namespace=ns.MEDIA)


_SCENE = {
    "sceneTitle": optional(*PLAIN),
    "sceneDescription": optional(*PLAIN),
    "sceneStartTime": optional(moment),
    "sceneEndTime": optional(moment),
}


declare((tag("scenes"),), {"scene": many()}, namespace=ns.MEDIA)


declare((tag("scene"),), _SCENE, namespace=ns.MEDIA)


# the specification's own sample has no prefix on these
declare((tag("scene"),), _SCENE)
