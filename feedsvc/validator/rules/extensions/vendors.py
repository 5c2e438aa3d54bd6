"""Extensions by individual services, players and apps.

FeedBurner, Feedly (webfeeds), source, chapters (psc), Blubrry (rawvoice), Spotify, YouTube,
Microsoft's lists, and the elements of SmartNews and MSN that no profile checks.
"""

import re

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import channel
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import (
    ATOM_FEEDS,
    FEEDS,
    ISO3166,
    ITEMS,
    PROFILE,
    RSS_FEEDS,
    RSS_ITEMS,
)
from feedsvc.validator.rules.extensions.media_values import loose_play_time
from feedsvc.validator.rules.values.lists import listed, true_false
from feedsvc.validator.rules.values.numbers import non_negative_integer
from feedsvc.validator.rules.values.texts import PLAIN, mime_attribute, not_blank
from feedsvc.validator.rules.values.uris import FULL_IRI, IRI, URL, uri_characters, web_url
from feedsvc.validator.rules.xml.structure import no_text
from feedsvc.validator.values import uris
from feedsvc.validator.values.names import COUNTRIES
from feedsvc.validator.vocabulary import declare, loose, many, may, need, one, optional, some

LISTS = "https://learn.microsoft.com/previous-versions/windows/desktop/ms686418(v=vs.85)"
_SERVICE_ID = re.compile(r"[\w./~-]+")
_COLOR = re.compile(r"#?[0-9A-Fa-f]{6}")


@rule(
    "invalid-country-code",
    form=Form.VALUE,
    spec=ISO3166,
    bad=channel("<spotify:countryOfOrigin>uk</spotify:countryOfOrigin>"),
    good=channel("<spotify:countryOfOrigin>se no</spotify:countryOfOrigin>"),
)
def country_codes(value: str) -> str | None:
    """A country code in a list is not part of ISO 3166."""
    wrong = [code for code in value.split() if code.upper() not in COUNTRIES]
    return f"contains {wrong[0]!r}, which is not a country code such as se" if wrong else None


@rule(
    "contains-rel-ref",
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-url",
    bad=channel(
        '<feedburner:feedFlare href="https://a.example/" src="a.png">a</feedburner:feedFlare>'
    ),
    good=channel(
        '<feedburner:feedFlare href="https://a.example/" src="https://a.example/a.png">a</feedburner:feedFlare>'
    ),
)
def absolute_reference(value: str) -> str | None:
    """An attribute in RSS is a relative URL, which has no base there."""
    if uris.scheme(value) or value.startswith("//"):
        return None
    return f"{value!r} is a relative URL, which has no base in RSS; write it in full"


@rule(
    "invalid-color",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://github.com/feedly/webfeeds",
    bad=channel("<webfeeds:accentColor>blue</webfeeds:accentColor>"),
    good=channel("<webfeeds:accentColor>0A64C8</webfeeds:accentColor>"),
)
def color(value: str) -> str | None:
    """A color is not six hexadecimal digits.

    Feedly uses its own green instead. Write a color such as 0A64C8.
    """
    return None if _COLOR.fullmatch(value.strip()) else f"{value!r} is not a color such as 0A64C8"


@rule(
    "invalid-alphanum",
    Severity.ERROR,
    form=Form.VALUE,
    spec=ns.FEEDBURNER,
    bad=channel("<feedburner:emailServiceId>news of the quay</feedburner:emailServiceId>"),
    good=channel("<feedburner:emailServiceId>HarbourNews</feedburner:emailServiceId>"),
)
def service_id(value: str) -> str | None:
    """A service's id contains characters other than letters, digits and . / ~ - _.

    FeedBurner finds no feed with that id and sends no e-mail. Copy the id from the service.
    """
    # some ids have several parts, separated by slashes
    if not value.strip() or _SERVICE_ID.fullmatch(value.strip()):
        return None
    return f"{value!r} is not an id of letters, digits and . / ~ - _"


declare(RSS_ITEMS, {"chapters": optional(attributes={"version": may()})}, namespace=ns.PSC)
declare(
    (f"{{{ns.PSC}}}chapters",),
    {
        "chapter": some(
            no_text,
            attributes={
                "start": need(loose_play_time),
                "title": need(),
                "href": may(web_url),
                "image": may(web_url),
            },
        )
    },
    namespace=ns.PSC,
)

_FILE = many(
    no_text,
    attributes={
        "src": need(web_url),
        "type": may(mime_attribute),
        "length": may(non_negative_integer),
    },
)
declare(
    ("channel",),
    {
        name: loose()
        for name in (
            *("rating", "location", "frequency", "mycast", "subscribe", "donate"),
            *("liveEmbed", "liveStream", "flashLiveStream"),
            *("httpLiveStream", "shoutcastLiveStream"),
        )
    },
    namespace=ns.RAWVOICE,
)
declare(
    RSS_ITEMS,
    {
        "poster": optional(no_text, attributes={"url": need(web_url)}),
        **{name: loose(once=True) for name in ("isHd", "embed", "metamark")},
        "webm": _FILE,
        "mp4": _FILE,
    },
    namespace=ns.RAWVOICE,
)

