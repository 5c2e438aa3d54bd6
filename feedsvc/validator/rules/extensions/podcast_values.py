"""Rules of values that Podcasting 2.0 has."""

import re

from feedsvc.validator.examples import channel, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.values.numbers import decimal
from feedsvc.validator.values import dates, uris
from feedsvc.validator.values.codes import COUNTRIES
from feedsvc.validator.values.podcast import CHATS, ROLES, SERVICES

SPEC = "https://podcasting2.org/docs/podcast-namespace/1.0"


_BARE_ZONE = re.compile(r"([+-]\d\d)(\d\d)$", re.ASCII)
_MEDIUMS = frozenset("podcast music video film audiobook newsletter blog publisher course".split())


_PROTOCOLS = frozenset(
    "disabled activitypub twitter lightning atproto hive matrix nostr bluesky".split()
)


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
    "invalid-iso8601-date-time",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{SPEC}#live-item",
    bad=channel('<podcast:liveItem status="pending" start="2024-11-16"/>'),
    good=channel('<podcast:liveItem status="pending" start="2024-11-16T09:30:00.000-0600"/>'),
)
def date_time(value: str) -> str | None:
    """A moment is no date with a time and a zone.

    Apps cannot tell when the show begins.
    """
    # the project's own sample writes zones without a colon
    fault = dates.w3cdtf(_BARE_ZONE.sub(r"\1:\2", value.strip())).fault
    if not fault and "T" not in value:
        fault = "the time is missing"
    return f"{value!r} is no moment such as 2024-11-16T09:30:00Z: {fault}" if fault else None


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


@rule(
    "too-long",
    form=Form.VALUE,
    spec=f"{SPEC}#episode",
    bad=item(f'<podcast:episode display="{"Chapter " * 5}">3</podcast:episode>'),
    good=item('<podcast:episode display="Ch.3">3</podcast:episode>'),
)
def short_label(value: str) -> str | None:
    """A short label is longer than the 32 characters that apps show."""
    return _up_to(32, value.strip())


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


_OSM = re.compile(r"[NWR]\d+(?:#\d+)?", re.ASCII)
_RATIO = re.compile(r"\d+(?:\.\d+)?(?:\s*/\s*\d+(?:\.\d+)?)?", re.ASCII)


@rule(
    "unlisted-podcast-word",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{SPEC}#person",
    bad=item('<podcast:person role="hostess">Ida Holm</podcast:person>'),
    good=item('<podcast:person role="Co-Host">Ida Holm</podcast:person>'),
)
def role(value: str) -> str | None:
    """A word is none of those that the podcast namespace lists.

    Apps know what to do with the listed ones, and mostly leave out the others.
    """
    known = any(value.strip().lower() in names for names in ROLES.values())
    return None if known else f"{value!r} is no role of the podcast taxonomy, such as guest"


@rule(
    "unlisted-podcast-word",
    form=Form.VALUE,
    spec=f"{SPEC}#person",
    bad=item('<podcast:person group="crew">Ida Holm</podcast:person>'),
    good=item('<podcast:person group="writing">Ida Holm</podcast:person>'),
)
def group(value: str) -> str | None:
    """A person's group is none of the podcast taxonomy."""
    known = value.strip().lower() in ROLES
    return None if known else f"{value!r} is no group of the podcast taxonomy, such as cast"


@rule(
    "unlisted-podcast-word",
    form=Form.VALUE,
    spec=f"{SPEC}#block",
    bad=channel('<podcast:block id="harbour">yes</podcast:block>'),
    good=channel('<podcast:block id="spotify">yes</podcast:block>'),
)
def service(value: str) -> str | None:
    """A service that is to be blocked is none of the list, so nobody feels meant."""
    return None if value in SERVICES else f"{value!r} is no service of the list, such as spotify"


@rule(
    "unlisted-podcast-word",
    form=Form.VALUE,
    spec=f"{SPEC}#chat",
    bad=channel('<podcast:chat server="irc.news.example" protocol="telegraph"/>'),
    good=channel('<podcast:chat server="irc.news.example" protocol="irc"/>'),
)
def chat_protocol(value: str) -> str | None:
    """The protocol of a chat is none of the list, so apps cannot open it."""
    known = value.lower() in CHATS
    return None if known else f"{value!r} is none of {', '.join(sorted(CHATS))}"


@rule(
    "invalid-value",
    form=Form.VALUE,
    spec=f"{SPEC}#location",
    bad=channel('<podcast:location osm="113314">Oslo</podcast:location>'),
    good=channel('<podcast:location osm="R113314">Oslo</podcast:location>'),
)
def osm(value: str) -> str | None:
    """A place is no object of OpenStreetMap."""
    good = _OSM.fullmatch(value)
    return None if good else f"{value!r} is no N, W or R with a number, such as R113314"


@rule(
    "invalid-value",
    form=Form.VALUE,
    spec=f"{SPEC}#image",
    bad=channel('<podcast:image href="https://news.example/q.jpg" aspect-ratio="wide"/>'),
    good=channel('<podcast:image href="https://news.example/q.jpg" aspect-ratio="16/9"/>'),
)
def ratio(value: str) -> str | None:
    """An aspect ratio is no number and no pair of numbers."""
    return None if _RATIO.fullmatch(value.strip()) else f"{value!r} is no ratio such as 16/9"
