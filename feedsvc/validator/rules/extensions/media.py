"""Media RSS 1.5.1: its elements, and the rules that check more than one value."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Attr, Document, Element, Faults
from feedsvc.validator.examples import item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import rule
from feedsvc.validator.rules.common import FEEDS, ISO3166, ITEMS, MEDIA, RFC4287
from feedsvc.validator.rules.extensions.media_values import (
    currency,
    expression,
    loose_play_time,
    medium,
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
from feedsvc.validator.values.names import COUNTRIES
from feedsvc.validator.vocabulary import Child, declare, loose, many, may, need, optional

_CONTENT = '<media:content url="https://news.example/{}.mp4"/>'


def _tag(name: str) -> str:
    return f"{{{ns.MEDIA}}}{name}"


_TEXTS = (_tag("title"), _tag("description"), _tag("text"))


@rule(
    "media-group-without-alternatives",
    Severity.ERROR,
    on=(_tag("group"),),
    spec=f"{MEDIA}#media-group",
    bad=item("<media:group>" + _CONTENT.format(1) + "</media:group>"),
    good=item("<media:group>" + _CONTENT.format(1) + _CONTENT.format(2) + "</media:group>"),
)
def group_without_alternatives(group: Element, _doc: Document) -> Faults:
    """A media group contains fewer than two versions.

    A group is for versions of the same content, for example in several sizes, from which a player
    chooses. Add another version, or remove the group.
    """
    if len(group.findall(_tag("content"))) < 2:
        message = "media:group has fewer than two media:content; add one or remove the group"
        yield group, message


@rule(
    "missing-attribute",
    on=(_tag("content"),),
    spec=f"{MEDIA}#media-content",
    bad=item('<media:content type="video/mp4"/>'),
    good=item('<media:content><media:player url="https://news.example/p"/></media:content>'),
)
def unplayable_content(content: Element, _doc: Document) -> Faults:
    """A media:content has neither a URL nor a player, so it cannot be played."""
    if "url" not in content.attrib and content.find(_tag("player")) is None:
        yield content, "media:content has neither a url nor a media:player; add one"


@rule(
    "invalid-media-rating",
    Severity.ERROR,
    on=(_tag("rating"),),
    spec=f"{MEDIA}#media-rating",
    bad=item("<media:rating>harmless</media:rating>"),
    good=item("<media:rating>nonadult</media:rating>"),
)
def rating(element: Element, doc: Document) -> Faults:
    """A rating does not belong to its scheme.

    Players hide content without a known rating, or show it to children. Use a rating from the
    declared scheme.
    """
    scheme, value = element.get("scheme", "urn:simple"), doc.text(element)
    if not values.is_rating(scheme, value):
        yield element, f"media:rating {value.strip()!r} is not a rating of {scheme}"


@rule(
    "invalid-media-hash",
    Severity.ERROR,
    on=(_tag("hash"),),
    spec=f"{MEDIA}#media-hash",
    bad=item("<media:hash>abc</media:hash>"),
    good=item("<media:hash>dfdec888b72151965a34b4b59031290a</media:hash>"),
)
def checksum(element: Element, doc: Document) -> Faults:
    """A hash does not have the form that its algorithm requires.

    Players that compare it with the downloaded file discard the file. Write the hash as hexadecimal
    digits, 32 for md5 or 40 for sha-1.
    """
    algorithm, value = element.get("algo", "md5"), doc.text(element).strip()
    length = values.HASHES.get(algorithm)
    if length is None:
        yield Attr(element, "algo"), f"media:hash/@algo must be md5 or sha-1, not {algorithm!r}"
    elif len(value) != length or value.lower().strip("0123456789abcdef"):
        yield element, f"media:hash of {algorithm} must have {length} hexadecimal digits"


@rule(
    "invalid-credit-role",
    Severity.ERROR,
    on=(_tag("credit"),),
    spec=f"{MEDIA}#media-credit",
    bad=item('<media:credit role="boss">Ida Holm</media:credit>'),
    good=item('<media:credit role="photographer">Ida Holm</media:credit>'),
)
def credit_role(element: Element, _doc: Document) -> Faults:
    """A credit's role does not belong to its scheme.

    Programs that sort credits by role omit roles they do not know. Use a role from the declared
    scheme, in lowercase.
    """
    role, scheme = element.get("role"), element.get("scheme", "urn:ebu")
    if role is None:
        return
    known = {"urn:ebu": values.EBU_ROLES, "urn:yvs": {"uploader", "owner"}}.get(scheme)
    if role != role.lower():
        yield Attr(element, "role"), f"media:credit/@role must be lowercase: {role.lower()!r}"
    elif known is not None and role not in known:
        yield Attr(element, "role"), f"media:credit/@role {role!r} is not a role of {scheme}"


@rule(
    "invalid-country-code",
    Severity.ERROR,
    on=(_tag("restriction"),),
    spec=ISO3166,
    bad=item('<media:restriction relationship="deny" type="country">UK</media:restriction>'),
    good=item('<media:restriction relationship="deny" type="country">GB</media:restriction>'),
)
def countries(element: Element, doc: Document) -> Faults:
    """A country code is not part of ISO 3166.

    Programs cannot tell which country is meant, so a restriction may have no effect. Write
    two-letter codes; the United Kingdom is GB.
    """
    if element.get("type") != "country":
        return
    for code in doc.text(element).split():
        if code.upper() not in COUNTRIES and code not in {"all", "none"}:
            yield element, f"media:restriction lists {code!r}, which is not a country code"


@rule(
    "invalid-media-restriction",
    Severity.ERROR,
    on=(_tag("restriction"),),
    spec=f"{MEDIA}#media-restriction",
    bad=item('<media:restriction relationship="deny">SE</media:restriction>'),
    good=item('<media:restriction relationship="deny">all</media:restriction>'),
)
def restriction(element: Element, doc: Document) -> Faults:
    """A restriction lacks a type, or lists invalid URLs.

    Players ignore a restriction that they do not understand. Without a type, only all and none are
    allowed; for a list of countries or URLs, add the type.
    """
    value = doc.text(element).strip()
    if "type" not in element.attrib and value not in {"", "all", "none"}:
        yield element, "media:restriction without a type must be all or none; add the type"
    if element.get("type") == "uri":
        for url in value.split():
            if absolute_uri.check(url) or uri_characters.check(url):
                yield element, f"media:restriction lists {url!r}, which is not a URL"


@rule(
    "deprecated-media-adult",
    Severity.WARNING,
    on=(_tag("adult"),),
    spec=f"{MEDIA}#media-adult",
    bad=item("<media:adult>false</media:adult>"),
    good=item("<media:rating>nonadult</media:rating>"),
)
def adult(element: Element, _doc: Document) -> Faults:
    """The element media:adult is deprecated.

    Newer players look only for media:rating. Write that instead.
    """
    yield element, "media:adult is deprecated; write <media:rating>adult</media:rating> or nonadult"


@rule(
    "contains-undeclared-html",
    on=_TEXTS,
    spec=f"{MEDIA}#media-title",
    bad=item("<media:title>The &lt;b&gt;crane&lt;/b&gt;</media:title>"),
    good=item('<media:title type="html">The &lt;b&gt;crane&lt;/b&gt;</media:title>'),
)
def html_in_plain_text(element: Element, doc: Document) -> Faults:
    """Text declared as plain contains markup, so players show the tags."""
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
def safe_text(element: Element, doc: Document) -> Faults:
    """Text contains an element that players remove for security."""
    if message := safe_elements.check(_html(element, doc)):
        yield element, f"{ns.label(element.tag)} {message}"


@rule(
    "security-risk-attr",
    on=_TEXTS,
    spec=f"{RFC4287}#section-8.1",
    bad=item("<media:text type='html'>&lt;p onclick='go()'&gt;Go&lt;/p&gt;</media:text>"),
    good=item('<media:text type="html">&lt;b&gt;The crane&lt;/b&gt;</media:text>'),
)
def safe_text_attributes(element: Element, doc: Document) -> Faults:
    """Text contains an attribute that players remove for security."""
    if message := safe_attributes.check(_html(element, doc)):
        yield element, f"{ns.label(element.tag)} {message}"


@rule(
    "not-html",
    on=_TEXTS,
    spec=f"{MEDIA}#media-title",
    bad=item('<media:title type="html">The &lt;b&gt;crane</media:title>'),
    good=item('<media:title type="html">The &lt;b&gt;crane&lt;/b&gt;</media:title>'),
)
def html_text(element: Element, doc: Document) -> Faults:
    """Text declared as HTML is not valid HTML."""
    if message := valid_html.check(_html(element, doc)):
        yield element, f"{ns.label(element.tag)} {message}"


_SIZE = {"width": may(positive_integer), "height": may(positive_integer)}
_URL = (uri_characters, uri_reference)
_TYPED = {"type": may(text_type)}

_METADATA = {
    "rating": many(attributes={"scheme": may(*FULL_IRI)}),
    "adult": optional(true_false),
    "title": optional(attributes=_TYPED),
    "description": optional(attributes=_TYPED),
    "keywords": optional(*PLAIN),
    "thumbnail": many(no_text, attributes={"url": need(*_URL), "time": may(play_time), **_SIZE}),
    "category": many(*PLAIN, attributes={"scheme": may(*FULL_IRI), "label": may(*PLAIN)}),
    "hash": many(attributes={"algo": may()}),
    "player": optional(no_text, attributes={"url": need(*_URL), **_SIZE}),
    "credit": many(*PLAIN, attributes={"role": may(), "scheme": may(*FULL_IRI)}),
    "copyright": optional(*PLAIN, attributes={"url": may(*_URL)}),
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
    "embed": optional(attributes={"url": need(*_URL), **_SIZE}),
    "status": optional(no_text, attributes={"state": need(status), "reason": may()}),
    "price": many(
        no_text,
        attributes={
            "type": may(price_type),
            "price": may(decimal),
            "currency": may(currency),
            "info": may(*_URL),
        },
    ),
    "license": many(*PLAIN, attributes={"type": may(mime_attribute), "href": may(*_URL)}),
    "subTitle": many(
        no_text,
        attributes={"type": may(mime_attribute), "lang": may(language), "href": need(*_URL)},
    ),
    "peerLink": many(no_text, attributes={"type": may(mime_attribute), "href": need(*_URL)}),
    "location": many(
        attributes={
            "description": may(),
            "start": may(loose_play_time),
            "end": may(loose_play_time),
        },
    ),
    "rights": optional(no_text, attributes={"status": need(rights)}),
    "scenes": optional(),
}

_FILE: Child = many(
    attributes={
        "url": may(*_URL),
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

declare((*FEEDS, *ITEMS), {**_METADATA, "content": _FILE, "group": many()}, namespace=ns.MEDIA)

declare((_tag("group"),), {**_METADATA, "content": _FILE}, namespace=ns.MEDIA)

declare((_tag("content"),), _METADATA, namespace=ns.MEDIA)

declare(
    (_tag("content"), _tag("group")),
    {name: loose() for name in ("valid", "available", "created", "modified", "license")},
    namespace=ns.DCTERMS,
)

declare(
    (_tag("community"),),
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

declare((_tag("comments"),), {"comment": many()}, namespace=ns.MEDIA)

declare((_tag("responses"),), {"response": many(*URL)}, namespace=ns.MEDIA)

declare((_tag("backLinks"),), {"backLink": many(*URL)}, namespace=ns.MEDIA)

declare((_tag("embed"),), {"param": many(attributes={"name": need()})}, namespace=ns.MEDIA)

_SCENE = {
    "sceneTitle": optional(*PLAIN),
    "sceneDescription": optional(*PLAIN),
    "sceneStartTime": optional(loose_play_time),
    "sceneEndTime": optional(loose_play_time),
}

declare((_tag("scenes"),), {"scene": many()}, namespace=ns.MEDIA)

declare((_tag("scene"),), _SCENE, namespace=ns.MEDIA)

# the specification's own example has no prefix on these
declare((_tag("scene"),), _SCENE)