declare(
    ("channel",),
    {
        "limit": optional(no_text, attributes={"recentCount": may(non_negative_integer)}),
        "countryOfOrigin": optional(not_blank, country_codes),
    },
    namespace=ns.SPOTIFY,
)
declare(("channel", *RSS_ITEMS), {"access": loose()}, namespace=ns.SPOTIFY)
declare(
    (*FEEDS, *ITEMS),
    {name: loose() for name in ("videoId", "channelId", "playlistId")},
    namespace=ns.YT,
)

_COLUMN = {"ns": may(), "element": may(), "label": may()}
declare(
    FEEDS,
    {"treatAs": optional(listed("list", spec=LISTS)), "listinfo": optional()},
    namespace=ns.CF,
)
declare(
    (f"{{{ns.CF}}}listinfo",),
    {
        "sort": many(
            no_text,
            attributes={
                **_COLUMN,
                "data-type": may(listed("text", "number", "date", spec=LISTS)),
                "default": may(true_false),
            },
        ),
        "group": many(no_text, attributes=_COLUMN),
    },
    namespace=ns.CF,
)

_IMAGE = optional(not_blank, *URL)
_FEEDBURNER = {
    "info": optional(no_text, attributes={"uri": need()}),
    "awareness": optional(*URL),
    "browserFriendly": optional(*PLAIN),
    "emailServiceId": optional(not_blank, service_id),
    "feedburnerHostname": optional(*URL),
    "xmlView": optional(no_text, attributes={"href": need(*IRI)}),
}
_FLARE = {"href": may(uri_characters), "src": may(uri_characters)}

declare(FEEDS, _FEEDBURNER, namespace=ns.FEEDBURNER)
declare(ATOM_FEEDS, {"feedFlare": many(*PLAIN, attributes=_FLARE)}, namespace=ns.FEEDBURNER)
declare(
    RSS_FEEDS,
    {
        "feedFlare": many(
            *PLAIN,
            attributes={**_FLARE, "src": may(uri_characters, absolute_reference)},
        )
    },
    namespace=ns.FEEDBURNER,
)
declare(
    ITEMS,
    {
        "origLink": optional(*URL),
        "origEnclosureLink": optional(*URL),
        "awareness": optional(*URL),
        "feedFlare": many(*PLAIN, attributes=_FLARE),
    },
    namespace=ns.FEEDBURNER,
)
declare(
    FEEDS,
    {
        "cover": optional(no_text, attributes={"image": need(web_url)}),
        "icon": _IMAGE,
        "logo": _IMAGE,
        "accentColor": optional(color),
        "related": optional(no_text, attributes={"layout": may(), "target": may()}),
        "analytics": optional(no_text, attributes={"id": may(), "engine": may()}),
    },
    namespace=ns.WEBFEEDS,
)
declare(
    RSS_FEEDS,
    {
        "account": many(not_blank, attributes={"service": need(not_blank)}),
        "likes": optional(attributes={"server": may(*URL)}),
        "archive": optional(),
        "subscriptionList": many(attributes={"url": need(*FULL_IRI)}),
        "blogroll": many(*URL),
        "cloud": optional(*URL),
        "self": optional(*URL),
        "localTime": optional(not_blank),
    },
    namespace=ns.SOURCE,
)
declare(
    (f"{{{ns.SOURCE}}}archive",),
    {
        "url": one(*URL),
        "startDay": one(not_blank),
        "endDay": optional(not_blank),
        "filename": optional(not_blank),
    },
    namespace=ns.SOURCE,
)
declare(
    RSS_ITEMS,
    {
        "account": many(not_blank, attributes={"service": need(not_blank)}),
        "markdown": optional(),
        "outline": loose(),
        "linkFull": optional(*URL),
        "inReplyTo": optional(attributes={"isPermaLink": may()}),
        "comments": optional(*URL),
        "localTime": optional(not_blank),
    },
    namespace=ns.SOURCE,
)

declare(RSS_FEEDS, {"logo": optional()}, namespace=ns.SNF)
declare((f"{{{ns.SNF}}}logo",), {"url": optional(*URL)})
declare(ITEMS, {"analytics": many()}, namespace=ns.SNF)
declare(ITEMS, {"shortTitle": optional()}, namespace=ns.MI)
declare((f"{{{ns.MEDIA}}}content",), {"hasSyndicationRights": optional()}, namespace=ns.MI)
