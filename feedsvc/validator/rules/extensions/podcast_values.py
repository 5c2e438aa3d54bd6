"""Rules for values in Podcasting 2.0: ids, media, times, places and listed words."""

import re

from feedsvc.validator.examples import channel, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import ISO3166, PODCAST
from feedsvc.validator.rules.values.lists import unlisted
from feedsvc.validator.rules.values.numbers import decimal
from feedsvc.validator.rules.values.texts import longer_than
from feedsvc.validator.values import dates, uris
from feedsvc.validator.values.media import CHATS, ROLES, SERVICES
from feedsvc.validator.values.names import COUNTRIES

_BARE_ZONE = re.compile(r"([+-]\d\d)(\d\d)$", re.ASCII)
_MEDIA = frozenset("podcast music video film audiobook newsletter blog publisher course".split())

_PROTOCOLS = frozenset(
    "disabled activitypub twitter lightning atproto hive matrix nostr bluesky".split()
)


@rule(
    "invalid-podcast-guid",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PODCAST}#guid",
    bad=channel("<podcast:guid>harbour-news</podcast:guid>"),
    good=channel("<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>"),
)
def guid(value: str) -> str | None:
    """The podcast:guid is not a version 5 UUID.

    Apps use it to recognize the podcast after the feed moves, and ignore anything else. Generate it
    from the feed's URL, as the specification describes, and never change it.
    """
    stripped = value.strip()
    if uris.is_uuid(stripped) and len(stripped) == 36 and stripped[14] == "5":
        return None
    return f"{stripped!r} is not a version 5 UUID; generate one from the feed's URL"


@rule(
    "invalid-podcast-medium",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PODCAST}#medium",
    bad=channel("<podcast:medium>radio</podcast:medium>"),
    good=channel("<podcast:medium>music</podcast:medium>"),
)
def medium(value: str) -> str | None:
    """The medium of a podcast is unknown.

    Apps use it to tell music, audiobooks and films apart. Write one of the listed media, with an L
    at the end for a list.
    """
    stripped = value.strip()
    if stripped in _MEDIA or stripped.removesuffix("L") in _MEDIA or stripped == "mixed":
        return None
    return f"{stripped!r} is not one of {', '.join(sorted(_MEDIA))}"


@rule(
    "invalid-live-status",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PODCAST}#live-item",
    bad=channel('<podcast:liveItem status="soon" start="2024-11-16T09:30:00Z"/>'),
    good=channel('<podcast:liveItem status="pending" start="2024-11-16T09:30:00Z"/>'),
)
def live_status(value: str) -> str | None:
    """The status of a live item is not pending, live or ended.

    Apps may announce a broadcast that is not on air, or miss one that is. Write one of the three.
    """
    return unlisted(value, ("pending", "live", "ended"))


@rule(
    "invalid-iso8601-date-time",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PODCAST}#live-item",
    bad=channel('<podcast:liveItem status="pending" start="2024-11-16"/>'),
    good=channel('<podcast:liveItem status="pending" start="2024-11-16T09:30:00.000-0600"/>'),
)
def date_time(value: str) -> str | None:
    """A time is not a full ISO 8601 date and time with a time zone.

    Apps cannot know when the broadcast begins. Write times as in 2024-11-16T09:30:00Z.
    """
    # the specification's own example has a time zone without a colon
    fault = dates.w3cdtf(_BARE_ZONE.sub(r"\1:\2", value.strip())).fault
    if not fault and "T" not in value:
        fault = "the time is missing"
    return f"{value!r} is not a time such as 2024-11-16T09:30:00Z: {fault}" if fault else None


@rule(
    "invalid-social-protocol",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PODCAST}#social-interact",
    bad=item('<podcast:socialInteract protocol="forum" uri="https://a.example/1"/>'),
    good=item('<podcast:socialInteract protocol="activitypub" uri="https://a.example/1"/>'),
)
def social_protocol(value: str) -> str | None:
    """The protocol of a comment page is not a common one.

    Apps cannot show the comments. Use one from the specification's list, such as activitypub.
    """
    return (
        None
        if value.lower() in _PROTOCOLS
        else f"{value!r} is not a listed protocol such as activitypub"
    )


@rule(
    "invalid-geo-uri",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc5870#section-3.3",
    bad=channel('<podcast:location geo="59.9,10.7">Oslo</podcast:location>'),
    good=channel('<podcast:location geo="geo:59.9,10.7">Oslo</podcast:location>'),
)
def geo_uri(value: str) -> str | None:
    """A place is not a geo: URI.

    Maps of podcasts omit it. Write latitude and longitude as in geo:59.9,10.7.
    """
    numbers = value.removeprefix("geo:").partition(";")[0].split(",")
    good = value.startswith("geo:") and len(numbers) in {2, 3}
    if good and not any(decimal.check(number) for number in numbers):
        return None
    return f"{value!r} is not a geo: URI such as geo:59.9,10.7"


