"""Podcasting 2.0: the podcast namespace, phases 1 to 8, as of May 2026."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Faults
from feedsvc.validator.examples import item
from feedsvc.validator.registry import rule
from feedsvc.validator.rules.common import PODCAST, RSS_ITEMS
from feedsvc.validator.rules.extensions.podcast_values import (
    chat_protocol,
    country,
    date_time,
    free_text,
    geo_uri,
    group,
    guid,
    label,
    live_status,
    medium,
    osm,
    ratio,
    role,
    service,
    short_label,
    social_protocol,
)
from feedsvc.validator.rules.values.contacts import addr_spec
from feedsvc.validator.rules.values.dates import iso8601_date, rfc822_date
from feedsvc.validator.rules.values.lists import listed, true_false, yes_or_no
from feedsvc.validator.rules.values.numbers import decimal, integer, non_negative_integer
from feedsvc.validator.rules.values.texts import language, mime_attribute, not_blank
from feedsvc.validator.rules.values.uris import web_url
from feedsvc.validator.rules.xml.structure import no_text
from feedsvc.validator.vocabulary import Attribute, declare, many, may, need, one, optional, some


def _tag(name: str) -> str:
    return f"{{{ns.PODCAST}}}{name}"


@rule(
    "missing-attribute",
    on=(_tag("socialInteract"),),
    spec=f"{PODCAST}#social-interact",
    bad=item('<podcast:socialInteract protocol="activitypub"/>'),
    good=item('<podcast:socialInteract protocol="disabled"/>'),
)
def missing_social_uri(element: Element, _doc: Document) -> Faults:
    """The URI of a comment page is missing, so apps have nothing to show."""
    if element.get("protocol") != "disabled" and "uri" not in element.attrib:
        yield element, "podcast:socialInteract has no uri; add the URI of the post"


_INTEGRITY_TYPE = listed("sri", "pgp-signature", spec=f"{PODCAST}#integrity")


def _attributes(**attributes: Attribute) -> dict[str, Attribute]:
    return attributes


_REMOTE = _attributes(
    feedGuid=need(not_blank),
    feedUrl=may(web_url),
    itemGuid=may(),
    medium=may(medium),
    title=may(),
)

_CHANNEL_AND_ITEM = {
    "funding": many(label, attributes={"url": need(web_url)}),
    "person": many(
        not_blank,
        label,
        attributes=_attributes(
            role=may(role), group=may(group), img=may(web_url), href=may(web_url)
        ),
    ),
    "location": many(
        not_blank,
        label,
        attributes=_attributes(
            rel=may(listed("subject", "creator", spec=f"{PODCAST}#location")),
            geo=may(geo_uri),
            osm=may(osm),
            country=may(country),
        ),
    ),
    "license": optional(label, attributes={"url": may(web_url)}),
    "value": many(
        attributes=_attributes(type=need(not_blank), method=need(not_blank), suggested=may(decimal))
    ),
    "images": optional(no_text, attributes={"srcset": need()}),
    "image": many(
        no_text,
        attributes={
            **_attributes(href=need(web_url), alt=may(), width=may(integer), height=may(integer)),
            **_attributes(type=may(mime_attribute), purpose=may(label)),
            "aspect-ratio": may(ratio),
        },
    ),
    "txt": many(free_text, attributes={"purpose": may(label)}),
    "socialInteract": many(
        no_text,
        attributes=_attributes(
            protocol=need(social_protocol),
            uri=may(),
            accountId=may(),
            accountUrl=may(web_url),
            priority=may(non_negative_integer),
        ),
    ),
    "chat": optional(
        no_text,
        attributes=_attributes(
            server=need(), protocol=need(chat_protocol), accountId=may(), space=may()
        ),
    ),
}

_CHANNEL = {
    **_CHANNEL_AND_ITEM,
    "locked": optional(yes_or_no, attributes={"owner": may(addr_spec)}),
    "trailer": many(
        not_blank,
        label,
        attributes=_attributes(
            url=need(web_url),
            pubdate=need(rfc822_date),
            length=may(non_negative_integer),
            type=may(mime_attribute),
            season=may(integer),
        ),
    ),
    "guid": optional(guid),
    "medium": optional(medium),
    "liveItem": many(
        attributes=_attributes(status=need(live_status), start=need(date_time), end=may(date_time))
    ),
    "block": many(yes_or_no, attributes={"id": may(service)}),
    "remoteItem": many(no_text, attributes=_REMOTE),
    "podroll": optional(),
    "updateFrequency": optional(
        label,
        attributes=_attributes(complete=may(true_false), dtstart=may(iso8601_date), rrule=may()),
    ),
    "podping": optional(no_text, attributes={"usesPodping": may(true_false)}),
    "publisher": optional(),
}

_ITEM = {
    **_CHANNEL_AND_ITEM,
    "transcript": many(
        no_text,
        attributes=_attributes(
            url=need(web_url), type=need(mime_attribute), language=may(language), rel=may()
        ),
    ),
    "chapters": optional(
        no_text, attributes=_attributes(url=need(web_url), type=need(mime_attribute))
    ),
    "soundbite": many(
        label, attributes=_attributes(startTime=need(decimal), duration=need(decimal))
    ),
    "season": optional(integer, attributes={"name": may(label)}),
    "episode": optional(decimal, attributes={"display": may(short_label)}),
    "alternateEnclosure": many(
        attributes=_attributes(
            type=need(mime_attribute),
            length=may(non_negative_integer),
            bitrate=may(decimal),
            height=may(integer),
            lang=may(language),
            title=may(short_label),
            rel=may(short_label),
            codecs=may(),
            default=may(true_false),
        )
    ),
    "contentLink": many(attributes={"href": need(web_url)}),
}

declare(("channel",), _CHANNEL, namespace=ns.PODCAST)

declare(RSS_ITEMS, _ITEM, namespace=ns.PODCAST)

declare(
    (_tag("alternateEnclosure"),),
    {
        "source": some(no_text, attributes={"uri": need(), "contentType": may(mime_attribute)}),
        "integrity": optional(no_text, attributes={"type": need(_INTEGRITY_TYPE), "value": need()}),
    },
    namespace=ns.PODCAST,
)

_RECIPIENT = {
    "type": need(),
    "address": need(),
    "split": need(non_negative_integer),
    "name": may(),
    "customKey": may(),
    "customValue": may(),
    "fee": may(true_false),
}
_SPAN = {
    "startTime": need(decimal),
    "duration": need(decimal),
    "remoteStartTime": may(decimal),
    "remotePercentage": may(decimal),
}

declare(
    (_tag("value"),),
    {
        "valueRecipient": some(no_text, attributes=_RECIPIENT),
        "valueTimeSplit": many(attributes=_SPAN),
    },
    namespace=ns.PODCAST,
)
declare(
    (_tag("valueTimeSplit"),),
    {
        "valueRecipient": many(no_text, attributes=_RECIPIENT),
        "remoteItem": optional(no_text, attributes=_REMOTE),
    },
    namespace=ns.PODCAST,
)
_PUBLISHER = listed("publisher", spec=f"{PODCAST}#publisher")
declare((_tag("podroll"),), {"remoteItem": some(no_text, attributes=_REMOTE)}, namespace=ns.PODCAST)
declare(
    (_tag("publisher"),),
    {"remoteItem": one(no_text, attributes={**_REMOTE, "medium": need(_PUBLISHER)})},
    namespace=ns.PODCAST,
)
