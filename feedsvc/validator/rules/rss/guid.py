"""The guid of an RSS item: whether it is an address, and whether it is unique."""

from feedsvc.validator.document import Document, Element, Spots
from feedsvc.validator.examples import channel, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.places import RSS_STORIES
from feedsvc.validator.rules.specs import PROFILE, RSS
from feedsvc.validator.values import uris

_GUID = f"{RSS}#ltguidgtSubelementOfLtitemgt"
_GUIDS = tuple(f"{story} > guid" for story in RSS_STORIES)
_GOOD_GUID = item('<guid isPermaLink="false">tag:news.example,2024:1</guid>')


@rule(
    "missing-guid",
    Severity.WARNING,
    on=("rss > channel",),
    spec=f"{PROFILE}#element-channel-item-guid",
    bad=item("<title>Crane stays</title>"),
    good=_GOOD_GUID,
)
def missing_guid(element: Element, doc: Document) -> Spots:
    """An item has no guid.

    Without it readers compare titles and links, and an edited story comes back as new.
    """
    if doc.format.version != "2.0":
        return
    for story in element.iterchildren("item"):
        if next(story.iterchildren("guid"), None) is None:
            yield story, "the item has no guid"


@rule(
    "invalid-boolean-attribute",
    Severity.ERROR,
    form=Form.VALUE,
    spec=_GUID,
    bad=item('<guid isPermaLink="no">tag:news.example,2024:1</guid>'),
    good=_GOOD_GUID,
)
def true_or_false(value: str) -> str | None:
    """An attribute is neither true nor false.

    Readers take the default, which here means that the guid is an address.
    """
    return None if value in {"true", "false"} else f"{value!r} is neither true nor false"


@rule(
    "invalid-http-guid",
    Severity.ERROR,
    on=_GUIDS,
    spec=_GUID,
    bad=item("<guid>crane-stays</guid>"),
    good=_GOOD_GUID,
)
def guid_address(guid: Element, doc: Document) -> Spots:
    """A guid that is said to be a permalink is no address.

    Readers that have no link use the guid and lead nowhere; say isPermaLink="false".
    """
    value = doc.text(guid).strip()
    if not value or guid.get("isPermaLink", "true") == "false" or _names(value):
        return
    fault = uris.absolute_fault(value) or uris.bad_character(value)
    if fault or uris.scheme(value) not in {"http", "https", "ftp"}:
        yield guid, f'guid {value!r} is no address of the Web: say isPermaLink="false"'


@rule(
    "invalid-permalink",
    Severity.ERROR,
    on=_GUIDS,
    spec=_GUID,
    bad=item("<guid>tag:news.example,2024:1</guid>"),
    good=_GOOD_GUID,
)
def guid_permalink(guid: Element, doc: Document) -> Spots:
    """A guid that is said to be a permalink is a name, not an address.

    tag: and urn: URIs cannot be opened in a browser; say isPermaLink="false".
    """
    value = doc.text(guid).strip()
    if guid.get("isPermaLink", "true") != "false" and _names(value):
        yield guid, f'guid {value!r} cannot be opened: say isPermaLink="false"'


def _names(value: str) -> bool:
    return value[:4].lower() in {"tag:", "urn:"}


@rule(
    "not-sufficiently-unique",
    Severity.WARNING,
    on=_GUIDS,
    spec=f"{PROFILE}#element-channel-item-guid",
    bad=item('<guid isPermaLink="false">42</guid>'),
    good=_GOOD_GUID,
)
def small_guid(guid: Element, doc: Document) -> Spots:
    """A guid is a short number.

    Readers keep the guids of thousands of feeds, and another feed counts from 1 as well.
    """
    value = doc.text(guid).strip()
    if value.isascii() and value.isdigit() and len(value) < 8:
        yield guid, f"guid {value} may also be another feed's"


@rule(
    "duplicate-value",
    on=("rss > channel",),
    spec=_GUID,
    bad=channel("<item><guid>https://a.example/1</guid></item>" * 2),
    good=channel("<item><guid>https://a.example/1</guid></item>"),
)
def repeated_guid(element: Element, doc: Document) -> Spots:
    """Two items carry the same guid: readers show only one of them."""
    seen: set[str] = set()
    for guid in element.iterfind("item/guid"):
        value = doc.text(guid).strip()
        if value and value in seen:
            yield guid, f"guid {value!r} is an earlier item's"
        seen.add(value)