@rule(
    "invalid-country-code",
    form=Form.VALUE,
    spec=ISO3166,
    bad=channel('<podcast:location country="UK">Leeds</podcast:location>'),
    good=channel('<podcast:location country="GB">Leeds</podcast:location>'),
)
def country(value: str) -> str | None:
    """A country code is not part of ISO 3166."""
    return None if value.upper() in COUNTRIES else f"{value!r} is not a country code such as GB"


@rule(
    "too-long",
    form=Form.VALUE,
    spec=f"{PODCAST}#episode",
    bad=item(f'<podcast:episode display="{"Chapter " * 5}">3</podcast:episode>'),
    good=item('<podcast:episode display="Ch.3">3</podcast:episode>'),
)
def short_label(value: str) -> str | None:
    """A short label is longer than 32 characters."""
    return longer_than(32, value.strip())


@rule(
    "too-long",
    form=Form.VALUE,
    spec=PODCAST,
    bad=channel('<podcast:funding url="https://a.example/">' + "Help " * 30 + "</podcast:funding>"),
    good=channel('<podcast:funding url="https://a.example/">Help us</podcast:funding>'),
)
def label(value: str) -> str | None:
    """A label is longer than 128 characters."""
    return longer_than(128, value.strip())


@rule(
    "too-long",
    form=Form.VALUE,
    spec=f"{PODCAST}#txt",
    bad=channel("<podcast:txt>" + "proof " * 700 + "</podcast:txt>"),
    good=channel("<podcast:txt>proof</podcast:txt>"),
)
def free_text(value: str) -> str | None:
    """A text is longer than 4,000 characters."""
    return longer_than(4000, value.strip())


_OSM = re.compile(r"[NWR]\d+(?:#\d+)?", re.ASCII)
_RATIO = re.compile(r"\d+(?:\.\d+)?(?:\s*/\s*\d+(?:\.\d+)?)?", re.ASCII)


@rule(
    "unlisted-podcast-word",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PODCAST}#person",
    bad=item('<podcast:person role="hostess">Ida Holm</podcast:person>'),
    good=item('<podcast:person role="Co-Host">Ida Holm</podcast:person>'),
)
def role(value: str) -> str | None:
    """A word is not in the podcast namespace's list.

    Most apps ignore words that are not listed. Use a word from the list.
    """
    known = any(value.strip().lower() in names for names in ROLES.values())
    return None if known else f"{value!r} is not a role of the podcast taxonomy such as guest"


@rule(
    "unlisted-podcast-word",
    form=Form.VALUE,
    spec=f"{PODCAST}#person",
    bad=item('<podcast:person group="crew">Ida Holm</podcast:person>'),
    good=item('<podcast:person group="writing">Ida Holm</podcast:person>'),
)
def group(value: str) -> str | None:
    """A person's group is not part of the podcast taxonomy."""
    known = value.strip().lower() in ROLES
    return None if known else f"{value!r} is not a group of the podcast taxonomy such as cast"


@rule(
    "unlisted-podcast-word",
    form=Form.VALUE,
    spec=f"{PODCAST}#block",
    bad=channel('<podcast:block id="harbour">yes</podcast:block>'),
    good=channel('<podcast:block id="spotify">yes</podcast:block>'),
)
def service(value: str) -> str | None:
    """A service to block is not in the list, so the block has no effect."""
    return None if value in SERVICES else f"{value!r} is not a listed service such as spotify"


@rule(
    "unlisted-podcast-word",
    form=Form.VALUE,
    spec=f"{PODCAST}#chat",
    bad=channel('<podcast:chat server="irc.news.example" protocol="telegraph"/>'),
    good=channel('<podcast:chat server="irc.news.example" protocol="irc"/>'),
)
def chat_protocol(value: str) -> str | None:
    """The protocol of a chat is not in the list, so apps cannot open it."""
    known = value.lower() in CHATS
    return None if known else f"{value!r} is not one of {', '.join(sorted(CHATS))}"


@rule(
    "invalid-value",
    form=Form.VALUE,
    spec=f"{PODCAST}#location",
    bad=channel('<podcast:location osm="113314">Oslo</podcast:location>'),
    good=channel('<podcast:location osm="R113314">Oslo</podcast:location>'),
)
def osm(value: str) -> str | None:
    """A place is not an OpenStreetMap object."""
    good = _OSM.fullmatch(value)
    return None if good else f"{value!r} is not an OpenStreetMap object such as R113314"


@rule(
    "invalid-value",
    form=Form.VALUE,
    spec=f"{PODCAST}#image",
    bad=channel('<podcast:image href="https://news.example/q.jpg" aspect-ratio="wide"/>'),
    good=channel('<podcast:image href="https://news.example/q.jpg" aspect-ratio="16/9"/>'),
)
def ratio(value: str) -> str | None:
    """An aspect ratio is neither a number nor a pair of numbers."""
    return None if _RATIO.fullmatch(value.strip()) else f"{value!r} is not a ratio such as 16/9"
