"""Rules for URIs, IRIs and ids: tag: URIs, URNs and UUIDs."""

from feedsvc.validator.examples import entry, feed, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import PROFILE, RFC3986, RFC4287, RSS
from feedsvc.validator.values import text, uris

_GOOD_LINK = item("<link>https://news.example/crane</link>")
_GOOD_ID = entry("<id>tag:news.example,2024:crane</id>")


@rule(
    "invalid-uri-char",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RFC3986}#section-2",
    bad=item("<link>https://news.example/the crane</link>"),
    good=_GOOD_LINK,
)
def uri_characters(value: str) -> str | None:
    """A URL contains a character that is not allowed.

    Feed readers and servers cut off, escape or reject such a URL, each in its own way.
    Percent-encode the character; a space is %20.
    """
    bad = uris.bad_character(value.strip(text.BLANK))
    return f"{value!r} contains {bad}, which must be percent-encoded" if bad else None


@rule(
    "invalid-uri-char",
    form=Form.VALUE,
    spec=f"{RFC4287}#section-2",
    bad=entry('<link href=" https://news.example/crane"/>'),
    good=entry('<link href="https://news.example/crane"/>'),
)
def iri_characters(value: str) -> str | None:
    """An IRI contains a character that is not allowed, such as whitespace around it."""
    bad = uris.bad_character(value)
    return f"{value!r} contains {bad}, which is not allowed in an IRI" if bad else None


@rule(
    "uri-not-iri",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RFC3986}#section-2",
    bad=item("<link>https://news.example/Kräne</link>"),
    good=item("<link>https://news.example/Kr%C3%A4ne</link>"),
)
def uri_not_iri(value: str) -> str | None:
    """A URL contains non-ASCII characters.

    RSS allows URIs only, so some feed readers cannot open the URL. Percent-encode the characters as
    UTF-8, and write an international domain in its xn-- form.
    """
    if value.isascii():
        return None
    return f"{value.strip()!r} contains non-ASCII characters; percent-encode them"


@rule(
    "invalid-full-link",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-url",
    bad=item("<link>news.example/crane</link>"),
    good=_GOOD_LINK,
)
def absolute_uri(value: str) -> str | None:
    """A URL is not absolute.

    A feed is read far from its website, so a relative URL leads nowhere. Write it in full, with
    https://.
    """
    stripped = value.strip(text.BLANK)
    if uris.bad_character(stripped):
        return None
    fault = uris.absolute_fault(stripped)
    return f"{stripped!r} is not an absolute URL: {fault}" if fault else None


@rule(
    "scheme-not-iana-registered",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-url",
    bad=item("<link>harbour://crane</link>"),
    good=_GOOD_LINK,
)
def registered_scheme(value: str) -> str | None:
    """The scheme of a URL is not registered with IANA.

    Feed readers do not know how to open it. Use https, or another registered scheme.
    """
    scheme = uris.scheme(value.strip())
    if scheme and not uris.registered(scheme):
        return f"{value.strip()!r} has the unregistered scheme {scheme}; use https"
    return None


@rule(
    "invalid-url-attribute",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RSS}#ltenclosuregtSubelementOfLtitemgt",
    bad=item('<enclosure url="crane.mp3" length="1" type="audio/mpeg"/>'),
    good=item('<enclosure url="https://news.example/crane.mp3" length="1" type="audio/mpeg"/>'),
)
def web_url(value: str) -> str | None:
    """An attribute is not an absolute http or https URL.

    Feed readers cannot fetch the file. Write its URL in full, with https://.
    """
    stripped = value.strip()
    fault = uris.absolute_fault(stripped)
    if not fault and uris.scheme(stripped) not in {"http", "https", "ftp"}:
        fault = "it must begin with https: or http:"
    bad = uris.bad_character(stripped)
    if bad:
        fault = f"it contains {bad}"
    return f"{value!r} is not a web URL: {fault}" if fault else None


