"""Rules of values: URIs and IRIs."""

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
    """A character stands in an address that may not be in one.

    Readers and servers cut, escape or refuse such an address, each in its own way.
    """
    bad = uris.bad_character(value.strip(text.BLANK))
    return f"{value!r} holds {bad}, which no URI may" if bad else None


@rule(
    "invalid-uri-char",
    form=Form.VALUE,
    spec=f"{RFC4287}#section-2",
    bad=entry('<link href=" https://news.example/crane"/>'),
    good=entry('<link href="https://news.example/crane"/>'),
)
def iri_characters(value: str) -> str | None:
    """A character stands in an IRI that may not be in one, white space around it included."""
    bad = uris.bad_character(value)
    return f"{value!r} holds {bad}, which no IRI may" if bad else None


@rule(
    "uri-not-iri",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RFC3986}#section-2",
    bad=item("<link>https://news.example/Kräne</link>"),
    good=item("<link>https://news.example/Kr%C3%A4ne</link>"),
)
def uri_not_iri(value: str) -> str | None:
    """An address has letters beyond ASCII, where a URI is due.

    RSS knows URIs only: write such letters as %-escapes of UTF-8.
    """
    return None if value.isascii() else f"{value.strip()!r} has letters that a URI has to escape"


@rule(
    "invalid-full-link",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-url",
    bad=item("<link>news.example/crane</link>"),
    good=_GOOD_LINK,
)
def absolute_uri(value: str) -> str | None:
    """An address is not absolute.

    A feed is read far from its site, so a relative address leads nowhere.
    """
    stripped = value.strip(text.BLANK)
    if uris.bad_character(stripped):
        return None
    fault = uris.absolute_fault(stripped)
    return f"{stripped!r} is no absolute address: {fault}" if fault else None


@rule(
    "scheme-not-iana-registered",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-url",
    bad=item("<link>harbour://crane</link>"),
    good=_GOOD_LINK,
)
def registered_scheme(value: str) -> str | None:
    """The scheme of an address is not registered.

    Readers do not know what to do with it.
    """
    scheme = uris.scheme(value.strip())
    if scheme and not uris.registered(scheme):
        return f"{value.strip()!r} begins with {scheme}:, which IANA does not know"
    return None


@rule(
    "invalid-url-attribute",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RSS}#ltenclosuregtSubelementOfLtitemgt",
    bad=item('<enclosure url="crane.mp3" length="1" type="audio/mpeg"/>'),
    good=item('<enclosure url="https://news.example/crane.mp3" length="1" type="audio/mpeg"/>'),
)
def web_address(value: str) -> str | None:
    """An attribute that should be an absolute http address is none.

    Readers fetch the file from there, and cannot.
    """
    stripped = value.strip()
    fault = uris.absolute_fault(stripped)
    if not fault and uris.scheme(stripped) not in {"http", "https", "ftp"}:
        fault = "begin with https: or http:"
    bad = uris.bad_character(stripped)
    if bad:
        fault = f"it holds {bad}"
    return f"{value!r} is no address of the Web: {fault}" if fault else None


@rule(
    "invalid-uri-attribute",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RFC4287}#section-4.2.4",
    bad=feed('<generator uri="http://">Quay 2</generator>'),
    good=feed('<generator uri="https://quay.example/">Quay 2</generator>'),
)
def uri_reference(value: str) -> str | None:
    """An attribute that should be an address or a relative reference is neither.

    Readers make a link of it that leads nowhere.
    """
    if not uris.bad_character(value) and uris.scheme(value):
        fault = uris.absolute_fault(value)
        return f"{value!r} is no address: {fault}" if fault else None
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
    """An element that should hold an IRI, relative or not, holds neither.

    Readers make an address of it that leads nowhere.
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
    """White space stands around a value of Atom that allows none.

    Readers compare ids and parse dates as they are.
    """
    if value.strip() and value != value.strip():
        return "has white space around its value"
    return None


URL = (uri_characters, uri_not_iri, absolute_uri, registered_scheme)
"""An absolute URI as RSS wants it; white space around it is forgiven."""


FULL_IRI = (iri_characters, absolute_uri)
"""An absolute IRI of Atom."""


IRI = (iri_characters, uri_reference)
"""An IRI in an attribute of Atom, relative or not."""


IRI_TEXT = (iri_characters, iri_reference)
"""An IRI in an element of Atom, relative or not."""


@rule(
    "invalid-tag",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc4151#section-2.1",
    bad=entry("<id>tag:news.example:crane</id>"),
    good=_GOOD_ID,
)
def tag_uri(value: str) -> str | None:
    """An id begins with tag: and is no tag URI.

    A tag URI is unique because its date says who owned the name then; without it it is not.
    """
    if value[:4].lower() != "tag:":
        return None
    fault = uris.tag_fault(value.strip())
    return f"{value!r} is no tag URI: {fault}" if fault else None


@rule(
    "invalid-urn",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc8141#section-2",
    bad=entry("<id>urn:news.example:crane</id>"),
    good=_GOOD_ID,
)
def urn(value: str) -> str | None:
    """An id begins with urn: and is no URN.

    Names after urn: are registered, so what is not of their form means nothing.
    """
    stripped = value.strip()
    if stripped[:4].lower() != "urn:" or stripped[:9].lower() == "urn:uuid:":
        return None
    fault = uris.urn_fault(stripped)
    return f"{value!r} is no URN: {fault}" if fault else None


@rule(
    "invalid-uuid",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc9562#section-4",
    bad=entry("<id>urn:uuid:crane</id>"),
    good=entry("<id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</id>"),
)
def uuid_urn(value: str) -> str | None:
    """An id begins with urn:uuid: and is no UUID.

    It was not made by a UUID generator, so it may not be unique.
    """
    if value.strip()[:9].lower() != "urn:uuid:" or uris.is_uuid(value.strip()):
        return None
    return f"{value!r} is no UUID: write 8-4-4-4-12 hexadecimal digits"


@rule(
    "non-canonical-uri",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{RFC4287}#section-4.2.6.1",
    bad=entry("<id>http://News.example:80/crane</id>"),
    good=entry("<id>http://news.example/crane</id>"),
)
def canonical_id(value: str) -> str | None:
    """An id is an address that could be written in other ways.

    Ids are compared character by character; once some program tidies the address, the
    entry comes back as new.
    """
    canonical = uris.canonical(value)
    return f"{value!r} would better be {canonical!r}" if canonical != value else None


ID_FORMS = (tag_uri, urn, uuid_urn, canonical_id)
