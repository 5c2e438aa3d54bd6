"""Podcasting 2.0: the podcast namespace, phases 1 to 8, as of May 2026."""

from collections.abc import Iterator

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import At, Document, Element
from feedsvc.validator.examples import channel, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.addresses import addr_spec, web_address
from feedsvc.validator.rules.dates import iso8601_date, rfc822_date
from feedsvc.validator.rules.media_values import true_false
from feedsvc.validator.rules.modules import yes_or_no
from feedsvc.validator.rules.texts import (
    decimal,
    integer,
    language,
    mime_attribute,
    non_negative_integer,
    not_blank,
)
from feedsvc.validator.values import uris
from feedsvc.validator.values.codes import COUNTRIES
from feedsvc.validator.vocabulary import Attribute, declare, many, may, need, optional, some

SPEC = "https://podcasting2.org/docs/podcast-namespace/1.0"
_MEDIUMS = frozenset("podcast music video film audiobook newsletter blog publisher course".split())
_PROTOCOLS = frozenset(
    "disabled activitypub twitter lightning atproto hive matrix nostr bluesky".split()
)

Spots = Iterator[tuple[Element | At, str]]


def tag(name: str) -> str:
    """Give the podcast namespace's tag of that name."""
    return f"{{{ns.PODCAST}}}{name}"


@rule(
    "invalid-podcast-guid",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{SPEC}#guid",
    bad=channel("<podcast:guid>harbour-news</podcast:guid>"),
    good=channel("<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>"),
)
def guid(value: str) -> str | None:
    """The guid of a podcast is no UUID of version 5.

    It is made from the feed's first address, and follows the show wherever it moves; another
    value cannot be found by anybody.
    """
    stripped = value.strip()
    if uris.is_uuid(stripped) and len(stripped) == 36 and stripped[14] == "5":
        return None
    return f"{stripped!r} is no UUID of version 5"


@rule(
    "invalid-podcast-medium",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{SPEC}#medium",
    bad=channel("<podcast:medium>radio</podcast:medium>"),
    good=channel("<podcast:medium>music</podcast:medium>"),
)
def medium(value: str) -> str | None:
    """The medium of a podcast is not one that apps know.

    Apps sort music, books and films by it.
    """
    stripped = value.strip()
    if stripped in _MEDIUMS or stripped.removesuffix("L") in _MEDIUMS or stripped == "mixed":
        return None
    return f"{stripped!r} is none of {', '.join(sorted(_MEDIUMS))}"


@rule(
    "invalid-live-status",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{SPEC}#live-item",
    bad=channel('<podcast:liveItem status="soon" start="2024-11-16T09:30:00Z"/>'),
    good=channel('<podcast:liveItem status="pending" start="2024-11-16T09:30:00Z"/>'),
)
def live_status(value: str) -> str | None:
    """The status of a live item is none of pending, live and ended.

    Apps ring for a show that is not on, or miss one that is.
    """
    known = {"pending", "live", "ended"}
    return None if value in known else f"{value!r} is none of pending, live, ended"


@rule(
    "invalid-social-protocol",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{SPEC}#social-interact",
    bad=item('<podcast:socialInteract protocol="forum" uri="https://a.example/1"/>'),
    good=item('<podcast:socialInteract protocol="activitypub" uri="https://a.example/1"/>'),
)
def social_protocol(value: str) -> str | None:
    """The protocol of a comment page is not commonly known.

    Apps cannot show the comments.
    """
    return None if value.lower() in _PROTOCOLS else f"{value!r} is no protocol that apps know"


@rule(
    "missing-attribute",
    on=(tag("socialInteract"),),
    spec=f"{SPEC}#social-interact",
    bad=item('<podcast:socialInteract protocol="activitypub"/>'),
    good=item('<podcast:socialInteract protocol="disabled"/>'),
)
def social_address(element: Element, _doc: Document) -> Spots:
    """The address of the comments is missing, so apps have nothing to show."""
    if element.get("protocol") != "disabled" and "uri" not in element.attrib:
        yield element, "podcast:socialInteract needs a uri"


@rule(
    "invalid-geo-uri",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc5870#section-3.3",
    bad=channel('<podcast:location geo="59.9,10.7">Oslo</podcast:location>'),
    good=channel('<podcast:location geo="geo:59.9,10.7">Oslo</podcast:location>'),
)
def geo_uri(value: str) -> str | None:
    """A place is no geo: URI.

    Maps of podcasts leave the show out.
    """
    numbers = value.removeprefix("geo:").partition(";")[0].split(",")
    good = value.startswith("geo:") and len(numbers) in {2, 3}
    if good and not any(decimal.check(number) for number in numbers):
        return None
    return f"{value!r} is no geo: URI such as geo:59.9,10.7"


@rule(
    "invalid-country-code",
    form=Form.VALUE,
    spec="https://www.iso.org/iso-3166-country-codes.html",
    bad=channel('<podcast:location country="UK">Leeds</podcast:location>'),
    good=channel('<podcast:location country="GB">Leeds</podcast:location>'),
)
def country(value: str) -> str | None:
    """A country is none of ISO 3166."""
    return None if value.upper() in COUNTRIES else f"{value!r} is no country such as GB"


def _up_to(most: int, value: str) -> str | None:
    return f"has {len(value)} characters, {most} are read" if len(value) > most else None


@rule(
    "too-long",
    form=Form.VALUE,
    spec=SPEC,
    bad=channel('<podcast:funding url="https://a.example/">' + "Help " * 30 + "</podcast:funding>"),
    good=channel('<podcast:funding url="https://a.example/">Help us</podcast:funding>'),
)
def label(value: str) -> str | None:
    """A label is longer than the 128 characters that apps show."""
    return _up_to(128, value.strip())