@rule(
    "invalid-uri-attribute",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RFC4287}#section-4.2.4",
    bad=feed('<generator uri="http://">Quay 2</generator>'),
    good=feed('<generator uri="https://quay.example/">Quay 2</generator>'),
)
def uri_reference(value: str) -> str | None:
    """An attribute is neither a URL nor a relative reference.

    Feed readers turn it into a broken link. Write a URL, in full or relative to the base of the
    feed.
    """
    if not uris.bad_character(value) and uris.scheme(value):
        fault = uris.absolute_fault(value)
        return f"{value!r} is not a URL: {fault}" if fault else None
    return None


@rule(
    "invalid-iri",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc3987#section-2.2",
    bad=feed("<icon>http:///quay.png</icon>"),
    good=feed("<icon>/quay.png</icon>"),
)
def iri_reference(value: str) -> str | None:
    """An element contains neither an IRI nor a relative reference.

    Feed readers cannot load what it points to. Write a URL, in full or relative to the base of the
    feed.
    """
    fault: str | None = uri_reference.check(value)
    return fault


@rule(
    "unexpected-whitespace",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RFC4287}#section-2",
    bad=entry("<id> tag:news.example,2024:crane</id>"),
    good=_GOOD_ID,
)
def no_space_around(value: str) -> str | None:
    """A value in Atom has whitespace around it.

    Feed readers compare ids and parse dates exactly as written. Remove the whitespace.
    """
    if value.strip() and value != value.strip():
        return "has whitespace around its value; remove it"
    return None


@rule(
    "invalid-tag",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc4151#section-2.1",
    bad=entry("<id>tag:news.example:crane</id>"),
    good=_GOOD_ID,
)
def tag_uri(value: str) -> str | None:
    """An id begins with tag: but is not a valid tag URI.

    A tag URI is unique because it contains a domain and a date on which you owned it; without both
    it may collide with another id. Write ids as in tag:news.example,2024:crane.
    """
    if value[:4].lower() != "tag:":
        return None
    fault = uris.tag_fault(value.strip())
    return f"{value!r} is not a tag URI: {fault}" if fault else None


@rule(
    "invalid-urn",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc8141#section-2",
    bad=entry("<id>urn:news.example:crane</id>"),
    good=_GOOD_ID,
)
def urn(value: str) -> str | None:
    """An id begins with urn: but is not a valid URN.

    The names after urn: are registered, so an invented one is not guaranteed to be unique. Use
    urn:uuid: or a tag: URI.
    """
    stripped = value.strip()
    if stripped[:4].lower() != "urn:" or stripped[:9].lower() == "urn:uuid:":
        return None
    fault = uris.urn_fault(stripped)
    return f"{value!r} is not a URN: {fault}" if fault else None


@rule(
    "invalid-uuid",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc9562#section-4",
    bad=entry("<id>urn:uuid:crane</id>"),
    good=entry("<id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</id>"),
)
def uuid_urn(value: str) -> str | None:
    """An id begins with urn:uuid: but does not contain a UUID.

    Without a real UUID, the id is not guaranteed to be unique. Generate a UUID once for each entry
    and store it.
    """
    if value.strip()[:9].lower() != "urn:uuid:" or uris.is_uuid(value.strip()):
        return None
    return f"{value!r} is not a UUID: write 8-4-4-4-12 hexadecimal digits"


@rule(
    "non-canonical-uri",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{RFC4287}#section-4.2.6.1",
    bad=entry("<id>http://News.example:80/crane</id>"),
    good=entry("<id>http://news.example/crane</id>"),
)
def canonical_id(value: str) -> str | None:
    """An id is a URL that is not in its normalized form.

    Feed readers compare ids character by character. If a program normalizes the URL later, all
    entries appear as new. Write the normalized form from the start, but do not change the ids of
    published entries.
    """
    canonical = uris.canonical(value)
    if canonical == value:
        return None
    return f"{value!r} is not normalized; for a new feed write {canonical!r}"


ID_FORMS = (tag_uri, urn, uuid_urn, canonical_id)
URL = (uri_characters, uri_not_iri, absolute_uri, registered_scheme)
"""An absolute URI, as RSS requires; whitespace around it is tolerated."""

FULL_IRI = (iri_characters, absolute_uri)
"""An absolute IRI in Atom."""

IRI = (iri_characters, uri_reference)
"""An IRI in an attribute of Atom, absolute or relative."""

IRI_TEXT = (iri_characters, iri_reference)
"""An IRI in an element of Atom, absolute or relative."""
