"""Rules of values: ids that are tag: and urn: URIs, and their canonical form."""

from feedsvc.validator.examples import entry
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.specs import RFC4287
from feedsvc.validator.values import uris

_GOOD_ID = entry("<id>tag:news.example,2024:crane</id>")


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