@rule(
    "too-long",
    form=Form.VALUE,
    spec=f"{SPEC}#txt",
    bad=channel("<podcast:txt>" + "proof " * 700 + "</podcast:txt>"),
    good=channel("<podcast:txt>proof</podcast:txt>"),
)
def free_text(value: str) -> str | None:
    """A text is longer than the 4,000 characters that are read."""
    return _up_to(4000, value.strip())


def _values(**attributes: Attribute) -> dict[str, Attribute]:
    return attributes


_REMOTE = _values(
    feedGuid=need(not_blank), feedUrl=may(web_address), itemGuid=may(), medium=may(), title=may()
)
_CHANNEL_AND_ITEM = {
    "funding": many(label, attributes={"url": need(web_address)}),
    "person": many(
        not_blank,
        label,
        attributes=_values(role=may(), group=may(), img=may(web_address), href=may(web_address)),
    ),
    "location": many(
        not_blank,
        label,
        attributes=_values(rel=may(), geo=may(geo_uri), osm=may(), country=may(country)),
    ),
    "license": optional(label, attributes={"url": may(web_address)}),
    "value": many(
        attributes=_values(type=need(not_blank), method=need(not_blank), suggested=may(decimal))
    ),
    "images": optional(attributes={"srcset": need()}),
    "image": many(
        attributes={
            **_values(href=need(web_address), alt=may(), width=may(integer), height=may(integer)),
            **_values(type=may(mime_attribute), purpose=may(label)),
            "aspect-ratio": may(),
        }
    ),
    "txt": many(free_text, attributes={"purpose": may(label)}),
    "socialInteract": many(
        attributes=_values(
            protocol=need(social_protocol),
            uri=may(),
            accountId=may(),
            accountUrl=may(web_address),
            priority=may(non_negative_integer),
        )
    ),
    "chat": optional(
        attributes=_values(server=need(), protocol=need(), accountId=may(), space=may())
    ),
}
_CHANNEL = {
    **_CHANNEL_AND_ITEM,
    "locked": optional(yes_or_no, attributes={"owner": may(addr_spec)}),
    "trailer": many(
        not_blank,
        label,
        attributes=_values(
            url=need(web_address),
            pubdate=need(rfc822_date),
            length=may(non_negative_integer),
            type=may(mime_attribute),
            season=may(integer),
        ),
    ),
    "guid": optional(guid),
    "medium": optional(medium),
    "liveItem": many(
        attributes=_values(
            status=need(live_status), start=need(iso8601_date), end=may(iso8601_date)
        )
    ),
    "block": many(yes_or_no, attributes={"id": may()}),
    "remoteItem": many(attributes=_REMOTE),
    "podroll": optional(),
    "updateFrequency": optional(
        label,
        attributes=_values(complete=may(true_false), dtstart=may(iso8601_date), rrule=may()),
    ),
    "podping": optional(attributes={"usesPodping": may(true_false)}),
    "publisher": optional(),
}
_ITEM = {
    **_CHANNEL_AND_ITEM,
    "transcript": many(
        attributes=_values(
            url=need(web_address), type=need(mime_attribute), language=may(language), rel=may()
        )
    ),
    "chapters": optional(attributes=_values(url=need(web_address), type=need(mime_attribute))),
    "soundbite": many(label, attributes=_values(startTime=need(decimal), duration=need(decimal))),
    "season": optional(integer, attributes={"name": may(label)}),
    "episode": optional(decimal, attributes={"display": may()}),
    "alternateEnclosure": many(
        attributes=_values(
            type=need(mime_attribute),
            length=may(non_negative_integer),
            bitrate=may(decimal),
            height=may(integer),
            lang=may(language),
            title=may(),
            rel=may(),
            codecs=may(),
            default=may(true_false),
        )
    ),
    "contentLink": many(attributes={"href": need(web_address)}),
}

declare(("channel",), _CHANNEL, namespace=ns.PODCAST)
declare(("item",), _ITEM, namespace=ns.PODCAST)
declare((tag("liveItem"),), _ITEM, namespace=ns.PODCAST)
declare(
    (tag("alternateEnclosure"),),
    {
        "source": some(attributes={"uri": need(), "contentType": may(mime_attribute)}),
        "integrity": optional(attributes={"type": need(), "value": need()}),
    },
    namespace=ns.PODCAST,
)
_RECIPIENT = many(
    attributes=_values(
        type=need(),
        address=need(),
        split=need(integer),
        name=may(),
        customKey=may(),
        customValue=may(),
        fee=may(true_false),
    )
)
declare(
    (tag("value"),),
    {
        "valueRecipient": _RECIPIENT,
        "valueTimeSplit": many(
            attributes=_values(
                startTime=need(decimal),
                duration=need(decimal),
                remoteStartTime=may(decimal),
                remotePercentage=may(decimal),
            )
        ),
    },
    namespace=ns.PODCAST,
)
declare(
    (tag("valueTimeSplit"),),
    {"valueRecipient": _RECIPIENT, "remoteItem": optional(attributes=_REMOTE)},
    namespace=ns.PODCAST,
)
declare((tag("podroll"),), {"remoteItem": some(attributes=_REMOTE)}, namespace=ns.PODCAST)
declare((tag("publisher"),), {"remoteItem": some(attributes=_REMOTE)}, namespace=ns.PODCAST)
